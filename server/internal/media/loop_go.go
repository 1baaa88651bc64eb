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
		l.readers.Go(func() { l.read(s, i == 1, sock.(*goSocket).conn) })
	}
	return nil
}

// remove needs do nothing: the shard closes the sockets, which ends their readers.
func (l *goLoop) remove(*stream) {}

func (l *goLoop) read(s *stream, control bool, conn *net.UDPConn) {
	buf := make([]byte, rtpio.MaxPacket+1)
	for {
		n, from, err := conn.ReadFromUDPAddrPort(buf)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue // an ICMP answer to something we sent
		}
		l.serve(s, control, netip.AddrPortFrom(from.Addr().Unmap(), from.Port()), buf[:n])
	}
}

func (l *goLoop) serve(s *stream, control bool, from netip.AddrPort, packet []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.shard.recovered("packet")
	if s.closed {
		return
	}
	l.shard.clock()
	l.shard.receive(s, control, from, packet)
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
