package sipedge

import (
	"time"

	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sipua"
)

// dialDevice rings every reachable contact of a device.
func (s *session) dialDevice() {
	o := s.out
	acct := s.edge.plan.Load().devices[o.order.Device]
	if acct == nil {
		s.fail(leg.CauseUnregistered, "the device is unknown")
		return
	}
	up, all := s.edge.phones.reach(acct.ID, time.Now())
	switch {
	case all == 0:
		s.fail(leg.CauseUnregistered, "no phone is registered")
		return
	case len(up) == 0:
		s.fail(leg.CauseDeviceError, "registered but not reachable")
		return
	}
	s.media = MediaSpec{Like: o.order.Like, SRTP: acct.srtp(), NAT: true, Inband: true, SignalSource: up[len(up)-1].remote.Addr()}
	s.media.Opus = acct.Opus && s.edge.hasOpus(o.order.Like)
	if !s.open() {
		s.fail(leg.CauseCongestion, "no media port")
		return
	}
	offer, err := s.port.Offer()
	if err != nil {
		s.fail(leg.CauseTrouble, err.Error())
		return
	}
	c := sipua.Call{
		From: s.callerForDevice(), To: s.calledForDevice(acct), Offer: offer,
		Headers: deviceHeaders(&o.order, s.edge.host), Reliable: sipua.ReliableSupported,
		Session: phoneSession(), HopsBehind: s.edge.hopsBehind(&o.order),
	}
	for i := range up {
		c.Targets = append(c.Targets, up[i].target())
	}
	c.Takes = sipua.TakeRefer
	o.several = len(up) > 1
	s.invite(c)
}

// callerForDevice is the From that a phone shows.
func (s *session) callerForDevice() sipua.Address {
	who := s.out.order.From
	if who.Withheld || who.Number == "" && who.Name == "" {
		name := clean(who.Reason, maxText)
		if name == "" {
			name = "Anonymous"
		}
		return sipua.Address{Name: name, URI: sipua.URI{Scheme: "sip", User: "anonymous", Host: "anonymous.invalid"}}
	}
	user := digits(who.Number)
	if user == "" {
		user = "unknown"
	}
	a := s.edge.self(escapeUser(user))
	a.Name = clean(who.Name, maxText)
	return a
}

// calledForDevice names the number or group that the caller dialed, which
// phones show beside the caller.
func (s *session) calledForDevice(acct *DeviceAccount) sipua.Address {
	a := s.edge.self(acct.User)
	a.Name = clean(s.out.order.Called.Name, maxText)
	return a
}

// alertInfo says how a phone should ring: some match the Bellcore name, some
// the word after info=. The URL is never fetched.
func alertInfo(a leg.Alert) string {
	if a == leg.AlertInternal {
		return "<http://127.0.0.1/Bellcore-dr2>;info=alert-internal"
	}
	return "<http://127.0.0.1/Bellcore-dr1>;info=alert-external"
}

// nudge asks the phones that ring to answer by themselves.
func (s *session) nudge() {
	if s.dialog != nil && !s.device.IsZero() && !s.inbound && !s.answered && s.hungUp == nil && !s.over {
		s.dialog.Nudge()
	}
}

// deviceHeaders are what an INVITE to a phone carries besides.
func deviceHeaders(o *leg.Dial, host string) []sipua.Header {
	var out []sipua.Header
	if o.Answer {
		// The two ways in which desk phones are told to go off-hook by themselves.
		out = append(out,
			sipua.Header{Name: "Call-Info", Value: "<sip:" + host + ">;answer-after=0"},
			sipua.Header{Name: "Alert-Info", Value: "<http://www.notused.com>;info=alert-autoanswer;delay=0"})
	} else {
		out = append(out, sipua.Header{Name: "Alert-Info", Value: alertInfo(o.Alert)})
	}
	if n := digits(o.Called.Number); n != "" {
		called := sipua.Address{Name: clean(o.Called.Name, maxText), URI: sipua.URI{Scheme: "sip", User: escapeUser(n), Host: host}}
		out = append(out, sipua.Header{Name: "P-Called-Party-ID", Value: called.String()})
	}
	if o.From.Withheld {
		out = append(out, sipua.Header{Name: "Privacy", Value: "id"})
	}
	return append(out, nameOf(o.Leg))
}
