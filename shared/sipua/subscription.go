package sipua

import (
	"strconv"
	"strings"
	"time"
)

// Content is the body of a NOTIFY.
type Content struct {
	Type string
	Body []byte
}

// Terms are what a subscription is granted under.
type Terms struct {
	// Expires is how long it lasts; 0 or less: one NOTIFY and it is over (a
	// fetch, RFC 6665 section 4.4.3).
	Expires time.Duration
	// Pace is the least time between two NOTIFYs. What changes meanwhile is
	// told by the next one: the newest state wins.
	Pace time.Duration
	// Sticky sends NOTIFYs the way the SUBSCRIBE came, whatever Contact says:
	// for phones behind NAT.
	Sticky      bool
	ContactUser string // user part of our Contact
	// State is asked for the state at every NOTIFY; version counts them from 0.
	// It must not block.
	State func(version uint32) Content
	// Renew takes a SUBSCRIBE that refreshes or ends the subscription; it is to
	// be answered by Subscription.Renew or Incoming.Respond. It must not block.
	Renew func(*Subscription, *Incoming)
	// Over is called once, when the subscription ends. It must not block.
	Over func()
}

// Subscription is a subscription that a far side holds with us (RFC 6665).
// Its methods never block and may be called from any goroutine.
type Subscription struct {
	ua    *UA
	terms Terms
	event string
	key   string
	work  serial

	// All below belongs to the work queue.
	peer    peer
	version uint32
	until   time.Time
	expiry  *time.Timer
	pace    *time.Timer
	last    time.Time // when the last NOTIFY went out
	dirty   bool      // there is something to tell
	busy    bool      // a NOTIFY is under way
	stuck   bool      // its connection is gone: it waits for the phone to come again
	ending  string    // the last Subscription-State; "" while it lives
	over    bool
}

// Subscribe accepts a SUBSCRIBE outside a dialog: it is answered 200 and a
// first NOTIFY follows. Nil when the request cannot be subscribed with; it
// was refused then, and Over is not called.
func (in *Incoming) Subscribe(t Terms) *Subscription {
	r, u := in.Request, in.tx.ua
	m := &r.msg.MessageData
	e, ok := ParseEvent(r.Header("Event"))
	contact := m.Contact()
	switch {
	case !ok:
		in.Respond(Answer{Status: 489})
		return nil
	case contact == nil || contact.Address.Wildcard || !isSIP(&contact.Address):
		in.Respond(Answer{Status: 400, Phrase: "Bad Contact"})
		return nil
	}
	s := &Subscription{
		ua: u, terms: t, event: e.String(), key: r.CallID() + "|" + in.tag,
		peer: peer{
			callID: r.CallID(), local: headerOf(m, "to") + ";tag=" + in.tag, remote: headerOf(m, "from"),
			localTag: in.tag, remoteTag: tagOf(r.From()), target: contact.Address, routes: recordRoute(m, false),
			flow: r.flow, sticky: t.Sticky, seq: firstSeq(), farSeq: m.CSeq().SeqNo, farKnown: true, contactUser: t.ContactUser,
		},
	}
	if !u.addInside(s.key, s) {
		in.Respond(Answer{Status: 503, Headers: []Header{{"Retry-After", "10"}}})
		return nil
	}
	s.do(func() { s.grant(in, t.Expires) })
	return s
}

func (s *Subscription) do(f func()) { s.work.put(f, false, s.edge) }

func (s *Subscription) edge() {
	if p := recover(); p != nil {
		s.ua.caught("subscription", p)
		s.work.put(func() {
			s.finish()
			s.forget()
		}, false, func() { s.ua.recovered("subscription") })
	}
}

// Changed says that there is something to tell.
func (s *Subscription) Changed() {
	s.do(func() {
		s.dirty = true
		s.pump()
	})
}

// Renew grants a refresh; the state is told again. With expires 0 or less the
// subscription ends (RFC 6665 section 4.2.1.2).
func (s *Subscription) Renew(in *Incoming, expires time.Duration) {
	s.do(func() {
		if s.over {
			in.Respond(Answer{Status: 481})
			return
		}
		s.peer.flow, s.stuck = in.flow, false
		s.peer.retarget(&in.msg.MessageData)
		s.grant(in, expires)
	})
}

// End ends the subscription with the reason of RFC 6665 section 4.1.3
// ("noresource", "rejected", "probation" …); retryAfter, if not 0, says when
// to come again. The last NOTIFY carries the state.
func (s *Subscription) End(reason string, retryAfter time.Duration) {
	s.do(func() { s.end(reason, retryAfter) })
}

// After calls f when all that was wished before is carried out.
func (s *Subscription) After(f func()) { s.do(f) }

// Move sends NOTIFYs another way from now on: the phone registered anew from
// elsewhere.
func (s *Subscription) Move(from, to Flow) {
	s.do(func() {
		if s.peer.flow != from || s.over {
			return
		}
		s.peer.flow, s.stuck = to, false
		s.pump()
	})
}

// grant answers a SUBSCRIBE and tells the state.
func (s *Subscription) grant(in *Incoming, expires time.Duration) {
	expires = max(expires, 0)
	a := Answer{Status: 200, Headers: []Header{{"Expires", strconv.Itoa(int(expires / time.Second))}}}
	in.tx.respond(respondTo(in.Request, a, s.peer.localTag, contactOn(in.tx.link, in.tx.to, s.terms.ContactUser, "")))
	if s.expiry != nil {
		s.expiry.Stop()
	}
	s.until, s.dirty = time.Now().Add(expires), true
	if expires == 0 {
		s.end("timeout", 0)
		return
	}
	s.expiry = time.AfterFunc(expires, func() { s.End("timeout", 0) })
	s.pump()
}

func (s *Subscription) end(reason string, retryAfter time.Duration) {
	if s.over {
		return
	}
	s.finish()
	s.ending = "terminated;reason=" + reason
	if retryAfter > 0 {
		s.ending += ";retry-after=" + strconv.Itoa(int(retryAfter/time.Second))
	}
	if s.stuck {
		s.forget()
		return
	}
	s.dirty = true
	s.pump()
}

func (s *Subscription) drop() {
	s.do(func() {
		s.finish()
		s.forget()
	})
}

// finish makes the subscription count no more.
func (s *Subscription) finish() {
	if s.over {
		return
	}
	s.over = true
	for _, t := range []*time.Timer{s.expiry, s.pace} {
		if t != nil {
			t.Stop()
		}
	}
	if s.terms.Over != nil {
		s.terms.Over()
	}
}

func (s *Subscription) forget() { s.ua.dropInside(s.key) }

// pump sends a NOTIFY when there is something to tell, the one before was
// answered, and its time has come. The last one waits for nothing: the UA may
// be about to close.
func (s *Subscription) pump() {
	if !s.dirty || s.stuck || s.busy && s.ending == "" {
		return
	}
	if wait := s.terms.Pace - time.Since(s.last); wait > 0 && !s.last.IsZero() && s.ending == "" {
		if s.pace != nil {
			s.pace.Stop()
		}
		s.pace = time.AfterFunc(wait, func() { s.do(s.pump) })
		return
	}
	state := s.ending
	if state == "" {
		state = "active;expires=" + strconv.Itoa(int(max(time.Until(s.until)/time.Second, 1)))
	}
	c := s.terms.State(s.version)
	s.version++
	s.dirty, s.busy, s.last = false, true, time.Now()
	r := s.peer.draft("NOTIFY")
	r.contact = true
	r.headers = []Header{{"Event", s.event}, {"Subscription-State", state}}
	r.ctype, r.body = c.Type, c.Body
	last := s.ending != ""
	s.ua.inside(s.do, nil, &s.peer, r, 0, func(res *Response, why Why) {
		s.busy = false
		if last {
			s.forget()
			return
		}
		s.told(res, why)
	})
}

// told judges how a NOTIFY was taken (RFC 6665 section 4.2.2).
func (s *Subscription) told(res *Response, why Why) {
	switch {
	case res == nil && why == WhyTransport && s.peer.flow.Transport.Reliable() && !s.over:
		s.stuck, s.dirty = true, true
		return
	case res == nil || gone(res.Status()):
		s.finish()
		s.forget()
		return
	}
	s.pump()
}

// gone are the answers after which a subscription is over.
func gone(status int) bool {
	switch status {
	case 404, 405, 408, 410, 416, 481, 482, 483, 484, 485, 489, 501, 604:
		return true
	}
	return false
}

// take is for requests of the far side in the subscription's dialog.
func (s *Subscription) take(r *Request, t *serverTx) bool {
	return s.work.put(func() {
		in := &Incoming{Request: r, tx: t, tag: s.peer.localTag}
		seq := r.msg.CSeq().SeqNo
		e, ok := ParseEvent(r.Header("Event"))
		switch {
		case s.over || tagOf(r.From()) != s.peer.remoteTag:
			in.Respond(Answer{Status: 481})
		case seq <= s.peer.farSeq:
			in.Respond(Answer{Status: 500, Headers: []Header{{"Retry-After", "0"}}})
		case r.Method() != "SUBSCRIBE":
			s.peer.farSeq = seq
			in.Respond(Answer{Status: 405, Headers: []Header{{"Allow", "SUBSCRIBE"}}})
		case !ok || !strings.EqualFold(e.String(), s.event):
			s.peer.farSeq = seq
			in.Respond(Answer{Status: 489})
		default:
			s.peer.farSeq = seq
			s.terms.Renew(s, in)
		}
	}, true, s.edge)
}

// insider is what has requests of its dialog but is no INVITE session.
type insider interface {
	// take takes a request; false when there are too many.
	take(r *Request, t *serverTx) bool
	// drop forgets it without a word: the UA is closed.
	drop()
}

func (u *UA) addInside(key string, i insider) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.closed || u.empty != nil {
		return false
	}
	if u.insides == nil {
		u.insides = map[string]insider{}
	}
	u.insides[key] = i
	return true
}

func (u *UA) dropInside(key string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.insides, key)
}

func (u *UA) insideOf(callID, tag string) insider {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.insides[callID+"|"+tag]
}

// inside sends a request in a dialog, answers digest challenges, and calls
// done through do with the final response, or nil and why there is none.
func (u *UA) inside(do func(func()), c *Credentials, p *peer, r *draft, tries int, done func(*Response, Why)) {
	over := false
	u.begin(r, p.way(), false, func(ev txEvent) {
		do(func() {
			if over || ev.res != nil && ev.res.Status() < 200 {
				return
			}
			over = true
			if ev.res != nil && tries < 2 {
				if h, ok := authorize(c, ev.res, r, tries); ok {
					p.seq++
					again := *r
					again.seq = p.seq
					again.headers = withAuth(r.headers, h)
					u.inside(do, c, p, &again, tries+1, done)
					return
				}
			}
			done(ev.res, ev.why)
		})
	})
}
