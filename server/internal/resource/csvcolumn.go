package resource

import (
	"context"
	"encoding"
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"
)

// cell is a column of a noun's CSV files: a field, or one of the noun's own.
type cell[T any] struct {
	name  string
	field *field        // nil: own
	own   *CSVColumn[T] // nil: a field
}

// cells gives the columns. Secrets are brought in and never taken away.
func (r *room[T]) cells(secrets bool) []cell[T] {
	own := map[string]*CSVColumn[T]{}
	for i := range r.noun.CSV {
		own[r.noun.CSV[i].Name] = &r.noun.CSV[i]
	}
	var out []cell[T]
	used := map[string]bool{}
	for i := range r.shape.fields {
		f := &r.shape.fields[i]
		c := own[f.name]
		used[f.name] = true
		switch {
		case c != nil && c.Skip:
		case c != nil:
			out = append(out, cell[T]{name: f.name, own: c})
		case !f.readOnly && plainType(r.shape.typ.FieldByIndex(f.index).Type) && (secrets || !f.secret):
			out = append(out, cell[T]{name: f.name, field: f})
		}
	}
	for i := range r.noun.CSV {
		if c := &r.noun.CSV[i]; !c.Skip && !used[c.Name] {
			out = append(out, cell[T]{name: c.Name, own: c})
		}
	}
	return out
}

// plainType: text, numbers, yes or no.
func plainType(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if _, ok := reflect.New(t).Interface().(encoding.TextUnmarshaler); ok {
		return true
	}
	switch t.Kind() { //nolint:exhaustive // the others are not plain
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		return true
	}
	return false
}

// write gives a record's cell.
func (r *room[T]) write(ctx context.Context, db bun.IDB, c cell[T], record *T, values map[string]any) (string, error) {
	if c.own != nil {
		text, err := c.own.Get(ctx, db, record)
		return guard(text), err
	}
	switch v := values[c.name].(type) {
	case string:
		return guard(v), nil
	case bool:
		return strconv.FormatBool(v), nil
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), nil
	}
	return "", nil
}

// read gives what a cell says of a field as JSON, and whether it says
// anything: of a new record an empty cell leaves what has a default.
func (r *room[T]) read(c cell[T], text string, made bool) (any, bool) {
	prop := r.shape.resolve(r.shape.record.Properties[c.name])
	if text == "" {
		switch {
		case prop.Nullable:
			return nil, true
		case c.field.secret: // none was given
			return nil, false
		case prop.Type == huma.TypeString:
			chosen := len(prop.Enum) > 0 || prop.MinLength != nil && *prop.MinLength > 0
			return "", !made || !chosen
		}
		return nil, !made
	}
	switch prop.Type {
	case huma.TypeInteger, huma.TypeNumber:
		if n, err := strconv.ParseFloat(strings.TrimSpace(text), 64); err == nil && !math.IsInf(n, 0) && !math.IsNaN(n) {
			return n, true
		}
	case huma.TypeBoolean:
		switch strings.ToLower(strings.TrimSpace(text)) {
		case "true", "yes", "1":
			return true, true
		case "false", "no", "0":
			return false, true
		}
	}
	return text, true
}
