//go:build linux || darwin

package voice

import (
	"net"
	"syscall"
)

// expedited is the traffic class of speech: DSCP EF (RFC 4594).
const expedited = 46 << 2

// expedite marks what the socket sends as speech, so that networks that care
// let it pass first. Where it may not be set, packets go without.
func expedite(c *net.UDPConn, v4 bool) {
	raw, err := c.SyscallConn()
	if err != nil {
		return
	}
	_ = raw.Control(func(fd uintptr) {
		if v4 {
			_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_IP, syscall.IP_TOS, expedited)
			return
		}
		_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_IPV6, syscall.IPV6_TCLASS, expedited)
	})
}
