package media

import (
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
)

const (
	// windowFrames is how much of a recording is held back for late packets
	// and the other lane: half a second.
	windowFrames = 4096
	// settle is how long a frame may be late: 120 ms.
	settle = 960
	// commitFrames is the least that is written at once: 100 ms.
	commitFrames = 800
	// batches is how many batches a shard and its writer pass to and fro.
	batches = 16
)

// file is the writer's half of a running recording. Only the writer touches
// it after begin.
type file struct {
	id     id.Recording
	call   id.Call
	at     time.Time
	start  int64 // media time of frame 0
	track  Track
	err    error
	done   int64 // frames written
	window [2 * windowFrames]byte
	more   []*voice // of the legs mixed into the right lane
}

// voice is what one leg of several in a lane said: they are added when the time
// is written, so that a packet that comes twice is not heard twice as loud.
type voice struct {
	window [windowFrames]byte
	end    int64 // frame after the last that was said
}

func newFile(rec id.Recording, call id.Call, at time.Time, start int64) *file {
	f := &file{id: rec, call: call, at: at, start: start}
	for i := range f.window {
		f.window[i] = pcm.Mu.Silence()
	}
	return f
}

// writer is the goroutine that writes the recordings of one shard.
type writer struct {
	sink   RecordSink
	report func(leg.Fact)
	log    *slog.Logger
	full   chan *batch
	spare  chan *batch
	opened chan *file
	done   chan struct{}
	files  map[*file]bool
	out    [2 * windowFrames]byte
	sum    [windowFrames]int32
}

func newWriter(sink RecordSink, report func(leg.Fact), log *slog.Logger) *writer {
	return &writer{
		sink: sink, report: report, log: log,
		full: make(chan *batch, batches), spare: make(chan *batch, batches),
		// A file is begun before its first frame is sent, so the writer never
		// meets a frame of a file it has not opened.
		opened: make(chan *file, 1024), done: make(chan struct{}), files: map[*file]bool{},
	}
}

// begin, empty and put are for the shard; none of them waits.
func (w *writer) begin(f *file) bool {
	select {
	case w.opened <- f:
		return true
	default:
		return false
	}
}

func (w *writer) empty() *batch {
	select {
	case b := <-w.spare:
		return b
	default:
		return &batch{data: make([]byte, 0, batchBytes)}
	}
}

func (w *writer) put(b *batch) bool {
	select {
	case w.full <- b:
		return true
	default:
		return false
	}
}

// run writes until full is closed; then every file is finished.
func (w *writer) run() {
	defer close(w.done)
	for b := range w.full {
		w.safely(b)
		b.frames, b.data = b.frames[:0], b.data[:0]
		select {
		case w.spare <- b:
		default:
		}
	}
	w.open()
	for f := range w.files {
		w.finish(f, f.done)
	}
}

// safely keeps a mistake in one batch from ending all recordings.
func (w *writer) safely(b *batch) {
	defer func() {
		if r := recover(); r != nil {
			w.log.Error("media: the recording writer panicked", "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
		}
	}()
	w.take(b)
}

func (w *writer) open() {
	for {
		select {
		case f := <-w.opened:
			w.files[f] = true
			w.guard(f, func() error {
				if w.sink == nil {
					return fmt.Errorf("no recorder is configured")
				}
				var err error
				f.track, err = w.sink.Open(f.id, f.call, f.at)
				return err
			})
		default:
			return
		}
	}
}

// take writes one batch's frames into their files' windows, then lets go what
// has settled.
func (w *writer) take(b *batch) {
	w.open()
	at := 0
	for _, fr := range b.frames {
		data := b.data[at : at+int(fr.size)]
		at += int(fr.size)
		if fr.end {
			w.finish(fr.file, fr.at)
			continue
		}
		if w.files[fr.file] {
			w.place(fr, data)
		}
	}
	for f := range w.files {
		if upTo := b.now - f.start - settle; upTo-f.done >= commitFrames {
			w.commit(f, upTo)
		}
	}
}

// place puts one packet into its lane.
func (w *writer) place(fr tapFrame, data []byte) {
	f := fr.file
	if end := fr.at + int64(len(data)); end-f.done > windowFrames {
		w.commit(f, end-windowFrames)
	}
	if fr.law == pcm.A {
		pcm.Convert(data, data, pcm.A, pcm.Mu)
	}
	at := fr.at
	if late := f.done - at; late > 0 {
		data = data[min(late, int64(len(data))):]
		at = f.done
	}
	if fr.lane >= moreLane {
		f.voice(int(fr.lane)-moreLane).put(at, data)
		return
	}
	for i, c := range data {
		f.window[2*((at+int64(i))%windowFrames)+int64(fr.lane)] = c
	}
}

// voice gives the n-th of those mixed into the right lane.
func (f *file) voice(n int) *voice {
	for n >= len(f.more) {
		f.more = append(f.more, nil)
	}
	if f.more[n] == nil {
		v := &voice{}
		for i := range v.window {
			v.window[i] = pcm.Mu.Silence()
		}
		f.more[n] = v
	}
	return f.more[n]
}

func (v *voice) put(at int64, data []byte) {
	for i, c := range data {
		v.window[(at+int64(i))%windowFrames] = c
	}
	v.end = max(v.end, at+int64(len(data)))
}

// mixMore adds what the legs of f.more said in the next n frames to the right
// lane of w.out, and makes room behind them.
func (w *writer) mixMore(f *file, n int64) {
	if !slices.ContainsFunc(f.more, func(v *voice) bool { return v != nil && v.end > f.done }) {
		return
	}
	sum := w.sum[:n]
	for i := range sum {
		sum[i] = int32(pcm.Mu.Sample(w.out[2*i+1]))
	}
	for _, v := range f.more {
		if v == nil {
			continue
		}
		for i := range min(n, v.end-f.done) {
			c := &v.window[(f.done+i)%windowFrames]
			sum[i] += int32(pcm.Mu.Sample(*c))
			*c = pcm.Mu.Silence()
		}
	}
	for i, v := range sum {
		w.out[2*i+1] = pcm.Mu.Code(pcm.Clip(v))
	}
}

// commit writes the window's frames up to upTo and makes room behind them.
func (w *writer) commit(f *file, upTo int64) {
	for f.done < upTo {
		n := min(upTo-f.done, windowFrames)
		for i := range n {
			p := 2 * ((f.done + i) % windowFrames)
			w.out[2*i], w.out[2*i+1] = f.window[p], f.window[p+1]
			f.window[p], f.window[p+1] = pcm.Mu.Silence(), pcm.Mu.Silence()
		}
		w.mixMore(f, n)
		f.done += n
		if f.track != nil && f.err == nil {
			w.guard(f, func() error { return f.track.Write(w.out[:2*n]) })
		}
	}
}

// finish completes a file with end frames in all and tells what became of it.
func (w *writer) finish(f *file, end int64) {
	if !w.files[f] {
		return
	}
	delete(w.files, f)
	w.commit(f, end)
	fact := leg.Recorded{Recording: f.id, Call: f.call, Length: time.Duration(f.done) * time.Second / pcm.Rate}
	if f.track != nil {
		var stored Stored
		before := f.err
		w.guard(f, func() (err error) { stored, err = f.track.Close(); return err })
		if before != nil {
			f.err = before
		}
		fact.Path, fact.Bytes, fact.SHA256, fact.Key = stored.Path, stored.Bytes, stored.SHA256, stored.Key
	}
	if f.err != nil {
		fact.Failed = f.err.Error()
	}
	w.report(fact)
}

// guard calls the sink; its error or panic fails the file and nothing else.
func (w *writer) guard(f *file, call func() error) {
	defer func() {
		if r := recover(); r != nil {
			f.err = fmt.Errorf("panic: %v", r)
			w.log.Error("media: the recorder panicked", "recording", f.id, "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
		}
	}()
	if err := call(); err != nil {
		f.err = err
		w.log.Error("media: a recording failed", "recording", f.id, "call", f.call, "error", err)
	}
}
