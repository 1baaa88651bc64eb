// Package live is what travels over the live socket: text messages of JSON.
// The server sends one Snapshot, then Deltas whose numbers follow each other
// without a gap; who misses one asks for a Resync and gets a Snapshot again.
// Times are milliseconds since 1970 by the server's clock.
package live

// MessageType is the field "type" that every message has.
type MessageType string

// The types of the floor. Resync is the only one of them that a client sends.
const (
	TypeSnapshot MessageType = "snapshot"
	TypeDelta    MessageType = "delta"
	TypePing     MessageType = "ping"
	TypeResync   MessageType = "resync"
)

// Collection names a set of rows.
type Collection string

// The collections.
const (
	Groups   Collection = "groups"
	Agents   Collection = "agents"
	Waiting  Collection = "waiting"
	Calls    Collection = "calls"
	Parked   Collection = "parked"
	Notices  Collection = "notices"
	Statuses Collection = "statuses"
)

// Collections are all of them, in the order in which they are written.
func Collections() []Collection {
	return []Collection{Groups, Agents, Waiting, Calls, Parked, Notices, Statuses}
}

// Snapshot is everything the reader may see.
type Snapshot struct {
	Type       MessageType `json:"type"`
	Seq        uint64      `json:"seq"`
	ServerTime int64       `json:"serverTime"`
	Rights     *Rights     `json:"rights,omitempty"`
	State      State       `json:"state"`
}

// Rights are what the reader might when its socket was opened. A page that
// asked before knows by them that it is out of date; should they change
// afterwards, the server closes the socket with code 4403.
type Rights struct {
	Role        string   `json:"role"`
	Permissions []string `json:"permissions" nullable:"false"`
}

// State holds the rows by their identifiers.
type State struct {
	Groups   map[string]GroupRow   `json:"groups"`
	Agents   map[string]AgentRow   `json:"agents"`
	Waiting  map[string]WaitingRow `json:"waiting"`
	Calls    map[string]CallRow    `json:"calls"`
	Parked   map[string]ParkedRow  `json:"parked"`
	Notices  map[string]NoticeRow  `json:"notices"`
	Statuses map[string]StatusRow  `json:"statuses"`
}

// Delta is what changed since the message before. Rows in Set are whole.
type Delta struct {
	Type MessageType             `json:"type"`
	Seq  uint64                  `json:"seq"`
	Set  State                   `json:"set,omitzero"`
	Del  map[Collection][]string `json:"del,omitempty"`
}

// Request is what every message of a client has; Read reads the whole.
type Request struct {
	Type MessageType `json:"type"`
}

// Caller is a party of a call.
type Caller struct {
	Number   string `json:"number,omitempty"`
	Name     string `json:"name,omitempty"`
	Withheld bool   `json:"withheld,omitempty"`
}

// GroupRow is a row of the group table (W-RT-1). Ringing and holding count as
// talking; Available and Paused are meant in this group.
type GroupRow struct {
	ID               string   `json:"id"`
	Name             string   `json:"name"`
	Extension        string   `json:"extension"`
	Color            string   `json:"color"`
	Answered         int      `json:"answered"`
	Abandoned        int      `json:"abandoned"`
	Overflow         int      `json:"overflow"`
	Timeout          int      `json:"timeout"`
	Arrivals         int      `json:"arrivals"`
	Callback         int      `json:"callback"` // hung up to be called back
	Kept             int      `json:"kept"`     // of them, those who have not been called back yet
	Members          int      `json:"members"`
	Online           int      `json:"online"`
	Talking          int      `json:"talking"`
	Available        int      `json:"available"`
	Paused           int      `json:"paused"`
	Waiting          int      `json:"waiting"`
	LongestWaitSince int64    `json:"longestWaitSince,omitempty"`
	ServiceLevel     *float64 `json:"serviceLevel,omitempty"` // 0 to 1; absent before the first arrival
	GroupSums
}

// GroupSums are what a group's averages are made of, for screens that show
// those of several groups together: sums add up, averages do not. Times are
// milliseconds of the day so far.
type GroupSums struct {
	Within       int   `json:"within"`       // answered within the service level's time
	WaitAnswered int64 `json:"waitAnswered"` // over the answered
	LongestWait  int64 `json:"longestWait"`  // of a call that does not wait any more
	Talks        int   `json:"talks"`        // of calls that ended
	Talked       int64 `json:"talked"`
	Works        int   `json:"works"` // after-call works that ended
	Worked       int64 `json:"worked"`
	// Hour is the last hour by five minutes, the oldest first and without the
	// empty ones before the first: arrivals, answered, abandoned. HourFrom is
	// when the first of them begins.
	Hour     [][3]int `json:"hour,omitempty" nullable:"false"`
	HourFrom int64    `json:"hourFrom,omitempty"`
	// HourLost is how many of each five minutes' arrivals were lost: abandoned,
	// overflowed or timed out. Who waits still is not.
	HourLost []int `json:"hourLost,omitempty" nullable:"false"`
}

// Bar is five minutes of a group (W-RT-2); a call counts in those in which it
// arrived.
type Bar struct {
	At        int64 `json:"at"` // its beginning
	Arrivals  int   `json:"arrivals"`
	Answered  int   `json:"answered"`
	Abandoned int   `json:"abandoned"`
	Overflow  int   `json:"overflow"`
	Timeout   int   `json:"timeout"`
	Callback  int   `json:"callback"`
	Within    int   `json:"within"`
}

// Bars are those of a group with anything in them, the oldest first.
type Bars struct {
	Length     int64 `json:"length" doc:"milliseconds of a bar"`
	ServerTime int64 `json:"serverTime" doc:"milliseconds since 1970"`
	Items      []Bar `json:"items" nullable:"false"`
}

// AgentRow is an agent with its status.
type AgentRow struct {
	ID        string       `json:"id"`
	Name      string       `json:"name"`
	Nickname  string       `json:"nickname"`
	Extension string       `json:"extension"`
	State     string       `json:"state"`
	StatusID  string       `json:"statusId,omitempty"`
	Since     int64        `json:"since"`
	Cause     string       `json:"cause,omitempty"`
	Groups    []Membership `json:"groups" nullable:"false"`
	Call      string       `json:"call,omitempty"`
}

// Membership is an agent's status in one group.
type Membership struct {
	ID       string  `json:"id"`
	Paused   bool    `json:"paused,omitempty"`
	StatusID *string `json:"statusId"` // null: not paused; "": paused without a status
	Since    int64   `json:"since,omitempty"`
	Until    int64   `json:"until,omitempty"` // when the pause ends by itself
	Cause    string  `json:"cause,omitempty"` // "self", "supervisor", "acw", "no-answer", "system"
	Level    int     `json:"level,omitempty"`
	Next     *string `json:"next,omitempty"` // asked for during a call: "available", a status, or "" for a pause without one
}

// WaitingRow is a call that waits in a group.
type WaitingRow struct {
	Call     string `json:"call"`
	Group    string `json:"group"`
	From     Caller `json:"from"`
	Since    int64  `json:"since"`
	Position int    `json:"position"` // from 1
	VIP      bool   `json:"vip,omitempty"`
}

// CallRow is a call in progress. It is deleted when it ends.
type CallRow struct {
	ID         string `json:"id"`
	Direction  string `json:"direction"`
	State      string `json:"state"` // "ringing", "ivr", "waiting", "talking", "holding", "parked", "callback"
	From       Caller `json:"from"`
	To         Caller `json:"to"`
	Group      string `json:"group,omitempty"`
	Agent      string `json:"agent,omitempty"` // who talked to the caller last; of a parked call nobody
	Since      int64  `json:"since"`
	AnsweredAt int64  `json:"answeredAt,omitempty"`
	Recording  bool   `json:"recording"`
	Paused     bool   `json:"paused,omitempty"` // the recording takes silence
	// Demanded: an agent has asked for the recording and may end it; one by the
	// site's, the group's or the number's policy it may not.
	Demanded  bool `json:"demanded,omitempty"`
	Slot      int  `json:"slot,omitempty"` // where it is parked
	Room      int  `json:"room,omitempty"` // conference room
	Emergency bool `json:"emergency,omitempty"`
	// Parties are the legs in the call, in the order they came; supervisors
	// who listen are not among them.
	Parties     []CallParty   `json:"parties" nullable:"false"`
	Transfer    *Handing      `json:"transfer,omitempty"` // a transfer that is going on
	Returned    *Returned     `json:"returned,omitempty"` // it rings again because nobody took it; until somebody does
	Supervisors []Supervising `json:"supervisors,omitempty"`
	Watching    *Watching     `json:"watching,omitempty"` // a supervisor's own call, while it listens elsewhere
}

// CallParty is a leg in a call.
type CallParty struct {
	Leg    string `json:"leg"`
	Role   string `json:"role"` // as in the call's record: "caller", "agent", "callee", "member"
	Agent  string `json:"agent,omitempty"`
	Number string `json:"number,omitempty"` // of who is not an agent; a caller's is the row's From
	State  string `json:"state"`            // "dialing", "ringing", "up"
	Held   bool   `json:"held,omitempty"`
	Muted  bool   `json:"muted,omitempty"`
}

// Returned says what came back: a blind transfer that nobody took, or a parked
// call that nobody fetched.
type Returned struct {
	How   string `json:"how"`             // "transfer", "park"
	By    string `json:"by,omitempty"`    // the agent who handed it on or parked it
	To    string `json:"to,omitempty"`    // of a transfer: digits
	Cause string `json:"cause,omitempty"` // of a transfer: why nobody took it, as in the call's record
	Slot  int    `json:"slot,omitempty"`  // of a parked call: where it was, or still is
}

// Handing is a transfer that has been begun and is not over, or somebody who
// is called to take part.
type Handing struct {
	By      string `json:"by,omitempty"`      // agent
	How     string `json:"how"`               // "blind", "attended", "add"
	To      string `json:"to"`                // digits
	Stage   string `json:"stage"`             // "begun", "ringing", "consulting"
	Swapped bool   `json:"swapped,omitempty"` // of "consulting": the agent talks with the first party at present
}

// Supervising is somebody who listens to a call.
type Supervising struct {
	Leg   string `json:"leg"`
	Agent string `json:"agent"` // who listens
	Of    string `json:"of"`    // to whom
	Mode  string `json:"mode"`  // "monitor", "whisper", "barge"
	Since int64  `json:"since"`
}

// Watching is what a supervisor's own call is for.
type Watching struct {
	Leg   string `json:"leg"`
	Agent string `json:"agent"` // to whom it listens
	Mode  string `json:"mode"`
	Call  string `json:"call,omitempty"` // where it listens now; absent: the agent is in no call
}

// ParkedRow is a caller who waits in a slot for whoever dials it. Its key is
// the call.
type ParkedRow struct {
	Slot  int    `json:"slot"`
	Call  string `json:"call"`
	From  Caller `json:"from"`
	By    string `json:"by,omitempty"` // agent who parked
	Since int64  `json:"since"`
}

// NoticeRow is something that supervisors must hear of. What happens again
// within a quarter of an hour counts in the same notice.
type NoticeRow struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`            // "emergency", "limit"
	At     int64  `json:"at"`              // the last time
	Count  int    `json:"count"`           // times
	Agent  string `json:"agent,omitempty"` // who called
	Number string `json:"number,omitempty"`
	Limit  string `json:"limit,omitempty"` // "agent", "agent-day", "trunk-calls", "trunk-day"
	Max    int    `json:"max,omitempty"`
	Call   string `json:"call,omitempty"`
}

// StatusRow is an agent status that may be chosen, or was until it was deleted.
type StatusRow struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Color string `json:"color"`
	Icon  string `json:"icon"`
	// Retired: it is chosen no more, and keeps its name for who is paused by it.
	Retired bool `json:"retired,omitempty"`
}
