package pg_test

import (
	"bufio"
	"context"
	"errors"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
)

// envChild makes the test binary a process that runs a cluster until killed.
const envChild = "YOBIRIN_TEST_EMBEDDED_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(envChild); dir != "" {
		child(dir)
	}
	os.Exit(m.Run())
}

// child commits a row, says so, and waits for its end.
func child(dir string) {
	ctx := context.Background()
	e, err := pg.StartEmbedded(ctx, pg.EmbeddedConfig{DataDir: dir})
	if err != nil {
		println("error", err.Error())
		os.Exit(1)
	}
	db, err := pg.Open(ctx, e.URL(), pg.Options{})
	if err == nil {
		_, err = db.Pool().Exec(ctx, "create table if not exists kept (at timestamptz default now()); insert into kept default values")
	}
	if err != nil {
		println("error", err.Error())
		os.Exit(1)
	}
	_, _ = os.Stdout.WriteString("ready " + strconv.Itoa(e.PID()) + "\n")
	select {}
}

func startChild(t *testing.T, dir string) (*exec.Cmd, int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), envChild+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("child: %v", err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(line, "ready ")))
	if err != nil {
		t.Fatalf("child said %q", line)
	}
	return cmd, pid
}

func start(t *testing.T, dir string) *pg.Embedded {
	t.Helper()
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelInfo}))
	e, err := pg.StartEmbedded(t.Context(), pg.EmbeddedConfig{DataDir: dir, Logger: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := e.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	return e
}

func rows(t *testing.T, url string) int {
	t.Helper()
	db, err := pg.Open(t.Context(), url, pg.Options{MaxConns: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var n int
	if err := db.Pool().QueryRow(t.Context(), "select count(*) from kept").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestKillNineAndStartAgain(t *testing.T) {
	dir := pgtest.DataDir(t)
	cmd, postmaster := startChild(t, dir)

	// A second start while the first runs names the process that runs.
	var locked *pg.LockedError
	_, err := pg.StartEmbedded(t.Context(), pg.EmbeddedConfig{DataDir: dir})
	if !errors.As(err, &locked) || locked.PID != cmd.Process.Pid || !strings.Contains(err.Error(), strconv.Itoa(cmd.Process.Pid)) {
		t.Fatalf("second start: got %v, want a refusal naming %d", err, cmd.Process.Pid)
	}

	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	e := start(t, dir)
	if e.PID() == postmaster {
		t.Error("the killed process's postmaster still runs")
	}
	if n := rows(t, e.URL()); n != 1 {
		t.Errorf("%d rows after a kill, want the one that was committed", n)
	}
}

// A server that was killed while it made its first cluster leaves an initdb that
// goes on writing for a moment.
func TestAnUnfinishedClusterIsInNobodysWay(t *testing.T) {
	dir := pgtest.DataDir(t)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			for _, left := range []string{"postgres.new", "postgres.new1"} {
				_ = os.MkdirAll(filepath.Join(dir, left, "base"), 0o755)
				_ = os.WriteFile(filepath.Join(dir, left, "base", strconv.Itoa(i%100)), nil, 0o600)
			}
		}
	}()
	t.Cleanup(func() { <-stopped })
	t.Cleanup(func() { close(stop) })
	start(t, dir)
}

// TestEverythingKilled leaves a pid file and a socket lock that name a dead
// postmaster.
func TestEverythingKilled(t *testing.T) {
	dir := pgtest.DataDir(t)
	cmd, postmaster := startChild(t, dir)
	if err := cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	// The parent is stopped and does not reap: the postmaster stays a zombie.
	if err := syscall.Kill(postmaster, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	pidFile := filepath.Join(dir, "postgres", "postmaster.pid")
	text, err := os.ReadFile(pidFile)
	if err != nil {
		t.Fatalf("the kill left no pid file, so the test proves nothing: %v", err)
	}
	// A reused number: our own process is alive, and is no postmaster.
	_, rest, _ := strings.Cut(string(text), "\n")
	if err := os.WriteFile(pidFile, []byte(strconv.Itoa(os.Getpid())+"\n"+rest), 0o600); err != nil {
		t.Fatal(err)
	}
	if n := rows(t, start(t, dir).URL()); n != 1 {
		t.Errorf("%d rows, want 1", n)
	}
}

func TestPostmasterIsRestarted(t *testing.T) {
	e := start(t, pgtest.DataDir(t))
	before := e.PID()
	if err := syscall.Kill(before, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	late := time.After(30 * time.Second)
	for e.PID() == before {
		select {
		case <-tick.C:
		case <-late:
			t.Fatal("not started again")
		}
	}
	db, err := pg.Open(t.Context(), e.URL(), pg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
}

func TestStopIsCleanAndCanBeRepeated(t *testing.T) {
	dir := pgtest.DataDir(t)
	e := start(t, dir)
	pid := e.PID()
	for range 2 {
		if err := e.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Kill(pid, 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("process %d: %v", pid, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "postgres", "postmaster.pid")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a clean stop leaves no pid file: %v", err)
	}
	start(t, dir)
}

func TestLongPath(t *testing.T) {
	dir := filepath.Join(pgtest.DataDir(t), strings.Repeat("long", 30))
	e := start(t, dir)
	db, err := pg.Open(t.Context(), e.URL(), pg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if strings.Contains(e.URL(), "longlong") {
		t.Errorf("the socket is under the long path: %s", e.URL())
	}
	if err := e.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(e.URL())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(u.Query().Get("host")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket's directory stays after a stop: %v", err)
	}
}

func TestStartRefusals(t *testing.T) {
	t.Run("PG_BIN without PostgreSQL", func(t *testing.T) {
		bin := pgtest.DataDir(t)
		_, err := pg.StartEmbedded(t.Context(), pg.EmbeddedConfig{DataDir: pgtest.DataDir(t), Getenv: func(name string) string {
			if name == "PG_BIN" {
				return bin
			}
			return ""
		}})
		if err == nil || !strings.Contains(err.Error(), "expected a directory with a working postgres") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("cluster of another version", func(t *testing.T) {
		dir := pgtest.DataDir(t)
		if err := os.Mkdir(filepath.Join(dir, "postgres"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "postgres", "PG_VERSION"), []byte("9\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := pg.StartEmbedded(t.Context(), pg.EmbeddedConfig{DataDir: dir})
		if err == nil || !strings.Contains(err.Error(), "made by PostgreSQL 9") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("not a cluster", func(t *testing.T) {
		dir := pgtest.DataDir(t)
		if err := os.MkdirAll(filepath.Join(dir, "postgres", "photos"), 0o700); err != nil {
			t.Fatal(err)
		}
		_, err := pg.StartEmbedded(t.Context(), pg.EmbeddedConfig{DataDir: dir})
		if err == nil || !strings.Contains(err.Error(), "is no PostgreSQL cluster") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("closed parent", func(t *testing.T) {
		if os.Geteuid() != 0 {
			t.Skip("only root starts PostgreSQL as somebody else")
		}
		closed := filepath.Join(pgtest.DataDir(t), "closed")
		if err := os.Mkdir(closed, 0o700); err != nil {
			t.Fatal(err)
		}
		data, base := filepath.Join(closed, "data"), filepath.Join(pgtest.DataDir(t), "elsewhere")
		for range 2 { // the second start finds the first one's cluster
			e, err := pg.StartEmbedded(t.Context(), pg.EmbeddedConfig{DataDir: data, Elsewhere: base})
			if err != nil {
				t.Fatal(err)
			}
			if err := e.Stop(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if to, err := os.Readlink(filepath.Join(data, "postgres")); err != nil || !strings.HasPrefix(to, base) {
			t.Errorf("the data directory leads to %q, %v", to, err)
		}
		_, err := pg.StartEmbedded(t.Context(), pg.EmbeddedConfig{DataDir: data, Elsewhere: filepath.Join(pgtest.DataDir(t), "other")})
		if err == nil || !strings.Contains(err.Error(), "who cannot pass "+closed) {
			t.Errorf("another place was taken: %v", err)
		}
	})
}

// BenchmarkStart is a start on an existing cluster, and its stop.
func BenchmarkStart(b *testing.B) {
	dir := pgtest.DataDir(b)
	var starts time.Duration
	for i := 0; b.Loop(); i++ {
		at := time.Now()
		e, err := pg.StartEmbedded(b.Context(), pg.EmbeddedConfig{DataDir: dir})
		if err != nil {
			b.Fatal(err)
		}
		if i == 0 {
			b.Logf("with initdb: %s", time.Since(at))
		} else {
			starts += time.Since(at)
			b.ReportMetric(float64(starts.Milliseconds())/float64(i), "ms/start")
		}
		if err := e.Stop(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
