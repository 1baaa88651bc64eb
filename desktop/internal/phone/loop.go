package phone

import (
	"runtime/debug"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// post hands f to the owner; false when the phone is closed.
func (p *Phone) post(f func()) bool {
	if p.box.Put(f) {
		return true
	}
	if !p.box.Closed() {
		p.log.Error("the phone cannot keep up; something is lost")
	}
	return false
}

// onLine hands f to the owner for a line; a line that is over is ignored.
func (p *Phone) onLine(name seat.Line, f func(*line)) {
	p.post(func() {
		if l := p.lines[name]; l != nil {
			f(l)
		}
	})
}

// after runs f in the owner after a time, unless the timer is stopped.
func (p *Phone) after(d time.Duration, f func()) *time.Timer {
	return time.AfterFunc(d, func() { p.post(f) })
}

// run is the owner.
func (p *Phone) run() {
	defer p.running.Done()
	var buf []func()
	for {
		<-p.box.Wake()
		for buf = p.box.Take(buf); len(buf) > 0; buf = p.box.Take(buf) {
			for _, f := range buf {
				p.step(f)
			}
		}
		if p.box.Closed() {
			return
		}
	}
}

// step runs one message: a mistake costs what it was about, not the phone.
func (p *Phone) step(f func()) {
	defer p.recovered("phone")
	f()
}

// recovered is deferred at every goroutine's edge.
func (p *Phone) recovered(where string) {
	if v := recover(); v != nil {
		p.log.Error("a mistake was caught", "where", where, "panic", v, "stack", string(debug.Stack()))
	}
}

func (p *Phone) tell(in seat.Input) { p.o.Tell(in) }

// leave ends everything; done is called when the far sides know.
func (p *Phone) leave(done func()) {
	waiting := 1
	one := func() {
		if waiting--; waiting == 0 {
			done()
		}
	}
	for _, l := range p.lines {
		waiting++
		l.gone = one
		p.hangUp(l)
	}
	if p.acc != nil && p.acc.reg != nil {
		waiting++
		p.acc.stop(one)
	}
	p.acc = nil
	one()
}
