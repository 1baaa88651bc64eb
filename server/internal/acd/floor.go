// Package acd is the floor: the one owner of every group's queue and of every
// agent's state. It is pure: a Step takes the time and one input and gives
// the effects to carry out. It draws no time and no randomness of its own, so
// the same inputs give the same effects.
package acd

import "time"

// Floor is one site's floor. It is not safe for concurrent use: one runner owns it.
type Floor struct{ effects []Effect }

// New makes an empty floor. The zone is the site's (talk time counts per day
// there); the seed fixes every random choice.
func New(zone *time.Location, seed uint64) *Floor { return &Floor{} }

// Step takes one input at a time and gives the effects to carry out in order.
// The slice is valid until the next Step, which uses its memory again; the
// effects in it are plain values and may be kept. An error is a refused
// command (a *fault.Error): there are then no effects and nothing changed.
func (f *Floor) Step(now time.Time, in Input) ([]Effect, error) { return f.effects[:0], nil }

// Snapshot gives what outlives a restart.
func (f *Floor) Snapshot(now time.Time) Snapshot { return Snapshot{At: now} }
