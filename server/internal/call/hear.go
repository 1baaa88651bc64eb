package call

import (
	"slices"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// conversation is everybody who takes part in the call's talk, consulting
// agents included.
func (c *Call) conversation() []*party { return c.talkers(nil) }

// talkers appends the conversation to a list.
func (c *Call) talkers(out []*party) []*party {
	if c.stage == stageTalking {
		out = joins(joins(out, c.lead), c.peer)
		for _, p := range c.more {
			out = joins(out, p)
		}
	}
	if c.stage == stageRoom {
		for _, p := range c.parties {
			if p.Role == journal.RoleMember && p.talks() {
				out = append(out, p)
			}
		}
	}
	return out
}

func joins(list []*party, p *party) []*party {
	if p.talks() && !slices.Contains(list, p) {
		return append(list, p)
	}
	return list
}

// circle is whom a party talks with: everybody in it hears everybody else. The
// list is good until circle is called again: every step asks for many.
func (c *Call) circle(p *party) []*party {
	if !p.talks() {
		return nil
	}
	all := c.talkers(c.ring[:0])
	c.ring = all
	if s := c.side; s != nil {
		switch {
		case s.talking() && p == s.by:
			return []*party{s.target}
		case s.talking() && p == s.target && s.by.talks():
			return []*party{s.by}
		case s.talking() && p == s.target:
			return nil
		case s.adding: // everybody goes on talking while it rings
		case p == s.by && !s.swapped:
			return nil // waits for the one it calls
		case !s.swapped:
			all = slices.DeleteFunc(all, func(q *party) bool { return q == s.by })
		}
	}
	if !slices.Contains(all, p) {
		return nil
	}
	return slices.DeleteFunc(all, func(q *party) bool { return q == p })
}

// hears is who hears whom, as one pure matrix: what a party hears in the
// state the call is in now, besides its player. The list is good until hears is
// called again.
func (c *Call) hears(p *party) []leg.Source {
	if !p.live() {
		return nil
	}
	if p.Role == journal.RoleSupervisor {
		return c.supervisorHears(p)
	}
	if p.away() {
		return nil
	}
	out := c.sources[:0]
	circle := c.circle(p)
	for _, q := range circle {
		if q != p && !q.away() && !q.muted {
			out = append(out, leg.Source{Leg: q.Leg})
		}
	}
	if len(circle) == 0 {
		if q := c.earlyFor(p); q != nil {
			out = append(out, leg.Source{Leg: q.Leg})
		}
	}
	if c.stage == stageService && p == c.lead && c.service.kind == serviceEcho && p.prompt == "" && p.Up {
		out = append(out, leg.Source{Leg: p.Leg})
	}
	for _, s := range c.supervisors() {
		if c.slot != 0 && p == c.lead {
			break // parked
		}
		switch a := c.agentParty(s.watches, true); {
		case a == nil:
		case s.mode != Monitor && p == a, s.mode == Barge && slices.Contains(circle, a):
			out = append(out, leg.Source{Leg: s.Leg})
		}
	}
	c.sources = out
	return out
}

// earlyFor is the ringing leg whose early audio the party hears.
func (c *Call) earlyFor(p *party) *party {
	switch {
	case c.stage == stageDialing && p == c.lead && c.peer.live() && c.peer.early:
		return c.peer
	case c.side != nil && p == c.side.by && !c.side.swapped && c.side.target.live() && !c.side.target.Up && c.side.target.early:
		return c.side.target
	}
	return nil
}

// supervisorHears is the agent, and whom the agent talks with.
func (c *Call) supervisorHears(s *party) []leg.Source {
	a := c.agentParty(s.watches, true)
	if a == nil || a.away() || c.slot != 0 && a == c.lead {
		return nil
	}
	out := []leg.Source{{Leg: a.Leg}}
	for _, q := range c.circle(a) {
		if !q.away() {
			out = append(out, leg.Source{Leg: q.Leg})
		}
	}
	for _, q := range c.supervisors() { // who is heard by all is heard by supervisors too
		if q != s && q.mode == Barge && slices.Contains(append(c.circle(a), a), c.agentParty(q.watches, true)) {
			out = append(out, leg.Source{Leg: q.Leg})
		}
	}
	return out
}

func (c *Call) supervisors() []*party {
	var out []*party
	for _, p := range c.parties {
		if p.Role == journal.RoleSupervisor && p.talks() && !p.watches.IsZero() {
			out = append(out, p)
		}
	}
	return out
}

// ambientOf is what a party hears in a loop in the state the call is in now.
func (c *Call) ambientOf(p *party) ambient {
	if !p.talks() || p.away() || p.Role == journal.RoleSupervisor || c.hearsOthers(p) {
		return ambient{}
	}
	music := ambient{what: "music", audio: c.musicOf()}
	ringback := ambient{what: "ringback"}
	s := c.side
	switch c.stage {
	case stageTalking:
		circle := c.circle(p)
		switch {
		case s != nil && !s.adding && p == s.by && !s.swapped && !s.talking():
			return ringback
		case len(circle) > 0 && c.allAway(circle), s != nil && (p == s.target || p != s.by):
			return music
		}
	case stageRoom:
		if len(c.circle(p)) == 0 {
			return music
		}
	case stageQueued, stageParked, stageWhisper:
		if p == c.lead {
			return music
		}
	case stageReaching, stageDialing, stageAsking, stageHanding:
		switch {
		case p == c.lead && c.slot != 0:
			return music // parked, while the parker's phone rings
		case p == c.lead, p == c.peer && c.callback:
			return ringback
		}
	case stageEnding:
		if p == c.lead && c.armed(TimerTone) {
			return ambient{what: "busy"}
		}
	case stageNew, stageOriginating, stageAdmitting, stageRouting, stageAnnounced, stageMessage, stageMenu,
		stageService, stageWatching, stageKept, stageEnded, stageDone:
	}
	return ambient{}
}

// hearsOthers says whether a party hears more than a supervisor's whisper.
func (c *Call) hearsOthers(p *party) bool {
	return slices.ContainsFunc(p.hears, func(s leg.Source) bool {
		q := c.legs[s.Leg]
		return q == nil || q.Role != journal.RoleSupervisor
	})
}

func (c *Call) allAway(list []*party) bool {
	return !slices.ContainsFunc(list, func(p *party) bool { return !p.away() })
}

// musicOf is the hold music of the group the call is in; none: the built-in one.
func (c *Call) musicOf() id.Audio {
	if c.group != nil {
		return c.group.Music
	}
	return id.Audio{}
}

// catches says whether the party's keys are kept from the others until it is
// clear that they are no feature code (C-CODE-10).
func (c *Call) catches(p *party) bool {
	if !p.talks() {
		return false
	}
	if p.Role == journal.RoleSupervisor {
		return true
	}
	return p.agentSide() && (c.stage == stageTalking || c.stage == stageRoom)
}
