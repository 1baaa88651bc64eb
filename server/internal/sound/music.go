package sound

import (
	"math"

	"github.com/yobirin/yobirin/shared/pcm"
)

// The hold music: eight bars of four at 64 beats a minute, thirty seconds. A
// broken chord like a music box over soft strings, with a few notes of melody.
// Everything is written into a ring, so that what sounds over the end goes on
// at the beginning and the loop has no seam.
const (
	beat    = pcm.Rate * 60 / 64
	bar     = 4 * beat
	bars    = 8
	length  = bars * bar
	ceiling = 0.25 * 32767 // -12 dB below full scale
)

// chord is one bar: the notes of the strings from low to high, as MIDI keys.
type chord [4]int

func harmony() [bars]chord {
	return [bars]chord{
		{60, 64, 67, 71}, // C maj7
		{57, 64, 67, 72}, // A m7
		{53, 60, 64, 69}, // F maj7
		{55, 62, 67, 69}, // G add9
		{52, 59, 67, 74}, // E m7
		{57, 60, 67, 76}, // A m7
		{50, 60, 65, 69}, // D m7
		{55, 60, 65, 74}, // G 7sus4
	}
}

// tune is the melody: key, first eighth of the loop, length in eighths.
func tune() [][3]int {
	return [][3]int{
		{79, 0, 3}, {76, 3, 1}, {74, 4, 4}, {72, 9, 2}, {76, 11, 1}, {79, 12, 4}, {81, 16, 3}, {79, 19, 1}, {76, 20, 4},
		{74, 25, 3}, {71, 28, 4}, {79, 33, 2}, {83, 35, 1}, {81, 36, 4}, {79, 40, 3}, {76, 43, 1}, {72, 44, 4},
		{77, 49, 2}, {76, 51, 1}, {74, 52, 4}, {72, 56, 2}, {74, 58, 2}, {71, 60, 4},
	}
}

// ring is the loop while it is composed.
type ring []float64

// compose makes the music.
func compose() []int16 {
	dry := make(ring, length)
	for b, c := range harmony() {
		for i, key := range c {
			dry.strings(key, b*bar, 0.16)
			// The box: each chord up and down again, in eighths.
			for _, at := range [][]int{{0}, {1, 7}, {2, 4, 6}, {3, 5}}[i] {
				dry.box(key+12, b*bar+at*beat/2, beat*2, 0.3)
			}
		}
	}
	for _, n := range tune() {
		dry.box(n[0], n[1]*beat/2, (n[2]+2)*beat/2, 0.42)
	}
	return dry.echo().master()
}

func pitch(key int) float64 { return 440 * math.Pow(2, float64(key-69)/12) }

// add writes a note: its partials, each with a share, under an envelope that
// begins and ends at nothing. Partials that a telephone cannot carry are left out.
func (r ring) add(freq float64, partials []float64, at, n int, loud func(i int, partial float64) float64) {
	for p, share := range partials {
		f := freq * float64(p+1)
		if f > 3300 || share == 0 {
			continue
		}
		// A rotating pointer is a sine without a sine at every sample.
		sin, cos := math.Sincos(2 * math.Pi * f / pcm.Rate)
		y, x := 0.0, 1.0
		for i := range n {
			r[(at+i)%len(r)] += y * share * loud(i, float64(p+1))
			y, x = y*cos+x*sin, x*cos-y*sin
		}
	}
}

// strings swell and fade over a bar and a half, two of them slightly apart.
func (r ring) strings(key, at int, level float64) {
	const n = bar + beat
	swell := func(i int, _ float64) float64 {
		v := math.Sin(math.Pi * float64(i) / n)
		return v * v * level
	}
	for _, detune := range []float64{0.9988, 1.0012} {
		r.add(pitch(key)*detune, []float64{0.5, 0.28, 0.16, 0.08, 0.05}, at, n, swell)
	}
}

// box is a plucked note that dies away, its high partials first.
func (r ring) box(key, at, n int, level float64) {
	const attack = pcm.Rate / 100
	r.add(pitch(key), []float64{0.7, 0.18, 0.09, 0.03}, at, n, func(i int, partial float64) float64 {
		t := float64(i) / float64(n)
		rise := min(1, float64(i)/attack)
		return level * rise * math.Exp(-4*t*math.Sqrt(partial)) * (1 - t)
	})
}

// echo adds two fainter repeats, a dotted eighth apart, around the ring.
func (r ring) echo() ring {
	out := make(ring, len(r))
	const gap = beat * 3 / 4
	for i := range r {
		n := len(r)
		out[i] = r[i] + 0.28*r[(i-gap+n)%n] + 0.12*r[(i-2*gap+n)%n]
	}
	return out
}

// master makes samples, the loudest of them at the ceiling.
func (r ring) master() []int16 {
	peak := 0.0
	for _, v := range r {
		peak = max(peak, math.Abs(v))
	}
	out := make([]int16, len(r))
	for i, v := range r {
		out[i] = int16(v / peak * ceiling)
	}
	return out
}
