package media

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/rtpio"
)

// goSocket is a socket of the net package.
type goSocket struct {
	conn  *net.UDPConn
	local uint16
	owner *owner // once a loop has it
}

// owner is the loop that a socket's packets go to. A socket that moves has
// none for a moment; its reader waits.
type owner struct {
	mu      sync.Mutex
	changed sync.Cond
	loop    *goLoop
	gone    bool
}

func newOwner() *owner {
	o := &owner{}
	o.changed.L = &o.mu
	return o
}

func (o *owner) set(l *goLoop, gone bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.loop, o.gone = l, gone
	o.changed.Broadcast()
}

// get waits for a loop; nil when there will be none.
func (o *owner) get() *goLoop {
	o.mu.Lock()
	defer o.mu.Unlock()
	for o.loop == nil && !o.gone {
		o.changed.Wait()
	}
	return o.loop
}

func (o *owner) is(l *goLoop) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.loop == l
}

func openGoSocket(addr netip.Addr, port uint16) (socket, error) {
	network := "udp4"
	if addr.Is6() {
		network = "udp6"
	}
	conn, err := net.ListenUDP(network, net.UDPAddrFromAddrPort(netip.AddrPortFrom(addr, port)))
	if err != nil {
		return nil, fmt.Errorf("media: %w", err)
	}
	return &goSocket{conn: conn, local: uint16(conn.LocalAddr().(*net.UDPAddr).Port)}, nil
}

func (s *goSocket) send(packet []byte, to *address) bool {
	_, err := s.conn.WriteToUDPAddrPort(packet, to.AddrPort)
	return err == nil
}

func (s *goSocket) port() uint16 { return s.local }

func (s *goSocket) close() { _ = s.conn.Close() }

// goLoop is the portable loop: a goroutine per socket and one for the time,
// which take turns at the shard.
type goLoop struct {
	shard   *shard
	mu      sync.Mutex // whoever holds it is the shard's owner
	woken   chan struct{}
	readers sync.WaitGroup
}

func newGoLoop(s *shard) *goLoop { return &goLoop{shard: s, woken: make(chan struct{}, 1)} }

func (l *goLoop) wake() {
	select {
	case l.woken <- struct{}{}:
	default:
	}
}

func (l *goLoop) add(s *stream) error {
	for i, sock := range s.sockets {
		g, ok := sock.(*goSocket)
		if !ok {
			return fmt.Errorf("media: a socket of type %T, expected *goSocket", sock)
		}
		if g.owner != nil {
			g.owner.set(l, false) // its reader is there already
			continue
		}
		g.owner = newOwner()
		g.owner.set(l, false)
		l.readers.Go(func() { read(s, i == 1, g.conn, g.owner) })
	}
	return nil
}

// remove lets the readers wait for the next loop. Forever, they end when the
// shard closes the sockets.
func (l *goLoop) remove(s *stream, forever bool) {
	for _, sock := range s.sockets {
		if g, ok := sock.(*goSocket); ok && g.owner != nil {
			g.owner.set(nil, forever)
		}
	}
}

func read(s *stream, control bool, conn *net.UDPConn, o *owner) {
	buf := make([]byte, rtpio.MaxPacket+1)
	for {
		n, from, err := conn.ReadFromUDPAddrPort(buf)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue // an ICMP answer to something we sent
		}
		for {
			l := o.get()
			if l == nil {
				return
			}
			if l.serve(s, control, o, netip.AddrPortFrom(from.Addr().Unmap(), from.Port()), buf[:n]) {
				break
			}
		}
	}
}

// serve gives the shard a packet; false when the stream has moved on.
func (l *goLoop) serve(s *stream, control bool, o *owner, from netip.AddrPort, packet []byte) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !o.is(l) {
		return false
	}
	defer l.shard.recovered("packet")
	l.shard.clock()
	l.shard.receive(s, control, from, packet)
	return true
}

func (l *goLoop) run() {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		wait, more := l.round()
		if !more {
			break
		}
		if wait < 0 {
			wait = 1000
		}
		timer.Reset(time.Duration(wait) * time.Millisecond)
		select {
		case <-l.woken:
		case <-timer.C:
		}
	}
	l.readers.Wait()
}

func (l *goLoop) round() (wait int, more bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	more = true
	defer l.shard.recovered("round")
	l.shard.clock()
	more = l.shard.turn()
	return l.shard.wait(), more
}
