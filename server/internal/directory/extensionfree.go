package directory

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
)

// firstExtension is where the extensions of a noun usually begin on a site that
// has none yet.
func firstExtension(noun string) string {
	switch noun {
	case "groups":
		return "3001"
	case "ivrs":
		return "4001"
	default:
		return "2001"
	}
}

type freeInput struct {
	Of    string `query:"of" enum:"agents,groups,ivrs" doc:"whose: the first are beside those that the others of its kind have"`
	Near  string `query:"near" maxLength:"8" pattern:"^[0-9]*$" patternDescription:"extension" doc:"what they begin with, or the first when it is a whole extension"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"20"`
}

type freeOutput struct {
	Body struct {
		Items []string `json:"items" nullable:"false" doc:"ascending"`
	}
}

// registerExtensions adds the chooser of extensions (内線選択, J-AGENT-4).
func (d *Directory) registerExtensions(api huma.API) {
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "free-extensions", Method: http.MethodGet, Path: "/api/v1/extensions/free", Tags: []string{"choices"}, Summary: "Extensions that nobody has and that may be given",
	}, access.ReadDirectory), func(ctx context.Context, in *freeInput) (*freeOutput, error) {
		if _, err := access.Require(ctx, access.ReadDirectory); err != nil {
			return nil, err
		}
		items, err := d.freeExtensions(ctx, in)
		out := &freeOutput{}
		out.Body.Items = items
		return out, err
	})
}

func (d *Directory) freeExtensions(ctx context.Context, in *freeInput) ([]string, error) {
	used, of, err := d.extensions(ctx, in.Of)
	if err != nil {
		return nil, err
	}
	db := d.db.Bun()
	var changed []FeatureCode
	if err := db.NewSelect().Model(&changed).Scan(ctx); err != nil {
		return nil, fmt.Errorf("directory: read the codes: %w", err)
	}
	var rooms int
	if err := db.NewRaw("select rooms from site").Scan(ctx, &rooms); err != nil {
		return nil, fmt.Errorf("directory: read the rooms: %w", err)
	}
	var prefixes []string
	if err := db.NewRaw("select prefix from numbers where prefix <> ''").Scan(ctx, &prefixes); err != nil {
		return nil, fmt.Errorf("directory: read the prefixes: %w", err)
	}
	for _, p := range prefixes {
		for _, emergency := range []string{"", "110", "118", "119"} {
			used[p+emergency] = true
		}
	}
	var blocked []string
	for _, c := range reserved(codesOf(changed), rooms) {
		blocked = append(blocked, c.code)
	}
	from, under := startOf(in.Near, of, firstExtension(in.Of))
	return free(from, under, used, blocked, in.Limit), nil
}

// extensions gives every extension of the site, and those of one noun.
func (d *Directory) extensions(ctx context.Context, noun string) (used map[string]bool, of []string, err error) {
	var rows []struct{ Noun, Extension string }
	err = d.db.Bun().NewRaw(`select 'agents' as noun, extension from agents where extension <> '' and deleted_at is null
		union all select 'groups', extension from groups where extension <> ''
		union all select 'ivrs', extension from ivrs where extension <> ''`).Scan(ctx, &rows)
	if err != nil {
		return nil, nil, fmt.Errorf("directory: read the extensions: %w", err)
	}
	used = make(map[string]bool, len(rows))
	for _, r := range rows {
		used[r.Extension] = true
		if r.Noun == noun {
			of = append(of, r.Extension)
		}
	}
	return used, of, nil
}

// startOf says where to look for a free extension, and what it begins with:
// among those of the same kind, as long as most of them are, when nothing is
// near; below the digits that are near, when they are shorter.
func startOf(near string, of []string, first string) (from, under string) {
	if len(of) > 0 {
		first = usual(of)
	}
	near = strings.TrimLeft(near, "0")
	switch {
	case near == "":
		return first, ""
	case len(near) >= len(first):
		return near, ""
	default:
		return near + strings.Repeat("0", len(first)-len(near)), near
	}
}

// usual is the lowest of the extensions that are as long as most of them.
func usual(extensions []string) string {
	byLength := map[int]int{}
	lowest := map[int]string{}
	best := 0
	for _, e := range extensions {
		n := len(e)
		byLength[n]++
		if lowest[n] == "" || e < lowest[n] {
			lowest[n] = e
		}
		if byLength[n] > byLength[best] || byLength[n] == byLength[best] && n < best {
			best = n
		}
	}
	return lowest[best]
}

// free gives the first extensions from one on that are as long, begin with
// `under`, are not used, and do not begin with what is blocked.
func free(from, under string, used map[string]bool, blocked []string, limit int) []string {
	out := []string{}
	width := len(from)
	if width < 2 {
		from, width = from+strings.Repeat("0", 2-width), 2
	}
	n, err := strconv.Atoi(from)
	if err != nil || width > 8 {
		return out
	}
	for len(out) < limit {
		text := strconv.Itoa(n)
		if len(text) != width || !strings.HasPrefix(text, under) {
			break
		}
		if skip := behind(text, blocked); skip > n {
			n = skip
			continue
		}
		if !used[text] {
			out = append(out, text)
		}
		n++
	}
	return out
}

// behind gives the first number after those that begin with the same blocked
// digits, 0 when nothing blocks this one.
func behind(text string, blocked []string) int {
	for _, b := range blocked {
		if !strings.HasPrefix(text, b) {
			continue
		}
		head, err := strconv.Atoi(b)
		if err != nil {
			continue
		}
		head++
		for range len(text) - len(b) {
			head *= 10
		}
		return head
	}
	return 0
}
