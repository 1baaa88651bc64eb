package sipua

import (
	"crypto/rand"
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"
)

// draft is a request being made; Via and Contact are added when it is known
// which link carries it.
type draft struct {
	method      string
	uri         string
	routes      []string
	from, to    string
	callID      string
	seq         uint32
	seqMethod   string // of ACK and CANCEL: their own
	contact     bool
	contactUser string
	contactTail string // parameters of our Contact, with the leading ';'
	headers     []Header
	ctype       string
	body        []byte
	behind      int           // hops of Max-Forwards that are used up already
	giveUp      time.Duration // instead of timer B; 0: timer B
	patience    time.Duration // of an INVITE, for its final response once a provisional came; 0: no end of it
}

// token gives n random bytes in hexadecimal: tags, branches, Call-IDs.
func token(n int) string {
	var b [16]byte
	_, _ = rand.Read(b[:n]) // never fails (crypto/rand)
	return hex.EncodeToString(b[:n])
}

// maxForwards is how many hops a request of ours may take (RFC 3261 section
// 8.1.1.6).
const maxForwards = 70

const cookie = "z9hG4bK" // RFC 3261 section 8.1.1.7

// hostPort writes a host and port as in Via and URIs; port 0 is left out.
func hostPort(host string, port int) string {
	if strings.IndexByte(host, ':') >= 0 && host[0] != '[' {
		host = "[" + host + "]"
	}
	if port == 0 {
		return host
	}
	return host + ":" + strconv.Itoa(port)
}

// contactOn is our Contact on a link.
func contactOn(l link, to netip.AddrPort, user, tail string) string {
	host, port := l.presence(to)
	s := "<sip:"
	if user != "" {
		s += escapeUser(user) + "@"
	}
	s += hostPort(host, port)
	if t := l.transport(); t != UDP {
		s += ";transport=" + string(t)
	}
	return s + ">" + tail
}

func escapeUser(s string) string {
	const hexDigits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("-_.!~*'()&=+$,;?/", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hexDigits[c>>4])
		b.WriteByte(hexDigits[c&15])
	}
	return b.String()
}

// render writes the request for a link with a branch.
func (d *draft) render(l link, to netip.AddrPort, branch, agent string) []byte {
	host, port := l.presence(to)
	b := make([]byte, 0, 512+len(d.body))
	b = append(b, d.method...)
	b = append(b, ' ')
	b = append(b, d.uri...)
	b = append(b, " SIP/2.0\r\nVia: SIP/2.0/"...)
	b = append(b, strings.ToUpper(string(l.transport()))...)
	b = append(b, ' ')
	b = append(b, hostPort(host, port)...)
	b = append(b, ";branch="...)
	b = append(b, branch...)
	b = append(b, ";rport\r\nMax-Forwards: "...)
	b = strconv.AppendInt(b, int64(min(maxForwards, max(0, maxForwards-d.behind))), 10)
	b = append(b, "\r\n"...)
	for _, r := range d.routes {
		b = line(b, "Route", r)
	}
	b = line(b, "From", d.from)
	b = line(b, "To", d.to)
	b = line(b, "Call-ID", d.callID)
	seqMethod := d.seqMethod
	if seqMethod == "" {
		seqMethod = d.method
	}
	b = line(b, "CSeq", strconv.FormatUint(uint64(d.seq), 10)+" "+seqMethod)
	if d.contact {
		b = line(b, "Contact", contactOn(l, to, d.contactUser, d.contactTail))
	}
	if agent != "" && d.method != "ACK" && d.method != "CANCEL" {
		b = line(b, "User-Agent", agent)
	}
	for _, h := range d.headers {
		b = line(b, h.Name, h.Value)
	}
	return finish(b, d.ctype, d.body)
}

func line(b []byte, name, value string) []byte {
	b = append(b, name...)
	b = append(b, ": "...)
	b = append(b, clean(value)...)
	return append(b, "\r\n"...)
}

func finish(b []byte, ctype string, body []byte) []byte {
	if len(body) > 0 {
		if ctype == "" {
			ctype = "application/sdp"
		}
		b = line(b, "Content-Type", ctype)
	}
	b = append(b, "Content-Length: "...)
	b = strconv.AppendInt(b, int64(len(body)), 10)
	b = append(b, "\r\n\r\n"...)
	return append(b, body...)
}

// reply is a response ready to be sent.
type reply struct {
	status int
	data   []byte
}

// respondTo makes a response to a request (RFC 3261 section 8.2.6). tag is
// the To tag when the request has none; contact may be empty.
func respondTo(r *Request, a Answer, tag, contact string) reply {
	m := &r.msg.MessageData
	text := a.Phrase
	if text == "" {
		text = phrase(a.Status)
	}
	b := make([]byte, 0, 512+len(a.Body))
	b = append(b, "SIP/2.0 "...)
	b = strconv.AppendInt(b, int64(a.Status), 10)
	b = append(b, ' ')
	b = append(b, clean(text)...)
	b = append(b, "\r\n"...)
	first := true
	for _, h := range m.Headers() {
		switch h := h.(type) {
		case *sip.ViaHeader:
			v := h.Value()
			if first {
				v = viaBack(h, r.flow.Remote)
				first = false
			}
			b = line(b, "Via", v)
		case *sip.FromHeader, *sip.CallIDHeader, *sip.CSeqHeader:
			b = line(b, h.Name(), h.Value())
		case *sip.ToHeader:
			v := h.Value()
			if !h.Params.Has("tag") && a.Status > 100 && tag != "" {
				v += ";tag=" + tag
			}
			b = line(b, "To", v)
		case *sip.RecordRouteHeader:
			if contact != "" {
				b = line(b, "Record-Route", h.Value())
			}
		default:
			if a.Status == 100 && strings.EqualFold(h.Name(), "timestamp") {
				b = line(b, "Timestamp", h.Value())
			}
		}
	}
	if contact != "" {
		b = line(b, "Contact", contact)
	}
	for _, h := range a.Headers {
		b = line(b, h.Name, h.Value)
	}
	return reply{a.Status, finish(b, a.ContentType, a.Body)}
}

// viaBack is the topmost Via as it goes back: with received, and rport when
// it was asked for (RFC 3261 section 18.2.1, RFC 3581).
func viaBack(h *sip.ViaHeader, from netip.AddrPort) string {
	v := *h
	v.Params = nil
	source := from.Addr().Unmap()
	rport, wants := h.Params.Get("rport")
	for _, p := range h.Params {
		if p.K == "rport" || p.K == "received" {
			continue
		}
		v.Params = append(v.Params, p)
	}
	_ = rport
	if wants {
		v.Params = append(v.Params, sip.HeaderKV{K: "rport", V: strconv.Itoa(int(from.Port()))})
	}
	if wants || strings.Trim(h.Host, "[]") != source.String() {
		v.Params = append(v.Params, sip.HeaderKV{K: "received", V: source.String()})
	}
	return v.Value()
}

// replyAddress is where a response goes over UDP (RFC 3261 section 18.2.2,
// RFC 3581): never to an address other than the one the request came from.
func replyAddress(r *Request) netip.AddrPort {
	via := r.msg.Via()
	if via == nil {
		return r.flow.Remote
	}
	if _, ok := via.Params.Get("rport"); ok {
		return r.flow.Remote
	}
	port := via.Port
	if port <= 0 || port > 65535 {
		port = 5060
	}
	return netip.AddrPortFrom(r.flow.Remote.Addr(), uint16(port))
}
