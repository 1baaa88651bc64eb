//go:build linux && cgo

package sound

import (
	"math/rand/v2"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// loop gives what was captured back to be rendered, two frames later at most.
type loop struct {
	mu   sync.Mutex
	fifo [][Frame]int16
}

func (l *loop) Captured(frame []int16) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.fifo) >= 2 {
		copy(l.fifo, l.fifo[1:])
		l.fifo = l.fifo[:1]
	}
	l.fifo = append(l.fifo, [Frame]int16(frame))
}

func (l *loop) Render(frame []int16) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.fifo) > 0 {
		copy(frame, l.fifo[0][:])
		copy(l.fifo, l.fifo[1:])
		l.fifo = l.fifo[:len(l.fifo)-1]
	}
}

// bursts are 20 ms of noise every half second.
func bursts(n int) []int16 {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]int16, n)
	for i := range out {
		if i%(Rate/2) < Rate/50 {
			out[i] = int16(r.IntN(40000) - 20000)
		}
	}
	return out
}

// lag finds by correlation how many samples later b hears what a hears.
func lag(a, b []int16, most int) int {
	best, at := 0.0, 0
	for d := 0; d < most; d += 8 {
		sum := 0.0
		for i := 0; i < len(a) && i+d < len(b); i++ {
			sum += float64(a[i]) * float64(b[i+d])
		}
		if sum > best {
			best, at = sum, d
		}
	}
	for d := max(0, at-8); d < at+8; d++ {
		sum := 0.0
		for i := 0; i < len(a) && i+d < len(b); i++ {
			sum += float64(a[i]) * float64(b[i+d])
		}
		if sum > best {
			best, at = sum, d
		}
	}
	return at
}

// blur makes what a shift of a few samples does not hide.
func blur(in []int16) []int16 {
	const over = 32
	out := make([]int16, len(in))
	sum := 0
	for i, v := range in {
		sum += max(int(v), -int(v))
		if i >= over {
			sum -= max(int(in[i-over]), -int(in[i-over]))
		}
		out[i] = int16(sum / over)
	}
	return out
}

// BenchmarkPulseLoop is the way from a microphone through both devices to a
// loudspeaker: all of it without the network's part.
func BenchmarkPulseLoop(b *testing.B) {
	p := startPulse(b)
	sound, s := newOnPulse(b, &loop{})
	from, to := p.record("a"), p.record("b")
	sound.Do(seat.Use{Speaker: s.speaker(b, "Speaker-b"), RingVolume: 1, SpeakerGain: 1, MicGain: 1})
	sound.Run(true)
	p.play("a", bursts(30*Rate))
	for b.Loop() {
		start := from.len() + 2*Rate // the devices have settled
		waitFor(b, "four seconds of sound", func() bool { return from.len() > start+4*Rate && to.len() > start+4*Rate })
		// Both were recorded alike, so that the recorder's own delay is in both.
		shift := int(to.start.Sub(from.start).Seconds() * Rate)
		x, y := from.from(start)[:3*Rate], to.from(start-shift)
		b.ReportMetric(float64(lag(blur(x), blur(y), Rate/2))/Rate*1000, "ms-latency")
	}
}

// BenchmarkPulseRing is the time from the order to ring until a recorder at
// the loudspeaker has heard it, the recorder's 10 ms and the loudspeaker's
// buffer included.
func BenchmarkPulseRing(b *testing.B) {
	p := startPulse(b)
	sound, s := newOnPulse(b, &loop{})
	sound.Do(seat.Use{Ringer: s.speaker(b, "Speaker-b"), RingVolume: 1, SpeakerGain: 1, MicGain: 1})
	tape := p.record("b")
	worst := time.Duration(0)
	for b.Loop() {
		before, at := tape.len(), time.Now()
		sound.Do(seat.Ring{How: seat.RingInternal})
		waitFor(b, "the ring", func() bool { f, _ := heard(tape.from(before)); return f >= 0 })
		worst = max(worst, time.Since(at))
		sound.Do(seat.Ring{})
		quiet := tape.len()
		waitFor(b, "the device is closed", func() bool { return tape.len() > quiet+Rate*3/2 })
	}
	b.ReportMetric(float64(worst)/1e6, "ms-worst")
}

// BenchmarkPulseCPU is the share of a core, in percent, with both devices
// running, and without any, when only the list is asked for.
func BenchmarkPulseCPU(b *testing.B) {
	startPulse(b)
	sound, s := newOnPulse(b, &loop{})
	s.speaker(b, "Speaker-b")
	used := func() float64 {
		var before, after syscall.Rusage
		start := time.Now()
		_ = syscall.Getrusage(syscall.RUSAGE_SELF, &before)
		<-time.After(5 * time.Second)
		_ = syscall.Getrusage(syscall.RUSAGE_SELF, &after)
		cpu := time.Duration(after.Utime.Nano() + after.Stime.Nano() - before.Utime.Nano() - before.Stime.Nano())
		return 100 * cpu.Seconds() / time.Since(start).Seconds()
	}
	for b.Loop() {
		b.ReportMetric(used(), "%idle")
		sound.Run(true)
		b.ReportMetric(used(), "%running")
		sound.Run(false)
	}
}
