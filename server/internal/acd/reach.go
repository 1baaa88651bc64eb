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
// call, ringing ones included, is busy.
func (f *Floor) reach(in Reach) {
	refuse := func(why leg.Kind) { f.toCall(in.Call, Reached{Agent: in.Agent, Refused: why}) }
	a := f.agents[in.Agent]
	switch {
	case a == nil:
		refuse(leg.CauseNotFound)
		return
	case len(a.links) > 0:
		refuse(leg.CauseBusy)
		return
	case !a.online:
		refuse(leg.CauseUnregistered)
		return
	case len(a.up) == 0 || a.fault != "":
		refuse(leg.CauseDeviceError)
		return
	}
	o := &offer{id: f.newOffer(), call: in.Call, targets: []target{{a, nil, true}}, open: 1}
	f.offers[o.id] = o
	a.links = append(a.links, link{in.Call, journal.StateRinging, nil, o, f.now})
	f.arm(&o.timer, TimerLease, o.id, id.Group{}, f.now.Add(reachLease))
	f.toCall(in.Call, Reached{Agent: a.id, Devices: a.up})
	f.refresh(a)
}

// engage: the agent talks or holds in this call.
func (f *Floor) engage(in Engage) {
	a := f.agents[in.Agent]
	if a == nil {
		return
	}
	state := in.State
	if state != journal.StateHolding {
		state = journal.StateTalking
	}
	if l := a.linkOf(in.Call); l != nil && l.offer != nil && l.offer.visit != nil {
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
		a.links = append(a.links, link{call: call, member: of, since: f.now})
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
	if m := l.member; m != nil && !m.gone {
		m.talked += max(0, f.now.Sub(l.since))
		a.acwGroup = m
	}
	a.lastCall = f.now
	a.links = slices.Delete(a.links, i, i+1)
	f.settle(a)
	f.refresh(a)
}
