package history_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// rung is a call that rang at agents and that nobody answered; by the group,
// or directly.
func rung(at time.Time, group id.Group, agents ...id.Agent) (id.Call, []journal.Event) {
	call := id.NewCall(at)
	from := leg.Identity{Number: "09012345678", Name: "客"}
	bodies := []journal.Body{journal.CallStarted{Call: call, Direction: journal.Inbound, From: from, Dialed: "0312345678", Number: mainNumber}}
	if group.IsZero() {
		bodies = append(bodies, journal.Routed{To: "agent", Agent: agents[0], Why: "number"})
	} else {
		bodies = append(bodies, journal.Queued{Group: group, Since: at})
	}
	bodies = append(bodies, journal.Offered{Group: group, Agents: agents, Why: []journal.MemberReason{{Agent: agents[0], Chosen: true, Reason: "all"}}})
	for _, a := range agents {
		bodies = append(bodies, journal.OfferEnded{Group: group, Agent: a, Cause: leg.CauseNoAnswer})
	}
	record := journal.Record{Call: call, Direction: journal.Inbound, From: from, To: leg.Identity{Number: "0312345678"}, Number: mainNumber, Group: group,
		StartedAt: at, EndedAt: at.Add(20 * time.Second), Waited: 20 * time.Second, Cause: leg.Cause{Kind: leg.CauseCallerGone}}
	bodies = append(bodies, journal.CallEnded{Record: record})
	events := make([]journal.Event, len(bodies))
	for i, b := range bodies {
		events[i] = journal.Event{Stream: journal.StreamOf(call), Seq: uint64(i + 1), At: at.Add(time.Duration(i) * time.Second), Body: b}
	}
	events[0].At = at
	return call, events
}

// sharedStory is story, which also rang at suzuki, who did not take it.
func sharedStory(at time.Time) (id.Call, []journal.Event) {
	call, events := story(at)
	for i := range events {
		if o, ok := events[i].Body.(journal.Offered); ok {
			o.Agents = append(o.Agents, suzuki)
			events[i].Body = o
		}
	}
	return call, events
}

func TestAnAgentsHistoryHasWhatRangThere(t *testing.T) {
	h, db := open(t)
	nouns(t, db)
	taken, a := sharedStory(start)
	group, b := rung(start.Add(time.Hour), orders, sato, suzuki)
	direct, c := rung(start.Add(2*time.Hour), id.Group{}, suzuki)
	other, d := rung(start.Add(3*time.Hour), id.Group{}, sato)
	for _, e := range [][]journal.Event{a, b, c, d, a, b, c, d} { // the spool tells things twice
		if err := h.Write(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	for _, v := range []struct {
		name   string
		filter history.Filter
		want   []id.Call
	}{
		{"all", history.Filter{Only: suzuki}, []id.Call{direct, group, taken}},
		{"of who took it", history.Filter{Only: sato}, []id.Call{other, group, taken}},
		{"missed", history.Filter{Only: suzuki, Rang: history.RangMissed}, []id.Call{direct, group}},
		{"elsewhere", history.Filter{Only: suzuki, Rang: history.RangElsewhere}, []id.Call{taken}},
		{"direct", history.Filter{Only: suzuki, Rang: history.RangDirect}, []id.Call{direct}},
		{"elsewhere, of who took it", history.Filter{Only: sato, Rang: history.RangElsewhere}, nil},
		{"result missed", history.Filter{Only: suzuki, Result: "missed"}, []id.Call{direct, group}},
		{"result answered", history.Filter{Only: suzuki, Result: "answered"}, nil},
		{"answered by a colleague", history.Filter{Only: suzuki, Agent: sato}, []id.Call{taken}},
		{"from", history.Filter{Only: suzuki, From: start.Add(time.Hour)}, []id.Call{direct, group}},
		{"to", history.Filter{Only: suzuki, To: start.Add(2 * time.Hour)}, []id.Call{group, taken}},
		{"digits", history.Filter{Only: suzuki, Digits: "0901234"}, []id.Call{direct, group, taken}},
		{"no such digits", history.Filter{Only: suzuki, Digits: "0909999"}, nil},
		{"group", history.Filter{Only: suzuki, Group: orders}, []id.Call{group, taken}},
		{"a supervisor's own", history.Filter{RangAt: suzuki, Rang: history.RangMissed}, []id.Call{direct, group}},
		{"own, named", history.Filter{Only: suzuki, Agent: suzuki, RangAt: suzuki}, []id.Call{direct, group, taken}},
		{"a supervisor's own calls", history.Filter{RangAt: suzuki, Agent: suzuki}, []id.Call{direct, group, taken}},
		{"of another, for a supervisor", history.Filter{RangAt: sato, Agent: suzuki}, nil},
		{"a supervisor's list", history.Filter{RangAt: suzuki}, []id.Call{other, direct, group, taken}},
	} {
		for _, sort := range []history.Sort{history.NewestFirst, history.OldestFirst, history.LongestTalk, history.LongestWait} {
			got := map[id.Call]history.CallRow{}
			var order []id.Call
			for page := (history.Page{Sort: sort, Limit: 1}); ; {
				rows, next, err := h.List(t.Context(), v.filter, page)
				if err != nil {
					t.Fatalf("%s: %v", v.name, err)
				}
				for _, r := range rows {
					if n := len(order); n > 0 && (sort == history.LongestWait && got[order[n-1]].WaitSeconds < r.WaitSeconds || sort == history.LongestTalk && got[order[n-1]].TalkSeconds < r.TalkSeconds) {
						t.Errorf("%s %s: %+v stands behind %+v", v.name, sort, r, got[order[n-1]])
					}
					if _, twice := got[r.ID]; twice {
						t.Errorf("%s %s: %s comes twice", v.name, sort, r.ID)
					}
					got[r.ID] = r
					order = append(order, r.ID)
				}
				if page.Cursor = next; next == "" {
					break
				}
			}
			if len(got) != len(v.want) || sort == history.NewestFirst && fmt.Sprint(order) != fmt.Sprint(v.want) && len(v.want) > 0 {
				t.Errorf("%s %s: %v, want %v", v.name, sort, order, v.want)
			}
		}
	}
}

func TestWhatAColleagueAnsweredIsNamedAndNotHeard(t *testing.T) {
	h, db := open(t)
	nouns(t, db)
	call, events := sharedStory(start)
	if err := h.Write(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	rows, _, err := h.List(t.Context(), history.Filter{Only: suzuki}, history.Page{})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%v %v", rows, err)
	}
	if r := rows[0]; r.Rang != history.RangElsewhere || r.Agent == nil || r.Agent.Name != "佐藤" || r.HasRecording {
		t.Errorf("%+v by %+v", r, r.Agent)
	}
	wantHushed(t, h, rows[0])
	if mine, _, err := h.List(t.Context(), history.Filter{Only: sato}, history.Page{}); err != nil || mine[0].Rang != "" || !mine[0].HasRecording {
		t.Errorf("of who took it: %+v %v", mine, err)
	}
	d, err := h.Get(t.Context(), call, suzuki)
	if err != nil || d.Call.Rang != history.RangElsewhere || d.Call.HasRecording || len(d.Reports) != 0 {
		t.Fatalf("%+v %v", d.Call, err)
	}
	wantHushed(t, h, d.Call)
	kinds := []string{}
	for i, e := range d.Events {
		kinds = append(kinds, e.Kind)
		if e.Seq != uint64(i+1) {
			t.Errorf("event %d is numbered %d: something seems to be missing", i, e.Seq)
		}
	}
	if got := strings.Join(kinds, " "); got != "started queued offered" {
		t.Errorf("the agent is told %s", got)
	}
	if text, err := json.Marshal(d.Events); err != nil || strings.Count(string(text), `"agents":["`+suzuki.String()+`"]`) != 1 || strings.Contains(string(text), "why") {
		t.Errorf("the timeline names who else it rang at: %s %v", text, err)
	}
	if _, err := h.Get(t.Context(), call, id.Numbered[id.Agent](3)); err == nil {
		t.Error("somebody at whom it never rang sees it")
	}
	if recordings, err := h.Recordings(t.Context(), call, suzuki); err == nil && len(recordings) > 0 {
		t.Errorf("its recordings: %v", recordings)
	}
}

// wantHushed looks for what an agent must not learn of a call that a colleague
// answered: how long that talked, and when and how it ended. Filters and
// orders must not tell it either.
func wantHushed(t *testing.T, h *history.History, r history.CallRow) {
	t.Helper()
	if r.TalkSeconds != 0 || r.EndedBy != "" || r.Cause != "" || r.AnsweredAt == nil || r.EndedAt == nil || !r.EndedAt.Equal(*r.AnsweredAt) {
		t.Errorf("how a colleague talked is told: %+v, ended at %v", r, r.EndedAt)
	}
	second, none := time.Second, time.Duration(0)
	for name, v := range map[string]struct {
		filter history.Filter
		want   int
	}{
		"talked a second": {history.Filter{Only: suzuki, MinTalk: &second}, 0},
		"talked less":     {history.Filter{Only: suzuki, MaxTalk: &second}, 1},
		"talked not":      {history.Filter{Only: suzuki, MinTalk: &none}, 1},
		"less than none":  {history.Filter{Only: suzuki, MaxTalk: &none}, 0},
		"a supervisor":    {history.Filter{RangAt: suzuki, Rang: history.RangElsewhere, MinTalk: &second}, 1},
	} {
		if rows, _, err := h.List(t.Context(), v.filter, history.Page{}); err != nil || len(rows) != v.want {
			t.Errorf("%s: %d calls, want %d (%v)", name, len(rows), v.want, err)
		}
	}
}

// Whom a call went on to after a colleague had answered it is not for an agent
// at whom it only rang, not even by asking for each of them.
func TestWhomAColleaguesCallWentOnToIsNotTold(t *testing.T) {
	h, db := open(t)
	nouns(t, db)
	call, events := sharedStory(start)
	third := id.Numbered[id.Agent](3)
	for i := range events {
		if e, ok := events[i].Body.(journal.CallEnded); ok {
			last := e.Record.Segments[len(e.Record.Segments)-1]
			last.Agent = third
			e.Record.Segments = append(e.Record.Segments, last)
			events[i].Body = e
		}
	}
	if err := h.Write(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]struct {
		filter history.Filter
		want   int
	}{
		"who answered":           {history.Filter{Only: suzuki, Agent: sato}, 1},
		"who talked later":       {history.Filter{Only: suzuki, Agent: third}, 0},
		"that agent's own":       {history.Filter{Only: third}, 1},
		"later, to a supervisor": {history.Filter{RangAt: suzuki, Rang: history.RangElsewhere, Agent: third}, 1},
	} {
		if rows, _, err := h.List(t.Context(), v.filter, history.Page{}); err != nil || len(rows) != v.want {
			t.Errorf("%s: %d calls of %s, want %d (%v)", name, len(rows), call, v.want, err)
		}
	}
}

func TestMissedCallsAreCountedUntilTheyAreSeen(t *testing.T) {
	db := pgtest.New(t)
	now := start.Add(24 * time.Hour)
	h := history.New(db, history.Options{Recordings: t.TempDir(), Now: func() time.Time { return now }})
	nouns(t, db)
	count := func(agent id.Agent, want int) history.Missed {
		t.Helper()
		m, err := h.MissedOf(t.Context(), agent)
		if err != nil || m.Count != want {
			t.Fatalf("%+v %v, want %d", m, err, want)
		}
		return m
	}
	count(sato, 0)
	_, group := rung(start, orders, sato)
	_, direct := rung(start.Add(time.Hour), id.Group{}, sato)
	_, declined := rung(start.Add(2*time.Hour), id.Group{}, sato)
	for i := range declined {
		if o, ok := declined[i].Body.(journal.OfferEnded); ok {
			o.Cause = leg.CauseRejected
			declined[i].Body = o
		}
	}
	_, old := rung(start.AddDate(0, 0, -40), id.Group{}, sato)
	_, taken := story(start)
	_, going := rung(start.Add(3*time.Hour), id.Group{}, sato)
	for _, e := range [][]journal.Event{group, direct, declined, old, taken, going[:3]} {
		if err := h.Write(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	m := count(sato, 1)
	if m.Latest == nil || !m.Latest.Equal(start.Add(time.Hour+20*time.Second)) {
		t.Errorf("the newest ended at %v", m.Latest)
	}
	count(suzuki, 0)
	if err := h.SeeMissed(t.Context(), sato, *m.Latest); err != nil {
		t.Fatal(err)
	}
	count(sato, 0)
	// One that rang while the others were looked at is not lost.
	if err := h.Write(t.Context(), going); err != nil {
		t.Fatal(err)
	}
	count(sato, 1)
	// What is seen stays seen, and the future is not seen yet.
	if err := h.SeeMissed(t.Context(), sato, start); err != nil {
		t.Fatal(err)
	}
	count(sato, 1)
	if err := h.SeeMissed(t.Context(), sato, now.AddDate(1, 0, 0)); err != nil {
		t.Fatal(err)
	}
	count(sato, 0)
	now = now.Add(24 * time.Hour)
	_, next := rung(start.Add(30*time.Hour), id.Group{}, sato)
	if err := h.Write(t.Context(), next); err != nil {
		t.Fatal(err)
	}
	count(sato, 1)
}
