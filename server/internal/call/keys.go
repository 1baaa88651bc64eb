package call

import (
	"slices"
	"strings"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/leg"
)

// oneWay is how long after a key the next may come by another way.
const oneWay = 5 * time.Second

// twice says whether a key has come by another way already: some phones tell
// every key as an event or a tone and by INFO as well. The way that was first
// counts as long as it is used.
func (p *party) twice(by string, now time.Time) bool {
	p.inAudio = p.inAudio || by != keyByInfo
	if p.keysBy != "" && p.keysBy != by && now.Sub(p.keyAt) < oneWay {
		return true
	}
	p.keysBy, p.keyAt = by, now
	return false
}

// keyByInfo is a key that came in a request, not with the audio.
const keyByInfo = "info"

// pressed: a key of a leg. Keys mean something to an IVR, a message and the
// exchange's services, to a waiting caller, to a supervisor, and, pressed by
// a phone of the site during a conversation, as feature codes (C-CODE-10).
func (c *Call) pressed(p *party, f leg.Digit) {
	key := f.Key
	switch {
	case p.twice(f.By, c.now):
	case p.Role == journal.RoleSupervisor:
		c.supervisorPressed(p, key)
	case p == c.lead && c.stage == stageMenu:
		c.menuPressed(key)
	case p == c.lead && (c.stage == stageMessage || c.stage == stageService):
		c.servicePressed(key)
	case p == c.lead && c.stage == stageQueued && key == "1" && c.group.Callback:
		c.keepPlace()
	case c.catches(p):
		c.codePressed(p, key)
	case f.By == keyByInfo && !p.inAudio:
		c.pass(p, key) // events and tones go with the audio, this does not
	}
}

// codePressed collects keys until they are a feature code or none.
func (c *Call) codePressed(p *party, key string) {
	if p.swallow {
		p.swallow = false
		if key == "2" {
			return
		}
	}
	if len(p.keys) > 40 {
		p.keys = ""
	}
	p.keys += key
	c.codeIs(p, c.plan.InCall(p.keys, c.consulting(p)))
}

func (c *Call) consulting(p *party) bool { return c.side != nil && c.side.by == p && !c.side.adding }

// codeOver: no further key came.
func (c *Call) codeOver() {
	for _, p := range c.parties {
		p.swallow = false
		if p.keys != "" {
			c.codeIs(p, c.plan.GivenUp(p.keys, c.consulting(p)))
		}
	}
}

func (c *Call) codeIs(p *party, is route.Pressed) {
	if !slices.ContainsFunc(c.parties, func(q *party) bool { return q != p && (q.keys != "" || q.swallow) && q.live() }) {
		c.disarm(TimerCode)
	}
	p.keys = strings.TrimPrefix(p.keys, is.Pass)
	c.pass(p, is.Pass)
	switch is.State {
	case route.PressNone:
		p.keys = ""
	case route.PressMaybe:
		c.arm(TimerCode, is.Wait)
	case route.PressDone:
		p.keys = ""
		c.code(p, is.Feature, is.Argument)
		if is.Swallow != "" {
			p.swallow = true
			c.arm(TimerCode, is.Wait)
		}
	}
}

// pass hands keys that are no code to whom the party talks with.
func (c *Call) pass(p *party, keys string) {
	if keys == "" {
		return
	}
	for _, q := range c.circle(p) {
		c.order(leg.SendDigits{Leg: q.Leg, Digits: keys})
	}
}

// code carries a feature code out; what cannot be is said to who pressed it.
func (c *Call) code(p *party, f route.Feature, argument string) {
	refused := ""
	switch f {
	case route.FeaturePark:
		refused = c.park(p, 0)
	case route.FeatureTransfer:
		if argument != "" {
			refused = c.transfer(p, argument, false)
		}
	case route.FeatureConsult:
		switch {
		case c.consulting(p):
			c.sideCancel()
		case argument != "":
			refused = c.consult(p, argument, false)
		}
	case route.FeatureJoin:
		c.merge()
	case route.FeatureSlot, route.FeatureRoom, route.FeaturePickUp, route.FeatureWhisper, route.FeatureMonitor, route.FeatureBarge,
		route.FeatureSeatOut, route.FeatureSeatIn, route.FeatureCampaigns, route.FeatureEcho, route.FeatureWhoAmI, route.FeatureRecord:
	}
	if refused != "" {
		c.explainTo(p, refused)
	}
}
