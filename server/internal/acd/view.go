package acd

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// GroupView is a group as it stands, for status pages and the live floor.
type GroupView struct {
	Group   id.Group  `json:"group"`
	Waiting int       `json:"waiting"`         // calls without a ringing agent
	Ringing int       `json:"ringing"`         // calls with at least one ringing agent
	Ready   int       `json:"ready"`           // agents who could be rung now
	Oldest  time.Time `json:"oldest,omitzero"` // earliest arrival among waiting and ringing
}

// WaitingView is a call in a group: waiting, or ringing at agents.
type WaitingView struct {
	Call     id.Call      `json:"call"`
	Group    id.Group     `json:"group"`
	From     leg.Identity `json:"from"`
	Since    time.Time    `json:"since"`   // kept over overflows
	Arrived  time.Time    `json:"arrived"` // at this group
	Priority int          `json:"priority,omitempty"`
	Position int          `json:"position"` // 1 is next; 0 while agents ring
	Ringing  []id.Agent   `json:"ringing,omitempty"`
}

// Agents gives every agent's whole state, by extension.
func (f *Floor) Agents() []journal.AgentChanged { return nil }

// Groups gives every group's figures, by extension.
func (f *Floor) Groups() []GroupView { return nil }

// Waiting gives every call in a group, by group and place.
func (f *Floor) Waiting() []WaitingView { return nil }
