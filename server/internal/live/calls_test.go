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

var yamada = id.Numbered[id.Agent](3)

// told is a supervisor's and an agent's socket beside a talking call.
type told struct {
	t         *testing.T
	h         *Hub
	sv, agent *client
	call      id.Call
	in, out   id.Leg // caller's, agent's
}

func talking(t *testing.T, h *Hub) *told {
	t.Helper()
	s := &told{t: t, h: h, sv: newClient(t), agent: newClient(t), call: id.NewCall(time.Now())}
	s.in, s.out = id.LegOf(s.call, 1), id.LegOf(s.call, 2)
	h.enter(s.sv, supervisor)
	h.enter(s.agent, asSato)
	s.says(s.call,
		journal.CallStarted{Call: s.call, Direction: journal.Inbound, From: leg.Identity{Number: "09012345678"}, Dialed: "0312345678"},
		journal.LegStarted{Leg: s.in, Role: journal.RoleCaller, Number: "09012345678"}, journal.LegAnswered{Leg: s.in},
		journal.LegStarted{Leg: s.out, Role: journal.RoleAgent, Agent: sato, Number: "2001"}, journal.LegAnswered{Leg: s.out},
		journal.Connected{Agent: sato, Leg: s.out})
	return s
}

func (s *told) says(c id.Call, all ...journal.Body) {
	s.t.Helper()
	for _, b := range all {
		s.h.Feed(callEvent(c, b))
	}
	pass(burst)
}

// sees fails unless the supervisor's rows hold every one of the texts; a text
// with a "!" before it must not be there.
func (s *told) sees(of wire.Collection, texts ...string) {
	s.t.Helper()
	got := s.sv.rows(of)
	for _, want := range texts {
		text, absent := strings.CutPrefix(want, "!")
		if strings.Contains(got, text) == absent {
			s.t.Errorf("%s are %s, want %s", of, got, want)
		}
	}
}

func TestWhoIsInACallIsSeen(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		s := talking(t, h)
		third := id.LegOf(s.call, 3)
		s.sees(wire.Calls, `"parties":[{"leg":"`+s.in.String()+`","role":"caller","state":"up"},{"leg":"`+s.out.String()+`","role":"agent","agent":"`+sato.String()+`","state":"up"}]`)
		s.says(s.call, journal.RecordingStarted{}, journal.RecordingPaused{Paused: true}, journal.LegMuted{Leg: s.out, Muted: true})
		s.sees(wire.Calls, `"recording":true,"paused":true`, `"state":"up","muted":true`)
		s.says(s.call, journal.RecordingPaused{}, journal.LegMuted{Leg: s.out})
		s.sees(wire.Calls, `"recording":true,"parties"`, `!muted`)
		s.says(s.call, journal.RecordingEnded{}, journal.RecordingStarted{Demanded: true})
		s.sees(wire.Calls, `"recording":true,"demanded":true`)
		s.says(s.call, journal.RecordingEnded{}, journal.RecordingStarted{})
		s.sees(wire.Calls, `"recording":true`, `!demanded`)
		handing := func(how journal.Transfer, stage string) journal.Transferred {
			return journal.Transferred{By: s.out, Agent: sato, How: how, To: "0311112222", Stage: stage}
		}
		shown := `"transfer":{"by":"` + sato.String() + `","how":"attended","to":"0311112222","stage":`
		s.says(s.call, handing(journal.TransferAttended, "begun"), journal.LegHeld{Leg: s.in}, journal.LegStarted{Leg: third, Role: journal.RoleCallee, Number: "0311112222"})
		s.sees(wire.Calls, shown+`"begun"}`)
		s.says(s.call, journal.LegRinging{Leg: third})
		s.sees(wire.Calls, `"state":"holding"`, shown+`"ringing"}`, `"role":"callee","number":"0311112222","state":"ringing"`)
		s.says(s.call, journal.LegAnswered{Leg: third}, handing(journal.TransferAttended, "consulting"))
		s.sees(wire.Calls, shown+`"consulting"}`)
		s.says(s.call, handing(journal.TransferAttended, "swapped"))
		s.sees(wire.Calls, shown+`"consulting","swapped":true}`)
		s.says(s.call, handing(journal.TransferAttended, "consulting"))
		s.sees(wire.Calls, shown+`"consulting"}`)
		s.says(s.call, handing(journal.TransferAttended, "joined"), journal.LegResumed{Leg: s.in})
		s.sees(wire.Calls, `"state":"talking"`, `!transfer`, `"number":"0311112222","state":"up"`)
		s.says(s.call, journal.LegEnded{Leg: third}, handing(journal.TransferAdd, "begun"), journal.LegStarted{Leg: third, Role: journal.RoleCallee, Number: "0311112222"}, journal.LegRinging{Leg: third})
		s.sees(wire.Calls, `"state":"talking"`, `"how":"add","to":"0311112222","stage":"ringing"`)
		s.says(s.call, journal.LegAnswered{Leg: third}, handing(journal.TransferAdd, "joined"))
		s.sees(wire.Calls, `"state":"talking"`, `!transfer`, `"number":"0311112222","state":"up"`)
		s.says(s.call, journal.LegEnded{Leg: third}, journal.RoomEntered{Room: 2, Leg: s.in}, journal.Emergency{Number: "119"})
		s.sees(wire.Calls, `!0311112222`, `"room":2`, `"emergency":true`)
		s.says(s.call, journal.CallEnded{Record: journal.Record{Call: s.call}})
		if got := s.sv.rows(wire.Calls); got != "" {
			t.Errorf("after the end the calls are %s", got)
		}
	})
}

func TestParkedCallersAreSeenByAll(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		s := talking(t, h)
		h.Feed(floorEvent(journal.SlotTaken{Slot: 9001, Call: s.call, From: leg.Identity{Number: "09012345678"}, By: sato}))
		s.says(s.call, journal.Parked{Slot: 9001, Leg: s.in, By: sato}, journal.LegEnded{Leg: s.out})
		s.sees(wire.Calls, `"state":"parked"`, `"slot":9001`, `!"agent"`)
		for _, c := range []*client{s.sv, s.agent} {
			if got := c.rows(wire.Parked); !strings.Contains(got, `"slot":9001,"call":"`+s.call.String()+`","from":{"number":"09012345678"},"by":"`+sato.String()) {
				t.Errorf("parked are %s", got)
			}
		}
		h.Feed(floorEvent(journal.SlotFreed{Slot: 9002, Call: s.call})) // another's
		pass(burst)
		s.sees(wire.Parked, "9001")
		h.Feed(floorEvent(journal.SlotFreed{Slot: 9001, Call: s.call}))
		s.says(s.call, journal.Unparked{Slot: 9001, By: suzuki, Why: "picked-up"},
			journal.LegJoined{Leg: id.LegOf(id.NewCall(time.Now()), 1), Role: journal.RoleAgent, Agent: suzuki, Why: "slot"}, journal.Connected{Agent: suzuki})
		s.sees(wire.Calls, `"state":"talking"`, `"agent":"`+suzuki.String()+`"`, `!slot`)
		if got := s.agent.rows(wire.Parked); got != "" {
			t.Errorf("after the pick-up parked are %s", got)
		}
		withheld := parkedRow(time.Now(), journal.SlotTaken{Slot: 9001, From: leg.Identity{Number: "0900000", Withheld: true}})
		if withheld.From.Number != "" {
			t.Errorf("a withheld number is shown: %+v", withheld)
		}
	})
}

func TestSupervisorsAreSeenBySupervisorsOnly(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		s := talking(t, h)
		home := id.NewCall(time.Now())
		ear := id.LegOf(home, 1)
		s.says(home, journal.CallStarted{Call: home, Direction: journal.Internal, From: leg.Identity{Number: "2900"}, Dialed: "9952001", Agent: yamada},
			journal.LegStarted{Leg: ear, Role: journal.RoleCaller, Agent: yamada}, journal.LegAnswered{Leg: ear},
			journal.Routed{To: "feature", Agent: sato, Number: "monitor 2001", Why: "dialed"})
		s.sees(wire.Calls, `"watching":{"leg":"`+ear.String()+`","agent":"`+sato.String()+`","mode":"monitor"}`)
		s.says(s.call, journal.LegJoined{Leg: ear, From: home, Why: "supervise", Role: journal.RoleSupervisor, Agent: yamada},
			journal.SupervisorJoined{Leg: ear, Supervisor: yamada, Agent: sato, Mode: "monitor"})
		s.says(home, journal.LegLeft{Leg: ear, To: s.call, Why: "supervise"})
		s.sees(wire.Calls, `"watching":{"leg":"`+ear.String()+`","agent":"`+sato.String()+`","mode":"monitor","call":"`+s.call.String()+`"}`,
			`"supervisors":[{"leg":"`+ear.String()+`","agent":"`+yamada.String()+`","of":"`+sato.String()+`","mode":"monitor"`, `!"role":"supervisor"`)
		s.says(s.call, journal.SupervisorMode{Leg: ear, Mode: "whisper"})
		s.sees(wire.Calls, `"of":"`+sato.String()+`","mode":"whisper"`, `"agent":"`+sato.String()+`","mode":"whisper","call"`, `!"mode":"monitor"`)
		s.says(s.call, journal.SupervisorLeft{Leg: ear, Supervisor: yamada, Agent: sato})
		s.sees(wire.Calls, `!supervisors`, `"agent":"`+sato.String()+`","mode":"whisper"}`)
		s.says(s.call, journal.SupervisorJoined{Leg: ear, Supervisor: yamada, Agent: sato, Mode: "barge"}) // chosen while it waited
		s.says(home, journal.LegLeft{Leg: ear, To: s.call, Why: "supervise"})
		s.sees(wire.Calls, `"agent":"`+sato.String()+`","mode":"barge","call":"`+s.call.String()+`"}`)
		all := strings.Join(s.agent.sent, "\n")
		for _, secret := range []string{ear.String(), home.String(), "monitor", "whisper", "barge", "995"} {
			if strings.Contains(all, secret) {
				t.Errorf("role agent was told of %q:\n%s", secret, all)
			}
		}
	})
}

func TestCallbacksKeepTheirPlace(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		s := talking(t, h)
		kept := id.NewCall(time.Now())
		ask := []journal.Body{journal.CallStarted{Call: kept, Direction: journal.Inbound}, journal.Queued{Group: orders}, journal.Dequeued{Group: orders, Outcome: journal.OutcomeCallback},
			journal.Callback{Group: orders, Stage: "asked"}}
		h.Feed(floorEvent(journal.GroupArrived{Group: orders, Call: kept, Since: time.Now()}))
		h.Feed(floorEvent(journal.GroupLeft{Group: orders, Call: kept, Outcome: journal.OutcomeCallback}))
		s.says(kept, ask...)
		s.sees(wire.Groups, `"callback":1,"kept":1`)
		s.sees(wire.Calls, `"state":"callback"`)
		s.says(kept, journal.Callback{Group: orders, Stage: "dialed"})
		s.sees(wire.Groups, `"callback":1,"kept":0`)
		s.sees(wire.Calls, `!"state":"callback"`)
		s.says(kept, journal.Callback{Group: orders, Stage: journal.CallbackUnanswered, Failed: leg.CauseBusy}) // it is called again later
		s.sees(wire.Groups, `"callback":1,"kept":1`)
		s.sees(wire.Calls, `"state":"callback"`)
		s.says(kept, journal.Callback{Group: orders, Stage: journal.CallbackExpired})
		s.sees(wire.Groups, `"kept":0`)
		after := id.NewCall(time.Now()) // of a restart
		s.says(after, journal.CallStarted{Call: after, Direction: journal.Inbound}, journal.Callback{Group: orders, Stage: journal.CallbackResumed, Of: kept})
		s.sees(wire.Groups, `"kept":1`)
		s.sees(wire.Calls, `"state":"callback"`)
		s.says(after, journal.Callback{Group: orders, Stage: journal.CallbackDialed}, journal.Connected{Group: orders, Agent: sato}, journal.Callback{Group: orders, Stage: journal.CallbackReached})
		s.sees(wire.Groups, `"kept":0`)
		s.says(kept, journal.Callback{Group: orders, Stage: "asked"}, journal.CallEnded{Record: journal.Record{Call: kept}})
		s.sees(wire.Groups, `"kept":0`)
	})
}

func TestAlarmsReachSupervisors(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		s := talking(t, h)
		s.says(s.call, journal.Emergency{Number: "119", Agent: sato})
		s.sees(wire.Notices, `"kind":"emergency"`, `"number":"119"`, `"count":1`)
		limit := journal.LimitReached{Limit: "agent-day", Agent: suzuki, Call: id.NewCall(time.Now()), Max: 50}
		h.Feed(floorEvent(limit))
		limit.Call = id.NewCall(time.Now())
		h.Feed(floorEvent(limit))
		h.Feed(floorEvent(journal.LimitReached{Limit: "trunk", Call: id.NewCall(time.Now())}))
		pass(burst)
		s.sees(wire.Notices, `"count":2,"agent":"`+suzuki.String()+`","limit":"agent-day","max":50`, `!"limit":"trunk"`)
		pass(sameWithin)
		limit.Call = id.NewCall(time.Now())
		h.Feed(floorEvent(limit))
		pass(burst)
		if n := strings.Count(s.sv.rows(wire.Notices), "agent-day"); n != 2 {
			t.Errorf("%d notices of the limit, want another after a while: %s", n, s.sv.rows(wire.Notices))
		}
		if all := strings.Join(s.agent.sent, "\n"); strings.Contains(all, "emergency") || strings.Contains(all, "agent-day") {
			t.Errorf("role agent was told:\n%s", all)
		}
		for range maxNotices {
			h.Feed(floorEvent(journal.LimitReached{Limit: "agent", Agent: id.New[id.Agent](time.Now()), Call: id.NewCall(time.Now()), Max: 1}))
		}
		pass(burst)
		if n := strings.Count(s.sv.rows(wire.Notices), `"kind"`); n != maxNotices {
			t.Errorf("%d notices are kept, want %d", n, maxNotices)
		}
		s.sees(wire.Notices, `!emergency`)
		pass(noticeFor + pingEvery)
		if got := s.sv.rows(wire.Notices); got != "" {
			t.Errorf("after a shift the notices are %s", got)
		}
	})
}

// TestWhatCameBackIsSeenWhileItRings: whose phone rings again is told that it is
// what was handed on or parked, and why, until somebody takes it.
func TestWhatCameBackIsSeenWhileItRings(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		s := talking(t, h)
		again, third, fourth := id.LegOf(s.call, 3), id.LegOf(s.call, 4), id.LegOf(s.call, 5)
		handing := func(how journal.Transfer, stage string, why leg.Kind) journal.Transferred {
			return journal.Transferred{By: s.out, Agent: sato, How: how, To: "2002", Stage: stage, Failed: why}
		}
		back := `"returned":{"how":"transfer","by":"` + sato.String() + `","to":"2002","cause":"busy"}`
		s.agent.own()
		s.says(s.call, handing(journal.TransferBlind, "begun", ""), journal.LegEnded{Leg: s.out})
		s.sees(wire.Calls, `!returned`)
		s.says(s.call, handing(journal.TransferBlind, "returned", leg.CauseBusy), journal.Routed{To: "agent", Agent: sato, Why: "returned"},
			journal.LegStarted{Leg: again, Role: journal.RoleAgent, Agent: sato, Number: "2001"}, journal.LegRinging{Leg: again})
		s.sees(wire.Calls, back)
		if calls, _ := s.agent.own(); len(calls) != 1 || calls[0].Returned == nil || *calls[0].Returned != (wire.Returned{How: "transfer", By: sato.String(), To: "2002", Cause: "busy"}) {
			t.Errorf("who transferred is told %+v", calls)
		}
		s.says(s.call, journal.LegAnswered{Leg: again}, journal.Connected{Agent: sato, Leg: again})
		s.sees(wire.Calls, `!returned`)

		// A consultation that comes to nothing is no call that came back.
		s.says(s.call, handing(journal.TransferAttended, "begun", ""), handing(journal.TransferAttended, "returned", leg.CauseBusy))
		s.sees(wire.Calls, `!returned`)

		parked := func(slot string) string {
			return `"returned":{"how":"park","by":"` + sato.String() + `","slot":` + slot + `}`
		}
		s.says(s.call, journal.Parked{Slot: 9003, Leg: s.in, By: sato}, journal.LegEnded{Leg: again})
		s.sees(wire.Calls, `!returned`)
		s.says(s.call, journal.Routed{To: "agent", Agent: sato, Why: "parked"}, journal.LegStarted{Leg: third, Role: journal.RoleAgent, Agent: sato})
		s.sees(wire.Calls, parked("9003"), `"slot":9003,`)
		// Nobody is there: the group takes it, and knows whose it was.
		s.says(s.call, journal.LegEnded{Leg: third}, journal.Unparked{Slot: 9003, Why: "rang-back"}, journal.Routed{To: "group", Group: orders, Why: "parked"},
			journal.Queued{Group: orders}, journal.LegStarted{Leg: fourth, Role: journal.RoleAgent, Agent: suzuki})
		s.sees(wire.Calls, parked("9003"))
		s.says(s.call, journal.LegAnswered{Leg: fourth}, journal.Connected{Agent: suzuki, Leg: fourth, Group: orders})
		s.sees(wire.Calls, `!returned`)
	})
}
