package media

import (
	"math"
	"slices"
	"time"
)

const (
	// wheelStep is the phase width: streams that send at the same step are few
	// enough to be served within it.
	wheelStep = 2 * time.Millisecond
	// wheelSize is the number of steps in a turn; the longest period is 60 ms.
	wheelSize = 32
	// wheelTogether is how many streams are served at one step before another
	// step is begun with: less than a millisecond's work, by which a packet that is
	// to be passed on may have to wait.
	wheelTogether = 128
	// wheelBehind is how many steps are made up for after a stall; what is
	// older than that nobody wants to hear any more.
	wheelBehind = 100
)

// wheel is the shard's clock of everything it sends by itself.
type wheel struct {
	slots [wheelSize][]wheelEntry
	spare []wheelEntry
	step  int64 // the next step to be done
	count int
}

type wheelEntry struct {
	stream *stream
	pace   uint32
}

// put begins a stream's pace at the least used of the next steps.
func (w *wheel) put(s *shard, st *stream) {
	if st.paced {
		return
	}
	if w.count == 0 {
		w.step = int64(s.now/wheelStep) + 1
	}
	st.paced = true
	st.pace++
	w.count++
	w.insert(st, w.place(st.period()))
}

// place is the step to begin at: the fullest of those with few streams, so that
// a few streams do not wake the shard at every step, else the least used.
func (w *wheel) place(period int) int64 {
	most, least := -1, math.MaxInt
	fullest, emptiest := w.step+1, w.step+1
	for i := int64(1); i <= int64(period); i++ {
		n := len(w.slots[(w.step+i)%wheelSize])
		if n < wheelTogether && n > most {
			most, fullest = n, w.step+i
		}
		if n < least {
			least, emptiest = n, w.step+i
		}
	}
	if most >= 0 {
		return fullest
	}
	return emptiest
}

func (w *wheel) insert(st *stream, step int64) {
	slot := &w.slots[step%wheelSize]
	*slot = append(*slot, wheelEntry{st, st.pace})
}

// drop ends a stream's pace; its entry is skipped when its step comes.
func (w *wheel) drop(st *stream) {
	if st.paced {
		st.paced = false
		st.pace++
		st.out.steady = false // what comes next comes after a gap
		w.count--
	}
}

// forget drops a stream and what is left of it in the wheel: another shard may
// own it next.
func (w *wheel) forget(st *stream) {
	w.drop(st)
	for i, slot := range w.slots {
		w.slots[i] = slices.DeleteFunc(slot, func(e wheelEntry) bool { return e.stream == st })
	}
}

// wait is how many whole milliseconds there are until the next step that has
// anything to send, 1 at least when there is any: a few streams must not wake
// the shard for steps that are nobody's.
func (w *wheel) wait(now time.Duration) int {
	next := w.step
	for last := next + wheelSize - 1; next < last && len(w.slots[next%wheelSize]) == 0; next++ {
	}
	left := time.Duration(next)*wheelStep - now
	if left <= 0 {
		return 0
	}
	return int((left + time.Millisecond - 1) / time.Millisecond)
}

// advance does every step whose time has come.
func (w *wheel) advance(s *shard) {
	if w.count == 0 {
		return
	}
	due := int64(s.now / wheelStep)
	if due-w.step > wheelBehind {
		w.skip(due)
	}
	for ; w.step <= due; w.step++ {
		s.tick = samplesAt(time.Duration(w.step) * wheelStep)
		slot := &w.slots[w.step%wheelSize]
		entries := *slot
		*slot = w.spare[:0]
		for i, e := range entries {
			entries[i] = wheelEntry{}
			if !e.stream.paced || e.stream.pace != e.pace {
				continue
			}
			// It goes on before it is served: a panic in it stops nobody's pace.
			w.insert(e.stream, w.step+int64(e.stream.period()))
			e.stream.send(s)
		}
		w.spare = entries[:0]
	}
}

// skip moves the whole wheel to now without serving.
func (w *wheel) skip(due int64) {
	delta := due - w.step
	shift := int(delta % wheelSize)
	var moved [wheelSize][]wheelEntry
	for i := range w.slots {
		moved[(i+shift)%wheelSize] = w.slots[i]
	}
	w.slots = moved
	w.step = due
}

// period is the stream's packet time in steps.
func (st *stream) period() int { return max(5, min(30, st.frame/16)) }
