// Package link is the app's way to the server: REST for the page through a
// handler that adds the session's token, the live socket with
// resynchronisation, login and log-out, and what the seat orders. No token
// ever reaches the page.
//
// One goroutine owns all state. Requests run beside it and hand their results
// back; what they say after a change of server or session is dropped.
package link

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/mailbox"
)

const (
	maxQueue = 10_000
	// Requests of the link itself; the page's may take longer.
	requestTime = 15 * time.Second
)

// Store keeps the server's address and the session's token.
type Store interface {
	Server() (url string, managed bool)
	SetServer(url string) error
	Token(server string) (string, error)
	SetToken(server, token string) error
	ForgetToken(server string) error
}

// Page is the screen's end of the live socket. Its methods do not block.
type Page interface {
	LiveMessage(text []byte)
	LiveClosed(code int)
}

// Options of New.
type Options struct {
	Tell         func(seat.Input) // never blocks
	Store        Store
	Page         Page
	Installation string
	Computer     string         // name of this computer, shown among the agent's devices
	Roots        *x509.CertPool // nil: the system's
	Version      string
	Log          *slog.Logger
	Dial         func(ctx context.Context, network, address string) (net.Conn, error) // nil: the network
	Browse       func(url string) error                                               // opens the system's browser; nil: there is none
	Front        func()                                                               // shows the app's window; nil: it stays where it is
}

// Link is the room. Make it with New.
type Link struct {
	o      Options
	http   *http.Client
	box    *mailbox.Box[func()]
	target atomic.Pointer[target] // what the page's requests go to
	stop   context.CancelFunc
	done   chan struct{}
	way    browserWay

	// All below belongs to the goroutine.
	ctx       context.Context
	phase     seat.Phase
	trouble   *seat.Trouble
	ahead     time.Duration
	age       uint64 // of server and session; results of another age are dropped
	socket    *socket
	rows      *rows
	pageOpen  bool
	names     map[string]seat.Person
	profile   live.Profile
	softphone live.Softphone
	noPhone   *seat.Trouble // why there is no softphone
	signedIn  bool
	doubt     bool          // a socket was lost: the session may be allowed less now
	kept      chan struct{} // closed when the keychain's last change is done
	failures  int           // in a row, for the time until the next try
	health    string
}

// target is a server with the session there.
type target struct {
	url       string
	token     string
	enrolling bool // the session has yet to set up its second factor, on the login page
}

// New makes the link and begins to connect.
func New(o Options) (*Link, error) {
	transport, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return nil, fmt.Errorf("link: the transport of net/http is %T", http.DefaultTransport)
	}
	transport = transport.Clone()
	transport.TLSClientConfig = &tls.Config{RootCAs: o.Roots, MinVersion: tls.VersionTLS12}
	transport.ForceAttemptHTTP2 = false // one connection that hangs must not hold up all
	transport.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
	transport.ResponseHeaderTimeout = 30 * time.Second
	if o.Dial != nil {
		transport.DialContext = o.Dial
	}
	ctx, stop := context.WithCancel(context.Background())
	l := &Link{
		o: o, box: mailbox.New[func()](maxQueue), stop: stop, done: make(chan struct{}), ctx: ctx, phase: seat.Connecting,
		http: &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		rows: newRows(),
	}
	l.target.Store(&target{})
	go l.run()
	l.later(l.begin)
	return l, nil
}

// Close ends it. The session lives on at the server.
func (l *Link) Close() {
	l.stop()
	l.way.replace(nil)
	l.box.Close()
	<-l.done
	l.http.CloseIdleConnections()
}

// Do carries out an effect of the seat. It does not block.
func (l *Link) Do(e seat.Effect) {
	switch e := e.(type) {
	case seat.Post:
		l.later(func() { l.post(e) })
	case seat.SetStatus:
		l.later(func() { l.setStatus(e) })
	case seat.ReportQuality:
		l.later(func() { l.reportQuality(e) })
	case seat.ReportHealth:
		l.later(func() { l.reportHealth(e.Cause) })
	case seat.Recheck:
		l.later(l.recheck)
	case seat.Connect:
		l.later(func() { l.connect(e.URL) })
	case seat.Renew:
		l.later(l.renew)
	case seat.EndSession:
		l.later(func() { l.endSession() })
	default: // another edge's
	}
}

// later has the goroutine do something.
func (l *Link) later(do func()) { l.box.Put(do) }

// run owns the state.
func (l *Link) run() {
	defer close(l.done)
	var used []func()
	for {
		select {
		case <-l.ctx.Done():
			l.drop()
			return
		case <-l.box.Wake():
		}
		used = l.box.Take(used)
		for _, do := range used {
			l.safely(do)
		}
	}
}

// safely keeps one mistake from ending the app's way to the server.
func (l *Link) safely(do func()) {
	defer func() {
		if p := recover(); p != nil {
			l.o.Log.Error("panic in the link", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		}
	}()
	do()
}

// beside runs what waits beside the goroutine, and then, in it, takes what
// came of it, unless server or session are others by then.
func beside[T any](l *Link, do func(ctx context.Context) (T, error), take func(T, error)) {
	age := l.age
	go l.safely(func() {
		ctx, cancel := context.WithTimeout(l.ctx, requestTime)
		defer cancel()
		result, err := do(ctx)
		l.later(func() {
			if l.age == age {
				take(result, err)
			} else if c, open := any(result).(interface{ CloseNow() error }); open && err == nil {
				go func() { _ = c.CloseNow() }() // a socket for a session that is over
			}
		})
	})
}

// after does something in the goroutine after a while, unless server or
// session are others by then.
func (l *Link) after(wait time.Duration, do func()) {
	age := l.age
	time.AfterFunc(wait, func() {
		l.later(func() {
			if l.age == age {
				do()
			}
		})
	})
}

// patient is the pause after an error: the longest at once after a refusal,
// which haste does not change.
func patient(err error, failures int) time.Duration {
	var p *problem
	if errors.As(err, &p) && p.Status < 500 {
		failures = 8
	}
	return pause(failures, rand.Float64)
}

// pause is the time until the next try after so many failures: 0.4 s, twice
// as much each time, at most 15 s.
func pause(failures int, random func() float64) time.Duration {
	ceiling := min(15*time.Second, 400*time.Millisecond<<min(failures, 8))
	return ceiling/2 + time.Duration(float64(ceiling/2)*random())
}
