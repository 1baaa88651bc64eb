package sound

import (
	"math"
	"sync"
	"sync/atomic"
	"time"

	"github.com/yobirin/yobirin/shared/pcm"
)

// meter keeps the highest amplitude since it was last read.
type meter struct{ peak atomic.Int32 }

func (m *meter) add(frame []int16) {
	var top int32
	for _, v := range frame {
		top = max(top, int32(v), -int32(v))
	}
	if top > m.peak.Load() { // the only writer of more; a reader's zero may be lost, for 10 ms
		m.peak.Store(top)
	}
}

// read gives 0 to 1 and begins anew.
func (m *meter) read() float64 { return float64(m.peak.Swap(0)) / 32768 }

// number is a float64 that other threads read.
type number struct{ bits atomic.Uint64 }

func (n *number) set(v float64) { n.bits.Store(math.Float64bits(v)) }
func (n *number) get() float64  { return math.Float64frombits(n.bits.Load()) }

// lane is the way of samples between one stream at a time and who makes or
// takes them. Streams come with a number; what a stream that has been given up
// still brings is dropped. The lock is held for a frame's work and no longer.
type lane struct {
	mu     sync.Mutex
	stream uint64 // whose samples count; 0: none
	made   time.Time
	last   atomic.Int64 // time since made, so that a clock that is set does not count
}

// use lets another stream count, or none.
func (l *lane) use(stream uint64) {
	l.mu.Lock()
	l.stream = stream
	l.mu.Unlock()
	l.last.Store(int64(time.Since(l.made)))
}

// quiet is how long the stream has brought or asked nothing.
func (l *lane) quiet(now time.Time) time.Duration {
	return now.Sub(l.made) - time.Duration(l.last.Load())
}

// enter locks the lane for a stream's samples; it says no, and has not locked,
// when the stream does not count any more.
func (l *lane) enter(stream uint64) bool {
	l.mu.Lock()
	if l.stream != stream {
		l.mu.Unlock()
		return false
	}
	l.last.Store(int64(time.Since(l.made)))
	return true
}

// micLane cuts what the microphone brings into frames.
type micLane struct {
	lane
	pump    Pump
	talking *atomic.Bool // frames go to the pump
	gain    number
	meter   meter
	buf     [Frame]int16
	n       int // samples in buf
	none    [Frame]int16
}

func (l *micLane) take(stream uint64, samples []int16) {
	if !l.enter(stream) {
		return
	}
	defer l.mu.Unlock()
	for len(samples) > 0 {
		n := copy(l.buf[l.n:], samples)
		samples = samples[n:]
		if l.n += n; l.n < Frame {
			return
		}
		l.n = 0
		if g := l.gain.get(); g != 1 {
			pcm.Gain(l.buf[:], g)
		}
		l.meter.add(l.buf[:])
		if l.talking.Load() {
			l.pump.Captured(l.buf[:])
		}
	}
}

// silence is a frame in place of a microphone that does not bring any.
func (l *micLane) silence() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.talking.Load() {
		clear(l.none[:])
		l.pump.Captured(l.none[:])
	}
}

// speakerLane asks for frames as the speaker wants samples.
type speakerLane struct {
	lane
	pump    Pump
	talking *atomic.Bool
	gain    number
	meter   meter
	knock   synth // of a waiting call, in the ear
	buf     [Frame]int16
	left    int // samples at the end of buf that have not been played
}

func (l *speakerLane) fill(stream uint64, out []int16) {
	if !l.enter(stream) {
		clear(out)
		return
	}
	defer l.mu.Unlock()
	for len(out) > 0 {
		if l.left == 0 {
			l.frame()
			l.left = Frame
		}
		n := copy(out, l.buf[Frame-l.left:])
		out = out[n:]
		l.left -= n
	}
}

// discard is a frame in place of a speaker that does not ask for any, so that
// who renders goes on.
func (l *speakerLane) discard() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.frame()
	l.left = 0
}

// frame makes the next one. The lock is held.
func (l *speakerLane) frame() {
	clear(l.buf[:])
	if l.talking.Load() {
		l.pump.Render(l.buf[:])
	}
	if g := l.gain.get(); g != 1 {
		pcm.Gain(l.buf[:], g)
	}
	l.knock.mix(l.buf[:])
	l.meter.add(l.buf[:])
}

// ringerLane plays a ring.
type ringerLane struct {
	lane
	ring synth
}

// use lets another stream count; the ring begins anew, so that it is heard at
// once.
func (l *ringerLane) use(stream uint64) {
	l.lane.use(stream)
	l.mu.Lock()
	l.ring.rewind()
	l.mu.Unlock()
}

func (l *ringerLane) fill(stream uint64, out []int16) {
	clear(out)
	if !l.enter(stream) {
		return
	}
	defer l.mu.Unlock()
	l.ring.mix(out)
}
