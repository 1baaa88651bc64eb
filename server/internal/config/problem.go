package config

import (
	"fmt"
	"strings"
)

// Problem is one setting that cannot be used.
type Problem struct {
	// Where is "environment", "file.yaml:3", or "default".
	Where string
	// Name is the setting as its author wrote it (variable or key).
	Name string
	// Value is what was given, with secrets already hidden.
	Value string
	// Want says what was expected.
	Want string
}

// String is one line: where, name, value, expectation.
func (p Problem) String() string {
	return fmt.Sprintf("%s: %s: got %s, expected %s", p.Where, p.Name, p.Value, p.Want)
}

// Problems is every problem found in one Load, environment first.
type Problems []Problem

// Error lists all problems, one on a line.
func (p Problems) Error() string {
	var b strings.Builder
	b.WriteString("configuration refused")
	for _, one := range p {
		b.WriteString("\n  ")
		b.WriteString(one.String())
	}
	return b.String()
}
