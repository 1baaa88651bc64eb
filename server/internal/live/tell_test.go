package live

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

// allTell has as many tell as there may be, however few processors there are.
func allTell(int) int { return maxTellers }

// many gives n supervisors a socket each.
func many(h *Hub, n int, make func(i int) socket) {
	for i := range n {
		v := supervisor
		v.Session = id.Numbered[id.Session](uint32(100 + i))
		h.box.Put(input{join: &joining{socket: make(i), viewer: v}})
	}
	pass(time.Second)
}

// Several tell at once, and yet every socket hears everything in order: the
// clients complain of a number that does not follow the one before.
func TestManySocketsHearEverythingInOrder(t *testing.T) {
	bubble(t, allTell, func(t *testing.T, h *Hub) {
		clients := make([]*client, 10*handful+1)
		for i := range clients {
			clients[i] = newClient(t)
		}
		many(h, len(clients), func(i int) socket { return clients[i] })
		states := []journal.State{journal.StateAvailable, journal.StateRinging, journal.StateTalking}
		for i := range 60 {
			becomes(h, states[i%len(states)])
			h.Deliver(Delivery{Supervisors: true, Message: []byte(`{"type":"chat.typing"}`)})
			pass(swift)
		}
		for i, c := range clients {
			if deltas, snaps, closed := c.counts(); deltas != 60 || snaps != 1 || closed != "" {
				t.Fatalf("client %d has %d deltas and %d snapshots, closed %q; want 60 and 1", i, deltas, snaps, closed)
			}
			if got := c.rows(wire.Agents); got != clients[0].rows(wire.Agents) {
				t.Fatalf("client %d sees %s", i, got)
			}
		}
	})
}

// meeting is where so many sockets meet that are being told at once.
type meeting struct {
	begun atomic.Bool
	came  atomic.Int32
	all   chan struct{}
}

// attendee is a socket on which nothing is sent before the meeting is complete.
type attendee struct {
	*client
	at *meeting
}

func (a attendee) Send(message []byte) error {
	if a.at.begun.Load() {
		if a.at.came.Add(1) == maxTellers {
			close(a.at.all)
		}
		<-a.at.all
	}
	return a.client.Send(message)
}

// Told one after the other, the first of them would wait for ever.
func TestSocketsAreToldSideBySide(t *testing.T) {
	bubble(t, allTell, func(t *testing.T, h *Hub) {
		m := &meeting{all: make(chan struct{})}
		clients := make([]*client, maxTellers*handful)
		for i := range clients {
			clients[i] = newClient(t)
		}
		many(h, len(clients), func(i int) socket { return attendee{clients[i], m} })
		m.begun.Store(true)
		becomes(h, journal.StateTalking)
		pass(swift)
		for i, c := range clients {
			if deltas, _, _ := c.counts(); deltas != 1 {
				t.Errorf("client %d has %d deltas, want 1", i, deltas)
			}
		}
	})
}

// broken is a socket that fails, or panics.
type broken struct {
	*client
	now    atomic.Bool
	panics bool
}

func (b *broken) Send(message []byte) error {
	switch {
	case b.now.Load() && b.panics:
		panic("no socket")
	case b.now.Load():
		return errors.New("the buffer is full")
	}
	return b.client.Send(message)
}

func TestASocketThatFailsCostsNobodyElse(t *testing.T) {
	bubble(t, allTell, func(t *testing.T, h *Hub) {
		sockets := make([]*broken, 5*handful)
		for i := range sockets {
			sockets[i] = &broken{client: newClient(t), panics: i == 7}
		}
		many(h, len(sockets), func(i int) socket { return sockets[i] })
		sockets[7].now.Store(true)
		sockets[50].now.Store(true)
		becomes(h, journal.StateTalking)
		pass(swift)
		for i, s := range sockets {
			deltas, _, closed := s.counts()
			if i == 7 || i == 50 {
				if closed != "1008 too slow" {
					t.Errorf("socket %d that failed: closed %q", i, closed)
				}
			} else if deltas != 1 || closed != "" {
				t.Errorf("socket %d has %d deltas, closed %q", i, deltas, closed)
			}
		}
		if n := h.Readers(); n != len(sockets)-2 {
			t.Errorf("%d sockets are open, want %d", n, len(sockets)-2)
		}
	})
}

// When a thousand come at once, as after a restart, while calls go on, those
// who are there are told no oftener than ever, and all see the same.
func TestWhoComesInACrowdCostsTheOthersNoMessage(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		first := newClient(t)
		h.enter(first, supervisor)
		pass(time.Second)
		states := []journal.State{journal.StateAvailable, journal.StateRinging, journal.StateTalking}
		crowd := make([]*client, 300)
		began := time.Now()
		for i := range crowd {
			crowd[i] = newClient(t)
			v := asSato
			v.Session, v.All = id.Numbered[id.Session](uint32(100+i)), i%2 == 0
			becomes(h, states[i%len(states)])
			h.enter(crowd[i], v)
			pass(2 * time.Millisecond)
		}
		took := time.Since(began)
		pass(time.Second)
		deltas, _, _ := first.counts()
		if most := int(took/swift) + 2; deltas > most {
			t.Errorf("who was there was told %d times in %v, want at most %d", deltas, took, most)
		}
		for i, c := range crowd {
			if _, snaps, closed := c.counts(); snaps != 1 || closed != "" || c.rows(wire.Agents) != first.rows(wire.Agents) {
				t.Fatalf("newcomer %d has %d snapshots, closed %q, and sees %s", i, snaps, closed, c.rows(wire.Agents))
			}
		}
	})
}

// Who waits for a snapshot while the session ends gets none.
func TestANewcomerWhoseSessionEndsSeesNothing(t *testing.T) {
	for name, end := range map[string]func(*Hub, id.Session){"ended": (*Hub).Drop, "renewed": (*Hub).Renew} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, h *Hub) {
				h.enter(newClient(t), supervisor)
				pass(time.Second)
				becomes(h, journal.StateTalking)
				synctest.Wait()
				becomes(h, journal.StateAvailable) // owed: who comes now waits
				late := newClient(t)
				v := supervisor
				v.Session = id.Numbered[id.Session](77)
				h.box.Put(input{join: &joining{socket: late, viewer: v}})
				end(h, v.Session)
				pass(time.Second)
				if _, snaps, closed := late.counts(); snaps != 0 || closed == "" {
					t.Errorf("it has %d snapshots, closed %q", snaps, closed)
				}
			})
		})
	}
}

// At midnight of the site the figures begin anew though nothing happens.
func TestTheDayTurnsByItself(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		c := newClient(t)
		h.enter(c, supervisor)
		call := id.NewCall(time.Now())
		h.Feed(floorEvent(journal.GroupArrived{Group: orders, Call: call, Since: time.Now()}))
		h.Feed(floorEvent(journal.GroupLeft{Group: orders, Call: call, Outcome: journal.OutcomeAbandoned}))
		now := time.Now().UTC()
		midnight := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, time.UTC)
		pass(time.Until(midnight) - time.Millisecond)
		want := func(when string, n int) {
			t.Helper()
			row, _, _ := strings.Cut(c.rows(wire.Groups), "\n")
			if !strings.Contains(row, fmt.Sprintf(`"abandoned":%d`, n)) {
				t.Errorf("%s the group is %s, want %d abandoned", when, row, n)
			}
		}
		want("before midnight", 1)
		pass(2 * time.Millisecond)
		want("at midnight", 0)
	})
}
