package boot

import (
	"context"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/live"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
	"github.com/yobirin/yobirin/shared/id"
)

// TestServiceLevelHoldsAtOnce: the figures are counted again for another limit,
// each call once, also one that is told meanwhile.
func TestServiceLevelHoldsAtOnce(t *testing.T) {
	m := whole(t, pgtest.URL(t), t.TempDir())
	defer func() {
		if err := m.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	apply := func(settings string) {
		t.Helper()
		if err := m.Apply(t.Context(), directory.Source{Data: []byte(siteFile + settings)}); err != nil {
			t.Fatal(err)
		}
	}
	apply("site: {service_level: 20}\n")
	group := m.site.Load().Groups[0].ID
	stream, seq := id.New[id.Stream](time.Now()), uint64(0)
	left := func(waited time.Duration) {
		seq++
		m.book.Append(journal.Event{Stream: stream, Seq: seq, At: time.Now(), Body: journal.GroupLeft{Group: group, Call: id.NewCall(time.Now()), Outcome: journal.OutcomeAnswered, Waited: waited}})
	}
	want := func(answered, within int) {
		t.Helper()
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		end := time.After(time.Minute)
		for {
			bars, err := m.hub.Bars(t.Context(), live.Viewer{All: true}, group, time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			a, w := 0, 0
			for _, b := range bars.Items {
				a, w = a+b.Answered, w+b.Within
			}
			if a == answered && w == within {
				return
			}
			select {
			case <-tick.C:
			case <-end:
				t.Fatalf("%d answered, %d of them in time, want %d and %d", a, w, answered, within)
			}
		}
	}
	left(10 * time.Second)
	left(25 * time.Second)
	left(40 * time.Second)
	want(3, 1)
	apply("site: {service_level: 30}\n")
	for range 20 {
		left(25 * time.Second)
	}
	want(23, 22)
	apply("site: {service_level: 5}\n")
	left(4 * time.Second)
	want(24, 1)
}
