package media

import (
	"errors"
	"fmt"
	"strings"
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

// watch sees how well the machine keeps up while a test speaks in real time.
type watch struct {
	plane      *Plane
	mu         sync.Mutex
	last       time.Time
	worst      time.Duration // that the test or a shard was held up
	complaints []string
}

// look is called every 20 ms.
func (w *watch) look() {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	if !w.last.IsZero() {
		w.worst = max(w.worst, now.Sub(w.last)-20*time.Millisecond)
	}
	w.last = now
	for _, s := range w.plane.shards {
		s.post(func(*shard) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.worst = max(w.worst, time.Since(now))
		})
	}
}

// check notes when the window holds anything but the tones.
func (w *watch) check(what string, window []int16, freqs ...float64) {
	sum := 0.0
	for _, f := range freqs {
		s := pcm.Share(window, f, pcm.Rate)
		if sum += s; s < 0.3 {
			w.complaints = append(w.complaints, fmt.Sprintf("%s: %g Hz has %v", what, f, s))
		}
	}
	if sum < 0.95 {
		w.complaints = append(w.complaints, fmt.Sprintf("%s: %v of it are the tones of %v", what, sum, freqs))
	}
}

// undisturbed runs what is only true while the machine keeps up: a phone that
// is held up for longer than a recording waits for late packets is recorded
// with a hole, as it should be. A try counts unless the watch saw that.
func undisturbed(t *testing.T, p *Plane, try func(w *watch, n int)) {
	t.Helper()
	const tries, held = 6, 50 * time.Millisecond
	for n := 1; ; n++ {
		w := &watch{plane: p}
		try(w, n)
		w.mu.Lock()
		worst := w.worst
		w.mu.Unlock()
		switch {
		case len(w.complaints) == 0:
			return
		case worst < held || n == tries:
			t.Fatalf("try %d, held up by %s at most: %s", n, worst, strings.Join(w.complaints, "; "))
		}
		t.Logf("the machine stood still for %s: %s", worst, strings.Join(w.complaints, "; "))
	}
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
		undisturbed(t, p, func(w *watch, try int) {
			rec := id.RecordingOf(c, uint16(try))
			began := time.Now()
			p.Do(leg.Record{Recording: rec, Call: c, Left: a.leg, Right: b.leg})
			talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { w.look(); return r.frames(rec) >= 8000 })
			// The right lane goes on with another leg, as after a transfer.
			changed := samplesAt(time.Since(began))
			p.Do(leg.Record{Recording: rec, Call: c, Left: a.leg, Right: d.leg})
			talk(t, map[*phone]float64{a: 500, b: 900, d: 1300}, func() bool { w.look(); return r.frames(rec) >= 16000 })
			p.Do(leg.StopRecord{Recording: rec, Call: c})
			got := next[leg.Recorded](t, f, nil)
			length := r.frames(rec)
			if got.Recording != rec || got.Call != c || got.Failed != "" || got.Path != "a/b.wav" || got.Key != "k" || got.Bytes != int64(2*length) ||
				got.Length != time.Duration(length)*time.Second/pcm.Rate {
				t.Fatalf("%+v", got)
			}
			left, right := r.lane(rec, 0), r.lane(rec, 1)
			const edge = 800
			w.check("left, all of it", left[edge:len(left)-edge], 500)
			w.check("right, first", right[edge:changed-edge], 900)
			w.check("right, second", right[changed+edge:int64(len(right))-edge], 1300)
			if n := r.takes[rec].closed; n != 1 {
				t.Errorf("closed %d times", n)
			}
		})
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
