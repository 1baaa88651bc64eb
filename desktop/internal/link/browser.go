package link

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Single sign-on in the system's browser (RFC 8252): the page begins it with a
// POST to browserPath, waits for its end with GETs, and gives it up with a
// DELETE. The server never hears of these; it sends the browser to a port on
// 127.0.0.1 that is open for this one login, with a code of one use, which is
// worth nothing without the verifier that never leaves this process (RFC 7636).

const (
	browserPath = sessionPath + "/browser"
	browserTime = 10 * time.Minute // to log in: as long as the server waits
	browserHold = 10 * time.Second // of a GET until it answers that nothing has come yet
)

// browserWay is the one login in a browser that is under way, if any.
type browserWay struct {
	mu  sync.Mutex
	now *browserLogin
}

// replace gives up the one before.
func (b *browserWay) replace(by *browserLogin) {
	b.mu.Lock()
	before := b.now
	b.now = by
	b.mu.Unlock()
	if before != nil {
		before.end(nil, &problem{Status: http.StatusUnauthorized, Code: "oidc_cancelled"})
	}
}

func (b *browserWay) get() *browserLogin {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

// browserLogin is a login in a browser.
type browserLogin struct {
	target          *target // the server that it is a login to
	port            int
	state, verifier string
	language        string
	server          *http.Server
	done            chan struct{} // closed when it has ended; what follows is readable then

	mu      sync.Mutex
	taken   bool // a code has come: there is no second one
	ended   bool
	session *opened
	why     *problem
}

func (l *Link) serveBrowserLogin(w http.ResponseWriter, r *http.Request, t *target) {
	switch r.Method {
	case http.MethodPost:
		l.beginBrowserLogin(w, r, t)
	case http.MethodGet:
		l.awaitBrowserLogin(w, r)
	case http.MethodDelete:
		l.way.replace(nil)
		w.WriteHeader(http.StatusNoContent)
	default:
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

// beginBrowserLogin opens a port and the browser.
func (l *Link) beginBrowserLogin(w http.ResponseWriter, r *http.Request, t *target) {
	var in struct {
		Again bool `json:"again"` // for another account
	}
	if text, err := io.ReadAll(io.LimitReader(bodyOf(r), maxLogin)); err != nil || len(text) > 0 && json.Unmarshal(text, &in) != nil {
		refuse(w, http.StatusBadRequest, "app_error", "expected nothing, or whether it is for another account")
		return
	}
	listener, err := new(net.ListenConfig).Listen(r.Context(), "tcp4", "127.0.0.1:0")
	if err != nil {
		l.o.Log.Error("no port for a login in the browser", "err", err)
		refuse(w, http.StatusServiceUnavailable, "loopback_unavailable", err.Error())
		return
	}
	b := &browserLogin{target: t, state: rand.Text(), verifier: rand.Text() + rand.Text(), language: r.Header.Get("Accept-Language"), done: make(chan struct{})}
	if at, ok := listener.Addr().(*net.TCPAddr); ok {
		b.port = at.Port
	}
	b.server = &http.Server{
		Handler:           http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { l.comeBack(b, w, r) }),
		ReadHeaderTimeout: 5 * time.Second, WriteTimeout: requestTime + 10*time.Second, MaxHeaderBytes: 32 << 10,
	}
	l.way.replace(b)
	go l.safely(func() { _ = b.server.Serve(listener) }) // until it is closed
	timeout := time.AfterFunc(browserTime, func() {
		b.end(nil, &problem{Status: http.StatusUnauthorized, Code: "oidc_expired"})
	})
	go l.safely(func() {
		<-b.done
		timeout.Stop()
		b.close()
	})
	if l.ctx.Err() != nil { // the app ends
		b.end(nil, &problem{Status: http.StatusUnauthorized, Code: "oidc_cancelled"})
	}
	if l.o.Browse == nil {
		err = errors.New("this app has no browser")
	} else {
		err = l.o.Browse(b.address(in.Again))
	}
	if err != nil {
		l.o.Log.Error("the browser could not be opened for a login", "err", err)
		b.end(nil, &problem{Status: http.StatusServiceUnavailable, Code: "browser_unavailable"})
		refuse(w, http.StatusServiceUnavailable, "browser_unavailable", err.Error())
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

// address is where the browser begins.
func (b *browserLogin) address(again bool) string {
	sum := sha256.Sum256([]byte(b.verifier))
	q := url.Values{"port": {strconv.Itoa(b.port)}, "app_state": {b.state}, "challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}}
	if again {
		q.Set("again", "true")
	}
	return b.target.url + sessionPath + "/oidc/start?" + q.Encode()
}

// awaitBrowserLogin answers how the login ended, or 202 that it goes on.
func (l *Link) awaitBrowserLogin(w http.ResponseWriter, r *http.Request) {
	b := l.way.get()
	if b == nil {
		refuse(w, http.StatusUnauthorized, "oidc_cancelled", "no login in the browser is under way")
		return
	}
	hold := time.NewTimer(browserHold)
	defer hold.Stop()
	select {
	case <-b.done:
	case <-hold.C:
		w.WriteHeader(http.StatusAccepted)
		return
	case <-r.Context().Done():
		return
	case <-l.ctx.Done():
		return
	}
	b.mu.Lock()
	session, why := b.session, b.why
	b.mu.Unlock()
	if session == nil {
		refuse(w, why.Status, why.Code, why.Detail)
		return
	}
	session.show(w)
}

// comeBack takes the browser that the server has sent here. What others on
// this computer, or pages of strangers, send here changes nothing.
func (l *Link) comeBack(b *browserLogin, w http.ResponseWriter, r *http.Request) {
	defer func() {
		if p := recover(); p != nil {
			l.o.Log.Error("panic in a login in the browser")
		}
	}()
	q := r.URL.Query()
	switch {
	case r.Method != http.MethodGet || r.URL.Path != "/" || r.Host != "127.0.0.1:"+strconv.Itoa(b.port): // a name that leads here is a trick
		http.NotFound(w, r)
		return
	case subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(b.state)) != 1:
		l.o.Log.Warn("something came to a login in the browser that does not belong to it")
		tellBrowser(w, http.StatusBadRequest, b.language, pageStranger)
		return
	case q.Has("error"):
		code := q.Get("error")
		if !refusalKey.MatchString(code) {
			code = "oidc_failed"
		}
		b.end(nil, &problem{Status: http.StatusUnauthorized, Code: code})
		l.front()
		tellBrowser(w, http.StatusOK, b.language, pageFailed)
		return
	case !b.take():
		tellBrowser(w, http.StatusBadRequest, b.language, pageStranger)
		return
	}
	session, why := l.exchange(b, q.Get("code"))
	if why == nil && l.target.Load() != b.target { // another server or session meanwhile
		why = &problem{Status: http.StatusUnauthorized, Code: "oidc_cancelled"}
	}
	if why == nil && b.end(session, nil) {
		l.enter(b.target, *session)
		l.front()
		tellBrowser(w, http.StatusOK, b.language, pageDone)
		return
	}
	if why != nil {
		b.end(nil, why)
	}
	l.front()
	tellBrowser(w, http.StatusOK, b.language, pageFailed)
}

var refusalKey = regexp.MustCompile(`^oidc_[a-z]{1,30}$`)

// exchange gets the session for a code.
func (l *Link) exchange(b *browserLogin, code string) (*opened, *problem) {
	ctx, cancel := context.WithTimeout(l.ctx, requestTime)
	defer cancel()
	var session opened
	err := l.askAt(ctx, &target{url: b.target.url}, http.MethodPost, sessionPath+"/oidc/token", map[string]any{"code": code, "verifier": b.verifier, "port": b.port}, &session)
	var refusal *problem
	switch {
	case errors.As(err, &refusal):
		if !refusalKey.MatchString(refusal.Code) {
			l.o.Log.Warn("the server refused the code of a single sign-on", "code", refusal.Code)
		}
		return nil, refusal
	case err != nil:
		trouble := connectionTrouble(err)
		return nil, &problem{Status: http.StatusBadGateway, Code: trouble.Code, Detail: trouble.Detail}
	case session.Token == "":
		return nil, &problem{Status: http.StatusBadGateway, Code: "not_yobirin"}
	}
	return &session, nil
}

// take says whether this is the first code.
func (b *browserLogin) take() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	first := !b.taken && !b.ended
	b.taken = true
	return first
}

// end says how it ended; the first word is the last.
func (b *browserLogin) end(session *opened, why *problem) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ended {
		return false
	}
	b.ended, b.session, b.why = true, session, why
	close(b.done)
	return true
}

// close closes the port; what the browser is being told is told first.
func (b *browserLogin) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := b.server.Shutdown(ctx); err != nil {
		_ = b.server.Close()
	}
}

func (l *Link) front() {
	if l.o.Front != nil {
		l.o.Front()
	}
}

// What the browser shows in the end.
type browserPage int

const (
	pageDone browserPage = iota
	pageFailed
	pageStranger
)

// tellBrowser shows a last word in the browser. Nothing of the request is in
// it.
func tellBrowser(w http.ResponseWriter, status int, language string, page browserPage) {
	text := map[browserPage][2]string{
		pageDone:     {"ログインしました", "このタブを閉じて、エージェントアプリに戻ってください。"},
		pageFailed:   {"ログインできませんでした", "エージェントアプリに戻ってください。理由はアプリに表示されています。"},
		pageStranger: {"このログインは無効です", "エージェントアプリからもう一度ログインしてください。"},
	}[page]
	lang := "ja"
	if !strings.HasPrefix(language, "ja") {
		lang = "en"
		text = map[browserPage][2]string{
			pageDone:     {"You are logged in", "Close this tab and go back to the agent app."},
			pageFailed:   {"You could not be logged in", "Go back to the agent app. It says why."},
			pageStranger: {"This login is not in force", "Log in from the agent app again."},
		}[page]
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, `<!doctype html><html lang="`+lang+`"><head><meta charset="utf-8"><title>Yobirin</title><style>`+
		`:root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;text-align:center;font:15px/1.6 system-ui,"Hiragino Sans","Yu Gothic UI","Noto Sans CJK JP",sans-serif}h1{font-size:1.3rem}`+
		`</style></head><body><main><h1>`+text[0]+`</h1><p>`+text[1]+`</p></main></body></html>`)
}
