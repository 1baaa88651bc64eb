// Package mailbox is the one queue between owners: many may put, one takes.
// Put never blocks, so a callback of a library, a timer or a media shard can
// always hand over a message and go on.
package mailbox

import "sync"

// Box is a capped first-in-first-out queue with one taker. Make it with New.
type Box[T any] struct {
	mu     sync.Mutex
	queue  []T
	limit  int
	closed bool
	wake   chan struct{}
}

// New makes a box that holds at most limit messages.
func New[T any](limit int) *Box[T] {
	return &Box[T]{limit: limit, wake: make(chan struct{}, 1)}
}

// Put appends a message and never blocks. It reports false when the box is
// full or closed; the message is then dropped, and the caller decides what
// that means (refuse the call, count the packet).
func (b *Box[T]) Put(m T) bool {
	b.mu.Lock()
	if b.closed || len(b.queue) >= b.limit {
		b.mu.Unlock()
		return false
	}
	b.queue = append(b.queue, m)
	b.mu.Unlock()
	b.signal()
	return true
}

// Take returns every waiting message, oldest first, in a slice that belongs
// to the caller, and gives the box the caller's used slice (may be nil) to
// fill next. It does not block.
func (b *Box[T]) Take(used []T) []T {
	clear(used[:cap(used)])
	b.mu.Lock()
	defer b.mu.Unlock()
	out := b.queue
	b.queue = used[:0]
	return out
}

// Wake is signalled after a Put and after Close. One signal may stand for
// many messages: call Take until it is empty.
func (b *Box[T]) Wake() <-chan struct{} { return b.wake }

// Close refuses further messages. Messages already in the box can be taken.
func (b *Box[T]) Close() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	b.signal()
}

// Closed says whether Close was called.
func (b *Box[T]) Closed() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.closed
}

// Len is the number of waiting messages.
func (b *Box[T]) Len() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.queue)
}

func (b *Box[T]) signal() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}
