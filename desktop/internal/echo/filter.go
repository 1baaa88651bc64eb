package echo

const (
	// block is the samples of a partition, 10 ms, and size those of a
	// transform: the block before, too, and what fills it to a power of two.
	block, size = 480, 1024
	bins        = size/2 + 1
	// parts is how many partitions the filter has: it knows 160 ms of a room.
	parts = 16
	// history is how many blocks of the far end are kept; the echo may begin as
	// much later as it has blocks more than the filter.
	history = 68
	// heard is how many bins are modelled: to 15 kHz.
	heard = 320
	// maxDelay is the latest block in which the filter may begin.
	maxDelay = history - parts
)

// How the filter learns.
const (
	// stays is by how much of itself the echo's way remains the same for 10 ms.
	stays = 0.9995
	// doubt is the uncertainty that a fresh partition begins with: the square
	// of the gain that it may turn out to have.
	doubt = 0.05
	// smooth is the share of its past that the near end's power keeps.
	smooth = 0.7
	// tiny keeps divisions from what is as good as nothing: some 120 dB below
	// full scale.
	tiny = 1e-9
)

// filter models the way of the echo. Samples are of full scale 1.
type filter struct {
	fft   *fft
	delay int // blocks before the first partition

	far   [size]float32
	past  [history][bins]complex64 // spectra of the far end
	top   [history]int             // how many of its bins count: heard, or none when it is silence
	at    int                      // of the newest
	w     [parts][bins]complex64   // the model
	p     [parts][bins]float32     // how uncertain it is
	near  [bins]float32            // power of what is no echo
	turn  int                      // partition to be bounded next
	gain  [bins]float32            // of a step
	most  int                      // bins that any partition sees
	spare [bins]complex64
	wave  [size]float32
	err   [bins]complex64
	open  [bins]float32 // the power that the model's uncertainty makes of the far end
}

func newFilter() *filter {
	f := &filter{fft: newFFT(size)}
	f.forget()
	return f
}

// forget begins anew.
func (f *filter) forget() {
	for i := range parts {
		f.blank(i)
	}
	clear(f.near[:])
}

func (f *filter) blank(i int) {
	clear(f.w[i][:])
	for k := range f.p[i] {
		f.p[i][k] = doubt
	}
}

// move has the filter begin so many blocks deeper in the past (less than 0:
// shallower) and keeps what it knows.
func (f *filter) move(blocks int) {
	to := max(0, min(maxDelay, f.delay+blocks))
	blocks = to - f.delay
	f.delay = to
	f.shift(blocks)
}

// shift has each partition know what the one so many after it knew.
func (f *filter) shift(blocks int) {
	switch {
	case blocks >= parts || blocks <= -parts:
		f.forget()
	case blocks > 0:
		copy(f.w[:], f.w[blocks:])
		copy(f.p[:], f.p[blocks:])
		for i := parts - blocks; i < parts; i++ {
			f.blank(i)
		}
	case blocks < 0:
		copy(f.w[-blocks:], f.w[:])
		copy(f.p[-blocks:], f.p[:])
		for i := range -blocks {
			f.blank(i)
		}
	}
}

// slip says that between two blocks of the microphone so many of the far end
// came more than one: the echo is found by as many blocks deeper.
func (f *filter) slip(blocks int) {
	to := f.delay + blocks
	f.delay = max(0, min(maxDelay, to))
	f.shift(f.delay - to)
}

// hear takes what was played, block samples.
func (f *filter) hear(far []float32) {
	copy(f.far[:], f.far[block:])
	copy(f.far[size-block:], far)
	f.at = (f.at + 1) % history
	all := float32(0)
	for _, v := range &f.far {
		all += v * v
	}
	if f.top[f.at] = 0; all > 1e-10*block {
		f.fft.forward(f.past[f.at][:], f.far[:])
		f.top[f.at] = heard
	}
}

// of gives the far end's spectrum that partition i sees, empty for silence.
func (f *filter) of(i int) []complex64 {
	n := (f.at - f.delay - i + 2*history) % history
	return f.past[n][:f.top[n]]
}

// echoes writes the echo's estimate, block samples, and says whether there is
// any far end that could echo.
func (f *filter) echoes(out []float32) bool {
	clear(f.spare[:])
	clear(f.open[:])
	f.most = 0
	for i := range parts {
		x := f.of(i)
		f.most = max(f.most, len(x))
		w, p, sum, open := f.w[i][:len(x)], f.p[i][:len(x)], f.spare[:len(x)], f.open[:len(x)]
		for k, v := range x {
			a, b, c, d := real(v), imag(v), real(w[k]), imag(w[k])
			sum[k] += complex(a*c-b*d, a*d+b*c)
			open[k] += (a*a + b*b) * p[k]
		}
	}
	if f.most == 0 {
		clear(out)
		return false
	}
	f.fft.inverse(f.wave[:], f.spare[:])
	copy(out, f.wave[size-block:])
	return true
}

// learn takes what was left after the estimate was taken off.
func (f *filter) learn(left []float32) {
	clear(f.wave[:size-block])
	copy(f.wave[size-block:], left)
	f.fft.forward(f.err[:], f.wave[:])
	// Of a transform's samples only a block's are of the error.
	const share = float32(block) / size
	const stay, new = stays * stays, 1 - stays*stays
	for k, e := range f.err[:f.most] {
		f.near[k] = smooth*f.near[k] + (1-smooth)*power(e)
		f.gain[k] = share / (share*f.open[k] + f.near[k] + tiny)
	}
	for i := range parts {
		x := f.of(i)
		w, p, gain, left := f.w[i][:len(x)], f.p[i][:len(x)], f.gain[:len(x)], f.err[:len(x)]
		for k, v := range x {
			a, b, c, d := real(v), imag(v), real(left[k]), imag(left[k])
			step := p[k] * gain[k]
			by := step / share
			re, im := real(w[k])+by*(a*c+b*d), imag(w[k])+by*(a*d-b*c)
			w[k] = complex(re, im)
			p[k] = stay*(1-step*(a*a+b*b))*p[k] + new*(re*re+im*im)
		}
	}
	f.bound(f.turn)
	f.turn = (f.turn + 1) % parts
}

// bound takes out of a partition what is longer than a block: it would be
// another's.
func (f *filter) bound(i int) {
	f.fft.inverse(f.wave[:], f.w[i][:])
	clear(f.wave[block:])
	f.fft.forward(f.spare[:], f.wave[:])
	// What that changes was known wrongly.
	for k, w := range f.spare[:heard] {
		f.p[i][k] += power(w - f.w[i][k])
		f.w[i][k] = w
	}
}

func power(v complex64) float32 { return real(v)*real(v) + imag(v)*imag(v) }
