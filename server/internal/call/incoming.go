package call

import (
	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/leg"
)

// incoming starts the call from its first leg.
func (c *Call) incoming(f leg.Incoming) {
	p := c.newParty(journal.RoleCaller)
	p.Inbound, p.Device, p.Trunk = true, f.Device, f.Trunk
	c.first, c.lead, c.startedAt, c.from = p, p, c.now, f.From
	c.to = leg.Identity{Number: f.Dialed}
	if f.Trunk.IsZero() {
		c.fromPhone(p, f)
	} else {
		c.fromTrunk(p, f)
	}
}

func (c *Call) fromTrunk(p *party, f leg.Incoming) {
	c.direction, c.trunk = journal.Inbound, f.Trunk
	if n, err := route.Canonical(c.from.Number); err == nil {
		c.from.Number = n
	}
	p.Number, p.Shown = c.from.Number, c.from
	if c.number = c.plan.Called(f.Dialed); c.number != nil {
		c.to = leg.Identity{Number: c.number.Number, Name: c.number.Name}
	}
	c.begin(p, f)
	if reason, yes := c.plan.Rejects(c.from); yes {
		c.refuse(leg.Cause{Kind: leg.CauseRejected, Text: reason})
		return
	}
	c.stage = stageAdmitting
	in := acd.Seize{Call: c.id, Leg: p.Leg, Trunk: f.Trunk}
	if c.number != nil {
		in.Number = c.number.ID
	}
	c.seize(p, in)
	if !c.limited() {
		c.admitted() // counted, and nothing to wait for
	}
}

// limited says whether an inbound call may find its line full (C-CALL-8).
func (c *Call) limited() bool {
	trunk := c.plan.Trunk(c.trunk)
	return trunk != nil && trunk.Channels > 0 || c.number != nil && c.number.MaxChannels > 0
}

// admitted: an inbound call has its channel; where it goes is what its number
// says, or its trunk for numbers that are not the site's.
func (c *Call) admitted() {
	var to route.Destination
	why := "number"
	if c.number != nil {
		to = c.number.Route
	}
	if trunk := c.plan.Trunk(c.trunk); to.Kind == route.ToUnset && trunk != nil {
		to, why = trunk.Default, "trunk-default"
	}
	if to.Kind == route.ToUnset {
		c.refuse(leg.Cause{Kind: leg.CauseNotFound, Text: "no-such-number"})
		return
	}
	c.goTo(to, why)
}

func (c *Call) fromPhone(p *party, f leg.Incoming) {
	c.direction = journal.Internal
	owner := f.Agent
	if device := c.plan.Device(f.Device); device != nil {
		owner = device.Agent
	}
	who := c.plan.Agent(owner)
	if who != nil {
		p.Agent, p.Number = who.ID, who.Extension
		c.from = leg.Identity{Number: who.Extension, Name: who.Name}
	}
	p.Shown = c.from
	if !f.Replaces.IsZero() {
		c.begin(p, f)
		c.occupy(p)
		c.replaceLeg(f.Replaces)
		return
	}
	to, refused := c.plan.DialPresenting(who, f.Dialed, f.Present)
	c.dialed(to)
	if refused.Outside() {
		c.direction = journal.Outbound // it stands in the history as what was wanted
	}
	c.begin(p, f)
	c.occupy(p)
	switch {
	case refused == nil:
		c.goTo(to, "dialed")
	case refused.Reason == route.ReasonNotYourNumber: // a program chose it, which shows the reason itself
		c.refuse(leg.Cause{Kind: refused.Kind, Text: refused.Reason})
	default:
		c.explainRefusal(refused)
	}
}

// dialed sets what the call is, from where its first leg's digits lead.
func (c *Call) dialed(to route.Destination) {
	if o := to.Outside; to.Kind == route.ToOutside && o != nil {
		c.direction, c.trunk = journal.Outbound, o.Trunk
		c.number = c.plan.Number(o.Shown)
		c.to = leg.Identity{Number: o.Number}
	}
}

// occupy tells the floor that the agent whose phone this is has a call.
func (c *Call) occupy(p *party) {
	if p.agentSide() {
		c.claim(p.Agent)
		c.floor(acd.Engage{Call: c.id, Agent: p.Agent, State: journal.StateTalking})
	}
}

func (c *Call) begin(p *party, f leg.Incoming) {
	e := journal.CallStarted{Call: c.id, Direction: c.direction, From: c.from, Dialed: f.Dialed, Trunk: c.trunk, Agent: p.Agent, Headers: f.Headers}
	if c.number != nil {
		e.Number = c.number.ID
	}
	c.emit(e)
	c.started(p)
}

// goTo sends the lead to a destination.
func (c *Call) goTo(to route.Destination, why string) {
	if c.hops++; c.hops > maxHops {
		c.cutLoop(to)
		return
	}
	e := journal.Routed{To: string(to.Kind), Group: to.Group, Agent: to.Agent, Number: to.Extension, Why: why, Hop: c.hops}
	if o := to.Outside; o != nil {
		e.Number, e.Trunk, e.Shown = o.Number, o.Trunk, o.Shown
	}
	if to.Kind == route.ToFeature {
		e.Number = string(to.Feature) + " " + to.Argument
	}
	c.emit(e)
	switch to.Kind {
	case route.ToGroup:
		c.toGroup(to)
	case route.ToAgent:
		c.toAgent(to.Agent)
	case route.ToExtension:
		if next, ok := c.plan.Extension(to.Extension); ok {
			c.goTo(next, "extension")
			return
		}
		c.refuse(leg.Cause{Kind: leg.CauseNotFound, Text: "no-such-extension"})
	case route.ToIVR:
		c.toIVR(to)
	case route.ToAudio:
		c.toAudio(to)
	case route.ToTransfer:
		c.toTransfer(to)
	case route.ToOutside:
		c.dialOutside(*to.Outside)
	case route.ToConference:
		c.toRoom(to.Conference)
	case route.ToFeature:
		c.toFeature(to)
	case route.ToHangUp:
		kind := to.Cause
		if kind == "" {
			kind = leg.CauseBusy
		}
		c.refuse(leg.Cause{Kind: kind, Text: why})
	case route.ToUnset:
		c.refuse(leg.Cause{Kind: leg.CauseNotFound, Text: "no-destination"})
	}
}

func (c *Call) toTransfer(to route.Destination) {
	t := c.plan.Transfer(to.Transfer)
	if t == nil {
		c.refuse(leg.Cause{Kind: leg.CauseNotFound, Text: "no-destination"})
		return
	}
	if own := c.plan.Called(t.Number); own != nil && own.Route.Kind != route.ToUnset {
		c.goTo(own.Route, "own-number") // out and in again would take channels, and a way that leads round all of them
		return
	}
	out, refused := c.plan.DialTransfer(t, c.number)
	if refused != nil {
		c.refuse(leg.Cause{Kind: refused.Kind, Text: refused.Reason})
		return
	}
	c.dialOutside(out)
}
