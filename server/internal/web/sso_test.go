package web_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/access"
)

// What a browser sees of a single sign-on: where it is sent, and what it keeps.
func TestBrowserOfASingleSignOn(t *testing.T) {
	h := open(t)
	resp, _ := h.ask(t, "GET", "/api/v1/session/oidc/start", "", "")
	if resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != "/?login=oidc_off" {
		t.Errorf("not set up: %d %s", resp.StatusCode, resp.Header.Get("Location"))
	}
	idp := httptest.NewServer(nil)
	t.Cleanup(idp.Close)
	idp.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]string{"issuer": idp.URL, "authorization_endpoint": idp.URL + "/authorize", "token_endpoint": idp.URL + "/token", "jwks_uri": idp.URL + "/keys"})
	})
	if _, err := h.db.Bun().ExecContext(t.Context(), "update access_settings set oidc_issuer = ?, oidc_client = 'yobirin', oidc_button = '社員ログイン'", idp.URL); err != nil {
		t.Fatal(err)
	}
	if _, body := h.ask(t, "GET", "/api/v1/session/options", "", ""); !strings.Contains(body, `"oidc":true`) || !strings.Contains(body, "社員ログイン") || strings.Contains(body, idp.URL) {
		t.Errorf("options: %s", body)
	}
	resp, _ = h.ask(t, "GET", "/api/v1/session/oidc/start", "", "", "X-Forwarded-Proto", "https")
	to, err := url.Parse(resp.Header.Get("Location"))
	if err != nil || resp.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to.String(), idp.URL+"/authorize?") {
		t.Fatalf("sent to %d %s", resp.StatusCode, to)
	}
	if back := to.Query().Get("redirect_uri"); back != strings.Replace(h.URL, "http:", "https:", 1)+"/api/v1/session/oidc/callback" {
		t.Errorf("comes back to %s", back)
	}
	kept := resp.Cookies()[0]
	if !kept.HttpOnly || kept.SameSite != http.SameSiteLaxMode || kept.Path != "/api/v1/session/oidc" || kept.MaxAge != 600 {
		t.Errorf("keeps %+v", kept)
	}
	for query, want := range map[string]string{"?state=x&code=y": "/?login=oidc_expired", "?error=access_denied&state=x": "/?login=oidc_failed", "": "/?login=oidc_expired"} {
		resp, _ := h.ask(t, "GET", "/api/v1/session/oidc/callback"+query, "", "", "Cookie", kept.Name+"="+kept.Value)
		if resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != want || len(resp.Cookies()) != 1 || resp.Cookies()[0].MaxAge >= 0 {
			t.Errorf("%s: %d %s %v", query, resp.StatusCode, resp.Header.Get("Location"), resp.Cookies())
		}
	}
}

// A wrong key is told from no session, and does nothing even where nobody
// needs one.
func TestKeysAtTheDoor(t *testing.T) {
	h := open(t)
	boss := h.person(t, 1, access.RoleAdministrator, access.Rights{})
	h.sign(t, boss)
	auth := func(token string) []string { return []string{"Authorization", "Bearer " + token} }
	resp, body := h.ask(t, "POST", "/api/v1/api-keys", `{"name":"wallboard","scopes":["floor.see"]}`, "", auth(boss.token)...)
	var made struct{ ID, Key, Prefix string }
	if err := json.Unmarshal([]byte(body), &made); err != nil || resp.StatusCode != 201 || !strings.HasPrefix(made.Key, "yob_") {
		t.Fatalf("%d %s", resp.StatusCode, body)
	}
	if resp, body := h.ask(t, "GET", "/api/v1/floor", "", "", auth(made.Key)...); resp.StatusCode != 200 {
		t.Errorf("the floor: %d %s", resp.StatusCode, body)
	}
	if resp, body := h.ask(t, "GET", "/api/v1/session", "", "", auth(made.Key)...); resp.StatusCode != 200 || !strings.Contains(body, `"permissions":["floor.see"]`) {
		t.Errorf("what it may: %d %s", resp.StatusCode, body)
	}
	for _, o := range [][2]string{{"GET", "/api/v1/me/profile"}, {"POST", "/api/v1/me/totp"}, {"DELETE", "/api/v1/session"}, {"GET", "/api/v1/calls"}} {
		if resp, body := h.ask(t, o[0], o[1], "", "", auth(made.Key)...); resp.StatusCode != 403 || code(body) != "not_allowed" {
			t.Errorf("%v: %d %s", o, resp.StatusCode, body)
		}
	}
	if _, body := h.ask(t, "GET", "/api/v1/api-keys", "", "", auth(boss.token)...); strings.Contains(body, made.Key) || !strings.Contains(body, made.Prefix) {
		t.Errorf("listed: %s", body)
	}
	if resp, body := h.ask(t, "DELETE", "/api/v1/api-keys/"+made.ID, "", "", auth(boss.token)...); resp.StatusCode != 204 {
		t.Errorf("revoked: %d %s", resp.StatusCode, body)
	}
	if resp, body := h.ask(t, "GET", "/api/v1/floor", "", "", auth(made.Key)...); resp.StatusCode != 401 || code(body) != "key_wrong" {
		t.Errorf("after that: %d %s", resp.StatusCode, body)
	}
	for range 30 {
		resp, body = h.ask(t, "GET", "/api/v1/floor", "", "", auth("yob_wrong")...)
	}
	if resp.StatusCode != 429 || code(body) != "too_many_tries" {
		t.Errorf("after thirty wrong ones: %d %s", resp.StatusCode, body)
	}
}

// The lists behind the administration's screens, through REST.
func TestLocksAndAuditOverREST(t *testing.T) {
	h := open(t)
	boss := h.person(t, 1, access.RoleAdministrator, access.Rights{})
	h.sign(t, boss)
	auth := []string{"Authorization", "Bearer " + boss.token}
	for range 6 {
		h.ask(t, "POST", "/api/v1/session", `{"id":"sato","password":"=wrong"}`, "")
	}
	resp, body := h.ask(t, "GET", "/api/v1/locks", "", "", auth...)
	var locks struct{ Items []access.Lock }
	if err := json.Unmarshal([]byte(body), &locks); err != nil || resp.StatusCode != 200 || len(locks.Items) != 1 || locks.Items[0].Kind != "login" || locks.Items[0].Login != "sato" || locks.Items[0].Since.IsZero() {
		t.Fatalf("%d %s", resp.StatusCode, body)
	}
	if resp, body := h.ask(t, "DELETE", "/api/v1/agents/"+locks.Items[0].ID+"/lock", "", "", auth...); resp.StatusCode != 204 {
		t.Errorf("unlocked: %d %s", resp.StatusCode, body)
	}
	if _, body := h.ask(t, "GET", "/api/v1/locks", "", "", auth...); strings.TrimSpace(body) != `{"items":[]}` {
		t.Errorf("after that: %s", body)
	}
	h.ask(t, "POST", "/api/v1/session", `{"id":"=cmd|calc","password":"x"}`, "")
	for query, want := range map[string]int{
		"q=SATO%20127": 7, "q=nothing-like-it": 0, "q=%25%25": 0, "kind=agent&action=login&q=sato": 7, "address=127.0.0.1&action=login.locked": 2, "address=127.&action=login.locked": 2, "address=10.": 0, "via=phone": 0,
	} {
		resp, body := h.ask(t, "GET", "/api/v1/audit?"+query, "", "", auth...)
		var page access.AuditPage
		if err := json.Unmarshal([]byte(body), &page); err != nil || resp.StatusCode != 200 || len(page.Items) != want {
			t.Errorf("%s: %d %d entries, expected %d: %s", query, resp.StatusCode, len(page.Items), want, body)
		}
	}
	resp, body = h.ask(t, "GET", "/api/v1/audit.csv?action=login", "", "", auth...)
	if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "text/csv; charset=utf-8" || !strings.HasPrefix(body, "\uFEFFnumber,at,actor,") || strings.Count(body, "login.wrong") < 5 {
		t.Errorf("%d %s %s", resp.StatusCode, resp.Header, body)
	}
}

// Where TLS ends at a proxy, the session's cookie does not go over plain HTTP.
func TestTheCookieBehindAProxy(t *testing.T) {
	h := open(t)
	resp, body := h.ask(t, "POST", "/api/v1/session", `{"id":"sato","password":"Passw0rd1"}`, "", "X-Forwarded-Proto", "https")
	if c := resp.Header.Get("Set-Cookie"); resp.StatusCode != 200 || !strings.Contains(c, "Secure") || !strings.Contains(c, "HttpOnly") {
		t.Errorf("%d %s: %s", resp.StatusCode, c, body)
	}
}
