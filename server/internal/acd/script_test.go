package acd

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/leg"
)

var rewrite = flag.Bool("rewrite", false, "write what the floor does into testdata/*.txt")

// TestScripts runs testdata/*.txt. A line that is not indented is an input; the
// indented lines after it are what the floor must do. Times count from 09:00.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts in testdata: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := newScript(t).run(string(want))
			if *rewrite {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			compare(t, string(want), got)
		})
	}
}

func compare(t *testing.T, want, got string) {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		var a, b string
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b {
			t.Fatalf("line %d:\n want %q\n  got %q\nwhole script as run:\n%s", i+1, a, b, got)
		}
	}
}

func (s *script) run(text string) string {
	var out strings.Builder
	for n, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if strings.HasPrefix(line, " ") {
			continue
		}
		out.WriteString(line + "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		s.line = n + 1
		s.out = &out
		s.command(parse(line))
	}
	return out.String()
}

// words is a command line: its words, and its key=value options.
type words struct {
	verb string
	args []string
	opts map[string]string
}

func parse(line string) words {
	w := words{opts: map[string]string{}}
	for i, f := range strings.Fields(line) {
		key, value, isOpt := strings.Cut(f, "=")
		switch {
		case i == 0:
			w.verb = f
		case isOpt:
			w.opts[key] = value
		default:
			w.args = append(w.args, f)
		}
	}
	return w
}

func (w words) arg(i int) string {
	if i < len(w.args) {
		return w.args[i]
	}
	return ""
}

func (s *script) duration(v string) time.Duration {
	if v == "" {
		return 0
	}
	d, err := time.ParseDuration(v)
	if err != nil {
		s.t.Fatalf("line %d: %v", s.line, err)
	}
	return d
}

func (s *script) number(v string) int {
	if v == "" {
		return 0
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		s.t.Fatalf("line %d: %v", s.line, err)
	}
	return n
}

func (s *script) command(w words) {
	switch w.verb {
	case "agent":
		s.agent(w)
	case "group":
		s.group(w)
	case "remove":
		s.remove(w.arg(0))
	case "plan":
		s.do(SetPlan{s.plan})
	case "at":
		s.until(s.start.Add(s.duration(w.arg(0))))
	case "up":
		s.do(DeviceChanged{Device: s.devices.id(w.arg(0)), Agent: s.agents.id(w.arg(1)), Up: true, Fault: w.opts["fault"]})
	case "down":
		s.do(DeviceChanged{Device: s.devices.id(w.arg(0))})
	case "enqueue":
		in := Enqueue{
			Call: s.calls.id(w.arg(0)), Group: s.groups.id(w.arg(1)), From: leg.Identity{Number: w.opts["from"], Withheld: w.opts["withheld"] != ""},
			Priority: s.number(w.opts["priority"]), Prefer: s.agents.id(w.opts["prefer"]),
		}
		if v := w.opts["since"]; v != "" {
			in.Since = s.start.Add(s.duration(v))
		}
		s.do(in)
	case "leave":
		s.do(Leave{s.calls.id(w.arg(0))})
	case "taken":
		s.do(OfferTaken{s.calls.id(w.arg(0)), s.offerOf(w), s.agents.id(w.arg(1))})
	case "failed":
		s.do(OfferFailed{s.calls.id(w.arg(0)), s.offerOf(w), s.agents.id(w.arg(1)), leg.Kind(w.arg(2))})
	case "reach":
		s.do(Reach{
			Call: s.calls.id(w.arg(0)), Agent: s.agents.id(w.arg(1)),
			Own: w.opts["own"] != "", Device: s.devices.id(w.opts["phone"]),
		})
	case "engage":
		s.do(Engage{s.calls.id(w.arg(0)), s.agents.id(w.arg(1)), journal.State(w.arg(2))})
	case "release":
		s.do(Release{s.calls.id(w.arg(0)), s.agents.id(w.arg(1))})
	case "pause", "resume":
		in := SetStatus{
			Agent: s.agents.id(w.arg(0)), Group: s.groups.id(w.arg(1)), Paused: w.verb == "pause",
			Status: s.statuses.id(w.opts["status"]), Cause: journal.BySelf, By: s.agents.id(w.opts["by"]),
		}
		if w.opts["by"] != "" {
			in.Cause = journal.BySupervisor
		}
		s.do(in)
	case "restart":
		s.restart(s.duration(w.arg(0)))
	case "show":
		s.show()
	default:
		s.siteCommand(w)
	}
}

func (s *script) do(in Input) {
	if err := s.step(in); err != nil {
		s.print("refused: %v", err)
	}
}

// restart stops the server for a while; calls die, phones register again.
func (s *script) restart(down time.Duration) {
	b, err := json.Marshal(s.floor.Snapshot(s.now))
	if err != nil {
		s.t.Fatal(err)
	}
	var kept Snapshot
	if err := json.NewDecoder(bytes.NewReader(b)).Decode(&kept); err != nil {
		s.t.Fatal(err)
	}
	s.floor = New(s.floor.zone, 2)
	s.timers, s.queue = map[Timer]time.Time{}, nil
	s.now = s.now.Add(down)
	s.do(Restore{kept})
	s.do(SetPlan{s.plan})
}

func (s *script) show() {
	for _, g := range s.floor.Groups() {
		s.print("group %s waiting=%d ringing=%d ready=%d%s", s.groups.name(g.Group), g.Waiting, g.Ringing, g.Ready, keptPlaces(g.Kept))
	}
	for _, w := range s.floor.Waiting() {
		s.print("call %s in %s position=%d since=%s%s%s", s.calls.name(w.Call), s.groups.name(w.Group), w.Position, s.at(w.Since), map[bool]string{true: " kept"}[w.Kept], s.list(" ringing=", w.Ringing))
	}
	for _, a := range s.floor.Agents() {
		s.print("agent %s %s since %s", s.agents.name(a.Agent), a.State, s.at(a.Since))
	}
}

func (s *script) print(format string, args ...any) {
	fmt.Fprintf(s.out, "    "+format+"\n", args...)
}

func keptPlaces(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" kept=%d", n)
}
