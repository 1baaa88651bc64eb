package media

import (
	"sync"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// home is where a leg's stream lives: what is posted for the leg goes there.
// Its lock is held over reading and posting, so that nothing is posted to a
// shard that the leg has been told to leave.
type home struct {
	sync.Mutex
	shard  *shard
	closed bool
}

// post hands a command to the shard that the leg lives in or is moving to. A
// command that comes before the leg waits for it there.
func (p *Port) post(f func(*shard)) bool {
	p.home.Lock()
	defer p.home.Unlock()
	return !p.home.closed && p.home.shard.post(func(s *shard) { s.about(p.leg, f) })
}

// end is the port's last command.
func (p *Port) end() {
	p.home.Lock()
	defer p.home.Unlock()
	if p.home.closed {
		return
	}
	p.home.closed = true
	p.home.shard.postAlways(func(s *shard) {
		s.about(p.leg, func(s *shard) { s.detach(p.stream) })
	})
}

// join carries out leg.Join. The new shard is told to expect the leg before
// the old one is told to let it go; what is ordered after that waits in the
// new shard until the leg is there.
func (p *Plane) join(o leg.Join) {
	port := p.Port(o.Leg)
	if port == nil {
		return
	}
	h := &port.home
	h.Lock()
	defer h.Unlock()
	from, to := h.shard, p.shardOf(o.Call)
	if h.closed || from == to {
		return
	}
	if !to.postAlways(func(s *shard) { s.about(o.Leg, func(s *shard) { s.expected[o.Leg] = []func(*shard){} }) }) {
		return // stopped, as the other will be
	}
	h.shard = to
	from.postAlways(func(s *shard) { s.about(o.Leg, func(s *shard) { s.depart(port.stream, to) }) })
}

// about carries out a command for a leg, now or when the leg has arrived.
func (s *shard) about(l id.Leg, f func(*shard)) {
	if waiting, ok := s.expected[l]; ok {
		s.expected[l] = append(waiting, f)
		return
	}
	f(s)
}

// depart hands a stream to another shard with all it is doing. Packets that
// come meanwhile stay in its sockets.
func (s *shard) depart(st *stream, to *shard) {
	here := s.streams[st.id] == st
	if here {
		s.leave(st)
		s.loop.remove(st, false)
		s.moves.Add(1)
	}
	if !to.postAlways(func(there *shard) { there.arrive(st, here) }) && here {
		s.end(st) // the plane is closing
	}
}

// arrive takes a stream from another shard and carries out what was ordered
// for it meanwhile. It does not come when it was closed before it could leave.
func (s *shard) arrive(st *stream, comes bool) {
	waiting := s.expected[st.id]
	delete(s.expected, st.id)
	if comes {
		s.command(func(s *shard) { s.enter(st); s.resolve(st) })
	}
	for _, f := range waiting {
		s.command(func(s *shard) { s.about(st.id, f) })
	}
	if s.stopping {
		s.detach(st)
	}
}
