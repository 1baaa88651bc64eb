package sipedge

import (
	"context"
	"net/netip"
	"time"

	"github.com/yobirin/yobirin/server/internal/carrier"
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
	case s.edge.divertedBefore(&o.order) >= diversionLimit:
		s.fail(leg.CauseLoop, "the call was sent on too often")
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
		Like: o.order.Like, SRTP: SRTPOff, SignalSource: next[0].Addr(), Codecs: p.Codecs, NoEvents: withoutEvents(p), Inband: true,
		DSCP: p.DSCP,
	}
	if !s.open() {
		s.fail(leg.CauseCongestion, "no media port")
		return
	}
	s.tryNext()
}

// hops gives the trunk's addresses, asking DNS when none is known yet.
func (e *Edge) hops(ctx context.Context, w *trunkWatch) ([]netip.AddrPort, error) {
	if known := w.addresses(time.Now()); len(known) > 0 {
		return known, nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookUpPatience)
	defer cancel()
	return w.resolve(ctx)
}

// tryNext sends the INVITE to the next address of the trunk.
func (s *session) tryNext() {
	o := s.out
	o.at = o.next[0]
	o.next = o.next[1:]
	offer, err := s.port.Offer()
	if err != nil {
		s.fail(leg.CauseTrouble, err.Error())
		return
	}
	t := &o.trunk.trunk
	var patience time.Duration // with the last address it is timer B
	if len(o.next) > 0 || emergency(digits(o.order.Number)) && s.edge.trunks.several() {
		patience = s.edge.cfg.FailOver
	}
	who := presented(t, &o.order, s.edge.divertedBefore(&o.order))
	called := t.phone(t.uri(who.prefix + t.number(o.order.Number)))
	s.invite(sipua.Call{
		Targets: []sipua.Target{{URI: called, Next: o.at, Transport: sipTransport(t.Transport), StreamAllowed: true}},
		From:    who.from, To: sipua.Address{URI: called}, ContactUser: who.contact, Offer: offer,
		Headers: who.headers, Credentials: t.credentials(), Reliable: reliabilityOf(&t.Profile), Session: sessionOf(&t.Profile, false),
		GiveUp: patience, HopsBehind: s.edge.hopsBehind(&o.order),
	})
}

// number writes digits as the carrier wants them.
func (t *Trunk) number(n string) string {
	n = digits(n)
	if t.Profile.E164 {
		return international(n, t.Profile.CountryCode())
	}
	return n
}

// phone marks a number's URI as such where the carrier wants that.
func (t *Trunk) phone(u sipua.URI) sipua.URI {
	if t.Profile.UserPhone && digits(u.User) != "" {
		u.UriParams = append(u.UriParams, sipua.Param{K: "user", V: "phone"})
	}
	return u
}

// account is the user that From carries instead of the caller's number; "" is
// none.
func (t *Trunk) account() string {
	switch {
	case t.Profile.FromUser != "":
		return t.Profile.FromUser
	case t.Profile.FromAccount && t.Register != nil:
		return t.Register.User
	}
	return ""
}

// presentation is how we show ourselves to a carrier.
type presentation struct {
	from    sipua.Address
	contact string
	headers []sipua.Header
	prefix  string // dialed before the number: 184, 186 or nothing
}

// anonymous is the From of a withheld number (RFC 3323 section 4.1.1.3).
func anonymous() sipua.Address {
	return sipua.Address{Name: "Anonymous", URI: sipua.URI{Scheme: "sip", User: "anonymous", Host: "anonymous.invalid"}}
}

// presented places the caller ID (RFC 3325). With the number withheld (184)
// From is anonymous, Privacy asks the carrier to keep the secret, and the
// number stands only in the header that the profile names, if any. Emergency
// calls never withhold it (C-CODE-12). Before is how often the call had been
// sent on when it came.
func presented(t *Trunk, o *leg.Dial, before int) presentation {
	p := &t.Profile
	number, account, urgent := t.number(o.From.Number), t.account(), emergency(digits(o.Number))
	wish := wished(p, o, urgent)
	byPrefix := p.WithholdBy == carrier.WithholdByPrefix
	hide := wish == leg.PrivacyWithhold
	var out presentation
	if byPrefix && !urgent {
		switch wish {
		case leg.PrivacyWithhold:
			out.prefix = "184"
		case leg.PrivacyPresent:
			out.prefix = "186"
		case leg.PrivacyDefault:
		}
	}
	name := ""
	if !hide {
		name = clean(o.From.Name, maxText) // a name may be the number
	}
	user := account
	if user == "" && !hide {
		user = number
	}
	nameless := user == "" || hide && !byPrefix
	if nameless {
		out.from, out.contact = anonymous(), "anonymous"
		if !byPrefix && !urgent {
			out.headers = append(out.headers, sipua.Header{Name: "Privacy", Value: "id"})
		}
	} else {
		uri := t.ours(user)
		if account == "" {
			uri = t.phone(uri)
		}
		out.from, out.contact = sipua.Address{Name: name, URI: uri}, escapeUser(user)
		if t.Register != nil {
			out.contact = escapeUser(t.Register.User)
		}
	}
	header := p.Assert
	if urgent && header == carrier.AssertNone {
		header = carrier.AssertAsserted // who needs help must be found
	}
	if number != "" && header != carrier.AssertNone && (!hide || p.AssertHidden) {
		asserted := sipua.Address{Name: name, URI: t.phone(t.ours(number))}
		out.headers = append(out.headers, sipua.Header{Name: string(header), Value: asserted.String()})
	}
	if !hide && !nameless {
		out.headers = append(out.headers, t.diverted(o, out.prefix, before)...)
	}
	return out
}

// wished is what becomes of the caller ID: withheld, expressly presented, or
// neither.
func wished(p *Profile, o *leg.Dial, urgent bool) leg.Privacy {
	switch {
	case urgent:
		return leg.PrivacyDefault
	case o.From.Withheld, o.Privacy == leg.PrivacyWithhold, o.Privacy == leg.PrivacyDefault && p.Withhold:
		return leg.PrivacyWithhold
	}
	return o.Privacy
}

// diverted tells the number that the call came to before it was sent on, as
// RFC 5806 and RFC 7044 have it. What we know of it is that it was
// unconditional. The counter goes on from what the carrier told, so that
// whoever guards against loops can count.
func (t *Trunk) diverted(o *leg.Dial, prefix string, before int) []sipua.Header {
	number := t.number(o.Diverted)
	if number == "" {
		return nil
	}
	var out []sipua.Header
	was := t.phone(t.ours(number))
	if t.Profile.Diversion {
		out = append(out, sipua.Header{Name: "Diversion", Value: "<" + was.String() + ">;reason=unconditional;counter=" + itoa(before+1) + ";privacy=off"})
	}
	if t.Profile.HistoryInfo {
		now := t.phone(t.uri(prefix + t.number(o.Number)))
		out = append(out, sipua.Header{
			Name: "History-Info", Value: "<" + was.String() + "?Reason=SIP%3Bcause%3D302>;index=1, <" + now.String() + ">;index=1.1;mp=1",
		})
	}
	return out
}
