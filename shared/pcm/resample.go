package pcm

import (
	"fmt"
	"math"
)

// taps is the length of the filter on each side of a sample, in samples of the
// slower of the two rates, and shape how its window falls off. With these two,
// aliases are 60 dB down and 3.4 kHz of 8 kHz is 0.6 dB down. Each tap is an
// eighth of a millisecond in the ear, which a rounder window costs 5 more of.
const (
	taps  = 11
	shape = 5.65
)

// maxRate bounds what a resampler accepts, and with it the size of its filter.
const maxRate = 192000

// Resampler converts a stream of samples from one rate to another with a
// polyphase windowed-sinc filter. It keeps the tail of the stream between calls.
type Resampler struct {
	up, down int
	width    int       // filter taps per phase
	bank     []float32 // up phases of width taps
	hist     []int16   // not yet consumed input, begins with width-1 samples of past
	phase    int
}

// NewResampler makes a converter between two rates in samples per second.
// Rates outside 1,000…192,000 are refused.
func NewResampler(from, to int) (*Resampler, error) {
	for _, r := range [...]int{from, to} {
		if r < 1000 || r > maxRate {
			return nil, fmt.Errorf("sampling rate %d: expected 1000 to %d", r, maxRate)
		}
	}
	g := gcd(from, to)
	r := &Resampler{up: to / g, down: from / g}
	if r.up > 4096 {
		return nil, fmt.Errorf("sampling rates %d to %d: their ratio is not a usual one", from, to)
	}
	cut := min(1, float64(to)/float64(from)) // of the input's Nyquist frequency
	half := int(math.Ceil(taps / cut))
	r.width = 2 * half
	r.bank = make([]float32, r.up*r.width)
	for p := range r.up {
		row := r.bank[p*r.width : (p+1)*r.width]
		sum := 0.0
		for k := range row {
			x := float64(k-half+1) - float64(p)/float64(r.up)
			w := sinc(x*cut*0.95) * kaiser(x/float64(half))
			row[k] = float32(w)
			sum += w
		}
		for k := range row {
			row[k] /= float32(sum)
		}
	}
	r.hist = make([]int16, half-1) // the output is aligned with the input
	return r, nil
}

// Process converts in and appends the result to dst. Some of the last input is
// kept for the next call; Flush gives it out.
func (r *Resampler) Process(dst, in []int16) []int16 {
	if r.up == r.down {
		return append(dst, in...)
	}
	r.hist = append(r.hist, in...)
	at := 0
	for at+r.width <= len(r.hist) {
		row := r.bank[r.phase*r.width : (r.phase+1)*r.width]
		var sum float32
		for k, v := range r.hist[at : at+r.width] {
			sum += row[k] * float32(v)
		}
		dst = append(dst, Clip(int32(math.Round(float64(sum)))))
		r.phase += r.down
		at += r.phase / r.up
		r.phase %= r.up
	}
	r.hist = append(r.hist[:0], r.hist[min(at, len(r.hist)):]...)
	return dst
}

// Flush appends what is still in the filter.
func (r *Resampler) Flush(dst []int16) []int16 {
	if r.up == r.down {
		return dst
	}
	return r.Process(dst, make([]int16, r.width/2))
}

// Resample converts a whole recording.
func Resample(samples []int16, from, to int) ([]int16, error) {
	r, err := NewResampler(from, to)
	if err != nil {
		return nil, err
	}
	out := r.Process(make([]int16, 0, len(samples)*r.up/r.down+r.width), samples)
	out = r.Flush(out)
	want := (len(samples)*r.up + r.down - 1) / r.down
	return out[:min(want, len(out))], nil
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

// kaiser is the window over -1…1.
func kaiser(x float64) float64 {
	if x < -1 || x > 1 {
		return 0
	}
	return bessel(shape*math.Sqrt(1-x*x)) / bessel(shape)
}

// bessel is the modified Bessel function of the first kind and order 0.
func bessel(x float64) float64 {
	sum, term := 1.0, 1.0
	for k := 1.0; term > sum*1e-12; k++ {
		term *= (x / 2 / k) * (x / 2 / k)
		sum += term
	}
	return sum
}
