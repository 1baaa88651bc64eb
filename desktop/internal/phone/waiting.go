package phone

import "github.com/yobirin/yobirin/desktop/internal/seat"

// A call that is dialed while the server is being found, at the start or when
// the way to it was lost for a moment, is not refused: it goes out as soon as
// the server has taken the phone, and ends when no server does.

const notRegistered = "the phone is not registered"

// seeking says whether a server is being found, and nothing has been told
// against it yet.
func (p *Phone) seeking() bool { return p.acc != nil && p.acc.state == seat.PhoneRegistering }

// goOut sends the calls that waited for the server.
func (p *Phone) goOut() {
	for _, l := range p.lines {
		if l.phase == phaseWaiting {
			l.goOut()
		}
	}
}

// endWaiting ends the calls that waited for a server that was not found.
func (p *Phone) endWaiting() {
	for _, l := range p.lines {
		if l.phase == phaseWaiting {
			l.fail(503, notRegistered)
		}
	}
}
