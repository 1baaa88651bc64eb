package media

import (
	"bytes"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sdp"
)

// A router gives a phone another port in the middle of a call, twice; nothing
// is signalled. The audio follows, both ways, and so do the reports.
func TestTheAudioFollowsANewPortOfTheRouter(t *testing.T) {
	for name, policy := range map[string]sdp.Policy{"plain": sdp.Off, "secure": sdp.Require} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, portable bool) {
				p := newPlane(t, newFacts(), func(c *Config) {
					c.Portable, c.MovedAfter, c.GoneAfter, c.ReportEvery = portable, time.Nanosecond, time.Hour, 50*time.Millisecond
				})
				c := newCall()
				b := newPhone(t, p, c, 2, OpenSpec{}, nil)
				a := newPhone(t, p, c, 1, OpenSpec{NAT: true, SignalSource: loopback, SRTP: policy}, nil)
				bridge(p, a, b)
				talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { return a.hears(900) && b.hears(500) })
				for range 2 {
					a.moves(t)
					a.forget()
					b.forget()
					talk(t, map[*phone]float64{a: 600, b: 800}, func() bool { return a.hears(800) && b.hears(600) })
				}
			})
		})
	}
}

// moves gives the phone other ports, as a router does: only the packets tell.
func (ph *phone) moves(t *testing.T) {
	ph.mu.Lock()
	ph.rtp, ph.rtcp = listen(t), listen(t)
	ph.mu.Unlock()
	go ph.listen(ph.rtp, false)
	go ph.listen(ph.rtcp, true)
}

// A phone that has begun its stream anew from elsewhere is followed when the
// old one is long gone, and only to where its signalling comes from.
func TestAStreamThatBeginsAnewElsewhere(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		p := newPlane(t, newFacts(), func(c *Config) {
			c.Portable, c.MovedAfter, c.GoneAfter = portable, time.Hour, time.Nanosecond
		})
		c := newCall()
		b := newPhone(t, p, c, 2, OpenSpec{}, nil)
		a := newPhone(t, p, c, 1, OpenSpec{NAT: true, SignalSource: loopback}, nil)
		bridge(p, a, b)
		talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { return a.hears(900) && b.hears(500) })
		a.moves(t)
		a.ssrc, a.seq = a.ssrc+1000, 7
		a.forget()
		b.forget()
		talk(t, map[*phone]float64{a: 600, b: 800}, func() bool { return a.hears(800) && b.hears(600) })
	})
}

// Nobody takes a stream over that goes on, nor one that is encrypted without
// its key, nor one of a phone that is behind no router, nor from another
// address with a stream of its own.
func TestStrangersDoNotTakeAStreamOver(t *testing.T) {
	quick := func(c *Config) { c.MovedAfter, c.GoneAfter = time.Nanosecond, time.Nanosecond }
	slow := func(c *Config) { c.MovedAfter, c.GoneAfter = time.Hour, time.Hour }
	for _, x := range []struct {
		name   string
		spec   OpenSpec
		config func(*Config)
		knows  bool // the source number and the sequence
		wrong  bool // key
	}{
		{"copies a stream that goes on", OpenSpec{NAT: true, SignalSource: loopback}, slow, true, false},
		{"copies an encrypted one that goes on", OpenSpec{NAT: true, SignalSource: loopback, SRTP: sdp.Require}, slow, true, false},
		{"has no key", OpenSpec{NAT: true, SignalSource: loopback, SRTP: sdp.Require}, quick, true, true},
		{"speaks for a phone without a router", OpenSpec{}, quick, true, false},
		{"begins anew while the stream goes on", OpenSpec{NAT: true, SignalSource: loopback}, slow, false, false},
	} {
		t.Run(x.name, func(t *testing.T) {
			both(t, func(t *testing.T, portable bool) {
				f := newFacts()
				p := newPlane(t, f, func(c *Config) {
					x.config(c)
					c.Portable = portable
				})
				c := newCall()
				b := newPhone(t, p, c, 2, OpenSpec{}, nil)
				a := newPhone(t, p, c, 1, x.spec, nil)
				bridge(p, a, b)
				talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { return a.hears(900) && b.hears(500) })
				thief := listen(t)
				seal, ssrc, seq := a.seal, a.ssrc, a.seq
				if !x.knows {
					a.ssrc, a.seq = a.ssrc+1, a.seq+10000
				}
				if x.wrong {
					a.seal = nil
				}
				for range 20 {
					a.send(thief, a.agreed.PT, false, a.ts, bytes.Repeat([]byte{0x80}, 160))
				}
				a.seal, a.ssrc = seal, ssrc
				if !x.knows {
					a.seq = seq
				}
				a.forget()
				talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { return a.hears(900) })
				p.CloseLeg(a.leg)
				if m := next(t, f, func(m leg.Measured) bool { return m.Leg == a.leg }); m.Quality.Strangers != 20 && !x.wrong {
					t.Errorf("%d strangers were counted, want 20", m.Quality.Strangers)
				}
			})
		})
	}
}
