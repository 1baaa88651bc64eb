package popup

import (
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// fakeWindow runs what is posted at once, on a goroutine of its own.
type fakeWindow struct {
	mu      sync.Mutex
	scenes  []Scene
	visible bool
}

func (w *fakeWindow) post(f func(canvas)) {
	go func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		f(w)
	}()
}
func (w *fakeWindow) close()                              {}
func (w *fakeWindow) measure(text string, f Font) float64 { return wide(text, f) }
func (w *fakeWindow) present(s Scene)                     { w.scenes, w.visible = append(w.scenes, s), true }
func (w *fakeWindow) hide()                               { w.visible = false }
func (w *fakeWindow) dark() bool                          { return false }

// TestTicksWhileItRings: the window is drawn once a second for the waiting
// time, and not at all when nothing rings.
func TestTicksWhileItRings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &fakeWindow{}
		p := &Popup{options: Options{Press: func(seat.Line, Button) {}, Log: slog.New(slog.DiscardHandler), Now: time.Now}, pressed: map[seat.Line]time.Time{}, window: w, x: -1, y: -1}
		c := plain("a")
		c.Popup, c.WaitedFrom = true, time.Now().UnixMilli()
		p.Show([]seat.Card{c})
		p.Show([]seat.Card{c}) // the same again draws nothing
		<-time.After(10*time.Second + 100*time.Millisecond)
		synctest.Wait()
		if n := len(w.scenes); n != 11 || !w.visible {
			t.Errorf("drawn %d times in ten seconds", n)
		}
		p.Show(nil)
		synctest.Wait()
		if w.visible {
			t.Error("still there")
		}
		<-time.After(time.Minute)
		if n := len(w.scenes); n != 11 {
			t.Errorf("drawn %d times", n)
		}
	})
}

// TestClicksRightAfterAMoveDoNotCount: the buttons must have stood still.
func TestClicksRightAfterAMoveDoNotCount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &fakeWindow{}
		var got []seat.Line
		press := func(line seat.Line, b Button) {
			if b == Answer {
				got = append(got, line)
			}
		}
		p := &Popup{options: Options{Press: press, Log: slog.New(slog.DiscardHandler), Now: time.Now}, pressed: map[seat.Line]time.Time{}, window: w, x: -1, y: -1}
		click := func() {
			w.mu.Lock()
			p.down(50, 200)
			p.up(50, 200)
			w.mu.Unlock()
			synctest.Wait()
		}
		a, b := plain("a"), plain("b")
		a.Popup, b.Popup = true, true
		p.Show([]seat.Card{a})
		synctest.Wait()
		click()
		if len(got) != 0 {
			t.Errorf("a click on a window that has just come answered %v", got)
		}
		<-time.After(settle)
		p.Show([]seat.Card{b}) // in the same place
		synctest.Wait()
		click()
		if len(got) != 0 {
			t.Errorf("a click that was meant for a answered %v", got)
		}
		<-time.After(settle)
		click()
		click()
		if len(got) != 1 || got[0] != "b" {
			t.Errorf("answered %v", got)
		}
		<-time.After(offAfterPress + settle + tick)
		synctest.Wait()
		click()
		if len(got) != 2 {
			t.Errorf("a call that still rings can be answered again: %v", got)
		}
		p.Show(nil)
		synctest.Wait()
	})
}
