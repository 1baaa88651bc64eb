package exchange

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/call"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/mailbox"
)

const (
	callBox  = 4096 // messages that may wait for one call
	mostHeld = 256  // facts about legs on their way back
	mostGone = 32   // guests that have ended, and whose last figures may still come
)

// callRunner owns one call.
type callRunner struct {
	x      *Exchange
	id     id.Call
	call   *call.Call
	box    *mailbox.Box[call.Input]
	seq    uint64
	timers map[call.TimerKind]*time.Timer
	done   bool
	dead   bool // it crashed: its state is not to be believed any more

	// What a panic needs to clean up without the call's own knowledge.
	recent []stamped
	legs   map[id.Leg]bool
	rec    map[id.Recording]bool
	agents map[id.Agent]bool
	guests map[id.Leg]guest // legs of other calls that are, or were, here

	held []leg.Fact // about legs that are on their way back
	gone []id.Leg   // guests that have ended, oldest first
}

// guest is a leg as it came from another call.
type guest struct {
	from id.Call
	as   call.Guest
}

func newCallRunner(x *Exchange, c id.Call) *callRunner {
	return &callRunner{
		x: x, id: c, call: call.New(c, x.plan.Load()), box: mailbox.New[call.Input](callBox),
		timers: map[call.TimerKind]*time.Timer{}, legs: map[id.Leg]bool{},
		rec: map[id.Recording]bool{}, agents: map[id.Agent]bool{}, guests: map[id.Leg]guest{},
	}
}

func (r *callRunner) run() {
	defer r.x.forget(r)
	var batch []call.Input
	for range r.box.Wake() {
		for batch = r.box.Take(batch); len(batch) > 0; batch = r.box.Take(batch) {
			for _, in := range batch {
				r.step(in) // also those behind the last one: somebody may wait for an answer
			}
		}
		if r.done {
			r.box.Close()
		}
		if r.box.Closed() {
			break
		}
	}
	for batch = r.box.Take(batch); len(batch) > 0 && r.done; batch = r.box.Take(batch) {
		for _, in := range batch {
			r.step(in)
		}
	}
	for _, t := range r.timers {
		t.Stop()
	}
	r.x.floor.put(acd.CallOver{Call: r.id})
}

// step takes one input and carries out all its effects before the next one.
func (r *callRunner) step(in call.Input) {
	if r.dead {
		r.decline(in)
		return
	}
	now := r.x.cfg.Now()
	r.remember(now, in)
	if m, ok := in.(call.FromCall); ok {
		if a, ok := m.Message.(call.Adopt); ok {
			r.legs[a.Guest.Leg], r.guests[a.Guest.Leg] = true, guest{m.From, a.Guest}
		}
		if a, ok := m.Message.(call.Returned); ok {
			r.legs[a.Guest.Leg] = true
		}
	}
	caught := guard(func() {
		for _, e := range r.call.Step(now, in) {
			r.carryOut(now, e)
		}
	})
	if caught != nil {
		r.crashed(now, caught)
		if in, ok := in.(call.Do); ok {
			r.decline(in)
		}
	}
	r.bury(in)
	if len(r.held) > 0 && cameBack(in) {
		held := r.held
		r.held = nil
		for _, f := range held {
			r.step(call.Fact{Fact: f})
		}
	}
}

// bury forgets guests that have ended: a conference may last, and its members
// come and go. Those who went last are kept, for their figures come later.
func (r *callRunner) bury(in call.Input) {
	var fact leg.Fact
	switch in := in.(type) {
	case call.Fact:
		fact = in.Fact
	case call.FromCall:
		if f, ok := in.Message.(call.Forward); ok {
			fact = f.Fact
		}
	case call.FloorSays, call.Fire, call.Stop, call.Originate, call.Do, call.Undelivered, call.Checked, call.Redeem, call.Closing:
	}
	ended, ok := fact.(leg.Ended)
	if _, guest := r.guests[ended.Leg]; !ok || !guest {
		return
	}
	r.gone = append(r.gone, ended.Leg)
	if len(r.gone) <= mostGone {
		return
	}
	l := r.gone[0]
	r.gone = r.gone[1:]
	if r.x.letGo(l, r.id) {
		delete(r.legs, l)
		delete(r.guests, l)
	}
}

// cameBack says whether the input brought a leg back to its call.
func cameBack(in call.Input) bool {
	switch in := in.(type) {
	case call.FromCall:
		_, is := in.Message.(call.Returned)
		return is
	case call.Undelivered:
		_, is := in.Message.(call.Adopt)
		return is
	case call.Fact, call.FloorSays, call.Fire, call.Stop, call.Originate, call.Do, call.Checked, call.Redeem, call.Closing:
	}
	return false
}

// decline answers who waits for an answer of a call that crashed.
func (r *callRunner) decline(in call.Input) {
	switch in := in.(type) {
	case call.Do:
		r.x.reply(call.Reply{Ref: in.Ref, Refused: "not-in-call"})
	case call.FromCall:
		switch m := in.Message.(type) {
		case call.Adopt:
			r.giveBack(guest{in.From, m.Guest})
		case call.Returned:
			r.lastOrder(leg.HangUp{Leg: m.Guest.Leg, Cause: leg.Cause{Kind: leg.CauseTrouble}})
		case call.Yield:
			r.lastOrder(leg.TellReferrer{Leg: m.Into, Status: 503})
		case call.Adopted, call.Recall, call.ModeOf, call.Forward:
		}
	case call.Fact, call.FloorSays, call.Fire, call.Stop, call.Originate, call.Undelivered, call.Checked, call.Redeem, call.Closing:
	}
}

// giveBack returns a leg to the call it came from, which decides what becomes
// of it; false: that call is over.
func (r *callRunner) giveBack(g guest) bool {
	m := call.FromCall{From: r.id, Message: call.Returned{Guest: g.as, Refused: leg.CauseTrouble}}
	return g.from != r.id && r.x.hand(g.as.Leg, g.from, m)
}

func (r *callRunner) carryOut(now time.Time, e call.Effect) {
	switch e := e.(type) {
	case call.Order:
		r.order(e.Order)
	case call.ToFloor:
		r.noteFloor(e.Input)
		r.x.floor.put(e.Input)
	case call.Arm:
		if t := r.timers[e.Timer.Kind]; t != nil {
			t.Stop()
		}
		r.timers[e.Timer.Kind] = time.AfterFunc(e.At.Sub(now), func() { r.box.Put(call.Fire{Timer: e.Timer}) })
	case call.Disarm:
		if t := r.timers[e.Timer.Kind]; t != nil {
			t.Stop()
			delete(r.timers, e.Timer.Kind)
		}
	case call.Emit:
		r.append(now, e.Body)
	case call.Reply:
		r.x.reply(e)
	case call.Tell:
		r.tell(e)
	case call.Check:
		r.x.cfg.Clerk.Check(e, func(a call.Checked) { r.box.Put(a) })
	case call.Done:
		r.done = true
	}
}

// tell puts a message into another call's mailbox. A leg that goes with it
// becomes that call's in the same moment.
func (r *callRunner) tell(e call.Tell) {
	to := e.Call
	if to.IsZero() {
		to = r.x.ownerOf(e.Leg)
	}
	if m, ok := e.Message.(call.Forward); ok && to == r.id {
		if len(r.held) < mostHeld { // the leg is in the box, on its way back; else the fact is about nothing
			r.held = append(r.held, m.Fact)
		}
		return
	}
	g, gives := given(e.Message)
	if to == r.id || !r.x.hand(g, to, call.FromCall{From: r.id, Message: e.Message}) {
		r.box.Put(call.Undelivered{Message: e.Message})
		return
	}
	if gives {
		delete(r.legs, g)
	}
}

// given is the leg that goes with a message.
func given(m call.CallMessage) (id.Leg, bool) {
	switch m := m.(type) {
	case call.Adopt:
		return m.Guest.Leg, true
	case call.Returned:
		return m.Guest.Leg, true
	case call.Adopted, call.Recall, call.ModeOf, call.Yield, call.Forward:
	}
	return id.Leg{}, false
}

func (r *callRunner) append(now time.Time, b journal.Body) {
	r.seq++
	r.x.cfg.Journal.Append(journal.Event{Stream: journal.StreamOf(r.id), Seq: r.seq, At: now, Body: b})
}

// order gives an order, and notes what a panic has to clean up: what an order
// ends only once it was given, for one that panics is given again.
func (r *callRunner) order(o leg.Order) {
	_, hangs := o.(leg.HangUp)
	_, stops := o.(leg.StopRecord)
	if !hangs && !stops {
		r.note(o)
	}
	r.x.cfg.Wires.Order(o)
	if hangs || stops {
		r.note(o)
	}
}

func (r *callRunner) note(o leg.Order) {
	switch o := o.(type) {
	case leg.Dial:
		r.legs[o.Leg] = true
	case leg.Record:
		r.rec[o.Recording] = true
	case leg.StopRecord:
		delete(r.rec, o.Recording)
	case leg.HangUp:
		delete(r.legs, o.Leg)
	case leg.Ring, leg.Answer, leg.Hear, leg.Play, leg.StopPlay, leg.SendDigits, leg.PauseRecord, leg.Catch, leg.Join, leg.Nudge, leg.TellReferrer:
	}
}

func (r *callRunner) noteFloor(in acd.Input) {
	switch in := in.(type) {
	case acd.Reach:
		r.agents[in.Agent] = true
	case acd.Engage:
		r.agents[in.Agent] = true
	case acd.OfferTaken:
		r.agents[in.Agent] = true
	case acd.Release:
		delete(r.agents, in.Agent)
	case acd.Pass:
		r.agents[in.Agent] = true
	case acd.SetPlan, acd.Restore, acd.DeviceChanged, acd.Enqueue, acd.Leave, acd.OfferFailed, acd.SetStatus, acd.Fire,
		acd.KeepPlace, acd.Reclaim, acd.AskStanding, acd.FindRinging, acd.Seize, acd.Free, acd.Park, acd.Unpark, acd.FindSlot,
		acd.EnterRoom, acd.LeaveRoom, acd.Watch, acd.Unwatch, acd.CallOver:
	}
}

// crashed ends this one call after a panic of ours: nothing of it stays
// behind, and what led there is kept for a test.
func (r *callRunner) crashed(now time.Time, cause *crash) {
	r.done, r.dead = true, true
	if first := id.LegOf(r.id, 1); r.x.ownerOf(first) == r.id {
		r.legs[first] = true
	}
	for l := range r.legs {
		if g, ok := r.guests[l]; ok && r.giveBack(g) {
			continue
		}
		r.lastOrder(leg.HangUp{Leg: l, Cause: leg.Cause{Kind: leg.CauseTrouble}})
	}
	for rec := range r.rec {
		r.lastOrder(leg.StopRecord{Recording: rec, Call: r.id})
	}
	r.x.floor.put(acd.Leave{Call: r.id})
	for a := range r.agents {
		r.x.floor.put(acd.Release{Call: r.id, Agent: a})
	}
	record := journal.Record{Call: r.id, StartedAt: now}
	if caught := guard(func() { record = r.call.Record() }); caught != nil {
		r.x.cfg.Logger.Error("the record of a crashed call is not readable", "call", r.id.String(), "err", caught)
	}
	record.EndedAt, record.EndedBy = now, journal.PartySystem
	record.Cause = leg.Cause{Kind: leg.CauseTrouble, Text: "internal"}
	r.append(now, journal.CallEnded{Record: record})
	path := r.dump(cause.stack)
	r.x.cfg.Logger.Error("a call crashed and was ended", "call", r.id.String(), "err", cause, "inputs", path)
}

// lastOrder gives an order whose own panic must not keep the others from being
// given.
func (r *callRunner) lastOrder(o leg.Order) {
	if caught := guard(func() { r.x.cfg.Wires.Order(o) }); caught != nil {
		r.x.cfg.Logger.Error("an order of a crashed call failed", "call", r.id.String(), "err", caught, "stack", caught.stack)
	}
}
