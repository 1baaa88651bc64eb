package resource

import (
	"errors"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/yobirin/yobirin/shared/fault"
)

// detailKey takes the first column out of PostgreSQL's "Key (lower(login), x)=(...)".
var detailKey = regexp.MustCompile(`Key \((?:[a-z_]+\()*"?([a-z0-9_]+)`)

// constraint makes a fault of what the database refuses, naming the field
// where it can be known. Other errors are given back as they are.
func (s *shape) constraint(err error) error {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return err
	}
	column := pg.ColumnName
	if m := detailKey.FindStringSubmatch(pg.Detail); m != nil {
		column = m[1]
	}
	at := s.fieldOf(column, pg.ConstraintName)
	switch pg.Code {
	case "23505":
		return broken(err, at, "a value that no other record has", "taken")
	case "23503":
		if strings.Contains(pg.Detail, "still referenced") {
			f := fault.Wrap(err, fault.Conflict, "in_use", "it is in use")
			f.Fields = []fault.Field{{Name: pg.TableName, Expected: pg.TableName, Rule: "in_use"}}
			return f
		}
		return broken(err, at, "something that exists", "missing")
	case "23502":
		return broken(err, at, "a value", "required")
	case "23514", "23P01":
		return broken(err, at, "a value of the right form", "format")
	}
	if strings.HasPrefix(pg.Code, "22") {
		return broken(err, at, "a value of the right form", "format")
	}
	return err
}

func broken(cause error, at, expected, rule string) error {
	f := fault.Wrap(cause, fault.Invalid, "invalid", "a value is not valid")
	f.Fields = []fault.Field{{Name: at, Expected: expected, Rule: rule}}
	return f
}

// fieldOf gives the JSON name of a column, or of the column that a constraint
// is called after.
func (s *shape) fieldOf(column, constraint string) string {
	best := ""
	for _, f := range s.fields {
		switch {
		case f.column == "" || f.readOnly:
		case f.column == column:
			return f.name
		case len(f.column) > len(best) && strings.Contains("_"+constraint+"_", "_"+f.column+"_"):
			best = f.column
		}
	}
	for _, f := range s.fields {
		if best != "" && f.column == best {
			return f.name
		}
	}
	return ""
}

// again says whether a transaction failed because of others and may be tried
// once more.
func again(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

// badData says whether the database could not read a value.
func badData(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && strings.HasPrefix(pg.Code, "22")
}
