package browser

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/webrtc/v4"

	"github.com/yobirin/yobirin/shared/sdp"
)

const (
	// A browser sends something every 2.5 s at the latest (consent, RFC 7675).
	quietFor = 7 * time.Second // without a packet: the path is in doubt
	goneFor  = 8 * time.Second // more: it is gone
	// renewAfter is how old the certificate gets. It is valid for a month, and
	// a call must not outlive it.
	renewAfter = 7 * 24 * time.Hour
	gatherFor  = 5 * time.Second // more than enough for one candidate that is known
)

// factory makes peers: what all browsers' connections share.
type factory struct {
	mux    *ice.UDPMuxDefault
	engine webrtc.SettingEngine

	mu   sync.Mutex
	cert *webrtc.Certificate
	born time.Time
}

func newFactory(s *socket, log *slog.Logger) *factory {
	logs := quiet{log}
	f := &factory{mux: ice.NewUDPMuxDefault(ice.UDPMuxParams{UDPConn: s, Logger: logs.NewLogger("mux")})}
	e := &f.engine
	e.LoggerFactory = logs
	e.SetLite(true)
	e.SetICEUDPMux(f.mux)
	e.SetIncludeLoopbackCandidate(true) // what the socket claims to be
	e.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4, webrtc.NetworkTypeUDP6})
	e.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	e.SetICETimeouts(quietFor, goneFor, 2*time.Second)
	e.SetReceiveMTU(maxPacket)
	return f
}

func (f *factory) close() error { return f.mux.Close() }

// certificate gives the one of now. One for all connections: making a key for
// each costs more than the rest of the handshake, and their fingerprint tells
// nobody more than the address does.
func (f *factory) certificate(now time.Time) (webrtc.Certificate, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.cert == nil || now.Sub(f.born) > renewAfter {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return webrtc.Certificate{}, err
		}
		cert, err := webrtc.GenerateCertificate(key)
		if err != nil {
			return webrtc.Certificate{}, err
		}
		f.cert, f.born = cert, now
	}
	return *f.cert, nil
}

// peer is one connection with a browser.
type peer struct {
	pc     *webrtc.PeerConnection
	track  *webrtc.TrackLocalStaticRTP // towards the browser
	sender *webrtc.RTPSender
	answer string
}

// connect makes a connection that answers the offer, and gives the answer
// with at as its one candidate.
func (f *factory) connect(o offer, at netip.AddrPort) (p *peer, err error) {
	cert, err := f.certificate(time.Now())
	if err != nil {
		return nil, fmt.Errorf("make a certificate: %w", err)
	}
	codecs := &webrtc.MediaEngine{}
	law := webrtc.RTPCodecCapability{MimeType: "audio/" + o.law, ClockRate: 8000}
	err = codecs.RegisterCodec(webrtc.RTPCodecParameters{RTPCodecCapability: law, PayloadType: webrtc.PayloadType(o.lawPT)}, webrtc.RTPCodecTypeAudio)
	if err != nil {
		return nil, err
	}
	if o.eventPT >= 0 {
		events := webrtc.RTPCodecCapability{MimeType: "audio/telephone-event", ClockRate: 8000}
		err = codecs.RegisterCodec(webrtc.RTPCodecParameters{RTPCodecCapability: events, PayloadType: webrtc.PayloadType(o.eventPT)}, webrtc.RTPCodecTypeAudio)
		if err != nil {
			return nil, err
		}
	}
	// Reports pass between browser and media plane as they are, so nothing
	// needs to be intercepted here.
	api := webrtc.NewAPI(webrtc.WithMediaEngine(codecs), webrtc.WithSettingEngine(f.engine), webrtc.WithInterceptorRegistry(&interceptor.Registry{}))
	pc, err := api.NewPeerConnection(webrtc.Configuration{
		Certificates: []webrtc.Certificate{cert}, BundlePolicy: webrtc.BundlePolicyMaxBundle, RTCPMuxPolicy: webrtc.RTCPMuxPolicyRequire,
	})
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, pc.Close())
		}
	}()
	p = &peer{pc: pc}
	if p.track, err = webrtc.NewTrackLocalStaticRTP(law, "audio", "yobirin"); err != nil {
		return nil, err
	}
	if p.sender, err = pc.AddTrack(p.track); err != nil {
		return nil, err
	}
	if err = pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: o.text}); err != nil {
		return nil, fmt.Errorf("%w: %w", errUnacceptable, err)
	}
	p.answer, err = describe(pc, at, o.way)
	return p, err
}

// describe makes and sets the answer.
func describe(pc *webrtc.PeerConnection, at netip.AddrPort, way sdp.Way) (string, error) {
	answer, err := pc.CreateAnswer(nil)
	if err != nil {
		return "", fmt.Errorf("%w: %w", errUnacceptable, err)
	}
	gathered := webrtc.GatheringCompletePromise(pc)
	if err := pc.SetLocalDescription(answer); err != nil {
		return "", fmt.Errorf("%w: %w", errUnacceptable, err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), gatherFor)
	defer cancel()
	select {
	case <-gathered:
	case <-ctx.Done():
		return "", errors.New("the local address was not found in time")
	}
	return withCandidate(pc.LocalDescription().SDP, at.Addr().String(), at.Port(), way)
}
