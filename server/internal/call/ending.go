package call

import (
	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// refuse ends a call that leads nowhere. A caller who was answered already
// hears the busy tone first.
func (c *Call) refuse(cause leg.Cause) {
	if c.stage == stageEnding || c.stage == stageEnded {
		return
	}
	c.dropOffer(cause.Kind)
	c.cause, c.endedBy = cause, journal.PartySystem
	if c.caller.up && !c.caller.hanging && !c.caller.ended {
		c.stage = stageEnding
		c.play(c.caller, "busy", true, leg.Sound{Tone: leg.ToneBusy})
		c.arm(TimerTone, toneTime)
		return
	}
	c.hangUpAll(cause)
}

// stop ends the call by command.
func (c *Call) stop(kind leg.Kind) {
	if c.stage == stageEnding && !c.armed(TimerTone) || c.stage == stageEnded {
		return
	}
	c.endedBy = journal.PartySystem
	c.hangUpAll(leg.Cause{Kind: kind})
}

// hangUp ends one leg.
func (c *Call) hangUp(p *party, cause leg.Cause) {
	if p.ended || p.hanging {
		return
	}
	p.hanging = true
	c.order(leg.HangUp{Leg: p.leg, Cause: cause})
}

// hangUpAll ends every leg, and the queue and the offer with them.
func (c *Call) hangUpAll(cause leg.Cause) {
	if c.cause.Kind == "" {
		c.cause = cause
	}
	c.disarm(TimerTone)
	c.leaveAll(cause.Kind)
	c.stopTalking()
	c.stage = stageEnding
	for _, p := range c.parties {
		why := cause
		if !p.up && p != c.caller && cause.Kind == leg.CauseNormal {
			why = leg.Cause{Kind: leg.CauseCallerGone}
		}
		c.hangUp(p, why)
	}
}

// leaveAll gives back what the call holds of the floor while nobody talks.
func (c *Call) leaveAll(cause leg.Kind) {
	c.dropOffer(cause)
	c.leaveQueue()
	if c.stage == stageQueued {
		if v := c.visit(c.group.ID); v != nil && v.Outcome == "" {
			v.Left, v.Outcome = c.now, journal.OutcomeAbandoned
			c.emit(journal.Dequeued{Group: v.Group, Outcome: v.Outcome})
		}
		c.floor(acd.Leave{Call: c.id})
	}
	if c.stage == stageReaching {
		for _, p := range c.claimed() {
			if p != c.caller.agent {
				c.release(p)
			}
		}
	}
}

// legEnded: a leg is over, whoever ended it.
func (c *Call) legEnded(p *party, f leg.Ended) {
	c.endHold(p)
	p.ended, p.endedAt, p.by, p.cause = true, c.now, f.By, f.Cause
	c.endedAt = c.now
	c.emit(journal.LegEnded{Leg: p.leg, By: f.By, Cause: f.Cause})
	switch {
	case c.stage == stageEnding || c.stage == stageEnded:
		c.disarm(TimerTone)
	case p == c.caller:
		c.callerGone(f)
	case p == c.peer && c.stage == stageDialing:
		c.peer = nil
		c.refuse(f.Cause)
	case p == c.peer:
		if c.endedBy == "" {
			c.endedBy = journal.PartyCallee
		}
		c.hangUpAll(leg.Cause{Kind: f.Cause.Kind})
	case !p.hanging && !c.stillRings(p.agent):
		c.agentFailed(p.agent, f.Cause.Kind)
	}
	if !c.hasLeg(p.agent) {
		c.release(p.agent)
	}
}

func (c *Call) callerGone(f leg.Ended) {
	c.endedBy = journal.PartyCaller
	cause := f.Cause
	if c.answeredAt.IsZero() && f.By == leg.SideRemote {
		c.cause = leg.Cause{Kind: leg.CauseCallerGone, SIP: cause.SIP, Q850: cause.Q850, Text: cause.Text}
		if c.stage == stageAnnounced {
			c.cause = cause
		}
	}
	c.hangUpAll(cause)
}

// silent: no audio has come for so long that the far side must be gone. On
// hold, silence is what is to be expected.
func (c *Call) silent(p *party) {
	if p.held || !p.up {
		return
	}
	if other := c.other(p); other != nil && other.held {
		return
	}
	c.endedBy = journal.PartySystem
	c.hangUpAll(leg.Cause{Kind: leg.CauseMediaTimeout})
}

// stillRings says whether a phone of the agent's may still answer the offer.
func (c *Call) stillRings(a id.Agent) bool {
	for _, p := range c.ringingAgents() {
		if p.agent == a {
			return true
		}
	}
	return false
}

func (c *Call) hasLeg(a id.Agent) bool {
	for _, p := range c.parties {
		if p.agent == a && !p.ended {
			return true
		}
	}
	return c.offer != nil && c.offer.open[a]
}

// claimed are the agents this call holds, in a fixed order, so that the same
// inputs always give the same effects.
func (c *Call) claimed() []id.Agent {
	var out []id.Agent
	for i := range c.plan.Agents {
		if a := c.plan.Agents[i].ID; c.claims[a] {
			out = append(out, a)
		}
	}
	return out
}

// finish ends the call once every leg is over and every figure has come.
func (c *Call) finish() {
	if c.stage == stageNew || c.stage == stageDone {
		return
	}
	for _, p := range c.parties {
		if !p.ended {
			return
		}
	}
	if c.stage != stageEnded {
		c.leaveAll(c.cause.Kind)
		c.stopTalking()
		c.stage = stageEnded
		for _, k := range []TimerKind{TimerRinging, TimerOffer, TimerAnnounce, TimerTone} {
			c.disarm(k)
		}
		c.arm(TimerLinger, lingerLimit)
	}
	if c.recorded < len(c.recordings) {
		return
	}
	for _, p := range c.parties {
		if p.up && p.quality == nil {
			return
		}
	}
	c.close()
}
