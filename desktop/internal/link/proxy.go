package link

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
)

const (
	sessionPath = "/api/v1/session"
	optionsPath = sessionPath + "/options"
	maxLogin    = 8 << 10
	maxUpload   = 256 << 20
)

// passed are the headers of the page's requests that go to the server; all
// else (cookies, origin) is the app's own business.
var passed = []string{"Accept", "Accept-Language", "Content-Type", "If-Match", "If-None-Match", "If-Range", "Range"}

// returned are the headers of the server's answers that the page gets.
var returned = []string{
	"Accept-Ranges", "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Range",
	"Content-Type", "Etag", "Last-Modified", "Link", "Location", "Retry-After", "X-Content-Type-Options", "Content-Security-Policy",
}

// ServeHTTP answers the page's requests to /api/ with the server's answers.
func (l *Link) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if p := recover(); p != nil {
			l.o.Log.Error("panic in a request of the page", "panic", fmt.Sprint(p))
			refuse(w, http.StatusInternalServerError, "app_error", "the app made a mistake")
		}
	}()
	t := l.target.Load()
	switch {
	case !strings.HasPrefix(r.URL.Path, "/api/"):
		http.NotFound(w, r)
	case t.url == "":
		refuse(w, http.StatusServiceUnavailable, "server_unset", "no server is known yet")
	case r.URL.Path == sessionPath && r.Method == http.MethodPost:
		l.logIn(w, r, t)
	case r.URL.Path == sessionPath && r.Method == http.MethodDelete:
		l.later(l.endSession)
		w.WriteHeader(http.StatusNoContent)
	case r.URL.Path == sessionPath && r.Method == http.MethodGet && t.enrolling:
		l.enrolled(w, r, t)
	case r.URL.Path == browserPath:
		l.serveBrowserLogin(w, r, t)
	case r.URL.Path == optionsPath && r.Method == http.MethodGet: // asked before a login
		l.pass(w, r, t)
	case t.token == "":
		refuse(w, http.StatusUnauthorized, "no_session", "log in first")
	default:
		l.pass(w, r, t)
	}
}

// pass hands a request on.
func (l *Link) pass(w http.ResponseWriter, r *http.Request, t *target) {
	address, err := t.address(r.URL)
	if err != nil {
		refuse(w, http.StatusBadRequest, "app_error", "this is no address of the server")
		return
	}
	out, err := http.NewRequestWithContext(r.Context(), r.Method, address, http.MaxBytesReader(w, bodyOf(r), maxUpload))
	if err != nil {
		refuse(w, http.StatusBadRequest, "app_error", err.Error())
		return
	}
	out.ContentLength = r.ContentLength
	for _, name := range passed {
		if v := r.Header.Values(name); len(v) > 0 {
			out.Header[name] = v
		}
	}
	l.sign(out, t)
	res, err := l.http.Do(out)
	if err != nil {
		l.unreached(w, err)
		return
	}
	defer res.Body.Close()
	for _, name := range returned {
		if v := res.Header.Values(name); len(v) > 0 {
			w.Header()[name] = v
		}
	}
	w.WriteHeader(res.StatusCode)
	_, _ = io.Copy(w, res.Body) // the page, or the server, has gone
	if changesMe(r) && res.StatusCode < 300 {
		l.later(l.refresh)
	}
}

// address is where a request of the page goes: always to the server that the
// token is of, whatever the page has written.
func (t *target) address(of *url.URL) (string, error) {
	to, err := url.Parse(t.url)
	if err != nil {
		return "", err
	}
	host := to.Host
	to, err = to.Parse(t.url + of.RequestURI())
	if err != nil {
		return "", err
	}
	if to.Host != host || to.User != nil || !strings.HasPrefix(to.EscapedPath(), "/api/") || !strings.HasPrefix(path.Clean(to.Path), "/api/") {
		return "", errAddress
	}
	return to.String(), nil
}

var errAddress = errors.New("not an address of the server's API")

// bodyOf is a request's body, which Wails leaves nil where there is none.
func bodyOf(r *http.Request) io.ReadCloser {
	if r.Body == nil {
		return http.NoBody
	}
	return r.Body
}

// changesMe says whether a request changes the agent's own settings.
func changesMe(r *http.Request) bool {
	return r.Method != http.MethodGet && (r.URL.Path == "/api/v1/me" || strings.HasPrefix(r.URL.Path, "/api/v1/me/")) &&
		!strings.HasPrefix(r.URL.Path, "/api/v1/me/devices")
}

// logIn logs in for the page. The token stays here.
func (l *Link) logIn(w http.ResponseWriter, r *http.Request, t *target) {
	text, err := io.ReadAll(io.LimitReader(bodyOf(r), maxLogin+1))
	var who struct {
		ID       string `json:"id"`
		Password string `json:"password"`
		TOTP     string `json:"totp"` // the second factor, after the answer totp_needed
	}
	if err == nil {
		err = json.Unmarshal(text, &who)
	}
	if err != nil || len(text) > maxLogin {
		refuse(w, http.StatusBadRequest, "login_invalid", "expected an ID and a password")
		return
	}
	// The page asks in the person's language; the answer's words are in it.
	sent := map[string]string{"id": who.ID, "password": who.Password, "client": "app"}
	if who.TOTP != "" {
		sent["totp"] = who.TOTP
	}
	body, _ := json.Marshal(sent)
	out, err := http.NewRequestWithContext(r.Context(), http.MethodPost, t.url+sessionPath, bytes.NewReader(body))
	if err != nil {
		refuse(w, http.StatusBadRequest, "app_error", err.Error())
		return
	}
	out.Header.Set("Content-Type", "application/json")
	out.Header["Accept-Language"] = r.Header.Values("Accept-Language")
	l.sign(out, &target{url: t.url})
	res, err := l.http.Do(out)
	if err != nil {
		l.unreached(w, err)
		return
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		l.unreached(w, err)
		return
	}
	var session opened
	err = read(res, answer, &session)
	var refusal *problem
	switch {
	case errors.As(err, &refusal):
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(res.StatusCode)
		if res.Header.Get("Content-Type") == "application/problem+json" {
			_, _ = w.Write(answer)
		}
	case err != nil, session.Token == "":
		l.unreached(w, errStranger)
	default:
		l.enter(t, session)
		session.show(w)
	}
}

// opened is a session that the server has opened, or tells of.
type opened struct {
	Agent     json.RawMessage `json:"agent"`
	MustEnrol bool            `json:"mustEnrol,omitempty"`
	Token     string          `json:"token,omitempty"`
}

// show tells the page of it. The token stays here.
func (o opened) show(w http.ResponseWriter) {
	o.Token = ""
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(o)
}

// enter takes a new session. One that has yet to set up a second factor is
// the login page's alone: it may nothing else, and is kept nowhere.
func (l *Link) enter(t *target, session opened) {
	// Requests that the page sends next must already carry it.
	l.target.CompareAndSwap(t, &target{url: t.url, token: session.Token, enrolling: session.MustEnrol})
	if !session.MustEnrol {
		l.later(func() { l.entered(t.url, session.Token) })
	}
}

// enrolled tells the page how the session stands whose second factor is being
// set up, and begins it when that is done.
func (l *Link) enrolled(w http.ResponseWriter, r *http.Request, t *target) {
	var session opened
	err := l.askAt(r.Context(), t, http.MethodGet, sessionPath, nil, &session)
	var refusal *problem
	switch {
	case errors.As(err, &refusal):
		refuse(w, refusal.Status, refusal.Code, refusal.Detail)
		return
	case err != nil:
		l.unreached(w, err)
		return
	}
	if !session.MustEnrol {
		l.later(func() { l.entered(t.url, t.token) })
	}
	session.show(w)
}

// unreached tells the page why the server cannot be reached.
func (l *Link) unreached(w http.ResponseWriter, err error) {
	trouble := connectionTrouble(err)
	refuse(w, http.StatusBadGateway, trouble.Code, trouble.Detail)
}

// refuse answers as the server would (RFC 9457).
func refuse(w http.ResponseWriter, status int, code, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"status": status, "title": http.StatusText(status), "code": code, "detail": detail})
}
