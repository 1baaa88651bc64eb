package resource

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/shared/fault"
)

// merge lays a JSON merge patch (RFC 7396) over a record as JSON. What the
// record has no field for, and a readOnly field with another value, is
// refused. A null takes a field away, or stays one where the field may be null.
func (s *shape) merge(path string, of *huma.Schema, base, patch map[string]any, bad *[]fault.Field) map[string]any {
	of = s.resolve(of)
	out := maps.Clone(base)
	if out == nil {
		out = map[string]any{}
	}
	for _, name := range slices.Sorted(maps.Keys(patch)) {
		at, v := join(path, name), patch[name]
		prop := of.Properties[name]
		if prop == nil {
			extra, ok := of.AdditionalProperties.(*huma.Schema)
			if !ok {
				*bad = append(*bad, fault.Field{Name: clip(at), Expected: "no such field", Rule: "unknown"})
				continue
			}
			prop = extra
		}
		if prop.ReadOnly {
			if !same(base[name], v) {
				*bad = append(*bad, fault.Field{Name: at, Value: show(v), Expected: "it cannot be changed", Rule: "read_only"})
			}
			continue
		}
		if !plainText(name) {
			*bad = append(*bad, fault.Field{Name: clip(at), Expected: "text without control characters", Rule: "plain"})
			continue
		}
		if v == nil {
			if s.resolve(prop).Nullable || prop.Nullable {
				out[name] = nil
			} else {
				delete(out, name)
			}
			continue
		}
		out[name] = s.lay(at, prop, base[name], v, bad)
	}
	return out
}

// lay gives what a value becomes where another one was.
func (s *shape) lay(at string, of *huma.Schema, base, v any, bad *[]fault.Field) any {
	of = s.resolve(of)
	switch v := v.(type) {
	case string:
		if !plainText(v) {
			*bad = append(*bad, fault.Field{Name: at, Expected: "text without control characters", Rule: "plain"})
		}
	case map[string]any:
		if of.Type == huma.TypeObject && of.AdditionalProperties != true {
			was, _ := base.(map[string]any)
			return s.merge(at, of, was, v, bad)
		}
	case []any:
		if of.Type == huma.TypeArray {
			out := make([]any, len(v))
			for i, item := range v {
				out[i] = s.lay(at+"["+strconv.Itoa(i)+"]", of.Items, nil, item, bad)
			}
			return out
		}
	}
	return v
}

// plainText: PostgreSQL keeps no NUL, and no screen shows the other ones.
func plainText(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f })
}

// same says whether two JSON values are equal; a field that is not there is
// equal to an empty one.
func same(a, b any) bool { return reflect.DeepEqual(a, b) || empty(a) && empty(b) }

func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case bool:
		return !v
	case float64:
		return v == 0
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// clip bounds a name that the caller chose.
func clip(s string) string {
	if r := []rune(s); len(r) > 200 {
		return string(r[:200])
	}
	return s
}

// show gives a value as text for an error.
func show(v any) string {
	switch v := v.(type) {
	case string:
		return clip(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}
