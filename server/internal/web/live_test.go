package web_test

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/id"
)

// socket opens a live socket with a session's token.
func (h *house) socket(t *testing.T, token string) *bufio.Reader {
	t.Helper()
	conn, err := net.Dial("tcp", h.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
	if _, err := fmt.Fprintf(conn, "GET /live HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nAuthorization: Bearer %s\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", h.Listener.Addr(), token); err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(conn)
	resp, err := http.ReadResponse(r, nil) //nolint:bodyclose // it is the socket from here on
	if err != nil || resp.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("upgrade: %+v, %v", resp, err)
	}
	return r
}

// closeCode reads frames until the socket is closed.
func closeCode(t *testing.T, r *bufio.Reader) int {
	t.Helper()
	for {
		var head [2]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			t.Fatal(err)
		}
		n := uint64(head[1])
		switch n {
		case 126:
			var more [2]byte
			if _, err := io.ReadFull(r, more[:]); err != nil {
				t.Fatal(err)
			}
			n = uint64(binary.BigEndian.Uint16(more[:]))
		case 127:
			var more [8]byte
			if _, err := io.ReadFull(r, more[:]); err != nil {
				t.Fatal(err)
			}
			n = binary.BigEndian.Uint64(more[:])
		}
		body := make([]byte, n)
		if _, err := io.ReadFull(r, body); err != nil {
			t.Fatal(err)
		}
		if head[0] == 0x88 && n >= 2 {
			return int(binary.BigEndian.Uint16(body))
		}
	}
}

// A live socket does not outlive what its session may.
func TestLiveSocketsFollowTheirSessions(t *testing.T) {
	agent := func(h *house) id.Agent { return h.site.Agents[0].ID }
	exec := func(t *testing.T, h *house, sql string, args ...any) {
		t.Helper()
		if _, err := h.db.Bun().ExecContext(t.Context(), sql, args...); err != nil {
			t.Fatal(err)
		}
		if err := h.doors.EndDoomed(t.Context()); err != nil { // as after every change of the site
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		change func(t *testing.T, h *house, s access.Session)
		code   int
	}{
		"revoked": {func(t *testing.T, h *house, s access.Session) {
			if err := h.doors.EndSession(t.Context(), s.ID, id.Agent{}, s, access.Origin{}); err != nil {
				t.Fatal(err)
			}
		}, 4401},
		"another role": {func(t *testing.T, h *house, _ access.Session) {
			exec(t, h, "update agents set role = 'supervisor' where id = ?", agent(h))
		}, 4403},
		"disabled": {func(t *testing.T, h *house, _ access.Session) {
			exec(t, h, "update agents set disabled = true where id = ?", agent(h))
		}, 4401},
		"idle": {func(t *testing.T, h *house, s access.Session) {
			exec(t, h, "update sessions set seen_at = seen_at - interval '1 year' where id = ?", s.ID)
		}, 4401},
		"a second factor asked for": {func(t *testing.T, h *house, _ access.Session) {
			exec(t, h, "update access_settings set totp_for = 'all'")
		}, 4403},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			token := h.login(t, h.site.Agents[0].Login, "Passw0rd1")
			s, err := h.doors.Session(t.Context(), token)
			if err != nil {
				t.Fatal(err)
			}
			r := h.socket(t, token)
			c.change(t, h, s)
			if code := closeCode(t, r); code != c.code {
				t.Errorf("closed with %d, expected %d", code, c.code)
			}
		})
	}
}
