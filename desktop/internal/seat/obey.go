package seat

// commanded carries a command of the person out. It is answered once: at once,
// or when the server has answered.
func (s *Seat) commanded(in Commanded) {
	t := s.obey(in)
	if t == nil && ordered(in.Command) {
		return // the answer is the server's
	}
	s.reply(in.Ref, t)
}

// ordered says whether the server does a command.
func ordered(c Command) bool {
	switch c.(type) {
	case Transfer, Consulting, Add, Swap, Complete, Cancel, Merge, Park, Record, Pause, ChooseStatus:
		return true
	default:
		return false
	}
}

func (s *Seat) obey(in Commanded) *Trouble {
	if _, quit := in.Command.(Quit); s.leave.on() && !quit {
		return &Trouble{Code: "leaving"}
	}
	switch c := in.Command.(type) {
	case PhoneOn:
		return s.phoneOn(c.On)
	case Dial:
		return s.dial(c)
	case Redial:
		return s.redial()
	case ChooseCallerID:
		return s.chooseCallerID(c.ID)
	case Answer:
		return s.answerCommand(c.Line)
	case Reject:
		return s.rejectCommand(c.Line)
	case HangUp:
		return s.hangUpCommand(c.Line)
	case PickUp:
		return s.pickUp(c.Slot)
	case TestCall:
		return s.testCall()
	case Hold, Mute, Press, Transfer, Consulting, Add, Swap, Complete, Cancel, Merge, Park, Record, Pause:
		return s.obeyCall(in.Ref, c)
	case ChooseStatus:
		return s.choose(in.Ref, c.Status)
	case ChooseSound, Meter, TryRinger, ChangeSettings, UseServer, PutAway, ShowWindow, LogOut, Quit, Stay, SetUnread:
		return s.obeyApp(c)
	case Commanded: // is no command; it only looks like one, as it holds one
	}
	return &Trouble{Code: "command_invalid"}
}

// obeyCall are the commands for one call.
func (s *Seat) obeyCall(ref uint64, c Command) *Trouble {
	l := s.line(lineOf(c))
	if l == nil || l.gone {
		return &Trouble{Code: "no_such_call"}
	}
	switch c := c.(type) {
	case Hold:
		return s.holdCommand(l, c.On)
	case Mute:
		return s.mute(l, c.On)
	case Press:
		return s.press(l, c.Digits)
	case Transfer:
		return s.order(ref, l, CanTransfer, c.To, nil)
	case Consulting:
		return s.order(ref, l, CanConsult, c.To, nil)
	case Add:
		return s.order(ref, l, CanAdd, c.To, nil)
	case Swap:
		return s.order(ref, l, CanSwap, "", nil)
	case Complete:
		return s.order(ref, l, CanComplete, "", nil)
	case Cancel:
		return s.order(ref, l, CanCancel, "", nil)
	case Merge:
		return s.order(ref, l, CanMerge, "", nil)
	case Park:
		return s.order(ref, l, CanPark, "", nil)
	case Record:
		return s.order(ref, l, CanRecord, "", &c.On)
	case Pause:
		return s.order(ref, l, CanPause, "", &c.On)
	default:
		return &Trouble{Code: "command_invalid"}
	}
}

func lineOf(c Command) Line {
	switch c := c.(type) {
	case Hold:
		return c.Line
	case Mute:
		return c.Line
	case Press:
		return c.Line
	case Transfer:
		return c.Line
	case Consulting:
		return c.Line
	case Add:
		return c.Line
	case Swap:
		return c.Line
	case Complete:
		return c.Line
	case Cancel:
		return c.Line
	case Merge:
		return c.Line
	case Park:
		return c.Line
	case Record:
		return c.Line
	case Pause:
		return c.Line
	default:
		return ""
	}
}

// obeyApp are the commands for the app and this computer.
func (s *Seat) obeyApp(c Command) *Trouble {
	switch c := c.(type) {
	case ChooseSound:
		return s.chooseSound(c)
	case Meter:
		return s.meter(c.On)
	case TryRinger:
		return s.tryRinger()
	case ChangeSettings:
		return s.change(c)
	case UseServer:
		return s.useServer(c.URL)
	case PutAway:
		return s.putAway(c.ID)
	case ShowWindow:
		s.emit(Front{})
		return nil
	case LogOut:
		return s.goes(false, c.Sure)
	case Quit:
		return s.goes(true, c.Sure)
	case Stay:
		s.stay()
		return nil
	case SetUnread:
		return s.setUnread(c.N)
	default:
		return &Trouble{Code: "command_invalid"}
	}
}
