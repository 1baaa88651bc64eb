package acd

import (
	"cmp"
	"slices"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// setPlan makes the floor be as configured. Calls being talked go on; waiting
// ones keep their place and their timeout; an offer to who is no longer a
// member is withdrawn; the calls of a deleted group leave it as overflow.
func (f *Floor) setPlan(p Plan) {
	fresh := f.planAgents(p)
	f.planDevices()
	f.planGroups(p)
	f.planMembers(fresh)
	f.planSlots(p)
	f.statuses = p.Statuses
	f.roomCount = p.Rooms
	if p.Rooms == 0 {
		f.roomCount = defaultRooms
	}
	f.channels.plan(p)
	f.planTalkers()
	for _, a := range f.agentOrder {
		if fresh[a] {
			if memory, ok := f.memory[a.id]; ok {
				f.remember(a, memory)
			}
		}
		f.observe(a)
	}
	f.memory, f.roundRobin = nil, nil
	for _, g := range f.groupOrder {
		f.touch(g)
	}
}

// planAgents takes the agents over and says which are new.
func (f *Floor) planAgents(p Plan) map[*agent]bool {
	fresh := make(map[*agent]bool)
	seen := make(map[id.Agent]bool, len(p.Agents))
	f.agentOrder = f.agentOrder[:0]
	for _, conf := range p.Agents {
		if seen[conf.ID] || conf.ID.IsZero() {
			continue
		}
		seen[conf.ID] = true
		a := f.agents[conf.ID]
		if a == nil {
			a = &agent{id: conf.ID, dated: true}
			f.agents[a.id] = a
			fresh[a] = true
		}
		a.extension, a.planned, a.waiting = conf.Extension, slices.Clone(conf.Devices), conf.CallWaiting
		f.agentOrder = append(f.agentOrder, a)
	}
	for _, a := range f.inOrder() {
		if !seen[a.id] {
			f.removeAgent(a)
		}
	}
	slices.SortFunc(f.agentOrder, func(a, b *agent) int {
		return cmp.Or(byExtension(a.extension, b.extension), slices.Compare(a.id[:], b.id[:]))
	})
	for i, a := range f.agentOrder {
		a.rank = i
	}
	return fresh
}

// inOrder gives all agents known, in an order that a replay repeats.
func (f *Floor) inOrder() []*agent {
	list := make([]*agent, 0, len(f.agents))
	for _, a := range f.agents {
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b *agent) int { return slices.Compare(a.id[:], b.id[:]) })
	return list
}

// byExtension orders as people do: 999 before 1000.
func byExtension(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }

func (f *Floor) removeAgent(a *agent) {
	f.withdrawAll(a, leg.CauseUnregistered)
	for i := len(a.links) - 1; i >= 0; i-- {
		if o := a.links[i].offer; o != nil {
			f.dissolve(o, leg.CauseUnregistered, false) // a direct ring ends by itself
		}
	}
	for len(a.links) > 0 {
		f.cutLink(a, 0)
	}
	f.gone(a)
	for _, m := range a.members {
		f.drop(m)
	}
	f.disarm(&a.acw)
	f.disarm(&a.rest)
	delete(f.agents, a.id)
}

// drop takes a member out of its group.
func (f *Floor) drop(m *member) {
	m.gone = true
	f.withdraw(m.agent, leg.CauseForbidden, func(l *link) bool { return l.member == m })
	f.disarm(&m.timer)
	if m.group != nil {
		f.index(m)
	}
}

func (f *Floor) planDevices() {
	clear(f.owners)
	for _, a := range f.agentOrder {
		for _, d := range a.planned {
			if f.owners[d] == nil {
				f.owners[d] = a
			}
		}
		// A phone has one owner: who comes first by extension.
		own := a.planned[:0]
		for _, d := range a.planned {
			if f.owners[d] == a && !slices.Contains(own, d) {
				own = append(own, d)
			}
		}
		a.planned = own
	}
}

func (f *Floor) planGroups(p Plan) {
	seen := make(map[id.Group]bool, len(p.Groups))
	old := f.groupOrder
	f.groupOrder = nil
	for _, conf := range p.Groups {
		if seen[conf.ID] || conf.ID.IsZero() {
			continue
		}
		seen[conf.ID] = true
		g := f.groups[conf.ID]
		if g == nil {
			g = &group{id: conf.ID, last: f.roundRobin[conf.ID].Next}
			f.groups[g.id] = g
		}
		g.conf = conf
		f.groupOrder = append(f.groupOrder, g)
	}
	slices.SortFunc(f.groupOrder, func(a, b *group) int {
		return cmp.Or(byExtension(a.conf.Extension, b.conf.Extension), slices.Compare(a.id[:], b.id[:]))
	})
	for i, g := range f.groupOrder {
		g.rank = i
	}
	for _, g := range old {
		if !seen[g.id] {
			f.removeGroup(g)
		}
	}
}

func (f *Floor) removeGroup(g *group) {
	var inside []*visit
	for _, v := range f.visits {
		if v.group == g {
			inside = append(inside, v)
		}
	}
	slices.SortFunc(inside, (*visit).before)
	for _, v := range inside {
		f.end(v, journal.OutcomeOverflow)
	}
	delete(f.groups, g.id)
}

// planMembers builds the memberships anew, keeping the state of those that
// stay.
func (f *Floor) planMembers(fresh map[*agent]bool) {
	next := make(map[*agent][]*member, len(f.agentOrder))
	var opened []*member
	for _, g := range f.groupOrder {
		g.members, g.lowest = g.members[:0], 0
		for _, conf := range g.conf.Members {
			a := f.agents[conf.Agent]
			if a == nil || len(next[a]) > 0 && next[a][len(next[a])-1].group == g {
				continue
			}
			m := a.member(g.id)
			if m == nil {
				m = &member{agent: a, group: g, slot: -1, since: f.now}
				opened = append(opened, m)
			}
			if m.level != conf.Level {
				m.level, a.dated = conf.Level, true
			}
			if len(g.members) == 0 || m.level < g.lowest {
				g.lowest = m.level
			}
			g.members = append(g.members, m)
			next[a] = append(next[a], m)
		}
		slices.SortFunc(g.members, func(a, b *member) int { return cmp.Compare(a.agent.rank, b.agent.rank) })
	}
	for _, a := range f.agentOrder {
		if len(next[a]) == 0 {
			m := a.member(id.Group{})
			if m == nil {
				m = &member{agent: a, slot: -1, since: f.now}
				opened = append(opened, m)
			}
			next[a] = []*member{m}
		}
		f.changeMembers(a, next[a])
	}
	// A new agent's memory comes first, so that its intervals open as they were.
	for _, m := range opened {
		if _, known := f.memory[m.agent.id]; !known || !fresh[m.agent] {
			f.openInterval(m)
		}
	}
}

// changeMembers puts the agent's new memberships in place of the old ones. A
// new one starts as the agent is everywhere else: who is at lunch is not rung
// because an administrator adds a group.
func (f *Floor) changeMembers(a *agent, next []*member) {
	old := a.members
	everywhere := len(old) > 0
	for _, m := range old {
		everywhere = everywhere && m.paused && m.cause != journal.ByNoAnswer
	}
	for _, m := range next {
		if everywhere && !slices.Contains(old, m) {
			like := old[0]
			m.paused, m.status, m.cause, m.until, m.wish = true, like.status, like.cause, like.until, nil
		}
	}
	a.members = next
	for _, m := range old {
		if !slices.Contains(next, m) {
			f.drop(m)
			a.dated = true
		}
	}
	if len(old) != len(next) {
		a.dated = true
	}
	if a.acw.Gen != 0 && !a.inACW() {
		f.disarm(&a.acw)
	}
	f.settle(a)
	f.mark(a)
}
