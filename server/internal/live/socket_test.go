package live

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// serve runs a hub behind real sockets and gives the address.
func serve(t testing.TB) (*Hub, string) {
	t.Helper()
	h, sockets := serveHub(t)
	var n atomic.Uint32
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		viewer := supervisor
		if sessions := n.Add(1); sessions > 1 { // the first is the supervisor's, the others have sessions of their own
			viewer.Session = id.Numbered[id.Session](1000 + sessions)
		}
		sockets.Serve(w, r, viewer)
	}))
	t.Cleanup(web.Close)
	h.SetPlan(site())
	return h, strings.TrimPrefix(web.URL, "http://")
}

// serveHub runs a hub and what takes sockets for it.
func serveHub(t testing.TB) (*Hub, *Sockets) {
	t.Helper()
	h := New(Options{Zone: time.UTC, ServiceLevel: 20 * time.Second})
	ctx, stop := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := h.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	sockets, err := NewSockets(h, nil, func(r *http.Request) bool { return r.Header.Get("Origin") != "https://evil.example" }, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		wg.Wait()
		shut, done := context.WithTimeout(context.Background(), 10*time.Second)
		defer done()
		if err := sockets.Shutdown(shut); err != nil {
			t.Error(err)
		}
	})
	return h, sockets
}

// peer is a plain WebSocket client (RFC 6455), so that the server is not
// tested against itself.
type peer struct {
	net.Conn
	r *bufio.Reader
}

func dial(address, origin string) (*peer, int, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, 0, err
	}
	return upgrade(conn, address, origin)
}

func upgrade(conn net.Conn, address, origin string) (*peer, int, error) {
	_, err := fmt.Fprintf(conn, "GET /live HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: %s\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", address, origin)
	if err != nil {
		return nil, 0, err
	}
	r := bufio.NewReader(conn)
	resp, err := http.ReadResponse(r, nil)
	if err != nil {
		return nil, 0, err
	}
	return &peer{conn, r}, resp.StatusCode, nil
}

// next reads one frame: opcode and payload.
func (p *peer) next() (byte, []byte, error) {
	var head [2]byte
	if _, err := io.ReadFull(p.r, head[:]); err != nil {
		return 0, nil, err
	}
	n := uint64(head[1] & 0x7f)
	switch n {
	case 126:
		var b [2]byte
		if _, err := io.ReadFull(p.r, b[:]); err != nil {
			return 0, nil, err
		}
		n = uint64(binary.BigEndian.Uint16(b[:]))
	case 127:
		var b [8]byte
		if _, err := io.ReadFull(p.r, b[:]); err != nil {
			return 0, nil, err
		}
		n = binary.BigEndian.Uint64(b[:])
	}
	body := make([]byte, n)
	_, err := io.ReadFull(p.r, body)
	return head[0] & 0x0f, body, err
}

// send writes one masked frame.
func (p *peer) send(opcode byte, body []byte) error {
	frame := []byte{0x80 | opcode}
	switch {
	case len(body) < 126:
		frame = append(frame, 0x80|byte(len(body)))
	case len(body) < 1<<16:
		frame = binary.BigEndian.AppendUint16(append(frame, 0x80|126), uint16(len(body)))
	default:
		frame = binary.BigEndian.AppendUint64(append(frame, 0x80|127), uint64(len(body)))
	}
	frame = append(frame, 0, 0, 0, 0) // a mask of zeroes
	_, err := p.Write(append(frame, body...))
	return err
}

func TestSocketsOverTheNetwork(t *testing.T) {
	h, address := serve(t)
	p, status, err := dial(address, "http://"+address)
	if err != nil || status != http.StatusSwitchingProtocols {
		t.Fatalf("status %d, %v", status, err)
	}
	defer func() { _ = p.Close() }()
	if _, status, err := dial(address, "https://evil.example"); err != nil || status != http.StatusForbidden {
		t.Errorf("a foreign page got %d, %v", status, err)
	}
	expect := func(what string) {
		t.Helper()
		op, body, err := p.next()
		if err != nil || op != 1 || !strings.Contains(string(body), what) {
			t.Fatalf("got opcode %d, %.200s, %v; want %s", op, body, err, what)
		}
	}
	expect(`"type":"snapshot","seq":1`)
	h.Feed(floorEvent(journal.AgentChanged{Agent: sato, State: journal.StateAvailable, Since: time.Now()}))
	expect(`"type":"delta","seq":2,"set":{`)
	if err := p.send(1, []byte(`{"type":"nonsense"}`)); err != nil {
		t.Fatal(err)
	}
	h.Drop(supervisor.Session)
	if op, body, err := p.next(); err != nil || op != 8 || binary.BigEndian.Uint16(body) != 4401 {
		t.Errorf("after the end of the session: opcode %d, %q, %v", op, body, err)
	}
}

// TestSocketsBehindTLS: there a connection keeps a goroutine of its own.
func TestSocketsBehindTLS(t *testing.T) {
	h := New(Options{Zone: time.UTC})
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := h.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	h.SetPlan(site())
	sockets, err := NewSockets(h, nil, func(*http.Request) bool { return true }, nil)
	if err != nil {
		t.Fatal(err)
	}
	sockets.up.HandshakeTimeout = 100 * time.Millisecond
	web := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { sockets.Serve(w, r, supervisor) }))
	defer web.Close()
	address := web.Listener.Addr().String()
	conn, err := tls.Dial("tcp", address, web.Client().Transport.(*http.Transport).TLSClientConfig)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
	p, status, err := upgrade(conn, address, "https://"+address)
	if err != nil || status != http.StatusSwitchingProtocols {
		t.Fatalf("status %d, %v", status, err)
	}
	if _, text, err := p.next(); err != nil || !strings.HasPrefix(string(text), `{"type":"snapshot"`) {
		t.Errorf("first message %.100s, %v", text, err)
	}
	<-time.After(2 * sockets.up.HandshakeTimeout) // its deadline must not outlive the handshake
	h.Feed(floorEvent(journal.AgentChanged{Agent: sato, State: journal.StateAvailable, Since: time.Now()}))
	if _, text, err := p.next(); err != nil || !strings.HasPrefix(string(text), `{"type":"delta"`) {
		t.Errorf("second message %.100s, %v", text, err)
	}
	stop()
	wg.Wait()
	if op, body, err := p.next(); err != nil || op != 8 || binary.BigEndian.Uint16(body) != 1001 {
		t.Errorf("at the stop: opcode %d, %q, %v", op, body, err)
	}
	_ = conn.Close()
	if err := sockets.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestHostileSockets(t *testing.T) {
	h, address := serve(t)
	for name, attack := range map[string]func(*peer) error{
		"no JSON":         func(p *peer) error { return p.send(1, []byte("{")) },
		"binary":          func(p *peer) error { return p.send(2, []byte(`{"type":"resync"}`)) },
		"too long":        func(p *peer) error { return p.send(1, make([]byte, maxMessage+1)) },
		"reserved opcode": func(p *peer) error { return p.send(5, nil) },
		"bad UTF-8":       func(p *peer) error { return p.send(1, []byte{0xff}) },
		"endless resync": func(p *peer) error {
			for range 100 {
				if err := p.send(1, []byte(`{"type":"resync"}`)); err != nil {
					return nil //nolint:nilerr // cut while writing is what we want
				}
			}
			return nil
		},
	} {
		p, _, err := dial(address, "http://"+address)
		if err != nil {
			t.Fatal(err)
		}
		if err := attack(p); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		_ = p.SetReadDeadline(time.Now().Add(20 * time.Second))
		for err == nil {
			_, _, err = p.next()
		}
		var late net.Error
		if ok := asTimeout(err, &late); ok {
			t.Errorf("%s: the connection stays open", name)
		}
		_ = p.Close()
	}
	// The hub lives on.
	if _, err := h.Floor(t.Context(), supervisor); err != nil {
		t.Error(err)
	}
}

func asTimeout(err error, into *net.Error) bool {
	e, ok := err.(net.Error) //nolint:errorlint // straight from the connection
	if ok {
		*into = e
	}
	return ok && e.Timeout()
}

// fan opens n sockets that count the messages they get.
func fan(b testing.TB, address string, n int) *atomic.Int64 {
	got := &atomic.Int64{}
	for i := range n {
		p, status, err := dial(address, "http://"+address)
		if err != nil || status != http.StatusSwitchingProtocols {
			b.Fatalf("socket %d: %d, %v", i, status, err)
		}
		b.Cleanup(func() { _ = p.Close() })
		go func() {
			for {
				if _, _, err := p.next(); err != nil {
					return
				}
				got.Add(1)
			}
		}()
	}
	return got
}

// BenchmarkFanOut measures one change told to 2,000 open sockets: from Feed to
// the last of them having read it.
func BenchmarkFanOut(b *testing.B) {
	const n = 2000
	h, address := serve(b)
	got := fan(b, address, n)
	await(b, got, n)
	states := []journal.State{journal.StateAvailable, journal.StateTalking}
	want := int64(n)
	b.ResetTimer()
	for i := range b.N {
		b.StopTimer()
		<-time.After(burst) // so that the change is told at once
		b.StartTimer()
		h.Feed(floorEvent(journal.AgentChanged{Agent: sato, State: states[i%2], Since: time.Now()}))
		want += n
		await(b, got, want)
	}
}

func await(t testing.TB, got *atomic.Int64, want int64) {
	t.Helper()
	tick := time.NewTicker(100 * time.Microsecond)
	defer tick.Stop()
	limit := time.After(30 * time.Second)
	for got.Load() < want {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("%d messages of %d after 30 s", got.Load(), want)
		}
	}
}

// BenchmarkFeed measures what an event costs the hub: 2,000 agents in 50
// groups, nobody watching but one supervisor.
func BenchmarkFeed(b *testing.B) {
	m := newModel(time.Now(), time.UTC, 20*time.Second)
	var p Plan
	for g := range 50 {
		group := Group{ID: id.Numbered[id.Group](uint32(g + 1)), Name: "group", Extension: fmt.Sprint(3000 + g)}
		for a := range 2000 {
			if a%25 == g%25 {
				group.Members = append(group.Members, id.Numbered[id.Agent](uint32(a+1)))
			}
		}
		p.Groups = append(p.Groups, group)
	}
	for a := range 2000 {
		p.Agents = append(p.Agents, Agent{ID: id.Numbered[id.Agent](uint32(a + 1)), Name: "agent"})
	}
	m.setPlan(p)
	h := New(Options{Zone: time.UTC})
	if err := m.encode(h.tables); err != nil {
		b.Fatal(err)
	}
	now, i := time.Now(), 0
	for b.Loop() {
		i++
		m.add(journal.Event{At: now, Body: journal.AgentChanged{Agent: id.Numbered[id.Agent](uint32(i%2000 + 1)), State: journal.StateTalking, Since: now}})
		if err := m.encode(h.tables); err != nil {
			b.Fatal(err)
		}
	}
}
