package app

import (
	"context"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// patience is how long a command may take to be answered; what goes over the
// network answers or fails before.
const patience = 20 * time.Second

// Bridge is what the page may call: window.go.app.Bridge.<Method>. All its
// methods may be called at any time, from several pages.
type Bridge struct{ m *Main }

// State is all that the screen shows.
func (b *Bridge) State() seat.State { return b.m.loop.State() }

// Do carries out a command, given as JSON (seat.ReadCommand). It answers null,
// or why not.
func (b *Bridge) Do(command string) *seat.Trouble {
	c, err := seat.ReadCommand([]byte(command))
	if err != nil {
		b.m.log.Warn("the page gave a command that cannot be read", "err", err)
		return &seat.Trouble{Code: "command_invalid", Detail: err.Error()}
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return b.m.loop.Command(ctx, c)
}

// LiveOpen opens the page's end of the live socket: events live.open,
// live.message and live.close follow.
func (b *Bridge) LiveOpen() {
	b.m.window.emit("live.open")
	b.m.link.LiveOpen()
}

// LiveSend sends a message to the server.
func (b *Bridge) LiveSend(text string) { b.m.link.LiveSend(text) }

// LiveClose closes it.
func (b *Bridge) LiveClose() { b.m.link.LiveClose() }

// OpenURL opens a page in the system's browser; http and https only.
func (b *Bridge) OpenURL(url string) { b.m.shell.Do(seat.OpenURL{URL: url}) }

// Version is this app's own.
func (b *Bridge) Version() string { return b.m.o.Version }

// CrashBundle makes a file of logs for support and gives its path; "" when
// that failed.
func (b *Bridge) CrashBundle() string {
	path, err := b.m.o.Watch.Bundle()
	if err != nil {
		b.m.log.Error("the bundle for support could not be made", "err", err)
		return ""
	}
	return path
}

// Notify shows a notification of the system.
func (b *Bridge) Notify(title, body string) { b.m.shell.Message(title, body) }
