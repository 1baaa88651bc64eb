package media

import (
	"fmt"
	"net/netip"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// rawAddress is the system's form of an address.
type rawAddress struct {
	size uintptr
	b    [unix.SizeofSockaddrInet6]byte
}

func newRawAddress(ap netip.AddrPort) (r rawAddress) {
	port := [2]byte{byte(ap.Port() >> 8), byte(ap.Port())}
	switch {
	case ap.Addr().Is4():
		sa := (*unix.RawSockaddrInet4)(unsafe.Pointer(&r.b))
		sa.Family, sa.Addr = unix.AF_INET, ap.Addr().As4()
		sa.Port = *(*uint16)(unsafe.Pointer(&port))
		r.size = unix.SizeofSockaddrInet4
	case ap.Addr().Is6():
		sa := (*unix.RawSockaddrInet6)(unsafe.Pointer(&r.b))
		sa.Family, sa.Addr = unix.AF_INET6, ap.Addr().As16()
		sa.Port = *(*uint16)(unsafe.Pointer(&port))
		r.size = unix.SizeofSockaddrInet6
	}
	return r
}

func (r *rawAddress) addrPort() netip.AddrPort {
	sa := (*unix.RawSockaddrInet6)(unsafe.Pointer(&r.b))
	p := (*[2]byte)(unsafe.Pointer(&sa.Port)) // at the same place in both families
	port := uint16(p[0])<<8 | uint16(p[1])
	switch sa.Family {
	case unix.AF_INET:
		return netip.AddrPortFrom(netip.AddrFrom4((*unix.RawSockaddrInet4)(unsafe.Pointer(&r.b)).Addr), port)
	case unix.AF_INET6:
		return netip.AddrPortFrom(netip.AddrFrom16(sa.Addr).Unmap(), port)
	}
	return netip.AddrPort{}
}

// rawSocket is a non-blocking socket used without the runtime's poller.
type rawSocket struct {
	fd    int
	local uint16
}

const (
	tosExpedited  = 0xB8 // DSCP EF (RFC 3246)
	receiveBuffer = 256 << 10
)

func openRawSocket(addr netip.Addr, port uint16) (socket, error) {
	family := unix.AF_INET
	if addr.Is6() {
		family = unix.AF_INET6
	}
	fd, err := unix.Socket(family, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("media: socket: %w", err)
	}
	var sa unix.Sockaddr
	if family == unix.AF_INET6 {
		_ = unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_V6ONLY, 1)
		_ = unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_TCLASS, tosExpedited)
		sa = &unix.SockaddrInet6{Port: int(port), Addr: addr.As16()}
	} else {
		_ = unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_TOS, tosExpedited)
		sa = &unix.SockaddrInet4{Port: int(port), Addr: addr.As4()}
	}
	_ = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, receiveBuffer)
	if err := unix.Bind(fd, sa); err != nil {
		_ = unix.Close(fd)
		return nil, fmt.Errorf("media: bind %s: %w", netip.AddrPortFrom(addr, port), err)
	}
	s := &rawSocket{fd: fd, local: port}
	if port == 0 {
		bound, err := unix.Getsockname(fd)
		if err != nil {
			_ = unix.Close(fd)
			return nil, fmt.Errorf("media: getsockname: %w", err)
		}
		switch b := bound.(type) {
		case *unix.SockaddrInet4:
			s.local = uint16(b.Port)
		case *unix.SockaddrInet6:
			s.local = uint16(b.Port)
		}
	}
	return s, nil
}

// mark gives what the socket sends another traffic class. One of the two
// options is the other family's and fails.
func (s *rawSocket) mark(dscp int) {
	_ = unix.SetsockoptInt(s.fd, unix.IPPROTO_IP, unix.IP_TOS, dscp<<2)
	_ = unix.SetsockoptInt(s.fd, unix.IPPROTO_IPV6, unix.IPV6_TCLASS, dscp<<2)
}

func (s *rawSocket) port() uint16 { return s.local }

func (s *rawSocket) close() { _ = unix.Close(s.fd) }

// send uses a raw system call: the socket never blocks, so the scheduler need
// not know.
func (s *rawSocket) send(packet []byte, to *address) bool {
	if len(packet) == 0 || to.raw.size == 0 {
		return false
	}
	_, _, e := syscall.RawSyscall6(unix.SYS_SENDTO, uintptr(s.fd), uintptr(unsafe.Pointer(&packet[0])), uintptr(len(packet)),
		unix.MSG_DONTWAIT|unix.MSG_NOSIGNAL, uintptr(unsafe.Pointer(&to.raw.b)), to.raw.size)
	return e == 0
}

// receive takes the next packet; false when there is none.
func (s *rawSocket) receive(buf []byte, from *rawAddress) (int, bool) {
	size := uint32(len(from.b))
	n, _, e := syscall.RawSyscall6(unix.SYS_RECVFROM, uintptr(s.fd), uintptr(unsafe.Pointer(&buf[0])), uintptr(len(buf)),
		unix.MSG_DONTWAIT, uintptr(unsafe.Pointer(&from.b)), uintptr(unsafe.Pointer(&size)))
	return int(n), e == 0
}
