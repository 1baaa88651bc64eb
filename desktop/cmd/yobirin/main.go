// Command yobirin is the agent app.
package main

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"

	"github.com/yobirin/yobirin/desktop/internal/app"
	"github.com/yobirin/yobirin/desktop/internal/shell"
	"github.com/yobirin/yobirin/desktop/internal/update"
)

// The build sets these: -ldflags "-X main.version=1.2.3 -X main.updateKey=…".
var (
	version   = "0.0.0"
	updateKey = "" // Ed25519, in base64
)

func main() {
	if slices.Contains(os.Args[1:], "--version") {
		fmt.Println("yobirin", version)
		return
	}
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "yobirin:", err)
		os.Exit(1)
	}
}

func run(args []string) (err error) {
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
		Instance: instance, Watch: watch, Crashed: crashed, Log: log,
	})
	if err != nil {
		log.Error("the app cannot start", "err", err)
		return err
	}
	err = m.Run()
	log.Info("the app has ended", "err", err)
	return errors.Join(err, watch.Close())
}
