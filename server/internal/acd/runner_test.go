package acd

import (
	"container/heap"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// runner drives a floor in virtual time as the exchange does: it keeps the
// armed timers, and hands messages to calls.
type runner struct {
	t      testing.TB
	floor  *Floor
	now    time.Time
	timers map[Timer]time.Time
	queue  timerQueue   // may hold timers that are no longer armed
	on     func(Effect) // sees every effect; may not step
	log    []journal.Event
	strict bool // check the floor's inner order after every step
	inputs []timed
}

type timed struct {
	at time.Time
	in Input
}

func tokyo(t testing.TB) *time.Location {
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatalf("load the site's zone: %v", err)
	}
	return zone
}

func newRunner(t testing.TB, seed uint64) *runner {
	zone := tokyo(t)
	return &runner{
		t: t, floor: New(zone, seed), timers: map[Timer]time.Time{},
		now: time.Date(2026, 11, 24, 9, 0, 0, 0, zone).UTC(),
	}
}

func (r *runner) step(in Input) error {
	r.t.Helper()
	effects, err := r.floor.Step(r.now, in)
	r.inputs = append(r.inputs, timed{r.now, in})
	if err != nil && len(effects) > 0 {
		r.t.Fatalf("%T was refused (%v) yet has %d effects", in, err, len(effects))
	}
	for _, e := range effects {
		switch v := e.(type) {
		case Arm:
			if _, ok := r.timers[v.Timer]; ok {
				r.t.Fatalf("timer %+v armed twice", v.Timer)
			}
			r.timers[v.Timer] = v.At
			heap.Push(&r.queue, Arm{v.Timer, v.At})
		case Disarm:
			if _, ok := r.timers[v.Timer]; !ok {
				r.t.Fatalf("timer %+v disarmed but not armed", v.Timer)
			}
			delete(r.timers, v.Timer)
		case Emit:
			r.log = append(r.log, journal.Event{Seq: uint64(len(r.log) + 1), At: r.now, Body: v.Body})
		case ToCall:
		}
		if r.on != nil {
			r.on(e)
		}
	}
	if r.strict {
		r.check()
	}
	return err
}

// timerQueue orders timers by time and then by age.
type timerQueue []Arm

func (q timerQueue) Len() int { return len(q) }
func (q timerQueue) Less(i, j int) bool {
	if c := q[i].At.Compare(q[j].At); c != 0 {
		return c < 0
	}
	return q[i].Timer.Gen < q[j].Timer.Gen
}
func (q timerQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *timerQueue) Push(v any)   { *q = append(*q, v.(Arm)) }
func (q *timerQueue) Pop() any {
	last := len(*q) - 1
	v := (*q)[last]
	*q = (*q)[:last]
	return v
}

// due gives the timer that comes next.
func (r *runner) due() (next Timer, at time.Time, ok bool) {
	for len(r.queue) > 0 {
		if _, armed := r.timers[r.queue[0].Timer]; armed {
			return r.queue[0].Timer, r.queue[0].At, true
		}
		heap.Pop(&r.queue)
	}
	return Timer{}, time.Time{}, false
}

// until moves the clock, firing what comes due.
func (r *runner) until(at time.Time) {
	r.t.Helper()
	for {
		timer, when, ok := r.due()
		if !ok || when.After(at) {
			break
		}
		r.fire(timer, when)
	}
	if at.After(r.now) {
		r.now = at
	}
}

func (r *runner) fire(timer Timer, when time.Time) {
	r.t.Helper()
	if when.After(r.now) {
		r.now = when
	}
	delete(r.timers, timer)
	if err := r.step(Fire{timer}); err != nil {
		r.t.Fatalf("a timer was refused: %v", err)
	}
}

// check holds the floor against what must be true between any two steps.
func (r *runner) check() {
	r.t.Helper()
	f := r.floor
	fail := func(format string, args ...any) {
		r.t.Helper()
		r.t.Fatalf("after %d inputs, last %#v: %s", len(r.inputs), r.inputs[len(r.inputs)-1].in, fmt.Sprintf(format, args...))
	}
	timers := map[Timer]bool{}
	has := func(t Timer) {
		if t.Gen != 0 {
			timers[t] = true
		}
	}
	if len(f.touched) > 0 || len(f.stale) > 0 {
		fail("work left: %d groups, %d agents", len(f.touched), len(f.stale))
	}
	for o, v := range f.offers {
		has(v.timer)
		if v.timer.Gen == 0 || v.open == 0 || v.id != o || v.visit != nil && v.visit.offer != v {
			fail("offer %s without a lease, an agent or its visit", o)
		}
	}
	for _, v := range f.visits {
		has(v.timer)
		if (v.offer != nil) == slices.Contains(v.group.pending, v) {
			fail("call %s neither waits nor rings, or both", v.call)
		}
		if f.groups[v.group.id] != v.group {
			fail("call %s waits in a deleted group", v.call)
		}
	}
	for _, a := range f.agents {
		has(a.acw)
		has(a.rest)
		r.checkAgent(a, fail)
		for _, m := range a.members {
			has(m.timer)
		}
	}
	for _, g := range f.groups {
		r.checkGroup(g, fail)
	}
	r.checkSite(fail)
	if len(timers) != len(r.timers) {
		fail("%d timers armed, the floor knows of %d", len(r.timers), len(timers))
	}
}

// checkSite holds what a site has once against the calls that there are.
func (r *runner) checkSite(fail func(string, ...any)) {
	f := r.floor
	alive := func(call id.Call, what string) {
		if f.over.has(call) {
			fail("%s of call %s, which is over", what, call)
		}
	}
	for call := range f.visits {
		alive(call, "a place")
	}
	for _, o := range f.offers {
		alive(o.call, "an offer")
	}
	for call, p := range f.parties {
		alive(call, "a link")
		for _, a := range append([]*agent{p.first}, p.more...) {
			if l := a.linkOf(call); l == nil || l.groupRing() || f.agents[a.id] != a {
				fail("call %s has an agent who is not in it", call)
			}
		}
	}
	for n, s := range f.slots {
		alive(s.call, "a slot")
		if f.slotOf[s.call] != n || len(f.slotOf) != len(f.slots) {
			fail("slot %d is not its call's", n)
		}
	}
	for n, call := range f.rooms {
		alive(call, "a room")
		if f.roomOf[call] != n || len(f.roomOf) != len(f.rooms) {
			fail("room %d is not its call's", n)
		}
	}
	for call, w := range f.watches {
		alive(call, "a watch")
		if !slices.Contains(w.agent.watchers, call) || f.agents[w.agent.id] != w.agent || !w.said || w.told != w.agent.talksIn() {
			fail("call %s watches %s without knowing where it talks", call, w.agent.id)
		}
	}
	again := newChannels()
	for l, s := range f.channels.taken {
		alive(s.call, "a channel")
		if !slices.Contains(f.channels.byCall[s.call], l) {
			fail("leg %s is not its call's", l)
		}
		again.count(s, 1)
	}
	sameUse(f.channels.onTrunk, again.onTrunk, fail)
	sameUse(f.channels.onNumber, again.onNumber, fail)
	sameUse(f.channels.byAgent, again.byAgent, fail)
}

func sameUse[K comparable](have, want map[K]use, fail func(string, ...any)) {
	for k, u := range have {
		if w := want[k]; u.busy != w.busy || u.outside != w.outside || u.today < 0 {
			fail("%v is counted %+v, there are %+v", k, u, w)
		}
	}
	for k := range want {
		if _, ok := have[k]; !ok {
			fail("%v is not counted", k)
		}
	}
}

func (r *runner) checkAgent(a *agent, fail func(string, ...any)) {
	for _, m := range a.members {
		if is := m.ready() && !m.gone; is != (m.slot >= 0) || is && m.group.ready[m.slot] != m {
			fail("agent %s: ready %v, indexed at %d", a.id, is, m.slot)
		}
	}
	for _, m := range a.members {
		if m.timer.Gen != 0 && (!m.paused || m.cause != journal.ByNoAnswer) {
			fail("agent %s: a no-answer pause will end that is over already", a.id)
		}
	}
	if a.acw.Gen != 0 && !a.inACW() {
		fail("agent %s: an ACW will end that is over already", a.id)
	}
	for i, l := range a.links {
		if a.linkOf(l.call) != &a.links[i] {
			fail("agent %s has two links to call %s", a.id, l.call)
		}
		if p := r.floor.parties[l.call]; (p.first == a || slices.Contains(p.more, a)) == l.groupRing() {
			fail("agent %s is in call %s, which does not know", a.id, l.call)
		}
		if l.offer == nil {
			continue
		}
		if r.floor.offers[l.offer.id] != l.offer || l.offer.find(a.id) < 0 {
			fail("agent %s rings for an offer that is over", a.id)
		}
	}
	if state, status, _ := a.state(); state != a.shown.State || status != a.shown.Status {
		fail("agent %s is %s, told was %s", a.id, state, a.shown.State)
	}
}

func (r *runner) checkGroup(g *group, fail func(string, ...any)) {
	if g.next() != nil {
		fail("group %s: %d calls wait while %d agents are ready", g.id, len(g.pending), len(g.ready))
	}
	if !slices.IsSortedFunc(g.pending, (*visit).before) {
		fail("group %s: the calls are out of order", g.id)
	}
	visits, ringing := 0, 0
	for _, v := range r.floor.visits {
		if v.group == g && !v.kept {
			visits++
			if v.offer != nil {
				ringing += v.offer.open
			}
		}
	}
	if visits != g.visits || ringing != g.ringing {
		fail("group %s counts %d visits and %d ringing, there are %d and %d", g.id, g.visits, g.ringing, visits, ringing)
	}
}

// named gives readable identifiers to scripts.
type named[T interface {
	comparable
	IsZero() bool
	String() string
}] struct {
	make  func(uint32) T
	ids   map[string]T
	names map[T]string
}

func newNamed[T interface {
	comparable
	IsZero() bool
	String() string
}](numbered func(uint32) T) *named[T] {
	return &named[T]{numbered, map[string]T{}, map[T]string{}}
}

func (n *named[T]) id(name string) T {
	v, ok := n.ids[name]
	if name != "" && !ok {
		v = n.make(uint32(len(n.ids) + 1))
		n.ids[name], n.names[v] = v, name
	}
	return v
}

func (n *named[T]) name(v T) string {
	if v.IsZero() {
		return "none"
	}
	if s, ok := n.names[v]; ok {
		return s
	}
	return v.String()
}
