package call

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// Guest is a leg as it goes from one call to another: a plain value.
type Guest struct {
	Leg       id.Leg       `json:"leg"`
	Role      journal.Role `json:"role"`
	Agent     id.Agent     `json:"agent,omitzero"`
	Device    id.Device    `json:"device,omitzero"`
	Trunk     id.Trunk     `json:"trunk,omitzero"`
	Number    string       `json:"number,omitempty"`
	Shown     leg.Identity `json:"shown"` // how others see it
	Inbound   bool         `json:"inbound,omitempty"`
	Up        bool         `json:"up,omitempty"`
	Answering bool         `json:"answering,omitempty"`
	Ringing   bool         `json:"ringing,omitempty"`
	Held      bool         `json:"held,omitempty"`
	Seized    bool         `json:"seized,omitempty"`
	Caught    bool         `json:"caught,omitempty"`
	Player    uint32       `json:"player,omitempty"`
	Ended     bool         `json:"ended,omitempty"`
	StartedAt time.Time    `json:"startedAt"`
	UpAt      time.Time    `json:"upAt,omitzero"`
	EndedAt   time.Time    `json:"endedAt,omitzero"`
	By        leg.Side     `json:"by,omitempty"`
	Cause     leg.Cause    `json:"cause,omitzero"`
	Quality   *leg.Quality `json:"quality,omitempty"`
}

// party is one leg of the call.
type party struct {
	Guest

	asking  bool // waits for its channel: it was not dialed yet
	early   bool // its audio may be heard before the answer
	hanging bool // HangUp was ordered
	given   bool // it is in, or on its way to, another call
	goesFor Why  // what it goes there for
	leaving bool // hangs up when its prompt is over
	muted   bool
	onHold  bool      // by command
	since   time.Time // of the hold, whoever began it

	mode    Mode     // of a supervisor
	watches id.Agent // whom a supervisor listens to
	home    id.Call  // a supervisor's own call

	keys    string    // pressed, and not yet known to be a code or none
	swallow bool      // a 2 right after #7 is part of it
	keysBy  string    // by which way its last key came …
	keyAt   time.Time // … and when
	inAudio bool      // its keys go with the audio

	player  uint32
	prompt  string  // one-shot sound that plays
	ambient ambient // loop that plays while no prompt does
	hears   []leg.Source
}

// ambient is what a party hears in a loop when nobody speaks to it.
type ambient struct {
	what  string // "", "music", "ringback", "busy"
	audio id.Audio
}

// live says whether the leg is this call's and has not been ended.
func (p *party) live() bool { return p != nil && !p.Ended && !p.hanging && !p.given }

// talks says whether the leg can take part in a conversation.
func (p *party) talks() bool { return p.live() && p.Up && !p.leaving }

// away says whether the party has put the others on hold.
func (p *party) away() bool { return p.Held || p.onHold }

// agentSide says whether the leg is a phone of the site.
func (p *party) agentSide() bool { return !p.Agent.IsZero() }

// newParty adds a leg of our own, or gives nil when the call has too many.
func (c *Call) newParty(role journal.Role) *party {
	if c.own >= maxLegs {
		return nil
	}
	c.own++
	p := &party{Guest: Guest{Leg: id.LegOf(c.id, uint16(c.own)), Role: role, StartedAt: c.now}}
	c.addParty(p)
	return p
}

func (c *Call) addParty(p *party) {
	c.parties = append(c.parties, p)
	c.legs[p.Leg] = p
}

func (c *Call) started(p *party) {
	c.emit(journal.LegStarted{Leg: p.Leg, Role: p.Role, Agent: p.Agent, Device: p.Device, Trunk: p.Trunk, Number: p.Number})
}

// agentParty is the leg with which an agent takes part, or rings (up false).
func (c *Call) agentParty(a id.Agent, up bool) *party {
	if a.IsZero() {
		return nil
	}
	for _, p := range c.parties {
		if p.Agent == a && p.live() && p.Up == up && p.Role != journal.RoleSupervisor {
			return p
		}
	}
	return nil
}

// hasLeg says whether the agent still has a leg here, or may get one. One that
// listens counts in its own call.
func (c *Call) hasLeg(a id.Agent) bool {
	for _, p := range c.parties {
		away := p.given && !c.joinedTo.IsZero()
		if p.Agent == a && !p.Ended && !away && p.Role != journal.RoleSupervisor {
			return true
		}
	}
	return c.try != nil && (c.try.open[a] || c.try.asked == a)
}

// identify says how a party is shown to others.
func (c *Call) identify(p *party) leg.Identity {
	if p.Shown != (leg.Identity{}) {
		return p.Shown
	}
	if who := c.plan.Agent(p.Agent); who != nil {
		return leg.Identity{Number: who.Extension, Name: who.Name}
	}
	return leg.Identity{Number: p.Number}
}

// hangUp ends one leg.
func (c *Call) hangUp(p *party, cause leg.Cause) {
	if !p.live() {
		return
	}
	if p.asking {
		c.neverTold(p, cause)
		c.free(p)
		return
	}
	p.hanging = true
	c.order(leg.HangUp{Leg: p.Leg, Cause: cause})
}

// neverTold ends a leg of whose end no fact will come.
func (c *Call) neverTold(p *party, cause leg.Cause) {
	p.asking = false
	p.Ended, p.EndedAt, p.By, p.Cause = true, c.now, leg.SideLocal, cause
	c.emit(journal.LegEnded{Leg: p.Leg, By: p.By, Cause: p.Cause})
}

// answer accepts an inbound leg; what it hears follows with Answered.
func (c *Call) answer(p *party) {
	if !p.live() || !p.Inbound || p.Up || p.Answering {
		return
	}
	if p == c.lead {
		c.disarm(TimerRinging)
	}
	p.Answering = true
	c.order(leg.Answer{Leg: p.Leg})
}

// leave ends one leg's part once it has heard a prompt.
func (c *Call) leave(p *party, what string, sounds ...leg.Sound) {
	if !p.live() {
		return
	}
	p.leaving = true
	c.say(p, what, sounds...)
}
