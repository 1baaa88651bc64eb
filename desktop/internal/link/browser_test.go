package link

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// exchange is the server's: the code "good" is worth a session with the
// verifier of the login that began.
func (y *yobirin) exchange(w http.ResponseWriter, body []byte) {
	var in struct {
		Code, Verifier string
		Port           int
	}
	_ = json.Unmarshal(body, &in)
	sum := sha256.Sum256([]byte(in.Verifier))
	y.mu.Lock()
	right := in.Code == "good" && base64.RawURLEncoding.EncodeToString(sum[:]) == y.challenge && in.Port > 0
	y.mu.Unlock()
	if !right {
		y.problem(w, 401, "oidc_expired")
		return
	}
	y.setToken("secret")
	y.answer(w, map[string]any{"agent": map[string]string{"id": "agt_1"}, "token": "secret"})
}

// browser is a login in a browser that has begun.
type browser struct {
	t    *testing.T
	at   string // the app's own address
	asks url.Values
}

func (a *app) beginBrowser(y *yobirin, body string) browser {
	a.t.Helper()
	if got := a.browse("POST", browserPath, body, "Accept-Language", "ja"); got.Code != 202 {
		a.t.Fatalf("not begun: %d %s", got.Code, got.Body)
	}
	u, err := url.Parse(<-a.opens)
	if err != nil {
		a.t.Fatal(err)
	}
	if u.Scheme+"://"+u.Host != y.URL || u.Path != "/api/v1/session/oidc/start" {
		a.t.Fatalf("the browser opens %s", u)
	}
	b := browser{a.t, "http://127.0.0.1:" + u.Query().Get("port") + "/", u.Query()}
	y.mu.Lock()
	defer y.mu.Unlock()
	y.challenge = u.Query().Get("challenge")
	return b
}

// back is the browser being sent to the app.
func (b browser) back(query url.Values, change ...func(*http.Request)) (int, string) {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.at+"?"+query.Encode(), nil)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range change {
		c(r)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

func (b browser) good() url.Values {
	return url.Values{"code": {"good"}, "state": {b.asks.Get("app_state")}}
}

// ended waits for the end of the login as the page does.
func (a *app) ended() (int, string) {
	a.t.Helper()
	got := a.browse("GET", browserPath, "")
	return got.Code, got.Body.String()
}

// eventually waits until something is so.
func (a *app) eventually(what string, so func() bool) {
	a.t.Helper()
	deadline := time.Now().Add(patience)
	every := time.NewTicker(5 * time.Millisecond)
	defer every.Stop()
	for !so() {
		if time.Now().After(deadline) {
			a.t.Fatalf("never: %s", what)
		}
		<-every.C
	}
}

func offline(t *testing.T) (*yobirin, *app) {
	t.Helper()
	y := newYobirin(t)
	a := newApp(t, &memory{server: y.URL})
	a.phase(seat.Online)
	return y, a
}

func TestLogInInTheBrowser(t *testing.T) {
	y, a := offline(t)
	b := a.beginBrowser(y, "")
	if b.asks.Has("again") || strings.Contains(b.asks.Encode(), "verifier") || len(b.asks.Get("app_state")) < 16 || len(b.asks.Get("challenge")) != 43 {
		t.Fatalf("the browser is told %v", b.asks)
	}
	if status, text := b.back(b.good()); status != 200 || !strings.Contains(text, "ログインしました") || strings.Contains(text, "good") || strings.Contains(text, "secret") {
		t.Fatalf("the browser shows %d %s", status, text)
	}
	if status, body := a.ended(); status != 200 || strings.Contains(body, "secret") || !strings.Contains(body, "agt_1") {
		t.Fatalf("the page got %d %s", status, body)
	}
	if in := expect[seat.SignedIn](a); in.Profile.Agent.Name != "佐藤" {
		t.Fatalf("the seat got %+v", in)
	}
	if got := a.browse("GET", "/api/v1/site", ""); got.Code != 200 {
		t.Fatalf("the first request after the login: %d", got.Code)
	}
	if a.front.Load() == 0 {
		t.Error("the app stays behind the browser")
	}
	a.closed(b)
}

// closed waits until the port of a login takes nothing any more.
func (a *app) closed(b browser) {
	a.t.Helper()
	<-a.way.get().done
	a.eventually("the port to be closed", func() bool {
		r, err := http.NewRequestWithContext(a.t.Context(), http.MethodGet, b.at, nil)
		if err != nil {
			a.t.Fatal(err)
		}
		r.Close = true
		res, err := http.DefaultClient.Do(r)
		if err == nil {
			_ = res.Body.Close()
		}
		return err != nil
	})
}

func TestStrangersAtTheAppsPort(t *testing.T) {
	y, a := offline(t)
	b := a.beginBrowser(y, "")
	for name, c := range map[string]struct {
		query  url.Values
		change func(*http.Request)
	}{
		"another state":           {query: url.Values{"code": {"good"}, "state": {"made-up-made-up-made-up"}}},
		"no state":                {query: url.Values{"code": {"good"}}},
		"an end without a state":  {query: url.Values{"error": {"oidc_cancelled"}}},
		"a name that leads here":  {query: b.good(), change: func(r *http.Request) { r.Host = "evil.example" }},
		"the port of another":     {query: b.good(), change: func(r *http.Request) { r.Host = "127.0.0.1:1" }},
		"a form of a page":        {query: b.good(), change: func(r *http.Request) { r.Method = http.MethodPost }},
		"another path":            {query: b.good(), change: func(r *http.Request) { r.URL.Path = "/code" }},
		"preflight of a web page": {query: b.good(), change: func(r *http.Request) { r.Method = http.MethodOptions }},
	} {
		change := c.change
		if change == nil {
			change = func(*http.Request) {}
		}
		if status, _ := b.back(c.query, change); status < 400 {
			t.Errorf("%s: %d", name, status)
		}
	}
	// None of them has disturbed it.
	if status, _ := b.back(b.good()); status != 200 {
		t.Fatalf("the right one afterwards: %d", status)
	}
	expect[seat.SignedIn](a)
}

func TestLoginsInTheBrowserThatFail(t *testing.T) {
	for name, c := range map[string]struct {
		query url.Values
		code  string
	}{
		"unknown":                 {url.Values{"error": {"oidc_unknown"}}, "oidc_unknown"},
		"the issuer is down":      {url.Values{"error": {"oidc_down"}}, "oidc_down"},
		"cancelled":               {url.Values{"error": {"oidc_cancelled"}}, "oidc_cancelled"},
		"a reason of a stranger":  {url.Values{"error": {"<script>"}}, "oidc_failed"},
		"a code that was stolen":  {url.Values{"code": {"of another app"}}, "oidc_expired"},
		"neither code nor reason": {url.Values{}, "oidc_expired"},
	} {
		t.Run(name, func(t *testing.T) {
			y, a := offline(t)
			b := a.beginBrowser(y, "")
			c.query.Set("state", b.asks.Get("app_state"))
			if status, text := b.back(c.query); status != 200 || !strings.Contains(text, "ログインできませんでした") || strings.Contains(text, "script>") {
				t.Errorf("the browser shows %d %s", status, text)
			}
			if status, body := a.ended(); status != 401 || !strings.Contains(body, `"`+c.code+`"`) {
				t.Errorf("the page got %d %s", status, body)
			}
			if got := a.browse("GET", "/api/v1/site", ""); got.Code != 401 {
				t.Errorf("let in: %d", got.Code)
			}
		})
	}
}

func TestALoginInTheBrowserThatIsGivenUp(t *testing.T) {
	y, a := offline(t)
	first := a.beginBrowser(y, "")
	firstLogin := a.way.get()
	second := a.beginBrowser(y, `{"again":true}`)
	if second.asks.Get("again") != "true" || first.asks.Get("app_state") == second.asks.Get("app_state") || first.asks.Get("challenge") == second.asks.Get("challenge") {
		t.Fatalf("the second one: %v", second.asks)
	}
	<-firstLogin.done // its port closes
	if status, _ := second.back(first.good()); status != 400 {
		t.Errorf("the first one's answer at the second one's port: %d", status)
	}
	if got := a.browse("DELETE", browserPath, ""); got.Code != 204 {
		t.Fatalf("given up: %d", got.Code)
	}
	if status, body := a.ended(); status != 401 || !strings.Contains(body, "oidc_cancelled") {
		t.Errorf("the page got %d %s", status, body)
	}
	a.noWay = errors.New("no browser")
	if got := a.browse("POST", browserPath, ""); got.Code != 503 || !strings.Contains(got.Body.String(), "browser_unavailable") {
		t.Errorf("without a browser: %d %s", got.Code, got.Body)
	}
}

func TestAServerThatIsGoneAtTheExchange(t *testing.T) {
	y, a := offline(t)
	b := a.beginBrowser(y, "")
	y.Close()
	a.http.CloseIdleConnections() // one that was kept open may not have noticed yet
	b.back(b.good())
	if status, body := a.ended(); status != 502 || !strings.Contains(body, "server_refused") {
		t.Errorf("the page got %d %s", status, body)
	}
}

// The site asks for a second factor that the agent does not have yet.
func TestASecondFactorIsSetUpBeforeAnything(t *testing.T) {
	y, a := offline(t)
	y.mustEnrol.Store(true)
	got := a.browse("POST", "/api/v1/session", `{"id":"sato","password":"enrol"}`)
	if got.Code != 200 || !strings.Contains(got.Body.String(), `"mustEnrol":true`) || strings.Contains(got.Body.String(), "secret") {
		t.Fatalf("the page got %d %s", got.Code, got.Body)
	}
	if got := a.browse("POST", "/api/v1/me/totp", `{"password":"enrol"}`); got.Code != 200 {
		t.Fatalf("the setup: %d %s", got.Code, got.Body)
	}
	if got := a.browse("GET", "/api/v1/session", ""); got.Code != 200 || !strings.Contains(got.Body.String(), `"mustEnrol":true`) {
		t.Fatalf("before the code: %d %s", got.Code, got.Body)
	}
	y.mustEnrol.Store(false)
	if got := a.browse("GET", "/api/v1/session", ""); got.Code != 200 || strings.Contains(got.Body.String(), "mustEnrol") {
		t.Fatalf("after the code: %d %s", got.Code, got.Body)
	}
	expect[seat.SignedIn](a)
	a.eventually("the token to be kept", func() bool {
		token, err := a.store.Token(y.URL)
		return err == nil && token == "secret"
	})
	// The site asks for it later, and it is not there: a new login.
	y.mustEnrol.Store(true)
	b := newApp(t, &memory{server: y.URL, token: "secret"})
	if out := expect[seat.SignedOut](b); out.Trouble == nil || out.Trouble.Code != "session_enrol" {
		t.Fatalf("the seat got %+v", out.Trouble)
	}
}

// The site asks for a second factor while the app is in use: the server closes
// the socket and lets it come again, or does not.
func TestASecondFactorIsAskedForMeanwhile(t *testing.T) {
	for name, live := range map[string]int{"the socket comes again": 0, "the socket is refused": 403} {
		t.Run(name, func(t *testing.T) {
			y, a := loggedIn(t)
			expect[seat.SignedIn](a)
			conn := y.socket()
			y.mustEnrol.Store(true)
			if live != 0 {
				y.mu.Lock()
				y.refuses = map[string]int{"/live": live}
				y.mu.Unlock()
			}
			if err := conn.Close(4403, "the session may something else now"); err != nil {
				t.Log(err) // the app may be quicker
			}
			if out := expect[seat.SignedOut](a); out.Trouble == nil || out.Trouble.Code != "session_enrol" {
				t.Fatalf("the seat got %+v", out.Trouble)
			}
			y.await("DELETE /api/v1/session", 1)
		})
	}
}

func TestLoginOptionsAreAskedBeforeALogin(t *testing.T) {
	y, a := offline(t)
	a.browse("GET", "/api/v1/session/options", "")
	if asked := y.last("/api/v1/session/options"); asked.header.Get("Authorization") != "" {
		t.Errorf("asked with %v", asked.header)
	}
}
