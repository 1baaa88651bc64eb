package media

import (
	"net/netip"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/opus"
)

// TestOpusAllocatesNothing: passed on, decoded, recorded.
func TestOpusAllocatesNothing(t *testing.T) {
	x := newBooth(t)
	packet := x.packet()
	relay := func() { x.again(packet) }
	relay()
	if n := testing.AllocsPerRun(1000, relay); n != 0 {
		t.Errorf("relay: %v allocations per packet", n)
	}
	x.hear(2, 0)
	for range 10 {
		relay()
	}
	if n := testing.AllocsPerRun(1000, relay); n != 0 {
		t.Errorf("decode: %v allocations per packet", n)
	}
	if x.decoded.Load() < 1000 {
		t.Errorf("only %d were decoded", x.decoded.Load())
	}
}

// FuzzOpusPayload: nothing that comes as Opus takes anything down, for
// whomever it is decoded.
func FuzzOpusPayload(f *testing.F) {
	var v wideVoice
	f.Add(v.code(f, 500), []byte{0xff, 0xff})
	f.Add([]byte{}, []byte{0x83, 48, 0})
	f.Add([]byte{0x1b, 3}, []byte{0x19})
	f.Fuzz(func(t *testing.T, one, two []byte) {
		if len(one) > 1400 || len(two) > 1400 {
			return
		}
		x := newBooth(t)
		rec := id.RecordingOf(id.CallOf(x.streams[0].id), 1)
		x.record(leg.Record{Recording: rec, Call: id.CallOf(x.streams[0].id), Left: x.streams[0].id, Right: x.streams[1].id})
		x.hear(2, 0, 1)
		for range 3 {
			for _, payload := range [][]byte{one, two} {
				x.give(0, payload)
				x.headers[0].TS += opus.Frame
				x.pass()
			}
		}
		before := x.decoded.Load()
		for range 5 {
			x.say(0, 500)
			x.pass()
		}
		if x.decoded.Load() != before+5 {
			t.Fatalf("%d of 5 good packets were decoded after %x %x", x.decoded.Load()-before, one, two)
		}
		if x.panics.Load() != 0 {
			t.Fatal("a panic")
		}
	})
}

// BenchmarkOpusCore is an Opus packet's way through a shard without the system
// calls: to one who takes it, to one of G.711, and with a recording besides.
func BenchmarkOpusCore(b *testing.B) {
	for _, kind := range []string{"relay", "decoded", "relay+record"} {
		b.Run(kind, func(b *testing.B) {
			x := newBooth(b)
			switch kind {
			case "decoded":
				x.hear(1)
				x.hear(2, 0)
			case "relay+record":
				c := id.CallOf(x.streams[0].id)
				x.record(leg.Record{Recording: id.RecordingOf(c, 1), Call: c, Left: x.streams[0].id})
			}
			// A second of a voice, so that the decoder has its work.
			var said [][]byte
			for range 50 {
				packet := x.packet()
				said = append(said, packet)
				x.headers[0].Seq++
				x.headers[0].TS += opus.Frame
			}
			from := netip.MustParseAddrPort("127.0.0.1:4000")
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				packet := said[n%len(said)]
				h := x.headers[0]
				h.Put(packet)
				x.headers[0].Seq++
				x.headers[0].TS += opus.Frame
				x.now += 20 * time.Millisecond
				x.receive(x.streams[0], false, from, packet)
				if x.batch != nil {
					x.batch.frames, x.batch.data = x.batch.frames[:0], x.batch.data[:0]
				}
			}
		})
	}
}

// BenchmarkOpusLeg is what a leg needs in memory for a decoder ("B/op").
func BenchmarkOpusLeg(b *testing.B) {
	x := newBooth(b)
	x.hear(2, 0)
	packet := x.packet()
	b.ReportAllocs()
	for b.Loop() {
		x.streams[0].ear = nil
		x.again(packet)
	}
}
