package sipua

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// referLife is how long a far side may be left without the end of the
// transfer that it asked for.
const referLife = 5 * time.Minute

// fragType is the body of a NOTIFY that tells how a transfer goes.
const fragType = "message/sipfrag;version=2.0"

// askedRefer is a REFER that waits for its owner's answer.
type askedRefer struct {
	req *Request
	tx  *serverTx
}

// referral is the subscription that an accepted REFER makes (RFC 3515
// section 2.4.4): one NOTIFY at a time, the last one closes it. It may
// outlive the call.
type referral struct {
	event   string
	until   time.Time
	told    int
	waiting []int // statuses to be told; the last may be final
	reason  string
	busy    bool
	over    func()
	limit   *time.Timer
}

// referCame takes a REFER of the far side.
func (d *Dialog) referCame(r *Request, t *serverTx) {
	refuse := func(status int) { t.respond(respondTo(r, Answer{Status: status}, "", "")) }
	switch list := r.Headers("Refer-To"); {
	case d.takes&TakeRefer == 0:
		status := d.ua.config.ReferRefusal
		if status == 0 {
			status = 603
		}
		refuse(status)
	case d.stage != stageUp:
		refuse(403) // who is not answered has nobody to send on
	case d.asked != nil || d.referral != nil:
		refuse(491)
	case len(list) != 1:
		refuse(400)
	default:
		to, err := ParseReferTo(list[0])
		switch {
		case errors.Is(err, errReferKind):
			refuse(501)
		case err != nil:
			refuse(400)
		default:
			d.asked = &askedRefer{r, t}
			d.tell(Referred{To: clean(list[0]), Target: to, Request: r})
		}
	}
}

// refuseRefer answers the REFER that waits.
func (d *Dialog) refuseRefer(a Answer) {
	q := d.asked
	if q == nil {
		return
	}
	d.asked = nil
	if a.Status < 300 || a.Status > 699 {
		a.Status = 603
	}
	q.tx.respond(respondTo(q.req, a, "", ""))
}

// acceptRefer answers the REFER that waits with 202, and tells at once that
// something is being done.
func (d *Dialog) acceptRefer(over func()) {
	q := d.asked
	if q == nil {
		over()
		return
	}
	d.asked = nil
	a := Answer{Status: 202}
	quiet := strings.EqualFold(strings.TrimSpace(r0(q.req.Header("Refer-Sub"))), "false")
	if quiet { // RFC 4488 section 4
		a.Headers = []Header{{"Refer-Sub", "false"}}
	}
	q.tx.respond(respondTo(q.req, a, "", d.myContact(q.tx)))
	if quiet {
		over()
		return
	}
	f := &referral{event: "refer", until: time.Now().Add(referLife), over: over}
	if d.referred { // RFC 3515 section 2.4.6: from the second REFER on
		f.event += ";id=" + strconv.FormatUint(uint64(q.req.msg.CSeq().SeqNo), 10)
	}
	d.referred = true
	f.limit = d.later(referLife, func() {
		if d.referral == f {
			f.reason = "timeout"
			d.tellRefer(408)
		}
	})
	d.referral = f
	d.tellRefer(100)
}

func r0(s string) string {
	s, _, _ = strings.Cut(s, ";")
	return s
}

// tellRefer tells the far side how its transfer goes.
func (d *Dialog) tellRefer(status int) {
	f := d.referral
	if f == nil || status < 100 || status > 699 {
		return
	}
	if n := len(f.waiting); n > 0 {
		if f.waiting[n-1] >= 200 {
			return
		}
		f.waiting = f.waiting[:n-1] // news make what was not told yet old
	}
	if status != f.told {
		f.waiting = append(f.waiting, status)
	}
	d.nextRefer(false)
}

// nextRefer sends what waits to be told; with hurry, without waiting for the
// answer to the one before: the call is about to end.
func (d *Dialog) nextRefer(hurry bool) {
	f := d.referral
	if f == nil || len(f.waiting) == 0 || f.busy && !hurry {
		return
	}
	status := f.waiting[0]
	f.waiting = f.waiting[1:]
	f.told, f.busy = status, true
	left := max(time.Until(f.until)/time.Second, 1)
	state := "active;expires=" + strconv.Itoa(int(left))
	if status >= 200 {
		reason := f.reason
		if reason == "" {
			reason = "noresource"
		}
		state = "terminated;reason=" + reason
	}
	r := d.peer.draft("NOTIFY")
	r.contact, r.contactUser = true, d.contact()
	r.headers = []Header{{"Event", f.event}, {"Subscription-State", state}}
	r.ctype, r.body = fragType, []byte("SIP/2.0 "+strconv.Itoa(status)+" "+phrase(status)+"\r\n")
	if status >= 200 {
		d.dropReferral()
	}
	d.ask(&d.peer, r, func(res *Response, _ Why) {
		if d.referral != f {
			return
		}
		f.busy = false
		if res == nil || res.Status() == 481 { // it does not want to know
			d.dropReferral()
			return
		}
		d.nextRefer(false)
	})
}

// dropReferral ends the subscription without a word.
func (d *Dialog) dropReferral() {
	f := d.referral
	if f == nil {
		return
	}
	d.referral = nil
	f.limit.Stop()
	f.over()
}

// referSubscribed takes a SUBSCRIBE that refreshes or ends the subscription
// of a REFER (RFC 3515 section 2.4.4).
func (d *Dialog) referSubscribed(r *Request, t *serverTx) {
	f := d.referral
	if e, ok := ParseEvent(r.Header("Event")); !ok || e.Package != "refer" || f == nil {
		t.respond(respondTo(r, Answer{Status: 489}, "", ""))
		return
	}
	left := max(time.Until(f.until)/time.Second, 1)
	if n, ok := number(r.Header("Expires"), 1<<31); ok && n == 0 {
		left = 0
	}
	t.respond(respondTo(r, Answer{Status: 200, Headers: []Header{{"Expires", strconv.Itoa(int(left))}}}, "", d.myContact(t)))
	if left == 0 {
		d.dropReferral()
		d.settle()
	}
}

// refer asks the far side to call somebody else.
func (d *Dialog) refer(to ReferTo, headers []Header) {
	if d.stage != stageUp || d.ownRefer {
		return
	}
	d.ownRefer = true
	r := d.peer.draft("REFER")
	r.contact, r.contactUser = true, d.contact()
	r.headers = append([]Header{{"Refer-To", to.String()}}, headers...)
	quiet := false
	for _, h := range headers {
		quiet = quiet || strings.EqualFold(h.Name, "Refer-Sub") && strings.EqualFold(h.Value, "false")
	}
	d.ask(&d.peer, r, func(res *Response, _ Why) {
		e := Transferring{Asked: true, Over: true}
		if res != nil {
			e.Status = res.Status()
			e.Over = e.Status/100 != 2 || quiet
		}
		if e.Over {
			d.ownRefer = false
		}
		d.tell(e)
	})
}

// notified takes a NOTIFY in the dialog: how a REFER of ours goes, or a key
// pressed from afar.
func (d *Dialog) notified(r *Request, t *serverTx) {
	respond := func(status int) { t.respond(respondTo(r, Answer{Status: status}, "", "")) }
	e, ok := ParseEvent(r.Header("Event"))
	switch {
	case ok && e.Package == "refer" && d.ownRefer:
		respond(200)
		state, _, _ := strings.Cut(r.Header("Subscription-State"), ";")
		over := strings.EqualFold(strings.TrimSpace(state), "terminated")
		d.ownRefer = !over
		d.tell(Transferring{Status: fragStatus(r.Body()), Over: over})
	case ok && e.Package == "refer":
		respond(481)
	case ok && (e.Package == "talk" || e.Package == "hold") && d.takes&TakeTalk != 0:
		respond(200)
		d.tell(Nudged{Event: e.Package})
	default:
		t.respond(respondTo(r, Answer{Status: 489, Headers: []Header{{"Allow-Events", ""}}}, "", ""))
	}
}

// fragStatus reads the status line of a message/sipfrag (RFC 3420); 0 when
// there is none.
func fragStatus(body []byte) int {
	line, _, _ := strings.Cut(string(body), "\n")
	f := strings.Fields(line)
	if len(f) < 2 || !strings.EqualFold(f[0], "SIP/2.0") {
		return 0
	}
	n, ok := number(f[1], 699)
	if !ok || n < 100 {
		return 0
	}
	return int(n)
}

// nudge asks every phone that rings to answer by itself, also those that
// begin to ring later.
func (d *Dialog) nudge() {
	if d.stage != stageCalling {
		return
	}
	d.out.nudged = true
	for _, b := range d.out.branches {
		if b.done || b.cancelled {
			continue
		}
		for _, e := range b.earlies {
			d.out.nudge(e)
		}
	}
}

func (o *outbound) nudge(e *early) {
	if e.nudged || e.peer.remoteTag == "" {
		return
	}
	e.nudged = true
	r := e.peer.draft("NOTIFY")
	r.contact = true
	r.headers = []Header{{"Event", "talk"}, {"Subscription-State", "active"}}
	o.d.ask(&e.peer, r, func(*Response, Why) {}) // a phone that cannot goes on ringing
}
