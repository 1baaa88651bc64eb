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
	Statuses Collection = "statuses"
)

// Collections are all of them, in the order in which they are written.
func Collections() []Collection { return []Collection{Groups, Agents, Waiting, Calls, Statuses} }

// Snapshot is everything the reader may see.
type Snapshot struct {
	Type       MessageType `json:"type"`
	Seq        uint64      `json:"seq"`
	ServerTime int64       `json:"serverTime"`
	State      State       `json:"state"`
}

// State holds the rows by their identifiers.
type State struct {
	Groups   map[string]GroupRow   `json:"groups"`
	Agents   map[string]AgentRow   `json:"agents"`
	Waiting  map[string]WaitingRow `json:"waiting"`
	Calls    map[string]CallRow    `json:"calls"`
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
	Members          int      `json:"members"`
	Online           int      `json:"online"`
	Talking          int      `json:"talking"`
	Available        int      `json:"available"`
	Paused           int      `json:"paused"`
	Waiting          int      `json:"waiting"`
	LongestWaitSince int64    `json:"longestWaitSince,omitempty"`
	ServiceLevel     *float64 `json:"serviceLevel,omitempty"` // 0 to 1; absent before the first arrival
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
	State      string `json:"state"` // "ringing", "ivr", "waiting", "talking", "holding"
	From       Caller `json:"from"`
	To         Caller `json:"to"`
	Group      string `json:"group,omitempty"`
	Agent      string `json:"agent,omitempty"`
	Since      int64  `json:"since"`
	AnsweredAt int64  `json:"answeredAt,omitempty"`
	Recording  bool   `json:"recording"`
}

// StatusRow is an agent status that may be chosen.
type StatusRow struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Color string `json:"color"`
	Icon  string `json:"icon"`
}
