package live

import (
	"net"
	"os"
	"syscall"
	"time"
)

// tcpUserTimeout is TCP_USER_TIMEOUT of linux/tcp.h (RFC 5482).
const tcpUserTimeout = 18

// cutStalled has the kernel end a connection when nothing that was sent on it is
// taken for some time: its reader has stopped, or its network is gone. What is
// told meanwhile is kept for it, and a whole office behind one broken line would
// cost gigabytes until the keepalive finds out.
func cutStalled(conn net.Conn, after time.Duration) error {
	if secured, ok := conn.(interface{ NetConn() net.Conn }); ok { // TLS
		conn = secured.NetConn()
	}
	open, ok := conn.(syscall.Conn)
	if !ok {
		return os.ErrInvalid
	}
	raw, err := open.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	if err := raw.Control(func(fd uintptr) {
		failed = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpUserTimeout, int(after.Milliseconds()))
	}); err != nil {
		return err
	}
	return os.NewSyscallError("setsockopt", failed)
}
