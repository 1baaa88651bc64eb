package seat

import (
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// waiting is what is done when no other call is talked with any more.
type waiting struct {
	line Line
	do   Effect
}

// whenAlone does something with a line once no other call is talked with:
// those that are, are held first.
func (s *Seat) whenAlone(l *line, do Effect) {
	s.after = &waiting{l.Line, do}
	s.release()
}

// release does what waits, or holds who is in its way.
func (s *Seat) release() {
	if s.after == nil {
		return
	}
	wait := false
	for _, l := range s.lines {
		if l.Line == s.after.line || l.Phase != Talking || l.helpless {
			continue
		}
		wait = true
		if l.moving == "" {
			s.hold(l)
		}
	}
	if wait {
		return
	}
	do, l := s.after.do, s.line(s.after.line)
	s.after = nil
	l.known = true
	s.emit(do)
	if h, is := do.(HoldLine); is && !h.On {
		s.arm(timerHold+string(l.Line), holdWithin)
	}
}

// alone holds every other call that is talked with.
func (s *Seat) alone(l *line) {
	for _, other := range s.lines {
		if other != l && other.talking() {
			s.hold(other)
		}
	}
}

func (s *Seat) hold(l *line) {
	l.moving = CanHold
	s.emit(HoldLine{l.Line, true})
	s.arm(timerHold+string(l.Line), holdWithin)
}

// holdCommand is Hold.
func (s *Seat) holdCommand(l *line, on bool) *Trouble {
	want := CanResume
	if on {
		want = CanHold
	}
	if t := s.refuse(l, want); t != nil {
		return t
	}
	l.trouble = nil
	if on {
		s.hold(l)
		return nil
	}
	if s.after != nil {
		return &Trouble{Code: "action_under_way"}
	}
	l.moving = CanResume
	s.whenAlone(l, HoldLine{l.Line, false})
	return nil
}

// held: what a hold came to.
func (s *Seat) held(in LineHeld) {
	s.with(in.Line, func(l *line) {
		asked := l.moving
		l.moving = ""
		s.disarm(timerHold + string(l.Line))
		switch {
		case in.Failed, asked == CanHold && !in.Held, asked == CanResume && in.Held:
			s.holdFailed(l, asked)
		case in.Held && l.Phase == Talking:
			l.trouble = nil
			s.enter(l, Holding)
			s.unhush(l)
		case !in.Held && l.Phase == Holding:
			l.trouble = nil
			s.enter(l, Talking)
			s.alone(l)
		}
	})
}

// holdLate: the phone has not said what a hold came to. Who waits for it
// waits no longer; what the phone says later is still believed.
func (s *Seat) holdLate(name Line) {
	s.with(name, func(l *line) {
		asked := l.moving
		l.moving = ""
		s.holdFailed(l, asked)
	})
}

// holdFailed: a call that cannot be held although another is talked with is at
// least not to hear the other: it is muted as long as that is so.
func (s *Seat) holdFailed(l *line, asked Action) {
	if asked == CanResume {
		s.fail(l, &Trouble{Code: "resume_failed"})
	}
	if asked != CanHold {
		return
	}
	s.fail(l, &Trouble{Code: "hold_failed"})
	if !s.elsewhere(l) {
		return
	}
	l.helpless = true
	if !l.Muted {
		l.Muted, l.hushed = true, true
		s.emit(MuteLine{l.Line, true})
	}
}

// elsewhere says whether the person talks, or is about to, in another call.
func (s *Seat) elsewhere(l *line) bool {
	if s.after != nil && s.after.line != l.Line {
		return true
	}
	return s.first(func(o *line) bool {
		return o != l && (o.Phase == Talking || o.known && o.outgoing() || o.doing == CanAnswer || o.moving == CanResume)
	}) != nil
}

// reconcile gives a call that could not be held back to the person when it
// talks nowhere else.
func (s *Seat) reconcile() {
	for _, l := range s.lines {
		if l.helpless && (!l.live() || !s.elsewhere(l)) {
			s.unhush(l)
		}
	}
}

func (s *Seat) unhush(l *line) {
	l.helpless = false
	if l.hushed && l.live() {
		l.Muted = false
		s.emit(MuteLine{l.Line, false})
	}
	l.hushed = false
}

// mute is Mute. It is the phone's own affair: it works without a server.
func (s *Seat) mute(l *line, on bool) *Trouble {
	if t := s.refuse(l, CanMute); t != nil {
		return t
	}
	l.hushed = false
	if l.Muted != on {
		l.Muted = on
		s.emit(MuteLine{l.Line, on})
	}
	return nil
}

// maxKeys bounds the keys of one command.
const maxKeys = 32

// press is Press.
func (s *Seat) press(l *line, raw string) *Trouble {
	if t := s.refuse(l, CanDigits); t != nil {
		return t
	}
	if len(raw) > 4*maxKeys {
		return wrongKeys(raw)
	}
	keys := strings.ToUpper(norm.NFKC.String(raw))
	if keys == "" || len(keys) > maxKeys || strings.Trim(keys, "0123456789*#ABCD") != "" {
		return wrongKeys(raw)
	}
	s.emit(PressLine{l.Line, keys})
	return nil
}

func wrongKeys(raw string) *Trouble {
	return &Trouble{Code: "keys_invalid", Detail: "expected 1 to 32 of 0-9 * # A-D", Params: map[string]string{"value": clip(raw)}}
}

func decimal(n int) string { return strconv.Itoa(n) }
