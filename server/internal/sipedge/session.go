package sipedge

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sipua"
)

// session is one leg. Everything but its line and cancel belongs to the line:
// orders, events of its dialog and timers are carried out one after another.
type session struct {
	edge   *Edge
	id     id.Leg
	line   *line
	ctx    context.Context
	cancel context.CancelFunc

	dialog  *sipua.Dialog
	port    Port
	carrier Carrier // of a phone that speaks DTLS-SRTP with ICE; nil: the port speaks with the phone itself
	media   MediaSpec
	over    bool
	hungUp  *leg.Cause // the cause that the brain, or trouble here, ended it with

	inbound  bool
	codes    reliability
	sent     []byte // our SDP in an early answer
	answered bool   // our 200 went out, or the far side's came
	up       bool   // Answered was reported
	held     bool
	delayed  bool // the INVITE brought no offer: ours went out in the 200

	out *outbound // nil for an inbound leg

	opus atomic.Bool // Opus is agreed on, or was offered and nothing is agreed on yet; others read it

	asked    sipua.Flow    // by which an inbound leg's INVITE came. It never changes
	gone     bool          // the caller is, before the call was up
	flow     sipua.Flow    // by which the far side talked to us last
	device   id.Device     // the phone's; none for a trunk's leg. It never changes
	behind   int           // hops that an inbound leg's INVITE had behind it. It never changes
	diverted int           // how often a trunk's call had been sent on when it came. It never changes
	owned    *sipua.Dialog // where the edge finds the leg by its dialog; the edge's mutex guards it
}

// reliability is whether provisional responses of an inbound leg travel
// reliably, and then carry the answer alone.
type reliability bool

func (e *Edge) newSession(l id.Leg, inbound bool) *session {
	s := &session{edge: e, id: l, inbound: inbound}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.line = newLine(s.trouble)
	return s
}

// enter makes a leg findable; false when the edge is closing or has it.
func (e *Edge) enter(s *session) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed || e.legs[s.id] != nil {
		return false
	}
	e.legs[s.id] = s
	return true
}

func (e *Edge) leave(s *session) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.legs[s.id] != s {
		return
	}
	delete(e.legs, s.id)
	delete(e.dialogs, s.owned)
	s.owned = nil
	if e.closed && len(e.legs) == 0 {
		close(e.empty)
	}
}

// Legs is the number of legs in progress.
func (e *Edge) Legs() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.legs)
}

// put adds an order or event to the leg's line. A line that is full belongs
// to a leg that went wrong: it is ended.
func (s *session) put(deed func()) {
	if !s.line.put(deed) {
		s.edge.cfg.Logger.Error("a leg's line is full", "call", id.CallOf(s.id), "leg", s.id)
		s.line.finally(func() { s.hangUp(leg.Cause{Kind: leg.CauseTrouble, Text: "too many events"}) })
	}
}

// sink takes the events of a dialog of the leg.
func (s *session) sink(ev sipua.Event, take func(sipua.Event)) {
	if _, last := ev.(sipua.Ended); last {
		s.line.finally(func() { take(ev) })
		return
	}
	s.put(func() { take(ev) })
}

// trouble ends a leg whose deed panicked.
func (s *session) trouble(what string) {
	s.edge.cfg.Logger.Error("panic in a leg", "call", id.CallOf(s.id), "leg", s.id, "panic", what)
	s.hangUp(leg.Cause{Kind: leg.CauseTrouble})
}

// report tells the brain; a fact that it cannot take ends the leg, because
// nobody would end it later.
func (s *session) report(f leg.Fact) {
	if s.edge.cfg.Report(f) {
		return
	}
	s.edge.metrics.refused.Inc()
	s.edge.cfg.Logger.Warn("a fact was not taken", "call", f.About(), "leg", s.id)
	if _, last := f.(leg.Ended); !last {
		s.hangUp(leg.Cause{Kind: leg.CauseTrouble})
	}
}

// open gets the leg's port.
func (s *session) open() bool {
	if s.port != nil {
		return true
	}
	port, err := s.edge.cfg.Media.Open(s.id, s.media)
	if err != nil {
		s.edge.cfg.Logger.Error("a leg got no media port", "call", id.CallOf(s.id), "leg", s.id, "error", err)
		return false
	}
	s.port = port
	return true
}

// event takes what happened to the leg's dialog.
func (s *session) event(ev sipua.Event) {
	if s.over {
		return
	}
	switch ev := ev.(type) {
	case sipua.Progress:
		s.progress(ev)
	case sipua.Answered:
		s.taken(ev)
	case sipua.Confirmed:
		s.confirmed(ev)
	case sipua.Offered:
		s.offered(ev)
	case sipua.Changed:
		s.changed(ev)
	case sipua.Pressed:
		if s.up {
			s.report(leg.Digit{Leg: s.id, Key: ev.Key, By: "info"})
		}
	case sipua.Ended:
		s.finish(ev)
	case sipua.Referred:
		s.referred(ev)
	case sipua.Informed, sipua.Transferring, sipua.Nudged:
		// Nothing of these says anything about the leg.
	}
}

// offered answers a re-INVITE or UPDATE.
func (s *session) offered(ev sipua.Offered) {
	if s.port == nil {
		s.dialog.Decline(488)
		return
	}
	s.signalled(ev.Request.Flow())
	if ev.SDP == nil {
		if s.carrier != nil { // such an offer is the phone's to make
			s.dialog.Decline(488)
			return
		}
		offer, err := s.port.Offer()
		if err != nil {
			s.dialog.Decline(500)
			return
		}
		s.dialog.Accept(offer)
		return
	}
	answer, err := s.take(ev.SDP, ev.Request.Flow())
	if err != nil {
		s.dialog.Decline(488)
		return
	}
	s.dialog.Accept(answer)
	s.holding()
}

// changed takes the answer to our own offer.
func (s *session) changed(ev sipua.Changed) {
	if s.port == nil || ev.Status/100 != 2 || ev.SDP == nil {
		return
	}
	if err := s.port.Accept(ev.SDP); err != nil {
		s.hangUp(leg.Cause{Kind: leg.CauseUnacceptable})
		return
	}
	s.delayed = false // PRACK brought the answer already
	s.holding()
}

// holding tells when the far side's hold began or ended.
func (s *session) holding() {
	s.agreed()
	if !s.up {
		return
	}
	now := s.port.Negotiated().Held
	switch {
	case now && !s.held:
		s.report(leg.Held{Leg: s.id})
	case !now && s.held:
		s.report(leg.Resumed{Leg: s.id})
	}
	s.held = now
}

// connected reports the leg as up.
func (s *session) connected(contact string) {
	if s.up || s.hungUp != nil {
		return
	}
	s.up = true
	s.agreed()
	s.report(leg.Answered{Leg: s.id, Codec: s.port.Negotiated().Codec, Contact: contact})
	s.holding()
}

// hangUp ends the leg in whatever state it is.
func (s *session) hangUp(c leg.Cause) {
	if s.over || s.hungUp != nil {
		return
	}
	s.hungUp = &c
	switch {
	case s.dialog == nil:
		s.end(leg.SideLocal, c)
	case s.inbound && !s.answered:
		status, q850 := refuse(c)
		h := sipua.Hangup{Status: status, Reason: sipua.Reason{Q850: q850}}
		if h.Headers = s.warning(c); status == 503 {
			h.Headers = append(h.Headers, retryAfter()...)
		}
		s.dialog.Hangup(h)
	case !s.inbound && !s.answered && c.Kind == leg.CauseAnsweredElsewhere:
		// Tells the phone not to list a missed call.
		s.dialog.Hangup(sipua.Hangup{Reason: sipua.Reason{SIP: 200, Text: "Call completed elsewhere"}})
	default:
		s.dialog.Hangup(sipua.Hangup{Reason: sipua.Reason{Q850: byeCause(c)}})
	}
}

// finish takes the end of the leg's dialog.
func (s *session) finish(ev sipua.Ended) {
	if s.out != nil && s.goOn(ev) {
		return
	}
	if ev.By == sipua.Local && s.hungUp != nil {
		c := *s.hungUp
		if c.SIP == 0 {
			c.SIP = ev.Status
		}
		by := leg.SideLocal
		if s.gone {
			by = leg.SideRemote
		}
		s.end(by, c)
		return
	}
	d := dialed{}
	if s.out != nil {
		d.trunk = !s.out.order.Trunk.IsZero()
		if !s.out.rang.IsZero() {
			d.rang = max(time.Since(s.out.rang), 1)
		}
	}
	by := leg.SideLocal
	if ev.By == sipua.Remote {
		by = leg.SideRemote
	}
	s.end(by, s.declined(ev, causeOf(ev, d, s.inbound)))
}

// end reports that the leg is over, once.
func (s *session) end(by leg.Side, c leg.Cause) {
	if s.over {
		return
	}
	s.over = true
	s.cancel()
	if s.out != nil {
		s.out.stop(s.edge)
	}
	if s.carrier != nil {
		s.carrier.Close()
	}
	if s.port != nil {
		s.port.Close()
	}
	c.Text = clean(c.Text, maxText)
	s.edge.leave(s)
	s.edge.metrics.ended.WithLabelValues(string(c.Kind)).Inc()
	s.report(leg.Ended{Leg: s.id, By: by, Cause: c})
}

// causeOf translates how a dialog ended.
func causeOf(ev sipua.Ended, d dialed, inbound bool) leg.Cause {
	c := leg.Cause{SIP: ev.Status, Q850: ev.Reason.Q850, Text: ev.Text}
	if ev.Reason.Text != "" {
		c.Text = ev.Reason.Text
	}
	switch ev.Why {
	case sipua.WhyBye:
		c.Kind = leg.CauseNormal
	case sipua.WhyRejected:
		c.Kind = kindOf(ev.Status, ev.Reason.Q850, d)
	case sipua.WhyCancelled:
		c.Kind, c.SIP = leg.CauseCallerGone, 487
		if inbound && ev.Reason.SIP == 200 {
			c.Kind = leg.CauseAnsweredElsewhere
		}
	case sipua.WhyNoResponse, sipua.WhyTransport:
		c.Kind = leg.CauseDeviceError
		if d.trunk {
			c.Kind = leg.CauseCongestion
		}
	case sipua.WhyNoAck, sipua.WhyGone:
		c.Kind = leg.CauseDeviceError
	case sipua.WhyExpired:
		c.Kind = leg.CauseTimeout
	case sipua.WhyShutdown:
		c.Kind = leg.CauseShutdown
	case sipua.WhyTrouble:
		c.Kind = leg.CauseTrouble
	default:
		c.Kind = leg.CauseTrouble
	}
	return c
}
