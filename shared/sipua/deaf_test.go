package sipua_test

import (
	"context"
	"net"
	"net/netip"
	"sync/atomic"
)

// deafDialer opens connections that can go deaf: they take what is sent and
// hear nothing more, as a cable that is pulled.
type deafDialer struct {
	dial func(context.Context, netip.AddrPort) (net.Conn, error)
	conn *deafConn
}

func (d *deafDialer) open(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
	c, err := d.dial(ctx, to)
	if err != nil {
		return nil, err
	}
	d.conn = &deafConn{Conn: c}
	return d.conn, nil
}

type deafConn struct {
	net.Conn
	deaf atomic.Bool
}

func (c *deafConn) Read(b []byte) (int, error) {
	for {
		n, err := c.Conn.Read(b)
		if err != nil || !c.deaf.Load() {
			return n, err
		}
	}
}
