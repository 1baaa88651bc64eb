package live

import (
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	wire "github.com/yobirin/yobirin/shared/live"
)

func becomes(h *Hub, s journal.State) {
	h.Feed(floorEvent(journal.AgentChanged{Agent: sato, State: s, Since: time.Now()}))
}

// Who watches the floor is told within 40 ms of a change, agents within 100:
// neither oftener, and neither misses anything.
func TestWhoWatchesTheFloorIsToldSooner(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		h.SetPlan(site())
		pass(time.Second)
		sv, agent := newClient(t), newClient(t)
		h.enter(sv, supervisor)
		h.enter(agent, asSato)
		pass(time.Second)
		expect := func(when string, wantSupervisor, wantAgent int) {
			t.Helper()
			a, _, _ := sv.counts()
			b, _, _ := agent.counts()
			if a != wantSupervisor || b != wantAgent {
				t.Errorf("%s: %d and %d deltas, want %d and %d", when, a, b, wantSupervisor, wantAgent)
			}
		}
		becomes(h, journal.StateAvailable)
		pass(time.Millisecond)
		expect("at first", 1, 1)
		becomes(h, journal.StateRinging)
		pass(time.Millisecond)
		expect("soon after", 1, 1)
		pass(swift)
		expect("after 40 ms", 2, 1)
		becomes(h, journal.StateTalking)
		pass(swift)
		expect("after 80 ms", 3, 1)
		pass(burst - 2*swift)
		expect("after 100 ms", 3, 2)
		pass(time.Second)
		expect("later", 3, 2)
		if a, b := sv.rows(wire.Agents), agent.rows(wire.Agents); a != b || !strings.Contains(a, `"talking"`) {
			t.Errorf("they see %s and %s", a, b)
		}
	})
}

// A row that comes and goes before an agent is told is not spoken of, and one
// that goes and comes back is there.
func TestWhatComesAndGoesBetweenIsNotTold(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		h.SetPlan(site())
		pass(time.Second)
		agent := newClient(t)
		h.enter(newClient(t), supervisor)
		h.enter(agent, asSato)
		pass(time.Second)
		c, d := id.NewCall(time.Now()), id.NewCall(time.Now())
		park := func(c id.Call, slot int) {
			h.Feed(floorEvent(journal.SlotTaken{Slot: slot, Call: c, From: leg.Identity{Number: "09011112222"}}))
			pass(swift)
		}
		free := func(c id.Call, slot int) {
			h.Feed(floorEvent(journal.SlotFreed{Slot: slot, Call: c}))
			pass(swift)
		}
		park(c, 701) // told at once
		pass(burst)
		becomes(h, journal.StateRinging) // told at once: what follows waits
		pass(time.Millisecond)
		park(d, 702)
		free(d, 702)
		pass(burst)
		becomes(h, journal.StateTalking)
		pass(time.Millisecond)
		free(c, 701)
		park(c, 703)
		pass(burst)
		if got := agent.rows(wire.Parked); !strings.Contains(got, "703") || strings.Contains(got, "702") {
			t.Errorf("the agent sees %s", got)
		}
	})
}

// How soon supervisors are told depends on what it costs.
func TestManyWatchersAreToldLessOften(t *testing.T) {
	for _, c := range []struct {
		pace       pace
		cost, want time.Duration
	}{
		{swiftly, 0, swift}, {swiftly, 4 * time.Millisecond, swift}, {swiftly, 7 * time.Millisecond, 70 * time.Millisecond}, {swiftly, time.Second, burst},
		{calmly, 0, burst}, {calmly, time.Second, burst},
	} {
		if got := c.pace.every(c.cost); got != c.want {
			t.Errorf("pace %d at %v: every %v, want %v", c.pace, c.cost, got, c.want)
		}
	}
}
