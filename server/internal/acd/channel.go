package acd

import (
	"slices"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// channels counts the legs that go through trunks, and knows their limits.
// Counting goes on where there is no limit, so that one set later finds the
// true figures.
type channels struct {
	trunks  map[id.Trunk]Trunk // limits
	numbers map[id.Number]Number
	caps    Caps

	taken    map[id.Leg]seizure
	byCall   map[id.Call][]id.Leg
	onTrunk  map[id.Trunk]use
	onNumber map[id.Number]use
	byAgent  map[id.Agent]use
}

// seizure is what one leg holds.
type seizure struct {
	call     id.Call
	trunk    id.Trunk
	number   id.Number
	agent    id.Agent
	outbound bool
}

// use is a count of legs: all, outbound ones, and outbound ones begun today.
type use struct{ busy, outside, today int }

func newChannels() channels {
	return channels{
		taken: map[id.Leg]seizure{}, byCall: map[id.Call][]id.Leg{},
		onTrunk: map[id.Trunk]use{}, onNumber: map[id.Number]use{}, byAgent: map[id.Agent]use{},
	}
}

// plan takes the limits over. Legs that have their channel keep it.
func (c *channels) plan(p Plan) {
	c.trunks, c.numbers, c.caps = make(map[id.Trunk]Trunk, len(p.Trunks)), make(map[id.Number]Number, len(p.Numbers)), p.Caps
	for _, t := range p.Trunks {
		c.trunks[t.ID] = t
	}
	for _, n := range p.Numbers {
		c.numbers[n.ID] = n
	}
}

// full says which limit the leg would pass, and what it is.
func (c *channels) full(in Seize) (Limit, int) {
	trunk, number := c.trunks[in.Trunk], c.numbers[in.Number]
	t, n, a := c.onTrunk[in.Trunk], c.onNumber[in.Number], c.byAgent[in.Agent]
	for _, l := range [...]struct {
		name      Limit
		max, have int
		holds     bool
	}{
		{LimitTrunk, trunk.Channels, t.busy, !in.Trunk.IsZero()},
		{LimitNumber, number.Channels, n.busy, !in.Number.IsZero()},
		{LimitTrunkCalls, trunk.Outside, t.outside, in.Outbound && !in.Trunk.IsZero()},
		{LimitTrunkDay, trunk.Daily, t.today, in.Outbound && !in.Trunk.IsZero()},
		{LimitAgent, c.caps.AtOnce, a.outside, in.Outbound && !in.Agent.IsZero()},
		{LimitAgentDay, c.caps.Daily, a.today, in.Outbound && !in.Agent.IsZero()},
	} {
		if l.holds && l.max > 0 && l.have >= l.max {
			return l.name, l.max
		}
	}
	return "", 0
}

// count adds (sign 1) or takes away (sign -1) what the leg holds. The day's
// counts only grow.
func (c *channels) count(s seizure, sign int) {
	change := use{busy: sign}
	if s.outbound {
		change.outside, change.today = sign, max(0, sign)
	}
	tally(c.onTrunk, s.trunk, change)
	tally(c.onNumber, s.number, use{busy: sign})
	if s.outbound {
		tally(c.byAgent, s.agent, change)
	}
}

// tally changes one count; one that is nothing is forgotten.
func tally[K interface {
	comparable
	IsZero() bool
}](counts map[K]use, key K, by use) {
	if key.IsZero() {
		return
	}
	u := counts[key]
	u.busy, u.outside, u.today = u.busy+by.busy, u.outside+by.outside, u.today+by.today
	if u == (use{}) {
		delete(counts, key)
		return
	}
	counts[key] = u
}

// newDay begins the day's counts anew.
func (c *channels) newDay() {
	forget(c.onTrunk)
	forget(c.byAgent)
}

func forget[K comparable](counts map[K]use) {
	for k, u := range counts {
		if u.today = 0; u == (use{}) {
			delete(counts, k)
		} else {
			counts[k] = u
		}
	}
}

func (c *channels) bind(l id.Leg, s seizure) {
	c.taken[l] = s
	c.byCall[s.call] = append(c.byCall[s.call], l)
}

// loose takes the leg from its call, as a step of freeing or moving it.
func (c *channels) loose(l id.Leg) (seizure, bool) {
	s, ok := c.taken[l]
	if !ok {
		return s, false
	}
	delete(c.taken, l)
	legs := c.byCall[s.call]
	i := slices.Index(legs, l)
	if legs = slices.Delete(legs, i, i+1); len(legs) == 0 {
		delete(c.byCall, s.call)
	} else {
		c.byCall[s.call] = legs
	}
	return s, true
}

func (c *channels) free(l id.Leg) {
	if s, ok := c.loose(l); ok {
		c.count(s, -1)
	}
}

// move makes the leg's channel another call's.
func (c *channels) move(l id.Leg, to id.Call) {
	if s, ok := c.loose(l); ok {
		s.call = to
		c.bind(l, s)
	}
}

func (c *channels) freeAll(call id.Call) {
	for _, l := range slices.Clone(c.byCall[call]) {
		c.free(l)
	}
}

// seize gives the leg its channel, or says which limit is in the way. A leg
// that has its channel keeps it, and is now the asking call's.
func (f *Floor) seize(in Seize) {
	if f.over.has(in.Call) {
		return
	}
	c := &f.channels
	if _, has := c.taken[in.Leg]; has {
		c.move(in.Leg, in.Call)
		f.toCall(in.Call, Seized{Leg: in.Leg})
		return
	}
	if limit, most := c.full(in); limit != "" && !in.Emergency {
		reached := journal.LimitReached{
			Limit: string(limit), Trunk: in.Trunk, Number: in.Number, Agent: in.Agent, Call: in.Call, Max: most,
		}
		f.emit(reached)
		f.toCall(in.Call, Seized{in.Leg, limit})
		return
	}
	s := seizure{in.Call, in.Trunk, in.Number, in.Agent, in.Outbound}
	c.count(s, 1)
	c.bind(in.Leg, s)
	f.toCall(in.Call, Seized{Leg: in.Leg})
}
