package resource

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"github.com/yobirin/yobirin/shared/fault"
)

// judge checks a whole record as JSON by the schema of its type.
func (s *shape) judge(record map[string]any) []fault.Field {
	record = s.withoutReadOnly(record)
	res := huma.ValidateResult{}
	huma.Validate(s.registry, s.record, huma.NewPathBuffer(nil, 0), huma.ModeWriteToServer, record, &res)
	var out []fault.Field
	for _, err := range res.Errors {
		var d huma.ErrorDetailer
		d, ok := err.(huma.ErrorDetailer) //nolint:errorlint // these are made by the validation itself and wrapped by nobody
		if !ok {
			continue
		}
		f := Rule(d.ErrorDetail())
		last := f.Name[strings.LastIndexAny(f.Name, ".]")+1:]
		if s.secrets[last] {
			f.Value = ""
		}
		// Of one value only the first complaint is told.
		if !slices.ContainsFunc(out, func(o fault.Field) bool { return o.Name == f.Name }) {
			out = append(out, f)
		}
	}
	return out
}

func (s *shape) withoutReadOnly(record map[string]any) map[string]any {
	out := make(map[string]any, len(record))
	for name, v := range record {
		if f := s.byName[name]; f != nil && (f.readOnly || f.secret && empty(v)) {
			continue
		}
		out[name] = v
	}
	return out
}

// rulesOf are the rules of huma's complaints: the text of each up to its first
// placeholder. Whole texts come before those that others begin with.
func rulesOf() []struct{ text, rule string } {
	return []struct{ text, rule string }{
		{validation.MsgUnexpectedProperty, "unknown"},
		{validation.MsgExpectedInteger, "integer"},
		{"invalid integer", "integer"}, // of a parameter of the request
		{validation.MsgExpectedArrayItemsUnique, "unique"},
		{validation.MsgExpectedOneOf, "one_of"},
		{validation.MsgExpectedMinimumNumber, "min"},
		{validation.MsgExpectedExclusiveMinimumNumber, "above"},
		{validation.MsgExpectedMaximumNumber, "max"},
		{validation.MsgExpectedExclusiveMaximumNumber, "below"},
		{validation.MsgExpectedNumberBeMultipleOf, "multiple_of"},
		{validation.MsgExpectedMinLength, "min_length"},
		{validation.MsgExpectedMaxLength, "max_length"},
		{validation.MsgExpectedMinItems, "min_items"},
		{validation.MsgExpectedMaxItems, "max_items"},
		{validation.MsgExpectedMinProperties, "min_items"},
		{validation.MsgExpectedMaxProperties, "max_items"},
		{"required ", "required"}, // of a parameter of the request
	}
}

// Rule gives a complaint of huma's validation as a field with the rule that it
// broke, so that web can say it in the caller's language. The location loses
// "body."; what is in a path or query keeps only its own name.
func Rule(d *huma.ErrorDetail) fault.Field {
	f := fault.Field{Name: place(d.Location), Value: show(d.Value), Expected: strings.TrimPrefix(d.Message, "expected "), Rule: "format"}
	if name, ok := between(d.Message, validation.MsgExpectedRequiredProperty); ok {
		return fault.Field{Name: join(f.Name, name), Expected: "a value", Rule: "required"}
	}
	for _, r := range rulesOf() {
		before, after, _ := strings.Cut(r.text, "%")
		rest, ok := strings.CutPrefix(d.Message, before)
		if !ok || after == "" && rest != "" && !strings.HasSuffix(before, " ") {
			continue
		}
		f.Rule = r.rule
		if after != "" {
			f.Limit = plainNumber(strings.TrimSuffix(strings.TrimSuffix(rest, `"`), " properties"))
		}
		break
	}
	switch {
	case f.Name == "": // the whole body, with whatever is in it
		f.Value, f.Expected = "", "a body of the right form"
	case (f.Rule == "min_length" || f.Rule == "one_of") && d.Value == "":
		return fault.Field{Name: f.Name, Expected: "a value", Rule: "required"}
	case f.Rule == "unknown":
		f.Value = ""
	case f.Rule == "format":
		f.Rule, f.Limit = patternRule(d.Message)
	}
	return f
}

// plainNumber writes a limit as people do: huma says 1e+06 of a million.
func plainNumber(limit string) string {
	n, err := strconv.ParseFloat(limit, 64)
	if err != nil || !strings.Contains(limit, "e+") {
		return limit
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// patternRule tells a pattern with a name from the formats, whose texts begin
// alike.
func patternRule(message string) (rule, limit string) {
	name, ok := between(message, validation.MsgExpectedBePattern)
	if !ok || strings.ContainsAny(name, " :") || message == validation.MsgExpectedBase64String {
		return "format", ""
	}
	return "pattern." + name, ""
}

// between gives what stands in the place of a text's only placeholder.
func between(message, text string) (string, bool) {
	before, after, _ := strings.Cut(text, "%s")
	message, ok := strings.CutPrefix(message, before)
	if !ok {
		return "", false
	}
	return strings.CutSuffix(message, after)
}

// place gives a location as the screens know it.
func place(location string) string {
	for _, part := range []string{"body.", "query.", "path.", "header."} {
		if rest, ok := strings.CutPrefix(location, part); ok {
			return clip(rest)
		}
	}
	if location == "body" {
		return ""
	}
	return clip(location)
}

// decode reads a record from JSON into the fields that go over the wire, and
// leaves the others. What cannot be read is told with its place.
func (s *shape) decode(record any, from map[string]any) []fault.Field {
	var bad []fault.Field
	v := reflect.ValueOf(record).Elem()
	for i := range s.fields {
		f := &s.fields[i]
		if f.readOnly {
			continue
		}
		target := v.FieldByIndex(f.index)
		fresh := reflect.New(target.Type()).Elem()
		if value, ok := from[f.name]; ok && value != nil {
			decode(f.name, fresh, value, f.secret, &bad)
		}
		target.Set(fresh)
	}
	return bad
}

// decode goes into structs and lists itself, because encoding/json does not
// tell where a text was that a type refused.
func decode(at string, into reflect.Value, value any, secret bool, bad *[]fault.Field) {
	if value == nil {
		return
	}
	_, text := into.Addr().Interface().(encoding.TextUnmarshaler)
	_, own := into.Addr().Interface().(json.Unmarshaler)
	switch list, _ := value.([]any); {
	case text || own:
	case into.Kind() == reflect.Slice && list != nil && into.Type().Elem().Kind() != reflect.Uint8:
		into.Set(reflect.MakeSlice(into.Type(), len(list), len(list)))
		for i, item := range list {
			decode(fmt.Sprintf("%s[%d]", at, i), into.Index(i), item, secret, bad)
		}
		return
	case into.Kind() == reflect.Struct:
		if object, ok := value.(map[string]any); ok {
			decodeStruct(at, into, object, bad)
			return
		}
	case into.Kind() == reflect.Pointer:
		into.Set(reflect.New(into.Type().Elem()))
		decode(at, into.Elem(), value, secret, bad)
		return
	}
	raw, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(raw, into.Addr().Interface())
	}
	if err != nil {
		f := fault.Field{Name: at, Value: show(value), Expected: "a value of the right form", Rule: "format"}
		if secret {
			f.Value = ""
		}
		*bad = append(*bad, f)
	}
}

func decodeStruct(at string, into reflect.Value, object map[string]any, bad *[]fault.Field) {
	for _, f := range reflect.VisibleFields(into.Type()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "-" || f.Anonymous && name == "" {
			continue
		}
		if name == "" {
			name = f.Name
		}
		if value, ok := object[name]; ok {
			decode(join(at, name), into.FieldByIndex(f.Index), value, f.Tag.Get("writeOnly") == "true", bad)
		}
	}
}
