//go:build linux

package shelltest

import (
	"io"
	"log"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// Screen watches the desktop's windows and has an editor on it: a window that
// has the keyboard and counts what is typed into it.
type Screen struct {
	conn   *xgb.Conn
	root   xproto.Window
	editor xproto.Window
	events chan Event
	keys   atomic.Int64
	lost   atomic.Int64
}

// Event is something that happened on the screen.
type Event struct {
	At     time.Time
	Shown  bool // a window without a window manager appeared
	Gone   bool // a window went
	Window xproto.Window
}

// Screen begins to watch and opens the editor.
func (d *Desktop) Screen(t testing.TB) *Screen {
	t.Helper()
	xgb.Logger = log.New(io.Discard, "", 0)
	conn, err := xgb.NewConnDisplay(d.Display)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	screen := xproto.Setup(conn).DefaultScreen(conn)
	s := &Screen{conn: conn, root: screen.Root, events: make(chan Event, 1024)}
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(xproto.ChangeWindowAttributesChecked(conn, s.root, xproto.CwEventMask, []uint32{xproto.EventMaskSubstructureNotify}).Check())
	s.editor, err = xproto.NewWindowId(conn)
	check(err)
	check(xproto.CreateWindowChecked(conn, screen.RootDepth, s.editor, s.root, 100, 100, 300, 200, 0, xproto.WindowClassInputOutput, screen.RootVisual,
		xproto.CwBackPixel|xproto.CwEventMask, []uint32{screen.WhitePixel, xproto.EventMaskKeyPress | xproto.EventMaskFocusChange}).Check())
	check(xproto.MapWindowChecked(conn, s.editor).Check())
	go s.watch()
	Until(t, "the editor's keyboard", func() bool { return s.Focused() })
	return s
}

func (s *Screen) watch() {
	for {
		event, err := s.conn.WaitForEvent()
		if event == nil && err == nil {
			return
		}
		e := Event{At: time.Now()}
		switch x := event.(type) {
		case xproto.KeyPressEvent:
			s.keys.Add(1)
			continue
		case xproto.FocusOutEvent:
			s.lost.Add(1)
			continue
		case xproto.MapNotifyEvent:
			e.Shown, e.Window = x.OverrideRedirect, x.Window
		case xproto.UnmapNotifyEvent:
			e.Gone, e.Window = true, x.Window
		default:
			continue
		}
		select {
		case s.events <- e:
		default:
		}
	}
}

// Keys says how many keys the editor got.
func (s *Screen) Keys() int { return int(s.keys.Load()) }

// Lost says how often the editor lost the keyboard.
func (s *Screen) Lost() int { return int(s.lost.Load()) }

// Focused says whether the editor has the keyboard.
func (s *Screen) Focused() bool {
	reply, err := xproto.GetInputFocus(s.conn).Reply()
	return err == nil && reply.Focus == s.editor
}

// Await gives the next event of which is says yes.
func (s *Screen) Await(t testing.TB, what string, is func(Event) bool) Event {
	t.Helper()
	limit := time.After(Patience)
	for {
		select {
		case e := <-s.events:
			if is(e) {
				return e
			}
		case <-limit:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// Drain forgets the events so far.
func (s *Screen) Drain() {
	for {
		select {
		case <-s.events:
		default:
			return
		}
	}
}

// Height is a window's.
func (s *Screen) Height(w xproto.Window) int {
	reply, err := xproto.GetGeometry(s.conn, xproto.Drawable(w)).Reply()
	if err != nil {
		return 0
	}
	return int(reply.Height)
}

// Pixel gives the color of a point of the screen, 0xRRGGBB.
func (s *Screen) Pixel(x, y int) uint32 {
	reply, err := xproto.GetImage(s.conn, xproto.ImageFormatZPixmap, xproto.Drawable(s.root), int16(x), int16(y), 1, 1, 0xFFFFFFFF).Reply()
	if err != nil || len(reply.Data) < 3 {
		return 0
	}
	return uint32(reply.Data[2])<<16 | uint32(reply.Data[1])<<8 | uint32(reply.Data[0])
}
