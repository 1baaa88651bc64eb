package access_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

var desk, otherDesk = id.Numbered[id.Device](1), id.Numbered[id.Device](2)

func openWithPIN(t *testing.T) *room {
	r := open(t)
	for i, d := range []id.Device{desk, otherDesk} {
		name := []string{"desk", "other"}[i]
		if _, err := r.db.Bun().ExecContext(t.Context(), "insert into devices (id, name, sip_user, ha1_md5, ha1_sha256) values (?, ?, ?, '', '')", d, name, name); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.SetPIN(t.Context(), r.db.Bun(), r.agent, "1234"); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *room) pin(t *testing.T, agent id.Agent, device id.Device, pin, want string) {
	t.Helper()
	if got := keyOf(r.CheckPIN(t.Context(), agent, device, pin)); got != want {
		t.Fatalf("PIN %s at %s: %q, want %q", pin, device, got, want)
	}
}

var supervisor = access.Session{Agent: access.Agent{ID: id.Numbered[id.Agent](9), Role: access.RoleSupervisor}, Client: access.Console}

// C-CODE-7: five wrong PINs lock it, also after a restart and with the right
// one, until it is unlocked.
func TestFiveWrongPINsLockTheAgent(t *testing.T) {
	r := openWithPIN(t)
	for range 4 {
		r.pin(t, r.agent, desk, "4321", access.PINWrong)
	}
	r.pin(t, r.agent, desk, "1234", "") // the count begins anew
	for range 2 {
		r.pin(t, r.agent, desk, "4321", access.PINWrong)
		r.pin(t, r.agent, otherDesk, "0000", access.PINWrong)
	}
	// Another process on the same database counts on.
	r.Doors = access.New(r.db, access.Options{Hasher: access.NewHasher(64, 1, 4)})
	r.pin(t, r.agent, otherDesk, "", access.PINLocked)
	r.pin(t, r.agent, desk, "1234", access.PINLocked)
	r.pin(t, r.agent, desk, "1234", access.PINLocked)
	if err := r.UnlockPIN(t.Context(), r.agent, supervisor, access.Origin{}); err != nil {
		t.Fatal(err)
	}
	r.pin(t, r.agent, desk, "1234", "")
	if err := r.UnlockPIN(t.Context(), id.Numbered[id.Agent](77), supervisor, access.Origin{}); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("unlocking nobody: %v", err)
	}
	rows, _, err := r.ListAudit(t.Context(), access.Trail{Action: "pin", Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, row := range rows {
		count[row.Action]++
	}
	if count["pin.wrong"] != 9 || count["pin.in"] != 2 || count["pin.locked"] != 2 || count["pin.unlocked"] != 1 {
		t.Errorf("the audit has %v", count)
	}
}

// Who tries several agents' PINs at one phone is stopped there.
func TestFiveWrongPINsLockThePhone(t *testing.T) {
	r := openWithPIN(t)
	for n := range uint32(4) {
		agent := id.Numbered[id.Agent](100 + n)
		r.add(t, agent, []string{"a111", "b111", "c111", "d111"}[n], access.RoleAgent)
		r.pin(t, agent, desk, "0000", access.PINWrong) // they have no PIN
	}
	r.pin(t, id.Numbered[id.Agent](100), desk, "0000", access.PINLocked)
	r.pin(t, r.agent, desk, "1234", access.PINLocked)
	r.pin(t, r.agent, otherDesk, "1234", "")
	if err := r.UnlockPhone(t.Context(), desk, supervisor, access.Origin{}); err != nil {
		t.Fatal(err)
	}
	r.pin(t, r.agent, desk, "1234", "")
	if err := r.UnlockPhone(t.Context(), id.Numbered[id.Device](77), supervisor, access.Origin{}); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("unlocking no phone: %v", err)
	}
}

// A guess that comes while the PIN is locked is not one of the phone's.
func TestALockedPINDoesNotLockThePhone(t *testing.T) {
	r := openWithPIN(t)
	for range 4 {
		r.pin(t, r.agent, otherDesk, "0000", access.PINWrong)
	}
	r.pin(t, r.agent, otherDesk, "0000", access.PINLocked)
	for range 7 {
		r.pin(t, r.agent, desk, "1234", access.PINLocked)
	}
	colleague := id.Numbered[id.Agent](50)
	r.add(t, colleague, "suzuki", access.RoleAgent)
	if err := r.SetPIN(t.Context(), r.db.Bun(), colleague, "9876"); err != nil {
		t.Fatal(err)
	}
	r.pin(t, colleague, desk, "9876", "")
}

// Many tries at once give no more than five.
func TestTriesAtOnceAreCounted(t *testing.T) {
	r := openWithPIN(t)
	var looked atomic.Int32
	var wg sync.WaitGroup
	for n := range 40 {
		device := []id.Device{desk, otherDesk}[n%2]
		wg.Go(func() {
			switch keyOf(r.CheckPIN(t.Context(), r.agent, device, "0000")) {
			case access.PINWrong:
				looked.Add(1)
			case access.PINLocked:
			default:
				t.Error("neither wrong nor locked")
			}
		})
	}
	wg.Wait()
	if n := looked.Load(); n > 4 {
		t.Errorf("%d guesses were told to be wrong before the lock", n)
	}
	r.pin(t, r.agent, desk, "1234", access.PINLocked)
}

func TestADisabledAgentsPINIsWrong(t *testing.T) {
	r := openWithPIN(t)
	if _, err := r.db.Bun().ExecContext(t.Context(), "update agents set disabled = true"); err != nil {
		t.Fatal(err)
	}
	r.pin(t, r.agent, desk, "1234", access.PINWrong)
}
