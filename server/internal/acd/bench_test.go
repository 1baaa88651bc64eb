package acd

import (
	"fmt"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
)

// busyFloor is 2,000 agents in 50 groups, each agent in five of them, all of
// them talking, and 500 calls that wait.
func busyFloor(b *testing.B) (*Floor, time.Time, map[id.Agent]id.Call) {
	f := New(time.UTC, 1)
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	talks := map[id.Agent]id.Call{}
	step := func(in Input) {
		effects, err := f.Step(now, in)
		if err != nil {
			b.Fatal(err)
		}
		for _, e := range effects {
			if v, ok := e.(ToCall); ok {
				if o, ok := v.Message.(Offer); ok {
					talks[o.Targets[0].Agent] = v.Call
				}
			}
		}
	}
	var p Plan
	for n := range 50 {
		p.Groups = append(p.Groups, Group{
			ID: numbered[id.Group](uint32(n+1), id.Numbered), Extension: fmt.Sprint(3000 + n), Strategy: LongestIdle,
			RingTime: 20 * time.Second, Timeout: 5 * time.Minute, ACW: ACW{Enabled: true, Release: 10 * time.Second},
		})
	}
	for n := range 2000 {
		a := numbered[id.Agent](uint32(n+1), id.Numbered)
		p.Agents = append(p.Agents, Agent{ID: a, Extension: fmt.Sprint(2000 + n), Devices: []id.Device{device(n)}})
		for k := range 5 {
			g := &p.Groups[(n+k*7)%50]
			g.Members = append(g.Members, Member{a, 1 + k%2})
		}
	}
	step(SetPlan{p})
	for n := range 2000 {
		step(DeviceChanged{Device: device(n), Agent: p.Agents[n].ID, Up: true})
	}
	var n uint32
	next := func() id.Call { n++; return numbered[id.Call](n, id.Numbered) }
	for len(talks) < 2000 {
		step(Enqueue{Call: next(), Group: p.Groups[n%50].ID})
		for _, o := range f.offers {
			step(OfferTaken{o.call, o.id, o.targets[0].agent.id})
		}
	}
	for len(f.visits) < 500 {
		step(Enqueue{Call: next(), Group: p.Groups[n%50].ID})
	}
	if len(f.visits) != 500 || len(f.offers) != 0 {
		b.Fatalf("%d calls wait and %d ring, expected 500 and 0", len(f.visits), len(f.offers))
	}
	return f, now, talks
}

// BenchmarkFloorStep measures one step on a floor with 2,000 busy agents in
// many groups and 500 waiting calls (aim: < 20 µs).
func BenchmarkFloorStep(b *testing.B) {
	step := func(b *testing.B, f *Floor, now time.Time, in Input) []Effect {
		effects, err := f.Step(now, in)
		if err != nil {
			b.Fatal(err)
		}
		return effects
	}
	// A call comes, finds everybody busy, and gives up: two steps each turn.
	b.Run("arrive+leave", func(b *testing.B) {
		f, now, _ := busyFloor(b)
		call, g := numbered[id.Call](1<<20, id.Numbered), f.groupOrder[25].id
		b.ReportAllocs()
		for b.Loop() {
			now = now.Add(time.Millisecond)
			step(b, f, now, Enqueue{Call: call, Group: g})
			step(b, f, now, Leave{call})
		}
	})
	// An agent holds and resumes: one step each turn.
	b.Run("hold", func(b *testing.B) {
		f, now, talks := busyFloor(b)
		a := f.agentOrder[1000].id
		states := [2]Input{Engage{talks[a], a, "holding"}, Engage{talks[a], a, "talking"}}
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			now = now.Add(time.Millisecond)
			step(b, f, now, states[i&1])
			i++
		}
	})
	// A full round: an agent hangs up (ACW in five groups), ACW ends and the
	// head of a queue is offered, the agent takes it, and a new call takes its
	// place in the queue: four steps each turn.
	b.Run("release+acw+offer+taken+arrive", func(b *testing.B) {
		f, now, talks := busyFloor(b)
		a := f.agentOrder[1000].id
		talk, fresh := talks[a], uint32(1<<21)
		b.ReportAllocs()
		for b.Loop() {
			var timer Timer
			for _, e := range step(b, f, now, Release{talk, a}) {
				if v, ok := e.(Arm); ok {
					timer = v.Timer
				}
			}
			now = now.Add(10 * time.Second)
			var offer id.Offer
			var from id.Group
			for _, e := range step(b, f, now, Fire{timer}) {
				if v, ok := e.(ToCall); ok {
					o := v.Message.(Offer)
					offer, from, talk = o.Offer, o.Group, v.Call
				}
			}
			step(b, f, now, OfferTaken{talk, offer, a})
			fresh++
			step(b, f, now, Enqueue{Call: numbered[id.Call](fresh, id.Numbered), Group: from})
		}
	})
}

// BenchmarkSiteStep measures what a call does beside its group, on the same
// busy floor, which remembers as many calls that are over as it ever does:
// a channel, a slot, a supervisor's look, and the end. Seven steps each turn.
func BenchmarkSiteStep(b *testing.B) {
	f, now, talks := busyFloor(b)
	step := func(in Input) {
		if _, err := f.Step(now, in); err != nil {
			b.Fatal(err)
		}
	}
	n := uint32(1 << 22)
	for range overKept {
		n++
		step(CallOver{numbered[id.Call](n, id.Numbered)})
	}
	a := f.agentOrder[1000].id
	trunk := numbered[id.Trunk](1, id.Numbered)
	b.ReportAllocs()
	for b.Loop() {
		now = now.Add(time.Millisecond)
		n++
		call := numbered[id.Call](n, id.Numbered)
		step(Seize{Call: call, Leg: id.LegOf(call, 1), Trunk: trunk, Agent: a, Outbound: true})
		step(Park{Call: call, By: a})
		step(Watch{call, a})
		step(Engage{talks[a], a, "holding"})
		step(Engage{talks[a], a, "talking"})
		step(FindSlot{call, 9001})
		step(CallOver{call})
	}
}
