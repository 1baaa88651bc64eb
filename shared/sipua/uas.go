package sipua

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"
)

// inbound is an inbound dialog until its final response.
type inbound struct {
	tx        *serverTx
	rseq      uint32
	unacked   *reliable
	waiting   []Answer // provisionals behind an unacknowledged one
	answering func()   // the 200 behind an unacknowledged one
	last      Answer   // repeated every minute (RFC 3261 section 13.3.1.1)
	keep      *time.Timer
	gaveSDP   bool
}

// reliable is a provisional response that waits for its PRACK (RFC 3262).
type reliable struct {
	rseq     uint32
	reply    reply
	interval time.Duration
	again    *time.Timer
	limit    *time.Timer
}

func (r *reliable) stop() {
	r.again.Stop()
	r.limit.Stop()
}

func (in *inbound) stop() {
	if in.keep != nil {
		in.keep.Stop()
	}
	if in.unacked != nil {
		in.unacked.stop()
		in.unacked = nil
	}
	in.waiting, in.answering = nil, nil
}

// invited makes the dialog of a new INVITE.
func (u *UA) invited(r *Request, t *serverTx) {
	m := &r.msg.MessageData
	tag := token(8)
	contact := m.Contact()
	if branch, _ := m.Via().Params.Get("branch"); contact == nil && !strings.HasPrefix(branch, cookie) {
		contact = &sip.ContactHeader{Address: r.From().URI} // RFC 2543 did not want one
	}
	if contact == nil || contact.Address.Wildcard || !isSIP(&contact.Address) {
		t.respond(respondTo(r, Answer{Status: 400, Phrase: "Bad Contact"}, tag, ""))
		return
	}
	callID, fromTag := r.CallID(), tagOf(r.From())
	merge := callID + "|" + fromTag + "|" + strconv.FormatUint(uint64(m.CSeq().SeqNo), 10)
	u.mu.Lock()
	_, merged := u.merges[merge]
	u.mu.Unlock()
	if merged { // RFC 3261 section 8.2.2.2
		t.respond(respondTo(r, Answer{Status: 482}, tag, ""))
		return
	}
	d := &Dialog{ua: u, invite: r, callID: callID, stage: stageRinging, in: &inbound{tx: t}}
	d.peer = peer{
		callID: callID, local: headerOf(m, "to") + ";tag=" + tag, remote: headerOf(m, "from"),
		localTag: tag, remoteTag: fromTag, target: contact.Address, routes: recordRoute(m, false),
		flow: r.flow, seq: firstSeq(), farSeq: m.CSeq().SeqNo, farKnown: true,
	}
	d.peer.retarget(m)
	d.contactUser = r.URI().User
	d.publish()
	if !u.addDialog(d, merge, tag) {
		t.respond(respondTo(r, Answer{Status: 503, Headers: []Header{{"Retry-After", "10"}}}, tag, ""))
		return
	}
	t.mu.Lock()
	t.cancelled = func(c *Request) { d.do(func() { d.cancelled(c) }) }
	t.acked = func(a *Request) { d.do(func() { d.onAck(a) }) }
	t.mu.Unlock()
	t.respond(respondTo(r, Answer{Status: 100}, "", ""))
	d.do(func() {
		d.remoteSDP = r.SDP()
		var sink Sink
		if u.config.Invite != nil {
			sink = u.config.Invite(d)
		}
		d.sink = sink
		if sink == nil {
			d.reject(Answer{Status: 480})
		}
	})
}

// myContact is our Contact in responses of the dialog.
func (d *Dialog) myContact(t *serverTx) string { return contactOn(t.link, t.to, d.contactUser, "") }

// wantsReliable says whether provisionals are sent reliably: when the caller
// requires it, or both sides can.
func (d *Dialog) wantsReliable() bool {
	m := &d.invite.msg.MessageData
	return hasToken(m, "require", "100rel") || d.reliable != ReliableOff && hasToken(m, "supported", "100rel")
}

func (d *Dialog) ring(a Answer) {
	if d.stage != stageRinging {
		return
	}
	in := d.in
	if a.Status <= 100 || a.Status > 199 {
		a.Status = 180
	}
	if in.unacked != nil {
		if len(in.waiting) < 8 {
			in.waiting = append(in.waiting, a)
		}
		return
	}
	headers := append([]Header{{"Allow", d.allow()}}, a.Headers...)
	rel := d.wantsReliable()
	if rel {
		if in.rseq == 0 {
			in.rseq = rand.Uint32N(1<<16) + 1
		} else {
			in.rseq++
		}
		headers = append(headers, Header{"Require", "100rel"}, Header{"RSeq", strconv.FormatUint(uint64(in.rseq), 10)})
	}
	if len(a.Body) > 0 {
		in.gaveSDP, d.localSDP = true, a.Body
	}
	in.last = a
	sent := a
	sent.Headers = headers
	rep := respondTo(d.invite, sent, d.peer.localTag, d.myContact(in.tx))
	in.tx.respond(rep)
	if rel {
		d.untilPrack(rep)
	}
	d.keepRinging()
}

// keepRinging repeats the last provisional so that no proxy gives up.
func (d *Dialog) keepRinging() {
	in := d.in
	if in.keep != nil {
		in.keep.Stop()
	}
	in.keep = d.later(time.Minute, func() {
		if d.stage == stageRinging && d.in.unacked == nil {
			d.ring(d.in.last)
		}
	})
}

// untilPrack repeats a reliable provisional until its PRACK comes; after
// 64*T1 the call is refused (RFC 3262 section 3).
func (d *Dialog) untilPrack(rep reply) {
	in := d.in
	u := &reliable{rseq: in.rseq, reply: rep, interval: d.ua.t1}
	var repeat func()
	repeat = func() {
		if in.unacked != u {
			return
		}
		in.tx.respond(u.reply)
		u.interval *= 2
		u.again = d.later(u.interval, repeat)
	}
	u.again = d.later(u.interval, repeat)
	u.limit = d.later(64*d.ua.t1, func() {
		if in.unacked != u {
			return
		}
		in.stop()
		d.refuse(Answer{Status: 504}, Ended{By: Remote, Why: WhyNoAck, Status: 504})
	})
	in.unacked = u
}

// onPrack takes a PRACK (RFC 3262 section 3).
func (d *Dialog) onPrack(r *Request, t *serverTx) {
	in := d.in
	var rseq, seq uint32
	if f := fields(r.Header("RAck")); len(f) == 3 && f[2] == "INVITE" {
		a, ok1 := number(f[0], 1<<32-1)
		b, ok2 := number(f[1], 1<<32-1)
		if ok1 && ok2 {
			rseq, seq = uint32(a), uint32(b)
		}
	}
	if in == nil || in.unacked == nil || rseq != in.unacked.rseq || seq != d.invite.msg.CSeq().SeqNo {
		t.respond(respondTo(r, Answer{Status: 481}, "", ""))
		return
	}
	in.unacked.stop()
	in.unacked = nil
	if r.SDP() != nil && d.remoteSDP != nil {
		t.respond(respondTo(r, Answer{Status: 488}, "", "")) // a new offer this early is not taken
	} else {
		if d.remoteSDP == nil && r.SDP() != nil {
			d.remoteSDP = r.SDP() // the answer to the offer in our provisional
			d.tell(Changed{Status: 200, SDP: r.SDP()})
		}
		t.respond(respondTo(r, Answer{Status: 200}, "", ""))
	}
	if len(in.waiting) > 0 {
		a := in.waiting[0]
		in.waiting = in.waiting[1:]
		d.ring(a)
		return
	}
	if f := in.answering; f != nil {
		in.answering = nil
		f()
	}
}

func (d *Dialog) answer(sdp []byte, headers []Header) {
	if d.stage != stageRinging {
		return
	}
	in := d.in
	if in.unacked != nil { // RFC 3262 section 3: not before the PRACK
		in.waiting = slices.DeleteFunc(in.waiting, func(a Answer) bool { return len(a.Body) == 0 })
		in.answering = func() { d.answer(sdp, headers) }
		return
	}
	session, refuse := d.timer.accept(d, &d.invite.msg.MessageData)
	if refuse != nil {
		d.refuse(*refuse, Ended{By: Local, Why: WhyRejected, Status: refuse.Status})
		return
	}
	in.stop()
	if sdp != nil {
		d.localSDP = sdp
	}
	hs := append([]Header{{"Allow", d.allow()}, {"Supported", d.supported()}}, session...)
	a := Answer{Status: 200, Headers: append(hs, headers...), Body: sdp}
	rep := respondTo(d.invite, a, d.peer.localTag, d.myContact(in.tx))
	d.stage = stageUp
	d.publish()
	in.tx.respond(rep)
	offered := d.invite.SDP() != nil || d.remoteSDP != nil
	d.untilAck(in.tx, rep, d.invite.msg.CSeq().SeqNo, offered, func(ack *Request) {
		d.confirmed = true
		var answer []byte
		if !offered && ack.SDP() != nil {
			answer = ack.SDP()
			d.remoteSDP = answer
		}
		d.tell(Confirmed{SDP: answer})
	})
}

func (d *Dialog) supported() string {
	s := "timer"
	if d.reliable != ReliableOff {
		s = "100rel, timer"
	}
	return s + d.extensions()
}

// extensions are the further option tags of Supported, after a comma.
func (d *Dialog) extensions() string {
	if d.takes&TakeRefer == 0 {
		return ""
	}
	return ", replaces, norefersub"
}

// allow is the dialog's Allow header.
func (d *Dialog) allow() string {
	s := allow
	if d.takes&TakeRefer != 0 {
		s += ", REFER"
	}
	if d.takes != 0 {
		s += ", NOTIFY"
	}
	return s
}

func (d *Dialog) reject(a Answer) {
	if d.stage != stageRinging {
		return
	}
	if a.Status < 300 || a.Status > 699 {
		a.Status = 480
	}
	d.refuse(a, Ended{By: Local, Why: WhyRejected, Status: a.Status, Text: a.Phrase})
}

// refuse sends a final failure to the INVITE and ends the dialog. The
// transaction sees to the ACK by itself.
func (d *Dialog) refuse(a Answer, e Ended) {
	d.in.stop()
	if (a.Status == 405 || a.Status == 501) && len(a.Headers) == 0 {
		a.Headers = []Header{{"Allow", allow}}
	}
	d.in.tx.respond(respondTo(d.invite, a, d.peer.localTag, ""))
	d.end(e)
	d.forget()
}

// cancelled takes a CANCEL (RFC 3261 section 9.2); after the final response
// it has no effect.
func (d *Dialog) cancelled(c *Request) {
	if d.stage != stageRinging {
		return
	}
	e := Ended{By: Remote, Why: WhyCancelled, Status: 487, Request: c, Reason: ParseReason(c.Headers("Reason"))}
	d.refuse(Answer{Status: 487}, e)
}

// okay is a 2xx of ours that is repeated until its ACK comes (RFC 3261
// section 13.3.1.4).
type okay struct {
	tx       *serverTx
	data     []byte
	seq      uint32
	interval time.Duration
	again    *time.Timer
	limit    *time.Timer
	acked    func(*Request)
	answered bool     // its ACK has to bring the answer to our offer
	bye      []Header // for the BYE that waits
}

func (o *okay) stop() {
	o.again.Stop()
	o.limit.Stop()
}

func (d *Dialog) untilAck(t *serverTx, rep reply, seq uint32, offered bool, acked func(*Request)) {
	o := &okay{tx: t, data: rep.data, seq: seq, interval: d.ua.t1, acked: acked, answered: !offered}
	var repeat func()
	repeat = func() {
		if d.ok != o {
			return
		}
		_ = t.link.send(o.data, t.to)
		o.interval = min(2*o.interval, d.ua.t2)
		o.again = d.later(o.interval, repeat)
	}
	o.again = d.later(o.interval, repeat)
	o.limit = d.later(64*d.ua.t1, func() {
		if d.ok != o {
			return
		}
		o.stop()
		d.ok = nil
		if d.stage == stageUp {
			d.end(Ended{By: Remote, Why: WhyNoAck})
		}
		d.sendBye(o.bye)
	})
	d.ok = o
}

// goesOn takes a re-INVITE for the ACK to the 2xx before it, which is late or
// lost: who sends one has that 2xx (RFC 3261 section 14.1, RFC 5407 section
// 3.1.5). Not where the ACK brings the answer to our offer.
func (d *Dialog) goesOn() {
	o := d.ok
	if o == nil || o.answered || d.stage != stageUp {
		return
	}
	o.stop()
	d.ok = nil
	o.acked(nil)
}

// onAck takes an ACK to a 2xx.
func (d *Dialog) onAck(r *Request) {
	o := d.ok
	if o == nil || r.msg.CSeq().SeqNo != o.seq || tagOf(r.From()) != d.peer.remoteTag {
		return
	}
	o.stop()
	d.ok = nil
	o.acked(r)
	if d.waitBye {
		d.waitBye = false
		d.sendBye(o.bye)
		return
	}
	if d.stage == stageOver {
		d.settle()
		return
	}
	d.nextOffer()
}
