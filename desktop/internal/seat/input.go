package seat

import (
	"time"

	"github.com/yobirin/yobirin/shared/live"
)

// Line is one SIP dialog of this app's phone. The seat names those it dials,
// the phone those that come in; names are never used twice in a run.
type Line string

// Input is what Step takes. Sealed: the types of this file are all there are.
//
//sumtype:decl
type Input interface{ input() }

// Commanded is a command of the person. Ref, when not 0, is answered by
// exactly one Reply.
type Commanded struct {
	Ref uint64
	Command
}

// Fired: a timer that was armed by Arm has run out.
type Fired struct {
	Timer string
	Gen   uint64
}

// The phone's facts.
type (
	// Registration is how the registration stands.
	Registration struct {
		State     PhoneState
		Transport string
		Trouble   *Trouble
	}
	// LineOffered: a call rings here. It has been answered 180 already.
	LineOffered struct {
		Line     Line
		Leg      string // X-Yobirin-Leg of the INVITE; "" from a stranger
		From     Person
		Called   Person // P-Called-Party-ID
		Internal bool   // Alert-Info
		Auto     bool   // the person has just ordered it: answer by itself
	}
	// LineProgress: our call is heard of. Ringback or the network's own sound
	// is played by the phone.
	LineProgress struct {
		Line  Line
		Leg   string
		Early bool // the far side's audio is heard already
	}
	// LineUp: the call is answered and has audio.
	LineUp struct {
		Line  Line
		Leg   string
		Media Media
		Codec string
	}
	// LineHeld: what our Hold came to. Failed: it is as it was before.
	LineHeld struct {
		Line   Line
		Held   bool
		Failed bool
	}
	// LineFarHeld: the far side holds us, or does not any more.
	LineFarHeld struct {
		Line Line
		Held bool
	}
	// LineMedia: the way of the audio has changed, after a change of network or
	// because plain RTP did not pass.
	LineMedia struct {
		Line  Line
		Media Media
		Codec string
	}
	// LineQuality comes every two seconds of a call with audio.
	LineQuality struct {
		Line    Line
		Quality Quality
	}
	// LineSilent: nothing has been heard for three seconds although the call is
	// up and not held; or it is heard again.
	LineSilent struct {
		Line   Line
		Silent bool
	}
	// LineEnded is the last fact of a line.
	LineEnded struct {
		Line   Line
		By     EndedBy
		Status int    // SIP status of a refused or failed call; 0
		Text   string // for IT
		Why    string // the server's stable key of why it refused our call, "restricted"; ""
		Last   Quality
	}
	// NetworkChanged: this computer's network is another one than before, or it
	// has slept: connections from before may lead nowhere, and nobody says so.
	NetworkChanged struct{}
)

// EndedBy is who ended a line.
type EndedBy string

// The ends.
const (
	EndedByUs      EndedBy = "us"
	EndedByThem    EndedBy = "them"
	EndedElsewhere EndedBy = "elsewhere" // another phone answered (Reason: SIP;cause=200)
	EndedMissed    EndedBy = "missed"    // the caller gave up before we answered
	EndedFailed    EndedBy = "failed"
)

// The sound devices' facts.
type (
	// SoundDevices: what there is, told at the start and when it changes.
	SoundDevices struct {
		Microphones, Speakers []SoundDevice
	}
	// SoundTrouble: a device does not work; nil: all is well again.
	SoundTrouble struct{ Trouble *Trouble }
)

// The link's facts.
type (
	// Linked is the connection to the server: the live socket and REST.
	Linked struct {
		URL     string
		Managed bool
		Phase   Phase
		Trouble *Trouble
		Ahead   time.Duration // by which the server's clock is ahead
	}
	// SignedIn: somebody is logged in, now or since the last run, or the
	// agent's own settings have changed.
	SignedIn struct {
		Profile   live.Profile
		Softphone live.Softphone
		NoPhone   *Trouble // why the server gives no softphone; Softphone is empty then
	}
	// SignedOut: nobody is logged in any more. Trouble says why when it was
	// not the person (session_revoked, session_expired).
	SignedOut struct{ Trouble *Trouble }
	// Mine are the calls of this agent as the server sees them.
	Mine struct{ Calls []live.MyCall }
	// Own is how the agent himself stands, for the tray.
	Own struct{ Row live.AgentRow }
	// Statuses are the site's, in its order.
	Statuses struct{ All []live.StatusRow }
	// Warned: something that the person should know (keychain_unavailable …).
	Warned struct{ Trouble Trouble }
	// Directory are names of colleagues by extension, for calls between them.
	Directory struct{ Names map[string]Person }
	// Posted is the answer to Post.
	Posted struct {
		Ref     uint64
		Trouble *Trouble
		Call    string // id of a call that was begun, where one was
	}
	// Updates: a newer version is there; nil: none.
	Updates struct{ Update *Update }
)

// The shell's facts.
type (
	// Loaded are this computer's settings at the start.
	Loaded struct {
		Settings   Settings
		Microphone string
		Speaker    string
		Ringer     string
		CallerID   string
		LastDialed string
		Language   string
		PhoneOn    bool
		Agent      string // id of the agent whose CallerID and LastDialed these are
	}
	// Opened is what another start of the app, a tel: or callto: link has
	// brought: a number to call, or nothing but the wish to be seen.
	Opened struct{ Target string }
	// Pressed is a global hot key. Answer and HangUp come as this, not as
	// commands, because what they mean depends on the calls.
	HotkeyPressed struct{ Name string } // "answer", "hangup"
	// HotkeyTroubles: the hot keys that another program has, or that make no sense.
	HotkeyTroubles struct{ Troubles []Trouble }
)

func (Commanded) input()      {}
func (Fired) input()          {}
func (Registration) input()   {}
func (LineOffered) input()    {}
func (LineProgress) input()   {}
func (LineUp) input()         {}
func (LineHeld) input()       {}
func (LineFarHeld) input()    {}
func (LineMedia) input()      {}
func (LineQuality) input()    {}
func (LineSilent) input()     {}
func (LineEnded) input()      {}
func (NetworkChanged) input() {}
func (SoundDevices) input()   {}
func (SoundTrouble) input()   {}
func (Linked) input()         {}
func (SignedIn) input()       {}
func (SignedOut) input()      {}
func (Mine) input()           {}
func (Directory) input()      {}
func (Own) input()            {}
func (Statuses) input()       {}
func (Warned) input()         {}
func (Posted) input()         {}
func (Updates) input()        {}
func (Loaded) input()         {}
func (Opened) input()         {}
func (HotkeyPressed) input()  {}
func (HotkeyTroubles) input() {}
