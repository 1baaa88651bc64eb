package sipedge

import (
	"bytes"
	"net"
	"net/netip"
	"sync/atomic"
)

// verdict is what became of a datagram.
type verdict int

// The verdicts; their names are labels of the metric.
const (
	passed verdict = iota
	droppedRate
	droppedBanned
	droppedGarbage
	droppedSize
	droppedScanner
	droppedKeepalive // not an error: a NAT keepalive carries nothing
	withheldAnswer   // a response larger than what a stranger sent
	verdicts
)

var verdictNames = [verdicts]string{"passed", "rate", "banned", "garbage", "size", "scanner", "keepalive", "amplification"}

// packetConn is a datagram socket with the guard in front: the SIP stack
// sees only what may be SIP, from sources that are within their limits.
type packetConn struct {
	net.PacketConn
	fast   addrPortConn // the same socket without an allocation per datagram; nil when it has no such way
	guard  *guard
	marks  *marks
	counts *[verdicts]atomic.Uint64
	read1  func() // called when the first read begins: the stack has taken the socket
}

// addrPortConn is what *net.UDPConn has besides net.PacketConn.
type addrPortConn interface {
	ReadFromUDPAddrPort(b []byte) (int, netip.AddrPort, error)
	WriteToUDPAddrPort(b []byte, to netip.AddrPort) (int, error)
}

func newPacketConn(inner net.PacketConn, g *guard, m *marks, counts *[verdicts]atomic.Uint64) *packetConn {
	fast, _ := inner.(addrPortConn)
	return &packetConn{PacketConn: inner, fast: fast, guard: g, marks: m, counts: counts, read1: func() {}}
}

// ReadFromUDPAddrPort gives the next datagram that is worth parsing. Errors
// are the socket's own. The buffer should be larger than the greatest
// datagram allowed, to tell it from a cut one.
func (c *packetConn) ReadFromUDPAddrPort(p []byte) (int, netip.AddrPort, error) {
	c.read1()
	for {
		n, from, err := c.read(p)
		if err != nil {
			return 0, from, err
		}
		v := inspect(p[:n], c.guard.limits.Datagram)
		switch {
		case !from.IsValid() || from.Port() == 0:
			v = droppedGarbage
		default:
			// Garbage counts against its source too, so a flood of it ends early.
			if a := c.guard.admit(from, n); a != passed {
				v = a
			}
		}
		c.counts[v].Add(1)
		if v == passed {
			return n, from, nil
		}
	}
}

func (c *packetConn) read(p []byte) (int, netip.AddrPort, error) {
	if c.fast != nil {
		n, from, err := c.fast.ReadFromUDPAddrPort(p)
		return n, netip.AddrPortFrom(from.Addr().Unmap(), from.Port()), err
	}
	n, a, err := c.PacketConn.ReadFrom(p)
	from, _ := addrPort(a)
	return n, from, err
}

// ReadFrom is ReadFromUDPAddrPort for callers that know net.Addr only.
func (c *packetConn) ReadFrom(p []byte) (int, net.Addr, error) {
	n, from, err := c.ReadFromUDPAddrPort(p)
	if err != nil {
		return n, nil, err
	}
	return n, net.UDPAddrFromAddrPort(from), nil
}

// WriteToUDPAddrPort sends a datagram. A response that would make us an
// amplifier is swallowed: the requester retransmits and has earned it by then
// (so the sum of bytes out never exceeds the bytes in).
func (c *packetConn) WriteToUDPAddrPort(p []byte, to netip.AddrPort) (int, error) {
	if bytes.HasPrefix(p, responseStart) {
		at := netip.AddrPortFrom(to.Addr().Unmap(), to.Port())
		// A stranger's 100 is not worth its bytes: the challenge follows at once,
		// and without the 100 the stranger retransmits should that be withheld.
		if bytes.HasPrefix(p, trying) && !c.guard.knows(at) {
			return len(p), nil
		}
		if !c.guard.spend(at, len(p)) {
			c.counts[withheldAnswer].Add(1)
			return len(p), nil
		}
	}
	if class := c.marks.of(to); class != nil {
		if s, ok := c.PacketConn.(classed); ok {
			n, _, err := s.WriteMsgUDPAddrPort(p, class, to)
			return n, err
		}
	}
	if c.fast != nil {
		return c.fast.WriteToUDPAddrPort(p, to)
	}
	return c.PacketConn.WriteTo(p, net.UDPAddrFromAddrPort(to))
}

// WriteTo is WriteToUDPAddrPort for callers that know net.Addr only.
func (c *packetConn) WriteTo(p []byte, to net.Addr) (int, error) {
	at, ok := addrPort(to)
	if !ok {
		return 0, &net.AddrError{Err: "not an address of a datagram", Addr: to.String()}
	}
	return c.WriteToUDPAddrPort(p, at)
}

var (
	responseStart = []byte("SIP/2.0 ")
	trying        = []byte("SIP/2.0 100 ")
)

func addrPort(a net.Addr) (netip.AddrPort, bool) {
	switch a := a.(type) {
	case *net.UDPAddr:
		ap := a.AddrPort()
		return netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port()), ap.IsValid() && ap.Port() != 0
	case nil:
		return netip.AddrPort{}, false
	default:
		ap, err := netip.ParseAddrPort(a.String())
		return netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port()), err == nil && ap.Port() != 0
	}
}

var (
	scanners = [][]byte{
		[]byte("friendly-scanner"), []byte("sipvicious"), []byte("sipcli/"), []byte("sip-scan"), []byte("pplsip"),
		[]byte("sundayddr"), []byte("VaxSIPUserAgent"), []byte("iWar"),
	}
	version = []byte("SIP/2.0")
)

// inspect judges a datagram by its look alone.
func inspect(b []byte, limit int) verdict {
	if len(b) > limit {
		return droppedSize
	}
	if len(bytes.Trim(b, "\r\n\x00 ")) == 0 {
		return droppedKeepalive
	}
	b = bytes.TrimLeft(b, "\r\n") // RFC 3261 section 7.5
	line, _, found := bytes.Cut(b, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	if !found || len(line) < 10 {
		return droppedGarbage
	}
	if bytes.HasPrefix(line, version) {
		if line[len(version)] != ' ' {
			return droppedGarbage
		}
		return passed
	}
	method, rest, found := bytes.Cut(line, []byte(" "))
	if !found || len(method) == 0 || len(method) > 32 || !isMethod(method) || !bytes.Contains(bytes.ToUpper(rest), []byte("SIP/")) {
		return droppedGarbage
	}
	head := b[:min(len(b), 2048)]
	for _, s := range scanners {
		if bytes.Contains(head, s) {
			return droppedScanner
		}
	}
	return passed
}

// isMethod checks for a token (RFC 3261 section 25.1).
func isMethod(m []byte) bool {
	for _, c := range m {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', bytes.IndexByte([]byte("-.!%*_+`'~"), c) >= 0:
		default:
			return false
		}
	}
	return true
}
