package voice

import "github.com/yobirin/yobirin/shared/pcm"

// upsampler makes 48 kHz of 8 kHz, six samples for each one.
type upsampler struct {
	filter *pcm.Resampler
	wide   []int16
	from   int
}

// primer is how many samples of silence fill the filter so that every sample
// after them gives six at once.
const primer = 11

// reset forgets the past.
func (u *upsampler) reset() {
	u.filter, _ = pcm.NewResampler(pcm.Rate, deviceRate) // both rates are usual ones
	if u.wide == nil {
		u.wide = make([]int16, 0, 4*Frame)
	}
	u.wide, u.from = u.filter.Process(u.wide[:0], make([]int16, primer)), 0
}

// add takes samples, no more than 10 ms of them.
func (u *upsampler) add(in []int16) {
	u.wide, u.from = u.wide[:copy(u.wide, u.wide[u.from:])], 0
	u.wide = u.filter.Process(u.wide, in)
}

// take moves what is ready to dst and gives how much.
func (u *upsampler) take(dst []int16) int {
	n := copy(dst, u.wide[u.from:])
	u.from += n
	return n
}
