//go:build unix

package sipedge

import (
	"errors"
	"net"
	"syscall"
)

// setDSCP marks a socket's packets (RFC 2474). In-memory sockets have none.
func setDSCP(c net.PacketConn, dscp int) error {
	s, ok := c.(syscall.Conn)
	if !ok {
		return errors.New("the socket has no traffic class")
	}
	raw, err := s.SyscallConn()
	if err != nil {
		return err
	}
	var v4, v6 error
	err = raw.Control(func(fd uintptr) {
		v4 = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_IP, syscall.IP_TOS, dscp<<2)
		v6 = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_IPV6, syscall.IPV6_TCLASS, dscp<<2)
	})
	switch {
	case err != nil:
		return err
	case v4 != nil && v6 != nil: // one of them fails on a socket of the other family
		return v4
	}
	return nil
}
