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
	called     map[string]*Number
	prefixes   []*Number // longest prefix first
}

// Settings are the site's own.
type Settings struct {
	Record   bool   // record every call, unless its group says otherwise
	Language string // "ja" or "en": of the built-in prompts
}

// Agent is an agent as calls see it.
type Agent struct {
	ID        id.Agent
	Name      string
	Nickname  string
	Extension string
	CallerID  id.Number   // default caller ID; none: the first number of the trunk
	NoOutside bool        // 外線発信禁止
	May       []id.Number // numbers it may present; empty: all listed
	Devices   []id.Device
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
	ID   id.Audio
	Name string
}

// IVR is a menu. Its schedule and buttons belong to the ivr room, which is
// still to come; until then every call takes the default routing.
type IVR struct {
	ID        id.IVR
	Name      string
	Extension string
	Default   Destination
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
}

// Outside is an outside call as it will be dialed.
type Outside struct {
	Trunk   id.Trunk     `json:"trunk"`
	Number  string       `json:"number"` // digits for the wire, in the trunk's form
	Shown   id.Number    `json:"shown,omitzero"`
	From    leg.Identity `json:"from"`
	Privacy leg.Privacy  `json:"privacy,omitempty"`
	Code    string       `json:"code,omitempty"` // "184", "186" or a number's prefix, as dialed
}
