package access_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

func TestChangingOnesPasswordEndsTheOtherSessions(t *testing.T) {
	r := open(t)
	own, token, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	other, otherToken, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	var ended []id.Session
	r.OnEnd(func(s id.Session) { ended = append(ended, s) })
	if err := r.ChangePassword(t.Context(), own, access.Origin{}, password, "Other2word"); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Session(t.Context(), token); err != nil {
		t.Errorf("one's own session: %v", err)
	}
	if _, err := r.Session(t.Context(), otherToken); keyOf(err) != "no_session" || !slices.Equal(ended, []id.Session{other.ID}) {
		t.Errorf("the other session: %v, ended %v", err, ended)
	}
	if _, _, err := r.login(t, "sato", password); keyOf(err) != "login_failed" {
		t.Errorf("the old password: %v", err)
	}
	if _, _, err := r.login(t, "sato", "Other2word"); err != nil {
		t.Errorf("the new password: %v", err)
	}
}

func TestEachBrokenRuleOfAPasswordIsNamed(t *testing.T) {
	r := open(t)
	own, _, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	for next, want := range map[string][]string{
		"short": {"length", "digit", "upper"}, "LONGENOUGH": {"digit", "lower"}, "longenough1": {"upper"}, "Abcdefg\xff1": {"text"}, "": {"length", "digit", "upper", "lower"},
	} {
		err := r.ChangePassword(t.Context(), own, access.Origin{}, "wrong, but the rules come first", next)
		var f *fault.Error
		if !errors.As(err, &f) || f.Key != "weak_password" {
			t.Fatalf("%q: %v", next, err)
		}
		var got []string
		for _, field := range f.Fields {
			got = append(got, field.Name[len("body.password."):])
			if field.Value != "" {
				t.Errorf("the password is repeated: %+v", field)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q breaks %v, want %v", next, got, want)
		}
	}
}

func TestGuessingOnesPresentPasswordLocks(t *testing.T) {
	r := open(t)
	own, _, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 5 {
		want := "wrong_password"
		if n == 4 {
			want = "login_locked"
		}
		if err := r.ChangePassword(t.Context(), own, access.Origin{}, "Guess1word", "Other2word"); keyOf(err) != want {
			t.Fatalf("guess %d: %v", n, err)
		}
	}
	if err := r.ChangePassword(t.Context(), own, access.Origin{}, password, "Other2word"); keyOf(err) != "login_locked" {
		t.Errorf("the right one afterwards: %v", err)
	}
	if err := r.ChangePIN(t.Context(), own, access.Origin{}, password, "1234"); keyOf(err) != "login_locked" {
		t.Errorf("the PIN by the right password: %v", err)
	}
	if _, _, err := r.login(t, "sato", password); keyOf(err) != "login_locked" {
		t.Errorf("a login afterwards: %v", err)
	}
}

func TestChangingOnesPIN(t *testing.T) {
	r := open(t)
	own, _, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	change := func(current, next, want string) {
		t.Helper()
		if err := r.ChangePIN(t.Context(), own, access.Origin{}, current, next); keyOf(err) != want || (err == nil) != (want == "") {
			t.Errorf("%s to %s: %v, want %q", current, next, err, want)
		}
	}
	change("0000", "1234", "pin_wrong") // there is none yet
	change(password, "12345", "invalid")
	change(password, "12a4", "invalid")
	change("Wrong1word", "1234", "wrong_password")
	change(password, "1234", "")
	change("1234", "5678", "")
	for range 4 {
		change("1234", "0000", "pin_wrong")
	}
	change("1234", "0000", "pin_locked")
	change("5678", "0000", "pin_locked")
	change(password, "4321", "") // the password is another secret
}
