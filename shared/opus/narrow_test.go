package opus

import (
	"errors"
	"math"
	"testing"

	"github.com/yobirin/yobirin/shared/pcm"
)

// coded is frames of a tone.
func coded(t testing.TB, bitrate int, freq float64, frames int) (out [][]byte) {
	t.Helper()
	e, err := NewEncoder(bitrate)
	if err != nil {
		t.Fatal(err)
	}
	samples := make([]int16, Frame)
	for n := range frames {
		pcm.Pure(freq, 0.3).At(samples, n*Frame, Rate)
		b := make([]byte, MaxPacket)
		k, err := e.Encode(b, samples)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, b[:k])
	}
	return out
}

func TestNarrowHearsWhatWasSaid(t *testing.T) {
	for _, bitrate := range []int{12000, 24000, 64000, 128000} {
		for _, freq := range []float64{300, 1000, 2500} {
			d, err := NewNarrow()
			if err != nil {
				t.Fatal(err)
			}
			var heard []int16
			for _, p := range coded(t, bitrate, freq, 50) {
				var dst [MaxNarrow]int16
				n, err := d.Decode(dst[:], p)
				if err != nil || n != NarrowRate/50 {
					t.Fatalf("%d samples, %v", n, err)
				}
				heard = append(heard, dst[:n]...)
			}
			w := heard[len(heard)-1600:]
			sum := 0.0
			for _, v := range w {
				sum += float64(v) * float64(v)
			}
			level := math.Sqrt(sum/1600) * math.Sqrt2 / 32768
			share := pcm.Share(w, freq, NarrowRate)
			t.Logf("%d bit/s, %.0f Hz: share %.4f, level %.3f", bitrate, freq, share, level)
			if share < 0.95 || level < 0.2 || level > 0.4 {
				t.Errorf("%d bit/s, %.0f Hz: share %.3f, level %.3f, expected 0.3", bitrate, freq, share, level)
			}
		}
	}
}

// TestNarrowKeepsOutWhatItCannotHold: what is above 4 kHz must not come back
// as something below.
func TestNarrowKeepsOutWhatItCannotHold(t *testing.T) {
	for _, bitrate := range []int{24000, 64000} {
		d, err := NewNarrow()
		if err != nil {
			t.Fatal(err)
		}
		loud := 0.0
		for i, p := range coded(t, bitrate, 6000, 50) {
			var dst [MaxNarrow]int16
			n, err := d.Decode(dst[:], p)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range dst[:n] {
				if i > 10 {
					loud = max(loud, math.Abs(float64(v))/32768)
				}
			}
		}
		t.Logf("%d bit/s: 6 kHz comes back with a peak of %.4f", bitrate, loud)
		if loud > 0.03 { // 20 dB below what was said
			t.Errorf("%d bit/s: 6 kHz comes back with a peak of %.3f", bitrate, loud)
		}
	}
}

func TestLength(t *testing.T) {
	for _, tt := range []struct {
		packet  []byte
		samples int
		ok      bool
	}{
		{nil, 0, false},
		{[]byte{0x08}, 960, true},                  // SILK 20 ms, nothing in it
		{[]byte{0x18}, 2880, true},                 // SILK 60 ms
		{[]byte{0x19}, 5760, true},                 // two of them
		{[]byte{0x1b, 3}, 8640, false},             // three
		{[]byte{0x60}, 480, true},                  // both, 10 ms
		{[]byte{0x80}, 120, true},                  // CELT 2.5 ms
		{[]byte{0x83}, 0, false},                   // no count
		{[]byte{0x83, 0}, 0, false},                // none
		{[]byte{0x83, 48}, 5760, true},             // 48 of 2.5 ms
		{[]byte{0x83, 49}, 5880, false},            // too long
		{[]byte{0xfa, 10, 1, 2, 3, 4}, 1920, true}, // two of CELT 20 ms
	} {
		if n, ok := Length(tt.packet); ok != tt.ok || ok && n != tt.samples {
			t.Errorf("%x: %d %v, expected %d %v", tt.packet, n, ok, tt.samples, tt.ok)
		}
	}
	for _, p := range coded(t, 24000, 440, 3) {
		if n, ok := Length(p); !ok || n != Frame {
			t.Errorf("%x: %d %v", p, n, ok)
		}
	}
}

// FuzzNarrow: no packet makes it panic, longer than its beginning says, or
// deaf to what comes after it.
func FuzzNarrow(f *testing.F) {
	good := coded(f, 24000, 440, 3)
	for _, p := range good {
		f.Add(p)
	}
	f.Add([]byte{})
	f.Add([]byte{0xff, 0xff, 0xff})
	f.Add([]byte{0x83, 48})
	f.Fuzz(func(t *testing.T, packet []byte) {
		d, err := NewNarrow()
		if err != nil {
			t.Fatal(err)
		}
		var dst [MaxNarrow]int16
		n, err := d.Decode(dst[:], packet)
		if err != nil && !errors.Is(err, ErrPacket) {
			t.Fatal(err)
		}
		if length, ok := Length(packet); err == nil && (!ok || n != length/6) {
			t.Fatalf("%x: %d samples, its beginning says %d %v", packet, n, length/6, ok)
		}
		if n, err := d.Decode(dst[:], good[0]); err != nil || n != NarrowRate/50 {
			t.Fatalf("after %x: %d %v", packet, n, err)
		}
	})
}

func BenchmarkNarrow(b *testing.B) {
	all := coded(b, 24000, 440, 50)
	b.Run("decode", func(b *testing.B) {
		d, err := NewNarrow()
		if err != nil {
			b.Fatal(err)
		}
		var dst [MaxNarrow]int16
		b.ReportAllocs()
		for n := 0; b.Loop(); n++ {
			if _, err := d.Decode(dst[:], all[n%len(all)]); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("wide", func(b *testing.B) { // all of it, for comparison
		d, err := NewDecoder()
		if err != nil {
			b.Fatal(err)
		}
		dst := make([]int16, MaxFrame)
		b.ReportAllocs()
		for n := 0; b.Loop(); n++ {
			if _, err := d.Decode(dst, all[n%len(all)]); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("make", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			d, err := NewNarrow()
			if err != nil {
				b.Fatal(err)
			}
			var dst [MaxNarrow]int16
			_, _ = d.Decode(dst[:], all[0])
		}
	})
}
