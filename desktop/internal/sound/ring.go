package sound

import (
	"math"
	"sync/atomic"

	"github.com/yobirin/yobirin/shared/pcm"
)

// tune is a ring: two tones in strokes that are repeated.
type tune struct {
	low, high float64  // Hz
	strokes   [][2]int // from, to in milliseconds
	every     int      // milliseconds
	tremolo   float64  // Hz, to half the amplitude
	fading    bool     // a stroke dies away, like a knock
	level     float64  // peak at full volume, 0 to 1
}

// tones are what can be played.
type tones int32

const (
	silent tones = iota
	external
	internal
	knocking
)

// tune describes it. A caller from outside rings long, as phones in Japan do;
// a colleague twice and short; a waiting call knocks softly.
func (t tones) tune() *tune {
	switch t {
	case external:
		return &tune{low: 784, high: 988, strokes: [][2]int{{0, 1000}}, every: 3000, tremolo: 16, level: 0.6}
	case internal:
		return &tune{low: 587, high: 740, strokes: [][2]int{{0, 350}, {500, 850}}, every: 3000, level: 0.5}
	case knocking:
		return &tune{low: 520, high: 1040, strokes: [][2]int{{0, 80}, {180, 260}}, every: 4000, fading: true, level: 0.08}
	case silent:
	}
	return nil
}

// rampMS is how long sound takes to come and to go, so that nothing clicks.
const rampMS = 5

const rampSamples = rampMS * Rate / 1000

// at is the sample number n from the tune's beginning, -1 to 1.
func (t *tune) at(n int) float64 {
	n %= t.every * Rate / 1000
	for _, s := range t.strokes {
		from, to := s[0]*Rate/1000, s[1]*Rate/1000
		if n < from || n >= to {
			continue
		}
		x := 2 * math.Pi * float64(n-from) / Rate
		v := (math.Sin(x*t.low) + math.Sin(x*t.high)) / 2
		if t.tremolo > 0 {
			v *= (3 + math.Cos(x*t.tremolo)) / 4
		}
		if t.fading {
			v *= math.Exp(-5 * float64(n-from) / float64(to-from))
		}
		return t.level * v * min(1, float64(n-from)/rampSamples, float64(to-1-n)/rampSamples)
	}
	return 0
}

// synth plays a tune into frames. What it plays and how loud is said by any
// thread; mix and rewind are one's at a time.
type synth struct {
	want   atomic.Int32 // tones
	volume number       // 0 to 1

	plays tones
	tune  *tune
	n     int
	gain  float64
}

// play changes what is played; what sounds ends softly first.
func (s *synth) play(t tones) { s.want.Store(int32(t)) }

// rewind begins anew.
func (s *synth) rewind() { s.n, s.gain = 0, 0 }

// mix adds the next samples to out.
func (s *synth) mix(out []int16) {
	want, volume := tones(s.want.Load()), s.volume.get()
	for i := range out {
		if s.gain == 0 && s.plays != want {
			s.plays, s.tune, s.n = want, want.tune(), 0
		}
		if s.plays == silent {
			return
		}
		target := volume
		if s.plays != want {
			target = 0
		}
		const step = 1.0 / rampSamples
		s.gain += max(-step, min(step, target-s.gain))
		out[i] = pcm.Clip(int32(out[i]) + int32(s.tune.at(s.n)*s.gain*32767))
		s.n++
	}
}
