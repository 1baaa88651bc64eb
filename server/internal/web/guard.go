package web

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/live"
	"github.com/yobirin/yobirin/shared/fault"
	wire "github.com/yobirin/yobirin/shared/live"
)

// policy is what the console's pages may load: nothing from elsewhere, no
// script that is not a file of ours. Mantine sets inline styles; what was just
// recorded is drawn from a blob.
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// guard stands before everything: headers, panics, foreign pages, sessions.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer s.rescue(w, r)
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(self)")
		if err := s.cross.Check(r); err != nil {
			write(w, problemOf(language(r), fault.New(fault.Denied, "cross_origin", "this request comes from another site's page")))
			return
		}
		if strings.HasPrefix(r.URL.Path, "/api/") {
			h.Set("Cache-Control", "no-store")
		}
		if strings.HasPrefix(r.URL.Path, "/api/") || r.URL.Path == "/live" {
			session, err := s.session(r)
			if err != nil && fault.CodeOf(err) != fault.Denied {
				if r.Context().Err() == nil {
					s.log.Error("a session could not be read", "err", err)
				}
				write(w, problemOf(language(r), err))
				return
			}
			ctx := context.WithValue(r.Context(), logKey{}, s.log)
			if err == nil {
				ctx = s.doors.Admit(ctx, session)
			} else {
				ctx = context.WithValue(ctx, refusedKey{}, err)
			}
			r = r.WithContext(ctx)
		}
		next.ServeHTTP(w, r)
	})
}

// refusedKey is where a request carries why it has no session.
type refusedKey struct{}

// judge stands before every operation and lets pass whom it was declared for.
// What is not declared is for nobody.
func judge(ctx huma.Context, next func(huma.Context)) {
	session, ok := access.From(ctx.Context())
	if access.Allows(session, ok, access.Declared(ctx.Operation())) {
		next(ctx)
		return
	}
	r, w := humago.Unwrap(ctx)
	write(w, problemOf(language(r), refusal(ctx.Context())))
}

// refusal says why a request may not be: what is wrong with its session, or
// what its session may not.
func refusal(ctx context.Context) error {
	if err, refused := ctx.Value(refusedKey{}).(error); refused {
		return err
	}
	return access.Refusal(access.From(ctx))
}

// session finds the session of a request: a token or an API key, else the
// cookie.
func (s *Server) session(r *http.Request) (access.Session, error) {
	ctx, cancel := context.WithTimeout(r.Context(), s.wait)
	defer cancel()
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			host = r.RemoteAddr
		}
		return s.doors.Caller(ctx, token, access.Origin{Address: host, UserAgent: r.UserAgent()})
	}
	if c, err := r.Cookie(access.Cookie); err == nil {
		return s.doors.Session(ctx, c.Value)
	}
	return access.Session{}, access.Refusal(access.Session{}, false)
}

// rescue turns a panic into an answer. The process lives on.
func (s *Server) rescue(w http.ResponseWriter, r *http.Request) {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler { //nolint:errorlint // a sentinel of net/http that is compared
		panic(p)
	}
	where := r.URL.Path
	if strings.HasPrefix(where, "/phones/") {
		where = "/phones/" // what follows is a secret
	}
	s.log.Error("panic in a request", "method", r.Method, "path", where, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
	write(w, problem(language(r), http.StatusInternalServerError, "", nil))
}

// sameOrigin says whether a WebSocket is opened by a page of ours, or by a
// program that is no browser and so sends no origin.
func sameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, r.Host)
}

// live lets a request with a session onto the live socket.
func (s *Server) live(w http.ResponseWriter, r *http.Request) {
	session, err := access.Require(r.Context(), access.SeeFloor)
	if err != nil {
		write(w, problemOf(language(r), refusal(r.Context())))
		return
	}
	if !sameOrigin(r) {
		write(w, problemOf(language(r), fault.New(fault.Denied, "cross_origin", "this socket is opened by another site's page")))
		return
	}
	v := viewer(session)
	v.Rights = &wire.Rights{Role: string(session.Agent.Role), Permissions: []string{}}
	for _, p := range session.Permissions() {
		v.Rights.Permissions = append(v.Rights.Permissions, string(p))
	}
	if s.sees != nil && session.Client != access.App { // the app shows no records
		v.Sees = func(noun string) bool { return s.sees(session, noun) }
	}
	s.doors.Watch(r.Context(), session, func() { s.sockets.Serve(w, r, v) })
}

func viewer(s access.Session) live.Viewer {
	return live.Viewer{Session: s.ID, Agent: s.Agent.ID, All: access.May(s, access.SeeWholeFloor), Bounded: s.Client == access.APIKey}
}
