package call

import (
	"slices"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/sound/say"
	"github.com/yobirin/yobirin/shared/leg"
)

// language is what prompts are said in to a party (C-AUD-4).
func (c *Call) language(p *party) string {
	lang := ""
	if who := c.plan.Agent(p.Agent); who != nil {
		lang = who.Language
	} else if c.number != nil {
		lang = c.number.Language
	}
	if lang == "" {
		lang = c.plan.Settings.Language
	}
	return lang
}

// prompt is one built-in prompt in the party's language.
func (c *Call) prompt(p *party, what say.ID) []leg.Sound {
	return []leg.Sound{say.Prompt(c.language(p), what)}
}

// say plays sounds once to a party, whatever else it would hear. What follows
// is told by what, when Played comes.
func (c *Call) say(p *party, what string, sounds ...leg.Sound) {
	if !p.live() {
		return
	}
	c.players++
	p.player, p.prompt, p.ambient = c.players, what, ambient{}
	c.order(leg.Play{Leg: p.Leg, Player: p.player, Sounds: sounds})
	c.emit(journal.Playing{Leg: p.Leg, What: what})
}

// tellParty says a built-in prompt to somebody who otherwise goes on as before.
func (c *Call) tellParty(p *party, what say.ID) {
	if p.live() && p.Up {
		c.say(p, string(what), c.prompt(p, what)...)
	}
}

// hush ends the prompt a party hears.
func (c *Call) hush(p *party) {
	if p.prompt == "" {
		return
	}
	p.prompt = ""
	if p.live() {
		c.order(leg.StopPlay{Leg: p.Leg, Player: p.player})
	}
}

// played: a prompt came to its end, or could not be played; either way the
// call goes on.
func (c *Call) played(p *party, f leg.Played) {
	if p.player != f.Player || p.prompt == "" {
		return
	}
	p.prompt = ""
	switch {
	case p.leaving && !p.Up: // a caller who was told why it is refused
		c.hangUpAll(c.cause)
	case p.leaving:
		c.hangUp(p, leg.Cause{Kind: leg.CauseNormal})
	case p == c.lead && c.stage == stageQueued:
		c.waitingAudio()
	case p == c.lead && c.stage == stageMenu:
		c.menuPromptDone()
	case p == c.lead && (c.stage == stageMessage || c.stage == stageService):
		c.servicePromptDone()
	case p == c.lead && c.stage == stageAnnounced:
		c.announcedDone()
	case p == c.peer && c.stage == stageWhisper:
		c.connect(p)
	}
}

// settle brings what everybody hears, whose keys are caught, and what the
// recording takes, up to date with the state the call is in now.
func (c *Call) settle() {
	for _, p := range c.parties {
		if p.Ended || p.given {
			continue
		}
		if want := c.hears(p); !slices.Equal(want, p.hears) {
			p.hears = append([]leg.Source(nil), want...)
			if !p.hanging {
				c.order(leg.Hear{Leg: p.Leg, From: p.hears})
			}
		}
		if !p.live() {
			continue
		}
		if want := c.catches(p); want != p.Caught {
			p.Caught = want
			c.order(leg.Catch{Leg: p.Leg, Caught: want})
		}
		c.settleAmbient(p)
	}
	c.settleTape()
	c.settleLength()
}

func (c *Call) settleAmbient(p *party) {
	if p.prompt != "" {
		return // what loops begins when it is over
	}
	want := c.ambientOf(p)
	if want == p.ambient {
		return
	}
	if want == (ambient{}) {
		p.ambient = want
		c.order(leg.StopPlay{Leg: p.Leg, Player: p.player})
		return
	}
	c.players++
	p.player, p.ambient = c.players, want
	sound := leg.Sound{Music: true}
	switch {
	case want.what == "ringback":
		sound = leg.Sound{Tone: leg.ToneRingback}
	case want.what == "busy":
		sound = leg.Sound{Tone: leg.ToneBusy}
	case !want.audio.IsZero():
		sound = leg.Sound{Audio: want.audio}
	}
	c.order(leg.Play{Leg: p.Leg, Player: p.player, Sounds: []leg.Sound{sound}, Loop: true})
	c.emit(journal.Playing{Leg: p.Leg, What: want.what})
}
