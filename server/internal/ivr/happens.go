package ivr

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/route"
)

// Stop is a place that a call comes to.
type Stop struct {
	At   route.Destination
	Name string // of what is there, or its digits
	// Why the call comes here: "start", a Why, "overflow", "timeout", or
	// "loop": it has been here before, and is not followed further.
	Why string
	Row int // of "schedule": index of the row in the IVR before; else -1
	Day Day // of "schedule": what the date is on which the row began
	Key string
}

// Hop is a stop on the way that time alone decides, with the ways on from it
// that it does not decide.
type Hop struct {
	Stop
	Branches [][]Stop // by a key, by an overflow: each as far as time decides
}

// WhatHappens gives the way of a call that comes to a destination at a moment:
// through every IVR whose schedule or default decides, to the first place
// where something other than the clock does. What would come next there by
// keys, overflow and timeout is told as branches.
func WhatHappens(p *route.Plan, to route.Destination, at time.Time) []Hop {
	t := &tour{plan: p, at: at}
	way := t.follow(Stop{At: to, Why: "start", Row: -1})
	hops := make([]Hop, len(way))
	for i, s := range way {
		hops[i] = Hop{Stop: s}
	}
	if n := len(hops); n > 0 {
		hops[n-1].Branches = t.branches(hops[n-1].Stop)
	}
	return hops
}

type tour struct {
	plan *route.Plan
	at   time.Time
}

// follow goes on as far as time decides.
func (t *tour) follow(s Stop) []Stop {
	var out []Stop
	been := map[route.Destination]bool{}
	for {
		if s.At.Kind == route.ToExtension {
			if next, ok := t.plan.Extension(s.At.Extension); ok {
				s.At = next
			}
		}
		s.Name = t.name(s.At)
		if been[s.At] || len(out) == maxHops {
			s.Why = "loop"
			return append(out, s)
		}
		been[s.At] = true
		out = append(out, s)
		m := t.plan.IVR(s.At.IVR)
		if s.At.Kind != route.ToIVR || m == nil {
			return out
		}
		d := t.decide(m)
		if d.Why == ByButtons {
			return out
		}
		s = Stop{At: d.Then, Why: string(d.Why), Row: d.Row, Day: d.Kind}
	}
}

func (t *tour) decide(m *route.IVR) Decision {
	return Decide(m, t.at, t.plan.Settings.Zone, t.plan.Settings.Holidays)
}

// branches gives the ways on from a stop where time does not decide.
func (t *tour) branches(s Stop) [][]Stop {
	if s.Why == "loop" {
		return nil
	}
	var out [][]Stop
	switch s.At.Kind {
	case route.ToIVR:
		m := t.plan.IVR(s.At.IVR)
		if m == nil {
			return nil
		}
		for _, key := range sortedKeys(m.Buttons.Keys) {
			out = append(out, t.follow(Stop{At: m.Buttons.Keys[key], Why: string(ByKey), Key: key, Row: -1}))
		}
		out = append(out, t.follow(Stop{At: m.Default, Why: string(ByNoKey), Row: -1}))
	case route.ToGroup:
		g := t.plan.Group(s.At.Group)
		if g == nil {
			return nil
		}
		out = append(out, t.follow(Stop{At: g.Overflow, Why: "overflow", Row: -1}), t.follow(Stop{At: g.TimeoutTo, Why: "timeout", Row: -1}))
	case route.ToUnset, route.ToAgent, route.ToExtension, route.ToAudio, route.ToTransfer, route.ToConference, route.ToHangUp, route.ToOutside, route.ToFeature:
	}
	return out
}

// NameOf is what people call a destination; "" for what has no name.
func NameOf(p *route.Plan, to route.Destination) string { return (&tour{plan: p}).name(to) }

// name is what people call a destination.
func (t *tour) name(to route.Destination) string {
	p := t.plan
	switch to.Kind {
	case route.ToGroup:
		if g := p.Group(to.Group); g != nil {
			return g.Name
		}
	case route.ToAgent:
		if a := p.Agent(to.Agent); a != nil {
			return a.Name
		}
	case route.ToIVR:
		if m := p.IVR(to.IVR); m != nil {
			return m.Name
		}
	case route.ToAudio:
		if a := p.Audio(to.Audio); a != nil {
			return a.Name
		}
	case route.ToTransfer:
		if v := p.Transfer(to.Transfer); v != nil {
			return v.Name
		}
	case route.ToExtension:
		return to.Extension
	case route.ToHangUp:
		return string(to.Cause)
	case route.ToUnset, route.ToConference, route.ToOutside, route.ToFeature:
	}
	return ""
}
