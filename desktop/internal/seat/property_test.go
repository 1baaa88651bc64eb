package seat

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/live"
)

var propertySeeds = flag.Uint64("seeds", 8, "how many random lives TestProperties plays")

// chaos lives a random life: a phone that mostly does what it is told, a
// server that mostly answers, a person who presses everything, and facts that
// come from nowhere.
type chaos struct {
	*world
	rng     *rand.Rand
	log     []string
	phone   map[Line]string // "known", "over"; what the phone may be ordered
	due     []Input         // what will come of effects, in any order
	replies map[uint64]int
	given   map[uint64]bool
	ring    RingHow
	cards   []Card
	shows   map[Line]bool // notifications on the screen
	missed  map[Line]bool // those of missed calls
	lines   int
	rev     uint64
	last    []byte
	old     State
	oldJSON []byte
	exited  bool
}

func newChaos(t *testing.T, seed uint64) *chaos {
	return &chaos{
		world: newWorld(t), rng: rand.New(rand.NewPCG(seed, 7)), phone: map[Line]string{}, replies: map[uint64]int{},
		given: map[uint64]bool{}, shows: map[Line]bool{}, missed: map[Line]bool{},
	}
}

// TestProperties holds whatever happens, in whatever order.
func TestProperties(t *testing.T) {
	for seed := range *propertySeeds {
		c := newChaos(t, seed)
		for _, in := range []Input{Loaded{Settings: defaults().Settings, Language: "ja", PhoneOn: true}, Linked{URL: "https://a.example", Phase: Online}, tanaka(), Registration{State: PhoneRegistered}} {
			c.do(in)
		}
		for range 1000 {
			c.do(c.any())
			if t.Failed() {
				tail := c.log[max(0, len(c.log)-25):]
				t.Fatalf("seed %d, step %d:\n%s", seed, len(c.log), bytes.Join(asBytes(tail), []byte("\n")))
			}
			if c.rng.IntN(12) == 0 {
				c.pass(time.Duration(c.rng.IntN(4000)) * time.Millisecond)
			}
		}
		c.quiet()
		if t.Failed() {
			t.Fatalf("seed %d, at its end", seed)
		}
	}
}

func asBytes(in []string) (out [][]byte) {
	for _, s := range in {
		out = append(out, []byte(s))
	}
	return out
}

// pass is wait with the invariants after every timer.
func (c *chaos) pass(d time.Duration) {
	until := c.now.Add(d)
	for {
		name := ""
		for n, a := range c.timers {
			if name == "" || a.at.Before(c.timers[name].at) || a.at.Equal(c.timers[name].at) && a.gen < c.timers[name].gen {
				name = n
			}
		}
		if name == "" || c.timers[name].at.After(until) {
			break
		}
		a := c.timers[name]
		delete(c.timers, name)
		c.now = a.at
		c.do(Fired{name, a.gen})
	}
	c.now = until
}

// quiet: after everybody has said their last word, nothing may be left.
func (c *chaos) quiet() {
	for _, in := range c.due {
		c.do(in)
	}
	c.due = nil
	for line, is := range c.phone {
		if is == "known" {
			c.do(LineEnded{Line: line, By: EndedByThem})
		}
	}
	c.pass(2 * time.Minute)
	if n := len(c.seat.lines); n != 0 {
		c.t.Errorf("%d lines are left", n)
	}
	if n := len(c.seat.timers); n != 0 {
		c.t.Errorf("%d timers are left: %v", n, c.seat.timers)
	}
	if len(c.shows) != 0 {
		c.t.Errorf("notifications are left: %v", c.shows)
	}
	for ref := range c.given {
		if c.replies[ref] != 1 {
			c.t.Errorf("command %d has %d replies", ref, c.replies[ref])
		}
	}
}

// do steps and checks.
func (c *chaos) do(in Input) {
	if o, ok := in.(LineOffered); ok && c.phone[o.Line] == "" {
		c.phone[o.Line] = "known"
	}
	if e, ok := in.(LineEnded); ok && c.phone[e.Line] != "" {
		c.phone[e.Line] = "over"
	}
	c.log = append(c.log, fmt.Sprintf("%T%s", in, brief(reflect.ValueOf(in))))
	c.out.Reset()
	effects := c.step(in)
	c.log = append(c.log, c.out.String())
	for _, e := range effects {
		c.effect(e)
	}
	c.check()
}

func (c *chaos) effect(e Effect) {
	raw, err := json.Marshal(e)
	if err != nil {
		c.t.Fatal(err)
	}
	back := reflect.New(reflect.TypeOf(e))
	if err := json.Unmarshal(raw, back.Interface()); err != nil {
		c.t.Fatal(err)
	}
	if again, _ := json.Marshal(back.Interface()); !bytes.Equal(raw, again) {
		c.t.Errorf("%T does not survive JSON:\n%s\n%s", e, raw, again)
	}
	switch e := e.(type) {
	case Reply:
		if c.replies[e.Ref]++; c.replies[e.Ref] > 1 || !c.given[e.Ref] {
			c.t.Errorf("reply %d came %d times", e.Ref, c.replies[e.Ref])
		}
	case Ring:
		if e.How != RingTry {
			if e.How == c.ring {
				c.t.Errorf("rings %q again", e.How)
			}
			c.ring = e.How
		}
	case Show:
		c.cards = e.Cards
	case Notify:
		if !e.Missed {
			if c.shows[e.Line] {
				c.t.Errorf("%s is notified twice", e.Line)
			}
			c.shows[e.Line] = true
		} else if c.shows[e.Line] {
			c.t.Errorf("%s is missed and still asked for", e.Line)
		} else {
			c.missed[e.Line] = true
		}
	case Withdraw:
		if !c.shows[e.Line] && !c.missed[e.Line] {
			c.t.Errorf("%s is withdrawn without a notification", e.Line)
		}
		delete(c.shows, e.Line)
		delete(c.missed, e.Line)
	case Post:
		c.later(Posted{Ref: e.Ref})
		if c.rng.IntN(3) == 0 {
			c.later(Posted{Ref: e.Ref, Trouble: &Trouble{Code: "not-now"}})
		}
	case Register:
		c.later(Registration{State: PhoneRegistered})
	case Unregister:
		c.later(Registration{State: PhoneOff})
	case EndSession:
		c.later(SignedOut{})
	case Exit:
		c.exited = true
	default:
		c.order(e)
	}
}

// order is the phone, which knows its lines.
func (c *chaos) order(e Effect) {
	at := reflect.ValueOf(e).FieldByName("Line")
	if !at.IsValid() {
		return
	}
	line := Line(at.String())
	if dial, is := e.(DialLine); is {
		if c.phone[line] != "" {
			c.t.Errorf("%s is dialed twice", line)
		}
		c.phone[line] = "known"
		c.later(LineProgress{Line: line, Leg: "leg-" + string(line)})
		c.later(LineUp{Line: line, Leg: "leg-" + string(line), Media: MediaPlain})
		_ = dial
		return
	}
	if c.phone[line] != "known" {
		c.t.Errorf("%T for %s, which the phone does not know (%q)", e, line, c.phone[line])
	}
	switch e := e.(type) {
	case AcceptLine:
		c.later(LineUp{Line: line, Media: MediaPlain})
	case HoldLine:
		c.later(LineHeld{Line: line, Held: e.On, Failed: c.rng.IntN(6) == 0})
	case RefuseLine, HangUpLine:
		c.later(LineEnded{Line: line, By: EndedByUs})
	default:
	}
}

func (c *chaos) later(in Input) {
	if c.rng.IntN(15) != 0 { // now and then nothing comes of it
		c.due = append(c.due, in)
	}
}

// check holds the invariants.
func (c *chaos) check() {
	s := c.seat.State(c.now)
	raw, err := json.Marshal(s)
	if err != nil {
		c.t.Fatal(err)
	}
	var back State
	if err := json.Unmarshal(raw, &back); err != nil || !reflect.DeepEqual(back, s) {
		c.t.Errorf("the State does not survive JSON (%v): %s", err, raw)
	}
	switch changed := !bytes.Equal(raw, c.last); {
	case changed && s.Rev == c.rev && c.last != nil, !changed && s.Rev != c.rev:
		c.t.Errorf("Rev went from %d to %d, changed %v", c.rev, s.Rev, changed)
	}
	c.last, c.rev = raw, s.Rev
	if c.oldJSON == nil || c.rng.IntN(20) == 0 {
		c.old, c.oldJSON = s, raw
	} else if now, _ := json.Marshal(c.old); !bytes.Equal(now, c.oldJSON) {
		c.t.Errorf("a State that was given was written to:\n%s\n%s", c.oldJSON, now)
	}
	var asking []Line
	live := 0
	for _, l := range s.Calls {
		if slices.Contains(l.Can, CanAnswer) {
			asking = append(asking, l.Line)
		}
		if l.Phase != Ended {
			live++
		}
		if (l.Phase == Ended) != (l.EndedBy != "") {
			c.t.Errorf("%s is %s, ended by %q", l.Line, l.Phase, l.EndedBy)
		}
	}
	var cards []Line
	for _, k := range c.cards {
		cards = append(cards, k.Line)
	}
	if !slices.Equal(cards, asking) {
		c.t.Errorf("cards %v, offered %v", cards, asking)
	}
	if (c.ring != RingNone) != (len(asking) > 0) {
		c.t.Errorf("rings %q with %d offered", c.ring, len(asking))
	}
	for line := range c.shows {
		if !slices.Contains(asking, line) {
			c.t.Errorf("a notification of %s is left", line)
		}
	}
	if live > maxLines {
		c.t.Errorf("%d calls", live)
	}
	c.checkTalking()
}

// checkTalking: two are never talked with, but for a moment in which one is
// being held; and who could not be held is muted by itself.
func (c *chaos) checkTalking() {
	var talking []Line
	for _, l := range c.seat.lines {
		if l.talking() {
			talking = append(talking, l.Line)
		}
		if l.helpless && l.hushed && !l.Muted {
			c.t.Errorf("%s hears another call", l.Line)
		}
	}
	if len(talking) > 1 {
		c.t.Errorf("talks with %v", talking)
	}
}

// any is the next thing that happens.
func (c *chaos) any() Input {
	if c.exited || c.seat.is.Session == nil && c.rng.IntN(4) == 0 {
		c.exited = false
		c.seat.leave = leaving{} // the next run of the app
		return tanaka()
	}
	if len(c.due) > 0 && c.rng.IntN(3) > 0 {
		i := 0
		if c.rng.IntN(5) == 0 {
			i = c.rng.IntN(len(c.due))
		}
		in := c.due[i]
		c.due = slices.Delete(c.due, i, i+1)
		return in
	}
	switch c.rng.IntN(10) {
	case 0, 1:
		return c.offer()
	case 2, 3:
		return c.nonsense()
	case 4:
		return c.world1()
	}
	c.refs++
	c.given[c.refs] = true
	return Commanded{Ref: c.refs, Command: c.wish()}
}

func (c *chaos) offer() Input {
	c.lines++
	line := Line(fmt.Sprintf("in-%d", c.lines))
	return LineOffered{
		Line: line, Leg: []string{"", "leg-" + string(line)}[c.rng.IntN(2)], From: Person{Number: []string{"2002", "09011112222", ""}[c.rng.IntN(3)]},
		Internal: c.rng.IntN(3) == 0, Auto: c.rng.IntN(8) == 0,
	}
}

// some gives a line: mostly one of now, sometimes one that is gone or never was.
func (c *chaos) some() Line {
	if n := len(c.seat.lines); n > 0 && c.rng.IntN(8) > 0 {
		return c.seat.lines[c.rng.IntN(n)].Line
	}
	return Line(fmt.Sprintf("in-%d", c.rng.IntN(c.lines+2)))
}

// nonsense is a fact for a line that the phone knows, whether or not it was
// to be expected; or for one that it does not know.
func (c *chaos) nonsense() Input {
	line := c.some()
	ends := []EndedBy{EndedByThem, EndedByUs, EndedElsewhere, EndedMissed, EndedFailed}
	if c.phone[line] != "known" {
		return LineQuality{Line: line}
	}
	switch c.rng.IntN(9) {
	case 0:
		return LineUp{Line: line, Leg: "leg-" + string(line)}
	case 1:
		return LineHeld{Line: line, Held: c.rng.IntN(2) == 0, Failed: c.rng.IntN(4) == 0}
	case 2:
		return LineFarHeld{Line: line, Held: c.rng.IntN(2) == 0}
	case 3:
		return LineMedia{Line: line, Media: MediaICE}
	case 4:
		return LineQuality{Line: line, Quality: Quality{MOS: c.rng.Float64()}}
	case 5:
		return LineSilent{Line: line, Silent: c.rng.IntN(2) == 0}
	case 6:
		return LineProgress{Line: line, Leg: "leg-" + string(line)}
	}
	return LineEnded{Line: line, By: ends[c.rng.IntN(len(ends))], Status: []int{0, 486, 480}[c.rng.IntN(3)]}
}

// world1 is what server, devices and shell say.
func (c *chaos) world1() Input {
	t := &Trouble{Code: "no_microphone"}
	if c.rng.IntN(2) == 0 {
		t = nil
	}
	switch c.rng.IntN(12) {
	case 0:
		return Linked{URL: "https://a.example", Phase: []Phase{Online, Online, Offline, Connecting}[c.rng.IntN(4)], Trouble: t}
	case 1:
		return SoundTrouble{t}
	case 2:
		return SoundDevices{Microphones: devices("a,b")}
	case 3:
		return Registration{State: []PhoneState{PhoneRegistered, PhoneRegistered, PhoneFailed, PhoneOff}[c.rng.IntN(4)], Trouble: t}
	case 4:
		if c.rng.IntN(6) == 0 {
			return SignedOut{t}
		}
		return tanaka()
	case 5:
		return Directory{map[string]Person{"2002": {Name: "x", Agent: "a2"}}}
	case 6:
		return Opened{[]string{"", "tel:0312345678", "tel:x"}[c.rng.IntN(3)]}
	case 7:
		return HotkeyPressed{[]string{"answer", "hangup"}[c.rng.IntN(2)]}
	case 8:
		return Posted{Ref: uint64(c.rng.IntN(5))}
	case 9:
		return Own{live.AgentRow{State: "paused"}}
	}
	return Mine{c.someRows()}
}

func (c *chaos) someRows() (rows []live.MyCall) {
	for i, l := range c.seat.lines {
		leg := "leg-" + string(l.Line)
		if c.rng.IntN(4) == 0 {
			continue
		}
		r := live.MyCall{CallRow: live.CallRow{ID: fmt.Sprintf("c%d", i), Direction: "inbound", Recording: c.rng.IntN(2) == 0}, PopupRing: "https://crm.example/" + leg, WaitedSince: 5}
		r.Parties = []live.CallParty{{Leg: "x", Role: "caller", State: "up"}, {Leg: leg, Role: "agent", Agent: "a1", State: "up"}}
		if c.rng.IntN(3) == 0 {
			r.Parties = append(r.Parties, live.CallParty{Leg: "y", Role: "agent", Agent: "a2", State: []string{"ringing", "up"}[c.rng.IntN(2)]})
			r.Transfer = &live.Handing{By: []string{"a1", "a2"}[c.rng.IntN(2)], How: []string{"attended", "blind", "add"}[c.rng.IntN(3)], To: []string{"2002", "2001", "0312345678"}[c.rng.IntN(3)], Stage: []string{"begun", "ringing", "consulting"}[c.rng.IntN(3)], Swapped: c.rng.IntN(3) == 0}
		}
		if c.rng.IntN(10) == 0 {
			r.Watching = &live.Watching{Leg: leg, Agent: "a2", Mode: "monitor"}
		}
		rows = append(rows, r)
	}
	return rows
}

// wish is a command.
func (c *chaos) wish() Command {
	on := c.rng.IntN(2) == 0
	to := []string{"2002", "09011112222", "x", "+81-3-1234-5678"}[c.rng.IntN(4)]
	all := []Command{
		Answer{}, Answer{}, Answer{c.some()}, Reject{}, Reject{c.some()}, HangUp{}, HangUp{c.some()}, Dial{To: to}, Dial{To: to}, Redial{},
		Hold{c.some(), on}, Hold{c.some(), on}, Hold{c.some(), on}, Hold{c.some(), false}, Mute{c.some(), on}, Press{c.some(), "1#"},
		Transfer{c.some(), to}, Consulting{c.some(), to}, Add{c.some(), to}, Swap{c.some()}, Complete{c.some()}, Cancel{c.some()}, Merge{c.some()},
		Park{c.some()}, PickUp{9001}, Record{c.some(), on}, Pause{c.some(), on}, TestCall{}, TryRinger{}, Meter{on}, ShowWindow{}, PutAway{"n1"},
		ChooseSound{}, ChooseCallerID{"n2"}, ChangeSettings{Popup: &on}, UseServer{"a.example"},
	}
	switch c.rng.IntN(150) {
	case 0:
		return LogOut{Sure: c.rng.IntN(2) == 0}
	case 1:
		return Quit{Sure: c.rng.IntN(2) == 0}
	case 2, 3:
		return PhoneOn{on}
	}
	return all[c.rng.IntN(len(all))]
}
