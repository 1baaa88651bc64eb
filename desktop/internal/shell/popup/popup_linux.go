package popup

/*
#cgo pkg-config: gtk+-3.0
#cgo LDFLAGS: -lm
#include <stdlib.h>
#include "gtk_linux.h"
*/
import "C"

import (
	"log/slog"
	"runtime/cgo"
	"unsafe"
)

// gtkWindow is a window of GTK 3, on the thread of GTK's main loop.
type gtkWindow struct {
	mouse  mouse
	log    *slog.Logger
	self   cgo.Handle
	widget *C.GtkWidget // made at the first drawing; of the main loop's thread
	none   bool         // no window can be made here; said once
	scene  Scene
	isDark bool
}

func newWindow(m mouse, log *slog.Logger) (window, error) {
	w := &gtkWindow{mouse: m, log: log}
	w.self = cgo.NewHandle(w)
	return w, nil
}

// post hands f to the main loop, also before it runs.
func (w *gtkWindow) post(f func(canvas)) {
	C.yobirin_popup_post(C.uintptr_t(cgo.NewHandle(func() { f(w) })))
}

// close destroys the window. Its handle stays valid, because GTK may still
// hold a call to it.
func (w *gtkWindow) close() {
	w.post(func(canvas) {
		if w.widget != nil {
			C.gtk_widget_destroy(w.widget)
			w.widget = nil
		}
		w.none = true
	})
}

func (w *gtkWindow) measure(text string, font Font) float64 {
	s := C.CString(text)
	defer C.free(unsafe.Pointer(s))
	return float64(C.yobirin_popup_measure(s, C.double(font.Size), flag(font.Bold)))
}

func (w *gtkWindow) present(s Scene) {
	if w.widget == nil && !w.none {
		w.widget = C.yobirin_popup_new(C.uintptr_t(w.self))
		if w.widget == nil {
			w.none = true
			w.log.Warn("popup: windows cannot be placed on this display; notifications tell of calls")
		}
	}
	if w.widget == nil {
		return
	}
	w.scene = s
	C.yobirin_popup_place(w.widget, C.int(s.W), C.int(s.H))
}

func (w *gtkWindow) hide() {
	if w.widget != nil {
		C.gtk_widget_hide(w.widget)
		C.gdk_display_flush(C.gtk_widget_get_display(w.widget))
	}
}

// dark asks the desktop when the window is about to appear, not with every
// drawing.
func (w *gtkWindow) dark() bool {
	if w.widget == nil || C.gtk_widget_get_visible(w.widget) == 0 {
		w.isDark = C.yobirin_popup_dark() != 0
	}
	return w.isDark
}

//export popupCalled
func popupCalled(call C.uintptr_t) {
	handle := cgo.Handle(call)
	f := handle.Value().(func()) //nolint:forcetypeassert // post made it
	handle.Delete()
	f()
}

//export popupDraw
func popupDraw(self C.uintptr_t, cr *C.cairo_t) {
	w := cgo.Handle(self).Value().(*gtkWindow) //nolint:forcetypeassert // newWindow made it
	for _, op := range w.scene.Ops {
		if op.Text == "" {
			C.yobirin_popup_rectangle(cr, C.double(op.X), C.double(op.Y), C.double(op.W), C.double(op.H), C.double(op.Radius), C.uint(op.Color))
			continue
		}
		s := C.CString(op.Text)
		C.yobirin_popup_text(cr, s, C.double(op.Font.Size), flag(op.Font.Bold), C.int(op.Align),
			C.double(op.X), C.double(op.Y), C.double(op.W), C.double(op.H), C.uint(op.Color))
		C.free(unsafe.Pointer(s))
	}
}

//export popupMouse
func popupMouse(self C.uintptr_t, what C.int, x, y C.double) {
	w := cgo.Handle(self).Value().(*gtkWindow) //nolint:forcetypeassert // newWindow made it
	switch what {
	case 0:
		w.mouse.down(float64(x), float64(y))
	case 1:
		w.mouse.up(float64(x), float64(y))
	case 2:
		w.mouse.move(float64(x), float64(y))
	default:
		w.mouse.leave()
	}
}

func flag(on bool) C.int {
	if on {
		return 1
	}
	return 0
}
