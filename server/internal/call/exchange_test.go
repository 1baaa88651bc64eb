package call

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// office is a whole site in one value: a real floor, real calls, and phones
// and outside lines that behave as their kind does. Everything happens in one
// goroutine and in an order that never changes. Scripts and simulations stand
// on it.
type office struct {
	t     *testing.T
	now   time.Time
	floor *acd.Floor
	plan  *route.Plan
	names map[[16]byte]string
	ids   map[string][16]byte

	calls  map[id.Call]*Call
	order  []id.Call // in which the calls began
	owner  map[id.Leg]id.Call
	lines  []*line // every leg, in order of birth
	byLeg  map[id.Leg]*line
	timers []officeTimer
	queue  []func()
	seen   int
	next   uint32
	refs   uint64

	promises []Redeem // callbacks that are to outlive a restart

	records []journal.Record
	events  []journal.Body
	// pins are accepted as they are here; others are wrong.
	pins map[string]bool
	// told is what happened since it was last asked, one line each.
	told []string
	// refusing phones and outside numbers do not ring when dialed, by name.
	refusing map[string]leg.Kind
	// early outside numbers send audio while they ring.
	early map[string]bool
	// ringless phones never say that they ring.
	ringless map[string]bool
	// slow phones take a while to hang up.
	slow map[string]bool
	// locked are the agents whose PIN is.
	locked map[id.Agent]bool
	site   *site
	// swift offices do not prove of every message that it survives a round trip.
	swift bool
	// together: what is done now is done in one moment.
	together bool
}

// line is one leg as its phone sees it.
type line struct {
	leg     id.Leg
	name    string // device, or outside number
	state   string // "new", "ringing", "up", "over"
	inbound bool
	hears   []leg.Source
	plays   string // loop or prompt that plays
	player  uint32
	once    bool
	caught  bool
	hungUp  int
	sent    string // keys sent to it
}

type officeTimer struct {
	at    time.Time
	seq   int
	call  id.Call // none: the floor's
	timer Timer
	floor acd.Timer
}

func newOffice(t *testing.T, plan *route.Plan, floor acd.Plan, ids map[string][16]byte) *office {
	o := &office{
		t: t, now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC), floor: acd.New(time.UTC, 7), plan: plan, ids: ids,
		names: map[[16]byte]string{}, calls: map[id.Call]*Call{}, owner: map[id.Leg]id.Call{}, byLeg: map[id.Leg]*line{},
		pins: map[string]bool{"1234": true}, refusing: map[string]leg.Kind{}, early: map[string]bool{}, slow: map[string]bool{}, ringless: map[string]bool{}, locked: map[id.Agent]bool{},
	}
	for n, u := range ids {
		o.names[u] = n
	}
	o.toFloor(acd.SetPlan{Plan: floor})
	for _, a := range floor.Agents {
		for _, d := range a.Devices {
			o.toFloor(acd.DeviceChanged{Device: d, Agent: a.ID, Up: true})
		}
	}
	o.pump()
	o.told = nil
	return o
}

// pump lets everything happen that has been set off.
func (o *office) pump() {
	if o.together {
		return
	}
	for n := 0; len(o.queue) > 0; n++ {
		if n > 20000 {
			o.t.Fatal("the office does not come to rest")
		}
		next := o.queue[0]
		o.queue = o.queue[1:]
		next()
	}
}

// afterwards lets others go first, n times.
func (o *office) afterwards(n int, fn func()) {
	if n == 0 {
		o.later(fn)
		return
	}
	o.later(func() { o.afterwards(n-1, fn) })
}

func (o *office) later(fn func()) { o.queue = append(o.queue, fn) }

func (o *office) toFloor(in acd.Input) {
	effects, err := o.floor.Step(o.now, in)
	if err != nil {
		o.t.Fatalf("the floor refused %T: %v", in, err)
	}
	for _, e := range slices.Clone(effects) {
		switch e := e.(type) {
		case acd.ToCall:
			o.later(func() {
				if o.calls[e.Call] == nil {
					o.undelivered(e)
					return
				}
				o.step(e.Call, FloorSays{e.Message})
			})
		case acd.Arm:
			o.seen++
			o.timers = append(o.timers, officeTimer{at: e.At, seq: o.seen, floor: e.Timer})
		case acd.Disarm:
			o.timers = slices.DeleteFunc(o.timers, func(x officeTimer) bool { return x.call.IsZero() && x.floor == e.Timer })
		case acd.Emit:
			o.events = append(o.events, e.Body)
		}
	}
}

func (o *office) undelivered(e acd.ToCall) {
	switch m := e.Message.(type) {
	case acd.Offer:
		o.toFloor(acd.Leave{Call: e.Call})
	case acd.Reached:
		if m.Refused == "" {
			o.toFloor(acd.Release{Call: e.Call, Agent: m.Agent})
		}
	}
}

func (o *office) ownerOf(l id.Leg) id.Call {
	if c, ok := o.owner[l]; ok {
		return c
	}
	return id.CallOf(l)
}

func (o *office) step(about id.Call, in Input) {
	c := o.calls[about]
	if c == nil {
		return
	}
	for _, e := range slices.Clone(c.Step(o.now, in)) {
		o.carryOut(about, e)
	}
}

func (o *office) carryOut(from id.Call, e Effect) {
	if !o.swift {
		roundTrip(o.t, e)
	}
	switch e := e.(type) {
	case Order:
		o.wire(e.Order)
	case ToFloor:
		o.later(func() { o.toFloor(e.Input) })
	case Arm:
		o.disarm(from, e.Timer.Kind)
		o.seen++
		o.timers = append(o.timers, officeTimer{at: e.At, seq: o.seen, call: from, timer: e.Timer})
	case Disarm:
		o.disarm(from, e.Timer.Kind)
	case Emit:
		o.emitted(e.Body)
		o.noted(from, e.Body)
	case Reply:
		if e.Refused != "" {
			o.say("refused: %s", e.Refused)
		}
	case Tell:
		o.tell(from, e)
	case Check:
		answer := o.check(e)
		o.later(func() { o.step(from, answer) })
	case Done:
		delete(o.calls, from)
		o.later(func() { o.toFloor(acd.CallOver{Call: from}) })
	}
}

// emitted keeps an event, and tells those that users see the consequence of.
func (o *office) emitted(b journal.Body) {
	o.events = append(o.events, b)
	kept := func(discard bool) string {
		return map[bool]string{true: "thrown away: too short", false: "kept"}[discard]
	}
	switch b := b.(type) {
	case journal.CallEnded:
		o.records = append(o.records, b.Record)
	case journal.VoicemailLeft:
		o.say("message of %s: %s", b.Length, kept(b.Discard))
	case journal.AudioRecorded:
		o.say("audio file of %s: %s", b.Length, kept(b.Discard))
	case journal.SeatChanged:
		what := map[bool]string{true: "sits down at", false: "leaves"}[b.In]
		if b.Refused != "" {
			what = "is refused (" + b.Refused + ") at"
		}
		o.say("%s %s %s", cmp.Or(o.names[b.Agent], "whoever is there"), what, o.names[b.Device])
	case journal.Emergency:
		o.say("supervisors are told: %s calls %s", cmp.Or(o.names[b.Agent], o.names[b.Device]), b.Number)
	case journal.Callback:
		o.say("callback %s %s", b.Stage, b.Failed)
	case journal.TimeLimit:
		o.say("written: %s %s", b.Limit, b.Stage)
	case journal.Transferred:
		if b.How == journal.TransferBlind {
			break // what becomes of it is seen at the phones
		}
		what := map[journal.Transfer]string{journal.TransferAttended: "consultation with", journal.TransferAdd: "adding of"}[b.How]
		o.say("written: %s's %s %s: %s", o.names[b.Agent], what, b.To, strings.TrimSpace(b.Stage+" "+string(b.Failed)))
	case journal.SupervisorJoined:
		o.say("written: %s listens to %s (%s)", o.names[b.Supervisor], o.names[b.Agent], b.Mode)
	default:
	}
}

// check is what the room of records says to a hot-desk phone.
func (o *office) check(e Check) Checked {
	switch {
	case e.Agent.IsZero():
	case o.locked[e.Agent]:
		return Checked{Refused: "locked"}
	case !o.pins[e.PIN]:
		return Checked{Refused: "wrong-pin"}
	}
	if o.site == nil {
		return Checked{}
	}
	for i := range o.site.spec.Devices {
		if d := &o.site.spec.Devices[i]; d.ID == e.Device {
			d.Agent = e.Agent
		}
	}
	o.later(func() {
		o.plan = route.New(o.site.spec)
	})
	return Checked{}
}

func (o *office) tell(from id.Call, e Tell) {
	to := e.Call
	if to.IsZero() {
		to = o.ownerOf(e.Leg)
	}
	if to == from || o.calls[to] == nil {
		if _, ok := e.Message.(Forward); !ok {
			o.later(func() { o.step(from, Undelivered{e.Message}) })
		}
		return
	}
	switch m := e.Message.(type) {
	case Adopt:
		o.owner[m.Guest.Leg] = to
	case Returned:
		o.owner[m.Guest.Leg] = to
	}
	o.later(func() {
		if o.calls[to] != nil {
			o.step(to, FromCall{from, e.Message})
			return
		}
		o.step(from, Undelivered{e.Message})
	})
}

func (o *office) disarm(c id.Call, k TimerKind) {
	o.timers = slices.DeleteFunc(o.timers, func(x officeTimer) bool { return x.call == c && x.timer.Kind == k })
}

// wait lets time pass, and everything that was due in it happen.
func (o *office) wait(d time.Duration) {
	end := o.now.Add(d)
	for {
		i := -1
		for j, x := range o.timers {
			if !x.at.After(end) && (i < 0 || x.at.Before(o.timers[i].at) || x.at.Equal(o.timers[i].at) && x.seq < o.timers[i].seq) {
				i = j
			}
		}
		if i < 0 {
			break
		}
		due := o.timers[i]
		o.timers = slices.Delete(o.timers, i, i+1)
		if due.at.After(o.now) {
			o.now = due.at
		}
		if due.call.IsZero() {
			o.toFloor(acd.Fire{Timer: due.floor})
		} else {
			o.step(due.call, Fire{due.timer})
		}
		o.pump()
	}
	o.now = end
}

func (o *office) say(format string, args ...any) {
	o.told = append(o.told, fmt.Sprintf(format, args...))
}

// fact hands a fact to the call that has the leg.
func (o *office) fact(f leg.Fact) {
	about := f.About()
	if !f.Of().IsZero() {
		about = o.ownerOf(f.Of())
	}
	o.step(about, Fact{f})
}

// nameOf is how a leg is called in scripts: by its phone, and a number from
// the second line of the same phone on.
func (o *office) nameOf(base string) string {
	n := 1
	for _, l := range o.lines {
		if strings.Split(l.name, "/")[0] == base && l.state != "over" {
			n++
		}
	}
	if n == 1 {
		return base
	}
	return fmt.Sprintf("%s/%d", base, n)
}

// line is the leg of that name that is not over, or nil.
func (o *office) line(name string) *line {
	for _, l := range o.lines {
		if l.name == name && l.state != "over" {
			return l
		}
	}
	return nil
}

func (o *office) newLine(l id.Leg, base string, inbound bool) *line {
	n := &line{leg: l, name: o.nameOf(base), state: "new", inbound: inbound}
	o.lines = append(o.lines, n)
	o.byLeg[l] = n
	return n
}

func (o *office) newCall() id.Call {
	o.next++
	return id.Numbered[id.Call](o.next << 16)
}

func (o *office) begin(c id.Call, in Input) {
	o.calls[c] = New(c, o.plan)
	o.order = append(o.order, c)
	o.step(c, in)
	o.pump()
}

// dials lets a phone of the site call.
func (o *office) dials(device, digits string) *line { return o.dialsShowing(device, digits, "") }

// dialsShowing lets a phone of the site call that wants to present a number.
func (o *office) dialsShowing(device, digits, shown string) *line {
	c := o.newCall()
	l := o.newLine(id.LegOf(c, 1), device, true)
	o.begin(c, Fact{leg.Incoming{Leg: l.leg, Device: o.ids[device], Dialed: digits, Present: shown}})
	return l
}

// calls lets somebody outside call one of the site's numbers.
func (o *office) callsIn(from, digits string) *line {
	c := o.newCall()
	l := o.newLine(id.LegOf(c, 1), from, true)
	who := leg.Identity{Number: from}
	if from == "anonymous" {
		who = leg.Identity{Withheld: true, Reason: "Anonymous"}
	}
	o.begin(c, Fact{leg.Incoming{Leg: l.leg, Trunk: o.ids["carrier"], From: who, Dialed: digits}})
	return l
}

func (o *office) answers(l *line) {
	if l == nil || l.state != "new" && l.state != "ringing" || l.inbound || l.hungUp > 0 {
		return
	}
	l.state = "up"
	o.fact(leg.Answered{Leg: l.leg, Codec: "PCMU"})
	o.pump()
}

func (o *office) ends(l *line, by leg.Side, kind leg.Kind) {
	if l == nil || l.state == "over" {
		return
	}
	up := l.state == "up"
	l.state, l.hears, l.plays = "over", nil, ""
	o.fact(leg.Ended{Leg: l.leg, By: by, Cause: leg.Cause{Kind: kind}})
	if up {
		o.fact(leg.Measured{Leg: l.leg})
	}
	o.pump()
}

func (o *office) presses(l *line, keys string, ways ...string) {
	for _, k := range keys {
		if l == nil || l.state != "up" {
			return
		}
		for _, by := range append(ways, "rfc4733")[:max(1, len(ways))] {
			o.fact(leg.Digit{Leg: l.leg, Key: string(k), By: by})
			o.pump()
		}
	}
}

// said lets what is being said to a leg come to its end.
func (o *office) said(l *line) {
	if l == nil || !l.once || l.state == "over" {
		return
	}
	l.plays, l.once = "", false
	o.fact(leg.Played{Leg: l.leg, Player: l.player})
	o.pump()
}

// does gives a command to the call an agent talks in (the newest one).
func (o *office) does(agent string, of string, c Command) {
	a := id.Agent(o.ids[agent])
	who := a
	if of != "" {
		who = o.ids[of]
	}
	o.refs++
	for i := len(o.order) - 1; i >= 0; i-- {
		x := o.calls[o.order[i]]
		if x == nil {
			continue
		}
		if x.agentParty(who, true) != nil || x.agentParty(who, false) != nil || x.stage == stageWatching && x.lead.Agent == who {
			in := Do{Ref: o.refs, By: a, Command: c}
			if of != "" {
				in.Of = who
			}
			o.step(o.order[i], in)
			o.pump()
			return
		}
	}
	o.say("%s is in no call", agent)
}
