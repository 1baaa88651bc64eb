// Package acd is the floor: the one owner of every group's queue and of every
// agent's state. It is pure: a Step takes the time and one input and gives
// the effects to carry out. It draws no time and no outside randomness, so
// the same inputs give the same effects.
package acd

import (
	"encoding/binary"
	"math/rand/v2"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// Floor is one site's floor. It is not safe for concurrent use: one runner
// owns it.
type Floor struct {
	zone    *time.Location
	rng     *rand.Rand
	now     time.Time
	effects []Effect
	gen     uint64 // of the timer armed last
	seq     uint64 // of the visit that arrived last

	started bool // FloorStarted was emitted
	running bool // an input other than SetPlan and Restore was taken
	day     string
	dayEnd  time.Time

	agents     map[id.Agent]*agent
	statuses   []id.Status // that may be chosen; nil: any
	groups     map[id.Group]*group
	agentOrder []*agent // by rank
	groupOrder []*group // by rank
	devices    map[id.Device]deviceState
	owners     map[id.Device]*agent
	memory     map[id.Agent]AgentMemory // restored, and not yet claimed by a plan
	roundRobin map[id.Group]GroupMemory // as memory

	visits  map[id.Call]*visit
	offers  map[id.Offer]*offer
	parties map[id.Call]party // who has a link to a call, group's rings aside
	over    overCalls
	talkers talkers

	firstSlot, lastSlot int
	slots               map[int]slotted
	slotOf              map[id.Call]int
	roomCount           int
	rooms               map[int]id.Call
	roomOf              map[id.Call]int
	watches             map[id.Call]*watch
	channels            channels

	touched []*group  // groups to match before the step ends
	stale   []*agent  // agents whose state to compare before the step ends
	scratch []*member // candidates of the choice being made
}

// New makes an empty floor. The zone is the site's (talk time counts per day
// there); the seed fixes every random choice.
func New(zone *time.Location, seed uint64) *Floor {
	return &Floor{
		zone:    zone,
		rng:     rand.New(rand.NewPCG(seed, 0x796f626972696e)),
		agents:  map[id.Agent]*agent{},
		groups:  map[id.Group]*group{},
		devices: map[id.Device]deviceState{},
		owners:  map[id.Device]*agent{},
		visits:  map[id.Call]*visit{},
		offers:  map[id.Offer]*offer{},
		parties: map[id.Call]party{},
		over:    overCalls{set: map[id.Call]struct{}{}},
		talkers: newTalkers(),
		slots:   map[int]slotted{}, slotOf: map[id.Call]int{},
		rooms: map[int]id.Call{}, roomOf: map[id.Call]int{},
		watches:  map[id.Call]*watch{},
		channels: newChannels(),
	}
}

// Step takes one input at a time and gives the effects to carry out in order.
// The slice is valid until the next Step, which uses its memory again; the
// effects in it are plain values and may be kept. An error is a refused
// command (a *fault.Error): there are then no effects and nothing changed.
//
// Facts that come too late (about a call, offer or timer that is over) are
// not errors: they are ignored.
func (f *Floor) Step(now time.Time, in Input) ([]Effect, error) {
	f.effects = f.effects[:0]
	if err := f.refuse(in); err != nil {
		return nil, err
	}
	f.now = now
	f.turnDay()
	restore, isRestore := in.(Restore)
	if !f.started || isRestore {
		f.started = true
		f.emit(journal.FloorStarted{Restored: isRestore})
	}
	switch v := in.(type) {
	case SetPlan:
		f.setPlan(v.Plan)
	case Restore:
		f.restore(restore.Snapshot)
	default:
		f.running = true
		f.take(in)
	}
	f.match()
	f.tell()
	return f.effects, nil
}

func (f *Floor) take(in Input) {
	switch v := in.(type) {
	case DeviceChanged:
		f.deviceChanged(v)
	case Enqueue:
		f.enqueue(v)
	case Leave:
		f.leave(v)
	case OfferTaken:
		f.offerTaken(v)
	case OfferFailed:
		f.offerFailed(v)
	case Reach:
		f.reach(v)
	case Engage:
		f.engage(v)
	case Release:
		f.release(v)
	case SetStatus:
		f.setStatus(v)
	case Fire:
		f.fire(v.Timer)
	case Pass:
		f.pass(v)
	case CallOver:
		f.callOver(v.Call)
	case KeepPlace:
		f.keepPlace(v.Call)
	case Reclaim:
		f.reclaim(v)
	case AskStanding:
		f.standing(v.Call)
	case FindRinging:
		f.findRinging(v)
	case Seize:
		f.seize(v)
	case Free:
		f.channels.free(v.Leg)
	case Park:
		f.park(v)
	case Unpark:
		f.unpark(v.Call)
	case FindSlot:
		f.findSlot(v)
	case EnterRoom:
		f.enterRoom(v)
	case LeaveRoom:
		f.leaveRoom(v.Call)
	case Watch:
		f.watch(v)
	case Unwatch:
		f.unwatch(v.Call)
	case SetPlan, Restore:
		panic("acd: SetPlan and Restore are taken by Step")
	}
}

// refuse says why a command cannot be taken; it changes nothing.
func (f *Floor) refuse(in Input) error {
	switch v := in.(type) {
	case nil:
		return fault.New(fault.Internal, "no_input", "the floor was given no input")
	case Restore:
		if f.running {
			return fault.New(fault.Conflict, "floor_running", "a snapshot can be restored only before the floor takes calls")
		}
	case Enqueue:
		if v.Call.IsZero() {
			return noCall()
		}
		if w, ok := f.visits[v.Call]; ok {
			return fault.New(fault.Conflict, "already_queued", "call %s already waits in group %s", v.Call, w.group.id)
		}
	case Reclaim:
		if v.Call.IsZero() {
			return noCall()
		}
		if w, ok := f.visits[v.Call]; ok {
			return fault.New(fault.Conflict, "already_queued", "call %s already waits in group %s", v.Call, w.group.id)
		}
	case SetStatus:
		return f.refuseStatus(v)
	case Seize:
		if v.Call.IsZero() {
			return noCall()
		}
		if v.Leg.IsZero() {
			return fault.Wrong("leg", "", "the identifier of a leg")
		}
	case Park:
		if v.Call.IsZero() {
			return noCall()
		}
	case EnterRoom:
		if v.Call.IsZero() {
			return noCall()
		}
	case Watch:
		if v.Call.IsZero() {
			return noCall()
		}
	case SetPlan, DeviceChanged, Leave, OfferTaken, OfferFailed, Reach, Engage, Release, Fire,
		KeepPlace, AskStanding, FindRinging, Free, Unpark, FindSlot, LeaveRoom, Unwatch, Pass, CallOver:
	}
	return nil
}

func noCall() error { return fault.Wrong("call", "", "the identifier of a call") }

func (f *Floor) fire(t Timer) {
	switch t.Kind {
	case TimerQueue:
		if v := f.visits[id.Call(t.Key)]; v != nil && v.timer == t {
			v.timer = Timer{}
			f.end(v, journal.OutcomeTimeout)
		}
	case TimerLease:
		if o := f.offers[id.Offer(t.Key)]; o != nil && o.timer == t {
			o.timer = Timer{}
			f.leaseOver(o)
		}
	case TimerPause:
		f.pauseOver(t)
	case TimerRest:
		if a := f.agents[id.Agent(t.Key)]; a != nil && a.rest == t {
			a.rest = Timer{}
			a.fault = ""
			f.refresh(a)
		}
	}
}

// turnDay forgets the talk times and the count of outside calls when the site's day changes.
func (f *Floor) turnDay() {
	if f.now.Before(f.dayEnd) {
		return
	}
	y, m, d := f.now.In(f.zone).Date()
	f.dayEnd = time.Date(y, m, d+1, 0, 0, 0, 0, f.zone)
	f.day = f.now.In(f.zone).Format(time.DateOnly)
	f.channels.newDay()
	for _, a := range f.agentOrder {
		for _, m := range a.members {
			m.talked = 0
		}
	}
}

func (f *Floor) emit(b journal.Body) { f.effects = append(f.effects, Emit{b}) }

func (f *Floor) toCall(c id.Call, m Message) { f.effects = append(f.effects, ToCall{c, m}) }

// arm starts the timer kept in t, stopping the one it held.
func (f *Floor) arm(t *Timer, kind TimerKind, key [16]byte, group id.Group, at time.Time) {
	f.disarm(t)
	f.gen++
	*t = Timer{kind, key, group, f.gen}
	f.effects = append(f.effects, Arm{*t, at})
}

func (f *Floor) disarm(t *Timer) {
	if t.Gen == 0 {
		return
	}
	f.effects = append(f.effects, Disarm{*t})
	*t = Timer{}
}

// newOffer makes an identifier from the floor's own seed, so that a replay
// makes the same ones (RFC 9562 section 5.7 layout).
func (f *Floor) newOffer() id.Offer {
	var o id.Offer
	binary.BigEndian.PutUint64(o[:8], uint64(f.now.UnixMilli())<<16|f.rng.Uint64()&0xffff)
	binary.BigEndian.PutUint64(o[8:], f.rng.Uint64())
	o[6] = o[6]&0x0f | 0x70
	o[8] = o[8]&0x3f | 0x80
	return o
}
