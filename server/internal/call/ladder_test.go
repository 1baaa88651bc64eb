package call

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	docsFolder   = "../../../docs/"
	scriptFolder = "testdata/office/"
)

// TestLadders keeps docs/ladders, which is made from the office's scripts:
// what the tests prove is what the pages tell. `make docs` makes them anew.
func TestLadders(t *testing.T) {
	paths, err := filepath.Glob(scriptFolder + "*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no scripts in %s: %v", scriptFolder, err)
	}
	pages := map[string]string{}
	var all []ladder
	for _, p := range paths {
		raw, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		l := readLadder(strings.TrimSuffix(filepath.Base(p), ".txt"), string(raw))
		if l.title == "" || len(l.ids()) == 0 {
			t.Errorf("%s: its comment names no title, or no statement C-…", p)
		}
		pages[l.name+".md"] = l.page()
		all = append(all, l)
	}
	pages["README.md"] = ladderIndex(t, all)
	for _, name := range sorted(pages) {
		keepPage(t, "ladders/"+name, pages[name])
	}
	old, err := filepath.Glob(docsFolder + "ladders/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range old {
		if pages[filepath.Base(p)] == "" {
			if rewriting() {
				_ = os.Remove(p)
				continue
			}
			t.Errorf("%s belongs to no script: run make docs", p)
		}
	}
}

// rewriting is datadriven's flag: make the files anew.
func rewriting() bool {
	f := flag.Lookup("rewrite")
	return f != nil && f.Value.String() == "true"
}

// keepPage compares a page with its file, or writes it.
func keepPage(t *testing.T, name, want string) {
	t.Helper()
	path := docsFolder + name
	if rewriting() {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("docs/%s is not what the scripts show (%v): run make docs", name, err)
	}
}

// ladder is a script as it is told to readers.
type ladder struct {
	name  string
	title string
	about []string
	steps []ladderStep
}

type ladderStep struct {
	notes   []string // comments before it
	words   []string // the command
	told    []string
	picture map[string]string // what every phone hears; nil: as before
}

// readLadder reads a script with the answers that are recorded in it.
func readLadder(name, text string) ladder {
	l := ladder{name: name}
	var s *ladderStep
	var notes []string
	answer := false
	for _, line := range strings.Split(text, "\n") {
		switch {
		case line == "----":
			answer = true
		case line == "":
			answer = false
		case answer && strings.HasPrefix(line, "  ") && s.words[0] != "records":
			s.see(strings.TrimSpace(line))
		case answer:
			s.told = append(s.told, line)
		case strings.HasPrefix(line, "#"):
			notes = append(notes, strings.TrimSpace(line[1:]))
		default:
			if len(l.steps) == 0 && len(notes) > 0 {
				l.title, l.about, notes = strings.TrimSuffix(notes[0], "."), notes[1:], nil
			}
			l.steps = append(l.steps, ladderStep{notes: notes, words: strings.Fields(line)})
			s, notes = &l.steps[len(l.steps)-1], nil
		}
	}
	return l
}

// see takes one line of a picture.
func (s *ladderStep) see(line string) {
	if s.picture == nil {
		s.picture = map[string]string{}
	}
	who, what, _ := strings.Cut(line, " ")
	if line == "nobody is in a call" {
		return
	}
	hears, is := strings.CutPrefix(what, "hears ")
	switch {
	case !is:
		s.picture[who] = "*rings*"
		if what == "new" {
			s.picture[who] = "…"
		}
	case hears == "-":
		s.picture[who] = "nothing"
	case strings.HasPrefix(hears, "["):
		s.picture[who] = "♪ " + strings.Trim(hears, "[]")
	default:
		s.picture[who] = strings.ReplaceAll(hears, " ", ", ")
	}
}

// ids are the statements of the specification that the script is about.
func (l ladder) ids() []string {
	var out []string
	for _, line := range l.about {
		for _, w := range strings.Fields(line) {
			if w = strings.Trim(w, ",.;"); strings.HasPrefix(w, "C-") {
				out = append(out, w)
			}
		}
	}
	return out
}

func (l ladder) page() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\n", l.title, strings.Join(l.about, " "))
	fmt.Fprintf(&b, "This page is made from `server/internal/call/%s%s.txt`, which is a test; `make docs` makes it anew.\n\n", scriptFolder, l.name)
	l.diagram(&b)
	l.table(&b)
	for _, s := range l.steps {
		if s.words[0] == "records" && len(s.told) > 0 {
			fmt.Fprintf(&b, "\n## What the records say\n\n```text\n%s\n```\n", strings.Join(s.told, "\n"))
		}
	}
	return b.String()
}

// table is who hears whom after every step that changed it.
func (l ladder) table(b *strings.Builder) {
	var phones []string
	for _, s := range l.steps {
		for _, p := range sorted(s.picture) {
			if !slices.Contains(phones, p) {
				phones = append(phones, p)
			}
		}
	}
	if len(phones) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## Who hears whom\n\n| after | %s |\n| --- |%s\n", strings.Join(phones, " | "), strings.Repeat(" --- |", len(phones)))
	for i, s := range l.steps {
		if s.picture == nil {
			continue
		}
		fmt.Fprintf(b, "| %d. %s |", i+1, strings.ReplaceAll(strings.Join(s.words, " "), "*", "\\*"))
		for _, p := range phones {
			fmt.Fprintf(b, " %s |", s.picture[p])
		}
		b.WriteString("\n")
	}
}

// features are the headings of the index, and which scripts belong there, by
// the first word of their names.
var features = []struct {
	heading string
	words   string
}{
	{"Park", "park"},
	{"Blind transfer", "transfer refer"},
	{"Attended transfer and three-way talk", "consult add replaces"},
	{"Conference rooms", "room"},
	{"Supervisors", "monitor supervisor"},
	{"Phones, keys and the exchange's own services", "internal hold two call keys services hot record caller originate silent stopped"},
	{"Outside calls", "outside emergency channel external rejected"},
	{"Queues", "queue callback vip preferred pick"},
	{"IVR and voicemail", "menu voicemail"},
}

func ladderIndex(t *testing.T, all []ladder) string {
	var b strings.Builder
	b.WriteString("# Ladders\n\nWhat happens between people, phones and the exchange, one page for each feature and each way it can go. " +
		"Every page is made from a test: `make docs` makes them anew, and a test fails while they are old. " +
		"sato and ito work in support, tanaka and suzuki in sales, mori supervises them. [Feature codes](../feature-codes.md) lists what can be dialed.\n")
	told := 0
	for _, f := range features {
		fmt.Fprintf(&b, "\n## %s\n\n", f.heading)
		for _, l := range all {
			word, _, _ := strings.Cut(l.name, "-")
			if slices.Contains(strings.Fields(f.words), word) {
				fmt.Fprintf(&b, "- [%s](%s.md) (%s)\n", l.title, l.name, strings.Join(l.ids(), ", "))
				told++
			}
		}
	}
	if told != len(all) {
		t.Errorf("%d of %d scripts belong to a heading of the index", told, len(all))
	}
	return b.String()
}
