package acd

import (
	"container/heap"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/stats"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// simulation is a morning of a call centre in virtual time: callers with
// patience, agents who mostly answer. It counts for itself what happened.
type simulation struct {
	*runner
	rng    *rand.Rand
	todo   todo
	seq    int
	agents []id.Agent
	groups []id.Group
	calls  map[id.Call]*caller
	offers map[id.Offer]*rung
	busy   map[id.Agent]int
	inbox  []ToCall
	counts map[id.Group]*stats.Group
	byWho  map[id.Agent]int
	misses int

	trunk  id.Trunk
	onLine int // callers who have a channel
	turned int // callers whom the trunk had no channel for
	backs  int // callers who were called back
}

type caller struct {
	group   id.Group
	arrived time.Time
	since   time.Time
	over    bool // answered or gone
	kept    bool // waits to be called back
	hops    int
}

// todo orders what people do by time, then by when they decided it.
type todo []act

type act struct {
	at  time.Time
	seq int
	do  func()
}

func (q todo) Len() int { return len(q) }
func (q todo) Less(i, j int) bool {
	if c := q[i].at.Compare(q[j].at); c != 0 {
		return c < 0
	}
	return q[i].seq < q[j].seq
}
func (q todo) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *todo) Push(v any)   { *q = append(*q, v.(act)) }
func (q *todo) Pop() any {
	last := len(*q) - 1
	v := (*q)[last]
	*q = (*q)[:last]
	return v
}

func (s *simulation) later(in time.Duration, do func()) {
	s.seq++
	heap.Push(&s.todo, act{s.now.Add(in), s.seq, do})
}

func (s *simulation) exp(mean time.Duration) time.Duration {
	return time.Duration(s.rng.ExpFloat64() * float64(mean))
}

func (s *simulation) tell(in Input) {
	s.t.Helper()
	if err := s.step(in); err != nil {
		s.t.Fatalf("%#v was refused: %v", in, err)
	}
	for len(s.inbox) > 0 {
		to := s.inbox[0]
		s.inbox = s.inbox[1:]
		s.heard(to)
	}
}

func newSimulation(t testing.TB, seed uint64) *simulation {
	s := &simulation{
		runner: newRunner(t, seed), rng: rand.New(rand.NewPCG(seed, 7)),
		calls: map[id.Call]*caller{}, offers: map[id.Offer]*rung{}, busy: map[id.Agent]int{},
		counts: map[id.Group]*stats.Group{}, byWho: map[id.Agent]int{},
	}
	s.on = func(e Effect) {
		if v, ok := e.(ToCall); ok {
			s.inbox = append(s.inbox, v)
		}
	}
	s.trunk = numbered[id.Trunk](1, id.Numbered)
	p := Plan{Trunks: []Trunk{{ID: s.trunk, Channels: channelsOfDay}}}
	for n := range 200 {
		a := numbered[id.Agent](uint32(n+1), id.Numbered)
		s.agents = append(s.agents, a)
		p.Agents = append(p.Agents, Agent{ID: a, Extension: fmt.Sprint(2000 + n), Devices: []id.Device{device(n)}})
	}
	strategies := []Strategy{LongestIdle, RingAll, RoundRobin, LeastTalkTime, Random, ByLevel, LongestIdle, LongestIdle}
	for n, strategy := range strategies {
		g := Group{
			ID: numbered[id.Group](uint32(n+1), id.Numbered), Extension: fmt.Sprint(3000 + n), Strategy: strategy,
			RingTime: 15 * time.Second, Timeout: 40 * time.Second,
			ACW:             ACW{Enabled: n%2 == 0, Release: 20 * time.Second},
			PauseOnNoAnswer: NoAnswer{Enabled: n%3 == 0, Release: time.Minute},
		}
		if n%2 == 1 {
			most := 3 * n
			g.MaxWaiting = &most
		}
		for i, a := range s.agents {
			if i%len(strategies) == n || (i*7)%len(strategies) == (n+1)%len(strategies) {
				g.Members = append(g.Members, Member{a, 1 + i%3})
			}
		}
		s.groups = append(s.groups, g.ID)
		s.counts[g.ID] = &stats.Group{}
		p.Groups = append(p.Groups, g)
	}
	s.tell(SetPlan{p})
	for n, a := range s.agents {
		s.tell(DeviceChanged{Device: device(n), Agent: a, Up: true})
	}
	return s
}

// channelsOfDay is fewer than would come at once without a limit.
const channelsOfDay = 175

// call lets one caller come to a group, if the trunk has a channel.
func (s *simulation) call(n uint32) {
	call := numbered[id.Call](n, id.Numbered)
	c := &caller{since: s.now}
	s.calls[call] = c
	s.tell(Seize{Call: call, Leg: id.LegOf(call, 1), Trunk: s.trunk})
	if c.over {
		return
	}
	s.later(s.exp(60*time.Second), func() {
		if !c.over && !c.kept {
			s.giveUp(call, c)
		}
	})
	s.arrive(call, c, s.groups[s.rng.IntN(len(s.groups))])
}

// giveUp is what an impatient caller does: ask to be called back, or hang up.
func (s *simulation) giveUp(call id.Call, c *caller) {
	if s.rng.IntN(5) == 0 {
		c.kept = true
		s.count(c, journal.OutcomeCallback)
		s.tell(KeepPlace{call})
		s.hangUp(call)
		return
	}
	c.over = true
	s.count(c, journal.OutcomeAbandoned)
	s.endOffers(call)
	if s.rng.IntN(2) == 0 {
		s.tell(Leave{call})
	}
	s.end(call)
}

// hangUp gives the caller's channel back.
func (s *simulation) hangUp(call id.Call) {
	if _, has := s.floor.channels.taken[id.LegOf(call, 1)]; has {
		s.onLine--
	}
	s.tell(Free{id.LegOf(call, 1)})
}

func (s *simulation) end(call id.Call) {
	if _, has := s.floor.channels.taken[id.LegOf(call, 1)]; has {
		s.onLine--
	}
	s.tell(CallOver{call})
}

func (s *simulation) arrive(call id.Call, c *caller, g id.Group) {
	c.group, c.arrived = g, s.now
	s.counts[g].Arrivals++
	s.tell(Enqueue{Call: call, Group: g, Since: c.since})
}

func (s *simulation) count(c *caller, o journal.Outcome) {
	g, waited := s.counts[c.group], s.now.Sub(c.arrived)
	g.LongestWait = max(g.LongestWait, waited)
	switch o {
	case journal.OutcomeAnswered:
		g.Answered++
		g.WaitAnswered += waited
		if waited <= 20*time.Second {
			g.Within++
		}
		return
	case journal.OutcomeAbandoned:
		g.Abandoned++
	case journal.OutcomeOverflow:
		g.Overflow++
	case journal.OutcomeTimeout:
		g.Timeout++
	case journal.OutcomeCallback:
		g.Callback++
		g.WaitCallback += waited
		return
	}
	g.WaitLost += waited
}

func (s *simulation) endOffers(call id.Call) {
	for o, r := range s.offers {
		if r.call == call {
			s.free(o, id.Agent{})
		}
	}
}

// free takes the ringing agents of an offer, or one of them, off the book.
func (s *simulation) free(o id.Offer, who id.Agent) {
	r := s.offers[o]
	for a := range r.agents {
		if who.IsZero() || a == who {
			s.busy[a]--
			delete(r.agents, a)
		}
	}
	if len(r.agents) == 0 {
		delete(s.offers, o)
	}
}

// heard is what a call does with the floor's word.
func (s *simulation) heard(to ToCall) {
	c := s.calls[to.Call]
	switch m := to.Message.(type) {
	case Offer:
		r := &rung{to.Call, map[id.Agent]bool{}}
		s.offers[m.Offer] = r
		for _, t := range m.Targets {
			if s.busy[t.Agent]++; s.busy[t.Agent] > 1 {
				s.t.Fatalf("agent %s has %d calls at once", t.Agent, s.busy[t.Agent])
			}
			r.agents[t.Agent] = true
			s.ring(to.Call, c, m, t.Agent)
		}
	case Accepted:
	case Withdraw:
		s.free(m.Offer, m.Agent)
	case Dequeue:
		s.count(c, m.Outcome)
		if c.hops++; c.hops > 3 || s.rng.IntN(2) == 0 {
			c.over = true
			s.end(to.Call)
			return
		}
		s.arrive(to.Call, c, s.groups[s.rng.IntN(len(s.groups))])
	case Seized:
		if (m.Refused != "") != (s.onLine >= channelsOfDay) {
			s.t.Fatalf("%d are on the line of %d channels, and the next is told %+v", s.onLine, channelsOfDay, m)
		}
		if m.Refused != "" {
			c.over = true
			s.turned++
			return
		}
		s.onLine++
	default:
		s.t.Fatalf("nobody asked for %+v", m)
	}
}

// ring decides what an agent does with a ringing phone.
func (s *simulation) ring(call id.Call, c *caller, m Offer, a id.Agent) {
	rings := func() bool { r := s.offers[m.Offer]; return r != nil && r.agents[a] }
	fail := func(after time.Duration, why leg.Kind) {
		s.later(after, func() {
			if rings() {
				s.misses++
				s.free(m.Offer, a)
				s.tell(OfferFailed{call, m.Offer, a, why})
			}
		})
	}
	answers := 2*time.Second + s.exp(4*time.Second)
	switch p := s.rng.IntN(100); {
	case p < 3:
		fail(time.Second, leg.CauseRejected)
	case p < 4:
		fail(0, leg.CauseDeviceError)
	case p < 10 || answers > m.RingTime:
		fail(m.RingTime, leg.CauseNoAnswer)
	default:
		s.later(answers, func() {
			if !rings() {
				return
			}
			s.free(m.Offer, id.Agent{})
			s.busy[a]++
			c.over = true
			talk := s.exp(120 * time.Second)
			if !c.kept {
				s.count(c, journal.OutcomeAnswered)
				s.byWho[a]++
			} else if s.backs++; s.rng.IntN(4) == 0 {
				talk = 20 * time.Second // the customer does not answer
			}
			s.tell(OfferTaken{call, m.Offer, a})
			s.later(talk, func() {
				s.busy[a]--
				if s.rng.IntN(10) > 0 {
					s.tell(Release{call, a})
				}
				s.end(call)
			})
		})
	}
}

// pauses lets agents take a break now and then.
func (s *simulation) pauses(a id.Agent, until time.Time) {
	s.later(s.exp(time.Hour), func() {
		if s.now.After(until) {
			return
		}
		s.tell(SetStatus{Agent: a, Paused: true, Cause: journal.BySelf})
		s.later(s.exp(5*time.Minute), func() {
			s.tell(SetStatus{Agent: a, Cause: journal.BySelf})
			s.pauses(a, until)
		})
	})
}

func (s *simulation) run(callers int, mean time.Duration) {
	var come func(n int)
	come = func(n int) {
		s.call(uint32(n))
		if n < callers {
			s.later(s.exp(mean), func() { come(n + 1) })
		}
	}
	s.later(0, func() { come(1) })
	for _, a := range s.agents {
		s.pauses(a, s.now.Add(time.Duration(callers)*mean))
	}
	for len(s.todo) > 0 {
		next := heap.Pop(&s.todo).(act)
		s.before(next.at)
		s.now = next.at
		next.do()
		if len(s.todo) == 0 {
			s.before(s.now.Add(time.Hour)) // an ACW that ends may call somebody back
		}
	}
}

// before fires the timers that come due, one by one: each may send words that
// make calls act.
func (s *simulation) before(at time.Time) {
	for {
		timer, when, ok := s.due()
		if !ok || when.After(at) {
			return
		}
		delete(s.timers, timer)
		if when.After(s.now) {
			s.now = when
		}
		s.tell(Fire{timer})
	}
}

// afterCalls counts the after-call works that ended as the agents showed them.
func afterCalls(log []journal.Event) (n int, length time.Duration) {
	since := map[id.Agent]time.Time{}
	for _, e := range log {
		b, ok := e.Body.(journal.AgentChanged)
		if !ok {
			continue
		}
		var began time.Time
		for _, p := range b.Groups {
			if p.Paused && p.Cause == journal.ByACW {
				began = p.Since
			}
		}
		if was := since[b.Agent]; !was.IsZero() && !was.Equal(began) {
			n, length = n+1, length+e.At.Sub(was)
		}
		since[b.Agent] = began
	}
	return n, length
}

func TestTenThousandCallers(t *testing.T) {
	s := newSimulation(t, 20261124)
	s.run(10_000, 700*time.Millisecond)
	if len(s.timers) > 0 || len(s.floor.visits) > 0 || len(s.floor.offers) > 0 {
		t.Fatalf("everybody has gone, yet there are %d timers, %d visits, %d offers", len(s.timers), len(s.floor.visits), len(s.floor.offers))
	}
	if n := len(s.floor.parties) + len(s.floor.channels.taken) + s.onLine; n > 0 {
		t.Fatalf("everybody has gone, yet there are %d links, %d channels, %d on the line", len(s.floor.parties), len(s.floor.channels.taken), s.onLine)
	}
	s.check()
	day := stats.NewDay(s.now, tokyo(t), 20*time.Second)
	for _, e := range s.log {
		day.Add(e)
	}
	var sum stats.Group
	for _, g := range s.groups {
		want, got := *s.counts[g], day.Groups[g]
		want.Works, want.Worked = got.Works, got.Worked // see afterCalls
		if want != got {
			t.Errorf("group %s: happened %+v, counted %+v", g, want, got)
		}
		if got.Waiting() != 0 {
			t.Errorf("group %s: nobody waits, but arrivals − outcomes = %d", g, got.Waiting())
		}
		if got.Answered == 0 || got.Abandoned == 0 {
			t.Errorf("group %s: %+v has no life in it", g, got)
		}
	}
	for _, a := range s.agents {
		if day.Agents[a].Answered != s.byWho[a] {
			t.Errorf("agent %s answered %d, counted %d", a, s.byWho[a], day.Agents[a].Answered)
		}
	}
	if sum = day.Total(); sum.Arrivals+s.turned < 10_000 || sum.Overflow == 0 || sum.Timeout == 0 || s.misses == 0 || s.turned == 0 || s.backs != sum.Callback || s.backs == 0 {
		t.Errorf("the day %+v with %d misses does not reach everything: %d turned away, %d called back", sum, s.misses, s.turned, s.backs)
	}
	if n, length := afterCalls(s.log); n == 0 || sum.Works != n || sum.Worked != length {
		t.Errorf("agents were in after-call work %d times for %s, counted %d for %s", n, length, sum.Works, sum.Worked)
	}
	if sum.Arrivals != sum.Answered+sum.Abandoned+sum.Overflow+sum.Timeout+sum.Callback {
		t.Errorf("%d arrivals are not the sum of outcomes: %+v", sum.Arrivals, sum)
	}
	t.Logf("%d arrivals = %d answered + %d abandoned + %d overflow + %d timeout + %d callback; %d turned away, %d misses; longest wait %s; %d inputs, %d events",
		sum.Arrivals, sum.Answered, sum.Abandoned, sum.Overflow, sum.Timeout, sum.Callback, s.turned, s.misses, sum.LongestWait, len(s.inputs), len(s.log))
}
