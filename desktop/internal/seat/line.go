package seat

// line is one call at this seat: what is shown of it, and what the seat knows
// besides. Of the embedded Call the fields Busy, Trouble and Can are not kept
// but made by show.
type line struct {
	Call
	who    Person // the far side as the phone has it
	called Person // the number that was called, as the phone has it
	digits string // what we dialed

	known bool // the phone knows the line
	over  bool // and has reported its end
	gone  bool // off the screen
	wasUp bool

	doing    Action   // "answer", or a command under way at the server
	moving   Action   // "hold" or "resume" under way at the phone
	trouble  *Trouble // of the last action
	silent   bool
	demanded bool // the recording was asked for: it may be ended by us
	helpless bool // a hold has failed and another call is talked with
	hushed   bool // and so it was muted by us, not by the person

	joined   bool   // the server has told of it
	handed   Action // the server has done what ends the call well
	handedAt int64
	taken    bool // somebody else is handing the call on
	settled  bool // the person has ended the consultation that is shown
	named    bool // nothing more is to be waited for before a notification
	notified *Card
	ringPage string // opened for this call
	talkPage string
	rings    string // the pages it has
	talks    string
}

func (l *line) live() bool { return l.Phase != Ended }

// asks says whether the call rings here and nobody has dealt with it yet.
func (l *line) asks() bool { return l.Phase == Offered && l.doing == "" }

// talking says whether the person talks there, as far as we know; not so a
// call that is on its way to be held, or cannot be.
func (l *line) talking() bool { return l.Phase == Talking && l.moving != CanHold && !l.helpless }

func (l *line) outgoing() bool { return l.Phase == Dialing || l.Phase == Ringing }

func (l *line) busy() Action {
	if l.doing != "" {
		return l.doing
	}
	return l.moving
}

// enter changes the phase.
func (s *Seat) enter(l *line, p CallPhase) { l.Phase, l.Since = p, s.ms() }

// fail says at a call that an action has failed.
func (s *Seat) fail(l *line, t *Trouble) {
	l.trouble = t
	if t != nil && l.live() {
		s.arm(timerTrouble+string(l.Line), troubleFor)
	}
}

// progress: our call is heard of.
func (s *Seat) progress(in LineProgress) {
	s.with(in.Line, func(l *line) {
		s.learn(l, in.Leg)
		if l.Phase == Dialing {
			s.enter(l, Ringing)
		}
	})
}

// learn is told a line's leg, and what the server has said of it already.
func (s *Seat) learn(l *line, leg string) {
	if leg != "" && l.Leg != leg {
		l.Leg = leg
		s.join(l)
	}
}

// up: the call is answered. Whoever is answered is talked with; another call
// is held.
func (s *Seat) up(in LineUp) {
	s.with(in.Line, func(l *line) {
		s.learn(l, in.Leg)
		s.travels(l, in.Media, in.Codec)
		if l.doing == CanAnswer {
			l.doing = ""
		}
		if l.wasUp {
			return
		}
		l.wasUp, l.AnsweredAt = true, s.ms()
		s.enter(l, Talking)
		s.join(l)
		s.alone(l)
	})
}

// travels is told how a call's audio travels.
func (s *Seat) travels(l *line, m Media, codec string) {
	l.Media, l.Codec = m, codec
	s.is.Phone.Media = m
}

// lineEnded is the last fact of a line.
func (s *Seat) lineEnded(in LineEnded) {
	l := s.line(in.Line)
	if l == nil || l.over {
		return
	}
	l.over = true
	if l.wasUp && l.Leg != "" {
		s.emit(ReportQuality{Leg: l.Leg, Quality: in.Last, Media: l.Media, Codec: l.Codec})
	}
	switch {
	case l.gone:
		s.drop(l)
		return
	case !l.live():
		return
	}
	offered := l.Phase == Offered
	s.end(l, in.By)
	if in.By == EndedFailed || in.Status >= 300 && l.Outbound && in.By == EndedByThem {
		l.trouble = whyFailed(in.Status, in.Text, in.Why)
	}
	if in.By == EndedMissed && offered {
		s.missed(l)
	}
}

// end puts a call to those that have ended; it stays for some seconds.
func (s *Seat) end(l *line, by EndedBy) {
	if by == EndedByThem {
		l.After = s.handedOn(l)
	}
	s.enter(l, Ended)
	l.EndedBy, l.doing, l.moving, l.trouble, l.silent = by, "", "", nil, false
	l.FarHeld, l.Consult, l.Others = false, nil, nil
	s.disarm(timerHold + string(l.Line))
	s.disarm(timerTrouble + string(l.Line))
	s.disarm(timerName + string(l.Line))
	s.disarm(timerLost + string(l.Line))
	if s.after != nil && s.after.line == l.Line {
		s.after = nil
	}
	s.arm(timerEnded+string(l.Line), endedStays)
}

// handedOn gives the command that has ended a call well. The server may end it
// before it has answered the command, or a little later: a slot is spoken first.
func (s *Seat) handedOn(l *line) Action {
	if handsOn(l.doing) {
		return l.doing
	}
	if s.ms()-l.handedAt < handedWithin.Milliseconds() {
		return l.handed
	}
	return ""
}

func handsOn(a Action) bool { return a == CanTransfer || a == CanComplete || a == CanPark }

// hangUp ends our part of a call in whatever state it is. The person is rid
// of it at once; the phone's last word comes later.
func (s *Seat) hangUp(l *line) {
	switch {
	case !l.known:
		l.over = true
	case l.asks() && s.leave.on():
		s.emit(RefuseLine{l.Line, 486}) // nobody has refused it
	case l.asks():
		s.emit(RefuseLine{l.Line, 603})
	default:
		s.emit(HangUpLine{l.Line})
	}
	s.end(l, EndedByUs)
}

// leavesScreen: an ended call has been seen long enough.
func (s *Seat) leavesScreen(name Line) {
	l := s.line(name)
	if l == nil || l.live() {
		return
	}
	if !l.over && !l.gone {
		l.gone = true
		s.arm(timerEnded+string(name), overWithin)
		return
	}
	s.drop(l)
}

// drop forgets a line.
func (s *Seat) drop(l *line) {
	s.disarm(timerEnded + string(l.Line))
	for i := range s.lines {
		if s.lines[i] == l {
			s.lines = append(s.lines[:i:i], s.lines[i+1:]...)
			return
		}
	}
}
