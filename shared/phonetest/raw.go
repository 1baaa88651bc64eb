package phonetest

import (
	"net/netip"
	"strings"
	"testing"
	"time"
)

// Raw is an endpoint that speaks plain text, for tests of the protocol that
// must not rest on our own user agent: forged, garbled and exact messages.
type Raw struct {
	Conn *Conn
	t    testing.TB
	in   chan Message
}

// With gives the same endpoint for another test, such as one run of a fuzz
// target.
func (r *Raw) With(t testing.TB) *Raw { return &Raw{Conn: r.Conn, t: t, in: r.in} }

// Message is a message as it came: its first line, its fields, its body.
type Message struct {
	From  netip.AddrPort
	Start string
	Lines []string
	Body  string
	Text  string
}

// Raw makes a raw endpoint at an address.
func (n *Network) Raw(t testing.TB, address string) *Raw {
	r := &Raw{Conn: n.Listen(address), t: t, in: make(chan Message, 4096)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		buf := make([]byte, 65536)
		for {
			num, from, err := r.Conn.ReadFromUDPAddrPort(buf)
			if err != nil {
				return
			}
			select {
			case r.in <- ParseMessage(from, string(buf[:num])):
			default:
			}
		}
	}()
	t.Cleanup(func() {
		_ = r.Conn.Close()
		<-done
	})
	return r
}

// ParseMessage cuts a message into its parts.
func ParseMessage(from netip.AddrPort, text string) Message {
	head, body, _ := strings.Cut(text, "\r\n\r\n")
	lines := strings.Split(head, "\r\n")
	return Message{From: from, Start: lines[0], Lines: lines[1:], Body: body, Text: text}
}

// Header gives the first field of this name, "" when there is none.
func (m Message) Header(name string) string {
	for _, l := range m.Lines {
		if k, v, ok := strings.Cut(l, ":"); ok && strings.EqualFold(strings.TrimSpace(k), name) {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

// Method is the request's method, "" for a response.
func (m Message) Method() string {
	if strings.HasPrefix(m.Start, "SIP/") {
		return ""
	}
	method, _, _ := strings.Cut(m.Start, " ")
	return method
}

// Status is the response's status ("200"), "" for a request.
func (m Message) Status() string {
	f := strings.Fields(m.Start)
	if len(f) < 2 || !strings.HasPrefix(f[0], "SIP/") {
		return ""
	}
	return f[1]
}

// Tag gives the tag of From or To.
func (m Message) Tag(name string) string {
	_, tag, _ := strings.Cut(m.Header(name), ";tag=")
	tag, _, _ = strings.Cut(tag, ";")
	return tag
}

// Send sends text; line ends become CRLF, and the head is closed by an empty
// line when it has none.
func (r *Raw) Send(to netip.AddrPort, text string) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
	if !strings.Contains(text, "\r\n\r\n") {
		text = strings.TrimRight(text, "\r\n") + "\r\n\r\n"
	}
	r.SendBytes(to, []byte(text))
}

// SendBytes sends bytes as they are.
func (r *Raw) SendBytes(to netip.AddrPort, b []byte) {
	if _, err := r.Conn.WriteToUDPAddrPort(b, to); err != nil {
		r.t.Error(err)
	}
}

// Receive waits for the next message.
func (r *Raw) Receive() Message {
	r.t.Helper()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case m := <-r.in:
		return m
	case <-timer.C:
		r.t.Fatal("no message came")
		return Message{}
	}
}

// Pending gives a message that is there already.
func (r *Raw) Pending() (Message, bool) {
	select {
	case m := <-r.in:
		return m, true
	default:
		return Message{}, false
	}
}

// Expect waits for a request with this method or a response with this status
// and gives over the others.
func (r *Raw) Expect(what string) Message {
	r.t.Helper()
	seen := ""
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		select {
		case m := <-r.in:
			if m.Method() == what || m.Status() == what {
				return m
			}
			seen += " [" + m.Start + "]"
		case <-timer.C:
			r.t.Fatalf("no %s came, but%s", what, seen)
			return Message{}
		}
	}
}

// Reply makes a response to a request: its Via, From, To (with tag), Call-ID
// and CSeq, and then the extra lines and body.
func Reply(m Message, status, tag, extra, body string) string {
	var b strings.Builder
	b.WriteString("SIP/2.0 " + status + "\r\n")
	for _, l := range m.Lines {
		name, _, _ := strings.Cut(l, ":")
		switch strings.ToLower(name) {
		case "via", "from", "call-id", "cseq", "record-route":
			b.WriteString(l + "\r\n")
		case "to":
			if tag != "" && !strings.Contains(l, ";tag=") {
				l += ";tag=" + tag
			}
			b.WriteString(l + "\r\n")
		}
	}
	if extra != "" {
		b.WriteString(strings.TrimRight(strings.ReplaceAll(extra, "\n", "\r\n"), "\r\n") + "\r\n")
	}
	if body != "" {
		b.WriteString("Content-Type: application/sdp\r\n")
	}
	b.WriteString("\r\n" + body)
	return b.String()
}
