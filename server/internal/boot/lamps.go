package boot

import (
	"iter"
	"maps"
	"slices"
	"strconv"
	"sync"

	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/sipedge"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// lamps lights the lamps of phones from what happens in calls: one for every
// extension of an agent or a group, one for every park slot.
type lamps struct {
	set    func(ext string, dialogs []sipedge.LampDialog)
	remove func(ext string)

	mu         sync.Mutex
	extensions map[id.Agent]string
	groups     map[id.Group]string
	waiting    map[id.Group][]sipedge.LampDialog // in the order they came
	callers    map[id.Call]leg.Identity
	legs       map[id.Leg]lampLeg
	agents     map[id.Agent][]id.Leg // in the order they began
}

type lampLeg struct {
	agent id.Agent
	in    id.Call
	state sipedge.LampState
	calls bool // the agent made the call
}

func newLamps(set func(string, []sipedge.LampDialog), remove func(string)) *lamps {
	return &lamps{set: set, remove: remove, extensions: map[id.Agent]string{}, groups: map[id.Group]string{}, waiting: map[id.Group][]sipedge.LampDialog{}, callers: map[id.Call]leg.Identity{}, legs: map[id.Leg]lampLeg{}, agents: map[id.Agent][]id.Leg{}}
}

// configure learns whose extension is which. One that changes hands keeps its
// watchers: to them it is the same key of the phone.
func (l *lamps) configure(agents []directory.Agent, groups []directory.Group) {
	l.mu.Lock()
	defer l.mu.Unlock()
	wasAgents, wasGroups := l.extensions, l.groups
	l.extensions, l.groups = make(map[id.Agent]string, len(agents)), make(map[id.Group]string, len(groups))
	taken := make(map[string]struct{}, len(agents)+len(groups))
	for _, a := range agents {
		if !a.Disabled && a.Extension != "" {
			l.extensions[a.ID], taken[a.Extension] = a.Extension, struct{}{}
		}
	}
	for _, g := range groups {
		if g.Extension != "" {
			l.groups[g.ID], taken[g.Extension] = g.Extension, struct{}{}
		}
	}
	for _, was := range []iter.Seq[string]{maps.Values(wasAgents), maps.Values(wasGroups)} {
		for ext := range was {
			if _, still := taken[ext]; !still {
				l.remove(ext)
			}
		}
	}
	for a, ext := range l.extensions {
		if wasAgents[a] != ext {
			l.show(a)
		}
	}
	for g, ext := range l.groups {
		if wasGroups[g] != ext {
			l.showGroup(g)
		}
	}
}

// feed takes one event of the journal.
func (l *lamps) feed(e journal.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch b := e.Body.(type) {
	case journal.CallStarted:
		l.callers[b.Call] = b.From
	case journal.CallEnded:
		l.ended(b.Record.Call)
	case journal.LegStarted:
		l.put(b.Leg, lampLeg{b.Agent, id.Call(e.Stream), sipedge.LampTrying, b.Role == journal.RoleCaller})
	case journal.LegJoined:
		if v, ok := l.legs[b.Leg]; ok && b.Role != journal.RoleSupervisor { // who listens belongs to its own call
			v.in = id.Call(e.Stream)
			l.legs[b.Leg] = v
		}
	case journal.LegRinging:
		l.change(b.Leg, sipedge.LampEarly)
	case journal.LegAnswered:
		l.change(b.Leg, sipedge.LampConfirmed)
	case journal.LegEnded:
		l.over(b.Leg)
	case journal.GroupArrived:
		l.waiting[b.Group] = append(l.waiting[b.Group], sipedge.LampDialog{ID: b.Call.String(), State: sipedge.LampEarly, Direction: sipedge.LampRecipient, Remote: b.From})
		l.showGroup(b.Group)
	case journal.GroupLeft:
		l.leaves(b.Group, b.Call)
	case journal.SlotTaken:
		l.set(strconv.Itoa(b.Slot), []sipedge.LampDialog{{ID: b.Call.String(), State: sipedge.LampConfirmed, Direction: sipedge.LampRecipient, Remote: b.From}})
	case journal.SlotFreed:
		l.set(strconv.Itoa(b.Slot), nil)
	}
}

func (l *lamps) put(about id.Leg, v lampLeg) {
	if v.agent.IsZero() {
		return
	}
	l.legs[about] = v
	l.agents[v.agent] = append(l.agents[v.agent], about)
	l.show(v.agent)
}

func (l *lamps) change(about id.Leg, s sipedge.LampState) {
	if v, ok := l.legs[about]; ok && v.state != s {
		v.state = s
		l.legs[about] = v
		l.show(v.agent)
	}
}

func (l *lamps) over(about id.Leg) {
	v, ok := l.legs[about]
	if !ok {
		return
	}
	delete(l.legs, about)
	left := slices.DeleteFunc(l.agents[v.agent], func(x id.Leg) bool { return x == about })
	if len(left) == 0 {
		delete(l.agents, v.agent)
	} else {
		l.agents[v.agent] = left
	}
	l.show(v.agent)
}

// leaves takes a call off a group's lamp, which rings while one waits there. It
// is picked up by the group's code, whichever of its phones rings.
func (l *lamps) leaves(g id.Group, c id.Call) {
	which := c.String()
	left := slices.DeleteFunc(l.waiting[g], func(d sipedge.LampDialog) bool { return d.ID == which })
	if len(left) == len(l.waiting[g]) {
		return
	}
	l.waiting[g] = left
	if len(left) == 0 {
		delete(l.waiting, g)
	}
	l.showGroup(g)
}

func (l *lamps) showGroup(g id.Group) {
	if ext, ok := l.groups[g]; ok {
		l.set(ext, slices.Clone(l.waiting[g]))
	}
}

// ended puts out what a call that crashed has left: nobody tells of the ends of
// its legs.
func (l *lamps) ended(c id.Call) {
	delete(l.callers, c)
	for g := range l.waiting {
		l.leaves(g, c)
	}
	for about, v := range l.legs {
		if v.in == c {
			l.over(about)
		}
	}
}

// show tells an extension's lamp. Who calls is told while it rings, to those
// who may pick the call up. Who talks with whom is not for every phone of the
// site, and least of all that a supervisor has dialed somebody to listen to.
func (l *lamps) show(a id.Agent) {
	ext, ok := l.extensions[a]
	if !ok {
		return
	}
	var dialogs []sipedge.LampDialog
	for _, about := range l.agents[a] {
		v := l.legs[about]
		d := sipedge.LampDialog{ID: about.String(), State: v.state, Direction: sipedge.LampRecipient}
		if v.calls {
			d.Direction = sipedge.LampInitiator
		} else if v.state == sipedge.LampEarly {
			d.Leg, d.Remote = about, l.callers[v.in]
		}
		dialogs = append(dialogs, d)
	}
	l.set(ext, dialogs)
}
