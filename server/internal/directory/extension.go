package directory

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
)

// extensionShape is what an extension looks like, in words.
const extensionShape = "2 to 8 digits that do not begin with 0"

// checkExtension says why a text cannot be an extension of a site with these
// codes, or "" when it can (C-CODE-11): it would hide a feature code, a park
// slot, a conference room or an emergency number, or be hidden by them.
// Whether another noun has it already is not looked at.
func checkExtension(ext string, codes []code) (expected string) {
	if len(ext) < 2 || len(ext) > 8 || strings.Trim(ext, "0123456789") != "" || ext[0] == '0' {
		return extensionShape
	}
	for _, r := range codes {
		if strings.HasPrefix(ext, r.code) {
			return "an extension that does not begin with " + r.String()
		}
	}
	return ""
}

// checkNewExtension says what is wrong with the extension that a record of
// agents, groups or ivrs shall have from now on; but is its own identifier.
// Call it after hold. One that destinations still call is not given up.
func (d *Directory) checkNewExtension(ctx context.Context, tx bun.IDB, by access.Session, before, ext, but string) ([]fault.Field, error) {
	if ext == before {
		return nil, nil
	}
	if before != "" {
		dialed, err := usedBy(ctx, tx, route.ToExtension, before)
		if err != nil {
			return nil, err
		}
		if len(dialed) > 0 {
			return []fault.Field{stillDialed(ext, before, d.resources.Seen(by, dialed))}, nil
		}
	}
	if ext == "" {
		return nil, nil
	}
	held, err := holderOf(ctx, tx, ext, but)
	if err != nil {
		return nil, err
	}
	if held != nil {
		return []fault.Field{taken("extension", ext, held.Title)}, nil
	}
	var changed []FeatureCode
	if err := tx.NewSelect().Model(&changed).Scan(ctx); err != nil {
		return nil, fmt.Errorf("directory: read the codes: %w", err)
	}
	var rooms int
	var prefix string
	if err := tx.QueryRowContext(ctx, `select rooms, coalesce((select min(prefix) from numbers where prefix <> '' and ?0 in (prefix, prefix || '110', prefix || '118', prefix || '119')), '') from site`, ext).
		Scan(&rooms, &prefix); err != nil {
		return nil, fmt.Errorf("directory: read the prefixes: %w", err)
	}
	if prefix != "" {
		return []fault.Field{{Name: "extension", Value: ext, Expected: "an extension that is not the prefix " + prefix + " of a number, alone or before an emergency number", Rule: "collides", Limit: prefix}}, nil
	}
	for _, r := range reserved(codesOf(changed), rooms) {
		if strings.HasPrefix(ext, r.code) {
			return []fault.Field{{Name: "extension", Value: ext, Expected: "an extension that does not begin with " + r.String(), Rule: "collides", Limit: r.code}}, nil
		}
	}
	return nil, nil
}

// maxDialed bounds the names that a refusal tells.
const maxDialed = 5

// stillDialed refuses to give up an extension that is dialed there. Who may not
// know the names is told how many there are.
func stillDialed(ext, before string, from []resource.Use) fault.Field {
	var names []string
	for _, u := range from {
		if u.Title != "" && len(names) < maxDialed && !slices.Contains(names, u.Title) {
			names = append(names, u.Title)
		}
	}
	f := fault.Field{Name: "extension", Value: ext, Expected: "the extension " + before + ", as long as calls are sent to it", Rule: "dialed", Limit: strings.Join(names, ", ")}
	more := len(from)
	for _, u := range from {
		if slices.Contains(names, u.Title) {
			more--
		}
	}
	switch {
	case len(names) == 0:
		f.Rule, f.Limit = "dialed_by", strconv.Itoa(more)
	case more > 0:
		f.Limit += " +" + strconv.Itoa(more)
	}
	return f
}

// code is digits that mean something by themselves.
type code struct{ code, what string }

// String is the code and what it is.
func (c code) String() string { return fmt.Sprintf("%s (%s)", c.code, c.what) }
