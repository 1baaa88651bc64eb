package media

import (
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
	start    int64 // media time of its first frame
	paused   bool  // what comes is not taken; the writer fills the time with silence
	file     *file
	legsGone time.Duration // when its last leg was seen gone; 0 while one is there
}

// tap copies a stream's packets into one lane of a track.
type tap struct {
	track *track
	lane  uint8
}

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
	for i, l := range t.legs {
		if st := s.streams[l]; st != nil && (i == 0 || l != t.legs[0]) {
			t.tapLeg(st)
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
	for _, l := range t.legs {
		st := s.streams[l]
		if st == nil {
			continue
		}
		kept := st.taps[:0]
		for _, tp := range st.taps {
			if tp.track != t {
				kept = append(kept, tp)
			}
		}
		st.taps = kept
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
		case s.streams[t.legs[0]] != nil || s.streams[t.legs[1]] != nil:
			t.legsGone = 0
		case t.legsGone == 0:
			t.legsGone = s.now
		case s.now-t.legsGone > orphanAfter:
			s.log.Warn("media: a recording without legs is ended", "recording", t.id, "call", t.call)
			s.endTrack(t)
		}
	}
}
