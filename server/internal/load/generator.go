//go:build linux

package load

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"strings"
	"sync"
	"time"
)

const (
	retransmit = 500 * time.Millisecond // T1 of RFC 3261
	attempts   = 5
	sweepEvery = 100 * time.Millisecond
)

// Device is an account of a phone.
type Device struct{ User, Password string }

// Config is what a generator needs to know.
type Config struct {
	Server  netip.AddrPort // where the server takes SIP over UDP
	Devices []Device
	Auth    Algorithm
}

// Generator is a carrier at CarrierAddr and a phone for every device. Its
// methods may be called from any goroutine, one measurement at a time.
type Generator struct {
	cfg   Config
	wire  *wire
	audio *audio
	done  chan struct{}

	mu        sync.Mutex
	phones    []*phone
	byAddr    map[netip.Addr]*phone
	calls     map[string]*call // the carrier's, by Call-ID
	byCaller  map[string]*call // the same, by the caller's number
	dialogs   map[string]*dialog
	waiting   map[string]*request // REGISTERs under way, by Call-ID
	number    int                 // of calls ever begun
	again     map[string]int      // messages ever sent again, by what they are
	windows   uint32
	unhandled map[string]int
}

// carrierAddr is where the carrier signals from.
var carrierAddr = netip.AddrFrom4([4]byte{127, 0, 0, 2})

// legAddr is the n-th address of a family of loopback addresses.
func legAddr(family byte, n int) netip.Addr {
	n++ // .0.0 looks like a network to some
	return netip.AddrFrom4([4]byte{127, family, byte(n >> 8), byte(n)})
}

// The families of loopback addresses: phones, and the carrier's media.
const (
	phoneFamily = 11
	mediaFamily = 12
	mediaCount  = 60_000
)

// New opens the sockets. The server is told of CarrierAddr before a call.
func New() (*Generator, error) {
	w, err := openWire(netip.AddrPort{})
	if err != nil {
		return nil, err
	}
	a, err := openAudio()
	if err != nil {
		return nil, errors.Join(err, w.conn.Close())
	}
	return &Generator{
		wire: w, audio: a, done: make(chan struct{}),
		byAddr: map[netip.Addr]*phone{}, calls: map[string]*call{}, byCaller: map[string]*call{}, dialogs: map[string]*dialog{},
		waiting: map[string]*request{}, again: map[string]int{}, unhandled: map[string]int{},
	}, nil
}

// CarrierAddr is where the server finds the carrier.
func (g *Generator) CarrierAddr() netip.AddrPort { return netip.AddrPortFrom(carrierAddr, g.wire.port) }

// Start begins to listen, as the phones of the configuration.
func (g *Generator) Start(cfg Config) error {
	if len(cfg.Devices) > 60_000 {
		return fmt.Errorf("load: %d devices, expected at most 60000", len(cfg.Devices))
	}
	g.cfg, g.wire.server = cfg, cfg.Server
	for i, d := range cfg.Devices {
		p := &phone{n: i, Device: d, addr: legAddr(phoneFamily, i)}
		g.phones = append(g.phones, p)
		g.byAddr[p.addr] = p
	}
	go g.read()
	go g.sweep()
	return nil
}

// Close ends the generator without a word to the server.
func (g *Generator) Close() {
	close(g.done)
	_ = g.wire.conn.Close()
	g.audio.close()
}

// Again is how many messages were sent again, by what they are.
func (g *Generator) Again() map[string]int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return maps.Clone(g.again)
}

// Unhandled tells what came that the generator has no answer for.
func (g *Generator) Unhandled() map[string]int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return maps.Clone(g.unhandled)
}

// Measure measures the audio of all calls for a while.
func (g *Generator) Measure(d time.Duration) Heard {
	g.mu.Lock()
	g.windows++
	n := g.windows
	g.mu.Unlock()
	return g.audio.measure(d, n)
}

func (g *Generator) read() {
	buf, oob := make([]byte, 65536), make([]byte, 256)
	for {
		n, to, at, err := g.wire.receive(buf, oob)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue // a refused packet's echo
		}
		m, ok := parse(buf[:n])
		if !ok {
			continue
		}
		m.local, m.at = to, at
		g.mu.Lock()
		g.take(m)
		g.mu.Unlock()
	}
}

// take handles one message.
func (g *Generator) take(m *message) {
	if m.status > 0 {
		switch {
		case m.method == "REGISTER":
			g.registered(m)
		case g.calls[m.callID] != nil:
			g.calls[m.callID].response(m)
		default:
			g.unhandled["response to "+m.method]++
		}
		return
	}
	switch m.method {
	case "OPTIONS":
		g.wire.send(m.local, response(m, 200, "OK", "o", g.contact("", m.local), ""))
	case "INVITE":
		if d := g.dialogs[m.callID]; d != nil {
			d.invitedAgain(m)
			return
		}
		g.invited(m)
	default:
		switch c, d := g.calls[m.callID], g.dialogs[m.callID]; {
		case c != nil:
			c.request(m)
		case d != nil:
			d.request(m)
		case m.method != "ACK":
			g.unhandled[m.method]++
			g.wire.send(m.local, response(m, 481, "Gone", "", "", ""))
		}
	}
}

// sweep sends again what was not answered.
func (g *Generator) sweep() {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-g.done:
			return
		case now := <-tick.C:
			g.mu.Lock()
			for _, r := range g.waiting {
				g.repeat(&r.pending, now)
			}
			for _, c := range g.calls {
				g.repeat(&c.pending, now)
			}
			for _, d := range g.dialogs {
				g.repeat(&d.pending, now)
			}
			g.mu.Unlock()
		}
	}
}

// pending is a message that is repeated until it is answered.
type pending struct {
	packet []byte // nil: none
	from   netip.Addr
	next   time.Time
	tries  int
}

// post sends a message and keeps it.
func (g *Generator) post(p *pending, from netip.Addr, packet []byte) {
	*p = pending{packet: packet, from: from, next: time.Now().Add(retransmit)}
	g.wire.send(from, packet)
}

func (g *Generator) repeat(p *pending, now time.Time) {
	if p.packet == nil || now.Before(p.next) || p.tries >= attempts {
		return
	}
	p.tries++
	p.next = now.Add(retransmit << p.tries)
	what, _, _ := strings.Cut(string(p.packet[:min(len(p.packet), 12)]), " sip")
	g.again[what]++
	g.wire.send(p.from, p.packet)
}

func (g *Generator) contact(user string, at netip.Addr) string {
	if user != "" {
		user += "@"
	}
	return fmt.Sprintf("sip:%s%s:%d", user, at, g.wire.port)
}

// requestText writes a request that opens nothing: headers as given, ready to
// be sent from one of our addresses.
func (g *Generator) requestText(method, uri string, from netip.Addr, branch string, headers ...string) *strings.Builder {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s SIP/2.0\r\nVia: SIP/2.0/UDP %s:%d;branch=z9hG4bK%s;rport\r\nMax-Forwards: 70\r\n", method, uri, from, g.wire.port, branch)
	for _, h := range headers {
		b.WriteString(h + "\r\n")
	}
	return &b
}
