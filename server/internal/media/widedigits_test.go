package media

import (
	"testing"

	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/opus"
)

// TestKeysSentHereAmidOpus take the time of the sound in whose place they are
// sent: what is passed on after them is not late by what they took.
func TestKeysSentHereAmidOpus(t *testing.T) {
	x := newBooth(t)
	for range 5 {
		x.say(0, 500)
		x.pass()
	}
	before, _ := x.got(1)
	x.digitsOrder(leg.SendDigits{Leg: x.streams[1].id, Digits: "12"})
	steps, events := uint32(0), 0
	for ; !x.streams[1].relaying; steps++ {
		if steps > 100 {
			t.Fatal("the keys do not end")
		}
		x.say(0, 500) // not heard
		x.pass()
		if h, payload := x.got(1); payload != nil {
			if h.PT != 101 || h.TS-before.TS > (steps+2)*opus.Frame {
				t.Fatalf("step %d: %+v after %+v", steps, h, before)
			}
			events++
		}
	}
	if events < 10 {
		t.Fatalf("%d packets of keys", events)
	}
	x.say(0, 500)
	after, payload := x.got(1)
	if payload == nil || after.PT != 111 {
		t.Fatalf("after the keys came %+v", after)
	}
	if took := after.TS - before.TS; took < steps*opus.Frame || took > (steps+2)*opus.Frame {
		t.Errorf("%d ms of keys took %d ms of the stream's time", steps*20, took/48)
	}
}
