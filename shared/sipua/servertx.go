package sipua

import (
	"net/netip"
	"strings"
	"sync"
	"time"
)

// serverTx is a server transaction (RFC 3261 section 17.2, RFC 6026).
type serverTx struct {
	ua     *UA
	key    string
	invite bool
	link   link
	to     netip.AddrPort

	mu       sync.Mutex
	state    txState // calling (nothing sent), proceeding, accepted, completed, confirmed, dead
	last     []byte  // the last response, for retransmissions
	interval time.Duration
	again    *time.Timer // G
	limit    *time.Timer // H, I, J, L; before that a bound on the owner's thinking

	// cancelled and acked tell the owner of an INVITE; called under mu, so
	// they only enqueue. cancelled may be nil.
	cancelled func(*Request)
	acked     func(*Request)
}

// thinkLimit is how long a request other than INVITE may stay unanswered.
const thinkLimit = 64

// txKey finds a request's server transaction (RFC 3261 section 17.2.3): by
// branch and sent-by, or by the old rule for peers of RFC 2543.
func txKey(r *Request, method string) string {
	m := &r.msg.MessageData
	via := m.Via()
	branch, _ := via.Params.Get("branch")
	if strings.HasPrefix(branch, cookie) && len(branch) > len(cookie) {
		return branch + "|" + strings.ToLower(via.SentBy()) + "|" + method
	}
	tag := tagOf(r.From())
	return strings.Join([]string{"2543", r.CallID(), tag, headerOf(m, "cseq")[:indexSpace(headerOf(m, "cseq"))], strings.ToLower(via.SentBy()), method}, "|")
}

func indexSpace(s string) int {
	if i := strings.IndexByte(s, ' '); i >= 0 {
		return i
	}
	return len(s)
}

// respond sends a response. After a final one nothing more is sent, but for a
// 2xx to INVITE, whose retransmission is its owner's.
func (t *serverTx) respond(r reply) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch t.state {
	case txCalling, txProceeding:
	case txAccepted:
		if r.status/100 != 2 {
			return
		}
	case txFinding, txCompleted, txConfirmed, txDead:
		return
	}
	t.last = r.data
	_ = t.link.send(r.data, t.to)
	if r.status < 200 {
		t.state = txProceeding
		return
	}
	if t.state == txAccepted {
		return
	}
	if t.limit != nil {
		t.limit.Stop()
	}
	reliable := t.link.transport().Reliable()
	linger := 64 * t.ua.t1
	switch {
	case t.invite && r.status < 300:
		t.state = txAccepted
	case t.invite:
		t.state = txCompleted
		t.cancelled = nil
		if !reliable {
			t.interval = t.ua.t1
			t.again = time.AfterFunc(t.interval, t.retransmit)
		}
	default:
		t.state = txCompleted
		if reliable {
			t.die()
			return
		}
	}
	t.limit = time.AfterFunc(linger, t.expire)
}

// move sends later responses another way: who asked finds them by the branch
// (RFC 3261 section 18.1.2).
func (t *serverTx) move(l link, to netip.AddrPort) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.link, t.to = l, to
}

func (t *serverTx) retransmit() {
	defer t.ua.recovered("sip timer")
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.state != txCompleted {
		return
	}
	_ = t.link.send(t.last, t.to)
	t.interval = min(2*t.interval, t.ua.t2)
	t.again.Reset(t.interval)
}

func (t *serverTx) expire() {
	defer t.ua.recovered("sip timer")
	t.mu.Lock()
	defer t.mu.Unlock()
	t.die()
}

func (t *serverTx) die() {
	if t.state == txDead {
		return
	}
	t.state = txDead
	t.last = nil
	t.cancelled, t.acked = nil, nil
	if t.again != nil {
		t.again.Stop()
	}
	if t.limit != nil {
		t.limit.Stop()
	}
	t.ua.dropServerTx(t)
}

// repeated takes a retransmission of the request.
func (t *serverTx) repeated() {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch t.state {
	case txProceeding, txCompleted:
		if t.last != nil {
			_ = t.link.send(t.last, t.to)
		}
	case txFinding, txCalling, txAccepted, txConfirmed, txDead:
	}
}

// ack takes an ACK that matches the INVITE's transaction.
func (t *serverTx) ack(r *Request) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch t.state {
	case txCompleted:
		t.state = txConfirmed
		t.last = nil
		if t.again != nil {
			t.again.Stop()
		}
		t.limit.Stop()
		if t.link.transport().Reliable() {
			t.die()
			return
		}
		t.limit = time.AfterFunc(t.ua.t4, t.expire)
	case txAccepted:
		if t.acked != nil {
			t.acked(r)
		}
	case txFinding, txCalling, txProceeding, txConfirmed, txDead:
	}
}

// cancel takes a CANCEL for the INVITE.
func (t *serverTx) cancel(r *Request) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if (t.state == txCalling || t.state == txProceeding) && t.cancelled != nil {
		t.cancelled(r)
	}
}
