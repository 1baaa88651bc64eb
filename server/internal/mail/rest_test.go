package mail_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/emersion/go-smtp"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/live"
	"github.com/yobirin/yobirin/server/internal/mail"
	"github.com/yobirin/yobirin/server/internal/web"
)

const agents = `
agents:
  - {id: boss, name: Boss, password: Passw0rd1, role: administrator, language: en}
  - {id: lead, name: Lead, password: Passw0rd1, role: supervisor, language: en}
`

// asker is the API in front of the room: it asks as a login and gives status
// and body.
type asker func(login, method, path, body string) (int, string)

func (r *rig) api(t *testing.T) asker {
	t.Helper()
	doors := access.New(r.db, access.Options{Hasher: access.NewHasher(64, 1, 4)})
	site := directory.New(r.db, directory.Options{Audio: t.TempDir(), Doors: doors})
	if _, err := site.Apply(t.Context(), directory.Source{Data: []byte(agents)}, false); err != nil {
		t.Fatal(err)
	}
	s, err := web.New(web.Options{Doors: doors, Hub: live.New(live.Options{Zone: time.UTC}), Version: "test", Rooms: []func(huma.API){r.Register}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return func(login, method, path, body string) (int, string) {
		t.Helper()
		_, token, err := doors.Login(t.Context(), login, "Passw0rd1", access.App, access.Origin{})
		if err != nil {
			t.Fatal(err)
		}
		q := httptest.NewRequestWithContext(t.Context(), method, "/api/v1/settings/"+path, strings.NewReader(body))
		q.Header.Set("Authorization", "Bearer "+token)
		q.Header.Set("Content-Type", "application/json")
		if method == "PATCH" {
			q.Header.Set("If-Match", "*")
		}
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, q)
		return w.Code, w.Body.String()
	}
}

func TestSettingsOverREST(t *testing.T) {
	r := open(t)
	ask := r.api(t)
	port := r.office.open(0)
	form := func(port int, user, more string) string {
		return fmt.Sprintf(`{"host":"127.0.0.1","port":%d,"user":%q,"from":"pbx@example.com"%s}`, port, user, more)
	}
	if code, body := ask("boss", "GET", "mail", ""); code != 200 || !strings.Contains(body, `"host":""`) || !strings.Contains(body, `"port":587`) {
		t.Errorf("at first: %d %s", code, body)
	}
	if code, body := ask("boss", "POST", "mail/test", `{"to":"boss@example.com"}`); code != 409 || !strings.Contains(body, "mail_not_set") {
		t.Errorf("a test without a server: %d %s", code, body)
	}
	code, body := ask("boss", "PATCH", "mail", form(port, "pbx", `,"password":"s3cret","fromName":"PBX"`))
	var shown mail.Server
	if err := json.Unmarshal([]byte(body), &shown); err != nil || code != 200 || !shown.HasPassword || shown.Security != mail.STARTTLS || shown.Port != port || strings.Contains(body, "s3cret") {
		t.Errorf("set: %d %s", code, body)
	}
	if code, body := ask("boss", "POST", "mail/test", `{"to":"boss@example.com"}`); code != 204 {
		t.Errorf("test: %d %s", code, body)
	}
	if got := r.office.next(); got.to != "boss@example.com" || !got.secure || !strings.Contains(string(got.raw), "Subject: Test mail") || !strings.Contains(string(got.raw), "@pbx.example.com>") {
		t.Errorf("the test mail: %s %s", got.to, got.raw)
	}
	// The password stays for the same server and is shown to no other.
	if code, body := ask("boss", "PATCH", "mail", form(port, "pbx", `,"fromName":"Changed"`)); code != 200 || !strings.Contains(body, `"hasPassword":true`) {
		t.Errorf("changed without the password: %d %s", code, body)
	}
	for what, changed := range map[string]string{"port": form(port+1, "pbx", ""), "user": form(port, "other", ""), "security": form(port, "pbx", `,"security":"none"`)} {
		if code, body := ask("boss", "PATCH", "mail", changed); code != 422 || !strings.Contains(body, `"rule":"secret_again"`) {
			t.Errorf("another %s without the password: %d %s", what, code, body)
		}
	}
	if s, err := r.Settings(t.Context()); err != nil || s.Password != "s3cret" || s.FromName != "Changed" || s.Port != port {
		t.Errorf("stored: %+v, %v", s, err)
	}
	for _, c := range [][3]string{{"lead", "GET", "mail"}, {"lead", "PATCH", "mail"}, {"lead", "POST", "mail/test"}} {
		body := map[string]string{"PATCH": form(port, "pbx", ""), "POST": `{"to":"a@example.com"}`}[c[1]]
		if code, body := ask(c[0], c[1], c[2], body); code != 403 {
			t.Errorf("%v: %d %s", c, code, body)
		}
	}
	var audited int
	if err := r.db.Pool().QueryRow(t.Context(), "select count(*) from audit where action = 'mail-settings.updated' and actor is not null and detail::text not like '%s3cret%'").Scan(&audited); err != nil || audited != 2 {
		t.Errorf("%d changes audited (%v), want 2", audited, err)
	}
	if code, body := ask("boss", "PATCH", "mail", `{"host":""}`); code != 200 || !strings.Contains(body, `"hasPassword":false`) {
		t.Errorf("none again: %d %s", code, body)
	}
}

// TestTheServersWords: who sets the mail server reads what it says.
func TestTheServersWords(t *testing.T) {
	r := open(t)
	ask := r.api(t)
	r.office.rcpt = func(int) error {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "relaying denied"}
	}
	r.set(t, r.office.open(0), nil)
	if code, body := ask("boss", "POST", "mail/test", `{"to":"a@example.com"}`); code != 409 || !strings.Contains(body, "550 to RCPT") || !strings.Contains(body, "relaying denied") {
		t.Errorf("%d %s", code, body)
	}
	if code, body := ask("boss", "POST", "mail/test", `{"to":"a@example.com\r\nBcc: b@example.com"}`); code != 422 {
		t.Errorf("a hostile address: %d %s", code, body)
	}
}

// TestOtherSecurity delivers over TLS from the first byte, and refuses a
// certificate that nobody vouches for.
func TestOtherSecurity(t *testing.T) {
	r := open(t)
	r.office.implicit = true
	r.set(t, r.office.open(0), func(s *mail.Settings) { s.Security = mail.TLS })
	if err := r.Test(t.Context(), "a@example.com", "en"); err != nil {
		t.Error(err)
	}
	if got := r.office.next(); !got.secure || got.user != "pbx" {
		t.Errorf("TLS %v, user %q", got.secure, got.user)
	}
	plain := newPostOffice(t)
	plain.noTLS, plain.password = true, ""
	r.set(t, plain.open(0), func(s *mail.Settings) { s.Security, s.User, s.Password = mail.Plain, "", "" })
	if err := r.Test(t.Context(), "a@example.com", "ja"); err != nil {
		t.Error(err)
	}
	if got := plain.next(); got.secure {
		t.Error("it was secured")
	}
	other := newPostOffice(t) // its certificate is of another authority
	r.set(t, other.open(0), nil)
	err := r.Test(t.Context(), "a@example.com", "en")
	if err == nil || !strings.Contains(err.Error(), "STARTTLS") {
		t.Errorf("a stranger's certificate: %v", err)
	}
	if logins, _ := other.counted(); logins != 0 {
		t.Error("the password was shown to a stranger")
	}
}
