// Package browser makes a console's browser a phone: audio over WebRTC
// (ICE-lite on one UDP port, DTLS-SRTP, G.711), signalling over the live
// socket. Towards the brain it is what the SIP edge is: it reports legs and
// obeys orders about them. Towards the media plane a browser is an ordinary
// leg with plain RTP, which a bridge on the loopback address carries over.
package browser

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// Options of New. Callbacks must not block and may be called from any
// goroutine.
type Options struct {
	// Listen is the UDP address of all browsers' audio, "host:port"; port 0
	// takes a free one, an empty host is every IPv4 address.
	Listen string
	// PublicAddress gives the address that a browser at remote reaches us at,
	// as in media.Config. Nil, or one of another family than Listen, is the
	// address of Listen, or loopback when that is every address.
	PublicAddress func(remote netip.Addr) netip.Addr
	// Report takes facts. False means overloaded: a new call is refused, a
	// running one ended. Required.
	Report func(leg.Fact) bool
	// Media opens ports. Required.
	Media Media
	// Identity is how an agent is shown as a caller. Nil shows nothing.
	Identity func(id.Agent) leg.Identity
	// MaxLegs is how many browsers may have a call at once; 0 is 500.
	MaxLegs int
	// ConnectWithin is how long a browser may take from the offer to the first
	// audio path; 0 is 15 s.
	ConnectWithin time.Duration
	// Grace is how long a call outlives its socket; 0 is 10 s.
	Grace   time.Duration
	Logger  *slog.Logger          // nil discards
	Metrics prometheus.Registerer // nil: none
}

// Media opens the ports of legs. Its calls are quick: they never wait for the
// network.
type Media interface {
	// Open gives a port for plain RTP with a far side on this machine.
	Open(l id.Leg) (Port, error)
}

// Port is the SDP side of one leg's media.
type Port interface {
	// Answer takes our offer in the browser's name and gives the plane's answer.
	Answer(offer []byte) ([]byte, error)
	// Close gives the port back.
	Close()
}

// perAgent is how many calls one agent may have in browsers at once.
const perAgent = 2

// Edge is the browsers' edge. Make it with New, close it with Close. Its
// methods may be called from any goroutine and, but for Close, never block.
type Edge struct {
	o       Options
	log     *slog.Logger
	socket  *socket
	factory *factory
	metrics *metrics
	work    sync.WaitGroup

	mu       sync.Mutex
	legs     map[id.Leg]*session
	agents   map[id.Agent]*account
	carriers map[*Carrier]struct{} // of SIP phones
	draining bool
	closed   bool
}

// New opens the socket and serves from then on.
func New(o Options) (*Edge, error) {
	switch {
	case o.Report == nil:
		return nil, fault.Wrong("Report", "nil", "a function that takes facts")
	case o.Media == nil:
		return nil, fault.Wrong("Media", "nil", "the media plane")
	case o.MaxLegs < 0:
		return nil, fault.Wrong("MaxLegs", fmt.Sprint(o.MaxLegs), "a number of calls, or 0 for 500")
	}
	orDefault(&o.MaxLegs, 500)
	orDefault(&o.ConnectWithin, 15*time.Second)
	orDefault(&o.Grace, 10*time.Second)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Identity == nil {
		o.Identity = func(id.Agent) leg.Identity { return leg.Identity{} }
	}
	s, err := listen(o.Listen)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "webrtc_listen", "browsers' audio cannot listen on UDP %s", o.Listen)
	}
	e := &Edge{o: o, log: o.Logger, socket: s, legs: map[id.Leg]*session{}, agents: map[id.Agent]*account{}, carriers: map[*Carrier]struct{}{}}
	e.factory = newFactory(s, o.Logger)
	e.metrics = newMetrics(e)
	if err := e.metrics.register(o.Metrics); err != nil {
		return nil, errors.Join(err, e.factory.close())
	}
	return e, nil
}

func orDefault[T comparable](v *T, d T) {
	var zero T
	if *v == zero {
		*v = d
	}
}

// Addr is where the socket listens.
func (e *Edge) Addr() netip.AddrPort { return e.socket.at }

// Legs is how many calls browsers have.
func (e *Edge) Legs() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.legs)
}

// Has says whether the leg is a browser's that is not over.
func (e *Edge) Has(l id.Leg) bool { return e.leg(l) != nil }

func (e *Edge) leg(l id.Leg) *session {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.legs[l]
}

// Order carries out an order of the brain. Orders that are not for signalling
// are left alone, as are orders for legs that are not a browser's or are over.
func (e *Edge) Order(o leg.Order) {
	switch o := o.(type) {
	case leg.Ring:
		e.tell(o.Leg, ring{})
	case leg.Answer:
		e.tell(o.Leg, answer{})
	case leg.HangUp:
		e.tell(o.Leg, hangUp{by: leg.SideLocal, cause: o.Cause})
	case leg.Dial, leg.Nudge, leg.TellReferrer: // a browser calls, it is not called
	case leg.Hear, leg.Play, leg.StopPlay, leg.Record, leg.StopRecord, leg.SendDigits, leg.PauseRecord, leg.Catch, leg.Join:
	}
}

func (e *Edge) tell(l id.Leg, in input) {
	if s := e.leg(l); s != nil {
		s.put(in)
	}
}

// Drain refuses new calls from now on; running ones go on.
func (e *Edge) Drain() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.draining = true
}

// Close ends every call and closes the socket. Every leg's Ended has been
// reported when it returns nil.
func (e *Edge) Close(ctx context.Context) error {
	e.mu.Lock()
	e.draining, e.closed = true, true
	all := make([]*session, 0, len(e.legs))
	for _, s := range e.legs {
		all = append(all, s)
	}
	carriers := slices.Collect(maps.Keys(e.carriers))
	e.mu.Unlock()
	for _, c := range carriers {
		c.Close()
	}
	for _, s := range all {
		s.put(hangUp{by: leg.SideLocal, cause: leg.Cause{Kind: leg.CauseShutdown}})
	}
	done := make(chan struct{})
	go func() {
		e.work.Wait()
		close(done)
	}()
	var late error
	select {
	case <-done:
	case <-ctx.Done():
		late = fmt.Errorf("browser: calls still up at the end of the stop: %w", ctx.Err())
	}
	e.metrics.unregister(e.o.Metrics)
	return errors.Join(late, e.factory.close())
}

// candidate is the address that a browser at remote is told.
func (e *Edge) candidate(remote netip.Addr) netip.AddrPort {
	at := e.socket.at
	here := at.Addr()
	if here.IsUnspecified() {
		here = e.socket.loopback()
	} else if here.IsLoopback() {
		return at // nobody else can reach us
	}
	if e.o.PublicAddress != nil {
		if a := e.o.PublicAddress(remote).Unmap(); a.IsValid() && a.Is4() == here.Is4() {
			here = a
		}
	}
	return netip.AddrPortFrom(here, at.Port())
}
