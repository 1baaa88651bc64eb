package resource

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
)

// diff gives the fields that differ between two records as JSON, nil standing
// for one that is not there. Of secrets it gives the names alone.
func (s *shape) diff(before, after map[string]any) []FieldChange {
	var out []FieldChange
	for i := range s.fields {
		f := &s.fields[i]
		if f.readOnly {
			continue
		}
		b, a := before[f.name], after[f.name]
		if f.secret {
			if !f.same(b, a) {
				out = append(out, FieldChange{Field: f.name})
			}
			continue
		}
		if open, now := s.open(b), s.open(a); !f.same(open, now) {
			out = append(out, FieldChange{Field: f.name, From: open, To: now})
		}
		was, is := map[string]any{}, map[string]any{}
		s.collect(f.name, b, was)
		s.collect(f.name, a, is)
		for _, path := range slices.Sorted(maps.Keys(is)) {
			if !reflect.DeepEqual(was[path], is[path]) && !empty(is[path]) {
				out = append(out, FieldChange{Field: path})
			}
		}
	}
	return out
}

// same says whether two values of the field are equal; one that is not there is
// equal to an empty one, unless the field tells nothing from 0, "" and no.
func (f *field) same(a, b any) bool {
	if f.optional {
		return reflect.DeepEqual(a, b)
	}
	return same(a, b)
}

// open gives a value without the secrets in it.
func (s *shape) open(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, value := range v {
			if !s.secrets[name] {
				out[name] = s.open(value)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = s.open(item)
		}
		return out
	}
	return v
}

// collect gives the secrets in a value by their paths.
func (s *shape) collect(path string, v any, into map[string]any) {
	if len(s.secrets) == 0 {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			if s.secrets[name] {
				into[join(path, name)] = value
			} else {
				s.collect(join(path, name), value, into)
			}
		}
	case []any:
		for i, item := range v {
			s.collect(path+"["+strconv.Itoa(i)+"]", item, into)
		}
	}
}

// names gives the fields' names, for the audit.
func names(fields []FieldChange) string {
	text := ""
	for _, f := range fields {
		if text != "" {
			text += ", "
		}
		text += f.Field
	}
	return text
}
