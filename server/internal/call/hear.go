package call

import (
	"slices"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/leg"
)

// hears is who hears whom, as one pure matrix: what a party hears in the
// state the call is in now, besides its player.
func (c *Call) hears(p *party) []leg.Source {
	switch {
	case p.hanging || p.ended:
		return nil
	case c.other(p) != nil:
		if c.other(p).held || p.held {
			return nil
		}
		return []leg.Source{{Leg: c.other(p).leg}}
	case c.stage == stageDialing && p == c.caller && c.peer.early:
		return []leg.Source{{Leg: c.peer.leg}} // early media
	default:
		return nil
	}
}

// rehear orders what has changed in the matrix since the step before.
func (c *Call) rehear() {
	for _, p := range c.parties {
		want := c.hears(p)
		if p.ended || slices.Equal(want, p.hears) {
			continue
		}
		p.hears = want
		if !p.hanging {
			c.order(leg.Hear{Leg: p.leg, From: want})
		}
	}
}

// play starts sounds towards a party.
func (c *Call) play(p *party, what string, loop bool, sounds ...leg.Sound) {
	if p.hanging || p.ended {
		return
	}
	c.players++
	p.player, p.playing = c.players, what
	c.order(leg.Play{Leg: p.leg, Player: p.player, Sounds: sounds, Loop: loop})
	c.emit(journal.Playing{Leg: p.leg, What: what})
}

// music is the hold music of the group the call is in, or the built-in one.
func (c *Call) music(p *party) {
	sound := leg.Sound{Music: true}
	if c.group != nil && !c.group.Music.IsZero() {
		sound = leg.Sound{Audio: c.group.Music}
	}
	c.play(p, "music", true, sound)
}

// silence stops a party's player.
func (c *Call) silence(p *party) {
	if p.playing != "" && !p.hanging && !p.ended {
		c.order(leg.StopPlay{Leg: p.leg, Player: p.player})
	}
	p.playing = ""
}

// played: a sound came to its end, or could not be played; either way the
// call goes on.
func (c *Call) played(p *party, f leg.Played) {
	if p.player != f.Player || p.playing == "" {
		return
	}
	p.playing = ""
	switch {
	case c.stage == stageQueued && p == c.caller:
		if f.Failed == "" || !c.greeted {
			c.waitingAudio()
		}
	case c.stage == stageWhisper && p == c.peer:
		c.connect(p)
	case c.stage == stageAnnounced && p == c.caller:
		c.endedBy = journal.PartySystem
		c.hangUpAll(leg.Cause{Kind: leg.CauseNormal})
	}
}
