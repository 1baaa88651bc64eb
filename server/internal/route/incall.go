package route

import (
	"strings"
	"time"
)

// How long the keys of a code may keep each other waiting.
const (
	betweenKeys     = 2 * time.Second        // of the code itself
	betweenDigits   = 10 * time.Second       // of its argument, which a person looks up
	swallowFor      = 700 * time.Millisecond // the 2 of #72 (C-CODE-1)
	maxPressed      = 32                     // digits of an argument; more is nobody's number
	swallowedByPark = "2"
)

// PressState says what keys pressed during a call amount to.
type PressState string

// The states.
const (
	PressNone  PressState = "none"  // no keys are left: all of them are in Pass
	PressMaybe PressState = "maybe" // could become a code: keep the keys and wait
	PressDone  PressState = "done"  // a code, whole
)

// Pressed is what keys pressed during a call amount to.
type Pressed struct {
	State PressState
	// Pass are keys at the front that belong to no code: they go to the other
	// side, and are left out of what is given to InCall next time.
	Pass string
	// Feature is the code's: of PressDone, and of PressMaybe when only its
	// argument is still being pressed. Those keys are never passed on.
	Feature Feature
	// Argument are the digits so far, without the final #. Empty when done: the
	// agent changed its mind, or, while consulting, wants to go back.
	Argument string
	// Swallow is a key that belongs to the code that is done, if it comes
	// within Wait.
	Swallow string
	// Wait is how long to wait for the next key: of PressMaybe, after which
	// GivenUp says what the keys were; of PressDone, for Swallow.
	Wait time.Duration
}

// InCall says what the keys are that an agent pressed during a call: those
// since the last code, without those that were passed on or swallowed. While
// it consults, the code that consults goes back without an argument, and * can
// join all three (C-CODE-4); otherwise * is an ordinary key.
func (p *Plan) InCall(pressed string, consulting bool) Pressed {
	for cut := 0; cut < len(pressed); cut++ {
		if m, ok := p.match(pressed[cut:], consulting); ok {
			m.Pass = pressed[:cut]
			return m
		}
	}
	return Pressed{State: PressNone, Pass: pressed}
}

// GivenUp says what the keys of a PressMaybe were when no other came in time.
// A number without its final # counts as finished; what was no code yet is
// passed on, but for a code without its argument, which ends as one that is
// done with none.
func (p *Plan) GivenUp(pressed string, consulting bool) Pressed {
	m := p.InCall(pressed, consulting)
	if m.State != PressMaybe {
		return m
	}
	if m.Feature == "" {
		return Pressed{State: PressNone, Pass: pressed}
	}
	m.State, m.Wait = PressDone, 0
	return m
}

// match looks at keys that must begin with a code.
func (p *Plan) match(keys string, consulting bool) (Pressed, bool) {
	beginning := false
	for _, c := range p.pressed {
		if consulting != (c.Feature == FeatureJoin) && c.Feature != FeatureConsult {
			continue // while consulting: join and consult; else: all but join
		}
		rest, whole := strings.CutPrefix(keys, c.Digits)
		if !whole {
			beginning = beginning || strings.HasPrefix(c.Digits, keys)
			continue
		}
		if c.Feature.Takes() == ArgumentNone || consulting {
			m := Pressed{State: PressDone, Feature: c.Feature}
			if c.Feature == FeaturePark {
				m.Swallow, m.Wait = swallowedByPark, swallowFor
			}
			return m, true
		}
		argument, _, ended := strings.Cut(rest, "#")
		m := Pressed{State: PressMaybe, Feature: c.Feature, Argument: argument, Wait: betweenDigits}
		if ended || len(rest) >= maxPressed {
			m.State, m.Wait = PressDone, 0
		}
		return m, true
	}
	return Pressed{State: PressMaybe, Wait: betweenKeys}, beginning
}
