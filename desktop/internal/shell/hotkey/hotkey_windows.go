package hotkey

import (
	"errors"
	"log/slog"
	"runtime"
	"unsafe"

	"golang.org/x/sys/windows"
)

// RegisterHotKey's modifiers and messages (winuser.h).
const (
	modAlt      = 0x1
	modControl  = 0x2
	modShift    = 0x4
	modWin      = 0x8
	modNoRepeat = 0x4000
	wmHotkey    = 0x312
	wmQuit      = 0x12
	wmApp       = 0x8000

	errorHotkeyAlreadyRegistered = windows.Errno(1409)
)

type message struct {
	hwnd    windows.HWND
	message uint32
	wparam  uintptr
	lparam  uintptr
	time    uint32
	x, y    int32
	private uint32
}

// hotkeys belong to the thread that registered them, and their messages come
// to it.
type hotkeys struct {
	pressed func(int)
	thread  uint32
	work    chan func()
	post    *windows.LazyProc
	done    chan struct{}
}

func open(pressed func(int), _ *slog.Logger) (system, error) {
	user := windows.NewLazySystemDLL("user32.dll")
	h := &hotkeys{pressed: pressed, work: make(chan func(), 1), post: user.NewProc("PostThreadMessageW"), done: make(chan struct{})}
	ready := make(chan struct{})
	go h.run(user, ready)
	<-ready
	return h, nil
}

func (h *hotkeys) run(user *windows.LazyDLL, ready chan<- struct{}) {
	runtime.LockOSThread()
	defer close(h.done)
	get, peek := user.NewProc("GetMessageW"), user.NewProc("PeekMessageW")
	var m message
	h.thread = windows.GetCurrentThreadId()
	peek.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0, 0) // makes the thread's queue
	close(ready)
	for {
		r, _, _ := get.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0)
		if r == 0 || int32(r) == -1 {
			return
		}
		switch m.message {
		case wmApp:
			(<-h.work)()
		case wmHotkey:
			h.pressed(int(m.wparam) - 1)
		}
	}
}

func (h *hotkeys) grab(combos []Combo) []error {
	user := windows.NewLazySystemDLL("user32.dll")
	register, unregister := user.NewProc("RegisterHotKey"), user.NewProc("UnregisterHotKey")
	errs := make([]error, len(combos))
	done := make(chan struct{})
	h.work <- func() {
		defer close(done)
		for id := uintptr(1); id <= 2; id++ {
			unregister.Call(0, id)
		}
		for i, c := range combos {
			r, _, err := register.Call(0, uintptr(i+1), uintptr(flags(c.Modifiers)), uintptr(c.Key.VK))
			switch {
			case r != 0:
			case errors.Is(err, errorHotkeyAlreadyRegistered):
				errs[i] = errTaken
			default:
				errs[i] = errors.Join(errUnsupported, err)
			}
		}
	}
	h.post.Call(uintptr(h.thread), wmApp, 0, 0)
	select {
	case <-done:
	case <-h.done:
	}
	return errs
}

func (h *hotkeys) close() {
	h.post.Call(uintptr(h.thread), wmQuit, 0, 0)
	<-h.done
}

func flags(m Modifiers) uint32 {
	mask := uint32(modNoRepeat)
	for _, held := range []struct {
		on   bool
		mask uint32
	}{{m.Ctrl, modControl}, {m.Alt, modAlt}, {m.Shift, modShift}, {m.Super, modWin}} {
		if held.on {
			mask |= held.mask
		}
	}
	return mask
}
