package seat

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/yobirin/yobirin/shared/fault"
)

// Command is a wish of the person, from the screen, the tray, the popup, a
// notification or a hot key. Sealed: the types below are all there are. As
// JSON it has the field "type" with the name in commands besides its own.
//
//sumtype:decl
type Command interface{ command() }

type (
	// PhoneOn switches the softphone on or off (C-PHONE-1).
	PhoneOn struct {
		On bool `json:"on"`
	}
	// Dial calls somebody. To is anything people paste: it is cleaned.
	Dial struct {
		To       string `json:"to"`
		CallerID string `json:"callerId,omitempty"` // a number's id; "": the chosen one
	}
	// Redial dials LastDialed.
	Redial struct{}
	// ChooseCallerID is remembered; "" is the agent's default.
	ChooseCallerID struct {
		ID string `json:"id"`
	}
	// Answer takes an offered call, the oldest when Line is empty. Another that
	// is being talked with is held first.
	Answer struct {
		Line Line `json:"line,omitempty"`
	}
	// Reject refuses an offered call, the oldest when Line is empty.
	Reject struct {
		Line Line `json:"line,omitempty"`
	}
	// HangUp ends our part, of the call being talked with when Line is empty.
	HangUp struct {
		Line Line `json:"line,omitempty"`
	}
	// Hold keeps the far side with music; On false resumes it, and holds
	// whichever other call is being talked with.
	Hold struct {
		Line Line `json:"line"`
		On   bool `json:"on"`
	}
	// Mute keeps our microphone from the far side.
	Mute struct {
		Line Line `json:"line"`
		On   bool `json:"on"`
	}
	// Press sends keys (RFC 4733).
	Press struct {
		Line   Line   `json:"line"`
		Digits string `json:"digits"`
	}
	// Transfer hands the far side on at once.
	Transfer struct {
		Line Line   `json:"line"`
		To   string `json:"to"`
	}
	// Consulting rings somebody while the far side hears music.
	Consulting struct {
		Line Line   `json:"line"`
		To   string `json:"to"`
	}
	// Add rings somebody who then takes part in the conversation.
	Add struct {
		Line Line   `json:"line"`
		To   string `json:"to"`
	}
	// Swap changes between the one consulted and the first party.
	Swap struct {
		Line Line `json:"line"`
	}
	// Complete connects the one consulted with the far side, and leaves.
	Complete struct {
		Line Line `json:"line"`
	}
	// Cancel gives the one who is consulted or added up.
	Cancel struct {
		Line Line `json:"line"`
	}
	// Merge lets everybody talk together.
	Merge struct {
		Line Line `json:"line"`
	}
	// Park puts the far side into the lowest free slot.
	Park struct {
		Line Line `json:"line"`
	}
	// PickUp takes a parked caller with this phone.
	PickUp struct {
		Slot int `json:"slot"`
	}
	// Record starts or ends recording on demand.
	Record struct {
		Line Line `json:"line"`
		On   bool `json:"on"`
	}
	// Pause keeps the recording from hearing.
	Pause struct {
		Line Line `json:"line"`
		On   bool `json:"on"`
	}
	// TestCall dials the echo test.
	TestCall struct{}
	// ChooseSound chooses devices; absent ones stay.
	ChooseSound struct {
		Microphone *string `json:"microphone,omitempty"`
		Speaker    *string `json:"speaker,omitempty"`
		Ringer     *string `json:"ringer,omitempty"`
	}
	// Meter measures levels while the settings page is open.
	Meter struct {
		On bool `json:"on"`
	}
	// TryRinger rings for two seconds, so that one hears where.
	TryRinger struct{}
	// ChangeSettings changes this computer's settings; absent ones stay.
	ChangeSettings struct {
		AnswerKey    *string  `json:"answerKey,omitempty"`
		HangUpKey    *string  `json:"hangUpKey,omitempty"`
		StartAtLogin *bool    `json:"startAtLogin,omitempty"`
		RingVolume   *float64 `json:"ringVolume,omitempty"`
		SpeakerGain  *float64 `json:"speakerGain,omitempty"`
		MicGain      *float64 `json:"micGain,omitempty"`
		Echo         *Echo    `json:"echo,omitempty"`
		Noise        *bool    `json:"noise,omitempty"`
		ForceMedia   *Media   `json:"forceMedia,omitempty"`
		Popup        *bool    `json:"popup,omitempty"`
		NotifyChat   *bool    `json:"notifyChat,omitempty"`
		Language     *string  `json:"language,omitempty"`
	}
	// UseServer connects to another server; refused while one is logged in or
	// when IT has given it.
	UseServer struct {
		URL string `json:"url"`
	}
	// PutAway removes a notice.
	PutAway struct {
		ID string `json:"id"`
	}
	// ShowWindow brings the main window to the front: the only command that
	// may take the keyboard, as only a person gives it.
	ShowWindow struct{}
	// LogOut ends the session; calls are hung up. In a call State.Leaving asks
	// first, unless Sure.
	LogOut struct {
		Sure bool `json:"sure,omitempty"`
	}
	// Quit ends the app; calls are hung up and the phone is unregistered first.
	// In a call State.Leaving asks first, unless Sure.
	Quit struct {
		Sure bool `json:"sure,omitempty"`
	}
	// Stay answers State.Leaving: no.
	Stay struct{}
	// ChooseStatus changes one's own status for all groups: Available, or an
	// id of the site's statuses. In a call the server keeps it for afterwards.
	ChooseStatus struct {
		Status string `json:"status"`
	}
	// SetUnread tells how many chat messages are unread, for the tray.
	SetUnread struct {
		N int `json:"n"`
	}
)

func (PhoneOn) command()        {}
func (Dial) command()           {}
func (Redial) command()         {}
func (ChooseCallerID) command() {}
func (Answer) command()         {}
func (Reject) command()         {}
func (HangUp) command()         {}
func (Hold) command()           {}
func (Mute) command()           {}
func (Press) command()          {}
func (Transfer) command()       {}
func (Consulting) command()     {}
func (Add) command()            {}
func (Swap) command()           {}
func (Complete) command()       {}
func (Cancel) command()         {}
func (Merge) command()          {}
func (Park) command()           {}
func (PickUp) command()         {}
func (Record) command()         {}
func (Pause) command()          {}
func (TestCall) command()       {}
func (ChooseSound) command()    {}
func (Meter) command()          {}
func (TryRinger) command()      {}
func (ChangeSettings) command() {}
func (UseServer) command()      {}
func (PutAway) command()        {}
func (ShowWindow) command()     {}
func (LogOut) command()         {}
func (Quit) command()           {}
func (Stay) command()           {}
func (ChooseStatus) command()   {}
func (SetUnread) command()      {}

// commands are all commands; the name of one on the wire is its type's name
// with a small first letter.
var commands = []Command{
	PhoneOn{}, Dial{}, Redial{}, ChooseCallerID{}, Answer{}, Reject{}, HangUp{}, Hold{}, Mute{}, Press{}, Transfer{}, Consulting{}, Add{},
	Swap{}, Complete{}, Cancel{}, Merge{}, Park{}, PickUp{}, Record{}, Pause{}, TestCall{}, ChooseSound{}, Meter{}, TryRinger{},
	ChangeSettings{}, UseServer{}, PutAway{}, ShowWindow{}, LogOut{}, Quit{}, Stay{}, ChooseStatus{}, SetUnread{},
}

// maxCommand is the most bytes of a command.
const maxCommand = 8 << 10

// ReadCommand reads a command from JSON. Its errors wrap fault.Invalid.
func ReadCommand(raw []byte) (Command, error) {
	if len(raw) > maxCommand {
		return nil, fault.New(fault.Invalid, "command_invalid", "a command has at most %d bytes", maxCommand)
	}
	var head struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return nil, fault.New(fault.Invalid, "command_invalid", "the command is no JSON object")
	}
	for _, c := range commands {
		if nameOf(c) != head.Type {
			continue
		}
		to := reflect.New(reflect.TypeOf(c))
		if err := json.Unmarshal(raw, to.Interface()); err != nil {
			return nil, fault.New(fault.Invalid, "command_invalid", "%s: %v", head.Type, err)
		}
		return to.Elem().Interface().(Command), nil //nolint:forcetypeassert // it is one of commands
	}
	return nil, fault.Wrong("type", head.Type, "the name of a command")
}

func nameOf(c Command) string {
	name := reflect.TypeOf(c).Name()
	return strings.ToLower(name[:1]) + name[1:]
}
