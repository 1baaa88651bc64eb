package live

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lesismal/nbio/logging"
	"github.com/lesismal/nbio/nbhttp"
	"github.com/lesismal/nbio/nbhttp/websocket"

	wire "github.com/yobirin/yobirin/shared/live"
)

const (
	keepalive      = 90 * time.Second // without a word from the client, pongs included
	maxMessage     = 64 << 10         // from a client
	maxWriteBuffer = 16 << 20         // unread by a client before it is cut; with 10,000 agents a snapshot is 4 to 6 MB
	maxSendQueue   = 64               // messages, where a connection has a goroutine of its own (TLS)
	stalled        = 25 * time.Second // without anything that was sent being taken, before a connection is cut
	sayEvery       = 50 * time.Millisecond
	sayBurst       = 40 // phone messages at once, before one each sayEvery
)

// Sockets takes WebSocket connections over from net/http and serves them all
// from a few pollers instead of a goroutine each.
type Sockets struct {
	hub    *Hub
	phones Phones
	engine *nbhttp.Engine
	up     *websocket.Upgrader
	origin func(*http.Request) bool
	stall  time.Duration // stalled
	log    *slog.Logger
}

// NewSockets starts the pollers. phones take the calls of browsers; nil
// refuses them all. origin says whether a request comes from a page of ours.
// The first Sockets of a process takes the log of nbio.
func NewSockets(hub *Hub, phones Phones, origin func(*http.Request) bool, log *slog.Logger) (*Sockets, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	logOnce.Do(func() { logging.SetLogger(quiet{log}) })
	engine := nbhttp.NewEngine(nbhttp.Config{
		Name: "live", SupportServerOnly: true, MaxWriteBufferSize: maxWriteBuffer, MaxLoad: maxReaders, ReleaseWebsocketPayload: true,
	})
	if err := engine.Start(); err != nil {
		return nil, fmt.Errorf("live: start the pollers: %w", err)
	}
	if phones == nil {
		phones = noPhones{}
	}
	s := &Sockets{hub: hub, phones: phones, engine: engine, origin: origin, stall: stalled, log: log}
	s.up = websocket.NewUpgrader()
	s.up.Engine = engine
	s.up.CheckOrigin = origin
	s.up.KeepaliveTime = keepalive
	s.up.MessageLengthLimit = maxMessage
	s.up.HandshakeTimeout = 10 * time.Second
	s.up.BlockingModSendQueueMaxSize = maxSendQueue
	s.up.OnMessage(s.message)
	s.up.OnClose(func(c *websocket.Conn, _ error) {
		if r, ok := c.SessionWithLock().(*remote); ok {
			hub.box.Put(input{leave: r})
			r.left.Do(func() { phones.Left(r, r.over.Load()) })
		}
	})
	return s, nil
}

// logOnce guards nbio's one log.
var logOnce sync.Once

// Serve upgrades a request that has already been let in as viewer.
func (s *Sockets) Serve(w http.ResponseWriter, r *http.Request, viewer Viewer) {
	conn, err := s.up.UpgradeAndTransferConnToPoller(w, r, nil)
	if err != nil {
		s.log.Debug("a live socket was not opened", "err", err)
		return
	}
	remote := &remote{conn: conn, viewer: viewer}
	if from, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		remote.from = from.Addr().Unmap()
	}
	conn.SetSession(remote)
	// The deadline set by the upgrade stayed with the connection it came from.
	_ = conn.SetReadDeadline(time.Now().Add(keepalive))
	// That of the handshake stays for writing where the connection does not
	// change hands (TLS): nothing would be told after it.
	_ = conn.SetWriteDeadline(time.Time{})
	if err := cutStalled(conn.Conn, s.stall); err != nil {
		s.log.Debug("a live socket whose reader stalls is not cut early", "err", err)
	}
	if !s.hub.box.Put(input{join: &joining{socket: remote, viewer: viewer}}) {
		remote.Close(1013, "try again later")
	}
}

func (s *Sockets) message(c *websocket.Conn, t websocket.MessageType, data []byte) {
	r, ok := c.SessionWithLock().(*remote)
	if !ok {
		_ = c.Close()
		return
	}
	if t != websocket.TextMessage {
		r.Close(1003, "expected JSON text")
		return
	}
	m, err := wire.Read(data)
	_, resync := m.(wire.Resync)
	switch {
	case errors.Is(err, wire.ErrNotJSON):
		r.Close(1003, "expected JSON text")
	case resync:
		s.hub.box.Put(input{resync: r})
	case m != nil || err != nil:
		s.phoned(r, m, err)
	}
}

// Shutdown stops the pollers; the hub has closed the connections before.
func (s *Sockets) Shutdown(ctx context.Context) error {
	if err := s.engine.Shutdown(ctx); err != nil {
		return fmt.Errorf("live: stop the pollers: %w", err)
	}
	return nil
}

// remote is a connection as the hub knows it.
type remote struct {
	conn   *websocket.Conn
	viewer Viewer
	from   netip.Addr
	over   atomic.Bool // closed because its session has ended
	left   sync.Once

	mu   sync.Mutex
	said time.Time // up to when the messages so far are paid for, at one each sayEvery
}

// maySay counts a phone message, and says whether it is within the limit.
func (r *remote) maySay() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	if r.said.Before(now) {
		r.said = now
	}
	if r.said.Sub(now) > sayBurst*sayEvery {
		return false
	}
	r.said = r.said.Add(sayEvery)
	return true
}

// Send writes a text message without waiting for the reader. A ping goes
// along as a control frame, too: the answer to it keeps the connection.
func (r *remote) Send(message []byte) error {
	if len(message) < 20 { // the ping message of the hub
		if err := r.conn.WriteMessage(websocket.PingMessage, nil); err != nil {
			return err
		}
	}
	return r.conn.WriteMessage(websocket.TextMessage, message)
}

// Close says why and closes.
func (r *remote) Close(code int, reason string) {
	if code == closeSession {
		r.over.Store(true)
	}
	body := binary.BigEndian.AppendUint16(nil, uint16(code))
	_ = r.conn.WriteMessage(websocket.CloseMessage, append(body, reason...))
	_ = r.conn.Close()
}

// quiet passes nbio's errors on and keeps its chatter out of the log.
type quiet struct{ log *slog.Logger }

func (q quiet) Debug(string, ...any)          {}
func (q quiet) Info(string, ...any)           {}
func (q quiet) Warn(format string, v ...any)  { q.log.Debug("nbio: " + fmt.Sprintf(format, v...)) }
func (q quiet) Error(format string, v ...any) { q.log.Warn("nbio: " + fmt.Sprintf(format, v...)) }
