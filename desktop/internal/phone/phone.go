package phone

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"log/slog"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/voice"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/mailbox"
	"github.com/yobirin/yobirin/shared/sipua"
)

// Options are what a phone is made of.
type Options struct {
	Voice voice.Voice
	// Tell takes the phone's facts, in order. It never blocks.
	Tell func(seat.Input)
	Log  *slog.Logger // nil: none
	// Installation names this installation of the app for ever, so that the
	// server knows a phone that comes back with another address (RFC 5626).
	Installation string
	UserAgent    string
	// Roots are trusted besides the system's.
	Roots []*x509.Certificate
	// Network is nil for the system's.
	Network Network
}

// Phone is the softphone. Its methods may be called from any goroutine.
type Phone struct {
	o        Options
	log      *slog.Logger
	network  Network
	instance string // +sip.instance
	ua       *sipua.UA
	box      *mailbox.Box[func()]
	ctx      context.Context // until Close
	cancel   context.CancelFunc
	closed   sync.Once
	running  sync.WaitGroup // the owner
	watching sync.WaitGroup // everything else

	// Read by goroutines of the UA and of the watch.
	facing  atomic.Pointer[netip.AddrPort] // the server, for the route towards it
	trusted atomic.Pointer[trust]
	busy    atomic.Int32 // lines

	owned
}

// owned belongs to the owner goroutine.
type owned struct {
	acc     *account // nil: switched off
	flow    sipua.Flow
	local   netip.Addr // our address towards the server; invalid: unknown
	socket  *socket
	media   seat.Media
	lines   map[seat.Line]*line
	counted uint64              // lines that came in
	needICE map[netip.Addr]bool // addresses of ours from which plain media did not pass
}

const (
	boxLimit = 1 << 16
	// maxLines bounds what a server gone mad can cost; the seat refuses long
	// before.
	maxLines  = 32
	goodbye   = 2 * time.Second // for unregistering and the last BYEs
	userAgent = "Yobirin"
)

// New makes a phone, switched off. An error wraps fault.Invalid.
func New(o Options) (*Phone, error) {
	switch {
	case o.Voice == nil:
		return nil, fault.Wrong("Voice", "nil", "the audio of calls")
	case o.Tell == nil:
		return nil, fault.Wrong("Tell", "nil", "a function that takes facts")
	case o.Installation == "":
		return nil, fault.Wrong("Installation", "", "a name of this installation")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Network == nil {
		o.Network = System{}
	}
	if o.UserAgent == "" {
		o.UserAgent = userAgent
	}
	p := &Phone{
		o: o, log: o.Log, network: o.Network, instance: instanceOf(o.Installation),
		box:   mailbox.New[func()](boxLimit),
		owned: owned{lines: map[seat.Line]*line{}, needICE: map[netip.Addr]bool{}},
	}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	ua, err := sipua.New(sipua.Config{
		Log: o.Log, UserAgent: o.UserAgent, Invite: p.invited, Request: asked, Admit: p.admit,
		DialStream: o.Network.Dial, TLS: tlsConfig(o.Roots), ServerName: p.serverName, FlowGone: p.flowGone,
	})
	if err != nil {
		p.cancel()
		return nil, err
	}
	p.ua = ua
	p.running.Add(1)
	go p.run()
	p.watching.Add(1)
	go p.watch()
	return p, nil
}

// tlsConfig trusts what the system trusts, and more roots.
func tlsConfig(roots []*x509.Certificate) *tls.Config {
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if len(roots) == 0 {
		return c // nil RootCAs: the system's own verifier
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	for _, r := range roots {
		pool.AddCert(r)
	}
	c.RootCAs = pool
	return c
}

// Do carries out an effect that is the phone's; others are ignored. It never
// blocks: what comes of it is told.
func (p *Phone) Do(e seat.Effect) {
	switch e := e.(type) {
	case seat.Register:
		p.post(func() { p.register(e) })
	case seat.Unregister:
		p.post(p.unregister)
	case seat.Refresh:
		p.post(p.refresh)
	case seat.DialLine:
		p.post(func() { p.dial(e) })
	case seat.AcceptLine:
		p.onLine(e.Line, p.accept)
	case seat.RefuseLine:
		p.onLine(e.Line, func(l *line) { p.refuse(l, e.Status) })
	case seat.HangUpLine:
		p.onLine(e.Line, p.hangUp)
	case seat.HoldLine:
		p.post(func() { p.hold(e) })
	case seat.MuteLine:
		p.onLine(e.Line, func(l *line) { p.mute(l, e.On) })
	case seat.PressLine:
		p.onLine(e.Line, func(l *line) { p.press(l, e.Digits) })
	default: // another edge's
	}
}

// Close hangs up every call, unregisters and ends the phone. It waits for the
// far sides for two seconds at most. Nothing is told afterwards.
func (p *Phone) Close() {
	p.closed.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), goodbye)
		defer cancel()
		left := make(chan struct{})
		if p.post(func() { p.leave(func() { close(left) }) }) {
			select {
			case <-left:
			case <-ctx.Done():
			}
		}
		p.cancel()
		p.box.Close()
		p.running.Wait()
		_ = p.ua.Close(ctx) // what is still open has had its time
		p.watching.Wait()
	})
}
