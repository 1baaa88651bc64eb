package sipedge

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sipua"
	"github.com/yobirin/yobirin/shared/sipua/digest"
)

// Edge is the SIP edge. Make it with New; its methods may be called from any
// goroutine and, but for Start and Close, never block.
type Edge struct {
	puzzled   puzzled
	cfg       Config
	plan      atomic.Pointer[index]
	guard     *guard
	digest    *digest.Guard
	phones    *registrar
	trunks    *trunkKeeper
	watchers  *watchers
	pickupKey []byte // signs the names that lamps give ringing legs
	ua        *sipua.UA
	host      string // our name towards far sides, set by Start
	local     netip.AddrPort
	secure    netip.AddrPort
	counts    [verdicts]atomic.Uint64
	marks     marks
	metrics   *metrics

	draining atomic.Bool
	restore  sync.Once // the registrations of the last run, at the first plan
	stop     context.CancelFunc
	work     sync.WaitGroup

	mu        sync.Mutex
	legs      map[id.Leg]*session
	ours      map[string]struct{} // Call-IDs of our own outbound INVITEs, against loops
	dialogs   map[*sipua.Dialog]*session
	referrals map[id.Leg]*sipua.Dialog // phones that wait to hear of a transfer
	empty     chan struct{}            // closed when legs becomes empty while closing
	closed    bool
}

// nonceLife is how long a digest nonce is good: longer than a phone needs to
// answer, shorter than a registration.
const nonceLife = 5 * time.Minute

// New checks the configuration and makes an edge that has no plan yet:
// everybody is a stranger.
func New(cfg Config) (*Edge, error) {
	if err := cfg.complete(); err != nil {
		return nil, err
	}
	key := make([]byte, 64)
	if _, err := rand.Read(key); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "random", "the system's random source failed")
	}
	e := &Edge{
		cfg: cfg, guard: newGuard(cfg.Guard), digest: digest.NewGuard(Realm, key[:32], nonceLife),
		pickupKey: key[32:], legs: map[id.Leg]*session{}, ours: map[string]struct{}{}, dialogs: map[*sipua.Dialog]*session{}, referrals: map[id.Leg]*sipua.Dialog{}, empty: make(chan struct{}),
	}
	e.plan.Store(&index{})
	e.watchers = newWatchers(e)
	e.phones = newRegistrar(cfg.Register, cfg.Registered, e.guard)
	e.phones.moved, e.phones.current = e.followed, e.account
	e.trunks = newTrunkKeeper(e)
	e.guard.setTrusted(func(a netip.AddrPort) bool { return e.trunkAt(e.plan.Load(), a) != nil })
	e.metrics = newMetrics(e)
	if err := e.metrics.register(cfg.Metrics); err != nil {
		return nil, err
	}
	ua, err := sipua.New(sipua.Config{
		Log: cfg.Logger, UserAgent: cfg.UserAgent, Invite: e.invited, Request: e.requested, Admit: e.admit,
		Resolve: func(ctx context.Context, host string, port int, t sipua.Transport) ([]netip.AddrPort, error) {
			return cfg.Resolve(ctx, host, uint16(port), Transport(t))
		},
		ReferRefusal: 403, Extensions: []string{"replaces"}, TLS: cfg.TLS, T1: cfg.T1, MaxMessage: cfg.Guard.Datagram * 4,
		FlowGone: e.flowGone,
	})
	if err != nil {
		return nil, err
	}
	e.ua = ua
	return e, nil
}

// SetPlan swaps who may talk to us. Running calls keep what they began with;
// registrations of devices that are gone or have another password end at once,
// and their subscriptions with them. The first plan also takes back the
// registrations of the last run.
func (e *Edge) SetPlan(p Plan) error {
	x, err := newIndex(p)
	if err != nil {
		return err
	}
	e.plan.Store(x)
	e.restore.Do(func() { e.phones.restore(readSnapshot(e.cfg.DataDir, e.cfg.Logger), x, time.Now()) })
	e.phones.prune(x)
	e.watchers.prune(x)
	e.trunks.apply(x)
	return nil
}

// Start opens the sockets and begins. It returns when calls can come in. The
// context only bounds the start; Close ends the edge.
func (e *Edge) Start(ctx context.Context) error {
	conn, streams, secure, err := e.open(ctx)
	if err != nil {
		return err
	}
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	e.stop = stop
	e.host = e.publicHost()
	udp := newPacketConn(conn, e.guard, &e.marks, &e.counts)
	taken := make(chan struct{})
	udp.read1 = sync.OnceFunc(func() { close(taken) })
	reopen := func() (net.PacketConn, error) {
		c, err := e.cfg.ListenPacket(e.local.String())
		if err != nil {
			return nil, err
		}
		e.mark(c)
		return newPacketConn(c, e.guard, &e.marks, &e.counts), nil
	}
	e.serve("udp", func() error {
		return e.ua.Serve(udp, sipua.Listen{Transport: sipua.UDP, PublicHost: e.cfg.PublicHost, PublicPort: int(e.local.Port()), Reopen: reopen})
	})
	select {
	case <-taken: // else the first trunk's REGISTER would find no socket
	case <-ctx.Done():
		stop()
		for _, l := range []net.Listener{streams, secure} {
			if l != nil {
				_ = l.Close()
			}
		}
		return errors.Join(ctx.Err(), e.ua.Close(ctx))
	}
	if streams != nil {
		e.serve("tcp", func() error {
			return e.ua.ServeStream(&listener{streams, e.guard}, sipua.Listen{Transport: sipua.TCP, PublicHost: e.cfg.PublicHost, PublicPort: int(e.local.Port())})
		})
	}
	if secure != nil {
		wrapped := tls.NewListener(&listener{secure, e.guard}, e.cfg.TLS)
		e.serve("tls", func() error {
			return e.ua.ServeStream(wrapped, sipua.Listen{Transport: sipua.TLS, PublicHost: e.cfg.PublicHost, PublicPort: int(e.secure.Port())})
		})
	}
	e.work.Go(func() { e.tend(run) })
	e.trunks.start(run)
	return nil
}

// open makes the sockets. With port 0, TCP takes the port that UDP got; when
// somebody else has that one, another is drawn.
func (e *Edge) open(ctx context.Context) (conn net.PacketConn, streams, secure net.Listener, err error) {
	host, port, err := net.SplitHostPort(e.cfg.Listen)
	if err != nil {
		return nil, nil, nil, fault.Wrong("Listen", e.cfg.Listen, "an address such as :5060")
	}
	for draws := 0; ; draws++ {
		conn, streams, err = e.openPair(ctx, host)
		if err == nil {
			break
		}
		if port != "0" || draws == 20 {
			return nil, nil, nil, err
		}
	}
	if e.cfg.ListenTLS != "" && !e.cfg.NoStreams {
		var lc net.ListenConfig
		if secure, err = lc.Listen(ctx, "tcp", e.cfg.ListenTLS); err != nil {
			_, _ = conn.Close(), streams.Close()
			return nil, nil, nil, fault.Wrap(err, fault.Unavailable, "sip_listen", "SIP cannot listen on TLS %s", e.cfg.ListenTLS)
		}
		e.secure, _ = netip.ParseAddrPort(secure.Addr().String())
	}
	return conn, streams, secure, nil
}

// openPair makes the UDP socket and the TCP listener of one port.
func (e *Edge) openPair(ctx context.Context, host string) (net.PacketConn, net.Listener, error) {
	conn, err := e.cfg.ListenPacket(e.cfg.Listen)
	if err != nil {
		return nil, nil, fault.Wrap(err, fault.Unavailable, "sip_listen", "SIP cannot listen on UDP %s", e.cfg.Listen)
	}
	at, ok := addrPort(conn.LocalAddr())
	if !ok {
		_ = conn.Close()
		return nil, nil, fault.New(fault.Internal, "sip_listen", "the socket's address %s cannot be read", conn.LocalAddr())
	}
	e.mark(conn)
	e.local = at
	if e.cfg.NoStreams {
		return conn, nil, nil
	}
	var lc net.ListenConfig
	address := net.JoinHostPort(host, strconv.Itoa(int(at.Port())))
	streams, err := lc.Listen(ctx, "tcp", address)
	if err != nil {
		_ = conn.Close()
		return nil, nil, fault.Wrap(err, fault.Unavailable, "sip_listen", "SIP cannot listen on TCP %s", address)
	}
	return conn, streams, nil
}

// mark sets a datagram socket up.
func (e *Edge) mark(c net.PacketConn) {
	widen(c)
	if e.cfg.DSCP < 0 {
		return
	}
	if err := setDSCP(c, e.cfg.DSCP); err != nil {
		e.cfg.Logger.Info("SIP packets carry no DSCP mark", "reason", err)
	}
}

func (e *Edge) serve(what string, f func() error) {
	e.work.Go(func() {
		defer e.caught("serving " + what)
		if err := f(); err != nil {
			e.cfg.Logger.Error("a SIP listener ended", "transport", what, "error", err)
		}
	})
}

// caught ends a panic at a goroutine's edge.
func (e *Edge) caught(doing string) {
	if p := recover(); p != nil {
		e.cfg.Logger.Error("panic in the SIP edge", "doing", doing, "panic", fmt.Sprint(p))
	}
}

func (e *Edge) publicHost() string {
	if e.cfg.PublicHost != "" {
		return e.cfg.PublicHost
	}
	if a := e.local.Addr(); !a.IsUnspecified() {
		return a.String()
	}
	addrs, _ := net.InterfaceAddrs()
	for _, a := range addrs {
		if p, err := netip.ParsePrefix(a.String()); err == nil && p.Addr().IsGlobalUnicast() && p.Addr().Is4() {
			return p.Addr().String()
		}
	}
	return "127.0.0.1"
}

// Addr is where UDP and TCP listen; valid after Start.
func (e *Edge) Addr() netip.AddrPort { return e.local }

// AddrTLS is where TLS listens; not valid without TLS.
func (e *Edge) AddrTLS() netip.AddrPort { return e.secure }

// Drain refuses new calls with 503 and Retry-After from now on; running ones
// and registrations go on.
func (e *Edge) Drain() { e.draining.Store(true) }

// Close ends every leg, unregisters from carriers, closes the sockets and
// writes the registrations down. It waits until all is done or ctx is over;
// every leg's Ended has been reported when it returns nil.
func (e *Edge) Close(ctx context.Context) error {
	e.Drain()
	e.mu.Lock()
	e.closed = true
	all := make([]*session, 0, len(e.legs))
	for _, s := range e.legs {
		all = append(all, s)
	}
	none := len(all) == 0
	e.mu.Unlock()
	for _, s := range all {
		e.Order(leg.HangUp{Leg: s.id, Cause: leg.Cause{Kind: leg.CauseShutdown}})
	}
	var errs []error
	if !none {
		select {
		case <-e.empty:
		case <-ctx.Done():
			errs = append(errs, fmt.Errorf("sipedge: legs still up at the end of the stop: %w", ctx.Err()))
		}
	}
	e.watchers.close(ctx)
	e.trunks.close(ctx)
	errs = append(errs, e.ua.Close(ctx))
	if e.stop != nil {
		e.stop()
	}
	e.work.Wait()
	errs = append(errs, e.phones.save(e.cfg.DataDir))
	e.metrics.unregister(e.cfg.Metrics)
	return errors.Join(errs...)
}

// tend does what is due: expiry, qualification, the snapshot.
func (e *Edge) tend(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	saved := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			func() {
				defer e.caught("tending registrations")
				e.phones.expire(now)
				for _, p := range e.phones.due(now, e.cfg.Qualify) {
					e.ping(p)
				}
				e.guard.sweep(now)
				if now.Sub(saved) >= snapshotEvery {
					saved = now
					if err := e.phones.save(e.cfg.DataDir); err != nil {
						e.cfg.Logger.Error("registrations could not be written down", "error", err)
					}
				}
			}()
		}
	}
}

// Order carries out an order of the brain. It never blocks. Orders that are
// not for SIP are left alone; an order for a leg that is over does nothing.
func (e *Edge) Order(o leg.Order) {
	switch o := o.(type) {
	case leg.Dial:
		e.dial(o)
	case leg.Ring:
		e.with(o.Leg, func(s *session) { s.ring(o.Early) })
	case leg.Answer:
		e.with(o.Leg, func(s *session) { s.answer() })
	case leg.HangUp:
		if s := e.leg(o.Leg); s != nil {
			s.cancel() // a look-up of addresses under way must not delay it
			s.put(func() { s.hangUp(o.Cause) })
		}
	case leg.Nudge:
		e.with(o.Leg, func(s *session) { s.nudge() })
	case leg.TellReferrer:
		e.tellReferrer(o)
	case leg.Hear, leg.Play, leg.StopPlay, leg.Record, leg.StopRecord, leg.SendDigits, leg.PauseRecord, leg.Catch, leg.Join:
	}
}

func (e *Edge) leg(l id.Leg) *session {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.legs[l]
}

func (e *Edge) with(l id.Leg, f func(*session)) {
	if s := e.leg(l); s != nil {
		s.put(func() { f(s) })
	}
}

// admit drops what a stream brings from a source beyond its limits; datagrams
// were judged by packetConn.
func (e *Edge) admit(r *sipua.Request) bool {
	if r.Flow().Transport == sipua.UDP {
		return true
	}
	v := e.guard.admit(r.Flow().Remote, len(r.Body()))
	e.counts[v].Add(1)
	return v == passed
}
