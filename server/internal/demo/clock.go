package demo

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"sync"
	"time"
)

// clock runs what the actors do later, until it is closed.
type clock struct {
	log *slog.Logger
	// scale stretches every wait; tests make it small.
	scale float64

	mu      sync.Mutex
	timers  map[*time.Timer]bool
	closed  bool
	running sync.WaitGroup
}

func newClock(log *slog.Logger, scale float64) *clock {
	return &clock{log: log, scale: scale, timers: map[*time.Timer]bool{}}
}

// after has f run once, and gives what takes it back.
func (c *clock) after(d time.Duration, f func()) (cancel func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return func() {}
	}
	var t *time.Timer
	t = time.AfterFunc(time.Duration(float64(d)*c.scale), func() {
		c.mu.Lock()
		mine := c.timers[t]
		delete(c.timers, t)
		if mine {
			c.running.Add(1)
		}
		c.mu.Unlock()
		if mine {
			defer c.running.Done()
			defer caught(c.log, "timer")
			f()
		}
	})
	c.timers[t] = true
	return func() {
		c.mu.Lock()
		delete(c.timers, t)
		c.mu.Unlock()
		t.Stop()
	}
}

// close takes everything back and waits for what runs.
func (c *clock) close() {
	c.mu.Lock()
	c.closed = true
	for t := range c.timers {
		t.Stop()
	}
	clear(c.timers)
	c.mu.Unlock()
	c.running.Wait()
}

// caught is deferred at every goroutine's edge.
func caught(log *slog.Logger, where string) {
	if p := recover(); p != nil {
		log.Error("demo: panic", "where", where, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
	}
}

// dice are the demo's one source of chance, so that a seed repeats its plot.
type dice struct {
	mu  sync.Mutex
	rng *rand.Rand
}

func newDice(seed uint64) *dice { return &dice{rng: rand.New(rand.NewPCG(seed, 0x5eed))} }

// below gives 0…n-1.
func (d *dice) below(n int) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rng.IntN(n)
}

// chance is true so often of a hundred times.
func (d *dice) chance(percent int) bool { return d.below(100) < percent }

// between gives a time evenly spread, in seconds.
func (d *dice) between(from, to float64) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return seconds(from + (to-from)*d.rng.Float64())
}

// around gives an exponentially spread time of this mean.
func (d *dice) around(mean time.Duration) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return time.Duration(d.rng.ExpFloat64() * float64(mean))
}

func (d *dice) word() uint32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rng.Uint32()
}

func pick[T any](d *dice, list []T) T { return list[d.below(len(list))] }

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
