package seat

import (
	"net/url"
	"reflect"
	"strings"
	"unicode"
)

// rings rings as long as a call asks for an answer: as the oldest one is, or
// softly in the ear of somebody who has a call already.
func (s *Seat) rings() {
	how := RingNone
	if l := s.first((*line).asks); l != nil {
		how = RingExternal
		if l.Internal {
			how = RingInternal
		}
		if s.first(func(l *line) bool { return l.live() && !l.asks() }) != nil {
			how = RingWaiting
		}
	}
	if how != s.ring {
		s.ring = how
		s.emit(Ring{how})
	}
}

// tryRinger lets the person hear where it rings.
func (s *Seat) tryRinger() *Trouble {
	if s.ring != RingNone {
		return &Trouble{Code: "not_now", Params: map[string]string{"action": "ring"}}
	}
	s.emit(Ring{RingTry})
	return nil
}

// shows tells the shell what it shows, when that has changed, and gives and
// takes notifications.
func (s *Seat) shows() {
	show := Show{Tray: s.tray(), Cards: []Card{}}
	for _, l := range s.lines {
		if l.asks() {
			show.Cards = append(show.Cards, s.card(l))
		}
	}
	if s.shown == nil || !reflect.DeepEqual(show, *s.shown) {
		s.shown = &show
		s.emit(show)
	}
	for _, l := range s.lines {
		s.notifies(l)
	}
}

// notifies shows a notification of a ringing call once its name is known, and
// takes it away when the call does not ring any more.
func (s *Seat) notifies(l *line) {
	switch {
	case l.asks() && l.notified == nil && l.named:
		s.disarm(timerName + string(l.Line))
		if card := s.card(l); card.Notice {
			l.notified = &card
			s.emit(Notify{Card: card})
		}
	case l.asks() && l.notified != nil && l.Back != nil && l.notified.Back == (Back{}):
		// The server told it later than it was waited for: what is shown is replaced.
		card := s.card(l)
		l.notified = &card
		s.emit(Notify{Card: card})
	case !l.asks() && l.notified != nil:
		l.notified = nil
		s.emit(Withdraw{l.Line})
	case !l.asks():
		s.disarm(timerName + string(l.Line))
	}
}

func (s *Seat) card(l *line) Card {
	c := Card{
		Line: l.Line, Language: s.is.Language, Internal: l.Internal, Party: l.Party, Called: l.Called,
		GroupName: l.GroupName, GroupColor: l.GroupColor, Popup: s.is.Settings.Popup, Notice: s.is.Settings.NotifyExternal,
	}
	if l.Internal {
		c.Notice = s.is.Settings.NotifyInternal
	}
	if l.Back != nil {
		c.Back = *l.Back
	}
	if l.Waited != 0 {
		c.WaitedFrom = l.Waited - s.is.Server.Ahead
	}
	return c
}

func (s *Seat) tray() Tray {
	t := Tray{
		Language: s.is.Language, LoggedIn: s.is.Session != nil, Phone: s.is.Phone.State, Status: s.status(), Calls: s.liveLines(), Unread: s.unread,
	}
	if s.is.Session != nil && s.is.Server.Phase == Online && s.standing.ID != "" {
		t.Choices, t.Chosen = s.choices(), s.chosen()
	}
	if t.Status == "paused" {
		t.Pause = s.statusName(s.standing.StatusID)
	}
	return t
}

// status is how the agent stands: by the calls here, which are known best,
// else as the server has it.
func (s *Seat) status() string {
	is := func(p CallPhase) bool { return s.first(func(l *line) bool { return l.Phase == p }) != nil }
	switch {
	case s.is.Session == nil:
		return "offline"
	case is(Talking):
		return "talking"
	case is(Dialing) || is(Ringing):
		return "talking"
	case is(Holding):
		return "holding"
	case is(Offered):
		return "ringing"
	case s.is.Server.Phase != Online:
		return "offline"
	case s.standing.State != "":
		return s.standing.State
	case s.is.Phone.State == PhoneRegistered:
		return "available"
	}
	return "offline"
}

// pages opens the called number's pages, each once for a call.
func (s *Seat) pages() {
	for _, l := range s.lines {
		if l.Outbound || !l.live() {
			continue
		}
		if s.is.Settings.PopupOnRing && l.asks() && l.ringPage == "" {
			l.ringPage = s.open(l.rings)
		}
		if s.is.Settings.PopupOnAnswer && l.wasUp && l.talkPage == "" {
			if l.talks == l.ringPage {
				continue // open already
			}
			l.talkPage = s.open(l.talks)
		}
	}
}

// open opens a page that the site has chosen. It gives back what it was asked
// for, so that it is not asked for again.
func (s *Seat) open(page string) string {
	if isPage(page) {
		s.emit(OpenURL{URL: page, Tab: s.is.Settings.PopupTarget == "tab"})
	}
	return page
}

const maxPage = 2048

// isPage says whether an address may be opened: a page of the web and nothing
// that a system might run.
func isPage(page string) bool {
	if page == "" || len(page) > maxPage || strings.ContainsFunc(page, func(r rune) bool { return unicode.IsControl(r) || r == ' ' }) {
		return false
	}
	u, err := url.Parse(page)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil
}
