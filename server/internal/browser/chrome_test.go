package browser

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/pcm"
)

// caller is a browser, made of the same library in its full-ICE form. That
// Chromium does the same is proven by the frontend's end-to-end tests.
type caller struct {
	t     testing.TB
	line  *line
	pc    *webrtc.PeerConnection
	track *microphone
	law   pcm.Law
	ear   ear
	leg   id.Leg
	stop  chan struct{}
	done  sync.WaitGroup
	once  sync.Once

	pressed uint16
}

func newCaller(t testing.TB, l *line, law pcm.Law) *caller {
	t.Helper()
	c := &caller{t: t, line: l, law: law, stop: make(chan struct{})}
	codecs := &webrtc.MediaEngine{}
	pt, name := webrtc.PayloadType(0), "audio/PCMU"
	if law == pcm.A {
		pt, name = 8, "audio/PCMA"
	}
	codec := webrtc.RTPCodecCapability{MimeType: name, ClockRate: 8000}
	for _, k := range []webrtc.RTPCodecParameters{
		{RTPCodecCapability: webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}, PayloadType: 111},
		{RTPCodecCapability: codec, PayloadType: pt},
		{RTPCodecCapability: webrtc.RTPCodecCapability{MimeType: "audio/telephone-event", ClockRate: 8000}, PayloadType: 126},
	} {
		if err := codecs.RegisterCodec(k, webrtc.RTPCodecTypeAudio); err != nil {
			t.Fatal(err)
		}
	}
	engine := webrtc.SettingEngine{}
	engine.SetIncludeLoopbackCandidate(true)
	engine.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	api := webrtc.NewAPI(webrtc.WithMediaEngine(codecs), webrtc.WithSettingEngine(engine), webrtc.WithInterceptorRegistry(&interceptor.Registry{}))
	var err error
	if c.pc, err = api.NewPeerConnection(webrtc.Configuration{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.close)
	plain, err := webrtc.NewTrackLocalStaticRTP(codec, "voice", "mic")
	if err != nil {
		t.Fatal(err)
	}
	c.track = &microphone{TrackLocalStaticRTP: plain}
	if _, err = c.pc.AddTrack(c.track); err != nil {
		t.Fatal(err)
	}
	c.pc.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		for {
			p, _, err := track.ReadRTP()
			if err != nil {
				return
			}
			c.ear.take(c.law, p.Payload)
		}
	})
	return c
}

func (c *caller) close() {
	c.once.Do(func() {
		close(c.stop)
		_ = c.pc.Close()
		c.done.Wait()
	})
}

// offer makes the browser's offer.
func (c *caller) offer() string {
	c.t.Helper()
	o, err := c.pc.CreateOffer(nil)
	if err != nil {
		c.t.Fatal(err)
	}
	if err := c.pc.SetLocalDescription(o); err != nil {
		c.t.Fatal(err)
	}
	return o.SDP // no candidates: the server needs none
}

// dial asks for a call and takes the answer, so that the audio path comes up.
func (c *caller) dial(r *rig, digits string) {
	c.t.Helper()
	r.edge.Offer(c.line, wire.PhoneOffer{Ref: "r", SDP: c.offer(), Dial: digits})
	a := next[wire.PhoneAnswer](c.t, c.line.told, nil)
	c.leg = a.Leg
	c.accept(a.SDP)
}

func (c *caller) accept(answer string) {
	c.t.Helper()
	if err := c.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer}); err != nil {
		c.t.Fatal(err)
	}
}

// say makes the browser send a tone until it is closed.
func (c *caller) say(freq float64) {
	tone := pcm.Pure(freq, 0.3)
	c.done.Go(func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		var frame [160]int16
		payload := make([]byte, 160)
		for p := (rtp.Packet{Header: rtp.Header{Version: 2}, Payload: payload}); ; p.SequenceNumber, p.Timestamp = p.SequenceNumber+1, p.Timestamp+160 {
			tone.At(frame[:], int(p.Timestamp), pcm.Rate)
			c.law.Encode(payload, frame[:])
			_ = c.track.WriteRTP(&p)
			select {
			case <-tick.C:
			case <-c.stop:
				return
			}
		}
	})
}

// press sends a telephone event (RFC 4733) as a browser's RTCDTMFSender does.
func (c *caller) press(code byte) {
	c.t.Helper()
	until(c.t, "the microphone is bound", func() bool { return c.track.stream.Load() != nil })
	c.pressed++
	for i := range uint16(3) {
		h := rtp.Header{Version: 2, Marker: i == 0, PayloadType: 126, SequenceNumber: c.pressed*3 + i, Timestamp: uint32(c.pressed) * 800, SSRC: c.track.ssrc.Load()}
		if _, err := (*c.track.stream.Load()).WriteRTP(&h, []byte{code, 0x80 | 10, 0, 200}); err != nil {
			c.t.Fatal(err)
		}
	}
}

// microphone is a track that also sends packets of other payload types.
type microphone struct {
	*webrtc.TrackLocalStaticRTP
	stream atomic.Pointer[webrtc.TrackLocalWriter]
	ssrc   atomic.Uint32
}

// Bind notes where packets go to.
func (m *microphone) Bind(c webrtc.TrackLocalContext) (webrtc.RTPCodecParameters, error) {
	w := c.WriteStream()
	m.ssrc.Store(uint32(c.SSRC()))
	m.stream.Store(&w)
	return m.TrackLocalStaticRTP.Bind(c)
}
