package journal

import (
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// Direction of a call as the site sees it.
type Direction string

// The directions.
const (
	Inbound  Direction = "in"
	Outbound Direction = "out"
	Internal Direction = "internal"
)

// Role of a leg in its call.
type Role string

// The roles.
const (
	RoleCaller     Role = "caller"     // the leg that started the call
	RoleAgent      Role = "agent"      // a phone rung for an agent
	RoleCallee     Role = "callee"     // an outside number dialed for the caller
	RoleMember     Role = "member"     // of a conference room
	RoleSupervisor Role = "supervisor" // listens, whispers or barges in
)

// Outcome of a visit to a group (C-Q-6). Every arrival ends as exactly one.
type Outcome string

// The outcomes.
const (
	OutcomeAnswered  Outcome = "answered"
	OutcomeAbandoned Outcome = "abandoned"
	OutcomeOverflow  Outcome = "overflow"
	OutcomeTimeout   Outcome = "timeout"
	OutcomeCallback  Outcome = "callback" // the caller hung up to be called back
)

// CallStarted is the first event of a call's stream.
type CallStarted struct {
	Call      id.Call      `json:"call"`
	Direction Direction    `json:"direction"`
	From      leg.Identity `json:"from"`
	Dialed    string       `json:"dialed"`
	Trunk     id.Trunk     `json:"trunk,omitzero"`
	Number    id.Number    `json:"number,omitzero"` // the site's phone number called or presented
	Agent     id.Agent     `json:"agent,omitzero"`  // who called, if an agent did
	Headers   leg.Headers  `json:"headers,omitzero"`
}

// Routed says where the call was sent and why.
type Routed struct {
	To     string    `json:"to"` // "group", "agent", "extension", "outside", "audio", "transfer", "busy" …
	Group  id.Group  `json:"group,omitzero"`
	Agent  id.Agent  `json:"agent,omitzero"`
	Number string    `json:"number,omitempty"`
	Why    string    `json:"why"` // "number", "overflow", "timeout", "dialed", "prefix" …
	Hop    int       `json:"hop"`
	Trunk  id.Trunk  `json:"trunk,omitzero"`
	Shown  id.Number `json:"shown,omitzero"` // caller ID chosen
}

// LegStarted: a leg came in or was dialed.
type LegStarted struct {
	Leg    id.Leg    `json:"leg"`
	Role   Role      `json:"role"`
	Agent  id.Agent  `json:"agent,omitzero"`
	Device id.Device `json:"device,omitzero"`
	Trunk  id.Trunk  `json:"trunk,omitzero"`
	Number string    `json:"number,omitempty"`
}

// LegRinging: the far end rings.
type LegRinging struct {
	Leg   id.Leg `json:"leg"`
	Early bool   `json:"early,omitempty"`
}

// LegAnswered: the leg is up.
type LegAnswered struct {
	Leg   id.Leg `json:"leg"`
	Codec string `json:"codec,omitempty"`
}

// LegHeld: the far side holds us.
type LegHeld struct {
	Leg id.Leg `json:"leg"`
}

// LegResumed: the far side ended its hold.
type LegResumed struct {
	Leg id.Leg `json:"leg"`
}

// LegEnded: the leg is over.
type LegEnded struct {
	Leg   id.Leg    `json:"leg"`
	By    leg.Side  `json:"by"`
	Cause leg.Cause `json:"cause"`
}

// LegMeasured: what the leg's media was like.
type LegMeasured struct {
	Leg     id.Leg      `json:"leg"`
	Quality leg.Quality `json:"quality"`
}

// Queued: the caller arrived at a group.
type Queued struct {
	Group id.Group  `json:"group"`
	Since time.Time `json:"since"`
}

// Offered: the floor chose agents to ring.
type Offered struct {
	Group  id.Group   `json:"group,omitzero"` // none for a direct call
	Offer  id.Offer   `json:"offer,omitzero"`
	Agents []id.Agent `json:"agents"`
	// Why explains the choice in words a supervisor reads: strategy, level,
	// and for each member of the group not chosen, the reason.
	Why []MemberReason `json:"why,omitempty"`
}

// MemberReason says why a member was or was not rung (W-HIST-6).
type MemberReason struct {
	Agent  id.Agent `json:"agent"`
	Chosen bool     `json:"chosen"`
	Reason string   `json:"reason"` // "longest-idle", "all", "round-robin", "offline", "paused", "talking", "ringing", "higher-level" …
}

// OfferEnded: one rung agent did not take the call.
type OfferEnded struct {
	Group id.Group `json:"group,omitzero"`
	Offer id.Offer `json:"offer,omitzero"`
	Agent id.Agent `json:"agent"`
	Cause leg.Kind `json:"cause"`
}

// Connected: an agent and the other party talk.
type Connected struct {
	Group  id.Group      `json:"group,omitzero"`
	Agent  id.Agent      `json:"agent,omitzero"`
	Leg    id.Leg        `json:"leg"`
	Waited time.Duration `json:"waited"`
}

// Dequeued: the visit to the group ended.
type Dequeued struct {
	Group   id.Group `json:"group"`
	Outcome Outcome  `json:"outcome"`
}

// Digit: a key pressed while the system listened for keys. Keys pressed in a
// conversation are not recorded: they may be a card number.
type Digit struct {
	Leg id.Leg `json:"leg"`
	Key string `json:"key"`
}

// Playing: a leg hears a sound of ours.
type Playing struct {
	Leg  id.Leg `json:"leg"`
	What string `json:"what"` // "greeting", "music", "ringback", "whisper", "busy" …
}

// RecordingStarted: audio is being recorded.
type RecordingStarted struct {
	Recording id.Recording  `json:"recording"`
	Of        RecordingKind `json:"of,omitempty"`
	Group     id.Group      `json:"group,omitzero"` // whose policy it falls under
	// Demanded: an agent asked for it, and may end it; else it is by policy.
	Demanded bool     `json:"demanded,omitempty"`
	Audio    id.Audio `json:"audio,omitzero"` // after which a voicemail is left
}

// RecordingEnded: the file is complete, or Failed says why not.
type RecordingEnded struct {
	Recording id.Recording  `json:"recording"`
	Path      string        `json:"path,omitempty"`
	Length    time.Duration `json:"length"`
	Bytes     int64         `json:"bytes"`
	SHA256    string        `json:"sha256,omitempty"`
	Key       string        `json:"key,omitempty"` // name of the key it is encrypted with
	Failed    string        `json:"failed,omitempty"`
}

// CallEnded is the last event of a call's stream; it carries the whole record.
type CallEnded struct {
	Record Record `json:"record"`
}

// Record is a finished call.
type Record struct {
	Call       id.Call       `json:"call"`
	Direction  Direction     `json:"direction"`
	From       leg.Identity  `json:"from"`
	To         leg.Identity  `json:"to"` // number dialed, and whom it stands for
	Number     id.Number     `json:"number,omitzero"`
	Trunk      id.Trunk      `json:"trunk,omitzero"`
	Caller     id.Agent      `json:"caller,omitzero"` // agent who called
	Agent      id.Agent      `json:"agent,omitzero"`  // agent who talked last
	Group      id.Group      `json:"group,omitzero"`  // group that answered, else the last visited
	StartedAt  time.Time     `json:"startedAt"`
	AnsweredAt time.Time     `json:"answeredAt,omitzero"` // by a person
	EndedAt    time.Time     `json:"endedAt"`
	Answered   bool          `json:"answered"`
	Waited     time.Duration `json:"waited"` // start to answer, or to the end
	Talked     time.Duration `json:"talked"`
	Cause      leg.Cause     `json:"cause"`
	EndedBy    Party         `json:"endedBy,omitempty"`
	JoinedTo   id.Call       `json:"joinedTo,omitzero"`  // the call its conversation went on in
	JoinedBy   []id.Call     `json:"joinedBy,omitempty"` // calls that went on in this one
	Visits     []Visit       `json:"visits,omitempty"`
	Segments   []Segment     `json:"segments,omitempty"`
	Legs       []LegRecord   `json:"legs"`
	Recordings []RecordingOf `json:"recordings,omitempty"`
}

// Party is who ended a call.
type Party string

// The parties.
const (
	PartyCaller Party = "caller"
	PartyCallee Party = "callee"
	PartySystem Party = "system"
)

// Visit is one stay in a group.
type Visit struct {
	Group   id.Group  `json:"group"`
	Arrived time.Time `json:"arrived"`
	Left    time.Time `json:"left"`
	Outcome Outcome   `json:"outcome"`
}

// Segment is one stretch of talking between the caller and one party.
type Segment struct {
	Agent id.Agent  `json:"agent,omitzero"`
	Group id.Group  `json:"group,omitzero"`
	Leg   id.Leg    `json:"leg"`
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
	Held  int64     `json:"heldMs,omitempty"`
}

// LegRecord is one leg of a finished call.
type LegRecord struct {
	Leg        id.Leg       `json:"leg"`
	Role       Role         `json:"role"`
	Agent      id.Agent     `json:"agent,omitzero"`
	Device     id.Device    `json:"device,omitzero"`
	Trunk      id.Trunk     `json:"trunk,omitzero"`
	Number     string       `json:"number,omitempty"`
	StartedAt  time.Time    `json:"startedAt"`
	AnsweredAt time.Time    `json:"answeredAt,omitzero"`
	EndedAt    time.Time    `json:"endedAt"`
	By         leg.Side     `json:"by"`
	Cause      leg.Cause    `json:"cause"`
	Quality    *leg.Quality `json:"quality,omitempty"`
}

// RecordingOf is one recording of a finished call. Its file's figures come
// later, with RecordingEnded.
type RecordingOf struct {
	Recording id.Recording  `json:"recording"`
	Kind      RecordingKind `json:"kind,omitempty"`
	Paused    []Interval    `json:"paused,omitempty"`
}

// RecordingKind is what was recorded.
type RecordingKind string

// The kinds.
const (
	Conversation RecordingKind = ""
	Voicemail    RecordingKind = "voicemail"
	OwnAudio     RecordingKind = "audio" // an audio file recorded from a phone
)

// Interval is a stretch of a recording, from its beginning.
type Interval struct {
	From  time.Duration `json:"from"`
	Until time.Duration `json:"until"`
}

// Kind names the body in storage.
func (CallStarted) Kind() string { return "started" }

// Kind names the body in storage.
func (Routed) Kind() string { return "routed" }

// Kind names the body in storage.
func (LegStarted) Kind() string { return "legStarted" }

// Kind names the body in storage.
func (LegRinging) Kind() string { return "ringing" }

// Kind names the body in storage.
func (LegAnswered) Kind() string { return "answered" }

// Kind names the body in storage.
func (LegHeld) Kind() string { return "held" }

// Kind names the body in storage.
func (LegResumed) Kind() string { return "resumed" }

// Kind names the body in storage.
func (LegEnded) Kind() string { return "legEnded" }

// Kind names the body in storage.
func (LegMeasured) Kind() string { return "measured" }

// Kind names the body in storage.
func (Queued) Kind() string { return "queued" }

// Kind names the body in storage.
func (Offered) Kind() string { return "offered" }

// Kind names the body in storage.
func (OfferEnded) Kind() string { return "offerEnded" }

// Kind names the body in storage.
func (Connected) Kind() string { return "connected" }

// Kind names the body in storage.
func (Dequeued) Kind() string { return "dequeued" }

// Kind names the body in storage.
func (Digit) Kind() string { return "digit" }

// Kind names the body in storage.
func (Playing) Kind() string { return "playing" }

// Kind names the body in storage.
func (RecordingStarted) Kind() string { return "recordingStarted" }

// Kind names the body in storage.
func (RecordingEnded) Kind() string { return "recordingEnded" }

// Kind names the body in storage.
func (CallEnded) Kind() string { return "ended" }

func (CallStarted) body()      {}
func (Routed) body()           {}
func (LegStarted) body()       {}
func (LegRinging) body()       {}
func (LegAnswered) body()      {}
func (LegHeld) body()          {}
func (LegResumed) body()       {}
func (LegEnded) body()         {}
func (LegMeasured) body()      {}
func (Queued) body()           {}
func (Offered) body()          {}
func (OfferEnded) body()       {}
func (Connected) body()        {}
func (Dequeued) body()         {}
func (Digit) body()            {}
func (Playing) body()          {}
func (RecordingStarted) body() {}
func (RecordingEnded) body()   {}
func (CallEnded) body()        {}
