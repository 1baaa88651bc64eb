package sipua

import (
	"sync/atomic"
	"time"

	"github.com/yobirin/yobirin/shared/sipua/digest"
)

// authorize makes the header that answers a 401 or 407. It is tried once,
// and once more when the challenge says that only the nonce was old.
func authorize(c *Credentials, res *Response, r *draft, tries int) (Header, bool) {
	if c == nil || tries >= 2 {
		return Header{}, false
	}
	var from, to string
	switch res.Status() {
	case 401:
		from, to = "WWW-Authenticate", "Authorization"
	case 407:
		from, to = "Proxy-Authenticate", "Proxy-Authorization"
	default:
		return Header{}, false
	}
	acc := digest.Account{User: c.User, Password: c.Password, Realm: c.Realm}
	value, stale, ok := digest.Reply(res.Headers(from), acc, r.method, r.uri, token(8), 1)
	if !ok || tries > 0 && !stale {
		return Header{}, false
	}
	return Header{to, value}, true
}

// withAuth gives the headers with the credentials in place of older ones.
func withAuth(headers []Header, auth Header) []Header {
	out := make([]Header, 0, len(headers)+1)
	for _, h := range headers {
		if h.Name != auth.Name {
			out = append(out, h)
		}
	}
	return append(out, auth)
}

// Send sends a request outside a dialog (not INVITE) and answers digest
// challenges. It never blocks; done is called exactly once, possibly before
// Send returns, and must not block.
func (u *UA) Send(o Outgoing, done func(Result)) {
	r := &draft{
		method: o.Method, uri: uriText(o.Target.URI), callID: o.CallID, seq: o.CSeq,
		contact: o.Contact, contactUser: o.ContactUser, contactTail: o.contactTail,
		headers: o.Headers, ctype: o.ContentType, body: o.Body, giveUp: o.GiveUp,
	}
	for i := range o.Target.Route {
		r.routes = append(r.routes, "<"+o.Target.Route[i].String()+">")
	}
	tag := o.FromTag
	if tag == "" {
		tag = token(8)
	}
	r.from = withTag(o.From, tag)
	r.to = o.To.String()
	if o.To.URI.Host == "" {
		r.to = Address{URI: o.Target.URI}.String()
	}
	if r.callID == "" {
		r.callID = token(16)
	}
	if r.seq == 0 {
		r.seq = firstSeq()
	}
	u.exchange(r, &o, 0, done)
}

func (u *UA) exchange(r *draft, o *Outgoing, tries int, done func(Result)) {
	began := time.Now()
	var over atomic.Bool
	u.begin(r, wayOf(&o.Target), o.Target.StreamAllowed, func(ev txEvent) {
		if ev.res != nil && ev.res.Status() < 200 || over.Swap(true) {
			return
		}
		// Out of the transaction's lock: done may call back into the UA.
		u.spawn(func() {
			if ev.res != nil {
				if h, ok := authorize(o.Credentials, ev.res, r, tries); ok {
					again := *r
					again.seq++
					again.headers = withAuth(r.headers, h)
					u.exchange(&again, o, tries+1, done)
					return
				}
				done(Result{Response: ev.res, RTT: time.Since(began), CSeq: r.seq})
				return
			}
			res := Result{Why: ev.why, CSeq: r.seq, Err: ev.err}
			if ev.err != nil {
				res.Detail = ev.err.Error()
			}
			done(res)
		})
	})
}

// Ping sends OPTIONS; done is called exactly once. Any final response says
// that the far side lives.
func (u *UA) Ping(t Target, from Address, done func(Result)) {
	u.Send(Outgoing{
		Method: "OPTIONS", Target: t, From: from, Contact: true, ContactUser: from.URI.User,
		Headers: []Header{{"Accept", "application/sdp"}},
	}, done)
}
