package seat

import "strconv"

// dial is Dial: whatever people paste, with the number they chose.
func (s *Seat) dial(c Dial) *Trouble {
	digits, t := cleaned(c.To)
	if t != nil {
		return t
	}
	shown, t := s.presents(c.CallerID)
	if t != nil {
		return t
	}
	if t := s.call(digits, shown); t != nil {
		return t
	}
	s.own.lastDialed = digits
	s.is.LastDialed = digits
	s.is.Dial = "" // what a link has left is dealt with
	return nil
}

func (s *Seat) redial() *Trouble {
	if s.is.LastDialed == "" {
		return &Trouble{Code: "nothing_to_redial"}
	}
	return s.dial(Dial{To: s.is.LastDialed})
}

// testCall dials the echo test.
func (s *Seat) testCall() *Trouble {
	if s.is.Session != nil && s.is.Codes.Echo == "" {
		return &Trouble{Code: "code_switched_off"}
	}
	return s.call(s.is.Codes.Echo, "")
}

// pickUp dials a park slot: who is parked there is talked with.
func (s *Seat) pickUp(slot int) *Trouble {
	if slot <= 0 || slot > 99_999_999 {
		return &Trouble{Code: "slot_invalid", Detail: "expected the number of a park slot", Params: map[string]string{"value": strconv.Itoa(slot)}}
	}
	return s.call(strconv.Itoa(slot), "")
}

// call begins a call, when the phone can: who is talked with is held first.
func (s *Seat) call(digits, shown string) *Trouble {
	switch {
	case s.is.Session == nil:
		return &Trouble{Code: "not_logged_in"}
	case !s.is.Phone.On:
		return &Trouble{Code: "phone_off"}
	case !s.canDial():
		return &Trouble{Code: "phone_not_registered", Params: map[string]string{"state": string(s.is.Phone.State)}}
	case s.after != nil:
		return &Trouble{Code: "action_under_way"}
	case s.first((*line).outgoing) != nil:
		return &Trouble{Code: "already_dialing"}
	case s.liveLines() >= maxLines:
		return &Trouble{Code: "too_many_calls", Params: map[string]string{"max": decimal(maxLines)}}
	}
	s.dials++
	l := &line{digits: digits, who: Person{Number: digits}}
	l.Line, l.Outbound = Line("dial-"+strconv.FormatUint(s.dials, 10)), true
	s.enter(l, Dialing)
	s.lines = append(s.lines, l)
	s.join(l)
	s.whenAlone(l, DialLine{Line: l.Line, Digits: digits, CallerID: shown})
	return nil
}

// canDial says whether the phone sends calls out, now or in a moment: it keeps
// one that is dialed while it registers until the server has taken it.
func (s *Seat) canDial() bool {
	return s.is.Phone.State == PhoneRegistered || s.is.Phone.State == PhoneRegistering && s.noPhone == nil
}

// presents gives the digits of the number that a call shall present: the one
// named, else the chosen one, else "": the server decides.
func (s *Seat) presents(id string) (string, *Trouble) {
	if id == "" {
		id = s.is.CallerID
	}
	if id == "" {
		return "", nil
	}
	for _, n := range s.is.Numbers {
		if n.ID == id {
			return n.Number, nil
		}
	}
	return "", &Trouble{Code: "caller_id_unknown"}
}

// chooseCallerID is ChooseCallerID.
func (s *Seat) chooseCallerID(id string) *Trouble {
	if s.is.Session == nil {
		return &Trouble{Code: "not_logged_in"}
	}
	was := s.is.CallerID
	s.is.CallerID = id
	if _, t := s.presents(id); t != nil {
		s.is.CallerID = was
		return t
	}
	s.own.callerID = id
	return nil
}
