package phone

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/sipua"
)

const (
	legHeader   = "X-Yobirin-Leg"
	fieldLimit  = 1024 // bytes of a header field that is read
	nameLimit   = 80   // characters of a name
	numberLimit = 64
)

// fields is what is read of an INVITE; *sipua.Request is one.
type fields interface {
	Header(name string) string
	Headers(name string) []string
}

// readOffer reads an INVITE. What cannot be read is left out: a name is never
// worth refusing a call.
func readOffer(r fields) seat.LineOffered {
	o := seat.LineOffered{Leg: legOf(r.Header(legHeader)), From: callerOf(r), Called: personOf(r.Header("P-Called-Party-ID"))}
	for _, a := range r.Headers("Alert-Info") {
		a = strings.ToLower(a[:min(len(a), fieldLimit)])
		o.Internal = o.Internal || strings.Contains(a, "alert-internal") || strings.Contains(a, "bellcore-dr2")
		o.Auto = o.Auto || strings.Contains(a, "alert-autoanswer")
	}
	for _, c := range r.Headers("Call-Info") {
		for param := range strings.SplitSeq(strings.ToLower(c[:min(len(c), fieldLimit)]), ";") {
			o.Auto = o.Auto || strings.TrimSpace(param) == "answer-after=0"
		}
	}
	return o
}

// callerOf is who calls: what the server asserts, else From.
func callerOf(r fields) seat.Person {
	who := personOf(r.Header("P-Asserted-Identity"))
	if who == (seat.Person{}) {
		who = personOf(r.Header("From"))
	}
	for _, h := range r.Headers("Privacy") {
		for v := range strings.FieldsFuncSeq(strings.ToLower(h), func(c rune) bool { return c == ';' || c == ',' || c == ' ' }) {
			who.Withheld = who.Withheld || v == "id" || v == "user" || v == "header"
		}
	}
	return who
}

// personOf reads a name-addr.
func personOf(field string) seat.Person {
	if field == "" || len(field) > fieldLimit {
		return seat.Person{}
	}
	a, err := sipua.ParseAddress(field)
	if err != nil {
		return seat.Person{}
	}
	user, _, _ := strings.Cut(a.URI.User, ";")
	who := seat.Person{Name: cleanText(a.Name, nameLimit)}
	switch host := strings.ToLower(a.URI.Host); {
	case host == "anonymous.invalid", host == "unknown.invalid", strings.EqualFold(user, "anonymous"):
		who.Withheld = true
		return who
	}
	if n, ok := dialable(unescape(user)); ok {
		who.Number = n
	}
	return who
}

// legOf reads the server's name of a leg; "" for anything that is none.
func legOf(field string) string {
	if len(field) > numberLimit {
		return ""
	}
	l, err := id.Parse[id.Leg](strings.TrimSpace(field))
	if err != nil || l.IsZero() {
		return ""
	}
	return l.String()
}

// dialable says whether digits are a number as phones dial it.
func dialable(digits string) (string, bool) {
	if digits == "" || len(digits) > numberLimit {
		return "", false
	}
	for i := range len(digits) {
		c := digits[i]
		if c >= '0' && c <= '9' || c == '*' || c == '#' || c == '+' && i == 0 && len(digits) > 1 {
			continue
		}
		return "", false
	}
	return digits, true
}

// cleanText makes one line of hostile text: no control characters, nothing
// that turns the direction of what follows, at most limit characters.
func cleanText(s string, limit int) string {
	var b strings.Builder
	n, gap := 0, false
	for _, r := range s {
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d' || unicode.IsSpace(r) {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			if n++; n >= limit {
				break
			}
			b.WriteByte(' ')
		}
		if n++; n > limit {
			break
		}
		gap = false
		b.WriteRune(r)
	}
	return b.String()
}

// unescape reads %xx of a URI's user; what is no escape stays.
func unescape(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			hi, ok := hexOf(s[i+1])
			lo, fine := hexOf(s[i+2])
			if ok && fine {
				b.WriteByte(hi<<4 | lo)
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func hexOf(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	default:
		return 0, false
	}
}

// escapeUser writes a user for a URI: letters, digits and what RFC 3261 lets
// stand; "#" must not.
func escapeUser(s string) string {
	const hexDigits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("-_.!~*+", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hexDigits[c>>4])
		b.WriteByte(hexDigits[c&15])
	}
	return b.String()
}
