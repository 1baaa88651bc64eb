package directory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/yobirin/yobirin/shared/fault"
)

// Mistake is one thing wrong in a site file.
type Mistake struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Field    string `json:"field"`    // path in the file, as in "groups[0].timeout"
	Value    string `json:"value"`    // as written, cut; empty for secrets
	Expected string `json:"expected"` // what would have been right, in words
}

// String is the mistake on one line, beginning with its place as compilers
// write it.
func (m Mistake) String() string {
	s := fmt.Sprintf("%s:%d:%d: ", m.File, m.Line, m.Column)
	if m.Field != "" {
		s += m.Field + ": "
	}
	if m.Value != "" {
		s += fmt.Sprintf("got %q, ", m.Value)
	}
	return s + "expected " + m.Expected
}

// Mistakes are all the mistakes of a site file, in the order of their lines.
type Mistakes []Mistake

// Error lists them, one on a line.
func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, one := range m {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}

// fault makes the error of a refused site file. Its cause is m.
func (m Mistakes) fault() *fault.Error {
	slices.SortStableFunc(m, func(a, b Mistake) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	f := fault.Wrap(m, fault.Invalid, "site_invalid", "the site file has %d mistakes; nothing was changed", len(m))
	if len(m) == 1 {
		f.Message = "the site file has a mistake; nothing was changed"
	}
	for _, one := range m {
		f.Fields = append(f.Fields, fault.Field{Name: fmt.Sprintf("%s:%d:%d %s", one.File, one.Line, one.Column, one.Field), Value: one.Value, Expected: one.Expected})
	}
	return f
}
