package call

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// The failure matrix of transfers: every way to transfer, to every kind of
// target, disturbed at every step by everybody in it, one at a time and two in
// the same instant in both orders. Whatever happens, nothing may be left.
const (
	customer    = "09011112222"
	transferrer = "tanaka-desk"
)

// ways to transfer, as the steps of somebody whom nobody disturbs. Where a
// step finds its phone gone it does nothing.
var ways = map[string][]string{
	"code":                  {"presses #8 %s", "target"},
	"command":               {"does transfer %s", "target"},
	"command on hold":       {"does hold", "does transfer %s", "target"},
	"refer":                 {"refers %s", "target"},
	"consult code":          {"presses #9 %s", "target", "leaves"},
	"consult code, early":   {"presses #9 %s", "leaves", "target"},
	"consult code, back":    {"presses #9 %s", "target", "presses #9"},
	"consult code, join":    {"presses #9 %s", "target", "presses *", "leaves"},
	"consult command":       {"does consult %s", "target", "does swap", "does complete"},
	"consult command, back": {"does consult %s", "target", "does cancel"},
	"consult, merge":        {"does consult %s", "target", "does merge", "leaves"},
	"add":                   {"does add %s", "target", "leaves"},
	"refer replaces":        {"holds", "dials %s", "target", "refers-to"},
	"refer replaces, early": {"holds", "dials %s", "refers-to", "target"},
	"park":                  {"presses #7", "picks up", "target"},
}

// targets are whom the transfer is for, and what they do.
var targets = map[string]struct {
	number, does string
	fails        bool // nobody ever answers
}{
	"answers":            {"2001", "answers", false},
	"busy":               {"2001", "busy", true},
	"talks":              {"2004", "", true}, // to suzuki
	"declines":           {"2001", "rejects", true},
	"no answer":          {"2001", "", true},
	"offline":            {"2001", "offline", true},
	"unknown":            {"2777", "", false},
	"group":              {"3002", "answers", false},
	"room":               {"9201", "", false},
	"itself":             {"2002", "", false},
	"outside":            {"09055556666", "answers", false},
	"outside busy":       {"09055556666", "busy", true},
	"outside no answer":  {"09055556666", "", true},
	"answers, hangs up":  {"2001", "answers and hangs up", false},
	"outside, hangs up":  {"09055556666", "answers and hangs up", false},
	"outside, no number": {"110", "", false},
}

// disturbances: T is the transferrer, C the customer, X the target, who hang
// up; A is the target's answer. Letters of one word happen in one instant.
var disturbances = []string{"", "T", "C", "X", "TC", "CT", "TX", "XT", "CX", "XC", "AT", "TA", "AC", "CA", "TCX", "XCT", "ATC", "CTA"}

func TestTransferMatrix(t *testing.T) {
	for n, way := range sorted(ways) {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			n := n // each way begins with another case
			for _, to := range sorted(targets) {
				for at := range len(ways[way]) + 1 {
					for _, d := range disturbances {
						if d == "" && at > 0 {
							continue
						}
						for _, slow := range []bool{false, true} {
							if n++; n%thinned != 0 {
								continue
							}
							m := &matrix{office: theOffice(t), to: to}
							m.name = fmt.Sprintf("%s, %s, %q before step %d, slow %v", way, to, d, at, slow)
							m.swift = true
							m.run(ways[way], at, d, slow)
							if t.Failed() {
								t.Fatalf("%s:\n%s", m.name, strings.Join(m.told, "\n"))
							}
						}
					}
				}
			}
		})
	}
}

func sorted[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// matrix is one case.
type matrix struct {
	*office
	name  string
	to    string
	heard []id.Leg // legs of the site that talked with the customer, in order
}

func (m *matrix) run(steps []string, at int, disturbed string, slow bool) {
	o := m.office
	if slow {
		for _, n := range []string{transferrer, transferrer + "/2", customer, "sato-desk", "09055556666"} {
			o.slow[n] = true
		}
	}
	switch targets[m.to].does {
	case "busy":
		o.refusing["sato-desk"], o.refusing["09055556666"] = leg.CauseBusy, leg.CauseBusy
	case "offline":
		o.registers("sato-desk", false)
		defer o.registers("sato-desk", true)
	}
	if m.to == "talks" {
		o.dials("ito-desk", "2003")
		o.answers(o.line("suzuki-desk"))
	}
	if !slow { // a supervisor barges in on whoever transfers, from the first call on
		o.dials("mori-desk", "9962002")
	}
	o.callsIn(customer, "0312345678")
	o.wait(time.Second)
	o.answers(o.line(transferrer))
	for i, step := range steps {
		m.second()
		if i == at {
			m.disturb(disturbed)
		}
		m.step(step)
		o.pump()
		m.listen()
	}
	m.second()
	if at == len(steps) {
		m.disturb(disturbed)
	}
	blind := len(steps) == 2 && (at > 0 || disturbed == "") && !strings.ContainsAny(disturbed, "CA")
	stays := strings.HasPrefix(steps[0], "refers") && strings.Contains(disturbed, "T") // it may have its caller back by then
	if blind && !stays && targets[m.to].fails {
		m.isNotLost()
	}
	m.rest()
}

// second lets a second pass, and notes who talks with the customer.
func (m *matrix) second() {
	m.wait(time.Second)
	m.listen()
}

func (m *matrix) listen() {
	m.agrees()
	m.isWatched()
	for _, c := range m.lines {
		if c.name != customer || c.state != "up" || c.plays != "" {
			continue
		}
		for _, s := range c.hears {
			l := m.byLeg[s.Leg]
			mutual := l.plays == "" && slices.ContainsFunc(l.hears, func(x leg.Source) bool { return x.Leg == c.leg })
			if mutual && l.name != "mori-desk" && !slices.Contains(m.heard, l.leg) {
				m.heard = append(m.heard, l.leg)
			}
		}
	}
}

// isNotLost: a customer who was handed on to nobody is on the way back.
func (m *matrix) isNotLost() {
	m.wait(20 * time.Second)
	c := m.line(customer)
	if c == nil || c.state != "up" {
		m.t.Errorf("the customer has been hung up")
		return
	}
	switch x := m.calls[m.ownerOf(c.leg)]; {
	case x.try != nil, x.stage == stageTalking, x.stage == stageQueued:
	default:
		m.t.Errorf("the customer waits for nobody, in stage %s", x.stage)
	}
}

// isWatched: the supervisor hears the one it follows, in whatever call that
// one talks (with two of them, in one).
func (m *matrix) isWatched() {
	boss, t := m.line("mori-desk"), m.line(transferrer)
	if boss == nil || t == nil || t.state != "up" || len(t.hears) == 0 || m.line(transferrer+"/2") != nil {
		return
	}
	if !slices.ContainsFunc(boss.hears, func(s leg.Source) bool { return s.Leg == t.leg }) {
		m.t.Errorf("the supervisor does not hear %s, who talks", t.name)
	}
}

func (m *matrix) target() *line {
	for _, n := range []string{"sato-desk", "09055556666"} {
		if l := m.line(n); l != nil {
			return l
		}
	}
	return nil
}

// disturb lets everything in a word happen before anything comes of it.
func (m *matrix) disturb(word string) {
	m.say("-- %s", word)
	m.together = true
	for _, who := range word {
		switch who {
		case 'T':
			m.ends(m.line(transferrer), leg.SideRemote, leg.CauseNormal)
		case 'C':
			m.ends(m.line(customer), leg.SideRemote, leg.CauseNormal)
		case 'X':
			m.ends(m.target(), leg.SideRemote, leg.CauseNormal)
		case 'A':
			m.answers(m.target())
		}
	}
	m.together = false
	m.pump()
	m.listen()
}

// step is one step of a way.
func (m *matrix) step(step string) {
	word, rest, _ := strings.Cut(step, " ")
	rest = strings.Replace(rest, "%s", targets[m.to].number, 1)
	m.say("-- %s %s", word, rest)
	t := m.line(transferrer)
	switch {
	case word == "target":
		m.targetDoes()
	case word == "picks": // from the slot, or from nothing
		m.dials("sato-desk", "9001")
	case t == nil || t.state != "up":
	case word == "presses":
		keys, number, more := strings.Cut(rest, " ")
		if more {
			keys += number + "#"
		}
		m.presses(t, keys)
	case word == "does":
		name, arg, _ := strings.Cut(rest, " ")
		m.does("tanaka", "", commandNamed(m.t, name, arg))
	case word == "refers":
		m.fact(leg.Referred{Leg: t.leg, To: rest})
	case word == "holds":
		m.fact(leg.Held{Leg: t.leg})
	case word == "dials":
		m.dials(transferrer, rest)
	case word == "refers-to":
		if two := m.line(transferrer + "/2"); two != nil {
			m.fact(leg.Referred{Leg: t.leg, Replaces: two.leg})
		}
	case word == "leaves":
		m.ends(t, leg.SideRemote, leg.CauseNormal)
	}
}

func (m *matrix) targetDoes() {
	x := m.target()
	switch targets[m.to].does {
	case "answers", "answers and hangs up":
		m.answers(x)
	case "rejects":
		m.ends(x, leg.SideRemote, leg.CauseRejected)
	}
	if targets[m.to].does == "answers and hangs up" {
		m.second()
		m.ends(x, leg.SideRemote, leg.CauseNormal)
	}
}

// rest waits for what comes of it by itself, lets all who are left hang up,
// and then finds nothing.
func (m *matrix) rest() {
	m.wait(40 * time.Second)
	m.agrees()
	for range 6 {
		for _, l := range m.lines {
			switch {
			case l.state == "over":
			case l.once:
				m.said(l)
			case l.inbound || l.state == "up":
				m.ends(l, leg.SideRemote, leg.CauseNormal)
			default:
				m.ends(l, leg.SideRemote, leg.CauseRejected)
			}
		}
		m.wait(10 * time.Second)
	}
	m.wait(20 * time.Minute)
	m.nothingIsLeft()
	m.recordsAreRight()
}

// nothingIsLeft of calls, legs, timers, and of what the floor keeps.
func (o *office) nothingIsLeft() {
	o.t.Helper()
	for c := range o.calls {
		o.t.Errorf("call %s is left in stage %s", c, o.calls[c].stage)
	}
	for _, l := range o.lines {
		if l.state != "over" {
			o.t.Errorf("%s is left %s", l.name, l.state)
		}
	}
	for _, x := range o.timers {
		o.t.Errorf("a timer is left: %v %v", x.timer, x.floor)
	}
	for _, a := range o.floor.Agents() {
		if len(a.Calls) > 0 || a.State == journal.StateTalking || a.State == journal.StateRinging || a.State == journal.StateHolding {
			o.t.Errorf("%s is left %s in %v", o.names[a.Agent], a.State, a.Calls)
		}
	}
	use := o.floor.Channels()
	for _, x := range use.Trunks {
		if x.Busy != 0 || x.Outside != 0 {
			o.t.Errorf("%d channels are left taken, %d outbound", x.Busy, x.Outside)
		}
	}
	for _, x := range use.Agents {
		if x.Now != 0 {
			o.t.Errorf("%s is left with %d outside calls", o.names[x.Agent], x.Now)
		}
	}
	if n := len(o.floor.Slots()) + len(o.floor.Rooms()) + len(o.floor.Waiting()); n > 0 {
		o.t.Errorf("slots %v, rooms %v, waiting %v are left", o.floor.Slots(), o.floor.Rooms(), o.floor.Waiting())
	}
}

// recordsAreRight: one for each call, whose segments are those who talked, in
// order, and whose visits each ended once, as the floor counted them.
func (m *matrix) recordsAreRight() {
	m.t.Helper()
	arrived, left := 0, 0
	for _, e := range m.events {
		switch e.(type) {
		case journal.GroupArrived:
			arrived++
		case journal.GroupLeft:
			left++
		default:
		}
	}
	seen := map[id.Call]bool{}
	visits := 0
	var segments []journal.Segment
	for _, r := range m.records {
		if seen[r.Call] {
			m.t.Errorf("two records of call %s", r.Call)
		}
		seen[r.Call] = true
		visits += len(r.Visits)
		for _, v := range r.Visits {
			if v.Outcome == "" || v.Left.IsZero() {
				m.t.Errorf("a visit has not ended: %+v", v)
			}
		}
		for _, s := range r.Segments {
			if s.Until.Before(s.From) || s.Held < 0 || s.Held > s.Until.Sub(s.From).Milliseconds() {
				m.t.Errorf("a segment from %s to %s, held %dms", s.From, s.Until, s.Held)
			}
		}
		segments = append(segments, r.Segments...)
		if r.Cause.Kind == "" || r.EndedBy == "" {
			m.t.Errorf("call %s from %s to %s ended by %q with cause %q", r.Direction, r.From.Number, r.To.Number, r.EndedBy, r.Cause.Kind)
		}
	}
	if len(seen) != len(m.order) {
		m.t.Errorf("%d records of %d calls", len(seen), len(m.order))
	}
	if arrived != left || arrived != visits {
		m.t.Errorf("%d arrivals, %d outcomes, %d visits", arrived, left, visits)
	}
	slices.SortStableFunc(segments, func(a, b journal.Segment) int { return a.From.Compare(b.From) })
	i := 0
	for _, s := range segments {
		if i < len(m.heard) && s.Leg == m.heard[i] {
			i++
		}
	}
	if i < len(m.heard) {
		var who []string
		for _, s := range segments {
			who = append(who, m.called(s.Leg))
		}
		m.t.Errorf("%s talked with the customer, and the segments are %v", m.called(m.heard[i]), who)
	}
}
