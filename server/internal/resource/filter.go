package resource

import (
	"encoding"
	"fmt"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"
	"golang.org/x/text/unicode/norm"

	"github.com/yobirin/yobirin/shared/fault"
)

// maxValues bounds the values of one filter, maxWords the words of a search.
const (
	maxValues = 100
	maxWords  = 8
)

// column gives the SQL of a column: its own, or the field's of the same name.
func (r *room[T]) column(c Column) string {
	if c.SQL != "" {
		return c.SQL
	}
	name := snake(c.Name)
	if f := r.shape.byName[c.Name]; f != nil && f.column != "" {
		name = f.column
	}
	return string(r.shape.table.SQLAlias) + `."` + name + `"`
}

func snake(name string) string {
	var b strings.Builder
	for _, c := range name {
		if 'A' <= c && c <= 'Z' {
			b.WriteByte('_')
			c += 'a' - 'A'
		}
		b.WriteRune(c)
	}
	return b.String()
}

// selection reads the parameters of a list's request. Those named are read by
// others; any further one that is no filter is refused.
func (r *room[T]) selection(query url.Values, others ...string) (selection, error) {
	var which selection
	var bad []fault.Field
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if slices.Contains(others, name) {
			continue
		}
		i := slices.IndexFunc(r.noun.Columns, func(c Column) bool { return c.Name == name && c.Filter != NoFilter })
		if i < 0 {
			bad = append(bad, fault.Field{Name: clip(name), Expected: "a parameter that exists", Rule: "unknown"})
			continue
		}
		if len(query[name]) > 1 { // as many conditions as fit an address would keep the database busy for long
			bad = append(bad, fault.Field{Name: name, Expected: "the parameter once", Rule: "unique"})
			continue
		}
		for _, value := range query[name] {
			c, wrong := r.filter(r.noun.Columns[i], value)
			which.where = append(which.where, c...)
			bad = append(bad, wrong...)
		}
	}
	search, wrong := r.search(query.Get("q"))
	which.where = append(which.where, search...)
	bad = append(bad, wrong...)
	var ok bool
	if which.order, ok = r.sorting(query.Get("sort")); !ok {
		bad = append(bad, fault.Field{Name: "sort", Value: clip(query.Get("sort")), Expected: "one of " + strings.Join(r.sortable(), ", "), Rule: "one_of", Limit: strings.Join(r.sortable(), ", ")})
	}
	if len(bad) > 0 {
		return which, wrongs(bad)
	}
	return which, nil
}

func wrongs(bad []fault.Field) error {
	f := fault.New(fault.Invalid, "invalid", "a value is not valid")
	f.Fields = bad
	return f
}

func (r *room[T]) sortable() []string {
	var out []string
	for _, c := range r.noun.Columns {
		if !c.NoSort {
			out = append(out, c.Name)
		}
	}
	return out
}

func (r *room[T]) sorting(text string) (order, bool) {
	name, down := strings.CutPrefix(text, "-")
	if text == "" {
		name = r.sortable()[0]
	}
	for _, c := range r.noun.Columns {
		if c.Name == name && !c.NoSort {
			return order{name, r.column(c), down}, true
		}
	}
	return order{}, false
}

// search gives what a text that is looked for asks of a record: each of its
// words must be in one of the places.
func (r *room[T]) search(text string) ([]condition, []fault.Field) {
	if !utf8.ValidString(text) || !plainText(text) {
		return nil, []fault.Field{{Name: "q", Expected: "text without control characters", Rule: "plain"}}
	}
	words := strings.Fields(norm.NFKC.String(text))
	if len(words) > maxWords {
		words = append(words[:maxWords-1:maxWords-1], strings.Join(words[maxWords-1:], " "))
	}
	if len(r.noun.Search) == 0 {
		return nil, nil
	}
	// The places are looked at as one text, a line each, which no word spans:
	// bringing a text into its normal form is most of a search's work.
	places := strings.Join(r.noun.Search, ` || E'\n' || `)
	out := make([]condition, 0, len(words))
	for _, word := range words {
		out = append(out, condition{"normalize((?)::text, NFKC) ilike ?", []any{bun.Safe(places), pattern(word)}})
		if r.noun.Wide && strings.ContainsFunc(word, func(r rune) bool { return r >= utf8.RuneSelf }) {
			out = append(out, condition{"wide_grams(normalize((?)::text, NFKC)) @> wanted_wide(?)", []any{bun.Safe(places), word}})
		}
	}
	return out, nil
}

// pattern gives the LIKE pattern of a text anywhere.
func pattern(word string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(word) + "%"
}

// filter gives what ?column=value asks of a record.
func (r *room[T]) filter(c Column, value string) ([]condition, []fault.Field) {
	wrong := func(expected, rule, limit string) []fault.Field {
		return []fault.Field{{Name: c.Name, Value: clip(value), Expected: expected, Rule: rule, Limit: limit}}
	}
	if !utf8.ValidString(value) || !plainText(value) {
		return nil, []fault.Field{{Name: c.Name, Expected: "text without control characters", Rule: "plain"}}
	}
	if len(value) > 4096 {
		return nil, wrong("at most 4096 bytes", "max_length", "4096")
	}
	expr := bun.Safe(r.column(c))
	switch c.Filter {
	case Contains:
		var out []condition
		words := strings.Fields(norm.NFKC.String(value))
		if len(words) > maxWords {
			return nil, wrong(fmt.Sprintf("at most %d words", maxWords), "max_items", strconv.Itoa(maxWords))
		}
		for _, word := range words {
			out = append(out, condition{"normalize((?)::text, NFKC) ilike ?", []any{expr, pattern(word)}})
		}
		return out, nil
	case YesNo:
		if value != "true" && value != "false" {
			return nil, wrong("true or false", "one_of", "true, false")
		}
		return []condition{{"(?) = ?", []any{expr, value == "true"}}}, nil
	case Equal:
		values := strings.Split(value, ",")
		if len(values) > maxValues {
			return nil, wrong(fmt.Sprintf("at most %d values", maxValues), "max_items", strconv.Itoa(maxValues))
		}
		for _, one := range values {
			if expected, rule := r.fits(c.Name, one); rule != "" {
				return nil, wrong(expected, rule, expected)
			}
		}
		return []condition{{"(?)::text in (?)", []any{expr, bun.List(values)}}}, nil
	case NoFilter:
	}
	return nil, nil
}

// fits says what a value would have to be to be one of the field's; "" when
// it is, or when there is no such field.
func (r *room[T]) fits(name, value string) (expected, rule string) {
	f := r.shape.byName[name]
	if f == nil {
		return "", ""
	}
	prop := r.shape.resolve(r.shape.record.Properties[name])
	if len(prop.Enum) > 0 && !slices.Contains(prop.Enum, any(value)) {
		names := make([]string, len(prop.Enum))
		for i, one := range prop.Enum {
			names[i] = fmt.Sprint(one)
		}
		return strings.Join(names, ", "), "one_of"
	}
	typ := r.shape.typ.FieldByIndex(f.index).Type
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	if u, ok := reflect.New(typ).Interface().(encoding.TextUnmarshaler); ok && u.UnmarshalText([]byte(value)) != nil {
		return "an identifier", "format"
	}
	var err error
	switch prop.Type {
	case huma.TypeInteger:
		_, err = strconv.ParseInt(value, 10, 64)
	case huma.TypeBoolean:
		_, err = strconv.ParseBool(value)
	}
	if err != nil {
		return "a " + prop.Type, "format"
	}
	return "", ""
}

// describeFilters gives the parameters that a list has by its columns.
func (r *room[T]) describeFilters() []*huma.Param {
	var out []*huma.Param
	for _, c := range r.noun.Columns {
		s := &huma.Schema{Type: huma.TypeString}
		doc := ""
		switch c.Filter {
		case NoFilter:
			continue
		case Equal:
			doc = "one of these values, separated by commas"
		case Contains:
			doc = "text in it; case and width do not matter"
		case YesNo:
			s.Type = huma.TypeBoolean
		}
		out = append(out, &huma.Param{Name: c.Name, In: "query", Description: doc, Schema: s})
	}
	return out
}
