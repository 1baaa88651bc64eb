package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	wire "github.com/yobirin/yobirin/shared/live"
)

var (
	sato, suzuki    = id.Numbered[id.Agent](1), id.Numbered[id.Agent](2)
	orders, general = id.Numbered[id.Group](1), id.Numbered[id.Group](2)
	away            = id.Numbered[id.Status](1)
	supervisor      = Viewer{Session: id.Numbered[id.Session](1), All: true}
	asSato          = Viewer{Session: id.Numbered[id.Session](2), Agent: sato}
)

func site() Plan {
	return Plan{
		Groups:   []Group{{orders, "受注", "3001", "#111111", []id.Agent{sato, suzuki}}, {general, "総合", "3002", "#222222", []id.Agent{suzuki}}},
		Agents:   []Agent{{sato, "佐藤", "さとう", "2001", false}, {suzuki, "鈴木", "すずき", "2002", false}},
		Statuses: []Status{{away, "離席中", "#f59f00", "coffee", false}},
	}
}

// client is a socket that rebuilds the state from what it is sent.
type client struct {
	t       testing.TB
	mu      sync.Mutex
	seq     uint64
	state   map[wire.Collection]map[string]json.RawMessage
	sent    []string
	mine    []string // messages of one's own calls
	slow    bool
	closed  string
	deltas  int
	snaps   int
	changed chan struct{}
}

func newClient(t testing.TB) *client { return &client{t: t, changed: make(chan struct{}, 1)} }

func (c *client) Send(m []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.slow {
		return errors.New("the buffer is full")
	}
	var in struct {
		Type wire.MessageType
		Seq  uint64
		// either
		State map[wire.Collection]map[string]json.RawMessage
		Set   map[wire.Collection]map[string]json.RawMessage
		Del   map[wire.Collection][]string
	}
	if err := json.Unmarshal(m, &in); err != nil {
		c.t.Errorf("message %s: %v", m, err)
		return nil
	}
	if in.Type == wire.TypeMine {
		c.mine = append(c.mine, string(m))
		return nil
	}
	c.sent = append(c.sent, string(m))
	switch in.Type {
	case wire.TypeSnapshot:
		c.state, c.snaps = in.State, c.snaps+1
	case wire.TypeDelta:
		c.deltas++
		if in.Seq != c.seq+1 {
			c.t.Errorf("delta %d follows %d", in.Seq, c.seq)
		}
		for k, rows := range in.Set {
			maps.Copy(c.state[k], rows)
		}
		for k, keys := range in.Del {
			for _, key := range keys {
				if _, ok := c.state[k][key]; !ok {
					c.t.Errorf("%s %s is deleted, but was never sent", k, key)
				}
				delete(c.state[k], key)
			}
		}
	case wire.TypePing, wire.TypeMine, wire.TypeChanged, wire.TypeChatMessage, wire.TypeChatRead, wire.TypeChatTyping:
		return nil
	case wire.TypeResync, wire.TypePhoneOffer, wire.TypePhoneHangUp, wire.TypePhoneDigits, wire.TypePhoneResume,
		wire.TypePhoneAnswer, wire.TypePhoneRefused, wire.TypePhoneProgress, wire.TypePhoneEnded:
	}
	c.seq = in.Seq
	return nil
}

func (c *client) Close(code int, reason string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = fmt.Sprint(code, " ", reason)
}

// counts gives how many deltas and snapshots came, and why it was closed.
func (c *client) counts() (deltas, snaps int, closed string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.deltas, c.snaps, c.closed
}

// rows gives a collection by its keys, as one text.
func (c *client) rows(of wire.Collection) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []string
	for _, k := range slices.Sorted(maps.Keys(c.state[of])) {
		out = append(out, string(c.state[of][k]))
	}
	return strings.Join(out, "\n")
}

// inBubble runs a hub in virtual time.
func inBubble(t *testing.T, play func(t *testing.T, h *Hub)) { bubble(t, tellers, play) }

// bubble runs a hub with so many who tell.
func bubble(t *testing.T, tellers func(sockets int) int, play func(t *testing.T, h *Hub)) {
	synctest.Test(t, func(t *testing.T) {
		h := New(Options{Zone: time.UTC, ServiceLevel: 20 * time.Second})
		h.tellers = tellers
		ctx, stop := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			if err := h.Run(ctx); err != nil {
				t.Error(err)
			}
		})
		h.SetPlan(site())
		play(t, h)
		stop()
		wg.Wait()
	})
}

func (h *Hub) enter(s socket, v Viewer) {
	h.box.Put(input{join: &joining{socket: s, viewer: v}})
	synctest.Wait()
}

func floorEvent(body journal.Body) journal.Event {
	return journal.Event{Stream: id.Numbered[id.Stream](9), At: time.Now(), Body: body}
}

func callEvent(c id.Call, body journal.Body) journal.Event {
	return journal.Event{Stream: journal.StreamOf(c), At: time.Now(), Body: body}
}

func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

func TestACallIsSeenFromStartToEnd(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		sv, agent := newClient(t), newClient(t)
		h.enter(sv, supervisor)
		h.enter(agent, asSato)
		call := id.NewCall(time.Now())
		out := id.LegOf(call, 2)
		from := leg.Identity{Number: "09012345678", Name: "客"}
		steps := []struct {
			events      []journal.Event
			state       string // of the call, for the supervisor
			waiting     int
			agentTalked bool
		}{
			{[]journal.Event{callEvent(call, journal.CallStarted{Call: call, Direction: journal.Inbound, From: from, Dialed: "0312345678"})}, "ringing", 0, false},
			{[]journal.Event{callEvent(call, journal.Queued{Group: orders}), floorEvent(journal.GroupArrived{Group: orders, Call: call, From: from, Since: time.Now()})}, "waiting", 1, false},
			{[]journal.Event{callEvent(call, journal.LegStarted{Leg: out, Role: journal.RoleAgent, Agent: sato}), callEvent(call, journal.LegRinging{Leg: out})}, "waiting", 1, false},
			{[]journal.Event{
				floorEvent(journal.GroupLeft{Group: orders, Call: call, Outcome: journal.OutcomeAnswered, Agent: sato}), callEvent(call, journal.Connected{Group: orders, Agent: sato, Leg: out}),
				floorEvent(journal.AgentChanged{Agent: sato, State: journal.StateTalking, Since: time.Now(), Calls: []id.Call{call}}),
			}, "talking", 0, true},
			{[]journal.Event{callEvent(call, journal.LegHeld{Leg: out})}, "holding", 0, true},
			{[]journal.Event{callEvent(call, journal.LegResumed{Leg: out}), callEvent(call, journal.RecordingStarted{})}, "talking", 0, true},
			{[]journal.Event{callEvent(call, journal.CallEnded{Record: journal.Record{Call: call}}), floorEvent(journal.AgentChanged{Agent: sato, State: journal.StateAvailable, Since: time.Now()})}, "", 0, false},
		}
		for i, s := range steps {
			for _, e := range s.events {
				h.Feed(e)
			}
			pass(burst)
			calls := sv.rows(wire.Calls)
			if s.state != "" && !strings.Contains(calls, `"state":"`+s.state+`"`) || s.state == "" && calls != "" {
				t.Errorf("step %d: calls are %s, want %q", i, calls, s.state)
			}
			if n := strings.Count(sv.rows(wire.Waiting), "position"); n != s.waiting {
				t.Errorf("step %d: %d calls wait, want %d", i, n, s.waiting)
			}
			if talks := strings.Contains(agent.rows(wire.Agents), `"state":"talking"`); talks != s.agentTalked {
				t.Errorf("step %d: the agent sees %s", i, agent.rows(wire.Agents))
			}
		}
		if !strings.Contains(sv.rows(wire.Groups), `"answered":1,"abandoned":0,"overflow":0,"timeout":0,"arrivals":1,"callback":0,"kept":0`) {
			t.Errorf("groups are %s", sv.rows(wire.Groups))
		}
		all := strings.Join(agent.sent, "\n")
		if strings.Contains(all, "09012345678") || strings.Contains(all, "総合") || !strings.Contains(all, "受注") {
			t.Errorf("role agent was told\n%s", all)
		}
	})
}

func TestBurstsAreToldTogether(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		c := newClient(t)
		h.enter(c, supervisor)
		pass(time.Second)
		since := time.Now()
		change := func(s journal.State) {
			h.Feed(floorEvent(journal.AgentChanged{Agent: sato, State: s, Since: since}))
			synctest.Wait()
		}
		change(journal.StateAvailable)
		if n, _, _ := c.counts(); n != 1 {
			t.Errorf("%d deltas after the first change, want it told at once", n)
		}
		for range 50 {
			change(journal.StateTalking)
			change(journal.StateAvailable)
		}
		change(journal.StateRinging)
		if n, _, _ := c.counts(); n != 1 {
			t.Errorf("%d deltas within the burst, want 1", n)
		}
		pass(swift)
		if n, _, _ := c.counts(); n != 2 || !strings.Contains(c.rows(wire.Agents), `"state":"ringing"`) {
			t.Errorf("%d deltas after the burst, agents %s", n, c.rows(wire.Agents))
		}
		change(journal.StateTalking)
		change(journal.StateRinging)
		pass(time.Second)
		if n, _, _ := c.counts(); n != 2 {
			t.Errorf("%d deltas, though the row came back to what was told", n)
		}
	})
}

func TestResyncAndSlowReaders(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		c, slow := newClient(t), newClient(t)
		h.enter(c, supervisor)
		h.enter(slow, supervisor)
		slow.slow = true
		pass(time.Second)
		h.Feed(floorEvent(journal.AgentChanged{Agent: sato, State: journal.StateAvailable, Since: time.Now()}))
		synctest.Wait()
		if slow.closed != "1008 too slow" || h.Readers() != 1 {
			t.Errorf("the slow reader is %q, %d are open", slow.closed, h.Readers())
		}
		before := c.rows(wire.Agents)
		c.state = nil
		h.box.Put(input{resync: c})
		synctest.Wait()
		if c.snaps != 2 || c.rows(wire.Agents) != before {
			t.Errorf("after the resync %d snapshots, agents %s, want %s", c.snaps, c.rows(wire.Agents), before)
		}
		h.box.Put(input{resync: c})
		synctest.Wait()
		if c.closed != "1008 too many resyncs" {
			t.Errorf("a second resync at once: %q", c.closed)
		}
	})
}

func TestAPlanChangeIsSeen(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		sv, agent := newClient(t), newClient(t)
		h.enter(sv, supervisor)
		h.enter(agent, asSato)
		pass(time.Second)
		p := site()
		p.Groups[0].Members = []id.Agent{suzuki}
		p.Groups[1].Members = []id.Agent{sato, suzuki}
		p.Groups[1].Name = "総合窓口"
		p.Statuses = nil
		h.SetPlan(p)
		synctest.Wait()
		if got := agent.rows(wire.Groups); strings.Contains(got, "受注") || !strings.Contains(got, "総合窓口") {
			t.Errorf("an agent moved to another group sees %s", got)
		}
		if got := sv.rows(wire.Groups); !strings.Contains(got, "受注") || !strings.Contains(got, "総合窓口") || sv.rows(wire.Statuses) != "" || sv.snaps != 1 {
			t.Errorf("the supervisor sees %s, statuses %s after %d snapshots", got, sv.rows(wire.Statuses), sv.snaps)
		}
		gone := newClient(t)
		h.enter(gone, Viewer{Session: id.Numbered[id.Session](3), Agent: suzuki})
		p.Agents = p.Agents[:1]
		h.SetPlan(p)
		synctest.Wait()
		if gone.closed != "4401 the agent is not there any more" {
			t.Errorf("a disabled agent: %q", gone.closed)
		}
		h.Drop(asSato.Session)
		synctest.Wait()
		if agent.closed != "4401 the session has ended" {
			t.Errorf("after the logout: %q", agent.closed)
		}
	})
}

// A socket outlives what its agent may see: who was made an agent again must
// not go on reading callers' numbers, until the console happens to be reloaded.
func TestARoleThatChangesIsFollowed(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		p := site()
		p.Agents[1].All = true
		h.SetPlan(p)
		c := newClient(t)
		h.enter(c, Viewer{Session: id.Numbered[id.Session](3), Agent: suzuki, All: true})
		call := id.NewCall(time.Now())
		h.Feed(floorEvent(journal.GroupArrived{Group: orders, Call: call, From: leg.Identity{Number: "09011112222"}, Since: time.Now()}))
		pass(time.Second)
		if !strings.Contains(c.rows(wire.Waiting), "09011112222") {
			t.Fatalf("a supervisor sees %s waiting", c.rows(wire.Waiting))
		}
		p = site()
		h.SetPlan(p)
		pass(time.Second)
		if c.rows(wire.Waiting) != "" || c.closed != "" {
			t.Errorf("made an agent it sees %s waiting, closed %q", c.rows(wire.Waiting), c.closed)
		}
		p = site()
		p.Agents[1].All = true
		h.SetPlan(p)
		pass(time.Second)
		if !strings.Contains(c.rows(wire.Waiting), "09011112222") {
			t.Errorf("made a supervisor again it sees %s waiting", c.rows(wire.Waiting))
		}
	})
}

func TestMidnightBeginsANewDay(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) { // the bubble's clock begins at midnight
		c := newClient(t)
		h.enter(c, supervisor)
		call := id.NewCall(time.Now())
		h.Feed(floorEvent(journal.GroupArrived{Group: orders, Call: call, Since: time.Now()}))
		h.Feed(floorEvent(journal.GroupLeft{Group: orders, Call: call, Outcome: journal.OutcomeAbandoned}))
		pass(time.Second)
		if !strings.Contains(c.rows(wire.Groups), `"abandoned":1`) {
			t.Errorf("groups %s", c.rows(wire.Groups))
		}
		pass(24 * time.Hour)
		if strings.Contains(c.rows(wire.Groups), `"abandoned":1`) {
			t.Errorf("after midnight the groups are still %s", c.rows(wire.Groups))
		}
	})
}

func TestFloorGivesLists(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		for _, c := range []struct {
			viewer Viewer
			groups int
		}{{supervisor, 2}, {asSato, 1}, {Viewer{}, 0}} {
			raw, err := h.Floor(t.Context(), c.viewer)
			var got struct {
				ServerTime                               int64
				Groups, Agents, Waiting, Calls, Statuses []json.RawMessage
			}
			if err != nil || json.Unmarshal(raw, &got) != nil || len(got.Groups) != c.groups || len(got.Agents) != 2 || got.Waiting == nil || got.ServerTime == 0 {
				t.Errorf("floor of %+v is %s, %v", c.viewer, raw, err)
			}
		}
	})
}
