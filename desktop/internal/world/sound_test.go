package world

import (
	"math"

	"github.com/yobirin/yobirin/shared/pcm"
)

// Everybody speaks a tone of his own: that of the person at the app, and those
// of the far sides. Each fills 20 ms with whole periods, so that one frame is
// enough.
const (
	personTone = 1050
	deviceRate = 48000
	farRate    = 8000
	tick       = 10 // milliseconds of the devices
)

// farTones are those of far sides, apart from each other and from what a
// coder makes of them.
var farTones = []float64{450, 550, 650, 750, 850, 950, 1250, 1350, 1450, 1550, 1650, 1750, 1850, 1950}

// personFrame is 20 ms of the person, at the devices' rate.
func personFrame() []int16 { return tone(personTone, deviceRate/50, deviceRate) }

func tone(freq float64, n, rate int) []int16 {
	out := make([]int16, n)
	for i := range out {
		out[i] = int16(7000 * math.Sin(2*math.Pi*freq*float64(i)/float64(rate)))
	}
	return out
}

// farFrame is 20 ms of several far sides together.
func farFrame(tones []int) []int16 {
	out := make([]int16, farRate/50)
	for _, t := range tones {
		pcm.Add(out, tone(farTones[t], len(out), farRate))
	}
	return out
}

// ring keeps the last samples of what somebody hears.
type ring struct {
	samples []int16
	at      int
}

func newRing(n int) *ring { return &ring{samples: make([]int16, n)} }

func (r *ring) add(s []int16) {
	for _, v := range s {
		r.samples[r.at] = v
		r.at = (r.at + 1) % len(r.samples)
	}
}

func (r *ring) last() []int16 {
	return append(append([]int16(nil), r.samples[r.at:]...), r.samples[:r.at]...)
}

// loud is the mean of what is heard, squared and rooted.
func loud(s []int16) float64 {
	sum := 0.0
	for _, v := range s {
		sum += float64(v) * float64(v)
	}
	return math.Sqrt(sum / float64(len(s)))
}
