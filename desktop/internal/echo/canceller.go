package echo

import "math"

// Frame is the number of samples of a frame: 10 ms of 48 kHz.
const Frame = block

// Delay is by how many samples what comes out is later than what goes in.
const Delay = hop

// When the estimate is believed, by the power of what is left of the power
// that came in.
const (
	harms = 1.2 // it does harm at present
	ruins = 8   // and has to be forgotten
	// gains: with so much less left there is an echo. When that has not been
	// seen in so many blocks with a far end, there is none, as with a headset,
	// and nothing is done until it is seen.
	gains, inVain = 1.5, 500
	// faintest is what is no proof, being hardly there.
	faintest = 1e-7 * block
)

// lowest is the frequency below which there is no speech.
const lowest = 80

// Options say what a Canceller does beside taking out hum.
type Options struct {
	Echo  bool // takes out what the loudspeaker says
	Noise bool // makes the room's noise quieter, by 10 dB at most
}

// Canceller cleans the frames of one microphone. It is not safe for
// concurrent use.
type Canceller struct {
	o      Options
	hum    highPass
	filter *filter
	finder *finder
	rest   *suppressor

	mic, far, est [block]float32
	played        int     // frames since the last of the microphone
	before, after float32 // powers of what went in and of what the filter left
	vain          int     // blocks with a far end since an echo was seen
	trust         float32 // how much of the estimate is taken off, 0…1
}

// New makes a canceller.
func New(o Options) *Canceller {
	c := &Canceller{o: o, hum: newHighPass(lowest, math.Sqrt2/2), rest: newSuppressor(o.Noise), trust: 1}
	if o.Echo {
		c.filter, c.finder = newFilter(), newFinder()
	}
	return c
}

// ProcessPlayed takes what was given to the loudspeaker: every frame once, in
// order, Frame samples of 48 kHz. Others are left out.
func (c *Canceller) ProcessPlayed(frame []int16) {
	if len(frame) != Frame || !c.o.Echo {
		return
	}
	for i, v := range frame {
		c.far[i] = float32(v) / 32768
	}
	c.filter.hear(c.far[:])
	c.finder.hear(c.far[:])
	c.played++
}

// ProcessCapture changes frame in place, Frame samples of 48 kHz; others are
// left alone. Usually one frame was played since the last call; what comes
// more or less shifts the echo, which is followed.
func (c *Canceller) ProcessCapture(frame []int16) {
	if len(frame) != Frame {
		return
	}
	for i, v := range frame {
		c.mic[i] = c.hum.next(float32(v) / 32768)
	}
	if c.o.Echo {
		c.cancel()
	} else {
		c.suppress(nil)
	}
	if !c.sound() {
		*c = *New(c.o)
		return // the frame as it came
	}
	for i, v := range c.mic {
		frame[i] = int16(max(-32768, min(32767, math.Round(float64(v)*32768))))
	}
}

// cancel takes the echo out of the microphone's block.
func (c *Canceller) cancel() {
	if c.played != 1 {
		c.filter.slip(c.played - 1)
		c.finder.slip()
	}
	c.played = 0
	if delay, found := c.finder.add(c.mic[:]); found {
		c.place(delay)
	}
	if !c.filter.echoes(c.est[:]) {
		c.suppress(nil)
		return
	}
	var in, out float32
	was, left := c.trust, &c.far // what it held has been heard
	for i, y := range c.est {
		in += c.mic[i] * c.mic[i]
		left[i] = c.mic[i] - y
		out += left[i] * left[i]
	}
	c.before, c.after = 0.8*c.before+0.2*in, 0.8*c.after+0.2*out
	c.vain++
	if c.before > gains*c.after+faintest {
		c.vain = 0
	}
	c.trust = 1
	if c.vain > inVain || c.after > harms*c.before+tiny {
		c.trust = 0
	}
	for i, y := range c.est {
		c.mic[i] -= (was + (c.trust-was)*float32(i)/block) * y
	}
	if c.after > ruins*c.before+tiny {
		c.filter.forget()
		c.after = c.before
	} else {
		c.filter.learn(left[:])
	}
	if c.vain > inVain {
		c.suppress(nil)
		return
	}
	c.suppress(&c.filter.open)
}

func (c *Canceller) suppress(open *[bins]float32) {
	if open == nil {
		clear(c.est[:])
	}
	for i := 0; i < block; i += hop {
		c.rest.work(c.mic[i:i+hop], c.est[i:i+hop], open, c.trust)
	}
}

// place has the filter begin shortly before the echo does.
func (c *Canceller) place(delay int) {
	const margin, enough = block, 6 * block // before and behind the echo's begin
	begins := c.filter.delay * block
	if delay >= begins+margin/4 && delay <= begins+enough {
		return
	}
	to := max(0, delay-margin) / block
	if to != c.filter.delay {
		c.filter.move(to - c.filter.delay)
	}
}

// sound says whether all is still numbers, and of a size that can be.
func (c *Canceller) sound() bool {
	for _, v := range c.mic {
		if !(v > -1e3 && v < 1e3) {
			return false
		}
	}
	return true
}
