//go:build cgo

package sound

import (
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// waitFor waits for something that another thread does.
func waitFor(t testing.TB, what string, is func() bool) {
	t.Helper()
	deadline, tick := time.NewTimer(time.Minute), time.NewTicker(20*time.Millisecond)
	defer deadline.Stop()
	defer tick.Stop()
	for !is() {
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

func TestNullDevicesKeepTime(t *testing.T) {
	pump, facts := &counts{}, make(chan seat.Input, 16)
	s, err := New(Options{Null: true, Pump: pump, Log: slog.New(slog.DiscardHandler), Tell: func(in seat.Input) { facts <- in }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	d := (<-facts).(seat.SoundDevices)
	if len(d.Microphones) != 1 || len(d.Speakers) != 1 || d.Microphones[0].ID == "" {
		t.Fatalf("devices %+v", d)
	}
	s.Do(seat.Use{Microphone: d.Microphones[0].ID, Speaker: d.Speakers[0].ID, RingVolume: 1, SpeakerGain: 1, MicGain: 1})
	s.Do(seat.Ring{How: seat.RingExternal})
	s.Run(true)
	waitFor(t, "a second of frames", func() bool {
		pump.mu.Lock()
		defer pump.mu.Unlock()
		return pump.captured >= 100 && pump.rendered >= 100
	})
	pump.mu.Lock()
	defer pump.mu.Unlock()
	if pump.wrong > 0 {
		t.Errorf("%d frames of a wrong length", pump.wrong)
	}
	for i := 1; i < len(pump.pace); i++ {
		if pump.pace[i].Before(pump.pace[i-1]) {
			t.Error("frames overtake one another")
		}
	}
}

// TestSystemDevices opens what this computer has, to be run by hand, or under
// Wine to see that its sound system is reached at all.
func TestSystemDevices(t *testing.T) {
	if os.Getenv("YOBIRIN_SOUND") == "" {
		t.Skip("YOBIRIN_SOUND is not set: this computer's own devices are left alone")
	}
	d, err := openSystem(false)
	if err != nil {
		t.Fatal(err)
	}
	defer d.close()
	have, err := d.list()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("microphones %v", have.mics)
	t.Logf("speakers %v", have.speakers)
	for _, k := range []kind{capture, playback} {
		for _, one := range append([]device{{}}, have.of(k)...) {
			got := make(chan int, 64)
			st, err := d.open(spec{kind: k, id: one.id, stopped: func() {}, data: func(s []int16) {
				select {
				case got <- len(s):
				default:
				}
			}})
			if err != nil {
				t.Errorf("%d %q: %v", k, one.name, err)
				continue
			}
			sum, begin, patience := 0, time.Now(), time.After(5*time.Second)
			for late := false; sum < Rate/2 && !late; {
				select {
				case n := <-got:
					sum += n
				case <-patience:
					late = true
				}
			}
			t.Logf("%d %q: %d samples in %v", k, one.name, sum, time.Since(begin))
			if sum < Rate/2 {
				t.Errorf("%d %q: too few samples", k, one.name)
			}
			st.close()
		}
	}
}
