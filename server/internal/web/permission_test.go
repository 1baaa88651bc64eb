package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
)

// operation is one way into the server, with a request that is not refused for
// its form.
type operation struct {
	name, method, path, body string
	route                    string // the path as it is declared
	needs                    []string
}

var inBraces = regexp.MustCompile(`\{[^}]*\}`)

func operations(t *testing.T, api *huma.OpenAPI) []operation {
	t.Helper()
	var out []operation
	for path, item := range api.Paths {
		for method, op := range map[string]*huma.Operation{
			http.MethodGet: item.Get, http.MethodPut: item.Put, http.MethodPost: item.Post, http.MethodDelete: item.Delete,
			http.MethodPatch: item.Patch, http.MethodHead: item.Head, http.MethodOptions: item.Options,
		} {
			if op == nil {
				continue
			}
			o := operation{name: op.OperationID, method: method, route: path, needs: access.Declared(op)}
			values := map[string]string{}
			for _, p := range op.Parameters {
				if p.In == "path" {
					values["{"+p.Name+"}"] = strings.Trim(sample(t, api, p.Schema, op.OperationID), `"`)
				}
			}
			o.path = inBraces.ReplaceAllStringFunc(path, func(name string) string { return values[name] })
			if op.RequestBody != nil {
				if media := op.RequestBody.Content["application/json"]; media != nil {
					o.body = sample(t, api, media.Schema, op.OperationID)
				}
			}
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b operation) int { return strings.Compare(a.name, b.name) })
	return out
}

// sample writes the least JSON that a schema takes.
func sample(t *testing.T, api *huma.OpenAPI, s *huma.Schema, of string) string {
	t.Helper()
	for s.Ref != "" {
		s = api.Components.Schemas.SchemaFromRef(s.Ref)
	}
	switch {
	case len(s.Enum) > 0:
		raw, err := json.Marshal(s.Enum[0])
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	case s.Type == huma.TypeObject:
		var fields []string
		for _, name := range s.Required {
			fields = append(fields, fmt.Sprintf("%q:%s", name, sample(t, api, s.Properties[name], of)))
		}
		return "{" + strings.Join(fields, ",") + "}"
	case s.Type == huma.TypeArray:
		if s.MinItems != nil && *s.MinItems > 0 {
			return "[" + sample(t, api, s.Items, of) + "]"
		}
		return "[]"
	case s.Type == huma.TypeBoolean:
		return "true"
	case s.Type == huma.TypeInteger, s.Type == huma.TypeNumber:
		if s.Minimum != nil {
			return fmt.Sprint(*s.Minimum)
		}
		return "1"
	case s.Type == huma.TypeString:
		const any = "00000000-0000-7000-8000-010000000000" // most strings without a list of values are identifiers
		if s.MaxLength != nil && *s.MaxLength < len(any) {
			return `"0"`
		}
		return `"` + any + `"`
	}
	t.Fatalf("%s: no sample of the schema %+v", of, s)
	return ""
}

// Every operation says who may call it, in words that exist. What it says is
// written down in a file that a reviewer reads: who is let in anew stands in
// the change of that file.
func TestDescriptionSaysWhoMay(t *testing.T) {
	h := open(t)
	var b strings.Builder
	for _, o := range operations(t, h.server.API().OpenAPI()) {
		if len(o.needs) == 0 {
			t.Errorf("%s (%s %s) does not declare who may call it: wrap its huma.Operation in access.Needs, Anyone or Public", o.name, o.method, o.route)
		}
		for _, need := range o.needs {
			for name := range strings.SplitSeq(need, "+") {
				if !slices.Contains([]string{access.NeedNothing, access.NeedSession, access.NeedLogin, access.NeedKey}, name) && !access.Permission(name).Valid() {
					t.Errorf("%s needs %q, which is no permission", o.name, name)
				}
			}
		}
		fmt.Fprintf(&b, "%-28s %-6s %-50s %s\n", o.name, o.method, o.route, strings.Join(o.needs, " or "))
	}
	file := filepath.Join("testdata", "permissions.txt")
	if *rewrite {
		if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil || string(want) != b.String() {
		t.Errorf("%s does not say who may do what (%v): run go test ./internal/web -run TestDescription -rewrite, and look at what changed", file, err)
	}
}

// A page of another site must not be able to do anything with the cookie.
func TestForeignPagesDoNothing(t *testing.T) {
	h := open(t)
	agent := h.login(t, "sato", "Passw0rd1")
	for _, o := range operations(t, h.server.API().OpenAPI()) {
		if o.method == http.MethodGet {
			continue
		}
		for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://elsewhere.example"}} {
			resp, body := h.ask(t, o.method, o.path, o.body, agent, header...)
			if resp.StatusCode != http.StatusForbidden || code(body) != "cross_origin" {
				t.Errorf("%s with %v: %d %s", o.name, header, resp.StatusCode, body)
			}
		}
	}
}
