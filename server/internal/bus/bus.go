// Package bus carries messages between the parts of a server and, with an
// external NATS, between servers. It may lose messages when a server dies or a
// reader is too slow: truth is in PostgreSQL and in the spool.
package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// MaxPayload is the largest message in bytes.
const MaxPayload = 1 << 20

// ErrNobody says that a request had no one to answer it.
var ErrNobody = errors.New("bus: nobody answers on this subject")

// Options tune Open.
type Options struct {
	// URL is an external NATS (several with commas); empty runs one in-process.
	URL    string
	Logger *slog.Logger
}

// Bus is one connection, and the server behind it when that is in-process. It
// is safe for concurrent use.
type Bus struct {
	conn   *nats.Conn
	server *server.Server // nil when external
	log    *slog.Logger
	lost   atomic.Uint64
	panics atomic.Uint64
}

// Open starts the in-process server or connects to the external one, which must
// answer now; later it may come and go, and the connection is made again.
func Open(ctx context.Context, o Options) (*Bus, error) {
	b := &Bus{log: o.Logger}
	if b.log == nil {
		b.log = slog.New(slog.DiscardHandler)
	}
	options := []nats.Option{
		nats.Name("yobirind"),
		nats.MaxReconnects(-1),
		nats.ReconnectWait(250 * time.Millisecond),
		nats.ErrorHandler(b.asyncError),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				b.log.Warn("bus: connection lost", "error", err)
			}
		}),
		nats.ReconnectHandler(func(*nats.Conn) { b.log.Info("bus: connected again") }),
	}
	if deadline, ok := ctx.Deadline(); ok {
		options = append(options, nats.Timeout(max(time.Until(deadline), time.Millisecond)))
	}
	address := o.URL
	if address == "" {
		if err := b.startServer(); err != nil {
			return nil, err
		}
		options = append(options, nats.InProcessServer(b.server))
	}
	conn, err := nats.Connect(address, options...)
	if err != nil {
		b.stopServer()
		return nil, fmt.Errorf("bus: connect to %s: %w", shown(address), err)
	}
	b.conn = conn
	return b, nil
}

func (b *Bus) startServer() error {
	s, err := server.NewServer(&server.Options{
		ServerName: "yobirind", DontListen: true, NoLog: true, NoSigs: true, MaxPayload: MaxPayload,
	})
	if err != nil {
		return fmt.Errorf("bus: %w", err)
	}
	s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		s.Shutdown()
		return errors.New("bus: the in-process server is not ready after 10 s")
	}
	b.server = s
	return nil
}

func (b *Bus) stopServer() {
	if b.server != nil {
		b.server.Shutdown()
		b.server.WaitForShutdown()
	}
}

// asyncError hears of readers that are too slow: their messages are dropped.
func (b *Bus) asyncError(_ *nats.Conn, sub *nats.Subscription, err error) {
	subject := ""
	if sub != nil {
		subject = sub.Subject
	}
	if errors.Is(err, nats.ErrSlowConsumer) {
		b.lost.Add(1)
	}
	b.log.Warn("bus", "subject", subject, "error", err)
}

// Publish hands data to every subscriber of subject, without waiting for any.
// While an external bus is away messages are kept up to 8 MB, then refused.
func (b *Bus) Publish(subject string, data []byte) error {
	if err := b.conn.Publish(subject, data); err != nil {
		return fmt.Errorf("bus: publish on %q: %w", subject, err)
	}
	return nil
}

// Subscribe calls fn with each message of subject (* and > as in NATS), one at
// a time, in the order each publisher sent them. fn must not keep data. After
// unsubscribe returns at most the call that is already running goes on.
func (b *Bus) Subscribe(subject string, fn func(data []byte)) (unsubscribe func(), err error) {
	return b.subscribe(subject, func(m *nats.Msg) { fn(m.Data) })
}

// Serve answers requests on subject with what fn returns.
func (b *Bus) Serve(subject string, fn func(data []byte) []byte) (unsubscribe func(), err error) {
	return b.subscribe(subject, func(m *nats.Msg) {
		answer := fn(m.Data)
		if m.Reply == "" {
			return
		}
		if err := m.Respond(answer); err != nil {
			b.log.Warn("bus: answer", "subject", subject, "error", err)
		}
	})
}

func (b *Bus) subscribe(subject string, fn func(*nats.Msg)) (func(), error) {
	var ended atomic.Bool
	sub, err := b.conn.Subscribe(subject, func(m *nats.Msg) {
		defer func() {
			if r := recover(); r != nil {
				b.panics.Add(1)
				b.log.Error("bus: a subscriber panicked", "subject", subject, "panic", r, "stack", string(debug.Stack()))
			}
		}()
		if !ended.Load() {
			fn(m)
		}
	})
	if err != nil {
		return nil, fmt.Errorf("bus: subscribe to %q: %w", subject, err)
	}
	return func() {
		ended.Store(true)
		_ = sub.Unsubscribe()
	}, nil
}

// Request sends data and waits for one answer until ctx ends. It fails at once
// with ErrNobody when no one serves the subject.
func (b *Bus) Request(ctx context.Context, subject string, data []byte) ([]byte, error) {
	m, err := b.conn.RequestWithContext(ctx, subject, data)
	if errors.Is(err, nats.ErrNoResponders) {
		return nil, fmt.Errorf("%w: %q", ErrNobody, subject)
	}
	if err != nil {
		return nil, fmt.Errorf("bus: request on %q: %w", subject, err)
	}
	return m.Data, nil
}

// Flush returns when the server has processed all that was published and
// subscribed before.
func (b *Bus) Flush(ctx context.Context) error {
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, 10*time.Second) // the library wants a limit
		defer cancel()
	}
	if err := b.conn.FlushWithContext(ctx); err != nil {
		return fmt.Errorf("bus: flush: %w", err)
	}
	return nil
}

// Ready is the readiness check: an error while the bus is away.
func (b *Bus) Ready(context.Context) error {
	if status := b.conn.Status(); status != nats.CONNECTED {
		return fmt.Errorf("bus: %s", status)
	}
	return nil
}

// SlowReaders counts how often a subscriber was so slow that messages to it
// were dropped.
func (b *Bus) SlowReaders() uint64 { return b.lost.Load() }

// Close sends what is published, ends every subscription and stops the
// in-process server.
func (b *Bus) Close() {
	if !b.conn.IsClosed() {
		_ = b.conn.FlushTimeout(2 * time.Second)
		b.conn.Close()
	}
	b.stopServer()
}

// shown is the address without a password.
func shown(address string) string {
	if address == "" {
		return "the in-process server"
	}
	u, err := url.Parse(address)
	if err != nil {
		return "the external server"
	}
	return u.Redacted()
}
