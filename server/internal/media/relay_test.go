package media

import (
	"errors"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
	"github.com/yobirin/yobirin/shared/sdp"
)

func TestRelayBothWays(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		for name, laws := range map[string][2]pcm.Law{"one law": {pcm.Mu, pcm.Mu}, "two laws": {pcm.Mu, pcm.A}} {
			f := newFacts()
			p := newPlane(t, f, func(c *Config) { c.Portable = portable })
			c := newCall()
			a := newPhone(t, p, c, 1, OpenSpec{}, func(l *sdp.Local) { l.Laws = laws[:1] })
			b := newPhone(t, p, c, 2, OpenSpec{}, func(l *sdp.Local) { l.Laws = laws[1:] })
			bridge(p, a, b)
			talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { return a.hears(900) && b.hears(500) })
			continuous(t, a.packets())
			continuous(t, b.packets())
			if got := a.port.Negotiated(); got.Codec != laws[0].String() || got.Held || got.Secure {
				t.Errorf("%s: %+v", name, got)
			}
			// Nobody is heard any more: the other hears nothing new.
			p.Do(leg.Hear{Leg: b.leg})
			p.CloseLeg(a.leg)
			m := next(t, f, func(m leg.Measured) bool { return m.Leg == a.leg })
			if m.Quality.Received == 0 || m.Quality.Sent == 0 || m.Quality.MOS < 4 || m.Quality.Lost != 0 {
				t.Errorf("%s: %+v", name, m.Quality)
			}
			if p.Port(a.leg) != nil || p.Port(b.leg) == nil {
				t.Errorf("%s: the wrong port is closed", name)
			}
		}
	})
}

func TestChangeOfWhatIsHeardKeepsOneStream(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f := newFacts()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable })
		c := newCall()
		a := newPhone(t, p, c, 1, OpenSpec{}, nil)
		b := newPhone(t, p, c, 2, OpenSpec{}, nil)
		d := newPhone(t, p, c, 3, OpenSpec{}, nil)
		speakers := map[*phone]float64{b: 600, d: 1000}
		p.Do(leg.Hear{Leg: a.leg, From: []leg.Source{{Leg: b.leg}}})
		talk(t, speakers, func() bool { return a.hears(600) })
		p.Do(leg.Play{Leg: a.leg, Player: 1, Sounds: []leg.Sound{{Tone: leg.ToneBusy}}, Loop: true})
		talk(t, speakers, func() bool { return a.hears(400) })
		p.Do(leg.StopPlay{Leg: a.leg, Player: 9}) // not this one
		p.Do(leg.StopPlay{Leg: a.leg, Player: 1})
		p.Do(leg.Hear{Leg: a.leg, From: []leg.Source{{Leg: d.leg}}})
		talk(t, speakers, func() bool { return a.hears(1000) })
		// The source starts again with another identity, as after a transfer.
		d.mu.Lock()
		d.ssrc, d.seq, d.ts = 4711, 3, 99
		d.mu.Unlock()
		a.mu.Lock()
		a.heard = nil
		a.mu.Unlock()
		talk(t, speakers, func() bool { return a.hears(1000) })
		continuous(t, a.packets())
		if n := count[leg.Played](f); n != 0 {
			t.Errorf("%d Played of players that were stopped", n)
		}
	})
}

// TestHearBeforeOpen: orders may name a leg that is only about to be there.
func TestHearBeforeOpen(t *testing.T) {
	p := newPlane(t, newFacts(), nil)
	c := newCall()
	a := newPhone(t, p, c, 1, OpenSpec{}, nil)
	p.Do(leg.Hear{Leg: a.leg, From: []leg.Source{{Leg: id.LegOf(c, 2)}}})
	b := newPhone(t, p, c, 2, OpenSpec{}, nil)
	talk(t, map[*phone]float64{b: 700}, func() bool { return a.hears(700) })
}

func TestOutboundOfferAndHold(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		p := newPlane(t, newFacts(), func(c *Config) { c.Portable = portable })
		c := newCall()
		a := newPhone(t, p, c, 1, OpenSpec{}, func(l *sdp.Local) { l.Laws = []pcm.Law{pcm.A} })
		b := bare(t, id.LegOf(c, 2), OpenSpec{}, nil)
		var err error
		if b.port, err = p.Open(b.leg, OpenSpec{Like: a.leg}); err != nil {
			t.Fatal(err)
		}
		offer, err := b.port.Offer()
		if err != nil {
			t.Fatal(err)
		}
		if err := b.port.Accept([]byte("v=0\r\n")); !errors.Is(err, sdp.ErrMalformed) && !errors.Is(err, sdp.ErrUnacceptable) {
			t.Fatalf("a bad answer: %v", err)
		}
		b.local.Laws = []pcm.Law{pcm.A, pcm.Mu}
		answer, agreed, err := sdp.Answer(b.local, offer)
		if err != nil {
			t.Fatal(err)
		}
		b.agreed = agreed
		if err := b.port.Accept(answer); err != nil {
			t.Fatal(err)
		}
		b.ready()
		if got := b.port.Negotiated().Codec; got != "PCMA" {
			t.Fatalf("the codec of the other leg was not taken: %s", got)
		}
		bridge(p, a, b)
		talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { return a.hears(900) && b.hears(500) })

		b.local.Version++
		hold, _ := sdp.Offer(b.local)
		hold = []byte(string(hold[:len(hold)-len("a=sendrecv\r\n")]) + "a=sendonly\r\n")
		first, err := b.port.Answer(hold)
		if err != nil || !b.port.Negotiated().Held {
			t.Fatalf("hold: %+v %v", b.port.Negotiated(), err)
		}
		same, err := b.port.Answer(hold)
		if err != nil || string(same) != string(first) {
			t.Fatalf("the same offer again got another answer:\n%s\n%s", first, same)
		}
		b.forget()
		a.forget()
		talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { return a.hears(900) })
		// One packet may have been under way when the hold came.
		if n := len(b.packets()); n > 1 {
			t.Fatalf("%d packets went to a phone that holds us", n)
		}
		resume, _ := sdp.Offer(b.local)
		last, err := b.port.Answer(resume)
		if err != nil || b.port.Negotiated().Held || string(last) == string(first) {
			t.Fatalf("resume: %+v %v", b.port.Negotiated(), err)
		}
		talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { return b.hears(500) })
		continuous(t, b.packets())
	})
}

func TestStrangersGetNothingAndInjectNothing(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f := newFacts()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable })
		c := newCall()
		a := newPhone(t, p, c, 1, OpenSpec{}, nil)
		b := newPhone(t, p, c, 2, OpenSpec{}, nil)
		bridge(p, a, b)
		stranger := listen(t)
		got := make(chan struct{}, 1)
		go func() {
			if _, _, err := stranger.ReadFromUDPAddrPort(make([]byte, 2000)); err == nil {
				got <- struct{}{}
			}
		}()
		noise := slices.Repeat([]byte{0x80}, 160)
		talk(t, map[*phone]float64{a: 500, b: 900}, func() bool {
			for range 3 {
				seq := a.seq
				a.send(stranger, a.agreed.PT, false, a.ts, noise)
				a.seq = seq
			}
			return a.hears(900) && b.hears(500)
		})
		continuous(t, b.packets())
		p.CloseLeg(a.leg)
		m := next(t, f, func(m leg.Measured) bool { return m.Leg == a.leg })
		if m.Quality.Strangers < 10 {
			t.Errorf("%d strangers were counted", m.Quality.Strangers)
		}
		select {
		case <-got:
			t.Error("the stranger got a packet")
		default:
		}
	})
}

func TestNATIsLearnedOnce(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f := newFacts()
		p := newPlane(t, f, func(c *Config) { c.Portable, c.MovedAfter, c.GoneAfter = portable, time.Hour, time.Hour })
		c := newCall()
		b := newPhone(t, p, c, 2, OpenSpec{}, nil)
		behind := OpenSpec{NAT: true, SignalSource: loopback}
		// Its SDP names the private address that it thinks it has.
		a := newPhone(t, p, c, 1, behind, func(l *sdp.Local) { l.Address = netip.MustParseAddr("10.9.8.7") })
		bridge(p, a, b)
		talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { return a.hears(900) && b.hears(500) })
		// Another source of the same address comes too late.
		late := listen(t)
		for range 20 {
			a.send(late, a.agreed.PT, false, a.ts, slices.Repeat([]byte{0x80}, 160))
		}
		a.forget()
		talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { return a.hears(900) })
		p.CloseLeg(a.leg)
		m := next(t, f, func(m leg.Measured) bool { return m.Leg == a.leg })
		if m.Quality.Strangers != 20 {
			t.Errorf("%d strangers were counted, want 20", m.Quality.Strangers)
		}
		// Who does not signal from here teaches nothing.
		d := newPhone(t, p, c, 3, OpenSpec{NAT: true, SignalSource: netip.MustParseAddr("192.0.2.9")}, func(l *sdp.Local) { l.Address = netip.MustParseAddr("10.9.8.7") })
		for range 20 {
			d.say(500)
		}
		p.CloseLeg(d.leg)
		m = next(t, f, func(m leg.Measured) bool { return m.Leg == d.leg })
		if m.Quality.Received != 0 {
			t.Errorf("%d packets of a stranger were taken", m.Quality.Received)
		}
	})
}

func TestEncryptedLegs(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		for _, suite := range []sdp.Suite{sdp.GCM128, sdp.CM128} {
			f := newFacts()
			p := newPlane(t, f, func(c *Config) { c.Portable = portable; c.ReportEvery = 50 * time.Millisecond })
			c := newCall()
			only := func(l *sdp.Local) {
				l.Keys = slices.DeleteFunc(l.Keys, func(k sdp.Crypto) bool { return k.Suite != suite })
				l.Keys[0].Tag = 1
				for i := range l.Keys[0].Key {
					l.Keys[0].Key[i] = byte(i)
				}
			}
			a := newPhone(t, p, c, 1, OpenSpec{SRTP: sdp.Require}, only)
			b := newPhone(t, p, c, 2, OpenSpec{}, nil)
			if n := a.port.Negotiated(); !n.Secure {
				t.Fatalf("%s: %+v", suite, n)
			}
			bridge(p, a, b)
			talk(t, map[*phone]float64{a: 500, b: 900}, func() bool {
				a.mu.Lock()
				reports := len(a.control)
				a.mu.Unlock()
				return a.hears(900) && b.hears(500) && reports > 0
			})
			// A re-INVITE with the same keys goes on with the same counters.
			before := len(b.packets())
			a.invite()
			talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { return len(b.packets()) > before+20 && a.hears(900) })
			// Plain audio from the right address is not taken.
			key := a.seal
			a.seal = nil
			a.say(500)
			a.seal = key
			continuous(t, b.packets())
			a.mu.Lock()
			if a.sealed != 0 {
				t.Errorf("%s: %d packets could not be opened", suite, a.sealed)
			}
			a.mu.Unlock()
			shard := p.shardOf(c)
			until(t, "the plain packet's refusal", func() bool { return shard.unauthentic.Load() == 1 })
			p.CloseLeg(a.leg)
		}
	})
}

func TestControlFigures(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f := newFacts()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable; c.ReportEvery = 50 * time.Millisecond })
		c := newCall()
		for name, mux := range map[string]bool{"own port": false, "mux": true} {
			n := uint16(1)
			if mux {
				n = 3
			}
			a := newPhone(t, p, c, n, OpenSpec{}, func(l *sdp.Local) { l.Mux = mux })
			b := newPhone(t, p, c, n+1, OpenSpec{}, nil)
			bridge(p, a, b)
			spoken := 0
			var from rtpio.Control
			talk(t, map[*phone]float64{b: 900}, func() bool {
				if spoken++; spoken%5 == 0 {
					a.seq++ // one in five of a's packets is lost
				} else {
					a.say(500)
				}
				a.mu.Lock()
				defer a.mu.Unlock()
				if len(a.control) == 0 {
					return false
				}
				from = a.control[len(a.control)-1]
				return from.HasSender && from.Count == 1 && from.Blocks[0].Lost > 3 && a.agreed.Mux == mux
			})
			// The phone reports in its turn, 30 ms after what it got.
			report := rtpio.AppendControl(nil, a.ssrc, &rtpio.Sender{NTP: 1}, &rtpio.Block{
				SSRC: from.SSRC, Fraction: 10, Lost: 2, Jitter: 80, LSR: rtpio.Middle(from.Sender.NTP), DLSR: 0,
			}, "x", false)
			to := a.agreed.RemoteRTCP
			conn := a.rtcp
			if mux {
				conn = a.rtp
			}
			_, _ = conn.WriteToUDPAddrPort(report, to)
			a.forget()
			talk(t, map[*phone]float64{b: 900}, func() bool { return a.hears(900) })
			p.CloseLeg(a.leg)
			q := next(t, f, func(m leg.Measured) bool { return m.Leg == a.leg }).Quality
			if q.Lost < 3 || q.FarLost == 0 || q.FarJitter != 10 || q.RoundTrip <= 0 || q.RoundTrip > 5000 || q.MOS < 1 || q.MOS > 4 {
				t.Errorf("%s: %+v", name, q)
			}
			until(t, "the farewell", func() bool {
				a.mu.Lock()
				defer a.mu.Unlock()
				return len(a.control) > 0 && a.control[len(a.control)-1].Bye
			})
		}
	})
}

func TestSilenceIsTold(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f := newFacts()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable; c.SilentAfter = 100 * time.Millisecond })
		c := newCall()
		a := newPhone(t, p, c, 1, OpenSpec{}, nil)
		s := next(t, f, func(s leg.Silent) bool { return s.Leg == a.leg })
		if s.For < 100*time.Millisecond {
			t.Fatalf("%+v", s)
		}
	})
}

// A phone that is silent but sends comfort noise now and then is there.
func TestComfortNoiseIsASignOfLife(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f := newFacts()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable; c.SilentAfter = 300 * time.Millisecond })
		c := newCall()
		quiet, gone := newPhone(t, p, c, 1, OpenSpec{}, nil), newPhone(t, p, c, 2, OpenSpec{}, nil)
		noise := time.NewTicker(20 * time.Millisecond)
		defer noise.Stop()
		ts := uint32(0)
		for silences := 0; silences < 2; { // the phone that is gone is told twice
			<-noise.C
			ts += 160
			quiet.send(quiet.rtp, comfortNoise, false, ts, []byte{40})
			silences = count[leg.Silent](f)
		}
		for range 2 {
			if s := next[leg.Silent](t, f, nil); s.Leg != gone.leg {
				t.Fatalf("leg %s is said to be silent", s.Leg)
			}
		}
	})
}
