// Package phonetest is for tests only: a SIP and RTP network in memory, with
// weather, scripted phones on it, and an endpoint that speaks raw text. All of
// it works within testing/synctest, where minutes of ringing cost nothing.
//
// # Phones
//
// [Network.Phone] makes a phone that does with calls what its [Script] says;
// [Phone.Dial], [Phone.DialCall] and [Phone.Incoming] give a [Call], whose
// events [Await] waits for. The buttons of a desk phone:
//
//   - [Call.Hold], [Call.HoldByUpdate], [Call.Reoffer], [Call.Resume]: hold in
//     every form ([Holding])
//   - [Call.Blind], [Call.Attended], [Call.Told]: transfer by REFER
//   - [Phone.Replace]: INVITE with Replaces, to take a call over
//   - [Phone.Watch]: lamps and waiting messages ([Lamp.Next])
//   - [Call.Press], [Call.PressRTP]: keys by INFO and by RFC 4733
//   - Script.Takes with sipua.TakeTalk: answers when NOTIFY asks it to
//
// [Network.Raw] speaks plain text instead, [NewRegistrar] answers REGISTER.
package phonetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/mailbox"
)

// Weather is what the network does to datagrams. The same seed gives the same
// decisions for the same order of packets. Streams have no weather.
type Weather struct {
	Seed uint64
	Loss float64 // 0..1 of packets that vanish
	// Most is how often the same datagram vanishes at the most; 0: any number of
	// times. Whoever sends again gets through in the end, whatever the dice say:
	// without it a test that wants every request answered is a game of chance.
	Most      int
	Duplicate float64       // 0..1 that arrive twice
	Reorder   float64       // 0..1 that are held back for Late
	Delay     time.Duration // of every packet
	Late      time.Duration // 0: 20 ms
}

// Network is a set of addresses that can reach each other.
type Network struct {
	mu        sync.Mutex
	weather   Weather
	dice      *rand.Rand
	vanished  map[datagram]int // how often
	conns     map[netip.AddrPort]*Conn
	listeners map[netip.AddrPort]*Listener
	lastPort  uint16
	sent      uint64
}

// datagram is what makes two the same: SIP sends again byte by byte what it
// sent (RFC 3261 section 17).
type datagram struct {
	to   netip.AddrPort
	data string
}

// NewNetwork makes a network with the weather given.
func NewNetwork(w Weather) *Network {
	if w.Late == 0 {
		w.Late = 20 * time.Millisecond
	}
	return &Network{
		weather: w, dice: rand.New(rand.NewPCG(w.Seed, 1)), conns: map[netip.AddrPort]*Conn{}, vanished: map[datagram]int{},
		listeners: map[netip.AddrPort]*Listener{}, lastPort: 40000,
	}
}

// SetWeather changes the weather from now on; the seed's dice go on.
func (n *Network) SetWeather(w Weather) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if w.Late == 0 {
		w.Late = 20 * time.Millisecond
	}
	n.weather = w
}

// Sent is how many datagrams were sent so far.
func (n *Network) Sent() uint64 {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.sent
}

// Conn is one datagram socket. It is a net.PacketConn, and reads and writes
// netip addresses like *net.UDPConn.
type Conn struct {
	network *Network
	local   netip.AddrPort
	box     *mailbox.Box[packet]
	mu      sync.Mutex
	ready   []packet
	wire    []packet // delayed, in order
	closed  chan struct{}
	once    sync.Once
	failing chan error
}

type packet struct {
	from netip.AddrPort
	data []byte
}

// Listen binds an address like "192.0.2.1:5060"; port 0 takes a free one. It
// panics when the address is taken or wrong: that is a mistake in a test.
func (n *Network) Listen(address string) *Conn {
	local := netip.MustParseAddrPort(address)
	n.mu.Lock()
	defer n.mu.Unlock()
	if local.Port() == 0 {
		n.lastPort += 2
		local = netip.AddrPortFrom(local.Addr(), n.lastPort)
	}
	if n.conns[local] != nil {
		panic("phonetest: " + address + " is taken")
	}
	c := &Conn{network: n, local: local, box: mailbox.New[packet](1 << 16), closed: make(chan struct{}), failing: make(chan error, 64)}
	n.conns[local] = c
	return c
}

// Fail makes the next read return err, to test what survives it.
func (c *Conn) Fail(err error) { c.failing <- err }

// Addr is the socket's address.
func (c *Conn) Addr() netip.AddrPort { return c.local }

// ReadFromUDPAddrPort reads one datagram.
func (c *Conn) ReadFromUDPAddrPort(b []byte) (int, netip.AddrPort, error) {
	for {
		c.mu.Lock()
		if len(c.ready) == 0 {
			c.ready = c.box.Take(nil)
		}
		if len(c.ready) > 0 {
			p := c.ready[0]
			c.ready = c.ready[1:]
			c.mu.Unlock()
			return copy(b, p.data), p.from, nil
		}
		c.mu.Unlock()
		select {
		case <-c.box.Wake():
		case err := <-c.failing:
			return 0, netip.AddrPort{}, err
		case <-c.closed:
			return 0, netip.AddrPort{}, net.ErrClosed
		}
	}
}

// WriteToUDPAddrPort sends one datagram; to nowhere it vanishes.
func (c *Conn) WriteToUDPAddrPort(b []byte, to netip.AddrPort) (int, error) {
	select {
	case <-c.closed:
		return 0, net.ErrClosed
	default:
	}
	c.network.deliver(packet{c.local, append([]byte(nil), b...)}, to)
	return len(b), nil
}

func (n *Network) deliver(p packet, to netip.AddrPort) {
	n.mu.Lock()
	n.sent++
	c := n.conns[netip.AddrPortFrom(to.Addr().Unmap(), to.Port())]
	w := n.weather
	copies, delay := 1, w.Delay
	if w.Loss > 0 && n.dice.Float64() < w.Loss && n.mayVanish(datagram{to, string(p.data)}) {
		copies = 0
	}
	if w.Duplicate > 0 && n.dice.Float64() < w.Duplicate {
		copies *= 2
	}
	if w.Reorder > 0 && n.dice.Float64() < w.Reorder {
		delay += w.Late
	}
	n.mu.Unlock()
	if c == nil {
		return
	}
	for range copies {
		switch {
		case delay == 0:
			c.box.Put(p)
		case delay != w.Delay: // held back: may be overtaken
			time.AfterFunc(delay, func() { c.box.Put(p) })
		default:
			c.mu.Lock()
			c.wire = append(c.wire, p)
			c.mu.Unlock()
			time.AfterFunc(delay, c.arrive)
		}
	}
}

// mayVanish counts a datagram that is to vanish, unless it did often enough.
func (n *Network) mayVanish(d datagram) bool {
	if n.weather.Most == 0 {
		return true
	}
	if n.vanished[d] >= n.weather.Most {
		return false
	}
	n.vanished[d]++
	return true
}

// arrive takes the oldest packet off the wire: timers that fire together may
// run in any order, packets must not.
func (c *Conn) arrive() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.box.Put(c.wire[0])
	c.wire = c.wire[1:]
}

// ReadFrom reads one datagram.
func (c *Conn) ReadFrom(b []byte) (int, net.Addr, error) {
	n, from, err := c.ReadFromUDPAddrPort(b)
	if err != nil {
		return 0, nil, err
	}
	return n, net.UDPAddrFromAddrPort(from), nil
}

// WriteTo sends one datagram to a *net.UDPAddr.
func (c *Conn) WriteTo(b []byte, to net.Addr) (int, error) {
	u, ok := to.(*net.UDPAddr)
	if !ok {
		return 0, fmt.Errorf("phonetest: %T is no *net.UDPAddr", to)
	}
	return c.WriteToUDPAddrPort(b, u.AddrPort())
}

// Close unbinds the socket.
func (c *Conn) Close() error {
	c.once.Do(func() {
		close(c.closed)
		c.box.Close()
		c.network.mu.Lock()
		defer c.network.mu.Unlock()
		if c.network.conns[c.local] == c {
			delete(c.network.conns, c.local)
		}
	})
	return nil
}

// LocalAddr is a *net.UDPAddr.
func (c *Conn) LocalAddr() net.Addr { return net.UDPAddrFromAddrPort(c.local) }

// SetDeadline is not supported.
func (c *Conn) SetDeadline(time.Time) error { return os.ErrNoDeadline }

// SetReadDeadline is not supported.
func (c *Conn) SetReadDeadline(time.Time) error { return os.ErrNoDeadline }

// SetWriteDeadline is not supported.
func (c *Conn) SetWriteDeadline(time.Time) error { return os.ErrNoDeadline }

// Listener is a stream listener on the network.
type Listener struct {
	network *Network
	local   netip.AddrPort
	backlog chan net.Conn
	closed  chan struct{}
	once    sync.Once
}

// ListenStream binds an address for streams (TCP). It panics when the address
// is taken.
func (n *Network) ListenStream(address string) *Listener {
	local := netip.MustParseAddrPort(address)
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.listeners[local] != nil {
		panic("phonetest: " + address + " is taken")
	}
	l := &Listener{network: n, local: local, backlog: make(chan net.Conn, 128), closed: make(chan struct{})}
	n.listeners[local] = l
	return l
}

// Accept waits for a connection.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.backlog:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close unbinds the listener.
func (l *Listener) Close() error {
	l.once.Do(func() {
		close(l.closed)
		l.network.mu.Lock()
		defer l.network.mu.Unlock()
		delete(l.network.listeners, l.local)
	})
	return nil
}

// Addr is a *net.TCPAddr.
func (l *Listener) Addr() net.Addr { return net.TCPAddrFromAddrPort(l.local) }

// Dialer gives a function that opens streams from an IP address, for
// sipua.Config.DialStream.
func (n *Network) Dialer(ip string) func(context.Context, netip.AddrPort) (net.Conn, error) {
	addr := netip.MustParseAddr(ip)
	return func(_ context.Context, to netip.AddrPort) (net.Conn, error) {
		n.mu.Lock()
		l := n.listeners[to]
		n.lastPort++
		from := netip.AddrPortFrom(addr, n.lastPort)
		n.mu.Unlock()
		if l == nil {
			return nil, fmt.Errorf("phonetest: %v refuses the connection", to)
		}
		near, far := net.Pipe()
		select {
		case l.backlog <- &streamConn{far, to, from}:
			return &streamConn{near, from, to}, nil
		case <-l.closed:
			return nil, fmt.Errorf("phonetest: %v refuses the connection", to)
		}
	}
}

type streamConn struct {
	net.Conn
	local, remote netip.AddrPort
}

func (c *streamConn) LocalAddr() net.Addr  { return net.TCPAddrFromAddrPort(c.local) }
func (c *streamConn) RemoteAddr() net.Addr { return net.TCPAddrFromAddrPort(c.remote) }
