package media

import (
	"slices"

	"github.com/yobirin/yobirin/shared/leg"
)

// maxSources bounds how many legs one leg can hear.
const maxSources = 256

// setHear carries out leg.Hear.
func (s *shard) setHear(o leg.Hear) {
	st := s.streams[o.Leg]
	if st == nil {
		return
	}
	st.hear = append(st.hear[:0], o.From[:min(len(o.From), maxSources)]...)
	s.wakeLearning(st)
	s.resolve(st)
}

// wakeLearning opens the window again for a leg that has sent nothing yet: a
// caller who was agreed with early begins to send when it is answered.
func (s *shard) wakeLearning(st *stream) {
	if st.nat && !st.learned {
		st.learnUntil = s.now + s.cfg.LearnFor
	}
}

// resolve works out, from what a stream should hear and play, how its packets
// are made: passed on as they come, or made here at a pace.
func (s *shard) resolve(st *stream) {
	st.setSources(s.wanted(st), s.mark)
	mixing := st.mixes()
	for i := range st.sources {
		st.sources[i].count(mixing)
	}
	if mixing && st.ready && len(st.sources) >= roomFrom {
		s.enterRoom(st)
	} else {
		s.leaveRoom(st)
	}
	relaying := len(st.sources) == 1 && !mixing && st.digits.idle() && st.ready
	if relaying && !st.relaying {
		// What was missed in between must not look like a loss.
		st.out.from = nil
	}
	st.relaying = relaying
	if busy := st.player != nil || mixing || !st.digits.idle(); busy && st.ready {
		s.wheel.put(s, st)
	} else {
		s.wheel.drop(st)
	}
}

// wanted are the streams that are to be heard and are here, each once; the
// hearer itself only where it is to hear nobody else, as in an echo test. They
// have the shard's mark and their place in the list.
func (s *shard) wanted(st *stream) []source {
	s.mark++
	if len(st.hear) == 0 || st.player != nil && !st.player.over {
		return nil
	}
	out := make([]source, 0, len(st.hear))
	for _, h := range st.hear {
		src := s.streams[h.Leg]
		if src == nil || src == st && len(st.hear) > 1 || src.mark == s.mark {
			continue
		}
		src.mark, src.markAt = s.mark, len(out)
		out = append(out, source{stream: src, gain: h.Gain})
	}
	return out
}

// setSources makes the marked streams what st hears. Who is heard on keeps the
// place that was read to.
func (st *stream) setSources(wants []source, mark uint64) {
	for i := range st.sources {
		old := &st.sources[i]
		if old.stream.mark != mark {
			old.forget(st)
			continue
		}
		w := &wants[old.stream.markAt]
		gain := w.gain
		*w = *old
		w.gain = gain
	}
	for i := range wants {
		if w := &wants[i]; !w.listed {
			w.listed = true
			w.stream.listeners = append(w.stream.listeners, st)
		}
	}
	st.sources = wants
}

// forget ends that l hears the source.
func (src *source) forget(l *stream) {
	src.count(false)
	st := src.stream
	if i := slices.Index(st.listeners, l); i >= 0 {
		st.listeners = slices.Delete(st.listeners, i, i+1)
	}
	src.listed = false
}

// count notes whether the hearer needs samples rather than packets. The stream
// keeps a ring for them only while anybody does.
func (src *source) count(mixed bool) {
	if src.mixed == mixed {
		return
	}
	src.mixed = mixed
	st := src.stream
	if !mixed {
		if st.mixedBy--; st.mixedBy == 0 {
			st.ring = nil
		}
		return
	}
	if st.mixedBy++; st.ring == nil {
		st.ring = &ring{}
	}
}

// mixes says whether the stream hears samples: more than one source, one with
// a gain, or one under a player.
func (st *stream) mixes() bool {
	switch len(st.sources) {
	case 0:
		return false
	case 1:
		return st.sources[0].gain != 0 || st.player != nil
	}
	return true
}
