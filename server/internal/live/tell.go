package live

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"

	wire "github.com/yobirin/yobirin/shared/live"
)

const (
	maxTellers = 4  // who tell at once; the other processors are for the calls
	handful    = 16 // sockets that a teller takes at a time: for fewer there is no second one
)

// letter is a message for a socket. A body is shared by all who are told the
// same: it was written once, and only its number is the socket's own.
type letter struct {
	to     socket
	body   numbered // with its type and number before it
	seq    uint64
	whole  []byte // instead: a message without a number
	failed bool
}

// tellers is how many tell so many sockets at once.
func tellers(sockets int) int {
	return max(1, min(maxTellers, runtime.GOMAXPROCS(0)/2, sockets/handful))
}

// post hands letters out, one for each socket, several at once: a socket takes
// microseconds that are the kernel's, and 5,000 of them one after the other
// are a fifth of a second for the last. It returns when all are with their
// sockets, so that what follows comes after it everywhere, and at most one
// message for each is under way. Those that cannot take theirs are left.
func (h *Hub) post(t wire.MessageType, letters []letter) {
	var next atomic.Int64
	tell := func() {
		var scratch []byte
		for {
			until := int(next.Add(handful))
			if until-handful >= len(letters) {
				return
			}
			for i := until - handful; i < min(until, len(letters)); i++ {
				scratch = h.hand(t, &letters[i], scratch)
			}
		}
	}
	var others sync.WaitGroup
	for range h.tellers(len(letters)) - 1 {
		others.Go(tell)
	}
	tell()
	others.Wait()
	for i := range letters {
		if letters[i].failed {
			h.leave(letters[i].to, 1008, "too slow")
		}
	}
}

// say posts a message without a number to those it is for.
func (h *Hub) say(message []byte, to func(*reader) bool) {
	letters := h.letters[:0]
	for s, r := range h.open {
		if to(r) {
			letters = append(letters, letter{to: s, whole: message})
		}
	}
	h.post("", letters)
	clear(letters)
	h.letters = letters[:0]
}

// hand gives a socket its letter. A panic costs that socket alone.
func (h *Hub) hand(t wire.MessageType, l *letter, scratch []byte) []byte {
	defer func() {
		if p := recover(); p != nil {
			l.failed = true
			h.log.Error("panic while a live socket was told", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		}
	}()
	message := l.whole
	if message == nil {
		scratch = l.body.appendTo(scratch[:0], t, l.seq)
		message = scratch
	}
	l.failed = l.to.Send(message) != nil
	return scratch
}
