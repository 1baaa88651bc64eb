package sound

import (
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/pcm"
)

// steepest is the greatest step from one sample to the next.
func steepest(samples []int16) int {
	top := 0
	for i := 1; i < len(samples); i++ {
		d := int(samples[i]) - int(samples[i-1])
		top = max(top, d, -d)
	}
	return top
}

// heard is where something is heard, from the first to after the last sample.
func heard(samples []int16) (from, to int) {
	from = -1
	for i, v := range samples {
		if v != 0 {
			if from < 0 {
				from = i
			}
			to = i + 1
		}
	}
	return from, to
}

func (s *scene) playedBy(id string) []int16 {
	s.t.Helper()
	s.wantRunning(id)
	st := s.fake.running(id)
	s.fake.mu.Lock()
	defer s.fake.mu.Unlock()
	return append([]int16(nil), st.played...)
}

// pitch is the share of the two tones of a ring.
func pitch(window []int16, t tones) float64 {
	return pcm.Share(window, t.tune().low, Rate) + pcm.Share(window, t.tune().high, Rate)
}

func TestRings(t *testing.T) {
	for how, want := range map[seat.RingHow]tones{seat.RingExternal: external, seat.RingInternal: internal} {
		t.Run(string(how), func(t *testing.T) {
			play(t, newFake(), func(s *scene) {
				s.Do(seat.Use{Ringer: "s3", RingVolume: 1, SpeakerGain: 1, MicGain: 1})
				s.Do(seat.Ring{How: how})
				s.pass(6500 * time.Millisecond)
				before := s.playedBy("s3")
				s.Do(seat.Ring{})
				s.pass(200 * time.Millisecond)
				all := s.playedBy("s3")
				if from, _ := heard(all); from > Rate/50 {
					t.Errorf("begins after %d samples", from)
				}
				if got := pitch(all[:Rate/3], want); got < 0.7 {
					t.Errorf("pitch %.2f", got)
				}
				if second := all[3*Rate : 3*Rate+Rate/3]; pitch(second, want) < 0.7 {
					t.Errorf("the second stroke's pitch is %.2f", pitch(second, want))
				}
				if e := pcm.Energy(all[Rate+Rate/10 : 2*Rate]); e > 0 {
					t.Errorf("no pause: %f", e)
				}
				// The end comes in the middle of a stroke, and softly.
				if _, to := heard(all); to < len(before)-2*pieceOf && how == seat.RingExternal || to > len(before)+Rate/50 {
					t.Errorf("heard until %d, ended at %d", to, len(before))
				}
				if got := steepest(all); got > 2300 {
					t.Errorf("a click of %d", got)
				}
				s.pass(lingers)
				s.wantStill("s1", "s2", "s3")
			})
		})
	}
}

func TestRingerThatIsAbsentIsReplaced(t *testing.T) {
	play(t, newFake(), func(s *scene) {
		s.Do(seat.Use{Ringer: "gone", RingVolume: 1})
		s.Do(seat.Ring{How: seat.RingExternal})
		s.pass(time.Second)
		s.wantRunning("s1")
		s.fake.unplug("s1", s.jam)
		s.pass(600 * time.Millisecond)
		s.wantRunning("s2")
		s.pass(500 * time.Millisecond)
		if got := pitch(s.playedBy("s2")[:Rate/4], external); got < 0.7 {
			t.Errorf("does not ring on: %.2f", got)
		}
	})
}

func TestTryRingsTwoSecondsAndNotIntoARing(t *testing.T) {
	play(t, newFake(), func(s *scene) {
		s.Do(seat.Use{RingVolume: 0.5})
		s.Do(seat.Ring{How: seat.RingTry})
		s.pass(2100 * time.Millisecond)
		all := s.playedBy("s1")
		if from, to := heard(all); from > Rate/50 || to < Rate*9/10 || to > Rate*21/10 {
			t.Errorf("heard from %d to %d", from, to)
		}
		s.pass(time.Second)
		s.wantStill("s1")
		s.Do(seat.Ring{How: seat.RingInternal})
		s.Do(seat.Ring{How: seat.RingTry})
		s.pass(5 * time.Second)
		if got := pitch(s.playedBy("s1")[3*Rate:3*Rate+Rate/3], internal); got < 0.7 {
			t.Errorf("the ring became another: %.2f", got)
		}
	})
}

func TestWaitingKnocksInTheEarAndElsewhereWithoutACall(t *testing.T) {
	play(t, newFake(), func(s *scene) {
		s.Do(seat.Use{Speaker: "s2", RingVolume: 1, MicGain: 1})
		s.Run(true)
		s.pass(time.Second)
		s.Do(seat.Ring{How: seat.RingWaiting})
		s.pass(9 * time.Second)
		s.wantStill("s1")
		all := s.playedBy("s2")
		knocks := 0
		for at := Rate; at+Rate/10 < len(all); at += Rate / 10 {
			if pcm.Energy(all[at:at+Rate/10]) > 1e-6 && pcm.Energy(all[at-Rate/10:at]) < 1e-6 {
				knocks++
			}
		}
		if knocks < 3 || knocks > 6 {
			t.Errorf("%d knocks", knocks)
		}
		if got := pcm.Energy(all); got > 1e-4 || steepest(all) > 600 {
			t.Errorf("not soft: %g, %d", got, steepest(all))
		}
		s.Run(false)
		s.pass(5 * time.Second)
		s.wantStill("s2")
		if from, _ := heard(s.playedBy("s1")); from < 0 {
			t.Error("not heard on the ringer")
		}
	})
}

func TestVolumeChangesWithoutAClick(t *testing.T) {
	var s synth
	s.volume.set(1)
	s.play(external)
	out := make([]int16, Rate)
	s.mix(out[:Rate/3])
	s.volume.set(0.1)
	s.mix(out[Rate/3 : Rate/2])
	s.play(internal)
	s.mix(out[Rate/2:])
	if got := steepest(out); got > 2300 {
		t.Errorf("a click of %d", got)
	}
	if pcm.Energy(out[Rate/3+Rate/50:Rate/2])*50 > pcm.Energy(out[:Rate/3]) {
		t.Error("not quieter")
	}
}

func BenchmarkRing(b *testing.B) {
	var s synth
	s.volume.set(1)
	s.play(external)
	frame := make([]int16, Frame)
	b.ReportAllocs()
	for b.Loop() {
		clear(frame)
		s.mix(frame)
	}
}

func BenchmarkLanes(b *testing.B) {
	k := newKeeper(Options{Pump: still{}}, nil)
	k.flowing.Store(true)
	k.mic.gain.set(1.5)
	k.mic.use(1)
	k.speaker.use(2)
	piece := make([]int16, Frame)
	b.ReportAllocs()
	for b.Loop() {
		k.mic.take(1, piece)
		k.speaker.fill(2, piece)
	}
}

// still is a pump without sound.
type still struct{}

func (still) Captured([]int16) {}
func (still) Render([]int16)   {}
