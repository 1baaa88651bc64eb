// Command yobirin is the agent app.
package main

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"

	"github.com/yobirin/yobirin/desktop/internal/app"
	"github.com/yobirin/yobirin/desktop/internal/assets"
	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/shell"
	"github.com/yobirin/yobirin/desktop/internal/sound"
	"github.com/yobirin/yobirin/desktop/internal/update"
	"github.com/yobirin/yobirin/desktop/internal/words"
)

// The build sets these: -ldflags "-X main.version=1.2.3 -X main.updateKey=…".
var (
	version   = "0.0.0"
	updateKey = "" // Ed25519, in base64
)

func main() {
	if slices.Contains(os.Args[1:], "--version") {
		attach()
		fmt.Println("yobirin", version)
		return
	}
	if slices.Contains(os.Args[1:], "--sound") {
		attach()
		if err := listSound(os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "yobirin:", err)
			os.Exit(1)
		}
		return
	}
	if err := run(os.Args[1:]); err != nil {
		attach()
		fmt.Fprintln(os.Stderr, "yobirin:", err)
		show(explain(err, words.In(language())))
		os.Exit(1)
	}
}

// explain says to a person why the app cannot start.
func explain(err error, w words.Words) string {
	if errors.Is(err, app.ErrNoWebView) {
		return w.Say(words.NoWebView)
	}
	return w.Say(words.StartFailed, "reason", err.Error())
}

// listSound tells IT what microphones and loudspeakers the app would find.
func listSound(out io.Writer) error {
	microphones, speakers, err := sound.List()
	if err != nil {
		return err
	}
	for _, kind := range []struct {
		title string
		have  []seat.SoundDevice
	}{{"microphones", microphones}, {"loudspeakers", speakers}} {
		fmt.Fprintf(out, "%s: %d\n", kind.title, len(kind.have))
		for _, d := range kind.have {
			mark := " "
			if d.Default {
				mark = "*"
			}
			fmt.Fprintf(out, "  %s %s\n", mark, d.Name)
		}
	}
	return nil
}

func run(args []string) (err error) {
	if err := app.Ready(); err != nil {
		return err
	}
	dir, err := app.Dir()
	if err != nil {
		return err
	}
	instance, first, err := shell.Claim(dir, args)
	if err != nil {
		return err
	}
	if !first {
		return nil // the other one has been told
	}
	defer instance.Close()
	if err := shell.Prepare(); err != nil {
		return err
	}
	file, handler, err := shell.OpenLog(dir, slog.LevelInfo)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	log := slog.New(handler)
	watch, crashed, err := shell.NewWatch(dir, version)
	if err != nil {
		return err
	}
	var key ed25519.PublicKey
	if updateKey != "" {
		if key, err = update.ReadKey(updateKey); err != nil {
			return fmt.Errorf("this build's key for updates: %w", err)
		}
	}
	log.Info("the app starts", "version", version)
	m, err := app.New(app.Options{
		Dir: dir, Version: version, UpdateKey: key, Hidden: shell.Hidden(args), Silent: os.Getenv("YOBIRIN_APP_SILENT") != "",
		Instance: instance, Watch: watch, Crashed: crashed, Icon: assets.Icon(), Log: log,
	})
	if err != nil {
		log.Error("the app cannot start", "err", err)
		return err
	}
	err = m.Run()
	log.Info("the app has ended", "err", err)
	return errors.Join(err, watch.Close())
}
