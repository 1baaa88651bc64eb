package e2e

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// envNeeded set to "require" makes a missing program a failure.
const envNeeded = "YOBIRIN_E2E"

// need gives the path of a program, or ends the test when it is not installed.
func need(t testing.TB, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err == nil {
		return path
	}
	text := program + " is not installed (make e2e-phones installs it)"
	if os.Getenv(envNeeded) == "require" {
		t.Fatal(text)
	}
	t.Skip(text)
	return ""
}

// dieWithUs has a child killed when the test process dies.
func dieWithUs() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// starter is a thread that never ends: a child with Pdeathsig dies with the
// thread that started it, not with the process.
var starter = sync.OnceValue(func() chan func() {
	jobs := make(chan func())
	go func() {
		runtime.LockOSThread()
		for f := range jobs {
			f()
		}
	}()
	return jobs
})

func start(t testing.TB, cmd *exec.Cmd) {
	t.Helper()
	failed := make(chan error, 1)
	starter() <- func() { failed <- cmd.Start() }
	if err := <-failed; err != nil {
		t.Fatalf("start %s: %v", cmd.Path, err)
	}
}

// endProcess asks a process to end and, after a while, makes it.
func endProcess(cmd *exec.Cmd, done <-chan struct{}, patience time.Duration) {
	_ = cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-done:
	case <-time.After(patience):
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		<-done
	}
}

// patience is how long is waited for what takes moments: a machine that does
// much else takes its time, and what comes is not waited for any longer.
const patience = time.Minute

// eventually asks again and again until ok, and fails with the last reason. It
// asks ever more seldom: what lasts long is no reason to keep the machine busy.
func eventually(t testing.TB, atMost time.Duration, what string, ask func() (reason string, ok bool)) {
	t.Helper()
	late := time.After(atMost)
	for pause := 10 * time.Millisecond; ; pause = min(pause*3/2, 100*time.Millisecond) {
		reason, ok := ask()
		if ok {
			return
		}
		select {
		case <-time.After(pause):
		case <-late:
			t.Fatalf("waited %s for %s: %s", atMost, what, reason)
		}
	}
}

// pass lets time pass, for what has no event that tells when it is done.
func pass(d time.Duration) { <-time.After(d) }

// tail keeps the last part of what a process writes.
type tail struct {
	mu   sync.Mutex
	kept []byte
}

const tailSize = 256 << 10

func (w *tail) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.kept = append(w.kept, p...)
	if len(w.kept) > tailSize {
		w.kept = append([]byte("…"), w.kept[len(w.kept)-tailSize:]...)
	}
	return len(p), nil
}

func (w *tail) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return string(w.kept)
}

// portBook hands out ports below those the system gives by itself, so that
// programs that take their ports by number do not meet.
type portBook struct {
	lock              *os.File // kept so that nothing closes it before the process ends
	mu                sync.Mutex
	first, next, last int
}

// freePorts is the one book of this process. Processes that run at the same
// time have different ones, as long as there are no more than slots.
var freePorts = sync.OnceValue(func() *portBook {
	const first, each, slots = 10000, 7000, 3
	for i := range slots {
		f, err := os.OpenFile(fmt.Sprintf("%s/yobirin-e2e-ports-%d.lock", os.TempDir(), i), os.O_CREATE|os.O_RDWR, 0o666)
		if err != nil {
			continue
		}
		if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			return &portBook{lock: f, first: first + i*each, next: first + i*each, last: first + (i+1)*each}
		}
		f.Close()
	}
	return &portBook{first: first, next: first, last: first + slots*each}
})

// take gives the first of n ports in a row, an even one, that nobody of this
// process was given for long: at the end the book begins anew, and who asks
// looks whether they are free.
func (b *portBook) take(n int) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next+n+n%2 > b.last {
		b.next = b.first
	}
	first := b.next
	b.next += n + n%2
	return first
}

// freePort gives a port on which nothing listens, over UDP and TCP, and the
// port after it (some programs take it for TLS).
func freePort(t testing.TB, host string) int {
	t.Helper()
	return freeRange(t, host, 2)
}

// freeRange gives the first of n ports in a row on which nothing listens.
func freeRange(t testing.TB, host string, n int) int {
	t.Helper()
	for range 200 {
		first, free := freePorts().take(n), true
		for port := first; port < first+n && free; port++ {
			free = isFree(host, port)
		}
		if free {
			return first
		}
	}
	t.Fatalf("no %d free ports in a row", n)
	return 0
}

func isFree(host string, port int) bool {
	at := net.JoinHostPort(host, fmt.Sprint(port))
	l, err := net.Listen("tcp", at)
	if err != nil {
		return false
	}
	l.Close()
	c, err := net.ListenPacket("udp", at)
	if err != nil {
		return false
	}
	c.Close()
	return true
}

func contains(s, part string) bool { return strings.Contains(s, part) }

func itoa(n int) string { return strconv.Itoa(n) }
