package seat

import (
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	maxPasted = 256 // bytes that are looked at
	maxDigits = 64  // as the server has it
)

// separators are what people write between digits.
const separators = " -.()ー‐‑‒–—―−"

// cleaned brings what people paste to what is dialed: digits, * and #, with a
// leading + for countries other than Japan. Width is folded, marks between
// digits and a leading tel:, callto: or sip: go, +81 becomes 0. What may mean
// something else is refused, never guessed at: letters, two numbers.
func cleaned(raw string) (string, *Trouble) {
	if len(raw) > maxPasted {
		return "", wrongNumber(raw)
	}
	text := strings.TrimSpace(norm.NFKC.String(strings.ToValidUTF8(raw, "?")))
	text, ok := unlinked(text)
	if !ok {
		return "", wrongNumber(raw)
	}
	text = strings.TrimLeftFunc(text, invisible)
	rest, plus := strings.CutPrefix(text, "+")
	if plus {
		rest = strings.Replace(rest, "(0)", "", 1)
	}
	var b strings.Builder
	for _, r := range rest {
		switch {
		case r >= '0' && r <= '9', r == '*', r == '#':
			b.WriteRune(r)
		case strings.ContainsRune(separators, r), invisible(r):
		default:
			return "", wrongNumber(raw)
		}
	}
	digits := b.String()
	if plus {
		if strings.Trim(digits, "0123456789") != "" {
			return "", wrongNumber(raw)
		}
		if national, japan := strings.CutPrefix(digits, "81"); japan {
			if national = strings.TrimPrefix(national, "0"); national == "" {
				return "", wrongNumber(raw)
			}
			digits = "0" + national
		} else if digits != "" {
			digits = "+" + digits
		}
	}
	if digits == "" || len(digits) > maxDigits {
		return "", wrongNumber(raw)
	}
	return digits, nil
}

// unlinked takes a link's dress off: its scheme, its parameters, the host of
// an address, escapes.
func unlinked(text string) (string, bool) {
	linked := false
	for _, scheme := range []string{"tel:", "callto:", "sips:", "sip:"} {
		if len(text) > len(scheme) && strings.EqualFold(text[:len(scheme)], scheme) {
			text, linked = strings.TrimLeft(text[len(scheme):], "/ "), true
			break
		}
	}
	if !linked {
		return text, true
	}
	if i := strings.IndexAny(text, ";?@"); i >= 0 {
		text = text[:i]
	}
	text, err := url.PathUnescape(text)
	return strings.TrimSpace(norm.NFKC.String(text)), err == nil
}

// invisible says whether a character is not seen: marks of direction and
// width that come with what is copied from pages.
func invisible(r rune) bool { return unicode.Is(unicode.Cf, r) }

func wrongNumber(raw string) *Trouble {
	return &Trouble{
		Code: "number_invalid", Detail: "expected 1 to 64 digits, * or #, with separators as usual; + before a country's code",
		Params: map[string]string{"value": clip(raw)},
	}
}

// clip makes what was given short enough to be shown.
func clip(raw string) string {
	text := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || invisible(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(raw, "?"))
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}
