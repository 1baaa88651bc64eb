package sipua

import (
	"net/netip"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"
)

// datagram takes one UDP packet. It runs in the socket's reader, so packets
// are handed on in the order they came.
func (u *UA) datagram(s *socket, from netip.AddrPort, data []byte) {
	defer u.recovered("sip datagram")
	if len(data) < 20 { // CRLF keepalives and NULs
		return
	}
	u.trace("received", s.flow(from), data)
	msg, bad, err := parseDatagram(u.parser, data)
	if err != nil {
		u.malformed.Add(1)
		u.log.Debug("sip datagram cannot be read", "from", from.String(), "bytes", len(data))
		return
	}
	if bad != 0 {
		u.malformed.Add(1)
		if req, ok := msg.(*sip.Request); ok {
			u.refuseBad(&Request{req, s.flow(from)}, s, bad)
		}
		return
	}
	u.receive(msg, s, from)
}

// receive takes one message from a socket or connection.
func (u *UA) receive(msg sip.Message, l link, from netip.AddrPort) {
	switch m := msg.(type) {
	case *sip.Request:
		u.request(&Request{m, l.flow(from)}, l)
	case *sip.Response:
		u.responded(&Response{m, l.flow(from)})
	}
}

func (u *UA) responded(res *Response) {
	m := &res.msg.MessageData
	if malformed(m) != "" || !strings.EqualFold(res.msg.SipVersion, "SIP/2.0") || res.Status() < 100 || res.Status() > 699 {
		u.malformed.Add(1)
		return
	}
	branch, _ := m.Via().Params.Get("branch")
	key := branch + "|" + string(m.CSeq().MethodName)
	u.mu.Lock()
	t := u.clients[key]
	u.mu.Unlock()
	if t != nil {
		t.receive(res)
	}
}

// refuseBad refuses a request that breaks the grammar, if it says
// enough of its sender to be answered.
func (u *UA) refuseBad(r *Request, l link, status int) {
	if r.msg.Method == "ACK" || r.msg.Via() == nil || r.msg.CSeq() == nil && r.msg.CallID() == nil {
		return
	}
	if !u.admitted(r) {
		return
	}
	u.stateless(r, l, Answer{Status: status})
}

// stateless sends a response without keeping a transaction.
func (u *UA) stateless(r *Request, l link, a Answer) {
	if r.msg.Method == "ACK" {
		return
	}
	p := respondTo(r, a, token(6), "")
	_ = l.send(p.data, u.backTo(r, l))
}

func (u *UA) backTo(r *Request, l link) netip.AddrPort {
	if l.transport().Reliable() {
		return r.flow.Remote
	}
	return replyAddress(r)
}

func (u *UA) admitted(r *Request) bool {
	if u.config.Admit == nil || u.config.Admit(r) {
		return true
	}
	u.dropped.Add(1)
	return false
}

// request takes a request from the wire: finds its transaction or makes it.
func (u *UA) request(r *Request, l link) {
	m := &r.msg.MessageData
	if !strings.EqualFold(r.msg.SipVersion, "SIP/2.0") {
		u.refuseBad(r, l, 505)
		return
	}
	if field := malformed(m); field != "" || checkURI(&r.msg.Recipient) != nil && isSIP(&r.msg.Recipient) {
		u.malformed.Add(1)
		u.refuseBad(r, l, 400)
		return
	}
	switch {
	case !strings.EqualFold(string(m.CSeq().MethodName), r.Method()): // sipgo writes the line's in upper case
		u.refuseBad(r, l, 400)
		return
	case r.Method() == "ACK":
		u.ackCame(r)
		return
	case r.Method() == "CANCEL":
		u.cancelCame(r, l)
		return
	}
	inside := tagOf(r.To()) != ""
	key := txKey(r, r.Method())
	u.mu.Lock()
	t := u.servers[key]
	u.mu.Unlock()
	if t != nil {
		t.repeated()
		return
	}
	if !inside && !u.admitted(r) {
		return
	}
	if t = u.newServerTx(r, l, key); t == nil {
		return
	}
	if a, ok := u.screen(r); !ok {
		t.respond(respondTo(r, a, token(8), ""))
		return
	}
	u.deliver(r, t, inside)
}

func isSIP(uri *URI) bool { return uri.Scheme == "sip" || uri.Scheme == "sips" }

func (u *UA) newServerTx(r *Request, l link, key string) *serverTx {
	t := &serverTx{ua: u, key: key, invite: r.Method() == "INVITE", link: l, to: u.backTo(r, l), state: txCalling}
	u.mu.Lock()
	if u.closed {
		u.mu.Unlock()
		return nil
	}
	u.servers[key] = t
	u.mu.Unlock()
	if !t.invite {
		t.mu.Lock()
		t.limit = time.AfterFunc(thinkLimit*u.t1, t.expire)
		t.mu.Unlock()
	}
	return t
}

// deliver gives a request that passed all checks to its dialog, or to whoever
// answers requests outside dialogs.
func (u *UA) deliver(r *Request, t *serverTx, inside bool) {
	method := r.Method()
	if inside {
		d := u.dialogOf(r.CallID(), tagOf(r.To()))
		if d == nil {
			i := u.insideOf(r.CallID(), tagOf(r.To()))
			switch {
			case i == nil:
				t.respond(respondTo(r, Answer{Status: 481}, "", ""))
			case !i.take(r, t):
				u.dropped.Add(1)
				t.respond(respondTo(r, Answer{Status: 503}, "", ""))
			}
			return
		}
		if !d.offerWork(func() { d.onRequest(r, t) }) {
			u.dropped.Add(1)
			t.respond(respondTo(r, Answer{Status: 503}, "", ""))
		}
		return
	}
	switch method {
	case "INVITE":
		u.invited(r, t)
	case "BYE", "PRACK", "UPDATE", "INFO":
		t.respond(respondTo(r, Answer{Status: 481}, token(8), ""))
	default:
		in := &Incoming{Request: r, tx: t, tag: token(8)}
		switch {
		case u.config.Request != nil:
			u.ask(in)
		case method == "OPTIONS":
			in.Respond(Answer{Status: 200, Headers: Capabilities()})
		default:
			in.Respond(Answer{Status: 405, Headers: []Header{{"Allow", allow}}})
		}
	}
}

// ask calls the owner; a panic of his answers 500.
func (u *UA) ask(in *Incoming) {
	defer func() {
		if p := recover(); p != nil {
			u.caught("request", p)
			in.Respond(Answer{Status: 500})
		}
	}()
	u.config.Request(in)
}

func (u *UA) ackCame(r *Request) {
	u.mu.Lock()
	t := u.servers[txKey(r, "INVITE")]
	u.mu.Unlock()
	if t != nil {
		t.ack(r)
		return
	}
	if d := u.dialogOf(r.CallID(), tagOf(r.To())); d != nil {
		d.offerWork(func() { d.onAck(r) })
	}
}

func (u *UA) cancelCame(r *Request, l link) {
	key := txKey(r, "CANCEL")
	u.mu.Lock()
	t, invite := u.servers[key], u.servers[txKey(r, "INVITE")]
	u.mu.Unlock()
	if t != nil {
		t.repeated()
		return
	}
	if invite == nil && !u.admitted(r) {
		return
	}
	if t = u.newServerTx(r, l, key); t == nil {
		return
	}
	if invite == nil {
		t.respond(respondTo(r, Answer{Status: 481}, token(8), ""))
		return
	}
	t.respond(respondTo(r, Answer{Status: 200}, token(8), ""))
	invite.cancel(r)
}

func (u *UA) dialogOf(callID, tag string) *Dialog {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.dialogs[callID+"|"+tag]
}
