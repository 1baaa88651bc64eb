package pgtest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/yobirin/yobirin/server/internal/pg"
)

const (
	envKeeper   = "YOBIRIN_TEST_KEEPER" // the keeper's directory
	linger      = 30                    // seconds without a user
	startWithin = 60 * time.Second
	usersLock   = "users.lock" // shared by users, taken alone by a keeper that leaves
	startLock   = "start.lock" // one process at a time looks for the cluster or starts it
	urlFile     = "url"        // exists while a keeper's cluster answers
	keeperLog   = "keeper.log"
)

// membership is this process's place on the list of users. It is never closed:
// the kernel does that when we end. It is kept here because a file that nobody
// refers to is closed by the garbage collector.
//
//nolint:unused // holding the file is its use
var membership *os.File

// init turns a copy of the test binary into the keeper. It must not be the test
// process itself: that one ends while other packages still use the cluster.
func init() {
	if dir := os.Getenv(envKeeper); dir != "" {
		if err := keep(dir); err != nil {
			fmt.Fprintln(os.Stderr, "keeper:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
}

// sharedCluster returns the URL of the cluster that all test processes share and
// registers this process as a user of it until it ends.
func sharedCluster() (string, error) {
	dir := filepath.Join(place(), fmt.Sprintf("yobirin-pgtest-%d", os.Getuid()))
	if err := os.Mkdir(dir, 0o711); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return "", err
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); !ok || !info.IsDir() || int(stat.Uid) != os.Getuid() {
		return "", fmt.Errorf("%s exists and is not our directory", dir)
	}
	if membership, err = flock(filepath.Join(dir, usersLock), syscall.LOCK_SH); err != nil {
		return "", err
	}
	start, err := flock(filepath.Join(dir, startLock), syscall.LOCK_EX)
	if err != nil {
		return "", err
	}
	defer func() { _ = start.Close() }()
	if url := answering(dir); url != "" {
		return url, nil
	}
	return spawn(dir)
}

// answering returns the URL of the running cluster, or "".
func answering(dir string) string {
	text, err := os.ReadFile(filepath.Join(dir, urlFile))
	if err != nil {
		return ""
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, string(text))
	if err != nil {
		return ""
	}
	_ = conn.Close(ctx)
	return string(text)
}

// spawn starts a keeper that outlives us and waits for its cluster.
func spawn(dir string) (string, error) {
	exe, err := os.Executable()
	if err != nil {
		return "", err
	}
	_ = os.Remove(filepath.Join(dir, urlFile))
	log, err := os.Create(filepath.Join(dir, keeperLog))
	if err != nil {
		return "", err
	}
	defer func() { _ = log.Close() }()
	cmd := exec.Command(exe)
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), envKeeper+"="+dir)
	// Its own session, and none of our pipes: go test waits for those to close.
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	late := time.After(startWithin)
	for {
		select {
		case <-tick.C:
			if text, err := os.ReadFile(filepath.Join(dir, urlFile)); err == nil {
				return string(text), nil
			}
		case err := <-ended:
			text, _ := os.ReadFile(filepath.Join(dir, keeperLog))
			return "", fmt.Errorf("the shared cluster did not start: %w: %s", err, strings.TrimSpace(string(text)))
		case <-late:
			return "", errors.New("the shared cluster did not start within " + startWithin.String() + ", see " + filepath.Join(dir, keeperLog))
		}
	}
}

// keep runs a fresh cluster until nobody has used it for a while.
func keep(dir string) error {
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	data := filepath.Join(dir, "data")
	// The remains of a throwaway cluster cannot be trusted after a crash.
	if err := removeOld(data); err != nil {
		return err
	}
	cluster, err := pg.StartEmbedded(context.Background(), pg.EmbeddedConfig{DataDir: data, Logger: log, Throwaway: true, MaxConns: 400})
	if err != nil {
		return err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		_ = cluster.Stop(ctx)
		_ = removeOld(data)
	}()
	draft := filepath.Join(dir, urlFile+".new")
	if err := os.WriteFile(draft, []byte(cluster.URL()), 0o600); err != nil {
		return err
	}
	if err := os.Rename(draft, filepath.Join(dir, urlFile)); err != nil {
		return err
	}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for idle := 0; ; {
		<-tick.C
		alone, err := flock(filepath.Join(dir, usersLock), syscall.LOCK_EX|syscall.LOCK_NB)
		if err != nil {
			idle = 0
			continue
		}
		if idle++; idle < linger {
			_ = alone.Close()
			continue
		}
		// Who comes now waits for this lock until the cluster is gone and this
		// process has ended, and then starts a new one.
		membership = alone
		return os.Remove(filepath.Join(dir, urlFile))
	}
}

// removeOld deletes data unless a keeper still holds it, which StartEmbedded
// then reports.
func removeOld(data string) error {
	f, err := flock(filepath.Join(data, "postgres.lock"), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s is in use: %w", data, err)
	}
	defer func() { _ = f.Close() }()
	return os.RemoveAll(data)
}

func flock(path string, how int) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(f.Fd()), how)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}
