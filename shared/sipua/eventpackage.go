package sipua

import "strings"

// EventName is an Event header (RFC 6665 section 8.2.1): what is subscribed to.
type EventName struct {
	Package string // in lower case: "dialog", "message-summary", "refer"
	ID      string // tells subscriptions of one dialog apart; mostly empty
}

// ParseEvent reads an Event header; false for anything that is none.
func ParseEvent(v string) (EventName, bool) {
	if len(v) > 256 {
		return EventName{}, false
	}
	name, params, _ := strings.Cut(v, ";")
	e := EventName{Package: strings.ToLower(strings.TrimSpace(name))}
	if !isToken([]byte(e.Package)) {
		return EventName{}, false
	}
	for p := range strings.SplitSeq(params, ";") {
		k, val, _ := strings.Cut(p, "=")
		if !strings.EqualFold(strings.TrimSpace(k), "id") {
			continue
		}
		val = strings.TrimSpace(val)
		if e.ID != "" || !isToken([]byte(val)) {
			return EventName{}, false
		}
		e.ID = val
	}
	return e, true
}

// String is the header's value.
func (e EventName) String() string {
	if e.ID == "" {
		return e.Package
	}
	return e.Package + ";id=" + e.ID
}
