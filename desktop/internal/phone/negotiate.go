package phone

import (
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/voice"
	"github.com/yobirin/yobirin/shared/sipua"
)

// negotiation is what is being agreed on (RFC 3264: one thing at a time).
type negotiation uint8

const (
	nothing negotiation = iota
	ours                // a re-INVITE of ours is under way
	theirs              // the far side asked for an offer, and its answer is due
)

const (
	againTries = 3
	againAfter = time.Second
)

// hold keeps the far side with music, or resumes it. Our microphone is off at
// once, and on again when the far side has agreed.
func (p *Phone) hold(e seat.HoldLine) {
	l := p.lines[e.Line]
	if l == nil {
		return
	}
	if l.phase != phaseUp {
		p.tell(seat.LineHeld{Line: e.Line, Failed: true})
		return
	}
	l.want, l.waiting = e.On, true
	if e.On {
		l.audio.Hold(true)
	}
	l.negotiate()
}

// negotiate makes an offer, when one is due and nothing else is being agreed
// on.
func (l *line) negotiate() {
	if l.phase != phaseUp || l.pending != nothing {
		return
	}
	if l.want == l.held && !l.again {
		l.settled(false)
		return
	}
	l.asked, l.again = l.want, false
	l.icing, l.toICE = l.toICE, false
	if l.icing {
		if err := l.audio.UseICE(); err != nil {
			l.p.log.Warn("a call's audio cannot go to ICE", "error", err)
			l.icing = false
		}
	}
	offer, err := l.audio.Offer(l.direction(l.want))
	if err != nil {
		l.p.log.Warn("a call's description cannot be made", "error", err)
		l.refused(488)
		return
	}
	l.pending = ours
	l.dialog.Offer(offer)
}

// direction is what our description says: music on hold is the server's, so
// that we take nothing while we hold.
func (l *line) direction(held bool) voice.Direction {
	switch {
	case held && l.farOn:
		return voice.Inactive
	case held:
		return voice.SendOnly
	default:
		return voice.SendReceive
	}
}

// changed: an offer of ours was answered.
func (l *line) changed(e sipua.Changed) {
	if e.Refresh || l.pending == nothing || l.audio == nil {
		return
	}
	was := l.pending
	l.pending = nothing
	if e.Status/100 == 2 && e.SDP != nil {
		if err := l.audio.Accept(e.SDP); err != nil {
			l.p.log.Warn("a call's description is not understood", "error", err)
			e.Status = 488
		}
	}
	icing := l.icing
	l.icing = false
	switch {
	case was == theirs:
		l.remedia()
		l.negotiate()
	case e.Status/100 == 2 && e.SDP != nil:
		l.held, l.tries, l.strayed = l.asked, 0, false
		l.audio.Hold(l.want)
		l.remedia()
		l.negotiate()
	case icing: // plain it stays
		l.negotiate()
	default:
		l.refused(e.Status)
	}
}

// refused: our offer came to nothing, and the call goes on as it was. What
// stood in its way may be gone in a moment: the far side's own offers (491,
// 500 with Retry-After), a server that is just starting (503). One that was
// about our address only is worth another try in any case.
func (l *line) refused(status int) {
	passing := status == 491 || status >= 500 && status < 600 || l.asked == l.held
	if l.tries++; passing && l.tries <= againTries {
		l.p.after(againAfter<<(l.tries-1), func() {
			l.again = true
			l.negotiate()
		})
		return
	}
	l.tries = 0
	if l.want == l.asked && l.asked != l.held {
		l.want = l.held
		l.settled(true)
		return
	}
	l.negotiate()
}

// settled answers whoever waits for hold.
func (l *line) settled(failed bool) {
	if !l.waiting {
		return
	}
	l.waiting = false
	l.audio.Hold(l.held)
	l.p.tell(seat.LineHeld{Line: l.name, Held: l.held, Failed: failed})
}

// theirOffer: the far side wants to change the session, or asks for our offer.
func (l *line) theirOffer(e sipua.Offered) {
	if l.audio == nil {
		l.dialog.Decline(488)
		return
	}
	switch l.pending {
	case theirs: // theirs, that is
		l.dialog.Decline(491)
		return
	case ours: // it waits for its turn: theirs goes first, and ours is made anew
		l.dialog.Withdraw()
		l.pending, l.again = nothing, true
		l.toICE, l.icing = l.toICE || l.icing, false
	case nothing:
	}
	if e.SDP == nil {
		offer, err := l.audio.Offer(l.direction(l.held))
		if err != nil {
			l.dialog.Decline(500)
			return
		}
		l.pending = theirs
		l.dialog.Accept(offer)
		return
	}
	most := voice.SendReceive // their own hold is their offer's affair
	if l.held {
		most = voice.SendOnly
	}
	answer, err := l.audio.Answer(e.SDP, most)
	if err != nil {
		l.dialog.Decline(488)
		return
	}
	l.dialog.Accept(answer)
	l.remedia()
	l.negotiate()
}

// remedia tells when the way of the audio is another.
func (l *line) remedia() {
	if l.phase != phaseUp {
		return
	}
	media, codec := l.audio.Media()
	if media == l.media && codec == l.codec {
		return
	}
	l.media, l.codec = media, codec
	l.p.tell(seat.LineMedia{Line: l.name, Media: media, Codec: codec})
}
