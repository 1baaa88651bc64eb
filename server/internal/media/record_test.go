package media

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/sdp"
)

// reel is a recorder that keeps recordings in memory.
type reel struct {
	mu     sync.Mutex
	takes  map[id.Recording]*take
	broken bool          // Open fails
	full   bool          // Write fails
	stall  chan struct{} // Write waits for it
}

type take struct {
	reel   *reel
	data   []byte
	closed int
}

func newReel() *reel { return &reel{takes: map[id.Recording]*take{}} }

func (r *reel) Open(rec id.Recording, _ id.Call, _ time.Time) (Track, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.broken {
		return nil, errors.New("the disk is gone")
	}
	r.takes[rec] = &take{reel: r}
	return r.takes[rec], nil
}

func (k *take) Write(b []byte) error {
	if k.reel.stall != nil {
		<-k.reel.stall
	}
	k.reel.mu.Lock()
	defer k.reel.mu.Unlock()
	if k.reel.full {
		return errors.New("no space left")
	}
	k.data = append(k.data, b...)
	return nil
}

func (k *take) Close() (Stored, error) {
	k.closed++
	return Stored{Path: "a/b.wav", Bytes: int64(len(k.data)), SHA256: "00", Key: "k"}, nil
}

func (r *reel) frames(rec id.Recording) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if k := r.takes[rec]; k != nil {
		return len(k.data) / 2
	}
	return 0
}

// lane gives one lane's samples; only after the recording has ended.
func (r *reel) lane(rec id.Recording, lane int) []int16 {
	r.mu.Lock()
	defer r.mu.Unlock()
	data := r.takes[rec].data
	out := make([]int16, len(data)/2)
	for i := range out {
		out[i] = pcm.Mu.Sample(data[2*i+lane])
	}
	return out
}

func TestRecordingHoldsBothSidesInTime(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f, r := newFacts(), newReel()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable; c.Recorder = r })
		c := newCall()
		a := newPhone(t, p, c, 1, OpenSpec{}, nil)
		b := newPhone(t, p, c, 2, OpenSpec{}, func(l *sdp.Local) { l.Laws = []pcm.Law{pcm.A} })
		d := newPhone(t, p, c, 3, OpenSpec{}, nil)
		bridge(p, a, b)
		rec := id.RecordingOf(c, 1)
		p.Do(leg.Record{Recording: rec, Call: c, Left: a.leg, Right: b.leg})
		talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { return r.frames(rec) >= 8000 })
		// The right lane goes on with another leg, as after a transfer.
		p.Do(leg.Record{Recording: rec, Call: c, Left: a.leg, Right: d.leg})
		talk(t, map[*phone]float64{a: 500, b: 900, d: 1300}, func() bool { return r.frames(rec) >= 16000 })
		p.Do(leg.StopRecord{Recording: rec, Call: c})
		got := next[leg.Recorded](t, f, nil)
		length := r.frames(rec)
		if got.Recording != rec || got.Call != c || got.Failed != "" || got.Path != "a/b.wav" || got.Key != "k" || got.Bytes != int64(2*length) ||
			got.Length != time.Duration(length)*time.Second/pcm.Rate {
			t.Fatalf("%+v", got)
		}
		left, right := r.lane(rec, 0), r.lane(rec, 1)
		for _, w := range []struct {
			name string
			lane []int16
			freq float64
		}{
			{"left, first", left[1600:6400], 500}, {"left, second", left[9600:14400], 500},
			{"right, first", right[1600:6400], 900}, {"right, second", right[10400:14400], 1300},
		} {
			if s := pcm.Share(w.lane, w.freq, pcm.Rate); s < 0.95 {
				t.Errorf("%s: %g Hz has %v", w.name, w.freq, s)
			}
		}
		if r.takes[rec].closed != 1 {
			t.Errorf("closed %d times", r.takes[rec].closed)
		}
	})
}

func TestSilenceOfOneLaneIsFilled(t *testing.T) {
	f, r := newFacts(), newReel()
	p := newPlane(t, f, func(c *Config) { c.Recorder = r })
	c := newCall()
	a := newPhone(t, p, c, 1, OpenSpec{}, nil)
	b := newPhone(t, p, c, 2, OpenSpec{}, nil)
	rec := id.RecordingOf(c, 1)
	p.Do(leg.Record{Recording: rec, Call: c, Left: a.leg, Right: b.leg})
	// Nothing comes for a while, then only the right side speaks, then both are gone.
	until(t, "silence", func() bool { return r.frames(rec) >= 1600 })
	quiet := r.frames(rec)
	talk(t, map[*phone]float64{b: 900}, func() bool { return r.frames(rec) >= quiet+6400 })
	p.CloseLeg(a.leg)
	p.CloseLeg(b.leg)
	before := r.frames(rec)
	until(t, "silence after the legs", func() bool { return r.frames(rec) >= before+1600 })
	if err := p.Close(); err != nil { // ends what nobody stopped
		t.Fatal(err)
	}
	if got := next[leg.Recorded](t, f, nil); got.Recording != rec || got.Failed != "" {
		t.Fatalf("%+v", got)
	}
	left, right := r.lane(rec, 0), r.lane(rec, 1)
	if pcm.Energy(left) != 0 {
		t.Error("the left lane is not silent")
	}
	if pcm.Energy(right[:800]) != 0 || pcm.Share(right[quiet+2400:quiet+5600], 900, pcm.Rate) < 0.95 || pcm.Energy(right[len(right)-400:]) != 0 {
		t.Error("the right lane is not silence, tone, silence")
	}
}

func TestRecorderThatFails(t *testing.T) {
	tests := map[string]func(*Config){
		"none":       func(c *Config) { c.Recorder = nil },
		"open fails": func(c *Config) { r := newReel(); r.broken = true; c.Recorder = r },
		"disk full":  func(c *Config) { r := newReel(); r.full = true; c.Recorder = r },
	}
	for name, change := range tests {
		f := newFacts()
		p := newPlane(t, f, change)
		c := newCall()
		a := newPhone(t, p, c, 1, OpenSpec{}, nil)
		b := newPhone(t, p, c, 2, OpenSpec{}, nil)
		bridge(p, a, b)
		rec := id.RecordingOf(c, 1)
		p.Do(leg.Record{Recording: rec, Call: c, Left: a.leg, Right: b.leg})
		talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { return a.hears(900) && b.hears(500) })
		p.Do(leg.StopRecord{Recording: rec, Call: c})
		if got := next[leg.Recorded](t, f, nil); got.Recording != rec || got.Failed == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestStalledDiskDoesNotStopTheCall: the calls go on while the writer waits.
func TestStalledDiskDoesNotStopTheCall(t *testing.T) {
	f, r := newFacts(), newReel()
	r.stall = make(chan struct{})
	p := newPlane(t, f, func(c *Config) { c.Recorder = r })
	c := newCall()
	a := newPhone(t, p, c, 1, OpenSpec{}, nil)
	b := newPhone(t, p, c, 2, OpenSpec{}, nil)
	bridge(p, a, b)
	rec := id.RecordingOf(c, 1)
	p.Do(leg.Record{Recording: rec, Call: c, Left: a.leg, Right: b.leg})
	talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { return a.tail(16000) != nil && a.hears(900) && b.hears(500) })
	continuous(t, a.packets())
	close(r.stall)
	p.Do(leg.StopRecord{Recording: rec, Call: c})
	got := next[leg.Recorded](t, f, nil)
	if got.Failed != "" || got.Length < 2*time.Second {
		t.Fatalf("%+v", got)
	}
}

// TestPausedRecordingIsSilentAndAsLong: both lanes are silent while paused, and
// what comes after stands where it would have stood.
func TestPausedRecordingIsSilentAndAsLong(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f, r := newFacts(), newReel()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable; c.Recorder = r })
		c := newCall()
		a, b := newPhone(t, p, c, 1, OpenSpec{}, nil), newPhone(t, p, c, 2, OpenSpec{}, nil)
		bridge(p, a, b)
		rec := id.RecordingOf(c, 1)
		p.Do(leg.PauseRecord{Recording: rec, Call: c, Paused: true}) // of nothing: nothing
		p.Do(leg.Record{Recording: rec, Call: c, Left: a.leg, Right: b.leg})
		began := time.Now()
		voices := map[*phone]float64{a: 500, b: 900}
		talk(t, voices, func() bool { return r.frames(rec) >= 6400 })
		p.Do(leg.PauseRecord{Recording: rec, Call: c, Paused: true})
		paused := samplesAt(time.Since(began))
		talk(t, voices, func() bool { return r.frames(rec) >= 12800 })
		// The pause holds when the lanes change.
		p.Do(leg.Record{Recording: rec, Call: c, Left: b.leg, Right: a.leg})
		talk(t, voices, func() bool { return r.frames(rec) >= 16000 })
		p.Do(leg.PauseRecord{Recording: rec, Call: c})
		resumed := samplesAt(time.Since(began))
		talk(t, voices, func() bool { return r.frames(rec) >= 24000 })
		p.Do(leg.StopRecord{Recording: rec, Call: c})
		whole := time.Since(began)
		got := next[leg.Recorded](t, f, nil)
		if got.Failed != "" || got.Length < whole-300*time.Millisecond || got.Length > whole+300*time.Millisecond {
			t.Fatalf("%+v after %s", got, whole)
		}
		left, right := r.lane(rec, 0), r.lane(rec, 1)
		const edge = 1600
		for lane, w := range map[string][]int16{"left": left, "right": right} {
			if e := pcm.Energy(w[paused+edge : resumed-edge]); e != 0 {
				t.Errorf("%s: energy %v while paused", lane, e)
			}
		}
		for _, w := range []struct {
			lane []int16
			freq float64
		}{{left[edge : paused-edge], 500}, {right[edge : paused-edge], 900}, {left[resumed+edge : len(left)-edge], 900}, {right[resumed+edge : len(right)-edge], 500}} {
			if s := pcm.Share(w.lane, w.freq, pcm.Rate); s < 0.95 {
				t.Errorf("%g Hz has %v", w.freq, s)
			}
		}
	})
}
