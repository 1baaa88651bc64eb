//go:build cgo

package tray

import "fyne.io/systray"

// loop uses the frame's loop. A click on the icon opens the menu, as is the
// custom there.
func (b *systrayBar) loop(onReady, _ func()) {
	start, end := systray.RunWithExternalLoop(onReady, func() {})
	b.end = end
	start()
}
