package e2e

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/sipua"
)

// deskSpec says what a desk phone is to be.
type deskSpec struct {
	User string // of SIP; a carrier's is the number that it calls as
	// Password to register with; without one it is a carrier's switch.
	Password string
	// Port of its SIP socket; 0 takes any.
	Port   int
	Server string // address
	Tone   int    // what it says, in Hz
	Keys   keyWay // how it tells of keys; empty is byEvent
	Auto   bool   // answers by itself
}

// desk is a phone of our own. Where baresip proves that strangers understand
// us, this one can what baresip cannot: keys in all ways, lamps, Replaces, and
// ears for several voices at once.
type desk struct {
	deskSpec
	t      testing.TB
	ua     *sipua.UA
	server netip.AddrPort
	calls  chan *talk // that came in
	reg    *sipua.Registration

	mu   sync.Mutex
	wire []string // what came and went
}

// startDesk starts a phone, which ends with the test, and registers it.
func startDesk(t testing.TB, s deskSpec) *desk {
	t.Helper()
	if s.Keys == "" {
		s.Keys = byEvent
	}
	p := &desk{deskSpec: s, t: t, server: netip.MustParseAddrPort(s.Server), calls: make(chan *talk, 64)}
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: s.Port})
	if err != nil {
		t.Fatal(err)
	}
	p.Port = conn.LocalAddr().(*net.UDPAddr).Port
	p.ua, err = sipua.New(sipua.Config{Log: slog.New(slog.DiscardHandler), UserAgent: "desk", Invite: p.invited, Trace: p.trace})
	if err != nil {
		t.Fatal(err)
	}
	served, ready := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(served)
		_ = p.ua.Serve(conn, sipua.Listen{Transport: sipua.UDP, Ready: func() { close(ready) }})
	}()
	<-ready
	t.Cleanup(func() {
		p.leave()
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_ = p.ua.Close(ctx)
		<-served
		if n := p.ua.Stats().Panics; n > 0 {
			t.Errorf("desk phone %s: %d panics", p.User, n)
		}
		if t.Failed() {
			t.Logf("desk phone %s:\n%s", p.User, last(strings.Join(p.messages(), "\n"), 5000))
		}
	})
	if s.Password != "" {
		if status := p.register(); status != 200 {
			t.Fatalf("desk phone %s: registering was answered %d", p.User, status)
		}
	}
	return p
}

// register registers the phone and gives the answer.
func (p *desk) register() int {
	p.t.Helper()
	final := make(chan int, 16)
	var err error
	p.reg, err = p.ua.Register(sipua.RegisterConfig{
		Target: sipua.Target{URI: sipua.URI{Scheme: "sip", Host: p.server.Addr().String(), Port: int(p.server.Port())}, Next: p.server},
		AOR:    p.self(), ContactUser: p.User, Expires: time.Minute, Credentials: p.credentials(),
		State: func(s sipua.RegistrationStatus) {
			if s.State == sipua.Registered || s.State == sipua.Failed {
				select {
				case final <- s.Status:
				default:
				}
			}
		},
	})
	if err != nil {
		p.t.Fatal(err)
	}
	select {
	case status := <-final:
		return status
	case <-time.After(patience):
		p.t.Fatalf("desk phone %s: no answer to REGISTER", p.User)
		return 0
	}
}

// leave unregisters the phone.
func (p *desk) leave() {
	if p.reg == nil {
		return
	}
	gone := make(chan struct{})
	p.reg.Stop(func() { close(gone) })
	p.reg = nil
	select {
	case <-gone:
	case <-time.After(5 * time.Second):
	}
}

func (p *desk) credentials() *sipua.Credentials {
	if p.Password == "" {
		return nil
	}
	return &sipua.Credentials{User: p.User, Password: p.Password}
}

func (p *desk) self() sipua.Address { return sipua.Address{URI: p.at(p.User)} }

// at is an address of the server.
func (p *desk) at(user string) sipua.URI {
	return sipua.URI{Scheme: "sip", User: user, Host: p.server.Addr().String(), Port: int(p.server.Port())}
}

func (p *desk) trace(sent bool, _ sipua.Flow, data []byte) {
	way := "<<<"
	if sent {
		way = ">>>"
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wire = append(p.wire, way+" "+string(data))
}

// messages is all that came (<<<) and went (>>>).
func (p *desk) messages() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.wire...)
}

// came gives what came and begins so.
func (p *desk) came(begin string) []string {
	var out []string
	for _, m := range p.messages() {
		if text, ok := strings.CutPrefix(m, "<<< "+begin); ok {
			out = append(out, begin+text)
		}
	}
	return out
}

// talk is one call of a desk phone.
type talk struct {
	p    *desk
	t    testing.TB
	line *deskLine

	mu     sync.Mutex
	dialog *sipua.Dialog
	events []sipua.Event
	seen   int
	wake   chan struct{} // closed and replaced at every event
}

func (p *desk) newTalk() *talk {
	p.mu.Lock()
	defer p.mu.Unlock()
	return &talk{p: p, t: p.t, line: newDeskLine(p.t, p.Tone, p.Keys), wake: make(chan struct{})}
}

// speakAs changes what the phone says in calls to come.
func (p *desk) speakAs(tone int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.Tone = tone
}

// dial calls somebody through the server.
func (p *desk) dial(number string, headers ...sipua.Header) *talk {
	p.t.Helper()
	c := p.newTalk()
	c.mu.Lock()
	defer c.mu.Unlock()
	to := p.at(number)
	var err error
	c.dialog, err = p.ua.Dial(sipua.Call{
		Targets: []sipua.Target{{URI: to, Next: p.server, Sticky: true}}, From: p.self(), To: sipua.Address{URI: to}, ContactUser: p.User,
		Credentials: p.credentials(), Offer: c.line.offer(false), Headers: headers, Takes: sipua.TakeTalk,
	}, c.event)
	if err != nil {
		p.t.Fatal(err)
	}
	return c
}

func (p *desk) invited(d *sipua.Dialog) sipua.Sink {
	c := p.newTalk()
	c.dialog = d
	d.Setup(p.User, sipua.ReliableSupported, sipua.SessionTimer{})
	d.Take(sipua.TakeTalk)
	d.Ring(sipua.Answer{Status: 180})
	if p.Auto {
		c.answer()
	}
	p.calls <- c
	return c.event
}

// incoming waits for the next call that comes in.
func (p *desk) incoming() *talk {
	p.t.Helper()
	return p.incomingFor(patience)
}

func (p *desk) incomingFor(atMost time.Duration) *talk {
	p.t.Helper()
	select {
	case c := <-p.calls:
		return c
	case <-time.After(atMost):
		p.t.Fatalf("desk phone %s: no call came within %s", p.User, atMost)
		return nil
	}
}

// idle fails when a call came in that was not taken.
func (p *desk) idle() {
	p.t.Helper()
	select {
	case c := <-p.calls:
		p.t.Errorf("desk phone %s: a call came in from %s", p.User, c.from())
	default:
	}
}

// event takes what happens to the call, in order.
func (c *talk) event(e sipua.Event) {
	c.mu.Lock()
	d := c.dialog
	c.mu.Unlock()
	switch e := e.(type) {
	case sipua.Progress:
		if e.SDP != nil {
			c.line.accept(e.SDP)
		}
	case sipua.Answered:
		if e.SDP != nil {
			c.line.accept(e.SDP)
		}
	case sipua.Confirmed:
		if e.SDP != nil {
			c.line.accept(e.SDP)
		}
	case sipua.Changed:
		if e.Status/100 == 2 && e.SDP != nil {
			c.line.accept(e.SDP)
		}
	case sipua.Offered:
		if e.SDP == nil {
			d.Accept(c.line.offer(false))
		} else {
			d.Accept(c.line.answer(e.SDP))
		}
	case sipua.Pressed:
		c.line.gotKey(e.Key)
	case sipua.Nudged:
		if e.Event == "talk" {
			c.answer()
		}
	case sipua.Ended:
		c.line.close()
	case sipua.Informed, sipua.Referred, sipua.Transferring:
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.events = append(c.events, e)
	close(c.wake)
	c.wake = make(chan struct{})
}

// awaitEvent waits for the next event of a type; those before it are passed
// over. It fails when the call ends first.
func awaitEvent[E sipua.Event](c *talk) E {
	c.t.Helper()
	late := time.After(patience)
	for {
		c.mu.Lock()
		for c.seen < len(c.events) {
			e := c.events[c.seen]
			c.seen++
			if want, ok := e.(E); ok {
				c.mu.Unlock()
				return want
			}
			if over, ok := e.(sipua.Ended); ok {
				c.mu.Unlock()
				var want E
				c.t.Fatalf("desk phone %s: %T awaited, but the call ended: %s %d", c.p.User, want, over.Why, over.Status)
			}
		}
		wake := c.wake
		c.mu.Unlock()
		select {
		case <-wake:
		case <-late:
			var want E
			c.t.Fatalf("desk phone %s: no %T", c.p.User, want)
		}
	}
}

// up waits until a call that was made is answered.
func (c *talk) up() *talk {
	c.t.Helper()
	awaitEvent[sipua.Answered](c)
	return c
}

// over waits until the call has ended.
func (c *talk) over() sipua.Ended {
	c.t.Helper()
	return awaitEvent[sipua.Ended](c)
}

// refused waits until a call that was made is refused with the status.
func (c *talk) refused(status int) {
	c.t.Helper()
	if e := c.over(); e.Status != status {
		c.t.Errorf("desk phone %s: the call ended with %s %d, want %d", c.p.User, e.Why, e.Status, status)
	}
}

// going fails when the call has ended.
func (c *talk) going() {
	c.t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range c.events {
		if over, ok := e.(sipua.Ended); ok {
			c.t.Errorf("desk phone %s: the call ended: %s %d", c.p.User, over.Why, over.Status)
		}
	}
}

// answer takes a call that came in.
func (c *talk) answer() *talk {
	c.dialog.Answer(c.line.answer(c.dialog.Request().SDP()))
	return c
}

func (c *talk) reject(status int) { c.dialog.Reject(sipua.Answer{Status: status}) }

func (c *talk) hangUp() {
	c.mu.Lock()
	d := c.dialog
	c.mu.Unlock()
	d.Hangup(sipua.Hangup{Reason: sipua.Reason{Q850: 16}})
}

// hold puts the far side on hold; resume takes it back.
func (c *talk) hold()   { c.t.Helper(); c.reoffer(true) }
func (c *talk) resume() { c.t.Helper(); c.reoffer(false) }

func (c *talk) reoffer(held bool) {
	c.t.Helper()
	c.dialog.Offer(c.line.offer(held))
	if e := awaitEvent[sipua.Changed](c); e.Status != 200 {
		c.t.Errorf("desk phone %s: a change was answered %d", c.p.User, e.Status)
	}
}

// press presses keys, in the phone's way.
func (c *talk) press(keys string) {
	c.t.Helper()
	if c.p.Keys != byInfo {
		c.line.press(keys)
		return
	}
	for _, k := range keys {
		c.dialog.Press(string(k), 100)
	}
}

// from is who calls, as the phone shows it.
func (c *talk) from() string { return c.dialog.Request().From().URI.User }

// hears waits until exactly these voices are heard, hearsThat until what is
// heard is "quiet", "other" (music, prompts), or so.
func (c *talk) hears(voices ...int) { c.t.Helper(); c.line.hears(c.p.User, voices...) }

func (c *talk) hearsThat(what string) { c.t.Helper(); c.line.hearsThat(c.p.User, what) }

// keys fails unless exactly these keys came, in any way.
func (c *talk) keys(want string) {
	c.t.Helper()
	if got := c.line.keysHeard(); got != want {
		c.t.Errorf("desk phone %s heard the keys %q, want %q", c.p.User, got, want)
	}
}

// told waits until a transfer by REFER is over and gives the answer to it and
// the last status.
func (c *talk) told() (asked, at int) {
	c.t.Helper()
	for {
		e := awaitEvent[sipua.Transferring](c)
		if e.Asked {
			asked = e.Status
		} else if e.Status != 0 {
			at = e.Status
		}
		if e.Over {
			return asked, at
		}
	}
}

// refer asks the far side to call somebody, or with other to join the far
// sides of both calls.
func (c *talk) refer(to string, other *talk) {
	c.t.Helper()
	r := sipua.ReferTo{URI: c.p.at(to)}
	if other != nil {
		name, ok := other.dialog.As()
		if !ok {
			c.t.Fatal("the other call has no dialog")
		}
		r.Replaces = name
	}
	c.dialog.Refer(r)
}

// lamp is a subscription of a phone.
type lamp struct {
	p       *desk
	notices chan sipua.Notice
}

// watch subscribes to an event package of a user of the server.
func (p *desk) watch(user, event string) *lamp {
	p.t.Helper()
	l := &lamp{p, make(chan sipua.Notice, 256)}
	w, err := p.ua.Watch(sipua.WatchConfig{
		Target: sipua.Target{URI: p.at(user), Next: p.server}, From: p.self(), ContactUser: p.User, Event: event, Expires: 2 * time.Minute,
		Credentials: p.credentials(), Notice: func(n sipua.Notice) { l.notices <- n },
	})
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(w.Stop)
	return l
}

// shows waits for a NOTIFY that has all of the parts and gives it.
func (l *lamp) shows(parts ...string) string {
	l.p.t.Helper()
	late := time.After(patience)
	var seen []string
	for {
		select {
		case n := <-l.notices:
			text := fmt.Sprintf("%s %d\n%s", n.State, n.Status, n.Body)
			seen = append(seen, text)
			missing := false
			for _, part := range parts {
				missing = missing || !strings.Contains(text, part)
			}
			if !missing {
				return string(n.Body)
			}
		case <-late:
			l.p.t.Fatalf("desk phone %s: no notice with %q came: %s", l.p.User, parts, strings.Join(seen, "\n"))
		}
	}
}
