package access_test

import (
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

func (r *room) key(t testing.TB, s access.Session, n access.NewKey) (access.Key, string) {
	t.Helper()
	k, text, err := r.MakeKey(t.Context(), s, access.Origin{}, n)
	if err != nil {
		t.Fatal(err)
	}
	return k, text
}

func TestAKeyMayWhatItIsForAndItsOwnerMay(t *testing.T) {
	r := open(t)
	r.add(t, id.Numbered[id.Agent](2), "sv", access.RoleSupervisor)
	s, _, err := r.login(t, "sv", password)
	if err != nil {
		t.Fatal(err)
	}
	k, text := r.key(t, s, access.NewKey{Name: "wallboard", Scopes: []access.Permission{access.SeeFloor, access.SeeWholeFloor}})
	if !strings.HasPrefix(text, k.Prefix) || len(text) != 56 {
		t.Errorf("%q begins %q", text, k.Prefix)
	}
	got, err := r.Caller(t.Context(), text, access.Origin{})
	if err != nil || got.Client != access.APIKey || got.ID != k.ID || !access.May(got, access.SeeWholeFloor) || access.May(got, access.MakeCalls) {
		t.Fatalf("%+v %v", got.Permissions(), err)
	}
	if _, err := r.db.Bun().ExecContext(t.Context(), "update agents set role = 'agent' where login = 'sv'"); err != nil {
		t.Fatal(err)
	}
	if got, err = r.Caller(t.Context(), text, access.Origin{}); err != nil || access.May(got, access.SeeWholeFloor) || !access.May(got, access.SeeFloor) {
		t.Errorf("after its owner was demoted: %v %v", got.Permissions(), err)
	}
	if _, err := r.Session(t.Context(), text); keyOf(err) != "no_session" {
		t.Errorf("in a cookie, where nobody counts wrong ones: %v", err)
	}
	var plain int
	if err := r.db.Bun().QueryRowContext(t.Context(), "select count(*) from api_keys where api_keys::text like ?", "%"+text+"%").Scan(&plain); err != nil || plain != 0 {
		t.Errorf("the key is stored as it is (%v)", err)
	}
}

func TestDeadKeys(t *testing.T) {
	for name, kill := range map[string]func(r *room, k access.Key, s access.Session) error{
		"owner disabled": func(r *room, _ access.Key, _ access.Session) error {
			_, err := r.db.Bun().ExecContext(t.Context(), "update agents set disabled = true")
			return err
		},
		"revoked": func(r *room, k access.Key, s access.Session) error {
			return r.RevokeKey(t.Context(), k.ID, s, access.Origin{})
		},
		"expired": func(r *room, _ access.Key, _ access.Session) error { r.pass(time.Hour); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			r := open(t)
			s, _, err := r.login(t, "sato", password)
			if err != nil {
				t.Fatal(err)
			}
			until := time.Unix(0, r.clock.Load()).Add(time.Hour)
			k, text := r.key(t, s, access.NewKey{Name: "crm", Scopes: []access.Permission{access.SeeFloor}, Expires: &until})
			got, err := r.Caller(t.Context(), text, access.Origin{})
			if err != nil {
				t.Fatal(err)
			}
			var ended []id.Session
			r.OnEnd(func(s id.Session) { ended = append(ended, s) })
			r.Watch(t.Context(), got, func() {})
			if err := kill(r, k, s); err != nil {
				t.Fatal(err)
			}
			if err := r.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
			if len(ended) != 1 || ended[0] != k.ID {
				t.Errorf("its live socket stays open: %v", ended)
			}
			if _, err := r.Caller(t.Context(), text, access.Origin{}); keyOf(err) != "key_wrong" {
				t.Errorf("it still works: %v", err)
			}
			if keys, err := r.Keys(t.Context()); err != nil || len(keys) != 1 || !keys[0].Dead || keys[0].Used == nil {
				t.Errorf("listed as %+v %v", keys, err)
			}
		})
	}
}

func TestKeysThatMayNotBe(t *testing.T) {
	r := open(t)
	s, _, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	past := time.Unix(0, r.clock.Load())
	for field, n := range map[string]access.NewKey{
		"name":      {Name: "a\x00", Scopes: []access.Permission{access.SeeFloor}},
		"scopes[1]": {Name: "a", Scopes: []access.Permission{access.SeeFloor, access.EditAgents}},
		"scopes[0]": {Name: "a", Scopes: []access.Permission{"no.such"}},
		"scopes":    {Name: "a"},
		"expires":   {Name: "a", Scopes: []access.Permission{access.SeeFloor}, Expires: &past},
	} {
		if _, _, err := r.MakeKey(t.Context(), s, access.Origin{}, n); fault.CodeOf(err) != fault.Invalid || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestWrongKeysAreSlowedDown(t *testing.T) {
	r := open(t)
	s, _, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	_, right := r.key(t, s, access.NewKey{Name: "a", Scopes: []access.Permission{access.SeeFloor}})
	wrong := right[:len(right)-1] + "a"
	if wrong == right {
		wrong = right[:len(right)-1] + "b"
	}
	bad, good := access.Origin{Address: "192.0.2.66"}, access.Origin{Address: "192.0.2.1"}
	for n := range 20 {
		if _, err := r.Caller(t.Context(), wrong, bad); keyOf(err) != "key_wrong" {
			t.Fatalf("wrong key %d: %v", n, err)
		}
	}
	if _, err := r.Caller(t.Context(), right, bad); keyOf(err) != "too_many_tries" {
		t.Errorf("after twenty wrong keys: %v", err)
	}
	if _, err := r.Caller(t.Context(), right, good); err != nil {
		t.Errorf("from elsewhere: %v", err)
	}
	r.pass(3 * time.Second)
	if _, err := r.Caller(t.Context(), right, bad); err != nil {
		t.Errorf("after a pause: %v", err)
	}
}

func FuzzKey(f *testing.F) {
	r := open(f)
	for _, s := range []string{"yob_", "yob_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "\x00", strings.Repeat("a", 64)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if s, err := r.Session(t.Context(), text); err == nil || fault.CodeOf(err) != fault.Denied {
			t.Errorf("%q: %+v %v", text, s, err)
		}
	})
}

// What somebody may is judged anew at each request, and what looks on follows.
func TestRolesOfTheSite(t *testing.T) {
	r := open(t)
	sql := func(q string, args ...any) {
		t.Helper()
		if _, err := r.db.Bun().ExecContext(t.Context(), q, args...); err != nil {
			t.Fatal(err)
		}
	}
	sql(`insert into roles (id, key, name, permissions) values ('00000000-0000-7000-8000-0000000000aa', '00000000-0000-7000-8000-0000000000aa', '見る人', '["floor.see","audit.see","of.tomorrow"]')`)
	sql("update agents set role = '00000000-0000-7000-8000-0000000000aa'")
	s, token, err := r.login(t, "sato", password)
	if err != nil || !access.May(s, access.SeeAudit) || access.May(s, access.MakeCalls) {
		t.Fatalf("%v %v", s.Permissions(), err)
	}
	var ended, renewed []id.Session
	r.OnEnd(func(s id.Session) { ended = append(ended, s) })
	r.OnRenew(func(s id.Session) { renewed = append(renewed, s) })
	r.Watch(t.Context(), s, func() {})
	sweep := func() {
		t.Helper()
		if err := r.EndDoomed(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if sweep(); len(ended)+len(renewed) != 0 {
		t.Fatalf("nothing changed, and %v ended, %v came anew", ended, renewed)
	}
	sql(`update roles set permissions = '["floor.see"]' where not builtin`)
	if sweep(); len(renewed) != 1 || renewed[0] != s.ID || len(ended) != 0 {
		t.Errorf("a permission was taken: %v ended, %v came anew", ended, renewed)
	}
	if s, err = r.Session(t.Context(), token); err != nil || access.May(s, access.SeeAudit) {
		t.Errorf("a permission was taken: %v %v", s.Permissions(), err)
	}
	r.Watch(t.Context(), s, func() {})
	sql("delete from roles where not builtin")
	if s, err = r.Session(t.Context(), token); err != nil || len(s.Permissions()) != 0 {
		t.Errorf("of a role that is gone: %v %v", s.Permissions(), err)
	}
	sql("update agents set role = 'supervisor'")
	if sweep(); len(renewed) != 2 {
		t.Errorf("another role: %v came anew", renewed)
	}
	s, _ = r.Session(t.Context(), token)
	r.Watch(t.Context(), s, func() {})
	sql("update agents set disabled = true")
	if sweep(); len(ended) != 1 || ended[0] != s.ID {
		t.Errorf("disabled: %v ended", ended)
	}
}

func TestIdleSessionsLoseTheirSocket(t *testing.T) {
	r := open(t)
	s, _, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	var ended []id.Session
	r.OnEnd(func(s id.Session) { ended = append(ended, s) })
	r.Watch(t.Context(), s, func() {})
	var idle int
	if err := r.db.Bun().QueryRowContext(t.Context(), "select session_idle from site").Scan(&idle); err != nil {
		t.Fatal(err)
	}
	r.pass(time.Duration(idle) * time.Second)
	if err := r.Sweep(t.Context()); err != nil || len(ended) != 0 {
		t.Errorf("to the second: %v %v", ended, err)
	}
	r.pass(time.Second)
	if err := r.Sweep(t.Context()); err != nil || len(ended) != 1 {
		t.Errorf("idle for too long: %v %v", ended, err)
	}
}

// A session that ends while its socket is being opened: what is told then
// meets no socket, and is told again when there is one.
func TestASocketIsNotOpenedForASessionThatEnds(t *testing.T) {
	r := open(t)
	s, _, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	opened, closed := false, false
	r.OnEnd(func(gone id.Session) { closed = closed || opened && gone == s.ID })
	r.Watch(t.Context(), s, func() {
		if err := r.EndSession(t.Context(), s.ID, id.Agent{}, s, access.Origin{}); err != nil {
			t.Fatal(err)
		}
		opened = true
	})
	if !closed {
		t.Error("the socket stays open")
	}
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	r := open(t)
	r.add(t, id.Numbered[id.Agent](2), "suzuki", access.RoleAdministrator)
	boss, _, _ := r.login(t, "suzuki", password)
	r.pass(time.Second) // identifiers are ordered by their time
	s, token, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	rows, more, err := r.ListSessions(t.Context(), access.Sessions{Limit: 1}, s.ID)
	if err != nil || !more || len(rows) != 1 || rows[0].ID != s.ID || !rows[0].This || rows[0].Address != "192.0.2.1" || rows[0].UserAgent != "test" {
		t.Fatalf("%+v %t %v", rows, more, err)
	}
	if rows, more, err = r.ListSessions(t.Context(), access.Sessions{Limit: 1, Before: rows[0].ID}, s.ID); err != nil || more || len(rows) != 1 || rows[0].ID != boss.ID || rows[0].This {
		t.Errorf("the second page: %+v %t %v", rows, more, err)
	}
	if rows, _, err = r.ListSessions(t.Context(), access.Sessions{Limit: 10, Q: "%"}, s.ID); err != nil || len(rows) != 0 {
		t.Errorf("a pattern in the search: %+v %v", rows, err)
	}
	var ended []id.Session
	r.OnEnd(func(s id.Session) { ended = append(ended, s) })
	if err := r.EndSession(t.Context(), boss.ID, s.Agent.ID, s, access.Origin{}); keyOf(err) != "not_found" {
		t.Errorf("somebody else's session, as one's own: %v", err)
	}
	if err := r.EndSession(t.Context(), s.ID, id.Agent{}, boss, access.Origin{}); err != nil || len(ended) != 1 || ended[0] != s.ID {
		t.Errorf("ended %v, %v", ended, err)
	}
	if _, err := r.Session(t.Context(), token); keyOf(err) != "no_session" {
		t.Errorf("it goes on: %v", err)
	}
}
