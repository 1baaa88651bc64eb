package call

import (
	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// ordered is what an agent has ordered from a screen.
type ordered struct {
	to      route.Destination
	refused *route.Refusal
}

// originate rings the phone of who ordered the call.
func (c *Call) originate(o Originate) {
	if c.stage != stageNew {
		return
	}
	who := c.plan.Agent(o.Agent)
	c.startedAt, c.direction, c.stage = c.now, journal.Internal, stageOriginating
	c.to = leg.Identity{Number: o.Dialed}
	if who != nil {
		c.from = leg.Identity{Number: who.Extension, Name: who.Name}
	}
	to, refused := c.plan.Dial(who, o.Dialed)
	if refused == nil && to.Kind == route.ToOutside && !o.Shown.IsZero() {
		to, refused = c.plan.DialOutside(who, o.Dialed, o.Shown)
	}
	c.ordered = ordered{to, refused}
	c.dialed(to)
	e := journal.CallStarted{Call: c.id, Direction: c.direction, From: c.from, Dialed: o.Dialed, Trunk: c.trunk, Agent: o.Agent}
	if c.number != nil {
		e.Number = c.number.ID
	}
	c.emit(e)
	if refused != nil || who == nil {
		kind, text := leg.CauseForbidden, "no-agent"
		if refused != nil {
			kind, text = refused.Kind, refused.Reason
		}
		c.refuse(leg.Cause{Kind: kind, Text: text})
		return
	}
	c.try = &attempt{asked: o.Agent, open: map[id.Agent]bool{}}
	c.claim(o.Agent)
	c.floor(acd.Reach{Call: c.id, Agent: o.Agent, Own: true, Device: o.Device})
}

// originated: the phone of who ordered the call was answered; now what it
// dialed rings.
func (c *Call) originated(p *party) {
	c.first, c.lead = p, p
	c.engageDirect(p)
	c.stage = stageRouting
	c.goTo(c.ordered.to, "ordered")
}
