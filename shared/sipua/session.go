package sipua

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"time"
)

// farOffer is a re-INVITE or UPDATE of the far side that waits for our answer.
type farOffer struct {
	req     *Request
	tx      *serverTx
	session []Header // Session-Expires of the answer
}

// ownOffer is a re-INVITE of ours, or one that waits for its turn.
type ownOffer struct {
	sdp     []byte
	answer  func(offer []byte) []byte // with sdp nil: the re-INVITE asks for an offer, which this answers in the ACK
	headers []Header
	refresh bool
	seq     uint32
	auth    []Header
	tries   int
	glare   int
	cut     int // times that the way to the far side was gone
	done    bool
	taken   bool // it was withdrawn
	tx      *clientTx
}

// offerPatience is how long a far side that has said 100 to our re-INVITE may
// leave it without an answer: no longer than a proxy would wait (RFC 3261
// section 16.6 step 11), or a call whose far side is no more would never end.
const offerPatience = 3 * time.Minute

// ownLimit bounds the offers that wait.
const ownLimit = 8

// reinvited takes a re-INVITE or an UPDATE with an offer (RFC 3261 section
// 14.2, RFC 3311 section 5.2).
func (d *Dialog) reinvited(r *Request, t *serverTx) {
	method := r.Method()
	early := method == "UPDATE" && d.stage != stageUp
	refuse := func(status int, headers ...Header) {
		t.respond(respondTo(r, Answer{Status: status, Headers: headers}, "", ""))
	}
	if method == "INVITE" {
		d.goesOn()
	}
	switch {
	case d.stage == stageOver || method == "INVITE" && d.stage != stageUp:
		refuse(481)
		return
	case d.far != nil || d.ok != nil && method == "INVITE":
		refuse(500, Header{"Retry-After", strconv.Itoa(rand.IntN(10) + 1)})
		return
	case d.own != nil && !d.own.done:
		refuse(491)
		return
	case early && !d.earlyAgreed(r):
		refuse(491)
		return
	}
	m := &r.msg.MessageData
	session, bad := d.timer.accept(d, m)
	if bad != nil {
		refuse(bad.Status, bad.Headers...)
		return
	}
	p := d.peerFor(r)
	p.retarget(m)
	if p.sticky {
		p.flow = r.flow // the phone is behind another NAT, or on another connection, now
	}
	sdp := r.SDP()
	if method == "UPDATE" && sdp == nil { // a refresh only
		t.respond(respondTo(r, Answer{Status: 200, Headers: session}, "", d.myContact(t)))
		return
	}
	f := &farOffer{req: r, tx: t, session: session}
	d.far = f
	if method == "INVITE" {
		t.mu.Lock()
		t.cancelled = func(*Request) {
			d.do(func() {
				if d.far == f {
					d.far = nil
					t.respond(respondTo(r, Answer{Status: 487}, "", ""))
				}
			})
		}
		t.acked = func(a *Request) { d.do(func() { d.onAck(a) }) }
		t.mu.Unlock()
		t.respond(respondTo(r, Answer{Status: 100}, "", ""))
	}
	d.tell(Offered{Method: method, SDP: sdp, Request: r})
}

// earlyAgreed says whether the first offer has its answer, so that a new one
// may be made before the call is up (RFC 3311 section 5.1).
func (d *Dialog) earlyAgreed(r *Request) bool {
	switch d.stage {
	case stageRinging:
		return d.in.gaveSDP && d.in.unacked == nil
	case stageCalling:
		e := d.earlyOf(tagOf(r.To()), tagOf(r.From()))
		return e != nil && e.answer
	case stageUp, stageOver:
		return true
	}
	return true
}

func (d *Dialog) accept(sdp []byte) {
	f := d.far
	if f == nil {
		return
	}
	d.far = nil
	a := Answer{Status: 200, Body: sdp, Headers: append([]Header{{"Allow", d.allow()}, {"Supported", d.supported()}}, f.session...)}
	rep := respondTo(f.req, a, "", d.myContact(f.tx))
	f.tx.respond(rep)
	d.localSDP = sdp
	theirs := f.req.SDP()
	if theirs != nil {
		d.remoteSDP = theirs
	}
	if f.req.Method() != "INVITE" {
		d.nextOffer()
		return
	}
	d.untilAck(f.tx, rep, f.req.msg.CSeq().SeqNo, theirs != nil, func(ack *Request) {
		if theirs == nil {
			d.remoteSDP = ack.SDP()
			d.tell(Changed{Status: 200, SDP: ack.SDP()})
		}
	})
}

func (d *Dialog) decline(status int) {
	f := d.far
	if f == nil {
		return
	}
	if status < 300 || status > 699 {
		status = 488
	}
	d.far = nil
	f.tx.respond(respondTo(f.req, Answer{Status: status}, "", ""))
	d.nextOffer()
}

func (d *Dialog) offer(sdp []byte, headers []Header) {
	if d.stage == stageOver || len(sdp) == 0 || len(d.next) >= ownLimit {
		return
	}
	d.next = append(d.next, &ownOffer{sdp: sdp, headers: headers})
	d.nextOffer()
}

// askOffer sends a re-INVITE without an offer.
func (d *Dialog) askOffer(answer func([]byte) []byte) {
	if d.stage == stageOver || answer == nil || len(d.next) >= ownLimit {
		return
	}
	d.next = append(d.next, &ownOffer{answer: answer})
	d.nextOffer()
}

// update sends an offer by UPDATE (RFC 3311); it is not repeated after a glare.
func (d *Dialog) update(sdp []byte) {
	if d.stage != stageUp || d.own != nil || d.far != nil || len(sdp) == 0 {
		d.tell(Changed{Status: 491})
		return
	}
	r := d.peer.draft("UPDATE")
	r.contact, r.contactUser, r.body = true, d.contact(), sdp
	r.headers = append([]Header{{"Allow", d.allow()}, {"Supported", d.supported()}}, d.timer.refreshHeaders(d)...)
	d.ask(&d.peer, r, func(res *Response, why Why) {
		switch {
		case res == nil:
			d.lost(why, nil)
		case res.Status()/100 == 2:
			d.peer.retarget(&res.msg.MessageData)
			d.localSDP, d.remoteSDP = sdp, res.SDP()
			d.timer.answered(d, &res.msg.MessageData)
			d.tell(Changed{Status: res.Status(), SDP: res.SDP()})
		case res.Status() == 481:
			d.lost(WhyGone, res)
		default:
			d.tell(Changed{Status: res.Status()})
		}
	})
}

// nextOffer sends the next re-INVITE when nothing else is being negotiated.
func (d *Dialog) nextOffer() {
	if d.stage != stageUp || !d.confirmed || d.own != nil || d.far != nil || d.ok != nil || len(d.next) == 0 {
		return
	}
	d.own = d.next[0]
	d.next = d.next[1:]
	d.sendOffer(d.own)
}

func (d *Dialog) sendOffer(o *ownOffer) {
	r := d.peer.draft("INVITE")
	r.contact, r.contactUser, r.body = true, d.contact(), o.sdp
	o.seq = r.seq
	r.headers = append(r.headers, Header{"Allow", d.allow()}, Header{"Supported", d.supported()})
	r.headers = append(r.headers, d.timer.refreshHeaders(d)...)
	r.headers = append(append(r.headers, o.headers...), o.auth...)
	seq := r.seq
	r.patience = offerPatience
	d.tidying++
	ended := false
	o.tx = d.ua.begin(r, d.peer.way(), false, func(ev txEvent) {
		d.do(func() {
			if ev.res != nil && ev.res.Status() < 200 {
				return
			}
			if !ended {
				ended = true
				d.tidying--
				d.offerDone(o, r, ev)
			} else if ev.res != nil && ev.res.Status()/100 == 2 {
				d.ackAgain(seq)
			}
			d.settle()
		})
	})
}

func (d *Dialog) contact() string {
	if d.contactUser != "" {
		return d.contactUser
	}
	return d.peer.contactUser
}

func (d *Dialog) offerDone(o *ownOffer, r *draft, ev txEvent) {
	res := ev.res
	if res == nil && d.passing(ev.why, o.cut) {
		o.cut++
		d.own = nil
		d.offerLater(o, cutWait<<(o.cut-1))
		return
	}
	if res == nil {
		o.done = true
		d.lost(ev.why, nil)
		return
	}
	status := res.Status()
	if status/100 == 2 {
		d.peer.retarget(&res.msg.MessageData)
		sdp := res.SDP()
		mine := o.sdp
		var inAck []byte
		if o.answer != nil {
			inAck = o.answer(sdp)
			mine = inAck
		}
		d.ack(&d.peer, o.seq, o.auth, inAck)
		d.localSDP = mine
		d.timer.answered(d, &res.msg.MessageData)
		if !o.refresh || string(sdp) != string(d.remoteSDP) {
			d.tell(Changed{Status: status, SDP: sdp, Refresh: o.refresh})
		}
		d.remoteSDP = sdp
		d.ownOver(o)
		return
	}
	if d.stage != stageUp {
		return
	}
	if h, ok := authorize(d.credentials, res, r, o.tries); ok {
		o.tries++
		o.auth = []Header{h}
		d.sendOffer(o)
		return
	}
	switch {
	case status == 491 && o.glare < 5: // RFC 3261 section 14.1
		o.glare++
		wait := time.Duration(rand.IntN(200)) * 10 * time.Millisecond
		if d.invite == nil { // we made the Call-ID
			wait = 2100*time.Millisecond + time.Duration(rand.IntN(190))*10*time.Millisecond
		}
		d.own = nil // the far side's offer may go first
		d.offerLater(o, wait)
		return
	case status == 500 && o.glare < 5 && res.Header("Retry-After") != "": // it is at another offer (RFC 3261 section 14.2)
		o.glare++
		again, _ := number(res.Header("Retry-After"), 10)
		d.own = nil
		d.offerLater(o, time.Duration(min(again, 10))*time.Second+100*time.Millisecond)
		return
	case status == 422 && d.timer.raise(res):
		d.sendOffer(o)
		return
	case status == 481:
		d.lost(WhyGone, res)
		return
	case status == 408:
		d.lost(WhyNoResponse, res)
		return
	}
	if !o.refresh {
		d.tell(Changed{Status: status})
	}
	d.ownOver(o)
}

// withdraw forgets the offers that wait; refreshes of the session stay.
func (d *Dialog) withdraw() {
	keep := d.next[:0]
	for _, o := range d.next {
		if o.refresh {
			keep = append(keep, o)
		}
	}
	d.next = keep
	for _, o := range d.late {
		o.taken = !o.refresh
	}
}

// offerLater tries an offer again.
func (d *Dialog) offerLater(o *ownOffer, wait time.Duration) {
	d.late = append(d.late, o)
	d.later(wait, func() {
		d.late = slices.DeleteFunc(d.late, func(other *ownOffer) bool { return other == o })
		if d.stage != stageOver && !o.taken {
			d.next = append([]*ownOffer{o}, d.next...)
			d.nextOffer()
		}
	})
}

const (
	cutWait  = time.Second // until a request whose way was gone is tried again; then doubled
	cutLimit = 3
)

// passing says whether a request that could not be sent is worth another try:
// a phone whose connection or network has gone comes back by another one.
func (d *Dialog) passing(why Why, cuts int) bool {
	return why == WhyTransport && d.peer.sticky && cuts < cutLimit && d.stage == stageUp
}

func (d *Dialog) ownOver(o *ownOffer) {
	o.done = true
	d.own = nil
	d.nextOffer()
}
