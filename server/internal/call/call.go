// Package call is one conversation, from its first INVITE to its record: who
// is in it, who rings, who hears whom, and why it ended. It is pure: Step
// takes the time and one input and returns what is to be done.
package call

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// Limits of a call.
const (
	maxHops     = 20               // destinations in a row, against loops of overflows
	maxLegs     = 200              // legs of one call, dialed ones included
	directRing  = 60 * time.Second // a phone rung directly
	toneTime    = 5 * time.Second  // busy tone before an answered caller is hung up
	lingerLimit = 2 * time.Second  // for the last figures of media and recorder
)

// stage is what the call is doing.
type stage string

const (
	stageNew       stage = "new"
	stageRouting   stage = "routing"   // between two destinations
	stageQueued    stage = "queued"    // in a group, waiting or offered
	stageReaching  stage = "reaching"  // asked the floor for one agent, or ringing it
	stageDialing   stage = "dialing"   // an outside number rings
	stageAnnounced stage = "announced" // an audio file that ends the call
	stageWhisper   stage = "whisper"   // the agent has answered and hears whose call it is
	stageTalking   stage = "talking"
	stageEnding    stage = "ending" // legs are being hung up
	stageEnded     stage = "ended"  // waiting for the last figures
	stageDone      stage = "done"
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
	trunk     id.Trunk
	hops      int

	parties []*party
	caller  *party
	peer    *party // whom the caller talks to, or will after the whisper
	claims  map[id.Agent]bool

	group   *route.Group // of the queue the call is in, or was answered from
	since   time.Time    // enqueue time, kept over overflows
	greeted bool
	offer   *offer

	players uint32
	timers  map[TimerKind]uint32 // generation of each armed timer
	gen     uint32

	recording  id.Recording
	recordings []journal.RecordingOf
	recorded   int // recordings whose file is complete

	startedAt  time.Time
	answeredAt time.Time
	endedAt    time.Time
	cause      leg.Cause
	endedBy    journal.Party
	visits     []journal.Visit
	segments   []journal.Segment
}

// offer is what the floor decided, while it rings.
type offer struct {
	id    id.Offer // none for a direct call
	group id.Group
	open  map[id.Agent]bool // agents whose answer is still to come
}

// party is one leg of the call.
type party struct {
	leg    id.Leg
	role   journal.Role
	agent  id.Agent
	device id.Device
	trunk  id.Trunk
	number string

	up        bool // answered
	answering bool // Answer was ordered
	ringing   bool
	early     bool // its audio may be heard before the answer
	hanging   bool // HangUp was ordered
	ended     bool
	held      bool // the far side holds us
	heldSince time.Time

	player  uint32
	playing string
	hears   []leg.Source

	afterAnswer []leg.Sound // what an unanswered caller hears once it is up

	startedAt, answeredAt, endedAt time.Time
	by                             leg.Side
	cause                          leg.Cause
	quality                        *leg.Quality
}

// New makes a call that works from the given plan for all its life.
func New(call id.Call, plan *route.Plan) *Call {
	return &Call{id: call, plan: plan, stage: stageNew, claims: map[id.Agent]bool{}, timers: map[TimerKind]uint32{}}
}

// Step takes one input and returns the effects, in the order in which they
// are to be carried out. The slice is the caller's until the next Step.
func (c *Call) Step(now time.Time, in Input) []Effect {
	c.now, c.out = now, c.out[:0]
	if c.stage == stageDone {
		return nil
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
	}
	c.rehear()
	c.finish()
	return c.out
}

func (c *Call) fact(f leg.Fact) {
	if in, ok := f.(leg.Incoming); ok {
		if c.stage == stageNew {
			c.incoming(in)
		}
		return
	}
	switch f := f.(type) {
	case leg.Incoming:
	case leg.Ringing:
		c.withParty(f.Leg, func(p *party) { c.rings(p, f) })
	case leg.Answered:
		c.withParty(f.Leg, func(p *party) { c.answered(p, f) })
	case leg.Ended:
		c.withParty(f.Leg, func(p *party) { c.legEnded(p, f) })
	case leg.Held:
		c.withParty(f.Leg, c.heldBy)
	case leg.Resumed:
		c.withParty(f.Leg, c.resumedBy)
	case leg.Digit:
		// Keys have a meaning only to an IVR and to feature codes.
	case leg.Played:
		c.withParty(f.Leg, func(p *party) { c.played(p, f) })
	case leg.Silent:
		c.withParty(f.Leg, c.silent)
	case leg.Measured:
		c.measured(f)
	case leg.Recorded:
		c.recordedFile(f)
	}
}

// withParty runs fn for a leg of this call that has not ended yet.
func (c *Call) withParty(l id.Leg, fn func(*party)) {
	if p := c.party(l); p != nil && !p.ended {
		fn(p)
	}
}

func (c *Call) party(l id.Leg) *party {
	n := int(id.LegNumber(l))
	if n < 1 || n > len(c.parties) || c.parties[n-1].leg != l {
		return nil
	}
	return c.parties[n-1]
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
	}
}

func (c *Call) fire(t Timer) {
	if c.timers[t.Kind] != t.Gen || t.Gen == 0 {
		return
	}
	delete(c.timers, t.Kind)
	switch t.Kind {
	case TimerRinging:
		c.answerCaller()
	case TimerOffer:
		c.ringTimeOver()
	case TimerAnnounce:
		c.announce()
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

func (c *Call) claim(a id.Agent) { c.claims[a] = true }

func (c *Call) release(a id.Agent) {
	if c.claims[a] {
		delete(c.claims, a)
		c.floor(acd.Release{Call: c.id, Agent: a})
	}
}

// newParty adds a leg, or gives nil when the call has too many.
func (c *Call) newParty(role journal.Role) *party {
	if len(c.parties) >= maxLegs {
		return nil
	}
	p := &party{leg: id.LegOf(c.id, uint16(len(c.parties)+1)), role: role, startedAt: c.now}
	c.parties = append(c.parties, p)
	return p
}

func (c *Call) started(p *party) {
	c.emit(journal.LegStarted{Leg: p.leg, Role: p.role, Agent: p.agent, Device: p.device, Trunk: p.trunk, Number: p.number})
}
