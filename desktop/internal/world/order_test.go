package world

import (
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/sipua"
)

// order is a command of a call at the server: nil when it makes no sense, else
// what carries it out.
func (o *office) order(e seat.Post) (done func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var l *leg
	for _, one := range o.legs {
		if one.name == e.Call && !one.over {
			l = one
		}
	}
	if l == nil || !o.isUp {
		return nil
	}
	change := func(f func()) func() {
		return func() {
			o.mu.Lock()
			if !l.over {
				f()
			}
			o.mu.Unlock()
			o.news()
		}
	}
	switch e.Name {
	case "transfer", "park":
		return func() { l.dialog.Hangup(sipua.Hangup{}) }
	case "complete":
		if l.handing == nil {
			return nil
		}
		return func() { l.dialog.Hangup(sipua.Hangup{}) }
	case "record":
		return change(func() { l.recording, l.paused = e.On != nil && *e.On, false })
	case "pause":
		return change(func() { l.paused = e.On != nil && *e.On })
	case "consult", "add":
		if l.second != "" {
			return nil
		}
		return change(func() { o.second(l, e) })
	case "swap":
		if l.handing == nil || !l.secondUp {
			return nil
		}
		return change(func() { l.hears = []int{o.other(l, l.hears[0])} })
	case "merge":
		if l.handing == nil || !l.secondUp {
			return nil
		}
		return change(func() { l.handing, l.merged, l.hears = nil, true, o.both(l) })
	case "cancel":
		if l.handing == nil {
			return nil
		}
		return change(func() {
			l.handing, l.second, l.secondUp = nil, "", false
			l.hears = o.both(l)[:1]
		})
	}
	return nil
}

// both are the tones of the first and the second far side of a leg.
func (o *office) both(l *leg) []int {
	first := int(l.local.SessionID) % len(farTones)
	return []int{first, (first + 5) % len(farTones)}
}

func (o *office) other(l *leg, tone int) int {
	both := o.both(l)
	if tone == both[0] {
		return both[1]
	}
	return both[0]
}

// second rings somebody besides; the first far side hears music meanwhile, and
// is not heard.
func (o *office) second(l *leg, e seat.Post) {
	how := "attended"
	l.hears = nil
	if e.Name == "add" {
		how = "add"
		l.hears = o.both(l)[:1]
	}
	l.second, l.secondUp, l.merged = e.To, false, false
	l.handing = &live.Handing{By: l.agent.id, How: how, To: e.To, Stage: "begun"}
	time.AfterFunc(time.Duration(500+o.dice.IntN(2500))*time.Millisecond, func() {
		o.mu.Lock()
		if !l.over && l.handing != nil && l.second == e.To && !l.secondUp {
			l.secondUp = true
			h := *l.handing
			h.Stage = "consulting"
			l.handing = &h
			if how == "add" {
				l.handing, l.merged, l.hears = nil, true, o.both(l)
			} else {
				l.hears = o.both(l)[1:]
			}
		}
		o.mu.Unlock()
		o.news()
	})
}
