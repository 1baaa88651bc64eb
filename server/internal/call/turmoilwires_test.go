package call

import (
	"fmt"
	"slices"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// handset is one leg as its phone sees it. What a phone does by itself
// depends on its leg alone, so that a run stays what it is when other things
// are left out of it.
type handset struct {
	leg     id.Leg
	name    string
	device  string // of the site; "": somebody outside
	state   string // "new", "ringing", "up", "over"
	inbound bool
	box     *inbox
	was     id.Call // owner before the leg moved, until a fact came late by it

	hears  []leg.Source
	plays  string // "", "loop", "once"
	player uint32
	caught bool
	hungUp int
}

func (h *handset) dice(n int) int {
	x := uint32(2166136261)
	for _, b := range h.leg {
		x = (x ^ uint32(b)) * 16777619
	}
	return int(x>>4) % n
}

func (w *turmoil) newPhone(l id.Leg, device, base string, inbound bool) *handset {
	h := &handset{leg: l, device: device, state: "new", inbound: inbound}
	h.name = fmt.Sprintf("%s#%d", base, len(w.phones)+1)
	h.box = &inbox{name: h.name}
	w.phones = append(w.phones, h)
	w.byLeg[l] = h
	return h
}

// report hands a fact to the call that has the leg; late lets one go to the
// call that had it a moment ago.
func (w *turmoil) report(h *handset, f leg.Fact, late bool) {
	to := w.ownerOf(h.leg)
	if late && !h.was.IsZero() && w.calls[h.was] != nil {
		to, h.was = h.was, id.Call{}
	}
	w.toCall(to, Fact{f})
}

// ordered takes an order to the phone it is for. Only the call that has a leg
// may order it about.
func (w *turmoil) ordered(r *running, o leg.Order) {
	switch v := o.(type) {
	case leg.Dial:
		w.invite(v)
	case leg.Record:
		for _, l := range append([]id.Leg{v.Left, v.Right}, v.More...) {
			if !l.IsZero() && w.ownerOf(l) != r.id {
				w.broken("call %s records leg %s of another call", r.id, l)
			}
		}
		w.taping[v.Recording] = true
	case leg.StopRecord:
		if !w.taping[v.Recording] {
			w.broken("recording %s was stopped that did not run", v.Recording)
		}
		w.taping[v.Recording] = false
		w.put(w.recorder, func() {
			w.toCall(v.Call, Fact{leg.Recorded{Recording: v.Recording, Call: v.Call, Path: "a.wav", Length: 5e9}})
		})
	case leg.PauseRecord:
		if !w.taping[v.Recording] {
			w.broken("recording %s was paused that does not run", v.Recording)
		}
	case leg.Ring:
		w.order1(r, v.Leg, func(h *handset) {
			if h.state == "new" {
				h.state = "ringing"
			}
		})
	case leg.Answer:
		w.order1(r, v.Leg, func(h *handset) { w.takes(h) })
	case leg.HangUp:
		w.order1(r, v.Leg, func(h *handset) { w.hangsUp(h, v) })
		if h := w.byLeg[v.Leg]; h != nil {
			if h.hungUp++; h.hungUp > 1 {
				w.broken("%s was hung up twice", h.name)
			}
		}
	case leg.Hear:
		w.order1(r, v.Leg, func(h *handset) { h.hears = slices.Clone(v.From) })
	case leg.Play:
		w.order1(r, v.Leg, func(h *handset) {
			h.plays, h.player = map[bool]string{true: "loop", false: "once"}[v.Loop], v.Player
		})
	case leg.StopPlay:
		w.order1(r, v.Leg, func(h *handset) {
			if h.player == v.Player {
				h.plays = ""
			}
		})
	case leg.Catch:
		w.order1(r, v.Leg, func(h *handset) { h.caught = v.Caught })
	case leg.SendDigits:
		w.order1(r, v.Leg, func(*handset) {})
	case leg.Nudge:
		w.order1(r, v.Leg, func(h *handset) { w.answers(h) })
	case leg.Join:
		if v.Call != w.ownerOf(v.Leg) {
			w.broken("call %s joins leg %s, which is in call %s", r.id, v.Leg, w.ownerOf(v.Leg))
		}
	case leg.TellReferrer:
	}
}

func (w *turmoil) order1(r *running, l id.Leg, fn func(*handset)) {
	h := w.byLeg[l]
	if h == nil {
		w.broken("call %s orders about leg %s that never was", r.id, l)
		return
	}
	if w.ownerOf(l) != r.id {
		w.broken("call %s orders about %s, which is in call %s", r.id, h.name, w.ownerOf(l))
	}
	w.put(h.box, func() { fn(h) })
}

func (w *turmoil) invite(d leg.Dial) {
	device, base := "", d.Number
	if !d.Device.IsZero() {
		device = w.site.name(d.Device)
		base = device
	}
	h := w.newPhone(d.Leg, device, base, false)
	w.put(h.box, func() {
		if h.state != "new" {
			return
		}
		switch n := h.dice(20); n {
		case 0, 1, 2:
			w.over(h, leg.SideRemote, []leg.Kind{leg.CauseBusy, leg.CauseRejected, leg.CauseDeviceError}[n])
		case 3: // rings without saying so
			h.state = "ringing"
		default:
			h.state = "ringing"
			w.report(h, leg.Ringing{Leg: h.leg, Early: n < 6 && device == ""}, false)
		}
	})
}

func (w *turmoil) takes(h *handset) {
	if h.state == "over" || h.state == "up" {
		return
	}
	h.state = "up"
	w.report(h, leg.Answered{Leg: h.leg, Codec: "PCMU"}, false)
}

func (w *turmoil) answers(h *handset) {
	if h.state == "ringing" && !h.inbound {
		w.takes(h)
	}
}

func (w *turmoil) hangsUp(h *handset, o leg.HangUp) {
	if h.state != "over" {
		w.over(h, leg.SideLocal, o.Cause.Kind)
	}
}

// over ends a leg. Its figures come a little later, or for some never.
func (w *turmoil) over(h *handset, by leg.Side, kind leg.Kind) {
	up := h.state == "up"
	h.state, h.hears, h.plays = "over", nil, ""
	w.report(h, leg.Ended{Leg: h.leg, By: by, Cause: leg.Cause{Kind: kind}}, h.dice(3) == 0)
	if up && h.dice(15) > 0 {
		w.put(h.box, func() { w.report(h, leg.Measured{Leg: h.leg}, false) })
	}
}
