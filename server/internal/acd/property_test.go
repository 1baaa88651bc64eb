package acd

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// chaos feeds a floor with random inputs, sensible and not, and keeps its own
// book of what calls and agents were told.
type chaos struct {
	*runner
	rng    *rand.Rand
	plan   Plan
	agents []id.Agent
	groups []id.Group
	calls  []id.Call // a bounded pool, so that inputs meet
	seen   uint32
	book   book
	limits map[id.Group]int
	late   []id.Call // calls that are over, about which words still come
	doing  Input     // the input of the step
	told   []Effect
	keep   bool
}

func newChaos(t testing.TB, seed uint64) *chaos {
	c := &chaos{
		runner: newRunner(t, seed), rng: rand.New(rand.NewPCG(seed, 99)),
		book: book{
			offers: map[id.Offer]*rung{}, reached: map[id.Agent]map[id.Call]bool{}, talks: map[id.Agent]map[id.Call]bool{},
			inside: map[id.Call]id.Group{}, arrived: map[id.Group]int{}, left: map[id.Group]map[journal.Outcome]int{},
			kept: map[id.Call]id.Group{}, siteBook: newSiteBook(),
		},
	}
	c.strict = true
	c.on = c.note
	for n := range uint32(8) {
		c.agents = append(c.agents, numbered[id.Agent](n+1, id.Numbered))
	}
	for n := range uint32(4) {
		c.groups = append(c.groups, numbered[id.Group](n+1, id.Numbered))
	}
	for range 12 {
		c.calls = append(c.calls, c.newCall())
	}
	return c
}

func numbered[T any](n uint32, from func(uint32) T) T { return from(n) }

func (c *chaos) newCall() id.Call {
	c.seen++
	return numbered[id.Call](c.seen, id.Numbered)
}

func pick[T any](c *chaos, list []T) T { return list[c.rng.IntN(len(list))] }

func (c *chaos) chance(percent int) bool { return c.rng.IntN(100) < percent }

func (c *chaos) seconds(most int) time.Duration {
	return time.Duration(c.rng.IntN(most+1)) * time.Second
}

// randomPlan draws a site: every agent and group may be missing.
func (c *chaos) randomPlan() Plan {
	p := c.randomSite()
	for i, a := range c.agents {
		if c.chance(92) {
			p.Agents = append(p.Agents, Agent{ID: a, CallWaiting: c.chance(50), Extension: fmt.Sprint(2000 + i), Devices: []id.Device{device(i), device((i + c.rng.IntN(2)) % len(c.agents))}})
		}
	}
	strategies := []Strategy{RingAll, LongestIdle, LeastTalkTime, Random, RoundRobin, ByLevel}
	for i, g := range c.groups {
		if c.chance(10) {
			continue
		}
		conf := Group{
			ID: g, Extension: fmt.Sprint(3000 + i), Strategy: pick(c, strategies), Timeout: c.seconds(90), RingTime: c.seconds(20),
			ACW:             ACW{Enabled: c.chance(60), Release: c.seconds(20)},
			PauseOnNoAnswer: NoAnswer{Enabled: c.chance(50), Release: c.seconds(30), Misses: c.rng.IntN(3)},
			CallsPerAgent:   c.rng.IntN(3), Strict: c.chance(20), PreferLast: c.chance(50),
		}
		if c.chance(60) {
			n := c.rng.IntN(4)
			conf.MaxWaiting = &n
		}
		for _, a := range c.agents {
			if c.chance(60) {
				conf.Members = append(conf.Members, Member{a, 1 + c.rng.IntN(3)})
			}
		}
		p.Groups = append(p.Groups, conf)
	}
	return p
}

func device(n int) id.Device { return numbered[id.Device](uint32(n+1), id.Numbered) }

func (c *chaos) setPlan() {
	c.plan = c.randomPlan()
	c.limits = map[id.Group]int{}
	for _, g := range c.plan.Groups {
		c.limits[g.ID] = max(1, g.CallsPerAgent)
	}
	stays := map[id.Agent]bool{}
	for _, a := range c.plan.Agents {
		stays[a.ID] = true
	}
	for _, a := range c.agents {
		if !stays[a] { // the floor forgets its calls; its group offers it takes back
			delete(c.book.talks, a)
			delete(c.book.reached, a)
		}
	}
	c.input(SetPlan{c.plan})
}

func (c *chaos) input(in Input) {
	c.t.Helper()
	c.doing = in
	c.foresee(in)
	_ = c.step(in) // random commands may be refused: that nothing changed is checked by the book
	for call, group := range c.book.inside {
		if v := c.floor.visits[call]; v == nil || v.group.id != group {
			c.t.Fatalf("after %#v: call %s arrived at %s and has not left, but the floor does not have it", in, call, group)
		}
	}
	if n := len(c.book.inside) + len(c.book.kept); n != len(c.floor.visits) {
		c.t.Fatalf("after %#v: %d calls are inside or keep a place, the floor has %d", in, n, len(c.floor.visits))
	}
	c.compareSite(in)
}

// act draws one input. One in some ten is nonsense or late.
func (c *chaos) act() {
	call, agent, group := pick(c, c.calls), pick(c, c.agents), pick(c, c.groups)
	causes := []leg.Kind{leg.CauseNoAnswer, leg.CauseNoAnswer, leg.CauseRejected, leg.CauseBusy, leg.CauseDeviceError, leg.CauseUnregistered, leg.CauseAnsweredElsewhere}
	if len(c.late) > 0 && c.chance(2) {
		call = pick(c, c.late)
	}
	switch n := c.rng.IntN(145); {
	case n >= 100:
		c.actSite(n-100, call, agent, group)
	case n < 20:
		in := Enqueue{Call: call, Group: group, Priority: c.rng.IntN(2), From: leg.Identity{Number: fmt.Sprint("031234567", c.rng.IntN(4))}}
		if c.chance(20) {
			in.Since = c.now.Add(-c.seconds(60))
		}
		if c.chance(10) {
			in.Prefer = agent
		}
		c.input(in)
	case n < 25:
		c.input(Leave{call})
	case n < 40:
		offer, on, who := c.anOffer(agent)
		c.input(OfferTaken{on, offer, who})
	case n < 50:
		offer, on, who := c.anOffer(agent)
		c.input(OfferFailed{on, offer, who, pick(c, causes)})
	case n < 53:
		c.input(c.randomReach(call, agent))
	case n < 56:
		c.input(Engage{call, agent, pick(c, []journal.State{journal.StateTalking, journal.StateHolding})})
	case n < 70:
		for _, k := range c.calls {
			if c.book.talks[agent][k] {
				call = k
			}
		}
		c.input(Release{call, agent})
	case n < 80:
		d := c.rng.IntN(len(c.agents))
		in := DeviceChanged{Device: device(d), Agent: agent, Up: c.chance(80)}
		if in.Up && c.chance(10) {
			in.Fault = "options-failed"
		}
		c.input(in)
	case n < 88:
		in := SetStatus{Agent: agent, Paused: c.chance(40), Status: numbered[id.Status](uint32(1+c.rng.IntN(3)), id.Numbered), Cause: journal.BySelf}
		if c.chance(40) {
			in.Group = group
		}
		c.input(in)
	case n < 89:
		c.setPlan()
	default:
		c.until(c.now.Add(c.seconds(15)))
	}
}

// anOffer is mostly a live one.
func (c *chaos) anOffer(agent id.Agent) (id.Offer, id.Call, id.Agent) {
	if len(c.book.recent) == 0 {
		return id.Offer{}, pick(c, c.calls), agent
	}
	last := c.book.recent[max(0, len(c.book.recent)-6):]
	offer := pick(c, last)
	o := c.book.offers[offer]
	if o == nil {
		return offer, pick(c, c.calls), agent
	}
	for _, a := range c.agents {
		if o.agents[a] && c.chance(90) {
			return offer, o.call, a
		}
	}
	return offer, o.call, agent
}

// drain ends everything; nothing may stay armed, waiting or counted.
func (c *chaos) drain() {
	for _, call := range c.calls {
		c.input(Leave{call})
		for _, a := range c.agents {
			c.input(Release{call, a})
		}
		c.input(CallOver{call})
	}
	c.until(c.now.Add(time.Hour))
	c.drained()
	if len(c.timers) > 0 {
		c.t.Fatalf("the floor is idle, yet %d timers are armed: %v", len(c.timers), c.timers)
	}
	for g, n := range c.book.arrived {
		sum := 0
		for _, k := range c.book.left[g] {
			sum += k
		}
		if sum != n {
			c.t.Fatalf("group %s: %d arrivals, %d outcomes", g, n, sum)
		}
	}
	for _, a := range c.floor.Agents() {
		if len(a.Calls) > 0 {
			c.t.Fatalf("agent %s still has calls %v", a.Agent, a.Calls)
		}
	}
}

// Whatever comes in whatever order: C-Q-5 (nobody has more calls than his
// group allows, or one twice), C-Q-6 (every arrival ends as one outcome),
// C-STAT-9 (nobody stays reserved), C-CALL-8 (no limit is passed), and nothing
// is kept for a call that is over.
func TestRandomInputs(t *testing.T) {
	seeds := uint64(120)
	if testing.Short() {
		seeds = 20
	}
	outcomes := map[journal.Outcome]int{}
	for seed := range seeds {
		c := newChaos(t, seed)
		c.setPlan()
		for range 600 {
			c.act()
		}
		c.drain()
		for _, by := range c.book.left {
			for o, n := range by {
				outcomes[o] += n
			}
		}
	}
	for _, o := range []journal.Outcome{journal.OutcomeAnswered, journal.OutcomeAbandoned, journal.OutcomeOverflow, journal.OutcomeTimeout, journal.OutcomeCallback} {
		if outcomes[o] < int(seeds) {
			t.Errorf("only %d visits ended as %s: the inputs do not reach it", outcomes[o], o)
		}
	}
}

// The same inputs give the same effects.
func TestReplay(t *testing.T) {
	for seed := range uint64(8) {
		c := newChaos(t, seed)
		c.keep = true
		c.setPlan()
		for range 600 {
			c.act()
		}
		again, n := New(c.floor.zone, seed), 0
		for _, in := range c.inputs {
			effects, err := again.Step(in.at, in.in)
			if err != nil {
				continue
			}
			for _, e := range effects {
				if !reflect.DeepEqual(e, c.told[n]) {
					t.Fatalf("seed %d, input %#v, effect %d: first %#v, then %#v", seed, in.in, n, c.told[n], e)
				}
				n++
			}
		}
		if n != len(c.told) {
			t.Fatalf("seed %d: %d effects, then %d", seed, len(c.told), n)
		}
		a, b := c.floor.Snapshot(c.now), again.Snapshot(c.now)
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("seed %d: the snapshots differ", seed)
		}
		roundTrip(t, a)
	}
}

// Messages between owners are plain values: JSON gives them back unchanged.
func TestMessagesAreValues(t *testing.T) {
	kinds := map[string]int{}
	trip := func(v any) {
		kinds[fmt.Sprintf("%T", v)]++
		roundTrip(t, v)
	}
	for seed := range uint64(4) {
		c := newChaos(t, seed)
		c.keep = true
		c.setPlan()
		for range 400 {
			c.act()
		}
		for _, in := range c.inputs {
			trip(in.in)
		}
		for _, e := range c.told {
			switch v := e.(type) {
			case ToCall:
				trip(v.Message)
			case Emit:
				trip(v.Body)
			case Arm, Disarm:
				trip(v)
			}
		}
	}
	trip(Restore{Snapshot{At: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)}})
	for _, v := range []any{
		SetPlan{}, DeviceChanged{}, Enqueue{}, Leave{}, OfferTaken{}, OfferFailed{}, Reach{}, Engage{}, Release{}, SetStatus{}, Fire{},
		KeepPlace{}, AskStanding{}, FindRinging{}, Seize{}, Free{}, Park{}, Unpark{}, FindSlot{}, EnterRoom{}, LeaveRoom{}, Watch{}, Unwatch{}, Pass{}, CallOver{},
		Accepted{}, Offer{}, Withdraw{}, Dequeue{}, Reached{}, Arm{}, Disarm{},
		Standing{}, RingingIn{}, Seized{}, Parked{}, SlotHolds{}, RoomIs{}, Watched{}, journal.SlotTaken{}, journal.SlotFreed{}, journal.LimitReached{},
		journal.FloorStarted{}, journal.AgentChanged{}, journal.StatusChosen{}, journal.GroupArrived{}, journal.GroupLeft{},
	} {
		if kinds[fmt.Sprintf("%T", v)] == 0 {
			t.Errorf("no %T was seen: the inputs do not reach it", v)
		}
	}
}

func roundTrip(t *testing.T, v any) {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("write %#v: %v", v, err)
	}
	back := reflect.New(reflect.TypeOf(v))
	if err := json.Unmarshal(text, back.Interface()); err != nil {
		t.Fatalf("read %s: %v", text, err)
	}
	if !reflect.DeepEqual(back.Elem().Interface(), v) {
		t.Fatalf("%s reads back as %#v, was %#v", text, back.Elem().Interface(), v)
	}
}
