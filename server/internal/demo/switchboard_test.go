package demo

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/sipua"
	"github.com/yobirin/yobirin/shared/sipua/digest"
)

const realm = "yobirin"

func password(user string) string { return "secret-of-" + user }

// switchboard is the least server the demo can run against: it registers the
// phones, gives callers to a phone that is free, and passes offers through.
type switchboard struct {
	t     testing.TB
	ua    *sipua.UA
	addr  netip.AddrPort
	guard *digest.Guard
	done  chan struct{}

	mu      sync.Mutex
	carrier netip.AddrPort
	phones  map[string]sipua.Target // by user
	next    int
	count   map[string]int
}

func newSwitchboard(t testing.TB) *switchboard {
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	s := &switchboard{
		t: t, addr: addrOf(conn), guard: digest.NewGuard(realm, bytes.Repeat([]byte{7}, 32), time.Hour), done: make(chan struct{}),
		phones: map[string]sipua.Target{}, count: map[string]int{},
	}
	if s.ua, err = sipua.New(sipua.Config{Log: slog.New(slog.DiscardHandler), Invite: s.invited, Request: s.request}); err != nil {
		t.Fatal(err)
	}
	ready := make(chan struct{})
	go func() {
		defer close(s.done)
		_ = s.ua.Serve(conn, sipua.Listen{Transport: sipua.UDP, Ready: func() { close(ready) }})
	}()
	<-ready
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = s.ua.Close(ctx)
		<-s.done
	})
	return s
}

func (s *switchboard) note(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count[what]++
}

func (s *switchboard) noted(what string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count[what]
}

// verified says whose request it is, by digest.
func (s *switchboard) verified(r *sipua.Request, header string) (string, bool) {
	user, v := s.guard.Verify(time.Now(), r.Method(), r.Headers(header), func(user string) (digest.Secrets, bool) {
		return digest.Secrets{SHA256: digest.HA1(digest.SHA256, user, realm, password(user))}, true
	})
	return user, v == digest.Good
}

func (s *switchboard) challenge(header string) []sipua.Header {
	var out []sipua.Header
	for _, c := range s.guard.Challenges(time.Now(), false) {
		out = append(out, sipua.Header{Name: header, Value: c})
	}
	return out
}

func (s *switchboard) request(in *sipua.Incoming) {
	if in.Method() != "REGISTER" {
		in.Respond(sipua.Answer{Status: 200})
		return
	}
	user, ok := s.verified(in.Request, "Authorization")
	if !ok || user != in.To().URI.User {
		in.Respond(sipua.Answer{Status: 401, Headers: s.challenge("WWW-Authenticate")})
		return
	}
	contact := in.Contacts()[0]
	s.mu.Lock()
	if in.Header("Expires") == "0" || strings.Contains(in.Header("Contact"), "expires=0") {
		delete(s.phones, user)
	} else {
		s.phones[user] = sipua.Target{URI: contact.URI, Flow: in.Flow()}
	}
	s.mu.Unlock()
	in.Respond(sipua.Answer{Status: 200, Headers: []sipua.Header{{Name: "Contact", Value: "<" + contact.URI.String() + ">;expires=300"}}})
}

func (s *switchboard) invited(d *sipua.Dialog) sipua.Sink {
	r := d.Request()
	s.mu.Lock()
	fromCarrier := r.Flow().Remote == s.carrier
	s.mu.Unlock()
	dialed := r.URI().User
	if fromCarrier {
		s.note("called")
		if r.From().URI.Host == "anonymous.invalid" && r.Header("Privacy") == "id" {
			s.note("withheld")
		}
		b := &bridge{s: s, in: d}
		b.mu.Lock()
		defer b.mu.Unlock()
		b.ring()
		return b.inside
	}
	if _, ok := s.verified(r, "Proxy-Authorization"); !ok {
		d.Reject(sipua.Answer{Status: 407, Headers: s.challenge("Proxy-Authenticate")})
		return discard
	}
	b := &bridge{s: s, in: d}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(dialed) == 4 {
		s.note("internal")
		s.mu.Lock()
		target, ok := s.phones["d"+dialed]
		s.mu.Unlock()
		if !ok {
			d.Reject(sipua.Answer{Status: 480})
			return discard
		}
		b.dial(target)
	} else {
		s.note("outside")
		s.mu.Lock()
		carrier := s.carrier
		s.mu.Unlock()
		b.dial(sipua.Target{URI: sipua.URI{Scheme: "sip", User: dialed, Host: carrier.Addr().String(), Port: int(carrier.Port())}})
	}
	return b.inside
}

// bridge is one call through the switchboard.
type bridge struct {
	s        *switchboard
	in       *sipua.Dialog
	mu       sync.Mutex
	out      *sipua.Dialog
	queue    bool // a caller who waits for a phone, any of them
	answered bool
	over     bool
}

// ring rings the next phone for a caller. The lock is held.
func (b *bridge) ring() {
	b.queue = true
	b.s.mu.Lock()
	var target sipua.Target
	all := Users()
	for range all {
		b.s.next = (b.s.next + 1) % len(all)
		if t, ok := b.s.phones[all[b.s.next]]; ok {
			target = t
			break
		}
	}
	b.s.mu.Unlock()
	if target.Flow.IsZero() {
		b.in.Reject(sipua.Answer{Status: 480})
		return
	}
	b.dial(target)
}

func (b *bridge) dial(target sipua.Target) {
	r := b.in.Request()
	from := r.From()
	out, err := b.s.ua.Dial(sipua.Call{
		Targets: []sipua.Target{target}, From: sipua.Address{Name: from.Name, URI: from.URI}, To: sipua.Address{URI: target.URI}, Offer: r.SDP(),
	}, b.outside)
	if err != nil {
		b.s.t.Errorf("switchboard: %v", err)
		b.in.Reject(sipua.Answer{Status: 500})
		return
	}
	b.out = out
}

func (b *bridge) inside(e sipua.Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, ok := e.(sipua.Ended); ok {
		b.over = true
		if b.queue && !b.answered {
			b.s.note("abandoned")
		}
		if b.queue && b.answered && e.(sipua.Ended).By == sipua.Remote {
			b.s.note("caller hung up")
		}
		b.out.Hangup(sipua.Hangup{})
		return
	}
	b.pass(e, b.in, b.out)
}

func (b *bridge) outside(e sipua.Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := e.(type) {
	case sipua.Progress:
		b.in.Ring(sipua.Answer{Status: 180})
	case sipua.Answered:
		b.answered = true
		if b.queue {
			b.s.note("answered")
		}
		b.in.Answer(e.SDP)
	case sipua.Ended:
		switch {
		case b.over:
		case b.answered:
			if b.queue && e.By == sipua.Remote {
				b.s.note("agent hung up")
			}
			b.in.Hangup(sipua.Hangup{})
		case b.queue:
			if e.Status == 486 || e.Status == 603 {
				b.s.note("refused")
			}
			time.AfterFunc(50*time.Millisecond, func() {
				b.mu.Lock()
				defer b.mu.Unlock()
				if !b.over {
					b.ring()
				}
			})
		default:
			b.in.Reject(sipua.Answer{Status: max(e.Status, 480)})
		}
	default:
		b.pass(e, b.out, b.in)
	}
}

// pass hands an offer or its answer to the other side.
func (b *bridge) pass(e sipua.Event, from, to *sipua.Dialog) {
	switch e := e.(type) {
	case sipua.Offered:
		if bytes.Contains(e.SDP, []byte("a=sendonly")) {
			b.s.note("held")
		} else {
			b.s.note("resumed")
		}
		to.Offer(e.SDP)
	case sipua.Changed:
		if e.Status/100 == 2 {
			to.Accept(e.SDP)
		} else {
			to.Decline(e.Status)
		}
	}
}
