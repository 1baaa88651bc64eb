package voice

import (
	"bytes"
	"errors"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/sdp"
)

// iceCall is two people on this machine's own network. The devices' clock is
// the real one, for ICE and DTLS know no other.
type iceCall struct {
	t    *testing.T
	a, b *person
}

func newICECall(t *testing.T, oa, ob Opening) *iceCall {
	c := &iceCall{t: t, a: newPerson(t, nil, "127.0.0.1", 440, oa), b: newPerson(t, nil, "127.0.0.1", 1000, ob)}
	t.Cleanup(func() { c.a.engine.Close(); c.b.engine.Close() })
	return c
}

// until runs the devices until ok, for a while.
func (c *iceCall) until(what string, ok func() bool) {
	c.t.Helper()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for i := 0; ; i++ {
		<-ticker.C
		c.a.tick()
		c.b.tick()
		if i%10 == 0 && ok() {
			return
		}
		if i == 1500 {
			c.t.Fatalf("%s: not within 15 s; a hears %.2f (%v), b hears %.2f (%v)", what, c.a.share(1000), c.a.told(), c.b.share(440), c.b.told())
		}
	}
}

func (c *iceCall) bothHear(what string) {
	c.t.Helper()
	c.until(what, func() bool { return c.a.share(1000) > 0.95 && c.b.share(440) > 0.95 })
}

func (c *iceCall) agree(from, to *person, offered, answered Direction) (offer, answer []byte) {
	c.t.Helper()
	offer, err := from.audio.Offer(offered)
	if err != nil {
		c.t.Fatal(err)
	}
	if answer, err = to.audio.Answer(offer, answered); err != nil {
		c.t.Fatalf("%v\n%s", err, offer)
	}
	if err := from.audio.Accept(answer); err != nil {
		c.t.Fatalf("%v\n%s", err, answer)
	}
	return offer, answer
}

func TestICE(t *testing.T) {
	for _, wide := range []bool{false, true} {
		c := newICECall(t, Opening{ICE: true, Opus: wide}, Opening{Opus: wide})
		offer, answer := c.agree(c.a, c.b, SendReceive, SendReceive)
		for _, want := range []string{"UDP/TLS/RTP/SAVPF", "a=ice-ufrag", "a=fingerprint", "a=candidate", "a=rtcp-mux", "a=sendrecv", "PCMU/8000", "telephone-event/8000"} {
			if !bytes.Contains(offer, []byte(want)) {
				t.Errorf("no %s in the offer\n%s", want, offer)
			}
		}
		if strings.Contains(strings.ToLower(string(offer)), "opus") != wide {
			t.Errorf("Opus wanted: %v\n%s", wide, offer)
		}
		c.bothHear("ICE")
		codec := "PCMU"
		if wide {
			codec = "opus"
		}
		for _, p := range []*person{c.a, c.b} {
			if m, got := p.audio.Media(); m != seat.MediaICE || got != codec {
				t.Errorf("%s %s", m, got)
			}
			p.told()
		}

		// Hold and resume keep the connection.
		again, _ := c.agree(c.a, c.b, SendOnly, SendReceive)
		if !bytes.Contains(again, []byte("a=sendonly")) || ufrag(t, again) != ufrag(t, offer) {
			t.Errorf("the offer to hold:\n%s", again)
		}
		c.until("held", func() bool { return c.a.loud() < 120 })
		if news := c.b.told(); !reflect.DeepEqual(news, []Heard{HeardFar{Held: true}}) {
			t.Errorf("b was told %#v", news)
		}
		c.agree(c.b, c.a, SendReceive, SendReceive)
		c.bothHear("resumed by the other")
		_ = answer

		// Another network: a new connection.
		if err := c.a.audio.Move(netip.MustParseAddr("127.0.0.1")); err != nil {
			t.Fatal(err)
		}
		moved, _ := c.agree(c.a, c.b, SendReceive, SendReceive)
		if ufrag(t, moved) == ufrag(t, offer) {
			t.Error("the connection is the old one after a move")
		}
		c.bothHear("moved")

		// And without it.
		c.a.audio.ice.s.local.Policy = sdp.Off
		l := c.b.audio.local
		l.Version = 99
		plain, err := sdp.Offer(l)
		if err != nil {
			t.Fatal(err)
		}
		text, err := c.a.audio.Answer(plain, SendReceive)
		if err != nil {
			t.Fatal(err)
		}
		if offersICE(text) {
			t.Errorf("a plain offer was answered by\n%s", text)
		}
		if m, _ := c.a.audio.Media(); m != seat.MediaPlain {
			t.Errorf("now %s", m)
		}
	}
}

func ufrag(t *testing.T, text []byte) string {
	t.Helper()
	f, err := readFar(text)
	if err != nil {
		t.Fatal(err)
	}
	return f.credentials
}

func TestFromPlainToICE(t *testing.T) {
	c := newICECall(t, Opening{SRTP: sdp.Prefer}, Opening{SRTP: sdp.Prefer})
	c.agree(c.a, c.b, SendReceive, SendReceive)
	c.bothHear("SDES")
	if err := c.a.audio.UseICE(); err != nil {
		t.Fatal(err)
	}
	// Refused: the call stays as it is, and the next offer is plain again.
	refused, err := c.a.audio.Offer(SendReceive)
	if err != nil || !offersICE(refused) {
		t.Fatalf("%v\n%s", err, refused)
	}
	next, err := c.a.audio.Offer(SendReceive)
	if err != nil || offersICE(next) {
		t.Fatalf("%v\n%s", err, next)
	}
	if m, _ := c.a.audio.Media(); m != seat.MediaSDES {
		t.Errorf("now %s", m)
	}
	if err := c.a.audio.UseICE(); err != nil {
		t.Fatal(err)
	}
	c.agree(c.a, c.b, SendReceive, SendReceive)
	c.bothHear("ICE")
	news := c.a.told()
	if len(news) != 2 || news[1] != (HeardMedia{Media: seat.MediaICE, Codec: "PCMU"}) {
		t.Errorf("a was told %#v", news)
	}
	c.until("a round trip", func() bool { return c.a.audio.Quality().RoundTripMS > 0 })
}

func TestBadDescriptionsWithICE(t *testing.T) {
	c := newICECall(t, Opening{ICE: true}, Opening{})
	offer, err := c.a.audio.Offer(SendReceive)
	if err != nil {
		t.Fatal(err)
	}
	for _, without := range []string{"a=ice-ufrag", "a=ice-pwd", "a=fingerprint"} {
		var kept []string
		for line := range strings.Lines(string(offer)) {
			if !strings.HasPrefix(line, without) {
				kept = append(kept, line)
			}
		}
		bad := []byte(strings.Join(kept, ""))
		if _, err := c.b.audio.Answer(bad, SendReceive); !errors.Is(err, sdp.ErrUnacceptable) {
			t.Errorf("without %s: %v", without, err)
		}
		if err := c.a.audio.Accept(bad); !errors.Is(err, sdp.ErrUnacceptable) {
			t.Errorf("answer without %s: %v", without, err)
		}
	}
	if _, err := c.b.audio.Answer(bytes.Replace(offer, []byte("m=audio"), []byte("m=audio 9 UDP/TLS/RTP/SAVPF 0\r\nm=audio"), 1), SendReceive); err == nil {
		t.Error("two streams were taken")
	}
	// The good one still is.
	answer, err := c.b.audio.Answer(offer, SendReceive)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.a.audio.Accept(answer); err != nil {
		t.Fatal(err)
	}
	c.bothHear("after bad ones")
}

func FuzzReadFar(f *testing.F) {
	f.Add([]byte("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0 111\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:a\r\na=ice-pwd:b\r\na=fingerprint:sha-256 00\r\na=rtpmap:111 opus/48000/2\r\na=sendonly\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		_ = offersICE(b)
		d, err := readFar(b)
		if err != nil {
			if !errors.Is(err, sdp.ErrMalformed) && !errors.Is(err, sdp.ErrUnacceptable) {
				t.Fatalf("an error of another kind: %v", err)
			}
			return
		}
		for _, answer := range []bool{false, true} {
			if a, err := d.agree(sdp.Local{Opus: true}, answer); err == nil && (a.OnlyOpus && a.OpusPT < 0 || a.Opus && a.OpusPT < 0) {
				t.Fatalf("%+v", a)
			}
		}
	})
}
