package acd

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// startACW pauses the agent after a group's call (C-STAT-5): in every group,
// for who writes up one call cannot take another, except where the agent is
// paused already by a person's choice or a no-answer.
func (f *Floor) startACW(of *member) {
	a, acw := of.agent, of.group.conf.ACW
	if !acw.Enabled {
		return
	}
	var until time.Time
	if acw.Release > 0 {
		until = f.now.Add(acw.Release)
	}
	covers := false
	for _, m := range a.members {
		if !m.paused || m.cause == journal.ByACW {
			f.setPause(m, pause{true, acw.Status, journal.ByACW, until}, id.Agent{})
			covers = true
		}
	}
	if covers {
		a.acwOf = of
	}
	switch {
	case !covers:
	case until.IsZero():
		f.disarm(&a.acw)
	default:
		f.arm(&a.acw, TimerPause, a.id, id.Group{}, until)
	}
}

// worked gives how long the ACW took that ends now in this membership, once:
// of the group whose call it followed.
func (f *Floor) worked(m *member) time.Duration {
	if !m.paused || m.cause != journal.ByACW || m.agent.acwOf != m {
		return 0
	}
	m.agent.acwOf = nil
	return max(0, f.now.Sub(m.since))
}

// pauseOver ends an ACW, or one group's no-answer pause, whose time is up.
func (f *Floor) pauseOver(t Timer) {
	a := f.agents[id.Agent(t.Key)]
	if a == nil {
		return
	}
	if a.acw == t {
		a.acw = Timer{}
		f.endACW(a)
		return
	}
	if m := a.member(t.Group); m != nil && m.timer == t {
		m.timer = Timer{}
		f.setPause(m, pause{cause: journal.BySystem}, id.Agent{})
	}
}

// endACW opens the agent again: to what was wished for, else available.
func (f *Floor) endACW(a *agent) {
	engaged := a.engaged()
	for _, m := range a.members {
		if !m.paused || m.cause != journal.ByACW {
			continue
		}
		if m.wish != nil && !engaged {
			f.grant(m)
			continue
		}
		f.setPause(m, pause{cause: journal.BySystem}, id.Agent{})
	}
	f.settle(a)
}

// missed counts an unanswered ring, and pauses the member in this group at
// the group's limit.
func (f *Floor) missed(m *member) {
	if m.gone {
		return
	}
	m.misses++
	no := m.group.conf.PauseOnNoAnswer
	if !no.Enabled || m.paused || m.misses < max(1, no.Misses) {
		return
	}
	var until time.Time
	if no.Release > 0 {
		until = f.now.Add(no.Release)
	}
	f.setPause(m, pause{true, no.Status, journal.ByNoAnswer, until}, id.Agent{})
}
