package access_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

const password = "Right1word"

type room struct {
	*access.Doors
	db    *pg.DB
	clock atomic.Int64
	agent id.Agent
}

func open(t testing.TB) *room {
	r := &room{db: pgtest.New(t), agent: id.Numbered[id.Agent](1)}
	r.clock.Store(time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC).UnixNano())
	r.Doors = access.New(r.db, access.Options{Hasher: access.NewHasher(64, 1, 4), Now: func() time.Time { return time.Unix(0, r.clock.Load()).UTC() }})
	r.add(t, r.agent, "sato", access.RoleAgent)
	return r
}

func (r *room) add(t testing.TB, agent id.Agent, login string, role access.Role) {
	t.Helper()
	if _, err := r.db.Bun().ExecContext(t.Context(), "insert into agents (id, login, name, nickname, role) values (?, ?, '佐藤', 'さとう', ?)", agent, login, string(role)); err != nil {
		t.Fatal(err)
	}
	if err := r.SetPassword(t.Context(), r.db.Bun(), agent, password); err != nil {
		t.Fatal(err)
	}
}

func (r *room) login(t testing.TB, login, pw string) (access.Session, string, error) {
	return r.Login(t.Context(), login, pw, access.Console, access.Origin{Address: "192.0.2.1", UserAgent: "test"})
}

func keyOf(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Key
	}
	return ""
}

func TestLoginOpensASession(t *testing.T) {
	r := open(t)
	s, token, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	got, err := r.Session(t.Context(), token)
	if err != nil || got.Agent.ID != r.agent || got.Agent.Name != "佐藤" || got.ID != s.ID || got.Client != access.Console {
		t.Errorf("the token's session is %+v, %v", got, err)
	}
	var kept int
	if err := r.db.Bun().QueryRowContext(t.Context(), "select count(*) from sessions where sessions::text like ?", "%"+token+"%").Scan(&kept); err != nil || kept != 0 {
		t.Errorf("the token itself is stored (%v)", err)
	}
	if err := r.Logout(t.Context(), got, access.Origin{}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Session(t.Context(), token); keyOf(err) != "no_session" {
		t.Errorf("after the logout: %v", err)
	}
}

func TestTokensThatAreNone(t *testing.T) {
	r := open(t)
	for _, token := range []string{"", "x", strings.Repeat("0", 64), strings.Repeat("z", 64), strings.Repeat("0", 1<<16), "' or 1=1 --"} {
		if _, err := r.Session(t.Context(), token); keyOf(err) != "no_session" {
			t.Errorf("token %.20q: %v", token, err)
		}
	}
}

func TestAWrongPasswordLooksLikeAnUnknownLogin(t *testing.T) {
	r := open(t)
	for _, c := range [][2]string{{"sato", "Wrong1word"}, {"nobody", password}, {"sato", ""}, {"", ""}, {"sato\x00", password}, {"' or 1=1 --", "x"}, {"sato", strings.Repeat("a", 1<<20)}} {
		_, _, err := r.login(t, c[0], c[1])
		if keyOf(err) != "login_failed" || fault.CodeOf(err) != fault.Denied {
			t.Errorf("login %q: %v", c[0], err)
		}
	}
}

func TestFiveWrongPasswordsLock(t *testing.T) {
	r := open(t)
	for i := range 4 {
		if _, _, err := r.login(t, "sato", "Wrong1word"); keyOf(err) != "login_failed" {
			t.Fatalf("try %d: %v", i+1, err)
		}
	}
	if _, _, err := r.login(t, "sato", password); err != nil {
		t.Fatalf("the right password after four wrong ones: %v", err)
	}
	for i := range 4 {
		if _, _, err := r.login(t, "sato", "Wrong1word"); keyOf(err) != "login_failed" {
			t.Fatalf("try %d after a right one: %v", i+1, err)
		}
	}
	for _, pw := range []string{"Wrong1word", password} {
		if _, _, err := r.login(t, "sato", pw); keyOf(err) != "login_locked" {
			t.Errorf("the fifth wrong one, then the right one: %v", err)
		}
	}
	supervisor := access.Session{Agent: access.Agent{Role: access.RoleSupervisor}}
	if err := r.Unlock(t.Context(), r.agent, supervisor, access.Origin{}); fault.CodeOf(err) != fault.Denied {
		t.Errorf("a supervisor unlocks: %v", err)
	}
	admin := access.Session{Agent: access.Agent{Role: access.RoleAdministrator, ID: id.Numbered[id.Agent](9)}}
	if err := r.Unlock(t.Context(), r.agent, admin, access.Origin{}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.login(t, "sato", password); err != nil {
		t.Errorf("after the unlock: %v", err)
	}
	if err := r.Unlock(t.Context(), id.Numbered[id.Agent](8), admin, access.Origin{}); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("unlock nobody: %v", err)
	}
	var trail string
	if err := r.db.Bun().QueryRowContext(t.Context(), "select string_agg(substr(action, 7), ' ' order by id) from audit where action like 'login.%' and object_id = ?", r.agent.String()).Scan(&trail); err != nil {
		t.Fatal(err)
	}
	if want := "wrong wrong wrong wrong in wrong wrong wrong wrong locked locked unlocked in"; trail != want {
		t.Errorf("the audit says %q, want %q", trail, want)
	}
}

// Whoever can reach the console can be refused by it, and what the audit has
// once, it has for ever.
func TestRefusedLoginsDoNotFillTheAudit(t *testing.T) {
	r := open(t)
	refused := func(times int) {
		t.Helper()
		for range times {
			if _, _, err := r.login(t, "nobody", "Wrong1word"); keyOf(err) != "login_failed" {
				t.Fatal(err)
			}
		}
	}
	noted := func() (n int, unnoted string) {
		t.Helper()
		err := r.db.Bun().QueryRowContext(t.Context(), `select count(*), coalesce(max(detail->>'unnoted'), '') from audit where action = 'login.wrong'`).Scan(&n, &unnoted)
		if err != nil {
			t.Fatal(err)
		}
		return n, unnoted
	}
	refused(130)
	if n, unnoted := noted(); n != 100 || unnoted != "" {
		t.Errorf("%d of 130 are noted, %q are told of", n, unnoted)
	}
	if _, _, err := r.login(t, "sato", password); err != nil {
		t.Errorf("somebody else meanwhile: %v", err)
	}
	r.clock.Add(int64(time.Second))
	refused(1)
	if n, unnoted := noted(); n != 101 || unnoted != "30" {
		t.Errorf("a second later %d are noted, %q are told of", n, unnoted)
	}
	r.clock.Add(int64(-24 * time.Hour))
	refused(1)
	if n, _ := noted(); n != 102 {
		t.Errorf("with the clock put back %d are noted", n)
	}
}

func TestManyWrongPasswordsAtOnceAreAllCounted(t *testing.T) {
	r := open(t)
	var wg sync.WaitGroup
	var open atomic.Int32
	for range 30 {
		wg.Go(func() {
			if _, _, err := r.login(t, "sato", "Wrong1word"); keyOf(err) == "login_failed" {
				open.Add(1)
			}
		})
	}
	wg.Wait()
	if open.Load() > 4 {
		t.Errorf("%d of 30 tries were told that they may go on, want at most 4", open.Load())
	}
	if _, _, err := r.login(t, "sato", password); keyOf(err) != "login_locked" {
		t.Errorf("after 30 wrong ones: %v", err)
	}
}

func TestASessionEndsWhenIdle(t *testing.T) {
	r := open(t)
	_, token, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	const idle = 12 * time.Hour
	for range 3 {
		r.clock.Add(int64(idle - time.Minute))
		if _, err := r.Session(t.Context(), token); err != nil {
			t.Fatalf("used in time: %v", err)
		}
	}
	if n, err := r.Purge(t.Context()); err != nil || n != 0 {
		t.Errorf("purged %d sessions in use, %v", n, err)
	}
	r.clock.Add(int64(idle + time.Minute))
	if _, err := r.Session(t.Context(), token); keyOf(err) != "no_session" {
		t.Errorf("idle for too long: %v", err)
	}
	if n, err := r.Purge(t.Context()); err != nil || n != 1 {
		t.Errorf("purged %d sessions, %v; want 1", n, err)
	}
}

func TestADisabledAgentIsOut(t *testing.T) {
	r := open(t)
	_, token, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.db.Bun().ExecContext(t.Context(), "update agents set disabled = true"); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Session(t.Context(), token); keyOf(err) != "no_session" {
		t.Errorf("session of a disabled agent: %v", err)
	}
	if _, _, err := r.login(t, "sato", password); keyOf(err) != "login_failed" {
		t.Errorf("login of a disabled agent: %v", err)
	}
}

func TestANewPasswordEndsTheSessions(t *testing.T) {
	r := open(t)
	_, token, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.SetPassword(t.Context(), r.db.Bun(), r.agent, "Other1word"); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Session(t.Context(), token); keyOf(err) != "no_session" {
		t.Errorf("session of the old password: %v", err)
	}
}

// Who had the old password must not go on looking through an open socket.
func TestANewPasswordEndsWhatIsOpen(t *testing.T) {
	r := open(t)
	var ended []id.Session
	r.OnEnd(func(s id.Session) { ended = append(ended, s) })
	first, _, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	second, _, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	end := func() {
		t.Helper()
		if err := r.EndDoomed(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	undone := errors.New("undone")
	err = r.db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		return errors.Join(r.SetPassword(ctx, tx, r.agent, "Other1word"), undone)
	})
	if !errors.Is(err, undone) {
		t.Fatal(err)
	}
	end()
	if len(ended) != 0 {
		t.Fatalf("a change that was undone ended %v", ended)
	}
	err = r.db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		err := r.SetPassword(ctx, tx, r.agent, "Other1word")
		end() // somebody else's change, before this one is committed
		return err
	})
	if err != nil || len(ended) != 0 {
		t.Fatalf("%v, before the commit %v are ended", err, ended)
	}
	end()
	end()
	slices.SortFunc(ended, func(a, b id.Session) int { return strings.Compare(a.String(), b.String()) })
	want := []id.Session{first.ID, second.ID}
	slices.SortFunc(want, func(a, b id.Session) int { return strings.Compare(a.String(), b.String()) })
	if !slices.Equal(ended, want) {
		t.Errorf("ended %v, want %v", ended, want)
	}
}

func TestThePurgeIsAJob(t *testing.T) {
	r := open(t)
	if _, _, err := r.login(t, "sato", password); err != nil {
		t.Fatal(err)
	}
	r.clock.Add(int64(13 * time.Hour))
	workers := river.NewWorkers()
	periodic := r.AddJobs(workers)
	jobs, err := pg.NewJobs(r.db, workers, pg.JobOptions{Periodic: periodic})
	if err != nil {
		t.Fatal(err)
	}
	done, stop := jobs.Client().Subscribe(river.EventKindJobCompleted)
	defer stop()
	if err := jobs.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := jobs.Stop(t.Context()); err != nil {
			t.Error(err)
		}
	}()
	select {
	case <-done: // enqueued at the start by the clock, not by this test
	case <-time.After(30 * time.Second):
		t.Fatal("the purge did not run within 30 s of the start")
	}
	var left int
	if err := r.db.Bun().QueryRowContext(t.Context(), "select count(*) from sessions").Scan(&left); err != nil || left != 0 {
		t.Errorf("%d sessions are left, %v", left, err)
	}
}

func TestMay(t *testing.T) {
	all := []access.Permission{
		access.SeeFloor, access.SeeWholeFloor, access.SetOwnStatus, access.SetOtherStatus, access.SeeOwnCalls, access.SeeAllCalls, access.PlayRecording,
		access.ReadDirectory, access.Unlock,
	}
	want := map[access.Role]string{
		access.RoleAgent: "101010110", access.RoleSupervisor: "111111110", access.RoleAdministrator: "111111111", "": "000000000", "king": "000000000",
	}
	for role, bits := range want {
		var got strings.Builder
		for _, p := range all {
			got.WriteByte("01"[map[bool]int{true: 1}[access.May(access.Session{Agent: access.Agent{Role: role}}, p)]])
		}
		if got.String() != bits {
			t.Errorf("role %q may %s, want %s", role, got.String(), bits)
		}
	}
}

func TestHashes(t *testing.T) {
	h := access.NewHasher(64, 1, 2)
	hash := h.Hash(password)
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=64,t=1,p=1$") || hash == h.Hash(password) {
		t.Errorf("hash %q: want argon2id with a salt of its own", hash)
	}
	if !access.NewHasher(128, 3, 1).Verify(hash, password) || h.Verify(hash, password+" ") {
		t.Error("a hash must be verified with its own parameters, and only by its password")
	}
	for _, bad := range []string{"", "x", "$argon2id$v=19$m=64,t=1,p=1$$", "$argon2id$v=19$m=4294967295,t=1,p=1$" + strings.Repeat("a", 70), hash[:len(hash)-3], "$argon2i" + hash[9:]} {
		if h.Verify(bad, password) {
			t.Errorf("%q verifies", bad)
		}
	}
	for range 100 {
		if p := access.GeneratePassword(); !access.CheckPassword(p) || len(p) != 16 {
			t.Fatalf("drew %q", p)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	h := access.DefaultHasher()
	hash := h.Hash(password)
	for b.Loop() {
		h.Verify(hash, password)
	}
}

func TestWithoutADatabaseNobodyIsLetIn(t *testing.T) {
	r := open(t)
	_, token, err := r.login(t, "sato", password)
	if err != nil {
		t.Fatal(err)
	}
	r.db.Close()
	if _, err := r.Session(t.Context(), token); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("session: %v", err)
	}
	if _, _, err := r.login(t, "sato", password); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("login: %v", err)
	}
}
