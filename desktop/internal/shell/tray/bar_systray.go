//go:build !darwin || cgo

package tray

import (
	"log/slog"

	"fyne.io/systray"
)

// systrayBar shows the icon through fyne.io/systray, of which a process has
// one.
type systrayBar struct {
	log     *slog.Logger
	stopped chan struct{}
	end     func() // takes the icon away; nil: that stopped is closed does
	entries [ItemQuit + 1]*systray.MenuItem
}

func newBar(log *slog.Logger) bar { return &systrayBar{log: log, stopped: make(chan struct{})} }

func (b *systrayBar) start(ready func(), clicked func(Item)) {
	onReady := func() {
		systray.SetIcon(iconOf("offline"))
		for item := ItemStatus; item <= ItemQuit; item++ {
			b.entries[item] = systray.AddMenuItem(" ", "")
			if item == ItemStatus || item == ItemShow || item == ItemPhone {
				systray.AddSeparator()
			}
			go b.listen(item, b.entries[item].ClickedCh, clicked)
		}
		ready()
	}
	b.loop(onReady, func() { clicked(ItemShow) })
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

// stop takes the icon away.
func (b *systrayBar) stop() {
	close(b.stopped)
	if b.end != nil {
		b.end()
	}
}
