package media

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/mailbox"
	"github.com/yobirin/yobirin/shared/rtpio"
)

const (
	// commandLimit bounds a shard's mailbox.
	commandLimit = 1 << 16
	// idleWait is how long a loop with streams but nothing to play sleeps.
	idleWait = 20
)

// counters are a shard's figures; the shard writes, anybody reads.
type counters struct {
	received, sent, sendFailed        atomic.Uint64
	strangers, malformed, unauthentic atomic.Uint64
	open, panics, refused, tapDrops   atomic.Uint64
}

// shard owns the streams of its calls. Everything but box and counters is
// touched by its loop only.
type shard struct {
	cfg    *Config
	log    *slog.Logger
	report func(leg.Fact)
	box    *mailbox.Box[func(*shard)]
	loop   loop
	writer *writer
	free   func(port uint16) // gives a port back to rest
	done   chan struct{}
	counters

	start   time.Time
	now     time.Duration // since start, at the beginning of the round
	used    []func(*shard)
	streams map[id.Leg]*stream
	list    []*stream // the same, for visiting
	visited int       // next of list to visit
	visitAt time.Duration
	trackAt time.Duration // when the tracks are next looked at
	wheel   wheel
	tracks  map[id.Recording]*track
	batch   *batch
	flushAt time.Duration

	plain  [rtpio.MaxPacket + 64]byte // a packet decrypted
	out    [rtpio.MaxPacket + 64]byte // a packet going out
	sealed [rtpio.MaxPacket + 64]byte // the same, encrypted
	frame  [maxFrame]byte
	pcm    [maxFrame]int16
	sum    [maxFrame]int32
}

func newShard(cfg *Config, w *writer, free func(uint16), start time.Time) *shard {
	return &shard{
		cfg: cfg, log: cfg.Logger, report: cfg.Report, writer: w, free: free, start: start,
		box: mailbox.New[func(*shard)](commandLimit), done: make(chan struct{}),
		streams: map[id.Leg]*stream{}, tracks: map[id.Recording]*track{},
	}
}

// post hands a command to the shard; false when it is stopped or overwhelmed.
func (s *shard) post(f func(*shard)) bool {
	if !s.box.Put(f) {
		s.refused.Add(1)
		return false
	}
	s.loop.wake()
	return true
}

func (s *shard) serve() {
	defer close(s.done)
	s.loop.run()
}

func (s *shard) clock() { s.now = time.Since(s.start) }

// recovered is deferred at the loops' edges: one bad packet or command must
// never take the others' calls down.
func (s *shard) recovered(where string) {
	if r := recover(); r != nil {
		s.panics.Add(1)
		s.log.Error("media: recovered from a panic", "where", where, "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
	}
}

// turn carries out the commands waiting and what time asks for. It is false
// when the shard is to stop.
func (s *shard) turn() bool {
	s.used = s.box.Take(s.used)
	for i, f := range s.used {
		s.used[i] = nil
		s.command(f)
	}
	s.wheel.advance(s)
	s.visit()
	s.flush(false)
	return !s.box.Closed() || s.box.Len() > 0
}

func (s *shard) command(f func(*shard)) {
	defer s.recovered("command")
	f(s)
}

// wait is how many milliseconds the loop may sleep; negative is for ever.
func (s *shard) wait() int {
	switch {
	case s.box.Len() > 0:
		return 0
	case s.wheel.count > 0:
		return s.wheel.wait(s.now)
	case len(s.tracks) > 0 || len(s.streams) > 0:
		return idleWait
	}
	return -1
}

// visit looks at every stream once per visitEvery, spread evenly.
func (s *shard) visit() {
	if len(s.list) == 0 {
		s.visitAt = s.now
		return
	}
	every := visitEvery(s.cfg)
	n := int(int64(len(s.list)) * int64(s.now-s.visitAt) / int64(every))
	if n == 0 {
		return
	}
	s.visitAt = s.now
	for range min(n, len(s.list)) {
		if s.visited >= len(s.list) {
			s.visited = 0
		}
		s.list[s.visited].visit(s)
		s.visited++
	}
	if s.now >= s.trackAt {
		s.trackAt = s.now + every
		s.visitTracks()
	}
}

// visitEvery is fine enough for the shortest of the intervals watched.
func visitEvery(c *Config) time.Duration {
	return max(5*time.Millisecond, min(time.Second, c.ReportEvery/5, c.SilentAfter/5))
}

func (s *shard) attach(st *stream) {
	if err := s.loop.add(st); err != nil {
		s.log.Error("media: a port cannot be watched", "leg", st.id, "error", err)
	}
	st.ssrc = rand.Uint32()
	st.out.seq = uint16(rand.Uint32())
	st.out.ts = rand.Uint32()
	st.out.at = s.now
	st.reportAt = s.now + s.cfg.ReportEvery
	s.streams[st.id] = st
	st.index = len(s.list)
	s.list = append(s.list, st)
	s.open.Add(1)
	// Someone may have been told to hear this leg before it was there.
	for _, other := range s.list {
		for _, src := range other.hear {
			if src.Leg == st.id {
				s.resolve(other)
				break
			}
		}
	}
}

// detach ends a stream: its farewell, its measures, its sockets.
func (s *shard) detach(l id.Leg) {
	st := s.streams[l]
	if st == nil {
		return
	}
	delete(s.streams, l)
	last := len(s.list) - 1
	s.list[st.index] = s.list[last]
	s.list[st.index].index = st.index
	s.list[last] = nil
	s.list = s.list[:last]
	s.open.Add(^uint64(0))
	st.sendControl(s, true)
	s.wheel.drop(st)
	for _, src := range st.sources {
		src.stream.unhear(st)
	}
	for _, other := range append([]*stream(nil), st.listeners...) {
		s.resolve(other)
	}
	st.taps = nil
	s.loop.remove(st)
	st.closed = true
	for _, sock := range st.sockets {
		sock.close()
	}
	s.free(st.sockets[0].port())
	s.report(leg.Measured{Leg: st.id, Quality: st.quality()})
}

// stop ends everything; the loop ends after it.
func (s *shard) stop() {
	for _, st := range append([]*stream(nil), s.list...) {
		s.detach(st.id)
	}
	for _, t := range s.tracks {
		s.endTrack(t)
	}
	s.flush(true)
	s.box.Close()
}
