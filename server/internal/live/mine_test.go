package live

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	wire "github.com/yobirin/yobirin/shared/live"
)

// own gives the calls that a client was told of last, and how often it was
// told since the last look.
func (c *client) own() (calls []wire.MyCall, times int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var m wire.MineMessage
	if n := len(c.mine); n > 0 {
		if err := json.Unmarshal([]byte(c.mine[n-1]), &m); err != nil || m.Type != wire.TypeMine {
			c.t.Errorf("%s: %v", c.mine[n-1], err)
		}
		times, c.mine = n, c.mine[n-1:n-1]
	}
	return m.Calls, times
}

var (
	asSuzuki = Viewer{Session: id.Numbered[id.Session](3), Agent: suzuki}
	daihyo   = id.Numbered[id.Number](1)
)

// withPages is the site with a number whose pages open.
func withPages() Plan {
	p := site()
	p.Numbers = []Number{{ID: daihyo, Number: "0312345678", Name: "代表", Display: "代表（本社）", PopupRing: "https://crm.example/?n=@@@@", PopupAnswer: "http://crm.example/@@@@"}}
	return p
}

func TestAnAgentIsToldItsOwnCalls(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		h.SetPlan(withPages())
		me, too, other := newClient(t), newClient(t), newClient(t)
		h.enter(me, asSato)
		h.enter(too, Viewer{Session: id.Numbered[id.Session](4), Agent: sato})
		h.enter(other, asSuzuki)
		if calls, times := me.own(); len(calls) != 0 || times != 1 {
			t.Fatalf("at the beginning: %v, %d times", calls, times)
		}
		other.own()
		call := id.NewCall(time.Now())
		in, out := id.LegOf(call, 1), id.LegOf(call, 2)
		since := time.Now()
		from := leg.Identity{Number: "+12125550123", Name: "客"}
		for _, b := range []journal.Body{
			journal.CallStarted{Call: call, Direction: journal.Inbound, From: from, Dialed: "0312345678", Number: daihyo},
			journal.LegStarted{Leg: in, Role: journal.RoleCaller, Number: from.Number}, journal.Queued{Group: orders},
		} {
			h.Feed(callEvent(call, b))
		}
		h.Feed(floorEvent(journal.GroupArrived{Call: call, Group: orders, From: from, Since: since}))
		pass(burst)
		if _, times := me.own(); times != 0 {
			t.Errorf("a call that rings nowhere is told %d times", times)
		}
		h.Feed(callEvent(call, journal.LegStarted{Leg: out, Role: journal.RoleAgent, Agent: sato, Number: "2001"}))
		h.Feed(callEvent(call, journal.LegRinging{Leg: out}))
		pass(burst)
		calls, times := me.own()
		if times == 0 || len(calls) != 1 {
			t.Fatalf("it rings: %v, %d times", calls, times)
		}
		c := calls[0]
		if c.ID != call.String() || c.From.Number != from.Number || c.Called != "代表（本社）" || c.GroupName != "受注" || c.GroupColor != "#111111" ||
			c.WaitedSince != since.UnixMilli() || c.PopupRing != "https://crm.example/?n=%2B12125550123" || c.PopupAnswer != "http://crm.example/%2B12125550123" ||
			len(c.Parties) != 2 || c.Parties[1].Leg != out.String() || c.Parties[1].State != "ringing" {
			t.Errorf("it rings: %+v", c)
		}
		if calls, _ := too.own(); len(calls) != 1 {
			t.Errorf("the agent's other socket has %v", calls)
		}
		h.Feed(callEvent(call, journal.LegAnswered{Leg: out}))
		h.Feed(callEvent(call, journal.Connected{Agent: sato, Leg: out, Group: orders}))
		h.Feed(floorEvent(journal.GroupLeft{Call: call, Group: orders}))
		pass(burst)
		if calls, _ := me.own(); len(calls) != 1 || calls[0].WaitedSince != 0 || calls[0].State != "talking" || calls[0].Parties[1].State != "up" {
			t.Errorf("it talks: %+v", calls)
		}
		h.Feed(callEvent(call, journal.LegEnded{Leg: out}))
		pass(burst)
		if calls, times := me.own(); len(calls) != 0 || times == 0 {
			t.Errorf("it is over: %v, %d times", calls, times)
		}
		if calls, times := other.own(); times != 0 {
			t.Errorf("somebody else was told %d times, of %v", times, calls)
		}
		if len(h.parts.calls) != 0 || len(h.parts.agents) != 0 {
			t.Errorf("kept: %v %v", h.parts.calls, h.parts.agents)
		}
	})
}

func TestNobodyHearsOfASupervisorByItsOwnCalls(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		p := site()
		p.Agents[1].All = true
		h.SetPlan(p)
		s := talking(t, h)
		sv := newClient(t)
		h.enter(sv, Viewer{Session: id.Numbered[id.Session](3), Agent: suzuki, All: true})
		s.agent.own()
		ear := id.LegOf(id.NewCall(time.Now()), 1)
		s.says(s.call, journal.LegJoined{Leg: ear, Role: journal.RoleSupervisor, Agent: suzuki},
			journal.SupervisorJoined{Leg: ear, Supervisor: suzuki, Agent: sato, Mode: "monitor"})
		if calls, times := s.agent.own(); times != 0 {
			t.Errorf("who is listened to was told %d times, %+v", times, calls)
		}
		if calls, _ := sv.own(); len(calls) != 1 || len(calls[0].Supervisors) != 1 || calls[0].Supervisors[0].Leg != ear.String() {
			t.Errorf("who listens was told %+v", calls)
		}
	})
}

func TestWithheldNumbersStayHidden(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		h.SetPlan(withPages())
		me := newClient(t)
		h.enter(me, asSato)
		call := id.NewCall(time.Now())
		for _, b := range []journal.Body{
			journal.CallStarted{Call: call, Direction: journal.Inbound, From: leg.Identity{Number: "0901111", Withheld: true}, Dialed: "0312345678", Number: daihyo},
			journal.LegStarted{Leg: id.LegOf(call, 2), Role: journal.RoleAgent, Agent: sato},
		} {
			h.Feed(callEvent(call, b))
		}
		pass(burst)
		me.mu.Lock()
		got := strings.Join(me.mine, "\n")
		me.mu.Unlock()
		if strings.Contains(got, "0901111") || strings.Contains(got, "crm.example") || !strings.Contains(got, `"withheld":true`) {
			t.Errorf("told %s", got)
		}
	})
}

// BenchmarkMine measures what a change of one agent's call costs the hub with
// 2,000 agents who look on; BenchmarkMineNone the same of a call that nobody
// of them has a part in.
func BenchmarkMine(b *testing.B)     { benchmarkMine(b, id.Numbered[id.Agent](7)) }
func BenchmarkMineNone(b *testing.B) { benchmarkMine(b, id.Numbered[id.Agent](5000)) }

// deaf is a socket that takes everything.
type deaf struct{ n *int }

func (d *deaf) Send([]byte) error { *d.n++; return nil }
func (*deaf) Close(int, string)   {}

func benchmarkMine(b *testing.B, who id.Agent) {
	h := New(Options{Zone: time.UTC})
	var p Plan
	for a := range 2000 {
		p.Agents = append(p.Agents, Agent{ID: id.Numbered[id.Agent](uint32(a + 1)), Name: "agent"})
	}
	h.model.setPlan(p)
	h.flush()
	sent := 0
	for a := range 2000 {
		h.join(joining{socket: &deaf{&sent}, viewer: Viewer{Session: id.Numbered[id.Session](uint32(a + 1)), Agent: id.Numbered[id.Agent](uint32(a + 1))}})
	}
	call := id.NewCall(time.Now())
	out := id.LegOf(call, 2)
	h.model.add(callEvent(call, journal.CallStarted{Call: call, Direction: journal.Internal}))
	h.model.add(callEvent(call, journal.LegStarted{Leg: out, Role: journal.RoleAgent, Agent: who}))
	h.flush()
	sent = 0
	muted := false
	for b.Loop() {
		muted = !muted
		h.model.add(callEvent(call, journal.LegMuted{Leg: out, Muted: muted}))
		h.tellMine(h.regardCalls())
		clear(h.model.dirty[wire.Calls])
	}
	b.ReportMetric(float64(sent)/float64(b.N), "messages/op")
}
