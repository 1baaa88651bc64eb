package sipedge

import (
	"crypto/rand"
	"encoding/hex"
	"net/netip"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sipua"
)

// outbound is what only a dialed leg has. It belongs to the leg's line.
type outbound struct {
	order     leg.Dial
	trunk     *trunkWatch      // nil for a device
	next      []netip.AddrPort // addresses of the trunk that were not tried
	at        netip.AddrPort   // the address of the trunk that was tried last
	called    []string         // numbers that were redirected
	redirects int
	unled     string    // why a number is not followed that the carrier redirects to, by the site
	attempt   int       // number of the INVITE whose events count
	callID    string    // of that INVITE
	heard     bool      // some provisional response came: no other address is tried
	rang      time.Time // first 180
	early     bool      // the far side's early media was agreed
	told      bool      // the brain knows that the call goes on
	several   bool      // more than one contact rings
}

// stop forgets the Call-ID.
func (o *outbound) stop(e *Edge) {
	if o.callID != "" {
		e.mu.Lock()
		delete(e.ours, o.callID)
		e.mu.Unlock()
	}
}

// dial starts an outbound leg.
func (e *Edge) dial(o leg.Dial) {
	s := e.newSession(o.Leg, false)
	s.out, s.device = &outbound{order: o}, o.Device
	if !e.enter(s) {
		if e.leg(o.Leg) != nil {
			e.cfg.Logger.Error("a leg was dialed twice", "call", id.CallOf(o.Leg), "leg", o.Leg)
			return
		}
		s.put(func() { s.end(leg.SideRemote, leg.Cause{Kind: leg.CauseShutdown}) })
		return
	}
	s.put(func() {
		switch {
		case s.over:
		case !o.Device.IsZero():
			s.dialDevice()
		default:
			s.dialTrunk()
		}
	})
}

// fail ends a leg that could not even be sent.
func (s *session) fail(kind leg.Kind, text string) {
	s.end(leg.SideRemote, leg.Cause{Kind: kind, Text: text})
}

// invite sends one INVITE. Events of the ones before it count no more.
func (s *session) invite(c sipua.Call) {
	o := s.out
	o.stop(s.edge)
	o.attempt++
	attempt := o.attempt
	o.callID = newCallID()
	c.CallID = o.callID
	s.edge.mu.Lock()
	s.edge.ours[o.callID] = struct{}{}
	s.edge.mu.Unlock()
	d, err := s.edge.ua.Dial(c, func(ev sipua.Event) {
		s.sink(ev, func(ev sipua.Event) {
			if attempt == o.attempt {
				s.event(ev)
			}
		})
	})
	if err != nil {
		s.edge.cfg.Logger.Error("an INVITE could not be made", "call", id.CallOf(s.id), "leg", s.id, "error", err)
		s.fail(leg.CauseTrouble, "the call could not be made")
		return
	}
	s.dialog = d
	s.edge.own(s, d)
}

// newCallID draws a Call-ID that tells nothing of the call.
func newCallID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // crypto/rand never fails on supported systems
	return hex.EncodeToString(b)
}

// progress takes a provisional response.
func (s *session) progress(ev sipua.Progress) {
	o := s.out
	if o == nil || s.hungUp != nil {
		return
	}
	o.heard = true
	// Early audio of one phone among several would be heard over the others' ringing.
	early := ev.SDP != nil && !o.several && s.port.Accept(ev.SDP) == nil
	ringing := ev.Response.Status() == 180
	// A carrier's 183 without audio says that the call goes on: whoever waits
	// hears ringing rather than nothing.
	onward := ringing || o.trunk != nil && ev.Response.Status() > 180
	switch {
	case early && !o.early:
		o.early, o.told = true, true
		s.report(leg.Ringing{Leg: s.id, Early: true})
	case onward && !o.told:
		o.told = true
		s.report(leg.Ringing{Leg: s.id})
	}
	if (ringing || early) && o.rang.IsZero() {
		o.rang = time.Now()
	}
}

// taken: the far side answered our INVITE.
func (s *session) taken(ev sipua.Answered) {
	if s.out == nil || s.hungUp != nil {
		return
	}
	s.answered = true
	s.signalled(ev.Response.Flow())
	switch {
	case ev.SDP != nil:
		if err := s.port.Accept(ev.SDP); err != nil {
			s.hangUp(leg.Cause{Kind: leg.CauseUnacceptable, SIP: ev.Response.Status(), Text: err.Error()})
			return
		}
	case !s.out.early:
		s.hangUp(leg.Cause{Kind: leg.CauseUnacceptable, SIP: ev.Response.Status(), Text: "the answer carried no session description"})
		return
	}
	s.connected(ev.Response.Flow().String())
}
