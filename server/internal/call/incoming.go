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
	p.device, p.trunk = f.Device, f.Trunk
	c.caller, c.startedAt, c.from = p, c.now, f.From
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
	p.number = c.from.Number
	var to route.Destination
	why := "number"
	if c.number = c.plan.Called(f.Dialed); c.number != nil {
		c.to = leg.Identity{Number: c.number.Number, Name: c.number.Name}
		to = c.number.Route
	}
	if trunk := c.plan.Trunk(f.Trunk); to.Kind == route.ToUnset && trunk != nil {
		to, why = trunk.Default, "trunk-default"
	}
	c.begin(p, f)
	if to.Kind == route.ToUnset {
		c.refuse(leg.Cause{Kind: leg.CauseNotFound, Text: "no-such-number"})
		return
	}
	c.goTo(to, why)
}

func (c *Call) fromPhone(p *party, f leg.Incoming) {
	c.direction = journal.Internal
	device := c.plan.Device(f.Device)
	var who *route.Agent
	if device != nil {
		who = c.plan.Agent(device.Agent)
	}
	if who == nil {
		c.begin(p, f)
		c.refuse(leg.Cause{Kind: leg.CauseForbidden, Text: "no-agent"})
		return
	}
	p.agent, p.number = who.ID, who.Extension
	c.from = leg.Identity{Number: who.Extension, Name: who.Name}
	to, refused := c.plan.Dial(who, f.Dialed)
	if to.Kind == route.ToOutside {
		c.direction, c.trunk = journal.Outbound, to.Outside.Trunk
		c.number = c.plan.Number(to.Outside.Shown)
		c.to = leg.Identity{Number: to.Outside.Number}
	}
	c.begin(p, f)
	c.claim(who.ID)
	c.floor(acd.Engage{Call: c.id, Agent: who.ID, State: journal.StateTalking})
	if refused != nil {
		c.refuse(leg.Cause{Kind: refused.Kind, Text: refused.Reason})
		return
	}
	c.goTo(to, "dialed")
}

func (c *Call) begin(p *party, f leg.Incoming) {
	e := journal.CallStarted{Call: c.id, Direction: c.direction, From: c.from, Dialed: f.Dialed, Trunk: c.trunk, Agent: p.agent, Headers: f.Headers}
	if c.number != nil {
		e.Number = c.number.ID
	}
	c.emit(e)
	c.started(p)
}

// goTo sends the caller to a destination.
func (c *Call) goTo(to route.Destination, why string) {
	if c.hops++; c.hops > maxHops {
		c.refuse(leg.Cause{Kind: leg.CauseLoop, Text: "too-many-hops"})
		return
	}
	e := journal.Routed{To: string(to.Kind), Group: to.Group, Agent: to.Agent, Number: to.Extension, Why: why, Hop: c.hops}
	if o := to.Outside; o != nil {
		e.Number, e.Trunk, e.Shown = o.Number, o.Trunk, o.Shown
	}
	c.emit(e)
	switch to.Kind {
	case route.ToGroup:
		c.toGroup(to)
	case route.ToAgent:
		c.toAgent(to)
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
	case route.ToHangUp:
		kind := to.Cause
		if kind == "" {
			kind = leg.CauseBusy
		}
		c.refuse(leg.Cause{Kind: kind, Text: why})
	case route.ToConference, route.ToUnset:
		c.refuse(leg.Cause{Kind: leg.CauseNotFound, Text: "no-destination"})
	}
}

// toIVR takes the IVR's default routing (C-IVR-1); schedule and buttons are
// the ivr room's.
func (c *Call) toIVR(to route.Destination) {
	if ivr := c.plan.IVR(to.IVR); ivr != nil && ivr.Default.Kind != route.ToUnset {
		c.goTo(ivr.Default, "ivr-default")
		return
	}
	c.refuse(leg.Cause{Kind: leg.CauseNotFound, Text: "no-destination"})
}

func (c *Call) toAudio(to route.Destination) {
	c.stage, c.group = stageAnnounced, nil
	if c.caller.up {
		c.play(c.caller, "announcement", false, leg.Sound{Audio: to.Audio})
		return
	}
	c.caller.afterAnswer = []leg.Sound{{Audio: to.Audio}}
	c.answerCaller()
}

func (c *Call) toTransfer(to route.Destination) {
	t := c.plan.Transfer(to.Transfer)
	if t == nil {
		c.refuse(leg.Cause{Kind: leg.CauseNotFound, Text: "no-destination"})
		return
	}
	out, ok := c.plan.TransferTo(t, c.number)
	if !ok {
		c.refuse(leg.Cause{Kind: leg.CauseCongestion, Text: "no-trunk"})
		return
	}
	c.dialOutside(out)
}

// toAgent asks the floor for one agent, outside any group.
func (c *Call) toAgent(to route.Destination) {
	who := c.plan.Agent(to.Agent)
	if who == nil {
		c.refuse(leg.Cause{Kind: leg.CauseNotFound, Text: "no-such-agent"})
		return
	}
	if c.direction == journal.Internal {
		c.to = leg.Identity{Number: who.Extension, Name: who.Name}
	}
	c.stage, c.group = stageReaching, nil
	c.claim(who.ID)
	c.floor(acd.Reach{Call: c.id, Agent: who.ID})
}

// dialOutside rings a number through a trunk.
func (c *Call) dialOutside(out route.Outside) {
	p := c.newParty(journal.RoleCallee)
	if p == nil {
		c.refuse(leg.Cause{Kind: leg.CauseCongestion, Text: "too-many-legs"})
		return
	}
	c.stage, c.peer, c.group = stageDialing, p, nil
	p.trunk, p.number = out.Trunk, out.Number
	c.started(p)
	c.order(leg.Dial{Leg: p.leg, Trunk: out.Trunk, Number: out.Number, From: out.From, Privacy: out.Privacy, Like: c.caller.leg})
	if c.caller.up {
		c.play(c.caller, "ringback", true, leg.Sound{Tone: leg.ToneRingback})
	}
}
