// Package directory is the site as configured: agents, phones, groups,
// numbers, trunks and what else calls are routed by. It keeps them in
// PostgreSQL, takes the site file, and publishes the immutable plan the
// exchange works from. Nothing on the path of a call asks it.
package directory

import (
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

// Trunk is a connection to a carrier (J-TRUNK-1).
type Trunk struct {
	bun.BaseModel `bun:"table:trunks" json:"-"`
	ID            id.Trunk          `bun:"id,pk" json:"id"`
	Name          string            `json:"name"`
	Host          string            `json:"host"`
	Proxy         string            `json:"proxy,omitempty"`
	Backup        []string          `bun:"type:jsonb" json:"backup,omitempty"` // further hosts, tried in order when those before are down
	Transport     string            `json:"transport"`
	InboundFrom   []string          `bun:"type:jsonb" json:"inboundFrom,omitempty"`
	Register      *Register         `bun:"type:jsonb" json:"register,omitempty"`
	Channels      int               `json:"channels"` // contracted; 0: no limit
	Profile       string            `json:"profile,omitempty"`
	Switches      map[string]string `bun:"type:jsonb" json:"switches,omitempty"` // of the profile set otherwise, by the names and values of carrier.Switches
	E164          bool              `bun:"e164" json:"e164,omitempty"`
	UnknownTo     route.Destination `bun:"type:jsonb" json:"unknownTo,omitzero"` // for called numbers that are not the site's; unset: refused
	Outside       int               `json:"outside"`                             // outbound calls at once; 0: no limit of its own
	Daily         int               `json:"daily"`                               // outbound calls in a day; 0: no limit
	Disabled      bool              `json:"disabled,omitempty"`
	Version       int64             `json:"version"`
}

// Register is the account a trunk registers at its carrier with. The password
// must be kept as it is: the digest's realm is the carrier's.
type Register struct {
	User     string `json:"user"`
	AuthUser string `json:"authUser,omitempty"`
	Password string `json:"password"`
	Expires  int    `json:"expires,omitempty"` // seconds; 0: one hour
}

// Status is a reason for being paused (J-STAT-1).
type Status struct {
	bun.BaseModel `bun:"table:statuses" json:"-"`
	ID            id.Status `bun:"id,pk" json:"id"`
	Name          string    `json:"name"`
	Color         string    `json:"color"`
	Icon          string    `json:"icon,omitempty"`
	Version       int64     `json:"version"`
}

// Audio is an audio file of the site (C-AUD-1). Its sound is the file
// <data>/audio/<id>.wav, 8 kHz mono.
type Audio struct {
	bun.BaseModel `bun:"table:audios" json:"-"`
	ID            id.Audio `bun:"id,pk" json:"id"`
	Name          string   `json:"name"`
	File          string   `json:"file"` // as it was called when it was given
	Voicemail     bool     `json:"voicemail,omitempty"`
	Recipients    []string `bun:"type:jsonb" json:"recipients,omitempty"` // mail addresses that are told of a message left after it
	SHA256        string   `bun:"sha256" json:"sha256"`
	Milliseconds  int64    `json:"milliseconds"`
	Version       int64    `json:"version"`
}

// Agent is a person with a login (J-AGENT). Password and PIN are access's.
type Agent struct {
	bun.BaseModel `bun:"table:agents" json:"-"`
	ID            id.Agent    `bun:"id,pk" json:"id"`
	Login         string      `json:"login"`
	Name          string      `json:"name"`
	Nickname      string      `json:"nickname"`
	Extension     string      `bun:"extension,nullzero" json:"extension,omitempty"`
	Role          access.Role `json:"role"`
	Language      string      `json:"language"`
	CallerID      id.Number   `bun:"caller_id" json:"callerId,omitzero"`
	NoOutside     bool        `json:"noOutside,omitempty"`
	May           []id.Number `bun:"type:jsonb" json:"may,omitempty"` // numbers this agent may present; none: all listed
	CallWaiting   bool        `json:"callWaiting,omitempty"`          // a direct call may ring while it talks
	Disabled      bool        `json:"disabled,omitempty"`
	Version       int64       `json:"version"`
}

// Device is a phone (J-DEV-1). The password is not kept, only its digests
// for the realm Realm.
type Device struct {
	bun.BaseModel `bun:"table:devices" json:"-"`
	ID            id.Device `bun:"id,pk" json:"id"`
	Name          string    `json:"name"`
	User          string    `bun:"sip_user" json:"user"`
	HA1MD5        string    `bun:"ha1_md5" json:"-"`
	HA1SHA256     string    `bun:"ha1_sha256" json:"-"`
	Agent         id.Agent  `bun:"agent_id" json:"agent,omitzero"`
	Desk          bool      `json:"desk,omitempty"`              // a hot-desk phone: agents log in at it
	Seat          id.Agent  `bun:"seat_id" json:"seat,omitzero"` // who is logged in at it now; takes the place of Agent
	SRTP          string    `bun:"srtp" json:"srtp"`
	Transport     string    `json:"transport,omitempty"`
	MaxContacts   int       `json:"maxContacts,omitempty"`
	SecondLogin   string    `json:"secondLogin"`
	App                     // of the devices that the agent app made
	Version       int64     `json:"version"`
}

// Group is a queue and the agents who serve it (C-Q-1). Times are seconds.
type Group struct {
	bun.BaseModel   `bun:"table:groups" json:"-"`
	ID              id.Group          `bun:"id,pk" json:"id"`
	Name            string            `json:"name"`
	Extension       string            `bun:"extension,nullzero" json:"extension,omitempty"`
	Strategy        acd.Strategy      `json:"strategy"`
	MaxWaiting      *int              `json:"maxWaiting"` // nil: unlimited; 0: none may wait
	Timeout         int               `json:"timeout"`    // from arrival; 0: none
	RingTime        int               `json:"ringTime"`
	CallsPerAgent   int               `json:"callsPerAgent"`
	Strict          bool              `json:"strict,omitempty"`
	ACW             AfterCall         `bun:"acw,type:jsonb" json:"acw,omitzero"`
	PauseOnNoAnswer NoAnswer          `bun:"type:jsonb" json:"pauseOnNoAnswer,omitzero"`
	RingingPeriod   int               `json:"ringingPeriod"`
	Display         string            `json:"display,omitempty"`
	Color           string            `json:"color"`
	Greeting        id.Audio          `json:"greeting,omitzero"`
	Announcement    id.Audio          `json:"announcement,omitzero"`
	AnnounceEvery   int               `json:"announceEvery,omitempty"`
	Music           id.Audio          `json:"music,omitzero"`
	Whisper         id.Audio          `json:"whisper,omitzero"`
	Overflow        route.Destination `bun:"type:jsonb" json:"overflow,omitzero"`
	TimeoutTo       route.Destination `bun:"type:jsonb" json:"timeoutTo,omitzero"`
	SayPosition     bool              `json:"sayPosition,omitempty"`
	SayWait         bool              `json:"sayWait,omitempty"`
	Callback        bool              `json:"callback,omitempty"`      // the caller may ask to be called back
	PreferLast      bool              `json:"preferLast,omitempty"`    // who talked to the caller last is rung first
	Record          *bool             `json:"record,omitempty"`        // nil: as the site
	RetentionDays   *int              `json:"retentionDays,omitempty"` // of recordings; nil: as the site, 0: for ever
	Version         int64             `json:"version"`
	Members         []Member          `bun:"-" json:"members"`
}

// AfterCall is a group's after-call work (C-STAT-5).
type AfterCall struct {
	Enabled bool      `json:"enabled"`
	Status  id.Status `json:"status,omitzero"`
	Release int       `json:"release"` // seconds; 0: until the agent ends it
}

// NoAnswer is a group's rule for agents who let it ring.
type NoAnswer struct {
	Enabled bool      `json:"enabled"`
	Status  id.Status `json:"status,omitzero"`
	Release int       `json:"release"` // seconds; 0: until the agent ends it
	Misses  int       `json:"misses"`  // in a row; 0 means 1
}

// Member is an agent's place in a group (C-Q-2).
type Member struct {
	bun.BaseModel `bun:"table:group_members" json:"-"`
	Group         id.Group `bun:"group_id,pk" json:"-"`
	Agent         id.Agent `bun:"agent_id,pk" json:"agent"`
	Level         int      `json:"level"` // 1 to 99, lower is tried first
	Position      int      `json:"-"`     // order in the group's list
}

// IVR is a menu (C-IVR).
type IVR struct {
	bun.BaseModel `bun:"table:ivrs" json:"-"`
	ID            id.IVR            `bun:"id,pk" json:"id"`
	Name          string            `json:"name"`
	Extension     string            `bun:"extension,nullzero" json:"extension,omitempty"`
	Default       route.Destination `bun:"fallback,type:jsonb" json:"default"`
	Schedule      Schedule          `bun:"type:jsonb" json:"schedule,omitzero"`
	Buttons       Buttons           `bun:"type:jsonb" json:"buttons,omitzero"`
	Version       int64             `json:"version"`
}

// Schedule routes by date and time (C-IVR-2).
type Schedule struct {
	Enabled bool          `json:"enabled"`
	Dates   []string      `json:"dates,omitempty"` // designated dates, YYYY-MM-DD
	Rows    []ScheduleRow `json:"rows,omitempty"`  // the first that matches wins
}

// ScheduleRow is one line of a schedule: [From, To) in the site's zone.
type ScheduleRow struct {
	From       string            `json:"from"` // HH:MM
	To         string            `json:"to"`   // HH:MM, 24:00 allowed; before From: it spans midnight
	Weekdays   []string          `json:"weekdays,omitempty"`
	Designated bool              `json:"designated,omitempty"` // ★: matches on designated dates
	Holiday    bool              `json:"holiday,omitempty"`    // 祝日: matches on holidays
	Then       route.Destination `json:"toDestination"`
}

// Buttons routes by key (C-IVR-3).
type Buttons struct {
	Enabled bool                         `json:"enabled"`
	Audio   id.Audio                     `json:"audio,omitzero"`
	Keys    map[string]route.Destination `json:"keys,omitempty"`
	Wait    int                          `json:"wait,omitempty"`   // seconds for a key after the audio; 0: 5
	Tries   int                          `json:"tries,omitempty"`  // how often the audio plays in all; 0: 3
	Direct  bool                         `json:"direct,omitempty"` // extensions may be dialed
}

// Transfer is an external transfer (C-XFER-1).
type Transfer struct {
	bun.BaseModel   `bun:"table:transfers" json:"-"`
	ID              id.Transfer `bun:"id,pk" json:"id"`
	Name            string      `json:"name"`
	Number          string      `json:"number"`
	CallerID        id.Number   `bun:"caller_id" json:"callerId,omitzero"`
	UseCalledNumber bool        `json:"useCalledNumber,omitempty"`
	Version         int64       `json:"version"`
}

// Number is one of the site's phone numbers (J-NUM-1).
type Number struct {
	bun.BaseModel   `bun:"table:numbers" json:"-"`
	ID              id.Number         `bun:"id,pk" json:"id"`
	Number          string            `json:"number"` // canonical national digits
	Name            string            `json:"name"`
	Trunk           id.Trunk          `bun:"trunk_id" json:"trunk,omitzero"`
	Route           route.Destination `bun:"type:jsonb" json:"route,omitzero"`
	MaxChannels     int               `json:"maxChannels"` // 0: no limit of its own
	Prefix          string            `json:"prefix,omitempty"`
	DisplayInbound  string            `json:"displayInbound,omitempty"`
	DisplayOutbound string            `json:"displayOutbound,omitempty"`
	Record          *bool             `json:"record,omitempty"`
	Language        string            `json:"language,omitempty"`
	Listed          bool              `json:"listed"`
	PopupRing       string            `json:"popupRing,omitempty"`   // page for a call that rings (J-NUM-6); @@@@ stands for the caller's number
	PopupAnswer     string            `json:"popupAnswer,omitempty"` // and for one that was answered
	Version         int64             `json:"version"`
}

// Settings are the site's own.
type Settings struct {
	bun.BaseModel `bun:"table:site" json:"-"`
	ID            id.Site `json:"id"`
	Name          string  `json:"name"`
	Language      string  `json:"language"`
	Record        bool    `json:"record"`        // record every call, unless its group or number says otherwise
	LoginAttempts int     `json:"loginAttempts"` // wrong passwords that lock a login; 0: never
	SessionIdle   int     `json:"sessionIdle"`   // seconds
	ServiceLevel  int     `json:"serviceLevel"`  // seconds
	Exchange
	Version int64 `json:"version"` // counts every change of any noun
}
