package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/yobirin/yobirin/server/internal/boot"
	"github.com/yobirin/yobirin/server/internal/config"
	"github.com/yobirin/yobirin/server/internal/obs"
	"github.com/yobirin/yobirin/server/internal/pg"
)

const (
	drainFor = 30 * time.Second // calls may end by themselves for this long
	closeFor = 60 * time.Second // the whole stop
)

// settings are the options that every command which needs the configuration has.
func settings(name string, args []string, more func(*flag.FlagSet)) (config.Config, error) {
	flags := flag.NewFlagSet("yobirind "+name, flag.ContinueOnError)
	file := flags.String("config", "", "settings file (default yobirind.yaml, if there is one)")
	if more != nil {
		more(flags)
	}
	if err := flags.Parse(args); err != nil {
		return config.Config{}, err
	}
	if flags.NArg() > 0 {
		return config.Config{}, fmt.Errorf("%q is too much, expected options only", flags.Arg(0))
	}
	return config.Load(config.System(*file))
}

func newLogger(cfg config.Config) *slog.Logger {
	return obs.NewLogger(obs.LogOptions{Format: cfg.LogFormat, Level: cfg.LogLevel, Output: os.Stderr})
}

func serve(args []string, out io.Writer) error {
	drain := drainFor
	cfg, err := settings("serve", args, func(f *flag.FlagSet) {
		f.DurationVar(&drain, "drain", drainFor, "how long a stop waits for calls to end by themselves")
	})
	if err != nil {
		return err
	}
	return runServer(cfg, drain, out, nil)
}

// runServer runs until a signal comes. A second signal does not wait for calls.
func runServer(cfg config.Config, drain time.Duration, out io.Writer, with func(context.Context, *boot.Main) (stop func(), err error)) error {
	log := newLogger(cfg)
	m := boot.New(boot.Options{Config: cfg, Version: version, Logger: log, DrainFor: drain, Cores: tune()})
	stopping, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := m.Start(stopping); err != nil {
		return err
	}
	greet(out, m)
	var after func()
	if with != nil {
		var err error
		if after, err = with(stopping, m); err != nil {
			log.Error("the demo does not run", obs.Err(err))
		}
	}
	<-stopping.Done()
	stop()
	log.Info("stopping", "waits at most", drain.String())
	if after != nil {
		after()
	}
	ctx, cancel := context.WithTimeout(context.Background(), drain+closeFor)
	defer cancel()
	ctx, second := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer second()
	return m.Close(ctx)
}

func greet(out io.Writer, m *boot.Main) {
	fmt.Fprintf(out, "\n  Yobirin is ready.\n  console  %s\n  SIP      %s\n", m.ConsoleURL(), m.SIPAddr())
	if m.FirstPassword != "" {
		fmt.Fprintf(out, "  log in as %q with the password %q (shown only this once)\n", "admin", m.FirstPassword)
	}
	fmt.Fprintln(out)
}

func migrate(args []string, out io.Writer) error {
	cfg, err := settings("migrate", args, nil)
	if err != nil {
		return err
	}
	ctx, log := context.Background(), newLogger(cfg)
	url := cfg.DatabaseURL.Reveal()
	if url == "" {
		e, err := pg.StartEmbedded(ctx, pg.EmbeddedConfig{DataDir: cfg.DataDir, Logger: log})
		if err != nil {
			return err
		}
		defer func() { _ = e.Stop(ctx) }()
		url = e.URL()
	}
	db, err := pg.Open(ctx, url, pg.Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	if err := pg.Migrate(ctx, db, log); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, "the database is up to date")
	return err
}
