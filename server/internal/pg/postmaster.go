package pg

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

// postmaster is one running server process.
type postmaster struct {
	pid    int
	cmd    *exec.Cmd
	exited chan struct{}

	mu    sync.Mutex
	ended *os.ProcessState
	last  string // the last severe line, to explain a failed start
}

// startPostmaster runs postgres from a goroutine that keeps its thread: the
// kernel ends the child when the thread that forked it ends, not the process.
func startPostmaster(bin string, args []string, cred *syscall.Credential, log *slog.Logger) (*postmaster, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("log pipe: %w", err)
	}
	cmd := exec.Command(filepath.Join(bin, "postgres"), args...)
	cmd.Dir = "/"
	cmd.Env = serverEnv()
	cmd.Stdout, cmd.Stderr = write, write
	cmd.SysProcAttr = processAttributes(cred)
	p := &postmaster{cmd: cmd, exited: make(chan struct{})}
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with this goroutine
		err := cmd.Start()
		_ = write.Close()
		started <- err
		if err != nil {
			return
		}
		_ = cmd.Wait()
		p.mu.Lock()
		p.ended = cmd.ProcessState
		p.mu.Unlock()
		close(p.exited)
	}()
	if err := <-started; err != nil {
		_ = read.Close()
		return nil, fmt.Errorf("start postgres: %w", err)
	}
	p.pid = cmd.Process.Pid
	go p.readLog(read, log)
	return p, nil
}

// serverEnv is all that PostgreSQL gets of our environment: none of PG*, which
// would change its behaviour, and no secret.
func serverEnv() []string {
	return []string{"LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin", "TZ=UTC"}
}

// readLog passes the server's lines on until it has closed the pipe.
func (p *postmaster) readLog(r io.ReadCloser, log *slog.Logger) {
	defer func() { _ = r.Close() }()
	lines := bufio.NewReaderSize(r, 4096)
	for {
		line, more, err := lines.ReadLine()
		if err != nil {
			return
		}
		for more && err == nil { // the rest of an overlong line is dropped
			_, more, err = lines.ReadLine()
		}
		p.logLine(strings.TrimSpace(string(line)), log)
	}
}

func (p *postmaster) logLine(line string, log *slog.Logger) {
	level, text, ok := strings.Cut(line, ":")
	text = strings.TrimSpace(text)
	switch {
	case !ok || text == "":
		log.Debug("postgres", "line", line)
	case text == "the database system is starting up": // our own first questions
		log.Debug("postgres", "severity", level, "line", text)
	case level == "FATAL" || level == "PANIC":
		p.mu.Lock()
		p.last = text
		p.mu.Unlock()
		log.Warn("postgres", "severity", level, "line", text)
	case level == "ERROR" || level == "WARNING":
		log.Warn("postgres", "severity", level, "line", text)
	default:
		log.Debug("postgres", "severity", level, "line", text)
	}
}

func (p *postmaster) lastWords() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.last
}

func (p *postmaster) state() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended == nil {
		return "running"
	}
	return p.ended.String()
}

// shutdown asks, then orders, then kills.
func (p *postmaster) shutdown(ctx context.Context) error {
	for _, step := range []struct {
		signal syscall.Signal
		wait   time.Duration
	}{{syscall.SIGINT, 10 * time.Second}, {syscall.SIGQUIT, 5 * time.Second}} {
		_ = p.signal(step.signal)
		timer := time.NewTimer(step.wait)
		done := ctx.Done()
		if step.signal != syscall.SIGINT {
			done = nil // the immediate shutdown always gets its time
		}
		select {
		case <-p.exited:
			timer.Stop()
			return nil
		case <-timer.C:
		case <-done:
		}
		timer.Stop()
	}
	p.end()
	return errors.New("embedded PostgreSQL did not stop when asked and was killed; the next start recovers")
}

// signal reaches the process only while it has not been waited for.
func (p *postmaster) signal(s syscall.Signal) error { return p.cmd.Process.Signal(s) }

// end kills the whole group: a postmaster that cannot start or stop.
func (p *postmaster) end() {
	select {
	case <-p.exited:
		return
	default:
	}
	_ = syscall.Kill(-p.pid, syscall.SIGKILL)
	<-p.exited
}
