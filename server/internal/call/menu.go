package call

import (
	"github.com/yobirin/yobirin/server/internal/ivr"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/leg"
)

// toIVR sends the lead on by the IVR's schedule, or into its buttons (C-IVR).
func (c *Call) toIVR(to route.Destination) {
	m := c.plan.IVR(to.IVR)
	if m == nil {
		c.refuse(leg.Cause{Kind: leg.CauseNotFound, Text: "no-destination"})
		return
	}
	d := ivr.Decide(m, c.now, c.plan.Settings.Zone, c.plan.Settings.Holidays)
	if d.Why != ivr.ByButtons {
		c.menuGoes(d.Then, string(d.Why))
		return
	}
	c.stage, c.menu = stageMenu, ivr.New(c.plan, m)
	c.landed()
	if c.lead.Up {
		c.menuBegins()
		return
	}
	c.answer(c.lead)
}

func (c *Call) menuBegins() { c.menuDoes(c.menu.Start()) }

func (c *Call) menuPromptDone() { c.menuDoes(c.menu.PromptDone()) }

func (c *Call) menuPressed(key string) {
	c.emit(journal.Digit{Leg: c.lead.Leg, Key: key})
	c.menuDoes(c.menu.Press(key))
}

// menuDoes carries out what the session wants.
func (c *Call) menuDoes(a ivr.Action) {
	if a == nil {
		return
	}
	c.disarm(TimerKey)
	c.hush(c.lead)
	switch a := a.(type) {
	case ivr.Play:
		c.say(c.lead, "menu", leg.Sound{Audio: a.Audio})
	case ivr.Wait:
		c.arm(TimerKey, a.For)
	case ivr.Go:
		c.menu = nil
		c.menuGoes(a.To, string(a.Why))
	}
}

// menuGoes sends the lead where an IVR says. An IVR without a way on is busy.
func (c *Call) menuGoes(to route.Destination, why string) {
	if to.Kind == route.ToUnset {
		c.refuse(leg.Cause{Kind: leg.CauseBusy, Text: "no-destination"})
		return
	}
	c.stage = stageRouting
	c.goTo(to, why)
}

// noKey: nothing was pressed in time.
func (c *Call) noKey() {
	switch c.stage {
	case stageMenu:
		c.menuDoes(c.menu.TimedOut())
	case stageService:
		c.serviceOver()
	case stageNew, stageOriginating, stageAdmitting, stageRouting, stageQueued, stageReaching, stageDialing, stageAnnounced,
		stageMessage, stageAsking, stageHanding, stageWatching, stageParked, stageWhisper, stageKept, stageRoom, stageTalking,
		stageEnding, stageEnded, stageDone:
	}
}

// cutLoop sends the lead to the default routing of the IVR at which it has
// been round too often (C-IVR-4).
func (c *Call) cutLoop(to route.Destination) {
	m := c.plan.IVR(to.IVR)
	if c.cut || to.Kind != route.ToIVR || m == nil || m.Default.Kind == route.ToUnset || m.Default.Kind == route.ToIVR {
		c.refuse(leg.Cause{Kind: leg.CauseLoop, Text: "too-many-hops"})
		return
	}
	c.cut = true
	c.hops = 0
	c.goTo(m.Default, "loop")
}
