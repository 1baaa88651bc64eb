//go:build linux

package load

import (
	"context"
	"slices"
	"time"
)

// officeDeeds is what may be done next, each as often as it is likely.
var officeDeeds = func() []string {
	var out []string
	for kind, n := range map[string]int{
		"call": 22, "dial": 14, "press": 24, "choose": 8, "hold": 6, "refer": 3, "refer to a line": 4, "replace": 2, "leave": 10, "vanish": 1, "caller vanishes": 1, "re-register": 1,
	} {
		for range n {
			out = append(out, kind)
		}
	}
	slices.Sort(out)
	return out
}()

// Work lets everybody behave at random until the time is over.
func (o *Office) Work(ctx context.Context) {
	tick := time.NewTicker(time.Duration(float64(time.Second) / o.cfg.Rate))
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			o.mu.Lock()
			if !o.closing {
				o.act(officeDeeds[o.rng.IntN(len(officeDeeds))])
			}
			o.mu.Unlock()
		}
	}
}

// act does one thing, if there is anybody to do it.
func (o *Office) act(kind string) {
	agent := func(l *line) bool { return l.state == up && l.phone != nil }
	outside := func(l *line) bool { return l.state == up && l.phone == nil }
	pick := func(list []string) string { return list[o.rng.IntN(len(list))] }
	var l *line
	switch kind {
	case "call":
		if o.open() >= o.cfg.Most {
			return
		}
		o.call(nil, pick(o.cfg.Numbers), "")
	case "dial":
		p := o.phones[o.rng.IntN(len(o.phones))]
		if o.open() >= o.cfg.Most || p.gone {
			return
		}
		o.call(p, pick(o.cfg.Dialed), "")
	case "press":
		if l = o.some(agent); l == nil {
			return
		}
		l.press(pick(o.cfg.Keys))
	case "choose":
		if l = o.some(outside); l == nil {
			return
		}
		l.press(pick([]string{"1", "2", "3", "5", "9", "#", "*", "1", "#7", "#82001#"}))
	case "hold":
		if l = o.some(agent); l == nil {
			return
		}
		l.hold()
	case "refer":
		if l = o.some(agent); l == nil {
			return
		}
		l.refer(pick(o.cfg.Dialed), nil)
	case "refer to a line":
		if l = o.some(agent); l == nil {
			return
		}
		own := o.some(func(x *line) bool { return agent(x) && x != l && x.phone == l.phone })
		if own == nil { // it will have one
			o.call(l.phone, pick(o.cfg.Dialed), "")
			return
		}
		l.refer("x", own)
	case "replace":
		if l = o.some(agent); l == nil {
			return
		}
		p := o.phones[o.rng.IntN(len(o.phones))]
		if o.open() >= o.cfg.Most || p.gone {
			return
		}
		o.call(p, "x", l.id+";to-tag="+tagIn(l.them)+";from-tag="+tagIn(l.us))
	case "leave":
		if l = o.some(func(x *line) bool { return x.state != leaving }); l == nil {
			return
		}
		l.hangUp()
	case "vanish":
		if p := o.phones[o.rng.IntN(len(o.phones))]; !p.gone {
			o.vanish(p)
		}
	case "caller vanishes":
		if l = o.some(outside); l == nil {
			return
		}
		l.lose()
	case "re-register":
		o.register(o.phones[o.rng.IntN(len(o.phones))])
	}
	o.deeds[kind]++
}
