package acd

import (
	"cmp"
	"slices"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// choose picks who is rung for a call of the group: one member, or all that
// are eligible. At least one ready member is not in the call yet. The result
// is valid until the next choice.
func (f *Floor) choose(v *visit) []*member {
	if m := f.preferred(v); m != nil {
		f.scratch = append(f.scratch[:0], m)
		return f.scratch
	}
	g := v.group
	set := f.eligible(v)
	if g.conf.Strategy == RingAll {
		slices.SortFunc(set, func(a, b *member) int { return cmp.Compare(a.agent.rank, b.agent.rank) })
		return set
	}
	var best int
	switch g.conf.Strategy {
	case Random:
		best = f.rng.IntN(len(set))
	case ByLevel:
		best = smooth(set)
	case RoundRobin:
		best = f.following(g, set)
	case LongestIdle, LeastTalkTime, RingAll:
		for i := 1; i < len(set); i++ {
			if ahead(g.conf.Strategy, set[i], set[best]) {
				best = i
			}
		}
	}
	set[0] = set[best]
	return set[:1]
}

// eligible gives the ready members of the lowest level among them (C-Q-2); by
// level, where levels are shares, it is all that are ready. Who is in the call
// already is not rung for it.
func (f *Floor) eligible(v *visit) []*member {
	g, set := v.group, f.scratch[:0]
	for _, m := range g.ready {
		if m.agent.linkOf(v.call) != nil {
			continue
		}
		if g.conf.Strategy != ByLevel && len(set) > 0 && m.level != set[0].level {
			if m.level > set[0].level {
				continue
			}
			set = set[:0]
		}
		set = append(set, m)
	}
	f.scratch = set
	return set
}

// ahead says whether a is rung before b.
func ahead(s Strategy, a, b *member) bool {
	switch s {
	case LeastTalkTime:
		if a.talked != b.talked {
			return a.talked < b.talked
		}
	case LongestIdle:
		if c := a.agent.lastCall.Compare(b.agent.lastCall); c != 0 {
			return c < 0
		}
	case RingAll, Random, RoundRobin, ByLevel:
	}
	return waitsLonger(a, b)
}

// waitsLonger breaks ties: longest since the last offer, then extension.
func waitsLonger(a, b *member) bool {
	if c := a.agent.lastOffer.Compare(b.agent.lastOffer); c != 0 {
		return c < 0
	}
	return a.agent.rank < b.agent.rank
}

// following gives the member whose turn is next after the one offered last,
// by extension, beginning again at the end.
func (f *Floor) following(g *group, set []*member) int {
	last := -1
	if a := f.agents[g.last]; a != nil {
		last = a.rank
	}
	distance := func(m *member) int {
		if m.agent.rank > last {
			return m.agent.rank - last
		}
		return m.agent.rank - last + len(f.agentOrder)
	}
	best := 0
	for i := 1; i < len(set); i++ {
		if distance(set[i]) < distance(set[best]) {
			best = i
		}
	}
	return best
}

// smooth is smooth weighted round robin with the level as weight: over all
// idle members the shares are exact, and nobody is rung in bursts.
func smooth(set []*member) int {
	total, best := 0, 0
	for i, m := range set {
		w := max(1, m.level)
		m.weight += w
		total += w
		if d := m.weight - set[best].weight; d > 0 || d == 0 && waitsLonger(m, set[best]) {
			best = i
		}
	}
	set[best].weight -= total
	return best
}

// whyLimit bounds the explanation of one offer: a group of thousands would
// otherwise write hundreds of kilobytes for every ring.
const whyLimit = 100

// why explains the choice for every member, the chosen ones first.
func (f *Floor) why(v *visit, chosen []*member) []journal.MemberReason {
	g := v.group
	list := make([]journal.MemberReason, 0, min(whyLimit, len(g.members)))
	for _, m := range chosen {
		if len(list) == whyLimit {
			return list
		}
		list = append(list, journal.MemberReason{Agent: m.agent.id, Chosen: true, Reason: string(g.conf.Strategy)})
	}
	for _, m := range g.members {
		if len(list) == cap(list) {
			return list
		}
		if !slices.Contains(chosen, m) {
			list = append(list, journal.MemberReason{Agent: m.agent.id, Reason: m.whyNot(v.call, chosen[0])})
		}
	}
	return list
}

// whyNot says why the member was not rung when the other was.
func (m *member) whyNot(call id.Call, instead *member) string {
	state, _, _ := m.agent.state()
	switch {
	case m.slot >= 0 && m.agent.linkOf(call) != nil:
		return string(state) // in this very call
	case m.slot >= 0 && m.level > instead.level:
		return "higher-level"
	case m.slot >= 0:
		return "not-next"
	case m.paused && (state == journal.StateAvailable || state == journal.StatePaused):
		return string(journal.StatePaused)
	case state != journal.StateAvailable:
		return string(state)
	case m.agent.rest.Gen != 0:
		return "declined"
	default:
		return "not-lowest-level"
	}
}
