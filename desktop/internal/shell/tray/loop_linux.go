package tray

import (
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"fyne.io/systray"
	"github.com/godbus/dbus/v5"
)

const (
	busAgain = 10 * time.Second // how often a session bus is looked for
	watcher  = "org.kde.StatusNotifierWatcher"
)

// loop starts the library once there is a bar. Without a session bus the
// library gives up for good, and a bar that comes while it starts it would
// miss. A bar that goes and comes again later it finds by itself. While it
// starts it forgets what it is told of icon and tooltip, so that the bar is
// ready only when it has started.
func (b *systrayBar) loop(build, ready, tapped func()) {
	systray.SetTitle("Yobirin")
	systray.SetOnTapped(tapped)
	b.gone = make(chan struct{})
	go func() {
		defer close(b.gone)
		defer func() {
			if r := recover(); r != nil {
				b.log.Error("tray: panic", "type", fmt.Sprintf("%T", r), "stack", string(debug.Stack()))
			}
		}()
		ticker := time.NewTicker(busAgain)
		defer ticker.Stop()
		said := false
		for err := b.awaitBar(); err != nil; err = b.awaitBar() {
			if !said {
				b.log.Info("tray: no session bus; the tray waits for one", "error", err)
			}
			said = true
			select {
			case <-b.stopped:
				return
			case <-ticker.C:
			}
		}
		select {
		case <-b.stopped:
			return
		default:
		}
		built := make(chan struct{})
		start, end := systray.RunWithExternalLoop(func() {
			defer close(built)
			build() // beside the start
		}, func() {})
		start()
		<-built
		ready()
		<-b.stopped
		end() // the bar sees that the connection is closed
	}()
}

// awaitBar returns nil when there is a bar, or the tray is stopped; an error
// when the session bus is not there.
func (b *systrayBar) awaitBar() error {
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	err = conn.AddMatchSignal(dbus.WithMatchSender("org.freedesktop.DBus"), dbus.WithMatchInterface("org.freedesktop.DBus"),
		dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, watcher))
	if err != nil {
		return err
	}
	changes := make(chan *dbus.Signal, 16)
	conn.Signal(changes)
	for {
		var there bool
		if err := conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, watcher).Store(&there); err != nil {
			return err
		}
		if there {
			return nil
		}
		select {
		case <-b.stopped:
			return nil
		case change := <-changes:
			if change == nil {
				return errors.New("the connection is closed")
			}
		}
	}
}
