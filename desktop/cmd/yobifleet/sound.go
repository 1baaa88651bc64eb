package main

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/voice"
	"github.com/yobirin/yobirin/shared/pcm"
)

const (
	window   = pcm.Rate * 2 / 5 // 400 ms of what was heard
	tenth    = 10 * time.Millisecond
	behind   = 20 // frames that a late clock makes good at once; the rest is lost, as at real devices
	audible  = 0.4
	earRate  = pcm.Rate
	fullRate = 48000
)

// headset drives an engine by a clock of its own: it says a tone and keeps
// what it hears.
type headset struct {
	tone   float64
	engine atomic.Pointer[voice.Engine]
	lost   atomic.Int64 // frames that came too late

	mu   sync.Mutex
	stop chan struct{}
	ring [window]int16
	at   int
}

// Run implements voice.Devices.
func (h *headset) Run(on bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if on == (h.stop != nil) {
		return
	}
	if !on {
		close(h.stop)
		h.stop = nil
		return
	}
	h.stop = make(chan struct{})
	clear(h.ring[:])
	go h.pump(h.stop)
}

// pump is the clock of both devices.
func (h *headset) pump(stop chan struct{}) {
	tick := time.NewTicker(tenth)
	defer tick.Stop()
	tone := pcm.Pure(h.tone, 0.4)
	begun, done, at := time.Now(), 0, 0
	mouth, ear := make([]int16, voice.Frame), make([]int16, voice.Frame)
	for {
		select {
		case <-stop:
			return
		case <-tick.C:
		}
		due := int(time.Since(begun) / tenth)
		if late := due - done - behind; late > 0 {
			h.lost.Add(int64(late))
			done += late
		}
		e := h.engine.Load()
		for ; done < due && e != nil; done++ {
			tone.At(mouth, at, fullRate)
			at = (at + voice.Frame) % fullRate
			e.Captured(mouth)
			e.Render(ear)
			h.keep(ear)
		}
	}
}

// keep brings what was played to 8 kHz and keeps the newest of it.
func (h *headset) keep(frame []int16) {
	const step = fullRate / earRate
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := 0; i+step <= len(frame); i += step {
		sum := 0
		for _, v := range frame[i : i+step] {
			sum += int(v)
		}
		h.ring[h.at] = int16(sum / step)
		h.at = (h.at + 1) % window
	}
}

// heard is the newest 400 ms.
func (h *headset) heard() []int16 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append(append(make([]int16, 0, window), h.ring[h.at:]...), h.ring[:h.at]...)
}

// newHeadset makes a headset with its engine.
func newHeadset(tone float64, o voice.Options) (*headset, *voice.Engine, error) {
	h := &headset{tone: tone}
	o.Devices = h
	e, err := voice.New(o)
	if err != nil {
		return nil, nil, err
	}
	h.engine.Store(e)
	return h, e, nil
}
