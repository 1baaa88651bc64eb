package phonetest

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"os"
	"sync"
	"time"
)

// Computer is a computer on a network, for the network interfaces of clients.
// Another address leaves what was open on the old one dead, as a cable that is
// pulled: nothing comes, nothing goes, and nobody says so.
type Computer struct {
	n *Network

	mu    sync.Mutex
	addr  netip.Addr // invalid: no network
	other string     // what else Addresses says
	names map[string][]netip.Addr
	open  []*wire
	held  int // sockets that are not closed
}

// Computer puts a computer on the network.
func (n *Network) Computer(address string) *Computer {
	return &Computer{n: n, addr: netip.MustParseAddr(address), names: map[string][]netip.Addr{}}
}

// Know sets the addresses of a name.
func (c *Computer) Know(host string, addrs ...netip.Addr) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.names[host] = addrs
}

// Held is how many sockets and connections are open.
func (c *Computer) Held() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.held
}

func (c *Computer) closed() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.held--
}

var errUnplugged = errors.New("network is unreachable")

// Plug gives the computer another address; "" takes the network away.
func (c *Computer) Plug(addr string) {
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

// SetOther changes what else Addresses says.
func (c *Computer) SetOther(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.other = text
}

func (c *Computer) now() (netip.Addr, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.addr.IsValid() {
		return c.addr, errUnplugged
	}
	return c.addr, nil
}

func (c *Computer) wired(w *wire) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open = append(c.open, w)
	c.held++
}

// Listen opens a datagram socket at any port.
func (c *Computer) Listen(local netip.Addr) (net.PacketConn, error) {
	return c.ListenAt(netip.AddrPortFrom(local, 0))
}

// ListenAt opens a datagram socket; port 0 is any.
func (c *Computer) ListenAt(local netip.AddrPort) (*Socket, error) {
	if now, err := c.now(); err != nil || now != local.Addr() {
		return nil, errUnplugged
	}
	conn := &Socket{Conn: c.n.Listen(local.String()), of: c}
	c.wired(&conn.wire)
	return conn, nil
}

// Dial opens a stream.
func (c *Computer) Dial(ctx context.Context, remote netip.AddrPort) (net.Conn, error) {
	local, err := c.now()
	if err != nil {
		return nil, err
	}
	conn, err := c.n.Dialer(local.String())(ctx, remote)
	if err != nil {
		return nil, err
	}
	w := newStreamWire(conn)
	w.of = c
	c.wired(&w.wire)
	return w, nil
}

// Resolve gives what Know has set.
func (c *Computer) Resolve(_ context.Context, host string) ([]netip.Addr, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if found := c.names[host]; found != nil {
		return found, nil
	}
	return nil, errors.New("no such host")
}

// Local is the address that the computer has.
func (c *Computer) Local(netip.AddrPort) (netip.Addr, error) { return c.now() }

// Addresses names the address, and what else SetOther says.
func (c *Computer) Addresses() string {
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

// Socket is a datagram socket of a Computer.
type Socket struct {
	*Conn
	wire
	of   *Computer
	once sync.Once
}

// Close implements net.PacketConn.
func (s *Socket) Close() error {
	s.once.Do(s.of.closed)
	return s.Conn.Close()
}

// ReadFromUDPAddrPort reads one datagram.
func (s *Socket) ReadFromUDPAddrPort(b []byte) (int, netip.AddrPort, error) {
	for {
		n, from, err := s.Conn.ReadFromUDPAddrPort(b)
		if err != nil || !s.cut() {
			return n, from, err
		}
	}
}

// WriteToUDPAddrPort sends one datagram.
func (s *Socket) WriteToUDPAddrPort(b []byte, to netip.AddrPort) (int, error) {
	if s.cut() {
		return 0, errUnplugged
	}
	return s.Conn.WriteToUDPAddrPort(b, to)
}

// streamWire reads and writes by itself, as a socket with buffers does: ends
// of a pipe that wait for each other would stop the time of the test.
type streamWire struct {
	net.Conn
	wire
	of      *Computer
	out, in chan []byte
	rest    []byte
	over    chan struct{}
	once    sync.Once
	until   time.Time // the deadline of reads; of the reader's goroutine
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
		var late <-chan time.Time
		if !s.until.IsZero() {
			timer := time.NewTimer(time.Until(s.until))
			defer timer.Stop()
			late = timer.C
		}
		select {
		case got, ok := <-in:
			if !ok {
				return 0, io.EOF
			}
			s.rest = got
		case <-late:
			return 0, os.ErrDeadlineExceeded
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
	s.once.Do(func() {
		close(s.over)
		s.of.closed()
	})
	if s.cut() {
		return nil
	}
	return s.Conn.Close()
}

func (s *streamWire) SetDeadline(t time.Time) error { return s.SetReadDeadline(t) }

// SetReadDeadline is for the next read: it does not end one that waits.
func (s *streamWire) SetReadDeadline(t time.Time) error {
	s.until = t
	return nil
}

func (s *streamWire) SetWriteDeadline(time.Time) error { return nil }
