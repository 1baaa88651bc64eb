package phone

import (
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/voice"
)

// hear takes what a line's audio tells.
func (l *line) hear(h voice.Heard) {
	if l.phase == phaseOver || l.audio == nil {
		return
	}
	switch h := h.(type) {
	case voice.HeardSound:
		l.heard = true
		if l.phase == phaseDialing {
			l.ringBack()
		}
		if l.silent {
			l.silent = false
			l.p.tell(seat.LineSilent{Line: l.name})
		}
		if l.iced && l.media == seat.MediaICE {
			l.p.needICE[l.p.local] = true // so the next call from here begins with it
		}
	case voice.HeardNothing:
		if l.phase == phaseUp && !l.held {
			l.hearNothing()
		}
	case voice.HeardFar:
		if h.Held == l.farOn {
			return
		}
		l.farOn = h.Held
		if l.phase == phaseUp {
			l.p.tell(seat.LineFarHeld{Line: l.name, Held: h.Held})
		}
	case voice.HeardMedia:
		l.remedia()
	case voice.HeardLost:
		l.p.log.Warn("a call's audio is lost", "error", h.Err)
		if l.phase == phaseUp {
			// Whether this is silence is seen when nothing comes (HeardNothing): a
			// server that ends a call closes its audio before we hear of the end.
			l.move(l.p.local)
			l.again = true
			l.negotiate()
		}
	}
}

// iceAfter is how long the far side may stay unheard before it is asked again
// whether ICE would help.
const iceAfter = 3 * time.Second

// hearNothing tells that the far side is not heard, and tries ICE once where
// the account has it: plain media may not pass from here (C-PHONE-8).
func (l *line) hearNothing() {
	if !l.silent {
		l.silent = true
		l.p.tell(seat.LineSilent{Line: l.name, Silent: true})
	}
	l.tryICE()
}

// tryICE goes to ICE if the server answers though no audio comes. If it does
// not, the network is away, and what it lets pass is not known before it is
// back.
func (l *line) tryICE() {
	a := l.p.acc
	if l.phase != phaseUp || !l.silent || l.held || l.iced || l.media == seat.MediaICE || a == nil || !a.soft.ICE {
		return
	}
	l.asks++
	n := l.asks
	if a.flow().IsZero() || a.lost {
		l.tryICELater()
		return
	}
	t := a.target(a.at)
	t.Flow = a.flow()
	a.probe(t, func(ok bool) {
		switch {
		case n != l.asks || l.phase != phaseUp || !l.silent || l.held:
		case !ok:
			l.tryICELater()
		default:
			l.iced = true
			l.p.log.Info("plain audio does not pass; trying ICE")
			l.toICE, l.again = true, true
			l.negotiate()
		}
	})
}

// tryICELater thinks of ICE again after a time, if nothing is heard by then.
func (l *line) tryICELater() {
	l.asks++
	n := l.asks
	l.p.after(iceAfter, func() {
		if n == l.asks {
			l.tryICE()
		}
	})
}
