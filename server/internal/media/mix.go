package media

import (
	"math"

	"github.com/yobirin/yobirin/shared/pcm"
)

const (
	// ringSize is how many samples of a source are kept: half a second.
	ringSize = 4096
	// ringLead is how far a reader stays behind what came last, to have the
	// network's jitter in between: 40 ms.
	ringLead = 320
	// ringLate is how far behind a reader may fall before it jumps: 160 ms.
	ringLate = 1280
)

// ring is a source's audio by media time; every mixing listener reads it at
// its own position.
type ring struct {
	buf  [ringSize]int16
	head int64 // media time after the last sample
	any  bool
}

func (r *ring) put(at int64, law pcm.Law, payload []byte) {
	n := int64(len(payload))
	switch {
	case !r.any || at-r.head > ringSize/2 || r.head-at > ringSize/2:
		clear(r.buf[:])
		r.any, r.head = true, at
	case at > r.head: // what was lost is silence
		for p := r.head; p < at; p++ {
			r.buf[p&(ringSize-1)] = 0
		}
		r.head = at
	}
	for p := at; len(payload) > 0; {
		k := law.Decode(r.buf[p&(ringSize-1):], payload)
		p, payload = p+int64(k), payload[k:]
	}
	r.head = max(r.head, at+n)
}

// read takes the next len(dst) samples at the reader's position, which stays
// lead samples behind what came last; false while there are not enough.
func (src *source) read(dst []int16, lead int64) bool {
	r := src.stream.ring
	if r == nil || !r.any {
		return false
	}
	n := int64(len(dst))
	behind := r.head - src.at
	switch {
	case src.at == 0 || behind < 0 || behind > ringLate:
		src.at, src.primed = r.head-n-lead, true
	case !src.primed && behind < n+lead:
		return false
	case !src.primed:
		src.at, src.primed = r.head-n-lead, true
	case behind < n:
		src.primed = false // ran dry: gain the lead again before going on
		return false
	}
	k := copy(dst, r.buf[src.at&(ringSize-1):])
	copy(dst[k:], r.buf[:])
	src.at += n
	return true
}

// mix adds what the stream's sources have to s.sum.
func (s *shard) mix(st *stream, n int) {
	for i := range st.sources {
		src := &st.sources[i]
		if !src.read(s.pcm[:n], ringLead) {
			continue
		}
		if src.gain != 0 {
			pcm.Gain(s.pcm[:n], factor(src.gain))
		}
		pcm.Accumulate(s.sum[:n], s.pcm[:n])
	}
}

// factor is what a gain in decibels multiplies by.
func factor(gain int) float64 {
	return math.Pow(10, float64(max(-60, min(20, gain)))/20)
}
