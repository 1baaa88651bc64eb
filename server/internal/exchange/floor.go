package exchange

import (
	"context"
	"fmt"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/call"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/mailbox"
)

const floorBox = 1 << 20 // messages that may wait for the floor

// floorRunner owns the floor.
type floorRunner struct {
	x      *Exchange
	floor  *acd.Floor
	box    *mailbox.Box[floorItem]
	stream id.Stream
	seq    uint64
	timers map[acd.Timer]armedTimer // by timer without its generation
}

type armedTimer struct {
	gen   uint64
	timer *time.Timer
}

// floorItem is one input, or a look at the floor between two inputs.
type floorItem struct {
	in     acd.Input
	look   func(now time.Time, f *acd.Floor)
	answer chan error // nil when nobody waits
}

func newFloorRunner(x *Exchange) *floorRunner {
	return &floorRunner{
		x: x, floor: acd.New(x.cfg.Zone, x.cfg.Seed), box: mailbox.New[floorItem](floorBox),
		stream: id.New[id.Stream](x.cfg.Now()), timers: map[acd.Timer]armedTimer{},
	}
}

func (r *floorRunner) put(in acd.Input) {
	if !r.box.Put(floorItem{in: in}) && !r.box.Closed() {
		r.x.cfg.Logger.Error("the floor's mailbox is full, a message was lost")
	}
}

func (r *floorRunner) ask(ctx context.Context, in acd.Input) error {
	return r.wait(ctx, floorItem{in: in, answer: make(chan error, 1)})
}

func (r *floorRunner) inspect(ctx context.Context, fn func(time.Time, *acd.Floor)) error {
	return r.wait(ctx, floorItem{look: fn, answer: make(chan error, 1)})
}

func (r *floorRunner) wait(ctx context.Context, item floorItem) error {
	if !r.box.Put(item) {
		return fault.New(fault.Unavailable, "floor_stopped", "the floor is not running")
	}
	select {
	case err := <-item.answer:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *floorRunner) run() {
	var batch []floorItem
	for range r.box.Wake() {
		for batch = r.box.Take(batch); len(batch) > 0; batch = r.box.Take(batch) {
			for _, item := range batch {
				err := r.step(item)
				if item.answer != nil {
					item.answer <- err
				}
			}
		}
		if r.box.Closed() {
			break
		}
	}
	for _, t := range r.timers {
		t.timer.Stop()
	}
}

// step takes one input and carries out all its effects before the next one.
// A panic loses that one input; the floor goes on.
func (r *floorRunner) step(item floorItem) (err error) {
	now := r.x.cfg.Now()
	caught := guard(func() {
		if item.look != nil {
			item.look(now, r.floor)
			return
		}
		if f, ok := item.in.(acd.Fire); ok && r.timers[keyOf(f.Timer)].gen == f.Timer.Gen {
			delete(r.timers, keyOf(f.Timer))
		}
		var effects []acd.Effect
		effects, err = r.floor.Step(now, item.in)
		for _, e := range effects {
			r.carryOut(now, e)
		}
	})
	if caught != nil {
		r.x.cfg.Logger.Error("the floor lost an input", "err", caught, "input", fmt.Sprintf("%T", item.in), "stack", caught.stack)
		return fault.Wrap(caught, fault.Internal, "internal", "the floor failed")
	}
	return err
}

func (r *floorRunner) carryOut(now time.Time, e acd.Effect) {
	switch e := e.(type) {
	case acd.ToCall:
		if c := r.x.call(e.Call); c == nil || !c.box.Put(call.FloorSays{Message: e.Message}) {
			r.undelivered(e)
		}
	case acd.Arm:
		r.disarm(e.Timer)
		fire := func() { r.box.Put(floorItem{in: acd.Fire{Timer: e.Timer}}) }
		r.timers[keyOf(e.Timer)] = armedTimer{e.Timer.Gen, time.AfterFunc(e.At.Sub(now), fire)}
	case acd.Disarm:
		r.disarm(e.Timer)
	case acd.Emit:
		r.seq++
		r.x.cfg.Journal.Append(journal.Event{Stream: r.stream, Seq: r.seq, At: now, Body: e.Body})
	}
}

func (r *floorRunner) disarm(t acd.Timer) {
	if old, ok := r.timers[keyOf(t)]; ok {
		old.timer.Stop()
		delete(r.timers, keyOf(t))
	}
}

func keyOf(t acd.Timer) acd.Timer {
	t.Gen = 0
	return t
}

// undelivered gives back what the floor set aside for a call that has gone.
func (r *floorRunner) undelivered(e acd.ToCall) {
	switch m := e.Message.(type) {
	case acd.Offer:
		r.put(acd.Leave{Call: e.Call})
	case acd.Reached:
		if m.Refused == "" {
			r.put(acd.Release{Call: e.Call, Agent: m.Agent})
		}
	case acd.Accepted, acd.Withdraw, acd.Dequeue, acd.Standing, acd.RingingIn, acd.Seized, acd.Parked, acd.SlotHolds, acd.RoomIs, acd.Watched:
		// CallOver, which every call's runner says last, gives it back.
	}
}
