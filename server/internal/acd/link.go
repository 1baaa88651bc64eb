package acd

import (
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// link is one call of an agent. An agent has one link to a call at most.
type link struct {
	call   id.Call
	state  journal.State // ringing, talking or holding
	member *member       // the group's call; nil: direct
	offer  *offer        // while ringing: the lease
	since  time.Time
}

// party is the agents who have a link to one call, but for those who ring for
// its group: they are found by its visit. Mostly that is one.
type party struct {
	first *agent
	more  []*agent
}

// engaged says whether the agent talks or holds: a change of status now waits.
func (a *agent) engaged() bool {
	for i := range a.links {
		if a.links[i].state != journal.StateRinging {
			return true
		}
	}
	return false
}

func (a *agent) linkOf(call id.Call) *link {
	for i := range a.links {
		if a.links[i].call == call {
			return &a.links[i]
		}
	}
	return nil
}

// groupRing says whether it is a group's offer.
func (l *link) groupRing() bool { return l.offer != nil && l.offer.visit != nil }

// talked counts the part as the group's talk time, if it is a group's.
func (l *link) talked(now time.Time) bool {
	if l.member == nil || l.member.gone {
		return false
	}
	l.member.talked += max(0, now.Sub(l.since))
	return true
}

func (f *Floor) addLink(a *agent, l link) {
	a.links = append(a.links, l)
	if !l.groupRing() {
		f.enlist(l.call, a)
	}
}

// cutLink takes the i-th link from the agent. What follows from it (status,
// ready lists) is the caller's business.
func (f *Floor) cutLink(a *agent, i int) link {
	l := a.links[i]
	a.links = slices.Delete(a.links, i, i+1)
	if !l.groupRing() {
		f.strike(l.call, a)
	}
	return l
}

// unlink takes one offer of a call from the agent.
func (f *Floor) unlink(a *agent, call id.Call, o *offer) {
	i := slices.IndexFunc(a.links, func(l link) bool { return l.call == call && l.offer == o })
	if i < 0 {
		return
	}
	f.cutLink(a, i)
	f.refresh(a)
}

func (f *Floor) enlist(call id.Call, a *agent) {
	p := f.parties[call]
	if p.first == nil {
		p.first = a
	} else {
		p.more = append(p.more, a)
	}
	f.parties[call] = p
}

func (f *Floor) strike(call id.Call, a *agent) {
	p := f.parties[call]
	switch {
	case p.first != a:
		if i := slices.Index(p.more, a); i >= 0 {
			p.more = slices.Delete(p.more, i, i+1)
		}
	case len(p.more) > 0:
		p.first = p.more[0]
		p.more = slices.Delete(p.more, 0, 1)
	default:
		delete(f.parties, call)
		return
	}
	f.parties[call] = p
}
