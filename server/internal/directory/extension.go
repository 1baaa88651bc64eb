package directory

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

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
// Call it when the extension changes, after hold. What destinations still call
// the old one is a Conflict.
func checkNewExtension(ctx context.Context, tx bun.IDB, before, ext, but string) ([]fault.Field, error) {
	if ext == before {
		return nil, nil
	}
	if before != "" {
		dialed, err := usedBy(ctx, tx, route.ToExtension, before)
		if err != nil {
			return nil, err
		}
		if len(dialed) > 0 {
			f := fault.New(fault.Conflict, "in_use", "calls are sent to the extension %s", before)
			for _, u := range dialed {
				f.Fields = append(f.Fields, fault.Field{Name: u.Noun + "/" + u.ID, Value: u.Field, Expected: u.Title, Rule: "in_use"})
			}
			return nil, f
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

// code is digits that mean something by themselves.
type code struct{ code, what string }

// String is the code and what it is.
func (c code) String() string { return fmt.Sprintf("%s (%s)", c.code, c.what) }
