//go:build !linux

package sipedge

import "net"

// widen asks for a large receive buffer.
func widen(c net.PacketConn) {
	if conn, ok := c.(*net.UDPConn); ok {
		_ = conn.SetReadBuffer(1 << 20)
	}
}
