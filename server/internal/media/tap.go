package media

import (
	"iter"
	"slices"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
)

const (
	// flushEvery is how often a shard hands its recorded frames to the writer.
	flushEvery = 40 * time.Millisecond
	// batchBytes is the size at which it does so earlier.
	batchBytes = 256 << 10
	// orphanAfter is how long a recording whose legs are all gone goes on.
	orphanAfter = time.Minute
)

// track is a shard's half of a running recording.
type track struct {
	id       id.Recording
	call     id.Call
	legs     [2]id.Leg
	more     []id.Leg // mixed into the right lane, each at its place; zero: free
	start    int64    // media time of its first frame
	paused   bool     // what comes is not taken; the writer fills the time with silence
	file     *file
	legsGone time.Duration // when its last leg was seen gone; 0 while one is there
}

// maxMore bounds how many legs are mixed into a recording's right lane.
const maxMore = 128

// tap copies a stream's packets into one lane of a track.
type tap struct {
	track *track
	lane  uint8 // 0 left, 1 right, from moreLane on those mixed into the right
}

// moreLane is the lane of the first leg of track.more.
const moreLane = 2

// tapFrame says what a piece of a batch's data is.
type tapFrame struct {
	file *file
	at   int64 // sample of the track
	size uint16
	lane uint8
	law  pcm.Law
	end  bool // the track ends at at
}

// batch carries frames from a shard to its writer. The two pass a few of them
// to and fro, so that recording allocates nothing.
type batch struct {
	frames []tapFrame
	data   []byte
	now    int64 // media time until which frames are complete
}

// record carries out leg.Record.
func (s *shard) record(o leg.Record) {
	t := s.tracks[o.Recording]
	if t == nil {
		t = &track{id: o.Recording, call: o.Call, start: samplesAt(s.now)}
		t.file = newFile(o.Recording, o.Call, s.start.Add(s.now), t.start)
		if !s.writer.begin(t.file) {
			s.report(leg.Recorded{Recording: o.Recording, Call: o.Call, Failed: "too many recordings wait for the disk"})
			return
		}
		s.tracks[o.Recording] = t
	}
	s.untap(t)
	t.legs = [2]id.Leg{o.Left, o.Right}
	t.mixIn(o.More)
	for l := range t.all() {
		// A leg of two lanes comes twice and is taken once, into both.
		if st := s.streams[l]; st != nil && !slices.ContainsFunc(st.taps, func(tp tap) bool { return tp.track == t }) {
			t.tapLeg(st)
		}
	}
}

// mixIn sets the legs that are mixed into the right lane. Who stays keeps the
// place, so that what was said before the change and is still on its way to the
// writer is not mixed with somebody else's.
func (t *track) mixIn(legs []id.Leg) {
	for i, l := range t.more {
		if l == t.legs[1] || !slices.Contains(legs, l) {
			t.more[i] = id.Leg{}
		}
	}
	for _, l := range legs {
		if l == (id.Leg{}) || l == t.legs[1] || slices.Contains(t.more, l) {
			continue // heard in the lane already
		}
		if i := slices.Index(t.more, id.Leg{}); i >= 0 {
			t.more[i] = l
		} else if len(t.more) < maxMore {
			t.more = append(t.more, l)
		}
	}
}

// all gives the track's legs; one may come twice.
func (t *track) all() iter.Seq[id.Leg] {
	return func(yield func(id.Leg) bool) {
		for _, legs := range [...][]id.Leg{t.legs[:], t.more} {
			for _, l := range legs {
				if l != (id.Leg{}) && !yield(l) {
					return
				}
			}
		}
	}
}

// tapLeg begins to take what comes from a stream, if the track is to have it.
func (t *track) tapLeg(st *stream) {
	for lane, l := range t.legs {
		if l == st.id {
			st.taps = append(st.taps, tap{track: t, lane: uint8(lane)})
		}
	}
	if i := slices.Index(t.more, st.id); i >= 0 {
		st.taps = append(st.taps, tap{track: t, lane: uint8(moreLane + i)})
	}
}

// pauseRecord carries out leg.PauseRecord.
func (s *shard) pauseRecord(o leg.PauseRecord) {
	if t := s.tracks[o.Recording]; t != nil {
		t.paused = o.Paused
	}
}

// stopRecord carries out leg.StopRecord.
func (s *shard) stopRecord(o leg.StopRecord) {
	if t := s.tracks[o.Recording]; t != nil {
		s.endTrack(t)
		s.flush(true)
	}
}

func (s *shard) endTrack(t *track) {
	s.untap(t)
	delete(s.tracks, t.id)
	b := s.openBatch()
	b.frames = append(b.frames, tapFrame{file: t.file, at: samplesAt(s.now) - t.start, end: true})
}

func (s *shard) untap(t *track) {
	for l := range t.all() {
		if st := s.streams[l]; st != nil {
			st.taps = slices.DeleteFunc(st.taps, func(tp tap) bool { return tp.track == t })
		}
	}
}

// tap copies one packet.
func (s *shard) tap(tp *tap, at int64, law pcm.Law, payload []byte) {
	if tp.track.paused {
		return
	}
	b := s.openBatch()
	if len(b.data)+len(payload) > cap(b.data) {
		s.flush(true)
		if b = s.openBatch(); len(b.data)+len(payload) > cap(b.data) {
			s.tapDrops.Add(1) // the writer is behind: this frame becomes silence
			return
		}
	}
	b.data = append(b.data, payload...)
	b.frames = append(b.frames, tapFrame{file: tp.track.file, at: at - tp.track.start, size: uint16(len(payload)), lane: tp.lane, law: law})
}

func (s *shard) openBatch() *batch {
	if s.batch == nil {
		s.batch = s.writer.empty()
	}
	return s.batch
}

// flush hands the batch to the writer when it is due. When the writer has no
// room the batch stays and fills up; what no longer fits is dropped.
func (s *shard) flush(now bool) {
	if s.batch == nil && len(s.tracks) == 0 {
		return
	}
	if !now && s.now < s.flushAt {
		return
	}
	s.flushAt = s.now + flushEvery
	b := s.openBatch()
	b.now = samplesAt(s.now)
	if s.writer.put(b) {
		s.batch = nil
	}
}

// visitTracks ends recordings that nobody will stop any more.
func (s *shard) visitTracks() {
	for _, t := range s.tracks {
		switch {
		case s.present(t):
			t.legsGone = 0
		case t.legsGone == 0:
			t.legsGone = s.now
		case s.now-t.legsGone > orphanAfter:
			s.log.Warn("media: a recording without legs is ended", "recording", t.id, "call", t.call)
			s.endTrack(t)
		}
	}
}

// present says whether any leg of the track is here.
func (s *shard) present(t *track) bool {
	for l := range t.all() {
		if s.streams[l] != nil {
			return true
		}
	}
	return false
}
