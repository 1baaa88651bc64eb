package acd

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// script is a floor whose every effect is written out in words.
type script struct {
	*runner
	start    time.Time
	line     int
	out      io.Writer
	plan     Plan
	agents   *named[id.Agent]
	groups   *named[id.Group]
	devices  *named[id.Device]
	calls    *named[id.Call]
	statuses *named[id.Status]
	offers   *named[id.Offer]
	trunks   *named[id.Trunk]
	numbers  *named[id.Number]
	legs     *named[id.Leg]
	last     map[id.Call]id.Offer
}

func newScript(t *testing.T) *script {
	s := &script{
		runner: newRunner(t, 1), agents: newNamed[id.Agent](id.Numbered), groups: newNamed[id.Group](id.Numbered), devices: newNamed[id.Device](id.Numbered),
		calls: newNamed[id.Call](id.Numbered), statuses: newNamed[id.Status](id.Numbered),
		offers: newNamed[id.Offer](id.Numbered), trunks: newNamed[id.Trunk](id.Numbered),
		numbers: newNamed[id.Number](id.Numbered), legs: newNamed[id.Leg](id.Numbered), last: map[id.Call]id.Offer{},
	}
	s.start = s.now
	s.strict = true
	s.on = s.effect
	return s
}

func (s *script) agent(w words) {
	a := Agent{ID: s.agents.id(w.arg(0)), Extension: w.arg(1), CallWaiting: w.opts["waiting"] != ""}
	for _, d := range strings.Split(w.opts["phones"], ",") {
		if d != "" {
			a.Devices = append(a.Devices, s.devices.id(d))
		}
	}
	s.plan.Agents = slices.DeleteFunc(slices.Clone(s.plan.Agents), func(o Agent) bool { return o.ID == a.ID })
	s.plan.Agents = append(s.plan.Agents, a)
}

func (s *script) group(w words) {
	g := Group{
		ID: s.groups.id(w.arg(0)), Extension: w.arg(1), Strategy: Strategy(w.opts["strategy"]),
		Timeout: s.duration(w.opts["timeout"]), RingTime: s.duration(w.opts["ring"]),
		CallsPerAgent: s.number(w.opts["calls"]), Strict: w.opts["strict"] != "",
		PreferLast: w.opts["last"] != "",
	}
	if v := w.opts["max"]; v != "" {
		n := s.number(v)
		g.MaxWaiting = &n
	}
	if v, ok := w.opts["acw"]; ok {
		g.ACW = ACW{Enabled: true, Status: s.statuses.id("acw"), Release: s.duration(v)}
	}
	if v, ok := w.opts["noanswer"]; ok {
		g.PauseOnNoAnswer = NoAnswer{Enabled: true, Status: s.statuses.id("missed"), Release: s.duration(v), Misses: s.number(w.opts["misses"])}
	}
	for _, m := range strings.Split(w.opts["members"], ",") {
		name, level, _ := strings.Cut(m, ":")
		if name != "" {
			g.Members = append(g.Members, Member{s.agents.id(name), max(1, s.number(level))})
		}
	}
	s.plan.Groups = slices.DeleteFunc(slices.Clone(s.plan.Groups), func(o Group) bool { return o.ID == g.ID })
	s.plan.Groups = append(s.plan.Groups, g)
}

func (s *script) remove(name string) {
	s.plan.Agents = slices.DeleteFunc(slices.Clone(s.plan.Agents), func(o Agent) bool { return s.agents.names[o.ID] == name })
	s.plan.Groups = slices.DeleteFunc(slices.Clone(s.plan.Groups), func(o Group) bool { return s.groups.names[o.ID] == name })
}

// offerOf is the offer a line names with offer=, else the call's newest.
func (s *script) offerOf(w words) id.Offer {
	if v := w.opts["offer"]; v != "" {
		return s.offers.id(v)
	}
	return s.last[s.calls.id(w.arg(0))]
}

func (s *script) at(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Sub(s.start).String()
}

func (s *script) list(before string, agents []id.Agent) string {
	if len(agents) == 0 {
		return ""
	}
	var names []string
	for _, a := range agents {
		names = append(names, s.agents.name(a))
	}
	return before + strings.Join(names, ",")
}

func (s *script) effect(e Effect) {
	switch v := e.(type) {
	case ToCall:
		s.message(s.calls.name(v.Call), v)
	case Arm:
		s.print("arm %s for %s", s.timer(v.Timer), s.at(v.At))
	case Disarm:
		s.print("disarm %s", s.timer(v.Timer))
	case Emit:
		s.event(v.Body)
	}
}

// offer numbers the offers as they are first seen: o1, o2 …
func (s *script) offer(o id.Offer) string {
	if o.IsZero() {
		return "direct"
	}
	if _, ok := s.offers.names[o]; !ok {
		name := fmt.Sprintf("o%d", len(s.offers.ids)+1)
		s.offers.ids[name], s.offers.names[o] = o, name
	}
	return s.offers.name(o)
}

func (s *script) timer(t Timer) string {
	name := ""
	switch t.Kind {
	case TimerQueue:
		name = s.calls.name(t.Key)
	case TimerLease:
		name = s.offer(t.Key)
	case TimerPause, TimerRest:
		name = s.agents.name(t.Key)
	}
	if !t.Group.IsZero() {
		name += "/" + s.groups.name(t.Group)
	}
	return string(t.Kind) + " " + name
}

func (s *script) message(call string, to ToCall) {
	switch m := to.Message.(type) {
	case Accepted:
		s.print("to %s: accepted by %s", call, s.groups.name(m.Group))
	case Offer:
		var who, why []string
		for _, t := range m.Targets {
			var phones []string
			for _, d := range t.Devices {
				phones = append(phones, s.devices.name(d))
			}
			who = append(who, s.agents.name(t.Agent)+"("+strings.Join(phones, ",")+")")
		}
		for _, r := range m.Why {
			if !r.Chosen {
				why = append(why, s.agents.name(r.Agent)+" "+r.Reason)
			}
		}
		s.last[to.Call] = m.Offer
		s.print("to %s: offer %s %s ring %s for %s%s", call, s.offer(m.Offer), s.groups.name(m.Group), strings.Join(who, " "), m.RingTime, prefixed("; not ", why))
	case Withdraw:
		s.print("to %s: withdraw %s from %s: %s", call, s.offer(m.Offer), s.agents.name(m.Agent), m.Cause)
	case Dequeue:
		s.print("to %s: dequeue %s: %s", call, s.groups.name(m.Group), m.Outcome)
	case Reached:
		if m.Refused != "" {
			s.print("to %s: %s not reached: %s", call, s.agents.name(m.Agent), m.Refused)
			return
		}
		var phones []string
		for _, d := range m.Devices {
			phones = append(phones, s.devices.name(d))
		}
		s.print("to %s: reach %s at %s", call, s.agents.name(m.Agent), strings.Join(phones, ","))
	default:
		s.siteMessage(call, m)
	}
}

func prefixed(before string, list []string) string {
	if len(list) == 0 {
		return ""
	}
	return before + strings.Join(list, ", ")
}

func (s *script) event(b journal.Body) {
	switch v := b.(type) {
	case journal.FloorStarted:
		s.print("event floor started restored=%v", v.Restored)
	case journal.GroupArrived:
		s.print("event %s arrived at %s", s.calls.name(v.Call), s.groups.name(v.Group))
	case journal.GroupLeft:
		s.print("event %s left %s: %s after %s%s", s.calls.name(v.Call), s.groups.name(v.Group), v.Outcome, v.Waited, answeredBy(s, v.Agent))
	case journal.StatusChosen:
		worked := ""
		if v.Worked > 0 {
			worked = ", worked " + v.Worked.String()
		}
		s.print("event %s in %s: %s by %s%s%s", s.agents.name(v.Agent), s.groups.name(v.Group), s.pausedAs(v.Paused, v.Status), v.Cause, answeredBy(s, v.By), worked)
	case journal.AgentChanged:
		s.print("event %s", s.changed(v))
	default:
		s.siteEvent(b)
	}
}

func (s *script) pausedAs(paused bool, status id.Status) string {
	if !paused {
		return "available"
	}
	return "paused " + s.statuses.name(status)
}

func (s *script) changed(v journal.AgentChanged) string {
	text := s.agents.name(v.Agent) + " is " + string(v.State)
	if !v.Status.IsZero() {
		text += " " + s.statuses.name(v.Status)
	}
	if v.Cause != "" {
		text += " (" + v.Cause + ")"
	}
	for _, c := range v.Calls {
		text += " " + s.calls.name(c)
	}
	for _, p := range v.Groups {
		if p.Next != nil {
			text += "; " + s.groups.name(p.Group) + " next " + s.pausedAs(p.Next.Paused, p.Next.Status)
		}
		if p.Paused {
			text += "; " + s.groups.name(p.Group) + " paused " + s.statuses.name(p.Status)
			if !p.Until.IsZero() {
				text += " until " + s.at(p.Until)
			}
		}
	}
	return text
}

func answeredBy(s *script, a id.Agent) string {
	if a.IsZero() {
		return ""
	}
	return " (" + s.agents.name(a) + ")"
}
