package pcm

import "testing"

// Values of ITU-T G.711, tables 1a to 2b.
func TestLawsAgreeWithTheStandard(t *testing.T) {
	tests := []struct {
		law  Law
		code byte
		want int16
	}{
		{Mu, 0xFF, 0}, {Mu, 0x7F, 0}, {Mu, 0x80, 32124}, {Mu, 0x00, -32124}, {Mu, 0xFE, 8}, {Mu, 0x8F, 16764},
		{A, 0xD5, 8}, {A, 0x55, -8}, {A, 0xAA, 32256}, {A, 0x2A, -32256}, {A, 0xD4, 24},
	}
	for _, tt := range tests {
		if got := tt.law.Sample(tt.code); got != tt.want {
			t.Errorf("%s %#x is %d, want %d", tt.law, tt.code, got, tt.want)
		}
	}
}

func TestEveryCodeComesBack(t *testing.T) {
	for _, l := range []Law{Mu, A} {
		for i := range 256 {
			b := byte(i)
			got := l.Code(l.Sample(b))
			if l == Mu && b == 0x7F { // minus zero
				b = 0xFF
			}
			if got != b {
				t.Errorf("%s %#x → %d → %#x", l, b, l.Sample(b), got)
			}
		}
	}
}

func TestErrorIsWithinTheQuantiser(t *testing.T) {
	for _, l := range []Law{Mu, A} {
		for v := -32768; v <= 32767; v++ {
			got := int(l.Sample(l.Code(int16(v))))
			d := got - v
			if d < 0 {
				d = -d
			}
			mag := v
			if mag < 0 {
				mag = -mag
			}
			if d > 16+mag/16 && mag < 32200 {
				t.Fatalf("%s: %d became %d", l, v, got)
			}
		}
	}
}

func TestConvertIsDecodeAndEncode(t *testing.T) {
	var all, direct [256]byte
	for i := range all {
		all[i] = byte(i)
	}
	for _, from := range []Law{Mu, A} {
		for _, to := range []Law{Mu, A} {
			if n := Convert(direct[:], all[:], from, to); n != 256 {
				t.Fatalf("converted %d", n)
			}
			for i, got := range direct {
				if want := to.Code(from.Sample(byte(i))); from != to && got != want || from == to && got != byte(i) {
					t.Errorf("%s→%s %#x is %#x, want %#x", from, to, i, got, want)
				}
			}
		}
	}
	if to := all; Convert(to[:], to[:], Mu, A) != 256 || to[0x00] != A.Code(-32124) {
		t.Error("in place conversion is wrong")
	}
}

func BenchmarkConvert(b *testing.B) {
	src, dst := make([]byte, 160), make([]byte, 160)
	b.ReportAllocs()
	for b.Loop() {
		Convert(dst, src, Mu, A)
	}
}
