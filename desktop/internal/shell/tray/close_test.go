package tray

import (
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// closedBar is a bar whose owner may tell it nothing after its end, as the
// library's is: it panics then.
type closedBar struct {
	mu      sync.Mutex
	stopped bool
	late    int
	busy    chan struct{} // closed when it is being told something
	hold    chan struct{} // it answers when this is closed
	panics  int           // so many times
	icons   []string
	told    chan struct{}
	once    sync.Once
}

func (b *closedBar) start(ready func(), _ func(Item)) { ready() }

func (b *closedBar) face(status, _ string) {
	b.once.Do(func() { close(b.busy) })
	<-b.hold
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.stopped {
		b.late++
	}
	if b.panics > 0 {
		b.panics--
		panic("the connection is closed")
	}
	b.icons = append(b.icons, status)
	b.told <- struct{}{}
}

func (b *closedBar) choices([]choice)         {}
func (b *closedBar) entry(Item, string, bool) {}

func (b *closedBar) stop() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stopped = true
}

// TestNothingIsBroughtToABarThatEnds: Close waits for what is being told.
func TestNothingIsBroughtToABarThatEnds(t *testing.T) {
	b := &closedBar{busy: make(chan struct{}), hold: make(chan struct{}), told: make(chan struct{}, 8)}
	tray := newTray(Options{Tell: func(seat.Input) {}, Log: slog.New(slog.DiscardHandler)}, b)
	<-b.busy
	tray.Show(seat.Tray{Status: "talking", LoggedIn: true})
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		tray.Close()
	}()
	<-tray.done // Close has begun
	close(b.hold)
	<-closed
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.stopped || b.late > 0 {
		t.Errorf("stopped %v, told %d times after it", b.stopped, b.late)
	}
	if len(b.icons) != 1 {
		t.Errorf("icons %v, and one had begun when it ended", b.icons)
	}
}

// TestTheTrayOutlivesABarThatFails: what failed is told again with the next.
func TestTheTrayOutlivesABarThatFails(t *testing.T) {
	b := &closedBar{busy: make(chan struct{}), hold: make(chan struct{}), told: make(chan struct{}, 8), panics: 1}
	close(b.hold)
	tray := newTray(Options{Tell: func(seat.Input) {}, Log: slog.New(slog.DiscardHandler)}, b)
	defer tray.Close()
	<-b.busy
	tray.Show(seat.Tray{Status: "offline"})
	select {
	case <-b.told:
	case <-time.After(time.Minute):
		t.Error("after a failure nothing was told any more")
	}
}
