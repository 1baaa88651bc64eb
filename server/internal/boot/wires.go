package boot

import (
	"slices"
	"sync"

	"github.com/yobirin/yobirin/server/internal/browser"
	"github.com/yobirin/yobirin/server/internal/media"
	"github.com/yobirin/yobirin/server/internal/sipedge"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/sdp"
)

// wires is where the brain's orders part: signalling to the SIP edge, audio
// to the media plane. Both work on their own time, and a leg's port is opened
// by its signalling; an order for audio that comes first waits here, until the
// port opens, the leg ends or, at the latest, the call is over: an order may
// come after its leg's end, which the brain had not heard of yet.
type wires struct {
	edge     *sipedge.Edge
	browsers *browser.Edge // nil when browsers cannot make calls
	plane    *media.Plane

	mu      sync.Mutex
	waiting map[id.Call][]held
}

// held is an order that waits for the port of a leg.
type held struct {
	leg   id.Leg
	order leg.Order
}

func newWires(plane *media.Plane) *wires {
	return &wires{plane: plane, waiting: map[id.Call][]held{}}
}

// Order carries out an order of the brain. It does not block.
func (w *wires) Order(o leg.Order) {
	switch o := o.(type) {
	case leg.Dial, leg.Ring, leg.Answer, leg.HangUp, leg.Nudge, leg.TellReferrer:
		w.edge.Order(o) // each leaves the other's legs alone
		if w.browsers != nil {
			w.browsers.Order(o)
		}
	case leg.Hear:
		w.toMedia(o, o.Leg)
	case leg.Play:
		w.toMedia(o, o.Leg)
	case leg.StopPlay:
		w.toMedia(o, o.Leg)
	case leg.SendDigits:
		w.toMedia(o, o.Leg)
	case leg.Record:
		w.toMedia(o, o.Left, o.Right)
	case leg.Catch:
		w.toMedia(o, o.Leg)
	case leg.Join:
		w.toMedia(o, o.Leg)
	case leg.PauseRecord:
		w.plane.Do(o)
	case leg.StopRecord:
		w.drop(o.Call, func(h held) bool {
			r, ok := h.order.(leg.Record)
			return ok && r.Recording == o.Recording
		})
		w.plane.Do(o)
	}
}

// toMedia hands the order to the plane, or keeps it until the first leg
// without a port has one.
func (w *wires) toMedia(o leg.Order, legs ...id.Leg) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hand(o, legs...)
}

func (w *wires) hand(o leg.Order, legs ...id.Leg) {
	for _, l := range legs {
		if !l.IsZero() && w.plane.Port(l) == nil {
			c := leg.CallOf(o)
			w.waiting[c] = append(w.waiting[c], held{l, o})
			return
		}
	}
	w.plane.Do(o)
}

// opened hands on what waited for the leg's port.
func (w *wires) opened(l id.Leg) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := id.CallOf(l)
	all := w.waiting[c]
	delete(w.waiting, c)
	for _, h := range all {
		legs := []id.Leg{h.leg}
		if r, ok := h.order.(leg.Record); ok {
			legs = []id.Leg{r.Left, r.Right}
		}
		w.hand(h.order, legs...)
	}
}

// ended drops what waited for a leg that will never have a port.
func (w *wires) ended(l id.Leg) {
	w.drop(id.CallOf(l), func(h held) bool { return h.leg == l })
}

// over drops all that still waits for a call of which nothing more will come.
func (w *wires) over(c id.Call) {
	w.drop(c, func(held) bool { return true })
}

func (w *wires) drop(c id.Call, which func(held) bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	kept := slices.DeleteFunc(w.waiting[c], which)
	if len(kept) == 0 {
		delete(w.waiting, c)
		return
	}
	w.waiting[c] = kept
}

// ports is the media plane as the SIP edge wants it.
type ports struct{ wires *wires }

// Open gives the leg's port.
func (p ports) Open(l id.Leg, spec sipedge.MediaSpec) (sipedge.Port, error) {
	open := media.OpenSpec{
		Like: spec.Like, SRTP: policyOf(spec.SRTP), NAT: spec.NAT, SignalSource: spec.SignalSource,
		NoEvents: spec.NoEvents, InbandDigits: spec.NoEvents, InbandFallback: spec.Inband, DSCP: spec.DSCP,
	}
	for _, c := range spec.Codecs {
		switch c {
		case "PCMU":
			open.Laws = append(open.Laws, pcm.Mu)
		case "PCMA":
			open.Laws = append(open.Laws, pcm.A)
		}
	}
	open.Laws = slices.Compact(open.Laws)
	got, err := p.wires.plane.Open(l, open)
	if err != nil {
		return nil, err
	}
	p.wires.opened(l)
	return port{got}, nil
}

// port is one leg's media as the SIP edge wants it.
type port struct{ *media.Port }

// Negotiated tells what was agreed last.
func (p port) Negotiated() sipedge.Negotiated {
	n := p.Port.Negotiated()
	return sipedge.Negotiated{Held: n.Held, Codec: n.Codec}
}

func policyOf(s sipedge.SRTP) sdp.Policy {
	switch s {
	case sipedge.SRTPRequire:
		return sdp.Require
	case sipedge.SRTPPrefer:
		return sdp.Prefer
	case sipedge.SRTPOff:
		return sdp.Off
	}
	return sdp.Off
}
