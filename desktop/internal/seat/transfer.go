package seat

import "strconv"

// post is a command under way at the server.
type post struct {
	line   Line
	action Action
	ref    uint64 // of the person's command
	status bool   // it is of no call: the agent's status
}

// order gives a call's command to the server. Its answer is the reply.
func (s *Seat) order(ref uint64, l *line, action Action, to string, on *bool) *Trouble {
	if t := s.refuse(l, action); t != nil {
		return t
	}
	if action == CanTransfer || action == CanConsult || action == CanAdd {
		digits, t := cleaned(to)
		if t != nil {
			return t
		}
		to = digits
	}
	l.trouble = nil
	l.doing = action
	l.settled = action == CanCancel || action == CanComplete || action == CanMerge
	s.postNo++
	s.posts[s.postNo] = post{line: l.Line, action: action, ref: ref}
	s.emit(Post{Ref: s.postNo, Call: l.Call.Call, Name: string(action), To: to, On: on})
	s.arm(timerPost+strconv.FormatUint(s.postNo, 10), postWithin)
	return nil
}

// posted: the server's answer, or that there is none.
func (s *Seat) posted(no uint64, t *Trouble) {
	p, known := s.posts[no]
	if !known {
		return
	}
	delete(s.posts, no)
	s.disarm(timerPost + strconv.FormatUint(no, 10))
	if l := s.line(p.line); l != nil {
		s.orderDone(l, p.action, t)
	}
	if p.status && p.ref == 0 && t != nil { // from the tray: nobody waits for the answer
		s.warned(Trouble{Code: "status_refused", Detail: t.Detail, Params: t.Params})
	}
	s.reply(p.ref, t)
}

func (s *Seat) orderDone(l *line, action Action, t *Trouble) {
	if l.live() {
		l.doing = ""
		l.settled = l.settled && t == nil
		s.fail(l, t)
	}
	switch {
	case t != nil && l.After == action:
		l.After = ""
	case t == nil && handsOn(action):
		l.handed, l.handedAt = action, s.ms()
	}
}

// answerPosts answers what the server will not answer any more.
func (s *Seat) answerPosts(t *Trouble) {
	for no := range s.postNo {
		s.posted(no+1, t)
	}
}
