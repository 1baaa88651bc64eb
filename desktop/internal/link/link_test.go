package link

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

func stringReader(s string) io.Reader { return strings.NewReader(s) }

const snapshot = `{"type":"snapshot","seq":7,"serverTime":1,"state":{"agents":{"agt_1":{"id":"agt_1","name":"佐藤","extension":"2001","state":"available"},"agt_2":{"id":"agt_2","name":"鈴木","extension":"2002"}}}}`

// loggedIn is an app with a session and an open live socket.
func loggedIn(t *testing.T) (*yobirin, *app) {
	y := newYobirin(t)
	y.setToken("secret")
	a := newApp(t, &memory{server: y.URL, token: "secret"})
	return y, a
}

func TestWithoutAServerThePersonIsAsked(t *testing.T) {
	a := newApp(t, &memory{})
	a.phase(seat.Unset)
	if got := a.browse("GET", "/api/v1/session", ""); got.Code != 503 || !strings.Contains(got.Body.String(), "server_unset") {
		t.Fatalf("got %d %s", got.Code, got.Body)
	}
	y := newYobirin(t)
	a.Do(seat.Connect{URL: y.URL})
	expect[seat.SignedOut](a)
	a.phase(seat.Online)
	if a.store.server != y.URL {
		t.Fatalf("kept %q", a.store.server)
	}
}

func TestLogIn(t *testing.T) {
	y := newYobirin(t)
	a := newApp(t, &memory{server: y.URL})
	a.phase(seat.Online)
	if got := a.browse("GET", "/api/v1/site", ""); got.Code != 401 {
		t.Fatalf("without a session: %d", got.Code)
	}
	got := a.browse("POST", "/api/v1/session", `{"id":"sato","password":"wrong"}`)
	if got.Code != 401 || !strings.Contains(got.Body.String(), "login_failed") {
		t.Fatalf("a wrong password: %d %s", got.Code, got.Body)
	}
	got = a.browse("POST", "/api/v1/session", `{"id":"sato","password":"right"}`)
	if got.Code != 200 || strings.Contains(got.Body.String(), "secret") || !strings.Contains(got.Body.String(), "agt_1") {
		t.Fatalf("the page got %d %s", got.Code, got.Body)
	}
	if got := a.browse("GET", "/api/v1/site", ""); got.Code != 200 {
		t.Fatalf("the first request after the login: %d", got.Code)
	}
	in := expect[seat.SignedIn](a)
	if in.Profile.Agent.Name != "佐藤" || in.Softphone.User != "a1" {
		t.Fatalf("the seat got %+v", in)
	}
	if asked := y.last("/api/v1/me/softphone"); asked.body != `{"installation":"computer-1234567890","name":"PC-7"}` || asked.header.Get("Authorization") != "Bearer secret" {
		t.Fatalf("asked %+v", asked)
	}
	say(t, y.socket(), snapshot)
	if own := expect[seat.Own](a); own.Row.State != "available" {
		t.Fatalf("own row %+v", own)
	}
	if names := expect[seat.Directory](a).Names; names["2002"] != (seat.Person{Number: "2002", Name: "鈴木", Agent: "agt_2"}) {
		t.Fatalf("names %+v", names)
	}
	if a.browse("DELETE", "/api/v1/session", "").Code != 204 {
		t.Fatal("the log-out was refused")
	}
	if out := expect[seat.SignedOut](a); out.Trouble != nil {
		t.Fatalf("the person logged out, and is told %+v", out.Trouble)
	}
	if got := a.browse("GET", "/api/v1/site", ""); got.Code != 401 {
		t.Fatalf("after the log-out: %d", got.Code)
	}
}

// What the server answers to a login's questions ends in words, in a session
// without a phone or in patience, and never in haste.
func TestRefusalsOfASession(t *testing.T) {
	for status, code := range map[int]string{403: "refused", 404: "refused", 409: "second_login", 422: "refused"} {
		y := newYobirin(t)
		y.setToken("secret")
		y.refuses = map[string]int{"/api/v1/me/softphone": status}
		a := newApp(t, &memory{server: y.URL, token: "secret"})
		if in := expect[seat.SignedIn](a); in.NoPhone == nil || in.NoPhone.Code != code || in.Softphone.User != "" {
			t.Errorf("%d: %+v", status, in.NoPhone)
		}
		y.socket()
	}
	for _, status := range []int{403, 422, 429} {
		y := newYobirin(t)
		y.setToken("secret")
		y.refuses = map[string]int{"/api/v1/me/profile": status}
		a := newApp(t, &memory{server: y.URL, token: "secret"})
		if in := a.trouble(); in.Trouble.Code != "refused" || in.Trouble.Params["code"] != "no" {
			t.Errorf("%d: %+v", status, in.Trouble)
		}
		if wait := patient(&problem{Status: status}, 1); wait < 7*time.Second {
			t.Errorf("%d: again after %v", status, wait)
		}
	}
	for _, status := range []int{500, 503} { // comes back by itself
		y := newYobirin(t)
		y.setToken("secret")
		y.refuses = map[string]int{"/api/v1/me/softphone": status}
		a := newApp(t, &memory{server: y.URL, token: "secret"})
		a.trouble()
		y.mu.Lock()
		y.refuses = nil
		y.mu.Unlock()
		if in := expect[seat.SignedIn](a); in.NoPhone != nil || in.Softphone.User != "a1" {
			t.Errorf("%d: %+v", status, in)
		}
	}
	y := newYobirin(t)
	y.setToken("secret")
	y.refuses = map[string]int{"/api/v1/me/softphone": 401}
	a := newApp(t, &memory{server: y.URL, token: "secret"})
	if out := expect[seat.SignedOut](a); out.Trouble == nil || out.Trouble.Code != "session_expired" {
		t.Errorf("401: %+v", out.Trouble)
	}
}

func TestASessionThatEnds(t *testing.T) {
	y, a := loggedIn(t)
	c := y.socket()
	say(t, c, snapshot)
	y.setToken("")
	_ = c.Close(4401, "over")
	if out := expect[seat.SignedOut](a); out.Trouble == nil || out.Trouble.Code != "session_revoked" {
		t.Fatalf("told %+v", out.Trouble)
	}
	a = newApp(t, &memory{server: y.URL, token: "an old one"})
	if out := expect[seat.SignedOut](a); out.Trouble == nil || out.Trouble.Code != "session_expired" {
		t.Fatalf("told %+v", out.Trouble)
	}
}

func TestRequestsOfThePage(t *testing.T) {
	y, a := loggedIn(t)
	expect[seat.SignedIn](a)
	got := a.browse("GET", "/api/v1/file", "", "Range", "bytes=1-2", "Cookie", "a=b", "Origin", "wails://wails.localhost")
	if got.Code != 206 || got.Body.String() != "bytes=1-2" || got.Header().Get("Set-Cookie") != "" || got.Header().Get("Content-Type") != "audio/wav" {
		t.Fatalf("got %d %s %v", got.Code, got.Body, got.Header())
	}
	if asked := y.last("/api/v1/file"); asked.header.Get("Cookie") != "" || asked.header.Get("Origin") != "" {
		t.Fatalf("passed on %v", asked.header)
	}
	y.mu.Lock()
	y.name = "高橋"
	y.mu.Unlock()
	if got := a.browse("PATCH", "/api/v1/me", `{"language":"en"}`, "Content-Type", "application/json"); got.Code != 200 || !strings.Contains(got.Body.String(), "said") {
		t.Fatalf("got %d %s", got.Code, got.Body)
	}
	if in := expect[seat.SignedIn](a); in.Profile.Agent.Name != "高橋" {
		t.Fatalf("the seat still knows %s", in.Profile.Agent.Name)
	}
	if got := a.browse("GET", "/index.html", ""); got.Code != 404 {
		t.Fatalf("got %d", got.Code)
	}
}

func TestACommandIsAlwaysAnswered(t *testing.T) {
	y, a := loggedIn(t)
	expect[seat.SignedIn](a)
	on := true
	a.Do(seat.Post{Ref: 1, Call: "c1", Name: "record", On: &on})
	if got := expect[seat.Posted](a); got.Ref != 1 || got.Trouble != nil {
		t.Fatalf("got %+v", got)
	}
	if asked := y.last("/api/v1/calls/c1/record"); asked.body != `{"on":true}` {
		t.Fatalf("asked %+v", asked)
	}
	a.Do(seat.Post{Ref: 2, Call: "c1", Name: "transfer", To: "2002"})
	if got := expect[seat.Posted](a); got.Ref != 2 || got.Trouble == nil || got.Trouble.Params["code"] != "not_now" {
		t.Fatalf("got %+v", got)
	}
	y.CloseClientConnections()
	y.Server.Close()
	a.Do(seat.Post{Ref: 3, Call: "c1", Name: "park"})
	if got := expect[seat.Posted](a); got.Ref != 3 || got.Trouble == nil || !strings.HasPrefix(got.Trouble.Code, "server_") {
		t.Fatalf("got %+v", got)
	}
}

// TestWhyAServerCannotBeReached names each cause by its own code.
func TestWhyAServerCannotBeReached(t *testing.T) {
	page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>hello")) })
	plainPage := httptest.NewServer(page)
	t.Cleanup(plainPage.Close)
	for _, c := range []struct{ name, url, code string }{
		{"no Yobirin", plainPage.URL, "not_yobirin"},
		{"nobody listens", "http://127.0.0.1:1", "server_refused"}, // a port that no test of others is given
		{"no such name", "https://yobirin.invalid", "server_unknown"},
		{"HTTP behind https", strings.Replace(plainPage.URL, "http:", "https:", 1), "tls_expected"},
		{"expired", secured(t, page, "127.0.0.1", -time.Hour), "certificate_expired"},
		{"of another name", secured(t, page, "10.9.9.9", time.Hour), "certificate_name"},
		{"of an unknown authority", httptestTLS(t, page), "certificate_unknown"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := &app{t: t, store: &memory{server: c.url}, told: make(chan seat.Input, 1000), page: make(chan string, 9)}
			l, err := New(Options{Tell: func(in seat.Input) { a.told <- in }, Store: a.store, Page: a, Roots: roots(t), Log: slog.New(slog.DiscardHandler)})
			if err != nil {
				t.Fatal(err)
			}
			a.Link = l
			defer l.Close()
			for {
				in := expect[seat.Linked](a)
				if in.Trouble == nil {
					continue
				}
				if in.Trouble.Code != c.code {
					t.Fatalf("told %q (%s), expected %q", in.Trouble.Code, in.Trouble.Detail, c.code)
				}
				break
			}
			if got := a.browse("POST", "/api/v1/session", `{"id":"a","password":"b"}`); !strings.Contains(got.Body.String(), `"`+c.code+`"`) {
				t.Fatalf("the page is told %s", got.Body)
			}
		})
	}
}

var (
	authority    *x509.Certificate
	authorityKey *ecdsa.PrivateKey
)

func roots(t *testing.T) *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(ca(t))
	return pool
}

func ca(t *testing.T) *x509.Certificate {
	if authority != nil {
		return authority
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	own := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "tests"}, NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: time.Now().Add(48 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, own, own, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	authorityKey = key
	if authority, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return authority
}

// secured serves with a certificate for an address that ends after a time.
func secured(t *testing.T, h http.Handler, address string, ends time.Duration) string {
	issuer := ca(t)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	own := &x509.Certificate{
		SerialNumber: big.NewInt(2), NotBefore: time.Now().Add(-24 * time.Hour), NotAfter: time.Now().Add(ends),
		IPAddresses: []net.IP{net.ParseIP(address)}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, own, issuer, &key.PublicKey, authorityKey)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(h)
	s.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	s.StartTLS()
	t.Cleanup(s.Close)
	return s.URL
}

func httptestTLS(t *testing.T, h http.Handler) string {
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	s.StartTLS()
	t.Cleanup(s.Close)
	return s.URL
}

func TestPausesGrowAndEnd(t *testing.T) {
	most := func() float64 { return 1 }
	for failures, want := range map[int]time.Duration{0: 400 * time.Millisecond, 1: 800 * time.Millisecond, 5: 12800 * time.Millisecond, 6: 15 * time.Second, 1000: 15 * time.Second} {
		if got := pause(failures, most); got != want {
			t.Errorf("after %d failures %v, expected %v", failures, got, want)
		}
	}
}

// A page that is not ours, or a mistake in ours, must not lead the token to
// another server.
func TestTheTokenGoesNowhereElse(t *testing.T) {
	at := &target{url: "https://call.example.jp", token: "secret"}
	for _, u := range []*url.URL{
		{Path: "/api/@evil.example/x", RawPath: "%2Fapi%2F@evil.example/x"},
		{Path: "/api/x", Opaque: "//evil.example/api/x"},
		{Path: "/api/../live"},
		{Path: "/api/v1/../../live", RawPath: "/api/v1/%2e%2e/%2e%2e/live"},
	} {
		got, err := at.address(u)
		if err != nil {
			continue
		}
		t.Errorf("%+v leads to %s", u, got)
	}
	if got, err := at.address(&url.URL{Path: "/api/v1/a b", RawQuery: "q=1"}); err != nil || got != "https://call.example.jp/api/v1/a%20b?q=1" {
		t.Errorf("got %s, %v", got, err)
	}
	caught := make(chan string, 1)
	evil := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { caught <- r.Header.Get("Authorization") }))
	t.Cleanup(evil.Close)
	y, a := loggedIn(t)
	expect[seat.SignedIn](a)
	y.mu.Lock()
	y.away = evil.URL
	y.mu.Unlock()
	if got := a.browse("GET", "/api/v1/away", ""); got.Code != http.StatusTemporaryRedirect {
		t.Errorf("a redirect: %d", got.Code)
	}
	select {
	case token := <-caught:
		t.Errorf("the other server was asked, with %q", token)
	default: // the answer was there before any second request could be
	}
}

// An agent whose settings refuse a second phone works without one, and gets
// it when he asks again.
func TestNoPhoneForASecondLogin(t *testing.T) {
	y := newYobirin(t)
	y.setToken("secret")
	y.inUse = true
	a := newApp(t, &memory{server: y.URL, token: "secret"})
	in := expect[seat.SignedIn](a)
	if in.NoPhone == nil || in.NoPhone.Code != "second_login" || in.Softphone.User != "" || in.Profile.Agent.ID != "agt_1" {
		t.Fatalf("%+v", in)
	}
	y.socket()
	y.mu.Lock()
	y.inUse = false
	y.mu.Unlock()
	a.Do(seat.Renew{})
	if in := expect[seat.SignedIn](a); in.NoPhone != nil || in.Softphone.User != "a1" {
		t.Fatalf("%+v", in)
	}
}

// slow is a keychain whose first word to forget takes its time.
type slow struct {
	memory
	hold chan struct{}
}

func (s *slow) ForgetToken(server string) error {
	<-s.hold
	return s.memory.ForgetToken(server)
}

// The keychain's last word is the last login's, however slow it was before.
func TestAKeychainThatIsSlow(t *testing.T) {
	y := newYobirin(t)
	y.setToken("secret")
	store := &slow{memory: memory{server: y.URL, token: "secret"}, hold: make(chan struct{})}
	a := &app{t: t, told: make(chan seat.Input, 1000), page: make(chan string, 1000)}
	l, err := New(Options{
		Tell: func(in seat.Input) { a.told <- in }, Store: store, Page: a, Installation: "computer-1234567890", Version: "1", Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	a.Link = l
	t.Cleanup(l.Close)
	expect[seat.SignedIn](a)
	a.Do(seat.EndSession{})
	expect[seat.SignedOut](a)
	if got := a.browse("POST", "/api/v1/session", `{"id":"sato","password":"right"}`); got.Code != 200 {
		t.Fatalf("got %d %s", got.Code, got.Body)
	}
	expect[seat.SignedIn](a)
	close(store.hold)
	kept := make(chan struct{})
	l.later(func() { l.keep(func() error { return nil }, func(error) { close(kept) }) })
	select {
	case <-kept:
	case <-time.After(patience):
		t.Fatal("the keychain is stuck")
	}
	if token, _ := store.Token(y.URL); token != "secret" {
		t.Errorf("kept %q", token)
	}
}
