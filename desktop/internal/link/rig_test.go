package link

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/live"
)

// patience is far longer than anything here takes; it ends a test that hangs.
const patience = time.Minute

// yobirin is a server as the app sees it.
type yobirin struct {
	*httptest.Server
	t     *testing.T
	mu    sync.Mutex
	token string // the one session's; "": none is valid
	seen  []seen
	name  string // of the agent, in the profile
	away  string // where a redirect leads
	inUse bool   // no softphone for a second login
	// refuses are paths that are answered with a status, and "second_login" or "no".
	refuses map[string]int
	lives   chan *websocket.Conn
	// mustEnrol: the session has yet to set up its second factor.
	mustEnrol atomic.Bool
	challenge string // of the login in a browser
}

// seen is a request.
type seen struct {
	method, path, body string
	header             http.Header
}

func newYobirin(t *testing.T) *yobirin {
	y := &yobirin{t: t, lives: make(chan *websocket.Conn, 16), name: "佐藤"}
	y.Server = httptest.NewServer(y)
	t.Cleanup(y.Close)
	return y
}

func (y *yobirin) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	y.mu.Lock()
	y.seen = append(y.seen, seen{r.Method, r.URL.RequestURI(), string(body), r.Header.Clone()})
	token, name, away, inUse, refuses := y.token, y.name, y.away, y.inUse, y.refuses[r.URL.Path]
	y.mu.Unlock()
	if refuses != 0 {
		y.problem(w, refuses, map[bool]string{true: "second_login", false: "no"}[refuses == 409])
		return
	}
	if r.Method == http.MethodPost && r.URL.Path == "/api/v1/session" {
		var in struct{ ID, Password, Client string }
		_ = json.Unmarshal(body, &in)
		if in.Password == "enrol" {
			y.setToken("secret")
			y.answer(w, map[string]any{"agent": map[string]string{"id": "agt_1"}, "mustEnrol": true, "token": "secret"})
			return
		}
		if in.Password != "right" || in.Client != "app" {
			y.problem(w, 401, "login_failed")
			return
		}
		y.setToken("secret")
		y.answer(w, map[string]any{"agent": map[string]string{"id": "agt_1"}, "token": "secret"})
		return
	}
	if r.URL.Path == "/api/v1/session/oidc/token" {
		y.exchange(w, body)
		return
	}
	if token == "" || r.Header.Get("Authorization") != "Bearer "+token {
		y.problem(w, 401, "no_session")
		return
	}
	switch r.Method + " " + r.URL.Path {
	case "GET /api/v1/session":
		y.answer(w, map[string]any{"agent": map[string]string{"id": "agt_1"}, "mustEnrol": y.mustEnrol.Load()})
	case "GET /api/v1/me/profile":
		if y.mustEnrol.Load() {
			y.problem(w, 403, "totp_enrol")
			return
		}
		y.answer(w, live.Profile{Agent: live.ProfileAgent{ID: "agt_1", Name: name}})
	case "GET /api/v1/away":
		http.Redirect(w, r, away, http.StatusTemporaryRedirect)
	case "POST /api/v1/me/softphone":
		if inUse {
			y.problem(w, 409, "second_login")
			return
		}
		y.answer(w, live.Softphone{User: "a1", Password: "p"})
	case "GET /live":
		conn, err := websocket.Accept(w, r, nil)
		if err != nil {
			y.t.Error(err)
			return
		}
		y.lives <- conn
		<-r.Context().Done()
	case "POST /api/v1/calls/c1/transfer":
		y.problem(w, 409, "not_now")
	case "GET /api/v1/file":
		w.Header().Set("Content-Type", "audio/wav")
		w.Header().Set("Set-Cookie", "a=b")
		w.WriteHeader(http.StatusPartialContent)
		_, _ = w.Write([]byte(r.Header.Get("Range")))
	default:
		y.answer(w, map[string]string{"you": "said " + string(body)})
	}
}

func (y *yobirin) setToken(token string) {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.token = token
}

func (y *yobirin) answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func (y *yobirin) problem(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"status":%d,"code":%q,"detail":"so that people understand"}`, status, code)
}

// last is the newest request to a path.
func (y *yobirin) last(path string) seen {
	y.mu.Lock()
	defer y.mu.Unlock()
	for i := len(y.seen) - 1; i >= 0; i-- {
		if y.seen[i].path == path {
			return y.seen[i]
		}
	}
	y.t.Fatalf("nobody asked for %s", path)
	return seen{}
}

// await waits until something was asked so often.
func (y *yobirin) await(what string, times int) {
	y.t.Helper()
	deadline := time.Now().Add(patience)
	every := time.NewTicker(5 * time.Millisecond)
	defer every.Stop()
	for ; ; <-every.C {
		n := 0
		y.mu.Lock()
		for _, s := range y.seen {
			if s.method+" "+s.path == what {
				n++
			}
		}
		y.mu.Unlock()
		if n >= times {
			return
		}
		if time.Now().After(deadline) {
			y.t.Fatalf("%s was asked %d times, want %d", what, n, times)
		}
	}
}

// socket is the next live socket that is opened.
func (y *yobirin) socket() *websocket.Conn {
	y.t.Helper()
	select {
	case c := <-y.lives:
		return c
	case <-time.After(patience):
		y.t.Fatal("no live socket was opened")
		return nil
	}
}

func say(t *testing.T, c *websocket.Conn, text string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := c.Write(ctx, websocket.MessageText, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

// app is a link with all that it told.
type app struct {
	*Link
	t     *testing.T
	store *memory
	told  chan seat.Input
	page  chan string
	opens chan string // what the browser is to open
	noWay error       // why it cannot be opened
	front atomic.Int32
}

func (a *app) LiveMessage(text []byte) { a.page <- string(text) }
func (a *app) LiveClosed(code int)     { a.page <- fmt.Sprint("closed ", code) }

func newApp(t *testing.T, store *memory) *app {
	a := &app{t: t, store: store, told: make(chan seat.Input, 1000), page: make(chan string, 1000), opens: make(chan string, 100)}
	l, err := New(Options{
		Tell: func(in seat.Input) { a.told <- in }, Store: store, Page: a, Installation: "computer-1234567890", Computer: "PC-7",
		Version: "1", Log: slog.New(slog.DiscardHandler), Front: func() { a.front.Add(1) },
		Browse: func(url string) error {
			a.opens <- url
			return a.noWay
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	a.Link = l
	t.Cleanup(l.Close)
	return a
}

// expect waits for an input of a type, and leaves out those of others.
func expect[T seat.Input](a *app) T {
	a.t.Helper()
	for {
		select {
		case in := <-a.told:
			if wanted, ok := in.(T); ok {
				return wanted
			}
		case <-time.After(patience):
			var zero T
			a.t.Fatalf("the seat was not told %s", reflect.TypeOf(zero))
			return zero
		}
	}
}

// phase waits until the connection stands so.
func (a *app) phase(want seat.Phase) seat.Linked {
	a.t.Helper()
	for {
		if in := expect[seat.Linked](a); in.Phase == want {
			return in
		}
	}
}

// trouble waits until the connection has one.
func (a *app) trouble() seat.Linked {
	a.t.Helper()
	for {
		if in := expect[seat.Linked](a); in.Trouble != nil {
			return in
		}
	}
}

func (a *app) fromPage() string {
	a.t.Helper()
	select {
	case text := <-a.page:
		return text
	case <-time.After(patience):
		a.t.Fatal("the page was told nothing")
		return ""
	}
}

// browse is a request of the page.
func (a *app) browse(method, path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	if body != "" {
		r = httptest.NewRequest(method, path, stringReader(body))
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	return w
}

// memory is a Store.
type memory struct {
	mu            sync.Mutex
	server, token string
}

func (m *memory) Server() (string, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.server, false
}

func (m *memory) SetServer(url string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.server = url
	return nil
}

func (m *memory) Token(string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.token, nil
}

func (m *memory) SetToken(_, token string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.token = token
	return nil
}

func (m *memory) ForgetToken(string) error { return m.SetToken("", "") }
