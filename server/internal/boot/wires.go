package boot

import (
	"slices"
	"sync"

	"github.com/yobirin/yobirin/server/internal/media"
	"github.com/yobirin/yobirin/server/internal/sipedge"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/sdp"
)

// wires is where the brain's orders part: signalling to the SIP edge, audio
// to the media plane. Both work on their own time, and a leg's port is opened
// by its signalling; an order for audio that comes first waits here.
type wires struct {
	edge  *sipedge.Edge
	plane *media.Plane

	mu      sync.Mutex
	waiting map[id.Leg][]leg.Order
}

func newWires(plane *media.Plane) *wires {
	return &wires{plane: plane, waiting: map[id.Leg][]leg.Order{}}
}

// Order carries out an order of the brain. It does not block.
func (w *wires) Order(o leg.Order) {
	switch o := o.(type) {
	case leg.Dial, leg.Ring, leg.Answer, leg.HangUp:
		w.edge.Order(o)
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
	case leg.StopRecord:
		// Nothing is lost when the start still waits: without a port nobody
		// could be recorded, and the plane answers for a recording it never had.
		w.plane.Do(o)
	}
}

// toMedia hands the order to the plane, or keeps it until the first leg
// without a port has one.
func (w *wires) toMedia(o leg.Order, legs ...id.Leg) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, l := range legs {
		if !l.IsZero() && w.plane.Port(l) == nil {
			w.waiting[l] = append(w.waiting[l], o)
			return
		}
	}
	w.plane.Do(o)
}

// opened hands on what waited for the leg's port.
func (w *wires) opened(l id.Leg) {
	w.mu.Lock()
	defer w.mu.Unlock()
	orders := w.waiting[l]
	delete(w.waiting, l)
	for _, o := range orders {
		if r, ok := o.(leg.Record); ok && w.plane.Port(r.Right) == nil {
			w.waiting[r.Right] = append(w.waiting[r.Right], o)
			continue
		}
		w.plane.Do(o)
	}
}

// ended drops what waited for a leg that will never have a port.
func (w *wires) ended(l id.Leg) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.waiting, l)
}

// ports is the media plane as the SIP edge wants it.
type ports struct{ wires *wires }

// Open gives the leg's port.
func (p ports) Open(l id.Leg, spec sipedge.MediaSpec) (sipedge.Port, error) {
	open := media.OpenSpec{
		Like: spec.Like, SRTP: policyOf(spec.SRTP), NAT: spec.NAT, SignalSource: spec.SignalSource,
		NoEvents: spec.NoEvents, InbandDigits: spec.NoEvents,
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
