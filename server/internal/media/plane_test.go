package media

import (
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/rtpio"
	"github.com/yobirin/yobirin/shared/sdp"
)

// stubSocket takes what is sent and gives it to nobody.
type stubSocket struct {
	number uint16
	last   []byte
	closed bool
	busy   *map[uint16]bool
}

func (s *stubSocket) send(p []byte, _ *address) bool { s.last = append(s.last[:0], p...); return true }
func (s *stubSocket) port() uint16                   { return s.number }
func (s *stubSocket) close() {
	s.closed = true
	if s.busy != nil {
		delete(*s.busy, s.number)
	}
}

func TestPortsRest(t *testing.T) {
	busy := map[uint16]bool{}
	open := func(_ netip.Addr, n uint16) (socket, error) {
		if busy[n] {
			return nil, errors.New("in use")
		}
		busy[n] = true
		return &stubSocket{number: n, busy: &busy}, nil
	}
	now := time.Unix(0, 0)
	p, err := newPool(PortRange{20001, 20006}, 30*time.Second, open, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	busy[20005] = true // another program's
	rtp, rtcp, err := p.take(loopback)
	if err != nil || rtp.port() != 20002 || rtcp.port() != 20003 {
		t.Fatalf("%v %v", rtp, err)
	}
	if _, _, err := p.take(loopback); err == nil {
		t.Fatal("a pair was made of a port in use")
	}
	if busy[20004] {
		t.Fatal("half a pair stayed open")
	}
	rtp.close()
	rtcp.close()
	p.put(rtp.port())
	now = now.Add(29 * time.Second)
	if _, _, err := p.take(loopback); !errors.Is(err, errNoPorts) {
		t.Fatalf("a resting port was given out: %v", err)
	}
	now = now.Add(time.Second)
	delete(busy, 20005)
	seen := []uint16{}
	for range 2 {
		rtp, _, err := p.take(loopback)
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, rtp.port())
	}
	if slices.Sort(seen); !slices.Equal(seen, []uint16{20002, 20004}) {
		t.Fatalf("got %v", seen)
	}
	for _, r := range []PortRange{{0, 100}, {30000, 20000}, {1000, 2000}} {
		if _, err := newPool(r, time.Second, open, time.Now); err == nil {
			t.Errorf("range %v was taken", r)
		}
	}
}

func TestClosedPortRestsOnTheWire(t *testing.T) {
	f := newFacts()
	p := newPlane(t, f, func(c *Config) { c.Ports = PortRange{42000, 42007} })
	c := newCall()
	var last uint16
	for n := range uint16(4) {
		port, err := p.Open(id.LegOf(c, n+1), OpenSpec{})
		if err != nil {
			t.Fatal(err)
		}
		if port.local.Port == last {
			t.Fatal("a port was used again at once")
		}
		last = port.local.Port
		port.Close()
		next(t, f, func(m leg.Measured) bool { return m.Leg == port.Leg() })
	}
	if _, err := p.Open(id.LegOf(c, 9), OpenSpec{}); fault.CodeOf(err) != fault.Unavailable {
		t.Fatalf("the fifth of four ports: %v", err)
	}
}

func TestConfigurationIsChecked(t *testing.T) {
	if _, err := New(Config{}); err == nil {
		t.Error("a plane without Report was made")
	}
	if _, err := New(Config{Report: func(leg.Fact) {}, Ports: PortRange{5, 1}}); err == nil {
		t.Error("a descending range was taken")
	}
}

func TestOpenIsOncePerLegAndOnlyWhileRunning(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f := newFacts()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable })
		c := newCall()
		a := newPhone(t, p, c, 1, OpenSpec{}, nil)
		if _, err := p.Open(a.leg, OpenSpec{}); fault.CodeOf(err) != fault.Conflict {
			t.Fatalf("%v", err)
		}
		if err := a.port.Accept([]byte("v=0")); !errors.Is(err, sdp.ErrUnacceptable) {
			t.Fatalf("an answer without an offer: %v", err)
		}
		if p.Do(leg.HangUp{Leg: a.leg}) || !p.Do(leg.Hear{Leg: id.LegOf(c, 99)}) {
			t.Fatal("orders are told apart wrongly")
		}
		p.CloseLeg(a.leg)
		p.CloseLeg(a.leg)
		next[leg.Measured](t, f, nil)
		b := newPhone(t, p, c, 1, OpenSpec{}, nil) // again, as after a retry
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		if n := count[leg.Measured](f); n != 1 {
			t.Fatalf("%d measures", n)
		}
		if _, err := p.Open(id.LegOf(c, 3), OpenSpec{}); fault.CodeOf(err) != fault.Unavailable {
			t.Fatalf("%v", err)
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		b.port.Close()
		if p.Start() == nil {
			t.Fatal("a closed plane was started")
		}
	})
}

func TestPublicAddress(t *testing.T) {
	asked := netip.Addr{}
	p := newPlane(t, newFacts(), func(c *Config) {
		c.BindAddress = netip.Addr{}
		c.PublicAddress = func(remote netip.Addr) netip.Addr { asked = remote; return netip.MustParseAddr("203.0.113.5") }
	})
	port, err := p.Open(id.LegOf(newCall(), 1), OpenSpec{SignalSource: netip.MustParseAddr("198.51.100.1")})
	if err != nil || asked.String() != "198.51.100.1" || port.local.Address.String() != "203.0.113.5" {
		t.Fatalf("%v %v", asked, err)
	}
	if _, err := p.Open(id.LegOf(newCall(), 1), OpenSpec{SignalSource: netip.MustParseAddr("2001:db8::1")}); err == nil {
		t.Fatal("an IPv4 address was announced to an IPv6 phone")
	}
}

// TestHostilePackets floods a leg from its own address with nonsense.
func TestHostilePackets(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		p := newPlane(t, newFacts(), func(c *Config) { c.Portable = portable })
		c := newCall()
		a := newPhone(t, p, c, 1, OpenSpec{InbandDigits: true}, nil)
		b := newPhone(t, p, c, 2, OpenSpec{}, nil)
		bridge(p, a, b)
		long := make([]byte, 3000)
		long[0] = 0x80
		bad := [][]byte{{}, {0x80}, {0x80, 200}, {0x90, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0xBE, 0xDE, 0xFF, 0xFF}, long, long[:1400],
			{0xB0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0xBE, 0xDE, 0, 0, 99}, {0x80, 101, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 200}}
		sent := false
		talk(t, map[*phone]float64{a: 500, b: 900}, func() bool {
			if !sent {
				for _, x := range bad {
					_, _ = a.rtp.WriteToUDPAddrPort(x, a.agreed.Remote)
					_, _ = a.rtcp.WriteToUDPAddrPort(x, a.agreed.RemoteRTCP)
				}
				sent = true
			}
			return a.hears(900) && b.hears(500)
		})
		s := p.shardOf(c)
		if s.malformed.Load() == 0 || s.panics.Load() != 0 {
			t.Errorf("%d malformed, %d panics", s.malformed.Load(), s.panics.Load())
		}
	})
}

func TestAPanicEndsOnlyItself(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		p := newPlane(t, newFacts(), func(c *Config) { c.Portable = portable })
		c := newCall()
		a := newPhone(t, p, c, 1, OpenSpec{}, nil)
		b := newPhone(t, p, c, 2, OpenSpec{}, nil)
		s := p.shardOf(c)
		s.post(func(*shard) { panic("a mistake") })
		bridge(p, a, b)
		talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { return a.hears(900) && b.hears(500) })
		if s.panics.Load() != 1 {
			t.Errorf("%d panics", s.panics.Load())
		}
	})
}

func TestMetrics(t *testing.T) {
	r := prometheus.NewRegistry()
	p := newPlane(t, newFacts(), func(c *Config) { c.Registerer = r })
	newPhone(t, p, newCall(), 1, OpenSpec{}, nil)
	until(t, "the gauge", func() bool {
		families, err := r.Gather()
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range families {
			if f.GetName() == "yobirin_media_ports" {
				return f.GetMetric()[0].GetGauge().GetValue() == 1
			}
		}
		return false
	})
}

// wired is a shard without a loop, with n bridged calls on stub sockets.
func wired(tb testing.TB, change func(*Config, *sdp.Agreed)) (*shard, []*stream) {
	tb.Helper()
	cfg := Config{Report: func(leg.Fact) {}, ReportEvery: time.Hour, SilentAfter: time.Hour}
	agreed := sdp.Agreed{
		Remote: netip.MustParseAddrPort("127.0.0.1:4000"), RemoteRTCP: netip.MustParseAddrPort("127.0.0.1:4001"),
		AlsoPT: -1, OpusPT: -1, OpusRecv: -1, EventPT: 101, EventRecv: 101, PTime: 20, Send: true, Receive: true,
	}
	if change != nil {
		change(&cfg, &agreed)
	}
	s := newShard(&cfg, newWriter(newReel(), cfg.Report, nil), func(uint16) {}, time.Now())
	s.loop = newGoLoop(s)
	c := newCall()
	var streams []*stream
	for n := range uint16(2) {
		streams = append(streams, seated(s, id.LegOf(c, n+1), agreed))
	}
	for i, st := range streams {
		s.setHear(leg.Hear{Leg: st.id, From: []leg.Source{{Leg: streams[1-i].id}}})
	}
	return s, streams
}

// seated gives a shard another stream, on stub sockets.
func seated(s *shard, l id.Leg, agreed sdp.Agreed) *stream {
	st := &stream{id: l, sockets: [2]socket{&stubSocket{number: 2}, &stubSocket{number: 3}}, tag: rand.Uint64(), index: len(s.list), ssrc: uint32(len(s.list))}
	s.streams[l], s.list = st, append(s.list, st)
	st.configure(s, agreed, nil, nil)
	return st
}

// confer lets all hear all others.
func confer(s *shard, streams []*stream) {
	for _, st := range streams {
		var others []leg.Source
		for _, o := range streams {
			if o != st {
				others = append(others, leg.Source{Leg: o.id})
			}
		}
		s.setHear(leg.Hear{Leg: st.id, From: others})
	}
}

func audioPacket() []byte {
	b := make([]byte, rtpio.HeaderSize+160)
	rtpio.Header{SSRC: 77, Seq: 1, TS: 160}.Put(b)
	return b
}

func advancePacket(b []byte) {
	seq := uint16(b[2])<<8 | uint16(b[3])
	seq++
	b[2], b[3] = byte(seq>>8), byte(seq)
}

// TestRelayAllocatesNothing, not even when it records.
func TestRelayAllocatesNothing(t *testing.T) {
	s, streams := wired(t, nil)
	packet := audioPacket()
	from := netip.MustParseAddrPort("127.0.0.1:4000")
	relay := func() {
		advancePacket(packet)
		s.receive(streams[0], false, from, packet)
	}
	relay()
	if got := streams[1].sockets[0].(*stubSocket).last; len(got) != len(packet) {
		t.Fatalf("%d bytes were relayed", len(got))
	}
	if n := testing.AllocsPerRun(1000, relay); n != 0 {
		t.Errorf("relay: %v allocations per packet", n)
	}
	s.record(leg.Record{Recording: id.RecordingOf(id.CallOf(streams[0].id), 1), Left: streams[0].id})
	for range 100 {
		relay()
	}
	before := len(s.batch.frames)
	if n := testing.AllocsPerRun(100, relay); n > 0.05 { // a batch's list grows now and then
		t.Errorf("relay and record: %v allocations per packet", n)
	}
	if len(s.batch.frames) <= before {
		t.Error("nothing was recorded")
	}
}

func TestLateAndForeignPacketsDoNotReorderTheStream(t *testing.T) {
	s, streams := wired(t, nil)
	from := netip.MustParseAddrPort("127.0.0.1:4000")
	out := streams[1].sockets[0].(*stubSocket)
	send := func(seq uint16) (uint16, bool) {
		out.last = nil
		b := audioPacket()
		b[2], b[3] = byte(seq>>8), byte(seq)
		s.receive(streams[0], false, from, b)
		if out.last == nil {
			return 0, false
		}
		h, _, err := rtpio.Parse(out.last)
		if err != nil {
			t.Fatal(err)
		}
		return h.Seq, true
	}
	first, _ := send(100)
	if _, ok := send(99); ok {
		t.Error("a packet from before the beginning was passed on")
	}
	if got, _ := send(102); got != first+2 {
		t.Errorf("a loss is hidden: %d after %d", got, first)
	}
	if got, ok := send(101); !ok || got != first+1 {
		t.Errorf("a late packet became %d", got)
	}
}

func TestClockGoesOnWhileNothingPlays(t *testing.T) {
	s, streams := wired(t, nil)
	st := streams[0]
	out := st.sockets[0].(*stubSocket)
	sounds := newLibrary(nil, slog.New(slog.DiscardHandler)).list([]leg.Sound{{Tone: leg.ToneBeep}})
	header := func() rtpio.Header {
		h, _, err := rtpio.Parse(out.last)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	play := func() (first, last rtpio.Header) {
		s.play(leg.Play{Leg: st.id, Player: 1}, sounds)
		for n := 0; st.player != nil; n++ {
			st.send(s)
			if s.now += 20 * time.Millisecond; n == 0 {
				first = header()
			}
		}
		return first, header()
	}
	_, end := play()
	s.now += 3 * time.Second
	again, _ := play()
	if d := again.TS - end.TS; d < 24000 || d > 24400 || !again.Marker || again.Seq != end.Seq+1 {
		t.Errorf("after 3 s the clock went on by %d samples: %+v after %+v", d, again, end)
	}
	// Nothing is heard and nothing plays: a sign of life now and then.
	s.setHear(leg.Hear{Leg: st.id})
	s.cfg.ReportEvery, st.reportAt = time.Second, s.now
	before := st.out.count
	for range 10 {
		s.now += time.Second
		st.visit(s)
	}
	if n := st.out.count - before; n < 8 || n > 10 {
		t.Errorf("%d signs of life in 10 s", n)
	}
}
