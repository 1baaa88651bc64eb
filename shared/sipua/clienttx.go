package sipua

import (
	"sync"
	"time"
)

// txEvent is what a client transaction tells its owner: a response, or that
// there will be none (Why). It is given under the transaction's lock, in
// order: the owner only enqueues it.
type txEvent struct {
	res *Response
	why Why
	err error
}

type txState uint8

const (
	txFinding    txState = iota // the hop is being found
	txCalling                   // sent, nothing came
	txProceeding                // a provisional came
	txAccepted                  // 2xx to INVITE (RFC 6026)
	txCompleted                 // final response
	txConfirmed                 // server INVITE only: ACK came
	txDead
)

// clientTx is a client transaction (RFC 3261 section 17.1, RFC 6026).
type clientTx struct {
	ua     *UA
	draft  *draft
	branch string
	invite bool
	stream bool // may go by TCP when too long for UDP
	on     func(txEvent)

	mu       sync.Mutex
	state    txState
	hop      hop
	data     []byte // the request; after a final response to INVITE >= 300 the ACK
	hurried  bool   // of INVITE: it ends after 64*T1, whatever comes
	interval time.Duration
	again    *time.Timer // A or E
	limit    *time.Timer // B or F, then D, K or M
	began    time.Time
}

// begin starts a client transaction. on may be called before begin returns.
func (u *UA) begin(d *draft, w way, streamAllowed bool, on func(txEvent)) *clientTx {
	t := &clientTx{
		ua: u, draft: d, branch: cookie + token(12), invite: d.method == "INVITE",
		stream: streamAllowed, on: on, began: time.Now(),
	}
	u.reach(w, t.found)
	return t
}

func (t *clientTx) key() string { return t.branch + "|" + t.draft.method }

func (t *clientTx) found(h hop, err error) {
	if err != nil {
		t.fail(WhyTransport, err)
		return
	}
	data := t.draft.render(h.link, h.to, t.branch, t.ua.config.UserAgent)
	if len(data) > datagramLimit && h.link.transport() == UDP && t.stream {
		t.stream = false
		t.ua.reach(way{transport: TCP, next: h.to}, func(tcp hop, err error) {
			if err != nil {
				tcp = h // RFC 3261 section 18.1.1: try UDP all the same
			}
			t.found(tcp, nil)
		})
		return
	}
	t.start(h, data)
}

// datagramLimit is where RFC 3261 section 18.1.1 wants a congestion-controlled
// transport.
const datagramLimit = 1300

func (t *clientTx) start(h hop, data []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.state != txFinding {
		return
	}
	if !t.ua.addClientTx(t) {
		t.over(WhyShutdown, errClosed)
		return
	}
	t.hop, t.data, t.state = h, data, txCalling
	if err := h.link.send(data, h.to); err != nil {
		t.over(WhyTransport, err)
		return
	}
	t.interval = t.ua.t1
	if !h.link.transport().Reliable() {
		t.again = time.AfterFunc(t.interval, t.retransmit)
	}
	limit := 64 * t.ua.t1
	if t.draft.giveUp > 0 {
		limit = t.draft.giveUp
	}
	t.limit = time.AfterFunc(limit, t.expire)
}

func (t *clientTx) retransmit() {
	defer t.ua.recovered("sip timer")
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.state != txCalling && (t.invite || t.state != txProceeding) {
		return
	}
	_ = t.hop.link.send(t.data, t.hop.to)
	t.interval *= 2
	if !t.invite && (t.interval > t.ua.t2 || t.state == txProceeding) {
		t.interval = t.ua.t2
	}
	t.again.Reset(t.interval)
}

// expire is timer B or F before the final response, D, K or M after it.
func (t *clientTx) expire() {
	defer t.ua.recovered("sip timer")
	t.mu.Lock()
	defer t.mu.Unlock()
	switch t.state {
	case txCalling, txProceeding:
		t.over(WhyNoResponse, nil)
	case txAccepted, txCompleted:
		t.die()
	case txFinding, txConfirmed, txDead:
	}
}

// over ends the transaction without a final response; t.mu is held.
func (t *clientTx) over(why Why, err error) {
	if t.state == txDead || t.state == txAccepted || t.state == txCompleted {
		return
	}
	t.die()
	t.on(txEvent{why: why, err: err})
}

// die forgets the transaction; t.mu is held.
func (t *clientTx) die() {
	t.state = txDead
	t.stop()
	t.data = nil
	t.ua.dropClientTx(t)
}

func (t *clientTx) stop() {
	if t.again != nil {
		t.again.Stop()
	}
	if t.limit != nil {
		t.limit.Stop()
	}
}

func (t *clientTx) fail(why Why, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.over(why, err)
}

// abandon ends the transaction before anything was sent; it reports whether
// it could.
func (t *clientTx) abandon() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.state != txFinding {
		return false
	}
	t.state = txDead
	return true
}

// linkGone ends transactions whose connection closed.
func (t *clientTx) linkGone(l link) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.hop.link == l {
		t.over(WhyTransport, errFlowGone)
	}
}

// where gives the hop that the request went to.
func (t *clientTx) where() hop {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.hop
}

// receive takes a response from the wire.
func (t *clientTx) receive(res *Response) {
	t.mu.Lock()
	defer t.mu.Unlock()
	status := res.Status()
	switch t.state {
	case txCalling, txProceeding:
	case txAccepted:
		if status/100 == 2 {
			t.on(txEvent{res: res})
		}
		return
	case txCompleted:
		if t.invite && status >= 300 {
			_ = t.hop.link.send(t.data, t.hop.to) // the ACK was lost
		}
		return
	case txFinding, txConfirmed, txDead:
		return
	}
	if status < 200 {
		t.state = txProceeding
		if t.invite && t.again != nil {
			t.again.Stop()
		}
		if t.invite && !t.hurried {
			t.limit.Stop()
			if t.draft.patience > 0 {
				t.limit = time.AfterFunc(t.draft.patience, t.expire)
			}
		}
		t.on(txEvent{res: res})
		return
	}
	t.stop()
	reliable := t.hop.link.transport().Reliable()
	var linger time.Duration
	switch {
	case t.invite && status < 300:
		t.state, linger, t.data = txAccepted, 64*t.ua.t1, nil
	case t.invite:
		t.state = txCompleted
		t.data = t.ackFor(res)
		_ = t.hop.link.send(t.data, t.hop.to)
		if !reliable {
			linger = max(32*time.Second, 64*t.ua.t1)
		}
	default:
		t.state, t.data = txCompleted, nil
		if !reliable {
			linger = t.ua.t4
		}
	}
	t.on(txEvent{res: res})
	if linger == 0 {
		t.die()
		return
	}
	t.limit = time.AfterFunc(linger, t.expire)
}

// ackFor makes the ACK to a final response >= 300 (RFC 3261 section 17.1.1.3).
func (t *clientTx) ackFor(res *Response) []byte {
	d := draft{
		method: "ACK", uri: t.draft.uri, routes: t.draft.routes, from: t.draft.from,
		to: headerOf(&res.msg.MessageData, "to"), callID: t.draft.callID, seq: t.draft.seq,
	}
	return d.render(t.hop.link, t.hop.to, t.branch, "")
}

// cancelIt sends CANCEL for an INVITE that got a provisional (RFC 3261
// section 9.1). Its own answer does not matter: the INVITE's does; when that
// never comes, the INVITE is given up after 64*T1.
func (t *clientTx) cancelIt(headers []Header) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.state != txProceeding && t.state != txCalling {
		return
	}
	h := t.hop
	d := &draft{
		method: "CANCEL", uri: t.draft.uri, routes: t.draft.routes, from: t.draft.from, to: t.draft.to,
		callID: t.draft.callID, seq: t.draft.seq, headers: headers,
	}
	c := &clientTx{ua: t.ua, draft: d, branch: t.branch, on: func(txEvent) {}, began: time.Now()}
	c.start(h, d.render(h.link, h.to, t.branch, ""))
	t.hurryUp()
}

// hurry gives an INVITE up after 64*T1: nobody waits for its answer any more.
func (t *clientTx) hurry() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.state == txProceeding || t.state == txCalling {
		t.hurryUp()
	}
}

func (t *clientTx) hurryUp() {
	if t.hurried {
		return
	}
	t.hurried = true
	t.limit.Stop()
	t.limit = time.AfterFunc(64*t.ua.t1, t.expire)
}

// sendAlone sends a request outside any transaction: the ACK to a 2xx.
func (u *UA) sendAlone(d *draft, w way, sent func(data []byte, h hop)) {
	u.reach(w, func(h hop, err error) {
		if err != nil {
			return
		}
		data := d.render(h.link, h.to, cookie+token(12), "")
		_ = h.link.send(data, h.to)
		sent(data, h)
	})
}
