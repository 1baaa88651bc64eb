package call

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/sound/say"
	"github.com/yobirin/yobirin/shared/leg"
)

// lengthNotice is how long before its end a conversation that has lasted for
// as long as it may is told so.
const lengthNotice = time.Minute

// length is what bounds how long outside parties are connected: a phone that
// was left off-hook, and fraudsters who had themselves connected, would else
// run up a bill for days.
type length struct {
	alone time.Time // since when outside parties are without anybody of the site
	told  time.Time // the end that was announced last
	next  time.Time // what the timer is armed for
}

// ending is whom a limit ends, and which limit that is.
type ending struct {
	at   time.Time // zero: nothing is limited
	what journal.Limit
	who  *party // of journal.LimitCall; nil: everybody
}

// settleLength notes since when outside parties are among themselves, and arms
// the timer for what is due next.
func (c *Call) settleLength() {
	s := &c.plan.Settings
	if s.OutsideTime <= 0 && s.CallTime <= 0 {
		return
	}
	switch among := c.outsiders(); {
	case !among:
		c.length.alone = time.Time{}
	case c.length.alone.IsZero():
		c.length.alone = c.now
	}
	e := c.ends()
	if e.at.IsZero() {
		c.length.next = time.Time{}
		c.disarm(TimerLength)
		return
	}
	next := e.at
	if !e.at.Equal(c.length.told) {
		next = e.at.Add(-lengthNotice)
	}
	if !c.armed(TimerLength) || !next.Equal(c.length.next) {
		c.length.next = next
		c.arm(TimerLength, max(0, next.Sub(c.now)))
	}
}

// outsiders says whether nobody of the site takes part in what outside parties
// talk about: two of them who were connected, or whoever is in a conference
// room that everybody else has left.
func (c *Call) outsiders() bool {
	if c.stage != stageTalking && c.stage != stageRoom {
		return false
	}
	out := 0
	for _, p := range c.circleOfAll() {
		if p.Trunk.IsZero() {
			return false
		}
		out++
	}
	return out >= 2 || out == 1 && c.stage == stageRoom
}

// circleOfAll is the conversation, in memory that is used again.
func (c *Call) circleOfAll() []*party {
	c.ring = c.talkers(c.ring[:0])
	return c.ring
}

// ends is what is limited first. Emergency calls are not.
func (c *Call) ends() ending {
	var first ending
	if len(c.urgent) > 0 || c.stage == stageEnding || c.stage == stageEnded {
		return first
	}
	s := &c.plan.Settings
	if s.OutsideTime > 0 && !c.length.alone.IsZero() {
		first = ending{at: c.length.alone.Add(s.OutsideTime), what: journal.LimitOutside}
	}
	if s.CallTime <= 0 {
		return first
	}
	for _, p := range c.parties {
		if p.Trunk.IsZero() || !p.talks() || p.Role == journal.RoleSupervisor {
			continue
		}
		if at := p.UpAt.Add(s.CallTime); first.at.IsZero() || at.Before(first.at) {
			first = ending{at, journal.LimitCall, p}
		}
	}
	return first
}

// lengthDue tells those who talk that they have to come to an end, and a
// minute later makes one. Among several who talk, it is only for the one who
// has been connected for so long.
func (c *Call) lengthDue() {
	c.length.next = time.Time{}
	e := c.ends()
	switch {
	case e.at.IsZero() || c.now.Before(e.at.Add(-lengthNotice)):
		return
	case !c.length.told.Equal(e.at):
		c.length.told = e.at
		c.emit(c.timeLimit(e, journal.LimitAnnounced))
		for _, p := range c.concerned(e) {
			c.tellParty(p, say.CallEnding)
		}
		return
	case c.now.Before(e.at):
		return
	}
	c.emit(c.timeLimit(e, journal.LimitEnded))
	cause := leg.Cause{Kind: leg.CauseTimeout, Text: string(e.what)}
	if e.who != nil && (c.stage == stageRoom || len(c.circleOfAll()) > 2) {
		c.hangUp(e.who, cause)
		return
	}
	c.endedBy = journal.PartySystem
	c.hangUpAll(cause)
}

// concerned are those who are to hear that the end is near: everybody, but in
// a conference only the one for whom it is.
func (c *Call) concerned(e ending) []*party {
	all := c.circleOfAll()
	if e.who != nil && (c.stage == stageRoom || len(all) == 0) {
		return []*party{e.who}
	}
	return append([]*party(nil), all...)
}

func (c *Call) timeLimit(e ending, stage journal.LimitStage) journal.TimeLimit {
	out := journal.TimeLimit{Limit: e.what, Stage: stage}
	if e.who != nil {
		out.Leg = e.who.Leg
	}
	return out
}
