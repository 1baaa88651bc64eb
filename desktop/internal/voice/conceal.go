package voice

import (
	"math"

	"github.com/yobirin/yobirin/shared/pcm"
)

// Concealment of G.711 after ITU-T G.711 appendix I, without its delay: the
// last pitch periods are repeated, more of them the longer the gap lasts, and
// fade from the second 10 ms on so that nothing is left after 60 ms.
const (
	pitchMin, pitchMax = 40, 120 // 200 to 66 Hz at 8 kHz
	pitchWindow        = 160
	concealHistory     = 3*pitchMax + pitchWindow
	concealStep        = 80                // 10 ms
	concealFade        = 0.2 / concealStep // per sample
)

// concealer conceals losses of one stream at 8 kHz. The zero value is ready.
type concealer struct {
	past   [concealHistory]int16 // what was played last
	lost   int                   // samples concealed since the last good one
	cycle  [3*pitchMax + 1]float64
	length int // of the cycle used at present
	pitch  int
	at     int
	step   float64 // from the last sample to where the cycle begins; fades at once
	gain   float64
}

// good takes samples that are played, joins them to what was concealed before
// them, and remembers them.
func (c *concealer) good(samples []int16) {
	if c.lost > 0 {
		join := min(len(samples), c.pitch/4+c.lost/20, concealStep)
		for i := range join {
			w := float64(i+1) / float64(join+1)
			samples[i] = clip(float64(samples[i])*w + c.next()*(1-w))
		}
		c.lost = 0
	}
	c.remember(samples)
}

func (c *concealer) remember(samples []int16) {
	if len(samples) >= concealHistory {
		copy(c.past[:], samples[len(samples)-concealHistory:])
		return
	}
	copy(c.past[:], c.past[len(samples):])
	copy(c.past[concealHistory-len(samples):], samples)
}

// conceal fills dst and gives how loud what it repeats still is, 0…1.
func (c *concealer) conceal(dst []int16) float64 {
	if c.lost == 0 {
		c.begin()
	}
	for i := range dst {
		if c.lost == concealStep || c.lost == 2*concealStep {
			c.lengthen(1 + c.lost/concealStep)
		}
		dst[i] = clip(c.next())
		c.lost++
	}
	c.remember(dst)
	return c.gain
}

// next is the next sample of the repetition.
func (c *concealer) next() float64 {
	if c.lost >= concealStep {
		c.gain = max(0, c.gain-concealFade)
	}
	v := (c.cycle[c.at] + c.step) * c.gain
	c.step *= 0.9
	c.at = (c.at + 1) % c.length
	return v
}

func (c *concealer) begin() {
	c.pitch = c.findPitch()
	c.gain, c.at = 1, 0
	c.fill(1)
	c.step = 0
	c.step = float64(c.past[concealHistory-1]) - c.cycle[c.length-1]
}

// lengthen repeats more periods: one alone sounds like a buzz after a while.
func (c *concealer) lengthen(periods int) {
	phase := c.at % c.pitch
	// The cycle is cut from what came before the loss, which has moved back.
	c.fill(periods)
	c.at = phase
}

// fill makes the cycle of the last periods before the loss; its end is blended
// with what went before its beginning so that it closes without a step.
func (c *concealer) fill(periods int) {
	c.length = periods * c.pitch
	end := concealHistory - c.lost
	start := end - c.length
	quarter := c.pitch / 4
	if start-quarter < 0 {
		c.length = c.pitch
		start = max(quarter, end-c.length)
	}
	for i := range c.length {
		v := float64(c.past[min(concealHistory-1, start+i)])
		if k := i - (c.length - quarter); k >= 0 {
			w := float64(k+1) / float64(quarter+1)
			v = v*(1-w) + float64(c.past[start-quarter+k])*w
		}
		c.cycle[i] = v
	}
}

// findPitch finds the period by normalized cross-correlation.
func (c *concealer) findPitch() int {
	ref := c.past[concealHistory-pitchWindow:]
	best, found := math.Inf(-1), pitchMax
	for lag := pitchMin; lag <= pitchMax; lag++ {
		v := likeness(ref, c.past[concealHistory-pitchWindow-lag:concealHistory-lag], 1)
		if v > best+1e-9 {
			best, found = v, lag
		}
	}
	return found
}

// likeness is the normalized correlation of two stretches, looked at every
// stride samples, -1…1.
func likeness(a, b []int16, stride int) float64 {
	var ab, aa, bb float64
	for i := 0; i < len(a) && i < len(b); i += stride {
		x, y := float64(a[i]), float64(b[i])
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}

func clip(v float64) int16 { return pcm.Clip(int32(math.Round(v))) }
