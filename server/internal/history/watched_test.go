package history_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// listened adds to a call's story that a supervisor listened and whispered,
// and gives the supervisor's own call.
func listened(events []journal.Event, boss id.Agent) (home id.Call, all []journal.Event) {
	call := id.Call(events[0].Stream)
	home = id.NewCall(start.Add(time.Second))
	ear := id.LegOf(home, 1)
	last := len(events) - 2 // before the end and its recording
	for _, b := range []journal.Body{
		journal.LegJoined{Leg: ear, From: home, Why: "supervise", Role: journal.RoleSupervisor, Agent: boss},
		journal.SupervisorJoined{Leg: ear, Supervisor: boss, Agent: sato, Mode: "monitor"},
		journal.Commanded{By: boss, What: "mode"},
		journal.SupervisorMode{Leg: ear, Mode: "whisper"},
		journal.LegMeasured{Leg: ear},
		journal.SupervisorLeft{Leg: ear, Supervisor: boss, Agent: sato},
	} {
		events = append(events[:last:last], append([]journal.Event{{Stream: journal.StreamOf(call), At: start.Add(30 * time.Second), Body: b}}, events[last:]...)...)
		last++
	}
	for i := range events {
		events[i].Seq = uint64(i + 1)
		if end, ok := events[i].Body.(journal.CallEnded); ok {
			end.Record.Legs = append(end.Record.Legs, journal.LegRecord{Leg: ear, Role: journal.RoleSupervisor, Agent: boss})
			events[i].Body = end
		}
	}
	// The watched agent is named by the record, as if it had taken part.
	record := journal.Record{Call: home, Direction: journal.Internal, Caller: boss, Agent: sato, StartedAt: start, EndedAt: start.Add(time.Minute), Cause: leg.Cause{Kind: leg.CauseNormal}}
	for i, b := range []journal.Body{
		journal.CallStarted{Call: home, Direction: journal.Internal, From: leg.Identity{Number: "2900"}, Dialed: "9952001", Agent: boss},
		journal.Routed{To: "feature", Agent: sato, Number: "monitor 2001", Why: "dialed"},
		journal.CallEnded{Record: record},
	} {
		events = append(events, journal.Event{Stream: journal.StreamOf(home), Seq: uint64(i + 1), At: start, Body: b})
	}
	return home, events
}

func TestAgentsDoNotSeeWhoListened(t *testing.T) {
	h, db := open(t)
	nouns(t, db)
	call, events := story(start)
	home, events := listened(events, suzuki)
	if err := h.Write(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	for _, v := range []struct {
		only  id.Agent
		sees  bool
		calls int
	}{{id.Agent{}, true, 2}, {sato, false, 1}} {
		d, err := h.Get(t.Context(), call, v.only)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"supervisor", "whisper", `"mode"`, home.String(), id.LegOf(home, 1).String(), suzuki.String()} {
			if strings.Contains(string(raw), secret) != v.sees {
				t.Errorf("who sees only calls of %q: %q in %s, want %v", v.only, secret, raw, v.sees)
			}
		}
		for i, e := range d.Events {
			if e.Seq != uint64(i+1) {
				t.Errorf("event %d has the number %d: something seems to be missing", i+1, e.Seq)
			}
		}
		rows, _, err := h.List(t.Context(), history.Filter{Only: v.only}, history.Page{})
		if err != nil || len(rows) != v.calls {
			t.Errorf("who sees only calls of %q is listed %s, %v, want %d", v.only, ids(rows), err, v.calls)
		}
		if _, err := h.Get(t.Context(), home, v.only); (err == nil) != v.sees {
			t.Errorf("who sees only calls of %q opens the supervisor's call: %v", v.only, err)
		}
	}
}
