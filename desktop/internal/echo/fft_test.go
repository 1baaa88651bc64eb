package echo

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"
)

// The transform is that of its definition, and goes back.
func TestTransformIsThatOfItsDefinition(t *testing.T) {
	for _, n := range []int{8, 16, 32, 64, 512, 1024} {
		r := rand.New(rand.NewPCG(1, uint64(n)))
		in := make([]float32, n)
		for i := range in {
			in[i] = float32(r.NormFloat64())
		}
		f := newFFT(n)
		out := make([]complex64, n/2+1)
		f.forward(out, in)
		for k := range out {
			var want complex128
			for i, v := range in {
				want += complex(float64(v), 0) * cmplx.Exp(complex(0, -2*math.Pi*float64(k)*float64(i)/float64(n)))
			}
			if cmplx.Abs(complex128(out[k])-want) > 1e-3*math.Sqrt(float64(n)) {
				t.Fatalf("n=%d, bin %d: %v, want %v", n, k, out[k], want)
			}
		}
		back := make([]float32, n)
		f.inverse(back, out)
		for i := range in {
			if math.Abs(float64(back[i]-in[i])) > 1e-4 {
				t.Fatalf("n=%d, sample %d: %v, want %v", n, i, back[i], in[i])
			}
		}
	}
}

func BenchmarkTransform(b *testing.B) {
	f := newFFT(1024)
	in, out := make([]float32, 1024), make([]complex64, 513)
	in[3] = 1
	for b.Loop() {
		f.forward(out, in)
	}
}
