package voice

import (
	"bytes"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"github.com/yobirin/yobirin/shared/rtpio"
)

// lite is the far side as the server is: ICE-lite, one UDP port, one candidate,
// which sends back what it hears.
type lite struct {
	pc  *webrtc.PeerConnection
	mux *ice.UDPMuxDefault
}

func newLite(t *testing.T) *lite {
	t.Helper()
	socket, err := listenUDP(netip.MustParseAddrPort("127.0.0.1:0"))
	if err != nil {
		t.Fatal(err)
	}
	l := &lite{mux: ice.NewUDPMuxDefault(ice.UDPMuxParams{UDPConn: socket.(net.PacketConn), Logger: hush{}})}
	var e webrtc.SettingEngine
	e.LoggerFactory = hush{}
	e.SetLite(true)
	e.SetICEUDPMux(l.mux)
	e.SetIncludeLoopbackCandidate(true)
	e.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	e.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	codecs := &webrtc.MediaEngine{}
	law := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypePCMU, ClockRate: 8000}
	if err := codecs.RegisterCodec(webrtc.RTPCodecParameters{RTPCodecCapability: law, PayloadType: 0}, webrtc.RTPCodecTypeAudio); err != nil {
		t.Fatal(err)
	}
	api := webrtc.NewAPI(webrtc.WithMediaEngine(codecs), webrtc.WithSettingEngine(e), webrtc.WithInterceptorRegistry(&interceptor.Registry{}))
	if l.pc, err = api.NewPeerConnection(webrtc.Configuration{BundlePolicy: webrtc.BundlePolicyMaxBundle, RTCPMuxPolicy: webrtc.RTCPMuxPolicyRequire}); err != nil {
		t.Fatal(err)
	}
	back, err := webrtc.NewTrackLocalStaticRTP(law, "audio", "yobirin")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.pc.AddTrack(back); err != nil {
		t.Fatal(err)
	}
	l.pc.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		buf := make([]byte, rtpio.MaxPacket)
		for {
			n, _, err := track.Read(buf)
			if err != nil {
				return
			}
			if h, payload, err := rtpio.Parse(buf[:n]); err == nil && h.PT == 0 {
				_ = back.WriteRTP(&rtp.Packet{Header: rtp.Header{Version: 2, SequenceNumber: h.Seq, Timestamp: h.TS}, Payload: payload})
			}
		}
	})
	t.Cleanup(func() { _ = l.pc.Close(); _ = l.mux.Close() })
	return l
}

// answer answers as the server does: what it does not speak is gone from the
// offer before the library sees it, candidates too, for it is lite.
func (l *lite) answer(t *testing.T, offer []byte) []byte {
	t.Helper()
	var kept []string
	for line := range strings.Lines(string(offer)) {
		if !strings.HasPrefix(line, "a=candidate") && !strings.HasPrefix(line, "a=end-of") {
			kept = append(kept, line)
		}
	}
	if err := l.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: strings.Join(kept, "")}); err != nil {
		t.Fatal(err)
	}
	own, err := l.pc.CreateAnswer(nil)
	if err != nil {
		t.Fatal(err)
	}
	gathered := webrtc.GatheringCompletePromise(l.pc)
	if err := l.pc.SetLocalDescription(own); err != nil {
		t.Fatal(err)
	}
	<-gathered
	return []byte(l.pc.LocalDescription().SDP)
}

func TestICEWithALiteServer(t *testing.T) {
	for _, wide := range []bool{false, true} {
		p := newPerson(t, nil, "127.0.0.1", 440, Opening{ICE: true, Opus: wide})
		p.engine.patience = 200 * time.Millisecond
		server := newLite(t)
		offer, err := p.audio.Offer(SendReceive)
		if err != nil {
			t.Fatal(err)
		}
		answer := server.answer(t, offer)
		if !bytes.Contains(answer, []byte("a=ice-lite")) {
			t.Fatalf("the server is not lite\n%s", answer)
		}
		if err := p.audio.Accept(answer); err != nil {
			t.Fatalf("%v\n%s", err, answer)
		}
		if err := p.audio.Accept(answer); err != nil { // 183 and then 200
			t.Fatal(err)
		}
		c := &iceCall{t: t, a: p, b: newPerson(t, nil, "127.0.0.1", 1000, Opening{})}
		c.until(fmt.Sprint("the echo, Opus ", wide), func() bool { return p.share(440) > 0.95 })
		if _, codec := p.audio.Media(); codec != "PCMU" {
			t.Errorf("codec %s", codec)
		}
		// Held and resumed within the connection, as the server does it.
		for _, way := range []Direction{SendOnly, SendReceive} {
			offer, err := p.audio.Offer(way)
			if err != nil {
				t.Fatal(err)
			}
			both := bytes.Replace(offer, []byte("a="+way), []byte("a=sendrecv"), 1)
			text := server.answer(t, both)
			if way == SendOnly {
				text = bytes.Replace(text, []byte("a=sendrecv"), []byte("a=recvonly"), 1)
			}
			if err := p.audio.Accept(text); err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			c.until(string(way), func() bool { return p.share(440) > 0.95 == (way == SendReceive) })
		}
		// A re-INVITE of the server's own, about the same connection.
		again := bytes.Replace(answer, []byte("a=sendrecv"), []byte("a=sendonly"), 1)
		mine, err := p.audio.Answer(again, SendReceive)
		if err != nil || !bytes.Contains(mine, []byte("a=setup:active")) && !bytes.Contains(mine, []byte("a=setup:passive")) {
			t.Fatalf("%v\n%s", err, mine)
		}
		if news := p.told(); news[len(news)-1] != (HeardFar{Held: true}) {
			t.Errorf("told %#v", news)
		}
		// The server dies.
		_ = server.pc.Close()
		_ = server.mux.Close()
		lost := false
		c.until("the way is lost", func() bool {
			for _, h := range p.told() {
				_, is := h.(HeardLost)
				lost = lost || is
			}
			return lost
		})
		c.a.engine.Close()
		c.b.engine.Close()
	}
}
