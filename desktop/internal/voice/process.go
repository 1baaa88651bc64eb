package voice

import "github.com/yobirin/yobirin/desktop/internal/echo"

// processor works on what the microphone heard before it is sent. It is used
// by one goroutine.
type processor interface {
	// ProcessPlayed takes what was played: every frame once and in order.
	ProcessPlayed(frame []int16)
	// ProcessCapture changes frame in place. How much later than it was played
	// the microphone hears something is for the processor to find out.
	ProcessCapture(frame []int16)
}

// What Clean may wish, bit by bit.
const (
	cleanEcho = 1 << iota
	cleanNoise
)

// Clean says what is done to the microphone from now on: whether the echo of
// loudspeakers is taken out, and whether noise is made quieter. With neither
// it is sent as it is, which is right for headsets.
func (e *Engine) Clean(takeEcho, takeNoise bool) {
	wish := uint32(0)
	if takeEcho {
		wish |= cleanEcho
	}
	if takeNoise {
		wish |= cleanNoise
	}
	e.clean.Store(wish)
}

// cleaner is the sending goroutine's: what is done to the microphone now.
type cleaner struct {
	wish uint32
	by   processor // nil: nothing
	far  [2][Frame]int16
	n    int // frames of far
}

// follow takes over what is wished. A cleaner that is not used any more is
// given back: it takes a megabyte.
func (c *cleaner) follow(e *Engine) {
	wish := e.clean.Load()
	if wish == c.wish {
		return
	}
	c.wish, c.by, c.n = wish, nil, 0
	if wish != 0 {
		c.by = echo.New(echo.Options{Echo: wish&cleanEcho != 0, Noise: wish&cleanNoise != 0})
	}
	e.capture.Lock()
	e.played.on = wish&cleanEcho != 0
	e.capture.Unlock()
}

// heard takes what was played until a frame was captured.
func (c *cleaner) heard(p *played) {
	if c.n = 0; c.by != nil {
		c.n = p.take(&c.far)
	}
}

func (c *cleaner) work(frame []int16) {
	if c.by == nil {
		return
	}
	for i := range c.n {
		c.by.ProcessPlayed(c.far[i][:])
	}
	c.by.ProcessCapture(frame)
}

const (
	// playedFrames is how many played frames may wait for the microphone.
	playedFrames = 32
	// settleAfter is over how many frames of the microphone is looked whether
	// fewer could wait.
	settleAfter = 200
)

// played is what was played and not yet compared with what was captured.
// Devices play and capture several frames at once and not in step, so that
// some always wait: no more than are needed. It is guarded by who has it.
type played struct {
	on         bool
	frames     [playedFrames][Frame]int16
	head, size int
	least      int // that waited, of the last seen frames
	seen       int
}

func (p *played) put(frame []int16) {
	if !p.on {
		p.head, p.size, p.seen = 0, 0, 0
		return
	}
	if p.size == playedFrames { // nobody speaks: the devices' microphone stands
		p.head, p.size = (p.head+1)%playedFrames, p.size-1
	}
	copy(p.frames[(p.head+p.size)%playedFrames][:], frame)
	p.size++
}

// take gives what belongs to one frame of the microphone: one frame; none when
// none waits; two when more than are needed have waited for two seconds.
func (p *played) take(out *[2][Frame]int16) (n int) {
	want := 1
	if p.seen == 0 || p.size < p.least {
		p.least = p.size
	}
	if p.seen++; p.seen >= settleAfter {
		if p.seen = 0; p.least > 2 {
			want = 2
		}
	}
	for ; n < want && p.size > 0; n++ {
		out[n] = p.frames[p.head]
		p.head, p.size = (p.head+1)%playedFrames, p.size-1
	}
	return n
}
