package live

import (
	"strings"
	"testing"
	"time"

	wire "github.com/yobirin/yobirin/shared/live"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// Who may something else now comes again; the others stay.
func TestWhoMaySomethingElseComesAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		h.SetPlan(site())
		changed, other := newClient(t), newClient(t)
		h.enter(changed, Viewer{Session: id.Numbered[id.Session](1), Agent: suzuki})
		h.enter(other, Viewer{Session: id.Numbered[id.Session](2), Agent: suzuki})
		h.Renew(id.Numbered[id.Session](1))
		pass(time.Second)
		if changed.closed != "4403 the session may something else now" || other.closed != "" {
			t.Errorf("closed %q and %q", changed.closed, other.closed)
		}
	})
}

// A program's key that is not for the whole floor does not come to see it
// because its owner does.
func TestAKeySeesNoMoreThanWhenItCame(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		p := site()
		p.Agents[1].All = true
		h.SetPlan(p)
		key, login := newClient(t), newClient(t)
		h.enter(key, Viewer{Session: id.Numbered[id.Session](1), Agent: suzuki, Bounded: true})
		h.enter(login, Viewer{Session: id.Numbered[id.Session](2), Agent: suzuki, All: true})
		h.SetPlan(p)
		h.Feed(floorEvent(journal.GroupArrived{Group: orders, Call: id.NewCall(time.Now()), From: leg.Identity{Number: "09011112222"}, Since: time.Now()}))
		pass(time.Second)
		if key.rows(wire.Waiting) != "" || login.rows(wire.Waiting) == "" {
			t.Errorf("the key sees %q, its owner %q", key.rows(wire.Waiting), login.rows(wire.Waiting))
		}
	})
}

// The snapshot says what its reader might when the socket was opened, so that
// a page that asked before that finds out.
func TestASnapshotSaysWhatItsReaderMay(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		h.SetPlan(site())
		knows, program := newClient(t), newClient(t)
		v := supervisor
		v.Rights = &wire.Rights{Role: "supervisor", Permissions: []string{"floor.see", "floor.see-all"}}
		h.enter(knows, v)
		h.enter(program, asSato)
		pass(time.Second)
		if got := knows.sent[0]; !strings.Contains(got, `"rights":{"role":"supervisor","permissions":["floor.see","floor.see-all"]},"state":`) {
			t.Errorf("the snapshot begins %.200s", got)
		}
		if got := program.sent[0]; strings.Contains(got, `"rights"`) {
			t.Errorf("the snapshot begins %.200s", got)
		}
	})
}
