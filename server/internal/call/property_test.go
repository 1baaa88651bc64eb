package call

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// world plays wires and floor to one call, at random but by the contract, and
// keeps the books that the properties are about.
type world struct {
	t    *testing.T
	rng  *rand.Rand
	s    *script
	call *Call
	now  time.Time
	log  []Input
	out  []string

	legs     map[id.Leg]string // "new", "up", "over"
	hungUp   map[id.Leg]int
	order    []id.Leg
	armed    map[TimerKind]Timer
	queued   bool
	offer    id.Offer
	open     map[id.Agent]bool
	claims   map[id.Agent]int
	enqueues int
	endings  int
	reach    []id.Agent
	recs     map[id.Recording]bool
	ended    int
	done     bool
	seizes   []id.Leg
}

func newWorld(t *testing.T, seed uint64) *world {
	s := newScript()
	return &world{
		t: t, rng: rand.New(rand.NewPCG(seed, 1)), s: s, call: s.call, now: s.start,
		legs: map[id.Leg]string{}, hungUp: map[id.Leg]int{}, armed: map[TimerKind]Timer{}, open: map[id.Agent]bool{},
		claims: map[id.Agent]int{}, recs: map[id.Recording]bool{},
	}
}

func (w *world) step(in Input) {
	w.log = append(w.log, in)
	w.seizes = nil
	defer func() {
		for _, l := range slices.Clone(w.seizes) {
			w.step(FloorSays{acd.Seized{Leg: l}})
		}
	}()
	for _, e := range w.call.Step(w.now, in) {
		w.out = append(w.out, fmt.Sprintf("%T%s", e, roundTrip(w.t, e)))
		if w.done {
			w.t.Fatalf("%+v after Done", e)
		}
		w.effect(e)
	}
}

func (w *world) effect(e Effect) {
	switch e := e.(type) {
	case Order:
		w.ordered(e.Order)
	case ToFloor:
		w.told(e.Input)
	case Arm:
		w.armed[e.Timer.Kind] = e.Timer
	case Disarm:
		delete(w.armed, e.Timer.Kind)
	case Emit:
		if _, ok := e.Body.(journal.CallEnded); ok {
			w.ended++
		}
	case Done:
		w.done = true
	}
}

func (w *world) ordered(o leg.Order) {
	switch o := o.(type) {
	case leg.Dial:
		w.legs[o.Leg], w.order = "new", append(w.order, o.Leg)
	case leg.HangUp:
		w.hungUp[o.Leg]++
	case leg.Record:
		w.recs[o.Recording] = true
	case leg.StopRecord:
		delete(w.recs, o.Recording)
	}
}

func (w *world) told(in acd.Input) {
	switch in := in.(type) {
	case acd.Seize:
		w.seizes = append(w.seizes, in.Leg)
	case acd.Enqueue:
		w.queued, w.enqueues = true, w.enqueues+1
	case acd.Leave:
		w.endVisit()
	case acd.OfferTaken:
		w.endVisit()
		w.claims[in.Agent]++
	case acd.OfferFailed:
		delete(w.open, in.Agent)
	case acd.Reach:
		w.reach = append(w.reach, in.Agent)
		w.claims[in.Agent]++
	case acd.Engage:
		w.claims[in.Agent] = max(w.claims[in.Agent], 1)
	case acd.Release:
		if w.claims[in.Agent] == 0 {
			w.t.Errorf("an agent was released who was not claimed")
		}
		w.claims[in.Agent] = 0
	}
}

func (w *world) endVisit() {
	if !w.queued {
		w.t.Errorf("a visit ended twice")
	}
	w.queued, w.endings = false, w.endings+1
	clear(w.open)
}

// act lets one random thing happen.
func (w *world) act() {
	w.now = w.now.Add(time.Duration(w.rng.IntN(3000)) * time.Millisecond)
	switch n := w.rng.IntN(12); {
	case n < 6 && len(w.order) > 0:
		w.legActs(w.order[w.rng.IntN(len(w.order))])
	case n == 6:
		for _, k := range []TimerKind{TimerRinging, TimerOffer, TimerAnnounce, TimerTone} {
			if timer, ok := w.armed[k]; ok && w.rng.IntN(2) == 0 {
				delete(w.armed, k)
				w.step(Fire{timer})
				return
			}
		}
	case n == 11 && w.queued && w.rng.IntN(2) == 0:
		w.step(FloorSays{acd.Accepted{Group: w.call.group.ID}})
	case n == 7 && w.queued && len(w.open) == 0:
		names := []string{"sato", "tanaka"}[w.rng.IntN(2):]
		m := acd.Offer{Offer: id.Numbered[id.Offer](w.rng.Uint32()), Group: w.call.group.ID, RingTime: 20 * time.Second}
		w.offer = m.Offer
		for _, n := range names {
			a := id.Agent(w.s.ids[n])
			w.open[a] = true
			m.Targets = append(m.Targets, acd.Target{Agent: a, Devices: w.call.plan.Agent(a).Devices})
		}
		w.step(FloorSays{m})
	case n == 8 && len(w.open) > 0 && w.queued:
		for _, name := range []string{"sato", "tanaka"} {
			if a := id.Agent(w.s.ids[name]); w.open[a] {
				delete(w.open, a)
				w.step(FloorSays{acd.Withdraw{Offer: w.offer, Agent: a, Cause: leg.CauseTimeout}})
				return
			}
		}
	case n == 9 && w.queued && len(w.open) == 0 && w.rng.IntN(4) == 0:
		w.endVisit()
		w.step(FloorSays{acd.Dequeue{Group: w.call.group.ID, Outcome: []journal.Outcome{journal.OutcomeOverflow, journal.OutcomeTimeout}[w.rng.IntN(2)]}})
	case n == 10 && len(w.reach) > 0:
		a := w.reach[0]
		w.reach = w.reach[1:]
		m := acd.Reached{Agent: a, Devices: w.call.plan.Agent(a).Devices}
		if w.rng.IntN(3) == 0 {
			m.Devices, m.Refused = nil, leg.CauseBusy
			w.claims[a] = 0
		}
		w.step(FloorSays{m})
	case n == 11 && w.rng.IntN(30) == 0:
		w.step(Stop{leg.CauseShutdown})
	}
}

func (w *world) legActs(l id.Leg) {
	if w.legs[l] == "over" {
		return
	}
	if w.hungUp[l] > 0 && w.rng.IntN(3) > 0 {
		w.end(l, leg.SideLocal)
		return
	}
	switch n := w.rng.IntN(8); {
	case n == 0:
		w.end(l, leg.SideRemote)
	case n <= 2 && w.legs[l] == "new" && id.LegNumber(l) > 1:
		w.step(Fact{leg.Ringing{Leg: l, Early: n == 1}})
	case n <= 4 && w.legs[l] == "new" && (id.LegNumber(l) > 1 || w.call.legs[l].Answering):
		w.legs[l] = "up"
		w.step(Fact{leg.Answered{Leg: l}})
	case n == 5 && w.legs[l] == "up":
		w.step(Fact{leg.Held{Leg: l}})
	case n == 6 && w.legs[l] == "up":
		w.step(Fact{leg.Resumed{Leg: l}})
	case n == 7:
		if p := w.call.legs[l]; p.prompt != "" {
			w.step(Fact{leg.Played{Leg: l, Player: p.player}})
		}
	}
}

func (w *world) end(l id.Leg, by leg.Side) {
	up := w.legs[l] == "up"
	w.legs[l] = "over"
	w.step(Fact{leg.Ended{Leg: l, By: by, Cause: leg.Cause{Kind: leg.CauseNormal}}})
	if up {
		w.step(Fact{leg.Measured{Leg: l}})
	}
}

// settle lets every leg that was ordered to hang up do so, and the caller go.
func (w *world) settle() {
	w.end1(id.LegOf(theCall, 1), leg.SideRemote)
	for i := 0; i < len(w.order); i++ {
		if l := w.order[i]; w.legs[l] != "over" && w.hungUp[l] == 0 {
			w.t.Errorf("leg %d is alive after the caller has gone and was not hung up", id.LegNumber(l))
		}
		w.end1(w.order[i], leg.SideLocal)
	}
	if timer, ok := w.armed[TimerLinger]; ok {
		delete(w.armed, TimerLinger)
		w.step(Fire{timer})
	}
}

func (w *world) end1(l id.Leg, by leg.Side) {
	if w.legs[l] != "over" {
		w.end(l, by)
	}
}

// roundTrip writes the effect's message as JSON and reads it back: messages
// between owners are plain values.
func roundTrip(t *testing.T, e Effect) []byte {
	t.Helper()
	var v any = e
	switch e := e.(type) {
	case Order:
		v = e.Order
	case ToFloor:
		v = e.Input
	case Emit:
		v = e.Body
	case Tell:
		v = e.Message
		if f, ok := e.Message.(Forward); ok {
			v = f.Fact
		}
	case Arm, Disarm, Done, Reply, Check:
	}
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	p := reflect.New(reflect.TypeOf(v))
	if err := json.Unmarshal(raw, p.Interface()); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	if again, err := json.Marshal(p.Elem().Interface()); err != nil || string(again) != string(raw) {
		t.Fatalf("%s came back as %s, %v", raw, again, err)
	}
	return raw
}

var starts = []leg.Incoming{
	{Dialed: "0312345678"}, {Dialed: "0312345679"}, {Dialed: "0312345670"}, {Dialed: "0312345671"},
	{Dialed: "0312345672"}, {Dialed: "0312345673"}, {Dialed: "0312345674"}, {Dialed: "0312345675"}, {Dialed: "0399999999"},
}

func (w *world) begin() {
	w.legs[id.LegOf(theCall, 1)], w.order = "new", []id.Leg{id.LegOf(theCall, 1)}
	f := starts[w.rng.IntN(len(starts))]
	f.Leg, f.Trunk, f.From = id.LegOf(theCall, 1), w.s.ids["carrier"], leg.Identity{Number: "09011112222"}
	if w.rng.IntN(3) == 0 {
		f.Trunk, f.Device = id.Trunk{}, w.s.ids["tanaka-desk"]
		f.Dialed = []string{"2001", "3001", "3004", "09033334444", "18409033334444", "2009", "4001"}[w.rng.IntN(7)]
	}
	w.step(Fact{f})
}

func TestProperties(t *testing.T) {
	const runs = 1500
	for seed := range uint64(runs) {
		w := newWorld(t, seed)
		w.begin()
		for range 20 + w.rng.IntN(60) {
			if w.done {
				break
			}
			w.act()
		}
		w.settle()
		w.check(seed)
		if t.Failed() {
			for i, in := range w.log {
				t.Logf("%3d %T %+v", i, in, in)
			}
			return
		}
	}
}

func (w *world) check(seed uint64) {
	w.t.Helper()
	if !w.done || w.ended != 1 {
		w.t.Errorf("seed %d: done %v, %d records", seed, w.done, w.ended)
	}
	if len(w.armed) > 0 {
		w.t.Errorf("seed %d: timers left armed: %v", seed, w.armed)
	}
	for l, n := range w.hungUp {
		if n > 1 {
			w.t.Errorf("seed %d: leg %d was hung up %d times", seed, id.LegNumber(l), n)
		}
	}
	if w.queued || w.enqueues != w.endings {
		w.t.Errorf("seed %d: %d arrivals, %d endings", seed, w.enqueues, w.endings)
	}
	for a, n := range w.claims {
		if n != 0 {
			w.t.Errorf("seed %d: agent %s is still claimed", seed, w.s.names.Replace(a.String()))
		}
	}
	if len(w.recs) > 0 {
		w.t.Errorf("seed %d: a recording was not stopped", seed)
	}
}

func TestReplayGivesTheSameEffects(t *testing.T) {
	for seed := range uint64(200) {
		run := func() []string {
			w := newWorld(t, seed)
			w.begin()
			for range 60 {
				if !w.done {
					w.act()
				}
			}
			w.settle()
			return w.out
		}
		if a, b := run(), run(); !slices.Equal(a, b) {
			t.Fatalf("seed %d gave two different runs", seed)
		}
	}
}
