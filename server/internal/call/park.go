package call

import (
	"slices"
	"strconv"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/server/internal/sound/say"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// park asks for a slot for a party's other side (パーク保留, C-CODE-1).
func (c *Call) park(by *party, slot int) (refused string) {
	other := c.otherOf(by)
	if other == nil || c.side != nil || c.try != nil || c.parking != nil {
		return refusedNotNow
	}
	c.parking = by
	c.floor(acd.Park{Call: c.id, Slot: slot, By: by.Agent, From: c.identify(other)})
	return ""
}

// parked: the floor's answer. The slot is spoken to who parked, who then
// leaves; without a slot the conversation goes on.
func (c *Call) parked(m acd.Parked) {
	by := c.parking
	c.parking = nil
	other := (*party)(nil)
	if by.live() && c.side == nil && c.try == nil {
		other = c.otherOf(by)
	}
	switch {
	case other == nil && m.Slot != 0:
		c.floor(acd.Unpark{Call: c.id})
		return
	case other == nil:
		return
	case m.Slot == 0:
		c.tellParty(by, say.SlotsFull)
		return
	}
	c.endSegments()
	c.slot, c.parker, c.home = m.Slot, by.Agent, c.group
	c.since = c.now // in a group that it comes to from here, it waits from now on
	c.lead, c.peer, c.more, c.stage = other, nil, nil, stageParked
	c.emit(journal.Parked{Slot: m.Slot, Leg: other.Leg, By: by.Agent})
	c.armPark()
	c.leave(by, "slot-parked", say.Digits(c.language(by), say.SlotParked, strconv.Itoa(m.Slot))...)
}

func (c *Call) armPark() {
	after := c.plan.Settings.ParkTime
	if after <= 0 {
		after = 180 * time.Second
	}
	c.arm(TimerPark, after)
}

// parkedTooLong rings who parked; who is parked can still be picked up.
func (c *Call) parkedTooLong() {
	if c.stage != stageParked {
		return
	}
	c.stage = stageReaching
	c.emit(journal.Routed{To: string(route.ToAgent), Agent: c.parker, Why: "parked", Hop: c.hops})
	if c.plan.Agent(c.parker) == nil {
		c.parkUnclaimed()
		return
	}
	c.ask(c.parker, false)
}

// parkUnclaimed: who parked does not answer. The group takes the call; without
// one it stays where it is and rings again later.
func (c *Call) parkUnclaimed() {
	group := c.home
	if g := c.plan.Group(c.plan.Settings.ParkGroup); g != nil {
		group = g
	}
	if group == nil {
		c.stage = stageParked
		c.armPark()
		return
	}
	c.unpark("rang-back", id.Agent{})
	c.hops = 0
	c.goTo(route.Destination{Kind: route.ToGroup, Group: group.ID}, "parked")
}

// unpark gives the slot back.
func (c *Call) unpark(why string, by id.Agent) {
	if c.slot == 0 {
		return
	}
	c.emit(journal.Unparked{Slot: c.slot, By: by, Why: why})
	c.slot = 0
	c.disarm(TimerPark)
	c.floor(acd.Unpark{Call: c.id})
}

// toFeature is a feature code that was dialed.
func (c *Call) toFeature(to route.Destination) {
	switch to.Feature {
	case route.FeatureSlot:
		c.stage = stageAsking
		c.floor(acd.FindSlot{Call: c.id, Slot: c.plan.Slot(to)})
	case route.FeaturePickUp:
		c.stage = stageAsking
		c.floor(acd.FindRinging{Call: c.id, Group: to.Group})
	case route.FeatureMonitor:
		c.watch(to.Agent, Monitor)
	case route.FeatureWhisper:
		c.watch(to.Agent, Whisper)
	case route.FeatureBarge:
		c.watch(to.Agent, Barge)
	case route.FeatureSeatIn, route.FeatureSeatOut, route.FeatureCampaigns, route.FeatureEcho, route.FeatureWhoAmI, route.FeatureRecord:
		c.toService(to)
	case route.FeatureRoom, route.FeaturePark, route.FeatureTransfer, route.FeatureConsult, route.FeatureJoin:
		c.refuse(leg.Cause{Kind: leg.CauseNotFound, Text: "no-destination"})
	}
}

// slotHolds: the call that is parked in the slot dialed, if any.
func (c *Call) slotHolds(m acd.SlotHolds) {
	if c.stage != stageAsking {
		return
	}
	if m.Call.IsZero() || m.Call == c.id {
		c.explain(leg.Cause{Kind: leg.CauseNotFound, Text: "no-such-slot"}, say.NoSuchSlot)
		return
	}
	c.hand(c.lead, m.Call, Adopt{Why: WhySlot})
}

// ringingIn: the call that rings in the group, if any.
func (c *Call) ringingIn(m acd.RingingIn) {
	if c.stage != stageAsking {
		return
	}
	if m.Call.IsZero() || m.Call == c.id {
		c.explain(leg.Cause{Kind: leg.CauseNotFound, Text: "nothing-rings"}, say.NothingRings)
		return
	}
	c.hand(c.lead, m.Call, Adopt{Why: WhyPickUp})
}

// isParked says whether the lead can be picked up from a slot.
func (c *Call) isParked() bool {
	return c.slot != 0 && c.lead.talks() && slices.Contains([]stage{stageParked, stageReaching}, c.stage)
}
