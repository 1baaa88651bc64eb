package shell

import (
	"net/url"
	"strings"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// Limits of what another program hands over.
const (
	maxLink   = 512
	maxTarget = 64
)

// HiddenFlag starts the app in the tray without its window.
const HiddenFlag = "--hidden"

// OpenedFrom reads a start's arguments: the number of the first tel: or
// callto: link (RFC 3966), or nothing. It gives only a number to look at;
// nothing is ever dialed by a link. What is no number gives Opened{}: the
// person only wanted the app.
func OpenedFrom(args []string) seat.Opened {
	for _, arg := range args {
		if target := numberOf(arg); target != "" {
			return seat.Opened{Target: target}
		}
	}
	return seat.Opened{}
}

// Hidden says whether the app is to start without its window.
func Hidden(args []string) bool {
	for _, arg := range args {
		if arg == HiddenFlag {
			return true
		}
	}
	return false
}

// numberOf gives the digits of a link, "" when it is none.
func numberOf(link string) string {
	if len(link) > maxLink {
		return ""
	}
	scheme, rest, found := strings.Cut(strings.TrimSpace(link), ":")
	switch strings.ToLower(scheme) {
	case "tel", "callto":
	default:
		return ""
	}
	if !found {
		return ""
	}
	rest, err := url.PathUnescape(rest)
	if err != nil {
		return ""
	}
	rest = strings.TrimLeft(rest, "/")
	// Parameters (";phone-context=…", ";ext=…") and queries are not the number.
	if end := strings.IndexAny(rest, ";?"); end >= 0 {
		rest = rest[:end]
	}
	return digitsOf(rest)
}

// digitsOf leaves out what RFC 3966 calls visual separators. Anything else
// than keys of a telephone makes it no number.
func digitsOf(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9' || r == '*' || r == '#' || r == '+' && b.Len() == 0:
			b.WriteRune(r)
		case strings.ContainsRune(" -.()\u00A0", r):
		default:
			return ""
		}
	}
	number := b.String()
	if len(number) > maxTarget || number == "+" {
		return ""
	}
	return number
}
