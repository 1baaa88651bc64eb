package sound

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

func TestDevicesAreToldAtTheStartAndWhenTheyChange(t *testing.T) {
	play(t, newFake(), func(s *scene) {
		facts := s.told()
		if len(facts) != 1 {
			t.Fatalf("told %v", facts)
		}
		d := facts[0].(seat.SoundDevices)
		if got := fmt.Sprint(d.Speakers); got != "[{s2 Headset false} {s3 Headset (2) false} {s1 Speaker true}]" {
			t.Errorf("speakers %s", got)
		}
		s.pass(10 * time.Second)
		if facts := s.told(); len(facts) > 0 {
			t.Errorf("told again: %v", facts)
		}
		s.fake.unplug("s2", s.jam)
		s.pass(600 * time.Millisecond)
		if facts := s.told(); len(facts) != 1 || len(facts[0].(seat.SoundDevices).Speakers) != 2 {
			t.Errorf("after unplugging: %v", facts)
		}
		if s.fake.systems != 1 || len(s.fake.opens) > 0 {
			t.Errorf("%d systems, opened %v, without need", s.fake.systems, s.fake.opens)
		}
	})
}

func TestFramesFlowWhileItRuns(t *testing.T) {
	play(t, newFake(), func(s *scene) {
		s.Run(true)
		s.pass(100 * time.Millisecond)
		s.wantRunning("m1", "s1")
		s.wantFlow()
		s.Run(false)
		s.pass(100 * time.Millisecond)
		s.wantStill("m1", "s1")
		s.pump.take()
		s.pass(time.Second)
		if got := s.pump.take(); got.captured+got.rendered > 0 {
			t.Errorf("%+v after the end", got)
		}
	})
}

func TestChosenDevicesAreUsedAndSwitchedWithoutAGap(t *testing.T) {
	play(t, newFake(), func(s *scene) {
		s.Do(seat.Use{Microphone: "m2", Speaker: "s3", RingVolume: 1, SpeakerGain: 1, MicGain: 1})
		s.Run(true)
		s.pass(100 * time.Millisecond)
		s.wantRunning("m2", "s3")
		s.wantStill("m1", "s1")
		s.pump.take()
		s.Do(seat.Use{Microphone: "m1", Speaker: "s2", RingVolume: 1, SpeakerGain: 1, MicGain: 1})
		s.pass(time.Second)
		s.wantRunning("m1", "s2")
		s.wantStill("m2", "s3")
		if got := s.pump.take(); got.captured < 97 || got.rendered < 97 {
			t.Errorf("a gap: %d captured, %d rendered", got.captured, got.rendered)
		}
	})
}

func TestUnpluggedDeviceIsReplacedAndComesBack(t *testing.T) {
	play(t, newFake(), func(s *scene) {
		whole := s.fake.have
		s.Do(seat.Use{Microphone: "m2", Speaker: "s2", RingVolume: 1, SpeakerGain: 1, MicGain: 1})
		s.Run(true)
		s.pass(5 * time.Second)
		s.wantRunning("m2", "s2")
		s.told()
		s.pump.take()
		s.fake.unplug("m2", s.jam)
		s.fake.unplug("s2", s.jam)
		s.pass(600 * time.Millisecond)
		s.wantRunning("m1", "s1")
		s.wantTrouble("")
		if got := s.pump.take(); got.captured < 45 || got.rendered < 45 {
			t.Errorf("while it was unplugged: %d captured, %d rendered in 600 ms", got.captured, got.rendered)
		}
		s.wantFlow()
		s.fake.change(func() { s.fake.have = whole })
		s.pass(600 * time.Millisecond)
		s.wantRunning("m2", "s2")
		s.wantStill("m1", "s1")
	})
}

func TestSilentDeviceIsReplacedThoughItIsListed(t *testing.T) {
	play(t, newFake(), func(s *scene) {
		s.Do(seat.Use{Speaker: "s2", RingVolume: 1, SpeakerGain: 1, MicGain: 1})
		s.Run(true)
		s.pass(5 * time.Second)
		sick := s.fake.running("s2")
		s.fake.change(func() { sick.still, sick.jam = true, s.jam })
		s.pass(700 * time.Millisecond)
		s.wantRunning("s1")
		s.pass(5 * time.Second)
		s.wantStill("s2") // not tried again at once
		s.pass(10 * time.Second)
		s.wantRunning("s2") // but after a while
		s.wantFlow()
	})
}

func TestSilentDeviceThatIsPluggedAnewIsUsedAtOnce(t *testing.T) {
	play(t, newFake(), func(s *scene) {
		whole := s.fake.have
		s.Do(seat.Use{Speaker: "s2", RingVolume: 1, SpeakerGain: 1, MicGain: 1})
		s.Run(true)
		s.pass(5 * time.Second)
		sick := s.fake.running("s2")
		s.fake.change(func() { sick.still, sick.jam = true, s.jam })
		s.pass(time.Second)
		s.wantRunning("s1")
		s.fake.unplug("s2", s.jam)
		s.pass(600 * time.Millisecond)
		s.fake.change(func() { s.fake.have = whole })
		s.pass(600 * time.Millisecond)
		s.wantRunning("s2")
	})
}

func TestOnlyDeviceThatFallsSilentIsOpenedAnew(t *testing.T) {
	f := newFake()
	f.have.mics = f.have.mics[:1]
	play(t, f, func(s *scene) {
		s.Run(true)
		s.pass(5 * time.Second)
		before := s.fake.running("m1")
		s.fake.change(func() { before.still, before.jam = true, s.jam })
		s.pump.take()
		s.pass(time.Second)
		if now := s.fake.running("m1"); now == nil || now == before {
			t.Error("not opened anew")
		}
		if got := s.pump.take(); got.captured < 80 {
			t.Errorf("%d frames captured in the second of the silence", got.captured)
		}
	})
}

func TestSilentDeviceThatCannotBeOpenedAnewIsTold(t *testing.T) {
	f := newFake()
	f.have.mics = f.have.mics[:1]
	play(t, f, func(s *scene) {
		s.Run(true)
		s.pass(5 * time.Second)
		s.told()
		sick := s.fake.running("m1")
		s.fake.change(func() {
			sick.still, sick.jam = true, s.jam
			s.fake.refuse["m1"] = errBusy
		})
		s.pass(time.Second)
		s.wantTrouble("device_busy")
		s.wantFlow()
		s.fake.change(func() { clear(s.fake.refuse) })
		s.pass(5 * time.Second)
		s.wantTrouble("none")
		if s.fake.running("m1") == sick {
			t.Error("the old one still counts")
		}
	})
}

func TestLostSystemsAreBoundedAndComeBack(t *testing.T) {
	play(t, newFake(), func(s *scene) {
		hang := make(chan struct{})
		s.fake.change(func() { s.fake.hang = hang })
		s.Run(true)
		s.pass(2 * time.Minute)
		if n := s.fake.systems; n != maxLost {
			t.Errorf("%d systems were begun, want %d", n, maxLost)
		}
		s.wantTrouble("sound_failed")
		s.wantFlow()
		s.fake.change(func() { s.fake.hang = nil })
		close(hang)
		s.pass(5 * time.Second)
		s.wantTrouble("none")
		s.wantRunning("m1", "s1")
	})
}

func TestSlowStartIsNoDeath(t *testing.T) {
	play(t, newFake(), func(s *scene) {
		s.Run(true)
		s.pass(20 * time.Millisecond)
		speaker := s.fake.running("s1")
		s.fake.change(func() { speaker.still = true })
		s.pass(2 * time.Second)
		s.fake.change(func() { speaker.still = false })
		s.pass(5 * time.Second)
		if s.fake.running("s1") != speaker {
			t.Error("given up")
		}
	})
}

func TestHungDevicesAreBounded(t *testing.T) {
	f := newFake()
	f.have = devices{mics: f.have.mics[:1], speakers: f.have.speakers[:1]}
	play(t, f, func(s *scene) {
		s.Run(true)
		for range 60 {
			s.pass(4 * time.Second)
			s.fake.change(func() {
				for st := range s.fake.streams {
					st.still, st.jam = true, s.jam
				}
			})
		}
		s.fake.change(func() {
			if n := len(s.fake.streams); n > maxLost+2 || n < maxLost {
				t.Errorf("%d streams hang", n)
			}
		})
		s.wantFlow() // silence goes on at the right pace
	})
}

func TestDefaultIsFollowed(t *testing.T) {
	play(t, newFake(), func(s *scene) {
		s.Run(true)
		s.pass(time.Second)
		s.wantRunning("m1", "s1")
		s.fake.change(func() {
			s.fake.have = devices{
				mics:     []device{{id: "m1"}, {id: "m2", isDefault: true}},
				speakers: []device{{id: "s1"}, {id: "s2"}, {id: "s3", isDefault: true}},
			}
		})
		s.pass(600 * time.Millisecond)
		s.wantRunning("m2", "s3")
		s.wantStill("m1", "s1")
	})
}

func TestTroubles(t *testing.T) {
	for _, tt := range []struct {
		name string
		set  func(*fake)
		want string
	}{
		{"refused", func(f *fake) { f.refuse["m1"] = errRefused }, "microphone_refused"},
		{"busy microphone", func(f *fake) { f.refuse["m1"] = errBusy }, "device_busy"},
		{"busy speaker", func(f *fake) { f.refuse["s1"] = errBusy }, "device_busy"},
		{"odd", func(f *fake) { f.refuse["s1"] = errOdd }, "sound_failed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake()
			f.have = devices{mics: f.have.mics[:1], speakers: f.have.speakers[:1]}
			play(t, f, func(s *scene) {
				s.fake.change(func() { tt.set(s.fake) })
				s.Run(true)
				s.pass(100 * time.Millisecond)
				s.wantTrouble(tt.want)
				s.wantFlow()
				s.wantTrouble("")
				s.fake.change(func() { clear(s.fake.refuse) })
				s.pass(2 * time.Second)
				s.wantTrouble("none")
				s.wantRunning("m1", "s1")
			})
		})
	}
}

func TestRefusedDeviceIsReplacedByAnother(t *testing.T) {
	play(t, newFake(), func(s *scene) {
		s.fake.change(func() { s.fake.refuse["m2"] = errBusy })
		s.Do(seat.Use{Microphone: "m2", RingVolume: 1, SpeakerGain: 1, MicGain: 1})
		s.Run(true)
		s.pass(100 * time.Millisecond)
		s.wantRunning("m1")
		s.wantTrouble("")
		s.fake.change(func() { clear(s.fake.refuse) })
		s.pass(3 * time.Second)
		s.wantRunning("m2")
		s.wantStill("m1")
	})
}

func TestTroubleOfACallEndsWithoutACall(t *testing.T) {
	f := newFake()
	f.have.mics = f.have.mics[:1]
	play(t, f, func(s *scene) {
		s.fake.change(func() { s.fake.refuse["m1"] = errRefused })
		s.Run(true)
		s.pass(time.Second)
		s.Run(false)
		s.pass(time.Second)
		s.wantTrouble("microphone_refused")
		s.fake.change(func() { clear(s.fake.refuse) })
		s.pass(11 * time.Second)
		s.wantTrouble("none")
		s.wantStill("m1")
	})
}

func TestNoDevicesAtAll(t *testing.T) {
	f := newFake()
	whole := f.have
	f.have = devices{}
	play(t, f, func(s *scene) {
		s.wantTrouble("no_microphone")
		s.Run(true)
		s.pass(100 * time.Millisecond)
		s.wantFlow()
		s.pump.take()
		s.pass(time.Second)
		got := s.pump.take()
		if got.zeros != got.captured {
			t.Error("silence is not silent")
		}
		for i := 1; i < len(got.pace); i++ {
			if gap := got.pace[i].Sub(got.pace[i-1]); gap > 15*time.Millisecond {
				t.Errorf("a pause of %v", gap)
			}
		}
		s.fake.change(func() { s.fake.have = devices{mics: whole.mics} })
		s.pass(time.Second)
		s.wantTrouble("no_speaker")
		s.wantRunning("m1")
		s.wantFlow()
		s.fake.change(func() { s.fake.have = whole })
		s.pass(time.Second)
		s.wantTrouble("none")
		if s.fake.systems < 2 {
			t.Error("a system without devices was not begun with anew")
		}
	})
}

func TestSystemThatHangsIsReplaced(t *testing.T) {
	play(t, newFake(), func(s *scene) {
		s.Run(true)
		s.pass(time.Second)
		hang := make(chan struct{})
		defer close(hang)
		s.fake.change(func() { s.fake.hang = hang })
		s.pass(4 * time.Second)
		s.wantFlow() // what runs goes on
		s.fake.change(func() { s.fake.hang = nil })
		s.pass(3 * time.Second)
		if s.fake.systems != 2 {
			t.Errorf("%d systems", s.fake.systems)
		}
		s.Do(seat.Use{Speaker: "s2", RingVolume: 1, SpeakerGain: 1, MicGain: 1})
		s.pass(100 * time.Millisecond)
		s.wantRunning("s2")
	})
}

func TestGainAndLevels(t *testing.T) {
	play(t, newFake(), func(s *scene) {
		s.Do(seat.Use{MicGain: 2, SpeakerGain: 80, RingVolume: math.NaN()})
		s.Run(true)
		s.pass(time.Second)
		s.mu.Lock()
		if len(s.levels) > 0 {
			t.Errorf("%d levels, and nobody looks", len(s.levels))
		}
		s.mu.Unlock()
		s.Do(seat.Measure{On: true})
		s.pass(1010 * time.Millisecond)
		s.mu.Lock()
		levels := s.levels
		s.mu.Unlock()
		if n := len(levels); n < 9 || n > 11 {
			t.Errorf("%d levels in a second", n)
		}
		last := levels[len(levels)-1]
		if last != [2]float64{2000. / 32768, 2000. / 32768} { // 1000 twice, 500 four times: the most
			t.Errorf("levels %v", last)
		}
		s.Do(seat.Measure{})
		s.pass(time.Second)
		s.mu.Lock()
		defer s.mu.Unlock()
		if last := s.levels[len(s.levels)-1]; last != [2]float64{} {
			t.Errorf("at the end %v", last)
		}
	})
}

func TestMeteringKeepsFramesFromThePump(t *testing.T) {
	play(t, newFake(), func(s *scene) {
		s.Do(seat.Measure{On: true})
		s.pass(time.Second)
		s.wantRunning("m1", "s1")
		if got := s.pump.take(); got.captured+got.rendered > 0 {
			t.Errorf("the pump got %+v", got)
		}
		s.mu.Lock()
		last := s.levels[len(s.levels)-1]
		s.mu.Unlock()
		if last[0] != 1000./32768 {
			t.Errorf("level %v", last)
		}
		s.Do(seat.Measure{})
		s.pass(time.Second)
		s.wantStill("m1", "s1")
	})
}

func TestTriesThatCostBecomeRare(t *testing.T) {
	f := newFake()
	f.have.mics = f.have.mics[:1]
	play(t, f, func(s *scene) {
		s.fake.change(func() { s.fake.refuse["m1"] = errCostly })
		s.Run(true)
		s.pass(10 * time.Second)
		s.fake.change(func() {
			if n := len(s.fake.opens); n < 5 || n > 7 {
				t.Errorf("%d tries in ten seconds: %v", n, s.fake.opens)
			}
		})
		s.pass(5 * time.Minute)
		s.fake.change(func() {
			if n := len(s.fake.opens); n > 14 {
				t.Errorf("%d tries in five minutes", n)
			}
		})
	})
}
