package ivr

import (
	"strings"
	"time"

	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

// What holds where an IVR says nothing.
const (
	DefaultWait  = 5 * time.Second // for a key after the audio
	DefaultTries = 3               // how often the audio plays in all
	betweenKeys  = 2 * time.Second // of an extension that is being dialed
)

// Action is what a session wants done. It replaces what was wanted before:
// a sound that still plays ends, a wait that still runs is over. Sealed; nil
// means that all stays as it is.
//
//sumtype:decl
type Action interface{ action() }

// Play has the menu's audio played to the caller. PromptDone follows, unless
// a key comes first.
type Play struct {
	Audio id.Audio
	Try   int // 1 for the first time
}

// Wait waits for a key in silence. TimedOut follows, unless one comes first.
type Wait struct{ For time.Duration }

// Go ends the session and sends the call on. An unset destination is a menu
// without a default.
type Go struct {
	To     route.Destination
	Why    Why    // ByKey, ByExtension, ByNoKey, ByWrongKey
	Dialed string // the key or the extension
}

func (Play) action() {}
func (Wait) action() {}
func (Go) action()   {}

// Session is one caller in the buttons of one IVR (C-IVR-3).
type Session struct {
	ivr   *route.IVR
	plan  *route.Plan
	try   int
	keys  string // of an extension that is being dialed
	state state
}

type state int

const (
	fresh state = iota
	playing
	waiting
	dialing // an extension
	over
)

// New makes a session of an IVR of the plan; Start begins it.
func New(plan *route.Plan, m *route.IVR) *Session { return &Session{plan: plan, ivr: m} }

// Start gives the first action.
func (s *Session) Start() Action {
	if s.state != fresh {
		return nil
	}
	return s.play()
}

// PromptDone says that the audio came to its end, or cannot be played.
func (s *Session) PromptDone() Action {
	if s.state != playing {
		return nil
	}
	return s.wait()
}

// TimedOut says that a Wait is over.
func (s *Session) TimedOut() Action {
	switch s.state {
	case waiting:
		return s.again(ByNoKey)
	case dialing:
		return s.dialed()
	case fresh, playing, over:
	}
	return nil
}

// Press says that the caller pressed a key: one of 0-9 * # A-D. A key ends the
// audio. A key that has a destination is taken at once; only where extensions
// may be dialed, and one begins with the key, two seconds tell which was meant.
func (s *Session) Press(key string) Action {
	switch s.state {
	case playing, waiting:
	case dialing:
		return s.pressMore(key)
	case fresh, over:
		return nil
	}
	if s.ivr.Buttons.Direct && s.plan.Begins(key) {
		s.keys, s.state = key, dialing
		return Wait{For: betweenKeys}
	}
	if to := s.ivr.Buttons.Keys[key]; to.Kind != route.ToUnset {
		return s.goTo(to, ByKey, key)
	}
	return s.again(ByWrongKey)
}

// pressMore is a further key of an extension. The longest extension that can
// still be meant is waited for; # ends the waiting.
func (s *Session) pressMore(key string) Action {
	if key == "#" {
		return s.dialed()
	}
	s.keys += key
	switch {
	case s.plan.Begins(s.keys):
		return Wait{For: betweenKeys}
	case len(key) == 1 && strings.Trim(key, "0123456789") == "":
		return s.dialed()
	}
	return s.again(ByWrongKey)
}

// dialed takes what was dialed: an extension, or a single key of the menu.
func (s *Session) dialed() Action {
	if _, ok := s.plan.Extension(s.keys); ok {
		return s.goTo(route.Destination{Kind: route.ToExtension, Extension: s.keys}, ByExtension, s.keys)
	}
	if to := s.ivr.Buttons.Keys[s.keys]; to.Kind != route.ToUnset {
		return s.goTo(to, ByKey, s.keys)
	}
	return s.again(ByWrongKey)
}

// again plays the audio once more, or gives up for the default.
func (s *Session) again(why Why) Action {
	s.keys = ""
	tries := s.ivr.Buttons.Tries
	if tries == 0 {
		tries = DefaultTries
	}
	if s.try >= tries {
		return s.goTo(s.ivr.Default, why, "")
	}
	return s.play()
}

func (s *Session) play() Action {
	s.try++
	if s.ivr.Buttons.Audio.IsZero() {
		return s.wait()
	}
	s.state = playing
	return Play{Audio: s.ivr.Buttons.Audio, Try: s.try}
}

func (s *Session) wait() Action {
	s.state = waiting
	if s.ivr.Buttons.Wait == 0 {
		return Wait{For: DefaultWait}
	}
	return Wait{For: s.ivr.Buttons.Wait}
}

func (s *Session) goTo(to route.Destination, why Why, dialed string) Action {
	s.state = over
	return Go{To: to, Why: why, Dialed: dialed}
}
