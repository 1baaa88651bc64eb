package opus

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/yobirin/yobirin/shared/pcm"
)

func pair(tb testing.TB, bitrate int) (*Encoder, *Decoder) {
	tb.Helper()
	e, err := NewEncoder(bitrate)
	if err != nil {
		tb.Fatal(err)
	}
	d, err := NewDecoder()
	if err != nil {
		tb.Fatal(err)
	}
	return e, d
}

// send codes and decodes the tone frame by frame; lost says which packets are
// not decoded but concealed or recovered.
func send(tb testing.TB, e *Encoder, d *Decoder, in []int16, lost func(i int) bool) []int16 {
	tb.Helper()
	var out []int16
	packet, pcm := make([]byte, MaxPacket), make([]int16, MaxFrame)
	for i := 0; (i+1)*Frame <= len(in); i++ {
		n, err := e.Encode(packet, in[i*Frame:(i+1)*Frame])
		if err != nil {
			tb.Fatal(err)
		}
		m := Frame
		if lost != nil && lost(i) {
			d.Conceal(pcm[:Frame])
		} else if m, err = d.Decode(pcm, packet[:n]); err != nil || m != Frame {
			tb.Fatal(m, err)
		}
		out = append(out, pcm[:m]...)
	}
	return out
}

func TestToneInToneOut(t *testing.T) {
	for _, bitrate := range []int{16000, 24000, 32000, 64000} {
		e, d := pair(t, bitrate)
		out := send(t, e, d, pcm.Pure(440, 0.3).Samples(Rate, Rate), nil)
		if share := pcm.Share(out[Rate/2:], 440, Rate); share < 0.97 {
			t.Errorf("%d bit/s: the tone is %.3f of what came out", bitrate, share)
		}
		if level := math.Sqrt(2 * pcm.Energy(out[Rate/2:])); math.Abs(level-0.3) > 0.03 {
			t.Errorf("%d bit/s: level %.3f, want 0.3", bitrate, level)
		}
	}
}

func TestLossIsConcealedAndFades(t *testing.T) {
	e, d := pair(t, 24000)
	send(t, e, d, pcm.Pure(440, 0.3).Samples(Rate, Rate), nil)
	gap := make([]int16, Frame)
	d.Conceal(gap)
	if pcm.Energy(gap) < 0.0045 { // a tenth of the tone's
		t.Errorf("the first lost frame: share %.2f, energy %.4f", pcm.Share(gap, 440, Rate), pcm.Energy(gap))
	}
	for range 49 {
		d.Conceal(gap)
	}
	if pcm.Energy(gap) > 0.001 {
		t.Errorf("after a second of loss there is still energy %.6f", pcm.Energy(gap))
	}
	e, d = pair(t, 24000)
	out := send(t, e, d, pcm.Pure(440, 0.3).Samples(2*Rate, Rate), func(i int) bool { return i%10 == 7 })
	if share := pcm.Share(out[Rate/2:], 440, Rate); share < 0.7 {
		t.Errorf("with 10 %% lost the tone is %.3f of what came out", share)
	}
}

func TestWrongLengthsAreTold(t *testing.T) {
	e, d := pair(t, 24000)
	if _, err := e.Encode(make([]byte, MaxPacket), make([]int16, 480)); err == nil {
		t.Error("half a frame was coded")
	}
	if _, err := NewEncoder(1); err == nil {
		t.Error("1 bit/s was taken")
	}
	if _, err := d.Decode(make([]int16, MaxFrame), nil); !errors.Is(err, ErrPacket) {
		t.Errorf("an empty packet: %v", err)
	}
	odd := make([]int16, 1000)
	odd[999] = 7
	d.Conceal(odd)
	if odd[999] != 0 {
		t.Error("the rest of an odd length was not silenced")
	}
}

func TestNothingIsAllocated(t *testing.T) {
	e, d := pair(t, 24000)
	in, packet, out := pcm.Pure(440, 0.3).Samples(Frame, Rate), make([]byte, MaxPacket), make([]int16, MaxFrame)
	var n int
	run := func() {
		n, _ = e.Encode(packet, in)
		if _, err := d.Decode(out, packet[:n]); err != nil {
			t.Fatal(err)
		}
	}
	for range 100 {
		run()
	}
	if got := testing.AllocsPerRun(200, run); got > 0 {
		t.Errorf("%.1f allocations", got)
	}
}

// FuzzDecode: whatever comes, what is written stays within dst and the decoder
// goes on decoding.
func FuzzDecode(f *testing.F) {
	e, _ := pair(f, 24000)
	packet := make([]byte, MaxPacket)
	n, _ := e.Encode(packet, pcm.Pure(440, 0.3).Samples(Frame, Rate))
	good := append([]byte(nil), packet[:n]...)
	f.Add(good, uint64(1))
	f.Add([]byte{0xff, 0xff, 0xff}, uint64(2))
	f.Fuzz(func(t *testing.T, b []byte, seed uint64) {
		_, d := pair(t, 24000)
		r := rand.New(rand.NewPCG(seed, 0))
		out := make([]int16, MaxFrame)
		for range 4 {
			var m int
			var err error
			switch r.IntN(4) {
			case 0:
				m, err = d.Recover(out[:1+r.IntN(MaxFrame)], b)
			case 1:
				d.Conceal(out[:r.IntN(MaxFrame)])
			default:
				m, err = d.Decode(out, b)
			}
			if m < 0 || m > len(out) || err != nil && m != 0 {
				t.Fatal(m, err)
			}
		}
		if m, err := d.Decode(out, good); err != nil || m != Frame {
			t.Fatalf("a good packet after it: %d %v", m, err)
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	e, _ := pair(b, 24000)
	in, packet := pcm.Pure(440, 0.3).Samples(Frame, Rate), make([]byte, MaxPacket)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Encode(packet, in); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	e, d := pair(b, 24000)
	packet, out := make([]byte, MaxPacket), make([]int16, MaxFrame)
	n, _ := e.Encode(packet, pcm.Pure(440, 0.3).Samples(Frame, Rate))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Decode(out, packet[:n]); err != nil {
			b.Fatal(err)
		}
	}
}

// A lost frame of something like speech (a buzz with formants that moves)
// comes back from the copy in the next packet better than from guessing.
func TestALostFrameComesFromTheNextPacket(t *testing.T) {
	in := make([]int16, Rate)
	for i := range in {
		at := float64(i) / Rate
		pitch := 140 + 30*math.Sin(2*math.Pi*2*at)
		v := 0.0
		for h := 1.0; h < 20; h++ {
			v += math.Sin(2*math.Pi*pitch*h*at) / h
		}
		in[i] = int16(5000 * v * (0.6 + 0.4*math.Sin(2*math.Pi*4*at)))
	}
	worse := func(recovers bool) float64 {
		e, whole := pair(t, 24000)
		_, d := pair(t, 24000)
		packet, out, want := make([]byte, MaxPacket), make([]int16, MaxFrame), make([]int16, MaxFrame)
		sum, missing, expected := 0.0, false, make([]int16, Frame)
		for i := 0; (i+1)*Frame <= len(in); i++ {
			n, err := e.Encode(packet, in[i*Frame:(i+1)*Frame])
			if err != nil {
				t.Fatal(err)
			}
			if _, err := whole.Decode(want, packet[:n]); err != nil {
				t.Fatal(err)
			}
			if missing {
				if recovers {
					_, err = d.Recover(out[:Frame], packet[:n])
				} else {
					d.Conceal(out[:Frame])
				}
				if err != nil {
					t.Fatal(err)
				}
				for k := range expected {
					diff := float64(out[k]) - float64(expected[k])
					sum += diff * diff
				}
			}
			if missing = i > 10 && i%7 == 3; missing {
				copy(expected, want[:Frame])
				continue
			}
			if _, err := d.Decode(out, packet[:n]); err != nil {
				t.Fatal(err)
			}
		}
		return sum
	}
	if guessed, copied := worse(false), worse(true); copied > guessed/2 {
		t.Errorf("error with the copy %.3g, guessed %.3g", copied, guessed)
	}
}
