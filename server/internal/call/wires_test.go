package call

import (
	"fmt"
	"slices"
	"strings"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// wire does what phones, carriers and media do with an order.
func (o *office) wire(order leg.Order) {
	switch v := order.(type) {
	case leg.Dial:
		o.dialed(v)
	case leg.Ring:
		if l := o.byLeg[v.Leg]; l.state == "new" {
			l.state = "ringing"
			o.say("exchange -> %s: rings%s", l.name, map[bool]string{true: " (183)"}[v.Early])
		}
	case leg.Answer:
		o.taken(v.Leg)
	case leg.HangUp:
		o.hungUp(v)
	case leg.Hear:
		l := o.byLeg[v.Leg]
		if l.state != "over" {
			l.hears = v.From
		}
	case leg.Play:
		o.playing(v)
	case leg.StopPlay:
		if l := o.byLeg[v.Leg]; l.player == v.Player {
			l.plays, l.once = "", false
		}
	case leg.Record:
		o.say("recording %d: left %s, right %s%s", id.LegNumber(id.Leg(v.Recording)), o.called(v.Left), o.called(v.Right), o.moreOf(v.More))
	case leg.StopRecord:
		o.say("recording %d ends", id.LegNumber(id.Leg(v.Recording)))
		o.later(func() {
			o.step(v.Call, Fact{leg.Recorded{Recording: v.Recording, Call: v.Call, Path: "a.wav", Length: 5e9}})
		})
	case leg.PauseRecord:
		o.say("recording %d %s", id.LegNumber(id.Leg(v.Recording)), map[bool]string{true: "pauses", false: "goes on"}[v.Paused])
	case leg.SendDigits:
		l := o.byLeg[v.Leg]
		l.sent += v.Digits
		o.say("exchange -> %s: keys %s", l.name, v.Digits)
	case leg.Catch:
		o.byLeg[v.Leg].caught = v.Caught
	case leg.Join:
	case leg.Nudge:
		o.say("exchange -> %s: answer by yourself", o.called(v.Leg))
	case leg.TellReferrer:
		o.say("exchange -> %s: NOTIFY %d", o.called(v.Leg), v.Status)
	}
}

func (o *office) called(l id.Leg) string {
	if x := o.byLeg[l]; x != nil {
		return x.name
	}
	return "-"
}

func (o *office) moreOf(more []id.Leg) string {
	out := ""
	for _, l := range more {
		out += " and " + o.called(l)
	}
	return out
}

func (o *office) dialed(d leg.Dial) {
	base := d.Number
	if !d.Device.IsZero() {
		base = o.names[d.Device]
	}
	l := o.newLine(d.Leg, base, false)
	from := d.From.Number
	if d.Privacy == leg.PrivacyWithhold || d.From.Withheld {
		from = "anonymous"
	}
	extra := ""
	if d.Diverted != "" {
		extra += ", diverted by " + d.Diverted
	}
	if d.Answer {
		extra += ", answer by yourself"
	}
	o.say("exchange -> %s: INVITE from %s%s", l.name, from, extra)
	kind := o.refusing[base]
	if kind == "" && !d.Trunk.IsZero() {
		kind = o.refusing[o.names[d.Trunk]]
	}
	if kind != "" {
		o.later(func() { o.ends(l, leg.SideRemote, kind) })
		return
	}
	if o.ringless[base] {
		return
	}
	o.later(func() {
		if l.state == "new" {
			l.state = "ringing"
			o.fact(leg.Ringing{Leg: l.leg, Early: o.early[base]})
		}
	})
}

func (o *office) taken(about id.Leg) {
	l := o.byLeg[about]
	if l.state == "over" || l.state == "up" {
		return
	}
	l.state = "up"
	o.say("exchange -> %s: 200 OK", l.name)
	o.later(func() {
		if l.state == "up" {
			o.fact(leg.Answered{Leg: l.leg, Codec: "PCMU"})
		}
	})
}

func (o *office) hungUp(h leg.HangUp) {
	l := o.byLeg[h.Leg]
	if l == nil {
		o.t.Fatalf("a leg was hung up that never was: %s", h.Leg)
	}
	if l.hungUp++; l.hungUp > 1 {
		o.t.Errorf("%s was hung up twice", l.name)
	}
	if l.state == "over" {
		return
	}
	word := "BYE"
	switch {
	case l.state != "up" && l.inbound:
		word = "refused"
	case l.state != "up":
		word = "CANCEL"
	}
	o.say("exchange -> %s: %s (%s)", l.name, word, h.Cause.Kind)
	o.afterwards(map[bool]int{true: 50}[o.slow[l.name]], func() { o.ends(l, leg.SideLocal, h.Cause.Kind) })
}

func (o *office) playing(p leg.Play) {
	l := o.byLeg[p.Leg]
	if l.state == "over" {
		return
	}
	var parts []string
	for _, s := range p.Sounds {
		switch {
		case s.Music:
			parts = append(parts, "music")
		case s.Tone != "":
			parts = append(parts, string(s.Tone))
		case s.Prompt != "":
			parts = append(parts, strings.TrimPrefix(s.Prompt, "ja/"))
		default:
			parts = append(parts, o.names[s.Audio])
		}
	}
	l.plays, l.once, l.player = strings.Join(parts, " "), !p.Loop, p.Player
	if !p.Loop {
		o.say("exchange says to %s: %s", l.name, l.plays)
	}
}

// picture tells who hears whom, and what, in a fixed order.
func (o *office) picture() string {
	var b strings.Builder
	for _, l := range o.lines {
		if l.state == "over" {
			continue
		}
		var hears []string
		if l.plays != "" {
			hears = append(hears, "["+l.plays+"]")
		} else {
			for _, s := range l.hears {
				hears = append(hears, o.called(s.Leg))
			}
			slices.Sort(hears)
		}
		what := strings.Join(hears, " ")
		if what == "" {
			what = "-"
		}
		if l.state != "up" && what == "-" {
			fmt.Fprintf(&b, "  %s %s\n", l.name, l.state)
			continue
		}
		fmt.Fprintf(&b, "  %s hears %s\n", l.name, what)
	}
	return b.String()
}
