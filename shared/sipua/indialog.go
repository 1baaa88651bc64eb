package sipua

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// heldRequest came before one with a lower number.
type heldRequest struct {
	req *Request
	tx  *serverTx
}

const (
	heldFor   = 50 * time.Millisecond // what reordering on a network amounts to
	heldLimit = 16
)

func fields(s string) []string { return strings.Fields(s) }

// peerFor gives the dialog a request of the far side belongs to: ours, or an
// early one of a call that we are making.
func (d *Dialog) peerFor(r *Request) *peer {
	if d.stage == stageCalling {
		if e := d.earlyOf(tagOf(r.To()), tagOf(r.From())); e != nil {
			return &e.peer
		}
		return nil
	}
	if tagOf(r.To()) != d.peer.localTag || tagOf(r.From()) != d.peer.remoteTag {
		return nil
	}
	return &d.peer
}

func (d *Dialog) earlyOf(local, remote string) *early {
	for _, b := range d.out.branches {
		if b.tag == local {
			return b.earlies[remote]
		}
	}
	return nil
}

// onRequest takes a request within the dialog and restores their order: a
// number beyond the next one waits a moment for those before it (RFC 3261
// section 12.2.2 lets gaps pass, so that it goes on all the same).
func (d *Dialog) onRequest(r *Request, t *serverTx) {
	p := d.peerFor(r)
	if p == nil {
		status := 481
		if d.stage == stageOver && r.Method() == "BYE" {
			status = 200
		}
		t.respond(respondTo(r, Answer{Status: status}, "", ""))
		return
	}
	seq := r.msg.CSeq().SeqNo
	switch {
	case p.farKnown && seq <= p.farSeq:
		t.respond(respondTo(r, Answer{Status: 500, Headers: []Header{{"Retry-After", "0"}}}, "", ""))
		return
	case p.farKnown && seq > p.farSeq+1 && len(d.held) < heldLimit:
		d.held = append(d.held, heldRequest{r, t})
		slices.SortFunc(d.held, func(a, b heldRequest) int {
			return int(int64(a.req.msg.CSeq().SeqNo) - int64(b.req.msg.CSeq().SeqNo))
		})
		if len(d.held) == 1 {
			d.heldTimer = d.later(heldFor, func() { d.release(true) })
		}
		return
	}
	p.farSeq, p.farKnown = seq, true
	d.handle(r, t)
	d.release(false)
}

// release goes on with held requests: those whose turn it is, or all.
func (d *Dialog) release(all bool) {
	for len(d.held) > 0 {
		h := d.held[0]
		p := d.peerFor(h.req)
		seq := h.req.msg.CSeq().SeqNo
		if p != nil && !all && seq > p.farSeq+1 {
			return
		}
		d.held = d.held[1:]
		if p == nil || seq <= p.farSeq {
			status := 500
			if p == nil {
				status = 481
			}
			h.tx.respond(respondTo(h.req, Answer{Status: status}, "", ""))
			continue
		}
		p.farSeq = seq
		d.handle(h.req, h.tx)
	}
	if d.heldTimer != nil {
		d.heldTimer.Stop()
	}
}

// handle carries out a request whose turn it is.
func (d *Dialog) handle(r *Request, t *serverTx) {
	respond := func(a Answer) { t.respond(respondTo(r, a, "", "")) }
	method := r.Method()
	if d.stage == stageOver {
		if method == "BYE" {
			respond(Answer{Status: 200})
			d.byeCrossed()
			return
		}
		if method == "SUBSCRIBE" && d.referral != nil {
			d.referSubscribed(r, t)
			return
		}
		respond(Answer{Status: 481})
		return
	}
	switch method {
	case "BYE":
		respond(Answer{Status: 200})
		d.byeCame(r)
	case "INVITE":
		d.reinvited(r, t)
	case "UPDATE":
		d.reinvited(r, t)
	case "PRACK":
		if d.invite == nil {
			respond(Answer{Status: 481})
			return
		}
		d.onPrack(r, t)
	case "INFO":
		respond(Answer{Status: 200})
		d.informed(r)
	case "OPTIONS":
		respond(Answer{Status: 200, Headers: Capabilities()})
	case "REFER":
		d.referCame(r, t)
	case "NOTIFY":
		d.notified(r, t)
	case "SUBSCRIBE":
		d.referSubscribed(r, t)
	default:
		respond(Answer{Status: 405, Headers: []Header{{"Allow", allow}}})
	}
}

// byeCame ends the dialog by the far side's wish.
func (d *Dialog) byeCame(r *Request) {
	e := Ended{By: Remote, Why: WhyBye, Request: r, Reason: ParseReason(r.Headers("Reason"))}
	switch d.stage {
	case stageRinging: // RFC 3261 section 15.1.2: the caller gave up within an early dialog
		e.Why, e.Status = WhyCancelled, 487
		d.refuse(Answer{Status: 487}, e)
	case stageCalling: // a callee must not; its INVITE gets its own answer
	case stageUp:
		d.end(e)
		d.byeCrossed()
	case stageOver:
	}
}

// byeCrossed forgets what waited for an ACK: the far side hung up, or knows
// that we did.
func (d *Dialog) byeCrossed() {
	if d.ok != nil {
		d.ok.stop()
		d.ok = nil
	}
	d.waitBye = false
	d.settle()
}

// informed takes an INFO: a key, or whatever else.
func (d *Dialog) informed(r *Request) {
	key, duration, ok := parseDTMF(r.ContentType(), r.Body())
	if ok {
		d.tell(Pressed{Key: key, Duration: duration})
		return
	}
	d.tell(Informed{ContentType: r.ContentType(), Body: r.Body()})
}

// parseDTMF reads the two bodies that phones send for a key.
func parseDTMF(ctype string, body []byte) (key string, duration int, ok bool) {
	switch ctype {
	case "application/dtmf-relay":
		for l := range strings.Lines(string(body)) {
			k, v, _ := strings.Cut(l, "=")
			v = strings.TrimSpace(v)
			switch strings.ToLower(strings.TrimSpace(k)) {
			case "signal":
				key = v
			case "duration":
				if n, fine := number(v, 60_000); fine {
					duration = int(n)
				}
			}
		}
	case "application/dtmf":
		key = strings.TrimSpace(string(body))
	}
	switch key { // some phones send the event number of RFC 4733
	case "10":
		key = "*"
	case "11":
		key = "#"
	}
	key = strings.ToUpper(key)
	if len(key) != 1 || strings.IndexByte("0123456789*#ABCD", key[0]) < 0 {
		return "", 0, false
	}
	return key, duration, true
}

func (d *Dialog) info(contentType string, body []byte) {
	if d.stage != stageUp {
		return
	}
	r := d.peer.draft("INFO")
	r.ctype, r.body = contentType, body
	d.ask(&d.peer, r, func(res *Response, _ Why) {
		if res != nil && res.Status() == 481 {
			d.lost(WhyGone, res)
		}
	})
}

func (d *Dialog) press(key string, duration int) {
	if duration <= 0 {
		duration = 160
	}
	body := "Signal=" + key + "\r\nDuration=" + strconv.Itoa(duration) + "\r\n"
	if _, _, ok := parseDTMF("application/dtmf-relay", []byte(body)); ok {
		d.info("application/dtmf-relay", []byte(body))
	}
}
