package phone

import (
	"net/netip"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/sipua"
)

// parting is how long a connection that is given up may still carry a last
// word.
const parting = 100 * time.Millisecond

// looked takes what the watch over this computer's addresses saw: our address
// towards the server (invalid: there is no way), and whether anything else has
// changed, or the computer has slept.
func (p *Phone) looked(local netip.Addr, changed bool) {
	if local == p.local && !changed {
		return
	}
	p.tell(seat.NetworkChanged{})
	a := p.acc
	switch {
	case !local.IsValid():
		p.local = netip.Addr{}
		p.shut() // whether it would live again with the address, systems do not agree on
		if a != nil {
			a.leaveConnection()
			a.outOfReach()
		}
	case local != p.local:
		p.log.Info("this computer's address has changed")
		p.moved(local)
	case a == nil:
	case a.flow().IsZero():
		a.hurry()
	default:
		// Nothing of ours, perhaps: an answer over the way we have tells.
		a.reg.Refresh()
	}
}

func (a *account) flow() sipua.Flow { return a.p.flow }

// moved: packets leave this computer from another address now. Audio goes on
// from there at once; the calls are told of it when the server knows us there
// (C-PHONE-8).
func (p *Phone) moved(local netip.Addr) {
	p.setLocal(local)
	a := p.acc
	if a == nil {
		p.movedOff(local)
		return
	}
	if p.flow.IsZero() { // an attempt is under way, or waits
		a.hurry()
		return
	}
	a.lost = true
	if p.flow.Transport.Reliable() {
		over := func(l *line) bool { return l.dialog.Request().Flow() == p.flow }
		if p.endRinging("the network has changed", over) {
			p.after(parting, func() { // the refusals go out over the old connection, if it still leads anywhere
				if a.current() {
					a.leaveConnection()
					a.hurry()
				}
			})
			return
		}
	}
	a.leaveConnection()
	a.hurry()
}

// setLocal keeps our address, and puts the calls' audio there.
func (p *Phone) setLocal(local netip.Addr) {
	if p.local == local {
		return
	}
	p.local = local
	for _, l := range p.lines {
		l.strayed = l.phase == phaseUp
		l.move(local)
	}
}

// movedOff goes on with the calls that are left of a phone that was switched
// off: the way to their server is made anew by whoever sends next.
func (p *Phone) movedOff(local netip.Addr) {
	if p.flow.IsZero() || len(p.lines) == 0 {
		return
	}
	if p.flow.Transport.Reliable() {
		p.ua.Drop(p.flow)
	} else if err := p.listen(local); err != nil {
		p.log.Warn("no socket on the new address", "error", err)
	}
	p.moveLines()
}

// leaveConnection gives up the connection to the server, if it is one: on
// another network it leads nowhere, and nobody would say so.
func (a *account) leaveConnection() {
	p := a.p
	old := p.flow
	p.flow = sipua.Flow{}
	if !old.IsZero() && old.Transport.Reliable() {
		p.ua.Drop(old)
	}
}

// moveLines goes on with every call over the way that the server knows us by
// now. The re-INVITE tells the server our address, and us whether it still
// knows the call (481: it does not, and the call is over).
func (p *Phone) moveLines() {
	for _, l := range p.lines {
		switch l.phase {
		case phaseOffered, phaseAnswering:
			l.dialog.Move(p.flow)
			if l.phase == phaseOffered {
				l.dialog.Ring(sipua.Answer{Status: 180})
			}
		case phaseUp:
			l.dialog.Move(p.flow)
			l.again, l.tries = true, 0
			l.negotiate()
			if l.silent {
				l.tryICELater() // the new way may let pass what the old one did not
			}
		case phaseDialing:
			// A call that is not answered yet has no dialog that could move: over
			// UDP nobody would say that its answers go astray.
			if p.flow.Transport == sipua.UDP && l.from != p.local {
				l.fail(503, "the network has changed")
			}
		case phaseWaiting, phaseOver:
		}
	}
}
