package acd

import (
	"cmp"
	"slices"
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
	Kept    int       `json:"kept"`            // places of callers to be called back, waiting or ringing
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
	Position int          `json:"position"`       // 1 is next, kept places counted; 0 while agents ring
	Kept     bool         `json:"kept,omitempty"` // the caller has hung up and is to be called back
	Ringing  []id.Agent   `json:"ringing,omitempty"`
}

// Agents gives every agent's whole state, by extension.
func (f *Floor) Agents() []journal.AgentChanged {
	list := make([]journal.AgentChanged, len(f.agentOrder))
	for i, a := range f.agentOrder {
		list[i] = a.shown
	}
	return list
}

// Groups gives every group's figures, by extension.
func (f *Floor) Groups() []GroupView {
	list := make([]GroupView, len(f.groupOrder))
	for i, g := range f.groupOrder {
		list[i] = GroupView{Group: g.id, Ready: len(g.ready)}
	}
	for _, v := range f.visits {
		w := &list[v.group.rank]
		switch {
		case v.kept:
			w.Kept++
			continue
		case v.offer == nil:
			w.Waiting++
		default:
			w.Ringing++
		}
		if w.Oldest.IsZero() || v.arrived.Before(w.Oldest) {
			w.Oldest = v.arrived
		}
	}
	return list
}

// Waiting gives every call in a group: by group, those that ring first, then
// the others by place.
func (f *Floor) Waiting() []WaitingView {
	list := make([]WaitingView, 0, len(f.visits))
	for _, v := range f.visits {
		w := WaitingView{
			Call: v.call, Group: v.group.id, From: v.from,
			Since: v.since, Arrived: v.arrived, Priority: v.priority, Kept: v.kept,
		}
		if v.offer == nil {
			w.Position = slices.Index(v.group.pending, v) + 1
		} else {
			for _, t := range v.offer.targets {
				if t.open {
					w.Ringing = append(w.Ringing, t.agent.id)
				}
			}
		}
		list = append(list, w)
	}
	slices.SortFunc(list, func(a, b WaitingView) int {
		return cmp.Or(
			cmp.Compare(f.groups[a.Group].rank, f.groups[b.Group].rank),
			cmp.Compare(a.Position, b.Position),
			a.Since.Compare(b.Since),
			slices.Compare(a.Call[:], b.Call[:]))
	})
	return list
}
