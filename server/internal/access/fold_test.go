package access_test

import (
	"os"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/id"
)

// TestLoginsAreFoundInAnyCase: as people remember them; what merely looks like
// one is none.
func TestLoginsAreFoundInAnyCase(t *testing.T) {
	r := open(t)
	for _, typed := range []string{"sato", "Sato", "SATO"} {
		s, _, err := r.login(t, typed, password)
		if err != nil || s.Agent.ID != r.agent || s.Agent.Login != "sato" {
			t.Errorf("%q comes in as %+v, %v", typed, s.Agent, err)
		}
	}
	r.add(t, id.Numbered[id.Agent](2), "kimura", access.RoleAgent)
	for _, typed := range []string{"\u212aimura", "ſato", "sato ", "ｓａｔｏ"} {
		if _, _, err := r.login(t, typed, password); keyOf(err) != "login_failed" {
			t.Errorf("%q: %v", typed, err)
		}
	}
	// The tries are those of one login, however it is typed.
	for _, typed := range []string{"sato", "Sato", "SATO", "sAto", "saTo"} {
		if _, _, err := r.login(t, typed, "Wrong1word"); err == nil {
			t.Fatalf("%q came in by a wrong password", typed)
		}
	}
	if _, _, err := r.login(t, "sato", password); keyOf(err) != "login_locked" {
		t.Errorf("after five wrong passwords: %v", err)
	}
}

// TestLoginsThatDifferInCaseFromBefore: a site from before has both, and each
// comes in as it is written.
func TestLoginsThatDifferInCaseFromBefore(t *testing.T) {
	r := open(t)
	raw, err := os.ReadFile("../pg/migrations/00200_logins.sql")
	if err != nil {
		t.Fatal(err)
	}
	up, down, ok := strings.Cut(string(raw), "-- +goose Down")
	if !ok {
		t.Fatal("the migration goes one way only")
	}
	do := func(query string) error {
		_, err := r.db.Bun().ExecContext(t.Context(), query)
		return err
	}
	if err := do(down); err != nil {
		t.Fatal(err)
	}
	twin, third := id.Numbered[id.Agent](2), id.Numbered[id.Agent](3)
	r.add(t, twin, "Sato", access.RoleSupervisor)
	r.add(t, third, "Suzuki", access.RoleAgent)
	if err := do(up); err != nil {
		t.Fatalf("a site with both is not brought up to date: %v", err)
	}
	for typed, want := range map[string]id.Agent{"sato": r.agent, "Sato": twin, "suzuki": third, "SUZUKI": third} {
		if s, _, err := r.login(t, typed, password); err != nil || s.Agent.ID != want {
			t.Errorf("%q comes in as %+v, %v", typed, s.Agent, err)
		}
	}
	if _, _, err := r.login(t, "SATO", password); keyOf(err) != "login_failed" {
		t.Errorf("SATO, who could be either: %v", err)
	}
	// Nobody else comes to a login that somebody has in another case.
	if err := do("insert into agents (id, login, name, nickname, role) values ('" + id.Numbered[id.Agent](4).String() + "', 'sUZUKI', 'x', 'x', 'agent')"); err == nil {
		t.Error("the database takes a login that differs in case alone")
	}
}
