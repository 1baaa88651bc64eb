package sipedge

import (
	"errors"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

const iceSDP = "v=0\r\no=- 9 9 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=fingerprint:sha-256 AA\r\na=ice-ufrag:x\r\n"

// fakeBridge carries nothing and remembers what it was told.
type fakeBridge struct {
	mu      sync.Mutex
	carried []id.Leg
	offers  []netip.Addr
	open    int
	lost    func()
	fail    error
}

func (b *fakeBridge) Carry(l id.Leg, _ Port, lost func()) (Carrier, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.carried, b.lost = append(b.carried, l), lost
	b.open++
	return &fakeCarrier{b}, nil
}

type fakeCarrier struct{ bridge *fakeBridge }

func (c *fakeCarrier) Answer(offer []byte, from netip.Addr) ([]byte, error) {
	b := c.bridge
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail != nil {
		return nil, b.fail
	}
	if strings.Contains(string(offer), "RTP/AVP") {
		return nil, errors.New("not for a bridge")
	}
	b.offers = append(b.offers, from)
	return []byte("v=0\r\no=- 8 8 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n"), nil
}

func (c *fakeCarrier) Close() {
	b := c.bridge
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open--
}

// saw gives how many carriers were begun, are open, and how many offers came.
func (b *fakeBridge) saw() (begun, open, offers int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.carried), b.open, len(b.offers)
}

// Inside makes a fakePort one that can be told where its far side is.
func (p *fakePort) Inside(on bool) error { p.inside = on; return nil }

// reoffer has a phone offer in its call, and gives the answer.
func (r *rig) reoffer(c *phonetest.Call, sdp string) sipua.Changed {
	r.t.Helper()
	c.Dialog.Offer([]byte(sdp))
	return phonetest.Await[sipua.Changed](c)
}

func TestAPhoneGoesToICEAndBackInOneCall(t *testing.T) {
	b := &fakeBridge{}
	inBubble(t, usual(), func(c *Config) { c.Bridge = b }, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Answers, nil)
		c := r.dial(desk, "2002")
		in := next[leg.Incoming](r)
		r.edge.Order(leg.Answer{Leg: in.Leg})
		phonetest.Await[sipua.Answered](c)
		next[leg.Answered](r)
		port := r.media.ports[in.Leg]
		if got := r.reoffer(c, iceSDP); got.Status != 200 || !strings.Contains(string(got.SDP), "UDP/TLS/RTP/SAVPF") || !port.inside || port.signal != netip.MustParseAddr("127.0.0.1") {
			t.Fatalf("%+v, inside %t, signalling from %s", got, port.inside, port.signal)
		}
		if got := r.reoffer(c, strings.Replace(iceSDP, "9 9", "9 10", 1)); got.Status != 200 {
			t.Fatalf("%+v", got)
		}
		if begun, open, offers := b.saw(); begun != 1 || open != 1 || offers != 2 || b.carried[0] != in.Leg || b.offers[0] != netip.MustParseAddr("192.0.2.11") {
			t.Fatalf("%d carriers, %d open, %d offers", begun, open, offers)
		}
		b.mu.Lock()
		b.fail = errors.New("half an offer")
		b.mu.Unlock()
		if got := r.reoffer(c, iceSDP); got.Status != 488 || !port.inside {
			t.Fatalf("a bad offer: %+v", got)
		}
		if got := r.reoffer(c, phonetest.SDP); got.Status != 200 || string(got.SDP) != ourSDP || port.inside || port.signal != netip.MustParseAddr("192.0.2.11") {
			t.Fatalf("back: %+v, inside %t, signalling from %s", got, port.inside, port.signal)
		}
		if _, open, _ := b.saw(); open != 0 {
			t.Error("the carrier stayed")
		}
		if got := r.reoffer(c, iceSDP); got.Status != 488 || port.inside { // b still fails
			t.Fatalf("a bad first offer: %+v, inside %t", got, port.inside)
		}
		if _, open, _ := b.saw(); open != 0 {
			t.Error("a carrier of a bad offer stayed")
		}
		b.mu.Lock()
		old := b.lost
		b.fail = nil
		b.mu.Unlock()
		if got := r.reoffer(c, iceSDP); got.Status != 200 {
			t.Fatalf("ICE again: %+v", got)
		}
		old() // of the carrier before
		synctest.Wait()
		r.none()
		b.lost()
		if e := next[leg.Ended](r); e.Cause.Kind != leg.CauseMediaTimeout {
			t.Fatalf("%+v", e)
		}
		if _, open, _ := b.saw(); open != 0 {
			t.Error("the carrier outlived its leg")
		}
	})
}

func TestAnInviteWithICE(t *testing.T) {
	b := &fakeBridge{}
	inBubble(t, usual(), func(c *Config) { c.Bridge = b }, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Answers, nil)
		c := desk.DialCall(sipua.Call{
			Targets: []sipua.Target{{URI: r.uri("2002")}}, To: sipua.Address{URI: r.uri("2002")}, Credentials: &sipua.Credentials{User: "d2001", Password: secret}, Offer: []byte(iceSDP),
		})
		in := next[leg.Incoming](r)
		r.edge.Order(leg.Ring{Leg: in.Leg, Early: true})
		r.edge.Order(leg.Answer{Leg: in.Leg})
		if a := phonetest.Await[sipua.Answered](c); !strings.Contains(string(a.SDP), "UDP/TLS/RTP/SAVPF") {
			t.Fatalf("%s", a.SDP)
		}
		next[leg.Answered](r)
		if begun, open, offers := b.saw(); begun != 1 || open != 1 || offers != 1 {
			t.Errorf("%d carriers, %d open, %d offers", begun, open, offers)
		}
	})
}

func TestICEIsOnlyForPhones(t *testing.T) {
	b := &fakeBridge{}
	inBubble(t, usual(), func(c *Config) { c.Bridge = b }, func(t *testing.T, r *rig) {
		carrier := r.net.Phone(t, "0900", carrierAt, phonetest.Unmanaged, nil)
		c := carrier.DialCall(sipua.Call{Targets: []sipua.Target{{URI: r.uri("1")}}, To: sipua.Address{URI: r.uri("1")}, Offer: []byte(iceSDP)})
		in := next[leg.Incoming](r)
		r.edge.Order(leg.Answer{Leg: in.Leg})
		if e := next[leg.Ended](r); e.Cause.Kind != leg.CauseUnacceptable {
			t.Fatalf("%+v", e)
		}
		if e := phonetest.Await[sipua.Ended](c); e.Status != 488 {
			t.Fatalf("%+v", e)
		}
		if begun, _, _ := b.saw(); begun != 0 {
			t.Error("a carrier's call was carried")
		}
	})
}

func TestWantsICE(t *testing.T) {
	for text, want := range map[string]bool{
		iceSDP: true, ourSDP: false, "": false, "m=audio": false, "m=audio 9": false, "m=audio 9 RTP/SAVP 0\r\n": false, "m=video 9 UDP/TLS/RTP/SAVPF 0\r\nm=audio 1 RTP/AVP 0\r\n": false,
		"v=0\nm=audio 9 UDP/TLS/RTP/SAVP 0": true,
	} {
		if wantsICE([]byte(text)) != want {
			t.Errorf("%q", text)
		}
	}
}
