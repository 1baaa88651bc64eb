package seat

import (
	"slices"
	"strconv"
)

// maxNotices bounds what is kept to be read; the oldest go.
const maxNotices = 20

// note keeps something that the person should know.
func (s *Seat) note(t Trouble) {
	s.notes++
	n := Notice{ID: "n" + strconv.FormatUint(s.notes, 10), At: s.ms(), Trouble: t}
	keep := append(slices.Clone(s.is.Notices), n)
	s.is.Notices = keep[max(0, len(keep)-maxNotices):]
}

// warned notes what an edge has to say. What is said again takes the place of
// what was said before.
func (s *Seat) warned(t Trouble) {
	s.is.Notices = slices.DeleteFunc(slices.Clone(s.is.Notices), func(n Notice) bool { return n.Code == t.Code })
	s.note(t)
}

// putAway is PutAway.
func (s *Seat) putAway(id string) *Trouble {
	keep := []Notice{}
	for _, n := range s.is.Notices {
		if n.ID != id {
			keep = append(keep, n)
		}
	}
	if len(keep) == len(s.is.Notices) {
		return &Trouble{Code: "no_such_notice"}
	}
	s.is.Notices = keep
	return nil
}

// missed: a caller gave up before anybody here answered.
func (s *Seat) missed(l *line) {
	p := map[string]string{"number": l.Party.Number, "name": l.Party.Name, "group": l.GroupName}
	if l.Party.Withheld {
		p["withheld"] = "true"
	}
	s.note(Trouble{Code: "missed_call", Params: p})
	if l.notified != nil { // before the other notification of the same line
		l.notified = nil
		s.emit(Withdraw{l.Line})
	}
	if card := s.card(l); card.Notice {
		s.emit(Notify{Card: card, Missed: true})
		s.tidy = append(s.tidy[max(0, len(s.tidy)+1-maxNotices):], l.Line)
	}
}

// opened: another program has a number to call, or wants the app to be seen. A
// link never calls by itself.
func (s *Seat) opened(target string) {
	s.emit(Front{})
	if target == "" {
		return
	}
	digits, t := cleaned(target)
	if t != nil {
		s.note(*t)
		return
	}
	s.is.Dial = digits
	s.is.DialRev++
}
