package tray

import (
	"fmt"
	"runtime/debug"
	"time"

	"fyne.io/systray"
	"github.com/godbus/dbus/v5"
)

// busAgain is how often a session bus is looked for.
const busAgain = 10 * time.Second

// loop starts the library once there is a session bus: without one it gives
// up for good. A bar that appears later it finds by itself.
func (b *systrayBar) loop(onReady, tapped func()) {
	systray.SetTitle("Yobirin")
	systray.SetOnTapped(tapped)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				b.log.Error("tray: panic", "type", fmt.Sprintf("%T", r), "stack", string(debug.Stack()))
			}
		}()
		ticker := time.NewTicker(busAgain)
		defer ticker.Stop()
		for said := false; !hasBus(); said = true {
			if !said {
				b.log.Info("tray: no session bus; the tray waits for one")
			}
			select {
			case <-b.stopped:
				return
			case <-ticker.C:
			}
		}
		start, end := systray.RunWithExternalLoop(onReady, func() {})
		start()
		<-b.stopped
		end()
	}()
}

func hasBus() bool {
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		return false
	}
	conn.Close()
	return true
}
