package sipua

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net"
	"net/netip"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emiago/sipgo/sip"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/mailbox"
)

// UA is the user agent. Make it with New; end it with Close.
type UA struct {
	config     Config
	log        *slog.Logger
	parser     *sip.Parser
	t1, t2, t4 time.Duration
	resolve    func(context.Context, string, int, Transport) ([]netip.AddrPort, error)
	dialStream func(context.Context, netip.AddrPort) (net.Conn, error)
	ctx        context.Context
	cancel     context.CancelFunc
	dials      keyed[streamKey]
	malformed  atomic.Uint64
	dropped    atomic.Uint64
	panics     atomic.Uint64

	mu        sync.Mutex
	closed    bool
	lastID    uint64
	sockets   []*socket
	listeners []listening
	byID      map[uint64]link
	streams   map[streamKey]*stream
	inbound   int // streams that the far side opened
	clients   map[string]*clientTx
	servers   map[string]*serverTx
	dialogs   map[string]*Dialog // by Call-ID and our tag
	merges    map[string]*Dialog // unanswered inbound, by Call-ID, From tag and CSeq
	insides   map[string]insider // subscriptions, by Call-ID and our tag
	empty     chan struct{}      // closed when the last dialog ends after Close began
}

type listening struct {
	l   net.Listener
	how Listen
}

// New makes a UA; it does nothing until it is fed by Serve or ServeStream.
func New(c Config) (*UA, error) {
	for name, d := range map[string]time.Duration{"T1": c.T1, "T2": c.T2, "T4": c.T4, "StreamIdle": c.StreamIdle} {
		if d < 0 {
			return nil, fault.Wrong(name, d.String(), "0 or more")
		}
	}
	if c.MinSE < 0 || c.SessionExpires < 0 || c.MinSE > 0 && c.MinSE < 90 {
		return nil, fault.Wrong("MinSE", time.Duration(c.MinSE).String(), "90 or more, or 0 (RFC 4028 section 5)")
	}
	or := func(d *time.Duration, def time.Duration) {
		if *d == 0 {
			*d = def
		}
	}
	orInt := func(n *int, def int) {
		if *n == 0 {
			*n = def
		}
	}
	or(&c.T1, 500*time.Millisecond)
	or(&c.T2, 4*time.Second)
	or(&c.T4, 5*time.Second)
	or(&c.StreamIdle, 10*time.Minute)
	orInt(&c.StreamLimit, 10_000)
	orInt(&c.MaxMessage, 65536)
	orInt(&c.SessionExpires, 1800)
	orInt(&c.MinSE, 90)
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	u := &UA{
		config: c, log: c.Log, parser: newParser(c.MaxMessage), t1: c.T1, t2: c.T2, t4: c.T4,
		resolve: c.Resolve, dialStream: c.DialStream,
		byID: map[uint64]link{}, streams: map[streamKey]*stream{}, clients: map[string]*clientTx{},
		servers: map[string]*serverTx{}, dialogs: map[string]*Dialog{}, merges: map[string]*Dialog{},
	}
	if u.resolve == nil {
		u.resolve = resolveSystem
	}
	if u.dialStream == nil {
		d := &net.Dialer{KeepAlive: 15 * time.Second}
		u.dialStream = func(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
			return d.DialContext(ctx, "tcp", to.String())
		}
	}
	u.ctx, u.cancel = context.WithCancel(context.Background())
	return u, nil
}

// Close ends every dialog with BYE, CANCEL or 503, waits until they are over
// or ctx is done, and closes all sockets.
func (u *UA) Close(ctx context.Context) error {
	u.mu.Lock()
	if u.closed {
		u.mu.Unlock()
		return nil
	}
	if u.empty == nil {
		u.empty = make(chan struct{})
		if len(u.dialogs) == 0 {
			close(u.empty)
		}
	}
	open := make([]*Dialog, 0, len(u.dialogs))
	for _, d := range u.dialogs {
		open = append(open, d)
	}
	u.mu.Unlock()
	for _, d := range open {
		d.do(d.shutdown)
	}
	var err error
	select {
	case <-u.empty:
	case <-ctx.Done():
		err = errors.Join(fault.New(fault.Unavailable, "sip_dialogs_open", "dialogs were still open"), ctx.Err())
	}
	u.mu.Lock()
	u.closed = true
	sockets, listeners := u.sockets, u.listeners
	streams := make([]*stream, 0, len(u.byID))
	for _, l := range u.byID {
		if s, ok := l.(*stream); ok {
			streams = append(streams, s)
		}
	}
	clients, servers := u.clients, u.servers
	u.clients, u.servers = map[string]*clientTx{}, map[string]*serverTx{}
	insides := slices.Collect(maps.Values(u.insides))
	u.mu.Unlock()
	u.cancel()
	for _, t := range clients {
		t.fail(WhyShutdown, errClosed)
		t.expire()
	}
	for _, t := range servers {
		t.expire()
	}
	for _, i := range insides {
		i.drop()
	}
	for _, s := range sockets {
		_ = s.conn.Close()
	}
	for _, l := range listeners {
		_ = l.l.Close()
	}
	for _, s := range streams {
		s.close()
	}
	return err
}

// Stats are the UA's counters, for metrics and leak tests.
type Stats struct {
	Dialogs            int
	ClientTransactions int
	ServerTransactions int
	Connections        int    // TCP and TLS
	Malformed          uint64 // messages that could not be read
	Dropped            uint64 // messages that nobody was told about: not admitted, or too many
	Subscriptions      int    // either side's
	Panics             uint64 // mistakes of ours that were caught; see the log
}

// Stats counts what the UA holds now.
func (u *UA) Stats() Stats {
	u.mu.Lock()
	defer u.mu.Unlock()
	return Stats{
		Dialogs: len(u.dialogs), ClientTransactions: len(u.clients), ServerTransactions: len(u.servers),
		Connections: len(u.byID) - len(u.sockets), Malformed: u.malformed.Load(), Dropped: u.dropped.Load(),
		Panics: u.panics.Load(), Subscriptions: len(u.insides),
	}
}

// spawn runs f in a goroutine that cannot bring the process down.
func (u *UA) spawn(f func()) {
	go func() {
		defer u.recovered("sip")
		f()
	}()
}

// recovered is deferred at every goroutine's edge.
func (u *UA) recovered(where string) {
	if p := recover(); p != nil {
		u.caught(where, p)
	}
}

func (u *UA) caught(where string, p any) {
	u.panics.Add(1)
	u.log.Error("a mistake was caught", "where", where, "panic", p, "stack", string(debug.Stack()))
}

// pause waits; false means that the UA was closed meanwhile.
func (u *UA) pause(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-u.ctx.Done():
		return false
	}
}

func (u *UA) trace(direction string, f Flow, b []byte) {
	if u.config.Trace != nil {
		u.config.Trace(direction == "sent", f, b)
	}
}

func (u *UA) isClosed() bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.closed
}

func (u *UA) addSocket(s *socket) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.closed {
		return false
	}
	u.lastID++
	s.id = u.lastID
	u.sockets = append(u.sockets, s)
	u.byID[s.id] = s
	return true
}

func (u *UA) dropSocket(s *socket) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.byID, s.id)
	for i, o := range u.sockets {
		if o == s {
			u.sockets = append(u.sockets[:i:i], u.sockets[i+1:]...)
			return
		}
	}
}

func (u *UA) addListener(l net.Listener, how Listen) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.closed {
		return false
	}
	if how.PublicPort == 0 {
		how.PublicPort = int(addrPortOf(l.Addr()).Port())
	}
	u.listeners = append(u.listeners, listening{l, how})
	return true
}

func (u *UA) dropListener(l net.Listener) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for i, o := range u.listeners {
		if o.l == l {
			u.listeners = append(u.listeners[:i:i], u.listeners[i+1:]...)
			return
		}
	}
}

// listenFor gives what an outbound connection says of itself: the address
// that we listen on, or nothing (its own local address).
func (u *UA) listenFor(t Transport) Listen {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, l := range u.listeners {
		if l.how.Transport == t {
			return l.how
		}
	}
	return Listen{Transport: t}
}

func (u *UA) addStream(conn net.Conn, t Transport, how Listen, outbound bool, remote netip.AddrPort) *stream {
	s := &stream{
		ua: u, conn: conn, kind: t, how: how, local: addrPortOf(conn.LocalAddr()), remote: unmap(remote),
		outbound: outbound, out: mailbox.New[[]byte](streamBacklog), done: make(chan struct{}),
	}
	u.mu.Lock()
	if u.closed || !outbound && u.inbound >= u.config.StreamLimit {
		u.mu.Unlock()
		u.dropped.Add(1)
		return nil
	}
	u.lastID++
	s.id = u.lastID
	u.byID[s.id] = s
	u.streams[streamKey{t, s.remote}] = s
	if !outbound {
		u.inbound++
	}
	u.mu.Unlock()
	u.spawn(s.read)
	u.spawn(s.write)
	if outbound {
		u.spawn(s.ping)
	}
	return s
}

func (u *UA) dropStream(s *stream) {
	u.mu.Lock()
	delete(u.byID, s.id)
	if k := (streamKey{s.kind, s.remote}); u.streams[k] == s {
		delete(u.streams, k)
	}
	if !s.outbound {
		u.inbound--
	}
	var hit []*clientTx
	for _, t := range u.clients {
		hit = append(hit, t)
	}
	u.mu.Unlock()
	for _, t := range hit {
		t.linkGone(s)
	}
	if gone := u.config.FlowGone; gone != nil {
		gone(s.flow(s.remote))
	}
}

func (u *UA) linkByID(id uint64) link {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.byID[id]
}

func (u *UA) addClientTx(t *clientTx) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.closed {
		return false
	}
	u.clients[t.key()] = t
	return true
}

func (u *UA) dropClientTx(t *clientTx) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.clients, t.key())
}

func (u *UA) dropServerTx(t *serverTx) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.servers, t.key)
}

// keyed is a set of locks by key: one connection attempt per peer at a time.
type keyed[K comparable] struct {
	mu    sync.Mutex
	locks map[K]*keyLock
}

type keyLock struct {
	turn  chan struct{}
	users int
}

func (k *keyed[K]) Lock(key K) {
	k.mu.Lock()
	l := k.locks[key]
	if l == nil {
		if k.locks == nil {
			k.locks = map[K]*keyLock{}
		}
		l = &keyLock{turn: make(chan struct{}, 1)}
		k.locks[key] = l
	}
	l.users++
	k.mu.Unlock()
	l.turn <- struct{}{}
}

func (k *keyed[K]) Unlock(key K) {
	k.mu.Lock()
	defer k.mu.Unlock()
	l := k.locks[key]
	<-l.turn
	if l.users--; l.users == 0 {
		delete(k.locks, key)
	}
}
