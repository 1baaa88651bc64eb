package acd

import (
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// group is a group with its queue.
type group struct {
	id      id.Group
	conf    Group
	rank    int // place by extension
	lowest  int // lowest level configured
	members []*member
	ready   []*member // who may be rung now, in no order
	pending []*visit  // calls without a ringing agent, next first
	visits  int       // pending, and ringing; without kept places
	ringing int       // agents who ring for this group's calls; as visits
	last    id.Agent  // round robin: offered last
	starts  starts    // when calls were answered last
	touched bool
}

// next is the first call that a ready agent can be rung for: an agent who is
// in the call already (it came back to the group by a transfer) cannot.
func (g *group) next() *visit {
	if len(g.ready) == 0 {
		return nil
	}
	for _, v := range g.pending {
		for _, m := range g.ready {
			if m.agent.linkOf(v.call) == nil {
				return v
			}
		}
	}
	return nil
}

func (g *group) strict() bool { return g.conf.Strict && g.conf.Strategy != ByLevel }

// visit is a call's stay in a group, from arrival to its outcome.
type visit struct {
	call     id.Call
	group    *group
	from     leg.Identity
	since    time.Time
	arrived  time.Time
	seq      uint64
	priority int
	prefer   id.Agent
	offer    *offer
	timer    Timer
	kept     bool        // its caller has hung up to be called back: only the place is left
	lapsed   int         // offers in a row that the call did not answer
	tried    [2]id.Agent // preferred agents who were rung already
}

// before is the order of service: priority, then how long the caller waits
// in all, then who came first.
func (v *visit) before(w *visit) int {
	if v.priority != w.priority {
		return w.priority - v.priority
	}
	if c := v.since.Compare(w.since); c != 0 {
		return c
	}
	if v.seq < w.seq {
		return -1
	}
	return 1
}

// enqueue takes an arrival. A group that the plan does not know (any more)
// has no figures to count it in: the call is sent on as overflow.
//
// Over the maximum is whoever would make more calls in the group than the
// maximum may wait beside one for each free agent. An agent who rings for one
// of this group's calls counts as free: that call is the one beside it. So a
// maximum of 0 takes as many calls as agents are free, and a call that comes
// back unanswered never makes another overflow that was accepted before.
func (f *Floor) enqueue(in Enqueue) {
	v := f.visit(in)
	if v == nil {
		return
	}
	g := v.group
	f.emit(journal.GroupArrived{Group: g.id, Call: v.call, From: v.from, Since: v.since, Priority: v.priority})
	free := len(g.ready) + g.ringing
	full := g.conf.MaxWaiting != nil && g.visits >= free+max(0, *g.conf.MaxWaiting)
	f.visits[v.call] = v
	g.visits++
	if full {
		f.end(v, journal.OutcomeOverflow)
		return
	}
	f.toCall(v.call, Accepted{g.id})
	if g.conf.Timeout > 0 {
		f.arm(&v.timer, TimerQueue, v.call, id.Group{}, f.now.Add(g.conf.Timeout))
	}
	f.pend(v)
}

// visit makes the visit of who is to wait, nil when nobody is: the call is
// over, or the group is not there any more and sends it on.
func (f *Floor) visit(in Enqueue) *visit {
	if f.over.has(in.Call) {
		return nil
	}
	g := f.groups[in.Group]
	if g == nil {
		f.toCall(in.Call, Dequeue{in.Group, journal.OutcomeOverflow})
		return nil
	}
	f.seq++
	v := &visit{
		call: in.Call, group: g, from: in.From, since: in.Since, arrived: f.now,
		seq: f.seq, priority: in.Priority, prefer: in.Prefer,
	}
	if v.since.IsZero() {
		v.since = f.now
	}
	return v
}

// pend puts the call at its place among those that wait.
func (f *Floor) pend(v *visit) {
	g := v.group
	i, _ := slices.BinarySearchFunc(g.pending, v, (*visit).before)
	g.pending = slices.Insert(g.pending, i, v)
	f.touch(g)
}

func (f *Floor) leave(in Leave) {
	if v := f.visits[in.Call]; v != nil {
		f.quit(v, leg.CauseCallerGone, false)
		f.left(v, journal.OutcomeAbandoned, id.Agent{})
	}
}

// end ends a visit without an agent, and tells the call so.
func (f *Floor) end(v *visit, why journal.Outcome) {
	cause := leg.CauseOverflow
	if why == journal.OutcomeTimeout {
		cause = leg.CauseTimeout
	}
	f.quit(v, cause, true)
	f.left(v, why, id.Agent{})
	f.toCall(v.call, Dequeue{v.group.id, why})
}

// quit takes the call out of the queue and out of its offer.
func (f *Floor) quit(v *visit, cause leg.Kind, say bool) {
	if o := v.offer; o != nil {
		f.dissolve(o, cause, say)
	}
	g := v.group
	if i := slices.Index(g.pending, v); i >= 0 {
		g.pending = slices.Delete(g.pending, i, i+1)
	}
	f.disarm(&v.timer)
}

// left counts the visit as ended: once, for it is forgotten here. That of a
// kept place was counted when its caller hung up.
func (f *Floor) left(v *visit, why journal.Outcome, who id.Agent) {
	delete(f.visits, v.call)
	if !v.kept {
		f.count(v, why, who)
	}
}

func (f *Floor) count(v *visit, why journal.Outcome, who id.Agent) {
	v.group.visits--
	f.emit(journal.GroupLeft{
		Group: v.group.id, Call: v.call, Outcome: why, Agent: who,
		Waited: max(0, f.now.Sub(v.arrived)),
	})
}
