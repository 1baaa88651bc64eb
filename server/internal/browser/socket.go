package browser

import (
	"errors"
	"net"
	"net/netip"
	"sync/atomic"
	"time"
)

const (
	maxPacket   = 1500    // longer ones come from nobody we know
	queueLength = 4 << 20 // bytes of the kernel's queues: half a second of 500 calls
)

// socket is the one UDP socket of all browsers. Towards the ICE library it
// claims to be bound to one address, so that a call has one candidate and no
// list of interfaces is looked up; what the browser is told is our own affair.
type socket struct {
	*net.UDPConn
	at      netip.AddrPort
	claimed *net.UDPAddr
	junk    atomic.Uint64 // packets too long or too short to be ours
}

func listen(address string) (*socket, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	network := "udp4"
	if a, err := netip.ParseAddr(host); err == nil && a.Is6() && !a.Is4In6() {
		network = "udp6"
	}
	where, err := net.ResolveUDPAddr(network, address)
	if err != nil {
		return nil, err
	}
	conn, err := net.ListenUDP(network, where)
	if err != nil {
		return nil, err
	}
	// The system may allow less; a short queue only shows under load.
	_ = conn.SetReadBuffer(queueLength)
	_ = conn.SetWriteBuffer(queueLength)
	at := conn.LocalAddr().(*net.UDPAddr).AddrPort()
	s := &socket{UDPConn: conn, at: netip.AddrPortFrom(at.Addr().Unmap(), at.Port())}
	claimed := s.at.Addr()
	if claimed.IsUnspecified() {
		claimed = s.loopback()
	}
	s.claimed = net.UDPAddrFromAddrPort(netip.AddrPortFrom(claimed, at.Port()))
	return s, nil
}

func (s *socket) loopback() netip.Addr {
	if s.at.Addr().Is4() {
		return netip.AddrFrom4([4]byte{127, 0, 0, 1})
	}
	return netip.IPv6Loopback()
}

// LocalAddr is the claimed address.
func (s *socket) LocalAddr() net.Addr { return s.claimed }

// ReadFromAddrPort reads the next packet. The ICE library gives the whole
// socket up on an error, so only the one that ends it is passed on.
func (s *socket) ReadFromAddrPort(b []byte) (int, netip.AddrPort, error) {
	for fails := 0; ; {
		n, from, err := s.ReadFromUDPAddrPort(b)
		switch {
		case err != nil && (errors.Is(err, net.ErrClosed) || fails > 1000):
			return 0, from, err
		case err != nil:
			if fails++; fails > 10 { // whatever it is, it must not eat a core
				<-time.After(time.Millisecond)
			}
		case n > maxPacket || n < 12:
			s.junk.Add(1)
			fails = 0
		default:
			return n, netip.AddrPortFrom(from.Addr().Unmap(), from.Port()), nil
		}
	}
}

// WriteToAddrPort writes one packet.
func (s *socket) WriteToAddrPort(b []byte, to netip.AddrPort) (int, error) {
	return s.WriteToUDPAddrPort(b, to)
}
