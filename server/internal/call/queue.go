package call

import (
	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// toGroup puts the caller into a group's queue. For the ringing period the
// caller hears ringback and is not answered yet; agents ring all the same.
func (c *Call) toGroup(to route.Destination) {
	g := c.plan.Group(to.Group)
	if g == nil {
		c.refuse(leg.Cause{Kind: leg.CauseNotFound, Text: "no-such-group"})
		return
	}
	c.stage, c.group, c.greeted = stageQueued, g, false
	if c.since.IsZero() {
		c.since = c.now
	}
	if c.direction == journal.Internal {
		c.to = leg.Identity{Number: g.Extension, Name: g.Name}
	}
	c.visits = append(c.visits, journal.Visit{Group: g.ID, Arrived: c.now})
	c.emit(journal.Queued{Group: g.ID, Since: c.since})
	c.floor(acd.Enqueue{Call: c.id, Group: g.ID, From: c.from, Since: c.since})
}

// accepted: the group has a place. Only now is the caller answered: a caller
// for whom there is none hears busy from the network, free of charge.
func (c *Call) accepted(m acd.Accepted) {
	if c.stage != stageQueued || c.group.ID != m.Group {
		return
	}
	switch {
	case c.caller.up:
		c.waitingAudio()
	case c.caller.answering:
	case c.group.RingingPeriod > 0:
		if !c.caller.ringing {
			c.caller.ringing = true
			c.order(leg.Ring{Leg: c.caller.leg})
		}
		c.arm(TimerRinging, c.group.RingingPeriod)
	default:
		c.answerCaller()
	}
}

// waitingAudio is what a queued caller hears: the greeting once, then music.
func (c *Call) waitingAudio() {
	g := c.group
	if !g.Greeting.IsZero() && !c.greeted {
		c.greeted = true
		c.play(c.caller, "greeting", false, leg.Sound{Audio: g.Greeting})
		return
	}
	c.greeted = true
	c.music(c.caller)
	if g.AnnounceEvery > 0 && !g.Announcement.IsZero() && !c.armed(TimerAnnounce) {
		c.arm(TimerAnnounce, g.AnnounceEvery)
	}
}

func (c *Call) announce() {
	if c.stage == stageQueued && c.caller.up {
		c.play(c.caller, "announcement", false, leg.Sound{Audio: c.group.Announcement})
	}
}

// offered rings the agents that the floor chose.
func (c *Call) offered(m acd.Offer) {
	if c.stage != stageQueued || c.offer != nil {
		return // the Leave that says so is on its way to the floor
	}
	c.offer = &offer{id: m.Offer, group: m.Group, open: map[id.Agent]bool{}}
	agents := make([]id.Agent, 0, len(m.Targets))
	for _, t := range m.Targets {
		c.offer.open[t.Agent] = true
		agents = append(agents, t.Agent)
	}
	c.emit(journal.Offered{Group: m.Group, Offer: m.Offer, Agents: agents, Why: m.Why})
	for _, t := range m.Targets {
		c.ringAgent(t)
	}
	if c.offer != nil {
		c.arm(TimerOffer, m.RingTime)
	}
}

// ringAgent dials every phone of an agent.
func (c *Call) ringAgent(t acd.Target) {
	alert := leg.AlertExternal
	if c.direction == journal.Internal {
		alert = leg.AlertInternal
	}
	called := c.to
	if c.number != nil && c.number.DisplayInbound != "" {
		called.Name = c.number.DisplayInbound
	}
	if c.group != nil && c.group.Display != "" {
		called.Name = c.group.Display
	}
	rung := false
	for _, d := range t.Devices {
		p := c.newParty(journal.RoleAgent)
		if p == nil {
			break
		}
		rung = true
		p.agent, p.device = t.Agent, d
		c.started(p)
		c.order(leg.Dial{Leg: p.leg, Device: d, From: c.from, Called: called, Alert: alert, Like: c.caller.leg})
	}
	if !rung {
		c.agentFailed(t.Agent, leg.CauseDeviceError)
	}
}

// agentFailed ends one agent's part in the offer.
func (c *Call) agentFailed(a id.Agent, cause leg.Kind) {
	o := c.offer
	if o == nil || !o.open[a] {
		return
	}
	delete(o.open, a)
	c.emit(journal.OfferEnded{Group: o.group, Offer: o.id, Agent: a, Cause: cause})
	if o.id.IsZero() {
		c.release(a)
	} else {
		c.floor(acd.OfferFailed{Call: c.id, Offer: o.id, Agent: a, Cause: cause})
	}
	if len(o.open) > 0 {
		return
	}
	c.offer = nil
	c.disarm(TimerOffer)
	if o.id.IsZero() {
		c.refuse(leg.Cause{Kind: cause})
	}
}

// ringTimeOver stops ringing the agents who have not answered.
func (c *Call) ringTimeOver() {
	if c.offer == nil {
		return
	}
	for _, p := range c.ringingAgents() {
		c.hangUp(p, leg.Cause{Kind: leg.CauseNoAnswer})
	}
	for _, a := range c.openAgents() {
		c.agentFailed(a, leg.CauseNoAnswer)
	}
}

// withdrawn stops ringing one agent whom the floor has taken back.
func (c *Call) withdrawn(m acd.Withdraw) {
	o := c.offer
	if o == nil || o.id != m.Offer || !o.open[m.Agent] {
		return
	}
	delete(o.open, m.Agent)
	c.emit(journal.OfferEnded{Group: o.group, Offer: o.id, Agent: m.Agent, Cause: m.Cause})
	for _, p := range c.ringingAgents() {
		if p.agent == m.Agent {
			c.hangUp(p, leg.Cause{Kind: m.Cause})
		}
	}
	if len(o.open) > 0 {
		return
	}
	c.offer = nil
	c.disarm(TimerOffer)
	if o.id.IsZero() { // a direct call has nobody else to wait for
		delete(c.claims, m.Agent)
		c.refuse(leg.Cause{Kind: m.Cause})
	}
}

// dequeued: the floor gave the visit up. If an agent's answer crossed this
// message, people talk already: they go on (the floor takes the answer as a
// fact when it comes), and the visit's outcome is what the floor counted.
func (c *Call) dequeued(m acd.Dequeue) {
	if v := c.visit(m.Group); v != nil {
		v.Left, v.Outcome = c.now, m.Outcome
	}
	c.emit(journal.Dequeued{Group: m.Group, Outcome: m.Outcome})
	if c.stage != stageQueued || c.group.ID != m.Group {
		return
	}
	c.dropOffer(leg.CauseTimeout)
	c.leaveQueue()
	c.stage = stageRouting
	to, why, kind := c.group.TimeoutTo, "timeout", leg.CauseTimeout
	if m.Outcome == journal.OutcomeOverflow {
		to, why, kind = c.group.Overflow, "overflow", leg.CauseOverflow
	}
	if to.Kind == route.ToUnset {
		c.refuse(leg.Cause{Kind: kind})
		return
	}
	c.goTo(to, why)
}

// dropOffer stops everything that rings, telling the floor nothing.
func (c *Call) dropOffer(cause leg.Kind) {
	if c.offer == nil {
		return
	}
	o := c.offer
	c.offer = nil
	c.disarm(TimerOffer)
	for _, a := range agentsOf(c.parties, o.open) {
		c.emit(journal.OfferEnded{Group: o.group, Offer: o.id, Agent: a, Cause: cause})
	}
	for _, p := range c.ringingAgents() {
		c.hangUp(p, leg.Cause{Kind: cause})
	}
}

func (c *Call) leaveQueue() {
	c.disarm(TimerRinging)
	c.disarm(TimerAnnounce)
}

// reached: the floor's answer to toAgent.
func (c *Call) reached(m acd.Reached) {
	if c.stage != stageReaching || c.offer != nil {
		return // released already
	}
	if m.Refused != "" {
		delete(c.claims, m.Agent)
		c.refuse(leg.Cause{Kind: m.Refused})
		return
	}
	c.offer = &offer{open: map[id.Agent]bool{m.Agent: true}}
	c.emit(journal.Offered{Agents: []id.Agent{m.Agent}})
	c.ringAgent(acd.Target{Agent: m.Agent, Devices: m.Devices})
	if c.offer == nil {
		return
	}
	c.arm(TimerOffer, directRing)
	if c.caller.up {
		c.play(c.caller, "ringback", true, leg.Sound{Tone: leg.ToneRingback})
	}
}

func (c *Call) visit(g id.Group) *journal.Visit {
	if n := len(c.visits); n > 0 && c.visits[n-1].Group == g {
		return &c.visits[n-1]
	}
	return nil
}

// ringingAgents are the agents' legs that have neither answered nor ended.
func (c *Call) ringingAgents() []*party {
	var out []*party
	for _, p := range c.parties {
		if p.role == journal.RoleAgent && !p.up && !p.ended && !p.hanging {
			out = append(out, p)
		}
	}
	return out
}

// openAgents are the offer's agents in the order in which they were rung, so
// that the same inputs always give the same effects.
func (c *Call) openAgents() []id.Agent {
	if c.offer == nil {
		return nil
	}
	return agentsOf(c.parties, c.offer.open)
}

func agentsOf(parties []*party, open map[id.Agent]bool) []id.Agent {
	var out []id.Agent
	seen := map[id.Agent]bool{}
	for _, p := range parties {
		if open[p.agent] && p.role == journal.RoleAgent && !seen[p.agent] {
			seen[p.agent] = true
			out = append(out, p.agent)
		}
	}
	return out
}
