// Package pcm holds everything the product knows about audio samples:
// G.711, mixing, resampling, tones, DTMF and WAV. All of it is pure: values in,
// values out, no clock and no goroutine.
package pcm

// Rate is the sampling rate of telephone audio in samples per second.
const Rate = 8000

// Law names one of the two G.711 companding laws.
type Law uint8

// The two laws of ITU-T G.711. Mu is PCMU (payload type 0), A is PCMA (8).
const (
	Mu Law = iota
	A
)

// String gives the RTP encoding name of the law.
func (l Law) String() string {
	if l == A {
		return "PCMA"
	}
	return "PCMU"
}

// Silence is the code word of a zero sample in the law.
func (l Law) Silence() byte {
	if l == A {
		return 0xD5
	}
	return 0xFF
}

// The tables are computed once and never written again.
var (
	muToLinear = buildDecode(muSample)
	aToLinear  = buildDecode(aSample)
	linearToMu = buildEncode(2, muCode)
	linearToA  = buildEncode(3, aCode)
	muToA      = buildCross(&muToLinear, linearToA, 3)
	aToMu      = buildCross(&aToLinear, linearToMu, 2)
)

func buildDecode(f func(byte) int16) (t [256]int16) {
	for i := range t {
		t[i] = f(byte(i))
	}
	return t
}

func buildEncode(shift uint, f func(int) byte) []byte {
	t := make([]byte, 65536>>shift)
	for i := range t {
		t[i] = f(i - len(t)/2)
	}
	return t
}

func buildCross(from *[256]int16, to []byte, shift uint) (t [256]byte) {
	for i := range t {
		t[i] = to[int(from[i])>>shift+len(to)/2]
	}
	return t
}

func muSample(u byte) int16 {
	u = ^u
	t := (int(u&0x0f)<<3 + 0x84) << ((u & 0x70) >> 4)
	if u&0x80 != 0 {
		return int16(0x84 - t)
	}
	return int16(t - 0x84)
}

func aSample(a byte) int16 {
	a ^= 0x55
	t := int(a&0x0f) << 4
	switch seg := (a & 0x70) >> 4; seg {
	case 0:
		t += 8
	case 1:
		t += 0x108
	default:
		t = (t + 0x108) << (seg - 1)
	}
	if a&0x80 != 0 {
		return int16(t)
	}
	return int16(-t)
}

// muCode encodes a 14-bit sample.
func muCode(v int) byte {
	mask := byte(0xFF)
	if v < 0 {
		v, mask = -v, 0x7F
	}
	v = min(v, 8158) + 33
	seg := 0
	for v>>(seg+6) != 0 {
		seg++
	}
	return (byte(seg<<4) | byte((v>>(seg+1))&0x0F)) ^ mask
}

// aCode encodes a 13-bit sample.
func aCode(v int) byte {
	mask := byte(0xD5)
	if v < 0 {
		v, mask = -v-1, 0x55
	}
	v = min(v, 4095)
	seg := 0
	for v>>(seg+5) != 0 {
		seg++
	}
	shift := max(seg, 1)
	return (byte(seg<<4) | byte((v>>shift)&0x0F)) ^ mask
}

// Sample decodes one code word.
func (l Law) Sample(b byte) int16 {
	if l == A {
		return aToLinear[b]
	}
	return muToLinear[b]
}

// Code encodes one sample.
func (l Law) Code(v int16) byte {
	if l == A {
		return linearToA[int(v)>>3+len(linearToA)/2]
	}
	return linearToMu[int(v)>>2+len(linearToMu)/2]
}

// Decode writes the samples of src to dst and gives how many: the shorter of the two.
func (l Law) Decode(dst []int16, src []byte) int {
	n := min(len(dst), len(src))
	t := &muToLinear
	if l == A {
		t = &aToLinear
	}
	for i, b := range src[:n] {
		dst[i] = t[b]
	}
	return n
}

// Encode writes the code words of src to dst and gives how many: the shorter of the two.
func (l Law) Encode(dst []byte, src []int16) int {
	n := min(len(dst), len(src))
	t, shift := linearToMu, uint(2)
	if l == A {
		t, shift = linearToA, 3
	}
	half := len(t) / 2
	for i, v := range src[:n] {
		dst[i] = t[int(v)>>shift+half]
	}
	return n
}

// Convert writes src, coded in from, to dst, coded in to, and gives how many
// code words it wrote. dst and src may be the same slice.
func Convert(dst, src []byte, from, to Law) int {
	n := min(len(dst), len(src))
	if from == to {
		return copy(dst[:n], src)
	}
	t := &muToA
	if from == A {
		t = &aToMu
	}
	for i, b := range src[:n] {
		dst[i] = t[b]
	}
	return n
}
