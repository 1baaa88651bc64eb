package call

import (
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// back is where a lead that was handed on returns when nobody takes it.
type back struct {
	agent id.Agent     // whose phone rings again
	group *route.Group // and then this group
	by    id.Leg
	to    string
	kept  *party // a phone that waits to hear how its REFER goes
}

// transfer hands a party's other side on (直転送). The party's own leg ends at
// once; a phone that asked by REFER stays until it has been told.
func (c *Call) transfer(by *party, digits string, refer bool) (refused string) {
	other := c.otherOf(by)
	if other == nil || c.side != nil || c.try != nil {
		return refusedNotNow
	}
	to, no := c.plan.DialTarget(c.plan.Agent(by.Agent), digits)
	if no != nil {
		return no.Reason
	}
	if to.Kind == route.ToAgent && (to.Agent == other.Agent || to.Agent == by.Agent) {
		return refusedUnknown
	}
	c.emit(journal.Transferred{By: by.Leg, Agent: by.Agent, How: journal.TransferBlind, To: digits, Stage: "begun"})
	c.handOn(by, other, digits)
	if refer {
		c.back.kept = by
	} else {
		by.leaving = true
		c.hangUp(by, leg.Cause{Kind: leg.CauseNormal})
	}
	c.goTo(to, "transfer")
	return ""
}

// handOn makes the other side the lead, which is on its way from here on.
func (c *Call) handOn(by, other *party, digits string) {
	c.back = &back{agent: by.Agent, group: c.group, by: by.Leg, to: digits}
	c.endSegments()
	c.lead, c.peer, c.more, c.hops = other, nil, nil, 0
	c.stage = stageRouting
	c.since = c.now
	if other.away() {
		c.onHold(other, false)
	}
}

// endSegments closes what was talked before the lead went on its way.
func (c *Call) endSegments() {
	for i := range c.segments {
		if s := &c.segments[i]; s.Until.IsZero() {
			c.closeSegment(s)
		}
	}
}

// arrived: the lead talks to somebody; it returns no more.
func (c *Call) arrived() {
	b := c.back
	if b == nil {
		return
	}
	c.back = nil
	c.emit(journal.Transferred{By: b.by, Agent: b.agent, How: journal.TransferBlind, To: b.to, Stage: "done"})
	if b.kept.live() {
		c.order(leg.TellReferrer{Leg: b.kept.Leg, Status: 200})
		b.kept.leaving = true
		c.hangUp(b.kept, leg.Cause{Kind: leg.CauseNormal})
	}
}

// landed: the lead has come to where the exchange itself takes care of it, a
// queue or a menu. A phone that asked by REFER has nothing to wait for; when
// nobody takes the lead there, it rings again.
func (c *Call) landed() {
	b := c.back
	if b == nil || !b.kept.live() {
		return
	}
	kept := b.kept
	b.kept = nil
	c.order(leg.TellReferrer{Leg: kept.Leg, Status: 200})
	kept.leaving = true
	c.hangUp(kept, leg.Cause{Kind: leg.CauseNormal})
}

// giveBack: nobody took the lead; it goes back to who handed it on.
func (c *Call) giveBack(cause leg.Cause) {
	b := c.back
	c.back = nil
	c.peer = nil
	c.emit(journal.Transferred{By: b.by, Agent: b.agent, How: journal.TransferBlind, To: b.to, Stage: "returned", Failed: cause.Kind})
	c.group = b.group
	if b.kept.live() {
		c.order(leg.TellReferrer{Leg: b.kept.Leg, Status: statusOf(cause.Kind)})
		c.connect(b.kept)
		return
	}
	if c.plan.Agent(b.agent) == nil {
		c.giveUp(b.group, cause)
		return
	}
	c.hops = 0
	c.returning(b.agent, b.group)
}

// returning rings who handed the lead on; when that fails, its group.
func (c *Call) returning(a id.Agent, g *route.Group) {
	c.stage = stageReaching
	c.back = nil
	c.parker = id.Agent{}
	c.home = g
	c.returned = true
	c.emit(journal.Routed{To: string(route.ToAgent), Agent: a, Why: "returned", Hop: c.hops})
	if c.hasLeg(a) { // its phone has been told to hang up, and has not said that it did
		c.awaited = a
		return
	}
	c.ask(a, false)
}

// askAwaited: a leg of the agent's is over; it may be the one for which the
// lead's return had to wait.
func (c *Call) askAwaited(a id.Agent) {
	if c.awaited.IsZero() || c.awaited != a || c.hasLeg(a) || c.stage != stageReaching {
		return
	}
	c.awaited = id.Agent{}
	c.ask(a, false)
}

// giveUp is the end of all returns: the group the call came from, or busy.
func (c *Call) giveUp(g *route.Group, cause leg.Cause) {
	c.returned, c.home = false, nil
	if g != nil {
		c.goTo(route.Destination{Kind: route.ToGroup, Group: g.ID}, "returned")
		return
	}
	c.refuse(cause)
}

// referred: a phone asks that its other side be connected with somebody else.
func (c *Call) referred(p *party, f leg.Referred) {
	if !p.agentSide() {
		c.order(leg.TellReferrer{Leg: p.Leg, Status: 403})
		return
	}
	if !f.Replaces.IsZero() {
		c.referReplaces(p, f.Replaces)
		return
	}
	if refused := c.transfer(p, f.To, true); refused != "" {
		c.order(leg.TellReferrer{Leg: p.Leg, Status: refusalStatus(refused)})
	}
}

// referReplaces: the phone has two calls and leaves both: who it talks to here
// and who it talks to there are connected (attended transfer by the phone).
func (c *Call) referReplaces(p *party, there id.Leg) {
	if c.otherOf(p) == nil || c.side != nil || c.try != nil {
		c.order(leg.TellReferrer{Leg: p.Leg, Status: 481})
		return
	}
	c.out = append(c.out, Tell{Leg: there, Message: Yield{Leg: there, Into: p.Leg}})
}

// statusOf is how a phone is told what became of its transfer.
func statusOf(kind leg.Kind) int {
	switch kind {
	case leg.CauseBusy, leg.CauseOverflow:
		return 486
	case leg.CauseNoAnswer, leg.CauseTimeout, leg.CauseUnregistered, leg.CauseDeviceError, leg.CauseCallerGone:
		return 480
	case leg.CauseNotFound:
		return 404
	case leg.CauseForbidden:
		return 403
	case leg.CauseRejected:
		return 603
	case leg.CauseNormal, leg.CauseAnsweredElsewhere, leg.CauseCongestion, leg.CauseMediaTimeout, leg.CauseUnacceptable,
		leg.CauseLoop, leg.CauseShutdown, leg.CauseRestart, leg.CauseTrouble:
		return 503
	}
	return 503
}

func refusalStatus(reason string) int {
	switch reason {
	case refusedNotNow:
		return 481
	case route.ReasonNoSuchNumber:
		return 404
	}
	return 403
}
