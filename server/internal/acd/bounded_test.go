package acd

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// The memory of calls that are over is bounded; the oldest are forgotten first.
func TestOverCallsAreBounded(t *testing.T) {
	o := overCalls{set: map[id.Call]struct{}{}}
	call := func(n int) id.Call { return numbered[id.Call](uint32(n+1), id.Numbered) }
	for n := range 2*overKept + 5 {
		o.add(call(n))
		o.add(call(n))
		if len(o.set) != min(n+1, overKept) || len(o.ring) != len(o.set) {
			t.Fatalf("after %d calls %d and %d are remembered", n+1, len(o.set), len(o.ring))
		}
		if n >= overKept && o.has(call(n-overKept)) || !o.has(call(max(0, n-overKept+1))) || !o.has(call(n)) {
			t.Fatalf("after %d calls another than the oldest is forgotten", n+1)
		}
	}
}

func TestTalkersAreBounded(t *testing.T) {
	m := newTalkers()
	g, other := numbered[id.Group](1, id.Numbered), numbered[id.Group](2, id.Numbered)
	sato, abe := numbered[id.Agent](1, id.Numbered), numbered[id.Agent](2, id.Numbered)
	number := func(n int) string { return fmt.Sprintf("03%08d", n) }
	for n := range talkersKept {
		m.add(Talker{g, number(n), sato})
	}
	m.add(Talker{g, number(0), abe}) // talked to again: the newest now
	if got := m.find(g, number(0)); got != abe || m.order.Len() != talkersKept {
		t.Fatalf("%s is remembered, expected %s; %d in all", got, abe, m.order.Len())
	}
	m.add(Talker{other, number(0), sato})
	if m.order.Len() != talkersKept || len(m.byKey) != talkersKept {
		t.Fatalf("%d are remembered, expected %d", m.order.Len(), talkersKept)
	}
	if !m.find(g, number(1)).IsZero() || m.find(g, number(0)) != abe || m.find(other, number(0)) != sato {
		t.Fatal("another than the oldest is forgotten")
	}
	all := m.all()
	if len(all) != talkersKept || all[0].Number != number(2) || all[len(all)-1].Group != other {
		t.Fatalf("the snapshot has %d, from %+v to %+v", len(all), all[0], all[len(all)-1])
	}
	m.add(Talker{g, strings.Repeat("1", talkerNumber+1), sato})
	m.add(Talker{g, "", sato})
	m.add(Talker{g, "117", id.Agent{}})
	if m.order.Len() != talkersKept || len(all) != talkersKept || m.find(g, "117") != (id.Agent{}) {
		t.Fatal("what is no number, or no agent, is remembered")
	}
}

// C-Q-4b: the last ten service starts, of the last 15 minutes.
func TestGapOfServiceStarts(t *testing.T) {
	start := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	var s starts
	if s.gap(start) != 0 {
		t.Error("no start has a gap")
	}
	for n := range 3 {
		s.add(start.Add(time.Duration(n) * time.Second))
	}
	for n := range startsKept {
		s.add(start.Add(time.Minute + time.Duration(n)*10*time.Second))
	}
	last := start.Add(150 * time.Second)
	for _, c := range []struct {
		after time.Duration
		want  time.Duration
	}{
		{0, 10 * time.Second},
		{startsFor - 90*time.Second, 10 * time.Second},
		{startsFor - 15*time.Second, 10 * time.Second}, // two are left
		{startsFor - 5*time.Second, 0},                 // one
		{startsFor + time.Second, 0},
	} {
		if got := s.gap(last.Add(c.after)); got != c.want {
			t.Errorf("%s after the last start: gap %s, want %s", c.after, got, c.want)
		}
	}
	s.add(last.Add(100 * time.Second)) // the ten are 70 s … 150 s and 250 s after the first
	if got, want := s.gap(last.Add(100*time.Second)), 20*time.Second; got != want {
		t.Errorf("gap %s, want %s", got, want)
	}
}

// A command without a call is refused and names the field.
func TestCallIsWanted(t *testing.T) {
	r := newRunner(t, 1)
	if err := r.step(SetPlan{}); err != nil {
		t.Fatal(err)
	}
	for _, in := range []Input{Enqueue{}, Seize{Leg: id.LegOf(id.Call{1}, 1)}, Park{}, EnterRoom{Room: 1}, Watch{}} {
		err := r.step(in)
		var f *fault.Error
		if !errors.As(err, &f) || !strings.Contains(err.Error(), "call") {
			t.Errorf("%T: %v, expected a fault that names the call", in, err)
		}
	}
	for _, in := range []Input{CallOver{}, Pass{}, KeepPlace{}, Unpark{}, Free{}, LeaveRoom{}, Unwatch{}, Release{}} {
		if err := r.step(in); err != nil || len(r.floor.effects) > 0 {
			t.Errorf("%T: %v, %d effects, expected none", in, err, len(r.floor.effects))
		}
	}
	if r.floor.over.has(id.Call{}) {
		t.Error("no call is over")
	}
}

// A snapshot may come after the plan as well.
func TestRestoreAfterPlan(t *testing.T) {
	first := newRunner(t, 1)
	g, a := numbered[id.Group](1, id.Numbered), numbered[id.Agent](1, id.Numbered)
	trunk, call := numbered[id.Trunk](1, id.Numbered), numbered[id.Call](1, id.Numbered)
	p := Plan{
		Agents: []Agent{{ID: a, Extension: "2001", Devices: []id.Device{device(0)}}},
		Groups: []Group{{ID: g, Extension: "3001", Strategy: RoundRobin, PreferLast: true, Members: []Member{{a, 1}}}},
		Trunks: []Trunk{{ID: trunk, Daily: 1}},
	}
	for _, in := range []Input{
		SetPlan{p}, DeviceChanged{Device: device(0), Up: true}, Seize{Call: call, Leg: id.LegOf(call, 1), Trunk: trunk, Agent: a, Outbound: true},
		Enqueue{Call: call, Group: g, From: leg.Identity{Number: "0312345678"}}, OfferTaken{Call: call, Agent: a}, CallOver{call},
		SetStatus{Agent: a, Paused: true, Cause: "self"},
	} {
		if err := first.step(in); err != nil {
			t.Fatal(err)
		}
	}
	kept := first.floor.Snapshot(first.now)
	again := newRunner(t, 2)
	for _, in := range []Input{SetPlan{p}, Restore{kept}} {
		if err := again.step(in); err != nil {
			t.Fatal(err)
		}
	}
	back := again.floor.Snapshot(again.now)
	if fmt.Sprintf("%+v", back) != fmt.Sprintf("%+v", kept) {
		t.Errorf("kept was  %+v\nback came %+v", kept, back)
	}
	if len(kept.Talkers) != 1 || kept.Daily.Trunks[trunk] != 1 || kept.Daily.Agents[a] != 1 || kept.Groups[g].Next != a {
		t.Errorf("the snapshot %+v lacks something", kept)
	}
	p.Groups[0].PreferLast = false
	if err := again.step(SetPlan{p}); err != nil || len(again.floor.Snapshot(again.now).Talkers) > 0 {
		t.Errorf("%v: talkers outlive the wish for them", err)
	}
}
