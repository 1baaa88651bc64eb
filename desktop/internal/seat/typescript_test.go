package seat

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"reflect"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"testing"

	_ "github.com/cockroachdb/datadriven" // its flag -rewrite
)

const typesFile = "../../../frontend/packages/seat/src/types.ts"

// TestTypeScript keeps the screen's types what the Go types are.
func TestTypeScript(t *testing.T) {
	want := newTypeScript(t).write()
	if f := flag.Lookup("rewrite"); f != nil && f.Value.String() == "true" {
		if err := os.WriteFile(typesFile, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(typesFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the Go types say: go test ./internal/seat -run TestTypeScript -rewrite", typesFile)
	}
}

// mayBeEmpty are the fields of a type with named values that may also be "".
var mayBeEmpty = map[string]bool{
	"Phone.Media": true, "Call.Media": true, "Call.Busy": true, "Call.EndedBy": true,
	"Settings.ForceMedia": true, "ChangeSettings.ForceMedia": true,
}

// renamed are types whose name means something else to TypeScript.
var renamed = map[string]string{"Number": "CallerNumber"}

func tsName(t reflect.Type) string {
	if n := renamed[t.Name()]; n != "" {
		return n
	}
	return t.Name()
}

// typeScript writes Go types as TypeScript. What reflection does not know,
// comments and constants, it has from the source.
type typeScript struct {
	docs   map[string]string   // of a type, or of "Type.Field"
	values map[string][]string // of a named string type, as written in Go
	seen   map[reflect.Type]bool
	queue  []reflect.Type
	out    strings.Builder
}

func newTypeScript(t *testing.T) *typeScript {
	t.Helper()
	w := &typeScript{docs: map[string]string{}, values: map[string][]string{}, seen: map[reflect.Type]bool{}}
	entries, err := fs.ReadDir(os.DirFS("."), ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		w.read(file)
	}
	return w
}

func (w *typeScript) read(file *ast.File) {
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, s := range g.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				w.readType(g, s)
			case *ast.ValueSpec:
				w.readConst(g, s)
			}
		}
	}
}

func (w *typeScript) readType(g *ast.GenDecl, s *ast.TypeSpec) {
	doc := s.Doc
	if doc == nil && len(g.Specs) == 1 {
		doc = g.Doc
	}
	w.docs[s.Name.Name] = text(doc)
	st, ok := s.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, f := range st.Fields.List {
		doc := strings.TrimSpace(text(f.Doc) + " " + text(f.Comment))
		for _, n := range f.Names {
			w.docs[s.Name.Name+"."+n.Name] = doc
		}
	}
}

func (w *typeScript) readConst(g *ast.GenDecl, s *ast.ValueSpec) {
	named, ok := s.Type.(*ast.Ident)
	if !ok || g.Tok != token.CONST || len(s.Values) != 1 {
		return
	}
	lit, ok := s.Values[0].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return
	}
	value, err := strconv.Unquote(lit.Value)
	if err != nil {
		return
	}
	w.values[named.Name] = append(w.values[named.Name], value)
	if c := text(s.Comment); c != "" {
		w.docs[named.Name+"="+value] = c
	}
}

var spaces = regexp.MustCompile(`\s+`)

func text(c *ast.CommentGroup) string {
	if c == nil {
		return ""
	}
	return strings.TrimSpace(spaces.ReplaceAllString(c.Text(), " "))
}

func (w *typeScript) write() string {
	fmt.Fprint(&w.out, "/* eslint-disable max-lines */\n// Written from desktop/internal/seat by its typescript_test.go. Do not edit:\n// cd desktop && go test ./internal/seat -run TestTypeScript -rewrite\n")
	w.want(reflect.TypeFor[State]())
	var names []string
	for _, c := range commands {
		t := reflect.TypeOf(c)
		names = append(names, t.Name()+"Command")
		w.object(t, t.Name()+"Command", nameOf(c))
	}
	fmt.Fprintf(&w.out, "\n/** %s */\nexport type Command =\n  | %s;\n", w.docs["Command"], strings.Join(names, "\n  | "))
	for len(w.queue) > 0 {
		t := w.queue[0]
		w.queue = w.queue[1:]
		if t.Kind() == reflect.Struct {
			w.object(t, tsName(t), "")
		} else {
			w.alias(t)
		}
	}
	return w.out.String()
}

// want puts a named type on the list of those to be written.
func (w *typeScript) want(t reflect.Type) string {
	if !w.seen[t] {
		w.seen[t] = true
		w.queue = append(w.queue, t)
	}
	return tsName(t)
}

func (w *typeScript) alias(t reflect.Type) {
	w.doc(t.Name(), "")
	values := w.values[t.Name()]
	if len(values) == 0 {
		fmt.Fprintf(&w.out, "export type %s = string;\n", t.Name())
		return
	}
	fmt.Fprintf(&w.out, "export type %s =\n", t.Name())
	for i, v := range values {
		end := ""
		if i == len(values)-1 {
			end = ";"
		}
		if d := w.docs[t.Name()+"="+v]; d != "" {
			end += " // " + d
		}
		fmt.Fprintf(&w.out, "  | %s%s\n", quote(v), end)
	}
}

func (w *typeScript) doc(name, indent string) {
	if indent == "" {
		fmt.Fprintln(&w.out)
	}
	if d := w.docs[name]; d != "" {
		fmt.Fprintf(&w.out, "%s/** %s */\n", indent, d)
	}
}

func (w *typeScript) object(t reflect.Type, name, discriminator string) {
	w.doc(t.Name(), "")
	extends := ""
	for f := range t.Fields() {
		if f.Anonymous {
			extends = " extends " + w.want(f.Type)
		}
	}
	fmt.Fprintf(&w.out, "export interface %s%s {\n", name, extends)
	if discriminator != "" {
		fmt.Fprintf(&w.out, "  type: %s;\n", quote(discriminator))
	}
	for f := range t.Fields() {
		if f.Anonymous {
			continue
		}
		key, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
		optional := strings.Contains(rest, "omitempty")
		of := f.Type
		if optional && of.Kind() == reflect.Pointer {
			of = of.Elem()
		}
		mark := ""
		if optional {
			mark = "?"
		}
		w.doc(t.Name()+"."+f.Name, "  ")
		ts := w.typeOf(of)
		if mayBeEmpty[t.Name()+"."+f.Name] {
			ts += " | ''"
		}
		fmt.Fprintf(&w.out, "  %s%s: %s;\n", key, mark, ts)
	}
	fmt.Fprintln(&w.out, "}")
}

func (w *typeScript) typeOf(t reflect.Type) string {
	switch t.Kind() { //nolint:exhaustive // what the State is made of
	case reflect.Pointer:
		return w.typeOf(t.Elem()) + " | null"
	case reflect.Slice:
		return w.typeOf(t.Elem()) + "[]"
	case reflect.Map:
		return "Record<string, " + w.typeOf(t.Elem()) + ">"
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Int64, reflect.Uint64, reflect.Float64:
		return "number"
	case reflect.String:
		if t.Name() == "string" {
			return "string"
		}
		return w.want(t)
	case reflect.Struct:
		return w.want(t)
	}
	panic("no TypeScript for " + t.String())
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `\'`) + "'" }

// TestUnionsHoldTheirEmptyValues: a name in mayBeEmpty that no field bears any
// more would hide the next mistake.
func TestUnionsHoldTheirEmptyValues(t *testing.T) {
	fields := map[string]bool{}
	all := []reflect.Type{reflect.TypeFor[Phone](), reflect.TypeFor[Call](), reflect.TypeFor[Settings](), reflect.TypeFor[ChangeSettings]()}
	for _, of := range all {
		for f := range of.Fields() {
			fields[of.Name()+"."+f.Name] = true
		}
	}
	var gone []string
	for name := range mayBeEmpty {
		if !fields[name] {
			gone = append(gone, name)
		}
	}
	sort.Strings(gone)
	if len(gone) > 0 {
		t.Errorf("no such fields: %v", gone)
	}
}
