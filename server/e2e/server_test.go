package e2e

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const adminPassword = "Correct-horse-1"

// yobirind builds yobirind once for all tests of this process. With
// YOBIRIN_E2E_RACE set it looks for races itself, at a price in speed.
var yobirind = sync.OnceValues(func() (string, error) {
	args := []string{"build", "-buildvcs=false", "-o", filepath.Join(scratch(), "yobirind")}
	if os.Getenv("YOBIRIN_E2E_RACE") != "" {
		args = append(args, "-race")
	}
	cmd := exec.Command("go", append(args, "../cmd/yobirind")...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build yobirind: %w\n%s", err, out)
	}
	return filepath.Join(scratch(), "yobirind"), nil
})

// scratch is this process's folder, removed by TestMain. The database's user
// can pass through it.
var scratch = sync.OnceValue(func() string {
	dir, err := os.MkdirTemp("", "yobirin-e2e-")
	if err == nil {
		err = os.Chmod(dir, 0o711)
	}
	if err != nil {
		panic(err)
	}
	return dir
})

// serverSpec says how a server is to run.
type serverSpec struct {
	// Dir is its data directory; empty makes one that goes with the test.
	Dir string
	// RTP is the first of its media ports and Ports how many; 0 takes 160 new ones.
	RTP, Ports int
	// Env is added to the settings.
	Env []string
	// Drain is how long a stop waits for calls; 0 is one second.
	Drain time.Duration
}

// server is a running yobirind.
type server struct {
	spec   serverSpec
	dir    string
	cmd    *exec.Cmd
	out    *tail // stdout
	log    *tail // stderr
	ready  chan struct{}
	done   chan struct{}
	err    error // of the process, after done
	http   string
	sip    string
	client *client
}

var (
	consoleLine = regexp.MustCompile(`console\s+(http\S+?)/?\s*$`)
	sipLine     = regexp.MustCompile(`SIP\s+(\S+)\s*$`)
)

// startServer starts a server that ends with the test, and waits until it is
// ready.
func startServer(t testing.TB, spec serverSpec) *server {
	t.Helper()
	s, err := launch(spec, func(d string) { t.Cleanup(func() { removeData(t, d) }) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.end()
		for _, line := range s.disgrace() {
			t.Errorf("the server said: %s", line)
		}
		if t.Failed() {
			t.Logf("the server said:\n%s%s", s.out, last(s.log.String(), 12000))
		}
	})
	if err := s.await(2 * patience); err != nil {
		t.Fatal(err)
	}
	return s
}

// launch starts the process. made is told of a data directory that was made.
func launch(spec serverSpec, made func(dir string)) (*server, error) {
	program, err := yobirind()
	if err != nil {
		return nil, err
	}
	if spec.Dir == "" {
		if spec.Dir, err = os.MkdirTemp(scratch(), "data-"); err != nil {
			return nil, err
		}
		if err := os.Chmod(spec.Dir, 0o711); err != nil {
			return nil, err
		}
		made(spec.Dir)
	}
	if spec.Ports == 0 {
		spec.Ports = 160
	}
	if spec.RTP == 0 {
		spec.RTP = freePorts().take(spec.Ports)
	}
	s := &server{spec: spec, dir: spec.Dir, out: &tail{}, log: &tail{}, ready: make(chan struct{}), done: make(chan struct{})}
	s.cmd = exec.Command(program, "serve", "-drain", max(spec.Drain, time.Second).String())
	s.cmd.Dir = spec.Dir
	s.cmd.Env = append(s.environment(), spec.Env...)
	s.cmd.SysProcAttr = dieWithUs()
	s.cmd.Stderr = s.log
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	failed := make(chan error, 1)
	starter() <- func() { failed <- s.cmd.Start() }
	if err := <-failed; err != nil {
		return nil, err
	}
	go s.watch(bufio.NewScanner(out))
	return s, nil
}

// environment is what every server of the tests is set to. It takes nothing
// from ours, where other YOBIRIN_ variables may be.
func (s *server) environment() []string {
	env := []string{
		"YOBIRIN_DATA_DIR=" + s.dir, "YOBIRIN_HTTP_LISTEN=127.0.0.1:0", "YOBIRIN_METRICS_LISTEN=127.0.0.1:0",
		"YOBIRIN_SIP_LISTEN=127.0.0.1:0", "YOBIRIN_WEBRTC_LISTEN=127.0.0.1:0", "YOBIRIN_PUBLIC_ADDRESS=127.0.0.1", "YOBIRIN_ADMIN_PASSWORD=" + adminPassword,
		fmt.Sprintf("YOBIRIN_RTP_PORTS=%d-%d", s.spec.RTP, s.spec.RTP+s.spec.Ports-1), "YOBIRIN_LOG_FORMAT=text",
	}
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "PG_BIN"} {
		if v := os.Getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// watch reads what the server says until it ends.
func (s *server) watch(lines *bufio.Scanner) {
	for lines.Scan() {
		text := lines.Text()
		_, _ = fmt.Fprintln(s.out, text)
		if m := consoleLine.FindStringSubmatch(text); m != nil {
			s.http = m[1]
		}
		if m := sipLine.FindStringSubmatch(text); m != nil && s.sip == "" {
			if s.sip = m[1]; s.http != "" {
				close(s.ready)
			}
		}
	}
	s.err = s.cmd.Wait()
	close(s.done)
}

// await waits until the server says where it is.
func (s *server) await(atMost time.Duration) error {
	select {
	case <-s.ready:
		s.client = newClient(s.http)
		return nil
	case <-s.done:
		return fmt.Errorf("the server ended at its start: %w\n%s%s", s.err, s.out, last(s.log.String(), 4000))
	case <-time.After(atMost):
		return fmt.Errorf("the server is not ready after %s\n%s%s", atMost, s.out, last(s.log.String(), 4000))
	}
}

// end stops the server in order.
func (s *server) end() { endProcess(s.cmd, s.done, patience) }

// disgrace gives the lines of the log that no server may write, whatever is
// done to it.
func (s *server) disgrace() []string {
	var out []string
	for line := range strings.Lines(s.log.String()) {
		if strings.Contains(line, "panic") || strings.Contains(line, "DATA RACE") {
			out = append(out, strings.TrimSpace(line))
		}
	}
	return out
}

// kill ends the server as a power cut does: at once, its database with it.
func (s *server) kill() {
	_ = syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL)
	<-s.done
}

// again starts a server on the same data and ports after this one has ended.
func (s *server) again(t testing.TB) *server {
	t.Helper()
	spec := s.spec
	spec.Dir, spec.RTP = s.dir, s.spec.RTP
	spec.Env = append(append([]string(nil), spec.Env...), "YOBIRIN_SIP_LISTEN="+s.sip)
	return startServer(t, spec)
}

// command runs another command of the binary against this server's data.
func (s *server) command(t testing.TB, args ...string) (string, error) {
	t.Helper()
	program, err := yobirind()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = s.environment()
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// apply makes the site be as the text says; files lie beside it.
func (s *server) apply(t testing.TB, site string, files map[string][]byte) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := s.applyIn(t, dir, site); err != nil {
		t.Fatalf("apply: %v\n%s", err, out)
	}
}

// applyFile tries to apply a site file and gives what is said about it.
func (s *server) applyFile(t testing.TB, site string, more ...string) (string, error) {
	t.Helper()
	return s.applyIn(t, t.TempDir(), site, more...)
}

func (s *server) applyIn(t testing.TB, dir, site string, more ...string) (string, error) {
	t.Helper()
	path := filepath.Join(dir, "site.yaml")
	if err := os.WriteFile(path, []byte(site), 0o600); err != nil {
		t.Fatal(err)
	}
	return s.command(t, append([]string{"apply", "-f", path}, more...)...)
}

// port is where SIP is served.
func (s *server) port() string {
	_, port, _ := net.SplitHostPort(s.sip)
	return port
}

func (s *server) sipAddr() string { return "127.0.0.1:" + s.port() }

func removeData(t testing.TB, dir string) {
	if err := os.RemoveAll(dir); err != nil {
		t.Errorf("the data directory stays behind: %v", err)
	}
}

// shared is the one server that tests use which do it no harm. Each has a
// trunk, numbers, groups and agents of its own there.
var shared = sync.OnceValues(func() (*server, error) {
	s, err := launch(serverSpec{Ports: 1400}, func(string) {})
	if err != nil {
		return nil, err
	}
	return s, s.await(2 * patience)
})

// sharedUsed says that the shared server was started.
var sharedUsed sync.Once

func sharedServer(t testing.TB) *server {
	t.Helper()
	need(t, "baresip")
	need(t, "sipp")
	s, err := shared()
	sharedUsed.Do(func() {})
	if err != nil {
		t.Fatal(err)
	}
	before := len(s.log.String())
	t.Cleanup(func() {
		if t.Failed() {
			said := s.log.String()
			t.Logf("the shared server said meanwhile:\n%s", last(said[min(before, len(said)):], 12000))
		}
	})
	return s
}

// TestMain ends the shared servers in order and fails when that is not what
// they did.
func TestMain(m *testing.M) {
	code := m.Run()
	for _, each := range []struct {
		name string
		used *sync.Once
		of   func() (*server, error)
	}{{"shared server", &sharedUsed, shared}, {"office", &officeUsed, office}} {
		unused := false
		each.used.Do(func() { unused = true })
		if !unused && !closeShared(each.name, each.of) {
			code = max(code, 1)
		}
	}
	_ = os.RemoveAll(scratch())
	os.Exit(code)
}

// closeShared looks at a server after all tests and ends it.
func closeShared(name string, of func() (*server, error)) (fine bool) {
	s, err := of()
	if s == nil {
		return true
	}
	fine = true
	bad := func(format string, args ...any) {
		fine = false
		fmt.Printf("FAIL: the "+name+" "+format+"\n", args...)
	}
	if err == nil {
		if found := s.audit(); found != nil {
			bad("after all tests:\n%v", found)
		}
	}
	s.end()
	if err == nil && s.err != nil {
		bad("did not end in order: %v\n%s", s.err, last(s.log.String(), 4000))
	}
	for _, line := range s.disgrace() {
		bad("said: %s", line)
	}
	return fine
}
