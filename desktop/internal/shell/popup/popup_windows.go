package popup

import (
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// edge is the distance from the work area's corner.
const edge = 12

// closeLimit is how long the window's end is waited for.
const closeLimit = 2 * time.Second

// win32Window is a window with a thread of its own.
type win32Window struct {
	mouse mouse
	log   *slog.Logger
	api   *api
	hwnd  uintptr
	gone  chan struct{} // closed when the thread has ended

	mu    sync.Mutex
	queue []func(canvas)

	// Of the window's thread.
	scene  Scene
	scale  float64
	shown  bool
	inside bool // the pointer is over the window
	fonts  map[Font]uintptr
	face   string  // of the fonts; "": not chosen yet
	scaled float64 // the scale that fonts are of
}

func newWindow(m mouse, log *slog.Logger) (window, error) {
	w := &win32Window{mouse: m, log: log, api: newAPI(), scale: 1, gone: make(chan struct{}), fonts: map[Font]uintptr{}}
	made := make(chan error)
	go w.run(made)
	if err := <-made; err != nil {
		return nil, err
	}
	return w, nil
}

// run is the window's thread.
func (w *win32Window) run(made chan<- error) {
	defer close(w.gone)
	runtime.LockOSThread()
	if w.api.setThreadDPI.Find() == nil {
		w.api.setThreadDPI.Call(perMonitorAwareV2)
	}
	if err := w.create(); err != nil {
		made <- err
		return
	}
	close(made)
	var m msg
	for {
		r, _, _ := w.api.getMessage.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0)
		if r == 0 || int32(r) == -1 {
			return
		}
		w.api.translateMessage.Call(uintptr(unsafe.Pointer(&m)))
		w.api.dispatchMessage.Call(uintptr(unsafe.Pointer(&m)))
	}
}

func (w *win32Window) create() error {
	name := windows.StringToUTF16Ptr("YobirinPopup")
	var instance windows.Handle
	if err := windows.GetModuleHandleEx(0, nil, &instance); err != nil {
		return fmt.Errorf("popup: %w", err)
	}
	cursor, _, _ := w.api.loadCursor.Call(0, idcArrow)
	class := wndClass{proc: windows.NewCallback(w.message), instance: uintptr(instance), cursor: cursor, name: name}
	class.size = uint32(unsafe.Sizeof(class))
	if r, _, err := w.api.registerClass.Call(uintptr(unsafe.Pointer(&class))); r == 0 {
		return fmt.Errorf("popup: RegisterClassEx: %w", err)
	}
	hwnd, _, err := w.api.createWindow.Call(wsExNoActivate|wsExTopmost|wsExToolWindow,
		uintptr(unsafe.Pointer(name)), uintptr(unsafe.Pointer(windows.StringToUTF16Ptr("Yobirin"))), wsPopup,
		0, 0, width, height, 0, 0, uintptr(instance), 0)
	if hwnd == 0 {
		return fmt.Errorf("popup: CreateWindowEx: %w", err)
	}
	w.hwnd = hwnd
	return nil
}

func (w *win32Window) post(f func(canvas)) {
	w.mu.Lock()
	w.queue = append(w.queue, f)
	w.mu.Unlock()
	w.api.postMessage.Call(w.hwnd, wmPosted, 0, 0)
}

// close destroys the window and waits until it is gone: Windows calls into one
// that is left while the process ends, and the program is not there any more.
func (w *win32Window) close() {
	w.post(func(canvas) {
		w.api.destroyWindow.Call(w.hwnd)
		w.api.postQuit.Call(0)
	})
	limit := time.NewTimer(closeLimit)
	defer limit.Stop()
	select {
	case <-w.gone:
	case <-limit.C:
		w.log.Warn("popup: it does not end")
	}
}

// message is the window procedure.
func (w *win32Window) message(hwnd, kind, wparam, lparam uintptr) uintptr {
	x, y := float64(int16(lparam&0xFFFF))/w.scale, float64(int16(lparam>>16&0xFFFF))/w.scale
	switch kind {
	case wmPosted:
		w.mu.Lock()
		calls := w.queue
		w.queue = nil
		w.mu.Unlock()
		for _, f := range calls {
			f(w)
		}
		return 0
	case wmPaint:
		w.paint()
		return 0
	case wmEraseBackground:
		return 1
	case wmMouseActivate:
		return maNoActivate
	case wmLeftDown:
		w.mouse.down(x, y)
		return 0
	case wmLeftUp:
		w.mouse.up(x, y)
		return 0
	case wmMouseMove:
		if !w.inside {
			w.inside = true
			track := trackMouse{flags: tmeLeave, hwnd: w.hwnd}
			track.size = uint32(unsafe.Sizeof(track))
			w.api.trackMouseEvent.Call(uintptr(unsafe.Pointer(&track)))
		}
		w.mouse.move(x, y)
		return 0
	case wmMouseLeave:
		w.inside = false
		w.mouse.leave()
		return 0
	case wmClose:
		return 0
	}
	r, _, _ := w.api.defWindowProc.Call(hwnd, kind, wparam, lparam)
	return r
}

func (w *win32Window) present(s Scene) {
	w.scene = s
	area, scale := w.place()
	w.scale = scale
	width, height := int32(s.W*scale), int32(s.H*scale)
	x, y := area.right-width-int32(edge*scale), area.bottom-height-int32(edge*scale)
	flags := uintptr(swpNoActivate | swpShowWindow)
	w.api.setWindowPos.Call(w.hwnd, hwndTopmost, uintptr(x), uintptr(y), uintptr(width), uintptr(height), flags)
	w.shown = true
	w.api.invalidate.Call(w.hwnd, 0, 0)
	w.api.update.Call(w.hwnd)
}

func (w *win32Window) hide() {
	w.shown, w.inside = false, false
	w.api.showWindow.Call(w.hwnd, swHide)
}

// place gives the work area of the monitor with the pointer, or that the
// window is on, and its scale.
func (w *win32Window) place() (rect, float64) {
	var monitor uintptr
	if w.shown {
		monitor, _, _ = w.api.monitorFromWindow.Call(w.hwnd, monitorNearest)
	} else {
		var p point
		w.api.getCursorPos.Call(uintptr(unsafe.Pointer(&p)))
		monitor, _, _ = w.api.monitorFromPoint.Call(uintptr(uint32(p.x))|uintptr(uint32(p.y))<<32, monitorNearest)
	}
	info := monitorInfo{}
	info.size = uint32(unsafe.Sizeof(info))
	w.api.getMonitorInfo.Call(monitor, uintptr(unsafe.Pointer(&info)))
	scale := 1.0
	if w.api.dpiForMonitor.Find() == nil {
		var x, y uint32
		if r, _, _ := w.api.dpiForMonitor.Call(monitor, 0, uintptr(unsafe.Pointer(&x)), uintptr(unsafe.Pointer(&y))); r == 0 && x > 0 {
			scale = float64(x) / 96
		}
	}
	return info.work, scale
}

func (w *win32Window) measure(text string, font Font) float64 {
	dc, _, _ := w.api.getDC.Call(w.hwnd)
	defer w.api.releaseDC.Call(w.hwnd, dc)
	old, _, _ := w.api.selectObject.Call(dc, w.font(font))
	defer w.api.selectObject.Call(dc, old)
	utf, err := windows.UTF16FromString(text)
	if err != nil {
		return 0
	}
	var size point
	w.api.textExtent.Call(dc, uintptr(unsafe.Pointer(&utf[0])), uintptr(len(utf)-1), uintptr(unsafe.Pointer(&size)))
	return float64(size.x) / w.scale
}

// font makes a font once for each scale.
func (w *win32Window) font(f Font) uintptr {
	if w.scaled != w.scale {
		for _, h := range w.fonts {
			w.api.deleteObject.Call(h)
		}
		w.fonts, w.scaled = map[Font]uintptr{}, w.scale
	}
	if h, made := w.fonts[f]; made {
		return h
	}
	weight := uintptr(fwNormal)
	if f.Bold {
		weight = fwBold
	}
	height := int32(-f.Size * w.scale)
	if w.face == "" {
		w.face = w.choose(uintptr(height))
	}
	h := w.newFont(w.face, uintptr(height), weight)
	w.fonts[f] = h
	return h
}

func (w *win32Window) newFont(face string, height, weight uintptr) uintptr {
	h, _, _ := w.api.createFont.Call(height, 0, 0, 0, weight, 0, 0, 0, defaultCharset, 0, 0, clearTypeQuality, 0,
		uintptr(unsafe.Pointer(windows.StringToUTF16Ptr(face))))
	return h
}

// choose gives the first of the Japanese faces that is installed. Characters
// that a face lacks, Windows takes from others.
func (w *win32Window) choose(height uintptr) string {
	dc, _, _ := w.api.getDC.Call(w.hwnd)
	defer w.api.releaseDC.Call(w.hwnd, dc)
	faces := []string{"Yu Gothic UI", "Meiryo UI", "Meiryo", "MS UI Gothic"}
	for _, face := range faces {
		font := w.newFont(face, height, fwNormal)
		old, _, _ := w.api.selectObject.Call(dc, font)
		var got [64]uint16
		w.api.textFace.Call(dc, uintptr(len(got)), uintptr(unsafe.Pointer(&got[0])))
		w.api.selectObject.Call(dc, old)
		w.api.deleteObject.Call(font)
		if windows.UTF16ToString(got[:]) == face {
			return face
		}
	}
	return faces[0]
}

// paint draws the scene into memory first, so that nothing flickers.
func (w *win32Window) paint() {
	var ps paintStruct
	dc, _, _ := w.api.beginPaint.Call(w.hwnd, uintptr(unsafe.Pointer(&ps)))
	defer w.api.endPaint.Call(w.hwnd, uintptr(unsafe.Pointer(&ps)))
	width, height := uintptr(w.scene.W*w.scale), uintptr(w.scene.H*w.scale)
	bitmap, _, _ := w.api.compatibleBitmap.Call(dc, width, height)
	defer w.api.deleteObject.Call(bitmap) // after the context that it is selected into
	memory, _, _ := w.api.compatibleDC.Call(dc)
	defer w.api.deleteDC.Call(memory)
	w.api.selectObject.Call(memory, bitmap)
	w.api.setBkMode.Call(memory, 1)
	for _, op := range w.scene.Ops {
		if op.Text == "" {
			w.fill(memory, op)
		} else {
			w.text(memory, op)
		}
	}
	w.api.bitBlt.Call(dc, 0, 0, width, height, memory, 0, 0, srcCopy)
}

func (w *win32Window) rect(r Rect) rect {
	return rect{int32(r.X * w.scale), int32(r.Y * w.scale), int32((r.X + r.W) * w.scale), int32((r.Y + r.H) * w.scale)}
}

func (w *win32Window) fill(dc uintptr, op Op) {
	brush, _, _ := w.api.createBrush.Call(bgr(op.Color))
	defer w.api.deleteObject.Call(brush)
	r := w.rect(op.Rect)
	if op.Radius <= 0 {
		r.right, r.bottom = max(r.right, r.left+1), max(r.bottom, r.top+1)
		w.api.fillRect.Call(dc, uintptr(unsafe.Pointer(&r)), brush)
		return
	}
	corner := uintptr(op.Radius * 2 * w.scale)
	region, _, _ := w.api.roundRegion.Call(uintptr(r.left), uintptr(r.top), uintptr(r.right)+1, uintptr(r.bottom)+1, corner, corner)
	defer w.api.deleteObject.Call(region)
	w.api.fillRegion.Call(dc, region, brush)
}

func (w *win32Window) text(dc uintptr, op Op) {
	utf, err := windows.UTF16FromString(op.Text)
	if err != nil {
		return
	}
	w.api.selectObject.Call(dc, w.font(op.Font))
	w.api.setTextColor.Call(dc, bgr(op.Color))
	format := uintptr(dtSingleLine | dtVCenter | dtNoPrefix)
	switch op.Align {
	case Center:
		format |= dtCenter
	case Right:
		format |= dtRight
	case Left:
	}
	r := w.rect(op.Rect)
	w.api.drawText.Call(dc, uintptr(unsafe.Pointer(&utf[0])), uintptr(len(utf)-1), uintptr(unsafe.Pointer(&r)), format)
}

func (w *win32Window) dark() bool {
	key, err := registry.OpenKey(registry.CURRENT_USER, `Software\Microsoft\Windows\CurrentVersion\Themes\Personalize`, registry.QUERY_VALUE)
	if err != nil {
		return false
	}
	defer key.Close()
	light, _, err := key.GetIntegerValue("AppsUseLightTheme")
	return err == nil && light == 0
}

func bgr(c Color) uintptr { return uintptr(c>>16&255 | c&0xFF00 | c&255<<16) }
