package directory

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Limits of a site file. The parser is recursive, so the nesting is bounded
// before it sees the text.
const (
	maxSite     = 4 << 20
	maxNesting  = 64
	maxShown    = 60  // characters of a wrong value that are repeated
	maxMistakes = 200 // more help nobody
)

// reader walks the tree of a site file and notes every mistake with its place.
type reader struct {
	file  string
	found Mistakes
}

// value is one node of the tree with its path. A nil node is an absent value.
type value struct {
	r    *reader
	node ast.Node
	path string
}

func (r *reader) note(at ast.Node, path, got, expected string) {
	if len(r.found) >= maxMistakes {
		return
	}
	m := Mistake{File: r.file, Line: 1, Column: 1, Field: path, Value: cut(got), Expected: expected}
	if at != nil {
		if t := at.GetToken(); t != nil && t.Position != nil {
			m.Line, m.Column = t.Position.Line, t.Position.Column
		}
	}
	r.found = append(r.found, m)
}

func (v value) wrong(expected string) { v.r.note(v.node, v.path, v.written(), expected) }

// wrongSecret is wrong without repeating the value.
func (v value) wrongSecret(expected string) { v.r.note(v.node, v.path, "", expected) }

func cut(s string) string {
	s = strings.Map(func(c rune) rune {
		if c == utf8.RuneError || !unicode.IsPrint(c) {
			return '�'
		}
		return c
	}, strings.ToValidUTF8(s, "�"))
	if r := []rune(s); len(r) > maxShown {
		return string(r[:maxShown]) + "…"
	}
	return s
}

// parse gives the file's top mapping.
func (r *reader) parse(data []byte) (value, bool) {
	top := value{r: r}
	if len(data) > maxSite {
		r.note(nil, "", fmt.Sprintf("%d bytes", len(data)), fmt.Sprintf("a file of at most %d bytes", maxSite))
		return top, false
	}
	if !utf8.Valid(data) {
		r.note(nil, "", "", "text in UTF-8")
		return top, false
	}
	if line := tooDeep(data); line > 0 {
		r.found = append(r.found, Mistake{File: r.file, Line: line, Column: 1, Expected: fmt.Sprintf("at most %d levels of nesting", maxNesting)})
		return top, false
	}
	file, err := safely(data)
	if err != nil {
		m := Mistake{File: r.file, Line: 1, Column: 1, Expected: "YAML"}
		var syntax yaml.Error
		if errors.As(err, &syntax) {
			m.Value = cut(syntax.GetMessage()) // the long form prints lines around it, which may hold secrets
			if t := syntax.GetToken(); t != nil && t.Position != nil {
				m.Line, m.Column = t.Position.Line, t.Position.Column
			}
		}
		r.found = append(r.found, m)
		return top, false
	}
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if top.node != nil {
			r.note(doc.Body, "", "a second document", "one document")
			return top, false
		}
		top.node = doc.Body
	}
	return top, true
}

// safely parses; a panic of the parser is only a syntax error to us.
func safely(data []byte) (f *ast.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("directory: the YAML parser gave up")
		}
	}()
	return parser.ParseBytes(data, 0)
}

// tooDeep gives the line on which the text could be nested deeper than
// maxNesting, 0 if on none. It counts what could open a level; text in quotes
// counts too, which no real site file notices.
func tooDeep(data []byte) int {
	flow, line := 0, 0
	for text := range strings.SplitSeq(string(data), "\n") {
		line++
		indent := len(text) - len(strings.TrimLeft(text, " -?\t"))
		marks := 0
		for i := range len(text) {
			switch text[i] {
			case '[', '{':
				flow++
			case ']', '}':
				flow = max(0, flow-1)
			case '!', '&', '*', '|', '>', '?', '"', '\'', ':', '-':
				if i > 0 && text[i-1] != ' ' && text[i-1] != text[i] {
					continue
				}
				marks++
			}
		}
		if flow > maxNesting || indent > 4*maxNesting || marks > 8*maxNesting {
			return line
		}
	}
	return 0
}

// written is the value as it stands in the file.
func (v value) written() string {
	switch n := v.node.(type) {
	case nil:
		return ""
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return strings.TrimSuffix(n.Value.Value, "\n")
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode:
		return "a YAML anchor, alias or tag"
	default:
		if t := n.GetToken(); t != nil {
			return t.Value
		}
		return ""
	}
}

func (v value) absent() bool {
	if v.node == nil {
		return true
	}
	_, null := v.node.(*ast.NullNode)
	return null
}

// scalar gives the text of a plain value. Numbers and yes-or-no written
// without quotes are taken as text where text is wanted.
func (v value) scalar(expected string) (string, bool) {
	switch v.node.(type) {
	case *ast.StringNode, *ast.LiteralNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return v.written(), true
	}
	v.wrong(expected)
	return "", false
}

// text reads one line of at most max characters; absent gives def.
func (v value) text(max int, def string) string {
	if v.absent() {
		return def
	}
	expected := fmt.Sprintf("1 to %d characters without control characters", max)
	s, ok := v.scalar(expected)
	if ok && !plain(s, max) {
		v.wrong(expected)
	}
	return s
}

// plain says whether a text is fit to be a name: something visible, on one
// line, nothing that changes the direction of writing.
func plain(s string, max int) bool {
	if s == "" || strings.TrimSpace(s) != s || utf8.RuneCountInString(s) > max || !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) || unicode.Is(unicode.Co, r) {
			return false
		}
	}
	return true
}

// needed reads a text that may not be absent.
func (v value) needed(parent value, max int) string {
	if v.absent() {
		parent.r.note(parent.node, v.path, "", fmt.Sprintf("a value: 1 to %d characters", max))
		return ""
	}
	return v.text(max, "")
}

// whole reads a whole number from min to max; absent gives def.
func (v value) whole(min, max, def int) int {
	if v.absent() {
		return def
	}
	expected := fmt.Sprintf("a whole number from %d to %d", min, max)
	s, ok := v.scalar(expected)
	if !ok {
		return def
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < min || n > max {
		v.wrong(expected)
		return def
	}
	return n
}

// yes reads true or false; absent gives def.
func (v value) yes(def bool) bool {
	if v.absent() {
		return def
	}
	if n, ok := v.node.(*ast.BoolNode); ok {
		return n.Value
	}
	v.wrong("true or false")
	return def
}

// either reads true, false or nothing.
func (v value) either() *bool {
	if v.absent() {
		return nil
	}
	b := v.yes(false)
	return &b
}

// one reads one of the words; absent gives def.
func (v value) one(def string, words ...string) string {
	if v.absent() {
		return def
	}
	expected := "one of " + strings.Join(words, ", ")
	s, ok := v.scalar(expected)
	if ok && !slices.Contains(words, s) {
		v.wrong(expected)
		return def
	}
	return s
}

// items reads a list; a single value stands for a list of one.
func (v value) items() []value {
	if v.absent() {
		return nil
	}
	list, ok := v.node.(*ast.SequenceNode)
	if !ok {
		return []value{v}
	}
	out := make([]value, len(list.Values))
	for i, n := range list.Values {
		out[i] = value{v.r, n, fmt.Sprintf("%s[%d]", v.path, i)}
	}
	return out
}

// fields reads a mapping that may have only the keys named. Keys are written
// as in caller_id; the REST API's callerId is taken too.
func (v value) fields(keys ...string) (map[string]value, bool) {
	pairs, ok := v.pairs()
	if !ok {
		v.wrong("a mapping with the keys " + strings.Join(keys, ", "))
		return nil, false
	}
	out := make(map[string]value, len(keys))
	for _, k := range keys {
		out[k] = value{v.r, nil, v.child(k)}
	}
	for _, p := range pairs {
		written := value{v.r, p.Key, v.path}.written()
		key := snake(written)
		switch f, known := out[key]; {
		case !known:
			v.r.note(p.Key, v.path, written, "one of the keys "+strings.Join(keys, ", "))
		case f.node != nil:
			v.r.note(p.Key, f.path, written, "each key once")
		default:
			out[key] = value{v.r, p.Value, f.path}
		}
	}
	return out, true
}

// pairs gives the pairs of a mapping, none for an absent value.
func (v value) pairs() ([]*ast.MappingValueNode, bool) {
	switch n := v.node.(type) {
	case nil, *ast.NullNode:
		return nil, true
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

func (v value) child(key string) string {
	if v.path == "" {
		return key
	}
	return v.path + "." + key
}

// snake writes callerId as caller_id.
func snake(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
