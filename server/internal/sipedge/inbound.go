package sipedge

import (
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sipua"
)

// inviteRequest is what is read of an INVITE; *sipua.Request is one.
type inviteRequest interface {
	message
	Flow() sipua.Flow
	From() sipua.Address
	CallID() string
}

// discard takes the events of a dialog that never became a leg.
func discard(sipua.Event) {}

// invited takes a new INVITE. It decides who calls, and hands the rest to the
// brain; it runs in the stack's own goroutine and waits for nothing.
func (e *Edge) invited(d *sipua.Dialog) sipua.Sink {
	r := d.Request()
	if e.draining.Load() {
		return e.reject(d, "draining", sipua.Answer{Status: 503, Headers: retryAfter()})
	}
	if e.isOurs(r.CallID()) {
		return e.reject(d, "loop", sipua.Answer{Status: 482})
	}
	x := e.plan.Load()
	fact := leg.Incoming{Headers: leg.Headers{
		CallID: clean(r.CallID(), maxText), UserAgent: clean(r.Header("User-Agent"), maxText), Source: r.Flow().String(),
	}}
	spec := MediaSpec{SRTP: SRTPOff, Inband: true, SignalSource: r.Flow().Remote.Addr()}
	codes := reliably(r, false)
	if t := e.trunkOf(x, r); t != nil {
		if len(r.Headers("Replaces")) > 0 { // a carrier takes nobody's place
			return e.reject(d, "replaces", sipua.Answer{Status: 481})
		}
		var no *sipua.Answer
		if codes, no = fromTrunk(d, t, &fact, &spec); no != nil {
			return e.reject(d, "trunk", *no)
		}
	} else {
		acct, no := e.authenticate(r)
		if no != nil {
			return e.reject(d, "unauthenticated", *no)
		}
		fact.Device, fact.From, fact.Dialed = acct.ID, callerFromDevice(r, acct.User), dialedOnDevice(r)
		fact.Present = preferred(r, acct.User)
		if fact.Replaces, no = e.replaced(acct, r); no != nil {
			return e.reject(d, "replaces", *no)
		}
		spec.SRTP, spec.NAT, spec.Opus = acct.srtp(), true, acct.Opus
		e.guard.trust(r.Flow().Remote, acct.User, time.Now().Add(callTrust))
		d.Stick()
		d.Take(sipua.TakeRefer)
		d.Setup("", sipua.ReliableOff, phoneSession())
	}
	return e.accept(d, fact, spec, codes)
}

// accept makes the leg and tells the brain.
func (e *Edge) accept(d *sipua.Dialog, fact leg.Incoming, spec MediaSpec, codes reliability) sipua.Sink {
	fact.Leg = id.LegOf(id.NewCall(time.Now()), 1)
	s := e.newSession(fact.Leg, true)
	s.dialog, s.media, s.codes, s.device = d, spec, codes, fact.Device
	s.asked = d.Request().Flow()
	s.flow, s.behind = s.asked, d.Request().HopsBehind()
	s.putOff()
	if !fact.Trunk.IsZero() {
		s.diverted = diversions(d.Request())
	}
	if !e.enter(s) {
		return e.reject(d, "draining", sipua.Answer{Status: 503, Headers: retryAfter()})
	}
	e.own(s, d)
	if !e.cfg.Report(fact) {
		e.leave(s)
		return e.reject(d, "overloaded", sipua.Answer{Status: 503, Headers: retryAfter()})
	}
	e.metrics.invites.WithLabelValues("accepted").Inc()
	return func(ev sipua.Event) { s.sink(ev, s.event) }
}

func (e *Edge) reject(d *sipua.Dialog, why string, a sipua.Answer) sipua.Sink {
	e.metrics.invites.WithLabelValues(why).Inc()
	d.Reject(a)
	return discard
}

func (a *DeviceAccount) srtp() SRTP {
	if a.SRTP == "" {
		return SRTPOff
	}
	return a.SRTP
}

// isOurs says whether a Call-ID is of an INVITE that we sent ourselves: the
// call came round.
func (e *Edge) isOurs(callID string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	_, ok := e.ours[callID]
	return ok
}

// ring tells the caller that the far end rings, or opens the path early.
func (s *session) ring(early bool) {
	if s.over || s.hungUp != nil || s.answered || !s.inbound {
		return
	}
	offer := s.dialog.Request().SDP()
	if offer == nil && bool(s.codes) {
		s.ringWithOffer(early)
		return
	}
	if !early || offer == nil {
		if s.sent == nil { // after early audio a 180 would start the phone's own tone
			s.dialog.Ring(sipua.Answer{Status: 180, Headers: s.named()})
		}
		return
	}
	if s.sent == nil {
		answer, ok := s.agree(offer)
		if !ok {
			return
		}
		s.sent = answer
		s.dialog.Ring(sipua.Answer{Status: 183, Headers: s.named(), ContentType: "application/sdp", Body: answer})
	}
}

// agree answers the caller's offer; when that cannot be, the leg ends.
func (s *session) agree(offer []byte) ([]byte, bool) {
	if !s.open() {
		s.hangUp(leg.Cause{Kind: leg.CauseCongestion, Text: "no media port"})
		return nil, false
	}
	answer, err := s.take(offer, s.dialog.Request().Flow())
	if err != nil {
		s.hangUp(leg.Cause{Kind: leg.CauseUnacceptable, Text: err.Error()})
		return nil, false
	}
	s.agreed()
	return answer, true
}

// answer accepts the call.
func (s *session) answer() {
	if s.over || s.hungUp != nil || s.answered || !s.inbound {
		return
	}
	offer := s.dialog.Request().SDP()
	var body []byte
	switch {
	case s.sent != nil && bool(s.codes):
		// A reliable 183 carried the answer; a second one would be an offer (RFC 3262 section 5).
	case s.sent != nil:
		body = s.sent
	case offer != nil:
		ok := false
		if body, ok = s.agree(offer); !ok {
			return
		}
	default:
		if !s.open() {
			s.hangUp(leg.Cause{Kind: leg.CauseCongestion, Text: "no media port"})
			return
		}
		var err error
		if body, err = s.port.Offer(); err != nil {
			s.hangUp(leg.Cause{Kind: leg.CauseTrouble, Text: err.Error()})
			return
		}
		s.delayed = true
	}
	s.answered = true
	s.dialog.Answer(body, s.named()...)
}

// confirmed: the caller acknowledged our 200.
func (s *session) confirmed(ev sipua.Confirmed) {
	if s.up || !s.answered {
		return
	}
	if s.delayed {
		if ev.SDP == nil {
			s.hangUp(leg.Cause{Kind: leg.CauseUnacceptable, Text: "the ACK carried no answer"})
			return
		}
		if err := s.port.Accept(ev.SDP); err != nil {
			s.hangUp(leg.Cause{Kind: leg.CauseUnacceptable, Text: err.Error()})
			return
		}
	}
	s.connected("")
}
