package media

import (
	"slices"

	"github.com/yobirin/yobirin/shared/leg"
)

// maxSources bounds how many legs one leg can hear.
const maxSources = 64

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
	wants := st.wanted(s)
	if st.player != nil && !st.player.over {
		wants = nil
	}
	straight := len(wants) == 1 && wants[0].gain == 0 && st.player == nil
	mixing := len(wants) > 0 && !straight
	for _, old := range st.sources {
		if !slices.ContainsFunc(wants, func(w source) bool { return w.stream == old.stream }) {
			old.stream.unhear(st)
		}
	}
	for i := range wants {
		src := wants[i].stream
		if j := slices.IndexFunc(st.sources, func(o source) bool { return o.stream == src }); j >= 0 {
			wants[i].at, wants[i].primed = st.sources[j].at, st.sources[j].primed
		} else {
			src.listeners = append(src.listeners, st)
		}
	}
	st.sources = wants
	for _, w := range wants {
		w.stream.countMixers()
	}
	relaying := straight && st.digits.idle() && st.ready
	if relaying && !st.relaying {
		// What was missed in between must not look like a loss.
		st.out.from = nil
	}
	st.relaying = relaying
	busy := st.player != nil || mixing || !st.digits.idle()
	switch {
	case busy && st.ready:
		for _, w := range wants {
			w.stream.countMixers()
		}
		s.wheel.put(s, st)
	default:
		s.wheel.drop(st)
	}
}

// wanted are the streams of hear that are here, each once, never itself.
func (st *stream) wanted(s *shard) []source {
	var out []source
	for _, h := range st.hear {
		src := s.streams[h.Leg]
		if src == nil || src == st || slices.ContainsFunc(out, func(o source) bool { return o.stream == src }) {
			continue
		}
		out = append(out, source{stream: src, gain: h.Gain})
	}
	return out
}

// unhear forgets a listener.
func (st *stream) unhear(l *stream) {
	if i := slices.Index(st.listeners, l); i >= 0 {
		st.listeners = slices.Delete(st.listeners, i, i+1)
	}
	st.countMixers()
}

// countMixers counts the listeners that need samples rather than packets, and
// keeps a ring for them only while there are any.
func (st *stream) countMixers() {
	st.mixedBy = 0
	for _, l := range st.listeners {
		if l.mixes() {
			st.mixedBy++
		}
	}
	switch {
	case st.mixedBy > 0 && st.ring == nil:
		st.ring = &ring{}
	case st.mixedBy == 0:
		st.ring = nil
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
