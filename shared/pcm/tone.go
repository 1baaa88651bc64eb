package pcm

import "math"

// Tone describes a signal tone: up to two frequencies, optionally amplitude
// modulated, in a cadence of on and off times.
type Tone struct {
	// Freqs are in Hz; a zero is not sounded.
	Freqs [2]float64
	// AM is the frequency in Hz of full amplitude modulation; 0 is none.
	AM float64
	// Level is the peak of the whole signal as a share of full scale, 0…1.
	Level float64
	// OnMS and OffMS are the cadence in milliseconds; OnMS 0 sounds for ever.
	OnMS, OffMS int
}

// Tones of the Japanese network.
var (
	// DialTone is 400 Hz without a pause.
	DialTone = Tone{Freqs: [2]float64{400}, Level: 0.2}
	// BusyTone, also used for congestion, is 400 Hz, 500 ms on, 500 ms off.
	BusyTone = Tone{Freqs: [2]float64{400}, Level: 0.2, OnMS: 500, OffMS: 500}
	// RingbackTone is 400 Hz modulated with 15 Hz, 1 s on, 2 s off.
	RingbackTone = Tone{Freqs: [2]float64{400}, AM: 15, Level: 0.2, OnMS: 1000, OffMS: 2000}
	// BeepTone announces that a recording begins.
	BeepTone = Tone{Freqs: [2]float64{1000}, Level: 0.25, OnMS: 300}
)

// Pure is a steady sine.
func Pure(freq, level float64) Tone { return Tone{Freqs: [2]float64{freq}, Level: level} }

// Period is the number of samples after which the cadence begins again; for a
// steady tone one second, in which every whole frequency closes its wave.
func (t Tone) Period(rate int) int {
	if t.OnMS == 0 {
		return rate
	}
	return max(1, (t.OnMS+t.OffMS)*rate/1000)
}

// At writes the tone's samples, from sample number at on, to dst.
func (t Tone) At(dst []int16, at, rate int) {
	period := t.Period(rate)
	on := period
	if t.OnMS > 0 {
		on = t.OnMS * rate / 1000
	}
	n := 0.0
	for _, f := range t.Freqs {
		if f > 0 {
			n++
		}
	}
	for i := range dst {
		p := (at + i) % period
		if p >= on || n == 0 {
			dst[i] = 0
			continue
		}
		x := 2 * math.Pi * float64(p) / float64(rate)
		v := 0.0
		for _, f := range t.Freqs {
			if f > 0 {
				v += math.Sin(x * f)
			}
		}
		if t.AM > 0 {
			v *= (1 + math.Sin(x*t.AM)) / 2
		}
		dst[i] = Clip(int32(v / n * t.Level * 32767))
	}
}

// Samples gives n samples from the beginning of the tone.
func (t Tone) Samples(n, rate int) []int16 {
	out := make([]int16, max(0, n))
	t.At(out, 0, rate)
	return out
}

// Share measures, by Goertzel's algorithm, which share (0…1) of the energy of
// the window is the tone of the given frequency. A pure tone gives nearly 1,
// speech and noise give little, silence gives 0.
func Share(window []int16, freq float64, rate int) float64 {
	total := 0.0
	for _, v := range window {
		total += float64(v) * float64(v)
	}
	if total == 0 || len(window) == 0 {
		return 0
	}
	return min(1, 2*power(window, freq, rate)/(total*float64(len(window))))
}

// Energy is the mean square of the window relative to full scale, 0…1.
func Energy(window []int16) float64 {
	if len(window) == 0 {
		return 0
	}
	total := 0.0
	for _, v := range window {
		f := float64(v) / 32768
		total += f * f
	}
	return total / float64(len(window))
}

func power(window []int16, freq float64, rate int) float64 {
	c := 2 * math.Cos(2*math.Pi*freq/float64(rate))
	var s1, s2 float64
	for _, v := range window {
		s1, s2 = float64(v)+c*s1-s2, s1
	}
	return s1*s1 + s2*s2 - c*s1*s2
}
