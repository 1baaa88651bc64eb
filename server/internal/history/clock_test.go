package history_test

import (
	"context"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/history"
)

// clocks are a computer's, its database's, and the time that really passes.
type clocks struct {
	off, other time.Duration // by how much the two are wrong
	ran        time.Duration
	told       []time.Duration
}

// TestAClockThatJumpsDeletesNothing: the computer's clock, or both, go a year
// ahead; the recordings stay until they are as old as they have to be, and
// somebody is told.
func TestAClockThatJumpsDeletesNothing(t *testing.T) {
	var c clocks
	var a *archive
	right := func() time.Time { return start.Add(time.Hour + c.ran) }
	a = newArchive(t, history.Options{
		Clock:       func(context.Context) (time.Time, error) { return right().Add(c.other), nil },
		Ran:         func() time.Duration { return c.ran },
		ClockJumped: func(by time.Duration) { c.told = append(c.told, by.Round(time.Hour)) },
	})
	_, _, end := a.recorded(t, start)
	run := func(pass time.Duration, want int) {
		t.Helper()
		c.ran += pass
		a.now = right().Add(c.off)
		if err := a.purge(t, want); err != nil {
			t.Fatal(err)
		}
	}
	const year = 365 * 24 * time.Hour
	run(0, 0)
	run(10*time.Minute, 0)
	c.off = year
	run(10*time.Minute, 0) // the database does not agree, which is enough
	if len(c.told) != 0 {
		t.Errorf("told %v of a clock that the database's corrects", c.told)
	}
	c.other = year
	run(10*time.Minute, 0)
	run(48*time.Hour, 0)
	if !a.there(end.Path) || len(c.told) != 1 || c.told[0] != year {
		t.Fatalf("the recording is there: %v; told %v", a.there(end.Path), c.told)
	}
	c.off, c.other = 0, 0 // somebody sets them right
	run(10*time.Minute, 0)
	if len(c.told) != 2 || c.told[1] != 0 {
		t.Errorf("told %v, want that it is right again", c.told)
	}
	run(27*24*time.Hour, 0)
	run(24*time.Hour, 1)
	if a.there(end.Path) {
		t.Error("its time is over, and it is there")
	}
}

// TestAClockThatWasRightIsBelieved after three days of running: then the
// server had stood still for long, or was moved to where the clock is right.
func TestAClockThatWasRightIsBelieved(t *testing.T) {
	var ran, stood time.Duration
	var told []time.Duration
	late := func() time.Time { return start.Add(time.Hour + ran + stood) }
	options := history.Options{
		Clock: func(context.Context) (time.Time, error) { return late(), nil },
		Ran:   func() time.Duration { return ran }, ClockJumped: func(by time.Duration) { told = append(told, by.Round(time.Hour)) },
	}
	a := newArchive(t, options)
	_, _, end := a.recorded(t, start)
	a.now = late()
	if err := a.purge(t, 0); err != nil {
		t.Fatal(err)
	}
	ran, stood = 0, 3*24*time.Hour // a weekend: nothing to be told of
	options.Now = late
	options.Recordings = a.dir
	h := history.New(a.db, options)
	if n, err := h.Purge(t.Context()); n != 0 || err != nil || len(told) != 0 {
		t.Fatalf("after a weekend: %d, %v, told %v", n, err, told)
	}
	stood += 40 * 24 * time.Hour
	h = history.New(a.db, options)
	for range 7 {
		if n, err := h.Purge(t.Context()); n != 0 || err != nil {
			t.Fatalf("%d were deleted by a clock that nobody believes, %v", n, err)
		}
		ran += 11 * time.Hour
	}
	if len(told) != 1 || told[0] != 40*24*time.Hour {
		t.Fatalf("told %v", told)
	}
	if n, err := h.Purge(t.Context()); n != 1 || err != nil || a.there(end.Path) {
		t.Errorf("after 77 hours %d were deleted, %v", n, err)
	}
	if len(told) != 2 || told[1] != 0 {
		t.Errorf("told %v", told)
	}
}
