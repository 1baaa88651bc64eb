package call

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
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

func (Fact) input()      {}
func (FloorSays) input() {}
func (Fire) input()      {}
func (Stop) input()      {}

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

// Done is the last effect: nothing will ever come of this call again.
type Done struct{}

func (Order) effect()   {}
func (ToFloor) effect() {}
func (Arm) effect()     {}
func (Disarm) effect()  {}
func (Emit) effect()    {}
func (Done) effect()    {}

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
	TimerOffer    TimerKind = "offer"    // end of the ring time of an offer or a direct call
	TimerAnnounce TimerKind = "announce" // next periodic announcement
	TimerTone     TimerKind = "tone"     // end of the tone that tells a caller why
	TimerLinger   TimerKind = "linger"   // last figures of an ended call have not come
)
