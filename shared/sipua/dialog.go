package sipua

import (
	"sync/atomic"
	"time"
)

type stage uint8

const (
	stageCalling stage = iota // outbound, no final response yet
	stageRinging              // inbound, no final response yet
	stageUp                   // 2xx sent or received
	stageOver                 // Ended was delivered; the protocol may still be tidying up
)

// Dialog is one INVITE session, inbound or outbound. Its methods are wishes:
// they never block, and are carried out in order.
type Dialog struct {
	ua     *UA
	invite *Request
	callID string
	work   serial
	view   atomic.Pointer[farView]

	// All below belongs to the work queue.
	sink        Sink
	stage       stage
	keys        []string // in ua.dialogs
	merge       string   // in ua.merges
	peer        peer
	contactUser string
	reliable    Reliability
	confirmed   bool // the first ACK was sent or came
	broken      bool // a mistake of ours was met
	waitBye     bool // hang up as soon as the ACK came
	tidying     int  // requests under way that keep the dialog known
	credentials *Credentials
	takes       Takes
	asked       *askedRefer // the far side's REFER that waits for our answer
	referral    *referral   // the one we accepted
	referred    bool        // there was one before
	ownRefer    bool        // a REFER of ours is under way
	localSDP    []byte      // what we sent last
	remoteSDP   []byte

	out  *outbound // outbound part until the answer
	in   *inbound  // inbound part until the answer
	ok   *okay     // a 2xx of ours that waits for its ACK
	acks map[uint32]sentAck
	far  *farOffer
	own  *ownOffer
	next []*ownOffer
	late []*ownOffer // those that are tried again after a while

	held      []heldRequest
	heldTimer *time.Timer
	timer     sessionTimer
}

// sentAck is kept to answer a retransmitted 2xx.
type sentAck struct {
	data []byte
	hop  hop
}

func (d *Dialog) do(f func()) { d.work.put(f, false, d.edge) }

// offerWork is do for what the far side causes: false when there is too much.
func (d *Dialog) offerWork(f func()) bool { return d.work.put(f, true, d.edge) }

// edge is deferred round every piece of work: a mistake ends one call only.
func (d *Dialog) edge() {
	if p := recover(); p != nil {
		d.ua.caught("dialog", p)
		d.do(d.breakOff)
	}
}

// breakOff ends a call after a mistake of ours, also on the wire; when even
// that fails, it is only forgotten.
func (d *Dialog) breakOff() {
	e := Ended{By: Local, Why: WhyTrouble, Text: "internal error"}
	if d.broken {
		d.end(e)
		d.forget()
		return
	}
	d.broken = true
	switch d.stage {
	case stageCalling:
		d.end(e)
		d.out.cancelAll(nil)
		d.settle()
	case stageRinging:
		e.Status = 500
		d.refuse(Answer{Status: 500}, e)
	case stageUp:
		d.bye(nil, e)
	case stageOver: // the sink failed at Ended itself
		d.forget()
	}
}

// later runs f on the work queue after a time.
func (d *Dialog) later(after time.Duration, f func()) *time.Timer {
	return time.AfterFunc(after, func() { d.do(f) })
}

// tell delivers an event, unless Ended was delivered.
func (d *Dialog) tell(e Event) {
	if d.stage != stageOver && d.sink != nil {
		d.sink(e)
	}
}

// end delivers Ended, once, and stops all that only a living dialog needs.
func (d *Dialog) end(e Ended) {
	if d.stage == stageOver {
		return
	}
	d.stage = stageOver
	d.publish()
	d.timer.stop()
	if d.own != nil && d.own.tx != nil {
		d.own.tx.hurry()
	}
	d.next, d.own = nil, nil
	if d.sink != nil {
		defer d.sink(e)
	}
	d.refuseRefer(Answer{Status: 481})
	if d.far != nil {
		d.far.tx.respond(respondTo(d.far.req, Answer{Status: 487}, d.peer.localTag, ""))
		d.far = nil
	}
}

// settle forgets an ended dialog when nothing of it is under way.
func (d *Dialog) settle() {
	if d.stage != stageOver || d.tidying > 0 || d.ok != nil || d.referral != nil {
		return
	}
	if d.out != nil && !d.out.settled() {
		return
	}
	d.forget()
}

// forget takes the dialog out of the UA.
func (d *Dialog) forget() {
	d.dropReferral()
	d.timer.stop()
	if d.heldTimer != nil {
		d.heldTimer.Stop()
	}
	for _, h := range d.held {
		h.tx.respond(respondTo(h.req, Answer{Status: 481}, "", ""))
	}
	d.held = nil
	if d.ok != nil {
		d.ok.stop()
		d.ok = nil
	}
	if d.in != nil {
		d.in.stop()
	}
	d.ua.dropDialog(d)
}

func (d *Dialog) move(to Flow) {
	if to.IsZero() || d.stage == stageOver || d.stage == stageCalling {
		return // what is not answered yet has no dialog that could move
	}
	d.peer.flow, d.peer.sticky = to, true
	l := d.ua.linkByID(to.id)
	if l == nil {
		return
	}
	for seq, a := range d.acks { // who asks again has not got it by the old way
		a.hop = hop{l, to.Remote}
		d.acks[seq] = a
	}
	if d.in != nil && !d.confirmed {
		d.in.tx.move(l, to.Remote) // and our 2xx, until it is acknowledged
	}
}

func (d *Dialog) shutdown() {
	d.dropReferral()
	d.settle()
	d.hangup(Hangup{Status: 503, Headers: []Header{{"Retry-After", "10"}}})
}

func (d *Dialog) hangup(h Hangup) {
	headers := h.Headers
	if !h.Reason.IsZero() {
		headers = append([]Header{{"Reason", h.Reason.String()}}, headers...)
	}
	switch d.stage {
	case stageCalling:
		d.end(Ended{By: Local, Why: WhyCancelled, Reason: h.Reason})
		d.out.cancelAll(headers)
		d.settle()
	case stageRinging:
		d.reject(Answer{Status: h.Status, Phrase: h.Phrase, Headers: headers})
	case stageUp:
		d.bye(headers, Ended{By: Local, Why: WhyBye, Reason: h.Reason})
	case stageOver:
	}
}

// bye ends an answered dialog. A callee must not send BYE before the ACK
// (RFC 3261 section 15), so it may have to wait for it.
func (d *Dialog) bye(headers []Header, e Ended) {
	if d.stage != stageUp {
		return
	}
	d.end(e)
	if !d.confirmed && d.ok != nil {
		d.waitBye = true
		d.ok.bye = headers
		return
	}
	d.sendBye(headers)
}

func (d *Dialog) sendBye(headers []Header) {
	for d.referral != nil && len(d.referral.waiting) > 0 {
		d.nextRefer(true)
	}
	r := d.peer.draft("BYE")
	r.headers = headers
	// However it is answered, the dialog is over for both: an ACK that did not
	// come by now is waited for by nobody.
	d.ask(&d.peer, r, func(*Response, Why) { d.byeCrossed() })
}

// lost ends a dialog that the far side does not know or answer any more. BYE
// is sent all the same (RFC 3261 section 12.2.1.2).
func (d *Dialog) lost(why Why, res *Response) {
	if d.stage != stageUp {
		return
	}
	e := Ended{By: Remote, Why: why, Response: res}
	if res != nil {
		e.Status, e.Text = res.Status(), res.Phrase()
	}
	d.bye(nil, e)
}

// ask sends a request other than INVITE in the dialog, answers a digest
// challenge, and calls done on the work queue with the final response or nil.
func (d *Dialog) ask(p *peer, r *draft, done func(*Response, Why)) {
	d.tidying++
	d.ua.inside(d.do, d.credentials, p, r, 0, func(res *Response, why Why) {
		d.tidying--
		done(res, why)
		d.settle()
	})
}

// ack sends the ACK to a 2xx and keeps it for its retransmissions.
func (d *Dialog) ack(p *peer, seq uint32, auth []Header, sdp []byte) {
	r := p.draft("ACK")
	r.seq = seq
	r.headers = auth
	r.body = sdp
	key := seq
	d.ua.sendAlone(r, p.way(), func(data []byte, h hop) {
		d.do(func() {
			if d.acks == nil {
				d.acks = map[uint32]sentAck{}
			}
			d.acks[key] = sentAck{data, h}
			if len(d.acks) > 4 { // only the last ones can be asked for again
				for k := range d.acks {
					if k+8 < key {
						delete(d.acks, k)
					}
				}
			}
		})
	})
}

// ackAgain answers a retransmitted 2xx.
func (d *Dialog) ackAgain(seq uint32) {
	if a, ok := d.acks[seq]; ok {
		_ = a.hop.link.send(a.data, a.hop.to)
	}
}

func (u *UA) addDialog(d *Dialog, merge string, tags ...string) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.closed || u.empty != nil {
		return false
	}
	for _, tag := range tags {
		k := d.callID + "|" + tag
		d.keys = append(d.keys, k)
		u.dialogs[k] = d
	}
	if merge != "" {
		d.merge = merge
		u.merges[merge] = d
	}
	return true
}

func (u *UA) dropDialog(d *Dialog) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, k := range d.keys {
		delete(u.dialogs, k)
	}
	d.keys = nil
	if d.merge != "" {
		delete(u.merges, d.merge)
		d.merge = ""
	}
	if u.empty != nil && len(u.dialogs) == 0 {
		select {
		case <-u.empty:
		default:
			close(u.empty)
		}
	}
}
