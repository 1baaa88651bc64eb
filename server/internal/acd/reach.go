package acd

import (
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// reachLease is the longest that a direct call may ring an agent without
// Engage or Release: a dead call must not keep an agent (C-STAT-9).
const reachLease = 3 * time.Minute

// reach grants a direct ring. Paused agents can be reached; an agent with any
// call is busy, but for the one more that call waiting lets ring beside it,
// whether it talks there or that one rings as well (C-PHONE-4). An agent's own
// order rings whatever it is doing, and although the last ring failed.
func (f *Floor) reach(in Reach) {
	if f.over.has(in.Call) {
		return
	}
	a := f.agents[in.Agent]
	if why := f.unreachable(a, in); why != "" {
		f.toCall(in.Call, Reached{Agent: in.Agent, Refused: why})
		return
	}
	phones := a.up
	if !in.Device.IsZero() {
		phones = []id.Device{in.Device}
	}
	o := &offer{id: f.newOffer(), call: in.Call, since: f.now, targets: []target{{a, nil, true}}, open: 1}
	f.offers[o.id] = o
	f.addLink(a, link{in.Call, journal.StateRinging, nil, o, f.now})
	f.arm(&o.timer, TimerLease, o.id, id.Group{}, f.now.Add(reachLease))
	f.toCall(in.Call, Reached{Agent: a.id, Devices: phones})
	f.refresh(a)
}

// unreachable says why the agent, or the phone that is meant, cannot be rung;
// "" when it can.
func (f *Floor) unreachable(a *agent, in Reach) leg.Kind {
	_, registered := f.devices[in.Device]
	switch {
	case a == nil:
		return leg.CauseNotFound
	case a.linkOf(in.Call) != nil || !in.Own && !a.takesOneMore():
		return leg.CauseBusy
	case !a.online:
		return leg.CauseUnregistered
	case len(a.up) == 0 || a.fault != "" && !in.Own:
		return leg.CauseDeviceError
	case in.Device.IsZero() || slices.Contains(a.up, in.Device):
		return ""
	case !slices.Contains(a.planned, in.Device):
		return leg.CauseNotFound
	case registered:
		return leg.CauseDeviceError
	default:
		return leg.CauseUnregistered
	}
}

// takesOneMore says whether a direct call of somebody else may ring. Two may
// ring at once: who calls a colleague by name wants that one, to whom the next
// call of a group is nothing to be refused for. Whichever is answered, a direct
// one rings on as a waiting call, and a group's goes to the next (withdrawAll).
func (a *agent) takesOneMore() bool {
	return len(a.links) == 0 || a.waiting && len(a.links) == 1
}

// engage: the agent talks or holds in this call.
func (f *Floor) engage(in Engage) {
	a := f.agents[in.Agent]
	if a == nil || f.over.has(in.Call) {
		return
	}
	state := in.State
	if state != journal.StateHolding {
		state = journal.StateTalking
	}
	if l := a.linkOf(in.Call); l != nil && l.groupRing() {
		f.offerTaken(OfferTaken{in.Call, l.offer.id, in.Agent})
	}
	l := a.linkOf(in.Call)
	starts := l == nil || l.offer != nil
	f.join(a, in.Call, state, nil)
	if starts {
		f.withdrawAll(a, leg.CauseBusy)
	}
}

// join makes the agent a party of the call.
func (f *Floor) join(a *agent, call id.Call, state journal.State, of *member) {
	if l := a.linkOf(call); l != nil && l.offer != nil {
		f.dissolve(l.offer, leg.CauseNormal, false) // the direct ring that was answered
	}
	if a.fault != "" {
		f.recover(a) // the phone works: it is being talked on
	}
	l := a.linkOf(call)
	if l == nil {
		f.addLink(a, link{call: call, member: of, since: f.now})
		l = &a.links[len(a.links)-1]
	}
	l.state = state
	if of != nil {
		l.member = of
	}
	f.refresh(a)
}

// release: the agent's part in the call is over.
func (f *Floor) release(in Release) {
	a := f.agents[in.Agent]
	if a == nil {
		return
	}
	i := slices.IndexFunc(a.links, func(l link) bool {
		return l.call == in.Call && (l.offer == nil || l.member == nil) // a group's ring ends with its offer
	})
	if i < 0 {
		return
	}
	l := a.links[i]
	if l.offer != nil {
		f.dissolve(l.offer, leg.CauseNormal, false)
		return
	}
	if l.talked(f.now) {
		a.acwGroup = l.member
	}
	a.lastCall = f.now
	f.cutLink(a, i)
	f.settle(a)
	f.refresh(a)
}
