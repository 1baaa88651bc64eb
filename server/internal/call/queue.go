package call

import (
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/server/internal/sound/say"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// Announcements of the place in the queue (C-Q-4b).
const (
	firstStanding = 15 * time.Second
	nextStanding  = 60 * time.Second
)

// standing is what the caller has been told about its wait.
type standing struct {
	band  time.Duration // last estimate told
	worse int           // estimates in a row that were worse than it
}

// toGroup puts the lead into a group's queue. For the ringing period the
// caller hears ringback and is not answered yet; agents ring all the same.
func (c *Call) toGroup(to route.Destination) {
	g := c.plan.Group(to.Group)
	if g == nil {
		c.refuse(leg.Cause{Kind: leg.CauseNotFound, Text: "no-such-group"})
		return
	}
	c.stage, c.group, c.greeted, c.standing = stageQueued, g, false, standing{}
	if c.since.IsZero() {
		c.since = c.now
	}
	if len(c.segments) == 0 {
		c.answeredAt = time.Time{} // an agent answered and was gone before it spoke
	}
	if c.direction == journal.Internal {
		c.to = leg.Identity{Number: g.Extension, Name: g.Name}
	}
	from := c.identify(c.lead)
	if c.lead == c.first {
		from = c.from
	}
	c.visits = append(c.visits, journal.Visit{Group: g.ID, Arrived: c.now})
	c.emit(journal.Queued{Group: g.ID, Since: c.since})
	c.floor(acd.Enqueue{Call: c.id, Group: g.ID, From: from, Since: c.since, Priority: c.plan.Priority(from.Number)})
}

// accepted: the group has a place. Only now is the caller answered: a caller
// for whom there is none hears busy from the network, free of charge.
func (c *Call) accepted(m acd.Accepted) {
	if c.stage != stageQueued || c.group.ID != m.Group {
		return
	}
	c.landed()
	switch {
	case c.lead.Up:
		c.waitingAudio()
	case c.lead.Answering:
	case c.group.RingingPeriod > 0:
		if !c.lead.Ringing {
			c.lead.Ringing = true
			c.order(leg.Ring{Leg: c.lead.Leg})
		}
		c.arm(TimerRinging, c.group.RingingPeriod)
	default:
		c.answer(c.lead)
	}
}

// waitingAudio is what a queued caller hears besides music: the greeting once.
func (c *Call) waitingAudio() {
	g := c.group
	if !g.Greeting.IsZero() && !c.greeted {
		c.greeted = true
		c.say(c.lead, "greeting", leg.Sound{Audio: g.Greeting})
		return
	}
	c.greeted = true
	if g.AnnounceEvery > 0 && !g.Announcement.IsZero() && !c.armed(TimerAnnounce) {
		c.arm(TimerAnnounce, g.AnnounceEvery)
	}
	if (g.SayPosition || g.SayWait || g.Callback) && !c.armed(TimerStanding) {
		after := nextStanding
		if c.standing == (standing{}) {
			after = firstStanding
			c.standing.worse = -1 // said at least once
		}
		c.arm(TimerStanding, after)
	}
}

func (c *Call) announce() {
	if c.stage == stageQueued && c.lead.talks() && c.lead.prompt == "" {
		c.say(c.lead, "announcement", leg.Sound{Audio: c.group.Announcement})
	}
}

func (c *Call) askStanding() {
	if c.stage == stageQueued && c.lead.talks() {
		c.floor(acd.AskStanding{Call: c.id})
	}
}

// standsAt tells the caller its place, its wait and what it may do instead.
// An estimate that is worse than the one told is told only the second time.
func (c *Call) standsAt(m acd.Standing) {
	if c.stage != stageQueued || !c.lead.talks() || c.callback {
		return
	}
	var sounds []leg.Sound
	lang := c.language(c.lead)
	if c.group.SayPosition && m.Position > 0 {
		sounds = append(sounds, say.Position(lang, m.Position)...)
	}
	if c.group.SayWait && m.Wait > 0 && c.tells(m.Wait) {
		sounds = append(sounds, say.Wait(lang, m.Wait)...)
	}
	if c.group.Callback && c.mayCallBack() {
		sounds = append(sounds, say.Prompt(lang, say.CallbackOffer))
	}
	if len(sounds) == 0 || c.lead.prompt != "" {
		c.arm(TimerStanding, nextStanding)
		return
	}
	c.say(c.lead, "standing", sounds...)
}

func (c *Call) tells(wait time.Duration) bool {
	s := &c.standing
	if s.band == 0 || wait <= s.band || slices.Equal(say.Wait("", wait), say.Wait("", s.band)) {
		s.band, s.worse = wait, 0
		return true
	}
	if s.worse++; s.worse < 2 {
		return false
	}
	s.band, s.worse = wait, 0
	return true
}

// offered rings the agents that the floor chose.
func (c *Call) offered(m acd.Offer) {
	if c.stage != stageQueued || c.try != nil {
		return // the Leave that says so is on its way to the floor
	}
	for _, t := range m.Targets {
		if c.agentParty(t.Agent, true) != nil {
			c.queueAgain(t.Agent)
			return
		}
	}
	c.try = &attempt{offer: m.Offer, group: m.Group, open: map[id.Agent]bool{}}
	agents := make([]id.Agent, 0, len(m.Targets))
	for _, t := range m.Targets {
		c.try.open[t.Agent] = true
		agents = append(agents, t.Agent)
	}
	c.emit(journal.Offered{Group: m.Group, Offer: m.Offer, Agents: agents, Why: m.Why})
	for _, t := range m.Targets {
		c.ringAgent(t)
	}
	if c.try != nil {
		c.arm(TimerOffer, m.RingTime)
	}
}

// queueAgain: an agent took the place of who waits here while the floor chose
// it to answer. The floor, hearing that the agent talks in this call, takes the
// visit to be answered by it; the agent itself waits on.
func (c *Call) queueAgain(a id.Agent) {
	c.claim(a)
	c.floor(acd.Engage{Call: c.id, Agent: a, State: journal.StateTalking})
	c.leftQueue(journal.OutcomeAnswered)
	c.floor(acd.Leave{Call: c.id})
	c.toGroup(route.Destination{Kind: route.ToGroup, Group: c.group.ID})
}

// dequeued: the floor gave the visit up. If an agent's answer crossed this
// message, people talk already: they go on (the floor takes the answer as a
// fact when it comes), and the visit's outcome is what the floor counted.
func (c *Call) dequeued(m acd.Dequeue) {
	if c.callback {
		c.placeLost(m.Group)
		return
	}
	if v := c.visit(m.Group); v != nil {
		v.Left, v.Outcome = c.now, m.Outcome
	}
	c.emit(journal.Dequeued{Group: m.Group, Outcome: m.Outcome})
	if c.stage != stageQueued || c.group.ID != m.Group {
		return
	}
	c.dropTry(leg.CauseTimeout)
	c.stopWaiting()
	c.stage = stageRouting
	to, why, kind := c.group.TimeoutTo, "timeout", leg.CauseTimeout
	if m.Outcome == journal.OutcomeOverflow {
		to, why, kind = c.group.Overflow, "overflow", leg.CauseOverflow
	}
	if to.Kind == route.ToUnset {
		c.refuse(leg.Cause{Kind: kind})
		return
	}
	c.goTo(to, why)
}

// leftQueue ends the visit that the call itself knows the end of.
func (c *Call) leftQueue(o journal.Outcome) {
	c.stopWaiting()
	if v := c.visit(c.group.ID); v != nil && v.Outcome == "" {
		v.Left, v.Outcome = c.now, o
		c.emit(journal.Dequeued{Group: v.Group, Outcome: o})
	}
}

func (c *Call) stopWaiting() {
	c.disarm(TimerRinging)
	c.disarm(TimerAnnounce)
	c.disarm(TimerStanding)
}

func (c *Call) visit(g id.Group) *journal.Visit {
	if n := len(c.visits); n > 0 && c.visits[n-1].Group == g {
		return &c.visits[n-1]
	}
	return nil
}

// failurePrompt says why somebody was not reached.
func failurePrompt(kind leg.Kind) say.ID {
	switch kind {
	case leg.CauseBusy:
		return say.TargetBusy
	case leg.CauseNoAnswer, leg.CauseRejected, leg.CauseTimeout:
		return say.TargetNoAnswer
	case leg.CauseNotFound:
		return say.TargetUnknown
	case leg.CauseUnregistered, leg.CauseDeviceError:
		return say.TargetOffline
	case leg.CauseCongestion:
		return say.ChannelsFull
	case leg.CauseForbidden:
		return say.NotAllowed
	case leg.CauseNormal, leg.CauseCallerGone, leg.CauseAnsweredElsewhere, leg.CauseMediaTimeout, leg.CauseUnacceptable,
		leg.CauseOverflow, leg.CauseLoop, leg.CauseShutdown, leg.CauseRestart, leg.CauseTrouble:
		return say.TransferFailed
	}
	return say.TransferFailed
}
