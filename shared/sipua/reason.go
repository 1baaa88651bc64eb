package sipua

import (
	"strconv"
	"strings"
)

// Reason is a Reason header (RFC 3326): why a request or response was sent.
// Both protocols may be told. The zero Reason is none.
type Reason struct {
	Q850 int    // ITU-T Q.850 cause, 1..127; 0 when not told
	SIP  int    // SIP status; 0 when not told
	Text string // hostile text when received
}

// elsewhere is the reason given to phones whose call another one took.
var elsewhere = Reason{SIP: 200, Text: "Call completed elsewhere"}

// IsZero says whether there is no reason.
func (r Reason) IsZero() bool { return r == Reason{} }

// String is the header's value, "" for the zero Reason.
func (r Reason) String() string {
	var parts []string
	add := func(protocol string, cause int) {
		s := protocol + ";cause=" + strconv.Itoa(cause)
		if r.Text != "" {
			s += ";text=" + quote(r.Text)
		}
		parts = append(parts, s)
	}
	if r.Q850 != 0 {
		add("Q.850", r.Q850)
	}
	if r.SIP != 0 {
		add("SIP", r.SIP)
	}
	return strings.Join(parts, ", ")
}

// ParseReason reads the values of a message's Reason headers. What cannot be
// read is left out: a reason is never worth refusing a message.
func ParseReason(values []string) Reason {
	var r Reason
	for _, value := range values {
		for _, part := range splitOutside(value, ',') {
			fields := splitOutside(part, ';')
			protocol := strings.ToLower(strings.TrimSpace(fields[0]))
			cause := 0
			for _, field := range fields[1:] {
				name, v, _ := strings.Cut(field, "=")
				v = strings.TrimSpace(v)
				switch strings.ToLower(strings.TrimSpace(name)) {
				case "cause":
					if n, err := strconv.Atoi(v); err == nil && n > 0 && n < 1000 {
						cause = n
					}
				case "text":
					if r.Text == "" {
						r.Text = unquote(v)
					}
				}
			}
			switch {
			case protocol == "q.850" && cause <= 127:
				r.Q850 = cause
			case protocol == "sip":
				r.SIP = cause
			}
		}
	}
	return r
}

// quote makes a quoted-string (RFC 3261 section 25.1).
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c == 0x7f:
			b.WriteByte(' ')
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// unquote reads a quoted-string; what is not quoted is given back as it is.
func unquote(s string) string {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return s
	}
	s = s[1 : len(s)-1]
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// splitOutside splits at sep where it stands outside quotes and <>.
func splitOutside(s string, sep byte) []string {
	var out []string
	start, quoted, angle := 0, false, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '<':
			angle = true
		case c == '>':
			angle = false
		case c == sep && !angle:
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	return append(out, s[start:])
}
