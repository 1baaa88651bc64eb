package pcm

// Clip limits a sum to the range of a sample.
func Clip(v int32) int16 {
	return int16(max(-32768, min(32767, v)))
}

// Add adds src to dst with saturation, over the shorter of the two.
func Add(dst, src []int16) {
	n := min(len(dst), len(src))
	for i, v := range src[:n] {
		dst[i] = Clip(int32(dst[i]) + int32(v))
	}
}

// Accumulate adds src to the wide accumulator acc, over the shorter of the two.
// Thirty thousand full-scale sources fit before it could overflow.
func Accumulate(acc []int32, src []int16) {
	n := min(len(acc), len(src))
	for i, v := range src[:n] {
		acc[i] += int32(v)
	}
}

// Without writes acc minus own, saturated, to dst: what a party hears of a
// conference in which it speaks itself (the n-1 mix). own may be shorter or nil.
func Without(dst []int16, acc []int32, own []int16) int {
	n := min(len(dst), len(acc))
	for i, v := range acc[:n] {
		if i < len(own) {
			v -= int32(own[i])
		}
		dst[i] = Clip(v)
	}
	return n
}

// softFrom is where Soften begins to bend: 75 % of full scale.
const softFrom = 24576

// Soften writes acc to dst. Below three quarters of full scale nothing
// changes; above, the louder the sum the more it is held back, so that many
// who speak at once are loud but not torn, and nothing ever wraps around.
func Soften(dst []int16, acc []int32) int {
	const room = 32767 - softFrom
	n := min(len(dst), len(acc))
	for i, v := range acc[:n] {
		switch {
		case v > softFrom:
			over := int64(v) - softFrom
			v = softFrom + int32(room*over/(over+room))
		case v < -softFrom:
			over := -int64(v) - softFrom
			v = -softFrom - int32(room*over/(over+room))
		}
		dst[i] = int16(v)
	}
	return n
}

// Gain multiplies samples in place by a linear factor, saturating. 1 is unity.
func Gain(samples []int16, factor float64) {
	for i, v := range samples {
		f := float64(v) * factor
		switch {
		case f > 32767:
			samples[i] = 32767
		case f < -32768:
			samples[i] = -32768
		default:
			samples[i] = int16(f)
		}
	}
}
