package voice

import (
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
	"github.com/yobirin/yobirin/shared/sdp"
)

func TestBothHearEachOther(t *testing.T) {
	tests := []struct {
		name  string
		o     Opening
		set   func(c *call)
		media seat.Media
		codec string
	}{
		{"plain, mu", Opening{}, nil, seat.MediaPlain, "PCMU"},
		{"plain, A", Opening{}, func(c *call) { c.b.audio.local.Laws = []pcm.Law{pcm.A} }, seat.MediaPlain, "PCMA"},
		{"plain, Opus", Opening{Opus: true}, nil, seat.MediaPlain, "opus"},
		{"SRTP GCM", Opening{SRTP: sdp.Require}, nil, seat.MediaSDES, "PCMU"},
		{"SRTP CM", Opening{SRTP: sdp.Require, Opus: true}, func(c *call) { c.b.audio.local.Keys = c.b.audio.local.Keys[1:] }, seat.MediaSDES, "opus"},
		{"SRTP preferred", Opening{SRTP: sdp.Prefer}, nil, seat.MediaSDES, "PCMU"},
		{"SRTP preferred, not there", Opening{SRTP: sdp.Prefer}, func(c *call) { c.b.audio.local.Policy = sdp.Off }, seat.MediaPlain, "PCMU"},
		{"no mux", Opening{}, func(c *call) { c.b.audio.local.Mux = false }, seat.MediaPlain, "PCMU"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inCall(t, tt.o, tt.o, func(t *testing.T, c *call) {
				if tt.set != nil {
					tt.set(c)
				}
				c.agree(c.a, c.b, SendReceive, SendReceive)
				c.run(7 * time.Second) // the second report tells the round trip
				c.hears(tt.name, 0.97)
				for who, p := range map[string]*person{"a": c.a, "b": c.b} {
					if m, codec := p.audio.Media(); m != tt.media || codec != tt.codec {
						t.Errorf("%s: %s %s", who, m, codec)
					}
					if news := p.told(); !reflect.DeepEqual(news, []Heard{HeardSound{}}) {
						t.Errorf("%s was told %#v", who, news)
					}
					if q := p.audio.Quality(); q.LossPercent != 0 || q.MOS < 4.2 || q.BufferMS < 15 || q.RoundTripMS <= 0 || q.RoundTripMS > 10 {
						t.Errorf("%s: %+v", who, q)
					}
				}
			})
		})
	}
}

func TestWeather(t *testing.T) {
	for _, tt := range []struct {
		loss   float64
		jitter time.Duration
		share  float64
	}{{0.05, 0, 0.85}, {0.2, 0, 0.6}, {0, 80 * time.Millisecond, 0.9}, {0.05, 150 * time.Millisecond, 0.6}} {
		t.Run(fmt.Sprint(tt.loss, tt.jitter), func(t *testing.T) {
			inCall(t, plainOpening, plainOpening, func(t *testing.T, c *call) {
				c.air.weather = losing(tt.loss, 20*time.Millisecond, tt.jitter)
				c.agree(c.a, c.b, SendReceive, SendReceive)
				c.run(20 * time.Second)
				c.hears("weather", tt.share)
				q := c.a.audio.Quality()
				if q.LossPercent < 100*tt.loss/2-0.1 || q.LossPercent > 100*tt.loss*2+5 {
					t.Errorf("%+v", q)
				}
				if tt.loss > 0.1 && (q.FarLoss < 5 || q.MOS > 3.5) || tt.loss == 0 && q.MOS < 3.5 {
					t.Errorf("%+v", q)
				}
				if q.RoundTripMS < 38 {
					t.Errorf("round trip %.0f ms, the way alone takes 40", q.RoundTripMS)
				}
			})
		})
	}
}

func TestMuteHoldAndEarly(t *testing.T) {
	inCall(t, plainOpening, plainOpening, func(t *testing.T, c *call) {
		packets := 0
		c.air.tap = func(from, _ netip.AddrPort, p []byte) {
			if from.Addr() == c.a.audio.local.Address && !rtpio.IsRTCP(p) {
				packets++
			}
		}
		c.a.audio.Early(true)
		c.agree(c.a, c.b, SendReceive, SendReceive)
		c.run(2 * time.Second)
		if c.b.loud() > 5 || c.a.share(1000) < 0.97 {
			t.Errorf("before the answer: b hears %.0f, a hears b as %.2f", c.b.loud(), c.a.share(1000))
		}
		c.a.audio.Early(false)
		c.run(2 * time.Second)
		c.hears("answered", 0.97)
		before := packets
		c.a.audio.Mute(true)
		c.run(2 * time.Second)
		if c.b.loud() > 5 || packets-before < 98 {
			t.Errorf("muted: b hears %.0f, %d packets", c.b.loud(), packets-before)
		}
		c.a.audio.Mute(false)
		c.a.audio.Hold(true)
		c.run(2 * time.Second)
		if c.b.loud() > 5 || c.a.loud() > 5 {
			t.Errorf("held: b hears %.0f, a %.0f", c.b.loud(), c.a.loud())
		}
		c.a.audio.Hold(false)
		c.run(2 * time.Second)
		c.hears("resumed", 0.97)
	})
}

func TestHoldByDescription(t *testing.T) {
	inCall(t, plainOpening, plainOpening, func(t *testing.T, c *call) {
		c.agree(c.a, c.b, SendReceive, SendReceive)
		c.run(time.Second)
		c.a.told()
		c.b.told()
		c.a.audio.Hold(true)
		c.agree(c.a, c.b, SendOnly, SendReceive)
		c.run(5 * time.Second)
		if news := c.b.told(); !reflect.DeepEqual(news, []Heard{HeardFar{Held: true}}) {
			t.Errorf("b was told %#v", news)
		}
		if news := c.a.told(); len(news) != 0 {
			t.Errorf("a, who holds, was told %#v", news)
		}
		c.a.audio.Hold(false)
		c.agree(c.a, c.b, SendReceive, SendReceive)
		c.run(2 * time.Second)
		if news := c.b.told(); !reflect.DeepEqual(news, []Heard{HeardFar{Held: false}}) {
			t.Errorf("b was told %#v", news)
		}
		c.hears("resumed", 0.97)
	})
}

func TestSilenceIsTold(t *testing.T) {
	inCall(t, plainOpening, plainOpening, func(t *testing.T, c *call) {
		c.air.weather = func() (time.Duration, bool) { return 0, false }
		c.a.audio.Early(true)
		c.agree(c.a, c.b, SendReceive, SendReceive)
		c.run(5 * time.Second)
		if news := c.a.told(); len(news) != 0 {
			t.Errorf("before the answer a was told %#v", news)
		}
		if news := c.b.told(); !reflect.DeepEqual(news, []Heard{HeardNothing{}}) {
			t.Errorf("b was told %#v", news)
		}
		c.a.audio.Early(false)
		c.run(2700 * time.Millisecond)
		if news := c.a.told(); len(news) != 0 {
			t.Errorf("too soon a was told %#v", news)
		}
		c.run(700 * time.Millisecond)
		if news := c.a.told(); !reflect.DeepEqual(news, []Heard{HeardNothing{}}) {
			t.Errorf("a was told %#v", news)
		}
		c.air.weather = nil
		c.run(time.Second)
		if news := c.a.told(); !reflect.DeepEqual(news, []Heard{HeardSound{}}) {
			t.Errorf("a was told %#v", news)
		}
	})
}

func TestKeys(t *testing.T) {
	inCall(t, plainOpening, plainOpening, func(t *testing.T, c *call) {
		var got []byte
		var r rtpio.EventReceiver
		ends := 0
		c.air.tap = func(from, _ netip.AddrPort, p []byte) {
			h, payload, err := rtpio.Parse(p)
			if from.Addr() != c.a.audio.local.Address || err != nil || h.PT != 101 {
				return
			}
			if d, ok := r.Take(h, payload); ok {
				got = append(got, d)
			}
			if e, _ := rtpio.ParseEvent(payload); e.End {
				ends++
				if e.Duration != 1200 {
					t.Errorf("a key of %d units", e.Duration)
				}
			}
		}
		c.agree(c.a, c.b, SendReceive, SendReceive)
		c.b.audio.Mute(true)
		c.run(2 * time.Second)
		c.a.audio.Press("1 9x*#d5")
		c.run(120 * time.Millisecond)
		// A tenth of a second of two tones in a second of silence.
		if c.a.share(697) < 0.03 || c.a.share(1209) < 0.03 {
			t.Errorf("who presses a key hears it as %.2f and %.2f", c.a.share(697), c.a.share(1209))
		}
		c.b.audio.Mute(false)
		c.run(3 * time.Second)
		if string(got) != "19*#D5" || ends != 18 {
			t.Errorf("keys %q, %d ends", got, ends)
		}
		c.hears("after the keys", 0.97)
	})
}

func TestKeysAsSound(t *testing.T) {
	inCall(t, plainOpening, plainOpening, func(t *testing.T, c *call) {
		c.b.audio.local.Events = false
		c.agree(c.a, c.b, SendReceive, SendReceive)
		c.run(time.Second)
		c.a.audio.Mute(true)
		c.run(500 * time.Millisecond)
		from := len(c.b.heard)
		c.a.audio.Press("159#")
		c.run(2 * time.Second)
		narrow, err := pcm.Resample(c.b.heard[from:], deviceRate, pcm.Rate)
		if err != nil {
			t.Fatal(err)
		}
		if got := pcm.NewDTMFDetector().Feed(nil, narrow); string(got) != "159#" {
			t.Errorf("b hears %q", got)
		}
	})
}

func TestMoveToAnotherAddress(t *testing.T) {
	for _, policy := range []sdp.Policy{sdp.Off, sdp.Require} {
		o := Opening{SRTP: policy}
		inCall(t, o, o, func(t *testing.T, c *call) {
			c.agree(c.a, c.b, SendReceive, SendReceive)
			c.run(2 * time.Second)
			if err := c.a.audio.Move(netip.MustParseAddr("198.51.100.9")); err != nil {
				t.Fatal(err)
			}
			c.run(time.Second) // the old address still takes packets
			if c.a.share(1000) < 0.97 {
				t.Errorf("%s: a hears b as %.2f while moving", policy, c.a.share(1000))
			}
			c.agree(c.a, c.b, SendReceive, SendReceive)
			c.run(1500 * time.Millisecond)
			c.hears(policy.String()+" moved", 0.97)
			if n := len(c.air.sockets); n != 4 {
				t.Errorf("%d sockets are open", n)
			}
			if err := c.a.audio.Move(netip.Addr{}); err == nil {
				t.Error("moved to nowhere")
			}
		})
	}
}

func TestStrangersAreNotHeard(t *testing.T) {
	inCall(t, plainOpening, plainOpening, func(t *testing.T, c *call) {
		c.agree(c.a, c.b, SendReceive, SendReceive)
		c.run(time.Second)
		to := c.b.audio.plain
		at := netip.AddrPortFrom(c.b.audio.local.Address, to.port)
		noise := make([]byte, rtpio.HeaderSize+160)
		for i := range 200 {
			rtpio.Header{PT: 0, Seq: uint16(i), TS: uint32(i * 160), SSRC: 99}.Put(noise)
			c.air.send(netip.MustParseAddrPort("203.0.113.66:4000"), at, noise)
			c.air.send(netip.MustParseAddrPort("192.0.2.1:9"), at, noise)
			c.run(10 * time.Millisecond) // more at once than a socket holds would be lost
		}
		c.hears("with strangers", 0.97)
		if to.strangers != 400 {
			t.Errorf("%d strangers", to.strangers)
		}
	})
}

func TestAnotherPortIsLearnedOnce(t *testing.T) {
	inCall(t, plainOpening, plainOpening, func(t *testing.T, c *call) {
		offer, err := c.a.audio.Offer(SendReceive)
		if err != nil {
			t.Fatal(err)
		}
		// A NAT between them: what the offer says is not where a's packets come from.
		lie := strings.Replace(string(offer), fmt.Sprintf("m=audio %d ", c.a.audio.local.Port), "m=audio 7000 ", 1)
		answer, err := c.b.audio.Answer([]byte(lie), SendReceive)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.a.audio.Accept(answer); err != nil {
			t.Fatal(err)
		}
		c.run(2 * time.Second)
		c.hears("through a NAT", 0.97)
	})
}

func TestWrongKeys(t *testing.T) {
	o := Opening{SRTP: sdp.Require}
	inCall(t, o, o, func(t *testing.T, c *call) {
		c.agree(c.a, c.b, SendReceive, SendReceive)
		key := *c.b.audio.seal.inKey
		key.Key = append([]byte{key.Key[0] ^ 1}, key.Key[1:]...)
		if err := c.b.audio.seal.use(&key, c.b.audio.seal.outKey); err != nil {
			t.Fatal(err)
		}
		c.run(4 * time.Second)
		if c.b.loud() > 1 {
			t.Errorf("b hears %.0f", c.b.loud())
		}
		if news := c.b.told(); !reflect.DeepEqual(news, []Heard{HeardNothing{}}) {
			t.Errorf("b was told %#v", news)
		}
		if c.a.share(1000) < 0.97 {
			t.Error("the other way is broken too")
		}
	})
}

func TestProposalsThatNobodyAccepted(t *testing.T) {
	inCall(t, plainOpening, plainOpening, func(t *testing.T, c *call) {
		if err := c.a.audio.Accept([]byte("v=0")); err == nil {
			t.Error("an answer to nothing was taken")
		}
		c.agree(c.a, c.b, SendReceive, SendReceive)
		first := string(c.a.audio.text)
		if _, err := c.a.audio.Offer(SendOnly); err != nil { // refused by the far side
			t.Fatal(err)
		}
		c.run(2 * time.Second)
		c.hears("after a refused hold", 0.97)
		again, err := c.a.audio.Offer(SendReceive)
		if err != nil || string(again) == first {
			t.Errorf("%v: the version did not grow", err)
		}
		same, err := c.a.audio.Offer(SendReceive)
		if err != nil || string(same) != string(again) {
			t.Errorf("%v: the same offer differs:\n%s\n%s", err, again, same)
		}
		if _, err := c.a.audio.Offer("sideways"); err == nil {
			t.Error("a direction that is none was taken")
		}
		if err := c.a.audio.Accept([]byte("v=0\r\n")); err == nil {
			t.Error("a bad answer was taken")
		}
	})
}

func TestRingbackAndDevices(t *testing.T) {
	inCall(t, plainOpening, plainOpening, func(t *testing.T, c *call) {
		c.a.audio.Ringback(true)
		c.run(900 * time.Millisecond)
		if c.a.loud() < 300 {
			t.Errorf("ringback: %.0f", c.a.loud())
		}
		c.run(1700 * time.Millisecond)
		if c.a.loud() > 1 {
			t.Errorf("in the pause of ringback: %.0f", c.a.loud())
		}
		c.a.audio.Ringback(false)
		c.agree(c.a, c.b, SendReceive, SendReceive)
		c.run(time.Second)
		c.a.audio.Close()
		c.a.audio.Close()
		if !reflect.DeepEqual(c.a.ran, []bool{true, false}) {
			t.Errorf("the devices were told %v", c.a.ran)
		}
		c.run(time.Second)
		if c.a.loud() > 1 {
			t.Errorf("after the end a hears %.0f", c.a.loud())
		}
	})
}

// TestTwoCalls: who has two calls talks with the one that is not held, and
// both are heard when neither is.
func TestTwoCalls(t *testing.T) {
	inCall(t, plainOpening, plainOpening, func(t *testing.T, c *call) {
		c.agree(c.a, c.b, SendReceive, SendReceive)
		third := newPerson(t, c.air.listen, "192.0.2.3", 1800, plainOpening)
		defer third.engine.Close()
		second, err := c.a.engine.Open(Opening{Local: netip.MustParseAddr("192.0.2.1")})
		if err != nil {
			t.Fatal(err)
		}
		offer, err := second.Offer(SendReceive)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := third.audio.Answer(offer, SendReceive)
		if err != nil {
			t.Fatal(err)
		}
		if err := second.Accept(answer); err != nil {
			t.Fatal(err)
		}
		run := func() {
			for range 200 {
				c.run(10 * time.Millisecond)
				third.tick()
			}
		}
		c.a.audio.Hold(true)
		run()
		if c.a.share(1800) < 0.97 || c.b.loud() > 5 || third.share(440) < 0.97 {
			t.Errorf("the first held: a hears the second as %.2f, the first hears %.0f, the second hears a as %.2f", c.a.share(1800), c.b.loud(), third.share(440))
		}
		c.a.audio.Hold(false)
		run()
		if c.a.share(1000) < 0.4 || c.a.share(1800) < 0.4 || c.b.share(440) < 0.97 || third.share(440) < 0.97 {
			t.Errorf("neither held: a hears %.2f and %.2f", c.a.share(1000), c.a.share(1800))
		}
		second.Close()
		run()
		c.hears("after the second", 0.97)
	})
}

func TestCodecChangesInTheCall(t *testing.T) {
	inCall(t, Opening{Opus: true}, Opening{Opus: true}, func(t *testing.T, c *call) {
		c.agree(c.a, c.b, SendReceive, SendReceive)
		c.run(2 * time.Second)
		c.b.audio.local.Opus = false
		c.agree(c.b, c.a, SendReceive, SendReceive)
		c.run(3 * time.Second)
		c.hears("G.711 now", 0.97)
		news := c.a.told()
		if len(news) != 2 || news[1] != (HeardMedia{Media: seat.MediaPlain, Codec: "PCMU"}) {
			t.Errorf("a was told %#v", news)
		}
	})
}
