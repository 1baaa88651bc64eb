package sipua

import (
	"strconv"
	"strings"

	"github.com/yobirin/yobirin/shared/fault"
)

// outbound is an outbound dialog until its answer: one branch per target.
type outbound struct {
	d        *Dialog
	call     Call
	branches []*branch
	won      *branch
	strays   map[string]bool // 2xx that came too late, by branch and tag
	nudged   bool            // phones are asked to answer by themselves
}

// branch is our INVITE to one target.
type branch struct {
	index   int
	target  Target
	tag     string
	seq     uint32
	attempt int
	tries   int // digest challenges answered
	auth    []Header
	minSE   int
	tx      *clientTx

	provisional bool
	cancelled   bool
	withReason  []Header // for CANCEL
	cancelSent  bool
	done        bool
	final       *Response
	why         Why
	earlies     map[string]*early
}

// early is a dialog that a provisional response made (RFC 3261 section 12.1).
type early struct {
	peer   peer
	rseq   uint32
	answer bool // a reliable provisional carried the answer
	nudged bool
}

const targetLimit = 32

// Dial starts an outbound dialog. It never blocks; what happens comes to
// sink, at least Ended. An error means that c is not a call that can be made.
func (u *UA) Dial(c Call, sink Sink) (*Dialog, error) {
	switch {
	case len(c.Targets) == 0 || len(c.Targets) > targetLimit:
		return nil, fault.Wrong("Targets", strconv.Itoa(len(c.Targets)), "1 to 32 targets")
	case len(c.Offer) == 0:
		return nil, fault.Wrong("Offer", "", "a session description")
	case sink == nil:
		return nil, fault.Wrong("sink", "nil", "a function")
	}
	for i := range c.Targets {
		t := &c.Targets[i]
		if err := checkURI(&t.URI); err != nil || !isSIP(&t.URI) && t.Flow.IsZero() && !t.Next.IsValid() && len(t.Route) == 0 {
			return nil, fault.Wrong("Targets["+strconv.Itoa(i)+"].URI", t.URI.String(), "a sip or sips URI")
		}
	}
	if c.CallID == "" {
		c.CallID = token(16)
	}
	d := &Dialog{ua: u, callID: c.CallID, sink: sink, stage: stageCalling, credentials: c.Credentials, localSDP: c.Offer, reliable: c.Reliable, takes: c.Takes}
	d.timer.want = c.Session
	o := &outbound{d: d, call: c, strays: map[string]bool{}}
	d.out = o
	tags := make([]string, 0, len(c.Targets))
	for i, t := range c.Targets {
		b := &branch{index: i, target: t, tag: token(8), seq: firstSeq(), earlies: map[string]*early{}}
		o.branches = append(o.branches, b)
		tags = append(tags, b.tag)
	}
	if !u.addDialog(d, "", tags...) {
		return nil, fault.New(fault.Unavailable, "sip_closed", "the user agent is closing")
	}
	d.do(func() {
		for _, b := range o.branches {
			if !b.cancelled {
				o.send(b)
			}
		}
	})
	return d, nil
}

func withTag(a Address, tag string) string {
	params := make([]Param, 0, len(a.Params)+1)
	for _, p := range a.Params {
		if p.K != "tag" {
			params = append(params, p)
		}
	}
	a.Params = append(params, Param{K: "tag", V: tag})
	return a.String()
}

// send sends a branch's INVITE, first or again (digest, Min-SE).
func (o *outbound) send(b *branch) {
	d, c := o.d, &o.call
	r := &draft{
		method: "INVITE", from: withTag(c.From, b.tag), to: c.To.String(), callID: c.CallID, seq: b.seq,
		contact: true, contactUser: c.ContactUser, body: c.Offer, behind: c.HopsBehind, giveUp: c.GiveUp,
	}
	uri := b.target.URI
	uri.Headers = nil
	r.uri = uri.String()
	for i := range b.target.Route {
		r.routes = append(r.routes, "<"+b.target.Route[i].String()+">")
	}
	supported := ""
	if c.Reliable != ReliableOff {
		supported = "100rel"
	}
	if !c.Session.Off {
		if supported != "" {
			supported += ", "
		}
		supported += "timer"
		r.headers = append(r.headers, d.timer.ask(d.ua, max(b.minSE, c.Session.MinSE), c.Session.Refresher)...)
	}
	if ext := strings.TrimPrefix(d.extensions(), ", "); ext != "" {
		supported = strings.TrimPrefix(supported+", "+ext, ", ")
	}
	r.headers = append(r.headers, Header{"Allow", d.allow()})
	if supported != "" {
		r.headers = append(r.headers, Header{"Supported", supported})
	}
	if c.Reliable == ReliableRequired {
		r.headers = append(r.headers, Header{"Require", "100rel"})
	}
	r.headers = append(append(append(r.headers, c.Headers...), b.target.Headers...), b.auth...)
	b.attempt++
	attempt := b.attempt
	b.provisional = false
	b.tx = d.ua.begin(r, wayOf(&b.target), b.target.StreamAllowed, func(ev txEvent) {
		d.do(func() {
			if attempt == b.attempt {
				o.event(b, ev)
			}
		})
	})
}

func (o *outbound) event(b *branch, ev txEvent) {
	switch {
	case ev.res == nil:
		if !b.done {
			b.done, b.why = true, ev.why
			o.judge()
		}
	case ev.res.Status() < 200:
		o.provisional(b, ev.res)
	case ev.res.Status() < 300:
		o.success(b, ev.res)
	default:
		o.failure(b, ev.res)
	}
	o.d.settle()
}

func (o *outbound) provisional(b *branch, res *Response) {
	if b.done {
		return
	}
	b.provisional = true
	if b.cancelled {
		o.cancel(b, b.withReason)
		return
	}
	d := o.d
	tag := tagOf(res.To())
	if res.Status() == 100 || d.stage != stageCalling {
		return
	}
	e := b.earlies[tag]
	if e == nil {
		if len(b.earlies) >= 16 { // a forking proxy gone mad
			return
		}
		e = &early{peer: o.peerOf(b, res)}
		b.earlies[tag] = e
		d.publish()
	}
	if o.nudged {
		defer o.nudge(e)
	}
	sdp := res.SDP()
	reliable := false
	if hasToken(&res.msg.MessageData, "require", "100rel") && tag != "" {
		n, ok := number(res.Header("RSeq"), 1<<32-1)
		if !ok || n == 0 || e.rseq != 0 && uint32(n) != e.rseq+1 {
			return // a retransmission, or out of order: it will come again (RFC 3262 section 4)
		}
		e.rseq = uint32(n)
		reliable = true
		o.prack(b, e)
		e.answer = e.answer || sdp != nil
	}
	if sdp != nil {
		d.remoteSDP = sdp
	}
	d.tell(Progress{Target: b.index, Response: res, SDP: sdp, Reliable: reliable})
}

func (o *outbound) prack(b *branch, e *early) {
	r := e.peer.draft("PRACK")
	r.headers = append([]Header{{"RAck", strconv.FormatUint(uint64(e.rseq), 10) + " " + strconv.FormatUint(uint64(b.seq), 10) + " INVITE"}}, b.auth...)
	o.d.ask(&e.peer, r, func(*Response, Why) {})
}

// peerOf makes the dialog that a response to a branch's INVITE sets up.
func (o *outbound) peerOf(b *branch, res *Response) peer {
	h := b.tx.where()
	p := peer{
		callID: o.call.CallID, local: withTag(o.call.From, b.tag), remote: headerOf(&res.msg.MessageData, "to"),
		localTag: b.tag, remoteTag: tagOf(res.To()), target: b.target.URI, seq: b.seq,
		routes: recordRoute(&res.msg.MessageData, true), sticky: b.target.Sticky, contactUser: o.call.ContactUser,
	}
	if h.link != nil {
		p.flow = h.link.flow(h.to)
	}
	if p.sticky && !res.flow.IsZero() {
		p.flow = res.flow // the phone may have moved while it rang
	}
	p.retarget(&res.msg.MessageData)
	return p
}

func (o *outbound) success(b *branch, res *Response) {
	d := o.d
	tag := tagOf(res.To())
	if o.won == b && d.peer.remoteTag == tag {
		d.ackAgain(b.seq)
		return
	}
	if d.stage != stageCalling || o.won != nil || b.cancelled {
		o.stray(b, res, tag)
		return
	}
	b.done, b.final = true, res
	o.won = b
	p := o.peerOf(b, res)
	if e := b.earlies[tag]; e != nil {
		p.seq, p.farSeq, p.farKnown = e.peer.seq, e.peer.farSeq, e.peer.farKnown
	}
	d.peer = p
	d.ack(&d.peer, b.seq, b.auth, nil)
	d.stage, d.confirmed = stageUp, true
	d.publish()
	for _, other := range o.branches {
		if other != b {
			o.cancel(other, []Header{{"Reason", elsewhere.String()}})
		}
	}
	sdp := res.SDP()
	if sdp != nil {
		d.remoteSDP = sdp
	}
	d.timer.answered(d, &res.msg.MessageData)
	d.tell(Answered{Target: b.index, Response: res, SDP: sdp})
	d.nextOffer()
}

// stray ends a 2xx that nobody wants: ACK, then BYE (RFC 3261 section
// 13.2.2.4).
func (o *outbound) stray(b *branch, res *Response, tag string) {
	b.done = true
	key := strconv.Itoa(b.index) + "|" + tag
	p := o.peerOf(b, res)
	again := o.strays[key]
	if !again && len(o.strays) >= 64 {
		return
	}
	o.strays[key] = true
	r := p.draft("ACK")
	r.seq, r.headers = b.seq, b.auth
	o.d.ua.sendAlone(r, p.way(), func([]byte, hop) {})
	if again {
		return
	}
	bye := p.draft("BYE")
	if o.won != nil {
		bye.headers = []Header{{"Reason", elsewhere.String()}}
	}
	o.d.ask(&p, bye, func(*Response, Why) {})
}

func (o *outbound) failure(b *branch, res *Response) {
	if b.done {
		return
	}
	d := o.d
	if !b.cancelled && d.stage == stageCalling {
		if h, ok := authorize(d.credentials, res, &draft{method: "INVITE", uri: uriText(b.target.URI), body: o.call.Offer}, b.tries); ok {
			b.tries++
			b.auth = []Header{h}
			b.seq++
			o.send(b)
			return
		}
		if n, ok := number(res.Header("Min-SE"), 1<<31); res.Status() == 422 && ok && b.minSE == 0 && !o.call.Session.Off {
			b.minSE = int(n)
			b.seq++
			o.send(b)
			return
		}
	}
	b.done, b.final = true, res
	if res.Status() >= 600 && d.stage == stageCalling {
		for _, other := range o.branches {
			o.cancel(other, nil)
		}
	}
	o.judge()
}

func uriText(u URI) string {
	u.Headers = nil
	return u.String()
}

// cancel ends a branch: at once when nothing was sent, by CANCEL when a
// provisional came, else as soon as one comes (RFC 3261 section 9.1).
func (o *outbound) cancel(b *branch, headers []Header) {
	if b.done {
		return
	}
	b.cancelled, b.withReason = true, headers
	switch {
	case b.tx == nil || b.tx.abandon():
		b.done = true
	case b.provisional && !b.cancelSent:
		b.cancelSent = true
		b.tx.cancelIt(headers)
	}
}

func (o *outbound) cancelAll(headers []Header) {
	for _, b := range o.branches {
		o.cancel(b, headers)
	}
}

func (o *outbound) settled() bool {
	for _, b := range o.branches {
		if !b.done {
			return false
		}
	}
	return true
}

// judge ends the dialog when every branch failed, with the best failure (RFC
// 3261 section 16.7 step 6).
func (o *outbound) judge() {
	d := o.d
	if d.stage != stageCalling {
		return
	}
	var best *branch
	for _, b := range o.branches {
		switch {
		case !b.done && !b.cancelled:
			return
		case b.done && (best == nil || rank(b) < rank(best)):
			best = b
		}
	}
	if best == nil {
		return
	}
	e := Ended{By: Remote, Why: best.why, Response: best.final}
	if best.final != nil {
		e.Why, e.Status, e.Text = WhyRejected, best.final.Status(), best.final.Phrase()
		e.Reason = ParseReason(best.final.Headers("Reason"))
	}
	d.end(e)
}

// rank orders failures: 6xx, then what a person or phone said, then what the
// network said, then silence.
func rank(b *branch) int {
	if b.final == nil {
		if b.why == WhyTransport {
			return 900
		}
		return 800
	}
	s := b.final.Status()
	switch {
	case s >= 600:
		return 0
	case b.cancelled:
		return 950
	case s == 486 || s == 480 || s == 603:
		return 1
	case s == 401 || s == 407 || s == 415 || s == 420 || s == 484:
		return 2
	case s < 500:
		return 100 + s - 400
	case s < 600:
		return 300 + s - 500
	default:
		return 700
	}
}
