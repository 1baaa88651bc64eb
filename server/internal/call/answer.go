package call

import (
	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/leg"
)

// answerCaller accepts an inbound caller; what it hears follows with Answered.
func (c *Call) answerCaller() {
	if c.caller.up || c.caller.answering || c.caller.hanging || c.caller.ended {
		return
	}
	c.disarm(TimerRinging)
	c.caller.answering = true
	c.order(leg.Answer{Leg: c.caller.leg})
}

// rings: a phone or an outside number rings.
func (c *Call) rings(p *party, f leg.Ringing) {
	if p.up || p.hanging {
		return
	}
	if !p.ringing || f.Early && !p.early {
		c.emit(journal.LegRinging{Leg: p.leg, Early: f.Early})
	}
	p.ringing, p.early = true, p.early || f.Early
	if c.stage == stageQueued || c.caller.answering || c.caller.up {
		if p.early && c.stage == stageDialing {
			c.silence(c.caller) // the far side's own ringback is heard instead of ours
		}
		return
	}
	if p.early && p.role == journal.RoleCallee {
		c.caller.ringing = true
		c.order(leg.Ring{Leg: c.caller.leg, Early: true})
		return
	}
	if !c.caller.ringing {
		c.caller.ringing = true
		c.order(leg.Ring{Leg: c.caller.leg})
	}
}

// answered: a leg is up.
func (c *Call) answered(p *party, f leg.Answered) {
	if p.up {
		return
	}
	p.up, p.answeredAt = true, c.now
	c.emit(journal.LegAnswered{Leg: p.leg, Codec: f.Codec})
	switch {
	case p.hanging:
		// The answer crossed our cancel: the wires hang up.
	case p == c.caller:
		c.callerUp()
	case p == c.peer:
		c.connect(p)
	default:
		c.agentAnswered(p)
	}
}

func (c *Call) callerUp() {
	switch c.stage {
	case stageQueued:
		c.waitingAudio()
	case stageAnnounced:
		c.play(c.caller, "announcement", false, c.caller.afterAnswer...)
	case stageReaching, stageDialing:
		if c.peer == nil || !c.peer.early {
			c.play(c.caller, "ringback", true, leg.Sound{Tone: leg.ToneRingback})
		}
	case stageWhisper:
		c.music(c.caller)
	case stageNew, stageRouting, stageTalking, stageEnding, stageEnded, stageDone:
	}
}

// agentAnswered: the first phone to answer an offer gets the call, all the
// others stop ringing.
func (c *Call) agentAnswered(p *party) {
	o := c.offer
	if o == nil || !o.open[p.agent] {
		c.hangUp(p, leg.Cause{Kind: leg.CauseAnsweredElsewhere})
		return
	}
	delete(o.open, p.agent)
	c.dropOffer(leg.CauseAnsweredElsewhere)
	c.peer = p
	if o.id.IsZero() {
		c.floor(acd.Engage{Call: c.id, Agent: p.agent, State: journal.StateTalking})
		c.connect(p)
		return
	}
	c.claim(p.agent)
	c.floor(acd.OfferTaken{Call: c.id, Offer: o.id, Agent: p.agent})
	c.leaveQueue()
	if v := c.visit(o.group); v != nil {
		v.Left, v.Outcome = c.now, journal.OutcomeAnswered
	}
	c.emit(journal.Dequeued{Group: o.group, Outcome: journal.OutcomeAnswered})
	if !c.group.Whisper.IsZero() {
		c.stage = stageWhisper
		c.play(p, "whisper", false, leg.Sound{Audio: c.group.Whisper})
		return
	}
	c.connect(p)
}

// connect lets the caller and the party talk.
func (c *Call) connect(p *party) {
	c.stage = stageTalking
	c.answeredAt = c.now
	c.silence(c.caller)
	c.answerCaller()
	seg := journal.Segment{Agent: p.agent, Leg: p.leg, From: c.now}
	e := journal.Connected{Agent: p.agent, Leg: p.leg, Waited: c.now.Sub(c.startedAt)}
	if c.group != nil && !p.agent.IsZero() {
		seg.Group, e.Group = c.group.ID, c.group.ID
	}
	c.segments = append(c.segments, seg)
	c.emit(e)
	c.record(p)
}

// heldBy: a phone puts its other side on hold; the other side hears music.
func (c *Call) heldBy(p *party) {
	if p.held {
		return
	}
	p.held, p.heldSince = true, c.now
	c.emit(journal.LegHeld{Leg: p.leg})
	c.engage(p, journal.StateHolding)
	if other := c.other(p); other != nil {
		c.music(other)
	}
}

func (c *Call) resumedBy(p *party) {
	if !p.held {
		return
	}
	c.endHold(p)
	c.emit(journal.LegResumed{Leg: p.leg})
	c.engage(p, journal.StateTalking)
	if other := c.other(p); other != nil {
		c.silence(other)
	}
}

func (c *Call) endHold(p *party) {
	if !p.held {
		return
	}
	p.held = false
	if n := len(c.segments); n > 0 && c.stage == stageTalking {
		c.segments[n-1].Held += c.now.Sub(p.heldSince).Milliseconds()
	}
}

// engage tells the floor what the party's agent does.
func (c *Call) engage(p *party, s journal.State) {
	if c.claims[p.agent] && p.up {
		c.floor(acd.Engage{Call: c.id, Agent: p.agent, State: s})
	}
}

// other is whom a party talks to, or nil.
func (c *Call) other(p *party) *party {
	switch {
	case c.stage != stageTalking || c.peer == nil:
		return nil
	case p == c.caller:
		return c.peer
	case p == c.peer:
		return c.caller
	default:
		return nil
	}
}
