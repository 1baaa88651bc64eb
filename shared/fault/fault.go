// Package fault gives every error that leaves a room one of six codes and a
// message a person can act on. Only the edges translate a code: web to an
// HTTP status (RFC 9110), sipedge to a SIP status (RFC 3261 section 21).
package fault

import (
	"errors"
	"fmt"
)

// Code is the kind of a fault.
type Code string

// The codes.
const (
	Invalid     Code = "invalid"     // a value is wrong: say which field, the value, what was expected
	NotFound    Code = "not-found"   // the thing named does not exist (or may not be seen)
	Conflict    Code = "conflict"    // the thing is not in the state the request presumes
	Denied      Code = "denied"      // the caller may not do this
	Unavailable Code = "unavailable" // try again later
	Internal    Code = "internal"    // our own mistake
)

// Field says what is wrong with one value of a request.
type Field struct {
	Name     string `json:"name"`     // path of the field as the caller wrote it, as in "groups[0].timeout"
	Value    string `json:"value"`    // what was given; empty for secrets
	Expected string `json:"expected"` // what would have been right, in words
	// Rule is the stable name of the rule that was broken, as in "max_length",
	// and Limit its measure, as in "64": with them the same sentence is said in
	// every language and on every screen. "" where there is no such name.
	Rule  string `json:"rule,omitempty"`
	Limit string `json:"limit,omitempty"`
}

// Error is an error with a code. Key is a stable, translatable name of the
// exact problem ("login_failed"); Message is its English text.
type Error struct {
	Code    Code
	Key     string
	Message string
	Fields  []Field
	Cause   error
}

// Error gives the message with its fields and cause, for logs and terminals.
func (e *Error) Error() string {
	s := e.Message
	for _, f := range e.Fields {
		s += fmt.Sprintf("; %s: %q, expected %s", f.Name, f.Value, f.Expected)
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// New makes a fault.
func New(code Code, key, format string, args ...any) *Error {
	return &Error{Code: code, Key: key, Message: fmt.Sprintf(format, args...)}
}

// Wrap makes a fault that keeps its cause for the log; the cause is never
// shown to the caller.
func Wrap(err error, code Code, key, format string, args ...any) *Error {
	return &Error{Code: code, Key: key, Message: fmt.Sprintf(format, args...), Cause: err}
}

// Wrong makes an Invalid fault about one field.
func Wrong(field, value, expected string) *Error {
	return &Error{Code: Invalid, Key: "invalid", Message: "a value is not valid", Fields: []Field{{Name: field, Value: value, Expected: expected}}}
}

// Broken makes an Invalid fault about one field that breaks a rule with a
// name (see Field).
func Broken(field, value, expected, rule, limit string) *Error {
	e := Wrong(field, value, expected)
	e.Fields[0].Rule, e.Fields[0].Limit = rule, limit
	return e
}

// KeyOf gives the stable key of an error's fault, "" when it has none.
func KeyOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

// CodeOf gives the code of the outermost fault in err's chain, Internal for
// any other error and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var f *Error
	if errors.As(err, &f) {
		return f.Code
	}
	return Internal
}
