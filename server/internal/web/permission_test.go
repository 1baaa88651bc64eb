package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
)

// forAll is what needs no session; forAgents what role agent may call at all
// (what it may call it on is tested with each operation).
var (
	forAll    = []string{"login"}
	forAgents = []string{
		"session", "logout", "change-me", "floor", "group-bars", "site", "my-layout", "keep-my-layout",
		"choose-groups", "choose-agents", "choose-numbers", "choose-ivrs", "choose-statuses", "choose-transfers", "choose-trunks", "choose-audios",
		"list-calls", "get-call", "get-recording", "play-recording", "list-recordings",
		"list-voicemails", "play-voicemail", "mark-voicemail",
		"list-audios", "get-audio", "listen-audio", "audio-uses", "list-prompts", "listen-prompt",
		"my-profile", "change-my-password", "change-my-pin", "my-devices", "add-my-device", "remove-my-device", "my-softphone", "my-health", "report-quality",
		"order-call", "command-call", "list-parked", "pick-up-slot", "pick-up-group", "codes",
		"chat-threads", "open-chat", "chat-messages", "send-chat", "read-chat", "typing-chat", "search-chat", "resolve-chat", "upload-chat-file", "take-chat-file",
	}
)

// operation is one way into the server, with a request that is not refused for
// its form.
type operation struct{ name, method, path, body string }

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
			o := operation{name: op.OperationID, method: method}
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

// Every operation there is asks for a session, and one that is not on the list
// above for more than role agent has. A new operation is refused to agents by
// this test until somebody decides otherwise.
func TestEveryOperationAsksWhoMay(t *testing.T) {
	h := open(t)
	agent := h.login(t, "sato", "Passw0rd1")
	all := operations(t, h.server.API().OpenAPI())
	if len(all) < 50 {
		t.Fatalf("only %d operations were found", len(all))
	}
	for _, o := range all {
		if slices.Contains(forAll, o.name) {
			continue
		}
		if resp, body := h.ask(t, o.method, o.path, o.body, ""); resp.StatusCode != http.StatusUnauthorized || code(body) != "no_session" {
			t.Errorf("%s (%s %s) without a session: %d %s", o.name, o.method, o.path, resp.StatusCode, body)
		}
		if o.name == "logout" {
			continue
		}
		resp, body := h.ask(t, o.method, o.path, o.body, agent)
		refused := resp.StatusCode == http.StatusForbidden && code(body) == "not_allowed"
		if may := slices.Contains(forAgents, o.name); refused == may {
			t.Errorf("%s (%s %s %s) for role agent: %d %s; expected allowed=%t", o.name, o.method, o.path, o.body, resp.StatusCode, body, may)
		}
	}
	for _, name := range slices.Concat(forAll, forAgents) {
		if !slices.ContainsFunc(all, func(o operation) bool { return o.name == name }) {
			t.Errorf("there is no operation %s", name)
		}
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
