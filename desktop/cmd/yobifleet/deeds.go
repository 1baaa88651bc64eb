package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// work lets the agent do something at random until the context ends.
func (a *agent) work(ctx context.Context, rng *rand.Rand) {
	for k := 1; ; k++ {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Duration((0.2 + 0.8*rng.ExpFloat64()) * float64(a.f.o.think))):
		}
		a.deed(ctx, rng, k)
	}
}

// deed is one of what an agent does, by the calls that there are.
func (a *agent) deed(ctx context.Context, rng *rand.Rand, k int) {
	s := a.loop.State()
	if s.Session == nil {
		a.enter()
		return
	}
	if rng.IntN(100) < 4 {
		a.relocate(k)
		return
	}
	var calls []seat.Call
	for _, c := range s.Calls {
		if c.EndedBy == "" {
			calls = append(calls, c)
		}
	}
	if i := slices.IndexFunc(calls, func(c seat.Call) bool { return c.Phase == seat.Offered }); i >= 0 {
		a.ring(calls[i], rng)
		return
	}
	if len(calls) == 0 {
		a.idle(ctx, rng)
		return
	}
	a.talk(calls[rng.IntN(len(calls))], rng)
}

func (a *agent) ring(c seat.Call, rng *rand.Rand) {
	switch n := rng.IntN(100); {
	case n < 85:
		a.order("answer", seat.Answer{Line: c.Line})
	case n < 92:
		a.order("reject", seat.Reject{Line: c.Line})
	}
}

func (a *agent) idle(ctx context.Context, rng *rand.Rand) {
	switch n := rng.IntN(100); {
	case n < 35:
		a.order("dial", seat.Dial{To: a.f.colleague(a, rng)})
	case n < 50:
		if a.f.carrier != nil {
			a.order("dial outside", seat.Dial{To: a.f.outside()})
		}
	case n < 65:
		a.status(rng)
	case n < 75:
		a.chat(rng)
	case n < 80:
		if slot := a.f.takeSlot(); slot > 0 {
			a.order("pick up", seat.PickUp{Slot: slot})
		}
	case n < 84:
		a.leave()
	case n < 86:
		a.order("phone off", seat.PhoneOn{})
		select {
		case <-ctx.Done():
		case <-time.After(2 * time.Second):
		}
		a.order("phone on", seat.PhoneOn{On: true})
	}
}

// talk does something that is offered for a call.
func (a *agent) talk(c seat.Call, rng *rand.Rand) {
	if len(c.Can) == 0 {
		return
	}
	action := c.Can[rng.IntN(len(c.Can))]
	if rng.IntN(100) < 15 {
		action = seat.CanHangUp
	}
	if rng.IntN(1000) < 8 {
		a.leave() // in the middle of a call
		return
	}
	line, to := c.Line, a.f.colleague(a, rng)
	if c.Call != "" && slices.Contains([]seat.Action{seat.CanTransfer, seat.CanConsult, seat.CanAdd, seat.CanPark, seat.CanSwap, seat.CanCancel, seat.CanComplete, seat.CanMerge}, action) {
		a.f.stir(c.Call)
	}
	a.f.did(c.Call, "%s %s (%s)", a.extension, action, to)
	switch action {
	case seat.CanHangUp:
		a.order("hang up", seat.HangUp{Line: line})
	case seat.CanHold:
		a.order("hold", seat.Hold{Line: line, On: true})
	case seat.CanResume:
		a.order("resume", seat.Hold{Line: line})
	case seat.CanMute:
		a.order("mute", seat.Mute{Line: line, On: !c.Muted})
	case seat.CanDigits:
		a.order("press", seat.Press{Line: line, Digits: "12"})
	case seat.CanTransfer:
		a.order("transfer", seat.Transfer{Line: line, To: to})
	case seat.CanConsult:
		a.order("consult", seat.Consulting{Line: line, To: to})
	case seat.CanSwap:
		a.order("swap", seat.Swap{Line: line})
	case seat.CanComplete:
		a.order("complete", seat.Complete{Line: line})
	case seat.CanCancel:
		a.order("cancel", seat.Cancel{Line: line})
	case seat.CanMerge:
		a.order("merge", seat.Merge{Line: line})
	case seat.CanAdd:
		a.order("add", seat.Add{Line: line, To: to})
	case seat.CanPark:
		a.order("park", seat.Park{Line: line})
	case seat.CanRecord:
		a.order("record", seat.Record{Line: line, On: !c.Recording})
	case seat.CanPause:
		a.order("pause", seat.Pause{Line: line, On: !c.Paused})
	case seat.CanAnswer, seat.CanReject:
	}
}

// relocate is a change of network.
func (a *agent) relocate(k int) {
	a.f.count("did move")
	a.mu.Lock()
	a.moved = time.Now()
	a.mu.Unlock()
	a.place.move(address(a.n, k))
}

func (a *agent) status(rng *rand.Rand) {
	status := "available"
	if len(a.f.o.statuses) > 0 && rng.IntN(3) == 0 {
		status = a.f.o.statuses[rng.IntN(len(a.f.o.statuses))]
	}
	s := a.loop.State().Session
	if s == nil {
		return
	}
	a.f.count("did status")
	if err := a.rest("PUT", "/api/v1/agents/"+s.Agent+"/status", map[string]string{"scope": "all", "status": status}, nil); err != nil {
		a.f.fault("status", "%v", err)
	}
}

func (a *agent) chat(rng *rand.Rand) {
	other := a.f.agents[rng.IntN(len(a.f.agents))].loop.State().Session
	if own := a.loop.State().Session; own == nil || other == nil || own.Agent == other.Agent {
		return
	}
	a.f.count("did chat")
	var thread struct {
		ID string `json:"id"`
	}
	err := a.rest("POST", "/api/v1/chat/agents/"+other.Agent, map[string]string{}, &thread)
	if err == nil {
		err = a.rest("POST", "/api/v1/chat/threads/"+thread.ID+"/messages", map[string]string{"ref": fmt.Sprintf("%016x", rng.Uint64()), "text": "お疲れさまです"}, nil)
	}
	if err != nil {
		a.f.fault("chat", "%v", err)
	}
}

func (a *agent) leave() {
	a.order("log out", seat.LogOut{Sure: true})
	for range 1500 { // the phone says goodbye first
		if a.loop.State().Session == nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	a.f.fault("log out", "still logged in after 30 s")
}

func (a *agent) enter() {
	a.f.count("did log in")
	if err := a.logIn(); err != nil {
		a.f.fault("log in", "%v", err)
	}
}
