package e2e

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// wire joins this machine with a network namespace, the app's network. Every
// packet passes through this process, which may lose, delay and refuse it:
// kernels without netem or nftables do as well, and tests at the same time do
// not meet.
type wire struct {
	t    testing.TB
	n    int // of the subnet
	pid  int // of the process that keeps the namespace
	ends [2]*os.File

	mu     sync.Mutex
	lose   float64       // share of packets
	jitter time.Duration // packets take from 0 to this long
	refuse func(protocol byte, src, dst int) bool
	passed [2]int // packets, to the namespace and from it
}

// wireDevice is the interface's name in the namespace.
const wireDevice = "wire"

// newWire makes a namespace and the wire to it; both go with the test.
func newWire(t testing.TB) *wire {
	t.Helper()
	cannot := func(err error) {
		t.Helper()
		text := fmt.Sprintf("no network of the test's own can be made here (needs root, /dev/net/tun and network namespaces): %v", err)
		if os.Getenv(envNeeded) == "require" && os.Getuid() == 0 {
			t.Fatal(text)
		}
		t.Skip(text)
	}
	need(t, "ip")
	need(t, "nsenter")
	keeper := exec.Command("sleep", "infinity")
	keeper.SysProcAttr = dieWithUs()
	keeper.SysProcAttr.Cloneflags = syscall.CLONE_NEWNET
	failed := make(chan error, 1)
	starter() <- func() { failed <- keeper.Start() }
	if err := <-failed; err != nil {
		cannot(err)
	}
	t.Cleanup(func() {
		_ = keeper.Process.Kill()
		_ = keeper.Wait()
	})
	w := &wire{t: t, pid: keeper.Process.Pid}
	for w.n = 1; w.n < 250; w.n++ {
		near, err := tunnel(fmt.Sprintf("ybw%da", w.n))
		if errors.Is(err, syscall.EBUSY) {
			continue // another test has it
		}
		if err != nil {
			cannot(err)
		}
		far, err := tunnel(fmt.Sprintf("ybw%db", w.n))
		if err != nil {
			cannot(err)
		}
		w.ends = [2]*os.File{near, far}
		break
	}
	for _, end := range w.ends {
		t.Cleanup(func() { _ = end.Close() })
	}
	near, far := fmt.Sprintf("ybw%da", w.n), fmt.Sprintf("ybw%db", w.n)
	w.run("ip", "addr", "add", w.server()+"/24", "dev", near)
	w.run("ip", "link", "set", near, "up")
	w.run("ip", "link", "set", far, "netns", fmt.Sprint(w.pid), "name", wireDevice)
	w.inside("ip", "link", "set", "lo", "up")
	w.inside("ip", "addr", "add", w.host(2)+"/24", "dev", wireDevice)
	w.inside("ip", "link", "set", wireDevice, "up")
	go w.carry(0)
	go w.carry(1)
	return w
}

// tunnel makes a tun interface, which goes when the file is closed.
func tunnel(name string) (*os.File, error) {
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	var request struct {
		name  [unix.IFNAMSIZ]byte
		flags uint16
		_     [22]byte
	}
	copy(request.name[:], name)
	request.flags = unix.IFF_TUN | unix.IFF_NO_PI
	if _, _, no := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.TUNSETIFF, uintptr(unsafe.Pointer(&request))); no != 0 {
		_ = unix.Close(fd)
		return nil, no
	}
	return os.NewFile(uintptr(fd), name), nil
}

// server is this machine's address on the wire, host another one's.
func (w *wire) server() string    { return w.host(1) }
func (w *wire) host(i int) string { return fmt.Sprintf("10.77.%d.%d", w.n, i) }

// through is what starts a program in the namespace.
func (w *wire) through() []string {
	return []string{"nsenter", "--target", fmt.Sprint(w.pid), "--net", "--"}
}

func (w *wire) run(argv ...string) {
	w.t.Helper()
	if out, err := exec.Command(argv[0], argv[1:]...).CombinedOutput(); err != nil {
		w.t.Fatalf("%s: %v %s", strings.Join(argv, " "), err, out)
	}
}

// inside runs a program in the namespace.
func (w *wire) inside(argv ...string) {
	w.t.Helper()
	w.run(append(w.through(), argv...)...)
}

// be makes the wire lose packets and delay them, and refuse those that a
// function names by protocol (17 UDP, 6 TCP) and ports.
func (w *wire) be(lose float64, jitter time.Duration, refuse func(protocol byte, src, dst int) bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lose, w.jitter, w.refuse = lose, jitter, refuse
}

// carry takes packets from one end to the other until the wire is gone.
func (w *wire) carry(from int) {
	b := make([]byte, 2048)
	for {
		n, err := w.ends[from].Read(b)
		if errors.Is(err, os.ErrClosed) {
			return
		}
		if err != nil {
			continue // the far end may be down
		}
		delay, ok := w.fate(from, b[:n])
		switch {
		case !ok:
		case delay == 0:
			_, _ = w.ends[1-from].Write(b[:n])
		default:
			packet := append([]byte(nil), b[:n]...)
			time.AfterFunc(delay, func() { _, _ = w.ends[1-from].Write(packet) })
		}
	}
}

// fate decides over a packet.
func (w *wire) fate(from int, packet []byte) (delay time.Duration, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.refuse != nil {
		if protocol, src, dst, ok := portsOf(packet); ok && w.refuse(protocol, src, dst) {
			return 0, false
		}
	}
	if w.lose > 0 && rand.Float64() < w.lose {
		return 0, false
	}
	w.passed[from]++
	if w.jitter > 0 {
		delay = rand.N(w.jitter)
	}
	return delay, true
}

// portsOf reads the ports of an IPv4 packet of UDP or TCP.
func portsOf(p []byte) (protocol byte, src, dst int, ok bool) {
	if len(p) < 20 || p[0]>>4 != 4 || p[9] != 17 && p[9] != 6 {
		return 0, 0, 0, false
	}
	at := int(p[0]&15) * 4
	if len(p) < at+4 {
		return 0, 0, 0, false
	}
	return p[9], int(p[at])<<8 | int(p[at+1]), int(p[at+2])<<8 | int(p[at+3]), true
}

// wiredServer is a server with TLS that listens on the wire and, for who is no
// agent, on 127.0.0.1. It gives the URL for the app and the port of SIP over TLS.
func wiredServer(t testing.TB, w *wire) (s *server, url string, sipTLS int) {
	t.Helper()
	dir, err := os.MkdirTemp(scratch(), "tls-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	cert, key := trusted(t).certify(t, dir, 24*time.Hour, net.ParseIP(w.server()))
	sipTLS = freePort(t, w.server())
	s = startServer(t, serverSpec{Env: []string{
		"YOBIRIN_TLS_CERT=" + cert, "YOBIRIN_TLS_KEY=" + key, fmt.Sprintf("YOBIRIN_SIP_TLS_LISTEN=0.0.0.0:%d", sipTLS),
		"YOBIRIN_HTTP_LISTEN=0.0.0.0:0", "YOBIRIN_SIP_LISTEN=0.0.0.0:0", "YOBIRIN_WEBRTC_LISTEN=0.0.0.0:0",
		fmt.Sprintf("YOBIRIN_PUBLIC_ADDRESS=127.0.0.1,10.77.%d.0/24=%s", w.n, w.server()),
	}})
	return s, strings.Replace(s.http, "127.0.0.1", w.server(), 1), sipTLS
}
