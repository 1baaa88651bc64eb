package call

// Command is what a person may ask of a call in progress. Sealed: the types
// below are all there are.
//
//sumtype:decl
type Command interface {
	command()
	// Name is the command's stable name, in the journal and in REST.
	Name() string
}

type (
	// Hold lets the others hear music until Resume.
	Hold struct{}
	// Resume ends Hold.
	Resume struct{}
	// Mute keeps what the agent says from the others.
	Mute struct {
		On bool `json:"on"`
	}
	// HangUp ends the agent's part; a consultation is completed by it.
	HangUp struct{}
	// End ends the whole call, whoever is in it.
	End struct{}
	// PickUp asks the agent's ringing phone to answer by itself.
	PickUp struct{}
	// Transfer hands the other side on (blind).
	Transfer struct {
		To string `json:"to"` // extension or outside number
	}
	// Consult rings somebody while the other side hears music.
	Consult struct {
		To string `json:"to"`
	}
	// Swap changes between the one consulted and the other side.
	Swap struct{}
	// Complete connects the one consulted with the other side, and leaves.
	Complete struct{}
	// Cancel gives the consultation, or the party being added, up.
	Cancel struct{}
	// Merge lets everybody of a consultation talk together.
	Merge struct{}
	// Add rings somebody who then takes part in the conversation.
	Add struct {
		To string `json:"to"`
	}
	// Park puts the other side into a slot.
	Park struct {
		Slot int `json:"slot,omitempty"` // none: the lowest free one
	}
	// Press sends keys to the others.
	Press struct {
		Digits string `json:"digits"`
	}
	// Record starts or ends recording on demand.
	Record struct {
		On bool `json:"on"`
	}
	// Pause pauses or continues the recording.
	Pause struct {
		On bool `json:"on"`
	}
	// SetMode changes what a supervisor's leg does.
	SetMode struct {
		Mode Mode `json:"mode"`
	}
)

func (Hold) command()     {}
func (Resume) command()   {}
func (Mute) command()     {}
func (HangUp) command()   {}
func (End) command()      {}
func (PickUp) command()   {}
func (Transfer) command() {}
func (Consult) command()  {}
func (Swap) command()     {}
func (Complete) command() {}
func (Cancel) command()   {}
func (Merge) command()    {}
func (Add) command()      {}
func (Park) command()     {}
func (Press) command()    {}
func (Record) command()   {}
func (Pause) command()    {}
func (SetMode) command()  {}

// Name is the command's stable name.
func (Hold) Name() string { return "hold" }

// Name is the command's stable name.
func (Resume) Name() string { return "resume" }

// Name is the command's stable name.
func (Mute) Name() string { return "mute" }

// Name is the command's stable name.
func (HangUp) Name() string { return "hang-up" }

// Name is the command's stable name.
func (End) Name() string { return "end" }

// Name is the command's stable name.
func (PickUp) Name() string { return "answer" }

// Name is the command's stable name.
func (Transfer) Name() string { return "transfer" }

// Name is the command's stable name.
func (Consult) Name() string { return "consult" }

// Name is the command's stable name.
func (Swap) Name() string { return "swap" }

// Name is the command's stable name.
func (Complete) Name() string { return "complete" }

// Name is the command's stable name.
func (Cancel) Name() string { return "cancel" }

// Name is the command's stable name.
func (Merge) Name() string { return "merge" }

// Name is the command's stable name.
func (Add) Name() string { return "add" }

// Name is the command's stable name.
func (Park) Name() string { return "park" }

// Name is the command's stable name.
func (Press) Name() string { return "press" }

// Name is the command's stable name.
func (Record) Name() string { return "record" }

// Name is the command's stable name.
func (Pause) Name() string { return "pause" }

// Name is the command's stable name.
func (SetMode) Name() string { return "mode" }

// Mode is how a supervisor takes part.
type Mode string

// The modes.
const (
	Monitor Mode = "monitor" // hears
	Whisper Mode = "whisper" // hears, and is heard by the agent alone
	Barge   Mode = "barge"   // hears and is heard by all
)

// Valid says whether there is such a mode.
func (m Mode) Valid() bool {
	switch m {
	case Monitor, Whisper, Barge:
		return true
	}
	return false
}

// Refusals of commands; stable keys.
const (
	refusedNotHere    = "not-in-call"    // the agent has no leg that could do it
	refusedNotNow     = "not-now"        // the call is not in a state for it
	refusedUnknown    = "no-such-number" // the digits lead nowhere
	refusedForbidden  = "not-allowed"    // the agent may not
	refusedNoRecorded = "not-recorded"   // there is no recording
)
