package leg

import (
	"time"

	"github.com/yobirin/yobirin/shared/id"
)

// Order is a wish of the brain that the wires carry out. Sealed: the types
// below are all there are.
//
//sumtype:decl
type Order interface{ order() }

// Dial starts an outbound leg. Exactly one of Device and Trunk is set. A
// device's contacts ring in parallel as one leg. The wires answer with
// Ringing, Answered or Ended.
type Dial struct {
	Leg     id.Leg    `json:"leg"`
	Device  id.Device `json:"device,omitzero"`
	Trunk   id.Trunk  `json:"trunk,omitzero"`
	Number  string    `json:"number,omitempty"` // digits to dial through the trunk
	From    Identity  `json:"from"`             // caller to present
	Called  Identity  `json:"called,omitzero"`  // number and display string the caller dialed, shown on the phone
	Privacy Privacy   `json:"privacy,omitempty"`
	Alert   Alert     `json:"alert,omitempty"`
	Like    id.Leg    `json:"like,omitzero"` // leg whose codec is offered first, so that the two can be relayed
	// Answer asks the phone to go off-hook by itself: its owner has just
	// ordered this call (Alert-Info and Call-Info, answer-after=0).
	Answer bool `json:"answer,omitempty"`
	// Diverted is the site's number that the call came to before it is sent on
	// outside, told as Diversion (RFC 5806) and History-Info (RFC 7044) where
	// the trunk's profile says so.
	Diverted string `json:"diverted,omitempty"`
}

// Ring tells an inbound leg that the far end rings (180).
type Ring struct {
	Leg id.Leg `json:"leg"`
	// Early opens the media path before the answer (183 with SDP): the leg
	// then hears what Hear or Play say. The clock of charging does not start.
	Early bool `json:"early,omitempty"`
}

// Answer accepts an inbound leg (200). The wires report Answered when the
// caller has acknowledged or sent audio.
type Answer struct {
	Leg id.Leg `json:"leg"`
}

// HangUp ends a leg in whatever state it is: refuses an unanswered inbound
// leg with the status of its cause, cancels a ringing outbound one, ends an
// answered one. The wires report Ended once, whoever was first.
type HangUp struct {
	Leg   id.Leg `json:"leg"`
	Cause Cause  `json:"cause"`
}

// Hear says all that a leg hears from now on, besides its player: the audio
// of the legs named, mixed. None is silence. It replaces the Hear before it.
type Hear struct {
	Leg  id.Leg   `json:"leg"`
	From []Source `json:"from"`
}

// Source is one leg in what another hears.
type Source struct {
	Leg  id.Leg `json:"leg"`
	Gain int    `json:"gain,omitempty"` // decibels, 0 unchanged
}

// Play starts a player towards a leg. While it plays, the leg hears the
// player instead of what Hear says (or, with Over, both). A new Play replaces
// the one before it. The wires report Played at its end, with its number.
type Play struct {
	Leg    id.Leg  `json:"leg"`
	Player uint32  `json:"player"` // number given by the brain, repeated in Played
	Sounds []Sound `json:"sounds"` // one after the other
	Loop   bool    `json:"loop,omitempty"`
	Over   bool    `json:"over,omitempty"`
}

// StopPlay stops the leg's player, if it has this number. No Played follows.
type StopPlay struct {
	Leg    id.Leg `json:"leg"`
	Player uint32 `json:"player"`
}

// Record starts or changes a recording: lane 0 (left) takes what comes from
// Left, lane 1 (right) what comes from Right. The same recording ordered
// again with other legs goes on in the same file. A zero leg records silence.
type Record struct {
	Recording id.Recording `json:"recording"`
	Call      id.Call      `json:"call"`
	Left      id.Leg       `json:"left,omitzero"`
	Right     id.Leg       `json:"right,omitzero"`
	More      []id.Leg     `json:"more,omitempty"` // mixed into the right lane
}

// StopRecord ends a recording. The wires report Recorded.
type StopRecord struct {
	Recording id.Recording `json:"recording"`
	Call      id.Call      `json:"call"`
}

// SendDigits sends DTMF digits (RFC 4733, or in-band where that was not agreed).
type SendDigits struct {
	Leg    id.Leg        `json:"leg"`
	Digits string        `json:"digits"` // 0-9 * # A-D
	Each   time.Duration `json:"each,omitempty"`
}

// PauseRecord stops or continues taking audio into a recording. While it is
// paused, silence of equal length is written, so that the file keeps its time.
type PauseRecord struct {
	Recording id.Recording `json:"recording"`
	Call      id.Call      `json:"call"`
	Paused    bool         `json:"paused"`
}

// Catch says what becomes of the keys a leg presses. Caught, they are only
// reported as Digit and reach no other leg: the brain passes on (SendDigits)
// those that are no feature code. Not caught, which is how a leg begins, they
// are reported and travel on as they come.
type Catch struct {
	Leg    id.Leg `json:"leg"`
	Caught bool   `json:"caught"`
}

// Join says that a leg belongs to another call from now on: its port moves to
// where that call's other legs are, so that they can hear each other. What it
// hears and plays goes on until ordered otherwise. Facts about the leg are
// still about the leg; the exchange knows whose they are.
type Join struct {
	Leg  id.Leg  `json:"leg"`
	Call id.Call `json:"call"`
}

// Nudge asks a ringing phone to answer by itself (NOTIFY with Event: talk).
type Nudge struct {
	Leg id.Leg `json:"leg"`
}

// TellReferrer tells the phone that asked for a transfer (Referred) how it
// goes, as a SIP status: 100 tried, 180 rings, 200 done, 4xx and above failed
// (NOTIFY of RFC 3515). A final status ends the telling.
type TellReferrer struct {
	Leg    id.Leg `json:"leg"`
	Status int    `json:"status"`
}

func (Dial) order()         {}
func (Ring) order()         {}
func (Answer) order()       {}
func (HangUp) order()       {}
func (Hear) order()         {}
func (Play) order()         {}
func (StopPlay) order()     {}
func (Record) order()       {}
func (StopRecord) order()   {}
func (SendDigits) order()   {}
func (PauseRecord) order()  {}
func (Catch) order()        {}
func (Join) order()         {}
func (Nudge) order()        {}
func (TellReferrer) order() {}

// CallOf gives the call an order belongs to.
func CallOf(o Order) id.Call {
	switch o := o.(type) {
	case Dial:
		return id.CallOf(o.Leg)
	case Ring:
		return id.CallOf(o.Leg)
	case Answer:
		return id.CallOf(o.Leg)
	case HangUp:
		return id.CallOf(o.Leg)
	case Hear:
		return id.CallOf(o.Leg)
	case Play:
		return id.CallOf(o.Leg)
	case StopPlay:
		return id.CallOf(o.Leg)
	case Record:
		return o.Call
	case StopRecord:
		return o.Call
	case SendDigits:
		return id.CallOf(o.Leg)
	case PauseRecord:
		return o.Call
	case Catch:
		return id.CallOf(o.Leg)
	case Join:
		return id.CallOf(o.Leg)
	case Nudge:
		return id.CallOf(o.Leg)
	case TellReferrer:
		return id.CallOf(o.Leg)
	default:
		return id.Call{}
	}
}
