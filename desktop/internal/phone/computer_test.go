package phone

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/phonetest"
)

// computer is the agent's computer on a network in memory. Another address
// leaves what was open on the old one dead, as a cable that is pulled: nothing
// comes, nothing goes, and nobody says so.
type computer struct {
	n *phonetest.Network

	mu    sync.Mutex
	addr  netip.Addr // invalid: no network
	other string     // what else Addresses says
	names map[string][]netip.Addr
	open  []*wire
}

func newComputer(n *phonetest.Network) *computer {
	return &computer{n: n, addr: netip.MustParseAddr(homeIP), names: map[string][]netip.Addr{knownName: {netip.MustParseAddr(serverIP)}}}
}

var errUnplugged = errors.New("network is unreachable")

// plug gives the computer another address; "" takes the network away.
func (c *computer) plug(addr string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.addr = netip.Addr{}
	if addr != "" {
		c.addr = netip.MustParseAddr(addr)
	}
	for _, w := range c.open {
		w.kill()
	}
	c.open = nil
}

func (c *computer) setOther(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.other = text
}

func (c *computer) now() (netip.Addr, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.addr.IsValid() {
		return c.addr, errUnplugged
	}
	return c.addr, nil
}

func (c *computer) wired(w *wire) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open = append(c.open, w)
}

func (c *computer) Listen(local netip.Addr) (net.PacketConn, error) {
	if now, err := c.now(); err != nil || now != local {
		return nil, errUnplugged
	}
	conn := &socketWire{Conn: c.n.Listen(local.String() + ":0")}
	c.wired(&conn.wire)
	return conn, nil
}

func (c *computer) Dial(ctx context.Context, remote netip.AddrPort) (net.Conn, error) {
	local, err := c.now()
	if err != nil {
		return nil, err
	}
	conn, err := c.n.Dialer(local.String())(ctx, remote)
	if err != nil {
		return nil, err
	}
	w := newStreamWire(conn)
	c.wired(&w.wire)
	return w, nil
}

func (c *computer) Resolve(_ context.Context, host string) ([]netip.Addr, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if found := c.names[host]; found != nil {
		return found, nil
	}
	return nil, errors.New("no such host")
}

func (c *computer) Local(netip.AddrPort) (netip.Addr, error) { return c.now() }

func (c *computer) Addresses() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.addr.String() + c.other
}

// wire is what can be cut.
type wire struct {
	mu   sync.Mutex
	dead bool
}

func (w *wire) kill() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.dead = true
}

func (w *wire) cut() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.dead
}

type socketWire struct {
	*phonetest.Conn
	wire
}

func (s *socketWire) ReadFromUDPAddrPort(b []byte) (int, netip.AddrPort, error) {
	for {
		n, from, err := s.Conn.ReadFromUDPAddrPort(b)
		if err != nil || !s.cut() {
			return n, from, err
		}
	}
}

func (s *socketWire) WriteToUDPAddrPort(b []byte, to netip.AddrPort) (int, error) {
	if s.cut() {
		return 0, errUnplugged
	}
	return s.Conn.WriteToUDPAddrPort(b, to)
}

// streamWire reads and writes by itself, as a socket with buffers does: ends
// of a pipe that wait for each other would stop the time of the test. It knows
// no deadlines.
type streamWire struct {
	net.Conn
	wire
	out, in chan []byte
	rest    []byte
	over    chan struct{}
	once    sync.Once
}

func newStreamWire(c net.Conn) *streamWire {
	s := &streamWire{Conn: c, out: make(chan []byte, 4096), in: make(chan []byte, 4096), over: make(chan struct{})}
	go func() {
		for {
			select {
			case b := <-s.out:
				if _, err := c.Write(b); err != nil {
					return
				}
			case <-s.over:
				return
			}
		}
	}()
	go func() {
		defer close(s.in)
		buf := make([]byte, 65536)
		for {
			n, err := c.Read(buf)
			if err != nil {
				return
			}
			if !s.cut() {
				s.in <- append([]byte(nil), buf[:n]...)
			}
		}
	}()
	return s
}

func (s *streamWire) Write(b []byte) (int, error) {
	if s.cut() {
		return len(b), nil
	}
	select {
	case s.out <- append([]byte(nil), b...):
		return len(b), nil
	case <-s.over:
		return 0, net.ErrClosed
	}
}

func (s *streamWire) Read(b []byte) (int, error) {
	if len(s.rest) == 0 {
		in := s.in
		if s.cut() {
			in = nil
		}
		select {
		case got, ok := <-in:
			if !ok {
				return 0, io.EOF
			}
			s.rest = got
		case <-s.over:
			return 0, net.ErrClosed
		}
	}
	n := copy(b, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

// Close tells the far side, unless the wire is dead: then its end stays open,
// as it would, until it notices by itself.
func (s *streamWire) Close() error {
	s.once.Do(func() { close(s.over) })
	if s.cut() {
		return nil
	}
	return s.Conn.Close()
}

func (s *streamWire) SetDeadline(time.Time) error      { return nil }
func (s *streamWire) SetReadDeadline(time.Time) error  { return nil }
func (s *streamWire) SetWriteDeadline(time.Time) error { return nil }
