package pg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// initialise makes the cluster beside its place and moves it there when it is
// whole, so that a crash in between leaves nothing that looks like a cluster.
func (e *Embedded) initialise(ctx context.Context, data string) error {
	e.dropUnfinished(data)
	// A name of its own: an initdb whose server was killed may still be writing.
	fresh, err := os.MkdirTemp(data, unfinished)
	if err != nil {
		return fmt.Errorf("make the cluster's directory: %w", err)
	}
	if err := give(fresh, e.cred); err != nil {
		return err
	}
	args := []string{"-D", fresh, "-U", clusterUser, "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-instructions"}
	if e.cfg.Throwaway {
		args = append(args, "--no-sync")
	} else {
		args = append(args, "--data-checksums")
	}
	cmd := exec.CommandContext(ctx, filepath.Join(e.bin.dir, "initdb"), args...)
	cmd.Dir = "/"
	cmd.Env = serverEnv()
	cmd.SysProcAttr = helperAttributes(e.cred)
	runtime.LockOSThread() // helperAttributes hold while this thread lives
	out, err := cmd.CombinedOutput()
	runtime.UnlockOSThread()
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, tail(out, 400))
	}
	// An empty directory of that name may have been prepared by an installer.
	if err := os.Remove(e.dir); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s holds files but is no PostgreSQL cluster: expected an empty or absent directory", e.dir)
	}
	if err := os.Rename(fresh, e.dir); err != nil {
		return fmt.Errorf("put the cluster into its place: %w", err)
	}
	e.dropUnfinished(data)
	return nil
}

// unfinished is how clusters are called that are being made.
const unfinished = "postgres.new*"

// dropUnfinished removes what was left of clusters that were not finished. What
// somebody still writes into is only in the way.
func (e *Embedded) dropUnfinished(data string) {
	left, _ := filepath.Glob(filepath.Join(data, unfinished)) // the pattern is right
	for _, dir := range left {
		if err := os.RemoveAll(dir); err != nil {
			e.log.Warn("a cluster that was not finished is still there", "err", err)
		}
	}
}

// clearCrash waits for a server that outlived its parent and removes what a
// killed one left: its pid file and its socket's lock. We hold the directory's
// lock, so nobody else can be using them.
func (e *Embedded) clearCrash(ctx context.Context) error {
	pidFile := filepath.Join(e.dir, "postmaster.pid")
	text, err := os.ReadFile(pidFile)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("read the pid file: %w", err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, _ := strconv.Atoi(strings.TrimSpace(first))
	if err := e.endOrphans(ctx, pid); err != nil {
		return err
	}
	for _, path := range []string{pidFile, filepath.Join(e.sock, socketName), filepath.Join(e.sock, socketName+".lock")} {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("remove what a crash left: %w", err)
		}
	}
	return nil
}

// endOrphans waits for the processes that our predecessor left. The kernel has
// told its postmaster to stop; when they do not go, we ask with growing force.
func (e *Embedded) endOrphans(ctx context.Context, pid int) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	force := map[int]syscall.Signal{100: syscall.SIGINT, 500: syscall.SIGQUIT, 750: syscall.SIGKILL} // 2, 10 and 15 s
	for i := 0; ; i++ {
		left := occupants(e.dir, pid)
		if len(left) == 0 {
			return nil
		}
		if signal, now := force[i]; now {
			e.log.Warn("the PostgreSQL of an earlier run does not end", "processes", left, "signal", signal.String())
			for _, one := range left {
				_ = syscall.Kill(one, signal)
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("the PostgreSQL of an earlier run (processes %v) does not end: %w", left, ctx.Err())
		}
	}
}

// waitReady polls until the server answers a connection.
func (e *Embedded) waitReady(ctx context.Context, p *postmaster) error {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		// Before there is a socket a connection cannot succeed.
		if _, err := os.Stat(filepath.Join(e.sock, socketName)); err == nil {
			conn, err := pgx.Connect(ctx, e.databaseURL("postgres"))
			if err == nil {
				return conn.Close(ctx)
			}
		}
		select {
		case <-tick.C:
		case <-p.exited:
			return fmt.Errorf("%w: %s: %s", errNotStarted, p.state(), p.lastWords())
		case <-ctx.Done():
			return fmt.Errorf("the server does not answer: %w", ctx.Err())
		}
	}
}

func (e *Embedded) ensureDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, e.databaseURL("postgres"))
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	var exists bool
	if err := conn.QueryRow(ctx, "select exists(select from pg_database where datname = $1)", clusterDatabase).Scan(&exists); err != nil {
		return fmt.Errorf("look for the database: %w", err)
	}
	if exists {
		return nil
	}
	if _, err := conn.Exec(ctx, "create database "+pgx.Identifier{clusterDatabase}.Sanitize()); err != nil {
		return fmt.Errorf("create the database: %w", err)
	}
	return nil
}

func tail(out []byte, limit int) string {
	text := strings.TrimSpace(string(out))
	if len(text) > limit {
		text = text[len(text)-limit:]
	}
	return strings.Join(strings.Fields(text), " ")
}
