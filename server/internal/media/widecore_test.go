package media

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/opus"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
	"github.com/yobirin/yobirin/shared/sdp"
)

// booth is a shard whose time the test moves, with two streams of Opus that
// hear each other and a third of A-law.
type booth struct {
	*shard
	t       testing.TB
	reel    *reel
	streams []*stream
	headers []rtpio.Header
	voices  []wideVoice
}

func newBooth(t testing.TB) *booth {
	s, streams := wired(t, func(_ *Config, a *sdp.Agreed) { a.Opus, a.OpusPT, a.OpusRecv = true, 111, 111 })
	x := &booth{shard: s, t: t, reel: s.writer.sink.(*reel), streams: streams, voices: make([]wideVoice, 3)}
	s.writer.report = s.report
	a := streams[0].agreed
	a.Opus, a.OpusPT, a.OpusRecv, a.Law, a.PT, a.RecvPT = false, -1, -1, pcm.A, 8, 8
	x.streams = append(x.streams, seated(s, id.LegOf(id.CallOf(streams[0].id), 3), a))
	for i := range x.streams {
		x.headers = append(x.headers, rtpio.Header{PT: 111, SSRC: uint32(i), Seq: uint16(65500 + i), TS: uint32(0xFFFFFF00 + i)})
	}
	return x
}

// hear lets stream n hear the others.
func (x *booth) hear(n int, others ...int) {
	o := leg.Hear{Leg: x.streams[n].id}
	for _, m := range others {
		o.From = append(o.From, leg.Source{Leg: x.streams[m].id})
	}
	x.setHear(o)
}

// give makes stream n receive a payload, and counts its packet.
func (x *booth) give(n int, payload []byte) {
	packet := make([]byte, rtpio.HeaderSize)
	x.headers[n].Put(packet)
	x.receive(x.streams[n], false, netip.MustParseAddrPort("127.0.0.1:4000"), append(packet, payload...))
	x.headers[n].Seq++
}

// say makes stream n say 20 ms of a tone in Opus.
func (x *booth) say(n int, freq float64) []byte {
	payload := x.voices[n].code(x.t, freq)
	x.give(n, payload)
	x.headers[n].TS += opus.Frame
	return payload
}

// pass lets 20 ms go by.
func (x *booth) pass() {
	x.now += 20 * time.Millisecond
	x.wheel.advance(x.shard)
	x.flush(false)
	for {
		select {
		case b := <-x.writer.full:
			x.writer.safely(b)
			b.frames, b.data = b.frames[:0], b.data[:0]
			x.writer.spare <- b
			continue
		default:
		}
		return
	}
}

// got takes what was sent to stream n last; nil when that is nothing.
func (x *booth) got(n int) (rtpio.Header, []byte) {
	x.t.Helper()
	out := x.streams[n].sockets[0].(*stubSocket)
	if out.last == nil {
		return rtpio.Header{}, nil
	}
	h, payload, err := rtpio.Parse(bytes.Clone(out.last))
	if err != nil {
		x.t.Fatal(err)
	}
	out.last = nil
	return h, payload
}

// TestOpusRecordingIsExactInTime: both lanes hold each packet at its time, and
// what is passed on stays as it came.
func TestOpusRecordingIsExactInTime(t *testing.T) {
	x := newBooth(t)
	rec := id.RecordingOf(id.CallOf(x.streams[0].id), 1)
	x.record(leg.Record{Recording: rec, Call: id.CallOf(x.streams[0].id), Left: x.streams[0].id, Right: x.streams[1].id})
	const frames, begin = 100, 20
	for n := range frames {
		said := x.say(0, 500)
		if h, payload := x.got(1); h.PT != 111 || !bytes.Equal(payload, said) {
			t.Fatalf("frame %d: %+v, %d bytes of %d", n, h, len(payload), len(said))
		}
		if n >= begin {
			x.say(1, 900)
		}
		x.pass()
	}
	x.pauseRecord(leg.PauseRecord{Recording: rec, Paused: true})
	before := x.decoded.Load()
	x.say(0, 500)
	x.pass()
	if x.decoded.Load() != before {
		t.Error("a paused recording has packets decoded")
	}
	x.stopRecord(leg.StopRecord{Recording: rec})
	x.pass()
	left, right := x.reel.lane(rec, 0), x.reel.lane(rec, 1)
	if len(left) < frames*160 || len(left) != len(right) {
		t.Fatalf("%d and %d samples of %d", len(left), len(right), frames*160)
	}
	for at := 10 * 160; at+1600 <= frames*160; at += 1600 {
		if s := pcm.Share(left[at:at+1600], 500, pcm.Rate); s < 0.95 {
			t.Errorf("left at %d: share %.3f", at, s)
		}
	}
	if e := pcm.Energy(right[:begin*160]); e > 1e-6 {
		t.Errorf("right: energy %v before anything was said", e)
	}
	for at := (begin + 10) * 160; at+1600 <= frames*160; at += 1600 {
		if s := pcm.Share(right[at:at+1600], 900, pcm.Rate); s < 0.95 {
			t.Errorf("right at %d: share %.3f", at, s)
		}
	}
	if x.undecodable.Load() != 0 || x.malformed.Load() != 0 {
		t.Errorf("%d undecodable, %d malformed", x.undecodable.Load(), x.malformed.Load())
	}
}

// TestLossStaysLoss in either form: it is the listener's to conceal.
func TestLossStaysLoss(t *testing.T) {
	for _, listener := range []int{1, 2} {
		x := newBooth(t)
		x.hear(listener, 0)
		var heard []int16
		var last rtpio.Header
		unit := map[int]uint32{1: opus.Frame, 2: 160}[listener]
		for n := range 200 {
			if n%10 == 5 { // lost before it came here
				x.voices[0].code(t, 500)
				x.headers[0].Seq++
				x.headers[0].TS += opus.Frame
				x.pass()
				continue
			}
			x.say(0, 500)
			h, payload := x.got(listener)
			if n > 0 {
				step := uint32(1)
				if n%10 == 6 {
					step = 2
				}
				if h.Seq-last.Seq != uint16(step) || h.TS-last.TS != step*unit || h.Marker {
					t.Fatalf("listener %d, packet %d: %+v after %+v", listener, n, h, last)
				}
			}
			last = h
			if listener == 2 {
				samples := make([]int16, len(payload))
				heard = append(heard, samples[:pcm.A.Decode(samples, payload)]...)
			}
			x.pass()
		}
		if listener == 2 {
			if s := pcm.Share(heard[len(heard)-9*160:], 500, pcm.Rate); s < 0.8 {
				t.Errorf("share %.3f between two losses", s)
			}
		}
		// What came late or twice is not decoded again.
		before := x.decoded.Load()
		x.headers[0].Seq -= 2
		x.give(0, x.voices[0].code(t, 500))
		if x.decoded.Load() != before {
			t.Error("a packet from before was decoded")
		}
	}
}

// TestPayloadTypesThatFlap are one stream for who listens, whatever it takes.
func TestPayloadTypesThatFlap(t *testing.T) {
	x := newBooth(t)
	x.hear(2, 0)
	law := bytes.Repeat([]byte{0x55}, 160)
	x.record(leg.Record{Recording: id.RecordingOf(id.CallOf(x.streams[0].id), 1), Left: x.streams[0].id})
	var last [3]rtpio.Header
	for n := range 100 {
		wide := n%3 != 1
		if x.headers[0].PT = 111; wide {
			x.say(0, 500)
		} else {
			x.headers[0].PT = 0
			x.give(0, law)
			x.headers[0].TS += 160
		}
		for _, l := range []int{1, 2} {
			h, payload := x.got(l)
			want := map[int]map[bool]uint8{1: {true: 111, false: 0}, 2: {true: 8, false: 8}}[l][wide]
			if payload == nil || h.PT != want {
				t.Fatalf("packet %d to %d: %+v, expected payload type %d", n, l, h, want)
			}
			d := h.TS - last[l].TS
			if n > 0 && (h.Seq != last[l].Seq+1 || d < 160 || d > 2000) {
				t.Fatalf("packet %d to %d: %+v after %+v", n, l, h, last[l])
			}
			// The clock goes on by 20 ms, in units of what is sent.
			if want := uint32(map[bool]int{true: opus.Frame, false: 160}[l == 1 && wide]); n > 0 && d != want {
				t.Fatalf("packet %d to %d: the clock goes on by %d, expected %d", n, l, d, want)
			}
			if n > 1 && (n%3 != 0) != h.Marker {
				t.Fatalf("packet %d to %d: %+v", n, l, h)
			}
			last[l] = h
		}
		if at := x.streams[0].clock.at; at != samplesAt(x.now) {
			t.Fatalf("packet %d is recorded %d samples off", n, at-samplesAt(x.now))
		}
		x.pass()
	}
	if q := x.streams[0].quality(); q.Lost != 0 || q.JitterMS > 1 {
		t.Errorf("%+v", q)
	}
}

// TestKeysAmidOpus are one event in the clock of the sound around it, for who
// takes Opus and who does not.
func TestKeysAmidOpus(t *testing.T) {
	x := newBooth(t)
	x.hear(2, 0)
	var last [3]rtpio.Header
	for range 5 {
		x.say(0, 500)
		last[1], _ = x.got(1)
		last[2], _ = x.got(2)
		x.pass()
	}
	begun := x.headers[0].TS
	var b [rtpio.EventSize]byte
	for n := range 8 {
		rtpio.Event{Code: 5, Volume: 10, Duration: uint16(160 * min(n+1, 6)), End: n >= 5}.Put(b[:])
		h := x.headers[0]
		x.headers[0].PT, x.headers[0].Marker, x.headers[0].TS = 101, n == 0, begun
		x.give(0, b[:])
		h.Seq = x.headers[0].Seq
		x.headers[0] = h
		for l, unit := range map[int]uint32{1: opus.Frame, 2: 160} {
			e, payload := x.got(l)
			if e.PT != 101 || !bytes.Equal(payload, b[:]) || e.TS-last[l].TS != unit || e.Seq != last[l].Seq+uint16(n)+1 || e.Marker != (n == 0) {
				t.Fatalf("event packet %d to %d: %+v after %+v", n, l, e, last[l])
			}
		}
		x.pass()
	}
	x.headers[0].TS += 8 * opus.Frame
	x.say(0, 500)
	for l, unit := range map[int]uint32{1: opus.Frame, 2: 160} {
		if h, _ := x.got(l); h.TS-last[l].TS != 9*unit || h.Seq != last[l].Seq+9 || h.Marker {
			t.Fatalf("after the event, to %d: %+v after %+v", l, h, last[l])
		}
	}
}

// TestReportsAreInTheClockOfWhatIsSent, and so is what comes back in them.
func TestReportsAreInTheClockOfWhatIsSent(t *testing.T) {
	x := newBooth(t)
	x.hear(2, 0)
	check := func(l int, unit uint32) {
		t.Helper()
		h, _ := x.got(l)
		st, was := x.streams[l], x.now
		defer func() { x.now = was }()
		x.now += 10 * time.Millisecond
		st.sendControl(x.shard, false)
		c, err := rtpio.ParseControl(st.sockets[1].(*stubSocket).last)
		if err != nil || !c.HasSender || c.Sender.TS-h.TS != 80*unit {
			t.Errorf("to %d, 10 ms after a packet: %d units, %v", l, c.Sender.TS-h.TS, err)
		}
		st.takeControl(x.shard, &rtpio.Control{Count: 1, Blocks: [4]rtpio.Block{{SSRC: st.ssrc, Jitter: 80 * unit}}})
		if st.farJitterMS != 10 {
			t.Errorf("to %d: 10 ms of jitter are %v", l, st.farJitterMS)
		}
	}
	x.say(0, 500)
	check(1, wideClock)
	check(2, 1)
	x.pass()
	x.streams[1].sendFrame(x.shard, make([]byte, 160)) // of a prompt
	check(1, 1)
	x.pass()
	x.say(0, 500)
	check(1, wideClock)
}

// TestDecodersComeAndGo: there is one while somebody needs it, and a while.
func TestDecodersComeAndGo(t *testing.T) {
	x := newBooth(t)
	st := x.streams[0]
	for range 10 {
		x.say(0, 500)
		x.pass()
	}
	if st.ear != nil || x.decoded.Load() != 0 {
		t.Fatal("it was decoded for nobody")
	}
	x.hear(2, 0)
	x.say(0, 500)
	if st.ear == nil || x.decoded.Load() != 1 {
		t.Fatal("it was not decoded")
	}
	x.hear(2)
	for range 240 {
		x.say(0, 500)
		x.pass()
		st.visit(x.shard)
	}
	if st.ear == nil {
		t.Error("the decoder went at once")
	}
	for range 20 {
		x.pass()
		st.visit(x.shard)
	}
	if st.ear != nil || x.decoded.Load() != 1 {
		t.Error("the decoder stays")
	}
}

// TestFasterThanSoundIsNotDecoded: a flood costs little, and what comes after
// it is heard.
func TestFasterThanSoundIsNotDecoded(t *testing.T) {
	x := newBooth(t)
	x.hear(2, 0)
	const flood = 1000
	for range flood {
		x.say(0, 500)
	}
	if n := x.decoded.Load(); n > 30 || n < 20 {
		t.Errorf("%d of %d packets at once were decoded", n, flood)
	}
	for range 50 { // catches up at half as fast again as sound
		x.say(0, 500)
		x.pass()
	}
	before := x.undecodable.Load()
	for range 50 {
		x.say(0, 500)
		x.pass()
	}
	if n := x.undecodable.Load() - before; n != 0 {
		t.Errorf("%d packets at the speed of sound were not decoded", n)
	}
}

// TestCaughtTonesInOpus: keys that are caught come as tones where no events
// were agreed on; nobody hears them, in any form.
func TestCaughtTonesInOpus(t *testing.T) {
	x := newBooth(t)
	var digits []string
	x.report = func(f leg.Fact) {
		if d, ok := f.(leg.Digit); ok {
			digits = append(digits, d.Key)
		}
	}
	a := x.streams[0].agreed
	a.EventPT, a.EventRecv = -1, -1
	x.streams[0].configure(x.shard, a, nil, nil)
	x.hear(2, 0)
	x.catch(leg.Catch{Leg: x.streams[0].id, Caught: true})
	tone, _ := pcm.DTMFTone('5')
	var samples [opus.Frame]int16
	e, err := opus.NewEncoder(24000)
	if err != nil {
		t.Fatal(err)
	}
	heard := [2]int{}
	for n := range 40 {
		if clear(samples[:]); n >= 10 && n < 20 {
			tone.At(samples[:], (n-10)*opus.Frame, opus.Rate)
		}
		b := make([]byte, opus.MaxPacket)
		k, err := e.Encode(b, samples[:])
		if err != nil {
			t.Fatal(err)
		}
		x.give(0, b[:k])
		x.headers[0].TS += opus.Frame
		if h, payload := x.got(1); h.PT == 111 && n >= 14 && n < 20 {
			heard[0]++
		} else if payload == nil {
			t.Fatalf("packet %d did not come", n)
		}
		if _, payload := x.got(2); n >= 14 && n < 20 && pcm.Energy(decodeA(payload)) > 1e-4 {
			heard[1]++
		}
		x.pass()
	}
	if heard != [2]int{} || len(digits) != 1 || digits[0] != "5" {
		t.Errorf("heard in %v packets; told %q", heard, digits)
	}
}

func decodeA(payload []byte) []int16 {
	out := make([]int16, len(payload))
	pcm.A.Decode(out, payload)
	return out
}

// packet is one of stream 0 that again gives once more, as the next.
func (x *booth) packet() []byte {
	payload := x.voices[0].code(x.t, 500)
	packet := make([]byte, rtpio.HeaderSize, 400)
	x.headers[0].Put(packet)
	return append(packet, payload...)
}

func (x *booth) again(packet []byte) {
	advancePacket(packet)
	binary.BigEndian.PutUint32(packet[4:], binary.BigEndian.Uint32(packet[4:])+opus.Frame)
	x.now += 20 * time.Millisecond
	x.receive(x.streams[0], false, netip.MustParseAddrPort("127.0.0.1:4000"), packet)
}
