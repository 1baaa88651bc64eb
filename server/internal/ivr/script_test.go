package ivr

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"

	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

// The scripts of testdata describe a site and show what its IVRs do. `go test
// -rewrite` writes what they do today.
func TestScripts(t *testing.T) {
	datadriven.Walk(t, "testdata", func(t *testing.T, path string) {
		s := &script{}
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			return s.run(t, d)
		})
	})
}

type script struct {
	plan    *route.Plan
	names   map[string]route.Destination
	session *Session
}

func (s *script) run(t *testing.T, d *datadriven.TestData) string {
	switch d.Cmd {
	case "site":
		s.site(t, d.Input)
		return ""
	case "at": // at IVR DATE TIME
		m := s.ivr(t, d.CmdArgs[0].Key)
		var b strings.Builder
		for line := range strings.SplitSeq(strings.TrimSpace(d.Input), "\n") {
			got := Decide(m, s.time(t, line), s.plan.Settings.Zone, s.plan.Settings.Holidays)
			fmt.Fprintf(&b, "%s: %s", line, got.Why)
			if got.Why == BySchedule {
				fmt.Fprintf(&b, ", row %d of %s (%s)", got.Row+1, got.Day, got.Kind)
			}
			if got.Why != ByButtons {
				fmt.Fprintf(&b, " → %s", s.say(got.Then))
			}
			b.WriteByte('\n')
		}
		return b.String()
	case "start":
		s.session = New(s.plan, s.ivr(t, d.CmdArgs[0].Key))
		return s.act(s.session.Start())
	case "press":
		return s.act(s.session.Press(d.CmdArgs[0].Key))
	case "prompt-done":
		return s.act(s.session.PromptDone())
	case "timed-out":
		return s.act(s.session.TimedOut())
	case "lint":
		var b strings.Builder
		for _, f := range Lint(s.plan) {
			word := map[bool]string{true: "warning", false: "note"}[f.Warning]
			fmt.Fprintf(&b, "%s, %s: %s\n", word, f.Kind, f.Text)
		}
		return b.String()
	case "what-happens":
		var b strings.Builder
		to := s.names[d.CmdArgs[0].Key]
		for _, h := range WhatHappens(s.plan, to, s.time(t, d.CmdArgs[1].Key+" "+d.CmdArgs[2].Key)) {
			fmt.Fprintln(&b, s.stop(h.Stop))
			for _, way := range h.Branches {
				for i, stop := range way {
					fmt.Fprintf(&b, "%s%s\n", strings.Repeat("  ", i+1), s.stop(stop))
				}
			}
		}
		return b.String()
	}
	t.Fatalf("%s: no such command", d.Pos)
	return ""
}

func (s *script) stop(v Stop) string {
	why := v.Why
	if v.Row >= 0 {
		why = fmt.Sprintf("%s row %d, %s day", why, v.Row+1, v.Day)
	}
	if v.Key != "" {
		why += " " + v.Key
	}
	return fmt.Sprintf("%s: %s %s", why, v.At.Kind, v.Name)
}

func (s *script) act(a Action) string {
	switch a := a.(type) {
	case nil:
		return "nothing"
	case Play:
		return fmt.Sprintf("play %s, try %d", s.say(route.Destination{Kind: route.ToAudio, Audio: a.Audio}), a.Try)
	case Wait:
		return fmt.Sprintf("wait %s", a.For)
	case Go:
		return strings.TrimSpace(fmt.Sprintf("go to %s, %s %s", s.say(a.To), a.Why, a.Dialed))
	}
	return fmt.Sprintf("%T", a)
}

func (s *script) say(to route.Destination) string {
	for name, d := range s.names {
		if d == to {
			return name
		}
	}
	return strings.TrimSpace(string(to.Kind) + " " + to.Extension + string(to.Cause))
}

func (s *script) ivr(t *testing.T, name string) *route.IVR {
	m := s.plan.IVR(s.names[name].IVR)
	if m == nil {
		t.Fatalf("no IVR %s", name)
	}
	return m
}

func (s *script) time(t *testing.T, text string) time.Time {
	zone := s.plan.Settings.Zone
	if zone == nil {
		zone = time.UTC
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", strings.TrimSpace(text), zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// site reads the description of a site: first the names of everything, then
// the rest, so that lines may stand in any order.
func (s *script) site(t *testing.T, text string) {
	var p route.Plan
	s.names = map[string]route.Destination{
		"busy": {Kind: route.ToHangUp, Cause: "busy"}, "unset": {}, "nowhere": {Kind: route.ToGroup, Group: id.Numbered[id.Group](999)},
		"room": {Kind: route.ToConference, Conference: 1},
	}
	var lines [][]string
	for line := range strings.SplitSeq(text, "\n") {
		if words := strings.Fields(line); len(words) > 1 {
			lines = append(lines, words)
		}
	}
	for i, w := range lines {
		n := uint32(i + 1)
		switch w[0] {
		case "agent":
			p.Agents = append(p.Agents, route.Agent{ID: id.Numbered[id.Agent](n), Name: w[1], Extension: w[2]})
			s.names[w[1]] = route.Destination{Kind: route.ToAgent, Agent: id.Numbered[id.Agent](n)}
		case "group":
			p.Groups = append(p.Groups, route.Group{ID: id.Numbered[id.Group](n), Name: w[1], Extension: w[2]})
			s.names[w[1]] = route.Destination{Kind: route.ToGroup, Group: id.Numbered[id.Group](n)}
		case "audio":
			p.Audios = append(p.Audios, route.Audio{ID: id.Numbered[id.Audio](n), Name: w[1]})
			s.names[w[1]] = route.Destination{Kind: route.ToAudio, Audio: id.Numbered[id.Audio](n)}
		case "ivr":
			p.IVRs = append(p.IVRs, route.IVR{ID: id.Numbered[id.IVR](n), Name: w[1], Extension: w[2]})
			s.names[w[1]] = route.Destination{Kind: route.ToIVR, IVR: id.Numbered[id.IVR](n)}
		}
	}
	for _, w := range lines {
		s.describe(t, &p, w)
	}
	s.plan = route.New(p)
}

func (s *script) describe(t *testing.T, p *route.Plan, w []string) {
	ivrOf := func(name string) *route.IVR {
		for i := range p.IVRs {
			if p.IVRs[i].Name == name {
				return &p.IVRs[i]
			}
		}
		t.Fatalf("no IVR %s", name)
		return nil
	}
	last := s.to(t, w[len(w)-1])
	switch w[0] {
	case "zone":
		zone, err := time.LoadLocation(w[1])
		if err != nil {
			t.Fatal(err)
		}
		p.Settings.Zone = zone
	case "holiday":
		if p.Settings.Holidays == nil {
			p.Settings.Holidays = map[string]string{}
		}
		p.Settings.Holidays[w[1]] = "a holiday"
	case "designated":
		m := ivrOf(w[1])
		m.Schedule.Designated = map[string]bool{}
		for _, d := range w[2:] {
			m.Schedule.Designated[d] = true
		}
	case "overflow", "timeout":
		for i := range p.Groups {
			if g := &p.Groups[i]; g.Name == w[1] && w[0] == "overflow" {
				g.Overflow = last
			} else if g.Name == w[1] {
				g.TimeoutTo = last
			}
		}
	case "default":
		ivrOf(w[1]).Default = last
	case "row":
		m := ivrOf(w[1])
		m.Schedule.Enabled = true
		m.Schedule.Rows = append(m.Schedule.Rows, readRow(t, w[2:len(w)-1], last))
	case "buttons":
		m := ivrOf(w[1])
		m.Buttons.Enabled = true
		for _, o := range w[2:] {
			s.option(t, &m.Buttons, o)
		}
	case "key":
		m := ivrOf(w[1])
		if m.Buttons.Keys == nil {
			m.Buttons.Keys = map[string]route.Destination{}
		}
		m.Buttons.Keys[w[2]] = last
	}
}

func (s *script) to(t *testing.T, word string) route.Destination {
	if ext, ok := strings.CutPrefix(word, "ext:"); ok {
		return route.Destination{Kind: route.ToExtension, Extension: ext}
	}
	return s.names[word]
}

func (s *script) option(t *testing.T, b *route.Buttons, o string) {
	key, value, _ := strings.Cut(o, "=")
	var err error
	switch key {
	case "audio":
		b.Audio = s.names[value].Audio
	case "wait":
		b.Wait, err = time.ParseDuration(value)
	case "tries":
		_, err = fmt.Sscan(value, &b.Tries)
	case "direct":
		b.Direct = true
	default:
		t.Fatalf("no such option: %s", o)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// readRow reads 09:00-18:00 mon tue ★ 祝.
func readRow(t *testing.T, words []string, then route.Destination) route.Row {
	r := route.Row{Then: then}
	var h, m, h2, m2 int
	if _, err := fmt.Sscanf(words[0], "%d:%d-%d:%d", &h, &m, &h2, &m2); err != nil {
		t.Fatal(err)
	}
	r.From, r.To = h*60+m, h2*60+m2
	for _, w := range words[1:] {
		switch w {
		case "★":
			r.Starred = true
		case "祝":
			r.Holiday = true
		case "every":
			r.Weekdays = [7]bool{true, true, true, true, true, true, true}
		case "weekdays":
			r.Weekdays = [7]bool{1: true, 2: true, 3: true, 4: true, 5: true}
		case "→":
		default:
			i := strings.Index("sunmontuewedthufrisat", w)
			if i < 0 || len(w) != 3 {
				t.Fatalf("no such day: %s", w)
			}
			r.Weekdays[i/3] = true
		}
	}
	return r
}
