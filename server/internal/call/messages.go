package call

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// Input is what a call is told. Sealed: the types below are all there are.
//
//sumtype:decl
type Input interface{ input() }

// Fact: something happened on the wires. The first one is leg.Incoming.
type Fact struct {
	Fact leg.Fact `json:"fact"`
}

// FloorSays is a message from the floor.
type FloorSays struct {
	Message acd.Message `json:"message"`
}

// Fire: an armed timer has come due. One that was disarmed or armed again in
// the meantime has another generation and is ignored.
type Fire struct {
	Timer Timer `json:"timer"`
}

// Stop is the command to end the call, whoever is in it.
type Stop struct {
	Cause leg.Kind `json:"cause"`
}

// Originate starts a call on behalf of an agent: its own phone rings first,
// and when it answers, what is dialed rings (C-CALL-1). It is a call's first
// input.
type Originate struct {
	Agent  id.Agent  `json:"agent"`
	Device id.Device `json:"device,omitzero"` // none: every phone of the agent
	Dialed string    `json:"dialed"`
	Shown  id.Number `json:"shown,omitzero"` // caller ID chosen; none: the agent's usual one
}

// Do is a person's command to a call in progress. The call answers with one
// Reply that repeats Ref.
type Do struct {
	Ref     uint64   `json:"ref"`
	By      id.Agent `json:"by"`          // who gives it
	Of      id.Agent `json:"of,omitzero"` // whose leg it is about; none: the giver's own
	Command Command  `json:"command"`
}

// FromCall is a message from another call.
type FromCall struct {
	From    id.Call     `json:"from"`
	Message CallMessage `json:"message"`
}

// Undelivered: a message to another call found none; it comes back.
type Undelivered struct {
	Message CallMessage `json:"message"`
}

// Checked answers Check.
type Checked struct {
	Refused string `json:"refused,omitempty"` // "wrong-pin", "locked", "unknown", "unavailable"; "": granted
}

func (Originate) input()   {}
func (Do) input()          {}
func (FromCall) input()    {}
func (Undelivered) input() {}
func (Checked) input()     {}
func (Fact) input()        {}
func (FloorSays) input()   {}
func (Fire) input()        {}
func (Stop) input()        {}

// Effect is what a call wants done. Sealed: the types below are all there are.
//
//sumtype:decl
type Effect interface{ effect() }

// Order goes to the wires.
type Order struct {
	Order leg.Order `json:"order"`
}

// ToFloor goes to the floor's mailbox.
type ToFloor struct {
	Input acd.Input `json:"input"`
}

// Arm starts a timer.
type Arm struct {
	Timer Timer     `json:"timer"`
	At    time.Time `json:"at"`
}

// Disarm stops a timer.
type Disarm struct {
	Timer Timer `json:"timer"`
}

// Emit writes an event to the call's stream.
type Emit struct {
	Body journal.Body `json:"body"`
}

// Reply answers Do.
type Reply struct {
	Ref     uint64 `json:"ref"`
	Refused string `json:"refused,omitempty"` // stable key of why not; "": done, or begun
}

// Tell sends a message to another call: the one named, or the one that a leg
// is in at present.
type Tell struct {
	Call    id.Call     `json:"call,omitzero"`
	Leg     id.Leg      `json:"leg,omitzero"`
	Message CallMessage `json:"message"`
}

// Check asks whether an agent may sit down at, or get up from, a hot-desk
// phone, and has it done when so. Checked answers. PIN is a secret.
type Check struct {
	Device id.Device `json:"device"`
	Agent  id.Agent  `json:"agent,omitzero"` // none: whoever sits there leaves
	PIN    string    `json:"-"`
}

// Done is the last effect: nothing will ever come of this call again.
type Done struct{}

func (Order) effect()   {}
func (ToFloor) effect() {}
func (Arm) effect()     {}
func (Disarm) effect()  {}
func (Emit) effect()    {}
func (Done) effect()    {}
func (Reply) effect()   {}
func (Tell) effect()    {}
func (Check) effect()   {}

// Timer names one timer of a call.
type Timer struct {
	Kind TimerKind `json:"kind"`
	Gen  uint32    `json:"gen"`
}

// TimerKind is what a timer is for.
type TimerKind string

// The kinds of timers. A call has at most one armed of each.
const (
	TimerRinging  TimerKind = "ringing"  // end of the group's ringing period
	TimerOffer    TimerKind = "offer"    // end of the ring time of what rings
	TimerAnnounce TimerKind = "announce" // next periodic announcement
	TimerStanding TimerKind = "standing" // next word about the place in the queue
	TimerKey      TimerKind = "key"      // no key came: menu, PIN
	TimerCode     TimerKind = "code"     // a feature code was begun and not finished
	TimerPark     TimerKind = "park"     // parked for too long
	TimerMessage  TimerKind = "message"  // longest message or recording
	TimerAgain    TimerKind = "again"    // who was not reached is called back again
	TimerExpiry   TimerKind = "expiry"   // a promised callback's place is kept no longer
	TimerLength   TimerKind = "length"   // a conversation has lasted for as long as it may, or nearly so
	TimerHand     TimerKind = "hand"     // another call has not said whether it takes a leg
	TimerTone     TimerKind = "tone"     // end of the tone that tells a caller why
	TimerLinger   TimerKind = "linger"   // last figures of an ended call have not come
)
