package internal_test

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	repository       = "../.."
	modulePrefix     = "github.com/yobirin/yobirin/"
	roomPrefix       = "server/internal/"
	houseFile        = "docs/house.md"
	tableTitle       = "## Rooms and what they may import"
	maxFileLines     = 500
	maxFunctionLines = 80
)

var (
	layers    = []string{"leaf", "pure", "runner", "record", "edge", "ground", "frame", "tests"}
	badNames  = []string{"util", "utils", "common", "helper", "helpers", "types", "models", "misc"}
	everyRoom = []string{"shared/id", "shared/fault"}
	// observation is open to every room but leaf and pure.
	observation = []string{"github.com/prometheus/client_golang"}
	// notPure is the part of the standard library that the pure rooms may not
	// touch; what lies below one of these is meant with it.
	notPure = []string{
		"context", "database", "log", "net", "os", "runtime", "sync", "syscall", "testing", "unsafe", "io/fs", "io/ioutil",
	}
	// pureAnyway lies below something in notPure and is only values.
	pureAnyway = []string{"net/netip", "net/url"}
	// clocks are the functions of package time that ask or await the clock.
	clocks = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}
)

// row is one line of the table in docs/house.md.
type row struct {
	room      string // folder relative to the repository
	layer     string
	rooms     []string
	libraries []string
}

// watches reports whether the room may log and count.
func (r row) watches() bool { return r.layer != "leaf" && r.layer != "pure" }

// source is one parsed Go file of the repository.
type source struct {
	path  string // relative to the repository, with slashes
	lines int
	set   *token.FileSet
	ast   *ast.File
}

func (s source) test() bool     { return strings.HasSuffix(s.path, "_test.go") }
func (s source) folder() string { return s.path[:strings.LastIndex(s.path, "/")] }

func (s source) at(n ast.Node) string {
	return fmt.Sprintf("%s:%d", s.path, s.set.Position(n.Pos()).Line)
}

// TestImportsFollowTheTable holds every import against docs/house.md.
func TestImportsFollowTheTable(t *testing.T) {
	table := readTable(t)
	for _, file := range readSources(t) {
		owner, found := roomOf(table, file.folder())
		if !found {
			continue // TestEveryRoomHasARow tells
		}
		for _, spec := range file.ast.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatalf("%s: %v", file.at(spec), err)
			}
			if reason := refuse(table, owner, file.test(), path); reason != "" {
				t.Errorf("%s: %s imports %q: %s", file.at(spec), owner.room, path, reason)
			}
		}
	}
}

// TestTableAllowsNothingUnused keeps permissions from outliving their reason.
func TestTableAllowsNothingUnused(t *testing.T) {
	table := readTable(t)
	used := map[[2]string]bool{}
	for _, file := range readSources(t) {
		owner, found := roomOf(table, file.folder())
		if !found || file.test() && owner.layer != "tests" {
			continue
		}
		for _, spec := range file.ast.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatalf("%s: %v", file.at(spec), err)
			}
			if inside, ours := strings.CutPrefix(path, modulePrefix); ours {
				if wanted, found := roomOf(table, inside); found {
					used[[2]string{owner.room, wanted.room}] = true
				}
			}
			for _, library := range owner.libraries {
				if below(path, []string{library}) {
					used[[2]string{owner.room, library}] = true
				}
			}
		}
	}
	for _, r := range table {
		for _, allowed := range slices.Concat(r.rooms, r.libraries) {
			if allowed != "any" && !used[[2]string{r.room, allowed}] {
				t.Errorf("%s: the row of %s allows %s, which the room does not use", houseFile, r.room, allowed)
			}
		}
	}
}

// refuse says why a room may not import a path, or nothing when it may.
func refuse(table []row, owner row, inTest bool, path string) string {
	inside, ours := strings.CutPrefix(path, modulePrefix)
	switch {
	case ours:
		return refuseRoom(table, owner, inTest, inside)
	case !strings.Contains(strings.Split(path, "/")[0], "."):
		if owner.layer == "pure" && !inTest && below(path, notPure) && !below(path, pureAnyway) {
			return "a pure room does not touch this part of the standard library"
		}
	case inTest || slices.Contains(owner.libraries, "any") || below(path, owner.libraries):
	case below(path, observation) && owner.watches():
	default:
		return "this library is not among the room's libraries in " + houseFile
	}
	return ""
}

func refuseRoom(table []row, owner row, inTest bool, folder string) string {
	wanted, found := roomOf(table, folder)
	switch {
	case !found:
		return "no row of " + houseFile + " has this room"
	case wanted.room == owner.room || slices.Contains(everyRoom, wanted.room):
		return ""
	case owner.layer != "frame" && owner.layer != "tests" && wanted.layer == "frame":
		return "the frame wires the rooms, no room imports it"
	case inTest:
		return ""
	case wanted.layer == "tests" && owner.layer != "tests":
		return "this room is for tests only"
	case slices.Contains(owner.rooms, "any") || slices.Contains(owner.rooms, wanted.room):
		return ""
	case wanted.room == roomPrefix+"obs" && owner.watches() && !strings.HasPrefix(owner.room, "desktop/"):
		return ""
	}
	return fmt.Sprintf("the row of %s in %s does not list %s", owner.room, houseFile, wanted.room)
}

// TestPureRoomsStayPure looks for what an import cannot show.
func TestPureRoomsStayPure(t *testing.T) {
	table := readTable(t)
	for _, file := range readSources(t) {
		owner, _ := roomOf(table, file.folder())
		if owner.layer != "pure" || file.test() {
			continue
		}
		ast.Inspect(file.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s: a pure room starts no goroutine", file.at(n))
			case *ast.SelectStmt:
				t.Errorf("%s: a pure room waits for nothing", file.at(n))
			case *ast.SelectorExpr:
				pkg, ok := n.X.(*ast.Ident)
				if ok && pkg.Name == "time" && slices.Contains(clocks, n.Sel.Name) {
					t.Errorf("%s: a pure room is told the time, it does not ask time.%s", file.at(n), n.Sel.Name)
				}
			}
			return true
		})
	}
}

// TestEveryRoomHasARow and every row its room.
func TestEveryRoomHasARow(t *testing.T) {
	table := readTable(t)
	seen := map[string]bool{}
	for _, file := range readSources(t) {
		if file.folder() == strings.TrimSuffix(roomPrefix, "/") {
			if !file.test() {
				t.Errorf("%s: only rooms and this test live in %s", file.path, roomPrefix)
			}
			continue
		}
		owner, found := roomOf(table, file.folder())
		if !found {
			t.Errorf("%s: its room has no row in %s", file.path, houseFile)
		}
		seen[owner.room] = true
	}
	for _, r := range table {
		if !seen[r.room] {
			t.Errorf("%s: the row of %s has no room; a row goes with its room", houseFile, r.room)
		}
	}
}

// TestSizesAndNames keeps files, functions and package names within the rules.
func TestSizesAndNames(t *testing.T) {
	for _, file := range readSources(t) {
		if name := strings.TrimSuffix(file.ast.Name.Name, "_test"); slices.Contains(badNames, name) {
			t.Errorf("%s: the package name %q says nothing; name it by what it owns", file.path, name)
		}
		if ast.IsGenerated(file.ast) {
			continue
		}
		if file.lines > maxFileLines {
			t.Errorf("%s: %d lines, at most %d; split it by verb", file.path, file.lines, maxFileLines)
		}
		for _, decl := range file.ast.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			lines := file.set.Position(fn.End()).Line - file.set.Position(fn.Pos()).Line + 1
			if lines > maxFunctionLines {
				t.Errorf("%s: %s has %d lines, at most %d", file.at(fn.Name), fn.Name.Name, lines, maxFunctionLines)
			}
		}
	}
}

// TestTableCanRefuse proves that the rules bite, on a table of its own.
func TestTableCanRefuse(t *testing.T) {
	table := []row{
		{room: "shared/id", layer: "leaf"},
		{room: roomPrefix + "acd", layer: "pure", rooms: []string{roomPrefix + "journal"}},
		{room: roomPrefix + "journal", layer: "pure"},
		{room: roomPrefix + "pg", layer: "ground", libraries: []string{"github.com/jackc/pgx/v5"}},
		{room: roomPrefix + "pg/pgtest", layer: "tests", rooms: []string{roomPrefix + "pg"}},
		{room: roomPrefix + "boot", layer: "frame", rooms: []string{"any"}, libraries: []string{"any"}},
	}
	for _, c := range []struct {
		room, path string
		inTest     bool
		ok         bool
	}{
		{"acd", modulePrefix + "server/internal/journal", false, true},
		{"acd", modulePrefix + "server/internal/acd/messages", false, true},
		{"acd", modulePrefix + "shared/id", false, true},
		{"acd", modulePrefix + "server/internal/pg", false, false},
		{"acd", modulePrefix + "server/internal/unknown", false, false},
		{"acd", "time", false, true},
		{"acd", "net/netip", false, true},
		{"acd", "net/http", false, false},
		{"acd", "sync/atomic", false, false},
		{"acd", "testing", true, true},
		{"acd", "github.com/jackc/pgx/v5", false, false},
		{"acd", "github.com/prometheus/client_golang/prometheus", false, false},
		{"pg", "github.com/prometheus/client_golang/prometheus", false, true},
		{"acd", modulePrefix + "server/internal/boot", true, false},
		{"pg", "github.com/jackc/pgx/v5/pgxpool", false, true},
		{"pg", "github.com/jackc/pgx/v55", false, false},
		{"pg", modulePrefix + "server/internal/pg/pgtest", false, false},
		{"pg", modulePrefix + "server/internal/pg/pgtest", true, true},
		{"pg/pgtest", modulePrefix + "server/internal/pg", false, true},
		{"boot", modulePrefix + "server/internal/pg", false, true},
		{"boot", "example.org/any", false, true},
	} {
		owner, _ := roomOf(table, roomPrefix+c.room)
		if reason := refuse(table, owner, c.inTest, c.path); (reason == "") != c.ok {
			t.Errorf("%s importing %s (test %v): allowed %v, want %v; %s", c.room, c.path, c.inTest, reason == "", c.ok, reason)
		}
	}
}

// below reports whether a path is one of those given or lies below one.
func below(path string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool {
		return path == root || strings.HasPrefix(path, root+"/")
	})
}

// roomOf is the row with the longest folder that holds this one.
func roomOf(table []row, folder string) (best row, found bool) {
	for _, r := range table {
		if below(folder, []string{r.room}) && len(r.room) > len(best.room) {
			best, found = r, true
		}
	}
	return best, found
}

// readTable parses the table under its title in docs/house.md.
func readTable(t *testing.T) []row {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(repository, houseFile))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), tableTitle+"\n")
	if !found {
		t.Fatalf("%s has no section %q", houseFile, tableTitle)
	}
	section, _, _ := strings.Cut(rest, "\n## ")
	var table []row
	for line := range strings.Lines(section) {
		if !strings.HasPrefix(line, "| `") {
			continue
		}
		table = append(table, readRow(t, line))
	}
	if len(table) < 5 {
		t.Fatalf("%s: only %d rows found in the table", houseFile, len(table))
	}
	checkTable(t, table)
	return table
}

func readRow(t *testing.T, line string) row {
	t.Helper()
	cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
	if len(cells) != 5 {
		t.Fatalf("%s: %d columns instead of 5 in %q", houseFile, len(cells), line)
	}
	words := func(cell string) []string { return strings.Fields(strings.ReplaceAll(cell, "`", "")) }
	names := words(cells[0])
	if len(names) != 1 {
		t.Fatalf("%s: one room a row, not %q", houseFile, cells[0])
	}
	r := row{room: folderOf(names[0]), layer: strings.TrimSpace(cells[1]), libraries: words(cells[4])}
	if !slices.Contains(layers, r.layer) {
		t.Fatalf("%s: layer of %s is %q, expected one of %v", houseFile, r.room, r.layer, layers)
	}
	for _, name := range words(cells[3]) {
		r.rooms = append(r.rooms, folderOf(name))
	}
	return r
}

// folderOf gives the folder of a name as the table writes it.
func folderOf(name string) string {
	if name == "any" || strings.HasPrefix(name, "shared/") || strings.HasPrefix(name, "server/") || strings.HasPrefix(name, "desktop/") {
		return name
	}
	return roomPrefix + name
}

func checkTable(t *testing.T, table []row) {
	t.Helper()
	known := map[string]bool{"any": true}
	for _, r := range table {
		if known[r.room] {
			t.Errorf("%s: two rows for %s", houseFile, r.room)
		}
		known[r.room] = true
	}
	for _, r := range table {
		for _, name := range r.rooms {
			if !known[name] {
				t.Errorf("%s: the row of %s lists %s, which has no row", houseFile, r.room, name)
			}
		}
	}
}

// readSources parses every Go file of the modules.
func readSources(t *testing.T) []source {
	t.Helper()
	var sources []source
	set := token.NewFileSet()
	for _, module := range []string{"shared", "server", "desktop"} {
		err := filepath.WalkDir(filepath.Join(repository, module), func(path string, entry fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil // removed while we walk
			case err != nil:
				return err
			case entry.IsDir() && (entry.Name() == "testdata" || entry.Name() == "node_modules" || strings.HasPrefix(entry.Name(), ".")):
				return filepath.SkipDir
			case entry.IsDir() || !strings.HasSuffix(path, ".go"):
				return nil
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			parsed, err := parser.ParseFile(set, path, text, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			relative, err := filepath.Rel(repository, path)
			if err != nil {
				return err
			}
			sources = append(sources, source{
				path: filepath.ToSlash(relative), lines: bytes.Count(text, []byte("\n")), set: set, ast: parsed,
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(sources) == 0 {
		t.Fatal("no Go file found: is the repository's layout another?")
	}
	return sources
}
