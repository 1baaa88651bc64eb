package phone

import (
	"context"
	"crypto/tls"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/voice"
	"github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// still are devices that never run.
type still struct{}

func (still) Run(bool) {}

// manyCalls is a morning of an agent.
const manyCalls = 200

// TestManyCallsLeaveNothing: sockets, goroutines and lines of calls go with
// them, with the real media engine and real sockets.
func TestManyCallsLeaveNothing(t *testing.T) {
	reg := phonetest.NewRegistrar(600)
	reg.Account("201", "secret")
	calls := make(chan *sipua.Dialog, 1)
	ua, err := sipua.New(sipua.Config{Request: reg.Request, Invite: func(d *sipua.Dialog) sipua.Sink {
		d.Answer([]byte(phonetest.SDP))
		calls <- d
		return func(sipua.Event) {}
	}})
	if err != nil {
		t.Fatal(err)
	}
	port, served := serveLoopback(t, ua, sipua.TCP, tls.Certificate{}) // of TCP transactions nothing stays for a while after
	engine, err := voice.New(voice.Options{Devices: still{}})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, facts: make(chan seat.Input, 10_000)}
	r.phone, err = New(Options{Voice: engine, Tell: func(i seat.Input) { r.facts <- i }, Installation: "x"})
	if err != nil {
		t.Fatal(err)
	}
	r.phone.Do(seat.Register{Account: live.Softphone{
		User: "201", Password: "secret", Domain: "localhost", Servers: []live.SIPServer{{Transport: "tcp", Host: "127.0.0.1", Port: port}},
	}})
	r.state(seat.PhoneRegistered)
	call := func(n int) {
		line := seat.Line("d" + string(rune('0'+n%10)))
		r.phone.Do(seat.DialLine{Line: line, Digits: "104"})
		next[seat.LineUp](r, nil)
		d := <-calls
		switch n % 3 {
		case 0:
			d.Hangup(sipua.Hangup{})
		case 1:
			r.phone.Do(seat.HangUpLine{Line: line})
		default: // both at once
			r.phone.Do(seat.HangUpLine{Line: line})
			d.Hangup(sipua.Hangup{})
		}
		next[seat.LineEnded](r, nil)
	}
	for n := range 10 {
		call(n)
	}
	files, goroutines := openFiles(), runtime.NumGoroutine()
	for n := range manyCalls {
		call(n)
	}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for limit := time.After(20 * time.Second); ; {
		f, g := openFiles(), runtime.NumGoroutine()
		if f <= files+2 && g <= goroutines+5 {
			t.Logf("after %d calls: files %d → %d, goroutines %d → %d", manyCalls, files, f, goroutines, g)
			break
		}
		select {
		case <-tick.C:
		case <-limit:
			stacks := make([]byte, 1<<20)
			t.Fatalf("after %d calls: files %d → %d, goroutines %d → %d\n%s", manyCalls, files, f, goroutines, g, stacks[:runtime.Stack(stacks, true)])
		}
	}
	r.phone.Close()
	engine.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	_ = ua.Close(ctx)
	<-served
}

// openFiles counts this process's open files; 0 where the system does not tell.
func openFiles() int {
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	return len(list)
}
