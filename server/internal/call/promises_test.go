package call

import (
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// noted keeps what the room of records keeps of promised callbacks.
func (o *office) noted(c id.Call, b journal.Body) {
	cb, ok := b.(journal.Callback)
	if !ok {
		return
	}
	at := slices.IndexFunc(o.promises, func(p Redeem) bool { return p.Of == c })
	switch cb.Stage {
	case journal.CallbackAsked:
		x := o.calls[c]
		o.promises = append(o.promises, Redeem{Of: c, Group: cb.Group, Number: x.number.ID, Trunk: x.trunk, From: x.from, Since: cb.Since, Asked: o.now})
	case journal.CallbackResumed:
		at = slices.IndexFunc(o.promises, func(p Redeem) bool { return p.Of == cb.Of })
		o.promises[at].Of = c
	case journal.CallbackUnanswered:
		o.promises[at].Tries, o.promises[at].Again = cb.Tries, cb.Again
	case journal.CallbackReached, journal.CallbackStillThere, journal.CallbackFailed, journal.CallbackExpired:
		o.promises = slices.Delete(o.promises, at, at+1)
	case journal.CallbackDialed:
	}
}

// restarts stops the server, in order or by a crash, and starts it again:
// phones come back, and what was promised is kept.
func (o *office) restarts(crash bool) {
	for _, c := range slices.Clone(o.order) {
		if crash {
			delete(o.calls, c)
			continue
		}
		o.step(c, Closing{})
		o.step(c, Stop{leg.CauseShutdown})
	}
	o.pump()
	for _, l := range o.lines { // of a crash: their carriers and phones find out by themselves
		l.state, l.hears, l.plays = "over", nil, ""
	}
	o.timers = nil
	o.floor = acd.New(time.UTC, 8)
	o.toFloor(acd.SetPlan{Plan: o.site.floor})
	for _, a := range o.site.floor.Agents {
		for _, d := range a.Devices {
			o.toFloor(acd.DeviceChanged{Device: d, Agent: a.ID, Up: true})
		}
	}
	for _, p := range slices.Clone(o.promises) {
		c := o.newCall()
		o.calls[c] = New(c, o.plan)
		o.order = append(o.order, c)
		o.step(c, p)
	}
	o.pump()
}

// promises holds that what a caller is promised is promised once, and ends once.
func (w *turmoil) promises(c id.Call, b journal.Callback) {
	switch b.Stage {
	case journal.CallbackAsked, journal.CallbackResumed:
		w.promised[c]++
	case journal.CallbackReached, journal.CallbackStillThere, journal.CallbackFailed, journal.CallbackExpired:
		w.promised[c]--
	case journal.CallbackDialed, journal.CallbackUnanswered:
		if w.promised[c] != 1 {
			w.broken("call %s is %s, and promises nothing", c, b.Stage)
		}
	}
	if n := w.promised[c]; n < 0 || n > 1 {
		w.broken("call %s promises %d callbacks", c, n)
	}
}
