package call

import (
	"slices"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// connect lets the lead and the party talk.
func (c *Call) connect(p *party) {
	c.stage, c.peer = stageTalking, p
	if c.answeredAt.IsZero() {
		c.answeredAt = c.now
	}
	c.hush(c.lead)
	c.hush(p)
	c.answer(c.lead)
	c.answer(p)
	c.reachedAtLast()
	c.unpark("picked-up", p.Agent)
	c.arrived()
	c.talksFrom(p)
	c.policy()
}

// talksFrom opens the segment of a party that begins to talk.
func (c *Call) talksFrom(p *party) {
	c.closeSegments()
	seg := journal.Segment{Agent: p.Agent, Leg: p.Leg, From: c.now}
	e := journal.Connected{Agent: p.Agent, Leg: p.Leg, Waited: c.now.Sub(c.startedAt)}
	if c.group != nil && p.agentSide() {
		seg.Group, e.Group = c.group.ID, c.group.ID
	}
	c.segments = append(c.segments, seg)
	c.emit(e)
}

// closeSegments ends those of parties who talk no more.
func (c *Call) closeSegments() {
	conv := c.conversation()
	for i := range c.segments {
		s := &c.segments[i]
		p := c.legs[s.Leg]
		if s.Until.IsZero() && (p == nil || p == c.lead || !slices.Contains(conv, p)) {
			c.closeSegment(s)
		}
	}
}

// closeSegment ends one segment, with the hold that it ends in.
func (c *Call) closeSegment(s *journal.Segment) {
	s.Until = c.now
	since := s.Until
	for _, p := range []*party{c.legs[s.Leg], c.lead} {
		if c.stage == stageRoom && p == c.lead && p.Leg != s.Leg {
			continue // in a room everybody's part is its own
		}
		if p != nil && !p.Ended && p.away() && p.since.Before(since) {
			since = p.since
		}
	}
	if since.Before(s.From) {
		since = s.From
	}
	s.Held = min(s.Held+s.Until.Sub(since).Milliseconds(), s.Until.Sub(s.From).Milliseconds()) // of three, two may hold at once
}

// regroup goes on with those who are left of a conversation.
func (c *Call) regroup(list []*party) {
	was := append([]*party{c.lead, c.peer}, c.more...)
	c.lead, c.peer, c.more = list[0], list[1], slices.Clone(list[2:])
	for _, p := range was { // who is just taking another's place comes along
		if p.live() && !p.Up && !slices.Contains(list, p) {
			c.more = append(c.more, p)
		}
	}
	if len(c.more) == 0 {
		c.more = nil
	}
	c.closeSegments()
	for _, p := range list[1:] {
		if !slices.ContainsFunc(c.segments, func(s journal.Segment) bool { return s.Leg == p.Leg && s.Until.IsZero() }) {
			c.talksFrom(p)
		}
	}
	c.policy()
}

// memberUp: a phone that was answered here can hear from now on.
func (c *Call) memberUp(p *party) {
	if p.Role == journal.RoleMember {
		c.roomHas(p)
	}
}

// hold: a phone puts its other side on hold, or takes it back; the other side
// hears music meanwhile.
func (c *Call) hold(p *party, held bool) {
	if p.Held == held {
		return
	}
	was := p.away()
	p.Held = held
	c.holdChanged(p, was)
}

func (c *Call) holdChanged(p *party, was bool) {
	if p.away() == was {
		return
	}
	if p.away() {
		p.since = c.now
		c.emit(journal.LegHeld{Leg: p.Leg})
		c.engage(p, journal.StateHolding)
		return
	}
	c.heldUntilNow(p)
	c.emit(journal.LegResumed{Leg: p.Leg})
	c.engage(p, journal.StateTalking)
}

// heldUntilNow adds a hold to the segment of the conversation it was in.
func (c *Call) heldUntilNow(p *party) {
	for i := len(c.segments) - 1; i >= 0; i-- {
		if s := &c.segments[i]; s.Until.IsZero() && (s.Leg == p.Leg || p == c.lead && c.stage != stageRoom) {
			from, until := p.since, c.now
			if s.From.After(from) {
				from = s.From
			}
			other := c.lead
			if p == c.lead {
				other = c.legs[s.Leg]
			}
			if c.stage == stageRoom {
				other = nil
			}
			if other != nil && other != p && !other.Ended && other.away() && other.since.Before(until) {
				until = other.since // from there on it is the other's hold
			}
			s.Held += max(0, until.Sub(from)).Milliseconds()
			return
		}
	}
}

// engage tells the floor what the party's agent does.
func (c *Call) engage(p *party, s journal.State) {
	if c.claims[p.Agent] && p.Up {
		c.floor(acd.Engage{Call: c.id, Agent: p.Agent, State: s})
	}
}

// otherOf is the one other party of a conversation of two, or nil.
func (c *Call) otherOf(p *party) *party {
	if c.stage != stageTalking {
		return nil
	}
	list := c.conversation()
	if slices.ContainsFunc(append([]*party{c.lead, c.peer}, c.more...), func(q *party) bool { return q.live() && !q.Up }) {
		return nil // somebody is just taking another's place
	}
	if len(list) != 2 || !slices.Contains(list, p) {
		return nil
	}
	if list[0] == p {
		return list[1]
	}
	return list[0]
}

// talkerGone: somebody left a conversation; the others go on while they are
// two or more.
func (c *Call) talkerGone(p *party, cause leg.Cause) {
	c.closeSegments()
	if s := c.side; s != nil {
		switch p {
		case s.by:
			c.sideLeft()
			return
		case s.target:
			c.sideFailed(cause.Kind)
			return
		}
	}
	left := c.conversation()
	if s := c.side; s != nil && len(left) < 2 {
		c.side = nil
		c.told(s, "cancelled", "")
		if s.target.talks() && s.by.talks() { // those who consulted go on without the one it was about
			c.regroup([]*party{s.by, s.target})
			return
		}
		c.dropTry(leg.CauseCallerGone)
		c.hangUp(s.target, leg.Cause{Kind: leg.CauseCallerGone})
	}
	if len(left) >= 2 {
		c.regroup(left)
		return
	}
	c.blame(p)
	c.hangUpAll(leg.Cause{Kind: cause.Kind})
}

// blame notes who ended the conversation.
func (c *Call) blame(p *party) {
	if c.endedBy != "" {
		return
	}
	c.endedBy = journal.PartyCallee
	switch {
	case p.takenDown():
		c.endedBy = journal.PartySystem
	case p == c.first:
		c.endedBy = journal.PartyCaller
	}
}

// takenDown says whether a leg has ended although nobody hung up: its session
// has run out, its phone or carrier is not reached any more.
func (p *party) takenDown() bool {
	switch p.Cause.Kind {
	case leg.CauseDeviceError, leg.CauseMediaTimeout, leg.CauseTimeout, leg.CauseShutdown, leg.CauseRestart, leg.CauseTrouble:
		return p.Ended
	case leg.CauseNormal, leg.CauseCallerGone, leg.CauseBusy, leg.CauseNoAnswer, leg.CauseRejected, leg.CauseAnsweredElsewhere,
		leg.CauseUnregistered, leg.CauseNotFound, leg.CauseForbidden, leg.CauseCongestion, leg.CauseUnacceptable, leg.CauseOverflow, leg.CauseLoop:
	}
	return false
}

// release of an agent whose last leg here is over.
func (c *Call) releaseIfGone(a id.Agent) {
	if !a.IsZero() && !c.hasLeg(a) {
		c.release(a)
	}
}
