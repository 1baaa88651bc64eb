package seat

// offered: a call rings here.
func (s *Seat) offered(in LineOffered) {
	if in.Line == "" || s.line(in.Line) != nil {
		return
	}
	if s.is.Session == nil { // it was on its way to somebody who has just left
		s.emit(RefuseLine{in.Line, 480})
		return
	}
	if s.leave.on() || s.liveLines() >= maxLines {
		s.emit(RefuseLine{in.Line, 486})
		return
	}
	l := &line{who: in.From, called: in.Called, known: true}
	l.Line, l.Leg, l.Internal = in.Line, in.Leg, in.Internal
	s.enter(l, Offered)
	s.lines = append(s.lines, l)
	s.join(l)
	if in.Auto && s.after == nil {
		s.answer(l)
		return
	}
	if in.Leg == "" || l.joined {
		l.named = true
		return
	}
	s.arm(timerName+string(l.Line), nameWithin)
}

// answer takes an offered call; who is talked with is held first.
func (s *Seat) answer(l *line) *Trouble {
	if t := s.refuse(l, CanAnswer); t != nil {
		return t
	}
	if s.after != nil {
		return &Trouble{Code: "action_under_way"}
	}
	l.doing = CanAnswer
	s.whenAlone(l, AcceptLine{l.Line})
	return nil
}

// answerCommand is Answer.
func (s *Seat) answerCommand(name Line) *Trouble {
	l, t := s.named(name, (*line).asks)
	if t != nil {
		return t
	}
	return s.answer(l)
}

// rejectCommand is Reject.
func (s *Seat) rejectCommand(name Line) *Trouble {
	l, t := s.named(name, (*line).asks)
	if t != nil {
		return t
	}
	if t := s.refuse(l, CanReject); t != nil {
		return t
	}
	s.hangUp(l)
	return nil
}

// hangUpCommand is HangUp: of the call that is talked with, else of the one
// that is being dialed.
func (s *Seat) hangUpCommand(name Line) *Trouble {
	l, t := s.named(name, (*line).talking)
	if t != nil && name == "" {
		l, t = s.named(name, func(l *line) bool { return l.outgoing() || l.doing == CanAnswer })
	}
	if t != nil {
		return t
	}
	if !l.live() {
		return &Trouble{Code: "no_such_call"}
	}
	s.hangUp(l)
	return nil
}

// named gives the line of a command: the one named, else the oldest of which
// something is true.
func (s *Seat) named(name Line, is func(*line) bool) (*line, *Trouble) {
	l := s.line(name)
	if name == "" {
		l = s.first(is)
	}
	if l == nil || l.gone {
		return nil, &Trouble{Code: "no_such_call"}
	}
	return l, nil
}

// hotkey is a key that was pressed anywhere on this computer. With nothing to
// answer or to hang up it does nothing.
func (s *Seat) hotkey(name string) {
	switch name {
	case "answer":
		s.answerCommand("")
	case "hangup":
		s.hangUpCommand("")
	}
}
