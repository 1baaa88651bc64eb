package sipua

import (
	"math/rand/v2"
	"strings"

	"github.com/emiago/sipgo/sip"
)

// peer is one dialog as RFC 3261 section 12 has it: what requests to the far
// side are made of, and the sequence of its own.
type peer struct {
	callID      string
	local       string // our From, with tag
	remote      string // our To, with the far side's tag
	localTag    string
	remoteTag   string
	target      URI
	routes      []URI
	flow        Flow // the way the dialog began
	sticky      bool
	seq         uint32 // of our last request
	farSeq      uint32 // of the far side's last request
	farKnown    bool
	contactUser string
	updates     bool // the far side allows UPDATE
}

// firstSeq leaves room for 2^31 requests (RFC 3261 section 8.1.1.5).
func firstSeq() uint32 { return rand.Uint32N(1<<16) + 1 }

// draft begins a request in the dialog. ACK takes the number of its INVITE.
func (p *peer) draft(method string) *draft {
	d := &draft{method: method, from: p.local, to: p.remote, callID: p.callID, contactUser: p.contactUser}
	if method != "ACK" {
		p.seq++
		d.seq = p.seq
	}
	target := p.target
	target.Headers = nil
	d.uri = target.String()
	for i := range p.routes {
		d.routes = append(d.routes, "<"+p.routes[i].String()+">")
	}
	if len(p.routes) > 0 && !loose(&p.routes[0]) { // RFC 3261 section 12.2.1.1: strict router
		first := p.routes[0]
		first.Headers = nil
		d.uri = first.String()
		d.routes = append(d.routes[1:], "<"+target.String()+">")
	}
	return d
}

func loose(u *URI) bool {
	for _, p := range u.UriParams {
		if strings.EqualFold(p.K, "lr") {
			return true
		}
	}
	return false
}

// way is where a request in the dialog goes.
func (p *peer) way() way {
	if p.sticky {
		return way{flow: p.flow, transport: p.flow.Transport}
	}
	next := &p.target
	if len(p.routes) > 0 {
		next = &p.routes[0]
	}
	w := wayTo(next, p.flow.Transport)
	if w.transport == p.flow.Transport && w.next == p.flow.Remote {
		w.flow = p.flow // the same socket or connection as before
	}
	return w
}

// recordRoute gives the route set that a message sets up; for a response the
// order is turned round (RFC 3261 section 12.1).
func recordRoute(m *sip.MessageData, reverse bool) []URI {
	var out []URI
	for _, h := range m.Headers() {
		if rr, ok := h.(*sip.RecordRouteHeader); ok && len(out) < 32 {
			out = append(out, rr.Address)
		}
	}
	if reverse {
		for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
			out[i], out[j] = out[j], out[i]
		}
	}
	return out
}

// retarget follows the Contact of a target refresh (RFC 3261 section 12.2).
func (p *peer) retarget(m *sip.MessageData) {
	if c := m.Contact(); c != nil && !c.Address.Wildcard && isSIP(&c.Address) {
		p.target = c.Address
	}
	if hasToken(m, "allow", "UPDATE") {
		p.updates = true
	}
}
