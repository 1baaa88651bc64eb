//go:build linux

package load

import (
	"fmt"
	"net/netip"
	"slices"
	"time"
)

// phone is one device.
type phone struct {
	Device
	n             int
	addr          netip.Addr
	registrations int
}

// dialog is a call at a phone.
type dialog struct {
	pending // the 200 until its ACK
	g       *Generator
	phone   *phone
	id      string
	invite  *message
	last    []byte
	call    *call // the carrier's call that it belongs to; nil when unknown
	voice   *stream
	over    bool
}

const keepDialog = 5 * time.Second // for what is sent again after the end

// invited: a phone is called.
func (g *Generator) invited(m *message) {
	p := g.byAddr[m.local]
	if p == nil {
		g.unhandled["INVITE"]++
		g.wire.send(m.local, response(m, 404, "Not Found", "x", "", ""))
		return
	}
	d := &dialog{g: g, phone: p, id: m.callID, invite: m}
	g.dialogs[m.callID] = d
	ring := time.Duration(0)
	if c := g.byCaller[userIn(m.from)]; c != nil {
		d.call = c
		c.rings(m.at)
		ring = c.spec.Ring
	}
	d.last = response(m, 180, "Ringing", "p", g.contact(p.User, p.addr), "")
	g.wire.send(p.addr, d.last)
	if ring == 0 {
		d.answer()
		return
	}
	time.AfterFunc(ring, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		d.answer()
	})
}

func (d *dialog) answer() {
	if d.over {
		return
	}
	p := d.phone
	d.last = response(d.invite, 200, "OK", "p", d.g.contact(p.User, p.addr), description(p.addr, d.g.audio.port, p.n))
	d.g.post(&d.pending, p.addr, d.last)
}

// invitedAgain: the INVITE came a second time, or a re-INVITE; both get our
// last answer's like.
func (d *dialog) invitedAgain(m *message) {
	if m.cseq == d.invite.cseq {
		d.g.wire.send(d.phone.addr, d.last)
		return
	}
	p := d.phone
	d.g.wire.send(p.addr, response(m, 200, "OK", "p", d.g.contact(p.User, p.addr), description(p.addr, d.g.audio.port, p.n)))
}

// request takes what comes within the dialog, and CANCEL.
func (d *dialog) request(m *message) {
	g, p := d.g, d.phone
	switch m.method {
	case "ACK":
		d.packet = nil
		if d.over || d.call == nil || d.call.bridged {
			return
		}
		if d.call.spec.Audio {
			if to, ok := audioAt(d.invite.body); ok {
				d.voice = g.audio.add(p.addr, to, false)
			}
		}
		d.call.phoneUp()
	case "BYE":
		g.wire.send(p.addr, response(m, 200, "OK", "p", "", ""))
		d.end()
	case "CANCEL":
		g.wire.send(p.addr, response(m, 200, "OK", "p", "", ""))
		if d.packet == nil && !d.over {
			d.last = response(d.invite, 487, "Request Terminated", "p", "", "")
			g.wire.send(p.addr, d.last)
			d.end()
		}
	default:
		g.wire.send(p.addr, response(m, 200, "OK", "p", g.contact(p.User, p.addr), ""))
	}
}

func (d *dialog) end() {
	if d.over {
		return
	}
	d.over, d.packet = true, nil
	d.g.audio.remove(d.voice)
	if c := d.call; c != nil {
		c.phoneGone()
	}
	time.AfterFunc(keepDialog, func() {
		d.g.mu.Lock()
		defer d.g.mu.Unlock()
		delete(d.g.dialogs, d.id)
	})
}

// Talking gives the phones that were called and are in a conversation, by their
// place in Config.Devices, in order.
func (g *Generator) Talking() (out []int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, d := range g.dialogs {
		if !d.over && d.call != nil && d.call.bridged {
			out = append(out, d.phone.n)
		}
	}
	slices.Sort(out)
	return out
}

// numberOf is the outside number of the n-th call's caller: each running call
// has one of its own, by which its phone leg is known.
func numberOf(n int) string { return fmt.Sprintf("090%08d", n%100_000_000) }
