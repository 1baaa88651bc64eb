// Package call is one conversation, from its first INVITE to its record: who
// is in it, who rings, who hears whom, and why it ended. It is pure: Step
// takes the time and one input and returns what is to be done.
package call

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/ivr"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// Limits of a call.
const (
	maxHops     = 20               // destinations in a row, against loops (C-IVR-4)
	maxLegs     = 400              // legs of one call, dialed ones included
	directRing  = 60 * time.Second // a phone rung directly
	outsideRing = 3 * time.Minute  // an outside number, as networks do
	toneTime    = 5 * time.Second  // busy tone before an answered caller is hung up
	lingerLimit = 2 * time.Second  // for the last figures of media and recorder
	handLimit   = 5 * time.Second  // for another call to say whether it takes a leg
)

// stage is what becomes of the lead.
type stage string

const (
	stageNew         stage = "new"
	stageOriginating stage = "originating" // the phone of who ordered the call rings
	stageAdmitting   stage = "admitting"   // asked the floor for a channel
	stageRouting     stage = "routing"     // between two destinations
	stageQueued      stage = "queued"      // in a group, waiting or offered
	stageReaching    stage = "reaching"    // asked the floor for one agent, or ringing it
	stageDialing     stage = "dialing"     // an outside number rings
	stageAnnounced   stage = "announced"   // hears an audio file that ends the call
	stageMessage     stage = "message"     // leaves a voicemail, or records an audio file
	stageMenu        stage = "menu"        // in an IVR
	stageService     stage = "service"     // talks to the exchange itself: echo, hot desk …
	stageAsking      stage = "asking"      // asked the floor for another call
	stageHanding     stage = "handing"     // offered to another call
	stageWatching    stage = "watching"    // a supervisor's own call
	stageParked      stage = "parked"
	stageWhisper     stage = "whisper" // the agent has answered and hears whose call it is
	stageRoom        stage = "room"    // this call is a conference room
	stageTalking     stage = "talking"
	stageKept        stage = "kept"   // nobody is here: it is called back later
	stageEnding      stage = "ending" // legs are being hung up
	stageEnded       stage = "ended"  // waiting for the last figures
	stageDone        stage = "done"
)

// Call is the state of one call. Make it with New.
type Call struct {
	id   id.Call
	plan *route.Plan
	now  time.Time
	out  []Effect

	stage     stage
	direction journal.Direction
	from      leg.Identity
	to        leg.Identity
	number    *route.Number // the site's number called or presented
	early     *leg.Ended    // of a caller who was gone before it was let in
	trunk     id.Trunk
	hops      int

	own     int // legs that began here
	parties []*party
	legs    map[id.Leg]*party
	first   *party   // who started the call
	lead    *party   // whom the call is about: routed, waiting, parked, or talking to peer
	peer    *party   // whom the lead talks to, or will after the whisper
	more    []*party // who else takes part
	side    *side    // what an agent does beside the conversation
	back    *back    // where a transferred lead returns to
	try     *attempt // what rings
	claims  map[id.Agent]bool

	group    *route.Group // of the queue the call is in, or was answered from
	since    time.Time    // enqueue time, kept over overflows
	greeted  bool
	standing standing
	callback bool // the lead has hung up and will be called
	promise  promise
	length   length

	urgent    []id.Trunk // by which an emergency call was tried
	cut       bool       // a loop of destinations was cut
	menu      *ivr.Session
	service   service
	ordered   ordered
	slot      int          // where the lead is parked; 0: nowhere
	parking   *party       // who asked for a slot that the floor has not given yet
	parker    id.Agent     // whom a parked call rings back
	home      *route.Group // where the lead goes when who it returns to does not answer
	returned  bool         // the lead is on its way back
	awaited   id.Agent     // who rings for it once its old leg is over
	room      int
	entering  int    // attempts to enter a room
	yieldInto id.Leg // whose place that other side is to take
	yielding  *party // whose other side is on its way to another call
	watched   id.Agent
	watching  watching

	ring    []*party     // memory of circle
	sources []leg.Source // memory of hears
	players uint32
	timers  map[TimerKind]uint32 // generation of each armed timer
	gen     uint32

	tape       tape
	recordings []journal.RecordingOf
	recorded   int // recordings whose file is complete

	startedAt  time.Time
	answeredAt time.Time
	endedAt    time.Time
	cause      leg.Cause
	endedBy    journal.Party
	visits     []journal.Visit
	segments   []journal.Segment
	joinedTo   id.Call
	joinedBy   []id.Call
}

// New makes a call that works from the given plan for all its life.
func New(call id.Call, plan *route.Plan) *Call {
	return &Call{
		id: call, plan: plan, stage: stageNew, out: make([]Effect, 0, 16), parties: make([]*party, 0, 4), legs: map[id.Leg]*party{},
		claims: map[id.Agent]bool{}, timers: map[TimerKind]uint32{},
	}
}

// Step takes one input and returns the effects, in the order in which they
// are to be carried out. The slice is the caller's until the next Step.
func (c *Call) Step(now time.Time, in Input) []Effect {
	c.now, c.out = now, c.out[:0]
	if c.stage == stageDone {
		c.late(in)
		return c.out
	}
	switch in := in.(type) {
	case Fact:
		c.fact(in.Fact)
	case FloorSays:
		c.floorSays(in.Message)
	case Fire:
		c.fire(in.Timer)
	case Stop:
		c.stop(in.Cause)
	case Originate:
		c.originate(in)
	case Do:
		c.do(in)
	case FromCall:
		c.fromCall(in.From, in.Message)
	case Undelivered:
		c.undelivered(in.Message)
	case Checked:
		c.checked(in)
	case Redeem:
		c.redeem(in)
	case Closing:
		c.closing()
	}
	c.settle()
	c.finish()
	return c.out
}

// late answers who waits for an answer; nothing else matters any more.
func (c *Call) late(in Input) {
	switch in := in.(type) {
	case Do:
		c.out = append(c.out, Reply{in.Ref, refusedNotHere})
	case FromCall:
		switch m := in.Message.(type) {
		case Adopt:
			c.tell(in.From, Returned{Guest: m.Guest, Refused: leg.CauseNotFound})
		case Forward:
			c.sendOn(m.Fact)
		case Yield:
			c.order(leg.TellReferrer{Leg: m.Into, Status: 481})
		case Returned:
			c.order(leg.HangUp{Leg: m.Guest.Leg, Cause: leg.Cause{Kind: leg.CauseNormal}})
		case Adopted, Recall, ModeOf:
		}
	case Fact:
		c.sendOn(in.Fact)
	case FloorSays, Fire, Stop, Originate, Undelivered, Checked, Redeem, Closing:
	}
}

// sendOn lets a fact follow a leg that is not here (any more). When the leg is
// on its way back, the exchange keeps the fact until it is there.
func (c *Call) sendOn(f leg.Fact) {
	p := c.legs[f.Of()]
	if f.Of().IsZero() || p == nil && id.CallOf(f.Of()) == c.id || p != nil && !p.given {
		return
	}
	c.out = append(c.out, Tell{Leg: f.Of(), Message: Forward{f}})
}

// fact takes a fact from the wires, or one that another call sends on.
func (c *Call) fact(f leg.Fact) {
	switch f := f.(type) {
	case leg.Incoming:
		if c.stage == stageNew {
			c.incoming(f)
		}
	case leg.Ringing:
		if p := c.partyOf(f); p != nil {
			c.rings(p, f)
		}
	case leg.Answered:
		if p := c.partyOf(f); p != nil {
			c.answered(p, f)
		}
	case leg.Ended:
		if p := c.partyOf(f); p != nil {
			c.legEnded(p, f)
		}
	case leg.Held:
		if p := c.partyOf(f); p != nil {
			c.hold(p, true)
		}
	case leg.Resumed:
		if p := c.partyOf(f); p != nil {
			c.hold(p, false)
		}
	case leg.Digit:
		if p := c.partyOf(f); p != nil {
			c.pressed(p, f)
		}
	case leg.Referred:
		if p := c.partyOf(f); p != nil {
			c.referred(p, f)
		}
	case leg.Played:
		if p := c.partyOf(f); p != nil {
			c.played(p, f)
		}
	case leg.Silent:
		if p := c.partyOf(f); p != nil {
			c.silent(p)
		}
	case leg.Measured:
		c.measured(f)
	case leg.Recorded:
		c.recordedFile(f)
	}
}

// partyOf is the leg of a fact, if it is this call's and has not ended yet; nil
// otherwise. A fact about a leg that has gone to another call follows it.
func (c *Call) partyOf(f leg.Fact) *party {
	p := c.legs[f.Of()]
	switch {
	case p != nil && p.Ended:
		return nil
	case p == nil || p.given:
		c.sendOn(f)
		return nil
	}
	return p
}

func (c *Call) floorSays(m acd.Message) {
	switch m := m.(type) {
	case acd.Accepted:
		c.accepted(m)
	case acd.Offer:
		c.offered(m)
	case acd.Withdraw:
		c.withdrawn(m)
	case acd.Dequeue:
		c.dequeued(m)
	case acd.Reached:
		c.reached(m)
	case acd.Standing:
		c.standsAt(m)
	case acd.Seized:
		c.seized(m)
	case acd.Parked:
		c.parked(m)
	case acd.SlotHolds:
		c.slotHolds(m)
	case acd.RingingIn:
		c.ringingIn(m)
	case acd.RoomIs:
		c.roomIs(m)
	case acd.Watched:
		c.watchedIn(m)
	}
}

func (c *Call) fire(t Timer) {
	if c.timers[t.Kind] != t.Gen || t.Gen == 0 {
		return
	}
	delete(c.timers, t.Kind)
	switch t.Kind {
	case TimerRinging:
		c.answer(c.lead)
	case TimerOffer:
		c.ringTimeOver()
	case TimerAnnounce:
		c.announce()
	case TimerStanding:
		c.askStanding()
	case TimerKey:
		c.noKey()
	case TimerCode:
		c.codeOver()
	case TimerPark:
		c.parkedTooLong()
	case TimerMessage:
		c.messageOver("limit")
	case TimerAgain:
		if c.stage == stageKept {
			c.reclaim()
		}
	case TimerExpiry:
		c.promiseOver()
	case TimerLength:
		c.lengthDue()
	case TimerHand:
		c.handLost()
	case TimerTone:
		c.hangUpAll(c.cause)
	case TimerLinger:
		c.close()
	}
}

// effects

func (c *Call) order(o leg.Order)      { c.out = append(c.out, Order{o}) }
func (c *Call) floor(in acd.Input)     { c.out = append(c.out, ToFloor{in}) }
func (c *Call) emit(b journal.Body)    { c.out = append(c.out, Emit{b}) }
func (c *Call) armed(k TimerKind) bool { return c.timers[k] != 0 }

func (c *Call) tell(to id.Call, m CallMessage) {
	c.out = append(c.out, Tell{Call: to, Message: m})
}

func (c *Call) arm(k TimerKind, after time.Duration) {
	c.disarm(k)
	c.gen++
	c.timers[k] = c.gen
	c.out = append(c.out, Arm{Timer{k, c.gen}, c.now.Add(after)})
}

func (c *Call) disarm(k TimerKind) {
	if g := c.timers[k]; g != 0 {
		delete(c.timers, k)
		c.out = append(c.out, Disarm{Timer{k, g}})
	}
}

func (c *Call) claim(a id.Agent) {
	if !a.IsZero() {
		c.claims[a] = true
	}
}

func (c *Call) release(a id.Agent) {
	if c.claims[a] {
		delete(c.claims, a)
		c.floor(acd.Release{Call: c.id, Agent: a})
	}
}
