package history_test

import (
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/stats"
	"github.com/yobirin/yobirin/shared/id"
)

// After a restart the bars are those from before it, of yesterday evening too,
// and the day counts only today.
func TestFiguresAreBegunFromTheStoredEvents(t *testing.T) {
	h, _ := open(t)
	group, floor := id.Numbered[id.Group](1), id.Numbered[id.Stream](99)
	midnight := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	now := midnight.Add(10 * time.Hour)
	before, after := stats.NewBars(20*time.Second), stats.NewDay(now, time.UTC, 20*time.Second)
	var events []journal.Event
	say := func(at time.Time, body journal.Body) {
		events = append(events, journal.Event{Stream: floor, Seq: uint64(len(events) + 1), At: at, Body: body})
	}
	for i, ago := range []time.Duration{30 * time.Hour, 24*time.Hour - time.Minute, 12 * time.Hour, 3 * time.Hour, time.Minute} {
		at, call := now.Add(-ago), id.Numbered[id.Call](uint32(i+1))
		say(at, journal.GroupArrived{Group: group, Call: call, Since: at})
		say(at.Add(5*time.Second), journal.GroupLeft{Group: group, Call: call, Outcome: journal.OutcomeAnswered, Agent: id.Numbered[id.Agent](1), Waited: 5 * time.Second})
		say(at.Add(30*time.Second), journal.StatusChosen{Agent: id.Numbered[id.Agent](1), Group: group, Cause: journal.BySystem, Worked: 10 * time.Second})
		if ago < 24*time.Hour {
			for _, e := range events[len(events)-3:] {
				before.Add(e)
			}
		}
	}
	if err := h.Write(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	bars := stats.NewBars(20 * time.Second)
	if err := h.Figures(t.Context(), midnight, now, after.Add, bars.Add); err != nil {
		t.Fatal(err)
	}
	got, want := bars.Of(group, time.Time{}, now), before.Of(group, time.Time{}, now)
	if len(got) != 4 || len(want) != 4 {
		t.Fatalf("%d bars, before the restart %d, want 4", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("the bar of %s is %+v, was %+v", want[i].From, got[i].Group, want[i].Group)
		}
	}
	if day := after.Groups[group]; day.Arrivals != 2 || day.Answered != 2 || day.Works != 2 || day.Worked != 20*time.Second {
		t.Errorf("today is %+v, want the two of today", day)
	}
}
