package seat

import (
	"strings"
	"unicode"
)

// Limits of settings.
const (
	maxRing = 1.0
	maxGain = 2.0
	maxKey  = 40 // bytes of a hot key's name
)

// defaults are what holds before Loaded has come, and for what makes no sense
// in it.
func defaults() Loaded {
	return Loaded{
		Settings: Settings{
			RingVolume: 0.7, SpeakerGain: 1, MicGain: 1, Popup: true, NotifyChat: true,
			NotifyExternal: true, NotifyInternal: true, PopupTarget: "browser",
		},
		Language: "ja", PhoneOn: true,
	}
}

// load takes this computer's settings over. What makes no sense, because
// somebody has edited the file, is as on a new computer.
func (s *Seat) load(in Loaded) {
	d := defaults()
	v := in.Settings
	if !within(v.RingVolume, maxRing) {
		v.RingVolume = d.Settings.RingVolume
	}
	if !within(v.SpeakerGain, maxGain) {
		v.SpeakerGain = d.Settings.SpeakerGain
	}
	if !within(v.MicGain, maxGain) {
		v.MicGain = d.Settings.MicGain
	}
	if v.ForceMedia != MediaICE {
		v.ForceMedia = ""
	}
	if !v.Echo.known() {
		v.Echo = EchoAuto
	}
	if wrongKey("answerKey", v.AnswerKey) != nil {
		v.AnswerKey = ""
	}
	if wrongKey("hangUpKey", v.HangUpKey) != nil || v.HangUpKey == v.AnswerKey {
		v.HangUpKey = ""
	}
	s.is.Settings = personal(v, s.is.Settings)
	s.is.Sound.Microphone, s.is.Sound.Speaker, s.is.Sound.Ringer = in.Microphone, in.Speaker, in.Ringer
	if s.is.Session == nil {
		s.own = own{in.Agent, in.CallerID, in.LastDialed}
		if in.Language == "ja" || in.Language == "en" {
			s.is.Language = in.Language
		}
	}
	s.is.Phone.On = in.PhoneOn
	s.ready, s.saved = true, in
	s.saved.Settings = personal(in.Settings, Settings{})
	s.use()
	s.emit(Hotkeys{v.AnswerKey, v.HangUpKey})
	s.register()
}

// personal puts an agent's own settings, which the server keeps, into this
// computer's.
func personal(computer, agent Settings) Settings {
	computer.NotifyExternal, computer.NotifyInternal = agent.NotifyExternal, agent.NotifyInternal
	computer.PopupOnRing, computer.PopupOnAnswer, computer.PopupTarget = agent.PopupOnRing, agent.PopupOnAnswer, agent.PopupTarget
	return computer
}

// keeps saves this computer's settings when they have changed.
func (s *Seat) keeps() {
	if !s.ready {
		return
	}
	l := Loaded{
		Settings: personal(s.is.Settings, Settings{}), Microphone: s.is.Sound.Microphone, Speaker: s.is.Sound.Speaker, Ringer: s.is.Sound.Ringer,
		CallerID: s.own.callerID, LastDialed: s.own.lastDialed, Agent: s.own.agent, Language: s.is.Language, PhoneOn: s.is.Phone.On,
	}
	if l != s.saved {
		s.saved = l
		s.emit(Save{l})
	}
}

// change is ChangeSettings: all of it or, when one value is wrong, nothing.
func (s *Seat) change(c ChangeSettings) *Trouble {
	if t := c.wrong(s.is.Settings); t != nil {
		return t
	}
	was := s.is.Settings
	v := &s.is.Settings
	set(&v.AnswerKey, c.AnswerKey)
	set(&v.HangUpKey, c.HangUpKey)
	set(&v.StartAtLogin, c.StartAtLogin)
	set(&v.RingVolume, c.RingVolume)
	set(&v.SpeakerGain, c.SpeakerGain)
	set(&v.MicGain, c.MicGain)
	set(&v.Echo, c.Echo)
	set(&v.Noise, c.Noise)
	set(&v.ForceMedia, c.ForceMedia)
	set(&v.Popup, c.Popup)
	set(&v.NotifyChat, c.NotifyChat)
	set(&s.is.Language, c.Language)
	if v.RingVolume != was.RingVolume || v.SpeakerGain != was.SpeakerGain || v.MicGain != was.MicGain || v.Echo != was.Echo || v.Noise != was.Noise {
		s.use()
	}
	if v.AnswerKey != was.AnswerKey || v.HangUpKey != was.HangUpKey {
		s.emit(Hotkeys{v.AnswerKey, v.HangUpKey})
	}
	if v.StartAtLogin != was.StartAtLogin {
		s.emit(Autostart{v.StartAtLogin})
	}
	s.register()
	return nil
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// wrong says which value makes no sense.
func (c ChangeSettings) wrong(now Settings) *Trouble {
	for _, g := range []struct {
		field string
		value *float64
		limit float64
	}{{"ringVolume", c.RingVolume, maxRing}, {"speakerGain", c.SpeakerGain, maxGain}, {"micGain", c.MicGain, maxGain}} {
		if g.value != nil && !within(*g.value, g.limit) {
			return wrongSetting(g.field, "", "a number from 0 to "+decimal(int(g.limit)))
		}
	}
	if c.ForceMedia != nil && *c.ForceMedia != "" && *c.ForceMedia != MediaICE {
		return wrongSetting("forceMedia", string(*c.ForceMedia), `"" or "ice"`)
	}
	if c.Echo != nil && !c.Echo.known() {
		return wrongSetting("echo", string(*c.Echo), `"", "on" or "off"`)
	}
	if c.Language != nil && *c.Language != "ja" && *c.Language != "en" {
		return wrongSetting("language", *c.Language, `"ja" or "en"`)
	}
	set(&now.AnswerKey, c.AnswerKey)
	set(&now.HangUpKey, c.HangUpKey)
	if t := wrongKey("answerKey", now.AnswerKey); t != nil {
		return t
	}
	if t := wrongKey("hangUpKey", now.HangUpKey); t != nil {
		return t
	}
	if now.AnswerKey != "" && strings.EqualFold(now.AnswerKey, now.HangUpKey) {
		return &Trouble{Code: "hotkeys_same", Detail: "one key cannot both answer and hang up"}
	}
	return nil
}

// wrongKey looks only at the form; which keys there are the shell knows.
func wrongKey(field, key string) *Trouble {
	if len(key) > maxKey || strings.ContainsFunc(key, unicode.IsControl) {
		return wrongSetting(field, key, "a key such as Ctrl+Alt+A")
	}
	return nil
}

func wrongSetting(field, value, expected string) *Trouble {
	return &Trouble{Code: "setting_invalid", Detail: "expected " + expected, Params: map[string]string{"field": field, "value": clip(value)}}
}
