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
	status  string              // of the icon
	clicked func(Item)          // of start
	chooses []*systray.MenuItem // as many as were ever needed; the rest of them is hidden
}

func newBar(log *slog.Logger) bar { return &systrayBar{log: log, stopped: make(chan struct{})} }

func (b *systrayBar) start(ready func(), clicked func(Item)) {
	b.clicked = clicked
	build := func() {
		systray.SetIcon(iconOf("offline"))
		for item := ItemStatus; item <= ItemQuit; item++ {
			b.entries[item] = systray.AddMenuItem(" ", "")
			if item == ItemChoose || item == ItemShow || item == ItemPhone {
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

func (b *systrayBar) face(status, tooltip string) {
	if status != b.status {
		systray.SetIcon(iconOf(status))
		b.status = status
	}
	systray.SetTooltip(tooltip)
}

func (b *systrayBar) choices(list []choice) {
	for i, c := range list {
		if i == len(b.chooses) {
			item := b.entries[ItemChoose].AddSubMenuItemCheckbox(c.label, "", c.checked)
			b.chooses = append(b.chooses, item)
			go b.listen(Item(choiceFrom+i), item.ClickedCh, b.clicked)
			continue
		}
		item := b.chooses[i]
		item.SetTitle(c.label)
		if c.checked {
			item.Check()
		} else {
			item.Uncheck()
		}
		item.Show()
	}
	for _, item := range b.chooses[len(list):] {
		item.Hide()
	}
}

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
