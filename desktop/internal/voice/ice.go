package voice

import (
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	psdp "github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"

	"github.com/yobirin/yobirin/shared/rtpio"
	"github.com/yobirin/yobirin/shared/sdp"
)

const (
	// gatherFor is how long the candidates of this host may take; there is no
	// server to ask, so they take milliseconds.
	gatherFor = 2 * time.Second
	// A path without a sign of life is in doubt after a while, then given up;
	// signs of life are sent so often. In seconds.
	doubtAfter, lostAfter, keepAlive = 5, 10, 2
	// tracksAtOnce bounds the streams that the far side may begin.
	tracksAtOnce = 4

	iceOpusPT, iceEventPT = 111, 101
)

var errLost = errors.New("voice: the way found by ICE is gone")

// icePeer is a way by DTLS-SRTP and ICE. What the library never sees is holding:
// its stream goes both ways always, and directions are written into and read
// from the descriptions here, so that a call on hold needs nothing anew.
type icePeer struct {
	s      *session
	pc     *webrtc.PeerConnection
	track  *outTrack
	sender *webrtc.RTPSender
	ssrc   uint32
	text   []byte // our description as the library made it
	far    string // credentials of the far side's
	role   string // "active" or "passive", once agreed
	tracks atomic.Int32
	closed atomic.Bool
	lost   atomic.Bool
}

// newPeer makes one, with a key of its own, so that the far side knows it from
// the one before.
func newPeer(s *session) (*icePeer, error) {
	codecs := &webrtc.MediaEngine{}
	add := func(mime string, rate uint32, channels uint16, fmtp string, pt webrtc.PayloadType) error {
		return codecs.RegisterCodec(webrtc.RTPCodecParameters{
			RTPCodecCapability: webrtc.RTPCodecCapability{MimeType: mime, ClockRate: rate, Channels: channels, SDPFmtpLine: fmtp}, PayloadType: pt,
		}, webrtc.RTPCodecTypeAudio)
	}
	var err error
	if s.local.Opus {
		err = add(webrtc.MimeTypeOpus, 48000, 2, "useinbandfec=1", iceOpusPT)
	}
	err = errors.Join(err, add(webrtc.MimeTypePCMU, 8000, 0, "", 0), add(webrtc.MimeTypePCMA, 8000, 0, "", 8),
		add("audio/telephone-event", 8000, 0, "0-15", iceEventPT))
	if err != nil {
		return nil, err
	}
	var e webrtc.SettingEngine
	e.LoggerFactory = hush{}
	e.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4, webrtc.NetworkTypeUDP6})
	e.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	e.SetIncludeLoopbackCandidate(s.local.Address.IsLoopback())
	e.SetICETimeouts(doubtAfter*s.e.patience, lostAfter*s.e.patience, keepAlive*s.e.patience)
	e.SetReceiveMTU(rtpio.MaxPacket)
	api := webrtc.NewAPI(webrtc.WithMediaEngine(codecs), webrtc.WithSettingEngine(e), webrtc.WithInterceptorRegistry(&interceptor.Registry{}))
	pc, err := api.NewPeerConnection(webrtc.Configuration{BundlePolicy: webrtc.BundlePolicyMaxBundle, RTCPMuxPolicy: webrtc.RTCPMuxPolicyRequire})
	if err != nil {
		return nil, fmt.Errorf("voice: ICE: %w", err)
	}
	p := &icePeer{s: s, pc: pc, track: &outTrack{}}
	if p.sender, err = pc.AddTrack(p.track); err != nil {
		p.close()
		return nil, fmt.Errorf("voice: ICE: %w", err)
	}
	if enc := p.sender.GetParameters().Encodings; len(enc) > 0 {
		p.ssrc = uint32(enc[0].SSRC)
	}
	pc.OnTrack(p.hear)
	pc.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		// Closed, and not by us: the far side has ended DTLS.
		over := state == webrtc.PeerConnectionStateFailed || state == webrtc.PeerConnectionStateClosed
		if over && !p.closed.Load() && !p.lost.Swap(true) {
			s.tell(HeardLost{Err: errLost})
		}
	})
	s.e.guarded("reading reports", func() { p.reports(p.sender.Read) })
	return p, nil
}

// offer makes the library's offer with all candidates of this host.
func (p *icePeer) offer() ([]byte, error) {
	offer, err := p.pc.CreateOffer(nil)
	if err != nil {
		return nil, fmt.Errorf("voice: ICE: %w", err)
	}
	return p.gather(offer)
}

func (p *icePeer) gather(own webrtc.SessionDescription) ([]byte, error) {
	gathered := webrtc.GatheringCompletePromise(p.pc)
	if err := p.pc.SetLocalDescription(own); err != nil {
		return nil, fmt.Errorf("voice: ICE: %w", err)
	}
	timer := time.NewTimer(gatherFor)
	defer timer.Stop()
	select {
	case <-gathered:
	case <-timer.C:
		return nil, errors.New("voice: ICE: this computer's addresses were not found in time")
	}
	p.text = []byte(p.pc.LocalDescription().SDP)
	return p.text, nil
}

// describe writes our description for the far side: the library's, with our
// session's name and version, the direction, and who begins DTLS.
func (p *icePeer) describe(text []byte, l sdp.Local, version uint64, setup string) ([]byte, error) {
	d := psdp.SessionDescription{}
	if err := d.Unmarshal(text); err != nil {
		return nil, fmt.Errorf("voice: ICE: %w", err)
	}
	family := "IP6"
	if l.Address.Is4() {
		family = "IP4"
	}
	d.Origin = psdp.Origin{Username: "-", SessionID: l.SessionID, SessionVersion: version, NetworkType: "IN", AddressType: family, UnicastAddress: l.Address.String()}
	for _, m := range d.MediaDescriptions {
		for i, a := range m.Attributes {
			switch {
			case isDirection(a.Key):
				m.Attributes[i].Key = directionOf(l.Way)
			case a.Key == "setup" && setup != "":
				m.Attributes[i].Value = setup
			}
		}
	}
	return d.Marshal()
}

func isDirection(key string) bool {
	return slices.Contains([]string{"sendrecv", "sendonly", "recvonly", "inactive"}, key)
}

func directionOf(w sdp.Way) string {
	switch w {
	case sdp.SendOnly:
		return "sendonly"
	case sdp.ReceiveOnly:
		return "recvonly"
	case sdp.Neither:
		return "inactive"
	case sdp.SendReceive:
	}
	return "sendrecv"
}

// accept takes the answer to the peer's first offer, or to a later one that
// changes only the direction or the codec.
func (p *icePeer) accept(answer []byte, l sdp.Local) (sdp.Agreed, error) {
	f, err := readFar(answer)
	if err != nil {
		return sdp.Agreed{}, err
	}
	a, err := f.agree(l, true)
	if err != nil {
		return sdp.Agreed{}, err
	}
	if p.far != "" {
		if p.far != f.credentials {
			return sdp.Agreed{}, fmt.Errorf("%w: the answer has other ICE credentials than the connection", sdp.ErrUnacceptable)
		}
		return a, nil
	}
	if err := p.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: f.text}); err != nil {
		return sdp.Agreed{}, fmt.Errorf("%w: %w", sdp.ErrUnacceptable, err)
	}
	p.far, p.role = f.credentials, opposite(f.setup)
	return a, nil
}

// same says whether an offer is of the connection that is there.
func (p *icePeer) same(offer []byte) bool {
	f, err := readFar(offer)
	return err == nil && f.credentials == p.far
}

// answer answers an offer of the far side.
func (p *icePeer) answer(offer []byte, l sdp.Local) ([]byte, sdp.Agreed, error) {
	f, err := readFar(offer)
	if err != nil {
		return nil, sdp.Agreed{}, err
	}
	a, err := f.agree(l, false)
	if err != nil {
		return nil, sdp.Agreed{}, err
	}
	if p.far != "" {
		return p.text, a, nil
	}
	if err := p.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: f.text}); err != nil {
		return nil, sdp.Agreed{}, fmt.Errorf("%w: %w", sdp.ErrUnacceptable, err)
	}
	own, err := p.pc.CreateAnswer(nil)
	if err != nil {
		return nil, sdp.Agreed{}, fmt.Errorf("%w: %w", sdp.ErrUnacceptable, err)
	}
	text, err := p.gather(own)
	if err != nil {
		return nil, sdp.Agreed{}, err
	}
	p.far = f.credentials
	if mine, err := readFar(text); err == nil {
		p.role = mine.setup
	}
	return text, a, nil
}

func opposite(setup string) string {
	if setup == "active" {
		return "passive"
	}
	return "active"
}

// send gives a packet to the library in the name that it knows the stream by.
func (p *icePeer) send(packet []byte) {
	h, payload, err := rtpio.Parse(packet)
	if err != nil {
		return
	}
	p.track.write(&rtp.Header{Version: 2, Marker: h.Marker, PayloadType: h.PT, SequenceNumber: h.Seq, Timestamp: h.TS, SSRC: p.ssrc}, payload)
}

func (p *icePeer) sendControl(packet []byte) {
	if all, err := rtcp.Unmarshal(packet); err == nil {
		_ = p.pc.WriteRTCP(all) // not connected yet: it is lost
	}
}

// close ends it without waiting: a far side that is gone is slow to part from.
func (p *icePeer) close() {
	if p.closed.CompareAndSwap(false, true) {
		p.s.e.guarded("closing ICE", func() { _ = p.pc.Close() })
	}
}

// hear reads a stream of the far side until it ends.
func (p *icePeer) hear(track *webrtc.TrackRemote, receiver *webrtc.RTPReceiver) {
	defer p.s.e.rescue("reading audio")
	if p.tracks.Add(1) > tracksAtOnce {
		p.tracks.Add(-1)
		return
	}
	defer p.tracks.Add(-1)
	p.s.e.guarded("reading reports", func() { p.reports(receiver.Read) })
	buf := make([]byte, rtpio.MaxPacket)
	for {
		n, _, err := track.Read(buf)
		if err != nil || p.closed.Load() {
			return
		}
		p.one(buf[:n])
	}
}

func (p *icePeer) one(packet []byte) {
	defer p.s.e.rescue("taking a packet")
	p.s.take(packet)
}

func (p *icePeer) reports(read func([]byte) (int, interceptor.Attributes, error)) {
	buf := make([]byte, rtpio.MaxPacket)
	for {
		n, _, err := read(buf)
		if err != nil {
			return
		}
		p.s.takeControl(buf[:n])
	}
}

// outTrack is our stream to the far side: packets of whatever codec was agreed
// on.
type outTrack struct {
	writer atomic.Pointer[webrtc.TrackLocalWriter]
}

// Bind is called when the way is there.
func (t *outTrack) Bind(c webrtc.TrackLocalContext) (webrtc.RTPCodecParameters, error) {
	codecs := c.CodecParameters()
	if len(codecs) == 0 {
		return webrtc.RTPCodecParameters{}, webrtc.ErrUnsupportedCodec
	}
	w := c.WriteStream()
	t.writer.Store(&w)
	return codecs[0], nil
}

// Unbind is called when it is gone.
func (t *outTrack) Unbind(webrtc.TrackLocalContext) error {
	t.writer.Store(nil)
	return nil
}

// ID names the track.
func (t *outTrack) ID() string { return "audio" }

// RID is the name of a layer, of which there is one.
func (t *outTrack) RID() string { return "" }

// StreamID names the stream.
func (t *outTrack) StreamID() string { return "yobirin" }

// Kind is audio.
func (t *outTrack) Kind() webrtc.RTPCodecType { return webrtc.RTPCodecTypeAudio }

func (t *outTrack) write(h *rtp.Header, payload []byte) {
	if w := t.writer.Load(); w != nil {
		_, _ = (*w).WriteRTP(h, payload)
	}
}

var _ wire = (*icePeer)(nil)
