package phone

import (
	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/voice"
	"github.com/yobirin/yobirin/shared/sipua"
)

// dial calls somebody, as soon as the server can be asked to.
func (p *Phone) dial(e seat.DialLine) {
	if p.lines[e.Line] != nil || e.Line == "" {
		p.log.Error("a line was dialed twice", "line", string(e.Line))
		return
	}
	no := func(status int, text string) {
		p.tell(seat.LineEnded{Line: e.Line, By: seat.EndedFailed, Status: status, Text: text})
	}
	user, ok := dialable(e.Digits)
	switch {
	case !ok:
		no(484, "this is no number")
		return
	case p.acc == nil || p.flow.IsZero() && !p.seeking():
		no(503, notRegistered)
		return
	case len(p.lines) >= maxLines:
		no(486, "too many lines")
		return
	}
	l := p.newLine(e.Line)
	l.phase, l.digits, l.shown = phaseWaiting, user, e.CallerID
	if !p.flow.IsZero() {
		l.goOut()
	}
}

// goOut sends a call of ours to the server that the phone is registered at.
func (l *line) goOut() {
	p, a := l.p, l.p.acc
	l.phase, l.from, l.soft = phaseDialing, p.local, a.soft
	offer, err := l.openOffer()
	if err != nil {
		p.log.Warn("a call's audio cannot be opened", "error", err)
		l.forget(seat.LineEnded{By: seat.EndedFailed, Status: 500, Text: "audio: " + cleanText(err.Error(), 200)})
		return
	}
	to := a.aor
	to.URI.User = escapeUser(l.digits)
	call := sipua.Call{
		Targets: []sipua.Target{{URI: to.URI, Flow: p.flow, Sticky: true}},
		From:    a.aor, To: to, ContactUser: a.soft.User, Offer: offer, Credentials: a.credentials(),
		Reliable: sipua.ReliableSupported, GiveUp: answerLimit,
	}
	if id, ok := dialable(l.shown); ok {
		as := a.aor
		as.URI.User = escapeUser(id)
		call.Headers = append(call.Headers, sipua.Header{Name: "P-Preferred-Identity", Value: as.String()})
	}
	l.dialog, err = p.ua.Dial(call, func(e sipua.Event) { p.post(func() { l.event(e) }) })
	if err != nil {
		l.forget(seat.LineEnded{By: seat.EndedFailed, Status: 500, Text: cleanText(err.Error(), 200)})
	}
}

func (l *line) openOffer() ([]byte, error) {
	if err := l.open(); err != nil {
		return nil, err
	}
	return l.audio.Offer(voice.SendReceive)
}

// progress: our call is heard of. What the network plays is heard; when it
// says only that it rings, or nothing comes, we play the tone ourselves
// (RFC 3960 section 3).
func (l *line) progress(e sipua.Progress) {
	if l.phase != phaseDialing {
		return
	}
	before := l.early
	if e.SDP != nil {
		if !l.early {
			l.audio.Early(true)
		}
		if err := l.audio.Accept(e.SDP); err != nil {
			l.p.log.Warn("a call's early description is not understood", "error", err)
		} else {
			l.early = true
		}
		if !l.early {
			l.audio.Early(false)
		}
	}
	l.rings = l.rings || e.Response.Status() == 180
	leg := legOf(e.Response.Header(legHeader))
	if leg == "" {
		leg = l.leg
	}
	l.ringBack()
	if !l.told || leg != l.leg || l.early != before {
		l.told, l.leg = true, leg
		l.p.tell(seat.LineProgress{Line: l.name, Leg: leg, Early: l.early})
	}
}

func (l *line) ringBack() { l.audio.Ringback(l.rings && !l.heard) }

// answered: our call is up.
func (l *line) answered(e sipua.Answered) {
	if l.phase != phaseDialing {
		return // we have hung up meanwhile; the BYE is on its way
	}
	if leg := legOf(e.Response.Header(legHeader)); leg != "" {
		l.leg = leg
	}
	early := l.early
	if early {
		l.audio.Early(false)
	}
	switch {
	case e.SDP != nil:
		if err := l.audio.Accept(e.SDP); err != nil {
			l.fail(488, "description: "+cleanText(err.Error(), 200))
			return
		}
	case !early:
		l.fail(488, "the answer has no description")
		return
	}
	l.isUp()
}
