package access_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // RFC 6238
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/id"
)

// openSealed is a room that can keep secrets.
func openSealed(t testing.TB) *room {
	t.Helper()
	keys, err := vault.OpenKeys(t.TempDir(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	r := &room{db: pgtest.New(t), agent: id.Numbered[id.Agent](1)}
	r.clock.Store(time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC).UnixNano())
	r.Doors = access.New(r.db, access.Options{Hasher: access.NewHasher(64, 1, 4), Keys: keys, Now: func() time.Time { return time.Unix(0, r.clock.Load()).UTC() }})
	r.add(t, r.agent, "sato", access.RoleAgent)
	return r
}

// phone is an authenticator app that knows the standard and nothing of ours.
func (r *room) phone(t testing.TB, uri string, ahead time.Duration) string {
	t.Helper()
	u, err := url.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(u.Query().Get("secret"))
	if err != nil {
		t.Fatal(err)
	}
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(time.Unix(0, r.clock.Load()).Add(ahead).Unix()/30))
	mac := hmac.New(sha1.New, secret)
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	at := sum[19] & 15
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[at:at+4])&0x7fffffff%1_000_000)
}

func (r *room) enter(t testing.TB, code string) (access.Session, string) {
	t.Helper()
	s, _, err := r.Enter(t.Context(), access.Credentials{Login: "sato", Password: password, TOTP: code}, access.Console, access.Origin{})
	return s, keyOf(err)
}

func (r *room) pass(d time.Duration) { r.clock.Add(int64(d)) }

// enrol gives sato a second factor.
func (r *room) enrol(t testing.TB) (uri string, recovery []string, s access.Session) {
	t.Helper()
	s, _, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	setup, err := r.BeginTOTP(t.Context(), s, access.Origin{}, password)
	if err != nil {
		t.Fatal(err)
	}
	recovery, err = r.ConfirmTOTP(t.Context(), s, access.Origin{}, r.phone(t, setup.URI, 0))
	if err != nil {
		t.Fatal(err)
	}
	return setup.URI, recovery, s
}

func TestSecondFactor(t *testing.T) {
	r := openSealed(t)
	other, _, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	var ended []id.Session
	r.OnEnd(func(s id.Session) { ended = append(ended, s) })
	uri, _, s := r.enrol(t)
	if len(ended) != 1 || ended[0] != other.ID {
		t.Errorf("a session without the second factor goes on: ended %v", ended)
	}
	if _, key := r.enter(t, ""); key != "totp_needed" {
		t.Errorf("without a code: %q", key)
	}
	if _, key := r.enter(t, r.phone(t, uri, 0)); key != "totp_wrong" {
		t.Errorf("the code that confirmed was taken again: %q", key)
	}
	r.pass(time.Minute)
	code := r.phone(t, uri, 0)
	got, key := r.enter(t, code)
	if key != "" || got.Factor != access.FactorTOTP {
		t.Fatalf("with a code: %q %+v", key, got)
	}
	if _, key := r.enter(t, code); key != "totp_wrong" {
		t.Errorf("a code was taken twice: %q", key)
	}
	state, err := r.TOTP(t.Context(), s)
	if err != nil || !state.Enabled || state.Required || state.Recovery != 10 {
		t.Errorf("%+v %v", state, err)
	}
	var kept []byte
	if err := r.db.Bun().QueryRowContext(t.Context(), "select secret from totp").Scan(&kept); err != nil {
		t.Fatal(err)
	}
	u, _ := url.Parse(uri)
	raw, _ := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(u.Query().Get("secret"))
	if len(raw) != 20 || bytes.Contains(kept, raw) {
		t.Errorf("the secret is stored as it is")
	}
}

func TestWrongCodesLockTheLogin(t *testing.T) {
	for _, attempts := range []int{5, 0} {
		r := openSealed(t)
		if _, err := r.db.Bun().ExecContext(t.Context(), "update site set login_attempts = ?", attempts); err != nil {
			t.Fatal(err)
		}
		r.enrol(t)
		tries := 0
		for ; tries < 50; tries++ {
			_, key := r.enter(t, "000000")
			if key == "login_locked" {
				break
			}
			if key != "totp_wrong" {
				t.Fatalf("try %d: %q", tries, key)
			}
		}
		if want := map[int]int{5: 4, 0: 9}[attempts]; tries != want {
			t.Errorf("with %d attempts, locked after %d wrong codes, expected %d", attempts, tries, want)
		}
	}
}

func TestRecoveryCodesAreForOnce(t *testing.T) {
	r := openSealed(t)
	uri, codes, s := r.enrol(t)
	if _, key := r.enter(t, strings.ToUpper(codes[3])); key != "" {
		t.Fatalf("a recovery code: %q", key)
	}
	if _, key := r.enter(t, codes[3]); key != "totp_wrong" {
		t.Errorf("a recovery code was taken twice: %q", key)
	}
	r.pass(time.Minute)
	fresh, err := r.NewRecoveryCodes(t.Context(), s, access.Origin{}, password, r.phone(t, uri, 0))
	if err != nil || len(fresh) != 10 {
		t.Fatal(fresh, err)
	}
	if _, key := r.enter(t, codes[4]); key != "totp_wrong" {
		t.Errorf("an old recovery code: %q", key)
	}
	if _, key := r.enter(t, fresh[0]); key != "" {
		t.Errorf("a new recovery code: %q", key)
	}
}

func TestTheSiteAsksForASecondFactor(t *testing.T) {
	r := openSealed(t)
	admin := id.Numbered[id.Agent](2)
	r.add(t, admin, "admin", access.RoleAdministrator)
	boss, _, err := r.login(t, "admin", password)
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	all := access.TOTPFor("all")
	if _, _, err := r.ChangeSettings(t.Context(), boss, access.Origin{}, access.AnyVersion(), access.LoginSettingsChange{TOTPFor: &all}); err != nil {
		t.Fatal(err)
	}
	s, err := r.Session(t.Context(), token)
	if err != nil || !s.MustEnrol || len(s.Permissions()) != 0 {
		t.Errorf("a session without a second factor may %v (%v)", s.Permissions(), err)
	}
	if app, _, err := r.Enter(t.Context(), access.Credentials{Login: "sato", Password: password}, access.App, access.Origin{}); err != nil || !app.MustEnrol || len(app.Permissions()) != 0 {
		t.Errorf("the app, which leads through it: %+v %v", app, err)
	}
	setup, err := r.BeginTOTP(t.Context(), s, access.Origin{}, password)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.ConfirmTOTP(t.Context(), s, access.Origin{}, "000000"); keyOf(err) != "totp_wrong" {
		t.Errorf("a wrong code confirmed: %v", err)
	}
	if _, err := r.ConfirmTOTP(t.Context(), s, access.Origin{}, r.phone(t, setup.URI, 0)); err != nil {
		t.Fatal(err)
	}
	if s, err = r.Session(t.Context(), token); err != nil || s.MustEnrol || !access.May(s, access.SeeFloor) {
		t.Errorf("after the setup: %+v %v", s, err)
	}
	r.pass(time.Minute)
	if err := r.EndTOTP(t.Context(), s, access.Origin{}, password, r.phone(t, setup.URI, 0)); keyOf(err) != "totp_required" {
		t.Errorf("turned off: %v", err)
	}
	if err := r.ResetTOTP(t.Context(), r.agent, boss, access.Origin{}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Session(t.Context(), token); keyOf(err) != "no_session" {
		t.Errorf("the session of who lost the second factor goes on: %v", err)
	}
	if again, _, err := r.login(t, "sato", password); err != nil || !again.MustEnrol {
		t.Errorf("after the reset: %+v %v", again, err)
	}
}

func TestSecondFactorNeedsThePassword(t *testing.T) {
	r := openSealed(t)
	s, _, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.BeginTOTP(t.Context(), s, access.Origin{}, "Wrong1word"); keyOf(err) != "wrong_password" {
		t.Errorf("begun without the password: %v", err)
	}
	if _, err := r.ConfirmTOTP(t.Context(), s, access.Origin{}, "000000"); keyOf(err) != "totp_none" {
		t.Errorf("nothing to confirm: %v", err)
	}
	uri, _, s := r.enrol(t)
	if _, err := r.BeginTOTP(t.Context(), s, access.Origin{}, password); keyOf(err) != "totp_exists" {
		t.Errorf("a second one over the first: %v", err)
	}
	r.pass(time.Minute)
	if err := r.EndTOTP(t.Context(), s, access.Origin{}, password, "000000"); keyOf(err) != "totp_refused" {
		t.Errorf("turned off without a code: %v", err)
	}
	if err := r.EndTOTP(t.Context(), s, access.Origin{}, password, r.phone(t, uri, 0)); err != nil {
		t.Error(err)
	}
	if _, key := r.enter(t, ""); key != "" {
		t.Errorf("after it was turned off: %q", key)
	}
	bare := open(t)
	s, _, _ = bare.login(t, "sato", password)
	if _, err := bare.BeginTOTP(t.Context(), s, access.Origin{}, password); keyOf(err) != "no_secret_keys" {
		t.Errorf("without keys: %v", err)
	}
}

// Who may unlock logins, and knows an administrator's password, does not get
// rid of the second factor.
func TestASecondFactorIsNotResetFromBelow(t *testing.T) {
	r := openSealed(t)
	r.enrol(t)
	helper := access.Session{Agent: access.Agent{ID: id.Numbered[id.Agent](2), Role: "helpdesk"}, Rights: access.RightsOf(access.Unlock, access.SeeFloor)}
	if err := r.ResetTOTP(t.Context(), r.agent, helper, access.Origin{}); keyOf(err) != "beyond_rights" {
		t.Errorf("reset by who may less: %v", err)
	}
	if _, key := r.enter(t, ""); key != "totp_needed" {
		t.Errorf("the second factor is gone: %q", key)
	}
	helper.Rights = access.RightsOf(append(access.RoleAgent.Rights().List(), access.Unlock)...)
	if err := r.ResetTOTP(t.Context(), r.agent, helper, access.Origin{}); err != nil {
		t.Errorf("reset by who may as much: %v", err)
	}
	if _, key := r.enter(t, ""); key != "" {
		t.Errorf("the second factor is still asked for: %q", key)
	}
}
