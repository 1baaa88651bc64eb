package browser

import (
	"errors"
	"log/slog"
	"net/netip"
	"strings"
	"testing"

	"github.com/pion/sdp/v3"

	"github.com/yobirin/yobirin/server/internal/live"
	"github.com/yobirin/yobirin/shared/leg"
	wire "github.com/yobirin/yobirin/shared/live"
)

// chromium is an offer as Chromium 150 makes it for a stream without a
// microphone, shortened in its codecs, with candidates that must not matter.
const chromium = `v=0
o=- 4611731400430051336 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0
a=extmap-allow-mixed
a=msid-semantic: WMS
m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126
c=IN IP4 0.0.0.0
a=rtcp:9 IN IP4 0.0.0.0
a=candidate:1 1 udp 2113937151 192.0.2.66 51000 typ host generation 0
a=ice-ufrag:abcd
a=ice-pwd:0123456789012345678901
a=ice-options:trickle
a=fingerprint:sha-256 7B:8B:F0:65:5F:78:E2:51:3B:AC:6F:F3:3F:46:1B:35:DC:B8:5F:64:1A:24:C2:43:F0:A1:58:D0:A1:2C:19:08
a=setup:actpass
a=mid:0
a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
a=sendrecv
a=msid:- 3d0dd3a1-8d2a-4a1b-a6b4-67c2b0ce7f1f
a=rtcp-mux
a=rtcp-rsize
a=rtpmap:111 opus/48000/2
a=fmtp:111 minptime=10;useinbandfec=1
a=rtpmap:63 red/48000/2
a=rtpmap:9 G722/8000
a=rtpmap:0 PCMU/8000
a=rtpmap:8 PCMA/8000
a=rtpmap:13 CN/8000
a=rtpmap:110 telephone-event/48000
a=rtpmap:126 telephone-event/8000
a=ssrc:3570614608 cname:4TOk42mSjXCkVIa6
a=ssrc:3570614608 msid:- 3d0dd3a1-8d2a-4a1b-a6b4-67c2b0ce7f1f
`

func TestAnOfferIsCutToWhatWeSpeak(t *testing.T) {
	o, err := readOffer(chromium)
	if err != nil {
		t.Fatal(err)
	}
	if o.law != "PCMU" || o.lawPT != 0 || o.eventPT != 126 {
		t.Errorf("read %+v", o)
	}
	for _, gone := range []string{"candidate", "opus", "extmap", "192.0.2.66", "telephone-event/48000"} {
		if strings.Contains(o.text, gone) {
			t.Errorf("%s is still there:\n%s", gone, o.text)
		}
	}
	for _, there := range []string{"m=audio 9 UDP/TLS/RTP/SAVPF 0 126\r\n", "a=ice-ufrag:abcd\r\n", "a=setup:actpass\r\n", "a=ssrc:3570614608 cname:4TOk42mSjXCkVIa6\r\n", "a=sendrecv\r\n"} {
		if !strings.Contains(o.text, there) {
			t.Errorf("%q is missing:\n%s", there, o.text)
		}
	}
}

func TestOffersThatCannotBe(t *testing.T) {
	change := func(from, to string) string { return strings.Replace(chromium, from, to, 1) }
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"empty":                {"", errMalformed},
		"too long":             {chromium + "a=x:" + strings.Repeat("x", wire.MaxSDP) + "\n", errMalformed},
		"no SDP":               {"hello", errMalformed},
		"no audio":             {chromium[:strings.Index(chromium, "m=")], errUnacceptable},
		"video":                {change("m=audio", "m=video"), errUnacceptable},
		"two streams":          {chromium + chromium[strings.Index(chromium, "m="):], errUnacceptable},
		"plain RTP":            {change("UDP/TLS/RTP/SAVPF", "RTP/AVP"), errUnacceptable},
		"port 0":               {change("m=audio 9", "m=audio 0"), errUnacceptable},
		"no fingerprint":       {change("a=fingerprint", "a=x"), errUnacceptable},
		"no mux":               {change("a=rtcp-mux", "a=x"), errUnacceptable},
		"inactive":             {change("a=sendrecv", "a=inactive"), errUnacceptable},
		"lite":                 {change("a=group", "a=ice-lite\na=group"), errUnacceptable},
		"neither PCMU or PCMA": {change("111 63 9 0 8 13 110 126", "111"), errUnacceptable},
	} {
		if _, err := readOffer(c.text); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, expected %v", name, err, c.want)
		}
	}
	if o, err := readOffer(change(" 0 8 13", " 8 13")); err != nil || o.law != "PCMA" || o.lawPT != 8 {
		t.Errorf("only PCMA: %+v, %v", o, err)
	}
}

func TestTheCandidateIsWhereBrowsersReachUs(t *testing.T) {
	public := netip.MustParseAddr("203.0.113.5")
	for name, c := range map[string]struct {
		listen string
		public netip.Addr
		want   string
	}{
		"loopback only":     {"127.0.0.1:0", public, "127.0.0.1"},
		"everywhere":        {":0", public, "203.0.113.5"},
		"not known":         {":0", netip.Addr{}, "127.0.0.1"},
		"of another family": {":0", netip.MustParseAddr("2001:db8::1"), "127.0.0.1"},
	} {
		e, err := New(Options{Listen: c.listen, Media: ports{}, Report: func(leg.Fact) bool { return true }, PublicAddress: func(netip.Addr) netip.Addr { return c.public }})
		if err != nil {
			t.Fatal(err)
		}
		if got := e.candidate(loopback); got.Addr().String() != c.want || got.Port() != e.Addr().Port() || got.Port() == 0 {
			t.Errorf("%s: %s, expected %s", name, got, c.want)
		}
		if err := e.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

func TestNewRefusesNonsense(t *testing.T) {
	good := Options{Listen: "127.0.0.1:0", Media: ports{}, Report: func(leg.Fact) bool { return true }}
	for name, change := range map[string]func(*Options){
		"Report": func(o *Options) { o.Report = nil }, "Media": func(o *Options) { o.Media = nil },
		"MaxLegs": func(o *Options) { o.MaxLegs = -1 }, "webrtc_listen": func(o *Options) { o.Listen = "nowhere" },
	} {
		o := good
		change(&o)
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), name) && name != "webrtc_listen" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzOffer: whatever is read must be readable again, small, and good enough
// for the WebRTC library to answer or refuse without harm.
func FuzzOffer(f *testing.F) {
	f.Add(chromium)
	f.Add(strings.Replace(chromium, "a=rtpmap:126", "a=rtpmap:0", 1))
	f.Add(strings.ReplaceAll(chromium, "3570614608", "0"))
	s, err := listen("127.0.0.1:0")
	if err != nil {
		f.Fatal(err)
	}
	made := newFactory(s, slog.New(slog.DiscardHandler))
	f.Cleanup(func() { _ = made.close() })
	f.Fuzz(func(t *testing.T, text string) {
		o, err := readOffer(text)
		if err != nil {
			if codeOf(err) == wire.PhoneUnavailable {
				t.Errorf("%v is neither malformed nor unacceptable", err)
			}
			return
		}
		var d sdp.SessionDescription
		if err := d.UnmarshalString(o.text); err != nil || len(o.text) > wire.MaxSDP {
			t.Fatalf("rewritten to %d bytes: %v\n%s", len(o.text), err, o.text)
		}
		p, err := made.connect(o, netip.MustParseAddrPort("127.0.0.1:9"))
		if err != nil {
			return
		}
		if again, err := parse(p.answer); err != nil || len(again.MediaDescriptions) != 1 {
			t.Errorf("answered %s, %v", p.answer, err)
		}
		if err := p.pc.Close(); err != nil {
			t.Error(err)
		}
	})
}

var _ live.Phones = (*Edge)(nil)

// FuzzUp: no packet of a browser makes anything but a plain packet.
func FuzzUp(f *testing.F) {
	f.Add([]byte{0x80, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0xff})
	f.Add([]byte{0x90, 126, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0xbe, 0xde, 0, 0, 5, 0x8a, 0, 200})
	b := &bridge{offer: offer{law: "PCMU", lawPT: 0, eventPT: 126}}
	b.agreed.PT, b.agreed.EventPT = 0, 101
	f.Fuzz(func(t *testing.T, packet []byte) {
		out := b.up(make([]byte, maxPacket), packet[:min(len(packet), maxPacket)])
		if out == nil {
			return
		}
		if out[0] != 0x80 || out[1]&0x7f != 0 && out[1]&0x7f != 101 || len(out) > max(12, len(packet)) {
			t.Errorf("%x became %x", packet, out)
		}
	})
}
