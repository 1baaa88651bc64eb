// Package say composes what the exchange says from its built-in prompts:
// sentences, numbers digit by digit, places in a queue, waiting times. It
// knows no sounds, only their names; package sound has every one of them.
package say

import (
	"time"

	"github.com/yobirin/yobirin/shared/leg"
)

// MaxPosition is the last place in a queue that can be said.
const MaxPosition = 99

// Prompt is one prompt in a language: "en" is English, anything else Japanese.
func Prompt(language string, p ID) leg.Sound {
	if language != "en" {
		language = "ja"
	}
	return leg.Sound{Prompt: language + "/" + string(p)}
}

func prompts(language string, list ...ID) []leg.Sound {
	out := make([]leg.Sound, len(list))
	for i, p := range list {
		out[i] = Prompt(language, p)
	}
	return out
}

// Digits says a prompt and after it a number digit by digit, 9001 as "nine,
// zero, zero, one". Anything but digits, * and # is left out; an empty prompt
// says the number alone.
func Digits(language string, p ID, number string) []leg.Sound {
	var out []leg.Sound
	if p != "" {
		out = append(out, Prompt(language, p))
	}
	for _, r := range number {
		if d := digit(r); d != "" {
			out = append(out, Prompt(language, d))
		}
	}
	return out
}

// Position says a place in a queue, counted from 1. A place below 1 or above
// MaxPosition is not said: the answer is none.
func Position(language string, place int) []leg.Sound {
	if place < 1 || place > MaxPosition {
		return nil
	}
	list := append([]ID{QueuePosition}, number(place)...)
	return prompts(language, append(list, QueuePositionEnd)...)
}

// Wait says an estimated waiting time in its band (C-Q-4b): up to 2 minutes,
// up to 5, up to 10, and more.
func Wait(language string, estimate time.Duration) []leg.Sound {
	band := WaitOver10
	switch {
	case estimate <= 2*time.Minute:
		band = Wait1To2
	case estimate <= 5*time.Minute:
		band = Wait3To5
	case estimate <= 10*time.Minute:
		band = Wait5To10
	}
	return prompts(language, band)
}
