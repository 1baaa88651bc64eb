package seat

import (
	"slices"
	"time"
)

const (
	renewAfter = 10 * time.Second // a server that is just starting may not know its phones yet
	renewEvery = 5 * time.Minute
	timerRenew = "renew"
)

// forgotten says whether the server does not know the phone's account any
// more although no other login has taken its place: its database was set back,
// or the account removed.
func (s *Seat) forgotten(in Registration) bool {
	if in.State != PhoneFailed || in.Trouble == nil || s.is.Session == nil || !s.is.Phone.On {
		return false
	}
	if s.secondLogin != "ring-all" && s.secondLogin != "refuse" {
		return false // the newest login has the phone: only the person takes it back
	}
	return in.Trouble.Code == "sip_replaced" ||
		in.Trouble.Code == "sip_refused" && slices.Contains([]string{"401", "403", "404"}, in.Trouble.Params["status"])
}

// renews gets another account for a phone that the server has forgotten, after
// a while and not often.
func (s *Seat) renews(in Registration) {
	if !s.forgotten(in) {
		s.disarm(timerRenew)
		return
	}
	s.is.Phone.Trouble = &Trouble{Code: "phone_unknown", Detail: in.Trouble.Detail, Params: in.Trouble.Params}
	if s.noPhone != nil {
		s.noPhone = s.is.Phone.Trouble
	}
	if _, armed := s.timers[timerRenew]; armed {
		return
	}
	wait := renewAfter
	if !s.renewed.IsZero() {
		wait = max(wait, renewEvery-s.now.Sub(s.renewed))
	}
	s.arm(timerRenew, wait)
}

// renew asks for the account.
func (s *Seat) renew() {
	if s.is.Session == nil || !s.is.Phone.On || s.leave.on() {
		return
	}
	s.renewed = s.now
	s.emit(Renew{})
}
