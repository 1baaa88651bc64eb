package echo

import "math"

const (
	// hop is the step of the suppressor, 5 ms, which is what it delays;
	// its windows are of two, transformed as of stft samples.
	hop, stft = block / 2, 512
	tones     = stft/2 + 1
	bands     = 24
)

// What the suppressor does at most, as factors of amplitude.
const (
	deepest  = 0.01 // -40 dB: of what is echo
	quietest = 0.32 // -10 dB: of what is noise
)

const (
	// excess is how much more echo is taken for left than was seen at least.
	excess = 3
	// unsure is the share of the filter's uncertainty that counts as echo.
	unsure = 0.5
	// dies is what is left of an echo's tail after a hop: 60 dB in 0.4 s.
	dies = 0.84
	// quick and slow are shares of the past in powers.
	quick, slow = 0.7, 0.9
	// opens is by how much a gain may rise with a hop.
	opens = 1.6
)

// suppressor takes out what the filter leaves, and noise.
type suppressor struct {
	fft    *fft
	shape  [2 * hop]float32
	noise  bool // is taken out as well
	in, y  [2 * hop]float32
	out    [hop]float32 // of the window before, to be added to
	wave   [stft]float32
	e, v   [tones]complex64
	gains  [bands]float32
	power  [bands]float32 // of what is there
	echo   [bands]float32 // of the echo's estimate
	tail   [bands]float32 // of what of it may be left
	leak   [bands]least   // share of the estimate that is left
	floor  [bands]least   // of noise
	factor [tones]float32
}

// edges are the bins where bands begin: narrow where speech is.
var edges = [bands + 1]int{1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 19, 22, 26, 31, 37, 44, 53, 64, 78, 97, 125, heard / 2, tones}

func newSuppressor(noise bool) *suppressor {
	s := &suppressor{fft: newFFT(stft), noise: noise}
	for i := range s.shape {
		s.shape[i] = float32(math.Sin(math.Pi * (float64(i) + 0.5) / (2 * hop)))
	}
	for b := range bands {
		s.gains[b] = 1
		s.leak[b].reset(1)
		s.floor[b].reset(0)
	}
	return s
}

// work changes a hop of what the filter left, whose estimate was y. open is
// the filter's own uncertainty, as power in each of its bins; nil: there is no
// far end. What comes out is late by a hop.
func (s *suppressor) work(left, y []float32, open *[bins]float32, trust float32) {
	copy(s.in[:], s.in[hop:])
	copy(s.in[hop:], left)
	copy(s.y[:], s.y[hop:])
	copy(s.y[hop:], y)
	if open == nil && !s.noise && s.rests() {
		copy(left, s.in[:hop])
		for i, w := range s.shape[hop:] {
			s.out[i] = s.in[hop+i] * w * w
		}
		return
	}
	if open == nil {
		clear(s.v[:])
	} else {
		s.spectrum(&s.v, &s.y)
	}
	s.spectrum(&s.e, &s.in)
	for b := range bands {
		s.judge(b, open, trust)
	}
	if open != nil {
		s.gains[bands-1] = deepest // nobody models what is so high, nor misses it
	}
	s.spread()
	for k := range s.e {
		s.e[k] *= complex(s.factor[k], 0)
	}
	s.fft.inverse(s.wave[:], s.e[:])
	for i := range left {
		left[i] = s.out[i] + s.wave[i]*s.shape[i]
		s.out[i] = s.wave[hop+i] * s.shape[hop+i]
	}
}

// rests says whether everything is let through, and will be.
func (s *suppressor) rests() bool {
	for b := range bands {
		if s.gains[b] < 0.999 {
			return false
		}
	}
	return true
}

func (s *suppressor) spectrum(to *[tones]complex64, of *[2 * hop]float32) {
	for i, v := range of {
		s.wave[i] = v * s.shape[i]
	}
	clear(s.wave[2*hop:])
	s.fft.forward(to[:], s.wave[:])
}

// judge finds a band's gain.
func (s *suppressor) judge(b int, open *[bins]float32, trust float32) {
	now, est := float32(tiny), float32(0)
	for k := edges[b]; k < edges[b+1]; k++ {
		now += power(s.e[k])
		est += power(s.v[k])
	}
	s.power[b] = max(now, quick*s.power[b]+(1-quick)*now)
	s.echo[b] = slow*s.echo[b] + (1-slow)*est
	smoothed := quick*s.power[b] + (1-quick)*now
	if est > 10*tiny {
		s.leak[b].take(min(1, smoothed/(max(s.echo[b], est)+tiny)))
	}
	share := s.leak[b].now()
	if trust < 1 {
		share = 1
	}
	rest := min(1, excess*share) * max(est, s.echo[b])
	if open != nil {
		rest += unsure * uncertain(open, b)
	}
	s.tail[b] = max(rest, dies*s.tail[b])
	if s.tail[b] < 0.05*smoothed {
		s.floor[b].take(smoothed)
	}
	noise := s.floor[b].now()
	gain := max(0, 1-s.tail[b]/now)
	// Nothing is to become quieter than the room.
	calm := float32(1)
	if s.noise && noise > 0 {
		calm = max(quietest, 1-1.5*noise/smoothed)
	}
	quiet := float32(1)
	if s.noise {
		quiet = quietest
	}
	gain = max(gain, deepest, min(1, quiet*root(noise/now)))
	gain = min(1, gain*calm)
	s.gains[b] = min(gain, max(s.gains[b]*opens, 0.02))
}

// uncertain sums the filter's uncertainty over a band, in the suppressor's
// measure: its windows are shorter, and of half the power.
func uncertain(open *[bins]float32, b int) float32 {
	sum := float32(0)
	for k := 2 * edges[b]; k < min(bins, 2*edges[b+1]); k++ {
		sum += open[k]
	}
	return sum * hop / (2 * size)
}

// spread makes of the bands' gains those of all bins, without steps.
func (s *suppressor) spread() {
	s.factor[0] = s.gains[0]
	for b := range bands {
		lo, hi := edges[b], edges[b+1]
		next := s.gains[min(b+1, bands-1)]
		for k := lo; k < hi; k++ {
			w := float32(k-lo) / float32(hi-lo)
			s.factor[k] = s.gains[b]*(1-w) + next*w
		}
	}
}

// least keeps the least of the last two seconds or so.
type least struct {
	kept  [8]float32
	at, n int
	first float32 // what holds as long as nothing was seen
}

func (l *least) reset(first float32) {
	*l = least{first: first}
	for i := range l.kept {
		l.kept[i] = math.MaxFloat32
	}
}

// take adds a value.
func (l *least) take(v float32) {
	l.kept[l.at] = min(l.kept[l.at], v)
	if l.n++; l.n >= 50 { // 250 ms
		l.n, l.at = 0, (l.at+1)%len(l.kept)
		l.kept[l.at] = v
	}
}

func (l *least) now() float32 {
	v := float32(math.MaxFloat32)
	for _, k := range l.kept {
		v = min(v, k)
	}
	if v == math.MaxFloat32 {
		return l.first
	}
	return v
}

func root(v float32) float32 { return float32(math.Sqrt(float64(v))) }
