package world

import (
	"context"
	"crypto/tls"
	"log/slog"
	"math/rand/v2"
	"net"
	"strconv"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sdp"
	"github.com/yobirin/yobirin/shared/sipua"
)

// agent is somebody who may sit at the app.
type agent struct {
	id, name, ext, user, password string
	notify                        bool
}

// office is the server: a registrar, and the far sides of all calls.
type office struct {
	n    *phonetest.Network
	ip   string
	pair tls.Certificate
	dice *rand.Rand // under mu
	log  func(format string, args ...any)
	work sync.WaitGroup
	news func() // the calls of somebody have changed; does not block

	mu     sync.Mutex
	ua     *sipua.UA
	reg    *phonetest.Registrar
	agents []*agent
	legs   []*leg
	flows  map[string]sipua.Flow
	isUp   bool
	since  time.Time // it is up, or down
	stops  []func()
	policy sdp.Policy
	legNo  uint32
}

// start starts the server on all its ways; nobody is registered there.
func (o *office) start() {
	reg := phonetest.NewRegistrar(600)
	o.mu.Lock()
	for _, a := range o.agents {
		reg.Account(a.user, a.password)
	}
	o.reg, o.flows = reg, map[string]sipua.Flow{}
	o.mu.Unlock()
	ua, err := sipua.New(sipua.Config{
		Log: slog.New(slog.DiscardHandler), Invite: o.invited, DialStream: o.n.Dialer(o.ip),
		Request: func(in *sipua.Incoming) {
			reg.Request(in)
			if in.Method() == "REGISTER" {
				o.follow(in.To().URI.User)
			}
		},
	})
	if err != nil {
		panic(err)
	}
	var stops []func()
	conn := o.n.Listen(o.ip + ":5060")
	stops = append(stops, served(func(ready func()) { _ = ua.Serve(conn, sipua.Listen{Ready: ready}) }, func() { _ = conn.Close() }))
	stream := func(l net.Listener, tr sipua.Transport, port int) {
		stops = append(stops, served(func(ready func()) {
			_ = ua.ServeStream(l, sipua.Listen{Transport: tr, PublicHost: o.ip, PublicPort: port, Ready: ready})
		}, func() { _ = l.Close() }))
	}
	stream(o.n.ListenStream(o.ip+":5060"), sipua.TCP, 5060)
	stream(tls.NewListener(o.n.ListenStream(o.ip+":5061"), &tls.Config{Certificates: []tls.Certificate{o.pair}, MinVersion: tls.VersionTLS12}), sipua.TLS, 5061)
	o.mu.Lock()
	o.ua, o.stops, o.isUp, o.since = ua, stops, true, time.Now()
	o.mu.Unlock()
}

func served(serve func(ready func()), closeIt func()) (stop func()) {
	over, ready := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		serve(func() { close(ready) })
	}()
	<-ready
	return func() {
		closeIt()
		<-over
	}
}

// kill ends the server without a word to anybody.
func (o *office) kill() {
	o.mu.Lock()
	if !o.isUp {
		o.mu.Unlock()
		return
	}
	o.isUp, o.since = false, time.Now()
	ua, stops := o.ua, o.stops
	for _, l := range o.legs {
		o.ended(l)
	}
	o.mu.Unlock()
	for _, f := range stops {
		f()
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_ = ua.Close(ctx)
}

// follow sends the calls of a phone that came back the way it came.
func (o *office) follow(user string) {
	o.mu.Lock()
	_, flow := o.reg.Contact(user)
	var moved []*leg
	if o.isUp && !flow.IsZero() && o.flows[user] != flow {
		o.flows[user] = flow
		for _, l := range o.legs {
			if !l.over && l.agent.user == user {
				moved = append(moved, l)
			}
		}
	}
	o.mu.Unlock()
	for _, l := range moved {
		l.dialog.Move(flow)
	}
}

// change gives an agent another password.
func (o *office) change(a *agent) {
	o.mu.Lock()
	defer o.mu.Unlock()
	a.password += "x"
	o.reg.Account(a.user, a.password)
}

// newLeg makes a leg with audio. The lock is held.
func (o *office) newLeg(a *agent, to bool) *leg {
	o.legNo++
	call := id.NewCall(time.Now().Add(time.Duration(o.legNo) * time.Millisecond))
	l := &leg{o: o, agent: a, to: to, id: id.LegOf(call, uint16(o.legNo)).String(), name: call.String(), number: "09070" + strconv.Itoa(100000+int(o.legNo))}
	l.media(o.policy)
	l.hears = o.both(l)[:1]
	o.legs = append(o.legs, l)
	return l
}

// ended: a leg is over. The lock is held.
func (o *office) ended(l *leg) {
	if l.over {
		return
	}
	l.over, l.overAt = true, time.Now()
	if l.conn != nil {
		_ = l.conn.Close()
	}
	o.log("leg %s is over at the server", l.number)
}

// ring calls an agent's phone, when it is registered.
func (o *office) ring(a *agent, internal, auto bool) {
	o.mu.Lock()
	contact, flow := o.reg.Contact(a.user)
	if !o.isUp || contact == "" {
		o.mu.Unlock()
		return
	}
	uri, err := sipua.ParseURI(contact)
	if err != nil {
		panic(err)
	}
	l := o.newLeg(a, true)
	offer, err := sdp.Offer(l.local)
	if err != nil {
		panic(err)
	}
	headers := []sipua.Header{{Name: "X-Yobirin-Leg", Value: l.id}}
	if internal {
		headers = append(headers, sipua.Header{Name: "Alert-Info", Value: "<http://127.0.0.1/>;info=alert-internal"})
	}
	if auto {
		headers = append(headers, sipua.Header{Name: "Call-Info", Value: "<sip:x>;answer-after=0"})
	}
	ua := o.ua
	o.log("the server rings: leg %s, internal %v, auto %v", l.number, internal, auto)
	o.mu.Unlock()
	set := make(chan struct{})
	d, err := ua.Dial(sipua.Call{
		Targets: []sipua.Target{{URI: uri, Flow: flow, Sticky: true}}, To: sipua.Address{URI: uri}, Offer: offer, Headers: headers,
		From: sipua.Address{URI: sipua.URI{Scheme: "sip", User: l.number, Host: o.ip}}, ContactUser: "yobirin",
	}, func(e sipua.Event) {
		<-set
		o.event(l, e)
	})
	o.mu.Lock()
	if err != nil { // it was killed this moment
		o.ended(l)
	}
	l.dialog = d
	o.mu.Unlock()
	close(set)
	o.news()
}

// invited takes a call of the app's.
func (o *office) invited(d *sipua.Dialog) sipua.Sink {
	q := d.Request()
	o.mu.Lock()
	defer o.mu.Unlock()
	var who *agent
	for _, a := range o.agents {
		if q.From().URI.User == a.user {
			who = a
		}
	}
	if who == nil || !o.isUp {
		d.Reject(sipua.Answer{Status: 403})
		return func(sipua.Event) {}
	}
	d.Setup("yobirin", sipua.ReliableOff, sipua.SessionTimer{})
	d.Stick()
	l := o.newLeg(who, false)
	l.dialog = d
	answer, agreed, err := sdp.Answer(l.local, q.SDP())
	if err != nil {
		d.Reject(sipua.Answer{Status: 488})
		o.ended(l)
		return func(sipua.Event) {}
	}
	header := sipua.Header{Name: "X-Yobirin-Leg", Value: l.id}
	fate, early := o.dice.IntN(12), o.dice.IntN(4) == 0
	wait := time.Duration(o.dice.IntN(6000)) * time.Millisecond
	o.log("the app dials: leg %s, fate %d", l.number, fate)
	if fate == 0 {
		d.Reject(sipua.Answer{Status: 486})
		o.ended(l)
		return func(sipua.Event) {}
	}
	ring := sipua.Answer{Status: 180, Headers: []sipua.Header{header}}
	if early {
		ring.Status, ring.Body = 183, answer
	}
	d.Ring(ring)
	time.AfterFunc(wait, func() {
		o.mu.Lock()
		if l.over || !o.isUp {
			o.mu.Unlock()
			return
		}
		refused := 0
		switch fate {
		case 1:
			refused = 603
		case 2:
			refused = 480
		default:
			l.agree(agreed)
			l.up = true
		}
		o.mu.Unlock()
		if refused != 0 {
			d.Reject(sipua.Answer{Status: refused})
			return
		}
		d.Answer(answer, header)
		o.news()
	})
	o.news()
	return func(e sipua.Event) { o.event(l, e) }
}

// event is what happens to a leg.
func (o *office) event(l *leg, e sipua.Event) {
	o.mu.Lock()
	var then func()
	switch e := e.(type) {
	case sipua.Progress:
		l.rang = true
	case sipua.Answered:
		if a, err := sdp.Accept(l.local, e.SDP); err == nil {
			l.agree(a)
			l.up = true
		} else {
			then = func() { l.dialog.Hangup(sipua.Hangup{}) }
		}
	case sipua.Offered:
		then = o.offered(l, e)
	case sipua.Changed:
		if e.Status/100 == 2 && e.SDP != nil {
			if a, err := sdp.Accept(l.local, e.SDP); err == nil {
				l.agree(a)
			}
		}
		if (e.Status == 491 || e.Status >= 500) && !l.over {
			time.AfterFunc(time.Second, func() { o.again(l) })
		}
	case sipua.Ended:
		o.ended(l)
	}
	o.mu.Unlock()
	if then != nil {
		then()
	}
	o.news()
}

// offered answers a change that the app wants. The lock is held.
func (o *office) offered(l *leg, e sipua.Offered) func() {
	l.describe()
	switch {
	case l.rigid:
		return func() { l.dialog.Decline(488) }
	case e.SDP == nil:
		offer, err := sdp.Offer(l.local)
		if err != nil {
			panic(err)
		}
		return func() { l.dialog.Accept(offer) }
	}
	answer, a, err := sdp.Answer(l.local, e.SDP)
	if err != nil {
		o.log("leg %s cannot answer: %v", l.number, err)
		return func() { l.dialog.Decline(488) }
	}
	l.agree(a)
	return func() { l.dialog.Accept(answer) }
}

// again tells the app how its far side wants the call now.
func (o *office) again(l *leg) {
	o.mu.Lock()
	if l.over || !l.up {
		o.mu.Unlock()
		return
	}
	l.describe()
	offer, err := sdp.Offer(l.local)
	o.mu.Unlock()
	if err != nil {
		panic(err)
	}
	l.dialog.Offer(offer)
}

// speak lets every far side say 20 ms.
func (o *office) speak() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, l := range o.legs {
		l.speak()
	}
}

// mine are an agent's calls.
func (o *office) mine(a *agent) []live.MyCall {
	o.mu.Lock()
	defer o.mu.Unlock()
	calls := []live.MyCall{}
	for _, l := range o.legs {
		if l.agent == a && !l.over {
			calls = append(calls, l.row())
		}
	}
	return calls
}

// living gives the legs that are not over.
func (o *office) living() (out []*leg) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, l := range o.legs {
		if !l.over && l.dialog != nil {
			out = append(out, l)
		}
	}
	return out
}
