package voice

import (
	"math"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/sdp"
)

// air is a network in memory.
type air struct {
	mu      sync.Mutex
	sockets map[netip.AddrPort]*memSocket
	next    uint16
	// weather says by how much a packet is delayed, or that it is lost.
	weather func() (time.Duration, bool)
	// tap sees every packet that is sent.
	tap func(from, to netip.AddrPort, packet []byte)
}

type memPacket struct {
	from netip.AddrPort
	data []byte
}

type memSocket struct {
	air  *air
	at   netip.AddrPort
	in   chan memPacket
	done chan struct{}
	once sync.Once
}

func newAir() *air { return &air{sockets: map[netip.AddrPort]*memSocket{}, next: 20000} }

func (a *air) listen(at netip.AddrPort) (Socket, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if at.Port() == 0 {
		a.next += 2
		at = netip.AddrPortFrom(at.Addr(), a.next)
	}
	if a.sockets[at] != nil {
		return nil, &net.OpError{Op: "listen", Err: net.ErrClosed}
	}
	s := &memSocket{air: a, at: at, in: make(chan memPacket, 256), done: make(chan struct{})}
	a.sockets[at] = s
	return s, nil
}

func (s *memSocket) ReadFromUDPAddrPort(b []byte) (int, netip.AddrPort, error) {
	select {
	case p := <-s.in:
		return copy(b, p.data), p.from, nil
	case <-s.done:
		return 0, netip.AddrPort{}, net.ErrClosed
	}
}

func (s *memSocket) WriteToUDPAddrPort(b []byte, to netip.AddrPort) (int, error) {
	s.air.send(s.at, to, b)
	return len(b), nil
}

func (a *air) send(from, to netip.AddrPort, b []byte) {
	p := memPacket{from, append([]byte(nil), b...)}
	a.mu.Lock()
	tap, weather := a.tap, a.weather
	a.mu.Unlock()
	if tap != nil {
		tap(from, to, p.data)
	}
	delay, arrives := time.Millisecond, true
	if weather != nil {
		delay, arrives = weather()
	}
	if !arrives {
		return
	}
	time.AfterFunc(delay, func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		if there := a.sockets[to]; there != nil {
			select {
			case there.in <- p:
			default:
			}
		}
	})
}

func (s *memSocket) LocalAddr() net.Addr { return net.UDPAddrFromAddrPort(s.at) }

func (s *memSocket) Close() error {
	s.once.Do(func() {
		close(s.done)
		s.air.mu.Lock()
		defer s.air.mu.Unlock()
		if s.air.sockets[s.at] == s {
			delete(s.air.sockets, s.at)
		}
	})
	return nil
}

// person is somebody with an engine, a voice (a tone) and ears.
type person struct {
	t      testing.TB
	engine *Engine
	audio  *session
	freq   float64
	mu     sync.Mutex
	said   int
	heard  []int16
	news   []Heard
	ran    []bool
}

func (p *person) Run(on bool) { p.mu.Lock(); p.ran = append(p.ran, on); p.mu.Unlock() }

func (p *person) tell(h Heard) { p.mu.Lock(); p.news = append(p.news, h); p.mu.Unlock() }

// told gives what was told since it was asked last.
func (p *person) told() []Heard {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.news
	p.news = nil
	return out
}

func newPerson(t testing.TB, listen func(netip.AddrPort) (Socket, error), at string, freq float64, o Opening) *person {
	p := &person{t: t, freq: freq}
	var err error
	if p.engine, err = New(Options{Devices: p, Listen: listen}); err != nil {
		t.Fatal(err)
	}
	o.Local, o.Tell = netip.MustParseAddr(at), p.tell
	a, err := p.engine.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	p.audio = a.(*session)
	return p
}

// tick is 10 ms of the devices.
func (p *person) tick() {
	var frame [Frame]int16
	for i := range frame {
		frame[i] = int16(8000 * math.Sin(2*math.Pi*p.freq*float64(p.said+i)/deviceRate))
	}
	p.said += Frame
	p.engine.Captured(frame[:])
	p.engine.Render(frame[:])
	p.mu.Lock()
	p.heard = append(p.heard, frame[:]...)
	p.mu.Unlock()
}

// share is how much of the last second is the tone.
func (p *person) share(freq float64) float64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return pcm.Share(p.heard[max(0, len(p.heard)-deviceRate):], freq, deviceRate)
}

func (p *person) loud() float64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return loudness(p.heard[max(0, len(p.heard)-deviceRate/2):])
}

// call is two people on a network in memory.
type call struct {
	t    testing.TB
	air  *air
	a, b *person
}

// inCall runs a test in a bubble with both not connected yet.
func inCall(t *testing.T, oa, ob Opening, f func(t *testing.T, c *call)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		n := newAir()
		c := &call{t: t, air: n, a: newPerson(t, n.listen, "192.0.2.1", 440, oa), b: newPerson(t, n.listen, "192.0.2.2", 1000, ob)}
		f(t, c)
		c.a.engine.Close()
		c.b.engine.Close()
	})
}

// run lets devices and network run.
func (c *call) run(d time.Duration) {
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for end := time.Now().Add(d); time.Now().Before(end); {
		<-ticker.C
		c.a.tick()
		c.b.tick()
		synctest.Wait()
	}
}

// agree has one person offer and the other answer.
func (c *call) agree(from, to *person, offered, answered Direction) {
	c.t.Helper()
	offer, err := from.audio.Offer(offered)
	if err != nil {
		c.t.Fatal(err)
	}
	answer, err := to.audio.Answer(offer, answered)
	if err != nil {
		c.t.Fatalf("%v\n%s", err, offer)
	}
	if err := from.audio.Accept(answer); err != nil {
		c.t.Fatalf("%v\n%s", err, answer)
	}
}

func (c *call) hears(what string, share float64) {
	c.t.Helper()
	if got := c.b.share(c.a.freq); got < share {
		c.t.Errorf("%s: b hears a's tone as %.3f of all", what, got)
	}
	if got := c.a.share(c.b.freq); got < share {
		c.t.Errorf("%s: a hears b's tone as %.3f of all", what, got)
	}
}

// losing is weather that loses a share and delays by a base and some more.
func losing(share float64, base, jitter time.Duration) func() (time.Duration, bool) {
	rng := rand.New(rand.NewPCG(5, 6))
	var mu sync.Mutex
	return func() (time.Duration, bool) {
		mu.Lock()
		defer mu.Unlock()
		return base + time.Duration(rng.Float64()*float64(jitter)), rng.Float64() >= share
	}
}

var plainOpening = Opening{SRTP: sdp.Off}
