package phone

import (
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/sipua"
)

const (
	keepAliveLeast = 5 * time.Second
	// keepAliveMost and pongLimit together are less than the 32 seconds after
	// which a request in a call is given up (timer B), so that a connection that
	// is dead costs no call.
	keepAliveMost = 20 * time.Second
	probeLimit    = 5 * time.Second
)

// asked answers requests outside calls.
func asked(in *sipua.Incoming) {
	switch in.Method() {
	case "OPTIONS":
		in.Respond(sipua.Answer{Status: 200, Headers: sipua.Capabilities()})
	case "NOTIFY": // news that nobody asked for (check-sync, message-summary): taken, not acted on
		in.Respond(sipua.Answer{Status: 200})
	default:
		in.Respond(sipua.Answer{Status: 405, Headers: sipua.Capabilities()[:1]})
	}
}

func (a *account) keepAlive() time.Duration {
	every := time.Duration(a.soft.KeepAlive) * time.Second
	if every <= 0 {
		return keepAliveMost
	}
	return min(max(every, keepAliveLeast), keepAliveMost)
}

// flowGone takes the end of a connection, from the UA's goroutine.
func (p *Phone) flowGone(f sipua.Flow) {
	p.post(func() {
		p.endRinging("the connection to the server is lost", func(l *line) bool { return l.dialog.Request().Flow() == f })
		if f == p.flow && p.acc != nil {
			p.acc.outOfReach()
		}
	})
}

// outOfReach: the way to the server is gone, and another is sought at once.
func (a *account) outOfReach() {
	a.p.flow = sipua.Flow{}
	a.lost = true
	stopTimer(a.ping)
	a.hurry()
}

// keepAsking asks over UDP, where nothing else tells that the server is gone;
// it holds the NAT's binding as well.
func (a *account) keepAsking() {
	stopTimer(a.ping)
	if a.at.transport != sipua.UDP {
		return
	}
	a.ping = a.p.after(a.keepAlive(), func() {
		if !a.current() || a.state != seat.PhoneRegistered {
			return
		}
		t := a.target(a.at)
		t.Flow = a.p.flow
		n := a.attempt.Load()
		a.probe(t, func(ok bool) {
			switch {
			case n != a.attempt.Load() || a.state != seat.PhoneRegistered:
			case ok:
				a.keepAsking()
			default:
				a.p.log.Info("the server does not answer any more")
				a.outOfReach()
			}
		})
	})
}

// probe asks whether a server answers at all.
func (a *account) probe(t sipua.Target, done func(ok bool)) {
	p := a.p
	p.ua.Send(sipua.Outgoing{
		Method: "OPTIONS", Target: t, From: a.aor, Contact: true, ContactUser: a.soft.User,
		Headers: []sipua.Header{{Name: "Accept", Value: "application/sdp"}}, GiveUp: probeLimit,
	}, func(r sipua.Result) {
		p.post(func() {
			if a.current() {
				done(r.Response != nil)
			}
		})
	})
}

// goHome looks now and then whether the first server is there again.
func (a *account) goHome() {
	stopTimer(a.home)
	if a.at.server == 0 {
		return
	}
	a.home = a.p.after(homeEvery, func() {
		if !a.current() || a.state != seat.PhoneRegistered || a.at.server == 0 {
			return
		}
		if len(a.p.lines) > 0 { // not in the middle of a call
			a.goHome()
			return
		}
		a.tryHome()
	})
}

func (a *account) tryHome() {
	n := a.attempt.Load()
	a.lookUp(0, func(found []place, err error) {
		if n != a.attempt.Load() {
			return
		}
		if err != nil {
			a.goHome()
			return
		}
		a.p.trustPlace(a.soft.User, found[0]) // the probe's certificate is checked against its name
		a.probe(a.target(found[0]), func(ok bool) {
			switch {
			case n != a.attempt.Load() || a.state != seat.PhoneRegistered:
			case ok && len(a.p.lines) == 0:
				a.begin()
			default:
				a.goHome()
			}
		})
	})
}
