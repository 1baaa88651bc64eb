package sipua

import (
	"bytes"
	"errors"
	"strings"

	"github.com/emiago/sipgo/sip"
)

// newParser makes sipgo's parser tolerant: a header field that cannot be read
// does not lose the message, it stays as plain text and is found by malformed,
// so that its sender gets a 400 instead of silence.
func newParser(limit int) *sip.Parser {
	parsers := map[string]sip.HeaderParser{}
	for name, parse := range sip.DefaultHeadersParser() {
		if name == "refer-to" || name == "referred-by" {
			continue // sipgo loses their escapes; ParseReferTo reads the text
		}
		parsers[name] = tolerant(name, parse)
	}
	p := sip.NewParser(sip.WithHeadersParsers(parsers))
	p.MaxMessageLength = limit
	return p
}

func tolerant(key string, parse sip.HeaderParser) sip.HeaderParser {
	key = longForm(key)
	return func(name []byte, text string) (sip.Header, error) {
		whole := text
		rest := -1 // where the next value of a list begins
		switch key {
		case "from", "to":
			text = tidy(text)
		case "via", "route", "record-route", "contact":
			if first := splitOutside(text, ',')[0]; len(first) < len(text) {
				text, rest = first, len(first)
			}
			if key == "via" {
				text = tidyVia(text)
			} else {
				text = tidy(text)
			}
			if key == "contact" && strings.Contains(text, "?") && !strings.Contains(text, "<") {
				return sip.NewHeader(key, text), nil // RFC 3261 section 20.10 wants <> round it
			}
			if key == "contact" && text == "*" {
				return &sip.ContactHeader{Address: sip.Uri{Host: "*", Wildcard: true}}, nil
			}
		case "cseq":
			text = strings.Join(strings.Fields(text), " ")
		}
		h, err := parse(name, text)
		if err == nil && rest >= 0 {
			if err = comma(rest); err == nil {
				return sip.NewHeader(key, whole), nil
			}
		}
		if err != nil && err.Error() != "comma detected" { // sipgo's signal for "one more value"
			return sip.NewHeader(key, text), nil
		}
		if c, ok := h.(*sip.ContactHeader); ok {
			trimParams(c.Params)
		}
		lowerParams(h)
		return h, err
	}
}

// comma makes sipgo's signal for "one more value after this index", whose
// type is its own: a route of that length is parsed to get one. Nil when the
// value is too short to be one.
func comma(index int) error {
	const shortest = "<sip:a>"
	if index < len(shortest) {
		return nil
	}
	_, err := sip.DefaultHeadersParser()["route"]([]byte("route"), shortest+strings.Repeat(" ", index-len(shortest))+",")
	return err
}

func trimParams(params sip.HeaderParams) {
	for i := range params {
		params[i].K, params[i].V = strings.TrimSpace(params[i].K), strings.TrimSpace(params[i].V)
	}
}

// lowerParams makes parameter names comparable (RFC 3261 section 7.3.1).
func lowerParams(h sip.Header) {
	var params sip.HeaderParams
	switch h := h.(type) {
	case *sip.ViaHeader:
		params = h.Params
	case *sip.FromHeader:
		params = h.Params
	case *sip.ToHeader:
		params = h.Params
	case *sip.ContactHeader:
		params = h.Params
	}
	for i := range params {
		params[i].K = strings.ToLower(params[i].K)
	}
}

// tidyVia closes the gaps that the grammar allows within a Via ("SIP / 2.0 /
// UDP host : 5060 ; branch = x").
func tidyVia(s string) string {
	s = tidy(s)
	proto, rest, ok := strings.Cut(s, "/")
	version, rest, ok2 := strings.Cut(rest, "/")
	if !ok || !ok2 {
		return s
	}
	rest = strings.TrimLeft(rest, " \t")
	transport, host, _ := strings.Cut(rest, " ")
	host = strings.TrimLeft(host, " \t")
	sentBy, params, _ := strings.Cut(host, ";")
	if strings.ContainsAny(sentBy, " \t") {
		sentBy = strings.ReplaceAll(strings.ReplaceAll(sentBy, " ", ""), "\t", "")
	}
	out := strings.TrimSpace(proto) + "/" + strings.TrimSpace(version) + "/" + transport + " " + sentBy
	if params != "" {
		out += ";" + params
	}
	return out
}

var errBadStart = errors.New("not a SIP start line")

// parseDatagram reads one datagram. A request whose start line or body cannot
// be read, but that names its sender, is given with the status to refuse it
// with (400, or 416 for a scheme that sipgo cannot read), else bad is 0.
func parseDatagram(p *sip.Parser, data []byte) (msg sip.Message, bad int, err error) {
	if len(data) > p.MaxMessageLength {
		return nil, 0, sip.ErrMessageTooLarge
	}
	msg, err = p.ParseSIP(data)
	if err == nil {
		return msg, 0, nil
	}
	if req, ok := msg.(*sip.Request); ok && req != nil {
		return req, 400, nil
	}
	// The start line is wrong: give the rest of the message a line that can be
	// read, to learn whom to tell.
	line, rest, ok := bytes.Cut(data, []byte("\r\n"))
	if !ok || msg != nil || bytes.HasPrefix(line, []byte("SIP/")) {
		return nil, 0, errBadStart
	}
	method, tail, ok := bytes.Cut(line, []byte(" "))
	if !ok || !isToken(method) || !bytes.Contains(bytes.ToUpper(tail), []byte(" SIP/2.0")) {
		return nil, 0, errBadStart
	}
	bad = 400
	if scheme, _, ok := bytes.Cut(tail, []byte(":")); ok && isToken(scheme) && !bytes.EqualFold(scheme, []byte("sip")) && !bytes.EqualFold(scheme, []byte("sips")) {
		bad = 416
	}
	fixed := append([]byte(string(method)+" sip:invalid.invalid SIP/2.0\r\n"), rest...)
	msg, err = p.ParseSIP(fixed)
	if req, ok := msg.(*sip.Request); ok && req != nil {
		return req, bad, nil
	}
	return nil, 0, errors.Join(errBadStart, err)
}

func isToken(b []byte) bool {
	for _, c := range b {
		if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || bytes.IndexByte([]byte("-.!%*_+`'~"), c) >= 0 {
			continue
		}
		return false
	}
	return len(b) > 0
}

// malformed names the first header field that breaks the grammar, a mandatory
// one that is missing, or one that may stand only once and does not; "" when
// all is well (RFC 3261 sections 8.1.1 and 7.3.1, RFC 4475).
func malformed(m *sip.MessageData) string {
	var seen [8]bool
	for _, h := range m.Headers() {
		i := -1
		switch h := h.(type) {
		case *sip.FromHeader:
			i = 0
			if checkURI(&h.Address) != nil {
				return "From"
			}
		case *sip.ToHeader:
			i = 1
			if checkURI(&h.Address) != nil {
				return "To"
			}
		case *sip.CallIDHeader:
			i = 2
		case *sip.CSeqHeader:
			i = 3
		case *sip.ContentLengthHeader:
			i = 4
		case *sip.MaxForwardsHeader:
			i = 5
			if *h > 255 {
				return "Max-Forwards"
			}
		case *sip.ContentTypeHeader:
			i = 6
		case *sip.ViaHeader:
			seen[7] = true
			if !strings.EqualFold(h.ProtocolName, "SIP") || h.ProtocolVersion != "2.0" || h.Host == "" || h.Transport == "" || h.Port < 0 || h.Port > 65535 || strings.ContainsAny(h.Host, " ,;<>\"") {
				return "Via"
			}
		case *sip.ContactHeader:
			if checkURI(&h.Address) != nil {
				return "Contact"
			}
		case *sip.RouteHeader, *sip.RecordRouteHeader:
		default:
			if lower := sip.HeaderToLower(h.Name()); lower == "refer-to" || lower == "referred-by" {
				continue // never typed
			} else if _, typed := sip.DefaultHeadersParser()[lower]; typed {
				return h.Name()
			}
		}
		if i >= 0 {
			if seen[i] {
				return h.Name()
			}
			seen[i] = true
		}
	}
	for i, name := range [...]string{"From", "To", "Call-ID", "CSeq"} {
		if !seen[i] {
			return name
		}
	}
	if !seen[7] {
		return "Via"
	}
	return ""
}
