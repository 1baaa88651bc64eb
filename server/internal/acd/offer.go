package acd

import (
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

const (
	// leaseGrace is how much longer than the call's own ring timer the floor
	// waits for the call's word.
	leaseGrace = 5 * time.Second
	// defaultRing is the ring time of a group that has none.
	defaultRing = 20 * time.Second
	// maxLapsed offers in a row without a word mean that the call is dead: it
	// leaves as overflow, so that it cannot take agents from the living.
	maxLapsed = 3
)

// offer is a lease on agents: for a visit, or (visit nil) for a direct call.
type offer struct {
	id      id.Offer
	call    id.Call
	visit   *visit
	since   time.Time
	targets []target
	open    int
	timer   Timer
}

type target struct {
	agent  *agent
	member *member // nil: direct
	open   bool
}

func (f *Floor) touch(g *group) {
	if !g.touched {
		g.touched = true
		f.touched = append(f.touched, g)
	}
}

// match gives waiting calls to ready agents until no group has both. Where an
// agent is ready for several groups, the call that comes first by priority
// and waiting time over all of them gets it.
func (f *Floor) match() {
	for {
		var best *visit
		for _, g := range f.touched {
			if v := g.next(); v != nil && (best == nil || v.before(best) < 0) {
				best = v
			}
		}
		if best == nil {
			break
		}
		f.offer(best)
	}
	for _, g := range f.touched {
		g.touched = false
	}
	f.touched = f.touched[:0]
}

// offer rings the agents that the strategy chooses for a waiting call.
func (f *Floor) offer(v *visit) {
	g := v.group
	i := slices.Index(g.pending, v)
	g.pending = slices.Delete(g.pending, i, i+1)
	chosen := f.choose(v)
	ring := g.conf.RingTime
	if ring <= 0 {
		ring = defaultRing
	}
	o := &offer{id: f.newOffer(), call: v.call, visit: v, since: f.now, targets: make([]target, len(chosen)), open: len(chosen)}
	message := Offer{
		Offer: o.id, Group: g.id, RingTime: ring,
		Targets: make([]Target, len(chosen)), Why: f.why(v, chosen),
	}
	for i, m := range chosen {
		o.targets[i] = target{m.agent, m, true}
		message.Targets[i] = Target{m.agent.id, m.agent.up}
	}
	g.last = chosen[len(chosen)-1].agent.id
	f.offers[o.id] = o
	v.offer = o
	f.arm(&o.timer, TimerLease, o.id, id.Group{}, f.now.Add(ring+leaseGrace))
	f.toCall(v.call, message)
	for _, t := range o.targets {
		a := t.agent
		a.lastOffer = f.now
		f.addLink(a, link{o.call, journal.StateRinging, t.member, o, f.now})
		if !v.kept {
			g.ringing++
		}
		f.refresh(a)
	}
}

// release takes one agent out of an offer. What the call is told, and what
// becomes of an offer without agents, is the callers' business.
func (o *offer) release(f *Floor, i int) {
	t := &o.targets[i]
	t.open = false
	o.open--
	if o.visit != nil && !o.visit.kept {
		o.visit.group.ringing--
	}
	f.unlink(t.agent, o.call, o)
}

func (o *offer) find(a id.Agent) int {
	for i, t := range o.targets {
		if t.open && t.agent.id == a {
			return i
		}
	}
	return -1
}

// dissolve frees every agent that still rings. The call itself stays where
// the caller of dissolve puts it.
func (f *Floor) dissolve(o *offer, cause leg.Kind, say bool) {
	for i := range o.targets {
		if !o.targets[i].open {
			continue
		}
		o.release(f, i)
		if say {
			f.toCall(o.call, Withdraw{o.id, o.targets[i].agent.id, cause})
		}
	}
	f.close(o)
}

func (f *Floor) close(o *offer) {
	f.disarm(&o.timer)
	delete(f.offers, o.id)
	if o.visit != nil {
		o.visit.offer = nil
	}
}

// again closes an offer that nobody took; the call waits again at its place.
func (f *Floor) again(o *offer) {
	if o.open > 0 {
		return
	}
	f.close(o)
	if o.visit != nil {
		f.pend(o.visit)
	}
}

// withdrawFrom takes back the offers of one group from one agent.
func (f *Floor) withdrawFrom(m *member) {
	f.withdraw(m.agent, leg.CauseRejected, func(l *link) bool { return l.member == m })
}

// withdrawAll takes back the offers of every group from one agent.
func (f *Floor) withdrawAll(a *agent, cause leg.Kind) {
	f.withdraw(a, cause, func(l *link) bool { return l.member != nil })
}

func (f *Floor) withdraw(a *agent, cause leg.Kind, which func(*link) bool) {
	for i := len(a.links) - 1; i >= 0; i-- {
		l := &a.links[i]
		if l.offer == nil || !which(l) {
			continue
		}
		o := l.offer
		o.release(f, o.find(a.id))
		f.toCall(o.call, Withdraw{o.id, a.id, cause})
		f.again(o)
	}
}

func (f *Floor) offerFailed(in OfferFailed) {
	o := f.offers[in.Offer]
	if o == nil || o.call != in.Call {
		return
	}
	i := o.find(in.Agent)
	if i < 0 {
		return
	}
	t := o.targets[i]
	if o.visit != nil {
		o.visit.lapsed = 0
	}
	o.release(f, i)
	f.restAfter(t.agent, in.Cause)
	if in.Cause == leg.CauseNoAnswer && t.member != nil {
		f.missed(t.member)
	}
	f.again(o)
}

// offerTaken: a person answered, which is a fact even when the floor took the
// offer back a moment before. An offer still open makes the visit answered; a
// late word does so too while the call is still in a group, and else only
// says that the agent talks. An agent to whom nothing was offered may answer
// as well: it has picked the call up (C-CODE-9).
func (f *Floor) offerTaken(in OfferTaken) {
	if f.over.has(in.Call) {
		return
	}
	a := f.agents[in.Agent]
	v := f.visits[in.Call]
	var of *member
	if o := f.offers[in.Offer]; o != nil && o.call == in.Call {
		if i := o.find(in.Agent); i >= 0 {
			of = o.targets[i].member
			v = o.visit
			// The call has let the others go by itself.
			f.dissolve(o, leg.CauseAnsweredElsewhere, false)
		}
	}
	if v != nil {
		if of == nil && a != nil {
			of = a.member(v.group.id)
		}
		f.quit(v, leg.CauseAnsweredElsewhere, true)
		f.left(v, journal.OutcomeAnswered, in.Agent)
		v.group.starts.add(f.now)
		if a != nil {
			f.noteTalker(v.group, v.from, a.id)
		}
	}
	if a == nil {
		return
	}
	for _, m := range a.members {
		m.misses = 0
	}
	f.join(a, in.Call, journal.StateTalking, of)
	// What rings beside it goes on only where the group allows that many calls.
	f.withdraw(a, leg.CauseBusy, func(l *link) bool {
		return l.member != nil && len(a.links) > max(1, l.member.group.conf.CallsPerAgent)
	})
}

// leaseOver: the call said nothing. Its agents count as phones in error
// (C-STAT-9), and the call waits again at its place.
func (f *Floor) leaseOver(o *offer) {
	for i := range o.targets {
		if t := o.targets[i]; t.open {
			o.release(f, i)
			who := o.id
			if o.visit == nil {
				who = id.Offer{} // the call knows no offer of a direct ring
			}
			f.toCall(o.call, Withdraw{who, t.agent.id, leg.CauseDeviceError})
			f.restAfter(t.agent, leg.CauseDeviceError)
		}
	}
	f.close(o)
	v := o.visit
	if v == nil {
		return
	}
	if v.lapsed++; v.lapsed >= maxLapsed {
		f.end(v, journal.OutcomeOverflow)
		return
	}
	f.pend(v)
}
