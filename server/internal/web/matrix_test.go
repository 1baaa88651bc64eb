package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/id"
)

// caller is somebody of the matrix: how to authenticate, and what that lets do.
type caller struct {
	name   string
	rights access.Rights
	login  string // logs in with a password
	key    string // an API key
	enrol  bool   // has yet to set up its second factor
	token  string
}

// beyond are the operations that judge more than they declare, and what with
// the sample that the matrix sends is needed besides.
func beyond() map[string]access.Permission {
	return map[string]access.Permission{"set-status": access.SetOtherStatus}
}

// may says whether a caller may call an operation, from its declaration alone
// and by other means than the server's.
func (c *caller) may(o operation) bool {
	if p, more := beyond()[o.name]; more && !c.rights.Has(p) {
		return false
	}
	in := c.login != "" || c.key != ""
	for _, need := range o.needs {
		all := true
		for name := range strings.SplitSeq(need, "+") {
			switch name {
			case "none":
			case "session":
				all = all && c.login != "" && !c.enrol
			case "login":
				all = all && c.login != ""
			case "api-key":
				all = all && c.key != ""
			default:
				all = all && in && c.rights.Has(access.Permission(name))
			}
		}
		if all {
			return true
		}
	}
	return false
}

// send asks without a network in between.
func (h *house) send(t *testing.T, o operation, c *caller) (status int, key string) {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), o.method, o.path, strings.NewReader(o.body))
	if o.body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	switch {
	case c.key != "":
		req.Header.Set("Authorization", "Bearer "+c.key)
	case c.login != "":
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	rec := httptest.NewRecorder()
	h.server.Handler().ServeHTTP(rec, req)
	var p struct {
		Code string `json:"code"`
	}
	if rec.Code >= 400 {
		_ = json.Unmarshal(rec.Body.Bytes(), &p)
	}
	return rec.Code, p.Code
}

// sign gives a caller a session that is in force, and says whether there was
// none.
func (h *house) sign(t *testing.T, c *caller) bool {
	t.Helper()
	if c.login == "" {
		return false
	}
	if _, err := h.doors.Session(t.Context(), c.token); err == nil {
		return false
	}
	_, token, err := h.doors.Login(t.Context(), c.login, "Passw0rd1", access.Console, access.Origin{})
	if err != nil {
		t.Fatal(err)
	}
	c.token = token
	return true
}

// person adds an agent of a role.
func (h *house) person(t *testing.T, n uint32, role access.Role, rights access.Rights) *caller {
	t.Helper()
	c := &caller{name: "role " + string(role), login: fmt.Sprintf("matrix%d", n), rights: rights}
	agent := id.Numbered[id.Agent](900_000 + n)
	if _, err := h.db.Bun().ExecContext(t.Context(), "insert into agents (id, login, name, nickname, role) values (?, ?, ?, '', ?)", agent, c.login, c.login, string(role)); err != nil {
		t.Fatal(err)
	}
	if err := h.doors.SetPassword(t.Context(), h.db.Bun(), agent, "Passw0rd1"); err != nil {
		t.Fatal(err)
	}
	return c
}

// custom adds an agent of a role that the site made.
func (h *house) custom(t *testing.T, n uint32, permissions ...access.Permission) *caller {
	t.Helper()
	key := fmt.Sprintf("00000000-0000-7000-8000-%012d", n)
	list, err := json.Marshal(append([]access.Permission{}, permissions...))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.db.Bun().ExecContext(t.Context(), "insert into roles (id, key, name, permissions) values (?, ?, ?, ?)", key, key, key, string(list)); err != nil {
		t.Fatal(err)
	}
	c := h.person(t, n, access.Role(key), access.RightsOf(permissions...))
	c.name = fmt.Sprintf("a role with %v", permissions)
	return c
}

func (h *house) callers(t *testing.T) []*caller {
	t.Helper()
	all := []*caller{{name: "nobody"}}
	for i, role := range []access.Role{access.RoleAgent, access.RoleSupervisor, access.RoleAdministrator} {
		all = append(all, h.person(t, uint32(i+1), role, role.Rights()))
	}
	all = append(all, h.custom(t, 10))
	for i, p := range access.RoleAdministrator.Rights().List() {
		all = append(all, h.custom(t, uint32(100+i), p))
	}
	h.sign(t, all[3])
	boss, err := h.doors.Session(t.Context(), all[3].token)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []access.Permission{access.SeeFloor, access.ViewAgents, access.ManageAPIKeys} {
		_, text, err := h.doors.MakeKey(t.Context(), boss, access.Origin{}, access.NewKey{Name: string(p), Scopes: []access.Permission{p}})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, &caller{name: "an administrator's key for " + string(p), key: text, rights: access.RightsOf(p)})
	}
	return all
}

// Everybody may call exactly what is declared for them: every operation there
// is, for nobody, every role of every site, a role that may nothing, roles that
// may one thing each, and keys that are for one thing. Refused is what answers
// 401 without a session and 403 with one.
func TestEveryOperationForEveryRole(t *testing.T) {
	h := open(t)
	all := operations(t, h.server.API().OpenAPI())
	if len(all) < 100 {
		t.Fatalf("only %d operations were found", len(all))
	}
	for name := range beyond() {
		if !slices.ContainsFunc(all, func(o operation) bool { return o.name == name }) {
			t.Errorf("there is no operation %s", name)
		}
	}
	asked, let := 0, 0
	for _, c := range h.callers(t) {
		h.sign(t, c)
		for _, o := range all {
			want := c.may(o)
			status, key := h.send(t, o, c)
			// What was asked before may have ended the session.
			if status == http.StatusUnauthorized && c.login != "" && h.sign(t, c) {
				status, key = h.send(t, o, c)
			}
			refused := status == http.StatusUnauthorized && key == "no_session" || status == http.StatusForbidden && key == "not_allowed"
			if refused == want {
				t.Errorf("%s: %s (%s %s) answers %d %s; it needs %v", c.name, o.name, o.method, o.route, status, key, o.needs)
			}
			if without := c.login == "" && c.key == ""; refused && (status == http.StatusUnauthorized) != without {
				t.Errorf("%s: %s is refused by %d", c.name, o.name, status)
			}
			asked++
			if want {
				let++
			}
		}
	}
	t.Logf("%d operations, %d requests, %d allowed", len(all), asked, let)
}

// Who has yet to set up the second factor that the site asks for can do that,
// and nothing else.
func TestBeforeTheSecondFactor(t *testing.T) {
	h := open(t)
	if _, err := h.db.Bun().ExecContext(t.Context(), "update access_settings set totp_for = 'all'"); err != nil {
		t.Fatal(err)
	}
	c := h.person(t, 1, access.RoleAdministrator, access.Rights{})
	c.enrol = true
	for _, o := range operations(t, h.server.API().OpenAPI()) {
		h.sign(t, c)
		status, key := h.send(t, o, c)
		if refused := status == http.StatusForbidden && key == "totp_enrol"; refused == c.may(o) {
			t.Errorf("%s (%s %s) answers %d %s; it needs %v", o.name, o.method, o.route, status, key, o.needs)
		}
	}
}
