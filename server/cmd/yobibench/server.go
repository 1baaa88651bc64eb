//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/yobirin/yobirin/server/internal/admin"
)

// rtpPorts is wide: a port rests for half a minute after its call.
const rtpPorts = "16384-63999"

// program is the package that is measured.
const program = "github.com/yobirin/yobirin/server/cmd/yobirind"

// server is the yobirind that is measured.
type server struct {
	root    string // everything of this run; removed at the end
	binary  string
	env     []string
	cmd     *exec.Cmd
	pid     int
	done    chan struct{}
	sip     netip.AddrPort
	metrics string
	once    sync.Once
}

// startServer builds and starts a server on a fresh data directory and waits
// until it answers.
func startServer(ctx context.Context, o options, pin pinning) (*server, error) {
	root, err := os.MkdirTemp(o.dir, "yobibench-")
	if err != nil {
		return nil, err
	}
	s := &server{root: root, binary: o.binary, done: make(chan struct{})}
	ok := false
	defer func() {
		if !ok {
			s.stop()
		}
	}()
	if err := os.Chmod(root, 0o711); err != nil { // the user postgres passes
		return nil, err
	}
	if s.binary == "" {
		s.binary = filepath.Join(root, "yobirind")
		fmt.Fprintln(os.Stderr, "building", program)
		build := exec.CommandContext(ctx, "go", "build", "-o", s.binary, program)
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return nil, fmt.Errorf("build the server: %w", err)
		}
	}
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "YOBIRIN_") {
			s.env = append(s.env, kv)
		}
	}
	s.env = append(s.env, "YOBIRIN_DATA_DIR="+filepath.Join(root, "data"), "YOBIRIN_HTTP_LISTEN=127.0.0.1:0", "YOBIRIN_METRICS_LISTEN=127.0.0.1:0",
		"YOBIRIN_SIP_LISTEN=127.0.0.1:0", "YOBIRIN_WEBRTC_LISTEN=127.0.0.1:0", "YOBIRIN_PUBLIC_ADDRESS=127.0.0.1", "YOBIRIN_RTP_PORTS="+rtpPorts, "YOBIRIN_LOG_FORMAT=json")
	if err := s.spawn(pin, o.nice); err != nil {
		return nil, err
	}
	if err := s.await(ctx); err != nil {
		return nil, errors.Join(err, fmt.Errorf("the server's log ends with:\n%s", s.lastWords()))
	}
	ok = true
	return s, nil
}

// spawn starts the process on its cores. It dies with us: the thread that
// starts it never ends.
func (s *server) spawn(pin pinning, nice int) error {
	log, err := os.Create(s.log())
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	s.cmd = exec.Command(s.binary, "serve", "--drain", "1s")
	s.cmd.Env, s.cmd.Dir = s.env, s.root
	s.cmd.Stdout, s.cmd.Stderr = log, log
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	failed := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := unix.SchedSetaffinity(0, setOf(pin.server))
		if err == nil && nice != 0 {
			err = unix.Setpriority(unix.PRIO_PROCESS, unix.Gettid(), nice)
		}
		if err == nil {
			err = s.cmd.Start()
		}
		failed <- err
		if err == nil {
			_ = s.cmd.Wait()
			close(s.done)
		}
		select {}
	}()
	if err := <-failed; err != nil {
		return fmt.Errorf("start the server: %w", err)
	}
	s.pid = s.cmd.Process.Pid
	return nil
}

func (s *server) log() string { return filepath.Join(s.root, "server.log") }

func (s *server) lastWords() string {
	data, _ := os.ReadFile(s.log())
	return string(data[max(0, len(data)-4000):])
}

// complaints counts what the server logged as warnings and errors.
func (s *server) complaints() map[string]int {
	out := map[string]int{}
	data, _ := os.ReadFile(s.log())
	for line := range bytes.Lines(data) {
		var l struct{ Level, Msg string }
		if json.Unmarshal(line, &l) == nil && (l.Level == "WARN" || l.Level == "ERROR") {
			out[l.Level+" "+l.Msg]++
		}
	}
	return out
}

// dropped is how many datagrams the kernel threw away for want of room in the
// buffer of the SIP socket.
func (s *server) dropped() (n int) {
	data, _ := os.ReadFile("/proc/net/udp")
	for line := range bytes.Lines(data) {
		f := strings.Fields(string(line))
		if len(f) > 12 && strings.HasSuffix(f[1], fmt.Sprintf(":%04X", s.sip.Port())) {
			k, _ := strconv.Atoi(f[12])
			n += k
		}
	}
	return n
}

// command runs another yobirind on the same settings.
func (s *server) command(ctx context.Context, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, s.binary, args...)
	cmd.Env, cmd.Dir = s.env, s.root
	var failed bytes.Buffer
	cmd.Stderr = &failed
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("yobirind %s: %w: %s", args[0], err, failed.String())
	}
	return out, nil
}

// status asks over the admin socket.
func (s *server) status(ctx context.Context) (admin.Status, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	return admin.Dial(admin.Socket(filepath.Join(s.root, "data"))).Status(ctx)
}

// await waits for the start; the first creates the database cluster.
func (s *server) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 90*time.Second)
	defer cancel()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return fmt.Errorf("the server did not become ready: %w", ctx.Err())
		case <-s.done:
			return errors.New("the server ended at its start")
		case <-tick.C:
		}
		out, err := s.command(ctx, "status", "--json")
		if err != nil {
			continue // its socket opens last
		}
		var st admin.Status
		if err := json.Unmarshal(out, &st); err != nil {
			return fmt.Errorf("yobirind status --json: %w", err)
		}
		if s.sip, err = netip.ParseAddrPort(st.Addresses.SIP); err != nil {
			return fmt.Errorf("yobirind status --json: addresses.sip: %w", err)
		}
		s.metrics = st.Addresses.Metrics
		return nil
	}
}

func (s *server) apply(ctx context.Context, site []byte) error {
	file := filepath.Join(s.root, "site.yaml")
	if err := os.WriteFile(file, site, 0o600); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	_, err := s.command(ctx, "apply", "-f", file)
	return err
}

// profile fetches a profile of the server; the CPU's takes that long.
func (s *server) profile(ctx context.Context, kind, file string, d time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, d+20*time.Second)
	defer cancel()
	url := fmt.Sprintf("http://%s/debug/pprof/%s", s.metrics, kind)
	if d > 0 {
		url += fmt.Sprintf("?seconds=%d", int(d.Seconds()))
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("profile %s: %s", kind, res.Status)
	}
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, res.Body)
	return errors.Join(err, out.Close())
}

// stop ends the server and everything below it, and removes the directory.
func (s *server) stop() {
	s.once.Do(func() {
		if s.cmd != nil && s.cmd.Process != nil {
			below := under(s.pid)
			_ = s.cmd.Process.Signal(syscall.SIGTERM)
			select {
			case <-s.done:
			case <-time.After(20 * time.Second):
				_ = syscall.Kill(-s.pid, syscall.SIGKILL)
				<-s.done
			}
			for _, p := range below { // the database has a process group of its own
				if exe, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", p)); err == nil && strings.Contains(filepath.Base(exe), "postgres") {
					_ = syscall.Kill(p, syscall.SIGQUIT)
				}
			}
		}
		_ = os.RemoveAll(s.root)
	})
}
