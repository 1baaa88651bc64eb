package resource_test

import (
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/resource"
)

// ruled has a field for each complaint that huma's validation can make.
type ruled struct {
	Need   string         `json:"need"`
	Short  string         `json:"short,omitempty" minLength:"2"`
	Filled string         `json:"filled,omitempty" minLength:"1"`
	Long   string         `json:"long,omitempty" maxLength:"3"`
	Login  string         `json:"login,omitempty" pattern:"^[a-z]+$" patternDescription:"login"`
	Bare   string         `json:"bare,omitempty" pattern:"^[a-z]+$"`
	Enum   string         `json:"enum,omitempty" enum:"one,two"`
	Large  int            `json:"large,omitempty" maximum:"1000000"`
	Int    int            `json:"int,omitempty" minimum:"1" maximum:"99"`
	Open   float64        `json:"open,omitempty" exclusiveMinimum:"1" exclusiveMaximum:"99"`
	Even   int            `json:"even,omitempty" multipleOf:"2"`
	List   []string       `json:"list,omitempty" minItems:"2" maxItems:"3" uniqueItems:"true"`
	Map    map[string]int `json:"map,omitempty" minProperties:"2" maxProperties:"2"`
	Bool   bool           `json:"bool,omitempty"`
	Mail   string         `json:"mail,omitempty" format:"email"`
	Date   string         `json:"date,omitempty" format:"date"`
	URI    string         `json:"uri,omitempty" format:"uri"`
	UUID   string         `json:"uuid,omitempty" format:"uuid"`
	Bytes  []byte         `json:"bytes,omitempty"`
	Inner  []inner        `json:"inner,omitempty"`
}

type inner struct {
	Level int `json:"level" minimum:"1"`
}

func TestEveryComplaintHasItsRule(t *testing.T) {
	registry := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	schema := registry.Schema(typeOf[ruled](), false, "")
	for _, tt := range []struct {
		field             string
		value             any
		name, rule, limit string
	}{
		{"x", "y", "x", "unknown", ""},
		{"short", "a", "short", "min_length", "2"},
		{"filled", "", "filled", "required", ""},
		{"long", "abcd", "long", "max_length", "3"},
		{"login", "A", "login", "pattern.login", ""},
		{"bare", "A", "bare", "format", ""},
		{"enum", "three", "enum", "one_of", "one, two"},
		{"enum", "", "enum", "required", ""},
		{"large", 1000001.0, "large", "max", "1000000"},
		{"int", 0.0, "int", "min", "1"},
		{"int", 100.0, "int", "max", "99"},
		{"int", 1.5, "int", "integer", ""},
		{"int", "1", "int", "integer", ""},
		{"open", 1.0, "open", "above", "1"},
		{"open", 99.0, "open", "below", "99"},
		{"open", "x", "open", "format", ""},
		{"even", 3.0, "even", "multiple_of", "2"},
		{"list", []any{"a"}, "list", "min_items", "2"},
		{"list", []any{"a", "b", "c", "d"}, "list", "max_items", "3"},
		{"list", []any{"a", "a"}, "list", "unique", ""},
		{"list", "a", "list", "format", ""},
		{"map", map[string]any{"a": 1.0}, "map", "min_items", "2"},
		{"map", map[string]any{"a": 1.0, "b": 1.0, "c": 1.0}, "map", "max_items", "2"},
		{"map", "a", "map", "format", ""},
		{"bool", "yes", "bool", "format", ""},
		{"need", 7.0, "need", "format", ""},
		{"mail", "x", "mail", "format", ""},
		{"date", "x", "date", "format", ""},
		{"uri", "%zz", "uri", "format", ""},
		{"uuid", "x", "uuid", "format", ""},
		{"bytes", "*", "bytes", "format", ""},
		{"inner", []any{map[string]any{"level": 1.0}, map[string]any{}}, "inner[1].level", "required", ""},
		{"inner", []any{map[string]any{"level": 0.0}}, "inner[0].level", "min", "1"},
	} {
		value := map[string]any{"need": "x"}
		value[tt.field] = tt.value
		res := huma.ValidateResult{}
		path := huma.NewPathBuffer(nil, 0)
		path.Push("body")
		huma.Validate(registry, schema, path, huma.ModeWriteToServer, value, &res)
		if len(res.Errors) == 0 {
			t.Errorf("%s %v is not refused", tt.field, tt.value)
			continue
		}
		got := resource.Rule(res.Errors[0].(huma.ErrorDetailer).ErrorDetail())
		if got.Name != tt.name || got.Rule != tt.rule || got.Limit != tt.limit || got.Expected == "" {
			t.Errorf("%s %v gives %+v (%v), want %s %s %s", tt.field, tt.value, got, res.Errors[0], tt.name, tt.rule, tt.limit)
		}
	}
	for _, tt := range []struct{ message, location, rule, name string }{
		{"required query parameter is missing", "query.time", "required", "time"},
		{"invalid integer", "query.limit", "integer", "limit"},
		{"unexpected end of JSON input", "body", "format", ""},
	} {
		if got := resource.Rule(&huma.ErrorDetail{Message: tt.message, Location: tt.location}); got.Rule != tt.rule || got.Name != tt.name {
			t.Errorf("%s gives %+v", tt.message, got)
		}
	}
}
