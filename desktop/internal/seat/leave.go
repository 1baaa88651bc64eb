package seat

import "time"

// askAgain is how long a second choice in the tray means "yes".
const askAgain = 10 * time.Second

// timerAsk runs while a second choice to leave is the answer.
const timerAsk = "ask"

// maxUnread is more than anybody reads.
const maxUnread = 9999

// asksFirst says whether the person is asked before the app hangs up and goes:
// in the page, which comes to the front, as the tray cannot ask. The same
// choice soon after is the answer.
func (s *Seat) asksFirst(quit, sure bool) bool {
	if sure || s.leave.on() || !s.inCall() {
		return false
	}
	_, armed := s.timers[timerAsk]
	if q := s.is.Leaving; armed && q != nil && q.Quit == quit {
		return false
	}
	s.is.Leaving = &Leaving{Quit: quit}
	s.arm(timerAsk, askAgain)
	s.emit(Front{})
	return true
}

// inCall says whether somebody would be hung up on. What only rings here goes
// on to others.
func (s *Seat) inCall() bool {
	return s.first(func(l *line) bool { return l.live() && l.Phase != Offered }) != nil
}

// asked takes the question back when it is answered or there is nothing to ask
// about any more.
func (s *Seat) asked() {
	if s.is.Leaving != nil && (s.leave.on() || !s.inCall()) {
		s.stay()
	}
}

// stay is Stay.
func (s *Seat) stay() {
	s.is.Leaving = nil
	s.disarm(timerAsk)
}

// setUnread is SetUnread.
func (s *Seat) setUnread(n int) *Trouble {
	if s.is.Session == nil {
		return &Trouble{Code: "not_logged_in"}
	}
	s.unread = min(max(n, 0), maxUnread)
	return nil
}
