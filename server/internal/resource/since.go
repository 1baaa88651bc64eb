package resource

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/fault"
)

// since is a change that came after another one of the same record.
type since struct {
	RecordID string
	ID       int64
	Action   Action
	Fields   json.RawMessage // names
	names    []string
}

// changesSince gives what became of records after a change, in its order.
// Changes that were taken back, and those that took them back, are as if they
// had not been: whether the values are as before is for others to look at.
func (s *Store) changesSince(ctx context.Context, db bun.IDB, noun string, keys []string, after int64) (map[string][]since, error) {
	out := map[string][]since{}
	if len(keys) == 0 {
		return out, nil
	}
	var rows []since
	err := db.NewSelect().TableExpr("record_changes as c").ColumnExpr("c.record_id, c.id, c.action").
		ColumnExpr("coalesce((select jsonb_agg(f ->> 'field') from jsonb_array_elements(c.fields) as f), '[]') as fields").
		Join("left join record_batches as b on b.id = c.batch").
		Where("c.noun = ?", noun).Where("c.record_id in (?)", bun.List(keys)).Where("c.id > ?", after).
		Where("b.id is null or b.undone_at is null and b.what <> ?", batchUndo).OrderExpr("c.id").Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("resource: read what became of %s since: %w", noun, err)
	}
	for _, row := range rows {
		if err := json.Unmarshal(row.Fields, &row.names); err != nil {
			return nil, fmt.Errorf("resource: read the fields of change %d: %w", row.ID, err)
		}
		out[row.RecordID] = append(out[row.RecordID], row)
	}
	return out, nil
}

// touchedSince says which of a change's fields others have changed since; whole
// says that there is no telling, because the record came or went.
func touchedSince(of int64, fields []FieldChange, later []since) (touched []string, whole bool) {
	for _, l := range later {
		switch {
		case l.ID <= of:
		case l.Action != Updated:
			return nil, true
		default:
			for _, f := range fields {
				if !slices.Contains(touched, f.Field) && slices.ContainsFunc(l.names, func(name string) bool { return meets(name, f.Field) }) {
					touched = append(touched, f.Field)
				}
			}
		}
	}
	return touched, false
}

// meets says whether two paths are of the same field, or one of a field in the
// other, as register and register.password.
func meets(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	rest, ok := strings.CutPrefix(b, a)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// ChangedSince refuses to take a change back that another one followed, of these
// fields; none: of the whole record.
func ChangedSince(fields ...string) error {
	f := fault.New(fault.Conflict, "changed_since", "this has been changed since")
	for _, name := range fields {
		f.Fields = append(f.Fields, fault.Field{Name: name, Expected: "the value that the change gave it", Rule: "changed_since"})
	}
	return f
}
