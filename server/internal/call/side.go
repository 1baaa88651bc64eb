package call

import (
	"slices"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/server/internal/sound/say"
	"github.com/yobirin/yobirin/shared/leg"
)

// side is what an agent does beside its conversation: it consults somebody
// before it hands the call on, or adds somebody to it.
type side struct {
	by      *party
	target  *party // who is called; nil while an agent's phones ring
	to      string
	adding  bool
	swapped bool // the agent talks to its first side again, the target waits
}

// how names what is done.
func (s *side) how() journal.Transfer {
	if s.adding {
		return journal.TransferAdd
	}
	return journal.TransferAttended
}

// told says in the journal how far it is.
func (c *Call) told(s *side, stage string, failed leg.Kind) {
	c.emit(journal.Transferred{By: s.by.Leg, Agent: s.by.Agent, How: s.how(), To: s.to, Stage: stage, Failed: failed})
}

// talking says whether the agent talks with the one it called.
func (s *side) talking() bool { return s.target.talks() && !s.swapped }

// consult rings somebody for an agent; it gives the refusal, if any.
func (c *Call) consult(by *party, digits string, adding bool) (refused string) {
	if c.stage != stageTalking || c.side != nil || c.try != nil || !slices.Contains(c.conversation(), by) {
		return refusedNotNow
	}
	to, no := c.plan.DialTarget(c.plan.Agent(by.Agent), digits)
	if no == nil && to.Kind == route.ToExtension {
		to, _ = c.plan.Extension(to.Extension)
	}
	switch {
	case no != nil:
		return no.Reason
	case to.Kind != route.ToAgent && to.Kind != route.ToOutside:
		return refusedForbidden // a group or a menu gives nobody to ask
	}
	c.side = &side{by: by, to: digits, adding: adding}
	c.onHold(by, false)
	c.told(c.side, "begun", "")
	if to.Kind == route.ToAgent {
		c.ask(to.Agent, true)
		return ""
	}
	target := c.dial(*to.Outside, true, by)
	if target == nil {
		c.sideFailed(leg.CauseCongestion)
		return ""
	}
	c.side.target = target
	return ""
}

// sideAnswered: the one called talks with the agent, or with everybody.
func (c *Call) sideAnswered(p *party) {
	c.side.target = p
	if c.side.adding {
		c.merge()
		return
	}
	c.told(c.side, "consulting", "")
}

// swap changes whom the agent talks with.
func (c *Call) swap() bool {
	s := c.side
	if s == nil || s.adding || !s.target.talks() {
		return false
	}
	s.swapped = !s.swapped
	if s.swapped {
		c.told(s, "swapped", "")
	} else {
		c.told(s, "consulting", "")
	}
	return true
}

// sideFailed: the one called cannot be had (any more); the agent is back with
// its first side.
func (c *Call) sideFailed(kind leg.Kind) {
	s := c.side
	if s == nil {
		return
	}
	c.side = nil
	c.told(s, "returned", kind)
	if kind != leg.CauseNormal {
		c.tellParty(s.by, failurePrompt(kind))
	}
}

// sideCancel gives the one called up.
func (c *Call) sideCancel() {
	s := c.side
	if s == nil {
		return
	}
	c.side = nil
	c.told(s, "cancelled", "")
	c.dropSide(s, leg.CauseCallerGone)
}

func (c *Call) dropSide(s *side, cause leg.Kind) {
	if c.try != nil && c.try.side {
		c.dropTry(cause)
	}
	if s.target != nil {
		if s.target.Up {
			cause = leg.CauseNormal
		}
		c.hangUp(s.target, leg.Cause{Kind: cause})
	}
}

// merge lets everybody talk together.
func (c *Call) merge() bool {
	s := c.side
	if s == nil || !s.target.talks() {
		return false
	}
	c.side = nil
	c.more = append(c.more, s.target)
	c.told(s, "joined", "")
	c.talksFrom(s.target)
	return true
}

// complete hands the call to the one consulted, also while that one rings.
func (c *Call) complete() bool {
	s := c.side
	if s == nil || s.adding || c.try == nil && !s.target.talks() {
		return false
	}
	by := s.by
	c.sideLeft()
	c.hangUp(by, leg.Cause{Kind: leg.CauseNormal})
	return true
}

// sideLeft: the agent left the call to the one it consulted. What still rings
// becomes an ordinary call of the first side, which returns if nobody answers.
func (c *Call) sideLeft() {
	s := c.side
	others := slices.DeleteFunc(c.conversation(), func(p *party) bool { return p == s.by })
	c.side = nil
	if s.adding && !s.target.talks() || len(others) == 0 {
		c.dropSide(s, leg.CauseCallerGone)
		c.goOnWithout(s.by, others)
		return
	}
	if s.target.talks() {
		c.told(s, "done", "")
		c.onHold(s.by, false)
		s.by.leaving = true
		c.regroup(append(others, s.target))
		return
	}
	if c.try == nil || len(others) > 1 {
		c.dropSide(s, leg.CauseCallerGone)
		c.goOnWithout(s.by, others)
		return
	}
	c.emit(journal.Transferred{By: s.by.Leg, Agent: s.by.Agent, How: journal.TransferBlind, To: s.to, Stage: "begun"})
	s.by.leaving = true
	c.closeSegments()
	c.lead, c.peer, c.more = others[0], s.target, nil
	c.back = &back{agent: s.by.Agent, by: s.by.Leg, to: s.to, group: c.group}
	c.try.side = false
	c.stage = stageReaching
	if s.target != nil {
		c.stage = stageDialing
	}
	c.endSegments()
	c.arm(TimerOffer, c.ringTime(c.try))
}

// goOnWithout goes on with those who are left, or ends the call of one.
func (c *Call) goOnWithout(p *party, others []*party) {
	if len(others) >= 2 {
		c.regroup(others)
		return
	}
	c.blame(p)
	c.hangUpAll(leg.Cause{Kind: leg.CauseNormal})
}

// onHold is Hold and Resume by command.
func (c *Call) onHold(p *party, on bool) {
	was := p.away()
	p.onHold = on
	c.holdChanged(p, was)
}

// explainTo says to a party why what it asked for was refused.
func (c *Call) explainTo(p *party, reason string) {
	c.tellParty(p, reasonPrompt(reason))
}

// reasonPrompt is what is said for a refusal's key.
func reasonPrompt(reason string) say.ID {
	switch reason {
	case route.ReasonRestricted:
		return say.Restricted
	case route.ReasonNoOutside:
		return say.NoOutside
	case route.ReasonNoInternational:
		return say.NoInternational
	case route.ReasonNotAllowed, route.ReasonNoAgent, route.ReasonNoEmergency, route.ReasonNotYourNumber, refusedNotNow:
		return say.NotAllowed
	case route.ReasonNoTrunk:
		return say.ChannelsFull
	}
	return say.TargetUnknown
}
