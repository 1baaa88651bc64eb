package echo

const (
	// Correlation works on every twelfth sample, 4 kHz, over a second of the
	// far end and half a second of the near end: it finds echoes that begin
	// up to that half second late.
	thin     = 12
	thinned  = block / thin
	window   = 4096
	lags     = window / 2
	lookEach = 16 // blocks between two looks
	// clear is by how much a correlation must stand out of the rest.
	clearly = 7
	// faint are frequencies of so little of the strongest's correlation (its
	// square), and leastWide is how many that are not faint make a sound.
	faint, leastWide = 1e-6, 150
	// agree is how near, in samples, two looks must be to be believed.
	agree = 12
)

// finder finds by how much the microphone hears later what was played.
type finder struct {
	fft       *fft
	far, near [window]float32 // newest last
	farBox    [2]float32      // what the low pass remembers
	nearBox   [2]float32
	blocks    int
	cross     [window/2 + 1]complex64
	x, d      [window/2 + 1]complex64
	wave      [window]float32
	last      int // lag of the look before; -1: none
}

func newFinder() *finder { return &finder{fft: newFFT(window), last: -1} }

// hear takes a block of the far end.
func (f *finder) hear(far []float32) { fold(f.far[:], far, &f.farBox) }

// add takes a block of the near end, and gives a delay in samples of 48 kHz
// when two looks have found the same.
func (f *finder) add(near []float32) (delay int, found bool) {
	fold(f.near[:], near, &f.nearBox)
	if f.blocks++; f.blocks < lookEach {
		return 0, false
	}
	f.blocks = 0
	lag, clear := f.look()
	if !clear {
		f.last = -1
		return 0, false
	}
	found = f.last >= 0 && lag-f.last <= agree && f.last-lag <= agree
	f.last = lag
	return lag * thin, found
}

// fold appends a block, thinned, to what came before.
func fold(to []float32, in []float32, box *[2]float32) {
	copy(to, to[thinned:])
	to = to[len(to)-thinned:]
	for i := range to {
		sum := float32(0)
		for _, v := range in[i*thin:][:thin] {
			sum += v
		}
		// Two means in a row are a low pass that is good enough, and the
		// difference takes out what is low and long.
		mean := (sum + box[0]) / (2 * thin)
		to[i] = mean - 0.9*box[1]
		box[0], box[1] = sum, mean
	}
}

// look correlates by phase alone.
func (f *finder) look() (lag int, clear bool) {
	loud := float32(0)
	for _, v := range f.far[window-lags:] {
		loud += v * v
	}
	if loud < 1e-6*lags {
		return 0, false
	}
	f.fft.forward(f.x[:], f.far[:])
	copy(f.wave[:], f.near[:])
	for i := range f.wave[:window-lags] {
		f.wave[i] = 0
	}
	f.fft.forward(f.d[:], f.wave[:])
	const keep = 0.7
	most := float32(0)
	for k, x := range f.x {
		f.cross[k] = complex(keep, 0)*f.cross[k] + complex(1-keep, 0)*f.d[k]*conj(x)
		most = max(most, power(f.cross[k]))
	}
	// A tone correlates with itself at every period: what has too few
	// frequencies says nothing.
	wide := 0
	for k, v := range f.cross {
		p := power(v)
		if p < faint*most {
			f.d[k] = 0
			continue
		}
		wide++
		f.d[k] = v * complex(1/(root(p)+1e-12), 0)
	}
	if wide < leastWide {
		return 0, false
	}
	f.d[0], f.d[1] = 0, 0
	f.fft.inverse(f.wave[:], f.d[:])
	top, sum := float32(0), float32(0)
	for i, v := range f.wave[:lags] {
		sum += v * v
		if v < 0 {
			v = -v
		}
		if v > top {
			top, lag = v, i
		}
	}
	return lag, top*top > clearly*clearly*sum/lags
}

// slip says that the far end has been shifted against the near end.
func (f *finder) slip() {
	clear(f.cross[:])
	f.last = -1
}
