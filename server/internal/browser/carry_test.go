package browser

import (
	"errors"
	"net/netip"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"

	"github.com/yobirin/yobirin/server/internal/media"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/sdp"
)

// carried is a SIP phone's leg on the plane whose audio a carrier carries, and
// a far phone that hears it and is heard by it.
type carried struct {
	*Carrier
	port *media.Port
	leg  id.Leg
	far  *far
	lost chan struct{}
}

func (r *rig) carry(tone float64) *carried {
	r.t.Helper()
	c := &carried{leg: id.LegOf(id.NewCall(time.Now()), 1), lost: make(chan struct{}, 8)}
	var err error
	// As of a phone that must encrypt, and that signals from elsewhere.
	if c.port, err = r.plane.Open(c.leg, media.OpenSpec{NAT: true, SRTP: sdp.Require, SignalSource: loopback}); err != nil {
		r.t.Fatal(err)
	}
	if err := c.port.Inside(true); err != nil {
		r.t.Fatal(err)
	}
	if c.Carrier, err = r.edge.Carry(c.port, func() { c.lost <- struct{}{} }); err != nil {
		r.t.Fatal(err)
	}
	c.far = r.newFar(c.leg, tone)
	r.plane.Do(leg.Hear{Leg: c.leg, From: []leg.Source{{Leg: c.far.leg}}})
	r.plane.Do(leg.Hear{Leg: c.far.leg, From: []leg.Source{{Leg: c.leg}}})
	r.t.Cleanup(func() { c.Close(); c.port.Close() })
	return c
}

// takes has the carrier answer a phone's offer and the phone take the answer.
func (c *carried) takes(p *caller, offer string) string {
	p.t.Helper()
	answer, err := c.Answer([]byte(offer), loopback)
	if err != nil {
		p.t.Fatal(err)
	}
	p.accept(string(answer))
	return string(answer)
}

func TestASIPPhoneOverICE(t *testing.T) {
	for _, law := range []pcm.Law{pcm.Mu, pcm.A} {
		t.Run(law.String(), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, nil)
			c := r.carry(1100)
			p := newCaller(t, nil, law)
			p.say(697)
			c.takes(p, p.offer())
			both := func(what string) {
				t.Helper()
				until(t, "the far phone hears it "+what, func() bool { return c.far.ear.hears(697) })
				until(t, "it hears the far phone "+what, func() bool { return p.ear.hears(1100) })
			}
			both("at first")
			if n := c.port.Negotiated(); n.Codec != law.String() || n.Secure || n.Held {
				t.Errorf("the port has %+v", n)
			}
			restart, err := p.pc.CreateOffer(&webrtc.OfferOptions{ICERestart: true})
			if err != nil {
				t.Fatal(err)
			}
			if err := p.pc.SetLocalDescription(restart); err != nil {
				t.Fatal(err)
			}
			before := c.link
			c.takes(p, restart.SDP)
			if c.link != before {
				t.Error("an ICE restart began another connection")
			}
			p.ear.forget()
			c.far.ear.forget()
			both("after an ICE restart")
			// As after a change of network, when the phone makes all anew.
			again := newCaller(t, nil, law)
			again.say(941)
			c.takes(again, again.offer())
			until(t, "the far phone hears the new connection", func() bool { return c.far.ear.hears(941) })
			until(t, "the new connection hears", func() bool { return again.ear.hears(1100) })
			if len(c.lost) != 0 {
				t.Error("the path is said to be lost")
			}
		})
	}
}

func TestHoldOverICE(t *testing.T) {
	r := newRig(t, nil)
	c := r.carry(1100)
	p := newCaller(t, nil, pcm.Mu)
	p.say(697)
	offer := p.offer()
	c.takes(p, offer)
	until(t, "it is heard", func() bool { return c.far.ear.hears(697) })
	for _, s := range []struct {
		says, answered string
		held           bool
	}{{"sendonly", "recvonly", true}, {"inactive", "inactive", true}, {"sendrecv", "sendrecv", false}} {
		answer, err := c.Answer([]byte(strings.Replace(offer, "a=sendrecv", "a="+s.says, 1)), loopback)
		if err != nil || !strings.Contains(string(answer), "a="+s.answered+"\r\n") || c.port.Negotiated().Held != s.held {
			t.Fatalf("%s is answered (%v), held %t:\n%s", s.says, err, c.port.Negotiated().Held, answer)
		}
	}
	c.far.ear.forget()
	until(t, "it is heard again", func() bool { return c.far.ear.hears(697) })
}

func TestAPhoneGoesBackToPlainAudio(t *testing.T) {
	r := newRig(t, nil)
	c := r.carry(1100)
	before := c.port // its keys must not be used again
	p := newCaller(t, nil, pcm.Mu)
	c.takes(p, p.offer())
	if err := c.port.Inside(false); err != nil {
		t.Fatal(err)
	}
	local := sdp.Local{Address: loopback, Port: 9, SessionID: 1, Version: 1, Policy: sdp.Require, Keys: []sdp.Crypto{{Tag: 1, Suite: sdp.GCM128, Key: make([]byte, 28)}}}
	text, err := sdp.Offer(local)
	if err != nil {
		t.Fatal(err)
	}
	first, err := before.Answer(text)
	if err != nil || !before.Negotiated().Secure {
		t.Fatalf("SDES after ICE: %+v %v", before.Negotiated(), err)
	}
	c.Close()
	if r.edge.Carriers() != 0 {
		t.Error("the carrier is still counted")
	}
	if err := errors.Join(before.Inside(true), before.Inside(false)); err != nil {
		t.Fatal(err)
	}
	second, err := before.Answer(text)
	key := regexp.MustCompile(`inline:\S+`)
	if err != nil || key.FindString(string(first)) == "" || key.FindString(string(first)) == key.FindString(string(second)) {
		t.Errorf("the same key again (%v):\n%s\n%s", err, first, second)
	}
	if _, err := c.Answer([]byte(p.offer()), loopback); err == nil {
		t.Error("a closed carrier takes an offer")
	}
}

func TestAWrongFingerprintGetsNoAudio(t *testing.T) {
	r := newRig(t, func(o *Options) { o.ConnectWithin = 2 * time.Second })
	c := r.carry(1100)
	p := newCaller(t, nil, pcm.Mu)
	p.say(697)
	offer := p.offer()
	own := regexp.MustCompile(`a=fingerprint:sha-256 \S+`).FindString(offer)
	flipped := own[:len(own)-2] + map[bool]string{true: "00", false: "11"}[!strings.HasSuffix(own, "00")]
	answer, err := c.Answer([]byte(strings.ReplaceAll(offer, own, flipped)), loopback)
	if err != nil {
		t.Fatal(err)
	}
	p.accept(string(answer))
	select {
	case <-c.lost:
	case <-time.After(patience):
		t.Fatal("nobody is told that there is no path")
	}
	if c.far.ear.hears(697) || p.ear.hears(1100) {
		t.Error("audio passed")
	}
}

func TestHalfOffersChangeNothing(t *testing.T) {
	r := newRig(t, nil)
	c := r.carry(1100)
	p := newCaller(t, nil, pcm.Mu)
	p.say(697)
	offer := p.offer()
	without := func(what string) string {
		return regexp.MustCompile(`a=`+what+`[^\r]*\r\n`).ReplaceAllString(offer, "")
	}
	bad := map[string]string{
		"nothing": "", "no SDP": "hello", "no ufrag": without("ice-ufrag"), "no password": without("ice-pwd"), "no fingerprint": without("fingerprint"), "no mux": without("rtcp-mux"),
		"other codecs": strings.NewReplacer("0 126", "", " PCMU/", " SPEEX/").Replace(offer), "lite": strings.Replace(offer, "m=audio", "a=ice-lite\r\nm=audio", 1),
		"video too": offer + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n", "off": strings.Replace(offer, "m=audio 9", "m=audio 0", 1), "plain": strings.Replace(offer, "UDP/TLS/RTP/SAVPF", "RTP/AVP", 1),
	}
	try := func() {
		t.Helper()
		for what, text := range bad {
			if _, err := c.Answer([]byte(text), loopback); err == nil {
				t.Errorf("%s was answered", what)
			}
		}
	}
	try()
	c.takes(p, offer)
	until(t, "it is heard", func() bool { return c.far.ear.hears(697) })
	try()
	c.far.ear.forget()
	until(t, "it is still heard", func() bool { return c.far.ear.hears(697) })
}

func TestAFloodOfConnections(t *testing.T) {
	r := newRig(t, func(o *Options) { o.MaxLegs = 2 })
	c := r.carry(1100)
	made, refused := 0, 0
	for range 2 * renewBurst {
		p := newCaller(t, nil, pcm.Mu)
		if _, err := c.Answer([]byte(p.offer()), netip.MustParseAddr("127.0.0.1")); err != nil {
			refused++
		} else {
			made++
		}
		p.close()
	}
	if made < renewBurst || refused < renewBurst-2 {
		t.Errorf("%d connections were made, %d refused", made, refused)
	}
	second := r.carry(900)
	if _, err := r.edge.Carry(second.port, func() {}); err == nil {
		t.Error("one more than the limit is carried")
	}
	if err := second.port.Inside(false); err != nil {
		t.Error(err)
	}
}
