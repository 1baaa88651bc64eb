package echo

import "math"

// fft transforms real signals of n samples, n a power of two of at least 8,
// to n/2+1 bins and back. It has room of its own and is not safe for
// concurrent use.
type fft struct {
	n      int
	turns  []complex64 // exp(-2πi·k/(n/2))
	halves []complex64 // exp(-2πi·k/n), to part even from odd samples
	a, b   []complex64
}

func newFFT(n int) *fft {
	f := &fft{n: n, turns: make([]complex64, n/2), halves: make([]complex64, n/4+1), a: make([]complex64, n/2), b: make([]complex64, n/2)}
	for k := range f.turns {
		f.turns[k] = turn(float64(k) / float64(n/2))
	}
	for k := range f.halves {
		f.halves[k] = turn(float64(k) / float64(n))
	}
	return f
}

func turn(share float64) complex64 {
	sin, cos := math.Sincos(-2 * math.Pi * share)
	return complex(float32(cos), float32(sin))
}

// forward gives the spectrum of in, which has n samples.
func (f *fft) forward(out []complex64, in []float32) {
	half := f.n / 2
	z := f.a
	for k := range z {
		z[k] = complex(in[2*k], in[2*k+1])
	}
	z = f.transform()
	first := z[0]
	out[0], out[half] = complex(real(first)+imag(first), 0), complex(real(first)-imag(first), 0)
	for k := 1; k <= half/2; k++ {
		a, b := z[k], conj(z[half-k])
		even, odd := half2(a+b), half2(a-b)
		odd = complex(imag(odd), -real(odd)) * f.halves[k]
		out[k], out[half-k] = even+odd, conj(even-odd)
	}
}

// inverse gives the samples of the spectrum in, which has n/2+1 bins.
func (f *fft) inverse(out []float32, in []complex64) {
	half := f.n / 2
	z := f.a
	scale := 1 / float32(half)
	// The inverse is the forward transform of swapped parts, swapped again.
	even, odd := (real(in[0])+real(in[half]))/2, (real(in[0])-real(in[half]))/2
	z[0] = complex(odd*scale, even*scale)
	for k := 1; k <= half/2; k++ {
		a, b := in[k], conj(in[half-k])
		even, odd := half2(a+b), half2(a-b)*conj(f.halves[k])
		odd = complex(-imag(odd), real(odd))
		x, y := even+odd, conj(even-odd)
		z[k], z[half-k] = complex(imag(x)*scale, real(x)*scale), complex(imag(y)*scale, real(y)*scale)
	}
	z = f.transform()
	for k := range z {
		out[2*k], out[2*k+1] = imag(z[k]), real(z[k])
	}
}

func conj(v complex64) complex64  { return complex(real(v), -imag(v)) }
func half2(v complex64) complex64 { return complex(real(v)/2, imag(v)/2) }

// transform is the complex transform of what stands in a, in Stockham's order:
// each step sorts on the way.
func (f *fft) transform() []complex64 {
	x, y := f.a, f.b
	n, s := len(x), 1
	for n >= 4 {
		f.four(y, x, n, s)
		x, y = y, x
		n, s = n/4, s*4
	}
	if n == 2 {
		for q := range s {
			a, b := x[q], x[q+s]
			y[q], y[q+s] = a+b, a-b
		}
		x = y
	}
	return x
}

// four is a step of radix 4 over sequences of n with the stride s.
func (f *fft) four(y, x []complex64, n, s int) {
	m := n / 4
	for p := range m {
		w1, w2, w3 := f.turns[p*s], f.turns[2*p*s], f.turns[3*p*s]
		xa, xb := x[s*p:][:s], x[s*(p+m):][:s]
		xc, xd := x[s*(p+2*m):][:s], x[s*(p+3*m):][:s]
		ya, yb := y[s*4*p:][:s], y[s*(4*p+1):][:s]
		yc, yd := y[s*(4*p+2):][:s], y[s*(4*p+3):][:s]
		for q := range xa {
			a, b, c, d := xa[q], xb[q], xc[q], xd[q]
			ac, bd := a+c, b+d
			am, bm := a-c, b-d
			bm = complex(-imag(bm), real(bm))
			ya[q], yb[q], yc[q], yd[q] = ac+bd, w1*(am-bm), w2*(ac-bd), w3*(am+bm)
		}
	}
}
