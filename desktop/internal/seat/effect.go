package seat

import (
	"time"

	"github.com/yobirin/yobirin/shared/live"
)

// Effect is what an edge shall do. Effects are carried out in order and never
// wait; what comes of them comes back as an input. Sealed.
//
//sumtype:decl
type Effect interface{ effect() }

// To everybody.
type (
	// Reply answers a command; nil Trouble: it is done or under way.
	Reply struct {
		Ref     uint64
		Trouble *Trouble
	}
	// Arm starts a timer; one of the same name before it is forgotten.
	Arm struct {
		Timer string
		Gen   uint64
		After time.Duration
	}
	// Disarm stops it.
	Disarm struct{ Timer string }
	// Save keeps what Loaded brings at the next start.
	Save struct{ Loaded }
)

// To the phone.
type (
	// Register switches the phone on with this account, or changes to it.
	Register struct {
		Account live.Softphone
		Media   Media // MediaICE: always; "": by itself
	}
	// Unregister switches it off; calls go on.
	Unregister struct{}
	// Refresh refreshes the registration (RFC 3261 section 10.2.4): the server
	// was away, and one that was started anew may not know of it.
	Refresh struct{}
	// DialLine calls digits. CallerID is a number of the site to present; "":
	// the server decides.
	DialLine struct {
		Line     Line
		Digits   string
		CallerID string // digits of the number
	}
	// AcceptLine answers an offered call.
	AcceptLine struct{ Line Line }
	// RefuseLine refuses it with a SIP status (486 busy, 603 declined).
	RefuseLine struct {
		Line   Line
		Status int
	}
	// HangUpLine ends a line in whatever state it is.
	HangUpLine struct{ Line Line }
	// HoldLine holds or resumes by re-INVITE.
	HoldLine struct {
		Line Line
		On   bool
	}
	// MuteLine silences our microphone towards it.
	MuteLine struct {
		Line Line
		On   bool
	}
	// PressLine sends keys.
	PressLine struct {
		Line   Line
		Digits string
	}
)

// To the sound devices.
type (
	// Use chooses devices and loudness, and what is done to the microphone:
	// whether the loudspeaker's echo is taken out, and noise made quieter.
	Use struct {
		Microphone, Speaker, Ringer      string
		RingVolume, SpeakerGain, MicGain float64
		Echo, Noise                      bool
	}
	// Ring rings until Ring{} with RingNone.
	Ring struct{ How RingHow }
	// Measure reports levels to the screen while On, also without a call.
	Measure struct{ On bool }
)

// RingHow is how the app rings.
type RingHow string

// The ways.
const (
	RingNone     RingHow = ""
	RingExternal RingHow = "external"
	RingInternal RingHow = "internal"
	RingWaiting  RingHow = "waiting" // a soft knock in the ear, while one talks
	RingTry      RingHow = "try"     // two seconds, to hear where it rings
)

// To the link.
type (
	// Post orders a call's command: POST /calls/{call}/{name}; Posted follows.
	Post struct {
		Ref  uint64
		Call string
		Name string // "transfer", "consult" …
		To   string
		On   *bool
		Slot int
	}
	// SetStatus sets the agent's status for all groups; Posted follows.
	SetStatus struct {
		Ref    uint64
		Status string // Available, or an id of the site's statuses
	}
	// ReportQuality tells the server how a call was at this end (C-PHONE-7).
	ReportQuality struct {
		Leg     string
		Quality Quality
		Media   Media
		Codec   string
	}
	// ReportHealth tells the server that this phone cannot take calls, and why
	// ("no_microphone"), or that it can ("") (C-STAT-8).
	ReportHealth struct{ Cause string }
	// Recheck finds out whether the live socket still leads to the server, makes
	// another if not, and sends nothing more over connections from before.
	Recheck struct{}
	// Connect uses another server.
	Connect struct{ URL string }
	// Renew asks for the softphone's account anew, as the one before is no more;
	// SignedIn follows.
	Renew struct{}
	// EndSession logs out at the server and forgets the token.
	EndSession struct{}
)

// To the shell.
type (
	// Show is everything that the shell shows of the seat, told whenever it
	// changes: the tray, the popup and the notifications follow from it.
	Show struct {
		Tray  Tray
		Cards []Card // the ringing calls, oldest first; none: the popup goes
	}
	// Notify shows a notification of the system; Withdraw takes it away.
	Notify struct {
		Card
		Missed bool // a call that nobody took, without buttons
	}
	Withdraw struct{ Line Line }
	// OpenURL opens a page in the system's browser, or as a tab of the app.
	OpenURL struct {
		URL string
		Tab bool
	}
	// Front brings the main window to the front.
	Front struct{}
	// Hotkeys sets the global hot keys; "" is none.
	Hotkeys struct{ Answer, HangUp string }
	// Autostart starts the app with the computer, or not.
	Autostart struct{ On bool }
	// Exit ends the process.
	Exit struct{}
)

// Tray is what the tray icon shows.
type Tray struct {
	Language string
	LoggedIn bool
	Phone    PhoneState
	// Status is the agent's own: "available", "ringing", "talking", "holding",
	// "paused", "offline", "error".
	Status  string
	Pause   string // the status' name, of "paused"; "" has none
	Calls   int
	Unread  int      // chat messages
	Choices []Choice // what may be chosen for all groups; none: nothing now
	Chosen  string   // of Choices; "": another in each group, or none of them
}

// Choice is a status that one may choose: Available, or one of the site's.
type Choice struct{ ID, Name string }

// Available is the choice of waiting for calls; its name is the language's.
const Available = "available"

// Card is a ringing call as the popup and a notification show it.
type Card struct {
	Line       Line
	Language   string
	Internal   bool
	Party      Person
	Called     Person
	GroupName  string
	GroupColor string
	Back       Back  // without How: it is no call that came back
	WaitedFrom int64 // this computer's clock; 0: unknown
	Popup      bool  // the popup window is wanted (Settings.Popup)
	Notice     bool  // a notification is wanted (NotifyExternal, NotifyInternal)
}

func (Reply) effect()         {}
func (Arm) effect()           {}
func (Disarm) effect()        {}
func (Save) effect()          {}
func (Register) effect()      {}
func (Unregister) effect()    {}
func (Refresh) effect()       {}
func (DialLine) effect()      {}
func (AcceptLine) effect()    {}
func (RefuseLine) effect()    {}
func (HangUpLine) effect()    {}
func (HoldLine) effect()      {}
func (MuteLine) effect()      {}
func (PressLine) effect()     {}
func (Use) effect()           {}
func (Ring) effect()          {}
func (Measure) effect()       {}
func (Post) effect()          {}
func (SetStatus) effect()     {}
func (ReportQuality) effect() {}
func (ReportHealth) effect()  {}
func (Recheck) effect()       {}
func (Connect) effect()       {}
func (Renew) effect()         {}
func (EndSession) effect()    {}
func (Show) effect()          {}
func (Notify) effect()        {}
func (Withdraw) effect()      {}
func (OpenURL) effect()       {}
func (Front) effect()         {}
func (Hotkeys) effect()       {}
func (Autostart) effect()     {}
func (Exit) effect()          {}
