package live

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/stats"
	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

// A visit changes the last bar of its group in the same message that tells of
// it, the averages' sums with it; after five minutes the hour moves on, and
// after a day the bar is forgotten.
func TestTheLastBarGrows(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		c := newClient(t)
		h.enter(c, supervisor)
		pass(time.Second)
		begun := time.Now()
		call := id.NewCall(begun)
		row := func() (out wire.GroupRow) {
			t.Helper()
			c.mu.Lock()
			defer c.mu.Unlock()
			if err := json.Unmarshal(c.state[wire.Groups][orders.String()], &out); err != nil {
				t.Fatal(err)
			}
			return out
		}
		h.Feed(floorEvent(journal.GroupArrived{Group: orders, Call: call, Since: begun}))
		pass(2 * time.Second)
		if got := row(); len(got.Hour) != 1 || got.Hour[0] != [3]int{1, 0, 0} || got.HourFrom != stats.BarOf(begun).UnixMilli() {
			t.Fatalf("after the arrival the hour is %v from %d", got.Hour, got.HourFrom)
		}
		h.Feed(floorEvent(journal.GroupLeft{Group: orders, Call: call, Outcome: journal.OutcomeAnswered, Agent: sato, Waited: 2 * time.Second}))
		h.Feed(callEvent(call, journal.CallEnded{Record: journal.Record{Call: call, Segments: []journal.Segment{{Agent: sato, Group: orders, From: begun, Until: begun.Add(time.Minute)}}}}))
		h.Feed(floorEvent(journal.StatusChosen{Agent: sato, Group: orders, Cause: journal.BySystem, Worked: time.Second}))
		pass(burst)
		got := row()
		if got.Hour[0] != [3]int{1, 1, 0} || got.Within != 1 || got.WaitAnswered != 2000 || got.Talks != 1 || got.Talked != 60_000 || got.Works != 1 || got.Worked != 1000 {
			t.Fatalf("after the answer the row is %+v", got)
		}
		pass(12*time.Minute + pingEvery)
		lost := id.NewCall(time.Now())
		h.Feed(floorEvent(journal.GroupArrived{Group: orders, Call: lost, Since: time.Now()}))
		h.Feed(floorEvent(journal.GroupLeft{Group: orders, Call: lost, Outcome: journal.OutcomeAbandoned}))
		pass(burst)
		if got = row(); len(got.Hour) != 3 || got.Hour[0] != [3]int{1, 1, 0} || got.Hour[1] != [3]int{} || got.Hour[2] != [3]int{1, 0, 1} || !slices.Equal(got.HourLost, []int{0, 0, 1}) {
			t.Fatalf("a quarter of an hour later the hour is %v", got.Hour)
		}
		day, err := h.Bars(t.Context(), supervisor, orders, 24*time.Hour)
		if err != nil || len(day.Items) != 2 || day.Items[1].Abandoned != 1 || day.Length != 300_000 {
			t.Fatalf("the bars are %+v, %v", day, err)
		}
		waits := id.NewCall(time.Now())
		h.Feed(floorEvent(journal.GroupArrived{Group: orders, Call: waits, Since: time.Now()}))
		pass(burst)
		if got = row(); got.Hour[2] != [3]int{2, 0, 1} || got.HourLost[2] != 1 {
			t.Fatalf("who waits makes the hour %v, lost %v", got.Hour, got.HourLost)
		}
		h.Feed(floorEvent(journal.GroupLeft{Group: orders, Call: waits, Outcome: journal.OutcomeOverflow}))
		pass(burst)
		if got = row(); got.HourLost[2] != 2 {
			t.Fatalf("who overflowed makes it lost %v", got.HourLost)
		}
		pass(65 * time.Minute) // nothing happens
		if got = row(); len(got.Hour) != 0 {
			t.Fatalf("an hour later the hour is still %v", got.Hour)
		}
		if short, err := h.Bars(t.Context(), supervisor, orders, time.Hour); err != nil || len(short.Items) != 0 {
			t.Errorf("the bars of an hour are %+v, %v", short, err)
		}
		pass(24 * time.Hour)
		if day, err = h.Bars(t.Context(), supervisor, orders, 48*time.Hour); err != nil || len(day.Items) != 0 {
			t.Errorf("after a day the bars are %+v, %v", day, err)
		}
	})
}

// What was counted from the stored events before the start is shown, and who
// does not see a group does not see its bars.
func TestBarsBeforeTheStart(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		now := time.Now()
		old := stats.NewBars(time.Minute)
		old.Add(journal.Event{At: now.Add(-3 * time.Hour), Body: journal.GroupArrived{Group: general}})
		old.Add(journal.Event{At: now.Add(-3*time.Hour + time.Minute), Body: journal.GroupLeft{Group: general, Outcome: journal.OutcomeTimeout, Waited: time.Minute}})
		h.SetBars(old)
		got, err := h.Bars(t.Context(), supervisor, general, 6*time.Hour)
		if err != nil || len(got.Items) != 1 || got.Items[0] != (wire.Bar{At: stats.BarOf(now.Add(-3 * time.Hour)).UnixMilli(), Arrivals: 1, Timeout: 1}) {
			t.Errorf("the bars are %+v, %v", got, err)
		}
		for _, c := range []struct {
			viewer Viewer
			group  id.Group
		}{{asSato, general}, {Viewer{}, general}, {supervisor, id.Numbered[id.Group](77)}} {
			if _, err := h.Bars(t.Context(), c.viewer, c.group, time.Hour); err == nil || !strings.Contains(err.Error(), "there is no group") {
				t.Errorf("%+v asks for the bars of %s: %v", c.viewer, c.group, err)
			}
		}
	})
}
