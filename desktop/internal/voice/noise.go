package voice

import "math"

const (
	// noiseCap bounds comfort noise: 50 dB below full scale.
	noiseCap = 100.0
	// noiseRise is by how much a frame of 10 ms lets the floor rise (3 dB/s).
	noiseRise = 1.0035
)

// noise follows how loud the far side's background is and makes noise like it
// where nothing comes, so that a pause does not sound like a broken line. The
// zero value is ready, and silent until something was heard.
type noise struct {
	known bool
	floor float64 // effective value of the background
	state uint32
	low   float64
}

// hear takes what was played.
func (n *noise) hear(samples []int16) {
	if len(samples) == 0 {
		return
	}
	level := loudness(samples)
	switch {
	case !n.known:
		n.known, n.floor = true, level
	case level < n.floor:
		n.floor += (level - n.floor) / 4
	default:
		n.floor = min(level, max(n.floor, 0.5)*noiseRise)
	}
}

// set is what the far side itself says of its background (RFC 3389): dB below
// overload.
func (n *noise) set(level byte) {
	n.known, n.floor = true, 32768*math.Pow(10, -float64(level&0x7f)/20)
}

// add adds noise, share of 1, to dst.
func (n *noise) add(dst []int16, share float64) {
	level := min(n.floor, noiseCap) * share
	if level < 0.5 {
		return
	}
	if n.state == 0 {
		n.state = 2463534242
	}
	for i := range dst {
		n.state ^= n.state << 13
		n.state ^= n.state >> 17
		n.state ^= n.state << 5
		// Uniform noise through a gentle low pass: factor makes its effective
		// value 1 again.
		const factor = 1.732 * 2.236
		n.low += 0.333 * (float64(int32(n.state))/(1<<31)*factor - n.low)
		dst[i] = clip(float64(dst[i]) + n.low*level)
	}
}

// loudness is the effective value of the samples.
func loudness(samples []int16) float64 {
	sum := 0.0
	for _, v := range samples {
		sum += float64(v) * float64(v)
	}
	return math.Sqrt(sum / float64(max(1, len(samples))))
}
