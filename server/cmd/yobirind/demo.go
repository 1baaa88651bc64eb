package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/yobirin/yobirin/server/internal/boot"
	"github.com/yobirin/yobirin/server/internal/config"
	"github.com/yobirin/yobirin/server/internal/demo"
	"github.com/yobirin/yobirin/server/internal/directory"
)

// marker is a file that tells a demo's data directory from a real site's,
// which the demo must never touch.
const marker = "demo"

// demoSupervisor is who a visitor may log in as.
const demoSupervisor = "yamada"

func demoCommand(args []string, out io.Writer) error {
	every, agents := 7*time.Second, 0
	cfg, err := settings("demo", args, func(f *flag.FlagSet) {
		f.DurationVar(&every, "every", every, "mean time between two callers")
		f.IntVar(&agents, "agents", agents, "how many of the agents work (0: all)")
	})
	if err != nil {
		return err
	}
	if err := claim(cfg); err != nil {
		return err
	}
	return runServer(cfg, 0, out, func(ctx context.Context, m *boot.Main) (func(), error) {
		password := newPassword()
		if err := noteLogin(cfg.DataDir, password); err != nil {
			return nil, err
		}
		return play(ctx, m, out, demo.Config{Every: every, Agents: agents, Login: func(string) string { return password }})
	})
}

// claim makes the data directory a demo's, if it is new.
func claim(cfg config.Config) error {
	path := filepath.Join(cfg.DataDir, marker)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if !cfg.DatabaseURL.Empty() {
		return fmt.Errorf("database_url: the demo writes its own site and runs on its embedded database only; expected no value")
	}
	entries, err := os.ReadDir(cfg.DataDir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(entries) > 0 {
		return fmt.Errorf("data_dir: %q holds a real site, expected an empty directory or one of the demo; choose another by YOBIRIN_DATA_DIR", cfg.DataDir)
	}
	if err := os.MkdirAll(cfg.DataDir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte("This directory belongs to the demo.\n"), 0o644)
}

// newPassword is everybody's until the demo's next start.
func newPassword() string { return "Demo-" + strings.ToLower(rand.Text()[:8]) + "1" }

// noteLogin keeps this start's login where `make run-app` finds it.
func noteLogin(dir, password string) error {
	path := filepath.Join(dir, marker)
	if err := os.Chmod(path, 0o600); err != nil {
		return err
	}
	return os.WriteFile(path, fmt.Appendf(nil, "This directory belongs to the demo.\nlog in as %q with the password %q\n", demoSupervisor, password), 0o600)
}

// play puts the demo's site into the server and people on its phones.
func play(ctx context.Context, m *boot.Main, out io.Writer, c demo.Config) (stop func(), err error) {
	sip := map[string]string{}
	for _, u := range demo.Users() {
		sip[u] = rand.Text()
	}
	if c.Login == nil {
		password := newPassword()
		c.Login = func(string) string { return password }
	}
	c.Server, c.Realm, c.Logger = m.PhoneAddr(), directory.Realm, m.Logger()
	c.Password = func(user string) string { return sip[user] }
	c.Seed = uint64(time.Now().UnixNano())
	c.Pause = func(agent, status string) { m.Pause(context.Background(), agent, status) }
	c.Office = true
	if c.Scenes == 0 {
		c.Scenes = 2
	}
	if c.Language == "" {
		c.Language = language(os.Getenv)
	}
	c.Tell = func(line string) { fmt.Fprintf(out, "  %s  %s\n", time.Now().Format(time.TimeOnly), line) }
	d, err := demo.New(c)
	if err != nil {
		return nil, err
	}
	stop = func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := d.Close(ctx); err != nil {
			m.Logger().Warn("the demo did not end in order", "err", err)
		}
	}
	files, err := demo.Files()
	if err != nil {
		return stop, err
	}
	if err := m.Apply(ctx, directory.Source{Name: "demo.yaml", Data: d.Site(), Dir: files}); err != nil {
		return stop, err
	}
	if err := d.Start(); err != nil {
		return stop, err
	}
	_, err = fmt.Fprintf(out, "  The demo runs: callers call, agents answer, park, transfer and meet.\n  log in as %q with the password %q (a supervisor of the demo)\n\n", demoSupervisor, c.Login(demoSupervisor))
	return stop, err
}

// language is what the terminal's user reads: as the locale says, else the
// demo's site's.
func language(env func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		locale := env(name)
		if locale == "" {
			continue
		}
		if strings.HasPrefix(locale, "en") {
			return "en"
		}
		break
	}
	return "ja"
}
