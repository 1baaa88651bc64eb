package sipua

import "sync"

// serial runs functions one at a time and in order, with a goroutine only
// while there is something to do: a dialog at rest costs no goroutine.
type serial struct {
	mu      sync.Mutex
	queue   []func()
	running bool
}

// workLimit bounds what the far side can make a dialog queue.
const workLimit = 256

// put appends f. With limited it refuses when the queue is long.
func (s *serial) put(f func(), limited bool, edge func()) bool {
	s.mu.Lock()
	if limited && len(s.queue) >= workLimit {
		s.mu.Unlock()
		return false
	}
	s.queue = append(s.queue, f)
	start := !s.running
	s.running = true
	s.mu.Unlock()
	if start {
		go s.drain(edge)
	}
	return true
}

// drain works the queue off; edge recovers a panic of one function, so that
// the next still runs.
func (s *serial) drain(edge func()) {
	for {
		s.mu.Lock()
		batch := s.queue
		s.queue = nil
		if len(batch) == 0 {
			s.running = false
			s.mu.Unlock()
			return
		}
		s.mu.Unlock()
		for _, f := range batch {
			s.run(f, edge)
		}
	}
}

func (s *serial) run(f, edge func()) {
	defer edge()
	f()
}
