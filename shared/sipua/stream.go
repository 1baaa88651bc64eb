package sipua

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emiago/sipgo/sip"

	"github.com/yobirin/yobirin/shared/mailbox"
)

type streamKey struct {
	transport Transport
	remote    netip.AddrPort
}

// stream is one TCP or TLS connection. A reader and a writer goroutine live
// as long as it does.
type stream struct {
	ua       *UA
	id       uint64
	conn     net.Conn
	kind     Transport
	how      Listen
	local    netip.AddrPort
	remote   netip.AddrPort
	outbound bool
	out      *mailbox.Box[[]byte]
	reads    atomic.Uint64 // times that something came
	once     sync.Once
	done     chan struct{}
}

const (
	streamBacklog = 512              // messages that wait to be written
	writeLimit    = 10 * time.Second // for one write; then the peer is dead
	pingEvery     = 90 * time.Second // RFC 5626 section 4.4.1 keepalive
)

func (s *stream) transport() Transport { return s.kind }

func (s *stream) flow(netip.AddrPort) Flow {
	return Flow{Transport: s.kind, Remote: s.remote, id: s.id, ours: s.outbound}
}

func (s *stream) presence(to netip.AddrPort) (string, int) {
	return presenceOf(&s.how, s.local, to)
}

func (s *stream) send(b []byte, _ netip.AddrPort) error {
	s.ua.trace("sent", s.flow(s.remote), b)
	select {
	case <-s.done:
		return errFlowGone
	default:
	}
	if !s.out.Put(b) {
		return errBacklog
	}
	return nil
}

func (s *stream) close() {
	s.once.Do(func() {
		close(s.done)
		s.out.Close()
		_ = s.conn.Close()
		s.ua.dropStream(s)
	})
}

// ServeStream accepts connections until the listener or the UA is closed; for
// TLS bring a listener that does the handshake (tls.NewListener). An accept
// error that is not net.ErrClosed is waited out and tried again.
func (u *UA) ServeStream(l net.Listener, how Listen) error {
	if how.Transport == "" {
		how.Transport = TCP
	}
	if !u.addListener(l, how) {
		_ = l.Close()
		return nil
	}
	defer u.dropListener(l)
	if how.Ready != nil {
		how.Ready()
	}
	failures := 0
	for {
		conn, err := l.Accept()
		if err != nil {
			failures++
			if u.isClosed() {
				return nil
			}
			if errors.Is(err, net.ErrClosed) || failures >= lastingErrors {
				return err
			}
			if !u.pause(time.Duration(failures) * 5 * time.Millisecond) {
				return nil
			}
			continue
		}
		failures = 0
		if u.addStream(conn, how.Transport, how, false, addrPortOf(conn.RemoteAddr())) == nil {
			_ = conn.Close()
		}
	}
}

// connect opens a connection, or joins one being opened.
func (u *UA) connect(ctx context.Context, t Transport, to netip.AddrPort, name string) (hop, error) {
	u.dials.Lock(streamKey{t, to})
	defer u.dials.Unlock(streamKey{t, to})
	if h, ok, err := u.atHand(t, to); ok {
		return h, err
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	conn, err := u.dialStream(ctx, to)
	if err != nil {
		return hop{}, err
	}
	if t == TLS {
		conf := u.config.TLS.Clone()
		if conf == nil {
			conf = &tls.Config{MinVersion: tls.VersionTLS12}
		}
		if named := u.config.ServerName; named != nil {
			conf.ServerName = named(to, name)
		}
		if conf.ServerName == "" {
			conf.ServerName = name
			if name == "" {
				conf.ServerName = to.Addr().String()
			}
		}
		tc := tls.Client(conn, conf)
		if err := tc.HandshakeContext(ctx); err != nil {
			_ = conn.Close()
			return hop{}, err
		}
		conn = tc
	}
	how := u.listenFor(t)
	s := u.addStream(conn, t, how, true, to)
	if s == nil {
		_ = conn.Close()
		return hop{}, errClosed
	}
	return hop{s, to}, nil
}

func (s *stream) write() {
	var buf [][]byte
	for {
		select {
		case <-s.done:
			return
		case <-s.out.Wake():
		}
		buf = s.out.Take(buf)
		for _, b := range buf {
			_ = s.conn.SetWriteDeadline(time.Now().Add(writeLimit))
			if _, err := s.conn.Write(b); err != nil {
				s.close()
				return
			}
		}
	}
}

var crlf = []byte("\r\n\r\n")

// ping keeps NAT bindings of a connection that we opened alive.
func (s *stream) ping() {
	t := time.NewTicker(pingEvery)
	defer t.Stop()
	for {
		select {
		case <-s.done:
			return
		case <-t.C:
			s.out.Put(crlf)
		}
	}
}

// poke asks for a sign of life (RFC 5626 section 4.4.1) and gives the
// connection up when none comes in time.
func (s *stream) poke(within time.Duration) {
	before := s.reads.Load()
	if !s.out.Put(crlf) {
		return
	}
	time.AfterFunc(within, func() {
		defer s.ua.recovered("sip stream")
		if s.reads.Load() == before {
			s.close()
		}
	})
}

// Drop closes a TCP or TLS connection that is known to lead nowhere any more,
// as after a change of network: what waits on it fails at once instead of
// timing out. FlowGone is told.
func (u *UA) Drop(f Flow) {
	s, ok := u.linkByID(f.id).(*stream)
	if !ok {
		return
	}
	u.mu.Lock() // nothing more is to begin on it, although closing may take its time
	delete(u.byID, s.id)
	if k := (streamKey{s.kind, s.remote}); u.streams[k] == s {
		delete(u.streams, k)
	}
	u.mu.Unlock()
	u.spawn(s.close)
}

// dropWay is Drop for the connection that would be used.
func (u *UA) dropWay(w way) {
	u.mu.Lock()
	s := u.streams[streamKey{w.transport, w.next}]
	u.mu.Unlock()
	if s != nil {
		u.Drop(s.flow(s.remote))
	}
}

func (s *stream) read() {
	defer s.close()
	defer s.ua.recovered("sip stream")
	if tc, ok := s.conn.(*tls.Conn); ok && !s.outbound {
		ctx, cancel := context.WithTimeout(s.ua.ctx, writeLimit)
		err := tc.HandshakeContext(ctx)
		cancel()
		if err != nil {
			return
		}
	}
	idle := &idleReader{s.conn, s.ua.config.StreamIdle}
	r := bufio.NewReaderSize(idle, 4096)
	parser := s.ua.parser.NewSIPStream()
	defer parser.Close()
	frames := &framer{parser: parser, limit: s.ua.config.MaxMessage}
	chunk := make([]byte, 4096)
	for {
		n, err := r.Read(chunk)
		if err != nil {
			return
		}
		s.reads.Add(1)
		pinged := frames.add(chunk[:n])
		for {
			if pinged {
				s.out.Put(crlf[:2]) // RFC 5626 section 3.5.1: pong
			}
			var msg sip.Message
			if msg, pinged, err = frames.next(); err != nil {
				// There is no way to find the next message in the stream.
				s.ua.malformed.Add(1)
				if req, ok := msg.(*sip.Request); ok && req != nil {
					s.ua.refuseBad(&Request{req, s.flow(s.remote)}, s, 400)
				}
				return
			}
			if msg == nil {
				break
			}
			s.ua.receive(msg, s, s.remote)
		}
	}
}

// idleReader ends a connection on which nothing comes for too long.
type idleReader struct {
	conn net.Conn
	idle time.Duration
}

func (r *idleReader) Read(b []byte) (int, error) {
	if err := r.conn.SetReadDeadline(time.Now().Add(r.idle)); err != nil {
		return 0, err
	}
	return r.conn.Read(b)
}
