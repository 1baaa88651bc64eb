package media

import (
	"net"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
	"github.com/yobirin/yobirin/shared/sdp"
)

const patience = time.Minute // for what takes moments, on a machine that does much else

// facts collects what the plane reports; it never blocks.
type facts struct {
	mu   sync.Mutex
	all  []leg.Fact
	wake chan struct{}
}

func newFacts() *facts { return &facts{wake: make(chan struct{}, 1)} }

func (f *facts) report(x leg.Fact) {
	f.mu.Lock()
	f.all = append(f.all, x)
	f.mu.Unlock()
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// next gives the first fact of type F that pick takes, and forgets it.
func next[F leg.Fact](t *testing.T, f *facts, pick func(F) bool) F {
	t.Helper()
	deadline := time.After(patience)
	for {
		f.mu.Lock()
		for i, x := range f.all {
			if w, ok := x.(F); ok && (pick == nil || pick(w)) {
				f.all = append(f.all[:i:i], f.all[i+1:]...)
				f.mu.Unlock()
				return w
			}
		}
		f.mu.Unlock()
		select {
		case <-f.wake:
		case <-deadline:
			var none F
			t.Fatalf("no %T came; there are %+v", none, f.all)
		}
	}
}

func count[F leg.Fact](f *facts) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, x := range f.all {
		if _, ok := x.(F); ok {
			n++
		}
	}
	return n
}

// both runs a test on the epoll loops and on the portable ones.
func both(t *testing.T, test func(t *testing.T, portable bool)) {
	t.Run("native", func(t *testing.T) { t.Parallel(); test(t, false) })
	t.Run("portable", func(t *testing.T) { t.Parallel(); test(t, true) })
}

func newPlane(t testing.TB, f *facts, change func(*Config)) *Plane {
	t.Helper()
	cfg := Config{BindAddress: loopback, Shards: 2, Report: f.report}
	if change != nil {
		change(&cfg)
	}
	p, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

var loopback = netip.MustParseAddr("127.0.0.1")

// phone is a far side: sockets, SDP, a voice, ears.
type phone struct {
	t          testing.TB
	leg        id.Leg
	port       *Port
	rtp, rtcp  *net.UDPConn
	local      sdp.Local
	agreed     sdp.Agreed
	seal, open *rtpio.Cipher

	ssrc uint32
	seq  uint16
	ts   uint32
	said int

	listening bool
	wide      wideVoice

	mu      sync.Mutex
	heard   []int16
	headers []rtpio.Header
	last    uint16 // sequence number of the packet that came last
	arrived []time.Duration
	events  []byte
	ears    rtpio.EventReceiver
	control []rtpio.Control
	sealed  int // packets that could not be opened
	begin   time.Time
	pulse   chan struct{}
}

func newPhone(t testing.TB, p *Plane, c id.Call, n uint16, spec OpenSpec, change func(*sdp.Local)) *phone {
	t.Helper()
	ph := bare(t, id.LegOf(c, n), spec, change)
	port, err := p.Open(ph.leg, spec)
	if err != nil {
		t.Fatal(err)
	}
	ph.port = port
	ph.invite()
	return ph
}

func bare(t testing.TB, l id.Leg, spec OpenSpec, change func(*sdp.Local)) *phone {
	t.Helper()
	ph := &phone{t: t, leg: l, ssrc: uint32(l[15])*77 + 1, seq: 65000, ts: 0xFFFFFF00, pulse: make(chan struct{}, 1), begin: time.Now()}
	ph.rtp, ph.rtcp = listen(t), listen(t)
	ph.local = sdp.Local{
		Address: loopback, Port: portOf(ph.rtp), RTCPPort: portOf(ph.rtcp), SessionID: 1, Version: 1, Events: !spec.NoEvents, Policy: spec.SRTP, Opus: spec.Opus,
	}
	if spec.SRTP != sdp.Off {
		ph.local.Keys = []sdp.Crypto{{Tag: 1, Suite: sdp.GCM128, Key: make([]byte, 28)}, {Tag: 2, Suite: sdp.CM128, Key: make([]byte, 30)}}
	}
	if change != nil {
		change(&ph.local)
	}
	return ph
}

func listen(t testing.TB) *net.UDPConn {
	t.Helper()
	return listenOn(t, loopback)
}

func listenOn(t testing.TB, a netip.Addr) *net.UDPConn {
	t.Helper()
	c, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(a, 0)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func portOf(c *net.UDPConn) uint16 { return c.LocalAddr().(*net.UDPAddr).AddrPort().Port() }

// invite makes the phone offer and the plane answer.
func (ph *phone) invite() {
	ph.t.Helper()
	offer, err := sdp.Offer(ph.local)
	if err != nil {
		ph.t.Fatal(err)
	}
	answer, err := ph.port.Answer(offer)
	if err != nil {
		ph.t.Fatal(err)
	}
	agreed, err := sdp.Accept(ph.local, answer)
	if err != nil {
		ph.t.Fatal(err)
	}
	ph.mu.Lock()
	ph.agreed = agreed
	ph.mu.Unlock()
	ph.ready()
}

// ready makes the ciphers and begins to listen.
func (ph *phone) ready() {
	ph.t.Helper()
	if ph.listening {
		return
	}
	ph.listening = true
	if ph.agreed.Out != nil {
		ph.cipher(ph.t)
	}
	go ph.listen(ph.rtp, false)
	go ph.listen(ph.rtcp, true)
}

func (ph *phone) cipher(t testing.TB) {
	t.Helper()
	var err error
	if ph.seal, err = rtpio.NewCipher(string(ph.agreed.Out.Suite), ph.agreed.Out.Key); err != nil {
		t.Fatal(err)
	}
	if ph.open, err = rtpio.NewCipher(string(ph.agreed.In.Suite), ph.agreed.In.Key); err != nil {
		t.Fatal(err)
	}
}

func (ph *phone) listen(c *net.UDPConn, control bool) {
	buf := make([]byte, 2048)
	for {
		n, _, err := c.ReadFromUDPAddrPort(buf)
		if err != nil {
			return
		}
		ph.hear(buf[:n], control)
	}
}

func (ph *phone) hear(packet []byte, control bool) {
	ph.mu.Lock()
	defer ph.mu.Unlock()
	defer func() {
		select {
		case ph.pulse <- struct{}{}:
		default:
		}
	}()
	if ph.open != nil {
		var err error
		if control || rtpio.IsRTCP(packet) {
			packet, err = ph.open.OpenControl(nil, packet)
		} else {
			packet, err = ph.open.Open(nil, packet)
		}
		if err != nil {
			ph.sealed++
			return
		}
	}
	if control || rtpio.IsRTCP(packet) {
		if c, err := rtpio.ParseControl(packet); err == nil {
			ph.control = append(ph.control, c)
		}
		return
	}
	h, payload, err := rtpio.Parse(packet)
	if err != nil {
		ph.t.Errorf("the plane sent %x: %v", packet, err)
		return
	}
	ph.headers, ph.last = append(ph.headers, h), h.Seq
	ph.arrived = append(ph.arrived, time.Since(ph.begin))
	switch {
	case int16(h.PT) == ph.agreed.EventRecv:
		if d, ok := ph.ears.Take(h, payload); ok {
			ph.events = append(ph.events, d)
		}
	case int16(h.PT) == ph.agreed.OpusRecv:
		ph.hearOpus(payload)
	case h.PT == ph.agreed.RecvPT:
		samples := make([]int16, len(payload))
		ph.agreed.Law.Decode(samples, payload)
		ph.heard = append(ph.heard, samples...)
	default:
		ph.t.Errorf("payload type %d was not agreed", h.PT)
	}
}

// send puts a payload into the phone's stream.
func (ph *phone) send(from *net.UDPConn, pt uint8, marker bool, ts uint32, payload []byte) {
	ph.t.Helper()
	packet := make([]byte, rtpio.HeaderSize, 400)
	rtpio.Header{Marker: marker, PT: pt, Seq: ph.seq, TS: ts, SSRC: ph.ssrc}.Put(packet)
	ph.seq++
	packet = append(packet, payload...)
	if ph.seal != nil {
		var err error
		if packet, err = ph.seal.Seal(nil, packet); err != nil {
			ph.t.Fatal(err)
		}
	}
	_, _ = from.WriteToUDPAddrPort(packet, ph.agreed.Remote)
}

// say sends the next 20 ms of a tone.
func (ph *phone) say(freq float64) {
	ph.t.Helper()
	if ph.agreed.Opus && !ph.wide.off {
		ph.sayOpus(freq)
		return
	}
	var samples [160]int16
	pcm.Pure(freq, 0.3).At(samples[:], ph.said, pcm.Rate)
	ph.speak(samples[:])
}

func (ph *phone) speak(samples []int16) {
	ph.t.Helper()
	payload := make([]byte, len(samples))
	ph.agreed.Law.Encode(payload, samples)
	ph.send(ph.rtp, ph.agreed.PT, ph.said == 0, ph.ts, payload)
	ph.said += len(samples)
	ph.ts += uint32(len(samples))
}

// press sends a key as a phone does.
func (ph *phone) press(digit byte) {
	ph.t.Helper()
	code, _ := rtpio.EventCode(digit)
	var b [rtpio.EventSize]byte
	for i := range 8 {
		rtpio.Event{Code: code, Volume: 10, Duration: uint16(160 * min(i+1, 6)), End: i >= 5}.Put(b[:])
		ph.send(ph.rtp, uint8(ph.agreed.EventPT), i == 0, ph.ts, b[:])
	}
	ph.ts += 1600
}

// talk lets phones speak in real time, each its tone, until done says so.
func talk(t testing.TB, speakers map[*phone]float64, done func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(patience)
	began, n := time.Now(), 0
	for !done() {
		select {
		case <-tick.C:
			// What a busy machine missed is made up for: a phone's clock goes on.
			for due := int(time.Since(began) / (20 * time.Millisecond)); n < due; n++ {
				for ph, freq := range speakers {
					ph.say(freq)
				}
			}
		case <-deadline:
			for ph := range speakers {
				ph.mu.Lock()
				t.Logf("phone %d heard %d samples, %d events, %d reports", id.LegNumber(ph.leg), len(ph.heard), len(ph.events), len(ph.control))
				ph.mu.Unlock()
			}
			t.Fatal("what was waited for did not come")
		}
	}
}

// until waits for a condition, looking each time a phone hears something.
func until(t testing.TB, what string, done func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(patience)
	for !done() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("%s: did not come", what)
		}
	}
}

// tail is the last n samples heard; nil while there are fewer.
func (ph *phone) tail(n int) []int16 {
	ph.mu.Lock()
	defer ph.mu.Unlock()
	if len(ph.heard) < n {
		return nil
	}
	return append([]int16(nil), ph.heard[len(ph.heard)-n:]...)
}

func (ph *phone) hears(freq float64) bool {
	w := ph.tail(1600)
	return w != nil && pcm.Share(w, freq, pcm.Rate) > 0.95
}

func (ph *phone) forget() {
	ph.mu.Lock()
	defer ph.mu.Unlock()
	ph.heard, ph.headers, ph.arrived = nil, nil, nil
}

// caughtUp waits until the phone has heard what the plane has sent it so far.
func (ph *phone) caughtUp(t testing.TB) {
	t.Helper()
	sent := make(chan sender, 1)
	if !ph.port.post(func(*shard) { sent <- ph.port.stream.out }) {
		t.Fatal("the phone's leg is closed")
	}
	out := <-sent
	until(t, "what is on its way", func() bool {
		ph.mu.Lock()
		defer ph.mu.Unlock()
		return out.count == 0 || int16(ph.last-out.seq) >= 0
	})
}

func (ph *phone) packets() []rtpio.Header {
	ph.mu.Lock()
	defer ph.mu.Unlock()
	return append([]rtpio.Header(nil), ph.headers...)
}

// continuous fails unless the packets are one unbroken stream.
func continuous(t testing.TB, headers []rtpio.Header) {
	t.Helper()
	for i := 1; i < len(headers); i++ {
		a, b := headers[i-1], headers[i]
		if b.SSRC != a.SSRC {
			t.Fatalf("packet %d: the source changed", i)
		}
		if b.Seq != a.Seq+1 {
			t.Fatalf("packet %d: sequence %d follows %d", i, b.Seq, a.Seq)
		}
		if d := int32(b.TS - a.TS); d < 0 || d > 80000 {
			t.Fatalf("packet %d: the clock jumped by %d", i, d)
		}
	}
}

func bridge(p *Plane, a, b *phone) {
	p.Do(leg.Hear{Leg: a.leg, From: []leg.Source{{Leg: b.leg}}})
	p.Do(leg.Hear{Leg: b.leg, From: []leg.Source{{Leg: a.leg}}})
}

func newCall() id.Call { return id.NewCall(time.Now()) }
