package sipua

import (
	"errors"
	"net"
	"net/netip"
	"time"
)

// socket is one UDP socket.
type socket struct {
	ua    *UA
	id    uint64
	conn  net.PacketConn
	how   Listen
	local netip.AddrPort
}

// addrPortConn is what *net.UDPConn (and a wrapper that wants speed) has
// besides net.PacketConn: no allocation per packet.
type addrPortConn interface {
	ReadFromUDPAddrPort(b []byte) (int, netip.AddrPort, error)
	WriteToUDPAddrPort(b []byte, to netip.AddrPort) (int, error)
}

func (s *socket) transport() Transport { return UDP }

func (s *socket) flow(to netip.AddrPort) Flow { return Flow{Transport: UDP, Remote: to, id: s.id} }

func (s *socket) send(b []byte, to netip.AddrPort) error {
	s.ua.trace("sent", s.flow(to), b)
	if c, ok := s.conn.(addrPortConn); ok {
		_, err := c.WriteToUDPAddrPort(b, to)
		return err
	}
	_, err := s.conn.WriteTo(b, net.UDPAddrFromAddrPort(to))
	return err
}

func (s *socket) presence(to netip.AddrPort) (string, int) {
	return presenceOf(&s.how, s.local, to)
}

// presenceOf fills what Listen leaves open from the local address, and for a
// socket on all addresses from the route to the peer.
func presenceOf(how *Listen, local, to netip.AddrPort) (string, int) {
	host, port := how.PublicHost, how.PublicPort
	if port == 0 {
		port = int(local.Port())
	}
	if host != "" {
		return host, port
	}
	ip := local.Addr()
	if !ip.IsValid() || ip.IsUnspecified() {
		// Connecting a UDP socket sends nothing: it only asks for the route.
		if c, err := net.Dial("udp", to.String()); err == nil {
			ip = addrPortOf(c.LocalAddr()).Addr()
			_ = c.Close()
		}
	}
	return ip.Unmap().WithZone("").String(), port
}

func addrPortOf(a net.Addr) netip.AddrPort {
	switch a := a.(type) {
	case *net.UDPAddr:
		return unmap(a.AddrPort())
	case *net.TCPAddr:
		return unmap(a.AddrPort())
	case nil:
		return netip.AddrPort{}
	default:
		ap, _ := netip.ParseAddrPort(a.String())
		return unmap(ap)
	}
}

func unmap(a netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(a.Addr().Unmap(), a.Port())
}

// Serve reads a datagram socket until it or the UA is closed. A read error
// that is not net.ErrClosed is waited out and tried again; when it lasts,
// Listen.Reopen is asked for a new socket. It returns nil after Close.
func (u *UA) Serve(conn net.PacketConn, how Listen) error {
	if how.Transport == "" {
		how.Transport = UDP
	}
	for {
		s := &socket{ua: u, conn: conn, how: how, local: addrPortOf(conn.LocalAddr())}
		if !u.addSocket(s) {
			_ = conn.Close()
			return nil
		}
		if how.Ready != nil {
			how.Ready()
			how.Ready = nil
		}
		err := s.read()
		u.dropSocket(s)
		_ = conn.Close()
		if u.isClosed() {
			return nil
		}
		if how.Reopen == nil {
			return err
		}
		u.log.Warn("sip socket failed, opening it again", "local", s.local.String(), "error", err)
		for {
			if conn, err = how.Reopen(); err == nil {
				break
			}
			u.log.Warn("sip socket cannot be opened", "local", s.local.String(), "error", err)
			if !u.pause(time.Second) {
				return nil
			}
		}
	}
}

// lastingErrors is how many read errors in a row mean that the socket is dead.
const lastingErrors = 20

func (s *socket) read() error {
	buf := make([]byte, 65536)
	fast, _ := s.conn.(addrPortConn)
	failures := 0
	for {
		var n int
		var from netip.AddrPort
		var err error
		if fast != nil {
			n, from, err = fast.ReadFromUDPAddrPort(buf)
		} else {
			var a net.Addr
			n, a, err = s.conn.ReadFrom(buf)
			from = addrPortOf(a)
		}
		if err != nil {
			failures++
			if errors.Is(err, net.ErrClosed) || failures >= lastingErrors {
				return err
			}
			if !s.ua.pause(time.Duration(failures) * time.Millisecond) {
				return err
			}
			continue
		}
		failures = 0
		s.ua.datagram(s, unmap(from), buf[:n])
	}
}
