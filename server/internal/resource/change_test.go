package resource_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/web"
)

func TestWhatIsWrongIsNamed(t *testing.T) {
	r := open(t)
	parent := r.make(t, `{"name": "Parent", "code": "one"}`)
	for body, wants := range map[string][]string{
		`{}`: {"name: required"},
		`{"name": "` + strings.Repeat("あ", 21) + `"}`:                     {"name: max_length"},
		`{"name": "x", "nmae": 1}`:                                        {"nmae: unknown"},
		`{"Name": "x"}`:                                                   {"Name: unknown", "name: required"},
		`{"name": "x", "size": 0, "kind": "huge"}`:                        {"size: min", "kind: one_of"},
		`{"name": "x", "size": "1"}`:                                      {"size: integer"},
		`{"name": "x", "size": null}`:                                     {"size: required"},
		`{"name": "x", "code": "A"}`:                                      {"code: pattern.login"},
		`{"name": "x", "code": "one"}`:                                    {"code: taken"},
		`{"name": "x", "parent": "y"}`:                                    {"parent: format"},
		`{"name": "x", "parent": "00000000-0000-7000-8000-000000000001"}`: {"parent: missing"},
		`{"name": "x", "size": 13}`:                                       {"size: format"},
		`{"name": "taboo"}`:                                               {"name: collides"},
		`{"name": "a\u0000b"}`:                                            {"name: plain"},
		`{"name": "x", "tags": ["a", "toolong", "\u0007"]}`:               {"tags[1]: max_length", "tags[2]: plain"},
		`{"name": "x", "tags": ["a", "b", "c", "d"]}`:                     {"tags: max_items"},
		`{"name": "x", "tags": "a"}`:                                      {"tags: format"},
		`{"name": "x", "box": {"colour": "red"}}`:                         {"box.colour: unknown"},
		`{"name": "x", "box": {"color": "red", "lid": {"week": 8}}}`:      {"box.color: pattern.color", "box.lid.week: max"},
		`{"name": "x", "parts": [{"of": "` + parent.ID.String() + `", "level": 1}, {"of": "z", "level": 1}]}`: {"parts[1].of: format"},
		`{"name": "x", "parts": [{"of": "` + parent.ID.String() + `", "Level": 1}]}`:                          {"parts[0].Level: unknown", "parts[0].level: required"},
		`{"name": "x", "version": 7}`:                       {"version: read_only"},
		`{"name": "x", "id": "` + parent.ID.String() + `"}`: {"id: read_only"},
		`{"name": "x", "children": 3}`:                      {"children: read_only"},
		`{"name": "x", "password": "p"}`:                    {"password: min_length"},
		`[]`:                                                {": format"},
		`null`:                                              {": format"},
	} {
		p := r.refused(t, r.ask(t, "POST", "things", body), wants...)
		if strings.Contains(body, "password") && strings.Contains(fmt.Sprint(p), `p`+"}") {
			t.Errorf("a secret comes back in %+v", p)
		}
	}
	w := r.ask(t, "POST", "things", `{"name": "`+strings.Repeat("x", 21)+`"}`)
	if p := want[web.Problem](t, w, 422); p.Errors[0].Message != "Use at most 20 characters" || p.Errors[0].Limit != "20" {
		t.Errorf("said %+v", p.Errors)
	}
	if p := r.refused(t, r.ask(t, "POST", "things", `{"name": "Very secret`), ": format"); strings.Contains(fmt.Sprint(p), "secret") {
		t.Errorf("a body that cannot be read comes back: %+v", p)
	}
	if n := r.list(t, "").Total; n != 1 {
		t.Errorf("%d things", n)
	}
	// What is read may be sent back.
	r.make(t, `{"name": "x", "version": 0, "id": "", "children": 0}`)
}

func TestMergePatch(t *testing.T) {
	r := open(t)
	one := r.make(t, `{"name": "One", "code": "abc", "most": 3, "tags": ["a", "b"], "box": {"color": "#00ff00", "lid": {"open": true, "week": 3}}, "account": {"user": "u", "password": "s"}}`)
	path := "things/" + one.ID.String()
	for i, step := range []struct{ patch, wants string }{
		{`{"code": null}`, `{"most":3,"tags":["a","b"],"box":{"color":"#00ff00","lid":{"open":true,"week":3}},"account":{"user":"u"}}`},
		{`{"most": null}`, `{"most":null,"tags":["a","b"],"box":{"color":"#00ff00","lid":{"open":true,"week":3}},"account":{"user":"u"}}`},
		{`{"tags": ["c"]}`, `{"most":null,"tags":["c"],"box":{"color":"#00ff00","lid":{"open":true,"week":3}},"account":{"user":"u"}}`},
		{`{"box": {"lid": {"open": null}}}`, `{"most":null,"tags":["c"],"box":{"color":"#00ff00","lid":{"week":3}},"account":{"user":"u"}}`},
		{`{"box": null, "tags": null}`, `{"most":null,"account":{"user":"u"}}`},
		{`{"account": {"user": "v"}}`, `{"most":null,"account":{"user":"v"}}`},
		{`{"account": null}`, `{"most":null}`},
	} {
		got := want[map[string]any](t, r.ask(t, "PATCH", path, step.patch, fmt.Sprintf(`If-Match: "%d"`, i+1), "Content-Type: application/merge-patch+json"), 200)
		for _, name := range []string{"id", "name", "kind", "size", "listed", "made", "version", "children"} {
			delete(got, name)
		}
		if raw, err := json.Marshal(got); err != nil || !equalJSON(t, string(raw), step.wants) {
			t.Errorf("after %s: %s, want %s", step.patch, raw, step.wants)
		}
		if i == 5 { // the secret within was neither told nor lost
			var stored string
			if err := r.db.Bun().QueryRowContext(t.Context(), "select account->>'password' from things").Scan(&stored); err != nil || stored != "s" {
				t.Errorf("the account's password is %q (%v)", stored, err)
			}
		}
	}
	w := r.ask(t, "PATCH", path, `{"size": 5}`, "If-Match: *")
	if again := want[Thing](t, w, 200); again.Version != 8 || w.Header().Get("ETag") != `"8"` {
		t.Errorf("a change of nothing makes version %d", again.Version)
	}
	for header, status := range map[string]int{"": 428, `"8"`: 200, `W/"8"`: 200, `"7", "8"`: 200, `"7"`: 409, `8`: 422, `"x"`: 409, `"8`: 422} {
		var headers []string
		if header != "" {
			headers = append(headers, "If-Match: "+header)
		}
		want[any](t, r.ask(t, "PATCH", path, `{"size": 5}`, headers...), status)
	}
	want[any](t, r.ask(t, "PATCH", "things/x", `{}`, "If-Match: *"), 404)
	want[any](t, r.ask(t, "PATCH", "things/00000000-0000-7000-8000-000000000001", `{}`, "If-Match: *"), 404)
}

func equalJSON(t *testing.T, a, b string) bool {
	t.Helper()
	var x, y any
	if err := json.Unmarshal([]byte(a), &x); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(b), &y); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(x) == fmt.Sprint(y)
}

func TestOfTwoWritersOneIsTold(t *testing.T) {
	r := open(t)
	one := r.make(t, `{"name": "One"}`)
	var wg sync.WaitGroup
	codes := make([]int, 8)
	for i := range codes {
		wg.Go(func() {
			codes[i] = r.ask(t, "PATCH", "things/"+one.ID.String(), fmt.Sprintf(`{"size": %d}`, 20+i), `If-Match: "1"`).Code
		})
	}
	wg.Wait()
	ok := 0
	for _, code := range codes {
		switch code {
		case http.StatusOK:
			ok++
		case http.StatusConflict:
		default:
			t.Errorf("a writer got %d", code)
		}
	}
	if ok != 1 {
		t.Errorf("%d writers changed version 1: %v", ok, codes)
	}
	for i := range codes { // without a version all of them may, one after the other
		wg.Go(func() {
			codes[i] = r.ask(t, "PATCH", "things/"+one.ID.String(), fmt.Sprintf(`{"size": %d}`, 40+i), "If-Match: *").Code
		})
	}
	wg.Wait()
	if now := want[Thing](t, r.ask(t, "GET", "things/"+one.ID.String(), ""), 200); now.Version != 10 {
		t.Errorf("version %d after %v", now.Version, codes)
	}
}

func TestWhatIsUsedStays(t *testing.T) {
	r := open(t)
	parent := r.make(t, `{"name": "Parent"}`)
	child := r.make(t, `{"name": "Child", "parent": "`+parent.ID.String()+`"}`)
	uses := want[resource.UsesBody](t, r.ask(t, "GET", "things/"+parent.ID.String()+"/uses", ""), 200)
	if len(uses.Items) != 1 || uses.Items[0] != (resource.Use{Noun: "things", ID: child.ID.String(), Title: "Child", Field: "parent"}) {
		t.Errorf("uses %+v", uses)
	}
	p := want[web.Problem](t, r.ask(t, "DELETE", "things/"+parent.ID.String(), "", "If-Match: *"), http.StatusConflict)
	if p.Code != "in_use" || len(p.Errors) != 1 || p.Errors[0].Location != "things/"+child.ID.String() || p.Errors[0].Message != "Child" || p.Errors[0].Value != "parent" {
		t.Errorf("refused with %+v", p)
	}
	want[any](t, r.ask(t, "DELETE", "things/"+child.ID.String(), "", "If-Match: *"), 204)
	want[any](t, r.ask(t, "DELETE", "things/"+parent.ID.String(), "", "If-Match: *"), 204)
	want[any](t, r.ask(t, "GET", "things/"+parent.ID.String()+"/uses", ""), 404)
}

func TestHistoryKeepsEverythingButSecrets(t *testing.T) {
	r := open(t)
	one := r.make(t, `{"name": "One", "password": "very-secret-1", "account": {"user": "u", "password": "very-secret-2"}}`)
	path := "things/" + one.ID.String()
	want[any](t, r.ask(t, "PATCH", path, `{"size": 7, "password": "very-secret-3", "account": {"password": "very-secret-4"}, "tags": ["x"]}`, "If-Match: *"), 200)
	want[any](t, r.ask(t, "PATCH", path, `{"size": 8}`, "If-Match: *"), 200)
	want[any](t, r.ask(t, "PATCH", path, `{"size": 8}`, "If-Match: *"), 200)
	want[any](t, r.ask(t, "DELETE", path, "", "If-Match: *"), 204)
	past := want[resource.Pasts](t, r.ask(t, "GET", path+"/history", ""), 200)
	if len(past.Items) != 4 || past.Items[0].Action != resource.Deleted || past.Items[3].Action != resource.Created {
		t.Fatalf("newest first: %+v", past)
	}
	got, err := json.Marshal(past.Items[2].Fields)
	if err != nil || string(got) != `[{"field":"size","from":5,"to":7},{"field":"tags","to":["x"]},{"field":"account.password"},{"field":"password"}]` {
		t.Errorf("the change is %s", got)
	}
	if f := past.Items[1]; len(f.Fields) != 1 || f.Via != access.ViaApp || f.Title != "One" || f.Actor.IsZero() {
		t.Errorf("the second change is %+v", f)
	}
	// The same in pages, the other way round.
	var actions []resource.Action
	for cursor := ""; ; {
		page := want[resource.Pasts](t, r.ask(t, "GET", path+"/history?order=oldest&limit=1&cursor="+cursor, ""), 200)
		actions = append(actions, page.Items[0].Action)
		if cursor = page.NextCursor; cursor == "" {
			break
		}
	}
	if fmt.Sprint(actions) != "[create update update delete]" {
		t.Errorf("oldest first: %v", actions)
	}
	r.refused(t, r.ask(t, "GET", path+"/history?cursor=x", ""), "cursor: format")
	r.refused(t, r.ask(t, "GET", path+"/history?order=sideways", ""), "order: one_of")
	want[any](t, r.ask(t, "GET", "things/00000000-0000-7000-8000-000000000001/history", ""), 404)
	var all, audit string
	if err := r.db.Bun().QueryRowContext(t.Context(), "select string_agg(c::text, ' ') from record_changes c").Scan(&all); err != nil {
		t.Fatal(err)
	}
	if err := r.db.Bun().QueryRowContext(t.Context(), "select string_agg(action || ' ' || detail::text, '; ' order by id) from audit a where object_kind = 'thing'").Scan(&audit); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(all+audit, "very-secret") {
		t.Errorf("a secret is in %s %s", all, audit)
	}
	if !strings.Contains(audit, `thing.updated {"title": "One", "fields": "size, tags, account.password, password"}`) || !strings.Contains(audit, "thing.deleted") {
		t.Errorf("the audit is %s", audit)
	}
	for _, statement := range []string{"update record_changes set title = ''", "delete from record_changes", "truncate record_changes"} {
		if _, err := r.db.Bun().ExecContext(t.Context(), statement); err == nil {
			t.Errorf("%s was possible", statement)
		}
	}
}

func TestWhoMay(t *testing.T) {
	r := open(t)
	one := r.make(t, `{"name": "One"}`)
	at := "things/" + one.ID.String()
	for _, op := range []struct {
		method, path, body string
		edit               bool
	}{
		{"GET", "things", "", false}, {"GET", "things/blank", "", false}, {"GET", at, "", false}, {"GET", at + "/uses", "", false},
		{"GET", at + "/history", "", false}, {"GET", "things.csv", "", false},
		{"POST", "things", `{"name": "Two"}`, true}, {"PATCH", at, `{"size": 6}`, true},
		{"POST", "things/bulk", `{"ids": ["` + one.ID.String() + `"], "action": "update", "set": {"size": 9}}`, true},
		{"POST", "things/import", "name\nThree\n", true}, {"DELETE", at, "", true},
	} {
		for role, may := range map[string]bool{"": false, "agent": false, "supervisor": !op.edit} {
			code := r.askAs(t, role, op.method, op.path, op.body, "If-Match: *").Code
			refused := code == http.StatusUnauthorized || code == http.StatusForbidden
			if refused == may || may && code >= 300 {
				t.Errorf("%s %s as %q: %d", op.method, op.path, role, code)
			}
		}
		if code := r.ask(t, op.method, op.path, op.body, "If-Match: *").Code; code >= 300 {
			t.Errorf("%s %s as administrator: %d", op.method, op.path, code)
		}
	}
	for path, item := range r.api.OpenAPI().Paths {
		if !strings.HasPrefix(path, "/api/v1/things") {
			continue
		}
		view := "[lists.view]"
		if strings.HasSuffix(path, ".csv") {
			view = "[lists.view+csv.export]"
		}
		if item.Get != nil && fmt.Sprint(access.Declared(item.Get)) != view || item.Patch != nil && fmt.Sprint(access.Declared(item.Patch)) != "[trunks.edit]" {
			t.Errorf("%s declares something else", path)
		}
	}
}
