package directory

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/fault"
)

// formatsColumn is the CSV column with the business formats that an agent may
// see (J-AGENT-10): their names with semicolons between them, nothing for all.
// A format whose name holds one goes by its identifier.
func formatsColumn() resource.CSVColumn[Agent] {
	return resource.CSVColumn[Agent]{
		Name: "crmFormats",
		Get: func(ctx context.Context, db bun.IDB, a *Agent) (string, error) {
			if len(a.CRMFormats) == 0 {
				return "", nil
			}
			var rows []struct{ ID, Name string }
			if err := db.NewRaw("select id::text as id, name from formats where id::text in ? order by name", bun.Tuple(a.CRMFormats)).Scan(ctx, &rows); err != nil {
				return "", fmt.Errorf("directory: read business formats: %w", err)
			}
			words := make([]string, len(rows))
			for i, r := range rows {
				if words[i] = r.Name; strings.Contains(r.Name, ";") || strings.TrimSpace(r.Name) != r.Name {
					words[i] = r.ID
				}
			}
			return strings.Join(words, ";"), nil
		},
		Set: func(ctx context.Context, db bun.IDB, a *Agent, text string) error {
			before := a.CRMFormats
			a.CRMFormats = nil
			for word := range strings.SplitSeq(text, ";") {
				if word = strings.TrimSpace(word); word == "" {
					continue
				}
				var found []string
				if err := db.NewRaw("select id::text from formats where name = ?0 or id::text = ?0 order by name = ?0 desc", word).Scan(ctx, &found); err != nil {
					return fmt.Errorf("directory: look for a business format: %w", err)
				}
				if len(found) == 0 {
					return fault.Broken("crmFormats", cut(word), "names of business formats with semicolons between them", "missing", "")
				}
				a.CRMFormats = append(a.CRMFormats, found[0])
			}
			if sameSet(before, a.CRMFormats) {
				a.CRMFormats = before // written in another order, it is no change
			}
			return nil
		},
	}
}

// sameSet says whether two lists hold the same, each once.
func sameSet(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	in := make(map[string]bool, len(a))
	for _, v := range a {
		in[v] = true
	}
	for _, v := range b {
		if !in[v] {
			return false
		}
	}
	return true
}
