package live

import (
	"bytes"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
	"time"
)

// Who stops to read is cut long before the keepalive would find out, and before
// as much waits for it as may.
func TestAReaderWhoStopsIsCut(t *testing.T) {
	h, sockets := serveHub(t)
	sockets.stall = time.Second
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { sockets.Serve(w, r, supervisor) }))
	t.Cleanup(web.Close)
	h.SetPlan(site())
	p, status, err := dial(web.Listener.Addr().String(), web.URL)
	if err != nil || status != http.StatusSwitchingProtocols {
		t.Fatalf("status %d, %v", status, err)
	}
	defer func() { _ = p.Close() }()
	if _, _, err := p.next(); err != nil { // the snapshot, and no word more
		t.Fatal(err)
	}
	word := bytes.Repeat([]byte("x"), 64<<10)
	for sent := 0; sent < 12<<20; sent += len(word) { // more than the kernels hold, less than maxWriteBuffer
		h.Deliver(Delivery{Supervisors: true, Message: word})
	}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	late := time.After(keepalive - 20*time.Second)
	for h.Readers() > 0 {
		select {
		case <-tick.C:
		case <-late:
			t.Fatal("it is still told")
		}
	}
}

func TestStalledConnectionsAreCutBehindTLS(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := cutStalled(tls.Server(conn, &tls.Config{}), 7*time.Second); err != nil {
		t.Fatal(err)
	}
	raw, err := conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	after := 0
	if err := raw.Control(func(fd uintptr) { after, _ = syscall.GetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpUserTimeout) }); err != nil {
		t.Fatal(err)
	}
	if after != 7000 {
		t.Errorf("it is cut after %d ms, want 7000", after)
	}
}
