package acd

import (
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// randomSite draws what a site has once. Limits are low, so that they are met.
func (c *chaos) randomSite() Plan {
	p := Plan{FirstSlot: 9001, LastSlot: 9001 + c.rng.IntN(4), Rooms: c.rng.IntN(4), Caps: Caps{c.rng.IntN(3), 0}}
	if c.chance(20) {
		p.Caps.Daily = 1 + c.rng.IntN(30)
	}
	for n := range uint32(2) {
		t := Trunk{ID: numbered[id.Trunk](n+1, id.Numbered), Channels: c.rng.IntN(5), Outside: c.rng.IntN(4)}
		if c.chance(20) {
			t.Daily = 1 + c.rng.IntN(30)
		}
		p.Trunks = append(p.Trunks, t)
		p.Numbers = append(p.Numbers, Number{numbered[id.Number](n+1, id.Numbered), c.rng.IntN(4)})
	}
	return p
}

func (c *chaos) randomReach(call id.Call, agent id.Agent) Reach {
	in := Reach{Call: call, Agent: agent, Own: c.chance(30)}
	if c.chance(20) {
		in.Device = device(c.rng.IntN(len(c.agents)))
	}
	return in
}

// actSite draws an input about what a site has once, or about a call beside
// its coming and going; n is from 0 to 44.
func (c *chaos) actSite(n int, call id.Call, agent id.Agent, group id.Group) {
	slot := 9000 + c.rng.IntN(6)
	switch {
	case n < 4:
		c.end(call)
	case n < 8:
		c.input(KeepPlace{call})
	case n < 10:
		c.input(AskStanding{call})
	case n < 13:
		c.pickUp(call, agent, group)
	case n < 18:
		c.input(Seize{
			Call: call, Leg: c.leg(call), Trunk: numbered[id.Trunk](uint32(c.rng.IntN(4)), id.Numbered),
			Number: numbered[id.Number](uint32(1+c.rng.IntN(2)), id.Numbered), Agent: agent,
			Outbound: c.chance(60), Emergency: c.chance(5),
		})
	case n < 21:
		c.input(Free{c.leg(call)})
	case n < 24:
		c.input(Park{Call: call, By: agent, Slot: slot * c.rng.IntN(2), From: leg.Identity{Number: "0312345678"}})
	case n < 26:
		c.input(Unpark{call})
	case n < 27:
		c.input(FindSlot{call, slot})
	case n < 30:
		c.input(EnterRoom{call, c.rng.IntN(5)})
	case n < 31:
		c.input(LeaveRoom{call})
	case n < 34:
		c.input(Watch{call, agent})
	case n < 35:
		c.input(Unwatch{call})
	default:
		c.passSome(call, agent)
	}
}

func (c *chaos) leg(call id.Call) id.Leg { return id.LegOf(call, uint16(1+c.rng.IntN(2))) }

// end is the last word about a call; another takes its place in the pool.
func (c *chaos) end(call id.Call) {
	for i, k := range c.calls {
		if k == call {
			c.calls[i] = c.newCall()
		}
	}
	c.late = append(c.late[max(0, len(c.late)-5):], call)
	c.input(CallOver{call})
}

// pickUp asks for a ringing call and mostly answers it.
func (c *chaos) pickUp(call id.Call, agent id.Agent, group id.Group) {
	c.book.found = id.Call{}
	c.input(FindRinging{call, group})
	if found := c.book.found; !found.IsZero() && c.chance(70) {
		c.input(OfferTaken{found, id.Offer{}, agent})
		c.input(Pass{Agent: agent, From: call, To: found})
	}
}

// passSome moves mostly a part that there is.
func (c *chaos) passSome(call id.Call, agent id.Agent) {
	from := pick(c, c.calls)
	for _, k := range c.calls {
		if c.book.in(agent, k) && c.chance(70) {
			from = k
		}
	}
	in := Pass{Agent: agent, From: from, To: call}
	if c.chance(50) {
		in.Leg = c.leg(from)
	}
	c.input(in)
}
