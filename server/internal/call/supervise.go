package call

import (
	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/sound/say"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// watching is a supervisor's own call while its leg listens elsewhere.
type watching struct {
	mode Mode
	call id.Call // where the agent talks, as the floor says
	in   id.Call // where the leg is; none: at home
}

// watch lets the lead follow an agent through its calls (C-CODE-6, C-OPS-3).
func (c *Call) watch(a id.Agent, mode Mode) {
	if c.plan.Agent(a) == nil || a == c.lead.Agent {
		c.explain(leg.Cause{Kind: leg.CauseNotFound, Text: "no-such-agent"}, say.AgentUnknown)
		return
	}
	c.stage, c.watched = stageWatching, a
	c.watching = watching{mode: mode}
	if c.lead.Up {
		c.watchBegins()
		return
	}
	c.answer(c.lead)
}

func (c *Call) watchBegins() {
	c.answeredAt = c.now
	c.floor(acd.Watch{Call: c.id, Agent: c.watched})
}

// watchedIn: the agent talks in another call than before, or in none.
func (c *Call) watchedIn(m acd.Watched) {
	if c.stage != stageWatching || c.watched != m.Agent {
		return
	}
	if m.Gone {
		c.stop(leg.CauseNormal)
		return
	}
	c.watching.call = m.Call
	switch {
	case c.lead.given && !c.watching.in.IsZero() && c.watching.in != m.Call && !m.Call.IsZero():
		c.out = append(c.out, Tell{Leg: c.lead.Leg, Message: Recall{c.lead.Leg}})
	case c.lead.given:
		// on its way: it is looked at when it arrives or comes back
	case m.Call.IsZero() || m.Call == c.id:
		c.tellParty(c.lead, say.MonitorWaiting)
	default:
		c.follow()
	}
}

func (c *Call) follow() {
	c.hand(c.lead, c.watching.call, Adopt{Why: WhySupervise, Watches: c.watched, Mode: c.watching.mode})
}

// cameHome: the leg is back from a call that ended, or that the agent left.
func (c *Call) cameHome(p *party, m Returned) {
	was := c.watching.in
	c.watching.in = id.Call{}
	if m.Mode != "" {
		c.watching.mode = m.Mode
	}
	if p.Ended {
		c.legOver(p)
		c.releaseIfGone(p.Agent)
		return
	}
	if next := c.watching.call; !next.IsZero() && next != c.id && next != was && m.Refused == "" {
		c.follow()
		return
	}
	if !m.isRetry() {
		c.watching.call = id.Call{}
		return
	}
	c.tellParty(p, say.MonitorWaiting) // there is nothing to be heard (yet), as with a supervisor who listens
}

// isRetry says whether the leg was refused, because the agent had not
// arrived, or had left, when it came.
func (m Returned) isRetry() bool { return m.Refused != "" }

// sendHome gives a supervisor's leg back to its own call.
func (c *Call) sendHome(p *party) {
	c.emit(journal.SupervisorLeft{Leg: p.Leg, Supervisor: p.Agent, Agent: p.watches})
	home, mode := p.home, p.mode
	if !p.Ended {
		c.handing(p, WhyHome)
		c.disarm(TimerHand)
	}
	p.given = true
	g := p.Guest
	g.Player = p.player
	c.tell(home, Returned{Guest: g, Mode: mode})
}

// sendHomeAll gives back those who listen to an agent who left, or to anybody
// when the call ends.
func (c *Call) sendHomeAll(agent id.Agent) {
	for _, p := range c.parties {
		if p.Role == journal.RoleSupervisor && p.live() && (agent.IsZero() || p.watches == agent) {
			c.sendHome(p)
		}
	}
}

func (c *Call) recalled(m Recall) {
	if p := c.legs[m.Leg]; p.live() && p.Role == journal.RoleSupervisor {
		c.sendHome(p)
	}
}

func (c *Call) setMode(p *party, mode Mode) {
	if !mode.Valid() || p.mode == mode {
		return
	}
	p.mode = mode
	c.emit(journal.SupervisorMode{Leg: p.Leg, Mode: string(mode)})
}

// supervisorPressed: 1 listens, 2 whispers, 3 barges in.
func (c *Call) supervisorPressed(p *party, key string) {
	switch key {
	case "1":
		c.setMode(p, Monitor)
	case "2":
		c.setMode(p, Whisper)
	case "3":
		c.setMode(p, Barge)
	}
}
