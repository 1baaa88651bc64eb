package boot

import (
	"context"
	"sync"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// How long the steps of a trunk's test may take.
const (
	testRings = 30 * time.Second
	testPlays = 15 * time.Second
	testEnds  = 5 * time.Second
)

// carriers is the trunks as the directory sees them.
type carriers struct{ m *Main }

// Trunk tells how a trunk stands now.
func (c carriers) Trunk(t id.Trunk) (live directory.TrunkLive, ok bool) {
	for _, s := range c.m.edge.Trunks() {
		if s.ID == t {
			live, ok = directory.TrunkLive{State: string(s.State), Reason: s.Reason, Since: s.Since, RTT: s.RTT.Milliseconds()}, true
		}
	}
	if !ok {
		return live, false
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = c.m.exchange.Inspect(ctx, func(_ time.Time, f *acd.Floor) { // without the floor the counts are not known
		for _, u := range f.Channels().Trunks {
			if u.Trunk == t {
				live.Inbound, live.Outbound = u.Busy-u.Outside, u.Outside
			}
		}
	})
	return live, true
}

// trials are the calls of trunk tests. They are in no exchange: what becomes of
// their legs is told to the test.
type trials struct {
	mu      sync.Mutex
	running map[id.Call]chan leg.Fact
}

// take gives a fact to the test that it belongs to; false: to none.
func (t *trials) take(f leg.Fact) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	facts, ok := t.running[f.About()]
	if ok {
		select {
		case facts <- f:
		default: // more than a test waits for
		}
	}
	return ok
}

func (t *trials) begin(c id.Call) chan leg.Fact {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.running == nil {
		t.running = map[id.Call]chan leg.Fact{}
	}
	facts := make(chan leg.Fact, 64)
	t.running[c] = facts
	return facts
}

func (t *trials) end(c id.Call) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.running, c)
}

// TestTrunk asks the carrier and, with digits, calls them through the trunk.
func (c carriers) TestTrunk(ctx context.Context, trunk id.Trunk, digits string, told func(directory.TestStep)) {
	begun := time.Now()
	asked, err := c.m.edge.AskTrunk(ctx, trunk)
	if err != nil {
		told(directory.TestStep{What: directory.TestOptions, Detail: err.Error(), MS: time.Since(begun).Milliseconds()})
		return
	}
	for _, a := range asked {
		// Whatever it answers, but 408 and 5xx, it is there.
		step := directory.TestStep{What: directory.TestOptions, OK: a.Status >= 200 && a.Status < 500 && a.Status != 408, Status: a.Status, Detail: a.At.String(), MS: a.RTT.Milliseconds()}
		if a.Status == 0 {
			step.Status, step.MS = 408, time.Since(begun).Milliseconds()
		}
		if a.Reason != "" {
			step.Detail += " " + a.Reason
		}
		told(step)
	}
	if digits == "" {
		return
	}
	call := id.NewCall(time.Now())
	t := &trial{m: c.m, leg: id.LegOf(call, 1), facts: c.m.trials.begin(call), began: time.Now(), told: told}
	defer c.m.trials.end(call)
	defer c.m.wires.over(call)
	t.run(ctx, trunk, digits, c.m.presents(trunk))
}

// presents is the site's number that a call through the trunk presents.
func (m *Main) presents(trunk id.Trunk) leg.Identity {
	if site := m.site.Load(); site != nil {
		for _, n := range site.Numbers {
			if n.Trunk == trunk {
				return leg.Identity{Number: n.Number, Name: n.DisplayOutbound}
			}
		}
	}
	return leg.Identity{}
}

// trial is one test's call.
type trial struct {
	m     *Main
	leg   id.Leg
	facts chan leg.Fact
	began time.Time // of the present step
	told  func(directory.TestStep)
}

func (t *trial) note(s directory.TestStep) {
	s.MS = time.Since(t.began).Milliseconds()
	t.began = time.Now()
	t.told(s)
}

func (t *trial) run(ctx context.Context, trunk id.Trunk, digits string, from leg.Identity) {
	t.m.wires.Order(leg.Dial{Leg: t.leg, Trunk: trunk, Number: digits, From: from})
	if !t.ring(ctx) {
		return
	}
	t.m.wires.Order(leg.Play{Leg: t.leg, Player: 1, Sounds: []leg.Sound{{Prompt: t.m.language() + "/greeting"}, {Prompt: t.m.language() + "/goodbye"}}})
	played := directory.TestStep{What: directory.TestPlay, Detail: "the prompt did not come to its end"}
	ended, over := t.await(ctx, testPlays, func(f leg.Fact) bool {
		p, ok := f.(leg.Played)
		if ok {
			played.OK, played.Detail = p.Failed == "", p.Failed
		}
		return ok
	})
	if over { // whoever answered hung up: the call stood all the same
		t.note(directory.TestStep{What: directory.TestPlay, OK: ended.Cause.Kind == leg.CauseNormal, Status: ended.Cause.SIP, Detail: string(ended.Cause.Kind)})
		return
	}
	t.note(played)
	t.hangUp(ctx)
}

// language is of the prompts that callers of the site hear.
func (m *Main) language() string {
	if site := m.site.Load(); site != nil && site.Settings.Language == "en" {
		return "en"
	}
	return "ja"
}

// ring waits until somebody answers.
func (t *trial) ring(ctx context.Context) bool {
	answered, dialed := false, false
	ended, over := t.await(ctx, testRings, func(f leg.Fact) bool {
		switch f.(type) {
		case leg.Ringing:
			if !dialed {
				dialed = true
				t.note(directory.TestStep{What: directory.TestDial, OK: true, Status: 180})
			}
		case leg.Answered:
			answered = true
		default:
		}
		return answered
	})
	if !dialed {
		t.note(directory.TestStep{What: directory.TestDial, OK: answered, Status: ended.Cause.SIP, Detail: ended.Cause.Text})
	}
	switch {
	case answered:
		t.note(directory.TestStep{What: directory.TestAnswer, OK: true, Status: 200})
		return true
	case over && dialed:
		t.note(directory.TestStep{What: directory.TestAnswer, Status: ended.Cause.SIP, Detail: ended.Cause.Text})
	case !over:
		t.note(directory.TestStep{What: directory.TestAnswer, Status: 408})
		t.hangUp(ctx)
	}
	return false
}

// await takes facts until one is wanted, the leg is over or the time is up.
func (t *trial) await(ctx context.Context, patience time.Duration, wanted func(leg.Fact) bool) (ended leg.Ended, over bool) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		select {
		case f := <-t.facts:
			if e, ok := f.(leg.Ended); ok {
				return e, true
			}
			if wanted(f) {
				return leg.Ended{}, false
			}
		case <-timer.C:
			return leg.Ended{}, false
		case <-ctx.Done():
			return leg.Ended{}, false
		}
	}
}

// hangUp ends the call, also when nobody waits for the test any more.
func (t *trial) hangUp(ctx context.Context) {
	t.m.wires.Order(leg.HangUp{Leg: t.leg, Cause: leg.Cause{Kind: leg.CauseNormal}})
	ended, over := t.await(context.WithoutCancel(ctx), testEnds, func(leg.Fact) bool { return false })
	t.note(directory.TestStep{What: directory.TestHangUp, OK: over, Detail: string(ended.Cause.Kind)})
}
