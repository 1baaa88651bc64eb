package tray

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"fyne.io/systray"
)

// loop runs the library's window on a thread of its own.
func (b *systrayBar) loop(build, ready, tapped func()) {
	systray.SetOnTapped(tapped)
	b.end = systray.Quit
	b.gone = make(chan struct{})
	go func() {
		defer close(b.gone)
		defer func() {
			if r := recover(); r != nil {
				b.log.Error("tray: panic", "type", fmt.Sprintf("%T", r), "stack", string(debug.Stack()))
			}
		}()
		runtime.LockOSThread()
		systray.Run(func() {
			build()
			ready()
		}, func() {})
	}()
}
