// Package directory is the site as configured: agents, phones, groups,
// numbers, trunks and what else calls are routed by. It keeps them in
// PostgreSQL, takes the site file, and publishes the immutable plan the
// exchange works from. Nothing on the path of a call asks it.
package directory

import (
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

// Trunk is a connection to a carrier (J-TRUNK-1).
type Trunk struct {
	bun.BaseModel `bun:"table:trunks" json:"-"`
	ID            id.Trunk          `bun:"id,pk" json:"id" readOnly:"true"`
	Name          string            `json:"name" minLength:"1" maxLength:"64"`
	Host          string            `json:"host" minLength:"1" maxLength:"260" doc:"host or host:port of the carrier"`
	Proxy         string            `json:"proxy,omitempty" maxLength:"260" doc:"host or host:port that everything is sent to instead"`
	Backup        []string          `bun:"type:jsonb" json:"backup,omitempty" maxItems:"4" nullable:"false" doc:"further hosts, tried in order when those before are down"`
	Transport     string            `json:"transport" enum:"udp,tcp,tls"`
	InboundFrom   []string          `bun:"type:jsonb" json:"inboundFrom,omitempty" maxItems:"1000" nullable:"false" doc:"networks or addresses that calls may come from; none: the hosts' own"`
	Register      *Register         `bun:"type:jsonb" json:"register,omitempty" doc:"absent: the carrier knows us by our address"`
	Channels      int               `json:"channels" minimum:"0" maximum:"1000000" doc:"contracted calls at once; 0: no limit"`
	Profile       string            `json:"profile,omitempty" enum:",ngn-direct,hgw-extension,generic-e164-pai,050-register" doc:"preset of switches, see carrier-profiles; empty: the plain one"`
	Switches      map[string]string `bun:"type:jsonb" json:"switches,omitempty" doc:"of the profile set otherwise, by the names and values of carrier-profiles"`
	E164          bool              `bun:"e164" json:"e164,omitempty" doc:"numbers travel as +81…"`
	UnknownTo     route.Destination `bun:"type:jsonb" json:"unknownTo,omitzero" doc:"for called numbers that are not the site's; unset: refused"`
	Outside       int               `json:"outside" minimum:"0" maximum:"1000000" doc:"outbound calls at once; 0: no limit of its own"`
	Daily         int               `json:"daily" minimum:"0" maximum:"1000000" doc:"outbound calls in a day; 0: no limit"`
	Disabled      bool              `json:"disabled,omitempty"`
	Live          *TrunkLive        `bun:"-" json:"live,omitempty" readOnly:"true" doc:"as it stands now"`
	Version       int64             `json:"version" readOnly:"true"`
}

// Status is a reason for being paused (J-STAT-1).
type Status struct {
	bun.BaseModel `bun:"table:statuses" json:"-"`
	ID            id.Status `bun:"id,pk" json:"id" readOnly:"true"`
	Name          string    `json:"name" minLength:"1" maxLength:"64"`
	Color         string    `json:"color" pattern:"^#[0-9a-fA-F]{6}$" patternDescription:"color" example:"#f59f00"`
	Icon          string    `json:"icon,omitempty" pattern:"^([a-z0-9][a-z0-9-]{0,31})?$" patternDescription:"icon"`
	Version       int64     `json:"version" readOnly:"true"`
}

// Audio is an audio file of the site (C-AUD-1). Its sound is the file
// <data>/audio/<id>.wav, 8 kHz mono.
type Audio struct {
	bun.BaseModel `bun:"table:audios" json:"-"`
	ID            id.Audio `bun:"id,pk" json:"id" readOnly:"true"`
	Name          string   `json:"name" minLength:"1" maxLength:"64"`
	File          string   `json:"file" readOnly:"true" doc:"as it was called when it was given"`
	Voicemail     bool     `json:"voicemail,omitempty" doc:"a message is taken after it, where it ends the call"`
	Recipients    []string `bun:"type:jsonb" json:"recipients,omitempty" maxItems:"20" nullable:"false" doc:"mail addresses that are told of a message left after it"`
	SHA256        string   `bun:"sha256" json:"sha256" readOnly:"true" doc:"of the WAV file"`
	Milliseconds  int64    `json:"milliseconds" readOnly:"true"`
	Uses          int      `bun:"-" json:"uses" readOnly:"true" doc:"places that name it"`
	Version       int64    `json:"version" readOnly:"true"`
}

// Agent is a person with a login (J-AGENT). Password and PIN are access's.
type Agent struct {
	bun.BaseModel `bun:"table:agents" json:"-"`
	ID            id.Agent    `bun:"id,pk" json:"id" readOnly:"true"`
	Login         string      `json:"login" pattern:"^[A-Za-z0-9]{3,15}$" patternDescription:"login"`
	Name          string      `json:"name" minLength:"1" maxLength:"64"`
	Nickname      string      `json:"nickname" required:"false" maxLength:"64" doc:"empty: as the name"`
	Extension     string      `bun:"extension,nullzero" json:"extension,omitempty" pattern:"^([1-9][0-9]{1,7})?$" patternDescription:"extension"`
	Role          access.Role `json:"role" minLength:"1" maxLength:"64" doc:"agent, supervisor, administrator, or the key of a role of the site"`
	Language      string      `json:"language" enum:"ja,en"`
	CallerID      id.Number   `bun:"caller_id" json:"callerId,omitzero" doc:"number that is presented unless the agent chooses another"`
	NoOutside     bool        `json:"noOutside,omitempty" doc:"no calls to the outside"`
	May           []id.Number `bun:"type:jsonb" json:"may,omitempty" maxItems:"1000" doc:"numbers this agent may present; none: all listed"`
	CallWaiting   bool        `json:"callWaiting,omitempty" doc:"a direct call may ring beside another"`
	Disabled      bool        `json:"disabled,omitempty"`
	CRMFormats    []string    `bun:"crm_formats,type:jsonb" json:"crmFormats,omitempty" maxItems:"1000" doc:"identifiers of the business formats it may see; none: all"`
	Version       int64       `json:"version" readOnly:"true"`
	DeletedAt     time.Time   `bun:",soft_delete,nullzero" json:"-"`

	Chosen   `bun:"-"`
	Password string       `bun:"-" json:"password,omitempty" writeOnly:"true" maxLength:"256" doc:"8 to 256 bytes with a digit, an upper case and a lower case letter"`
	PIN      string       `bun:"-" json:"pin,omitempty" writeOnly:"true" pattern:"^([0-9]{4})?$" patternDescription:"pin" doc:"for hot-desk phones"`
	Groups   []Membership `bun:"-" json:"groups,omitempty" readOnly:"true" doc:"the groups it is in, which are changed there"`
	Locked   *Locked      `bun:"-" json:"locked,omitempty" readOnly:"true"`
	Factor   *time.Time   `bun:"-" json:"secondFactor,omitempty" readOnly:"true" doc:"since when its login asks for a code of an authenticator app"`
}

// Chosen is what an agent chose for itself, and an administrator for it
// (J-AGENT-12, J-AGENT-13); see Personal.
type Chosen struct {
	CRMSearch      bool   `json:"crmSearch" required:"false" doc:"find the customer by the caller's number"`
	PopupOnRing    bool   `json:"popupOnRing" required:"false" doc:"open the customer, or the number's popup page, when it rings"`
	PopupOnAnswer  bool   `json:"popupOnAnswer" required:"false" doc:"open it when the call is answered"`
	PopupTarget    string `json:"popupTarget,omitempty" enum:"tab,browser" doc:"where it opens"`
	SecondLogin    string `json:"secondLogin,omitempty" enum:",ring-all,newest,refuse" doc:"several phones of one agent; empty: as each device says"`
	HistoryOrder   string `json:"historyOrder,omitempty" enum:"newest,oldest" doc:"of change histories"`
	NotifyExternal bool   `json:"notifyExternal" required:"false" doc:"notification of external calls"`
	NotifyInternal bool   `json:"notifyInternal" required:"false" doc:"notification of internal calls"`
}

// Membership is a group that an agent is in.
type Membership struct {
	ID    id.Group `json:"id"`
	Name  string   `json:"name"`
	Level int      `json:"level"`
}

// Locked says since when an agent is locked out after wrong tries; nil: it is
// not.
type Locked struct {
	Login *time.Time `json:"login,omitempty" doc:"wrong passwords"`
	PIN   *time.Time `json:"pin,omitempty" doc:"wrong PINs"`
}

// Device is a phone (J-DEV-1). The password is not kept, only its digests
// for the realm Realm.
type Device struct {
	bun.BaseModel `bun:"table:devices" json:"-"`
	ID            id.Device  `bun:"id,pk" json:"id" readOnly:"true"`
	Name          string     `json:"name" minLength:"1" maxLength:"64"`
	User          string     `bun:"sip_user" json:"user" pattern:"^[A-Za-z0-9_.!~*'-]{1,64}$" patternDescription:"sip_user"`
	HA1MD5        string     `bun:"ha1_md5" json:"-"`
	HA1SHA256     string     `bun:"ha1_sha256" json:"-"`
	Agent         id.Agent   `bun:"agent_id" json:"agent,omitzero" doc:"none: a hot-desk phone"`
	Desk          bool       `json:"desk,omitempty" doc:"a hot-desk phone although it belongs to an agent"` // agents log in at it
	Seat          id.Agent   `bun:"seat_id" json:"seat,omitzero" readOnly:"true"`                           // who is logged in at it now; takes the place of Agent
	SRTP          string     `bun:"srtp" json:"srtp" enum:"off,prefer,require"`
	Transport     string     `json:"transport,omitempty" enum:",udp,tcp,tls" doc:"empty: any"`
	MaxContacts   int        `json:"maxContacts,omitempty" minimum:"0" maximum:"50" doc:"0: the usual number"`
	SecondLogin   string     `json:"secondLogin" enum:"ring-all,newest,refuse"`
	MAC           string     `bun:"mac" json:"mac,omitempty" pattern:"^(([0-9A-Fa-f]{2}[:.-]?){5}[0-9A-Fa-f]{2})?$" patternDescription:"mac" doc:"kept as 12 lower case hexadecimal digits"`
	Model         string     `json:"model,omitempty" maxLength:"32" doc:"kind of desk phone, one of those of GET /api/v1/devices/models; empty: unknown"`
	Keys          []PhoneKey `bun:"type:jsonb" json:"keys,omitempty" maxItems:"60" nullable:"false" doc:"what the programmable keys do, in their order; none: the phone keeps its own"`
	App                      // of the devices that the agent app made
	Version       int64      `json:"version" readOnly:"true"`

	Password string     `bun:"-" json:"password,omitempty" writeOnly:"true" maxLength:"128" doc:"at least 12 characters; a new phone needs one, of others it stays as it is when it is absent"`
	Kind     string     `bun:"-" json:"kind,omitempty" readOnly:"true" enum:"desk,app,hot-desk"`
	Live     *PhoneLive `bun:"-" json:"live,omitempty" readOnly:"true"`
}

// PhoneLive is what the SIP side knows of a phone at the moment.
type PhoneLive struct {
	State     string     `json:"state" enum:"registered,unreachable,offline"`
	Contacts  int        `json:"contacts" doc:"phones registered with this account"`
	Address   string     `json:"address,omitempty" doc:"where it registered from last"`
	UserAgent string     `json:"userAgent,omitempty"`
	Transport string     `json:"transport,omitempty"`
	LastSeen  *time.Time `json:"lastSeen,omitempty" doc:"absent: not since the server's start"`
	Since     *time.Time `json:"since,omitempty" doc:"when the state began"`
}

// Group is a queue and the agents who serve it (C-Q-1). Times are seconds.
type Group struct {
	bun.BaseModel   `bun:"table:groups" json:"-"`
	ID              id.Group          `bun:"id,pk" json:"id" readOnly:"true"`
	Name            string            `json:"name" minLength:"1" maxLength:"64"`
	Extension       string            `bun:"extension,nullzero" json:"extension,omitempty" pattern:"^([1-9][0-9]{1,7})?$" patternDescription:"extension"`
	Strategy        acd.Strategy      `json:"strategy" enum:"all,longest-idle,least-talk-time,random,round-robin,by-level"`
	MaxWaiting      *int              `json:"maxWaiting" required:"false" minimum:"0" maximum:"1000000" doc:"null: unlimited; 0: none may wait"`
	Timeout         int               `json:"timeout" minimum:"0" maximum:"86400" doc:"seconds from arrival; 0: none"`
	RingTime        int               `json:"ringTime" minimum:"3" maximum:"600"`
	CallsPerAgent   int               `json:"callsPerAgent" minimum:"1" maximum:"20"`
	Strict          bool              `json:"strict,omitempty" doc:"only members of the lowest level configured"`
	ACW             AfterCall         `bun:"acw,type:jsonb" json:"acw,omitzero"`
	PauseOnNoAnswer NoAnswer          `bun:"type:jsonb" json:"pauseOnNoAnswer,omitzero"`
	RingingPeriod   int               `json:"ringingPeriod" required:"false" minimum:"0" maximum:"600"`
	Display         string            `json:"display,omitempty" maxLength:"64"`
	Color           string            `json:"color" pattern:"^#[0-9a-fA-F]{6}$" patternDescription:"color" example:"#f59f00"`
	Greeting        id.Audio          `json:"greeting,omitzero"`
	Announcement    id.Audio          `json:"announcement,omitzero"`
	AnnounceEvery   int               `json:"announceEvery,omitempty" minimum:"0" maximum:"3600"`
	Music           id.Audio          `json:"music,omitzero"`
	Whisper         id.Audio          `json:"whisper,omitzero"`
	Overflow        route.Destination `bun:"type:jsonb" json:"overflow,omitzero"`
	TimeoutTo       route.Destination `bun:"type:jsonb" json:"timeoutTo,omitzero"`
	SayPosition     bool              `json:"sayPosition,omitempty"`
	SayWait         bool              `json:"sayWait,omitempty"`
	Callback        bool              `json:"callback,omitempty" doc:"the caller may ask to be called back"`
	PreferLast      bool              `json:"preferLast,omitempty" doc:"who talked to the caller last is rung first"`
	Record          *bool             `json:"record,omitempty" doc:"absent: as the site"`
	RetentionDays   *int              `json:"retentionDays,omitempty" minimum:"0" maximum:"36500" doc:"of recordings; absent: as the site, 0: for ever"`
	Version         int64             `json:"version" readOnly:"true"`
	Members         []Member          `bun:"-" json:"members" required:"false" maxItems:"10000"`
}

// AfterCall is a group's after-call work (C-STAT-5).
type AfterCall struct {
	Enabled bool      `json:"enabled" required:"false" doc:"absent: as it is, of a new record off; in a site file on"`
	Status  id.Status `json:"status,omitzero"`
	Release int       `json:"release" required:"false" minimum:"0" maximum:"86400" doc:"seconds; 0: until the agent ends it"`
}

// NoAnswer is a group's rule for agents who let it ring.
type NoAnswer struct {
	Enabled bool      `json:"enabled" required:"false" doc:"absent: as it is, of a new record off; in a site file on"`
	Status  id.Status `json:"status,omitzero"`
	Release int       `json:"release" required:"false" minimum:"0" maximum:"86400" doc:"seconds; 0: until the agent ends it"`
	Misses  int       `json:"misses" required:"false" minimum:"1" maximum:"100" doc:"in a row"` // 0 means 1
}

// Member is an agent's place in a group (C-Q-2).
type Member struct {
	bun.BaseModel `bun:"table:group_members" json:"-"`
	Group         id.Group `bun:"group_id,pk" json:"-"`
	Agent         id.Agent `bun:"agent_id,pk" json:"agent"`
	Level         int      `json:"level" required:"false" minimum:"1" maximum:"99" doc:"lower is tried first; absent: 1"`
	Position      int      `json:"-"` // order in the group's list
}

// IVR is a menu (C-IVR).
type IVR struct {
	bun.BaseModel `bun:"table:ivrs" json:"-"`
	ID            id.IVR            `bun:"id,pk" json:"id" readOnly:"true"`
	Name          string            `json:"name" minLength:"1" maxLength:"64"`
	Extension     string            `bun:"extension,nullzero" json:"extension,omitempty" maxLength:"8" pattern:"^([1-9][0-9]{1,7})?$" patternDescription:"extension"`
	Default       route.Destination `bun:"fallback,type:jsonb" json:"default,omitzero" doc:"where neither schedule nor button leads elsewhere; unset: busy"`
	Schedule      Schedule          `bun:"type:jsonb" json:"schedule,omitzero"`
	Buttons       Buttons           `bun:"type:jsonb" json:"buttons,omitzero"`
	Warnings      []IVRWarning      `bun:"-" json:"warnings,omitempty" readOnly:"true" nullable:"false" doc:"what is probably not meant so, of a single record"`
	Version       int64             `json:"version" readOnly:"true"`
}

// Schedule routes by date and time (C-IVR-2).
type Schedule struct {
	Enabled bool          `json:"enabled" required:"false" doc:"absent: as it is, of a new record off; in a site file on"`
	Dates   []string      `json:"dates,omitempty" nullable:"false" doc:"designated dates, YYYY-MM-DD"`
	Rows    []ScheduleRow `json:"rows,omitempty" maxItems:"200" nullable:"false" doc:"the first that matches wins"`
}

// ScheduleRow is one line of a schedule: [From, To) in the site's zone.
type ScheduleRow struct {
	From       string            `json:"from" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" patternDescription:"clock" example:"09:00"`
	To         string            `json:"to" pattern:"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$" patternDescription:"clock" example:"18:00" doc:"24:00 allowed; before from: it spans midnight"`
	Weekdays   []string          `json:"weekdays,omitempty" maxItems:"7" nullable:"false" enum:"mon,tue,wed,thu,fri,sat,sun"`
	Designated bool              `json:"designated,omitempty" doc:"★: matches on designated dates"`
	Holiday    bool              `json:"holiday,omitempty" doc:"祝日: matches on holidays"`
	Then       route.Destination `json:"toDestination"`
}

// Buttons routes by key (C-IVR-3).
type Buttons struct {
	Enabled bool                         `json:"enabled" required:"false" doc:"absent: as it is, of a new record off; in a site file on"`
	Audio   id.Audio                     `json:"audio,omitzero"`
	Keys    map[string]route.Destination `json:"keys,omitempty" doc:"by 0 to 9, * and #"`
	Wait    int                          `json:"wait,omitempty" minimum:"0" maximum:"60" doc:"seconds for a key after the audio; 0: 5"`
	Tries   int                          `json:"tries,omitempty" minimum:"0" maximum:"10" doc:"how often the audio plays in all; 0: 3"`
	Direct  bool                         `json:"direct,omitempty" doc:"extensions may be dialed"`
}

// Transfer is an external transfer (C-XFER-1).
type Transfer struct {
	bun.BaseModel   `bun:"table:transfers" json:"-"`
	ID              id.Transfer `bun:"id,pk" json:"id" readOnly:"true"`
	Name            string      `json:"name" minLength:"1" maxLength:"64"`
	Number          string      `json:"number" minLength:"1" maxLength:"40" doc:"as people write it; kept as national digits"`
	CallerID        id.Number   `bun:"caller_id" json:"callerId,omitzero"`
	UseCalledNumber bool        `json:"useCalledNumber,omitempty" doc:"present the number that the caller called"`
	Version         int64       `json:"version" readOnly:"true"`
}

// Number is one of the site's phone numbers (J-NUM-1).
type Number struct {
	bun.BaseModel   `bun:"table:numbers" json:"-"`
	ID              id.Number         `bun:"id,pk" json:"id" readOnly:"true"`
	Number          string            `json:"number" minLength:"1" maxLength:"64" doc:"in any usual way of writing it, kept as national digits; fixed once it is made"`
	Name            string            `json:"name" maxLength:"64" doc:"empty: the number"`
	Trunk           id.Trunk          `bun:"trunk_id" json:"trunk,omitzero"`
	Route           route.Destination `bun:"type:jsonb" json:"route,omitzero" doc:"where its calls go; unset: refused"`
	MaxChannels     int               `json:"maxChannels" minimum:"0" maximum:"1000000" doc:"calls at once; 0: no limit of its own"`
	Prefix          string            `json:"prefix,omitempty" pattern:"^([0-9]{1,4})?$" patternDescription:"prefix" doc:"dialed before a number, it is presented; 1 to 4 digits"`
	DisplayInbound  string            `json:"displayInbound,omitempty" maxLength:"64"`
	DisplayOutbound string            `json:"displayOutbound,omitempty" maxLength:"64"`
	Record          *bool             `json:"record,omitempty" doc:"null: as the group or the site"`
	Language        string            `json:"language,omitempty" enum:",ja,en" doc:"of the prompts; empty: the site's"`
	Listed          bool              `json:"listed" doc:"agents may choose it as caller ID"`
	PopupRing       string            `json:"popupRing,omitempty" maxLength:"1024" doc:"page for a call that rings (J-NUM-6); @@@@ stands for the caller's number"`
	PopupAnswer     string            `json:"popupAnswer,omitempty" maxLength:"1024" doc:"and for one that was answered"`
	MayPresent      []id.Agent        `bun:"-" json:"mayPresent,omitempty" nullable:"false" maxItems:"10000" doc:"agents who may present it because it is in their list; agents without a list may present every listed number"`
	Version         int64             `json:"version" readOnly:"true"`
}

// Settings are the site's own.
type Settings struct {
	bun.BaseModel `bun:"table:site" json:"-"`
	ID            id.Site `bun:"id,pk" json:"id" readOnly:"true"`
	Name          string  `json:"name" minLength:"1" maxLength:"64"`
	Language      string  `json:"language" enum:"ja,en" doc:"of the built-in prompts"`
	Record        bool    `json:"record" doc:"record every call, unless its group or number says otherwise"`
	LoginAttempts int     `json:"loginAttempts" minimum:"0" maximum:"100" doc:"wrong passwords that lock a login; 0: never"`
	SessionIdle   int     `json:"sessionIdle" minimum:"60" maximum:"2592000" doc:"seconds without a request that end a session"`
	ServiceLevel  int     `json:"serviceLevel" minimum:"1" maximum:"3600" doc:"seconds within which an answer counts, of today's figures at once"`
	Exchange
	Version     int64 `bun:"settings_version" json:"version" readOnly:"true"` // counts the changes of the settings
	SiteVersion int64 `bun:"version" json:"-"`                                // counts every change of any noun
}
