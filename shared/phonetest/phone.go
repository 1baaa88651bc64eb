package phonetest

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/sipua"
)

// SDP is a session description that phones offer and answer with.
const SDP = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"

// HoldSDP is SDP on hold.
const HoldSDP = SDP + "a=sendonly\r\n"

// Script is what a phone does with a call that comes in. The zero Script
// lets it be: the test drives the Call by hand.
type Script struct {
	Ring     bool          // send 180
	RingFor  time.Duration // before Answer or Status; the phone rings so long
	Answer   bool          // send 200
	Status   int           // refuse with this status instead (486 busy, 603 declined)
	Reliable sipua.Reliability
	Session  sipua.SessionTimer
	// Accept answers every later offer with SDP by itself.
	Accept bool
	// Takes is what the phone's calls take besides the usual: with
	// sipua.TakeTalk a ringing call answers when it is asked to.
	Takes sipua.Takes
}

// The usual phones.
var (
	Answers   = Script{Ring: true, RingFor: 2 * time.Second, Answer: true, Accept: true}
	AtOnce    = Script{Ring: true, Answer: true, Accept: true} // 180 directly before 200
	Busy      = Script{Status: 486}
	Declines  = Script{Ring: true, RingFor: time.Second, Status: 603}
	NoAnswer  = Script{Ring: true}
	Unmanaged = Script{}
)

// Phone is a scripted phone.
type Phone struct {
	UA   *sipua.UA
	Conn *Conn
	User string
	// Mistakes is how many panics the test causes on purpose.
	Mistakes uint64

	t      testing.TB
	mu     sync.Mutex
	script Script
	calls  chan *Call
	rtp    *Conn
}

// Phone makes a phone at an address ("192.0.2.10:5060"); it is closed at the
// end of the test. adjust, which may be nil, changes its Config.
func (n *Network) Phone(t testing.TB, user, address string, script Script, adjust func(*sipua.Config)) *Phone {
	t.Helper()
	p := &Phone{User: user, t: t, script: script, calls: make(chan *Call, 4096), Conn: n.Listen(address)}
	config := sipua.Config{Invite: p.invited, Log: slog.New(slog.DiscardHandler), DialStream: n.Dialer(p.Conn.Addr().Addr().String())}
	if adjust != nil {
		adjust(&config)
	}
	ua, err := sipua.New(config)
	if err != nil {
		t.Fatal(err)
	}
	p.UA = ua
	served, ready := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(served)
		_ = ua.Serve(p.Conn, sipua.Listen{Ready: func() { close(ready) }})
	}()
	<-ready
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
		defer cancel()
		_ = ua.Close(ctx)
		<-served
		if s := ua.Stats(); s.Panics != p.Mistakes {
			t.Errorf("%s: %d panics were caught", user, s.Panics)
		}
	})
	return p
}

// SetScript changes what the phone does with the next call.
func (p *Phone) SetScript(s Script) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.script = s
}

// Address is the phone's From and To.
func (p *Phone) Address() sipua.Address {
	return sipua.Address{Name: p.User, URI: p.URI()}
}

// URI is where the phone can be called.
func (p *Phone) URI() sipua.URI {
	a := p.Conn.Addr()
	return sipua.URI{Scheme: "sip", User: p.User, Host: a.Addr().String(), Port: int(a.Port())}
}

// Call is one call on a phone, with all that happened on it.
type Call struct {
	Dialog *sipua.Dialog
	phone  *Phone
	t      testing.TB
	script Script
	mu     sync.Mutex
	events []sipua.Event
	read   int
	wake   chan struct{}
}

func newCall(p *Phone, s Script) *Call {
	return &Call{phone: p, t: p.t, script: s, wake: make(chan struct{}, 1)}
}

func (c *Call) sink(e sipua.Event) {
	c.mu.Lock()
	c.events = append(c.events, e)
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
	switch e := e.(type) {
	case sipua.Offered:
		if c.script.Accept {
			c.Dialog.Accept([]byte(c.phone.SDP()))
		}
	case sipua.Nudged:
		if e.Event == "talk" {
			c.Dialog.Answer([]byte(c.phone.SDP()))
		}
	case sipua.Referred:
		c.Dialog.RefuseRefer(sipua.Answer{Status: 603}) // phones here ask, they do not obey
	}
}

func (p *Phone) invited(d *sipua.Dialog) sipua.Sink {
	p.mu.Lock()
	s := p.script
	p.mu.Unlock()
	c := newCall(p, s)
	c.Dialog = d
	d.Setup(p.User, s.Reliable, s.Session)
	d.Take(s.Takes)
	finish := func() {
		switch {
		case s.Answer:
			d.Answer([]byte(p.SDP()))
		case s.Status != 0:
			d.Reject(sipua.Answer{Status: s.Status})
		}
	}
	if s.Ring {
		d.Ring(sipua.Answer{Status: 180})
	}
	if s.RingFor > 0 {
		time.AfterFunc(s.RingFor, finish)
	} else {
		finish()
	}
	select {
	case p.calls <- c:
	default:
	}
	return c.sink
}

// Dial calls the URIs, all at once as one call.
func (p *Phone) Dial(uris ...sipua.URI) *Call {
	p.t.Helper()
	targets := make([]sipua.Target, 0, len(uris))
	for _, u := range uris {
		targets = append(targets, sipua.Target{URI: u})
	}
	return p.DialCall(sipua.Call{Targets: targets, To: sipua.Address{URI: uris[0]}})
}

// DialCall makes a call; From, ContactUser and Offer are filled in when empty.
func (p *Phone) DialCall(c sipua.Call) *Call {
	p.t.Helper()
	if c.From.URI.Host == "" {
		c.From = p.Address()
	}
	if c.ContactUser == "" {
		c.ContactUser = p.User
	}
	if c.Offer == nil {
		c.Offer = []byte(p.SDP())
	}
	p.mu.Lock()
	call := newCall(p, p.script)
	c.Takes |= p.script.Takes
	p.mu.Unlock()
	// The sink may run before Dial returns: it waits for Dialog to be set.
	set := make(chan struct{})
	d, err := p.UA.Dial(c, func(e sipua.Event) {
		<-set
		call.sink(e)
	})
	if err != nil {
		p.t.Fatal(err)
	}
	call.Dialog = d
	close(set)
	return call
}

// patience is how long a test waits; within synctest it costs nothing.
const patience = 10 * time.Minute

// Incoming waits for the next call that comes in.
func (p *Phone) Incoming() *Call {
	p.t.Helper()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case c := <-p.calls:
		return c
	case <-timer.C:
		p.t.Fatalf("%s: no call came in", p.User)
		return nil
	}
}

// Events gives all that happened so far.
func (c *Call) Events() []sipua.Event {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]sipua.Event(nil), c.events...)
}

// Next waits for the next event that was not given yet.
func (c *Call) Next() sipua.Event {
	c.t.Helper()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		c.mu.Lock()
		if c.read < len(c.events) {
			e := c.events[c.read]
			c.read++
			c.mu.Unlock()
			return e
		}
		c.mu.Unlock()
		select {
		case <-c.wake:
		case <-timer.C:
			c.t.Fatalf("no event came; so far: %s", c.Story())
		}
	}
}

// Await waits for the next event of a type and gives over those before it. It
// fails the test when the call ends first.
func Await[E sipua.Event](c *Call) E {
	c.t.Helper()
	for {
		e := c.Next()
		if want, ok := e.(E); ok {
			return want
		}
		if _, over := e.(sipua.Ended); over {
			var want E
			c.t.Fatalf("waited for %T; the call ended: %s", want, c.Story())
		}
	}
}

// Story tells the events in short, for failures.
func (c *Call) Story() string {
	s := ""
	for _, e := range c.Events() {
		if s != "" {
			s += ", "
		}
		switch e := e.(type) {
		case sipua.Progress:
			s += fmt.Sprintf("Progress %d", e.Response.Status())
		case sipua.Answered:
			s += "Answered"
		case sipua.Confirmed:
			s += "Confirmed"
		case sipua.Offered:
			s += "Offered " + e.Method
		case sipua.Changed:
			s += fmt.Sprintf("Changed %d", e.Status)
		case sipua.Informed:
			s += "Informed"
		case sipua.Pressed:
			s += "Pressed " + e.Key
		case sipua.Referred:
			s += "Referred"
		case sipua.Transferring:
			s += fmt.Sprintf("Transferring %d", e.Status)
		case sipua.Nudged:
			s += "Nudged " + e.Event
		case sipua.Ended:
			s += fmt.Sprintf("Ended %s %s %d", e.By, e.Why, e.Status)
		}
	}
	return s
}

// Three makes the usual fixture: three phones alice, bob and carol on one
// network, all of which answer after two seconds.
func Three(t testing.TB, w Weather) (n *Network, alice, bob, carol *Phone) {
	t.Helper()
	n = NewNetwork(w)
	return n, n.Phone(t, "alice", "192.0.2.11:5060", Answers, nil),
		n.Phone(t, "bob", "192.0.2.12:5060", Answers, nil), n.Phone(t, "carol", "192.0.2.13:5060", Answers, nil)
}
