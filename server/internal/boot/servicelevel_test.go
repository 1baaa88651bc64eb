package boot

import (
	"context"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
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

// TestARecountIsInNobodysWay: while the figures wait for a database that does
// not take events, the sessions of an old password end as ever.
func TestARecountIsInNobodysWay(t *testing.T) {
	url := pgtest.URL(t)
	m := whole(t, url, t.TempDir())
	defer func() {
		if err := m.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	m.figures.patience = time.Hour
	ended := make(chan id.Session, 16)
	m.doors.OnEnd(func(s id.Session) { ended <- s })
	s, _, err := m.doors.Login(t.Context(), "admin", "Passw0rd-1", access.Console, access.Origin{})
	if err != nil {
		t.Fatal(err)
	}
	lock, err := m.db.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = lock.Rollback(context.Background()) }()
	if _, err := lock.Exec(t.Context(), "lock table floor_events in exclusive mode"); err != nil {
		t.Fatal(err)
	}
	group := id.New[id.Group](time.Now())
	m.book.Append(journal.Event{Stream: id.New[id.Stream](time.Now()), Seq: 1, At: time.Now(), Body: journal.GroupLeft{Group: group, Call: id.NewCall(time.Now()), Outcome: journal.OutcomeAnswered}})
	if err := m.Apply(t.Context(), directory.Source{Data: []byte(siteFile + "site: {service_level: 7}\n")}); err != nil {
		t.Fatal(err)
	}
	counting := func() bool {
		m.figures.mu.Lock()
		defer m.figures.mu.Unlock()
		return m.figures.since != nil
	}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	late := time.After(time.Minute)
	for !counting() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatal("the figures are not counted again")
		}
	}
	if err := m.db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		return m.doors.SetPassword(ctx, tx, s.Agent.ID, "Passw0rd-2")
	}); err != nil {
		t.Fatal(err)
	}
	m.nudge(m.siteChanged)
	select {
	case got := <-ended:
		if got != s.ID || !counting() {
			t.Errorf("the session %s ended, want %s, and before the figures were counted", got, s.ID)
		}
	case <-late:
		t.Fatal("the session looks on")
	}
}
