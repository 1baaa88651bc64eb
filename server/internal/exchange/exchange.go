// Package exchange runs the pure rooms: one goroutine and mailbox for every
// call, one for the floor. It carries out their effects in order and never
// waits for anybody: orders go to the wires, messages to mailboxes, events to
// the journal, timers to the runtime.
package exchange

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/call"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// Wires carries out orders. It must not block and must not call back into the
// exchange before it returns.
type Wires interface {
	Order(leg.Order)
}

// Journal keeps events. It must not block.
type Journal interface {
	Append(journal.Event)
}

// Clerk looks up what calls may not wait for.
type Clerk interface {
	// Check seats an agent at a hot-desk phone, or lets it get up, and answers
	// once, from any goroutine. It must not block.
	Check(c call.Check, answer func(call.Checked))
}

// Config is what an exchange needs.
type Config struct {
	Wires    Wires
	Journal  Journal
	Clerk    Clerk
	Logger   *slog.Logger
	Zone     *time.Location   // of the site; days of talk time are counted there
	Now      func() time.Time // the clock
	Seed     uint64           // of the floor's random choices
	MaxCalls int              // calls at once; more are refused
	CrashDir string           // where a panicking call's inputs are written; "" nowhere
}

// Exchange is the running telephone exchange. Make it with New.
type Exchange struct {
	cfg      Config
	floor    *floorRunner
	plan     atomic.Pointer[route.Plan]
	draining atomic.Bool
	refs     atomic.Uint64
	replies  sync.Map // of uint64 to chan string: commands that wait for their answer
	running  sync.WaitGroup

	mu    sync.RWMutex
	calls map[id.Call]*callRunner
	owner map[id.Leg]id.Call // of legs that are in another call than the one they began in
	empty chan struct{}      // closed while there is no call
}

// New makes an exchange with an empty plan. Start runs it.
func New(cfg Config) *Exchange {
	x := &Exchange{cfg: cfg, calls: map[id.Call]*callRunner{}, owner: map[id.Leg]id.Call{}, empty: make(chan struct{})}
	close(x.empty)
	x.plan.Store(route.New(route.Plan{}))
	x.floor = newFloorRunner(x)
	return x
}

// Start runs the floor. Restore, if it has agents, is what Snapshot gave
// before the restart.
func (x *Exchange) Start(restore acd.Snapshot) {
	if len(restore.Agents) > 0 || len(restore.Groups) > 0 {
		x.floor.put(acd.Restore{Snapshot: restore})
	}
	x.running.Go(x.floor.run)
}

// SetPlan makes every call that starts from now on work from the plan, and
// the floor at once (C-ROUTE-3).
func (x *Exchange) SetPlan(calls *route.Plan, floor acd.Plan) {
	x.plan.Store(calls)
	x.floor.put(acd.SetPlan{Plan: floor})
}

// Fact takes a fact from the wires. It reports false when the fact found no
// owner: for leg.Incoming the call must then be refused (overload or
// shutdown), any other fact is about a call that is over.
func (x *Exchange) Fact(f leg.Fact) bool {
	if in, ok := f.(leg.Incoming); ok {
		return x.begin(in)
	}
	l := f.Of()
	if l.IsZero() {
		return x.put(f.About(), call.Fact{Fact: f})
	}
	for about := x.ownerOf(l); ; {
		if x.put(about, call.Fact{Fact: f}) {
			return true
		}
		now := x.ownerOf(l)
		if now == about {
			return false
		}
		about = now // the leg has moved in this moment, and the call it was in is over
	}
}

func (x *Exchange) put(to id.Call, in call.Input) bool {
	r := x.call(to)
	return r != nil && r.box.Put(in)
}

// DeviceChanged tells the floor that a phone came, went or failed.
func (x *Exchange) DeviceChanged(c acd.DeviceChanged) { x.floor.put(c) }

// SetStatus carries out the command and answers with the floor's refusal, if
// it refuses.
func (x *Exchange) SetStatus(ctx context.Context, c acd.SetStatus) error {
	return x.floor.ask(ctx, c)
}

// HangUp ends a call by command.
func (x *Exchange) HangUp(c id.Call, cause leg.Kind) error {
	r := x.call(c)
	if r == nil || !r.box.Put(call.Stop{Cause: cause}) {
		return fault.New(fault.NotFound, "call_not_found", "the call is over")
	}
	return nil
}

// Inspect runs fn on the floor, between two of its steps. fn must only read
// and must not keep the floor.
func (x *Exchange) Inspect(ctx context.Context, fn func(now time.Time, f *acd.Floor)) error {
	return x.floor.inspect(ctx, fn)
}

// Calls is the number of calls in progress.
func (x *Exchange) Calls() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.calls)
}

// Moved is the number of legs that are in another call than the one they
// began in.
func (x *Exchange) Moved() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.owner)
}

// Drain refuses new calls and waits until the last one has ended, but for
// callbacks that are promised and not due: they end at once, and are Redeemed by
// the next run. When ctx is
// done first, the remaining calls are ended with cause shutdown, and Drain
// returns how many they were once all records are written (or after grace).
func (x *Exchange) Drain(ctx context.Context, grace time.Duration) (cut int) {
	x.draining.Store(true)
	x.mu.RLock()
	for _, r := range x.calls {
		r.box.Put(call.Closing{})
	}
	x.mu.RUnlock()
	select {
	case <-x.none():
		return 0
	case <-ctx.Done():
	}
	x.mu.RLock()
	for _, r := range x.calls {
		r.box.Put(call.Stop{Cause: leg.CauseShutdown})
		cut++
	}
	x.mu.RUnlock()
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case <-x.none():
	case <-timer.C:
		x.cfg.Logger.Warn("calls did not end in time", "calls", x.Calls())
	}
	return cut
}

// Close stops the floor, and every call that Drain left. Their records are
// closed at the next start.
func (x *Exchange) Close() {
	x.draining.Store(true)
	x.mu.RLock()
	for _, r := range x.calls {
		r.box.Close()
	}
	x.mu.RUnlock()
	x.floor.box.Close()
	x.running.Wait()
}

func (x *Exchange) begin(in leg.Incoming) bool { return x.run(in.About(), call.Fact{Fact: in}) }

// run starts a call with its first input.
func (x *Exchange) run(about id.Call, first call.Input) bool {
	x.mu.Lock()
	if x.draining.Load() || len(x.calls) >= x.cfg.MaxCalls || x.calls[about] != nil {
		x.mu.Unlock()
		return false
	}
	r := newCallRunner(x, about)
	if len(x.calls) == 0 {
		x.empty = make(chan struct{})
	}
	x.calls[about] = r
	x.running.Add(1)
	x.mu.Unlock()
	r.box.Put(first)
	go func() {
		defer x.running.Done()
		r.run()
	}()
	return true
}

func (x *Exchange) call(c id.Call) *callRunner {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.calls[c]
}

func (x *Exchange) forget(r *callRunner) {
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.calls, r.id)
	for l := range r.guests {
		if x.owner[l] == r.id {
			delete(x.owner, l)
		}
	}
	if len(x.calls) == 0 {
		close(x.empty)
	}
}

func (x *Exchange) none() <-chan struct{} {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.empty
}

// crash is a panic that guard caught, with the stack it came from.
type crash struct {
	value any
	stack string
}

// Error tells what was panicked with.
func (c *crash) Error() string { return fmt.Sprintf("panic: %v", c.value) }

// guard runs one step and catches its panic; nil: there was none.
func guard(step func()) (caught *crash) {
	defer func() {
		if r := recover(); r != nil {
			caught = &crash{r, string(debug.Stack())} // here the panicking frames are still below
		}
	}()
	step()
	return nil
}
