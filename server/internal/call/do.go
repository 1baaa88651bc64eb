package call

import (
	"strings"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/leg"
)

// do carries out a person's command and answers it.
func (c *Call) do(in Do) {
	refused := c.obey(in)
	if refused == "" {
		c.emit(journal.Commanded{By: in.By, What: in.Command.Name()})
	}
	c.out = append(c.out, Reply{in.Ref, refused})
}

// mayDo: an agent commands its own legs, a supervisor everybody's.
func (c *Call) mayDo(in Do) bool {
	if in.Of.IsZero() || in.Of == in.By {
		if _, end := in.Command.(End); !end {
			return true
		}
	}
	who := c.plan.Agent(in.By)
	return who != nil && who.Supervises
}

func (c *Call) obey(in Do) (refused string) {
	if !c.mayDo(in) {
		return refusedForbidden
	}
	of := in.Of
	if of.IsZero() {
		of = in.By
	}
	switch cmd := in.Command.(type) {
	case End:
		c.stop(leg.CauseNormal)
		return ""
	case PickUp:
		return c.nudge(c.agentParty(of, false))
	case SetMode:
		return c.modeCommand(in, cmd.Mode)
	case HangUp:
		return c.leaves(in)
	case Hold, Resume, Mute, Transfer, Consult, Swap, Complete, Cancel, Merge, Add, Park, Press, Record, Pause:
	}
	p := c.agentParty(of, true)
	if p == nil {
		return refusedNotHere
	}
	return c.partyDoes(p, in)
}

// partyDoes are the commands of somebody who talks.
func (c *Call) partyDoes(p *party, in Do) (refused string) {
	switch cmd := in.Command.(type) {
	case Hold, Resume:
		_, on := cmd.(Hold)
		return c.holdCommand(p, on)
	case Mute:
		if p.muted != cmd.On {
			p.muted = cmd.On
			c.emit(journal.LegMuted{Leg: p.Leg, Muted: cmd.On})
		}
		return ""
	case Transfer:
		return c.transfer(p, cmd.To, false)
	case Consult:
		return c.consult(p, cmd.To, false)
	case Add:
		return c.consult(p, cmd.To, true)
	case Swap, Complete, Merge, Cancel:
		return c.sideCommand(p, cmd)
	case Park:
		return c.park(p, cmd.Slot)
	case Press:
		if cmd.Digits == "" || strings.Trim(cmd.Digits, "0123456789*#ABCD") != "" || len(cmd.Digits) > 64 {
			return refusedUnknown
		}
		c.pass(p, cmd.Digits)
		return ""
	case Record:
		return c.recordCommand(p, cmd.On)
	case Pause:
		if c.tape.recording.IsZero() {
			return refusedNoRecorded
		}
		c.pauseTape(cmd.On, in.By)
		return ""
	case HangUp, End, PickUp, SetMode:
	}
	return refusedNotNow
}

func (c *Call) holdCommand(p *party, on bool) string {
	if c.stage != stageTalking && c.stage != stageRoom {
		return refusedNotNow
	}
	c.onHold(p, on)
	return ""
}

func (c *Call) sideCommand(p *party, cmd Command) string {
	s := c.side
	if s == nil || s.by != p {
		return refusedNotNow
	}
	done := true
	switch cmd.(type) {
	case Swap:
		done = c.swap()
	case Complete:
		done = c.complete()
	case Merge:
		done = c.merge()
	case Cancel:
		c.sideCancel()
	case Hold, Resume, Mute, HangUp, End, PickUp, Transfer, Consult, Add, Park, Press, Record, Pause, SetMode:
		done = false
	}
	if !done {
		return refusedNotNow
	}
	return ""
}

func (c *Call) recordCommand(p *party, on bool) string {
	switch {
	case c.stage != stageTalking:
		return refusedNotNow
	case on && c.tape.recording.IsZero():
		c.startTape(journal.Conversation, true)
	case !on && c.tape.demanded:
		c.stopTape()
	case !on:
		return refusedForbidden // the site's policy is not the agent's to end
	}
	return ""
}

// nudge asks a ringing phone of the agent's to answer by itself.
func (c *Call) nudge(p *party) string {
	if p == nil || p.Inbound {
		return refusedNotHere
	}
	for _, q := range c.ringingAgents() {
		if q.Agent == p.Agent {
			c.order(leg.Nudge{Leg: q.Leg})
		}
	}
	return ""
}

// leaves hangs an agent's legs up: talking, ringing or watching.
func (c *Call) leaves(in Do) string {
	of := in.Of
	if of.IsZero() {
		of = in.By
	}
	if c.stage == stageWatching && c.lead.Agent == of {
		c.stop(leg.CauseNormal)
		return ""
	}
	if c.stage == stageOriginating && c.claims[of] {
		c.stop(leg.CauseCallerGone)
		return ""
	}
	if p := c.agentParty(of, true); p != nil {
		c.hangUp(p, leg.Cause{Kind: leg.CauseNormal})
		return ""
	}
	p := c.agentParty(of, false)
	if p == nil {
		return refusedNotHere
	}
	if p.Inbound {
		c.hangUp(p, leg.Cause{Kind: leg.CauseNormal})
		return ""
	}
	for _, q := range c.ringingAgents() {
		if q.Agent == of {
			c.hangUp(q, leg.Cause{Kind: leg.CauseRejected})
		}
	}
	c.agentFailed(of, leg.CauseRejected)
	return ""
}

// modeCommand changes what a supervisor's leg does, wherever it is.
func (c *Call) modeCommand(in Do, mode Mode) string {
	if !mode.Valid() {
		return refusedNotNow
	}
	if c.stage != stageWatching || c.lead.Agent != in.By {
		for _, p := range c.supervisors() {
			if p.Agent == in.By {
				c.setMode(p, mode)
				return ""
			}
		}
		return refusedNotHere
	}
	c.watching.mode = mode
	if c.lead.given {
		c.out = append(c.out, Tell{Leg: c.lead.Leg, Message: ModeOf{c.lead.Leg, mode}})
	}
	return ""
}
