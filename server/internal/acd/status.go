package acd

import (
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

func (f *Floor) refuseStatus(in SetStatus) error {
	a := f.agents[in.Agent]
	if a == nil {
		return fault.New(fault.NotFound, "agent_not_found", "there is no agent %s", in.Agent)
	}
	if in.Cause != journal.BySelf && in.Cause != journal.BySupervisor {
		return fault.Wrong("cause", string(in.Cause), `"self" or "supervisor"`)
	}
	if in.Paused && !in.Status.IsZero() && f.statuses != nil && !slices.Contains(f.statuses, in.Status) {
		return fault.New(fault.NotFound, "status_not_found", "there is no status %s to choose", in.Status)
	}
	if in.Group.IsZero() {
		return nil
	}
	if f.groups[in.Group] == nil {
		return fault.New(fault.NotFound, "group_not_found", "there is no group %s", in.Group)
	}
	if a.member(in.Group) == nil {
		return fault.New(fault.Conflict, "not_a_member", "agent %s is not a member of group %s", in.Agent, in.Group)
	}
	return nil
}

// setStatus applies a person's wish: during a call it is kept for when call
// and ACW end, the newest wish for a group counting (C-STAT-7). At any other
// time it holds at once: in ACW it ends the ACW of the groups it names, while
// ringing it sends the groups' ringing calls on to others.
func (f *Floor) setStatus(in SetStatus) {
	a := f.agents[in.Agent]
	if !in.Paused {
		in.Status = id.Status{}
	}
	for _, m := range a.members {
		if !in.Group.IsZero() && m.groupID() != in.Group {
			continue
		}
		wish := in
		wish.Group = m.groupID()
		f.want(m, &wish)
	}
	if a.engaged() {
		return
	}
	for _, m := range a.members {
		if m.wish != nil && (in.Group.IsZero() || m.groupID() == in.Group) {
			f.grant(m)
		}
	}
	f.settle(a)
}

// want notes what was asked for, or that nothing is, and has it told: a wish
// that nobody sees looks like one that was lost.
func (f *Floor) want(m *member, w *SetStatus) {
	m.wish = w
	m.agent.dated = true
	f.mark(m.agent)
}

// grant makes the member's wish true.
func (f *Floor) grant(m *member) {
	w := m.wish
	f.want(m, nil)
	f.setPause(m, pause{w.Paused, w.Status, w.Cause, time.Time{}}, w.By)
}

// settle does what waits for the end of the agent's calls: first ACW, and
// when that is over the changes asked for in the meantime.
func (f *Floor) settle(a *agent) {
	if a.engaged() {
		return
	}
	if m := a.acwGroup; m != nil {
		a.acwGroup = nil
		if !m.gone {
			f.startACW(m)
		}
	}
	if a.inACW() {
		return
	}
	for _, m := range a.members {
		if m.wish != nil {
			f.grant(m)
		}
	}
}

type pause struct {
	paused bool
	status id.Status
	cause  journal.StatusCause
	until  time.Time
}

// setPause closes the member's interval and opens the next one. What would
// change nothing closes nothing.
func (f *Floor) setPause(m *member, p pause, by id.Agent) {
	if !p.paused && !m.paused {
		return
	}
	if p.paused && m.paused && p.status == m.status && p.cause == m.cause && p.until.Equal(m.until) {
		return
	}
	f.disarm(&m.timer)
	worked := f.worked(m)
	m.paused, m.status, m.cause, m.until, m.since = p.paused, p.status, p.cause, p.until, f.now
	m.misses = 0
	f.emit(journal.StatusChosen{Agent: m.agent.id, Group: m.groupID(), Paused: m.paused, Status: m.status, Cause: m.cause, By: by, Worked: worked})
	m.agent.dated = true
	f.armPause(m)
	f.refresh(m.agent)
	if m.paused {
		f.withdrawFrom(m)
	}
}

// armPause starts the timer that ends a no-answer pause, and stops the one of
// an ACW that no group is in any more.
func (f *Floor) armPause(m *member) {
	a := m.agent
	if m.paused && m.cause == journal.ByNoAnswer && !m.until.IsZero() {
		f.arm(&m.timer, TimerPause, a.id, m.groupID(), m.until)
	}
	if a.acw.Gen != 0 && !a.inACW() {
		f.disarm(&a.acw)
	}
}

// openInterval tells the first status of a membership.
func (f *Floor) openInterval(m *member) {
	cause := m.cause
	if !m.paused {
		cause = journal.BySystem
	}
	f.emit(journal.StatusChosen{Agent: m.agent.id, Group: m.groupID(), Paused: m.paused, Status: m.status, Cause: cause})
	m.agent.dated = true
}
