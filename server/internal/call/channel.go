package call

import (
	"strings"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/sound/say"
	"github.com/yobirin/yobirin/shared/leg"
)

// seize asks the floor for a leg's channel.
func (c *Call) seize(p *party, in acd.Seize) {
	p.Seized = true
	c.floor(in)
}

func (c *Call) free(p *party) {
	if p.Seized {
		p.Seized = false
		c.floor(acd.Free{Leg: p.Leg})
	}
}

// seized: the floor says whether a leg may have its channel.
func (c *Call) seized(m acd.Seized) {
	p := c.legs[m.Leg]
	if p == nil || !p.Seized {
		return // ended, and given back, in the meantime
	}
	if m.Refused != "" {
		p.Seized = false
	}
	switch {
	case p == c.lead && c.stage == stageAdmitting:
		c.letIn(m.Refused)
	case c.try == nil || c.try.out != p:
	case m.Refused != "":
		c.neverTold(p, leg.Cause{Kind: leg.CauseCongestion, Text: overLimit + string(m.Refused)})
		c.outsideFailed(p, p.Cause)
	default:
		p.asking = false
		c.order(c.try.dial)
		ring := outsideRing
		if c.callback && !c.try.side {
			ring = callbackRing // an agent listens to it
		}
		c.arm(TimerOffer, ring)
	}
}

// letIn: the line of an inbound call is free, or full: over the limit a caller
// hears busy (C-CALL-8).
func (c *Call) letIn(refused acd.Limit) {
	gone := c.early
	c.early = nil
	if gone != nil {
		c.disarm(TimerLinger)
	}
	if refused != "" {
		c.refuse(leg.Cause{Kind: leg.CauseBusy, Text: "channels-" + string(refused)})
	} else {
		c.admitted()
	}
	if gone != nil {
		c.legEnded(c.lead, *gone)
	}
}

// overLimit begins the text of a cause that is a limit of channels or calls.
const overLimit = "channels-"

// limitPrompt is what a phone is told that ran into a limit, or whose call was
// led to where the site calls nobody; none: neither.
func limitPrompt(cause leg.Cause) say.ID {
	if reason, led := strings.CutPrefix(cause.Text, leg.TextRedirected); led && cause.Kind == leg.CauseForbidden && cause.SIP/100 == 3 {
		return reasonPrompt(reason)
	}
	limit, is := strings.CutPrefix(cause.Text, overLimit)
	if !is || cause.Kind != leg.CauseCongestion {
		return ""
	}
	switch acd.Limit(limit) {
	case acd.LimitTrunk, acd.LimitNumber:
		return say.ChannelsFull
	case acd.LimitAgent, acd.LimitAgentDay, acd.LimitTrunkCalls, acd.LimitTrunkDay:
		return say.CapReached
	}
	return say.ChannelsFull
}
