package seat

import "slices"

// show makes what the screen shows of a line.
func (s *Seat) show(l *line) Call {
	c := l.Call
	c.Busy = l.busy()
	c.Trouble = l.trouble
	if l.silent && c.Trouble == nil && l.Phase == Talking && !l.FarHeld {
		c.Trouble = &Trouble{Code: "no_audio"}
	}
	if c.Others == nil {
		c.Others = []Person{}
	}
	if c.Phase != Offered {
		c.Waited = 0
	}
	c.Can = s.can(l)
	return c
}

// can are the actions that are offered for a call now.
func (s *Seat) can(l *line) []Action {
	can := []Action{}
	switch l.Phase {
	case Offered:
		if l.doing != "" {
			return append(can, CanHangUp)
		}
		return append(can, CanAnswer, CanReject)
	case Dialing, Ringing:
		return append(can, CanHangUp)
	case Talking:
		can = append(can, CanHangUp, CanMute)
		if l.Listener {
			return can // whoever listens is in no conversation of its own
		}
		can = append(can, CanDigits)
		if l.busy() != "" {
			return can
		}
		can = append(can, CanHold)
	case Holding:
		can = append(can, CanHangUp)
		if l.busy() != "" {
			return can
		}
		can = append(can, CanResume)
	case Ended:
		return can
	}
	if l.Call.Call == "" || s.is.Server.Phase != Online {
		return can // the rest is done by the server
	}
	return append(can, s.canOrder(l)...)
}

// canOrder are the actions that the server does.
func (s *Seat) canOrder(l *line) (can []Action) {
	two := len(l.Others) == 0
	switch k := l.Consult; {
	case l.taken, k != nil && k.How == "blind":
	case k != nil && l.Phase == Holding:
		can = append(can, CanCancel)
	case k != nil && k.How == "add":
		can = append(can, CanCancel)
	case k != nil && k.Stage == "consulting":
		can = append(can, CanSwap, CanComplete, CanCancel, CanMerge)
	case k != nil && k.Party.Agent != "": // a colleague who rings may be left to the caller; an outside number not yet
		can = append(can, CanComplete, CanCancel)
	case k != nil:
		can = append(can, CanCancel)
	default:
		if two {
			can = append(can, CanTransfer)
		}
		if l.Phase == Talking {
			can = append(can, CanConsult, CanAdd)
		}
		if two {
			can = append(can, CanPark)
		}
	}
	if l.Phase == Talking && (!l.Recording || l.demanded) {
		can = append(can, CanRecord)
	}
	if l.Recording {
		can = append(can, CanPause)
	}
	return can
}

// refuse says why an action cannot be done with a call now, nil when it can.
func (s *Seat) refuse(l *line, a Action) *Trouble {
	switch {
	case slices.Contains(s.can(l), a):
		return nil
	case l.busy() != "" && l.live():
		return &Trouble{Code: "action_under_way", Params: map[string]string{"action": string(l.busy())}}
	case !l.live():
		return &Trouble{Code: "call_over"}
	case byServer(a) && s.is.Server.Phase != Online:
		return &Trouble{Code: "server_unreachable"}
	}
	return &Trouble{Code: "not_now", Params: map[string]string{"action": string(a)}}
}

// byServer says whether the server does an action; the phone does the others,
// with or without it.
func byServer(a Action) bool {
	switch a {
	case CanTransfer, CanConsult, CanSwap, CanComplete, CanCancel, CanMerge, CanAdd, CanPark, CanRecord, CanPause:
		return true
	case CanAnswer, CanReject, CanHangUp, CanHold, CanResume, CanMute, CanDigits:
	}
	return false
}
