package demo

import (
	"log/slog"
	"slices"
	"sync"
	"time"
)

const (
	packetTime   = 20 * time.Millisecond
	packetFrames = 160
	// lag is how many packets are sent at once after a stall; more are left out.
	lag = 10
)

// wheel paces the packets of every line: one goroutine and one ticker for all.
type wheel struct {
	log  *slog.Logger
	stop chan struct{}
	done chan struct{}

	mu    sync.Mutex
	lines []*line
}

func newWheel(log *slog.Logger) *wheel {
	return &wheel{log: log, stop: make(chan struct{}), done: make(chan struct{})}
}

func (w *wheel) add(l *line) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lines = append(w.lines, l)
}

func (w *wheel) remove(l *line) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if i := slices.Index(w.lines, l); i >= 0 {
		w.lines = slices.Delete(w.lines, i, i+1)
	}
}

func (w *wheel) run() {
	defer close(w.done)
	tick := time.NewTicker(packetTime)
	defer tick.Stop()
	began, sent := time.Now(), 0
	for {
		select {
		case <-w.stop:
			return
		case <-tick.C:
			// A ticker leaves out what is not taken in time; the clock does not.
			due := int(time.Since(began) / packetTime)
			for sent = max(sent, due-lag); sent < due; sent++ {
				w.turn()
			}
		}
	}
}

func (w *wheel) turn() {
	defer caught(w.log, "wheel")
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, l := range w.lines {
		l.send()
	}
}

// close stops, and ends the lines of calls that never heard of their end.
func (w *wheel) close() {
	close(w.stop)
	<-w.done
	w.mu.Lock()
	left := slices.Clone(w.lines)
	w.mu.Unlock()
	for _, l := range left {
		l.close()
	}
}

func (w *wheel) figures() Figures {
	w.mu.Lock()
	defer w.mu.Unlock()
	f := Figures{Lines: len(w.lines)}
	for _, l := range w.lines {
		sent, received, lost := l.figures()
		f.Sent, f.Received, f.Lost = f.Sent+sent, f.Received+received, f.Lost+lost
	}
	return f
}
