package access_test

import (
	"testing"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/id"
)

// TestKeysOutliveAPassword unless whoever changes it says otherwise, or an
// administrator revokes them.
func TestKeysOutliveAPassword(t *testing.T) {
	r := open(t)
	agent := id.Numbered[id.Agent](2)
	r.add(t, agent, "owner", access.RoleAdministrator)
	s, _, err := r.login(t, "owner", password)
	if err != nil {
		t.Fatal(err)
	}
	scopes := access.NewKey{Name: "wallboard", Scopes: []access.Permission{access.SeeFloor}}
	lives := func(text string, want bool) {
		t.Helper()
		if _, err := r.Caller(t.Context(), text, access.Origin{Address: "192.0.2.1"}); (err == nil) != want {
			t.Errorf("in force %v, want %v", err == nil, want)
		}
	}
	first, one := r.key(t, s, scopes)
	if err := r.ChangePassword(t.Context(), s, access.Origin{}, password, "Other2word"); err != nil {
		t.Fatal(err)
	}
	lives(one, true)
	if of, err := r.KeysOf(t.Context(), agent); err != nil || len(of) != 1 || of[0].ID != first.ID {
		t.Errorf("in force are %+v, %v", of, err)
	}
	if err := r.ChangePasswordAndKeys(t.Context(), s, access.Origin{}, "a wrong one", "Third3word"); err == nil {
		t.Error("a wrong password changed it")
	}
	lives(one, true)
	if err := r.ChangePasswordAndKeys(t.Context(), s, access.Origin{}, "Other2word", "Third3word"); err != nil {
		t.Fatal(err)
	}
	lives(one, false)
	_, two := r.key(t, s, scopes)
	if n, err := r.RevokeKeysOf(t.Context(), agent, s, access.Origin{}); err != nil || n != 1 {
		t.Errorf("%d revoked, %v", n, err)
	}
	lives(two, false)
	if n, err := r.RevokeKeysOf(t.Context(), agent, s, access.Origin{}); err != nil || n != 0 {
		t.Errorf("%d revoked again, %v", n, err)
	}
	var noted int
	if err := r.db.Bun().QueryRowContext(t.Context(), "select count(*) from audit where action = 'api-key.revoked' and actor = ?", agent).Scan(&noted); err != nil || noted != 2 {
		t.Errorf("%d noted, %v", noted, err)
	}
}
