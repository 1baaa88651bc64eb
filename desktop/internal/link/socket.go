package link

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/coder/websocket"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/live"
)

const (
	// The server pings every 30 s; longer silence is a dead path.
	silence = 45 * time.Second
	// How long a server is asked whether it is still there.
	signOfLife = 5 * time.Second
	// A large site's snapshot is 1 MiB.
	maxMessage = 16 << 20
	// closeSession is how the server closes when the session has ended.
	closeSession = 4401
	// closeGone is what the page is told of a lost connection (RFC 6455
	// section 7.4.1: abnormal closure).
	closeGone = 1006
)

// socket is one connection to the live socket.
type socket struct {
	conn   *websocket.Conn
	cancel context.CancelFunc
	asked  bool // for a snapshot, after a gap
}

// open connects the live socket. It is tried again until server or session
// are others.
func (l *Link) open() {
	t := l.target.Load()
	beside(l, func(ctx context.Context) (*websocket.Conn, error) {
		header := http.Header{"Authorization": {"Bearer " + t.token}, "User-Agent": {"Yobirin/" + l.o.Version}}
		// The handshake's address is http: the client of REST is used.
		conn, res, err := websocket.Dial(ctx, t.url+"/live", &websocket.DialOptions{HTTPClient: l.http, HTTPHeader: header}) //nolint:bodyclose // the library has closed it
		if err != nil && res != nil && (res.StatusCode == http.StatusUnauthorized || res.StatusCode == http.StatusForbidden) {
			return nil, &problem{Status: res.StatusCode, Code: "no_session"}
		}
		return conn, err
	}, func(conn *websocket.Conn, err error) {
		switch {
		case refused(err, http.StatusUnauthorized):
			l.signedOut(&seat.Trouble{Code: "session_expired"})
		case err != nil:
			if refused(err, http.StatusForbidden) {
				l.doubt = true
				l.judge()
			}
			l.failed(err)
			l.after(pause(l.failures, rand.Float64), l.open)
		default:
			l.listen(conn)
			l.judge()
		}
	})
}

// listen reads the socket beside the goroutine.
func (l *Link) listen(conn *websocket.Conn) {
	conn.SetReadLimit(maxMessage)
	ctx, cancel := context.WithCancel(l.ctx)
	s := &socket{conn: conn, cancel: cancel}
	l.socket = s
	go l.safely(func() {
		err := l.read(ctx, s)
		l.later(func() { l.lost(s, err) })
	})
}

func (l *Link) read(ctx context.Context, s *socket) error {
	for {
		waiting, cancel := context.WithTimeout(ctx, silence)
		_, text, err := s.conn.Read(waiting)
		cancel()
		if err != nil {
			return err
		}
		l.later(func() { l.heard(s, text) })
	}
}

// lost notes that a connection is gone, and makes another.
func (l *Link) lost(s *socket, err error) {
	if l.socket != s {
		return // given up by ourselves
	}
	l.drop()
	if websocket.CloseStatus(err) == closeSession {
		l.signedOut(&seat.Trouble{Code: "session_revoked"})
		return
	}
	l.doubt = true
	l.failed(fmt.Errorf("the live socket: %w", err))
	l.after(pause(l.failures-1, rand.Float64), l.open)
}

// recheck asks the server for a sign of life: from another network than the one
// it began on, a connection may lead nowhere, and only its silence would tell.
func (l *Link) recheck() {
	l.http.CloseIdleConnections()
	s := l.socket
	if s == nil {
		return // another is being made
	}
	go l.safely(func() {
		ctx, cancel := context.WithTimeout(l.ctx, signOfLife)
		defer cancel()
		if err := s.conn.Ping(ctx); err != nil {
			_ = s.conn.CloseNow() // its reader makes another
		}
	})
}

// judge looks what the session may, after a socket was lost: the server closes
// those whose rights have become others, and lets them come again.
func (l *Link) judge() {
	if !l.doubt {
		return
	}
	l.doubt = false
	l.refresh()
}

// drop closes the socket, if there is one, and tells the page.
func (l *Link) drop() {
	if s := l.socket; s != nil {
		l.socket = nil
		s.cancel()
		go func() { _ = s.conn.CloseNow() }()
	}
	l.rows.forget()
	if l.pageOpen {
		l.pageOpen = false
		l.o.Page.LiveClosed(closeGone)
	}
}

// heard takes a message.
func (l *Link) heard(s *socket, text []byte) {
	if l.socket != s {
		return
	}
	var head struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		l.askAgain()
		return
	}
	switch head.Type {
	case "snapshot", "delta":
		l.row(text)
	case string(live.TypeMine):
		var m live.MineMessage
		if err := json.Unmarshal(text, &m); err != nil {
			l.o.Log.Warn("the calls of this agent could not be read", "err", err)
			return
		}
		l.o.Tell(seat.Mine{Calls: m.Calls})
		l.rows.mine = text
		if l.rows.ready {
			l.toPage(text)
		}
	default: // pings, chat, what later versions say
		l.toPage(text)
	}
}

// row takes a snapshot or a delta.
func (l *Link) row(text []byte) {
	var m numbered
	if err := json.Unmarshal(text, &m); err != nil {
		l.askAgain()
		return
	}
	if m.Type == "snapshot" {
		l.rows.replace(m)
		l.socket.asked = false
		l.failures = 0
		l.ahead = time.Duration(m.ServerTime-time.Now().UnixMilli()) * time.Millisecond
		again := l.phase != seat.Online
		l.setPhase(seat.Online, nil)
		l.toPage(text)
		if l.rows.mine != nil {
			l.toPage(l.rows.mine)
		}
		l.people(m.State["agents"], true)
		l.statuses()
		if again && l.health != "" {
			l.reportHealth(l.health)
		}
		return
	}
	fresh, ok := l.rows.change(m)
	if !ok {
		l.askAgain()
		return
	}
	if fresh {
		l.toPage(text)
		l.people(m.Set["agents"], false)
		if len(m.Set["statuses"])+len(m.Del["statuses"]) > 0 {
			l.statuses()
		}
	}
}

// statuses tells the site's, in the order in which they were made: that of
// their identifiers, in which the page has them, too.
func (l *Link) statuses() {
	rows := l.rows.state["statuses"]
	var told seat.Statuses
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		var row live.StatusRow
		if err := json.Unmarshal(rows[id], &row); err == nil {
			told.All = append(told.All, row)
		}
	}
	l.o.Tell(told)
}

// askAgain asks for a snapshot, once.
func (l *Link) askAgain() {
	if l.socket == nil || l.socket.asked {
		return
	}
	l.socket.asked = true
	l.say([]byte(`{"type":"resync"}`))
}

// say sends a message without waiting for the network.
func (l *Link) say(text []byte) {
	s := l.socket
	if s == nil {
		return
	}
	go l.safely(func() {
		ctx, cancel := context.WithTimeout(l.ctx, requestTime)
		defer cancel()
		_ = s.conn.Write(ctx, websocket.MessageText, text) // reading finds out that it is gone
	})
}

// people notes names by extension and how the agent himself stands.
func (l *Link) people(agents map[string]json.RawMessage, all bool) {
	if all {
		l.names = nil
	}
	changed := false
	for id, raw := range agents {
		var row live.AgentRow
		if err := json.Unmarshal(raw, &row); err != nil {
			continue
		}
		if id == l.profile.Agent.ID {
			l.o.Tell(seat.Own{Row: row})
		}
		name := strings.TrimSpace(row.Name)
		person := seat.Person{Number: row.Extension, Name: name, Agent: row.ID}
		if row.Extension == "" || l.names[row.Extension] == person {
			continue
		}
		if l.names == nil {
			l.names = map[string]seat.Person{}
		}
		l.names[row.Extension] = person
		changed = true
	}
	if changed {
		told := make(map[string]seat.Person, len(l.names))
		for k, v := range l.names {
			told[k] = v
		}
		l.o.Tell(seat.Directory{Names: told})
	}
}
