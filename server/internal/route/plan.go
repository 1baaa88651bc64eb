// Package route answers "where does this go?" from an immutable plan of the
// site: which number, extension or code leads to which destination, and which
// trunk and caller ID an outside call takes. It is pure; directory builds the
// plan, the exchange hands every new call the plan of that moment (C-ROUTE-3).
package route

import (
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// Plan is the site as configured, as far as calls need it. Make it with New,
// which builds its indexes; it must not be changed afterwards.
type Plan struct {
	Agents    []Agent
	Devices   []Device
	Groups    []Group
	Numbers   []Number
	Trunks    []Trunk
	Transfers []Transfer
	Audios    []Audio
	IVRs      []IVR
	Codes     []Code   // feature codes; New adds none
	Rejected  []string // canonical numbers whose calls are refused before any routing (着信拒否, C-CALL-7)
	Barred    []string // canonical numbers, or their beginnings with a final "*", that nobody may call (発信規制, C-CALL-6)
	Callers   []Caller // callers with a rule of their own
	Settings  Settings

	agents     map[id.Agent]*Agent
	devices    map[id.Device]*Device
	groups     map[id.Group]*Group
	numbers    map[id.Number]*Number
	trunks     map[id.Trunk]*Trunk
	transfers  map[id.Transfer]*Transfer
	audios     map[id.Audio]*Audio
	ivrs       map[id.IVR]*IVR
	extensions map[string]Destination
	longer     map[string]bool // digits that an extension begins with, and goes on
	called     map[string]*Number
	rejected   map[string]bool
	restricted restrictions
	callers    map[string]*Caller
	prefixes   []*Number // longest prefix first
	dialed     []Code    // longest first
	pressed    []Code    // during a call, longest first
}

// Settings are the site's own.
type Settings struct {
	Record   bool   // record every call, unless its group says otherwise
	Language string // "ja" or "en": of the built-in prompts

	Zone     *time.Location    // of the site; nil is UTC
	Holidays map[string]string // public and company holidays, YYYY-MM-DD to name

	International   bool      // outside calls may leave Japan; off by default (toll fraud)
	RejectAnonymous bool      // callers who withhold their number are refused (C-CALL-7)
	Emergency       id.Number // presented to 110, 118, 119; none: the caller's usual number

	ParkTime     time.Duration // a parked call rings its parker back then; 0 is 180 s
	ParkGroup    id.Group      // and when the parker does not answer either, this group; none: the group the call came from
	TransferRing time.Duration // a blind transfer returns to its transferrer then; 0 is 15 s
	Rooms        int           // conference rooms; 0 is 3
	MessageTime  time.Duration // longest voicemail; 0 is 180 s

	OutsideTime time.Duration // for which outside parties may talk without anybody of the site; 0: no limit
	CallTime    time.Duration // for which an outside party may be connected; 0: no limit

	CallbackTries int           // how often a promised callback is dialed at most; 0 is 3
	CallbackGap   time.Duration // between two of them; 0 is 10 minutes
	CallbackKept  time.Duration // for which a promise holds; 0 is 24 hours
}

// Caller is a rule for one outside number (C-Q-4).
type Caller struct {
	Number   string // canonical
	Priority int    // higher is served first
}

// Feature is what a feature code does (C-CODE).
type Feature string

// The features. The first four are pressed during a call, the others dialed.
const (
	FeaturePark      Feature = "park"      // #7
	FeatureTransfer  Feature = "transfer"  // #8 extension #
	FeatureConsult   Feature = "consult"   // #9 extension #; again: back
	FeatureJoin      Feature = "join"      // * while consulting: all three
	FeatureSlot      Feature = "slot"      // 90 + two digits: pick up the call parked there
	FeatureRoom      Feature = "room"      // 92 + two digits: conference room
	FeaturePickUp    Feature = "pick-up"   // 9300 + extension of a group: answer a call that rings there
	FeatureWhisper   Feature = "whisper"   // 994 + extension
	FeatureMonitor   Feature = "monitor"   // 995 + extension
	FeatureBarge     Feature = "barge"     // 996 + extension
	FeatureSeatOut   Feature = "seat-out"  // 997: hot-desk logout
	FeatureSeatIn    Feature = "seat-in"   // 998 + extension: hot-desk login
	FeatureCampaigns Feature = "campaigns" // 990: log in to campaigns
	FeatureEcho      Feature = "echo"      // 9999: echo test
	FeatureWhoAmI    Feature = "who-am-i"  // 9998: says this phone's extension
	FeatureRecord    Feature = "record"    // 9997: records an audio file
)

// InCall says whether the feature is pressed during a call rather than dialed.
func (f Feature) InCall() bool {
	switch f {
	case FeaturePark, FeatureTransfer, FeatureConsult, FeatureJoin:
		return true
	case FeatureSlot, FeatureRoom, FeaturePickUp, FeatureWhisper, FeatureMonitor, FeatureBarge, FeatureSeatOut,
		FeatureSeatIn, FeatureCampaigns, FeatureEcho, FeatureWhoAmI, FeatureRecord:
		return false
	}
	return false
}

// Code is one row of the site's table of feature codes.
type Code struct {
	Feature Feature
	Digits  string // 0-9 * #; of the dialed ones with an argument, the part before it
}

// Agent is an agent as calls see it.
type Agent struct {
	ID         id.Agent
	Name       string
	Nickname   string
	Extension  string
	CallerID   id.Number   // default caller ID; none: the first number of the trunk
	NoOutside  bool        // 外線発信禁止
	Supervises bool        // may monitor, whisper, barge and act on others' calls
	Language   string      // of the prompts this agent hears; "": the site's
	May        []id.Number // numbers it may present; empty: all listed
	Devices    []id.Device
}

// Device is a phone.
type Device struct {
	ID    id.Device
	Name  string
	Agent id.Agent // none: a hot-desk phone without an agent
}

// Group is a group as calls see it: what the caller and the agent hear, and
// where the call goes when the group does not answer.
type Group struct {
	ID            id.Group
	Name          string
	Extension     string
	Display       string // display string, shown on the ringing phone
	Color         string
	RingTime      time.Duration
	RingingPeriod time.Duration // the caller hears ringback until then, and is answered and queued after
	Greeting      id.Audio
	Announcement  id.Audio
	AnnounceEvery time.Duration // 0: never
	Music         id.Audio      // none: the built-in music
	Whisper       id.Audio      // heard by the agent alone at the answer
	Overflow      Destination   // unset: busy
	TimeoutTo     Destination   // unset: busy
	SayPosition   bool          // tell the caller its place in the queue
	SayWait       bool          // and about how long it will wait (C-Q-4b)
	Callback      bool          // the caller may press 1 to be called back, keeping its place
	PreferLast    bool          // the agent who talked to this caller last is rung first, if free
	Record        *bool         // nil: as the site
}

// Number is one of the site's phone numbers.
type Number struct {
	ID              id.Number
	Number          string // canonical national digits
	Name            string
	Trunk           id.Trunk
	Route           Destination
	MaxChannels     int // 0: no limit of its own
	Prefix          string
	DisplayInbound  string
	DisplayOutbound string
	Record          *bool
	Language        string
}

// Trunk is a connection to a carrier.
type Trunk struct {
	ID       id.Trunk
	Name     string
	Channels int         // contracted; 0: no limit
	Default  Destination // for a called number that is not one of the site's; unset: refused
	E164     bool        // numbers are dialed as +81…
	Disabled bool
}

// Transfer is an external transfer (外部転送).
type Transfer struct {
	ID        id.Transfer
	Name      string
	Number    string
	CallerID  id.Number
	UseCalled bool // present the number that was called
}

// Audio is an audio file.
type Audio struct {
	ID        id.Audio
	Name      string
	Voicemail bool // where it ends the call, the caller may leave a message after it (C-AUD-2)
}

// IVR is a menu (C-IVR). The ivr room works from it.
type IVR struct {
	ID        id.IVR
	Name      string
	Extension string
	Default   Destination // 標準ルーティング
	Schedule  Schedule
	Buttons   Buttons
}

// Schedule routes by date and time (C-IVR-2).
type Schedule struct {
	Enabled    bool
	Designated map[string]bool // YYYY-MM-DD: only starred rows match on these dates
	Rows       []Row           // the first that matches wins
}

// Row is one line of a schedule: [From, To) minutes after midnight in the
// site's zone. From greater than To spans midnight and belongs to the day it
// starts.
type Row struct {
	From, To int     // minutes, 0 to 1440
	Weekdays [7]bool // by time.Weekday
	Starred  bool    // ★: matches on designated dates
	Holiday  bool    // 祝日: matches on holidays, whatever the weekday
	Then     Destination
}

// Buttons is a menu of keys (C-IVR-3).
type Buttons struct {
	Enabled bool
	Audio   id.Audio
	Keys    map[string]Destination // 0-9 * #
	Wait    time.Duration          // for a key after the audio; 0 is 5 s
	Tries   int                    // how often the audio plays in all; 0 is 3
	Direct  bool                   // an extension may be dialed
}

// DestinationKind is what a destination leads to.
type DestinationKind string

// The kinds (C-ROUTE-1). The empty kind is "unset".
const (
	ToUnset      DestinationKind = ""
	ToGroup      DestinationKind = "group"
	ToAgent      DestinationKind = "agent"
	ToExtension  DestinationKind = "extension"
	ToIVR        DestinationKind = "ivr"
	ToAudio      DestinationKind = "audio"
	ToTransfer   DestinationKind = "transfer"
	ToConference DestinationKind = "conference"
	ToHangUp     DestinationKind = "hangup"
	ToOutside    DestinationKind = "outside" // only as the result of dialing
	ToFeature    DestinationKind = "feature" // only as the result of dialing
)

// Destination is where a call is sent. The field its kind names is set.
type Destination struct {
	Kind       DestinationKind `json:"kind,omitempty"`
	Group      id.Group        `json:"group,omitzero"`
	Agent      id.Agent        `json:"agent,omitzero"`
	Extension  string          `json:"extension,omitempty"`
	IVR        id.IVR          `json:"ivr,omitzero"`
	Audio      id.Audio        `json:"audio,omitzero"`
	Voicemail  bool            `json:"voicemail,omitempty"`
	Transfer   id.Transfer     `json:"transfer,omitzero"`
	Conference int             `json:"conference,omitempty"`
	Cause      leg.Kind        `json:"cause,omitempty"` // of ToHangUp
	Outside    *Outside        `json:"outside,omitempty"`
	Feature    Feature         `json:"feature,omitempty"`
	Argument   string          `json:"argument,omitempty"` // digits after the feature's code: slot, extension
}

// Outside is an outside call as it will be dialed.
type Outside struct {
	Trunk   id.Trunk     `json:"trunk"`
	Number  string       `json:"number"` // digits for the wire, in the trunk's form
	Shown   id.Number    `json:"shown,omitzero"`
	From    leg.Identity `json:"from"`
	Privacy leg.Privacy  `json:"privacy,omitempty"`
	Code    string       `json:"code,omitempty"` // "184", "186" or a number's prefix, as dialed
	// Emergency: 110, 118 or 119; nothing may stand in the way (C-CODE-12).
	Emergency bool `json:"emergency,omitempty"`
}
