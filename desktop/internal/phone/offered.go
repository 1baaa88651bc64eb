package phone

import (
	"strconv"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/voice"
	"github.com/yobirin/yobirin/shared/sipua"
)

// invited takes a new INVITE, from the UA's goroutine. That it is the server's
// was seen to by admit.
func (p *Phone) invited(d *sipua.Dialog) sipua.Sink {
	t := p.trusted.Load()
	if t == nil || p.busy.Load() >= maxLines {
		d.Reject(sipua.Answer{Status: 486})
		return func(sipua.Event) {}
	}
	d.Setup(t.user, sipua.ReliableOff, sipua.SessionTimer{})
	d.Take(sipua.TakeTalk)
	d.Stick()
	l := &line{p: p, dialog: d, phase: phaseOffered}
	if !p.post(func() { p.offered(l) }) {
		return nil
	}
	return func(e sipua.Event) { p.post(func() { l.event(e) }) }
}

// offered: a call rings here.
func (p *Phone) offered(l *line) {
	if p.acc == nil || len(p.lines) >= maxLines {
		status := 486
		if p.acc == nil {
			status = 480
		}
		l.phase = phaseOver
		l.dialog.Reject(sipua.Answer{Status: status})
		return
	}
	p.counted++
	l.name, l.from, l.soft = seat.Line("in"+strconv.FormatUint(p.counted, 10)), p.local, p.account()
	p.lines[l.name] = l
	p.busy.Store(int32(len(p.lines)))
	l.dialog.Ring(sipua.Answer{Status: 180})
	told := readOffer(l.dialog.Request())
	told.Line = l.name
	l.leg = told.Leg
	l.ringing = p.after(ringLimit, func() {
		if l.phase == phaseOffered {
			l.ended = &seat.LineEnded{By: seat.EndedMissed, Status: 480}
			l.phase = phaseOver
			l.dialog.Reject(sipua.Answer{Status: 480})
		}
	})
	p.tell(told)
}

// accept answers an offered call.
func (p *Phone) accept(l *line) {
	if l.phase != phaseOffered {
		return
	}
	if err := l.open(); err != nil {
		p.log.Warn("a call's audio cannot be opened", "error", err)
		l.fail(500, "audio: "+cleanText(err.Error(), 200))
		return
	}
	var answer []byte
	var err error
	if offer := l.dialog.Request().SDP(); offer != nil {
		answer, err = l.audio.Answer(offer, voice.SendReceive)
	} else {
		answer, err = l.audio.Offer(voice.SendReceive) // the answer comes in the ACK
	}
	if err != nil {
		l.fail(488, "description: "+cleanText(err.Error(), 200))
		return
	}
	l.phase = phaseAnswering
	l.dialog.Answer(answer)
}

// confirmed: the caller knows that we answered.
func (l *line) confirmed(e sipua.Confirmed) {
	if l.phase != phaseAnswering {
		return
	}
	if l.dialog.Request().SDP() == nil {
		if err := l.audio.Accept(e.SDP); err != nil {
			l.fail(488, "description: "+cleanText(err.Error(), 200))
			return
		}
	}
	l.isUp()
}

// nudged: the far side asks that we answer, or hold.
func (l *line) nudged(e sipua.Nudged) {
	switch {
	case e.Event == "talk" && l.phase == phaseOffered:
		l.p.accept(l)
	case e.Event == "talk" && l.phase == phaseUp && l.want:
		l.p.hold(seat.HoldLine{Line: l.name})
	case e.Event == "hold" && l.phase == phaseUp && !l.want:
		l.p.hold(seat.HoldLine{Line: l.name, On: true})
	}
}

// refuse refuses an offered call.
func (p *Phone) refuse(l *line, status int) {
	if l.phase != phaseOffered {
		p.hangUp(l)
		return
	}
	l.phase = phaseOver
	l.dialog.Reject(sipua.Answer{Status: status})
}

// endRinging ends calls that ring here and of whose end nobody could tell us
// any more. It reports whether there were any.
func (p *Phone) endRinging(why string, which func(*line) bool) (some bool) {
	for _, l := range p.lines {
		if l.phase == phaseOffered && which(l) {
			l.fail(480, why)
			some = true
		}
	}
	return some
}
