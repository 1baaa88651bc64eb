package voice

import (
	"math"
	"math/rand/v2"
	"net/netip"
	"runtime"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/opus"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
	"github.com/yobirin/yobirin/shared/sdp"
)

// loopback is two engines on real sockets, whose devices go in lockstep: what
// one sends has come before the other plays, so that delays can be counted in
// samples and do not depend on how fast this machine is.
type loopback struct {
	t    testing.TB
	a, b *person
}

func newLoopback(t testing.TB, o Opening) *loopback {
	l := &loopback{t: t, a: newPerson(t, nil, "127.0.0.1", 440, o), b: newPerson(t, nil, "127.0.0.1", 1000, o)}
	t.Cleanup(func() { l.a.engine.Close(); l.b.engine.Close() })
	offer, err := l.a.audio.Offer(SendReceive)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := l.b.audio.Answer(offer, SendReceive)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.a.audio.Accept(answer); err != nil {
		t.Fatal(err)
	}
	return l
}

// say has a's microphone hear a frame and waits until what became of it is at b.
func (l *loopback) say(frame []int16) {
	l.a.engine.Captured(frame)
	deadline := time.NewTimer(10 * time.Second)
	defer deadline.Stop()
	for {
		l.a.engine.capture.Lock()
		idle := l.a.engine.size == 0
		l.a.engine.capture.Unlock()
		l.a.audio.talk.Lock()
		sent, coding := uint64(l.a.audio.talk.packets), l.a.said != l.sent()
		l.a.audio.talk.Unlock()
		if idle && !coding && l.b.audio.totals().received >= sent {
			return
		}
		select {
		case <-deadline.C:
			l.t.Fatal("a packet did not arrive")
		default:
			runtime.Gosched()
		}
	}
}

// sent is how many samples of a's microphone were coded. The talk lock is held.
func (l *loopback) sent() int {
	t := l.a.audio.talk.talker
	return int(t.taken) * Frame
}

// TestLatency counts how many samples lie between a click at one microphone
// and the click at the other's ear: 20 ms of packet, the buffer, the filters.
func TestLatency(t *testing.T) {
	for name, o := range map[string]Opening{"PCMU": {}, "opus": {Opus: true}, "SRTP": {SRTP: sdp.Require}} {
		l := newLoopback(t, o)
		var frame, heard [Frame]int16
		said, at := -1, -1
		n := 0
		step := func(click bool) {
			for i := range frame {
				frame[i] = int16(300 * math.Sin(2*math.Pi*440*float64(n*Frame+i)/deviceRate))
			}
			if click {
				for i := range 48 { // 1 ms of 2 kHz
					frame[100+i] = int16(25000 * math.Sin(2*math.Pi*2000*float64(i)/deviceRate))
				}
				said = n*Frame + 100
			}
			l.a.said += Frame
			l.say(frame[:])
			l.b.engine.Render(heard[:])
			for i, v := range heard {
				if at < 0 && said >= 0 && abs(int64(v)) > 4000 {
					at = n*Frame + i
				}
			}
			n++
		}
		for range 600 { // the buffer settles
			step(false)
		}
		step(true)
		for range 60 {
			step(false)
		}
		if at < 0 {
			t.Fatalf("%s: the click was not heard", name)
		}
		late := at - said
		t.Logf("%s: %d samples = %.1f ms from microphone to ear, of them %.1f ms in the jitter buffer", name, late, float64(late)/48, l.b.audio.Quality().BufferMS)
		if late < 20*48 || late > 75*48 {
			t.Errorf("%s: %d samples, expected 960 to 3600", name, late)
		}
	}
}

func TestRealSockets(t *testing.T) {
	l := newLoopback(t, Opening{SRTP: sdp.Require})
	var frame [Frame]int16
	var heard []int16
	for n := range 200 {
		for i := range frame {
			frame[i] = int16(8000 * math.Sin(2*math.Pi*440*float64(n*Frame+i)/deviceRate))
		}
		l.a.said += Frame
		l.say(frame[:])
		l.b.engine.Render(frame[:])
		heard = append(heard, frame[:]...)
	}
	if s := pcm.Share(heard[deviceRate:], 440, deviceRate); s < 0.999 {
		t.Errorf("the tone is %.4f of what is heard", s)
	}
}

// TestPorts: with a range, sockets are in it.
func TestPorts(t *testing.T) {
	e, err := New(Options{First: 46100, Last: 46119})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for range 5 {
		a, err := e.Open(Opening{Local: netip.MustParseAddr("127.0.0.1")})
		if err != nil {
			t.Fatal(err)
		}
		l := a.(*session).local
		if l.Port < 46100 || l.Port%2 != 0 || l.RTCPPort != l.Port+1 || l.RTCPPort > 46119 {
			t.Errorf("ports %d and %d", l.Port, l.RTCPPort)
		}
	}
	if _, err := New(Options{First: 9, Last: 3}); err == nil {
		t.Error("a range backwards was taken")
	}
	if _, err := e.Open(Opening{}); err == nil {
		t.Error("no address was taken")
	}
}

// feed puts packets of a tone into a session's ear as the network would.
func feed(t testing.TB, c codec) (*session, func()) {
	l := newLoopback(t, Opening{Opus: c == codecOpus})
	s := l.b.audio
	w := &world{t: nil, codec: c, freq: 440, rng: rand.New(rand.NewPCG(1, 2))}
	if c == codecOpus {
		w.enc, _ = opus.NewEncoder(24000)
	}
	pt := uint8(0)
	if c == codecOpus {
		pt = 111
	}
	packets := make([][]byte, 64)
	for i := range packets {
		f := w.packet()
		b := make([]byte, rtpio.HeaderSize, 400)
		packets[i] = append(b, f.payload...)
	}
	seq, ts, n := uint16(0), uint32(0), 0
	return s, func() {
		if n%2 == 0 {
			b := packets[n/2%len(packets)]
			rtpio.Header{PT: pt, Seq: seq, TS: ts, SSRC: 5}.Put(b)
			s.take(b)
			seq++
			ts += uint32(c.rate() / 50)
		}
		n++
	}
}

func TestTheDevicesThreadsDoNotAllocate(t *testing.T) {
	for _, c := range []codec{codecMu, codecOpus} {
		s, next := feed(t, c)
		frame := make([]int16, Frame)
		e := s.e
		step := func() { next(); e.Render(frame) }
		for range 500 {
			step()
		}
		if got := testing.AllocsPerRun(500, step); got > 0 {
			t.Errorf("%s: Render allocates %.2f times", c, got)
		}
		if loudness(frame) < 1000 {
			t.Errorf("%s: nothing was heard: %.0f", c, loudness(frame))
		}
		quiet := &Engine{wake: make(chan struct{}, 1)}
		if got := testing.AllocsPerRun(500, func() { quiet.Captured(frame) }); got > 0 {
			t.Errorf("Captured allocates %.2f times", got)
		}
	}
}

// TestWhoDoesNotSendKeepsUp: what nobody takes away does not block a device.
func TestCapturedNeverBlocks(t *testing.T) {
	e := &Engine{wake: make(chan struct{}, 1)}
	var frame [Frame]int16
	for i := range 3 * captureFrames {
		frame[0] = int16(i)
		e.Captured(frame[:])
	}
	var got [Frame]int16
	var c cleaner
	for i := range captureFrames {
		if !e.next(&got, &c) || int(got[0]) != 2*captureFrames+i {
			t.Fatalf("frame %d is number %d", i, got[0])
		}
	}
	if e.overruns.Load() != 2*captureFrames {
		t.Errorf("%d overruns", e.overruns.Load())
	}
	e.Captured(frame[:7])
	if e.next(&got, &c) {
		t.Error("a frame of 7 samples was taken")
	}
}

// FuzzReceive throws packets at a session: it goes on playing.
func FuzzReceive(f *testing.F) {
	f.Add([]byte("\x80\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01abc"), uint8(3))
	f.Add([]byte("\x80\x6f\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\xff\xff\xff"), uint8(1))
	f.Add([]byte("\x80\x0d\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x7f"), uint8(1))
	f.Add([]byte("\x80\x65\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x01\x8a\x01\x02"), uint8(1))
	f.Fuzz(func(t *testing.T, b []byte, step uint8) {
		s := &session{e: &Engine{}, opening: Opening{Tell: func(Heard) {}}}
		s.talk.talker = &talker{ssrc: 1}
		s.ear.start()
		if err := s.listenTo(sdp.Agreed{EventPT: 101, EventRecv: 101, AlsoPT: 8, OpusPT: 111, OpusRecv: 111, Receive: true}); err != nil {
			t.Fatal(err)
		}
		var frame [Frame]int16
		packet := append([]byte(nil), b...)
		for i := range 12 {
			s.take(packet)
			s.takeControl(packet)
			if len(packet) > 8 { // the next of the same stream, more or less
				packet[3]++
				packet[7] += step
				packet[6] += step / 16 * uint8(i)
			}
			s.hear(frame[:])
			s.hear(frame[:])
		}
		if n := len(s.ear.play.fifo); n > 2*opus.MaxFrame {
			t.Fatalf("%d samples wait", n)
		}
		_ = s.Quality()
		// And a good stream after it is heard, whatever that was.
		law := make([]byte, rtpio.HeaderSize+160)
		tone := pcm.Pure(400, 0.3).Samples(160, pcm.Rate)
		pcm.Mu.Encode(law[rtpio.HeaderSize:], tone)
		for i := range 60 {
			rtpio.Header{PT: 0, Seq: uint16(i), TS: uint32(160 * i), SSRC: 77777}.Put(law)
			s.take(law)
			s.hear(frame[:])
			s.hear(frame[:])
		}
		if loudness(frame[:]) < 3000 {
			t.Fatalf("a good stream is not heard: %.0f", loudness(frame[:]))
		}
	})
}

func BenchmarkTick(b *testing.B) {
	for _, c := range []codec{codecMu, codecOpus} {
		b.Run(c.String(), func(b *testing.B) {
			s, next := feed(b, c)
			frame := make([]int16, Frame)
			in := pcm.Pure(440, 0.3).Samples(Frame, deviceRate)
			var one [Frame]int16
			copy(one[:], in)
			b.ReportAllocs()
			for b.Loop() {
				next()                      // a packet taken, every other time
				s.e.Render(frame)           // heard
				s.e.frame(&one, &cleaner{}) // said, coded and sent by a socket
			}
		})
	}
}
