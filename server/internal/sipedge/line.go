package sipedge

import (
	"fmt"
	"runtime/debug"
	"sync/atomic"

	"github.com/yobirin/yobirin/shared/mailbox"
)

// lineLimit is how many deeds may wait in one leg's line. A leg that has more
// is broken, or under attack inside its dialog, and is ended.
const lineLimit = 256

// line carries out deeds one after the other, in the order they were put. It
// has a goroutine only while there is work: a thousand quiet calls cost none.
type line struct {
	box     *mailbox.Box[func()]
	last    *mailbox.Box[func()] // deeds that end the leg; they have a place when box is full
	busy    atomic.Bool
	trouble func(what string) // a deed panicked; runs in the line
}

func newLine(trouble func(string)) *line {
	return &line{box: mailbox.New[func()](lineLimit), last: mailbox.New[func()](8), trouble: trouble}
}

// put adds a deed and never blocks; false when the line is full.
func (l *line) put(deed func()) bool {
	ok := l.box.Put(deed)
	l.kick()
	return ok
}

// finally adds a deed that ends the leg, behind all that waits.
func (l *line) finally(deed func()) {
	l.last.Put(deed)
	l.kick()
}

func (l *line) kick() {
	if l.busy.CompareAndSwap(false, true) {
		go l.run()
	}
}

func (l *line) run() {
	for {
		for _, deed := range l.box.Take(nil) {
			l.do(deed)
		}
		if l.box.Len() > 0 {
			continue
		}
		for _, deed := range l.last.Take(nil) {
			l.do(deed)
		}
		l.busy.Store(false)
		// Somebody may have put a deed before the Store, and found it busy.
		if l.box.Len() == 0 && l.last.Len() == 0 || !l.busy.CompareAndSwap(false, true) {
			return
		}
	}
}

func (l *line) do(deed func()) {
	defer func() {
		if p := recover(); p != nil {
			l.trouble(fmt.Sprintf("%v\n%s", p, debug.Stack()))
		}
	}()
	deed()
}
