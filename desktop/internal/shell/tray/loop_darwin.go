//go:build cgo

package tray

import "fyne.io/systray"

// loop uses the frame's loop. A click on the icon opens the menu, as is the
// custom there.
func (b *systrayBar) loop(build, ready, _ func()) {
	start, end := systray.RunWithExternalLoop(func() {
		build()
		ready()
	}, func() {})
	b.end = end
	start()
}
