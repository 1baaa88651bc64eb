package voice

// Stretching makes a stretch of audio shorter or longer by whole periods of
// it, where the seam is not heard: waveform similarity and overlap-add.

const (
	// hushed is the effective value below which any seam passes.
	hushed = 60
	// alike is how like two stretches must be to be blended in speech.
	alike = 0.85
)

// seam is where and how well a stretch can be cut.
type seam struct {
	lag, window int
	good        bool
}

// findSeam looks for the period in the first samples of frame. most is the
// longest lag in samples.
func findSeam(frame []int16, rate, most int) seam {
	window := min(len(frame)/2, rate/100)
	least := rate / 400
	most = min(most, window, len(frame)-window)
	if most < least {
		return seam{}
	}
	if loudness(frame) < hushed {
		return seam{most, window, true}
	}
	stride := max(1, rate/8000)
	best, lag := -2.0, 0
	for l := least; l <= most; l += stride {
		if v := likeness(frame[:window], frame[l:l+window], stride); v > best {
			best, lag = v, l
		}
	}
	if stride > 1 {
		for l := max(least, lag-stride+1); l < min(most, lag+stride); l++ {
			if v := likeness(frame[:window], frame[l:l+window], 2); v > best {
				best, lag = v, l
			}
		}
	}
	return seam{lag, window, best >= alike}
}

// shorten takes the seam's lag out of frame, in place, and gives what is left.
func shorten(frame []int16, s seam) []int16 {
	for i := range s.window {
		w := float64(i+1) / float64(s.window+1)
		frame[i] = clip(float64(frame[i])*(1-w) + float64(frame[i+s.lag])*w)
	}
	n := copy(frame[s.window:], frame[s.window+s.lag:])
	return frame[:s.window+n]
}

// lengthen puts the seam's lag into frame, which must have the capacity.
func lengthen(frame []int16, s seam) []int16 {
	n := len(frame)
	frame = frame[:n+s.lag]
	// The end moves back by lag; the seam lies over the samples lag…lag+window.
	copy(frame[s.lag+s.window:], frame[s.window:n])
	for i := s.window - 1; i >= 0; i-- {
		w := float64(i+1) / float64(s.window+1)
		frame[s.lag+i] = clip(float64(frame[s.lag+i])*(1-w) + float64(frame[i])*w)
	}
	return frame
}
