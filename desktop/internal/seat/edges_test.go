package seat

import (
	"testing"
	"time"
)

// TestLastWordNeverComes: a call that was hung up is forgotten in the end,
// although the phone never says that it is over.
func TestLastWordNeverComes(t *testing.T) {
	w := newWorld(t)
	w.begin()
	w.play("offered in-1 leg=L1 from=09011112222")
	w.play("up in-1")
	w.play("does hangUp")
	w.wait(endedStays)
	if n := len(w.seat.State(w.now).Calls); n != 0 || len(w.seat.lines) != 1 {
		t.Fatalf("%d calls are shown, %d lines known", n, len(w.seat.lines))
	}
	w.wait(overWithin)
	if len(w.seat.lines) != 0 || len(w.seat.timers) != 0 {
		t.Errorf("%d lines and %d timers are left", len(w.seat.lines), len(w.seat.timers))
	}
}

// TestStaleTimer: a timer that was armed anew does not fire twice, and one
// that was stopped not at all.
func TestStaleTimer(t *testing.T) {
	w := newWorld(t)
	w.begin()
	w.play("offered in-1 leg=L1 from=09011112222")
	w.play("up in-1")
	var first Arm
	for _, e := range w.step(Commanded{Ref: 1, Command: Hold{"in-1", true}}) {
		if a, is := e.(Arm); is {
			first = a
		}
	}
	w.play("held in-1 on")
	w.play("does hold line=in-1 on=false")
	if out := w.step(Fired{first.Timer, first.Gen}); len(out) != 0 {
		t.Errorf("a timer of before has effects: %v", out)
	}
	if busy := w.seat.State(w.now).Calls[0].Busy; busy != CanResume {
		t.Errorf("it is busy with %q", busy)
	}
	if out := w.step(Fired{"nonsense", 1}); len(out) != 0 {
		t.Errorf("a timer that was never armed has effects: %v", out)
	}
}

// TestNothingPersonalStays: after the log-out no text of the session is in the
// State, and what is saved names no number.
func TestNothingPersonalStays(t *testing.T) {
	w := newWorld(t)
	w.begin()
	for _, text := range []string{
		"row c1 from=09011112222:山田 group=g1:受注:red parties=L0:caller::up,L1:agent:a1:up", "offered in-1 leg=L1 from=09011112222", "up in-1",
		"does dial to=0312345678", "offered in-2 from=0355556666", "ended in-2 missed", "opened tel:0399998888", "signedout",
	} {
		w.play(text)
	}
	s := w.seat.State(w.now)
	if s.Session != nil || len(s.Calls) != 0 || len(s.Notices) != 0 || len(s.Numbers) != 0 || s.Dial != "" || s.LastDialed != "" || s.Codes != (Codes{}) || s.Phone.Device != "" {
		t.Errorf("left: %+v", s)
	}
	if w.seat.saved.LastDialed != "" {
		t.Errorf("saved: %+v", w.seat.saved)
	}
	w.play("ended in-1 them")
	if out := w.seat.State(w.now.Add(time.Hour)); len(out.Calls) != 0 {
		t.Errorf("it is back: %+v", out.Calls)
	}
}
