package call

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// attempt is what rings at present: the agents of an offer, one agent, or an
// outside number; for the lead or, during a conversation, for a side.
type attempt struct {
	side  bool
	offer id.Offer // of a group; none: direct
	group id.Group
	open  map[id.Agent]bool // agents whose answer is still to come
	asked id.Agent          // the floor has not said yet whether it may ring
	out   *party            // an outside number
	dial  leg.Dial          // its order, until it has a channel
}

// toAgent rings one agent for the lead, outside any group.
func (c *Call) toAgent(a id.Agent) {
	who := c.plan.Agent(a)
	if who == nil {
		c.refuse(leg.Cause{Kind: leg.CauseNotFound, Text: "no-such-agent"})
		return
	}
	if c.direction == journal.Internal && c.back == nil && c.slot == 0 {
		c.to = leg.Identity{Number: who.Extension, Name: who.Name}
	}
	c.stage = stageReaching
	if c.back == nil && c.slot == 0 {
		c.group = nil
	}
	c.ask(a, false)
}

// ask asks the floor for one agent.
func (c *Call) ask(a id.Agent, side bool) {
	if c.hasLeg(a) {
		c.tried(side, leg.CauseBusy)
		return
	}
	c.try = &attempt{side: side, asked: a, open: map[id.Agent]bool{}}
	c.claim(a)
	c.floor(acd.Reach{Call: c.id, Agent: a})
}

// reached: the floor's answer to ask.
func (c *Call) reached(m acd.Reached) {
	t := c.try
	if t == nil || t.asked != m.Agent {
		return // released already
	}
	t.asked = id.Agent{}
	if m.Refused != "" {
		delete(c.claims, m.Agent)
		c.try = nil
		if c.stage == stageOriginating {
			c.refuse(leg.Cause{Kind: m.Refused})
			return
		}
		c.tried(t.side, m.Refused)
		return
	}
	t.open[m.Agent] = true
	c.emit(journal.Offered{Agents: []id.Agent{m.Agent}})
	c.ringAgent(acd.Target{Agent: m.Agent, Devices: m.Devices})
	if c.try == t {
		c.arm(TimerOffer, c.ringTime(t))
	}
}

// ringTime is how long a direct call rings; a transferred one has less, for
// somebody waits who knows where it came from.
func (c *Call) ringTime(t *attempt) time.Duration {
	if c.back == nil || t.side {
		return directRing
	}
	if d := c.plan.Settings.TransferRing; d > 0 {
		return d
	}
	return 15 * time.Second
}

// ringAgent dials every phone of an agent.
func (c *Call) ringAgent(t acd.Target) {
	role := journal.RoleAgent
	d := leg.Dial{Alert: leg.AlertExternal, From: c.from, Called: c.to}
	switch {
	case c.stage == stageOriginating:
		role = journal.RoleCaller
		d.Answer, d.From, d.Called = true, c.to, leg.Identity{}
	case c.try.side:
		d.From, d.Like = c.identify(c.side.by), c.side.by.Leg
	case c.lead != c.first || c.callback:
		d.From, d.Like = c.identify(c.lead), c.lead.Leg
	default:
		d.Like = c.lead.Leg
	}
	if c.direction == journal.Internal || c.try.side {
		d.Alert = leg.AlertInternal
	}
	if c.number != nil && c.number.DisplayInbound != "" {
		d.Called.Name = c.number.DisplayInbound
	}
	if c.group != nil && c.group.Display != "" {
		d.Called.Name = c.group.Display
	}
	if c.callback {
		d.Like = id.Leg{}
	}
	rung := false
	for _, device := range t.Devices {
		p := c.newParty(role)
		if p == nil {
			break
		}
		rung = true
		p.Agent, p.Device = t.Agent, device
		if who := c.plan.Agent(t.Agent); who != nil {
			p.Number = who.Extension
			p.Shown = leg.Identity{Number: who.Extension, Name: who.Name}
		}
		c.started(p)
		d.Leg, d.Device = p.Leg, device
		c.order(d)
	}
	if !rung {
		c.agentFailed(t.Agent, leg.CauseDeviceError)
	}
}

// dialOutside rings a number through a trunk for the lead.
func (c *Call) dialOutside(out route.Outside) {
	c.stage = stageDialing
	if c.back == nil {
		c.group = nil
	}
	c.peer = c.dial(out, false, c.lead)
	if c.peer == nil {
		c.refuse(leg.Cause{Kind: leg.CauseCongestion, Text: "too-many-legs"})
	}
}

// dial asks for a channel, and then rings the number.
func (c *Call) dial(out route.Outside, side bool, like *party) *party {
	p := c.newParty(journal.RoleCallee)
	if p == nil {
		return nil
	}
	p.Trunk, p.Number = out.Trunk, out.Number
	p.Shown = leg.Identity{Number: out.Number}
	c.started(p)
	d := leg.Dial{Leg: p.Leg, Trunk: out.Trunk, Number: out.Number, From: out.From, Privacy: out.Privacy}
	if like.live() {
		d.Like = like.Leg
	}
	if c.direction == journal.Inbound && !side && !c.callback && c.number != nil {
		d.Diverted = c.number.Number
	}
	c.try = &attempt{side: side, out: p, dial: d, open: map[id.Agent]bool{}}
	in := acd.Seize{Call: c.id, Leg: p.Leg, Trunk: out.Trunk, Number: out.Shown, Outbound: true, Emergency: out.Emergency}
	if like != nil {
		in.Agent = like.Agent
	}
	if c.back != nil && !side && c.hops == 1 { // who handed the call on has it dial
		in.Agent = c.back.agent
	}
	if out.Emergency {
		c.urgent = append(c.urgent, out.Trunk)
	}
	if out.Emergency && len(c.urgent) == 1 && like != nil {
		c.emit(journal.Emergency{Number: out.Number, Agent: like.Agent, Device: like.Device})
	}
	p.asking = true
	c.seize(p, in)
	return p
}

// rings: a phone or an outside number rings.
func (c *Call) rings(p *party, f leg.Ringing) {
	if p.Up || p.hanging {
		return
	}
	if !p.Ringing || f.Early && !p.early {
		c.emit(journal.LegRinging{Leg: p.Leg, Early: f.Early})
	}
	p.Ringing, p.early = true, p.early || f.Early
	t := c.try
	if t != nil && t.out == p && c.back != nil && !t.side {
		c.arm(TimerOffer, 2*c.ringTime(t)) // from the first ring: an outside network takes its time
	}
	l := c.lead
	if t == nil || t.side || !l.live() || !l.Inbound || l.Up || l.Answering || c.stage == stageQueued {
		return
	}
	if p.early && t.out == p {
		l.Ringing = true
		c.order(leg.Ring{Leg: l.Leg, Early: true})
		return
	}
	if !l.Ringing {
		l.Ringing = true
		c.order(leg.Ring{Leg: l.Leg})
	}
}

// answered: a leg is up.
func (c *Call) answered(p *party, f leg.Answered) {
	if p.Up {
		return
	}
	p.Up, p.UpAt = true, c.now
	c.emit(journal.LegAnswered{Leg: p.Leg, Codec: f.Codec})
	t := c.try
	switch {
	case p.hanging:
		// The answer crossed our cancel: the wires hang up.
	case p == c.lead && p.Inbound:
		c.leadUp()
	case p.Inbound: // an adopted phone that was answered here: its place is taken already
		c.memberUp(p)
	case t != nil && t.out == p:
		c.won(p)
	case t != nil && t.open[p.Agent] && p.agentSide():
		c.won(p)
	default:
		c.hangUp(p, leg.Cause{Kind: leg.CauseAnsweredElsewhere})
	}
}

// leadUp: what an inbound caller meets once it is answered.
func (c *Call) leadUp() {
	switch c.stage {
	case stageQueued:
		c.waitingAudio()
	case stageAnnounced:
		c.announceTo()
	case stageMenu:
		c.menuBegins()
	case stageMessage, stageService:
		c.serviceBegins()
	case stageWatching:
		c.watchBegins()
	case stageRoom:
		c.memberUp(c.lead)
	case stageNew, stageOriginating, stageAdmitting, stageRouting, stageReaching, stageDialing, stageAsking, stageHanding,
		stageParked, stageWhisper, stageTalking, stageKept, stageEnding, stageEnded, stageDone:
	}
}

// won: the first phone to answer gets the call, all the others stop ringing.
func (c *Call) won(p *party) {
	t := c.try
	delete(t.open, p.Agent)
	c.dropTry(leg.CauseAnsweredElsewhere)
	switch {
	case c.stage == stageOriginating:
		c.originated(p)
		return
	case t.side:
		c.engageDirect(p)
		c.sideAnswered(p)
		return
	case t.out == p && c.callback:
		c.connect(c.peer)
		return
	case t.offer.IsZero():
		c.engageDirect(p)
		c.connect(p)
		return
	}
	c.claim(p.Agent)
	c.floor(acd.OfferTaken{Call: c.id, Offer: t.offer, Agent: p.Agent})
	c.leftQueue(journal.OutcomeAnswered)
	if c.callback && !c.stillThere() {
		c.callBack(p)
		return
	}
	if !c.group.Whisper.IsZero() {
		c.stage, c.peer = stageWhisper, p
		if c.answeredAt.IsZero() {
			c.answeredAt = c.now // the floor counts it as answered from here on, too
		}
		c.say(p, "whisper", leg.Sound{Audio: c.group.Whisper})
		return
	}
	c.connect(p)
}

func (c *Call) engageDirect(p *party) {
	if p.agentSide() {
		c.claim(p.Agent)
		c.floor(acd.Engage{Call: c.id, Agent: p.Agent, State: journal.StateTalking})
	}
}

// agentFailed ends one agent's part in what rings.
func (c *Call) agentFailed(a id.Agent, cause leg.Kind) {
	t := c.try
	if t == nil || !t.open[a] {
		return
	}
	delete(t.open, a)
	c.emit(journal.OfferEnded{Group: t.group, Offer: t.offer, Agent: a, Cause: cause})
	if t.offer.IsZero() {
		if c.agentParty(a, true) == nil { // it may have come here by another leg meanwhile
			c.release(a)
		}
	} else {
		c.floor(acd.OfferFailed{Call: c.id, Offer: t.offer, Agent: a, Cause: cause})
	}
	c.noneLeft(t, cause)
}

// noneLeft ends the attempt when nobody is left who could answer it.
func (c *Call) noneLeft(t *attempt, cause leg.Kind) {
	if len(t.open) > 0 || c.try != t {
		return
	}
	c.try = nil
	c.disarm(TimerOffer)
	if t.offer.IsZero() {
		c.tried(t.side, cause)
	}
}

// outsideFailed: the outside number was not reached.
func (c *Call) outsideFailed(p *party, cause leg.Cause) {
	t := c.try
	c.try = nil
	c.disarm(TimerOffer)
	if !t.side {
		c.dialingOver(p, cause)
		return
	}
	c.tried(true, cause.Kind)
}

func (c *Call) dialingOver(p *party, cause leg.Cause) {
	if c.callback {
		c.callbackFailed(cause.Kind)
		return
	}
	if c.peer == p {
		c.peer = nil
	}
	if c.byOtherTrunk(p, cause.Kind) {
		return
	}
	if what := limitPrompt(cause); what != "" {
		c.explain(cause, what)
		return
	}
	c.refuse(cause)
}

// byOtherTrunk sends an emergency call on by a trunk that was not tried yet
// when the one before does not connect it.
func (c *Call) byOtherTrunk(p *party, why leg.Kind) bool {
	if len(c.urgent) == 0 || !c.lead.live() {
		return false
	}
	switch why {
	case leg.CauseBusy, leg.CauseNoAnswer, leg.CauseRejected, leg.CauseNormal, leg.CauseCallerGone, leg.CauseAnsweredElsewhere, leg.CauseOverflow,
		leg.CauseShutdown, leg.CauseRestart:
		return false // it rang, or nobody wants it any more
	case leg.CauseCongestion, leg.CauseDeviceError, leg.CauseUnregistered, leg.CauseNotFound, leg.CauseForbidden, leg.CauseMediaTimeout,
		leg.CauseUnacceptable, leg.CauseTimeout, leg.CauseLoop, leg.CauseTrouble:
	}
	out, ok := c.plan.EmergencyElse(p.Number, c.urgent)
	if !ok {
		return false
	}
	to := route.Destination{Kind: route.ToOutside, Outside: &out}
	c.dialed(to)
	c.goTo(to, "other-trunk")
	return true
}

// tried: nobody could be reached.
func (c *Call) tried(side bool, cause leg.Kind) {
	if side {
		c.sideFailed(cause)
		return
	}
	c.refuse(leg.Cause{Kind: cause})
}

// ringTimeOver stops ringing those who have not answered.
func (c *Call) ringTimeOver() {
	t := c.try
	if t == nil {
		return
	}
	if t.out != nil {
		c.hangUp(t.out, leg.Cause{Kind: leg.CauseNoAnswer})
		c.outsideFailed(t.out, leg.Cause{Kind: leg.CauseNoAnswer})
		return
	}
	for _, p := range c.ringingAgents() {
		c.hangUp(p, leg.Cause{Kind: leg.CauseNoAnswer})
	}
	for _, a := range agentsOf(c.parties, t.open) {
		c.agentFailed(a, leg.CauseNoAnswer)
	}
}

// withdrawn stops ringing one agent whom the floor has taken back.
func (c *Call) withdrawn(m acd.Withdraw) {
	t := c.try
	if t == nil || t.offer != m.Offer || !t.open[m.Agent] {
		return
	}
	delete(t.open, m.Agent)
	c.emit(journal.OfferEnded{Group: t.group, Offer: t.offer, Agent: m.Agent, Cause: m.Cause})
	for _, p := range c.ringingAgents() {
		if p.Agent == m.Agent {
			c.hangUp(p, leg.Cause{Kind: m.Cause})
		}
	}
	if t.offer.IsZero() { // the floor has already taken the claim back
		delete(c.claims, m.Agent)
	}
	c.noneLeft(t, m.Cause)
}

// dropTry stops everything that rings, telling the floor nothing of an offer.
func (c *Call) dropTry(cause leg.Kind) {
	t := c.try
	if t == nil {
		return
	}
	c.try = nil
	c.disarm(TimerOffer)
	for _, a := range agentsOf(c.parties, t.open) {
		c.emit(journal.OfferEnded{Group: t.group, Offer: t.offer, Agent: a, Cause: cause})
	}
	for _, p := range c.ringingAgents() {
		c.hangUp(p, leg.Cause{Kind: cause})
	}
	if t.out != nil && !t.out.Up {
		c.hangUp(t.out, leg.Cause{Kind: cause})
	}
	if !t.asked.IsZero() {
		c.release(t.asked)
	}
}

// ringingAgents are the phones that have neither answered nor ended.
func (c *Call) ringingAgents() []*party {
	var out []*party
	for _, p := range c.parties {
		if p.agentSide() && !p.Inbound && !p.Up && p.live() {
			out = append(out, p)
		}
	}
	return out
}

// stillRings says whether a phone of the agent's may still answer.
func (c *Call) stillRings(a id.Agent) bool {
	for _, p := range c.ringingAgents() {
		if p.Agent == a {
			return true
		}
	}
	return false
}

// agentsOf gives the open agents in the order in which they were rung, so
// that the same inputs always give the same effects.
func agentsOf(parties []*party, open map[id.Agent]bool) []id.Agent {
	var out []id.Agent
	seen := map[id.Agent]bool{}
	for _, p := range parties {
		if open[p.Agent] && !seen[p.Agent] {
			seen[p.Agent] = true
			out = append(out, p.Agent)
		}
	}
	return out
}
