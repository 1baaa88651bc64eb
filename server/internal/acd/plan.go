package acd

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// Plan is the part of the site's configuration that the floor works from.
type Plan struct {
	Agents  []Agent  `json:"agents"`
	Groups  []Group  `json:"groups"`
	Trunks  []Trunk  `json:"trunks,omitempty"`
	Numbers []Number `json:"numbers,omitempty"`
	Caps    Caps     `json:"caps,omitzero"`
	// Statuses are those that may be chosen; nil: any. Who is paused by one that
	// is not there any more stays so.
	Statuses []id.Status `json:"statuses,omitzero"`

	FirstSlot int `json:"firstSlot,omitempty"` // of parking; 0 is 9001
	LastSlot  int `json:"lastSlot,omitempty"`  // 0 is 9099
	Rooms     int `json:"rooms,omitempty"`     // conference rooms, from 1; 0 is 3, below 0 none
}

// Trunk is a trunk's limits; 0 is none.
type Trunk struct {
	ID       id.Trunk `json:"id"`
	Channels int      `json:"channels,omitempty"` // contracted, both directions
	Outside  int      `json:"outside,omitempty"`  // outbound calls at once
	Daily    int      `json:"daily,omitempty"`    // outbound calls in a day of the site's zone
}

// Number is the limit of one of the site's numbers; 0 is none.
type Number struct {
	ID       id.Number `json:"id"`
	Channels int       `json:"channels,omitempty"`
}

// Caps guard against toll fraud: outside calls of one agent; 0 is no limit.
type Caps struct {
	AtOnce int `json:"atOnce,omitempty"`
	Daily  int `json:"daily,omitempty"`
}

// Agent is an agent as configured.
type Agent struct {
	CallWaiting bool        `json:"callWaiting,omitempty"` // a direct call may ring beside its only one
	ID          id.Agent    `json:"id"`
	Extension   string      `json:"extension"`
	Devices     []id.Device `json:"devices"`
}

// Strategy is how a group chooses among its free members (C-Q-3).
type Strategy string

// The strategies.
const (
	RingAll       Strategy = "all"
	LongestIdle   Strategy = "longest-idle"
	LeastTalkTime Strategy = "least-talk-time"
	Random        Strategy = "random"
	RoundRobin    Strategy = "round-robin"
	ByLevel       Strategy = "by-level"
)

// Group is a group as configured (C-Q-1), as far as it concerns the floor.
type Group struct {
	ID              id.Group      `json:"id"`
	Extension       string        `json:"extension"`
	Strategy        Strategy      `json:"strategy"`
	MaxWaiting      *int          `json:"maxWaiting"`           // nil: unlimited; 0: only calls for which an agent is free
	Timeout         time.Duration `json:"timeout"`              // from arrival; 0: none
	RingTime        time.Duration `json:"ringTime"`             // of one offer
	ACW             ACW           `json:"acw"`                  //
	PauseOnNoAnswer NoAnswer      `json:"pauseOnNoAnswer"`      //
	CallsPerAgent   int           `json:"callsPerAgent"`        // calls an agent may have at once; 0 means 1
	Strict          bool          `json:"strict,omitempty"`     // only the lowest level configured
	PreferLast      bool          `json:"preferLast,omitempty"` // who talked to the caller last is rung first, if free
	Members         []Member      `json:"members"`
}

// ACW is a group's after-call work.
type ACW struct {
	Enabled bool          `json:"enabled"`
	Status  id.Status     `json:"status,omitzero"`
	Release time.Duration `json:"release"` // 0: until the agent ends it
}

// NoAnswer says whether an unanswered ring pauses the agent.
type NoAnswer struct {
	Enabled bool          `json:"enabled"`
	Status  id.Status     `json:"status,omitzero"`
	Release time.Duration `json:"release"` // 0: until the agent ends it
	Misses  int           `json:"misses"`  // unanswered rings in a row; 0 means 1
}

// Member is an agent's place in a group.
type Member struct {
	Agent id.Agent `json:"agent"`
	Level int      `json:"level"` // 0..99, lower is tried first
}

// Snapshot is what outlives a restart: statuses (C-STAT-6), the memory of
// round robin and idle times, the day's outside calls, and last talkers.
type Snapshot struct {
	At     time.Time                `json:"at"`
	Agents map[id.Agent]AgentMemory `json:"agents"`
	Groups map[id.Group]GroupMemory `json:"groups"`
	Daily  Daily                    `json:"daily,omitzero"`

	// Talkers is who talked to whom last, oldest first, for groups that prefer
	// them. It holds callers' numbers; the slice is not to be changed.
	Talkers []Talker `json:"talkers,omitempty"`
}

// AgentMemory is what is kept of an agent.
type AgentMemory struct {
	Pauses   []journal.Pause            `json:"pauses"`
	Online   bool                       `json:"online,omitempty"`  // a phone was registered: the next login is no fresh one
	LastCall time.Time                  `json:"lastCall,omitzero"` // end of the last call
	Queued   []SetStatus                `json:"queued,omitempty"`  // changes asked for during a call
	Talked   map[id.Group]time.Duration `json:"talked,omitempty"`  // today
	Day      string                     `json:"day,omitempty"`     // YYYY-MM-DD that Talked is of
}

// GroupMemory is what is kept of a group.
type GroupMemory struct {
	Next id.Agent `json:"next,omitzero"` // round robin: last agent offered
}
