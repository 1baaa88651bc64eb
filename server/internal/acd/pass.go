package acd

import (
	"slices"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// pass moves an agent's part from one call to another: since when it talks
// and for which group go along, so that talk time and ACW come when the part
// in the other call ends. A group's ring stays: it is the visit's, not the
// leg's. Of a part in From that the floor does not know nothing moves.
func (f *Floor) pass(in Pass) {
	if in.From == in.To || in.To.IsZero() {
		return
	}
	late := f.over.has(in.To)
	if s, ok := f.channels.taken[in.Leg]; ok && s.call == in.From {
		if late {
			f.channels.free(in.Leg)
		} else {
			f.channels.move(in.Leg, in.To)
		}
	}
	a := f.agents[in.Agent]
	if a == nil {
		return
	}
	i := slices.IndexFunc(a.links, func(l link) bool { return l.call == in.From })
	if i < 0 || a.links[i].groupRing() {
		return
	}
	switch there := a.linkOf(in.To); {
	case late:
		f.release(Release{in.From, in.Agent})
	case there == nil:
		f.relink(a, &a.links[i], in.To)
	case a.links[i].offer != nil:
		f.dissolve(a.links[i].offer, leg.CauseNormal, false) // it rings, or talks, there already
	default:
		f.merge(a, i, in.To)
	}
}

// relink makes the link be about another call.
func (f *Floor) relink(a *agent, l *link, to id.Call) {
	f.strike(l.call, a)
	l.call = to
	f.enlist(to, a)
	if l.offer != nil {
		l.offer.call = to
	}
	f.refresh(a)
}

// merge joins a part in a call with the one that the agent has in another: a
// ring there is thereby answered. What is a group's stays the group's; of two
// groups' parts the one that was passed is over.
func (f *Floor) merge(a *agent, i int, to id.Call) {
	was := f.cutLink(a, i)
	if o := a.linkOf(to).offer; o != nil && o.visit != nil {
		f.offerTaken(OfferTaken{to, o.id, a.id})
	}
	there := a.linkOf(to)
	if there.state == journal.StateTalking {
		was.state = journal.StateTalking
	}
	if there.member != nil {
		was.talked(f.now)
		was.member, was.since = there.member, there.since
	}
	f.join(a, to, was.state, was.member)
	a.linkOf(to).since = was.since
}
