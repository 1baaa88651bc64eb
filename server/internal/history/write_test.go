package history_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
	"github.com/yobirin/yobirin/server/internal/stats"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

var (
	start        = time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	sato, suzuki = id.Numbered[id.Agent](1), id.Numbered[id.Agent](2)
	orders       = id.Numbered[id.Group](1)
	mainNumber   = id.Numbered[id.Number](1)
)

// story is a call through a group, from first to last event.
func story(at time.Time) (id.Call, []journal.Event) {
	call := id.NewCall(at)
	in, out := id.LegOf(call, 1), id.LegOf(call, 2)
	rec := id.RecordingOf(call, 1)
	from := leg.Identity{Number: "09012345678", Name: "客"}
	record := journal.Record{
		Call: call, Direction: journal.Inbound, From: from, To: leg.Identity{Number: "0312345678", Name: "代表"}, Number: mainNumber,
		Agent: sato, Group: orders, StartedAt: at, AnsweredAt: at.Add(5 * time.Second), EndedAt: at.Add(65 * time.Second), Answered: true,
		Waited: 5 * time.Second, Talked: 60 * time.Second, Cause: leg.Cause{Kind: leg.CauseNormal}, EndedBy: journal.PartyCaller,
		Visits:   []journal.Visit{{Group: orders, Arrived: at, Left: at.Add(5 * time.Second), Outcome: journal.OutcomeAnswered}},
		Segments: []journal.Segment{{Agent: sato, Group: orders, Leg: out, From: at.Add(5 * time.Second), Until: at.Add(65 * time.Second)}},
		Legs:     []journal.LegRecord{{Leg: in, Role: journal.RoleCaller, StartedAt: at}, {Leg: out, Role: journal.RoleAgent, Agent: sato, StartedAt: at.Add(time.Second)}},
	}
	var events []journal.Event
	add := func(after time.Duration, body journal.Body) {
		events = append(events, journal.Event{Stream: journal.StreamOf(call), Seq: uint64(len(events) + 1), At: at.Add(after), Body: body})
	}
	add(0, journal.CallStarted{Call: call, Direction: journal.Inbound, From: from, Dialed: "0312345678", Number: mainNumber})
	add(0, journal.LegStarted{Leg: in, Role: journal.RoleCaller, Number: "09012345678"})
	add(0, journal.Queued{Group: orders, Since: at})
	add(time.Second, journal.Offered{Group: orders, Agents: []id.Agent{sato}})
	add(time.Second, journal.LegStarted{Leg: out, Role: journal.RoleAgent, Agent: sato})
	add(2*time.Second, journal.LegRinging{Leg: out})
	add(5*time.Second, journal.LegAnswered{Leg: out, Codec: "PCMU"})
	add(5*time.Second, journal.Connected{Group: orders, Agent: sato, Leg: out, Waited: 5 * time.Second})
	add(5*time.Second, journal.Dequeued{Group: orders, Outcome: journal.OutcomeAnswered})
	add(5*time.Second, journal.RecordingStarted{Recording: rec})
	add(65*time.Second, journal.LegEnded{Leg: in, By: leg.SideRemote, Cause: leg.Cause{Kind: leg.CauseNormal}})
	add(65*time.Second, journal.CallEnded{Record: record})
	add(66*time.Second, journal.RecordingEnded{Recording: rec, Path: "2026/04/01/a.wav", Length: time.Minute, Bytes: 960050, SHA256: "ab"})
	return call, events
}

func open(t testing.TB) (*history.History, *pg.DB) {
	db := pgtest.New(t)
	return history.New(db, history.Options{Recordings: t.TempDir()}), db
}

// stored is everything in the room's tables, as one text.
func stored(t testing.TB, db *pg.DB) string {
	t.Helper()
	var all string
	err := db.Bun().QueryRowContext(t.Context(), `select
		coalesce((select string_agg(c::text, E'\n' order by id) from calls c), '') || E'\n' ||
		coalesce((select string_agg(e::text, E'\n' order by stream, seq) from call_events e), '') || E'\n' ||
		coalesce((select string_agg(e::text, E'\n' order by stream, seq) from floor_events e), '') || E'\n' ||
		coalesce((select string_agg(r::text, E'\n' order by id) from recordings r), '')`).Scan(&all)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWriteTwiceIsWriteOnce(t *testing.T) {
	h, db := open(t)
	_, events := story(start)
	floor := id.Numbered[id.Stream](7)
	events = append(events,
		journal.Event{Stream: floor, Seq: 1, At: start, Body: journal.GroupArrived{Group: orders, Call: id.Call(events[0].Stream), Since: start}},
		journal.Event{Stream: floor, Seq: 2, At: start.Add(5 * time.Second), Body: journal.GroupLeft{Group: orders, Outcome: journal.OutcomeAnswered, Agent: sato}})
	if err := h.Write(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	want := stored(t, db)
	// The spool may send any tail of what it has sent before, cut anywhere.
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		from := random.IntN(len(events))
		for len(events[from:]) > 0 {
			n := 1 + random.IntN(len(events)-from)
			if err := h.Write(t.Context(), events[from:from+n]); err != nil {
				t.Fatal(err)
			}
			from += n
		}
		if got := stored(t, db); got != want {
			t.Fatalf("after writing again:\n%s\nwant:\n%s", got, want)
		}
	}
}

func TestWriteFillsTheRowAsTheCallGoesOn(t *testing.T) {
	h, db := open(t)
	call, events := story(start)
	row := func() (result, agent string, ended, recorded bool) {
		err := db.Bun().QueryRowContext(t.Context(), "select result, coalesce(agent_id::text, ''), ended_at is not null, recorded from calls where id = ?", call).
			Scan(&result, &agent, &ended, &recorded)
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	steps := []struct {
		upTo            int
		result          string
		agent           id.Agent
		ended, recorded bool
	}{{1, "", id.Agent{}, false, false}, {8, "", sato, false, false}, {12, "answered", sato, true, false}, {13, "answered", sato, true, true}}
	done := 0
	for _, s := range steps {
		if err := h.Write(t.Context(), events[done:s.upTo]); err != nil {
			t.Fatal(err)
		}
		done = s.upTo
		result, agent, ended, recorded := row()
		if result != s.result || agent != s.agent.String() || ended != s.ended || recorded != s.recorded {
			t.Errorf("after %d events: result %q agent %q ended %v recorded %v, want %+v", s.upTo, result, agent, ended, recorded, s)
		}
	}
}

func TestWriteTakesHostileText(t *testing.T) {
	h, db := open(t)
	for i, text := range []string{"a\x00b", "\xff\xfe", `\u0000`, `\\u0000`, "'; drop table calls; --", "\u202e\ufeff", `"\` + "\x00"} {
		call := id.NewCall(start.Add(time.Duration(i) * time.Second))
		who := leg.Identity{Number: text, Name: text}
		events := []journal.Event{
			{Stream: journal.StreamOf(call), Seq: 1, At: start, Body: journal.CallStarted{Call: call, Direction: journal.Inbound, From: who, Dialed: text, Headers: leg.Headers{UserAgent: text}}},
			{Stream: journal.StreamOf(call), Seq: 2, At: start, Body: journal.CallEnded{Record: journal.Record{Call: call, From: who, To: who, StartedAt: start, EndedAt: start, Cause: leg.Cause{Text: text}}}},
		}
		if err := h.Write(t.Context(), events); err != nil {
			t.Errorf("text %q: %v", text, err)
		}
	}
	var name string
	if err := db.Bun().QueryRowContext(t.Context(), "select body->'from'->>'name' from call_events where kind = 'started' order by at, stream limit 1 offset 2").Scan(&name); err != nil {
		t.Fatal(err)
	}
	if name != `\u0000` {
		t.Errorf("a backslash followed by u0000 came back as %q", name)
	}
}

func TestCloseAbandoned(t *testing.T) {
	h, db := open(t)
	crashed, events := story(start)
	if err := h.Write(t.Context(), events[:10]); err != nil {
		t.Fatal(err)
	}
	running, other := story(start.Add(time.Hour))
	if err := h.Write(t.Context(), other[:3]); err != nil {
		t.Fatal(err)
	}
	n, err := h.CloseAbandoned(t.Context(), start.Add(2*time.Hour), []id.Call{running})
	if err != nil || n != 1 {
		t.Fatalf("closed %d calls, %v; want 1", n, err)
	}
	var cause, result string
	var ended time.Time
	var talked int64
	row := db.Bun().QueryRowContext(t.Context(), "select cause, result, ended_at, talked_ms from calls where id = ?", crashed)
	if err := row.Scan(&cause, &result, &ended, &talked); err != nil {
		t.Fatal(err)
	}
	if cause != "restart" || result != "answered" || !ended.Equal(start.Add(5*time.Second)) || talked != 0 {
		t.Errorf("closed as %s, %s at %s after %d ms", cause, result, ended, talked)
	}
	if n, err := h.CloseAbandoned(t.Context(), start.Add(2*time.Hour), []id.Call{running}); err != nil || n != 0 {
		t.Errorf("a second time closed %d calls, %v", n, err)
	}
	// The spool had the true end after all.
	if err := h.Write(t.Context(), events[10:]); err != nil {
		t.Fatal(err)
	}
	late := stored(t, db)
	h2, db2 := open(t)
	if err := h2.Write(t.Context(), append(events, other[:3]...)); err != nil {
		t.Fatal(err)
	}
	// The unfinished recording was given up; its true end must undo that too.
	if want := stored(t, db2); late != want {
		t.Errorf("the true end left\n%s\nwant\n%s", late, want)
	}
}

// TestCrashDuringTalk: nothing was said of the call after it was connected, but
// its recording was found and tells how long it was.
func TestCrashDuringTalk(t *testing.T) {
	h, db := open(t)
	call, events := story(start)
	if err := h.Write(t.Context(), events[:10]); err != nil {
		t.Fatal(err)
	}
	found, ok := events[12].Body.(journal.RecordingEnded)
	if !ok {
		t.Fatalf("the last event is %T", events[12].Body)
	}
	if err := h.Attach(t.Context(), call, start.Add(time.Hour), found); err != nil {
		t.Fatal(err)
	}
	if n, err := h.CloseAbandoned(t.Context(), start.Add(2*time.Hour), nil); err != nil || n != 1 {
		t.Fatalf("closed %d calls, %v; want 1", n, err)
	}
	var until, recorded time.Time
	var talked int64
	row := db.Bun().QueryRowContext(t.Context(), "select c.ended_at, r.ended_at, c.talked_ms from calls c join recordings r on r.call_id = c.id where c.id = ?", call)
	if err := row.Scan(&until, &recorded, &talked); err != nil {
		t.Fatal(err)
	}
	if want := start.Add(65 * time.Second); !until.Equal(want) || !recorded.Equal(want) || talked != 60000 {
		t.Errorf("the call ended %s after %d ms, its recording %s; want %s after 60000 ms", until, talked, recorded, want)
	}
}

func TestWriteLeavesOutWhatCanNeverBeStored(t *testing.T) {
	h, db := open(t)
	_, events := story(start)
	bad := []journal.Event{
		{Stream: id.Numbered[id.Stream](1), Seq: 1 << 63, At: start, Body: journal.FloorStarted{}}, // before 1, as PostgreSQL counts
		{Stream: id.Numbered[id.Stream](1), Seq: 2, At: time.Date(300000, 1, 1, 0, 0, 0, 0, time.UTC), Body: journal.FloorStarted{}},
		{Stream: id.Numbered[id.Stream](1), Seq: 3, At: start, Body: journal.GroupArrived{Since: time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC)}}, // no JSON
	}
	if err := h.Write(t.Context(), slices.Concat(events[:5], bad, events[5:])); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := db.Bun().QueryRowContext(t.Context(), "select count(*) from call_events").Scan(&n); err != nil || n != len(events) {
		t.Errorf("%d of the call's %d events are stored, %v", n, len(events), err)
	}
	closed, stop := context.WithCancel(t.Context())
	stop()
	if err := h.Write(closed, events); err == nil {
		t.Error("without a database the events count as written")
	}
}

// An event over which our own code stumbles comes again with every start.
func TestWriteLeavesOutWhatPanics(t *testing.T) {
	h, db := open(t)
	nouns(t, db)
	call, events := story(start)
	bad := journal.Event{Stream: journal.StreamOf(call), Seq: 9999, At: start} // without a body
	if err := h.Write(t.Context(), append([]journal.Event{bad}, events...)); err != nil {
		t.Fatal(err)
	}
	if d, err := h.Get(t.Context(), call, id.Agent{}); err != nil || len(d.Events) != len(events) {
		t.Errorf("%d events of %d are stored, %v", len(d.Events), len(events), err)
	}
}

func TestCloseAbandonedEndsTheVisitsToGroups(t *testing.T) {
	h, _ := open(t)
	zone := time.UTC
	floor := id.Numbered[id.Stream](7)
	var events []journal.Event
	add := func(after time.Duration, body journal.Body) {
		events = append(events, journal.Event{Stream: floor, Seq: uint64(len(events) + 1), At: start.Add(after), Body: body})
	}
	a, b, c := id.NewCall(start), id.NewCall(start), id.NewCall(start)
	add(0, journal.GroupArrived{Group: orders, Call: a})
	add(time.Second, journal.GroupLeft{Group: orders, Call: a, Outcome: journal.OutcomeOverflow, Waited: time.Second})
	add(2*time.Second, journal.GroupArrived{Group: orders, Call: a}) // again, after an overflow elsewhere
	add(3*time.Second, journal.GroupArrived{Group: orders, Call: b})
	add(4*time.Second, journal.GroupArrived{Group: orders, Call: c})
	add(9*time.Second, journal.GroupLeft{Group: orders, Call: b, Outcome: journal.OutcomeAnswered, Waited: 6 * time.Second})
	if err := h.Write(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	for range 2 { // a second start finds nothing to do
		if _, err := h.CloseAbandoned(t.Context(), start.Add(time.Minute), nil); err != nil {
			t.Fatal(err)
		}
		day := stats.NewDay(start, zone, 20*time.Second)
		err := h.Replay(t.Context(), day.From, day.Until, func(e journal.Event) error {
			day.Add(e)
			return nil
		})
		if g := day.Groups[orders]; err != nil || g.Arrivals != 4 || g.Ended() != 4 || g.Abandoned != 2 || g.Overflow != 1 || g.Answered != 1 {
			t.Errorf("after the restart the group's day is %+v, %v", g, err)
		}
	}
}
