package call

import (
	"slices"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/sound/say"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// hand offers a leg to another call, which answers Adopted or Returned. Until
// then the leg is nobody's to command.
func (c *Call) hand(p *party, to id.Call, a Adopt) {
	c.give(p, Tell{Call: to}, a)
}

// handToLeg is hand to the call that a leg is in.
func (c *Call) handToLeg(p *party, to id.Leg, a Adopt) {
	c.give(p, Tell{Leg: to}, a)
}

func (c *Call) give(p *party, to Tell, a Adopt) {
	c.handing(p, a.Why)
	a.Guest = p.Guest
	a.Guest.Player = p.player
	to.Message = a
	c.out = append(c.out, to)
}

func (c *Call) handing(p *party, why Why) {
	p.goesFor = why
	c.hush(p)
	if p.ambient != (ambient{}) {
		p.ambient = ambient{}
		c.order(leg.StopPlay{Leg: p.Leg, Player: p.player})
	}
	if p.hears != nil {
		p.hears = nil
		c.order(leg.Hear{Leg: p.Leg})
	}
	p.given = true
	if c.stage != stageWatching && p == c.lead {
		c.stage = stageHanding
	}
	c.arm(TimerHand, handLimit)
}

func (c *Call) fromCall(from id.Call, m CallMessage) {
	switch m := m.(type) {
	case Adopt:
		c.adopt(from, m)
	case Adopted:
		c.adopted(from, m)
	case Returned:
		c.takeBack(m)
	case Recall:
		c.recalled(m)
	case ModeOf:
		if p := c.legs[m.Leg]; p.live() && p.Role == journal.RoleSupervisor {
			c.setMode(p, m.Mode)
		}
	case Yield:
		c.yield(from, m)
	case Forward:
		c.fact(m.Fact)
	}
}

// undelivered: the other call is over.
func (c *Call) undelivered(m CallMessage) {
	switch m := m.(type) {
	case Adopt:
		c.takeBack(Returned{Guest: m.Guest, Refused: leg.CauseNotFound, Mode: m.Mode})
	case Returned:
		// A supervisor's own call is gone: the leg has no home any more.
		if p := c.legs[m.Guest.Leg]; p != nil && p.given && !p.Ended {
			p.given = false
			c.hangUp(p, leg.Cause{Kind: leg.CauseNormal})
		}
	case Yield:
		c.order(leg.TellReferrer{Leg: m.Into, Status: 481})
	case Adopted, Recall, ModeOf, Forward:
	}
}

// adopt takes a leg of another call, or gives it back.
func (c *Call) adopt(from id.Call, a Adopt) {
	p := &party{Guest: a.Guest}
	p.player = a.Guest.Player
	refuse := func(kind leg.Kind) { c.tell(from, Returned{Guest: a.Guest, Refused: kind, Mode: a.Mode}) }
	if c.stage == stageEnding || c.stage == stageEnded || c.stage == stageNew || a.Guest.Ended {
		refuse(leg.CauseNotFound)
		return
	}
	switch a.Why {
	case WhySlot:
		if !c.isParked() {
			refuse(leg.CauseNotFound)
			return
		}
		c.takeIn(from, p, a, journal.RoleAgent)
		c.dropTry(leg.CauseAnsweredElsewhere)
		c.connect(p)
	case WhyPickUp:
		c.pickUp(from, p, a, refuse)
	case WhyRoom:
		if c.stage != stageRoom || c.room != a.Room {
			refuse(leg.CauseNotFound)
			return
		}
		c.takeIn(from, p, a, journal.RoleMember)
		c.answer(p)
		c.roomHas(p)
	case WhySupervise:
		if c.agentParty(a.Watches, true) == nil && c.agentParty(a.Watches, false) == nil {
			refuse(leg.CauseNotFound)
			return
		}
		c.takeIn(from, p, a, journal.RoleSupervisor)
		p.watches, p.mode, p.home = a.Watches, a.Mode, from
		c.emit(journal.SupervisorJoined{Leg: p.Leg, Supervisor: p.Agent, Agent: a.Watches, Mode: string(a.Mode)})
	case WhyReplace:
		c.replaced(from, p, a, refuse)
	case WhyHome:
		refuse(leg.CauseNotFound)
	}
}

// takeIn makes the leg one of this call's.
func (c *Call) takeIn(from id.Call, p *party, a Adopt, role journal.Role) {
	p.Role = role
	if role == journal.RoleAgent && !p.agentSide() {
		p.Role = journal.RoleCallee
	}
	c.addParty(p)
	c.order(leg.Join{Leg: p.Leg, Call: c.id})
	c.emit(journal.LegJoined{Leg: p.Leg, From: from, Why: string(a.Why), Role: p.Role, Agent: p.Agent, Device: p.Device, Number: p.Number})
	if role != journal.RoleSupervisor {
		c.claim(p.Agent)
		c.floor(acd.Pass{Agent: p.Agent, Leg: p.Leg, From: from, To: c.id})
	}
	if !slices.Contains(c.joinedBy, from) && role != journal.RoleSupervisor {
		c.joinedBy = append(c.joinedBy, from)
	}
	c.tell(from, Adopted{Leg: p.Leg})
}

// pickUp lets an agent outside the offer answer for the group (C-CODE-9).
func (c *Call) pickUp(from id.Call, p *party, a Adopt, refuse func(leg.Kind)) {
	t := c.try
	if c.stage != stageQueued || c.callback || t == nil || t.offer.IsZero() {
		refuse(leg.CauseAnsweredElsewhere)
		return
	}
	c.floor(acd.OfferTaken{Call: c.id, Offer: t.offer, Agent: p.Agent}) // before the leg passes: no other agent is rung
	c.takeIn(from, p, a, journal.RoleAgent)
	c.dropTry(leg.CauseAnsweredElsewhere)
	c.leftQueue(journal.OutcomeAnswered)
	c.connect(p)
}

// adopted: the other call has taken the leg.
func (c *Call) adopted(by id.Call, m Adopted) {
	p := c.legs[m.Leg]
	if p == nil || !p.given {
		return
	}
	c.disarm(TimerHand)
	c.emit(journal.LegLeft{Leg: p.Leg, To: by, Why: string(p.goesFor)})
	if !c.watched.IsZero() {
		c.watching.in = by
		if c.stage != stageWatching { // it was told to end meanwhile
			c.out = append(c.out, Tell{Leg: p.Leg, Message: Recall{p.Leg}})
		}
		return
	}
	delete(c.claims, p.Agent) // the floor knows it in the other call (Pass)
	c.joinedTo, c.endedAt = by, c.now
	if c.answeredAt.IsZero() {
		c.answeredAt = c.now
	}
	c.endedBy = journal.PartySystem
	c.cause = leg.Cause{Kind: leg.CauseNormal}
	if c.yielding.live() {
		c.order(leg.TellReferrer{Leg: c.yielding.Leg, Status: 200})
	}
	c.hangUpAll(leg.Cause{Kind: leg.CauseNormal})
}

// takeBack: the leg was not taken, or comes home.
func (c *Call) takeBack(m Returned) {
	p := c.legs[m.Guest.Leg]
	if p == nil || !p.given {
		return
	}
	c.disarm(TimerHand)
	c.restore(p, m.Guest)
	switch {
	case c.stage == stageWatching:
		c.cameHome(p, m)
	case p.Ended:
		c.hangUpAll(p.Cause)
	case c.room != 0 && m.Refused == leg.CauseNotFound && c.entering < 3:
		c.toRoom(c.room)
	case c.stage == stageHanding && c.yielding.live():
		back := c.yielding
		c.yielding, back.leaving = nil, false
		for _, asker := range []id.Leg{back.Leg, c.yieldInto} { // one of them has asked
			c.order(leg.TellReferrer{Leg: asker, Status: 481})
		}
		c.connect(back)
	case c.stage == stageHanding:
		c.handRefused(m.Refused)
	default:
		c.hangUp(p, leg.Cause{Kind: leg.CauseNormal})
	}
}

// restore makes the leg this call's again, as the other call last knew it.
func (c *Call) restore(p *party, g Guest) {
	role := p.Role
	p.Guest = g
	p.Role, p.given = role, false
	p.player = max(p.player, g.Player)
	c.players = max(c.players, g.Player)
	if p.Ended {
		c.endedAt = c.now
		return
	}
	c.order(leg.Join{Leg: p.Leg, Call: c.id})
}

// handRefused: there was nothing to take part in any more.
func (c *Call) handRefused(kind leg.Kind) {
	if kind == "" {
		kind = leg.CauseNotFound
	}
	c.stage = stageAsking
	c.explain(leg.Cause{Kind: kind, Text: "gone"}, say.NothingRings)
}

// handLost: the other call has not said whether it takes the leg, which must
// have gone down with it.
func (c *Call) handLost() {
	for _, p := range c.parties {
		if p.given && !p.Ended { // no fact about it comes here any more
			p.given = false
			c.order(leg.HangUp{Leg: p.Leg, Cause: leg.Cause{Kind: leg.CauseTrouble}})
			c.neverTold(p, leg.Cause{Kind: leg.CauseTrouble})
			c.free(p)
			c.releaseIfGone(p.Agent)
		}
	}
	c.hangUpAll(leg.Cause{Kind: leg.CauseTrouble})
}

// replaceLeg asks the call of another leg to put this call's lead into its
// place (INVITE with Replaces, RFC 3891).
func (c *Call) replaceLeg(other id.Leg) {
	c.handToLeg(c.lead, other, Adopt{Why: WhyReplace, Replaces: other})
}

// replaced puts the leg into the place of another, answered or ringing.
func (c *Call) replaced(from id.Call, p *party, a Adopt, refuse func(leg.Kind)) {
	old := c.legs[a.Replaces]
	t := c.try
	switch {
	case !old.live(), c.stage == stageQueued && t != nil && t.open[p.Agent] && old.Up:
		refuse(leg.CauseNotFound)
	case c.stage == stageWatching && p.Agent != old.Agent:
		refuse(leg.CauseForbidden) // nobody else may listen
	case !old.Up && !old.Inbound && t != nil && old.agentSide() && p.agentSide() && !t.side && c.lead.live() && !c.callback:
		c.answerFor(from, p, old, a)
	case old == c.lead && !c.lead.Inbound, old == c.lead && c.lead.Up, old.Up && slices.Contains(c.conversation(), old):
		c.swapIn(from, p, old, a)
	case old == c.lead && p.Up && t != nil && !t.side && (c.stage == stageReaching || c.stage == stageDialing):
		c.swapIn(from, p, old, a)
		c.waitsFor(old, a.Group)
	default:
		refuse(leg.CauseNotFound)
	}
}

// answerFor: a phone takes a call that rings at another.
func (c *Call) answerFor(from id.Call, p, old *party, a Adopt) {
	t := c.try
	offer, meant := t.offer, old.Agent
	if !offer.IsZero() {
		c.floor(acd.OfferTaken{Call: c.id, Offer: offer, Agent: p.Agent})
	}
	c.takeIn(from, p, a, journal.RoleAgent)
	c.dropTry(leg.CauseAnsweredElsewhere)
	if offer.IsZero() {
		if p.Agent != meant && c.agentParty(meant, true) == nil {
			c.release(meant)
		}
		c.engageDirect(p)
	} else {
		c.leftQueue(journal.OutcomeAnswered)
	}
	c.connect(p)
}

// swapIn puts the leg where another one was, which is hung up.
func (c *Call) swapIn(from id.Call, p, old *party, a Adopt) {
	role := old.Role
	if role != journal.RoleMember {
		role = journal.RoleAgent
	}
	was := c.conversation()
	c.takeIn(from, p, a, role)
	talked := slices.Contains(was, old)
	for _, at := range []**party{&c.lead, &c.peer} {
		if *at == old {
			*at = p
		}
	}
	for i := range c.more {
		if c.more[i] == old {
			c.more[i] = p
		}
	}
	if s := c.side; s != nil && s.by == old {
		s.by = p
	}
	if s := c.side; s != nil && s.target == old {
		s.target = p
	}
	c.answer(p)
	old.leaving = true
	c.order(leg.TellReferrer{Leg: old.Leg, Status: 200}) // means nothing to a phone that has not asked
	c.hangUp(old, leg.Cause{Kind: leg.CauseNormal})
	if talked && c.stage != stageRoom { // a member's segment begins when it is up
		c.closeSegments()
		if p != c.lead {
			c.talksFrom(p)
		}
		c.policy()
	}
}

// waitsFor: the one who has taken the lead's place waits for what rings, and
// goes back to whose place it was when nobody answers.
func (c *Call) waitsFor(old *party, group id.Group) {
	c.group = c.plan.Group(group)
	c.back = &back{agent: old.Agent, by: old.Leg, to: c.to.Number, group: c.group}
	if !c.try.out.live() || c.try.out.Ringing {
		c.arm(TimerOffer, c.ringTime(c.try))
	}
}

// yield gives whom a leg talks to into another call. While the far side still
// rings, it goes the other way round: the other call's party comes here.
func (c *Call) yield(to id.Call, m Yield) {
	p := c.legs[m.Leg]
	no := func() { c.order(leg.TellReferrer{Leg: m.Into, Status: 481}) }
	switch {
	case !p.live() || to == c.id:
		no()
	case c.otherOf(p) != nil && c.side == nil && c.try == nil:
		other := c.otherOf(p)
		c.endSegments()
		c.stopTape()
		c.lead, c.peer, c.more, c.stage = other, nil, nil, stageRouting
		p.leaving = true // it ends with this call, once the other one has taken its party
		c.yielding, c.yieldInto = p, m.Into
		a := Adopt{Why: WhyReplace, Replaces: m.Into}
		if c.group != nil {
			a.Group = c.group.ID
		}
		c.handToLeg(other, m.Into, a)
	case p == c.lead && c.try != nil && (c.stage == stageReaching || c.stage == stageDialing):
		c.tell(to, Yield{Leg: m.Into, Into: m.Leg})
	default:
		no()
	}
}
