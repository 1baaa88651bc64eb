package media

import (
	"slices"

	"github.com/yobirin/yobirin/shared/pcm"
)

const (
	// roomFrom is from how many sources on a mix is shared.
	roomFrom = 4
	// roomSize is how many samples of the mix are kept: a power of two, and the
	// longest packet at least.
	roomSize = 512
	// roomLead is ringLead and a packet: a room reads in small pieces, at any
	// time between two packets of a source.
	roomLead = ringLead + 160
)

// room is the mix of one set of streams, made once for all who hear the same
// set, or the same but for themselves. All of them are served at the tick in
// progress, so that each takes the newest samples there are.
type room struct {
	key       uint64 // XOR of the seats' tags
	seats     []seat
	index     map[*stream]int
	listeners []*stream
	head      int64 // ticks until which the mix is made
	sum       [roomSize]int32
}

// seat is one stream in a room, and what of it is in the sum: that exactly is
// what its own stream must not hear of it.
type seat struct {
	source
	said [roomSize]int16
}

// shift is a stream that one listener hears louder or quieter than the room.
type shift struct {
	seat   int
	factor float64
}

// enterRoom gives the stream the room of what it hears.
func (s *shard) enterRoom(st *stream) {
	r := s.findRoom(st)
	if r == nil {
		r = s.newRoom(st)
	}
	if r == nil { // two sets of one key: as good as impossible
		s.leaveRoom(st)
		return
	}
	s.sit(st, r)
}

// findRoom is the room with most others of those that fit.
func (s *shard) findRoom(st *stream) *room {
	key := st.hears()
	r := s.fitting(st, key)
	if other := s.fitting(st, key^st.tag); r == nil || other != nil && other.others(st) > r.others(st) {
		r = other
	}
	return r
}

// hears is the key of the set that st hears.
func (st *stream) hears() (key uint64) {
	for i := range st.sources {
		key ^= st.sources[i].stream.tag
	}
	return key
}

// fitting is the room of the key, if st hears exactly its seats or all but
// itself.
func (s *shard) fitting(st *stream, key uint64) *room {
	r := s.rooms[key]
	if r == nil {
		return nil
	}
	seats := len(r.seats)
	if _, in := r.index[st]; in {
		seats--
	}
	if seats != len(st.sources) {
		return nil
	}
	for i := range st.sources {
		if _, in := r.index[st.sources[i].stream]; !in {
			return nil
		}
	}
	return r
}

func (r *room) others(st *stream) int {
	if st.room == r {
		return len(r.listeners) - 1
	}
	return len(r.listeners)
}

// newRoom makes a room of what st hears, and of itself when others hear it:
// they will hear the same set. Who sits alone in a room of his own, because
// his order came before theirs, moves in.
func (s *shard) newRoom(st *stream) *room {
	key, seats := st.hears(), len(st.sources)
	self := len(st.listeners) > 0
	if self {
		key, seats = key^st.tag, seats+1
	}
	if s.rooms[key] != nil {
		return nil
	}
	r := &room{key: key, seats: make([]seat, seats), index: make(map[*stream]int, seats)}
	for i := range st.sources {
		r.seats[i].stream = st.sources[i].stream
	}
	if self {
		r.seats[seats-1].stream = st
	}
	for i := range r.seats {
		r.index[r.seats[i].stream] = i
	}
	if st.room != nil {
		r.inherit(st.room)
	}
	s.rooms[key] = r
	for _, old := range s.rooms {
		if old == r || len(old.listeners) != 1 || old.listeners[0] == st {
			continue
		}
		if lone := old.listeners[0]; s.fitting(lone, key) == r {
			s.sit(lone, r)
		}
	}
	return r
}

// inherit goes on where another room is, for all who sit in both: who comes or
// goes must not be heard as a click by the rest.
func (r *room) inherit(old *room) {
	r.head, r.sum = old.head, old.sum
	for i := range old.seats {
		o := &old.seats[i]
		if j, stays := r.index[o.stream]; stays {
			r.seats[j] = *o
			continue
		}
		for k, v := range o.said {
			r.sum[k] -= int32(v)
		}
	}
}

// sit makes st one of the room's listeners.
func (s *shard) sit(st *stream, r *room) {
	if st.room != r {
		s.leaveRoom(st)
		st.room = r
		r.listeners = append(r.listeners, st)
	}
	st.own = -1
	if i, in := r.index[st]; in {
		st.own = i
	}
	st.shifts = st.shifts[:0]
	for i := range st.sources {
		if src := &st.sources[i]; src.gain != 0 {
			st.shifts = append(st.shifts, shift{r.index[src.stream], factor(src.gain)})
		}
	}
}

// leaveRoom ends that the stream hears a shared mix. Whoever is left alone
// goes where others hear the same.
func (s *shard) leaveRoom(st *stream) {
	r := st.room
	if r == nil {
		return
	}
	st.room, st.shifts = nil, nil
	if i := slices.Index(r.listeners, st); i >= 0 {
		r.listeners = slices.Delete(r.listeners, i, i+1)
	}
	switch len(r.listeners) {
	case 0:
		if s.rooms[r.key] == r {
			delete(s.rooms, r.key)
		}
	case 1:
		if lone := r.listeners[0]; lone.room == r {
			if to := s.findRoom(lone); to != nil && to != r {
				s.sit(lone, to)
			}
		}
	}
}

// give adds to s.sum the n samples up to the tick in progress, as st hears them.
func (r *room) give(s *shard, st *stream, n int) {
	r.advance(s.tick)
	from := s.tick - int64(n)
	for done := 0; done < n; {
		at := int((from + int64(done)) & (roomSize - 1))
		k := min(n-done, roomSize-at)
		dst := s.sum[done : done+k]
		for i, v := range r.sum[at : at+k] {
			dst[i] += v
		}
		if st.own >= 0 {
			for i, v := range r.seats[st.own].said[at : at+k] {
				dst[i] -= int32(v)
			}
		}
		for _, f := range st.shifts {
			said := r.seats[f.seat].said[at : at+k]
			copy(s.pcm[:k], said)
			pcm.Gain(s.pcm[:k], f.factor)
			for i, v := range said {
				dst[i] += int32(s.pcm[i]) - int32(v)
			}
		}
		done += k
	}
}

// advance makes the mix until the tick to.
func (r *room) advance(to int64) {
	if skipped := to - r.head - maxFrame; skipped > 0 {
		// Nobody listened for a while: what nobody heard is not read either.
		r.head += skipped
		for i := range r.seats {
			if at := &r.seats[i].at; *at != 0 {
				*at += skipped
			}
		}
	}
	for r.head < to {
		at := int(r.head & (roomSize - 1))
		k := min(int(to-r.head), roomSize-at)
		sum := r.sum[at : at+k]
		clear(sum)
		for i := range r.seats {
			said := r.seats[i].said[at : at+k]
			if !r.seats[i].read(said, roomLead) {
				clear(said)
				continue
			}
			pcm.Accumulate(sum, said)
		}
		r.head += int64(k)
	}
}
