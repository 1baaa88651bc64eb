package call

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// turmoil is a whole site in which every owner has its own mailbox, as in the
// exchange, and chance decides who takes the next message. It is one
// goroutine and draws from no clock: the same acts give the same run.
type turmoil struct {
	start time.Time
	now   time.Time
	floor *acd.Floor
	site  *turmoilSite
	plan  *route.Plan // of calls that begin from now on

	floorBox, recorder, clerk *inbox

	busy   []*inbox // that hold a message
	calls  map[id.Call]*running
	order  []*running // in which they began
	owner  map[id.Leg]id.Call
	phones []*handset
	byLeg  map[id.Leg]*handset
	timers []alarm
	next   uint32
	refs   uint64

	records  map[id.Call]int
	arrived  map[id.Group]int
	left     map[id.Group]int
	started  map[id.Recording]int
	finished map[id.Recording]int
	taping   map[id.Recording]bool
	promised map[id.Call]int // callbacks that are promised: one, or none
	removed  bool            // the floor was without an agent for a while
	replies  map[uint64]int
	asked    int // commands given

	fault   string         // the first rule that was broken
	rule    string         // it without the particulars
	seen    map[string]int // what happened, by kind
	verbose bool
	log     []string
}

// inbox is one owner's mailbox. Messages are taken in the order they were put.
type inbox struct {
	name  string
	queue []func()
}

// running is a call with its mailbox.
type running struct {
	id     id.Call
	c      *Call
	box    *inbox
	done   bool // gave Done
	over   bool // takes no message any more
	guests map[id.Leg]bool
	held   []leg.Fact // about legs on their way back
}

type alarm struct {
	at    time.Time
	call  *running // nil: the floor's
	timer Timer
	floor acd.Timer
}

func newTurmoil(verbose bool) *turmoil {
	w := &turmoil{
		start: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC), floor: acd.New(time.UTC, 7), site: newTurmoilSite(),
		floorBox: &inbox{name: "floor"}, recorder: &inbox{name: "recorder"}, clerk: &inbox{name: "clerk"},
		calls: map[id.Call]*running{}, owner: map[id.Leg]id.Call{}, byLeg: map[id.Leg]*handset{},
		records: map[id.Call]int{}, arrived: map[id.Group]int{}, left: map[id.Group]int{},
		started: map[id.Recording]int{}, finished: map[id.Recording]int{}, taping: map[id.Recording]bool{}, promised: map[id.Call]int{},
		replies: map[uint64]int{}, seen: map[string]int{}, verbose: verbose,
	}
	w.now = w.start
	w.plan = w.site.calls(0)
	w.toFloor(acd.SetPlan{Plan: w.site.floor(0)})
	for _, a := range w.site.floor(0).Agents {
		for _, d := range a.Devices {
			w.toFloor(acd.DeviceChanged{Device: d, Agent: a.ID, Up: true})
		}
	}
	return w
}

func (w *turmoil) say(format string, args ...any) {
	if w.verbose {
		at := w.now.Sub(w.start).Truncate(time.Millisecond)
		w.log = append(w.log, fmt.Sprintf("%8s  ", at)+fmt.Sprintf(format, args...))
	}
}

// broken notes the first rule that was broken; what follows from it is noise.
func (w *turmoil) broken(format string, args ...any) {
	if w.fault == "" {
		w.rule, w.fault = format, fmt.Sprintf(format, args...)
		w.say("!! %s", w.fault)
	}
}

func (w *turmoil) put(b *inbox, fn func()) {
	if len(b.queue) == 0 {
		w.busy = append(w.busy, b)
	}
	b.queue = append(b.queue, fn)
}

// deliver lets chance choose whose next message is taken, most times over.
func (w *turmoil) deliver(rng *rand.Rand, most int) {
	for n := 0; n < most && len(w.busy) > 0 && w.fault == ""; n++ {
		if n > 20000 {
			w.broken("the office does not come to rest")
			return
		}
		i := rng.IntN(len(w.busy))
		b := w.busy[i]
		fn := b.queue[0]
		b.queue = b.queue[1:]
		if len(b.queue) == 0 {
			w.busy = slices.Delete(w.busy, i, i+1)
		}
		fn()
	}
	if len(w.busy) == 0 && w.fault == "" {
		w.atRest()
	}
}

func (w *turmoil) toFloor(in acd.Input) {
	w.put(w.floorBox, func() {
		w.say("floor <- %T%+v", in, in)
		effects, err := w.floor.Step(w.now, in)
		if err != nil {
			if _, command := in.(acd.SetStatus); !command {
				w.broken("the floor refused %T%+v: %v", in, in, err)
			}
			return
		}
		for _, e := range slices.Clone(effects) {
			w.floorDoes(e)
		}
	})
}

func (w *turmoil) floorDoes(e acd.Effect) {
	switch e := e.(type) {
	case acd.ToCall:
		if !w.toCall(e.Call, FloorSays{e.Message}) {
			w.undelivered(e)
		}
	case acd.Arm:
		w.timers = append(w.timers, alarm{at: e.At, floor: e.Timer})
	case acd.Disarm:
		w.timers = slices.DeleteFunc(w.timers, func(x alarm) bool { return x.call == nil && x.floor == e.Timer })
	case acd.Emit:
		switch b := e.Body.(type) {
		case journal.GroupArrived:
			w.arrived[b.Group]++
		case journal.GroupLeft:
			w.left[b.Group]++
		}
	}
}

// undelivered is what the exchange's floor runner does.
func (w *turmoil) undelivered(e acd.ToCall) {
	switch m := e.Message.(type) {
	case acd.Offer:
		w.toFloor(acd.Leave{Call: e.Call})
	case acd.Reached:
		if m.Refused == "" {
			w.toFloor(acd.Release{Call: e.Call, Agent: m.Agent})
		}
	}
}

// toCall puts an input into a call's mailbox, if the call still runs.
func (w *turmoil) toCall(to id.Call, in Input) bool {
	r := w.calls[to]
	if r == nil {
		return false
	}
	w.put(r.box, func() { w.step(r, in) })
	return true
}

func (w *turmoil) step(r *running, in Input) {
	w.say("%s (%s) <- %s", r.id, r.c.stage, sayInput(in))
	defer func() {
		if x := recover(); x != nil {
			w.broken("call %s panicked at %T: %v", r.id, in, x)
		}
	}()
	if m, ok := in.(FromCall); ok {
		if a, ok := m.Message.(Adopt); ok {
			r.guests[a.Guest.Leg] = true
		}
	}
	for _, e := range slices.Clone(r.c.Step(w.now, in)) {
		if r.done && !answersLate(e) {
			w.broken("call %s: %T%+v after Done", r.id, e, e)
		}
		w.carryOut(r, e)
	}
	w.checkHearing(r.c)
	if cameBack(in) {
		held := r.held
		r.held = nil
		for _, f := range held {
			w.step(r, Fact{f})
		}
	}
	if r.done && !r.over && len(r.box.queue) == 0 {
		w.forget(r)
	}
}

// cameBack says whether a leg is back in its call.
func cameBack(in Input) bool {
	switch in := in.(type) {
	case FromCall:
		_, is := in.Message.(Returned)
		return is
	case Undelivered:
		_, is := in.Message.(Adopt)
		return is
	}
	return false
}

func answersLate(e Effect) bool {
	switch e := e.(type) {
	case Reply, Tell:
		return true
	case Order:
		switch e.Order.(type) {
		case leg.TellReferrer, leg.HangUp:
			return true
		}
	}
	return false
}

func sayInput(in Input) string {
	switch in := in.(type) {
	case Fact:
		return fmt.Sprintf("%T%+v", in.Fact, in.Fact)
	case FloorSays:
		return fmt.Sprintf("floor: %T%+v", in.Message, in.Message)
	case FromCall:
		return fmt.Sprintf("from %s: %T%+v", in.From, in.Message, in.Message)
	case Do:
		return fmt.Sprintf("Do %T%+v", in.Command, in)
	}
	return fmt.Sprintf("%T%+v", in, in)
}

// forget is the end of a call's runner.
func (w *turmoil) forget(r *running) {
	r.over = true
	delete(w.calls, r.id)
	w.timers = slices.DeleteFunc(w.timers, func(x alarm) bool {
		if x.call == r {
			w.broken("call %s left its timer %s armed", r.id, x.timer.Kind)
		}
		return x.call == r
	})
	for l := range r.guests {
		if w.owner[l] == r.id {
			delete(w.owner, l)
		}
	}
	w.toFloor(acd.CallOver{Call: r.id})
}

func (w *turmoil) ownerOf(l id.Leg) id.Call {
	if c, ok := w.owner[l]; ok {
		return c
	}
	return id.CallOf(l)
}

func (w *turmoil) carryOut(r *running, e Effect) {
	switch e := e.(type) {
	case Order:
		w.say("    %s: %T%+v", r.id, e.Order, e.Order)
		w.ordered(r, e.Order)
	case ToFloor:
		w.say("    %s: floor, %T", r.id, e.Input)
		w.toFloor(e.Input)
	case Arm:
		w.disarm(r, e.Timer.Kind)
		w.timers = append(w.timers, alarm{at: e.At, call: r, timer: e.Timer})
	case Disarm:
		w.disarm(r, e.Timer.Kind)
	case Emit:
		w.emitted(r, e.Body)
	case Reply:
		w.say("    %s: reply %q", r.id, e.Refused)
		w.replies[e.Ref]++
	case Tell:
		w.tell(r, e)
	case Check:
		refused := map[bool]string{false: "wrong-pin"}[e.Agent.IsZero() || e.PIN == "1234"]
		w.put(w.clerk, func() { w.toCall(r.id, Checked{Refused: refused}) })
	case Done:
		r.done = true
	}
}

func (w *turmoil) disarm(r *running, k TimerKind) {
	w.timers = slices.DeleteFunc(w.timers, func(x alarm) bool { return x.call == r && x.timer.Kind == k })
}

func (w *turmoil) emitted(r *running, b journal.Body) {
	kind := b.Kind()
	switch b := b.(type) {
	case journal.Transferred:
		kind += " " + string(b.How) + " " + b.Stage
	case journal.LegJoined:
		kind += " " + b.Why
	case journal.Callback:
		kind += " " + string(b.Stage)
	case journal.Commanded:
		kind += " " + b.What
	case journal.SupervisorMode:
		kind += " " + b.Mode
	}
	w.seen[kind]++
	switch b := b.(type) {
	case journal.Callback:
		w.promises(r.id, b)
	case journal.CallEnded:
		if w.promised[r.id] != 0 && b.Record.Cause.Kind != leg.CauseShutdown {
			w.broken("call %s ended by %s, and what it promised did not", r.id, b.Record.Cause.Kind)
		}
		w.records[r.id]++
		w.checkRecord(b.Record)
	case journal.RecordingStarted:
		w.started[b.Recording]++
	case journal.RecordingEnded:
		w.finished[b.Recording]++
	}
}

// tell is what the exchange's call runner does.
func (w *turmoil) tell(r *running, e Tell) {
	to := e.Call
	if to.IsZero() {
		to = w.ownerOf(e.Leg)
	}
	w.say("    %s: tells %s %T%+v", r.id, to, e.Message, e.Message)
	given := id.Leg{}
	switch m := e.Message.(type) {
	case Adopt:
		given = m.Guest.Leg
	case Returned:
		given = m.Guest.Leg
	case Adopted, Recall, ModeOf, Yield, Forward:
	}
	if m, ok := e.Message.(Forward); ok && to == r.id {
		r.held = append(r.held, m.Fact)
		return
	}
	if to == r.id || !w.toCall(to, FromCall{r.id, e.Message}) {
		w.toCall(r.id, Undelivered{e.Message})
		return
	}
	if !given.IsZero() {
		if h := w.byLeg[given]; h != nil {
			h.was = w.ownerOf(given)
		}
		if w.owner[given] = to; to == id.CallOf(given) {
			delete(w.owner, given)
		}
	}
}

// names writes what was logged with the names of the site.
func (w *turmoil) names() *strings.Replacer {
	var pairs []string
	for n, u := range w.site.ids {
		pairs = append(pairs, id.Call(u).String(), n)
	}
	for _, h := range w.phones {
		pairs = append(pairs, h.leg.String(), h.name)
	}
	for i, r := range w.order {
		pairs = append(pairs, r.id.String(), fmt.Sprintf("call-%d", i+1))
	}
	pairs = append(pairs, "leg.", "", "acd.", "", "call.", "", "0001-01-01 00:00:00 +0000 UTC", "-")
	return strings.NewReplacer(pairs...)
}
