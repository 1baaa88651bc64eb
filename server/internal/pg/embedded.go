package pg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

const (
	clusterUser     = "yobirin"
	clusterDatabase = "yobirin"
	socketName      = ".s.PGSQL.5432"
	// socketPathMax is sizeof(sun_path) less the closing zero, on Linux.
	socketPathMax = 107
	startTimeout  = 60 * time.Second // recovery after a crash may replay much
)

// EmbeddedConfig tunes StartEmbedded.
type EmbeddedConfig struct {
	// DataDir is the server's data directory; the cluster lives in its
	// "postgres", the lock is "postgres.lock".
	DataDir string
	Logger  *slog.Logger
	// Getenv reads PG_BIN and TMPDIR; nil is the process's own environment.
	Getenv func(string) string
	// Throwaway gives up durability for speed. Tests only: a crash of the
	// machine destroys the cluster.
	Throwaway bool
	// MaxConns is max_connections; 0 means 100.
	MaxConns int
	// Elsewhere holds the clusters of data directories that the server's user
	// cannot reach, when we are root; empty means /var/lib/yobirin-postgres.
	Elsewhere string
}

// Embedded is a private PostgreSQL that listens on a unix socket only. When its
// postmaster dies it is started again, with pauses of up to ten seconds.
type Embedded struct {
	cfg   EmbeddedConfig
	log   *slog.Logger
	bin   binaries
	cred  *syscall.Credential
	dir   string // the cluster
	sock  string // the directory of the socket
	lock  *os.File
	stop  chan struct{} // closed by Stop
	done  chan struct{} // closed when the supervisor has ended
	ended sync.Once

	mu      sync.Mutex
	current *postmaster
}

// StartEmbedded makes the cluster if there is none, clears what a crash left
// behind, and returns when the server takes connections. A second start on the
// same directory fails with *LockedError.
func StartEmbedded(ctx context.Context, cfg EmbeddedConfig) (*Embedded, error) {
	if cfg.Getenv == nil {
		cfg.Getenv = os.Getenv
	}
	if cfg.MaxConns == 0 {
		cfg.MaxConns = 100
	}
	if cfg.Elsewhere == "" {
		cfg.Elsewhere = "/var/lib/yobirin-postgres"
	}
	data, err := filepath.Abs(cfg.DataDir)
	if err != nil {
		return nil, fmt.Errorf("embedded PostgreSQL: %w", err)
	}
	e := &Embedded{
		cfg: cfg, log: orDiscard(cfg.Logger), dir: filepath.Join(data, "postgres"),
		stop: make(chan struct{}), done: make(chan struct{}),
	}
	if err := e.start(ctx, data); err != nil {
		if e.lock != nil {
			_ = e.lock.Close()
		}
		return nil, fmt.Errorf("embedded PostgreSQL: %w", err)
	}
	go e.supervise()
	return e, nil
}

func (e *Embedded) start(ctx context.Context, data string) (err error) {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	if e.cred, err = unprivileged(); err != nil {
		return err
	}
	closed, err := prepareDataDir(data, e.cred)
	if err != nil {
		return err
	}
	if e.lock, err = lockFile(filepath.Join(data, "postgres.lock")); err != nil {
		return err
	}
	if closed != "" {
		place, err := elsewhere(e.cfg.Elsewhere, data, e.cred)
		if err != nil {
			return fmt.Errorf("data directory %s: PostgreSQL runs as user %d, who cannot pass %s: choose another data directory, run the server as another user than root, or chmod o+x that directory (%w)",
				data, e.cred.Uid, closed, err)
		}
		e.log.Info("the database lives outside the data directory, whose parent is closed to its user", "closed", closed, "place", place)
		data, e.dir = place, filepath.Join(place, "postgres")
	}
	major, err := clusterVersion(e.dir)
	if err != nil {
		return err
	}
	if e.bin, err = findBinaries(ctx, e.cfg.Getenv, e.cred, major); err != nil {
		return err
	}
	if e.sock, err = socketDir(data, e.cfg.Getenv("TMPDIR"), e.cred); err != nil {
		return err
	}
	if major == 0 {
		if err := e.initialise(ctx, data); err != nil {
			return err
		}
	}
	if err := e.clearCrash(ctx); err != nil {
		return err
	}
	return e.launch(ctx)
}

// launch starts a postmaster, waits until it answers and makes the database.
func (e *Embedded) launch(ctx context.Context) error {
	p, err := startPostmaster(e.bin.dir, e.arguments(), e.cred, e.log)
	if err != nil {
		return err
	}
	if err = e.waitReady(ctx, p); err == nil {
		err = e.ensureDatabase(ctx)
	}
	if err != nil {
		p.end()
		return err
	}
	e.mu.Lock()
	e.current = p
	e.mu.Unlock()
	return nil
}

// supervise restarts the postmaster until Stop.
func (e *Embedded) supervise() {
	defer close(e.done)
	defer func() {
		if r := recover(); r != nil {
			e.log.Error("embedded PostgreSQL: supervisor panicked", "panic", r)
		}
	}()
	pause := 100 * time.Millisecond
	for {
		p := e.running()
		select {
		case <-p.exited:
		case <-e.stop:
			return
		}
		e.log.Error("embedded PostgreSQL ended unexpectedly, starting it again", "pid", p.pid, "state", p.state())
		for !e.relaunch() {
			select {
			case <-time.After(pause):
				pause = min(2*pause, 10*time.Second)
			case <-e.stop:
				return
			}
		}
		pause = 100 * time.Millisecond
	}
}

func (e *Embedded) relaunch() bool {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	go func() {
		select {
		case <-e.stop:
			cancel()
		case <-ctx.Done():
		}
	}()
	err := e.clearCrash(ctx)
	if err == nil {
		err = e.launch(ctx)
	}
	if err != nil {
		e.log.Error("embedded PostgreSQL does not start", "error", err)
		return false
	}
	e.log.Info("embedded PostgreSQL runs again", "pid", e.PID())
	return true
}

func (e *Embedded) running() *postmaster {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.current
}

// PID is the process ID of the postmaster that runs now.
func (e *Embedded) PID() int { return e.running().pid }

// Major is the major version of the server.
func (e *Embedded) Major() int { return e.bin.version }

// URL is what Open takes; it stays the same over restarts.
func (e *Embedded) URL() string { return e.databaseURL(clusterDatabase) }

func (e *Embedded) databaseURL(database string) string {
	u := url.URL{Scheme: "postgres", Path: "/" + database, RawQuery: url.Values{
		"host": {e.sock}, "user": {clusterUser}, "sslmode": {"disable"},
	}.Encode()}
	return u.String()
}

// Stop ends the server: clients are disconnected and everything is written
// (fast shutdown); after ten seconds, or when ctx ends, harder means follow,
// from which the next start recovers. It may be called more than once.
func (e *Embedded) Stop(ctx context.Context) error {
	e.ended.Do(func() { close(e.stop) })
	select {
	case <-e.done:
	case <-time.After(startTimeout):
	}
	err := e.running().shutdown(ctx)
	_ = os.Remove(e.sock) // made at each start; what is not empty stays
	_ = e.lock.Close()
	return err
}

func (e *Embedded) arguments() []string {
	args := []string{"-D", e.dir, "-k", e.sock}
	set := func(name, value string) { args = append(args, "-c", name+"="+value) }
	set("listen_addresses", "")
	set("port", "5432")
	set("unix_socket_permissions", "0700")
	set("max_connections", fmt.Sprint(e.cfg.MaxConns))
	set("timezone", "UTC")
	set("log_timezone", "UTC")
	// Rows and parameters hold personal data: neither statements nor details of
	// errors may reach the log.
	set("log_min_error_statement", "panic")
	set("log_error_verbosity", "terse")
	set("log_statement", "none")
	set("log_line_prefix", "")
	set("logging_collector", "off")
	set("log_destination", "stderr")
	if e.cfg.Throwaway {
		set("fsync", "off")
		set("synchronous_commit", "off")
		set("full_page_writes", "off")
		set("shared_buffers", "64MB")
		set("autovacuum", "off")
	}
	return args
}

var errNotStarted = errors.New("the server ended while starting; its last words are in the log")
