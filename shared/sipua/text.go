package sipua

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"mime/multipart"
	"net/netip"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/emiago/sipgo/sip"
)

// longForm gives the long, lower-case name of a header (RFC 3261 section 7.3.3
// and the extensions that we read).
func longForm(name string) string {
	if len(name) == 1 {
		switch name[0] | 0x20 {
		case 'c':
			return "content-type"
		case 'e':
			return "content-encoding"
		case 'f':
			return "from"
		case 'i':
			return "call-id"
		case 'k':
			return "supported"
		case 'l':
			return "content-length"
		case 'm':
			return "contact"
		case 'o':
			return "event"
		case 'r':
			return "refer-to"
		case 's':
			return "subject"
		case 't':
			return "to"
		case 'u':
			return "allow-events"
		case 'v':
			return "via"
		case 'x':
			return "session-expires"
		}
	}
	return sip.HeaderToLower(name)
}

func headerOf(m *sip.MessageData, name string) string {
	name = longForm(name)
	for _, h := range m.Headers() {
		if longForm(h.Name()) == name {
			return h.Value()
		}
	}
	return ""
}

func headersOf(m *sip.MessageData, name string) []string {
	name = longForm(name)
	var out []string
	for _, h := range m.Headers() {
		if longForm(h.Name()) == name {
			out = append(out, h.Value())
		}
	}
	return out
}

// tokens gives the comma-separated tokens of every header of this name, in
// lower case.
func tokens(m *sip.MessageData, name string) []string {
	var out []string
	for _, v := range headersOf(m, name) {
		for t := range strings.SplitSeq(v, ",") {
			if t = strings.ToLower(strings.TrimSpace(t)); t != "" {
				out = append(out, t)
			}
		}
	}
	return out
}

// hasToken says whether a header of this name lists the token.
func hasToken(m *sip.MessageData, name, token string) bool {
	for _, t := range tokens(m, name) {
		if t == strings.ToLower(token) {
			return true
		}
	}
	return false
}

func callIDOf(m *sip.MessageData) string {
	if h := m.CallID(); h != nil {
		return string(*h)
	}
	return ""
}

func fromOf(m *sip.MessageData) Address {
	if h := m.From(); h != nil {
		return Address{Name: unescape(h.DisplayName), URI: h.Address, Params: h.Params}
	}
	return Address{}
}

func toOf(m *sip.MessageData) Address {
	if h := m.To(); h != nil {
		return Address{Name: unescape(h.DisplayName), URI: h.Address, Params: h.Params}
	}
	return Address{}
}

func tagOf(a Address) string {
	tag, _ := a.Param("tag")
	return tag
}

func contactsOf(m *sip.MessageData) []Address {
	var out []Address
	for _, h := range m.Headers() {
		if c, ok := h.(*sip.ContactHeader); ok {
			out = append(out, Address{Name: unescape(c.DisplayName), URI: c.Address, Params: c.Params})
		}
	}
	return out
}

func mediaType(h *sip.ContentTypeHeader) string {
	if h == nil {
		return ""
	}
	t, _, _ := strings.Cut(string(*h), ";")
	return strings.ToLower(strings.TrimSpace(t))
}

// sdpOf gives the session description of a message, also out of a
// multipart/mixed body (RFC 5621); nil when there is none.
func sdpOf(m *sip.MessageData) []byte {
	body := m.Body()
	if len(body) == 0 {
		return nil
	}
	switch t := mediaType(m.ContentType()); {
	case t == "application/sdp":
		return body
	case strings.HasPrefix(t, "multipart/"):
		_, params, err := mime.ParseMediaType(string(*m.ContentType()))
		if err != nil || params["boundary"] == "" {
			return nil
		}
		r := multipart.NewReader(bytes.NewReader(body), params["boundary"])
		for range 8 { // more parts than any phone sends
			part, err := r.NextRawPart()
			if err != nil {
				return nil
			}
			pt, _, _ := strings.Cut(part.Header.Get("Content-Type"), ";")
			if strings.EqualFold(strings.TrimSpace(pt), "application/sdp") {
				var buf bytes.Buffer
				if _, err := buf.ReadFrom(part); err != nil {
					return nil
				}
				return buf.Bytes()
			}
		}
	}
	return nil
}

// unescape takes the backslashes of quoted-pairs out of a display name.
func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	return unquote(`"` + s + `"`)
}

// clean makes a caller's text fit for a header line: one line, no controls.
func clean(s string) string {
	ok := utf8.ValidString(s)
	for i := 0; ok && i < len(s); i++ {
		ok = s[i] >= ' ' && s[i] != 0x7f || s[i] == '\t'
	}
	if ok {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f || r == utf8.RuneError {
			return ' '
		}
		return r
	}, s)
}

var errURI = errors.New("not a usable SIP URI")

// checkURI refuses what cannot be a SIP URI although sipgo's parser let it
// pass.
func checkURI(u *URI) error {
	if u.Wildcard || u.Scheme != "sip" && u.Scheme != "sips" {
		return nil
	}
	host := u.Host
	if host == "" || u.Port < 0 || u.Port > 65535 || u.HierarhicalSlashes {
		return errURI
	}
	if strings.HasPrefix(host, "[") || strings.Count(host, ":") > 0 {
		if a, err := netip.ParseAddr(strings.Trim(host, "[]")); err != nil || !a.Is6() {
			return fmt.Errorf("%w: host %q", errURI, host)
		}
		return nil
	}
	for i := range len(host) {
		c := host[i]
		if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_' {
			continue
		}
		return fmt.Errorf("%w: host %q", errURI, host)
	}
	for _, s := range [2]string{u.User, u.Password} {
		if strings.ContainsAny(s, " <>\"\t") {
			return fmt.Errorf("%w: user", errURI)
		}
	}
	return nil
}

// tidy takes out the white space that the grammar allows around ';', '=',
// '/', ':' and ',' outside quotes and <>, which sipgo's parser does not
// expect (RFC 4475 section 3.1.1.1).
func tidy(s string) string {
	if !strings.ContainsAny(s, " \t") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	quoted, angle := false, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case quoted && c == '\\' && i+1 < len(s):
			b.WriteByte(c)
			i++
			c = s[i]
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '<':
			angle = true
		case c == '>':
			angle = false
		case !angle && (c == ' ' || c == '\t'):
			end := i
			for end < len(s) && (s[end] == ' ' || s[end] == '\t') {
				end++
			}
			i = end - 1
			if b.Len() == 0 || end == len(s) || strings.IndexByte(";=,", s[end]) >= 0 || strings.IndexByte(";=,", lastByte(&b)) >= 0 {
				continue
			}
			c = ' '
		}
		b.WriteByte(c)
	}
	return b.String()
}

func lastByte(b *strings.Builder) byte {
	s := b.String()
	return s[len(s)-1]
}

// number reads a decimal of at most max; ok is false for anything else.
func number(s string, most uint64) (uint64, bool) {
	n, err := strconv.ParseUint(strings.TrimSpace(s), 10, 64)
	return n, err == nil && n <= most
}

// phrase is the standard reason phrase of a status (RFC 3261 section 21).
func phrase(status int) string {
	if p, ok := phrases[status]; ok {
		return p
	}
	switch status / 100 {
	case 1:
		return "Session Progress"
	case 2:
		return "OK"
	case 3:
		return "Redirect"
	case 4:
		return "Request Failure"
	case 5:
		return "Server Failure"
	default:
		return "Global Failure"
	}
}

var phrases = map[int]string{
	100: "Trying", 180: "Ringing", 181: "Call Is Being Forwarded", 182: "Queued", 183: "Session Progress",
	200: "OK", 202: "Accepted", 302: "Moved Temporarily",
	400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
	406: "Not Acceptable", 407: "Proxy Authentication Required", 408: "Request Timeout", 410: "Gone",
	413: "Request Entity Too Large", 415: "Unsupported Media Type", 416: "Unsupported URI Scheme",
	420: "Bad Extension", 421: "Extension Required", 422: "Session Interval Too Small", 423: "Interval Too Brief",
	480: "Temporarily Unavailable", 481: "Call/Transaction Does Not Exist", 482: "Loop Detected",
	483: "Too Many Hops", 484: "Address Incomplete", 486: "Busy Here", 487: "Request Terminated",
	488: "Not Acceptable Here", 489: "Bad Event", 491: "Request Pending",
	500: "Server Internal Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
	504: "Server Time-out", 505: "Version Not Supported", 513: "Message Too Large",
	600: "Busy Everywhere", 603: "Decline", 604: "Does Not Exist Anywhere", 606: "Not Acceptable",
}
