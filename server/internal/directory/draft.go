package directory

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Change is what an application of a site file does to one noun.
type Change struct {
	Action string        `json:"action"` // "create", "update", or Warning: then Text alone says what
	Noun   string        `json:"noun"`   // "agents", "groups" …, as in the file
	Key    string        `json:"key"`    // name, login ID or number
	Fields []FieldChange `json:"fields,omitempty"`
	Text   string        `json:"text,omitempty"` // of a warning
}

// FieldChange is one field that changes. Secrets and identifiers are named
// without their values.
type FieldChange struct {
	Field string `json:"field"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

// Diff is what an application changes; empty: the site is as the file says.
type Diff []Change

// String is the difference for a terminal, one noun on a line.
func (d Diff) String() string {
	var b strings.Builder
	for _, c := range d {
		if c.Action == Warning {
			fmt.Fprintf(&b, "warning: %s\n", c.Text)
			continue
		}
		fmt.Fprintf(&b, "%s %s %s", c.Action, c.Noun, c.Key)
		for i, f := range c.Fields {
			b.WriteString([]string{": ", ", "}[min(i, 1)])
			b.WriteString(f.Field)
			if f.From != "" || f.To != "" {
				fmt.Fprintf(&b, " %s → %s", orNone(f.From), orNone(f.To))
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func orNone(s string) string {
	if s == "" {
		return "(none)"
	}
	return s
}

// shelf holds the nouns of one kind by their key while a site file is applied.
type shelf[T any] struct {
	noun   string
	order  []string // keys, as found
	byKey  map[string]*T
	before map[string]map[string]json.RawMessage // fields as stored; absent for new ones
	named  map[string]value                      // where in the file, for those in it
	fold   func(string) string                   // gives a key as it is told apart from others; nil: as it is
	folded map[string][]string                   // keys by what fold makes of them
}

func newShelf[T any](noun string, list []T, key func(*T) string, secrets func(*T) map[string]string) (*shelf[T], error) {
	s := &shelf[T]{noun: noun, byKey: map[string]*T{}, before: map[string]map[string]json.RawMessage{}, named: map[string]value{}}
	for i := range list {
		k := key(&list[i])
		fields, err := fieldsOf(&list[i], secrets)
		if err != nil {
			return nil, err
		}
		s.order, s.byKey[k], s.before[k] = append(s.order, k), &list[i], fields
	}
	return s, nil
}

// folding tells the keys apart by what fold makes of them. Keys of the site that
// are the same then are found as they are written, and by nothing else.
func (s *shelf[T]) folding(fold func(string) string) {
	s.fold, s.folded = fold, map[string][]string{}
	for _, k := range s.order {
		s.folded[fold(k)] = append(s.folded[fold(k)], k)
	}
}

// find gives the noun that a key names, and the key as it is kept; nil: none.
func (s *shelf[T]) find(key string) (string, *T) {
	if v := s.byKey[key]; v != nil || s.fold == nil {
		return key, v
	}
	if as := s.folded[s.fold(key)]; len(as) == 1 {
		return as[0], s.byKey[as[0]]
	}
	return key, nil
}

// take finds the noun of a key, or makes it with the function.
func (s *shelf[T]) take(key string, at value, fresh func() *T) *T {
	key, known := s.find(key)
	if _, double := s.named[key]; double {
		at.wrong("each of the " + s.noun + " once")
	}
	s.named[key] = at
	if known != nil {
		return known
	}
	v := fresh()
	s.order, s.byKey[key] = append(s.order, key), v
	if s.fold != nil {
		as := s.fold(key)
		if len(s.folded[as]) > 0 {
			at.wrong("a key of the " + s.noun + " that differs from " + strings.Join(s.folded[as], " and ") + " in more than case")
		}
		s.folded[as] = append(s.folded[as], key)
	}
	return v
}

// each calls fn for every noun, in the order of the site and then of the file.
func (s *shelf[T]) each(fn func(key string, v *T)) {
	for _, k := range s.order {
		fn(k, s.byKey[k])
	}
}

// changed gives the keys in the file whose fields are not as stored.
func (s *shelf[T]) changed(secrets func(*T) map[string]string) (Diff, error) {
	var d Diff
	for _, k := range s.order {
		if _, ok := s.named[k]; !ok {
			continue
		}
		after, err := fieldsOf(s.byKey[k], secrets)
		if err != nil {
			return nil, err
		}
		before, old := s.before[k]
		if !old {
			d = append(d, Change{Action: "create", Noun: s.noun, Key: k})
			continue
		}
		if fields := compare(before, after); len(fields) > 0 {
			d = append(d, Change{Action: "update", Noun: s.noun, Key: k, Fields: fields})
		}
	}
	return d, nil
}

// secretMark begins the name of a field whose value is not shown.
const secretMark = "\x00"

func fieldsOf[T any](v *T, secrets func(*T) map[string]string) (map[string]json.RawMessage, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("directory: compare a record: %w", err)
	}
	var out map[string]json.RawMessage
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, fmt.Errorf("directory: compare a record: %w", err)
	}
	delete(out, "version")
	if secrets != nil {
		for name, s := range secrets(v) {
			delete(out, name)
			out[secretMark+name] = json.RawMessage(s)
		}
	}
	return out, nil
}

func compare(before, after map[string]json.RawMessage) []FieldChange {
	names := map[string]bool{}
	for n := range before {
		names[n] = true
	}
	for n := range after {
		names[n] = true
	}
	var out []FieldChange
	for n := range names {
		if string(before[n]) == string(after[n]) {
			continue
		}
		if name, secret := strings.CutPrefix(n, secretMark); secret {
			out = append(out, FieldChange{Field: snake(name)})
			continue
		}
		out = append(out, FieldChange{Field: snake(n), From: shown(before[n]), To: shown(after[n])})
	}
	slices.SortFunc(out, func(a, b FieldChange) int { return strings.Compare(a.Field, b.Field) })
	return out
}

// shown gives a plain value as text, and nothing for what a person cannot
// read: identifiers and structures.
func shown(raw json.RawMessage) string {
	if len(raw) == 0 || raw[0] == '{' || raw[0] == '[' || string(raw) == "null" {
		return ""
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return string(raw)
	}
	if len(s) == 36 && strings.Count(s, "-") == 4 {
		return ""
	}
	return cut(s)
}
