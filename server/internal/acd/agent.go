package acd

import (
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// agent is an agent with all that the floor knows of it.
type agent struct {
	id        id.Agent
	extension string
	rank      int         // place by extension
	planned   []id.Device // as configured
	members   []*member   // by the group's rank; of an agent in no group: one with no group
	links     []link      // every call the agent has or rings for

	up        []id.Device // registered and reachable; a new slice at every change
	online    bool        // some phone is registered
	trouble   string      // why none of the registered phones is reachable
	fault     string      // why the last ring failed at the phone, until rest ends
	rest      Timer       // armed: not rung for a while after a ring that failed at once
	keepIdle  bool        // the next login is the one the snapshot knew
	lastCall  time.Time   // end of the last call, or the login
	lastOffer time.Time

	acwGroup *member // group call whose ACW follows when all calls are over
	acw      Timer
	acwOf    *member // whose call the ACW follows; not known after a restart

	shown  journal.AgentChanged // as last emitted
	pauses []journal.Pause      // of shown, never changed in place
	dated  bool                 // pauses must be made anew
	stale  bool

	watchers []id.Call // who is told where the agent talks
	waiting  bool      // call waiting: a direct call may ring beside its only one
}

// member is an agent's place in a group.
type member struct {
	agent  *agent
	group  *group // nil: stands for an agent in no group
	level  int
	paused bool
	status id.Status
	cause  journal.StatusCause
	since  time.Time
	until  time.Time
	timer  Timer      // end of a no-answer pause
	wish   *SetStatus // asked for during a call, applied when call and ACW end
	misses int        // unanswered rings in a row
	talked time.Duration
	weight int  // smooth weighted round robin's running value
	slot   int  // index in group.ready; -1: not ready
	gone   bool // no longer in the plan
}

func (m *member) groupID() id.Group {
	if m.group == nil {
		return id.Group{}
	}
	return m.group.id
}

func (a *agent) member(g id.Group) *member {
	for _, m := range a.members {
		if m.groupID() == g {
			return m
		}
	}
	return nil
}

func (a *agent) inACW() bool {
	for _, m := range a.members {
		if m.paused && m.cause == journal.ByACW {
			return true
		}
	}
	return false
}

// state derives what C-STAT-1 shows. A call is what an agent does whatever
// became of its registration; a broken phone hides a pause.
func (a *agent) state() (s journal.State, status id.Status, cause string) {
	if len(a.links) > 0 {
		s = journal.StateRinging
		for _, l := range a.links {
			if l.state == journal.StateTalking {
				return journal.StateTalking, status, ""
			}
			if l.state == journal.StateHolding {
				s = journal.StateHolding
			}
		}
		return s, status, ""
	}
	if !a.online {
		return journal.StateOffline, status, ""
	}
	if len(a.up) == 0 {
		return journal.StateError, status, a.trouble
	}
	if a.fault != "" {
		return journal.StateError, status, a.fault
	}
	var newest *member
	for _, m := range a.members {
		if !m.paused {
			return journal.StateAvailable, status, ""
		}
		if newest == nil || m.since.After(newest.since) {
			newest = m
		}
	}
	if newest == nil {
		return journal.StateAvailable, status, ""
	}
	return journal.StatePaused, newest.status, ""
}

// ready says whether a call of the member's group may ring the agent now.
func (m *member) ready() bool {
	a := m.agent
	return m.group != nil && !m.paused && len(a.up) > 0 && a.rest.Gen == 0 &&
		len(a.links) < max(1, m.group.conf.CallsPerAgent) &&
		(!m.group.strict() || m.level == m.group.lowest)
}

// refresh brings the ready lists up to date after anything about the agent
// changed, and has the change told at the end of the step.
func (f *Floor) refresh(a *agent) {
	for _, m := range a.members {
		f.index(m)
		if m.slot >= 0 && len(m.group.pending) > 0 {
			f.touch(m.group) // a call that waits may be one the agent has just left
		}
	}
	f.mark(a)
}

func (f *Floor) index(m *member) {
	switch is := m.ready() && !m.gone; {
	case is && m.slot < 0:
		m.slot = len(m.group.ready)
		m.group.ready = append(m.group.ready, m)
		f.touch(m.group)
	case !is && m.slot >= 0:
		g, last := m.group, len(m.group.ready)-1
		g.ready[m.slot] = g.ready[last]
		g.ready[m.slot].slot = m.slot
		g.ready[last] = nil
		g.ready = g.ready[:last]
		m.slot = -1
	}
}

func (f *Floor) mark(a *agent) {
	if !a.stale {
		a.stale = true
		f.stale = append(f.stale, a)
	}
}

// tell emits one AgentChanged for every agent that is not as last told, and
// tells who watches it where it talks now.
func (f *Floor) tell() {
	for _, a := range f.stale {
		a.stale = false
		if f.agents[a.id] != a {
			continue
		}
		if len(a.watchers) > 0 {
			f.tellWatchers(a)
		}
		state, status, cause := a.state()
		same := state == a.shown.State && status == a.shown.Status
		if same && cause == a.shown.Cause && !a.dated && a.sameCalls() {
			continue
		}
		next := journal.AgentChanged{
			Agent: a.id, State: state, Status: status, Cause: cause,
			Since: a.shown.Since, Was: a.shown.State, Calls: a.shown.Calls,
		}
		if !same {
			next.Since = f.now
		}
		if a.dated {
			a.datePauses()
		}
		next.Groups = a.pauses
		if !a.sameCalls() {
			next.Calls = nil // for no calls, as its JSON reads back
			for _, l := range a.links {
				next.Calls = append(next.Calls, l.call)
			}
		}
		a.shown = next
		f.emit(next)
	}
	f.stale = f.stale[:0]
}

func (a *agent) sameCalls() bool {
	return slices.EqualFunc(a.links, a.shown.Calls, func(l link, c id.Call) bool { return l.call == c })
}

func (a *agent) datePauses() {
	a.dated = false
	a.pauses = make([]journal.Pause, 0, len(a.members))
	for _, m := range a.members {
		if m.group != nil {
			a.pauses = append(a.pauses, m.asPause())
		}
	}
}

func (m *member) asPause() journal.Pause {
	p := journal.Pause{
		Group: m.groupID(), Paused: m.paused, Status: m.status, Cause: m.cause,
		Since: m.since, Until: m.until, Level: m.level,
	}
	if m.wish != nil && (m.wish.Paused != m.paused || m.wish.Status != m.status) {
		p.Next = &journal.Wish{Paused: m.wish.Paused, Status: m.wish.Status}
	}
	return p
}
