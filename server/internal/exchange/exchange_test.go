package exchange

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// tape is the journal of a test.
type tape struct {
	mu     sync.Mutex
	events []journal.Event
}

func (t *tape) Append(e journal.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.events = append(t.events, e)
}

// network plays phones and carriers: it answers the orders of the brain after
// a while, as its dice say.
type network struct {
	x   *Exchange
	mu  sync.Mutex
	rng *rand.Rand
	// legs that have not ended; true once answered.
	legs   map[id.Leg]bool
	talk   map[id.Call]time.Duration
	hungUp map[id.Leg]int
}

func newNetwork(seed uint64) *network {
	return &network{rng: rand.New(rand.NewPCG(seed, 2)), legs: map[id.Leg]bool{}, talk: map[id.Call]time.Duration{}, hungUp: map[id.Leg]int{}}
}

func (n *network) dice(most time.Duration) time.Duration {
	n.mu.Lock()
	defer n.mu.Unlock()
	return time.Duration(n.rng.Int64N(int64(most)))
}

func (n *network) after(d time.Duration, l id.Leg, f leg.Fact) {
	time.AfterFunc(d, func() {
		n.mu.Lock()
		_, alive := n.legs[l]
		if _, up := f.(leg.Answered); up && alive {
			n.legs[l] = true
		}
		n.mu.Unlock()
		if alive {
			n.x.Fact(f)
		}
	})
}

func (n *network) end(l id.Leg, by leg.Side, kind leg.Kind) {
	n.mu.Lock()
	up, alive := n.legs[l]
	delete(n.legs, l)
	n.mu.Unlock()
	if alive {
		n.x.Fact(leg.Ended{Leg: l, By: by, Cause: leg.Cause{Kind: kind}})
		if up {
			n.x.Fact(leg.Measured{Leg: l})
		}
	}
}

func (n *network) enter(l id.Leg) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.legs[l] = false
}

func (n *network) Order(o leg.Order) {
	switch o := o.(type) {
	case leg.Dial:
		n.enter(o.Leg)
		n.after(50*time.Millisecond, o.Leg, leg.Ringing{Leg: o.Leg})
		switch d := n.dice(100); {
		case d < 85:
			n.after(time.Second+n.dice(10*time.Second), o.Leg, leg.Answered{Leg: o.Leg})
		case d < 92:
			time.AfterFunc(2*time.Second, func() { n.end(o.Leg, leg.SideRemote, leg.CauseRejected) })
		}
	case leg.Answer:
		n.after(20*time.Millisecond, o.Leg, leg.Answered{Leg: o.Leg})
	case leg.HangUp:
		n.mu.Lock()
		n.hungUp[o.Leg]++
		n.mu.Unlock()
		time.AfterFunc(10*time.Millisecond, func() { n.end(o.Leg, leg.SideLocal, o.Cause.Kind) })
	case leg.Hear:
		if len(o.From) == 1 && id.LegNumber(o.Leg) == 1 {
			time.AfterFunc(n.dice(4*time.Minute), func() { n.end(o.Leg, leg.SideRemote, leg.CauseNormal) })
		}
	case leg.Record:
		n.mu.Lock()
		n.talk[o.Call] = 0
		n.mu.Unlock()
	case leg.StopRecord:
		time.AfterFunc(100*time.Millisecond, func() { n.x.Fact(leg.Recorded{Recording: o.Recording, Call: o.Call, Path: "x.wav"}) })
	case leg.Ring, leg.Play, leg.StopPlay, leg.SendDigits:
	}
}

// calls makes a caller who hangs up when its patience is over.
func (n *network) calls(dialed string, trunk id.Trunk, patience time.Duration) bool {
	l := id.LegOf(id.NewCall(time.Now()), 1)
	n.enter(l)
	ok := n.x.Fact(leg.Incoming{Leg: l, Trunk: trunk, From: leg.Identity{Number: "09011112222"}, Dialed: dialed})
	if !ok {
		n.mu.Lock()
		delete(n.legs, l)
		n.mu.Unlock()
		return false
	}
	time.AfterFunc(patience, func() {
		if c := n.x.call(id.CallOf(l)); c != nil {
			n.mu.Lock()
			_, talking := n.talk[id.CallOf(l)]
			n.mu.Unlock()
			if !talking {
				n.end(l, leg.SideRemote, leg.CauseCallerGone)
			}
		}
	})
	return true
}

const site = 60 // agents

func plans() (*route.Plan, acd.Plan, id.Trunk) {
	trunk := id.Numbered[id.Trunk](1)
	yes, few := true, 2
	p := route.Plan{Trunks: []route.Trunk{{ID: trunk}}}
	var floor acd.Plan
	groups := []acd.Strategy{acd.LongestIdle, acd.RingAll, acd.RoundRobin}
	for g, strategy := range groups {
		gid := id.Numbered[id.Group](uint32(g + 1))
		rg := route.Group{ID: gid, Extension: "300" + string(rune('1'+g)), Record: &yes}
		if g == 0 {
			rg.Overflow = route.Destination{Kind: route.ToGroup, Group: id.Numbered[id.Group](3)}
		}
		p.Groups = append(p.Groups, rg)
		p.Numbers = append(p.Numbers, route.Number{ID: id.Numbered[id.Number](uint32(g + 1)), Number: "031234567" + string(rune('1'+g)), Trunk: trunk, Route: route.Destination{Kind: route.ToGroup, Group: gid}})
		ag := acd.Group{ID: gid, Extension: rg.Extension, Strategy: strategy, MaxWaiting: &few, Timeout: 3 * time.Minute, RingTime: 15 * time.Second, ACW: acd.ACW{Enabled: true, Release: 10 * time.Second}}
		if strategy == acd.RingAll {
			ag.MaxWaiting = nil
		}
		for a := range site {
			if a%len(groups) == g || a%7 == g {
				ag.Members = append(ag.Members, acd.Member{Agent: id.Numbered[id.Agent](uint32(a + 1)), Level: a % 3})
			}
		}
		floor.Groups = append(floor.Groups, ag)
	}
	for a := range site {
		aid, did := id.Numbered[id.Agent](uint32(a+1)), id.Numbered[id.Device](uint32(a+1))
		p.Agents = append(p.Agents, route.Agent{ID: aid, Extension: "2" + string(rune('0'+a/10)) + string(rune('0'+a%10)), Devices: []id.Device{did}})
		p.Devices = append(p.Devices, route.Device{ID: did, Agent: aid})
		floor.Agents = append(floor.Agents, acd.Agent{ID: aid, Devices: []id.Device{did}})
	}
	return route.New(p), floor, trunk
}

func start(t *testing.T, n *network, j Journal) *Exchange {
	x := New(Config{Wires: n, Journal: j, Logger: slog.New(slog.DiscardHandler), Zone: time.UTC, Now: time.Now, Seed: 7, MaxCalls: 10000, CrashDir: t.TempDir()})
	n.x = x
	x.Start(acd.Snapshot{})
	return x
}

// A whole day of a busy centre, with every room of the brain at work: nobody
// is lost, nobody is left over.
func TestEveryCallAndAgentComesToItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const callers = 3000
		n, j := newNetwork(11), &tape{}
		x := start(t, n, j)
		calls, floor, trunk := plans()
		x.SetPlan(calls, floor)
		for _, a := range floor.Agents {
			x.DeviceChanged(acd.DeviceChanged{Device: a.Devices[0], Agent: a.ID, Up: true})
		}
		for i := range callers {
			<-time.After(n.dice(3 * time.Second))
			if !n.calls("031234567"+string(rune('1'+i%3)), trunk, 5*time.Second+n.dice(4*time.Minute)) {
				t.Fatal("a call was refused")
			}
		}
		if cut := x.Drain(t.Context(), time.Second); cut != 0 {
			t.Fatalf("%d calls had to be cut", cut)
		}
		<-time.After(time.Minute) // ACW ends
		var talking int
		if err := x.Inspect(t.Context(), func(_ time.Time, f *acd.Floor) {
			for _, a := range f.Agents() {
				if a.State != journal.StateAvailable && a.State != journal.StatePaused {
					talking++
				}
			}
		}); err != nil {
			t.Fatal(err)
		}
		x.Close()
		check(t, j.events, callers)
		if talking != 0 {
			t.Errorf("%d agents are still busy", talking)
		}
		for l, times := range n.hungUp {
			if times > 1 {
				t.Errorf("leg %s was hung up %d times", l, times)
			}
		}
	})
}

func check(t *testing.T, events []journal.Event, callers int) {
	t.Helper()
	counts, outcomes, visits := map[string]int{}, map[journal.Outcome]int{}, 0
	for _, e := range events {
		counts[e.Body.Kind()]++
		switch b := e.Body.(type) {
		case journal.GroupLeft:
			outcomes[b.Outcome]++
			visits++
		case journal.CallStarted:
			if e.Seq != 1 {
				t.Errorf("call %s starts with event %d", b.Call, e.Seq)
			}
		}
	}
	if counts["started"] != callers || counts["ended"] != callers {
		t.Errorf("%d callers, %d started, %d ended", callers, counts["started"], counts["ended"])
	}
	if counts["groupArrived"] != visits || counts["queued"] != visits || counts["dequeued"] != visits {
		t.Errorf("%d arrivals, %d endings; the calls say %d and %d", counts["groupArrived"], visits, counts["queued"], counts["dequeued"])
	}
	for _, o := range []journal.Outcome{journal.OutcomeAnswered, journal.OutcomeAbandoned, journal.OutcomeOverflow} {
		if outcomes[o] == 0 {
			t.Errorf("the day had no call that was %s, so this test proves little", o)
		}
	}
	t.Logf("%d arrivals: %v", visits, outcomes)
}

func TestDrainCutsWhatDoesNotEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, j := newNetwork(3), &tape{}
		x := start(t, n, j)
		calls, floor, trunk := plans()
		x.SetPlan(calls, floor)
		n.calls("0312345671", trunk, time.Hour)
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		if cut := x.Drain(ctx, 5*time.Second); cut != 1 || x.Calls() != 0 {
			t.Fatalf("cut %d, left %d", cut, x.Calls())
		}
		if n.calls("0312345671", trunk, time.Hour) {
			t.Fatal("a call came in while stopping")
		}
		x.Close()
		last := j.events[len(j.events)-1]
		if end, ok := last.Body.(journal.CallEnded); ok && end.Record.Cause.Kind != leg.CauseShutdown {
			t.Fatalf("ended with %+v", end.Record.Cause)
		}
		<-time.After(2 * time.Hour)
	})
}

func TestFullExchangeRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork(3)
		x := start(t, n, &tape{})
		x.cfg.MaxCalls = 1
		calls, floor, trunk := plans()
		x.SetPlan(calls, floor)
		if !n.calls("0312345671", trunk, time.Second) || n.calls("0312345671", trunk, time.Second) {
			t.Fatal("the limit of calls is not kept")
		}
		<-time.After(time.Minute)
		x.Drain(t.Context(), time.Second)
		x.Close()
	})
}

func TestUnknownAgentIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := start(t, newNetwork(3), &tape{})
		err := x.SetStatus(t.Context(), acd.SetStatus{Agent: id.Numbered[id.Agent](99), Paused: true, Cause: journal.BySelf})
		if fault.CodeOf(err) != fault.NotFound {
			t.Errorf("got %v", err)
		}
		if err := x.HangUp(id.Numbered[id.Call](5), leg.CauseNormal); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("got %v", err)
		}
		x.Close()
	})
}

// breaking panics in the middle of a call's effects.
type breaking struct {
	*network
	broke atomic.Bool
}

func (b *breaking) Order(o leg.Order) {
	if _, ok := o.(leg.Answer); ok && b.broke.CompareAndSwap(false, true) {
		panic("a bug of ours")
	}
	b.network.Order(o)
}

func TestPanicEndsOneCallOnlyAndLeavesItsInputs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, j := newNetwork(3), &tape{}
		x := start(t, n, j)
		x.cfg.Wires = &breaking{network: n}
		calls, floor, trunk := plans()
		x.SetPlan(calls, floor)
		n.calls("0312345671", trunk, time.Minute)
		n.calls("0312345671", trunk, time.Minute)
		<-time.After(10 * time.Minute)
		if x.Calls() != 0 || len(n.legs) != 0 {
			t.Errorf("%d calls and %d legs are left", x.Calls(), len(n.legs))
		}
		x.Close()
		ended := map[leg.Kind]int{}
		arrivals := 0
		for _, e := range j.events {
			switch b := e.Body.(type) {
			case journal.CallEnded:
				ended[b.Record.Cause.Kind]++
			case journal.GroupArrived:
				arrivals++
			case journal.GroupLeft:
				arrivals--
			}
		}
		if ended[leg.CauseTrouble] != 1 || ended[leg.CauseCallerGone] != 1 || arrivals != 0 {
			t.Errorf("ended %v, %d still in a group", ended, arrivals)
		}
		dumps, err := os.ReadDir(x.cfg.CrashDir)
		if err != nil || len(dumps) != 1 {
			t.Fatalf("%d dumps, %v", len(dumps), err)
		}
		raw, err := os.ReadFile(filepath.Join(x.cfg.CrashDir, dumps[0].Name()))
		if err != nil || !strings.Contains(string(raw), "(*breaking).Order") {
			t.Errorf("the dump does not show where it broke: %s, %v", raw, err)
		}
	})
}

func TestStoppedFloorSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := start(t, newNetwork(3), &tape{})
		x.Close()
		err := x.Inspect(t.Context(), func(time.Time, *acd.Floor) {})
		if fault.CodeOf(err) != fault.Unavailable && !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}
