//go:build linux

package load

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// message is a SIP message as far as the generator looks at it.
type message struct {
	method  string // of the request, or of the CSeq of a response
	uri     string
	status  int // 0 for a request
	vias    []string
	routes  []string // Record-Route
	from    string
	to      string
	callID  string
	cseq    int
	contact string
	auth    []string // WWW-Authenticate
	body    string

	at    int64      // arrival, Unix nanoseconds
	local netip.Addr // where it came to
}

// compact forms of header names (RFC 3261 section 7.3.3).
func headerName(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	switch name {
	case "v":
		return "via"
	case "f":
		return "from"
	case "t":
		return "to"
	case "i":
		return "call-id"
	case "m":
		return "contact"
	}
	return name
}

// parse reads a message; false for anything that is none.
func parse(packet []byte) (*message, bool) {
	head, body, _ := strings.Cut(string(packet), "\r\n\r\n")
	first, rest, found := strings.Cut(head, "\r\n")
	if !found {
		return nil, false
	}
	m := &message{body: body}
	if after, response := strings.CutPrefix(first, "SIP/2.0 "); response {
		code, _, _ := strings.Cut(after, " ")
		status, err := strconv.Atoi(code)
		if err != nil {
			return nil, false
		}
		m.status = status
	} else {
		parts := strings.Split(first, " ")
		if len(parts) != 3 {
			return nil, false
		}
		m.method, m.uri = parts[0], parts[1]
	}
	for line := range strings.SplitSeq(rest, "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch headerName(name) {
		case "via":
			m.vias = append(m.vias, value)
		case "record-route":
			m.routes = append(m.routes, value)
		case "from":
			m.from = value
		case "to":
			m.to = value
		case "call-id":
			m.callID = value
		case "contact":
			m.contact = value
		case "www-authenticate":
			m.auth = append(m.auth, value)
		case "cseq":
			n, method, _ := strings.Cut(value, " ")
			m.cseq, _ = strconv.Atoi(n)
			if m.status > 0 {
				m.method = method
			}
		}
	}
	return m, m.callID != "" && m.method != ""
}

// uriIn is the URI of a name-addr.
func uriIn(value string) string {
	if _, after, found := strings.Cut(value, "<"); found {
		uri, _, _ := strings.Cut(after, ">")
		return uri
	}
	uri, _, _ := strings.Cut(value, ";")
	return uri
}

// userIn is the user of a name-addr's URI.
func userIn(value string) string {
	uri := uriIn(value)
	_, uri, _ = strings.Cut(uri, ":")
	user, _, found := strings.Cut(uri, "@")
	if !found {
		return ""
	}
	return user
}

// hasTag says whether a From or To has a tag: the request is inside a dialog.
func hasTag(value string) bool {
	_, after, _ := strings.Cut(value, ">")
	return strings.Contains(after, ";tag=")
}

// response answers a request.
func response(m *message, status int, phrase, tag, contact, body string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "SIP/2.0 %d %s\r\n", status, phrase)
	for _, v := range m.vias {
		b.WriteString("Via: " + v + "\r\n")
	}
	for _, r := range m.routes {
		b.WriteString("Record-Route: " + r + "\r\n")
	}
	to := m.to
	if tag != "" && !hasTag(to) {
		to += ";tag=" + tag
	}
	fmt.Fprintf(&b, "From: %s\r\nTo: %s\r\nCall-ID: %s\r\nCSeq: %d %s\r\n", m.from, to, m.callID, m.cseq, m.method)
	if contact != "" {
		b.WriteString("Contact: <" + contact + ">\r\n")
	}
	finish(&b, body)
	return []byte(b.String())
}

// finish ends a message with its body.
func finish(b *strings.Builder, body string) {
	if body != "" {
		b.WriteString("Content-Type: application/sdp\r\n")
	}
	fmt.Fprintf(b, "Content-Length: %d\r\n\r\n%s", len(body), body)
}

// description is an SDP of G.711 µ-law with telephone events.
func description(addr netip.Addr, port uint16, session int) string {
	return fmt.Sprintf("v=0\r\no=- %d 1 IN IP4 %s\r\ns=-\r\nc=IN IP4 %s\r\nt=0 0\r\nm=audio %d RTP/AVP 0 101\r\n"+
		"a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n", session, addr, addr, port)
}

// audioAt reads where an SDP wants its audio.
func audioAt(sdp string) (at netip.AddrPort, ok bool) {
	var addr netip.Addr
	var port uint64
	for line := range strings.SplitSeq(sdp, "\r\n") {
		if text, found := strings.CutPrefix(line, "c=IN IP4 "); found {
			addr, _ = netip.ParseAddr(strings.TrimSpace(text))
		}
		if text, found := strings.CutPrefix(line, "m=audio "); found {
			number, _, _ := strings.Cut(text, " ")
			port, _ = strconv.ParseUint(number, 10, 16)
		}
	}
	return netip.AddrPortFrom(addr, uint16(port)), addr.Is4() && port > 0
}
