package call

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/sound/say"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// What a promised callback is bounded by where the site says nothing.
const (
	callbackTries = 3
	callbackGap   = 10 * time.Minute
	callbackKept  = 24 * time.Hour
	callbackRing  = time.Minute // of one try
	// callbackTurn is how long a promise whose time is over while agents ring
	// for it waits to see what comes of that.
	callbackTurn = time.Minute
)

// promise is what the caller was promised who will be called back (C-Q-4).
type promise struct {
	asked time.Time // when
	tries int       // how often it was dialed in vain
	of    id.Call   // in which it was promised, before a restart; none: this one
}

// Redeem goes on with a callback that was promised before a restart. It is a
// call's first input.
type Redeem struct {
	Of     id.Call      `json:"of"` // the call before the restart
	Group  id.Group     `json:"group"`
	Number id.Number    `json:"number,omitzero"` // that the caller had dialed
	Trunk  id.Trunk     `json:"trunk"`           // by which it had come
	From   leg.Identity `json:"from"`
	Since  time.Time    `json:"since"` // of its place
	Asked  time.Time    `json:"asked"` // when it was promised
	Tries  int          `json:"tries,omitempty"`
	Again  time.Time    `json:"again,omitzero"` // not to be tried before
}

// Closing: the server is about to stop. A promised callback that nobody rings
// for yet is left to the next start, so that the stop need not wait for it.
type Closing struct{}

func (Redeem) input()  {}
func (Closing) input() {}

// mayCallBack says whether the caller can be called back at all.
func (c *Call) mayCallBack() bool {
	if c.lead == nil || c.lead.Trunk.IsZero() || c.from.Withheld {
		return false
	}
	_, refused := c.plan.DialCallback(c.from.Number, c.number)
	return refused == nil
}

// keepPlace lets the caller hang up and be called back (C-Q-4).
func (c *Call) keepPlace() {
	if c.callback || c.try != nil || !c.mayCallBack() {
		return
	}
	c.callback, c.promise = true, promise{asked: c.now}
	c.floor(acd.KeepPlace{Call: c.id})
	c.leftQueue(journal.OutcomeCallback)
	c.emit(journal.Callback{Group: c.group.ID, Stage: journal.CallbackAsked, Since: c.since})
	c.arm(TimerExpiry, c.promisedFor())
	c.leave(c.lead, "callback-kept", c.prompt(c.lead, say.CallbackKept)...)
}

func (c *Call) promisedFor() time.Duration {
	if d := c.plan.Settings.CallbackKept; d > 0 {
		return d
	}
	return callbackKept
}

// redeem begins with a promise of before a restart. There is no leg yet: the
// caller stands for itself until it is called.
func (c *Call) redeem(in Redeem) {
	if c.stage != stageNew {
		return
	}
	c.startedAt, c.direction, c.trunk = c.now, journal.Inbound, in.Trunk
	c.from, c.number, c.group = in.From, c.plan.Number(in.Number), c.plan.Group(in.Group)
	if c.number != nil {
		c.to = leg.Identity{Number: c.number.Number, Name: c.number.Name}
	}
	c.first = &party{Guest: Guest{Role: journal.RoleCaller, Trunk: in.Trunk, Number: in.From.Number, Shown: in.From, Inbound: true, Ended: true}}
	c.lead, c.callback, c.since = c.first, true, in.Since
	c.promise = promise{asked: in.Asked, tries: in.Tries, of: in.Of}
	e := journal.CallStarted{Call: c.id, Direction: c.direction, From: c.from, Dialed: c.to.Number, Trunk: c.trunk}
	if c.number != nil {
		e.Number = c.number.ID
	}
	c.emit(e)
	c.emit(journal.Callback{Group: in.Group, Stage: journal.CallbackResumed, Since: in.Since, Of: in.Of, Asked: in.Asked, Tries: in.Tries, Again: in.Again})
	left := in.Asked.Add(c.promisedFor()).Sub(c.now)
	switch {
	case c.group == nil:
		c.stage = stageKept
		c.promiseBroken(leg.CauseOverflow)
		return
	case left <= 0:
		c.stage = stageKept
		c.promiseOver()
		return
	}
	c.arm(TimerExpiry, left)
	if wait := in.Again.Sub(c.now); wait > 0 {
		c.stage = stageKept
		c.arm(TimerAgain, wait)
		return
	}
	c.reclaim()
}

// reclaim takes the kept place again: before all who came later.
func (c *Call) reclaim() {
	c.stage, c.peer = stageQueued, nil
	c.floor(acd.Reclaim{Call: c.id, Group: c.group.ID, From: c.from, Since: c.since, Priority: c.plan.Priority(c.from.Number)})
}

// idle says whether the promise alone is left of the call: nobody is on the
// line, and nobody rings.
func (c *Call) idle() bool {
	return c.callback && (c.stage == stageKept || c.stage == stageQueued && c.try == nil && !c.lead.live())
}

// closing ends a call that is nothing but a promise, which stays one.
func (c *Call) closing() {
	if c.idle() {
		c.stop(leg.CauseShutdown)
	}
}

// promiseOver: the time for which a place is kept is over. Whoever is rung for
// it at this moment may still answer.
func (c *Call) promiseOver() {
	switch {
	case !c.callback:
	case !c.idle():
		c.arm(TimerExpiry, callbackTurn)
	default:
		c.emit(journal.Callback{Group: c.groupID(), Stage: journal.CallbackExpired})
		c.callback = false
		c.forgo(leg.CauseTimeout)
	}
}

// placeLost: the group went, and with it the place of a caller who was to be
// called back. Its visit has ended before.
func (c *Call) placeLost(g id.Group) {
	if c.stage != stageQueued || c.group.ID != g {
		return
	}
	c.dropTry(leg.CauseOverflow)
	c.stage = stageKept // the floor has no place of it any more
	c.promiseBroken(leg.CauseOverflow)
}

// promiseBroken ends a promise that cannot be kept.
func (c *Call) promiseBroken(why leg.Kind) {
	c.emit(journal.Callback{Group: c.groupID(), Stage: journal.CallbackFailed, Failed: why})
	c.callback = false
	c.forgo(why)
}

// forgo ends a call of which only the promise was left.
func (c *Call) forgo(why leg.Kind) {
	if c.stage == stageQueued {
		c.floor(acd.Leave{Call: c.id})
	}
	c.disarm(TimerAgain)
	c.disarm(TimerExpiry)
	c.cause, c.endedBy, c.stage = leg.Cause{Kind: why}, journal.PartySystem, stageEnding
	if c.lead.live() {
		c.arm(TimerTone, toneTime) // it is being told that it will be called
	}
}

func (c *Call) groupID() id.Group {
	if c.group == nil {
		return id.Group{}
	}
	return c.group.ID
}

// stillThere says whether the caller who is to be called back has not hung up
// yet: then it is connected, for a call to it would find it busy.
func (c *Call) stillThere() bool {
	if !c.lead.live() || !c.lead.Up {
		return false
	}
	c.callback, c.lead.leaving = false, false
	c.disarm(TimerExpiry)
	c.hush(c.lead)
	c.emit(journal.Callback{Group: c.group.ID, Stage: journal.CallbackStillThere})
	return true
}

// callBack dials the caller, now that an agent is there for it.
func (c *Call) callBack(p *party) {
	c.peer = p
	out, refused := c.plan.DialCallback(c.from.Number, c.number)
	if refused != nil {
		c.callbackFailed(refused.Kind)
		return
	}
	c.stage = stageDialing
	c.emit(journal.Callback{Group: c.group.ID, Stage: journal.CallbackDialed})
	lead := c.dial(out, false, p)
	if lead == nil {
		c.promise.tries = c.tries() // there is no leg left to try with
		c.callbackFailed(leg.CauseCongestion)
		return
	}
	lead.Shown = c.from // as whoever is rung for it later sees it
	c.lead = lead
}

// reachedAtLast: who was called back talks.
func (c *Call) reachedAtLast() {
	if !c.callback {
		return
	}
	c.callback = false
	c.disarm(TimerExpiry)
	c.emit(journal.Callback{Group: c.group.ID, Stage: journal.CallbackReached})
}

func (c *Call) tries() int {
	if n := c.plan.Settings.CallbackTries; n > 0 {
		return n
	}
	return callbackTries
}

// callbackFailed tells the agent that the caller was not reached. It is tried
// again later, a few times, if that may help.
func (c *Call) callbackFailed(kind leg.Kind) {
	c.disarm(TimerOffer)
	c.promise.tries++
	gap := c.plan.Settings.CallbackGap
	if gap <= 0 {
		gap = callbackGap
	}
	again := c.now.Add(gap)
	agent := c.peer
	if c.promise.tries >= c.tries() || !mayHelp(kind) || again.After(c.promise.asked.Add(c.promisedFor())) {
		c.emit(journal.Callback{Group: c.group.ID, Stage: journal.CallbackFailed, Failed: kind, Tries: c.promise.tries})
		c.callback = false
		c.disarm(TimerExpiry)
		c.cause, c.endedBy, c.stage = leg.Cause{Kind: kind}, journal.PartySystem, stageEnding
	} else {
		c.emit(journal.Callback{Group: c.group.ID, Stage: journal.CallbackUnanswered, Failed: kind, Tries: c.promise.tries, Again: again})
		c.stage, c.peer = stageKept, nil
		c.arm(TimerAgain, gap)
	}
	c.leave(agent, "callback-failed", c.prompt(agent, failurePrompt(kind))...)
}

// mayHelp says whether who was not reached for this reason may be reached later.
func mayHelp(why leg.Kind) bool {
	switch why {
	case leg.CauseBusy, leg.CauseNoAnswer, leg.CauseRejected, leg.CauseNormal, leg.CauseCallerGone, leg.CauseAnsweredElsewhere, leg.CauseDeviceError,
		leg.CauseUnregistered, leg.CauseCongestion, leg.CauseMediaTimeout, leg.CauseTimeout, leg.CauseOverflow, leg.CauseLoop, leg.CauseTrouble:
		return true
	case leg.CauseNotFound, leg.CauseForbidden, leg.CauseUnacceptable, leg.CauseShutdown, leg.CauseRestart:
	}
	return false
}

// dropPromise ends a promise with its call, unless the server stops: then
// the next start keeps it.
func (c *Call) dropPromise(why leg.Kind) {
	if !c.callback {
		return
	}
	c.callback = false
	c.disarm(TimerAgain)
	c.disarm(TimerExpiry)
	if why != leg.CauseShutdown {
		c.emit(journal.Callback{Group: c.groupID(), Stage: journal.CallbackFailed, Failed: why, Tries: c.promise.tries})
	}
}
