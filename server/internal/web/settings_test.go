package web_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/access"
)

// TestDocumentsOfSettings: each of them is changed like a record, by merge
// patches that name a version, and keeps what became of it without secrets.
func TestDocumentsOfSettings(t *testing.T) {
	h := open(t)
	boss := h.login(t, h.person(t, 1, access.RoleAdministrator, access.RoleAdministrator.Rights()).login, "Passw0rd1")
	for _, d := range []struct {
		path, noun, change, other string
		fields                    []string
		secret                    string
	}{
		{"/api/v1/settings", "settings", `{"serviceLevel":45}`, `{"parkTime":90}`, []string{"serviceLevel", "parkTime"}, ""},
		{
			"/api/v1/settings/mail", "mail-settings", `{"host":"mail.example.com","from":"pbx@example.com","user":"pbx","password":"open sesame"}`, `{"fromName":"窓口"}`,
			[]string{"host", "from", "user", "password", "fromName"}, "open sesame",
		},
		{"/api/v1/settings/archive", "archive-settings", `{"hour":4}`, `{"keepDays":30}`, []string{"hour", "keepDays"}, ""},
		{
			"/api/v1/settings/s3", "bucket-settings", `{"endpoint":"s3.example.com","bucket":"calls","accessKey":"AKIA","secret":"open sesame"}`, `{"prefix":"a/"}`,
			[]string{"endpoint", "bucket", "accessKey", "secret", "prefix"}, "open sesame",
		},
		{"/api/v1/settings/chat", "chat-settings", `{"retentionDays":30}`, `{"retentionDays":31}`, []string{"retentionDays"}, ""},
		{"/api/v1/settings/access", "access-settings", `{"oidc":{"button":"社員"}}`, `{"oidc":{"button":"社員ログイン"}}`, []string{"oidc.button"}, ""},
	} {
		t.Run(d.noun, func(t *testing.T) {
			resp, body := h.ask(t, "GET", d.path, "", boss)
			tag := resp.Header.Get("ETag")
			if resp.StatusCode != http.StatusOK || tag == "" || !strings.Contains(body, `"version":`+strings.Trim(tag, `"`)) {
				t.Fatalf("read: %d %s %s", resp.StatusCode, tag, body)
			}
			if resp, body := h.ask(t, "PATCH", d.path, d.change, boss); resp.StatusCode != http.StatusPreconditionRequired || code(body) != "match_missing" {
				t.Errorf("meant for no version: %d %s", resp.StatusCode, body)
			}
			resp, body = h.ask(t, "PATCH", d.path, d.change, boss, "If-Match", tag)
			if resp.StatusCode != http.StatusOK || resp.Header.Get("ETag") == tag || d.secret != "" && strings.Contains(body, d.secret) {
				t.Fatalf("changed: %d %s %s", resp.StatusCode, resp.Header.Get("ETag"), body)
			}
			if resp, body := h.ask(t, "PATCH", d.path, d.other, boss, "If-Match", tag); resp.StatusCode != http.StatusConflict || code(body) != "changed_meanwhile" {
				t.Errorf("meant for what is gone: %d %s", resp.StatusCode, body)
			}
			_, before := h.ask(t, "GET", d.path, "", boss)
			resp, body = h.ask(t, "PATCH", d.path, d.other, boss, "If-Match", resp.Header.Get("ETag"))
			if resp.StatusCode != http.StatusOK {
				t.Errorf("changed again: %d %s", resp.StatusCode, body)
			}
			undo := resp.Header.Get("Undo")
			if resp, body := h.ask(t, "PATCH", d.path, `{"nonsense":1}`, boss, "If-Match", "*"); resp.StatusCode != http.StatusUnprocessableEntity {
				t.Errorf("an unknown field: %d %s", resp.StatusCode, body)
			}
			h.wantHistory(t, boss, d.path, d.fields, d.secret)
			var told, audited int
			if err := h.db.Pool().QueryRow(t.Context(), "select (select count(*) from record_changes where noun = $1), (select count(*) from audit where action = $1 || '.updated' and actor is not null)", d.noun).Scan(&told, &audited); err != nil || told != 2 || audited != 2 {
				t.Errorf("%d told, %d audited (%v), want 2 of each", told, audited, err)
			}
			if d.noun == "access-settings" { // which are no record
				return
			}
			h.wantTakenBack(t, boss, d.path, undo, before)
		})
	}
}

// wantTakenBack takes the last change of a document back, and wants it to be
// as it was but for its version, which does not go back.
func (h *house) wantTakenBack(t *testing.T, cookie, path, undo, before string) {
	t.Helper()
	if resp, body := h.ask(t, "GET", path+"/history", "", cookie); resp.StatusCode != http.StatusOK || !strings.Contains(body, `"id":"`+undo+`"`) || !strings.Contains(body, `"undoable":true`) {
		t.Errorf("the history does not say that %q is taken back: %s", undo, body)
	}
	if resp, body := h.ask(t, "POST", path+"/batches/"+undo+"/undo", "", cookie); resp.StatusCode != http.StatusOK || !strings.Contains(body, `"done":1`) {
		t.Fatalf("take it back: %d %s", resp.StatusCode, body)
	}
	if resp, body := h.ask(t, "POST", path+"/batches/"+undo+"/undo", "", cookie); resp.StatusCode != http.StatusConflict || code(body) != "undo_done" {
		t.Errorf("take it back once more: %d %s", resp.StatusCode, body)
	}
	var was, is map[string]any
	_, after := h.ask(t, "GET", path, "", cookie)
	if err := errors.Join(json.Unmarshal([]byte(before), &was), json.Unmarshal([]byte(after), &is)); err != nil {
		t.Fatal(err)
	}
	if is["version"] != was["version"].(float64)+2 {
		t.Errorf("it went from version %v to %v", was["version"], is["version"])
	}
	delete(was, "version")
	delete(is, "version")
	if !reflect.DeepEqual(was, is) {
		t.Errorf("it is  %v\nit was %v", is, was)
	}
}

// wantHistory looks for the fields in the history of a document, and for a
// secret that must not be there.
func (h *house) wantHistory(t *testing.T, cookie, path string, fields []string, secret string) {
	t.Helper()
	resp, body := h.ask(t, "GET", path+"/history?order=oldest", "", cookie)
	var past struct {
		Items []struct {
			ActorName string `json:"actorName"`
			Fields    []struct {
				Field string `json:"field"`
			} `json:"fields"`
		} `json:"items"`
	}
	if err := json.Unmarshal([]byte(body), &past); err != nil || resp.StatusCode != http.StatusOK || len(past.Items) != 2 {
		t.Fatalf("history: %d %s (%v)", resp.StatusCode, body, err)
	}
	seen := map[string]bool{}
	for _, one := range past.Items {
		if one.ActorName == "" {
			t.Errorf("nobody changed it: %s", body)
		}
		for _, f := range one.Fields {
			seen[f.Field] = true
		}
	}
	for _, f := range fields {
		if !seen[f] {
			t.Errorf("%s is not in the history: %s", f, body)
		}
	}
	if len(seen) != len(fields) || secret != "" && strings.Contains(body, secret) {
		t.Errorf("the history says other things: %s", body)
	}
}
