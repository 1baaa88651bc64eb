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
	waiting map[id.Leg][]leg.Order // orders by the leg whose port they wait for
	joined  map[id.Leg]id.Call     // legs that have gone on to another call
}

func newWires(plane *media.Plane) *wires {
	return &wires{plane: plane, waiting: map[id.Leg][]leg.Order{}, joined: map[id.Leg]id.Call{}}
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
		w.toMedia(o, lanesOf(o)...)
	case leg.Catch:
		w.toMedia(o, o.Leg)
	case leg.Join:
		w.mu.Lock()
		w.joined[o.Leg] = o.Call
		w.hand(o, o.Leg)
		w.mu.Unlock()
	case leg.PauseRecord:
		w.plane.Do(o)
	case leg.StopRecord:
		w.drop(func(_ id.Leg, waits leg.Order) bool {
			r, ok := waits.(leg.Record)
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
			w.waiting[l] = append(w.waiting[l], o)
			return
		}
	}
	w.plane.Do(o)
}

// lanesOf are the legs that a recording takes.
func lanesOf(o leg.Record) []id.Leg { return append([]id.Leg{o.Left, o.Right}, o.More...) }

// opened hands on what waited for the leg's port.
func (w *wires) opened(l id.Leg) {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := w.waiting[l]
	delete(w.waiting, l)
	for _, o := range all {
		if r, ok := o.(leg.Record); ok {
			w.hand(o, lanesOf(r)...)
			continue
		}
		w.hand(o, l)
	}
}

// ended drops what waited for a leg that will never have a port.
func (w *wires) ended(l id.Leg) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.waiting, l)
	delete(w.joined, l)
}

// over drops all that still waits for a call of which nothing more will come.
// A leg that began there may have gone on to another call, and what waits for
// it is that call's.
func (w *wires) over(c id.Call) {
	w.drop(func(l id.Leg, o leg.Order) bool {
		if r, ok := o.(leg.Record); ok {
			return r.Call == c
		}
		return w.callOf(l) == c
	})
	w.mu.Lock()
	defer w.mu.Unlock()
	for l, in := range w.joined {
		if in == c {
			delete(w.joined, l)
		}
	}
}

func (w *wires) callOf(l id.Leg) id.Call {
	if c, ok := w.joined[l]; ok {
		return c
	}
	return id.CallOf(l)
}

func (w *wires) drop(which func(id.Leg, leg.Order) bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for l, list := range w.waiting {
		kept := slices.DeleteFunc(list, func(o leg.Order) bool { return which(l, o) })
		if len(kept) == 0 {
			delete(w.waiting, l)
			continue
		}
		w.waiting[l] = kept
	}
}

// ports is the media plane as the SIP edge wants it.
type ports struct{ wires *wires }

// Open gives the leg's port.
func (p ports) Open(l id.Leg, spec sipedge.MediaSpec) (sipedge.Port, error) {
	open := media.OpenSpec{
		Like: spec.Like, SRTP: policyOf(spec.SRTP), NAT: spec.NAT, SignalSource: spec.SignalSource,
		NoEvents: spec.NoEvents, InbandDigits: spec.NoEvents, InbandFallback: spec.Inband, DSCP: spec.DSCP,
		Opus: spec.Opus,
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
