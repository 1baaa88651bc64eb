package acd

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// Snapshot gives what outlives a restart. Changes asked for during a call are
// kept as one wish for each group.
func (f *Floor) Snapshot(now time.Time) Snapshot {
	s := Snapshot{
		At:     now,
		Agents: make(map[id.Agent]AgentMemory, len(f.agents)),
		Groups: make(map[id.Group]GroupMemory, len(f.groups)),
		Daily:  f.channels.daily(f.day), Talkers: f.talkers.all(),
	}
	for _, a := range f.agentOrder {
		memory := AgentMemory{Online: a.online || a.keepIdle, LastCall: a.lastCall, Day: f.day}
		for _, m := range a.members {
			memory.Pauses = append(memory.Pauses, m.asPause())
			if m.wish != nil {
				memory.Queued = append(memory.Queued, *m.wish)
			}
			if m.talked > 0 {
				if memory.Talked == nil {
					memory.Talked = map[id.Group]time.Duration{}
				}
				memory.Talked[m.groupID()] = m.talked
			}
		}
		s.Agents[a.id] = memory
	}
	for _, g := range f.groupOrder {
		s.Groups[g.id] = GroupMemory{Next: g.last}
	}
	return s
}

// restore takes a snapshot: at once for the agents that a plan has named, and
// for the others when the next plan names them.
func (f *Floor) restore(s Snapshot) {
	if s.Daily.Day == f.day {
		f.channels.remember(s.Daily)
	}
	for _, t := range s.Talkers {
		f.talkers.add(t)
	}
	if len(f.groupOrder) > 0 {
		f.planTalkers()
	}
	if len(f.agentOrder) == 0 && len(f.groupOrder) == 0 {
		f.memory, f.roundRobin = s.Agents, s.Groups
		return
	}
	for _, a := range f.agentOrder {
		if memory, ok := s.Agents[a.id]; ok {
			f.remember(a, memory)
			f.refresh(a)
		}
	}
	for _, g := range f.groupOrder {
		if memory, ok := s.Groups[g.id]; ok {
			g.last = memory.Next
		}
	}
}

// remember gives the agent back what it was, and opens its intervals so. The
// time while the server was down counts: a pause that has run out is over.
// The calls it was in are over too, so what was asked for during them holds.
func (f *Floor) remember(a *agent, memory AgentMemory) {
	a.keepIdle = memory.Online && !a.online
	a.lastCall = memory.LastCall
	acw := time.Time{}
	for _, p := range memory.Pauses {
		m := a.member(p.Group)
		if m == nil {
			continue
		}
		m.paused, m.status, m.cause, m.since, m.until = p.Paused, p.Status, p.Cause, p.Since, p.Until
		if m.paused && !m.until.IsZero() && !m.until.After(f.now) {
			m.paused, m.status, m.cause, m.since, m.until = false, id.Status{}, journal.BySystem, m.until, time.Time{}
		}
		if m.paused && m.cause == journal.ByACW && m.until.After(acw) {
			acw = m.until
		}
	}
	for _, wish := range memory.Queued {
		for _, m := range a.members {
			if wish.Group.IsZero() || wish.Group == m.groupID() {
				own := wish
				own.Group = m.groupID()
				m.wish = &own
			}
		}
	}
	for _, m := range a.members {
		f.disarm(&m.timer)
		if memory.Day == f.day {
			m.talked = memory.Talked[m.groupID()]
		}
		f.openInterval(m)
		f.armPause(m)
	}
	if !acw.IsZero() {
		f.arm(&a.acw, TimerPause, a.id, id.Group{}, acw)
	}
	f.settle(a)
}
