package ivr

import (
	"fmt"
	"slices"
	"strings"

	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// Kind is what a finding is about.
type Kind string

// The kinds.
const (
	Unreachable    Kind = "unreachable-row"     // earlier rows take every moment of it, or it has none
	Overlap        Kind = "overlap"             // an earlier row takes a part of it and leads elsewhere
	ButtonsUnasked Kind = "unreachable-buttons" // the schedule has an answer for every moment
	Loop           Kind = "loop"                // a call can come back to where it was
	EndsBusy       Kind = "ends-busy"           // a caller can end at the busy tone
	MissingAudio   Kind = "missing-audio"       // nothing is played where something should be
	DeadKey        Kind = "dead-key"            // a key that leads nowhere, or a menu without keys
)

// Finding is something an administrator should know about an IVR. None of
// them keeps a site from being stored (C-IVR-4).
type Finding struct {
	Kind Kind
	// Warning tells what is hardly meant so from what may well be.
	Warning bool
	IVR     id.IVR
	Name    string   // of the IVR
	Row     int      // of the schedule, from 0; -1: not about one
	Other   int      // the earlier row of an Overlap; else -1
	Key     string   // of the buttons
	Path    []string // names of what a call passes, of Loop and EndsBusy
	Text    string   // in English, complete
}

// maxFindings bounds what is told of one site.
const maxFindings = 500

// Lint looks for what is probably a mistake in the plan's IVRs, in their order.
func Lint(p *route.Plan) []Finding {
	l := &linter{plan: p}
	for i := range p.IVRs {
		m := &p.IVRs[i]
		l.rows(m)
		l.buttons(m)
		l.exits(m)
	}
	l.loops()
	if len(l.found) > maxFindings {
		l.found = l.found[:maxFindings]
	}
	return l.found
}

type linter struct {
	plan  *route.Plan
	found []Finding
}

func (l *linter) note(m *route.IVR, f Finding, format string, args ...any) {
	f.IVR, f.Name = m.ID, m.Name
	f.Text = fmt.Sprintf("%s: ", m.Name) + fmt.Sprintf(format, args...)
	l.found = append(l.found, f)
}

func (l *linter) rows(m *route.IVR) {
	if !m.Schedule.Enabled {
		return
	}
	c := l.cover(m)
	for i := range m.Schedule.Rows {
		if !c.reached[i] {
			why := "earlier rows take every moment of it"
			if !c.held[i] {
				why = "there is no moment at which it holds"
			}
			l.note(m, Finding{Kind: Unreachable, Warning: true, Row: i, Other: -1}, "row %d of the schedule is never used: %s", i+1, why)
			continue
		}
		for j := range i {
			if at, both := c.both[[2]int{j, i}]; both && m.Schedule.Rows[j].Then != m.Schedule.Rows[i].Then {
				l.note(m, Finding{Kind: Overlap, Row: i, Other: j}, "rows %d and %d of the schedule both hold %s; row %d is used", j+1, i+1, at, j+1)
			}
		}
	}
	if c.always && m.Buttons.Enabled {
		l.note(m, Finding{Kind: ButtonsUnasked, Warning: true, Row: -1, Other: -1}, "the buttons are never asked: the schedule has a destination for every moment")
	}
}

func (l *linter) buttons(m *route.IVR) {
	b := &m.Buttons
	if !b.Enabled {
		return
	}
	if b.Audio.IsZero() || l.plan.Audio(b.Audio) == nil {
		l.note(m, Finding{Kind: MissingAudio, Warning: true, Row: -1, Other: -1}, "the buttons have no audio file: the caller hears nothing")
	}
	if len(b.Keys) == 0 && !b.Direct {
		l.note(m, Finding{Kind: DeadKey, Warning: true, Row: -1, Other: -1}, "the buttons are on, but no key leads anywhere")
	}
}

// exits looks at every way out of an IVR by itself.
func (l *linter) exits(m *route.IVR) {
	for _, e := range exitsOf(m) {
		f := Finding{Row: e.row, Other: -1, Key: e.key}
		switch {
		case e.key != "" && !l.leads(e.to):
			f.Kind, f.Warning = DeadKey, true
			l.note(m, f, "%s leads nowhere", e)
			continue
		case e.to.Kind == route.ToAudio && l.plan.Audio(e.to.Audio) == nil:
			f.Kind, f.Warning = MissingAudio, true
			l.note(m, f, "%s plays an audio file that does not exist", e)
			continue
		}
		if path, busy := l.busy(e.to, nil); busy {
			f.Kind, f.Path = EndsBusy, append([]string{m.Name}, path...)
			f.Warning = len(path) == 0 && e.to.Kind != route.ToHangUp
			l.note(m, f, "%s can end at the busy tone (%s)", e, strings.Join(append(slices.Clone(f.Path), "busy"), " → "))
		}
	}
}

// exit is one way out of an IVR.
type exit struct {
	row int // -1: not of the schedule
	key string
	to  route.Destination
}

// String names it, to begin a sentence with.
func (e exit) String() string {
	switch {
	case e.row >= 0:
		return fmt.Sprintf("row %d of the schedule", e.row+1)
	case e.key != "":
		return "key " + e.key
	}
	return "the default"
}

// exitsOf gives the ways out that are in use. The default always is: the
// schedule may have no row for a moment, the caller press no key.
func exitsOf(m *route.IVR) []exit {
	var out []exit
	if m.Schedule.Enabled {
		for i, r := range m.Schedule.Rows {
			out = append(out, exit{i, "", r.Then})
		}
	}
	if m.Buttons.Enabled {
		for _, key := range sortedKeys(m.Buttons.Keys) {
			out = append(out, exit{-1, key, m.Buttons.Keys[key]})
		}
	}
	return append(out, exit{-1, "", m.Default})
}

func sortedKeys(keys map[string]route.Destination) []string {
	out := make([]string, 0, len(keys))
	for k := range keys {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// leads says whether there is something where the destination leads.
func (l *linter) leads(to route.Destination) bool {
	p := l.plan
	switch to.Kind {
	case route.ToGroup:
		return p.Group(to.Group) != nil
	case route.ToAgent:
		return p.Agent(to.Agent) != nil
	case route.ToExtension:
		_, ok := p.Extension(to.Extension)
		return ok
	case route.ToIVR:
		return p.IVR(to.IVR) != nil
	case route.ToAudio:
		return p.Audio(to.Audio) != nil
	case route.ToTransfer:
		return p.Transfer(to.Transfer) != nil
	case route.ToConference, route.ToHangUp, route.ToOutside, route.ToFeature:
		return true
	case route.ToUnset:
		return false
	}
	return false
}

// busy finds a way from a destination to the busy tone, through the groups
// that pass a call on. IVRs on the way speak for themselves.
func (l *linter) busy(to route.Destination, path []string) ([]string, bool) {
	if len(path) > maxHops {
		return nil, false
	}
	if to.Kind == route.ToExtension {
		next, ok := l.plan.Extension(to.Extension)
		if !ok {
			return path, true
		}
		to = next
	}
	switch {
	case to.Kind == route.ToHangUp:
		return path, to.Cause == leg.CauseBusy || to.Cause == ""
	case !l.leads(to):
		return path, true
	case to.Kind != route.ToGroup:
		return nil, false
	}
	g := l.plan.Group(to.Group)
	if slices.Contains(path, g.Name) {
		return nil, false // a loop, which is told as one
	}
	path = append(slices.Clone(path), g.Name)
	if out, yes := l.busy(g.Overflow, path); yes {
		return out, true
	}
	return l.busy(g.TimeoutTo, path)
}
