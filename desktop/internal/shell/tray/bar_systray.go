//go:build !darwin || cgo

package tray

import (
	"log/slog"
	"time"

	"fyne.io/systray"
)

// stopLimit is how long the end of the icon is waited for.
const stopLimit = 2 * time.Second

// systrayBar shows the icon through fyne.io/systray, of which a process has
// one.
type systrayBar struct {
	log     *slog.Logger
	stopped chan struct{}
	end     func()        // takes the icon away; nil: that stopped is closed does
	gone    chan struct{} // closed when the library's loop has ended; nil: it is the frame's loop
	entries [ItemQuit + 1]*systray.MenuItem
}

func newBar(log *slog.Logger) bar { return &systrayBar{log: log, stopped: make(chan struct{})} }

func (b *systrayBar) start(ready func(), clicked func(Item)) {
	build := func() {
		systray.SetIcon(iconOf("offline"))
		for item := ItemStatus; item <= ItemQuit; item++ {
			b.entries[item] = systray.AddMenuItem(" ", "")
			if item == ItemStatus || item == ItemShow || item == ItemPhone {
				systray.AddSeparator()
			}
			go b.listen(item, b.entries[item].ClickedCh, clicked)
		}
	}
	b.loop(build, ready, func() { clicked(ItemShow) })
}

func (b *systrayBar) listen(item Item, clicks <-chan struct{}, clicked func(Item)) {
	for {
		select {
		case <-b.stopped:
			return
		case _, open := <-clicks:
			if !open {
				return
			}
			clicked(item)
		}
	}
}

func (b *systrayBar) icon(status string)  { systray.SetIcon(iconOf(status)) }
func (b *systrayBar) tooltip(text string) { systray.SetTooltip(text) }

func (b *systrayBar) entry(item Item, label string, enabled bool) {
	entry := b.entries[item]
	entry.SetTitle(label)
	if enabled {
		entry.Enable()
	} else {
		entry.Disable()
	}
}

// stop takes the icon away and waits until it is: Windows calls into a window
// that is left while the process ends, and the program is not there any more.
func (b *systrayBar) stop() {
	close(b.stopped)
	if b.end != nil {
		b.end()
	}
	if b.gone == nil {
		return
	}
	limit := time.NewTimer(stopLimit)
	defer limit.Stop()
	select {
	case <-b.gone:
	case <-limit.C:
		b.log.Warn("tray: it does not end")
	}
}
