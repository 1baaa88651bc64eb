package media

import (
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"sync/atomic"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/mailbox"
	"github.com/yobirin/yobirin/shared/opus"
	"github.com/yobirin/yobirin/shared/pcm"
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
	moves                             atomic.Uint64
	decoded, undecodable              atomic.Uint64
}

// shard owns the streams of the calls that hash to it, and of legs that joined
// one of them. Everything but box and counters is
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
	rooms   map[uint64]*room
	mark    uint64
	tick    int64 // samples since start, of the wheel's step in progress
	// expected are the commands for legs that are about to arrive.
	expected map[id.Leg][]func(*shard)
	stopping bool
	batch    *batch
	flushAt  time.Duration

	plain  [rtpio.MaxPacket + 64]byte // a packet decrypted
	out    [rtpio.MaxPacket + 64]byte // a packet going out
	sealed [rtpio.MaxPacket + 64]byte // the same, encrypted
	frame  [maxFrame]byte
	pcm    [maxFrame]int16
	sum    [maxFrame]int32
	quiet  [2][2 * maxFrame]byte // silence in both laws
	wide   [opus.MaxNarrow]int16 // an Opus packet decoded
	code   [opus.MaxNarrow]byte  // the same, coded in a law
}

func newShard(cfg *Config, w *writer, free func(uint16), start time.Time) *shard {
	s := &shard{
		cfg: cfg, log: cfg.Logger, report: cfg.Report, writer: w, free: free, start: start,
		box: mailbox.New[func(*shard)](math.MaxInt), done: make(chan struct{}),
		streams: map[id.Leg]*stream{}, tracks: map[id.Recording]*track{}, rooms: map[uint64]*room{},
		expected: map[id.Leg][]func(*shard){},
	}
	for law := range s.quiet {
		for i := range s.quiet[law] {
			s.quiet[law][i] = pcm.Law(law).Silence()
		}
	}
	return s
}

// post hands a command to the shard; false when it is stopped or overwhelmed.
func (s *shard) post(f func(*shard)) bool {
	if s.box.Len() >= commandLimit || !s.box.Put(f) {
		s.refused.Add(1)
		return false
	}
	s.loop.wake()
	return true
}

// postAlways is post for what must not be refused half-way, the moves of legs:
// false only when the shard is stopped.
func (s *shard) postAlways(f func(*shard)) bool {
	if !s.box.Put(f) {
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

// attach takes a new port's stream.
func (s *shard) attach(st *stream) {
	st.tag = rand.Uint64()
	st.ssrc = rand.Uint32()
	st.out.seq = uint16(rand.Uint32())
	st.out.ts = rand.Uint32()
	st.out.at = s.now
	st.reportAt = s.now + s.cfg.ReportEvery
	s.enter(st)
}

// enter makes a stream one of this shard's, and known to those who wait for it.
func (s *shard) enter(st *stream) {
	if err := s.loop.add(st); err != nil {
		s.log.Error("media: a port cannot be watched", "leg", st.id, "error", err)
	}
	s.streams[st.id] = st
	st.mark = 0 // another shard's marks mean nothing here
	st.index = len(s.list)
	s.list = append(s.list, st)
	s.open.Add(1)
	// Someone may have been told to hear or record this leg before it was here.
	for _, t := range s.tracks {
		t.tapLeg(st)
	}
	for _, other := range s.list {
		for _, src := range other.hear {
			if src.Leg == st.id {
				s.resolve(other)
				break
			}
		}
	}
}

// leave takes a stream off this shard: nobody here hears or records it any
// more. What it was told to hear and play stays with it.
func (s *shard) leave(st *stream) {
	delete(s.streams, st.id)
	last := len(s.list) - 1
	s.list[st.index] = s.list[last]
	s.list[st.index].index = st.index
	s.list[last] = nil
	s.list = s.list[:last]
	s.open.Add(^uint64(0))
	s.wheel.forget(st)
	s.leaveRoom(st)
	for i := range st.sources {
		st.sources[i].forget(st)
	}
	st.sources, st.relaying, st.out.from = nil, false, nil
	if !s.stopping { // then the others follow at once
		for _, other := range slices.Clone(st.listeners) {
			s.resolve(other)
		}
	}
	st.taps = nil
}

// detach ends a stream: its farewell, its measures, its sockets.
func (s *shard) detach(st *stream) {
	if s.streams[st.id] != st {
		return
	}
	st.sendControl(s, true)
	s.leave(st)
	s.end(st)
}

// end closes a stream that has left.
func (s *shard) end(st *stream) {
	s.loop.remove(st, true)
	st.closed = true
	for _, sock := range st.sockets {
		sock.close()
	}
	s.free(st.sockets[0].port())
	s.report(leg.Measured{Leg: st.id, Quality: st.quality()})
}

// stop ends everything; the loop ends after it.
func (s *shard) stop() {
	s.stopping = true
	for _, st := range slices.Clone(s.list) {
		s.detach(st)
	}
	for _, t := range s.tracks {
		s.endTrack(t)
	}
	s.flush(true)
	s.box.Close()
}
