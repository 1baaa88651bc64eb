package sipedge

import (
	"context"
	"errors"
	"net/netip"
	"time"

	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sipua"
)

// dialTrunk calls a number outside.
func (s *session) dialTrunk() {
	o := s.out
	w := s.edge.trunks.watched(o.order.Trunk)
	switch {
	case w == nil:
		s.fail(leg.CauseCongestion, "the trunk is unknown")
		return
	case w.trunk.Disabled:
		s.fail(leg.CauseForbidden, "the trunk is disabled")
		return
	case digits(o.order.Number) == "":
		s.fail(leg.CauseNotFound, "the number has no digits")
		return
	}
	o.trunk = w
	next, err := s.edge.hops(s.ctx, w)
	switch {
	case s.ctx.Err() != nil:
		return // the order to hang up is in the line
	case err != nil:
		s.fail(leg.CauseCongestion, err.Error())
		return
	}
	o.next = next
	p := &w.trunk.Profile
	s.media = MediaSpec{
		Like: o.order.Like, SRTP: SRTPOff, SignalSource: next[0].Addr(), Codecs: p.Codecs, NoEvents: p.TelephoneEvt == UseOff,
	}
	if !s.open() {
		s.fail(leg.CauseCongestion, "no media port")
		return
	}
	s.tryNext()
}

// hops gives the trunk's addresses, asking DNS when none is known yet.
func (e *Edge) hops(ctx context.Context, w *trunkWatch) ([]netip.AddrPort, error) {
	if known := w.addresses(); len(known) > 0 {
		return known, nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookUpPatience)
	defer cancel()
	host, port := splitHost(w.trunk.nextHop())
	found, err := e.cfg.Resolve(ctx, host, port, w.trunk.Transport)
	if err == nil && len(found) == 0 {
		err = errors.New("the trunk's name has no address")
	}
	return found, err
}

// tryNext sends the INVITE to the next address of the trunk.
func (s *session) tryNext() {
	o := s.out
	at := o.next[0]
	o.next = o.next[1:]
	offer, err := s.port.Offer()
	if err != nil {
		s.fail(leg.CauseTrouble, err.Error())
		return
	}
	t := &o.trunk.trunk
	var patience time.Duration // with the last address it is timer B
	if len(o.next) > 0 {
		patience = s.edge.cfg.FailOver
	}
	who := presented(t, o.order.From, o.order.Privacy)
	s.invite(sipua.Call{
		Targets: []sipua.Target{{
			URI: t.uri(t.number(o.order.Number)), Next: at, Transport: sipTransport(t.Transport), StreamAllowed: true,
		}},
		From: who.from, To: sipua.Address{URI: t.uri(t.number(o.order.Number))}, ContactUser: who.contact, Offer: offer,
		Headers: who.headers, Credentials: t.credentials(), Reliable: t.Profile.reliability(), Session: t.Profile.session(),
		GiveUp: patience,
	})
}

// number writes digits as the carrier wants them.
func (t *Trunk) number(n string) string {
	n = digits(n)
	if t.Profile.E164 {
		return international(n, t.Profile.country())
	}
	return n
}

// presentation is how we show ourselves to a carrier.
type presentation struct {
	from    sipua.Address
	contact string
	headers []sipua.Header
}

// presented places the caller ID (RFC 3325). With the number withheld (184)
// From is anonymous, Privacy asks the carrier to keep the secret, and the
// number stands only in the header that the profile names, if any.
func presented(t *Trunk, who leg.Identity, privacy leg.Privacy) presentation {
	p := &t.Profile
	number := t.number(who.Number)
	hide := who.Withheld || number == "" && p.FromUser == ""
	switch privacy {
	case leg.PrivacyWithhold:
		hide = true
	case leg.PrivacyPresent:
	case leg.PrivacyDefault:
		hide = hide || p.Withhold
	}
	name := clean(who.Name, maxText)
	var out presentation
	if hide {
		out.from = sipua.Address{Name: "Anonymous", URI: sipua.URI{Scheme: "sip", User: "anonymous", Host: "anonymous.invalid"}}
		out.contact = "anonymous"
		out.headers = append(out.headers, sipua.Header{Name: "Privacy", Value: "id"})
		name = "" // a name may be the number
	} else {
		user := number
		if p.FromUser != "" {
			user = p.FromUser
		}
		out.from = sipua.Address{Name: name, URI: t.ours(user)}
		out.contact = escapeUser(user)
		if t.Register != nil {
			out.contact = escapeUser(t.Register.User)
		}
	}
	if number != "" && p.Assert != AssertNone && (!hide || p.AssertHidden) {
		asserted := sipua.Address{Name: name, URI: t.ours(number)}
		out.headers = append(out.headers, sipua.Header{Name: string(p.Assert), Value: asserted.String()})
	}
	return out
}
