package journal

import (
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// Transfer is a way to transfer.
type Transfer string

// The ways.
const (
	TransferBlind    Transfer = "blind"
	TransferAttended Transfer = "attended"
	TransferAdd      Transfer = "add" // nobody is handed on: the one called takes part
)

// Transferred: a party hands its other side on, or has somebody take part.
// Failed says why it came back.
type Transferred struct {
	By     id.Leg   `json:"by"`
	Agent  id.Agent `json:"agent,omitzero"`
	How    Transfer `json:"how"`
	To     string   `json:"to,omitempty"` // digits
	Stage  string   `json:"stage"`        // "begun", "consulting", "swapped" (with the first side again), "done", "returned", "cancelled", "joined"
	Failed leg.Kind `json:"failed,omitempty"`
}

// Parked: the other side of an agent waits in a slot for whoever picks it up.
type Parked struct {
	Slot int      `json:"slot"`
	Leg  id.Leg   `json:"leg"` // who is parked
	By   id.Agent `json:"by,omitzero"`
}

// Unparked: a parked call left its slot.
type Unparked struct {
	Slot int      `json:"slot"`
	By   id.Agent `json:"by,omitzero"`
	Why  string   `json:"why"` // "picked-up", "rang-back", "gone"
}

// LegMuted: what a party says is not heard by the others, by command.
type LegMuted struct {
	Leg   id.Leg `json:"leg"`
	Muted bool   `json:"muted"`
}

// LegLeft: a leg went on to another call.
type LegLeft struct {
	Leg id.Leg  `json:"leg"`
	To  id.Call `json:"to"`
	Why string  `json:"why"` // "pick-up", "slot", "room", "supervise", "replace", "home"
}

// LegJoined: a leg came from another call.
type LegJoined struct {
	Leg    id.Leg    `json:"leg"`
	From   id.Call   `json:"from"`
	Why    string    `json:"why"`
	Role   Role      `json:"role"`
	Agent  id.Agent  `json:"agent,omitzero"`
	Device id.Device `json:"device,omitzero"`
	Number string    `json:"number,omitempty"`
}

// SupervisorJoined: somebody listens to an agent from now on (C-OPS-3).
type SupervisorJoined struct {
	Leg        id.Leg   `json:"leg"`
	Supervisor id.Agent `json:"supervisor"`
	Agent      id.Agent `json:"agent"`
	Mode       string   `json:"mode"` // "monitor", "whisper", "barge"
}

// SupervisorMode: a supervisor is heard by others than before.
type SupervisorMode struct {
	Leg  id.Leg `json:"leg"`
	Mode string `json:"mode"`
}

// SupervisorLeft: nobody listens on that leg any more.
type SupervisorLeft struct {
	Leg        id.Leg   `json:"leg"`
	Supervisor id.Agent `json:"supervisor"`
	Agent      id.Agent `json:"agent"`
}

// RoomEntered: a leg takes part in a conference room.
type RoomEntered struct {
	Room int    `json:"room"`
	Leg  id.Leg `json:"leg"`
}

// RecordingPaused: a recording takes silence instead of the conversation.
type RecordingPaused struct {
	Recording id.Recording `json:"recording"`
	Paused    bool         `json:"paused"`
	By        id.Agent     `json:"by,omitzero"`
}

// VoicemailLeft: a caller has left a message, or hung up before one (Discard).
type VoicemailLeft struct {
	Recording id.Recording  `json:"recording"`
	Audio     id.Audio      `json:"audio"`
	Number    id.Number     `json:"number,omitzero"`
	From      leg.Identity  `json:"from"`
	At        time.Time     `json:"at"`
	Length    time.Duration `json:"length"`
	Discard   bool          `json:"discard,omitempty"` // too short to be kept
}

// AudioRecorded: an agent has recorded an audio file from its phone.
type AudioRecorded struct {
	Recording id.Recording  `json:"recording"`
	Agent     id.Agent      `json:"agent"`
	Length    time.Duration `json:"length"`
	Discard   bool          `json:"discard,omitempty"`
}

// Callback: a caller is called back instead of waiting.
type Callback struct {
	Group  id.Group      `json:"group"`
	Stage  CallbackStage `json:"stage"`
	Failed leg.Kind      `json:"failed,omitempty"` // why the caller was not reached
	Since  time.Time     `json:"since,omitzero"`   // of the place: since when the caller waits; of asked and resumed
	Tries  int           `json:"tries,omitempty"`  // how often it was dialed in vain
	Again  time.Time     `json:"again,omitzero"`   // when it is tried again
	Of     id.Call       `json:"of,omitzero"`      // of resumed: the call in which it was promised …
	Asked  time.Time     `json:"asked,omitzero"`   // … and when
}

// CallbackStage is how far a callback is.
type CallbackStage string

// The stages. After one of the last four nothing is promised any more.
const (
	CallbackAsked      CallbackStage = "asked"       // the caller may hang up; its place is kept
	CallbackResumed    CallbackStage = "resumed"     // a promise of before a restart is kept in this call
	CallbackDialed     CallbackStage = "dialed"      // an agent is there for it, and it is called
	CallbackUnanswered CallbackStage = "unanswered"  // it was not reached, and is tried again
	CallbackReached    CallbackStage = "reached"     // it talks
	CallbackStillThere CallbackStage = "still-there" // its turn came before it had hung up
	CallbackFailed     CallbackStage = "failed"      // it is not called (any more)
	CallbackExpired    CallbackStage = "expired"     // its turn did not come in time
)

// Limit is how long outside parties may be connected.
type Limit string

// The limits.
const (
	LimitOutside Limit = "outside-time" // outside parties without anybody of the site
	LimitCall    Limit = "call-time"    // one outside party
)

// LimitStage is whether a limit is near, or reached.
type LimitStage string

// The stages.
const (
	LimitAnnounced LimitStage = "announced" // those who talk were told
	LimitEnded     LimitStage = "ended"
)

// TimeLimit: a conversation has lasted for as long as it may.
type TimeLimit struct {
	Limit Limit      `json:"limit"`
	Stage LimitStage `json:"stage"`
	Leg   id.Leg     `json:"leg,omitzero"` // the one party whom it ends; none: everybody
}

// Emergency: somebody calls 110, 118 or 119 (C-CODE-12).
type Emergency struct {
	Number string    `json:"number"`
	Agent  id.Agent  `json:"agent,omitzero"`
	Device id.Device `json:"device,omitzero"`
}

// SeatChanged: an agent logged in to or out of a hot-desk phone, or was refused.
type SeatChanged struct {
	Device  id.Device `json:"device"`
	Agent   id.Agent  `json:"agent,omitzero"` // who is meant
	In      bool      `json:"in"`
	Refused string    `json:"refused,omitempty"` // "wrong-pin", "locked", "unknown", "unavailable"
}

// Commanded: a person gave the call a command from a screen.
type Commanded struct {
	By   id.Agent `json:"by,omitzero"`
	What string   `json:"what"`
}

// Kind names the body in storage.
func (Transferred) Kind() string { return "transferred" }

func (Transferred) body() {}

// Kind names the body in storage.
func (Parked) Kind() string { return "parked" }

func (Parked) body() {}

// Kind names the body in storage.
func (Unparked) Kind() string { return "unparked" }

func (Unparked) body() {}

// Kind names the body in storage.
func (LegMuted) Kind() string { return "muted" }

func (LegMuted) body() {}

// Kind names the body in storage.
func (LegLeft) Kind() string { return "legLeft" }

func (LegLeft) body() {}

// Kind names the body in storage.
func (LegJoined) Kind() string { return "legJoined" }

func (LegJoined) body() {}

// Kind names the body in storage.
func (SupervisorJoined) Kind() string { return "supervisorJoined" }

func (SupervisorJoined) body() {}

// Kind names the body in storage.
func (SupervisorMode) Kind() string { return "supervisorMode" }

func (SupervisorMode) body() {}

// Kind names the body in storage.
func (SupervisorLeft) Kind() string { return "supervisorLeft" }

func (SupervisorLeft) body() {}

// Kind names the body in storage.
func (RoomEntered) Kind() string { return "roomEntered" }

func (RoomEntered) body() {}

// Kind names the body in storage.
func (RecordingPaused) Kind() string { return "recordingPaused" }

func (RecordingPaused) body() {}

// Kind names the body in storage.
func (VoicemailLeft) Kind() string { return "voicemailLeft" }

func (VoicemailLeft) body() {}

// Kind names the body in storage.
func (AudioRecorded) Kind() string { return "audioRecorded" }

func (AudioRecorded) body() {}

// Kind names the body in storage.
func (Callback) Kind() string { return "callback" }

func (Callback) body() {}

// Kind names the body in storage.
func (TimeLimit) Kind() string { return "timeLimit" }

func (TimeLimit) body() {}

// Kind names the body in storage.
func (Emergency) Kind() string { return "emergency" }

func (Emergency) body() {}

// Kind names the body in storage.
func (SeatChanged) Kind() string { return "seatChanged" }

func (SeatChanged) body() {}

// Kind names the body in storage.
func (Commanded) Kind() string { return "commanded" }

func (Commanded) body() {}
