package acd

import (
	"bytes"
	"slices"

	"github.com/yobirin/yobirin/shared/id"
)

// ChannelsView is how many legs go through trunks, with the limits. A limit
// of 0 is none. Each list is in order of identifiers.
type ChannelsView struct {
	Trunks  []TrunkUse  `json:"trunks"`
	Numbers []NumberUse `json:"numbers"`
	Agents  []AgentUse  `json:"agents"` // who called outside today, or does now
}

// TrunkUse is what is used of one trunk.
type TrunkUse struct {
	Trunk   id.Trunk `json:"trunk"`
	Busy    int      `json:"busy"`    // channels, both directions
	Outside int      `json:"outside"` // of them outbound
	Today   int      `json:"today"`   // outbound calls begun on this day of the site
	Limits  Trunk    `json:"limits"`
}

// NumberUse is what is used of one of the site's numbers.
type NumberUse struct {
	Number id.Number `json:"number"`
	Busy   int       `json:"busy"`
	Max    int       `json:"max"`
}

// AgentUse is an agent's outside calls.
type AgentUse struct {
	Agent id.Agent `json:"agent"`
	Now   int      `json:"now"`
	Today int      `json:"today"`
}

// Channels gives the use of every trunk and number that is in the plan or in
// use, and of every agent who called outside, as the last input left it.
func (f *Floor) Channels() ChannelsView {
	c := &f.channels
	v := ChannelsView{Trunks: []TrunkUse{}, Numbers: []NumberUse{}, Agents: []AgentUse{}}
	for _, k := range keysOf(c.trunks, c.onTrunk) {
		u, limits := c.onTrunk[k], c.trunks[k]
		limits.ID = k
		v.Trunks = append(v.Trunks, TrunkUse{k, u.busy, u.outside, u.today, limits})
	}
	for _, k := range keysOf(c.numbers, c.onNumber) {
		if u := c.onNumber[k]; u.busy > 0 || c.numbers[k].ID == k {
			v.Numbers = append(v.Numbers, NumberUse{k, u.busy, c.numbers[k].Channels})
		}
	}
	for _, k := range keysOf(map[id.Agent]use{}, c.byAgent) {
		u := c.byAgent[k]
		v.Agents = append(v.Agents, AgentUse{k, u.outside, u.today})
	}
	return v
}

// keysOf gives the keys of both maps once, in order.
func keysOf[K ~[16]byte, A, B any](a map[K]A, b map[K]B) []K {
	list := make([]K, 0, max(len(a), len(b)))
	for k := range a {
		list = append(list, k)
	}
	for k := range b {
		if _, both := a[k]; !both {
			list = append(list, k)
		}
	}
	slices.SortFunc(list, func(x, y K) int { return bytes.Compare(x[:], y[:]) })
	return list
}

// Daily is what was counted of a day of the site; it outlives a restart, so
// that a restart is no way past a limit.
type Daily struct {
	Day    string           `json:"day"` // YYYY-MM-DD
	Agents map[id.Agent]int `json:"agents,omitempty"`
	Trunks map[id.Trunk]int `json:"trunks,omitempty"`
}

func (c *channels) daily(day string) Daily {
	return Daily{day, countsOf(c.byAgent), countsOf(c.onTrunk)}
}

func countsOf[K comparable](counts map[K]use) map[K]int {
	var out map[K]int
	for k, u := range counts {
		if u.today > 0 {
			if out == nil {
				out = map[K]int{}
			}
			out[k] = u.today
		}
	}
	return out
}

// remember adds a snapshot's counts to the day's.
func (c *channels) remember(d Daily) {
	for k, n := range d.Agents {
		tally(c.byAgent, k, use{today: max(0, n)})
	}
	for k, n := range d.Trunks {
		tally(c.onTrunk, k, use{today: max(0, n)})
	}
}
