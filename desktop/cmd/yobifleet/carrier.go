package main

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/voice"
	"github.com/yobirin/yobirin/shared/sdp"
	"github.com/yobirin/yobirin/shared/sipua"
)

// carrier is a telephone company's switch: people outside who call in, and who
// are called.
type carrier struct {
	f      *fleet
	ua     *sipua.UA
	local  netip.Addr
	server netip.AddrPort
	served chan struct{}
	n      atomic.Int64

	mu    sync.Mutex
	calls map[string]*outsider // by the number outside
}

// outsider is somebody outside in a call.
type outsider struct {
	c       *carrier
	number  string
	headset *headset
	engine  *voice.Engine
	audio   voice.Audio
	dialog  atomic.Pointer[sipua.Dialog]
	upSince atomic.Int64
	gone    chan struct{}
	once    sync.Once
}

func newCarrier(f *fleet) (*carrier, error) {
	at, err := netip.ParseAddrPort(f.o.carrier)
	if err != nil {
		return nil, fmt.Errorf("-carrier %q: expected an address with a port: %w", f.o.carrier, err)
	}
	c := &carrier{f: f, local: at.Addr(), served: make(chan struct{}), calls: map[string]*outsider{}}
	if c.server, err = netip.ParseAddrPort(f.o.sip); err != nil {
		return nil, fmt.Errorf("-sip %q: expected an address with a port: %w", f.o.sip, err)
	}
	conn, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(at))
	if err != nil {
		return nil, err
	}
	_ = conn.SetReadBuffer(4 << 20)
	if c.ua, err = sipua.New(sipua.Config{Log: slog.New(slog.DiscardHandler), UserAgent: "carrier", Invite: c.invited}); err != nil {
		return nil, err
	}
	ready := make(chan struct{})
	go func() {
		defer close(c.served)
		_ = c.ua.Serve(conn, sipua.Listen{Transport: sipua.UDP, Ready: func() { close(ready) }})
	}()
	<-ready
	return c, nil
}

// person makes somebody outside with a voice.
func (c *carrier) person(number string) (*outsider, error) {
	p := &outsider{c: c, number: number, gone: make(chan struct{})}
	var err error
	tone := float64(306 + 12*(int(c.n.Add(1))%200))
	if p.headset, p.engine, err = newHeadset(tone, voice.Options{}); err != nil {
		return nil, err
	}
	if p.audio, err = p.engine.Open(voice.Opening{Local: c.local, SRTP: sdp.Off, Tell: func(voice.Heard) {}}); err != nil {
		p.engine.Close()
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls[number] = p
	return p, nil
}

// find gives whoever outside has this number and is in a call.
func (c *carrier) find(number string) *outsider {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.calls[number]
}

func (c *carrier) open() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.calls)
}

// work calls in at random until the context ends.
func (c *carrier) work(ctx context.Context, rng *rand.Rand) {
	for {
		wait := time.Duration(rng.ExpFloat64() / c.f.o.rate * float64(time.Second))
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		c.callIn(ctx, c.f.o.numbers[rng.IntN(len(c.f.o.numbers))], 15*time.Second+time.Duration(rng.IntN(30))*time.Second)
	}
}

// callIn calls a number of the site, and hangs up after a time.
func (c *carrier) callIn(ctx context.Context, number string, patience time.Duration) {
	p, err := c.person(fmt.Sprintf("0901%07d", c.n.Load()))
	if err != nil {
		c.f.fault("carrier", "%v", err)
		return
	}
	offer, err := p.audio.Offer(voice.SendReceive)
	if err != nil {
		c.f.fault("carrier", "%v", err)
		p.over()
		return
	}
	to := sipua.URI{Scheme: "sip", User: number, Host: c.server.Addr().String(), Port: int(c.server.Port())}
	from := to
	from.User = p.number
	d, err := c.ua.Dial(sipua.Call{
		Targets: []sipua.Target{{URI: to, Next: c.server, Sticky: true}}, From: sipua.Address{URI: from}, To: sipua.Address{URI: to}, ContactUser: p.number, Offer: offer,
	}, p.event)
	if err != nil {
		c.f.fault("carrier", "%v", err)
		p.over()
		return
	}
	p.dialog.CompareAndSwap(nil, d)
	c.f.count("called in")
	go p.live(ctx, patience)
}

// live ends the call after a while.
func (p *outsider) live(ctx context.Context, patience time.Duration) {
	select {
	case <-p.gone:
		return
	case <-ctx.Done():
	case <-time.After(patience):
	}
	if d := p.dialog.Load(); d != nil {
		d.Hangup(sipua.Hangup{Reason: sipua.Reason{Q850: 16}})
	}
}

// invited takes a call of an agent.
func (c *carrier) invited(d *sipua.Dialog) sipua.Sink {
	p, err := c.person(d.Request().URI().User)
	if err != nil {
		return nil
	}
	p.dialog.Store(d)
	d.Setup(p.number, sipua.ReliableSupported, sipua.SessionTimer{})
	d.Ring(sipua.Answer{Status: 180})
	c.f.count("called out")
	time.AfterFunc(time.Duration(500+rand.IntN(2000))*time.Millisecond, func() { //nolint:gosec // no secret
		answer, err := p.audio.Answer(d.Request().SDP(), voice.SendReceive)
		if err != nil {
			d.Reject(sipua.Answer{Status: 488})
			return
		}
		d.Answer(answer)
		p.upSince.Store(time.Now().UnixNano())
	})
	go p.live(c.f.ctx, time.Duration(10+rand.IntN(40))*time.Second)
	return p.event
}

// event takes what happens to the call, in order.
func (p *outsider) event(e sipua.Event) {
	accept := func(text []byte) {
		if text != nil {
			_ = p.audio.Accept(text)
		}
	}
	switch e := e.(type) {
	case sipua.Progress:
		if e.SDP != nil {
			p.audio.Early(true)
			accept(e.SDP)
		}
	case sipua.Answered:
		p.audio.Early(false)
		accept(e.SDP)
		p.upSince.Store(time.Now().UnixNano())
	case sipua.Changed:
		accept(e.SDP)
	case sipua.Offered:
		d := p.dialog.Load()
		var text []byte
		var err error
		if e.SDP == nil {
			text, err = p.audio.Offer(voice.SendReceive)
		} else {
			text, err = p.audio.Answer(e.SDP, voice.SendReceive)
		}
		if err != nil || d == nil {
			p.c.f.fault("carrier", "an offer: %v", err)
			return
		}
		d.Accept(text)
	case sipua.Ended:
		if e.Status >= 400 && e.Status != 487 {
			p.c.f.count(fmt.Sprintf("carrier was answered %d", e.Status))
		}
		p.over()
	case sipua.Confirmed, sipua.Informed, sipua.Pressed, sipua.Referred, sipua.Transferring, sipua.Nudged:
	}
}

// over forgets the call.
func (p *outsider) over() {
	p.once.Do(func() {
		p.c.mu.Lock()
		if p.c.calls[p.number] == p {
			delete(p.c.calls, p.number)
		}
		p.c.mu.Unlock()
		close(p.gone)
		go p.engine.Close()
	})
}

func (c *carrier) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = c.ua.Close(ctx)
	<-c.served
}
