package seat

// State is all that the screen shows of the seat. Times are milliseconds
// since 1970 by this computer's clock, unless said otherwise. It is written
// as JSON; its TypeScript is made from it (typescript_test.go).
type State struct {
	Rev        uint64    `json:"rev"`      // one more with every change
	Language   string    `json:"language"` // "ja" or "en", before a login the one last used
	Server     Server    `json:"server"`
	Session    *Session  `json:"session"` // null: nobody is logged in
	Phone      Phone     `json:"phone"`
	Sound      Sound     `json:"sound"`
	Calls      []Call    `json:"calls"`      // in the order they came; one that has ended stays for a few seconds with its reason
	Numbers    []Number  `json:"numbers"`    // caller IDs that this agent may present
	CallerID   string    `json:"callerId"`   // the chosen one of Numbers; "": the agent's default
	NoOutside  bool      `json:"noOutside"`  // 外線発信禁止
	LastDialed string    `json:"lastDialed"` // for redial
	Codes      Codes     `json:"codes"`
	Settings   Settings  `json:"settings"`
	Dial       string    `json:"dial"`    // a number that a tel: link or another program left in the dial field, until something is dialed
	DialRev    uint64    `json:"dialRev"` // one more each time Dial was left
	Hotkeys    []Trouble `json:"hotkeys"` // why a global hot key does not work
	Update     *Update   `json:"update"`
	Notices    []Notice  `json:"notices"` // what the person should know and may put away
	Leaving    *Leaving  `json:"leaving"` // a question for the person; null: none
}

// Leaving asks whether to log out, or to quit, although that hangs up: LogOut
// or Quit with Sure is the one answer, Stay the other.
type Leaving struct {
	Quit bool `json:"quit"`
}

// Phase is where the connection to the server stands.
type Phase string

// The phases.
const (
	Unset      Phase = "unset"      // no server is known yet: the screen asks for it
	Connecting Phase = "connecting" // for the first time since the start or the login
	Online     Phase = "online"
	Offline    Phase = "offline" // was online; tried again by itself
)

// Server is the connection to yobirind.
type Server struct {
	URL     string   `json:"url"`     // "https://call.example.jp"
	Managed bool     `json:"managed"` // given by IT: the person cannot change it
	Phase   Phase    `json:"phase"`
	Since   int64    `json:"since"`
	Trouble *Trouble `json:"trouble"` // why it is not online
	Ahead   int64    `json:"ahead"`   // milliseconds by which the server's clock is ahead of this computer's
}

// Trouble is something that is wrong, for the screen to say in the agent's
// language: Code is a key of its texts ("trouble.<code>"), Detail is for IT
// and not translated, Params fill the text's places.
type Trouble struct {
	Code   string            `json:"code"`
	Detail string            `json:"detail,omitempty"`
	Params map[string]string `json:"params,omitempty"`
}

// Session is who is logged in.
type Session struct {
	Agent     string `json:"agent"` // id
	Login     string `json:"login"`
	Name      string `json:"name"`
	Nickname  string `json:"nickname"`
	Extension string `json:"extension"`
	Role      string `json:"role"`
	Language  string `json:"language"`
}

// PhoneState is where the softphone's registration stands (C-PHONE-1).
type PhoneState string

// The states.
const (
	PhoneOff         PhoneState = "off"
	PhoneRegistering PhoneState = "registering"
	PhoneRegistered  PhoneState = "registered"
	PhoneFailed      PhoneState = "failed" // tried again by itself
)

// Media is how audio travels.
type Media string

// The ways.
const (
	MediaPlain Media = "plain" // RTP
	MediaSDES  Media = "sdes"  // SRTP with keys in SDP
	MediaICE   Media = "ice"   // DTLS-SRTP with ICE
)

// Phone is the softphone.
type Phone struct {
	On        bool       `json:"on"` // what the person wants
	State     PhoneState `json:"state"`
	Trouble   *Trouble   `json:"trouble"`
	Transport string     `json:"transport"` // "tls", "tcp", "udp"; "" before the first registration
	Media     Media      `json:"media"`
	Device    string     `json:"device"` // id of this softphone as the server knows it
}

// SoundDevice is a microphone or a loudspeaker.
type SoundDevice struct {
	ID      string `json:"id"` // survives unplugging and restarts as far as the system allows
	Name    string `json:"name"`
	Default bool   `json:"default"` // the system's choice at present
}

// Sound is the sound devices (C-PHONE-6). A choice "" is the system's default;
// a chosen device that is not there is replaced by the default until it comes
// back.
type Sound struct {
	Microphones []SoundDevice `json:"microphones"`
	Speakers    []SoundDevice `json:"speakers"`
	Microphone  string        `json:"microphone"`
	Speaker     string        `json:"speaker"`
	Ringer      string        `json:"ringer"`
	Trouble     *Trouble      `json:"trouble"`  // no_microphone, no_speaker, microphone_refused, device_busy …
	Metering    bool          `json:"metering"` // levels are being measured for the settings page
	Echo        bool          `json:"echo"`     // the loudspeaker's echo is taken out of the microphone
}

// Echo is when the loudspeaker's echo is taken out of the microphone.
type Echo string

// When.
const (
	EchoAuto   Echo = "" // while the speaker in use is no headset by its name
	EchoAlways Echo = "on"
	EchoNever  Echo = "off"
)

// CallPhase is where a call stands at this seat.
type CallPhase string

// The phases.
const (
	Dialing CallPhase = "dialing" // ours, nothing heard of it yet
	Ringing CallPhase = "ringing" // ours, the far end rings
	Offered CallPhase = "offered" // rings here
	Talking CallPhase = "talking"
	Holding CallPhase = "holding" // we hold it
	Ended   CallPhase = "ended"
)

// Action is something that can be done with a call now. What is not listed is
// not offered: seat alone decides.
type Action string

// The actions.
const (
	CanAnswer   Action = "answer"
	CanReject   Action = "reject"
	CanHangUp   Action = "hangup"
	CanHold     Action = "hold"
	CanResume   Action = "resume"
	CanMute     Action = "mute"
	CanDigits   Action = "digits"
	CanTransfer Action = "transfer" // blind
	CanConsult  Action = "consult"
	CanSwap     Action = "swap"
	CanComplete Action = "complete"
	CanCancel   Action = "cancel" // the consultation, or the party being added
	CanMerge    Action = "merge"
	CanAdd      Action = "add"
	CanPark     Action = "park"
	CanRecord   Action = "record"
	CanPause    Action = "pause" // the recording
)

// Person is a party as shown. Name is the customer's, the colleague's or what
// the network says.
type Person struct {
	Number   string `json:"number"`
	Name     string `json:"name"`
	Withheld bool   `json:"withheld"`
	Agent    string `json:"agent"` // id, of a colleague
}

// Call is one call at this seat.
type Call struct {
	Line       Line      `json:"line"` // names it in commands
	Call       string    `json:"call"` // the server's call; "" until known
	Leg        string    `json:"leg"`
	Outbound   bool      `json:"outbound"`
	Internal   bool      `json:"internal"`
	Phase      CallPhase `json:"phase"`
	Party      Person    `json:"party"`
	Called     Person    `json:"called"` // the number the caller dialed, with its display string
	Group      string    `json:"group"`  // id of the group it came through
	GroupName  string    `json:"groupName"`
	GroupColor string    `json:"groupColor"`
	Back       *Back     `json:"back"`   // why it rings although it was here before; null: for no such reason
	Waited     int64     `json:"waited"` // since when the caller waits, server's clock; 0: does not
	Since      int64     `json:"since"`  // of the phase
	AnsweredAt int64     `json:"answeredAt"`
	Muted      bool      `json:"muted"`
	FarHeld    bool      `json:"farHeld"` // the far side holds us
	Recording  bool      `json:"recording"`
	Paused     bool      `json:"paused"` // the recording
	Consult    *Consult  `json:"consult"`
	Others     []Person  `json:"others"`     // further people in the conversation
	Listener   bool      `json:"listener"`   // we listen as supervisor
	ListenMode string    `json:"listenMode"` // "monitor", "whisper", "barge"; "" for others
	Quality    *Quality  `json:"quality"`
	Media      Media     `json:"media"`
	Codec      string    `json:"codec"`
	Busy       Action    `json:"busy"`    // an action that is under way; "": none
	Trouble    *Trouble  `json:"trouble"` // the last action failed, no audio …
	Can        []Action  `json:"can"`
	EndedBy    EndedBy   `json:"endedBy"` // "": it has not ended
	After      Action    `json:"after"`   // what ended it well: "transfer", "complete", "park"; "" else
}

// Back says why a call rings that was dealt with already: whoever it was handed
// to did not take it, or nobody fetched it from where it was parked.
type Back struct {
	How   string `json:"how"`   // "transfer", "park"
	Mine  bool   `json:"mine"`  // this agent handed it on or parked it
	By    Person `json:"by"`    // or somebody else did
	To    Person `json:"to"`    // of a transfer
	Cause string `json:"cause"` // of a transfer, as in the call's record: "busy", "no-answer" …; "" not known
	Slot  int    `json:"slot"`  // of a parked call
}

// Consult is a transfer with consultation, or a party being added.
type Consult struct {
	How   string `json:"how"` // "attended", "blind", "add"
	Party Person `json:"party"`
	Stage string `json:"stage"` // "begun": it rings; "consulting": they talk with us
	With  bool   `json:"with"`  // we talk with the one consulted, not with the first party
}

// Quality is how a call sounds (C-PHONE-7).
type Quality struct {
	LossPercent float64 `json:"lossPercent"` // of what we receive
	FarLoss     float64 `json:"farLoss"`     // percent of ours that the far side missed
	JitterMS    float64 `json:"jitterMs"`
	RoundTripMS float64 `json:"roundTripMs"`
	BufferMS    float64 `json:"bufferMs"` // the jitter buffer's present depth
	MOS         float64 `json:"mos"`      // 1 to 4.5; 0: not known yet
}

// Number is a caller ID.
type Number struct {
	ID      string `json:"id"`
	Number  string `json:"number"`
	Name    string `json:"name"`
	Default bool   `json:"default"`
}

// Codes are the site's feature codes that the app dials by itself; "" where
// the site has switched one off.
type Codes struct {
	Echo    string `json:"echo"`
	Monitor string `json:"monitor"`
	Whisper string `json:"whisper"`
	Barge   string `json:"barge"`
}

// Settings are this computer's (D-APP-4). What belongs to the agent wherever
// he sits is the server's and comes with the profile.
type Settings struct {
	AnswerKey    string  `json:"answerKey"` // global hot key, "Ctrl+Alt+A"; "": none
	HangUpKey    string  `json:"hangUpKey"`
	StartAtLogin bool    `json:"startAtLogin"`
	RingVolume   float64 `json:"ringVolume"`  // 0 to 1
	SpeakerGain  float64 `json:"speakerGain"` // 0 to 2, 1 unchanged
	MicGain      float64 `json:"micGain"`
	Echo         Echo    `json:"echo"`
	Noise        bool    `json:"noise"`      // the room's noise is made quieter
	ForceMedia   Media   `json:"forceMedia"` // "": by itself; "ice": always
	Popup        bool    `json:"popup"`      // the popup window
	NotifyChat   bool    `json:"notifyChat"` // notifications of chat messages
	// NotifyExternal and the rest below are the agent's, kept by the server
	// (J-ME-3); they are shown here, and changed by REST.
	NotifyExternal bool   `json:"notifyExternal"`
	NotifyInternal bool   `json:"notifyInternal"`
	PopupOnRing    bool   `json:"popupOnRing"`
	PopupOnAnswer  bool   `json:"popupOnAnswer"`
	PopupTarget    string `json:"popupTarget"` // "browser" or "tab"
}

// Update is a newer version that IT may install.
type Update struct {
	Version string `json:"version"`
	Notes   string `json:"notes"`
	URL     string `json:"url"`
}

// Notice is one thing that the person should know.
type Notice struct {
	ID string `json:"id"`
	At int64  `json:"at"`
	Trouble
}
