// Package loop runs the seat: one goroutine that takes inputs in order, steps,
// and hands the effects to the edges, which never make it wait.
package loop

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/mailbox"
)

// maxQueue is far more than edges can say while one step runs.
const maxQueue = 10_000

// Edge carries out those effects that are its own. It does not block.
type Edge interface{ Do(seat.Effect) }

// Screen gets the State whenever something visible has changed. It does not
// block.
type Screen interface{ Show(seat.State) }

// Options of New.
type Options struct {
	Screen Screen
	Log    *slog.Logger
}

// Loop is the runner. Make it with New, then Run it with its edges; inputs
// may come before.
type Loop struct {
	o     Options
	box   *mailbox.Box[seat.Input]
	state atomic.Pointer[seat.State]
	refs  atomic.Uint64

	mu      sync.Mutex
	waiting map[uint64]chan *seat.Trouble

	// The goroutine's own.
	seat   *seat.Seat
	edges  []Edge
	timers map[string]*time.Timer
}

// New makes a loop.
func New(o Options) *Loop {
	l := &Loop{
		o: o, box: mailbox.New[seat.Input](maxQueue), waiting: map[uint64]chan *seat.Trouble{}, seat: seat.New(), timers: map[string]*time.Timer{},
	}
	first := l.seat.State(time.Now())
	l.state.Store(&first)
	return l
}

// Tell gives the seat an input. It never blocks.
func (l *Loop) Tell(in seat.Input) {
	if !l.box.Put(in) && !l.box.Closed() {
		l.o.Log.Error("an input was lost: the seat does not keep up", "input", fmt.Sprintf("%T", in))
	}
}

// State is the newest State.
func (l *Loop) State() seat.State { return *l.state.Load() }

// Command gives a command and waits for its answer: nil, or why not.
func (l *Loop) Command(ctx context.Context, c seat.Command) *seat.Trouble {
	ref := l.refs.Add(1)
	answer := make(chan *seat.Trouble, 1)
	l.mu.Lock()
	l.waiting[ref] = answer
	l.mu.Unlock()
	defer func() {
		l.mu.Lock()
		delete(l.waiting, ref)
		l.mu.Unlock()
	}()
	if !l.box.Put(seat.Commanded{Ref: ref, Command: c}) {
		return &seat.Trouble{Code: "app_ending"}
	}
	select {
	case t := <-answer:
		return t
	case <-ctx.Done():
		return &seat.Trouble{Code: "app_busy"}
	}
}

// Run runs the seat until the context ends.
func (l *Loop) Run(ctx context.Context, edges ...Edge) {
	l.edges = edges
	defer l.box.Close()
	defer func() {
		for _, t := range l.timers {
			t.Stop()
		}
	}()
	var used []seat.Input
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.box.Wake():
		}
		used = l.box.Take(used)
		for _, in := range used {
			l.step(in)
		}
		l.show()
	}
}

// step keeps a mistake in one input from ending a call that is going on.
func (l *Loop) step(in seat.Input) {
	defer func() {
		if p := recover(); p != nil {
			l.o.Log.Error("panic in the seat", "input", fmt.Sprintf("%T", in), "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			if c, ok := in.(seat.Commanded); ok {
				l.reply(c.Ref, &seat.Trouble{Code: "app_error"})
			}
		}
	}()
	for _, e := range l.seat.Step(time.Now(), in) {
		l.carryOut(e)
	}
}

func (l *Loop) carryOut(e seat.Effect) {
	switch e := e.(type) {
	case seat.Reply:
		l.reply(e.Ref, e.Trouble)
	case seat.Arm:
		l.disarm(e.Timer)
		l.timers[e.Timer] = time.AfterFunc(e.After, func() { l.Tell(seat.Fired{Timer: e.Timer, Gen: e.Gen}) })
	case seat.Disarm:
		l.disarm(e.Timer)
	default:
		for _, edge := range l.edges {
			edge.Do(e)
		}
	}
}

func (l *Loop) disarm(timer string) {
	if t := l.timers[timer]; t != nil {
		t.Stop()
		delete(l.timers, timer)
	}
}

func (l *Loop) reply(ref uint64, t *seat.Trouble) {
	l.mu.Lock()
	answer := l.waiting[ref]
	delete(l.waiting, ref)
	l.mu.Unlock()
	if answer != nil {
		answer <- t // of one place, and nobody else has it any more
	}
}

// show tells the screen, when there is something new to see.
func (l *Loop) show() {
	next := l.seat.State(time.Now())
	if next.Rev == l.state.Load().Rev {
		return
	}
	l.state.Store(&next)
	l.o.Screen.Show(next)
}
