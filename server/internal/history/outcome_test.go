package history_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/stats"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

var general = id.Numbered[id.Group](2)

func allOutcomes() []journal.Outcome {
	return []journal.Outcome{journal.OutcomeAnswered, journal.OutcomeAbandoned, journal.OutcomeOverflow, journal.OutcomeTimeout, journal.OutcomeCallback}
}

// visiting is what the floor says of a visit, from number seq of its stream on.
func visiting(call id.Call, g id.Group, seq int, at time.Time, o journal.Outcome) []journal.Event {
	floor := id.Numbered[id.Stream](7)
	return []journal.Event{
		{Stream: floor, Seq: uint64(seq), At: at, Body: journal.GroupArrived{Group: g, Call: call, Since: at}},
		{Stream: floor, Seq: uint64(seq + 1), At: at.Add(5 * time.Second), Body: journal.GroupLeft{Group: g, Call: call, Outcome: o, Waited: 5 * time.Second}},
	}
}

// A call that overflows into another group is an overflow in the first and
// whatever it becomes in the second (C-Q-6), in the history as in the figures,
// and at once, not when it ends.
func TestListFindsCallsByHowTheyLeftAGroup(t *testing.T) {
	h, db := open(t)
	call, events := story(start)
	floor := append(visiting(call, orders, 1, start, journal.OutcomeOverflow), visiting(call, general, 3, start.Add(5*time.Second), journal.OutcomeAnswered)...)
	look := func(when string) {
		t.Helper()
		for _, c := range []struct {
			group   id.Group
			outcome journal.Outcome
			found   bool
		}{
			{orders, journal.OutcomeOverflow, true}, {general, journal.OutcomeAnswered, true}, {id.Group{}, journal.OutcomeOverflow, true}, {id.Group{}, journal.OutcomeAnswered, true},
			{orders, journal.OutcomeAnswered, false}, {general, journal.OutcomeOverflow, false}, {id.Group{}, journal.OutcomeTimeout, false}, {orders, journal.OutcomeAbandoned, false},
		} {
			rows, _, err := h.List(t.Context(), history.Filter{Group: c.group, Outcome: c.outcome}, history.Page{})
			if err != nil || len(rows) == 1 != c.found {
				t.Errorf("%s: %q of group %s: %d calls, %v; want it found: %v", when, c.outcome, c.group, len(rows), err, c.found)
			}
		}
	}
	if err := h.Write(t.Context(), append(events[:3:3], floor...)); err != nil {
		t.Fatal(err)
	}
	look("while it goes on")
	for _, again := range [][]journal.Event{events[3:], floor, events} {
		if err := h.Write(t.Context(), again); err != nil {
			t.Fatal(err)
		}
	}
	look("at the end, and told twice")
	var words int
	if err := db.Bun().QueryRowContext(t.Context(), "select cardinality(outcomes) from calls").Scan(&words); err != nil || words != 4 {
		t.Errorf("%d words are kept, %v; want each once", words, err)
	}
	if _, _, err := h.List(t.Context(), history.Filter{Outcome: "lost"}, history.Page{}); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("an outcome that there is not: %v", err)
	}
}

// A call whose beginning never came has what its record says.
func TestACallThatOnlyItsEndToldOfHasItsOutcomes(t *testing.T) {
	h, _ := open(t)
	_, events := story(start)
	if err := h.Write(t.Context(), events[11:12]); err != nil {
		t.Fatal(err)
	}
	rows, _, err := h.List(t.Context(), history.Filter{Group: orders, Outcome: journal.OutcomeAnswered}, history.Page{})
	if err != nil || len(rows) != 1 {
		t.Errorf("%d calls, %v", len(rows), err)
	}
}

// What a group's table counts, the history finds: as many calls of each
// outcome, and arrivals are their sum.
func TestTheHistoryFindsWhatTheFiguresCount(t *testing.T) {
	h, _ := open(t)
	random := rand.New(rand.NewPCG(3, 4))
	day := stats.NewDay(start, time.UTC, 20*time.Second)
	seq := 1
	for i := range 60 {
		at := start.Add(time.Duration(i) * time.Minute)
		call, events := story(at)
		for _, g := range []id.Group{orders, general}[random.IntN(2):] {
			floor := visiting(call, g, seq, at, allOutcomes()[random.IntN(5)])
			seq += 2
			events = append(events[:len(events):len(events)], floor...)
		}
		if err := h.Write(t.Context(), events); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.Replay(t.Context(), day.From, day.Until, func(e journal.Event) error { day.Add(e); return nil }); err != nil {
		t.Fatal(err)
	}
	for _, g := range []id.Group{orders, general} {
		f := day.Groups[g]
		counted := map[journal.Outcome]int{
			journal.OutcomeAnswered: f.Answered, journal.OutcomeAbandoned: f.Abandoned, journal.OutcomeOverflow: f.Overflow, journal.OutcomeTimeout: f.Timeout, journal.OutcomeCallback: f.Callback,
		}
		sum := 0
		for _, o := range allOutcomes() {
			rows, _, err := h.List(t.Context(), history.Filter{Group: g, Outcome: o, From: day.From, To: day.Until}, history.Page{})
			if err != nil || len(rows) != counted[o] {
				t.Errorf("group %s, %s: the history has %d calls, %v; the figures %d", g, o, len(rows), err, counted[o])
			}
			sum += counted[o]
		}
		if sum != f.Arrivals || sum == 0 {
			t.Errorf("group %s: %d outcomes of %d arrivals", g, sum, f.Arrivals)
		}
	}
}

// W-HIST-1: calls with a message show it, as long as it is there.
func TestListSaysWhereAMessageWasLeft(t *testing.T) {
	h, db := open(t)
	call, events := story(start)
	rec := id.RecordingOf(call, 2)
	left := journal.Event{Stream: journal.StreamOf(call), Seq: 14, At: start.Add(67 * time.Second), Body: journal.VoicemailLeft{Recording: rec, Length: 5 * time.Second}}
	other, more := story(start.Add(time.Minute))
	if err := h.Write(t.Context(), append(append(events, left), more...)); err != nil {
		t.Fatal(err)
	}
	want := func(when string, voicemail bool) {
		t.Helper()
		rows, _, err := h.List(t.Context(), history.Filter{}, history.Page{})
		if err != nil || len(rows) != 2 || rows[0].ID != other || rows[0].Voicemail || rows[1].Voicemail != voicemail {
			t.Errorf("%s: %s, %v; want %v of the first call alone", when, fmt.Sprint(rows), err, voicemail)
		}
	}
	want("left", true)
	if _, err := db.Bun().ExecContext(t.Context(), "update voicemails set deleted_at = now()"); err != nil {
		t.Fatal(err)
	}
	want("deleted", false)
}

// Who waited when the server died counts as abandoned, and is found as that.
func TestACallThatARestartCutOffWasAbandoned(t *testing.T) {
	h, _ := open(t)
	call, events := story(start)
	if err := h.Write(t.Context(), append(events[:3:3], visiting(call, orders, 1, start, "")[:1]...)); err != nil {
		t.Fatal(err)
	}
	if _, err := h.CloseAbandoned(t.Context(), start.Add(time.Minute), nil); err != nil {
		t.Fatal(err)
	}
	rows, _, err := h.List(t.Context(), history.Filter{Group: orders, Outcome: journal.OutcomeAbandoned}, history.Page{})
	if err != nil || len(rows) != 1 {
		t.Errorf("%d calls, %v", len(rows), err)
	}
}

// What was stored before there were outcomes gets them from its records.
func TestTheMigrationFindsTheOutcomesOfOldCalls(t *testing.T) {
	h, db := open(t)
	_, events := story(start)
	if err := h.Write(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../pg/migrations/00185_outcomes.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(text), "update calls c")
	statement, _, _ := strings.Cut(after, ";")
	for _, query := range []string{"insert into calls (id, started_at, direction) values (gen_random_uuid(), now(), 'in')", "update calls set outcomes = '{}'", "update calls c" + statement} {
		if _, err := db.Bun().ExecContext(t.Context(), query); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
	}
	for _, g := range []id.Group{{}, orders} {
		rows, _, err := h.List(t.Context(), history.Filter{Group: g, Outcome: journal.OutcomeAnswered}, history.Page{})
		if err != nil || len(rows) != 1 {
			t.Errorf("answered by group %s: %d calls, %v", g, len(rows), err)
		}
	}
}
