package call

import (
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// CallMessage is what one call tells another. Sealed: the types below are all
// there are.
//
//sumtype:decl
type CallMessage interface{ callMessage() }

// Why says what a leg goes to another call for.
type Why string

// The reasons.
const (
	WhySlot      Why = "slot"      // to talk to who is parked there
	WhyPickUp    Why = "pick-up"   // to answer for a group
	WhyRoom      Why = "room"      // to take part in a conference
	WhyReplace   Why = "replace"   // to take the place of another leg
	WhySupervise Why = "supervise" // to listen to an agent
	WhyHome      Why = "home"      // a supervisor's leg goes back to its own call
)

// Adopt gives a leg to another call. The answer is Adopted or Returned.
type Adopt struct {
	Guest    Guest    `json:"guest"`
	Why      Why      `json:"why"`
	Replaces id.Leg   `json:"replaces,omitzero"` // of WhyReplace
	Watches  id.Agent `json:"watches,omitzero"`  // of WhySupervise
	Mode     Mode     `json:"mode,omitempty"`    // of WhySupervise
	Room     int      `json:"room,omitempty"`
	Group    id.Group `json:"group,omitzero"` // whose caller it is, of WhyReplace
}

// Adopted: the leg is the sender's now.
type Adopted struct {
	Leg id.Leg `json:"leg"`
}

// Returned: the sender does not take the leg, or has no more use for it.
type Returned struct {
	Guest   Guest    `json:"guest"`
	Refused leg.Kind `json:"refused,omitempty"` // why it was not taken
	Mode    Mode     `json:"mode,omitempty"`    // what a supervisor did last
}

// Recall asks for a supervisor's leg back.
type Recall struct {
	Leg id.Leg `json:"leg"`
}

// ModeOf changes what a supervisor's leg does where it is.
type ModeOf struct {
	Leg  id.Leg `json:"leg"`
	Mode Mode   `json:"mode"`
}

// Yield asks a call to give away whom one of its legs talks to: that one takes
// the place of Into in the asker's call. The phone of both legs has asked for
// it (REFER with Replaces).
type Yield struct {
	Leg  id.Leg `json:"leg"`
	Into id.Leg `json:"into"`
}

// Forward is a fact about a leg that its call heard of too late.
type Forward struct {
	Fact leg.Fact `json:"fact"`
}

func (Adopt) callMessage()    {}
func (Adopted) callMessage()  {}
func (Returned) callMessage() {}
func (Recall) callMessage()   {}
func (ModeOf) callMessage()   {}
func (Yield) callMessage()    {}
func (Forward) callMessage()  {}
