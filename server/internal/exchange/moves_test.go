package exchange

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/call"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// crowd plays phones whose people use all that an exchange can do: they park,
// transfer, consult, listen, meet and take each other's calls, at any moment.
type crowd struct {
	x     *Exchange
	trunk id.Trunk

	mu     sync.Mutex
	rng    *rand.Rand
	lines  map[id.Leg]*crowdLine // that have not ended
	seen   map[id.Leg]bool
	hungUp map[id.Leg]int
	calls  int
	tapes  map[id.Recording]bool // that run
	// breaks is how many orders in ten thousand panic.
	breaks  int
	broken  int
	brokeAt time.Time
}

type crowdLine struct {
	device id.Device // none: somebody outside
	up     bool
}

func newCrowd(seed uint64, breaks int) *crowd {
	return &crowd{
		rng: rand.New(rand.NewPCG(seed, 4)), lines: map[id.Leg]*crowdLine{}, seen: map[id.Leg]bool{}, hungUp: map[id.Leg]int{},
		tapes: map[id.Recording]bool{}, breaks: breaks,
	}
}

func (n *crowd) dice(most int) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.rng.IntN(most)
}

func (n *crowd) after(ms int, fn func()) { time.AfterFunc(time.Duration(ms)*time.Millisecond, fn) }

func (n *crowd) line(l id.Leg) (d id.Device, up, alive bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if c := n.lines[l]; c != nil {
		return c.device, c.up, true
	}
	return d, false, false
}

func (n *crowd) enter(l id.Leg, d id.Device) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.lines[l], n.seen[l] = &crowdLine{device: d}, true
}

func (n *crowd) end(l id.Leg, by leg.Side, kind leg.Kind) {
	n.mu.Lock()
	c := n.lines[l]
	delete(n.lines, l)
	n.mu.Unlock()
	if c == nil {
		return
	}
	n.x.Fact(leg.Ended{Leg: l, By: by, Cause: leg.Cause{Kind: kind}})
	if c.up {
		n.x.Fact(leg.Measured{Leg: l})
	}
}

func (n *crowd) answer(l id.Leg) {
	n.mu.Lock()
	c := n.lines[l]
	fresh := c != nil && !c.up
	if fresh {
		c.up = true
	}
	n.mu.Unlock()
	if fresh {
		n.x.Fact(leg.Answered{Leg: l})
		for range 1 + n.dice(4) {
			n.after(n.dice(30_000), func() { n.fancies(l) })
		}
		n.after(5000+n.dice(90_000), func() { n.end(l, leg.SideRemote, leg.CauseNormal) }) // nobody talks for ever
	}
}

// Order is what phones do with an order.
func (n *crowd) Order(o leg.Order) {
	n.mu.Lock()
	breaks := n.rng.IntN(10_000) < n.breaks && !n.brokeAt.Equal(time.Now()) // what cleans up in that moment does not break too
	if breaks {
		n.broken++
		n.brokeAt = time.Now()
	}
	n.mu.Unlock()
	if breaks {
		panic("a bug of ours")
	}
	switch o := o.(type) {
	case leg.Dial:
		n.enter(o.Leg, o.Device)
		switch d := n.dice(20); {
		case d < 2:
			n.after(100, func() { n.end(o.Leg, leg.SideRemote, leg.CauseBusy) })
		case d < 17:
			n.after(30, func() { n.x.Fact(leg.Ringing{Leg: o.Leg, Early: d == 3}) })
			n.after(500+n.dice(6000), func() { n.answer(o.Leg) })
		}
	case leg.Answer:
		n.after(n.dice(30), func() { n.answer(o.Leg) })
	case leg.HangUp:
		n.mu.Lock()
		n.hungUp[o.Leg]++
		n.mu.Unlock()
		n.after(n.dice(30), func() { n.end(o.Leg, leg.SideLocal, o.Cause.Kind) })
	case leg.Play:
		if !o.Loop {
			n.after(n.dice(4000), func() { n.x.Fact(leg.Played{Leg: o.Leg, Player: o.Player}) })
		}
	case leg.Record:
		n.mu.Lock()
		n.tapes[o.Recording] = true
		n.mu.Unlock()
	case leg.StopRecord:
		n.mu.Lock()
		delete(n.tapes, o.Recording)
		n.mu.Unlock()
		n.after(50, func() { n.x.Fact(leg.Recorded{Recording: o.Recording, Call: o.Call, Path: "x.wav"}) })
	case leg.Ring, leg.Hear, leg.StopPlay, leg.SendDigits, leg.PauseRecord, leg.Catch, leg.Join, leg.Nudge, leg.TellReferrer:
	}
}

// fancies is one thing that somebody who talks may do.
func (n *crowd) fancies(l id.Leg) {
	device, up, alive := n.line(l)
	if !alive || !up {
		return
	}
	agent := fmt.Sprintf("2%02d", n.dice(site))
	press := func(keys string) {
		for _, k := range keys {
			n.x.Fact(leg.Digit{Leg: l, Key: string(k), By: "rfc4733"})
		}
	}
	switch n.dice(17) {
	case 0:
		press("#7")
	case 1:
		press("#8" + agent + "#")
	case 2, 3, 14, 15, 16:
		press("#9" + agent + "#")
		n.after(n.dice(9000), func() {
			if keys := []string{"*", "#9", "1", "", ""}[n.dice(5)]; keys != "" {
				press(keys)
				return
			}
			n.end(l, leg.SideRemote, leg.CauseNormal)
		})
	case 4:
		n.x.Fact(leg.Held{Leg: l})
		n.after(n.dice(4000), func() { n.x.Fact(leg.Resumed{Leg: l}) })
	case 5:
		n.x.Fact(leg.Referred{Leg: l, To: agent})
	case 6:
		if other := n.someLeg(); !other.IsZero() && !device.IsZero() {
			n.x.Fact(leg.Referred{Leg: l, Replaces: other})
		}
	case 7:
		n.x.Fact(leg.Silent{Leg: l, For: time.Minute})
	case 8:
		_ = n.x.HangUp(id.CallOf(l), leg.CauseNormal) // it may be over
	default:
		n.command(l, agent)
	}
}

func (n *crowd) command(l id.Leg, to string) {
	device, _, _ := n.line(l)
	if device.IsZero() {
		return
	}
	all := []call.Command{call.Hold{}, call.Resume{}, call.Park{}, call.Transfer{To: to}, call.Consult{To: to}, call.Swap{}, call.Complete{}, call.Merge{},
		call.Cancel{}, call.Add{To: to}, call.HangUp{}, call.Record{On: true}, call.Pause{On: true}, call.SetMode{Mode: call.Barge}}
	cmd := all[n.dice(len(all))]
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	err := n.x.Do(ctx, n.x.ownerOf(l), call.Do{By: id.Agent(device), Command: cmd}) // phones and agents have the same numbers
	if ctx.Err() != nil {
		panic(fmt.Sprintf("%T was never answered: %v", cmd, err))
	}
}

func (n *crowd) someLeg() id.Leg {
	n.mu.Lock()
	defer n.mu.Unlock()
	var list []id.Leg
	for l, c := range n.lines {
		if !c.device.IsZero() {
			list = append(list, l)
		}
	}
	if len(list) == 0 {
		return id.Leg{}
	}
	return list[n.rng.IntN(len(list))]
}

// begins lets somebody call.
func (n *crowd) begins() {
	l := id.LegOf(id.NewCall(time.Now()), 1)
	in := leg.Incoming{Leg: l, Device: id.Numbered[id.Device](uint32(1 + n.dice(site)))}
	agent := fmt.Sprintf("2%02d", n.dice(site))
	switch n.dice(9) {
	case 0, 1, 2:
		in.Device, in.Trunk = id.Device{}, n.trunk
		in.Dialed, in.From = fmt.Sprintf("031234567%d", 1+n.dice(3)), leg.Identity{Number: "09011112222"}
	case 3:
		in.Dialed = agent
	case 4:
		in.Dialed = fmt.Sprintf("900%d", 1+n.dice(4))
	case 5:
		in.Dialed = fmt.Sprintf("920%d", 1+n.dice(3))
	case 6:
		in.Device = id.Numbered[id.Device](uint32(1 + n.dice(3))) // a supervisor
		in.Dialed = []string{"994", "995", "996"}[n.dice(3)] + agent
	case 7:
		if in.Replaces = n.someLeg(); in.Replaces.IsZero() {
			in.Dialed = agent
		}
	case 8:
		if _, err := n.x.Originate(call.Originate{Agent: id.Agent(in.Device), Dialed: agent}); err == nil {
			n.calls++
		}
		return
	}
	n.enter(l, in.Device)
	if n.x.Fact(in) {
		n.calls++
	}
	n.after(60_000+n.dice(120_000), func() { n.end(l, leg.SideRemote, leg.CauseCallerGone) })
}

// movers is the site of the crowd: that of plans, with codes and supervisors.
func movers() (*route.Plan, acd.Plan, id.Trunk) {
	old, floor, trunk := plans()
	p := route.Plan{
		Trunks: old.Trunks, Groups: old.Groups, Numbers: old.Numbers, Agents: old.Agents, Devices: old.Devices,
		Codes: route.DefaultCodes(), Settings: route.Settings{Record: true, ParkTime: 20 * time.Second},
	}
	for i := range 3 {
		p.Agents[i].Supervises = true
	}
	return route.New(p), floor, trunk
}

var crowdSeed = flag.Uint64("crowd.seed", 5, "what the crowd does")

// TestLegsThatMoveAreNeverLost lets a crowd use the exchange, in goroutines
// whose order nobody knows, and looks at what is left when all have gone.
func TestLegsThatMoveAreNeverLost(t *testing.T) {
	for _, c := range []struct {
		name   string
		breaks int
	}{{"all is well", 0}, {"calls crash", 25}} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { moveAbout(t, c.breaks) })
		})
	}
}

func moveAbout(t *testing.T, breaks int) {
	const callers = 1500
	n, j := newCrowd(*crowdSeed, breaks), &tape{}
	x := start(t, newNetwork(1), j)
	x.cfg.Wires, x.cfg.CrashDir, n.x = n, "", x
	calls, floor, trunk := movers()
	n.trunk = trunk
	x.SetPlan(calls, floor)
	for _, a := range floor.Agents {
		x.DeviceChanged(acd.DeviceChanged{Device: a.Devices[0], Agent: a.ID, Up: true})
	}
	for range callers {
		<-time.After(time.Duration(n.dice(1500)) * time.Millisecond)
		n.begins()
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Minute)
	defer cancel()
	cut := x.Drain(ctx, time.Minute)
	<-time.After(2 * time.Minute) // ACW, and the last figures
	if cut != 0 || x.Calls() != 0 {
		t.Errorf("%d calls had to be cut, %d are left", cut, x.Calls())
	}
	n.left(t, x)
	x.Close()
	n.told(t, j.events)
}

// left looks at what is left when everybody has gone.
func (n *crowd) left(t *testing.T, x *Exchange) {
	err := x.Inspect(t.Context(), func(_ time.Time, f *acd.Floor) {
		for _, a := range f.Agents() {
			if len(a.Calls) > 0 {
				t.Errorf("%s is still in %v", a.Agent, a.Calls)
			}
		}
		if f.Held() != (acd.Held{}) {
			t.Errorf("left: %+v, slots %v, rooms %v, waiting %v", f.Held(), f.Slots(), f.Rooms(), f.Waiting())
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(x.owner) > 0 {
		t.Errorf("%d legs still belong to a call", len(x.owner))
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.lines) > 0 {
		t.Errorf("%d legs are left", len(n.lines))
	}
	if len(n.tapes) > 0 {
		t.Errorf("%d recordings still run", len(n.tapes))
	}
	for l, times := range n.hungUp {
		if times > 1 && n.breaks == 0 {
			t.Errorf("leg %s was hung up %d times", l, times)
		}
	}
}

// told looks at what was written.
func (n *crowd) told(t *testing.T, events []journal.Event) {
	counts, ended := map[string]int{}, map[id.Call]int{}
	for _, e := range events {
		kind := e.Body.Kind()
		switch b := e.Body.(type) {
		case journal.CallEnded:
			ended[b.Record.Call]++
		case journal.LegJoined:
			kind += " " + b.Why
		case journal.Transferred:
			kind += " " + string(b.How) + " " + b.Stage
		}
		counts[kind]++
	}
	if len(ended) != n.calls {
		t.Errorf("%d calls, %d records", n.calls, len(ended))
	}
	for c, times := range ended {
		if times != 1 {
			t.Errorf("call %s has %d records", c, times)
		}
	}
	if counts["groupArrived"] != counts["groupLeft"] {
		t.Errorf("%d arrived at groups, %d left", counts["groupArrived"], counts["groupLeft"])
	}
	for _, kind := range []string{"legJoined slot", "legJoined room", "legJoined supervise", "legJoined replace", "transferred blind done", "transferred attended done", "transferred attended joined"} {
		if counts[kind] == 0 {
			t.Errorf("%s never happened, so this test proves little", kind)
		}
	}
	if n.breaks > 0 && n.broken < 10 {
		t.Errorf("%d orders panicked, so this test proves little", n.broken)
	}
	t.Logf("%d calls, %d orders panicked: %v", n.calls, n.broken, counts)
}

// A server that stops does not wait for callbacks that it has promised and that
// are not due: the next run has them.
func TestDrainLeavesPromisesToTheNextRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, j := newNetwork(3), &tape{}
		x := start(t, n, j)
		calls, floor, trunk := plans()
		x.SetPlan(calls, floor) // no phone is registered
		now := time.Now()
		for i, again := range []time.Time{{}, now.Add(time.Hour)} {
			err := x.Redeem(call.Redeem{
				Of: id.Numbered[id.Call](uint32(7 + i)), Group: floor.Groups[0].ID, Number: calls.Numbers[0].ID, Trunk: trunk,
				From: leg.Identity{Number: "09011112222"}, Since: now.Add(-time.Hour), Asked: now.Add(-time.Minute), Again: again,
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		if x.Calls() != 2 {
			t.Fatalf("%d calls keep 2 promises", x.Calls())
		}
		if cut := x.Drain(t.Context(), time.Second); cut != 0 || x.Calls() != 0 || time.Since(now) > 5*time.Second {
			t.Fatalf("cut %d, left %d, after %s", cut, x.Calls(), time.Since(now))
		}
		x.Close()
		for _, e := range j.events {
			switch b := e.Body.(type) {
			case journal.Callback:
				if b.Stage != journal.CallbackResumed {
					t.Errorf("a promise was %s by the stop", b.Stage)
				}
			case journal.CallEnded:
				if b.Record.Cause.Kind != leg.CauseShutdown {
					t.Errorf("ended by %+v", b.Record.Cause)
				}
			case journal.GroupArrived, journal.GroupLeft:
				t.Errorf("%T: a promise is no arrival", b)
			}
		}
	})
}
