package call

import (
	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/server/internal/sound/say"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// refuse ends a call that leads nowhere, unless the lead can return to who
// handed it on or parked it. A caller who was answered already hears the busy
// tone first.
func (c *Call) refuse(cause leg.Cause) {
	switch {
	case c.stage == stageEnding || c.stage == stageEnded:
		return
	case c.back != nil && c.lead.live():
		c.dropTry(cause.Kind)
		c.giveBack(cause)
		return
	case c.slot != 0 && c.lead.live():
		c.dropTry(cause.Kind)
		c.parkUnclaimed()
		return
	case c.returned && c.lead.live():
		c.dropTry(cause.Kind)
		c.giveUp(c.home, cause)
		return
	}
	c.dropTry(cause.Kind)
	c.cause, c.endedBy = cause, journal.PartySystem
	if c.lead.live() && c.lead.Up {
		c.stage = stageEnding
		c.hush(c.lead)
		c.arm(TimerTone, toneTime)
		return
	}
	c.hangUpAll(cause)
}

// explain refuses somebody of the site and says why.
func (c *Call) explain(cause leg.Cause, what say.ID) {
	if c.back != nil || c.slot != 0 || c.returned || !c.lead.live() || !c.lead.agentSide() {
		c.refuse(cause)
		return
	}
	c.dropTry(cause.Kind)
	c.cause, c.endedBy, c.stage = cause, journal.PartySystem, stageEnding
	if !c.lead.Up && c.lead.Inbound {
		c.order(leg.Ring{Leg: c.lead.Leg, Early: true})
	}
	c.say(c.lead, string(what), c.prompt(c.lead, what)...)
	c.lead.leaving = true
	c.arm(TimerTone, 3*toneTime) // in case the end of the prompt is never told
}

// explainRefusal tells a phone why what it dialed leads nowhere. A phone that
// is nobody's cannot be talked to in its language; it sees the status.
func (c *Call) explainRefusal(no *route.Refusal) {
	c.explain(leg.Cause{Kind: no.Kind, Text: no.Reason}, reasonPrompt(no.Reason))
}

// stop ends the call by command.
func (c *Call) stop(kind leg.Kind) {
	if c.stage == stageEnding && !c.armed(TimerTone) || c.stage == stageEnded {
		return
	}
	c.endedBy = journal.PartySystem
	c.hangUpAll(leg.Cause{Kind: kind})
}

// hangUpAll ends every leg, and whatever the call holds of the floor.
func (c *Call) hangUpAll(cause leg.Cause) {
	if c.cause.Kind == "" {
		c.cause = cause
	}
	c.disarm(TimerTone)
	c.messageOver("hang-up") // what was said so far is kept, whoever ends the call
	rings := cause.Kind
	if rings == leg.CauseNormal {
		rings = leg.CauseCallerGone // whom a phone rings for has hung up
	}
	c.leaveAll(rings)
	c.dropPromise(cause.Kind)
	c.stopTalking()
	c.stage = stageEnding
	for _, p := range c.parties {
		why := cause
		if !p.Up && !p.Inbound && cause.Kind == leg.CauseNormal {
			why = leg.Cause{Kind: leg.CauseCallerGone}
		}
		c.hangUp(p, why)
	}
}

// leaveAll gives back what the call holds of the floor while nobody talks.
func (c *Call) leaveAll(cause leg.Kind) {
	c.sendHomeAll(id.Agent{})
	if s := c.side; s != nil {
		c.side = nil
		c.dropSide(s, cause)
	}
	c.dropTry(cause)
	c.stopWaiting()
	if c.stage == stageQueued {
		if !c.callback {
			c.leftQueue(journal.OutcomeAbandoned)
		}
		c.floor(acd.Leave{Call: c.id})
	}
	if c.stage == stageWatching {
		c.floor(acd.Unwatch{Call: c.id})
		if c.lead.given && !c.watching.in.IsZero() {
			c.out = append(c.out, Tell{Leg: c.lead.Leg, Message: Recall{c.lead.Leg}})
		}
	}
	if c.parking != nil {
		c.parking = nil // the floor's Parked is answered by Unpark, or by the call's end
	}
	c.unpark("gone", id.Agent{})
	c.leaveRoom()
	c.back, c.awaited = nil, id.Agent{}
	for _, k := range []TimerKind{TimerKey, TimerCode, TimerPark, TimerMessage} {
		c.disarm(k)
	}
}

// legEnded: a leg is over, whoever ended it.
func (c *Call) legEnded(p *party, f leg.Ended) {
	if c.stage == stageAdmitting && p == c.lead {
		// A caller who is gone this soon has arrived all the same, and counts
		// where its number leads once the line is known not to be full.
		c.early = &f
		c.arm(TimerLinger, lingerLimit)
		return
	}
	if p.away() && !p.leaving {
		c.heldUntilNow(p)
	}
	p.Held, p.onHold = false, false
	p.Ended, p.EndedAt, p.By, p.Cause = true, c.now, f.By, f.Cause
	c.endedAt = c.now
	c.emit(journal.LegEnded{Leg: p.Leg, By: f.By, Cause: f.Cause})
	c.free(p)
	c.legOver(p)
	c.releaseIfGone(p.Agent)
	c.askAwaited(p.Agent)
	if p.agentSide() && p.Role != journal.RoleSupervisor {
		c.sendHomeAll(p.Agent)
	}
}

// legOver is what the end of a leg means to the others.
func (c *Call) legOver(p *party) {
	t := c.try
	switch {
	case p.Role == journal.RoleSupervisor:
		if !p.given {
			c.sendHome(p)
		}
	case c.stage == stageEnding || c.stage == stageEnded:
		if p == c.lead {
			c.disarm(TimerTone)
		}
		if !c.anyLive() {
			c.hangUpAll(p.Cause)
		}
	case t != nil && t.out == p:
		c.outsideFailed(p, p.Cause)
	case t != nil && t.open[p.Agent] && !p.Up && !p.Inbound:
		if !p.hanging && !c.stillRings(p.Agent) {
			c.agentFailed(p.Agent, p.Cause.Kind)
		}
	case c.stage == stageRoom:
		c.memberGone(p)
	case p.leaving && p != c.lead:
		// It was on its way out, and nobody waits for it.
	case c.stage == stageTalking && (p == c.lead || p == c.peer || c.takesPart(p)):
		c.talkerGone(p, p.Cause)
	case p == c.lead:
		c.leadGone(p)
	case p == c.peer && (c.stage == stageWhisper || c.callback):
		c.peerGone(p)
	case c.back != nil && c.back.kept == p:
		c.back.kept = nil // it does not wait for the outcome of its transfer
	}
}

func (c *Call) anyLive() bool {
	for _, p := range c.parties {
		if p.live() && p.Role != journal.RoleSupervisor {
			return true
		}
	}
	return false
}

func (c *Call) takesPart(p *party) bool {
	for _, q := range c.more {
		if p == q {
			return true
		}
	}
	return c.side != nil && (p == c.side.by || p == c.side.target)
}

// leadGone: whom the call is about hung up before it talked to anybody, or on
// its way to somebody else.
func (c *Call) leadGone(p *party) {
	switch {
	case c.callback && (c.stage == stageQueued || c.stage == stageKept):
		return // it will be called
	case c.callback:
		c.callbackFailed(p.Cause.Kind)
		return
	case c.stage == stageMessage:
		c.messageOver("hang-up")
	}
	if p.leaving && p.By == leg.SideLocal || p.takenDown() { // it has heard all there was to hear, or was lost
		c.endedBy = journal.PartySystem
	} else if p == c.first {
		c.endedBy = journal.PartyCaller
	} else if c.endedBy == "" {
		c.endedBy = journal.PartyCallee
	}
	if c.answeredAt.IsZero() && p.By == leg.SideRemote {
		c.cause = leg.Cause{Kind: leg.CauseCallerGone, SIP: p.Cause.SIP, Q850: p.Cause.Q850, Text: p.Cause.Text}
		if c.stage == stageAnnounced || c.stage == stageMessage || c.stage == stageService || c.stage == stageWatching {
			c.cause = p.Cause
		}
	}
	if c.back != nil && c.back.kept.live() {
		c.order(leg.TellReferrer{Leg: c.back.kept.Leg, Status: 480})
	}
	c.hangUpAll(p.Cause)
}

// peerGone: an agent hung up before it talked to the caller, who then goes
// back into the group with the time it came at.
func (c *Call) peerGone(p *party) {
	if c.stage == stageWhisper && c.lead.live() && c.group != nil {
		c.peer = nil
		c.goTo(route.Destination{Kind: route.ToGroup, Group: c.group.ID}, "returned")
		return
	}
	if c.callback { // the agent waited no longer
		c.dropTry(leg.CauseCallerGone)
		c.callbackFailed(leg.CauseCallerGone)
		return
	}
	if c.endedBy == "" {
		c.endedBy = journal.PartyCallee
	}
	c.hangUpAll(leg.Cause{Kind: p.Cause.Kind})
}

// silent: no audio has come for so long that the far side must be gone. On
// hold it is silent by design.
func (c *Call) silent(p *party) {
	if p.away() || !p.Up || p.Role == journal.RoleSupervisor || c.stage == stageParked {
		return
	}
	for _, q := range c.circle(p) {
		if q.away() && c.stage != stageRoom { // in a conference the others go on talking
			return
		}
	}
	if c.stage == stageRoom || len(c.conversation()) > 2 {
		c.hangUp(p, leg.Cause{Kind: leg.CauseMediaTimeout})
		return
	}
	switch {
	case c.stage == stageEnding || c.stage == stageEnded:
		return
	case c.stage == stageKept, c.callback && p == c.peer:
		c.hangUp(p, leg.Cause{Kind: leg.CauseMediaTimeout}) // what was promised to the caller is promised still
		return
	}
	c.endedBy = journal.PartySystem
	c.hangUpAll(leg.Cause{Kind: leg.CauseMediaTimeout})
}

// finish ends the call once every leg is over and every figure has come.
func (c *Call) finish() {
	if c.stage == stageNew || c.stage == stageDone {
		return
	}
	if c.callback && (c.stage == stageQueued || c.stage == stageKept) || c.stage == stageOriginating && c.try != nil {
		return // nobody is here, but somebody will be
	}
	for _, p := range c.parties {
		if !p.Ended && !(p.given && c.handedOver(p)) {
			return
		}
	}
	if c.stage != stageEnded {
		c.leaveAll(c.cause.Kind)
		c.dropPromise(c.cause.Kind)
		c.stopTalking()
		c.stage = stageEnded
		for _, k := range []TimerKind{TimerRinging, TimerOffer, TimerAnnounce, TimerStanding, TimerLength, TimerHand, TimerTone} {
			c.disarm(k)
		}
		c.arm(TimerLinger, lingerLimit)
	}
	if c.recorded < len(c.recordings) {
		return
	}
	for _, p := range c.parties {
		if p.Up && p.Quality == nil && !p.given {
			return
		}
	}
	c.close()
}

// handedOver says whether a leg that was given away is another call's.
func (c *Call) handedOver(p *party) bool {
	return p.Role == journal.RoleSupervisor || !c.joinedTo.IsZero()
}
