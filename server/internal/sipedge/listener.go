package sipedge

import (
	"net"
	"net/netip"
	"sync"
)

// listener accepts streams only from sources within their limits.
type listener struct {
	net.Listener
	guard *guard
}

// Accept gives the next connection that may stay.
func (l *listener) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		at, err := netip.ParseAddrPort(c.RemoteAddr().String())
		if err != nil || !l.guard.connect(at.Addr().Unmap()) {
			_ = c.Close()
			continue
		}
		return &countedConn{Conn: c, release: sync.OnceFunc(func() { l.guard.disconnect(at.Addr().Unmap()) })}, nil
	}
}

type countedConn struct {
	net.Conn
	release func()
}

// Close closes the connection and takes it off its source's count.
func (c *countedConn) Close() error {
	c.release()
	return c.Conn.Close()
}
