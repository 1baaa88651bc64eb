package directory

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/fault"
)

// Rules that the validation tags cannot tell, as fields of a fault Invalid.
// Their texts are the web room's.

// broken makes the fault of a change with such fields; nil when there are none.
func broken(fields []fault.Field) error {
	if len(fields) == 0 {
		return nil
	}
	return &fault.Error{Code: fault.Invalid, Key: "invalid", Message: "a value is not valid", Fields: fields}
}

func required(field string) fault.Field {
	return fault.Field{Name: field, Expected: "a value", Rule: "required"}
}

func missing(field, value string) fault.Field {
	return fault.Field{Name: field, Value: cut(value), Expected: "one that the site has", Rule: "missing"}
}

func taken(field, value, by string) fault.Field {
	return fault.Field{Name: field, Value: cut(value), Expected: "one of its own; " + by + " has this one", Rule: "taken", Limit: by}
}

func oneOf(field, value string, words ...string) fault.Field {
	return fault.Field{Name: field, Value: cut(value), Expected: "one of " + join(words), Rule: "one_of", Limit: join(words)}
}

// checkPlain says whether a text is fit to be shown on one line; an empty one
// is.
func checkPlain(field, value string) []fault.Field {
	if value == "" || plain(value, len(value)) {
		return nil
	}
	return []fault.Field{{Name: field, Value: cut(value), Expected: "text without control characters, and without spaces around it", Rule: "plain"}}
}

// checkTaken says whether another record of the table has the value in the
// column; but is the record's own identifier.
func checkTaken(ctx context.Context, tx bun.IDB, field, table, column, value, but string) ([]fault.Field, error) {
	var title string
	var found bool
	err := tx.QueryRowContext(ctx, "select coalesce(min(name), ''), count(*) > 0 from ?0 where ?1 = ?2 and id::text <> ?3", bun.Ident(table), bun.Ident(column), value, but).Scan(&title, &found)
	if err != nil {
		return nil, fmt.Errorf("directory: look for %s: %w", strings.TrimSuffix(table, "s"), err)
	}
	if found {
		return []fault.Field{taken(field, value, title)}, nil
	}
	return nil, nil
}
