package web_test

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/archive"
	"github.com/yobirin/yobirin/server/internal/chat"
	"github.com/yobirin/yobirin/server/internal/desk"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/live"
	"github.com/yobirin/yobirin/server/internal/mail"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/server/internal/web"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/pcm"
)

var rewrite = flag.Bool("rewrite", false, "write the expected files anew")

const siteFile = `
agents:
  - {id: sato, name: 佐藤, extension: 2001, password: Passw0rd1}
  - {id: suzuki, name: 鈴木, extension: 2002, password: Passw0rd2, role: supervisor, language: en}
statuses: [{name: 離席中, color: "#f59f00"}]
groups: [{name: 受注, extension: 3001, members: [sato]}, {name: 総合, extension: 3002}]
numbers: [{number: 0312345678, name: 代表, route: {group: 受注}}]
`

// floor keeps the commands it is given.
type floor struct {
	mu   sync.Mutex
	got  []acd.SetStatus
	fail error
}

func (f *floor) SetStatus(_ context.Context, c acd.SetStatus) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.got = append(f.got, c)
	return f.fail
}

type house struct {
	*httptest.Server
	server  *web.Server
	db      *pg.DB
	doors   *access.Doors
	site    directory.Snapshot
	floor   *floor
	history *history.History
	folder  string
	board   *switchboard
	audited []string
}

// quietAlarms ring for nobody.
type quietAlarms struct{}

func (quietAlarms) Raise(string, string) {}
func (quietAlarms) Clear(string)         {}

type directoryGroup = directory.Group

func open(t testing.TB) *house {
	t.Helper()
	db := pgtest.New(t)
	doors := access.New(db, access.Options{Hasher: access.NewHasher(64, 1, 4)})
	dir := directory.New(db, directory.Options{Audio: t.TempDir(), Doors: doors})
	if _, err := dir.Apply(t.Context(), directory.Source{Data: []byte(siteFile)}, false); err != nil {
		t.Fatal(err)
	}
	site, err := dir.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	h := &house{db: db, doors: doors, site: site, floor: &floor{}, folder: t.TempDir(), board: &switchboard{}}
	h.history = history.New(db, history.Options{Recordings: h.folder})
	hub := live.New(live.Options{Zone: time.UTC})
	plan := live.Plan{}
	for _, g := range site.Groups {
		group := live.Group{ID: g.ID, Name: g.Name, Extension: g.Extension}
		for _, m := range g.Members {
			group.Members = append(group.Members, m.Agent)
		}
		plan.Groups = append(plan.Groups, group)
	}
	for _, a := range site.Agents {
		plan.Agents = append(plan.Agents, live.Agent{ID: a.ID, Name: a.Name})
	}
	hub.SetPlan(plan)
	keys, err := vault.OpenKeys(t.TempDir(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	h.server, err = web.New(web.Options{
		Doors: doors, Hub: hub, Floor: h.floor, Version: "test",
		Rooms: []func(huma.API){func(api huma.API) { dir.Register(api, directory.About{TimeZone: "Asia/Tokyo", Version: "test"}) }, h.history.Register,
			archive.New(archive.Options{DB: db, Folder: t.TempDir(), Recordings: h.history, Keys: keys, Zone: time.UTC, Alarms: quietAlarms{}}).Register,
			mail.New(mail.Options{DB: db}).Register,
			chat.New(db, chat.Options{Folder: t.TempDir()}).Register,
			desk.New(desk.Options{
				Exchange: h.board, Plan: func() *route.Plan { return site.Route },
				Audit: func(_ context.Context, e access.Entry) error { h.audited = append(h.audited, e.Action); return nil },
			}).Register,
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := hub.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	h.Server = httptest.NewServer(h.server.Handler())
	t.Cleanup(func() {
		stop()
		wg.Wait()
		h.Close()
		if err := h.server.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return h
}

// ask sends a request, with a cookie when one is given, and gives the answer.
func (h *house) ask(t testing.TB, method, path, body, cookie string, header ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, h.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if cookie != "" {
		req.Header.Set("Cookie", access.Cookie+"="+cookie)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(text)
}

func (h *house) login(t testing.TB, who, password string) string {
	t.Helper()
	resp, body := h.ask(t, "POST", "/api/v1/session", `{"id":"`+who+`","password":"`+password+`"}`, "")
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("login: %d %s", resp.StatusCode, body)
	}
	return resp.Cookies()[0].Value
}

func code(body string) string {
	var p web.Problem
	_ = json.Unmarshal([]byte(body), &p)
	return p.Code
}

func TestLoginAndLogout(t *testing.T) {
	h := open(t)
	resp, body := h.ask(t, "POST", "/api/v1/session", `{"id":"sato","password":"Passw0rd1"}`, "")
	if resp.StatusCode != 200 || !strings.Contains(body, `"agent":{"id":"`) || strings.Contains(body, "token") {
		t.Fatalf("login: %d %s", resp.StatusCode, body)
	}
	if c := resp.Header.Get("Set-Cookie"); !strings.Contains(c, "HttpOnly") || !strings.Contains(c, "SameSite=Strict") || strings.Contains(c, "Secure") {
		t.Errorf("cookie over plain HTTP: %s", c)
	}
	cookie := resp.Cookies()[0].Value
	if resp, body := h.ask(t, "GET", "/api/v1/session", "", cookie); resp.StatusCode != 200 || !strings.Contains(body, `"login":"sato"`) {
		t.Errorf("session: %d %s", resp.StatusCode, body)
	}
	if resp, body := h.ask(t, "GET", "/api/v1/session/here", "", cookie); resp.StatusCode != 200 || !strings.Contains(body, `"login":"sato"`) || !strings.Contains(body, `"permissions":["`) {
		t.Errorf("session of this browser: %d %s", resp.StatusCode, body)
	}
	if resp, body := h.ask(t, "PATCH", "/api/v1/me", `{"language":"en"}`, cookie); resp.StatusCode != 200 || !strings.Contains(body, `"language":"en"`) {
		t.Errorf("me: %d %s", resp.StatusCode, body)
	}
	if resp, body := h.ask(t, "DELETE", "/api/v1/session", "", cookie); resp.StatusCode != 204 || !strings.Contains(resp.Header.Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("logout: %d %s %s", resp.StatusCode, body, resp.Header.Get("Set-Cookie"))
	}
	if resp, body := h.ask(t, "GET", "/api/v1/session", "", cookie); resp.StatusCode != 401 || code(body) != "no_session" {
		t.Errorf("after the logout: %d %s", resp.StatusCode, body)
	}
	for _, none := range []string{cookie, "", "made up"} {
		if resp, body := h.ask(t, "GET", "/api/v1/session/here", "", none); resp.StatusCode != 200 || strings.Contains(body, "agent") || strings.Contains(body, "permissions") {
			t.Errorf("a browser without a session: %d %s", resp.StatusCode, body)
		}
	}
	_, body = h.ask(t, "POST", "/api/v1/session", `{"id":"sato","password":"Passw0rd1","client":"app"}`, "")
	var app struct{ Token string }
	if err := json.Unmarshal([]byte(body), &app); err != nil || len(app.Token) != 64 {
		t.Fatalf("the app's login: %s", body)
	}
	if resp, _ := h.ask(t, "GET", "/api/v1/session", "", "", "Authorization", "Bearer "+app.Token); resp.StatusCode != 200 {
		t.Errorf("bearer token: %d", resp.StatusCode)
	}
}

func TestRefusals(t *testing.T) {
	h := open(t)
	cookie := h.login(t, "sato", "Passw0rd1")
	sv := h.login(t, "suzuki", "Passw0rd2")
	other := "/api/v1/agents/" + h.agent("suzuki") + "/status"
	long := strings.Repeat("a", 2<<20)
	for _, c := range []struct {
		name, method, path, body, cookie string
		header                           []string
		status                           int
		code, text                       string
	}{
		{"wrong password, Japanese", "POST", "/api/v1/session", `{"id":"sato","password":"x"}`, "", []string{"Accept-Language", "ja,en;q=0.5"}, 401, "login_failed", "パスワードが違います"},
		{"wrong password, English", "POST", "/api/v1/session", `{"id":"sato","password":"x"}`, "", []string{"Accept-Language", "en-US"}, 401, "login_failed", "password is wrong"},
		{"no password", "POST", "/api/v1/session", `{"id":"sato"}`, "", nil, 422, "invalid", "password"},
		{"no JSON", "POST", "/api/v1/session", `{`, "", nil, 400, "invalid", ""},
		{"too long", "POST", "/api/v1/session", `{"id":"` + long + `"}`, "", nil, 413, "too_large", ""},
		{"no session", "GET", "/api/v1/floor", "", "", nil, 401, "no_session", "ログイン"},
		{"bad cookie", "GET", "/api/v1/floor", "", "junk", nil, 401, "no_session", ""},
		{"foreign page", "PUT", other, `{"scope":"all","status":"available"}`, sv, []string{"Origin", "https://evil.example"}, 403, "cross_origin", ""},
		{"foreign fetch", "POST", "/api/v1/session", `{"id":"sato","password":"x"}`, "", []string{"Sec-Fetch-Site", "cross-site"}, 403, "cross_origin", ""},
		{"another's status", "PUT", other, `{"scope":"all","status":"available"}`, cookie, nil, 403, "not_allowed", "権限"},
		{"unknown scope", "PUT", other, `{"scope":"everything","status":"available"}`, sv, nil, 422, "invalid", `"location":"scope"`},
		{"unlock as supervisor", "DELETE", "/api/v1/agents/" + h.agent("sato") + "/lock", "", sv, nil, 403, "not_allowed", "role"},
		{"no such operation", "GET", "/api/v1/nothing", "", sv, nil, 404, "not_found", ""},
		{"no such call", "GET", "/api/v1/calls/01990000-0000-7000-8000-000000000000", "", sv, nil, 404, "not_found", ""},
		{"no call ID", "GET", "/api/v1/calls/x", "", sv, nil, 422, "invalid", ""},
		{"bad filter", "GET", "/api/v1/calls?direction=up", "", sv, nil, 422, "invalid", "in, out or internal"},
		{"bad time", "GET", "/api/v1/calls?from=yesterday", "", sv, nil, 422, "invalid", "from"},
		{"bad cursor", "GET", "/api/v1/calls?cursor=xyz", "", sv, nil, 422, "invalid", "cursor"},
		{"no recording", "GET", "/api/v1/calls/01990000-0000-7000-8000-000000000000/recording", "", sv, nil, 404, "no_recording", ""},
		{"live without session", "GET", "/live", "", "", nil, 401, "no_session", ""},
		{"live from a foreign page", "GET", "/live", "", sv, []string{"Origin", "https://evil.example"}, 403, "cross_origin", ""},
	} {
		resp, body := h.ask(t, c.method, c.path, c.body, c.cookie, c.header...)
		if resp.StatusCode != c.status || code(body) != c.code || !strings.Contains(body, c.text) || resp.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s %s, want %d %s %s", c.name, resp.StatusCode, resp.Header.Get("Content-Type"), body, c.status, c.code, c.text)
		}
		if strings.Contains(body, "Passw0rd") || len(body) > 2000 {
			t.Errorf("%s: the answer is %.200s", c.name, body)
		}
	}
	for range 5 {
		h.ask(t, "POST", "/api/v1/session", `{"id":"sato","password":"x"}`, "")
	}
	if resp, body := h.ask(t, "POST", "/api/v1/session", `{"id":"sato","password":"Passw0rd1"}`, ""); resp.StatusCode != 423 || code(body) != "login_locked" {
		t.Errorf("locked: %d %s", resp.StatusCode, body)
	}
}

func (h *house) agent(login string) string {
	for _, a := range h.site.Agents {
		if a.Login == login {
			return a.ID.String()
		}
	}
	return ""
}

func TestStatusGoesToTheFloor(t *testing.T) {
	h := open(t)
	cookie, sv := h.login(t, "sato", "Passw0rd1"), h.login(t, "suzuki", "Passw0rd2")
	path := "/api/v1/agents/" + h.agent("sato") + "/status"
	group, status := h.site.Groups[0].ID, h.site.Statuses[0].ID
	if resp, body := h.ask(t, "PUT", path, `{"scope":"all","status":"`+status.String()+`"}`, cookie, "Origin", h.URL); resp.StatusCode != 204 {
		t.Errorf("pause oneself: %d %s", resp.StatusCode, body)
	}
	if resp, body := h.ask(t, "PUT", path, `{"scope":"`+group.String()+`","status":"available"}`, sv); resp.StatusCode != 204 {
		t.Errorf("a supervisor: %d %s", resp.StatusCode, body)
	}
	sato, suzuki := h.site.Agents[0].ID, h.site.Agents[1].ID
	want := []acd.SetStatus{{Agent: sato, Paused: true, Status: status, Cause: journal.BySelf, By: sato}, {Agent: sato, Group: group, Cause: journal.BySupervisor, By: suzuki}}
	if len(h.floor.got) != 2 || h.floor.got[0] != want[0] || h.floor.got[1] != want[1] {
		t.Errorf("the floor got %+v, want %+v", h.floor.got, want)
	}
	h.floor.fail = fault.New(fault.Conflict, "not_a_member", "the agent is not in this group")
	if resp, body := h.ask(t, "PUT", path, `{"scope":"all","status":"available"}`, sv); resp.StatusCode != 409 || code(body) != "not_a_member" || !strings.Contains(body, "not in this group") {
		t.Errorf("refused by the floor: %d %s", resp.StatusCode, body)
	}
	h.floor.fail = context.DeadlineExceeded
	if resp, body := h.ask(t, "PUT", path, `{"scope":"all","status":"available"}`, sv); resp.StatusCode != 500 || code(body) != "internal" || strings.Contains(body, "deadline") {
		t.Errorf("an inner error: %d %s", resp.StatusCode, body)
	}
}

func TestListsForFilters(t *testing.T) {
	h := open(t)
	sv := h.login(t, "suzuki", "Passw0rd2")
	for path, want := range map[string]string{
		"/api/v1/choices/agents":      `"name":"佐藤","nickname":"佐藤","extension":"2001"`,
		"/api/v1/choices/agents?q=20": `"extension":"2002"`,
		"/api/v1/choices/groups?q=総":  `{"items":[{"id":"`,
		"/api/v1/choices/numbers":     `"number":"0312345678"`,
		"/api/v1/site":                `{"name":"Yobirin","timeZone":"Asia/Tokyo","languages":["ja","en"],"version":"test"}`,
		"/api/v1/floor":               `"extension":"3002"`,
		"/api/v1/calls":               `{"items":[]}`,
		"/openapi.json":               `"/api/v1/calls/{id}/recording"`,
	} {
		if resp, body := h.ask(t, "GET", path, "", sv); resp.StatusCode != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s, want %s", path, resp.StatusCode, body, want)
		}
	}
	if _, body := h.ask(t, "GET", "/api/v1/choices/groups?q=総", "", sv); strings.Contains(body, "受注") {
		t.Errorf("the search gives %s", body)
	}
	sato := h.login(t, "sato", "Passw0rd1")
	if _, body := h.ask(t, "GET", "/api/v1/floor", "", sato); strings.Contains(body, "総合") || !strings.Contains(body, "受注") {
		t.Errorf("role agent sees the floor %s", body)
	}
}

func TestRecordingPlaysWithRange(t *testing.T) {
	h := open(t)
	sv, sato := h.login(t, "suzuki", "Passw0rd2"), h.login(t, "sato", "Passw0rd1")
	samples := make([]byte, 16001) // a torn last frame
	for i := range samples {
		samples[i] = byte(i * 7)
	}
	file := append(pcm.AppendWAVHeader(nil, pcm.WAVMu, 8000, 2, 0xFFFFFFFF), samples...) // sizes as a crash left them
	if err := os.WriteFile(filepath.Join(h.folder, "a.wav"), file, 0o600); err != nil {
		t.Fatal(err)
	}
	call := id.NewCall(time.Now())
	if err := h.history.Write(t.Context(), []journal.Event{
		{Stream: journal.StreamOf(call), Seq: 1, At: time.Now(), Body: journal.CallStarted{Call: call, Direction: journal.Inbound}},
		{Stream: journal.StreamOf(call), Seq: 2, At: time.Now(), Body: journal.RecordingEnded{Recording: id.RecordingOf(call, 1), Path: "a.wav", Bytes: 1}},
	}); err != nil {
		t.Fatal(err)
	}
	path := "/api/v1/calls/" + call.String() + "/recording"
	resp, whole := h.ask(t, "GET", path, "", sv)
	want := pcm.Wave{Format: pcm.PCM16, Rate: 8000, Channels: 2, Samples: make([]int16, 16000)}
	pcm.Mu.Decode(want.Samples, samples[:16000])
	if expected := string(pcm.AppendWAV(nil, want)); resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "audio/wav" || whole != expected {
		t.Fatalf("whole: %d %s, %d bytes, want %d", resp.StatusCode, resp.Header.Get("Content-Type"), len(whole), len(expected))
	}
	for _, c := range [][3]string{
		{"bytes=0-0", "0", "1"}, {"bytes=43-46", "43", "47"}, {"bytes=44-", "44", ""}, {"bytes=45-1000", "45", "1001"}, {"bytes=101-101", "101", "102"}, {"bytes=-5", "-5", ""}, {"bytes=31000-99999999", "31000", ""},
	} {
		resp, part := h.ask(t, "GET", path, "", sv, "Range", c[0])
		from, until := place(t, c[1], len(whole)), place(t, c[2], len(whole))
		if resp.StatusCode != 206 || part != whole[from:until] || resp.ContentLength != int64(len(part)) {
			t.Errorf("%s: %d, %d bytes, want those from %d to %d", c[0], resp.StatusCode, len(part), from, until)
		}
	}
	if resp, _ := h.ask(t, "GET", path, "", sv, "Range", "bytes=99999999-"); resp.StatusCode != 416 {
		t.Errorf("past the end: %d", resp.StatusCode)
	}
	if resp, _ := h.ask(t, "GET", path, "", sato); resp.StatusCode != 404 {
		t.Errorf("an agent who was not in the call: %d", resp.StatusCode)
	}
}

func place(t *testing.T, s string, size int) int {
	t.Helper()
	if s == "" {
		return size
	}
	var n int
	if err := json.Unmarshal([]byte(s), &n); err != nil {
		t.Fatal(err)
	}
	if n < 0 {
		n += size
	}
	return n
}

func TestTheLiveSocketTakesTheCookie(t *testing.T) {
	h := open(t)
	conn, err := net.Dial("tcp", h.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
	if _, err := fmt.Fprintf(conn, "GET /live HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: %s\r\nCookie: %s=%s\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
		h.Listener.Addr(), h.URL, access.Cookie, h.login(t, "sato", "Passw0rd1")); err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(conn)
	resp, err := http.ReadResponse(r, nil)
	if err != nil || resp.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("upgrade: %v, %v", resp, err)
	}
	head := make([]byte, 4)
	if _, err := io.ReadFull(r, head); err != nil {
		t.Fatal(err)
	}
	text := make([]byte, int(head[2])<<8|int(head[3]))
	if _, err := io.ReadFull(r, text); err != nil || head[0] != 0x81 || head[1] != 126 {
		t.Fatalf("first frame %x: %v", head, err)
	}
	if s := string(text); !strings.HasPrefix(s, `{"type":"snapshot","seq":1,`) || !strings.Contains(s, "受注") || strings.Contains(s, "総合") {
		t.Errorf("first message %s", s)
	}
}

// TestDescription keeps the file that the front end's client is made from.
func TestDescription(t *testing.T) {
	h := open(t)
	got, err := json.MarshalIndent(h.server.API().OpenAPI(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	const path = "../../../frontend/packages/wire/openapi.json"
	if *rewrite {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != string(got) {
		t.Errorf("%s is not what this server does (%v): run go test ./internal/web -run TestDescription -rewrite, then npm run wire in frontend", path, err)
	}
}
