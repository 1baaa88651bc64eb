package media

import (
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
)

// TestFewStreamsWakeTheShardFewTimes: once for each packet time, not at every
// step of the wheel; and each is served exactly as often as it should be.
func TestFewStreamsWakeTheShardFewTimes(t *testing.T) {
	for _, test := range []struct{ streams, ptime, wakes int }{{3, 20, 1}, {3, 60, 1}, {wheelTogether, 20, 1}, {2*wheelTogether + 1, 20, 3}} {
		s, streams := wired(t, nil)
		agreed := streams[0].agreed
		agreed.PTime = test.ptime
		for n := len(streams); n < test.streams; n++ {
			streams = append(streams, seated(s, id.LegOf(id.CallOf(streams[0].id), uint16(n+1)), agreed))
		}
		for _, st := range streams {
			st.configure(s, agreed, nil, nil)
		}
		confer(s, streams)
		periods := 3000 / test.ptime
		wakes := 0
		for s.now < time.Duration(periods*test.ptime)*time.Millisecond {
			wait := s.wheel.wait(s.now)
			if wait < 1 {
				t.Fatalf("at %s the shard does not sleep", s.now)
			}
			s.now += time.Duration(wait) * time.Millisecond
			wakes++
			s.wheel.advance(s)
		}
		if most := test.wakes*periods + 2; wakes > most {
			t.Errorf("%d streams of %d ms wake the shard %d times in 3 s, want %d at most", test.streams, test.ptime, wakes, most)
		}
		for i, st := range streams {
			if n := int(st.out.count); n < periods-1 || n > periods+1 { // by when in the first of them it began
				t.Errorf("stream %d of %d sent %d packets, want %d", i, test.streams, n, periods)
			}
		}
	}
}

// TestWheelFindsWhoeverIsNext, wherever in the turn that is.
func TestWheelFindsWhoeverIsNext(t *testing.T) {
	for step := range int64(2 * wheelSize) {
		for ahead := range int64(wheelSize) {
			w := wheel{step: step, count: 1}
			w.insert(&stream{}, step+ahead)
			now := time.Duration(step) * wheelStep
			if got, want := w.wait(now), int(ahead*int64(wheelStep/time.Millisecond)); got != want {
				t.Fatalf("at step %d the next is %d steps ahead: %d ms, want %d", step, ahead, got, want)
			}
		}
	}
}
