package call

import (
	"math/rand/v2"
	"slices"

	"github.com/yobirin/yobirin/shared/leg"
)

// scene is several deeds in a row that lead somewhere: without them too few
// runs would come to what happens late in a call.
func (w *turmoil) scene(d deed) {
	rng := rand.New(rand.NewPCG(d.seed, 11))
	rest := func() { w.deliver(rng, 1<<30) }
	agent := func(n int) string { return "200" + string(rune('1'+n%6)) }
	keys := func(h *handset, keys string) {
		for _, k := range keys {
			w.report(h, leg.Digit{Leg: h.leg, Key: string(k), By: "rfc4733"}, false)
		}
		rest()
	}
	talking := w.pick(d.a, func(h *handset) bool {
		if h.state != "up" || h.device == "" {
			return false
		}
		r := w.calls[w.ownerOf(h.leg)]
		return r != nil && (r.c.stage == stageTalking || r.c.stage == stageRoom)
	})
	rest()
	switch d.kind {
	case "talk":
		d.kind = []string{"call", "dial", "order", "call"}[d.c%4]
		d.b = d.b / 64 * len(turmoilDialed)
		d.b += d.c % 7 // an agent, or a group
		w.begins(d)
		rest()
		w.lastAnswers()
		rest()
		w.lastAnswers() // the one who is called, after the one who ordered it
	case "consult":
		if talking != nil {
			keys(talking, "#9"+w.free(d.b)+"#")
			if d.c%4 > 0 {
				w.lastAnswers()
				rest()
			}
			w.decides(talking, d.c/4)
		}
	case "transfer":
		if talking != nil {
			keys(talking, "#8"+[]string{w.free(d.b), agent(d.b), "3001", "4001", "9201", "09055556666"}[d.c%6]+"#")
			if d.b%2 == 0 {
				w.lastAnswers()
			}
		}
	case "listen":
		w.dials([]string{"mori-desk", "kato-desk"}[d.a%2], []string{"994", "995", "996"}[d.c%3]+agent(d.b))
	case "meet":
		w.dials(w.site.phones[d.a%len(w.site.phones)], "920"+string(rune('1'+d.b%2)))
	case "park":
		if talking != nil {
			keys(talking, "#7")
			if d.b%2 == 0 {
				w.dials(w.site.phones[d.b/2%len(w.site.phones)], "900"+string(rune('1'+d.c%2)))
			}
		}
	}
	rest()
}

// decides is what an agent does next with a consultation.
func (w *turmoil) decides(h *handset, n int) {
	do := func(c Command) {
		w.refs++
		if r := w.calls[w.ownerOf(h.leg)]; r != nil && r.c.legs[h.leg] != nil && w.toCall(r.id, Do{Ref: w.refs, By: r.c.legs[h.leg].Agent, Command: c}) {
			w.asked++
		}
	}
	switch n % 8 {
	case 0, 1:
		w.report(h, leg.Digit{Leg: h.leg, Key: "*", By: "inband"}, false)
	case 2:
		do(Complete{})
	case 3:
		do(Swap{})
	case 4:
		do(Merge{})
	case 5:
		do(Cancel{})
	case 6:
		do(HangUp{})
	}
}

// free is the extension of an agent who has no phone off the hook.
func (w *turmoil) free(n int) string {
	for i := range w.site.agents {
		a := (n + i) % len(w.site.agents)
		if !slices.ContainsFunc(w.phones, func(h *handset) bool { return h.state != "over" && h.device == w.site.agents[a]+"-desk" }) {
			return "200" + string(rune('1'+a))
		}
	}
	return "2999"
}

// dials lets a phone of the site dial digits that are in turmoilDialed or not.
func (w *turmoil) dials(phone, digits string) {
	w.startCall(leg.Incoming{Device: w.site.ids[phone], Dialed: digits}, phone)
}

// lastAnswers lets the phone answer that has begun to ring last.
func (w *turmoil) lastAnswers() {
	for _, h := range slices.Backward(w.phones) {
		if h.state == "ringing" && !h.inbound {
			w.answers(h)
			return
		}
	}
}
