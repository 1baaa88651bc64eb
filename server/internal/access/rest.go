package access

import (
	"context"
	"net"
	"net/http"
	"regexp"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/shared/id"
)

// Cookie is the name of the console's session cookie.
const Cookie = "yobirin_session"

// Requester is what an operation needs to know of the request itself; embed it
// in the operation's input.
type Requester struct {
	from  Origin
	host  string // as the browser named it; empty when it is no host
	https bool   // to the browser, also when TLS ends at a proxy: who says so wrongly only loses the own cookie
}

// Resolve takes it from the request.
func (r *Requester) Resolve(ctx huma.Context) []error {
	host, _, err := net.SplitHostPort(ctx.RemoteAddr())
	if err != nil {
		host = ctx.RemoteAddr()
	}
	r.from = Origin{Address: host, UserAgent: ctx.Header("User-Agent")}
	r.https = ctx.TLS() != nil || ctx.Header("X-Forwarded-Proto") == "https"
	if h := ctx.Host(); len(h) <= maxHost && hostText.MatchString(h) {
		r.host = h
	}
	return nil
}

var hostText = regexp.MustCompile(`^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?$`)

// origin is the address of this server as the browser knows it. It is not
// trusted with more than to come back to: the identity provider has a list of
// the addresses it sends anybody to.
func (r *Requester) origin() string {
	scheme := "http://"
	if r.https {
		scheme = "https://"
	}
	return scheme + r.host
}

// Origin is where the request came from.
func (r *Requester) Origin() Origin { return r.from }

type loginInput struct {
	Requester
	Body struct {
		ID       string `json:"id" maxLength:"64" doc:"login ID"`
		Password string `json:"password" maxLength:"256"`
		Client   Client `json:"client,omitempty" enum:"console,app" doc:"app: the token is given in the answer instead of a cookie"`
		TOTP     string `json:"totp,omitempty" maxLength:"64" doc:"code of the authenticator app, or a recovery code, after the answer totp_needed"`
	}
}

type loginOutput struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Body      struct {
		Agent       Agent        `json:"agent"`
		Permissions []Permission `json:"permissions" nullable:"false" doc:"what the session may"`
		MustEnrol   bool         `json:"mustEnrol,omitempty" doc:"a second factor has to be set up first (/me/totp); until then the session may nothing else"`
		Token       string       `json:"token,omitempty" doc:"for client app: send it as Authorization: Bearer"`
	}
}

type sessionOutput struct {
	Body struct {
		Agent       Agent        `json:"agent"`
		Permissions []Permission `json:"permissions" nullable:"false" doc:"what the session may"`
		MustEnrol   bool         `json:"mustEnrol,omitempty" doc:"a second factor has to be set up first (/me/totp); until then the session may nothing else"`
	}
}

// hereOutput is a session, or that there is none.
type hereOutput struct {
	Body struct {
		Agent       Agent        `json:"agent,omitzero" required:"false" doc:"without it nobody is logged in"`
		Permissions []Permission `json:"permissions,omitempty" nullable:"false" doc:"what the session may"`
		MustEnrol   bool         `json:"mustEnrol,omitempty" doc:"a second factor has to be set up first (/me/totp); until then the session may nothing else"`
	}
}

type logoutOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}

// Register adds the room's operations to the API.
func (d *Doors) Register(api huma.API) {
	huma.Register(api, Public(huma.Operation{
		OperationID: "login", Method: http.MethodPost, Path: "/api/v1/session", Tags: []string{"session"}, Summary: "Log in",
		Errors: []int{http.StatusUnauthorized, http.StatusLocked}, Security: []map[string][]string{},
	}), d.postSession)
	huma.Register(api, Caller(huma.Operation{
		OperationID: "session", Method: http.MethodGet, Path: "/api/v1/session", Tags: []string{"session"}, Summary: "Who is logged in",
	}), func(ctx context.Context, _ *struct{}) (*sessionOutput, error) {
		s, ok := From(ctx)
		if !ok {
			return nil, errNoSession()
		}
		out := &sessionOutput{}
		out.Body.Agent, out.Body.Permissions, out.Body.MustEnrol = s.Agent, s.Permissions(), s.MustEnrol
		return out, nil
	})
	huma.Register(api, Public(huma.Operation{
		OperationID: "session-here", Method: http.MethodGet, Path: "/api/v1/session/here", Tags: []string{"session"},
		Summary: "Who is logged in on this browser, if anybody: what the console begins with", Security: []map[string][]string{},
	}), sessionHere)
	huma.Register(api, Entering(huma.Operation{
		OperationID: "logout", Method: http.MethodDelete, Path: "/api/v1/session", Tags: []string{"session"}, Summary: "Log out", DefaultStatus: http.StatusNoContent,
	}), d.deleteSession)
	huma.Register(api, Needs(huma.Operation{
		OperationID: "unlock-login", Method: http.MethodDelete, Path: "/api/v1/agents/{id}/lock", Tags: []string{"session"}, Summary: "Unlock a login after too many wrong passwords",
		DefaultStatus: http.StatusNoContent,
	}, Unlock), d.deleteLock)
	d.registerAudit(api)
	d.registerPIN(api)
	d.registerMe(api)
	d.registerSessions(api)
	d.registerLock(api)
	d.registerLocks(api)
	d.registerTOTP(api)
	d.registerOIDC(api)
	d.registerKeys(api)
	d.registerSettings(api)
	d.registerTrial(api)
}

func (d *Doors) postSession(ctx context.Context, in *loginInput) (*loginOutput, error) {
	client := in.Body.Client
	if client == "" {
		client = Console
	}
	s, token, err := d.Enter(ctx, Credentials{in.Body.ID, in.Body.Password, in.Body.TOTP}, client, in.from)
	if err != nil {
		return nil, err
	}
	out := &loginOutput{}
	out.Body.Agent, out.Body.Permissions, out.Body.MustEnrol = s.Agent, s.Permissions(), s.MustEnrol
	switch client {
	case App:
		out.Body.Token = token
	case Console:
		out.SetCookie = []http.Cookie{cookie(token, in.https)}
	case APIKey: // does not log in
	}
	return out, nil
}

// sessionHere is the session of a browser. To have none is what most begin
// with, and no failure to a page that asks.
func sessionHere(ctx context.Context, _ *struct{}) (*hereOutput, error) {
	out := &hereOutput{}
	if s, ok := From(ctx); ok && s.Client != APIKey {
		out.Body.Agent, out.Body.Permissions, out.Body.MustEnrol = s.Agent, s.Permissions(), s.MustEnrol
	}
	return out, nil
}

// cookie carries the token where no script can read it, and never along with
// a request that another site caused.
func cookie(token string, secure bool) http.Cookie {
	return http.Cookie{Name: Cookie, Value: token, Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteStrictMode}
}

func (d *Doors) deleteSession(ctx context.Context, in *struct{ Requester }) (*logoutOutput, error) {
	s, ok := From(ctx)
	if !ok {
		return nil, errNoSession()
	}
	if err := d.Logout(ctx, s, in.from); err != nil {
		return nil, err
	}
	gone := cookie("", in.https)
	gone.MaxAge = -1
	return &logoutOutput{SetCookie: gone}, nil
}

func (d *Doors) deleteLock(ctx context.Context, in *struct {
	Requester
	ID id.Agent `path:"id"`
}) (*struct{}, error) {
	s, err := Require(ctx, Unlock)
	if err != nil {
		return nil, err
	}
	return nil, d.Unlock(ctx, in.ID, s, in.from)
}
