package sipedge

import (
	"net"
	"syscall"
)

// receiveBuffer holds what comes while the reader is not scheduled, bytes: a
// datagram lost costs its sender half a second (RFC 3261 section 17.1). Not more,
// or what is read is older than that anyway.
const receiveBuffer = 2 << 20

// widen gives a socket a large receive buffer: beyond the system's limit where
// we may, else up to it.
func widen(c net.PacketConn) {
	conn, ok := c.(*net.UDPConn)
	if !ok {
		return
	}
	_ = conn.SetReadBuffer(receiveBuffer)
	raw, err := conn.SyscallConn()
	if err != nil {
		return
	}
	_ = raw.Control(func(fd uintptr) {
		_ = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUFFORCE, receiveBuffer)
	})
}
