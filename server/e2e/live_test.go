package e2e

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// perSession is how many live sockets one login opens here; the server allows
// a few more.
const perSession = 25

// audience are live sockets of a server whose messages are read, and when the
// last of them was told what is waited for.
type audience struct {
	conns  []net.Conn
	marker atomic.Pointer[[]byte]
	told   atomic.Int64 // how many have read the marker
	last   atomic.Int64 // when the last one did, in Unix nanoseconds
	fresh  atomic.Int64 // how many have their snapshot
	over   sync.WaitGroup
}

// watchers opens n live sockets over sessions of their own.
func (s *server) watchers(t testing.TB, n int) *audience {
	t.Helper()
	a := &audience{}
	t.Cleanup(a.close)
	token := ""
	for i := range n {
		if i%perSession == 0 {
			c := newClient(s.http)
			if err := c.login("admin", adminPassword); err != nil {
				t.Fatal(err)
			}
			token = c.token
		}
		conn, r, err := openLive(strings.TrimPrefix(s.http, "http://"), token)
		if err != nil {
			t.Fatalf("socket %d: %v", i, err)
		}
		a.conns = append(a.conns, conn)
		a.over.Go(func() { a.read(r) })
	}
	a.all(t, n, "its snapshot", &a.fresh)
	return a
}

func (a *audience) close() {
	for _, c := range a.conns {
		_ = c.Close()
	}
	a.over.Wait()
}

// all waits until n sockets were told something.
func (a *audience) all(t testing.TB, n int, what string, of *atomic.Int64) {
	t.Helper()
	eventually(t, 2*time.Minute, fmt.Sprintf("each of %d sockets to have %s", n, what), func() (string, bool) {
		return fmt.Sprintf("%d have", of.Load()), of.Load() >= int64(n)
	})
}

func (a *audience) read(r *bufio.Reader) {
	var body []byte
	var heard *[]byte
	for {
		var err error
		if body, err = nextFrame(r, body); err != nil {
			return
		}
		if bytes.Contains(body[:min(200, len(body))], []byte(`"snapshot"`)) {
			a.fresh.Add(1)
			continue
		}
		if m := a.marker.Load(); m != heard && bytes.Contains(body, *m) {
			heard = m
			a.last.Store(time.Now().UnixNano())
			a.told.Add(1)
		}
	}
}

// openLive opens one live socket (RFC 6455).
func openLive(address, token string) (net.Conn, *bufio.Reader, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, nil, err
	}
	_, err = fmt.Fprintf(conn, "GET /live HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nAuthorization: Bearer %s\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", address, token)
	r := bufio.NewReader(conn)
	if err == nil {
		var resp *http.Response
		if resp, err = http.ReadResponse(r, nil); err == nil && resp.StatusCode != http.StatusSwitchingProtocols {
			err = fmt.Errorf("the upgrade was answered %s", resp.Status)
		}
	}
	if err != nil {
		conn.Close()
		return nil, nil, err
	}
	return conn, r, nil
}

// nextFrame reads a frame's body, into the old one's memory if it is enough.
func nextFrame(r *bufio.Reader, into []byte) ([]byte, error) {
	var head [2]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n := uint64(head[1] & 0x7f)
	switch n {
	case 126:
		var b [2]byte
		if _, err := io.ReadFull(r, b[:]); err != nil {
			return nil, err
		}
		n = uint64(binary.BigEndian.Uint16(b[:]))
	case 127:
		var b [8]byte
		if _, err := io.ReadFull(r, b[:]); err != nil {
			return nil, err
		}
		n = binary.BigEndian.Uint64(b[:])
	}
	if uint64(cap(into)) < n {
		into = make([]byte, n)
	}
	_, err := io.ReadFull(r, into[:n])
	return into[:n], err
}

// liveFloor is a server with agents in a group, one of whom is paused with one
// status after the other.
type liveFloor struct {
	*server
	agent    string
	statuses [2]string
}

func newLiveFloor(t testing.TB, agents int, env ...string) *liveFloor {
	t.Helper()
	s := startServer(t, serverSpec{Env: env})
	f := site{Statuses: []object{{"name": "離席中", "color": "#f59f00"}, {"name": "会議", "color": "#e64980"}}}
	members := []object{}
	for i := range agents {
		login := "live" + itoa(i)
		f.Agents = append(f.Agents, object{"id": login, "name": "担当" + itoa(i), "extension": itoa(20000 + i), "password": "Passw0rd1", "role": "agent"})
		members = append(members, object{"agent": login})
	}
	f.Groups = []object{{"name": "受注", "extension": "3001", "members": members}}
	s.apply(t, f.text(t), nil)
	l := &liveFloor{server: s}
	now := s.floor(t)
	for _, a := range now.Agents {
		if a.Extension == "20000" {
			l.agent = a.ID
		}
	}
	if n := len(now.Statuses); l.agent == "" || n < 2 {
		t.Fatalf("the floor has not what was applied: %+v", now)
	} else {
		l.statuses = [2]string{now.Statuses[n-1].ID, now.Statuses[n-2].ID}
	}
	return l
}

// gap is longer than the time within which changes are told together: each
// change is one of its own.
const gap = 150 * time.Millisecond

// rounds pauses the agent n times and gives, shortest first, how long it took
// from before the command was sent until the last socket was told.
func (l *liveFloor) rounds(t testing.TB, a *audience, n int) []time.Duration {
	t.Helper()
	var took []time.Duration
	for round := range n {
		status := l.statuses[round%2]
		pass(gap)
		marker := []byte(status)
		a.told.Store(0)
		a.marker.Store(&marker)
		began := time.Now()
		if err := l.api(t).call("PUT", "/api/v1/agents/"+l.agent+"/status", object{"scope": "all", "status": status}, nil); err != nil {
			t.Fatal(err)
		}
		a.all(t, len(a.conns), "the new status", &a.told)
		took = append(took, time.Duration(a.last.Load()-began.UnixNano()))
	}
	slices.Sort(took)
	return took
}

// TestManyWatch: hundreds of consoles of many sessions hear of each change of
// the floor, and the server says what it serves.
func TestManyWatch(t *testing.T) {
	t.Parallel()
	const sockets, rounds = 400, 5
	l := newLiveFloor(t, 20)
	a := l.watchers(t, sockets)
	took := l.rounds(t, a, rounds)
	if got := int(a.told.Load()); got != sockets {
		t.Errorf("%d sockets were told of the last change, want %d", got, sockets)
	}
	a.close()
	t.Logf("%d sockets, from the command to the last of them: median %s, longest %s", sockets, took[rounds/2], took[rounds-1])
}

// BenchmarkLiveSockets measures a server with 5,000 live sockets and 1,000
// agents on its floor: from the command to the last socket, and what a socket
// costs in memory.
func BenchmarkLiveSockets(b *testing.B) {
	const sockets = 5000
	metrics := fmt.Sprintf("127.0.0.1:%d", freePort(b, "127.0.0.1"))
	l := newLiveFloor(b, 1000, "YOBIRIN_METRICS_LISTEN="+metrics)
	before := memory(b, "http://"+metrics)
	a := l.watchers(b, sockets)
	after := memory(b, "http://"+metrics)
	b.ResetTimer()
	took := l.rounds(b, a, b.N)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-median")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms-p95")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "ms-max")
	b.ReportMetric((after-before)/sockets/1024, "KiB/socket")
	b.ReportMetric(after/(1<<20), "MiB-server")
}

// memory is what the server's program has in use after a collection, in bytes:
// its heap and the stacks of its goroutines. metrics is where it tells that.
func memory(t testing.TB, metrics string) (used float64) {
	t.Helper()
	for _, path := range []string{"/debug/pprof/heap?gc=1", "/metrics"} {
		resp, err := http.Get(metrics + path) //nolint:noctx // the test's own server
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s, %v", path, resp.Status, err)
		}
		used = 0
		for line := range strings.Lines(string(raw)) {
			var bytes float64
			for _, name := range []string{"go_memstats_heap_inuse_bytes", "go_memstats_stack_inuse_bytes"} {
				if n, _ := fmt.Sscanf(line, name+" %g", &bytes); n == 1 {
					used += bytes
				}
			}
		}
	}
	if used == 0 {
		t.Fatal("the server's metrics do not say its memory")
	}
	return used
}
