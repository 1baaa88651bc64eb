package call

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// deed is one thing that somebody does, or that time does, and how far what
// it sets off gets before the next one. Whom it is about is looked up when it
// is done: left out of a run, it takes nothing from the others.
type deed struct {
	kind    string
	a, b, c int
	most    int    // messages delivered after it; enough to come to rest, mostly
	seed    uint64 // of their order
}

// kinds of deeds, as often as they are likely.
var deedKinds = func() []string {
	var out []string
	for kind, n := range map[string]int{
		"call": 3, "dial": 5, "answer": 16, "hang-up": 8, "reject": 3, "press": 16, "said": 14, "hold": 4, "resume": 4,
		"refer": 4, "refer-to": 4, "replaces": 2, "order": 2, "command": 24, "stop": 1, "closing": 1, "redeem": 2, "device": 2, "plan": 1, "status": 2,
		"silent": 1, "moment": 6, "due": 12, "while": 3, "talk": 8, "consult": 6, "listen": 4, "park": 4, "transfer": 3, "meet": 3,
	} {
		for range n {
			out = append(out, kind)
		}
	}
	slices.Sort(out)
	return out
}()

func deeds(seed uint64) []deed {
	rng := rand.New(rand.NewPCG(seed, 3))
	list := make([]deed, 30+rng.IntN(60))
	for i := range list {
		d := deed{kind: deedKinds[rng.IntN(len(deedKinds))], a: rng.IntN(1 << 20), b: rng.IntN(1 << 20), c: rng.IntN(1 << 20), most: 1 << 30, seed: rng.Uint64()}
		if rng.IntN(3) == 0 {
			d.most = rng.IntN(8)
		}
		list[i] = d
	}
	return list
}

var (
	turmoilKeys = []string{"#7", "#72", "#8", "#82001#", "#82003#", "#83001#", "#84001#", "#809011112222#", "#8110#", "#89201#", "#82009#",
		"#92002#", "#92004#", "#909011113333#", "#92001", "#9", "#9", "*", "*", "#", "1", "2", "3", "9", "5", "1234#", "0000#", "2004", "#*7", "#89001#", "#93001#"}
	turmoilDialed = []string{"2001", "2002", "2003", "2004", "2005", "2006", "3001", "3002", "3003", "4001", "9001", "9001", "9002", "9201", "9201", "9202", "9203", "9299",
		"9952001", "9942002", "9962003", "9952004", "9942001", "9952005", "9982003", "997", "990", "9997", "9998", "9999", "93003001", "93003002", "93003003",
		"09033334444", "18409033334444", "110", "09901234567", "0312345671", "2", "7777", "#7", ""}
	turmoilTargets = []string{"2001", "2002", "2003", "2004", "2005", "2006", "3001", "4001", "9201", "09055556666", "0990123", "2999", "9001", "9952001", "110", ""}
	turmoilCauses  = []leg.Kind{leg.CauseNormal, leg.CauseBusy, leg.CauseRejected, leg.CauseDeviceError, leg.CauseMediaTimeout}
)

// pick gives the n-th of the phones that fit, or nil.
func (w *turmoil) pick(n int, fits func(*handset) bool) *handset {
	var list []*handset
	for _, h := range w.phones {
		if h.state != "over" && fits(h) {
			list = append(list, h)
		}
	}
	if len(list) == 0 {
		return nil
	}
	if recent := len(list) - 4; recent > 0 && n/1024%3 > 0 { // what has just begun goes on
		list = list[recent:]
	}
	return list[n%len(list)]
}

// act does one deed.
func (w *turmoil) act(d deed) {
	w.say("-- %s %d %d %d", d.kind, d.a, d.b, d.c)
	up := func(h *handset) bool { return h.state == "up" }
	site := func(h *handset) bool { return h.state == "up" && h.device != "" }
	late := d.b%3 == 0
	with := func(fits func(*handset) bool, fn func(*handset)) {
		if h := w.pick(d.a, fits); h != nil {
			fn(h)
		}
	}
	switch d.kind {
	case "call", "dial", "replaces", "order":
		w.begins(d)
	case "answer":
		with(func(h *handset) bool { return h.state == "ringing" && !h.inbound }, w.answers)
	case "hang-up":
		with(func(h *handset) bool { return h.state == "up" || h.inbound }, func(h *handset) {
			w.over(h, leg.SideRemote, turmoilCauses[max(0, d.b%12-7)])
		})
	case "reject":
		with(func(h *handset) bool { return h.state == "ringing" && !h.inbound }, func(h *handset) {
			w.over(h, leg.SideRemote, turmoilCauses[1+d.b%3])
		})
	case "press":
		fits := site
		if d.b%5 == 0 {
			fits = up
		}
		with(fits, func(h *handset) {
			for _, k := range turmoilKeys[d.c%len(turmoilKeys)] {
				w.report(h, leg.Digit{Leg: h.leg, Key: string(k), By: "info"}, late)
			}
		})
	case "said":
		with(func(h *handset) bool { return h.plays == "once" }, func(h *handset) {
			h.plays = ""
			w.report(h, leg.Played{Leg: h.leg, Player: h.player}, late)
		})
	case "hold":
		with(up, func(h *handset) { w.report(h, leg.Held{Leg: h.leg}, late) })
	case "resume":
		with(up, func(h *handset) { w.report(h, leg.Resumed{Leg: h.leg}, late) })
	case "refer":
		with(up, func(h *handset) {
			w.report(h, leg.Referred{Leg: h.leg, To: turmoilTargets[d.b%len(turmoilTargets)]}, late)
		})
	case "refer-to":
		with(site, func(h *handset) {
			if there := w.pick(d.b, func(x *handset) bool { return x.device != "" && x != h }); there != nil {
				w.report(h, leg.Referred{Leg: h.leg, Replaces: there.leg}, late)
			}
		})
	case "silent":
		with(up, func(h *handset) { w.report(h, leg.Silent{Leg: h.leg, For: time.Minute}, late) })
	case "moment", "due", "while":
		w.timePasses(d)
	case "command":
		w.commands(d)
	case "talk", "consult", "listen", "park", "transfer", "meet":
		w.scene(d)
	default:
		w.siteDoes(d)
	}
}

func (w *turmoil) siteDoes(d deed) {
	agent := id.Agent(w.site.ids[w.site.agents[d.a%len(w.site.agents)]])
	switch d.kind {
	case "stop":
		if r := w.anyCall(d.a); r != nil {
			w.toCall(r.id, Stop{[]leg.Kind{leg.CauseNormal, leg.CauseShutdown}[d.b%2]})
		}
	case "closing":
		if r := w.anyCall(d.a); r != nil {
			w.toCall(r.id, Closing{})
		}
	case "redeem":
		group := w.site.ids[[]string{"sales", "sales", "support", "nowhere"}[d.a%4]]
		asked := w.now.Add(-time.Duration(d.b%4) * time.Minute)
		w.toCall(w.newCall().id, Redeem{
			Of: id.Numbered[id.Call](uint32(1 + d.c%1000)), Group: group, Number: w.site.ids["n1"], Trunk: w.site.ids["carrier"],
			From: leg.Identity{Number: "0901111000" + string(rune('0'+d.b%4))}, Since: asked.Add(-time.Minute), Asked: asked,
			Tries: d.c % 2, Again: asked.Add(time.Duration(d.c%3) * time.Minute),
		})
	case "device":
		phone := w.site.phones[d.b%len(w.site.phones)]
		in := acd.DeviceChanged{Device: w.site.ids[phone], Up: d.c%3 > 0}
		if d.c%6 == 5 {
			in.Fault = "unreachable"
		}
		w.toFloor(in)
	case "plan":
		w.plan, w.removed = w.site.calls(d.a%3), w.removed || d.b%4 == 2
		w.toFloor(acd.SetPlan{Plan: w.site.floor(d.b % 4)})
	case "status":
		w.toFloor(acd.SetStatus{Agent: agent, Paused: d.b%2 == 0, Cause: journal.BySelf})
	}
}

func (w *turmoil) anyCall(n int) *running {
	var list []*running
	for _, r := range w.order {
		if !r.over {
			list = append(list, r)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return list[n%len(list)]
}

// begins starts a call of its kind.
func (w *turmoil) begins(d deed) {
	phone := w.site.phones[d.a%len(w.site.phones)]
	in := leg.Incoming{Device: w.site.ids[phone], Dialed: turmoilDialed[d.b%len(turmoilDialed)]}
	var there *handset
	switch d.kind {
	case "call":
		in = leg.Incoming{Trunk: w.site.ids["carrier"], Dialed: "031234567" + string(rune('1'+d.a%9)), From: leg.Identity{Number: "0901111000" + string(rune('0'+d.b%4))}}
		if d.c%7 == 0 {
			in.From = leg.Identity{Withheld: true}
		}
		phone = ""
	case "replaces":
		if there = w.pick(d.b, func(x *handset) bool { return x.device != "" }); there == nil {
			return
		}
		in.Replaces, in.Dialed = there.leg, ""
	}
	if d.kind == "order" {
		w.toCall(w.newCall().id, Originate{Agent: w.site.ids[w.site.agents[d.a%len(w.site.agents)]], Dialed: turmoilDialed[d.b%len(turmoilDialed)]})
		return
	}
	w.startCall(in, phone)
}

func (w *turmoil) newCall() *running {
	w.next++
	r := &running{id: id.Numbered[id.Call](1000 + w.next), guests: map[id.Leg]bool{}}
	r.c, r.box = New(r.id, w.plan), &inbox{name: r.id.String()}
	w.calls[r.id] = r
	w.order = append(w.order, r)
	return r
}

func (w *turmoil) startCall(in leg.Incoming, phone string) {
	r := w.newCall()
	in.Leg = id.LegOf(r.id, 1)
	base := phone
	if base == "" {
		base = "outside"
	}
	w.newPhone(in.Leg, phone, base, true)
	w.toCall(r.id, Fact{in})
}

// commands lets somebody give a command, mostly to a call it is in.
func (w *turmoil) commands(d deed) {
	digits := turmoilTargets[d.c%len(turmoilTargets)]
	all := []Command{
		Hold{}, Resume{}, Mute{d.c%2 == 0}, HangUp{}, HangUp{}, PickUp{}, Transfer{digits}, Consult{digits}, Consult{digits}, Swap{}, Complete{}, Cancel{}, Merge{},
		Add{digits}, Park{}, Park{9002}, Press{"12#"}, Press{""}, Record{d.c%2 == 0}, Pause{d.c%2 == 0}, SetMode{[]Mode{Monitor, Whisper, Barge}[d.c%3]}, End{},
	}
	r := w.anyCall(d.a)
	if r == nil {
		return
	}
	agent := id.Agent(w.site.ids[w.site.agents[d.b%len(w.site.agents)]])
	if d.b%8 > 0 {
		if h := w.pick(d.a, func(h *handset) bool { return h.device != "" && h.device != "spare" && h.state == "up" }); h != nil && w.calls[w.ownerOf(h.leg)] != nil {
			r = w.calls[w.ownerOf(h.leg)]
			for _, a := range w.site.agents {
				for _, dev := range w.site.devices(a) {
					if w.site.name(dev) == h.device {
						agent = w.site.ids[a]
					}
				}
			}
		}
	}
	w.refs++
	in := Do{Ref: w.refs, By: agent, Command: all[(d.b>>3)%len(all)]}
	if d.c%11 == 0 {
		in.By, in.Of = w.site.ids["mori"], agent
	}
	if w.toCall(r.id, in) {
		w.asked++
	}
}

// timePasses lets a moment pass, or the next alarm come due at once with what
// is done next, or a while in which all comes to its end.
func (w *turmoil) timePasses(d deed) {
	if d.kind == "moment" {
		w.until(w.now.Add(time.Duration(d.a%300) * time.Millisecond))
		return
	}
	rng := rand.New(rand.NewPCG(d.seed, 5))
	w.deliver(rng, 1<<30)
	if d.kind == "due" {
		if at, ok := w.nextAlarm(); ok {
			w.until(at)
		}
		return
	}
	end := w.now.Add(time.Duration(d.a%60_000) * time.Millisecond)
	for w.fault == "" {
		at, ok := w.nextAlarm()
		if !ok || at.After(end) {
			break
		}
		w.until(at)
		w.deliver(rng, 1<<30)
	}
	w.until(end)
}

func (w *turmoil) nextAlarm() (at time.Time, ok bool) {
	for _, x := range w.timers {
		if !ok || x.at.Before(at) {
			at, ok = x.at, true
		}
	}
	return at, ok
}

// until moves the clock; every alarm that is due by then goes off.
func (w *turmoil) until(at time.Time) {
	if at.After(w.now) {
		w.now = at
	}
	var due []alarm
	w.timers = slices.DeleteFunc(w.timers, func(x alarm) bool {
		if x.at.After(w.now) {
			return false
		}
		due = append(due, x)
		return true
	})
	for _, x := range due {
		if x.call == nil {
			w.toFloor(acd.Fire{Timer: x.floor})
		} else {
			w.toCall(x.call.id, Fire{x.timer})
		}
	}
}
