package access_test

import (
	"testing"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

func TestAnAdministratorLocksALogin(t *testing.T) {
	r := open(t)
	admin := access.Session{Agent: access.Agent{Role: access.RoleAdministrator, ID: id.Numbered[id.Agent](9)}}
	supervisor := access.Session{Agent: access.Agent{Role: access.RoleSupervisor, ID: id.Numbered[id.Agent](8)}}
	helper := access.Session{Agent: access.Agent{Role: "helpdesk", ID: id.Numbered[id.Agent](8)}, Rights: access.RightsOf(access.Unlock)}
	oneself := access.Session{Agent: access.Agent{Role: access.RoleAdministrator, ID: r.agent}}
	for what, c := range map[string]struct {
		by   access.Session
		of   id.Agent
		want fault.Code
		key  string
	}{
		"a supervisor":              {supervisor, r.agent, fault.Denied, "not_allowed"},
		"oneself":                   {oneself, r.agent, fault.Conflict, "oneself"},
		"somebody who may more":     {helper, r.agent, fault.Denied, "beyond_rights"},
		"somebody who is not there": {admin, id.Numbered[id.Agent](7), fault.NotFound, "not_found"},
	} {
		if err := r.Lock(t.Context(), c.of, c.by, access.Origin{}); fault.CodeOf(err) != c.want || keyOf(err) != c.key {
			t.Errorf("lock by %s: %v", what, err)
		}
	}
	if _, _, err := r.login(t, "sato", password); err != nil {
		t.Fatalf("after refused locks: %v", err)
	}
	for range 2 { // the second changes nothing and notes nothing
		if err := r.Lock(t.Context(), r.agent, admin, access.Origin{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := r.login(t, "sato", password); keyOf(err) != "login_locked" {
		t.Errorf("the right password of a locked login: %v", err)
	}
	locks, err := r.Locks(t.Context(), admin)
	if err != nil || len(locks) != 1 || locks[0].Login != "sato" || locks[0].Tries != 0 {
		t.Errorf("locks: %+v, %v", locks, err)
	}
	var actor string
	var notes int
	if err := r.db.Bun().QueryRowContext(t.Context(), "select count(*), min(actor::text) from audit where action = 'login.locked' and actor is not null and object_id = ?", r.agent.String()).Scan(&notes, &actor); err != nil || notes != 1 || actor != admin.Agent.ID.String() {
		t.Errorf("audit: %d by %s, %v", notes, actor, err)
	}
	if err := r.Unlock(t.Context(), r.agent, admin, access.Origin{}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.login(t, "sato", password); err != nil {
		t.Errorf("after the unlock: %v", err)
	}
}
