package seat

import (
	"net/netip"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/yobirin/yobirin/shared/live"
)

// leaving is the way out: calls are hung up and the phone is unregistered
// before the session or the app ends.
type leaving struct{ logOut, quit, told bool }

func (l leaving) on() bool { return l.logOut || l.quit }

// linked is how the connection to the server stands. Calls go on without it.
func (s *Seat) linked(in Linked) {
	v := &s.is.Server
	if v.Phase != in.Phase || v.Since == 0 {
		v.Since = s.ms()
	}
	if in.Phase == Online && v.Phase != Online {
		s.health = "" // a server that was started anew knows of no trouble
		if s.is.Phone.State == PhoneRegistered {
			s.emit(Refresh{})
		}
	}
	if in.Phase == Unset || v.URL != in.URL {
		s.standing, s.statuses = live.AgentRow{}, nil
	}
	v.URL, v.Managed, v.Phase, v.Trouble, v.Ahead = in.URL, in.Managed, in.Phase, in.Trouble, in.Ahead.Milliseconds()
}

// signedIn: somebody is logged in, or the agent's settings have changed. Calls
// are not touched by that.
func (s *Seat) signedIn(in SignedIn) {
	p := in.Profile
	if was := s.is.Session; was != nil && was.Agent != p.Agent.ID {
		s.forget()
	}
	s.disarm(timerForget)
	if s.own.agent != p.Agent.ID {
		s.own = own{agent: p.Agent.ID}
	}
	s.is.Session = &Session{
		Agent: p.Agent.ID, Login: p.Agent.Login, Name: p.Agent.Name, Nickname: p.Agent.Nickname,
		Extension: p.Agent.Extension, Role: p.Agent.Role, Language: p.Agent.Language,
	}
	if p.Agent.Language == "ja" || p.Agent.Language == "en" {
		s.is.Language = p.Agent.Language
	}
	s.is.NoOutside = p.NoOutside
	s.is.Numbers = []Number{}
	if !p.NoOutside {
		for _, n := range p.Numbers {
			s.is.Numbers = append(s.is.Numbers, Number(n))
		}
	}
	s.is.CallerID, s.is.LastDialed = s.own.callerID, s.own.lastDialed
	if _, t := s.presents(""); t != nil {
		s.is.CallerID, s.own.callerID = "", ""
	}
	s.is.Codes = Codes(p.Codes)
	s.is.Settings = personal(s.is.Settings, Settings{
		NotifyExternal: p.Settings.NotifyExternal, NotifyInternal: p.Settings.NotifyInternal,
		PopupOnRing: p.Settings.PopupOnRing, PopupOnAnswer: p.Settings.PopupOnAnswer, PopupTarget: p.Settings.PopupTarget,
	})
	s.secondLogin = p.Settings.SecondLogin
	if in.NoPhone != nil {
		s.unregister()
	}
	if in.NoPhone != nil || !reflect.DeepEqual(in.Softphone, s.account) {
		s.noPhone = in.NoPhone
	}
	s.account = in.Softphone
	s.is.Phone.Device = in.Softphone.Device
	s.joinAll()
	s.register()
}

// register gives the phone the account, when it is to be on and has not got it
// yet.
func (s *Seat) register() {
	if s.is.Session == nil || !s.is.Phone.On || s.leave.on() {
		return
	}
	if s.noPhone != nil {
		s.is.Phone.State, s.is.Phone.Trouble = PhoneFailed, s.noPhone
		return
	}
	if s.account.User == "" {
		s.is.Phone.Trouble = &Trouble{Code: "no_extension"}
		return
	}
	if media := s.is.Settings.ForceMedia; !reflect.DeepEqual(s.account, s.registed) || media != s.media {
		s.registed, s.media = s.account, media
		s.emit(Register{Account: s.account, Media: media})
		s.is.Phone.State, s.is.Phone.Trouble = PhoneRegistering, nil
	}
}

// unregister switches the phone off. Calls go on.
func (s *Seat) unregister() {
	if !reflect.DeepEqual(s.registed, live.Softphone{}) {
		s.registed, s.media = live.Softphone{}, ""
		s.emit(Unregister{})
	} else if s.noPhone != nil {
		s.is.Phone.State = PhoneOff
	}
}

// phoneOn is PhoneOn.
func (s *Seat) phoneOn(on bool) *Trouble {
	if s.is.Session == nil {
		return &Trouble{Code: "not_logged_in"}
	}
	s.is.Phone.On = on
	if on {
		if s.noPhone != nil { // only a person takes a phone from another login
			s.is.Phone.State, s.is.Phone.Trouble = PhoneRegistering, nil
			s.emit(Renew{})
			return nil
		}
		if st := s.is.Phone.State; st == PhoneOff || st == PhoneFailed {
			s.registed = live.Softphone{} // the person wants it tried again
		}
		s.register()
		return nil
	}
	s.is.Phone.Trouble = nil
	s.disarm(timerRenew)
	s.unregister()
	return nil
}

// registration is how the registration stands, as it is.
func (s *Seat) registration(in Registration) {
	p := &s.is.Phone
	p.State, p.Trouble = in.State, in.Trouble
	if in.Trouble != nil && in.Trouble.Code == "sip_replaced" && s.is.Session != nil {
		s.noPhone = in.Trouble
	}
	switch {
	case in.State == PhoneRegistered:
		s.noPhone = nil
	case in.State == PhoneOff && s.noPhone != nil && p.On && !s.leave.on():
		p.State, p.Trouble = PhoneFailed, s.noPhone
	}
	s.renews(in)
	if in.Transport != "" {
		p.Transport = in.Transport
	}
}

// signedOut: nobody is logged in any more.
func (s *Seat) signedOut(t *Trouble) {
	s.disarm(timerForget)
	s.forget()
	if t != nil {
		s.note(*t)
	}
}

// forget ends the calls and leaves nothing of the agent on the screen.
func (s *Seat) forget() {
	for _, l := range s.lines {
		if l.live() {
			s.hangUp(l)
		}
		s.rest(l)
	}
	for _, missed := range s.tidy { // who called is not for the next agent here
		s.emit(Withdraw{missed})
	}
	s.tidy = nil
	s.unregister()
	s.answerPosts(&Trouble{Code: "not_logged_in"})
	s.own.lastDialed, s.unread = "", 0
	s.noPhone, s.secondLogin, s.renewed = nil, "", time.Time{}
	s.disarm(timerRenew)
	s.account, s.mine, s.names, s.agents, s.health = live.Softphone{}, nil, nil, nil, ""
	s.standing, s.statuses = live.AgentRow{}, nil
	v := &s.is
	v.Session, v.Numbers, v.CallerID, v.NoOutside, v.LastDialed, v.Codes, v.Dial, v.Notices = nil, []Number{}, "", false, "", Codes{}, "", []Notice{}
	v.Phone.Device, v.Phone.Trouble, v.Phone.Transport, v.Phone.Media = "", nil, "", ""
	v.Settings = personal(v.Settings, defaults().Settings)
	s.meter(false)
	if s.leave.logOut {
		s.disarm(timerLeave)
		s.leave = leaving{quit: s.leave.quit}
		if s.leave.quit {
			s.left()
		}
	}
}

// rest takes an ended call off the screen at once; only the phone's last word
// on it is waited for.
func (s *Seat) rest(l *line) {
	l.who, l.called, l.Party, l.Called, l.Back = Person{}, Person{}, Person{}, Person{}, nil
	if l.notified != nil {
		l.notified = nil
		s.emit(Withdraw{l.Line})
	}
	l.gone = true
	s.arm(timerEnded+string(l.Line), overWithin)
}

// goes is LogOut and Quit.
func (s *Seat) goes(quit, sure bool) *Trouble {
	if !quit && s.is.Session == nil {
		return &Trouble{Code: "not_logged_in"}
	}
	if s.asksFirst(quit, sure) {
		return nil
	}
	began := !s.leave.on()
	s.leave.quit = s.leave.quit || quit
	s.leave.logOut = s.leave.logOut || !quit
	if !began {
		return nil
	}
	for _, l := range s.lines {
		if l.live() {
			s.hangUp(l)
		}
	}
	s.unregister()
	s.arm(timerLeave, leaveWithin)
	return nil
}

// maybeLeft: the way out is at its end when the phone is off and no call is
// left.
func (s *Seat) maybeLeft() {
	if s.leave.on() && s.is.Phone.State == PhoneOff && s.first(func(l *line) bool { return !l.over }) == nil {
		s.left()
	}
}

// left ends the session, or the app.
func (s *Seat) left() {
	if s.leave.told {
		return
	}
	s.leave.told = true
	s.disarm(timerLeave)
	if s.leave.logOut {
		s.emit(EndSession{})
		s.arm(timerForget, leaveWithin)
	}
	if s.leave.quit {
		s.answerPosts(&Trouble{Code: "leaving"})
		s.emit(Exit{})
	}
}

// useServer is UseServer.
func (s *Seat) useServer(raw string) *Trouble {
	switch {
	case s.is.Server.Managed:
		return &Trouble{Code: "server_managed"}
	case s.is.Session != nil:
		return &Trouble{Code: "logged_in"}
	}
	address, ok := serverURL(raw)
	if !ok {
		return &Trouble{Code: "server_invalid", Detail: "expected an address such as https://call.example.jp", Params: map[string]string{"value": clip(raw)}}
	}
	s.emit(Connect{address})
	return nil
}

const maxServer = 300 // bytes of a server's address

// serverURL reads what people type as a server's address: a host is enough.
func serverURL(raw string) (string, bool) {
	text := strings.TrimSpace(raw)
	if text == "" || len(text) > maxServer {
		return "", false
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.User != nil || u.Opaque != "" {
		return "", false
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "https" && u.Scheme != "http" || !isHost(u.Hostname()) {
		return "", false
	}
	if port := u.Port(); port != "" {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return "", false
		}
	}
	return u.Scheme + "://" + strings.ToLower(u.Host), true
}

// isHost says whether a text is an address or can be a host's name.
func isHost(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	if host == "" || len(host) > 253 {
		return false
	}
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > 63 || strings.Trim(strings.ToLower(label), "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return false
		}
	}
	return true
}
