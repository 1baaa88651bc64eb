package sipedge

import "strings"

// maxNumber is the longest number kept: E.164 has 15 digits, a prefix such as
// 184 or 010 and a feature code come before it.
const maxNumber = 40

// digits gives what was dialed in the user part of a URI: percent-decoded,
// without the visual separators of RFC 3966 and without parameters. A user
// that is not a number gives "".
func digits(user string) string {
	user, _, _ = strings.Cut(unescape(user), ";")
	var b strings.Builder
	for i := range len(user) {
		switch c := user[i]; {
		case c >= '0' && c <= '9', c == '*', c == '#', c == '+' && b.Len() == 0:
			b.WriteByte(c)
		case c == '-' || c == '.' || c == '(' || c == ')' || c == ' ':
		default:
			return ""
		}
		if b.Len() > maxNumber {
			return ""
		}
	}
	if b.Len() == 1 && b.String() == "+" {
		return ""
	}
	return b.String()
}

// unescape decodes %XX; a broken escape stays as it is.
func unescape(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			hi, ok1 := unhex(s[i+1])
			lo, ok2 := unhex(s[i+2])
			if ok1 && ok2 {
				b.WriteByte(hi<<4 | lo)
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func unhex(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

// national turns a number as a carrier writes it into the digits one dials
// inside the country: +81 3… and 81 3… (from a carrier that sends E.164
// without the plus) become 03…, another country's +… becomes 010….
func national(n, country string, e164 bool) string {
	intl, plus := strings.CutPrefix(n, "+")
	switch {
	case plus && strings.HasPrefix(intl, country):
		return "0" + strings.TrimPrefix(intl[len(country):], "0") // +81(0)3… is seen in the wild
	case plus:
		return internationalPrefix + intl
	case e164 && strings.HasPrefix(n, country) && len(n) >= len(country)+9:
		return "0" + n[len(country):]
	}
	return n
}

// international turns national digits into +…, for carriers that want E.164.
// Numbers that exist only inside the country stay as they are: 0120, 0570,
// 1XY, codes.
func international(n, country string) string {
	switch {
	case strings.HasPrefix(n, "+"), strings.ContainsAny(n, "*#"):
		return n
	case strings.HasPrefix(n, internationalPrefix):
		return "+" + n[len(internationalPrefix):]
	case country == "81" && (strings.HasPrefix(n, "0120") || strings.HasPrefix(n, "0570")):
		return n
	case len(n) >= 9 && n[0] == '0':
		return "+" + country + n[1:]
	}
	return n
}

// emergency says whether a number is of the police, the coast guard or the
// fire brigade (C-CODE-12).
func emergency(n string) bool { return n == "110" || n == "118" || n == "119" }

// internationalPrefix is dialed before a country code in Japan.
const internationalPrefix = "010"

// escapeUser makes a number fit for a URI's user part: '#' must be escaped.
func escapeUser(n string) string { return strings.ReplaceAll(n, "#", "%23") }
