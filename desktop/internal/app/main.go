// Package app is the agent app: Main wires the seat, its edges and the window
// together and runs them. It is the only room that knows Wails.
package app

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/yobirin/yobirin/desktop/internal/link"
	"github.com/yobirin/yobirin/desktop/internal/loop"
	"github.com/yobirin/yobirin/desktop/internal/phone"
	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/settings"
	"github.com/yobirin/yobirin/desktop/internal/shell"
	"github.com/yobirin/yobirin/desktop/internal/sound"
	"github.com/yobirin/yobirin/desktop/internal/update"
	"github.com/yobirin/yobirin/desktop/internal/voice"
)

// Options of New.
type Options struct {
	Dir       string // the app's folder of this user; it exists
	Version   string
	UpdateKey ed25519.PublicKey // signs what is said of newer versions; nil: nobody asks
	Hidden    bool              // start in the tray
	Silent    bool              // devices that exist on no computer, for tests without a sound system
	Instance  *shell.Instance   // the claim to be the one running app
	Watch     *shell.Watch      // makes bundles for support
	Crashed   string            // bundle of a run that did not end well; ""
	Icon      []byte            // PNG
	Log       *slog.Logger
}

// Main is the app. Make it with New, then Run it on the main thread.
type Main struct {
	o      Options
	log    *slog.Logger
	policy settings.Policy
	store  *settings.Store
	loop   *loop.Loop
	link   *link.Link
	phone  *phone.Phone
	voice  *voice.Engine
	sound  *sound.Sound
	update *update.Updates
	shell  *shell.Shell
	window *window
	bridge *Bridge

	ctx  context.Context
	stop context.CancelFunc
	done sync.WaitGroup
}

// New reads the settings and makes the edges. What fails here keeps the app
// from starting, and says why.
func New(o Options) (m *Main, err error) {
	m = &Main{o: o, log: o.Log, window: &window{}}
	m.bridge = &Bridge{m}
	m.ctx, m.stop = context.WithCancel(context.Background())
	defer func() {
		if err != nil {
			m.close()
		}
	}()
	if m.policy, err = settings.ReadPolicy(); err != nil {
		return nil, err
	}
	if m.store, err = settings.Open(settings.Options{Dir: o.Dir, Policy: m.policy, Ring: settings.SystemKeyring{}, Log: o.Log}); err != nil {
		return nil, err
	}
	trusted, err := readTrust(m.policy.CAFile)
	if err != nil {
		return nil, err
	}
	m.loop = loop.New(loop.Options{Screen: m.window, Log: o.Log})
	if err = m.hear(trusted); err != nil {
		return nil, err
	}
	m.link, err = link.New(link.Options{
		Tell: m.loop.Tell, Store: m.store, Page: m.window, Installation: m.store.Installation(), Computer: computer(),
		Roots: trusted.pool, Version: o.Version, Log: o.Log, Browse: shell.OpenURL, Front: m.window.toFront,
	})
	if err != nil {
		return nil, err
	}
	return m, m.watchUpdates(trusted)
}

// hear makes what calls are heard and spoken with: the devices drive the
// engine, the engine switches the devices.
func (m *Main) hear(trusted trust) (err error) {
	devices := &devices{}
	if m.voice, err = voice.New(voice.Options{Devices: devices, Log: m.log}); err != nil {
		return err
	}
	m.sound, err = sound.New(sound.Options{
		Pump: m.voice, Tell: m.loop.Tell, Log: m.log, Null: m.o.Silent,
		Levels: func(mic, speaker float64) { m.window.emit("level", levels{mic, speaker}) },
	})
	if err != nil {
		return err
	}
	devices.sound.Store(m.sound)
	m.phone, err = phone.New(phone.Options{
		Voice: m.voice, Tell: m.loop.Tell, Log: m.log, Installation: m.store.Installation(), UserAgent: "Yobirin/" + m.o.Version, Roots: trusted.more,
	})
	return err
}

// devices are the sound devices before there are any.
type devices struct{ sound atomic.Pointer[sound.Sound] }

// Run starts and stops them.
func (d *devices) Run(on bool) {
	if s := d.sound.Load(); s != nil {
		s.Run(on)
	}
}

// computer names this computer among an agent's devices.
func computer() string {
	name, err := os.Hostname()
	if err != nil || name == "" {
		return runtime.GOOS
	}
	return name
}

// Dir is where the app keeps its files for this user; it is made.
func Dir() (string, error) {
	dir := os.Getenv("YOBIRIN_APP_DIR")
	if dir == "" {
		config, err := os.UserConfigDir()
		if err != nil {
			return "", fmt.Errorf("this user has no folder for settings: %w", err)
		}
		dir = filepath.Join(config, "Yobirin")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("the app's folder: %w", err)
	}
	return dir, nil
}

// Run shows the window until the app ends. It must be called on the main
// thread.
func (m *Main) Run() error {
	defer m.close()
	var err error
	m.shell, err = shell.New(shell.Options{Tell: m.loop.Tell, Front: m.window.toFront, Read: m.window.read, Log: m.log, Dir: m.o.Dir, Icon: m.o.Icon})
	if err != nil {
		return err
	}
	m.done.Go(func() { m.loop.Run(m.ctx, m.phone, m.sound, m.link, desk{m}, m.update, own{m}) })
	m.loop.Tell(m.store.Loaded())
	if m.o.Crashed != "" {
		m.loop.Tell(seat.Warned{Trouble: seat.Trouble{Code: "crashed", Params: map[string]string{"file": m.o.Crashed}}})
	}
	m.done.Go(m.registerLinks)
	m.o.Instance.Serve(func(opened seat.Opened) { m.loop.Tell(opened) })
	return m.window.run(m)
}

// registerLinks makes tel: and callto: links come here, where no installer has
// seen to it and the person has chosen nothing else.
func (m *Main) registerLinks() {
	program, err := os.Executable()
	if err == nil {
		err = shell.RegisterLinks(program)
	}
	if err != nil {
		m.log.Info("links with numbers do not come here", "err", err)
	}
}

// desk is the shell, less what IT has forbidden.
type desk struct{ m *Main }

// Do carries out an effect.
func (d desk) Do(e seat.Effect) {
	if a, ok := e.(seat.Autostart); ok && a.On && d.m.policy.NoAuto {
		d.m.loop.Tell(seat.Warned{Trouble: seat.Trouble{Code: "autostart_managed"}})
		return
	}
	d.m.shell.Do(e)
}

// own carries out the effects that are nobody else's.
type own struct{ m *Main }

// Do carries out an effect.
func (o own) Do(e seat.Effect) {
	switch e := e.(type) {
	case seat.Save:
		if err := o.m.store.Save(e.Loaded); err != nil {
			o.m.log.Error("the settings were not kept", "err", err)
		}
	case seat.Use:
		o.m.voice.Clean(e.Echo, e.Noise)
	case seat.OpenURL:
		if e.Tab {
			o.m.window.emit("tab", map[string]string{"url": e.URL})
		}
	case seat.Exit:
		o.m.window.quit()
	default: // an edge's
	}
}

// close ends everything, the window being gone or never there.
func (m *Main) close() {
	if m.phone != nil {
		m.phone.Close() // first: it says goodbye to the server
	}
	if m.shell != nil {
		m.shell.Close()
	}
	if m.link != nil {
		m.link.Close()
	}
	if m.update != nil {
		m.update.Close()
	}
	if m.sound != nil {
		m.sound.Close()
	}
	if m.voice != nil {
		m.voice.Close()
	}
	m.stop()
	m.done.Wait()
}

var errTrust = errors.New("the certificates that IT has named")
