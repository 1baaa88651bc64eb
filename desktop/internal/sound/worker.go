package sound

import (
	"fmt"
	"runtime"
	"sync/atomic"
)

// asked is a wish to a worker: what there is, or a device to be opened.
type asked struct {
	list   bool
	path   int
	number uint64
	spec   spec
}

// The worker's answers, to the keeper's mailbox.
type (
	listed struct {
		worker uint64
		have   devices
		err    error
	}
	opened struct {
		worker uint64
		path   int
		number uint64
		stream stream
		err    error
	}
)

// worker asks the system, one thing after the other, in a thread of its own:
// some systems want all from the thread that began with them, and no system
// promises to answer.
type worker struct {
	id     uint64
	ask    chan asked
	answer func(any) bool
	lost   atomic.Bool // given up, as it hangs
	found  func()      // it was lost, and has come back to end
}

// queue is how many wishes may wait for a worker: one to list and one per path.
const queue = 4

func newWorker(id uint64, open func() (driver, error), answer func(any) bool, found func()) *worker {
	w := &worker{id: id, ask: make(chan asked, queue), answer: answer, found: found}
	go w.run(open)
	return w
}

// quit lets the worker end when it has done what it was asked.
func (w *worker) quit() { close(w.ask) }

func (w *worker) run(open func() (driver, error)) {
	runtime.LockOSThread() // never unlocked: the thread ends with its sound system
	d, err := open()
	for a := range w.ask {
		switch {
		case err != nil && a.list:
			w.answer(listed{worker: w.id, err: err})
		case err != nil:
			w.answer(opened{worker: w.id, path: a.path, number: a.number, err: err})
		case a.list:
			w.answer(w.lists(d))
		default:
			o := w.opens(d, a)
			if !w.answer(o) && o.stream != nil {
				o.stream.close()
			}
		}
	}
	if err == nil {
		d.close()
	}
	if w.lost.Load() {
		w.found()
	}
}

func (w *worker) lists(d driver) (l listed) {
	l.worker = w.id
	defer func() {
		if p := recover(); p != nil {
			l.err = fmt.Errorf("panic: %v", p)
		}
	}()
	l.have, l.err = d.list()
	return l
}

func (w *worker) opens(d driver, a asked) (o opened) {
	o = opened{worker: w.id, path: a.path, number: a.number}
	defer func() {
		if p := recover(); p != nil {
			o.err = fmt.Errorf("panic: %v", p)
		}
	}()
	o.stream, o.err = d.open(a.spec)
	return o
}
