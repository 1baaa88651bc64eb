package access

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/shared/fault"
)

const (
	ssoCookie   = "yobirin_sso"
	ssoPath     = "/api/v1/session/oidc"
	ssoStart    = ssoPath + "/start"
	ssoCallback = ssoPath + "/callback"
	ssoAgree    = ssoPath + "/app"
	ssoExchange = ssoPath + "/token"
	maxHost     = 255
)

// LoginOptions is what the login page shows.
type LoginOptions struct {
	OIDC      bool      `json:"oidc" doc:"single sign-on is set up: go to /api/v1/session/oidc/start"`
	Button    string    `json:"button,omitempty" doc:"text of its button; absent: the usual one"`
	Provider  string    `json:"provider,omitempty" doc:"host of the identity provider" example:"login.example.jp"`
	Passwords Passwords `json:"passwords" enum:"all,administrators" doc:"who may log in with a password"`
}

// ssoInput is a step of a single sign-on, by a browser.
type ssoInput struct {
	Requester
	Cookie http.Cookie `cookie:"yobirin_sso"`
	State  string      `query:"state" maxLength:"200"`
	Code   string      `query:"code" maxLength:"4096"`
	Error  string      `query:"error" maxLength:"200" doc:"why the identity provider refused"`
}

// beginInput begins a single sign-on: an app says where it waits.
type beginInput struct {
	Requester
	Port      int    `query:"port" doc:"of an agent app: where on 127.0.0.1 it waits (RFC 8252 section 7.3)"`
	State     string `query:"app_state" maxLength:"128" doc:"of an agent app: comes back to it with the code"`
	Challenge string `query:"challenge" maxLength:"43" doc:"of an agent app: S256 of its verifier (RFC 7636)"`
	Again     bool   `query:"again" doc:"the identity provider asks who it is, also of somebody whom it knows: for another account"`
}

// app is where an app waits; nil: the browser itself logs in.
func (in *beginInput) app() *AppLogin {
	if in.Port == 0 && in.State == "" && in.Challenge == "" {
		return nil
	}
	return &AppLogin{Port: in.Port, State: in.State, Challenge: in.Challenge}
}

// ssoOutput sends a browser on. What went wrong it learns from the address of
// the login page, /?login=key: there is nobody here who reads JSON.
type ssoOutput struct {
	Status    int
	Location  string        `header:"Location"`
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Type      string        `header:"Content-Type"`
	Body      []byte
}

func (d *Doors) registerOIDC(api huma.API) {
	op := func(name, path, summary string) huma.Operation {
		return Public(huma.Operation{
			OperationID: name, Method: http.MethodGet, Path: path, Tags: []string{"session"}, Summary: summary, Security: []map[string][]string{},
		})
	}
	huma.Register(api, op("login-options", "/api/v1/session/options", "How one may log in"), func(ctx context.Context, _ *struct{}) (*struct{ Body LoginOptions }, error) {
		s, err := d.Settings(ctx)
		return &struct{ Body LoginOptions }{LoginOptions{s.OIDC.Issuer != "", s.OIDC.Button, providerOf(s.OIDC.Issuer), s.Passwords}}, err
	})
	start := op("begin-sso", ssoStart, "Log in by single sign-on: sends the browser to the identity provider")
	start.DefaultStatus = http.StatusSeeOther
	huma.Register(api, start, d.startSSO)
	callback := op("end-sso", ssoCallback, "Where the identity provider sends the browser back to; for an app, a page asks before it is let in")
	callback.DefaultStatus = http.StatusSeeOther
	huma.Register(api, callback, d.finishSSO)
	agree := op("agree-app-sso", ssoAgree, "Let the app in that has begun: sends the browser to it with a code of one use")
	agree.DefaultStatus = http.StatusSeeOther
	huma.Register(api, agree, d.agreeSSO)
	exchange := op("end-app-sso", ssoExchange, "The app's token for the code that it was given, within 60 seconds")
	exchange.Method, exchange.Errors = http.MethodPost, []int{http.StatusUnauthorized}
	huma.Register(api, exchange, d.exchangeSSO)
}

// providerOf is an identity provider as people know it.
func providerOf(issuer string) string {
	u, err := url.Parse(issuer)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// startSSO begins. Its cookie is Lax: the browser comes back from another
// site, and a Strict one would not come along.
func (d *Doors) startSSO(ctx context.Context, in *beginInput) (*ssoOutput, error) {
	app := in.app()
	if app != nil && app.check() != nil {
		return refusedSSO(fault.New(fault.Denied, oidcFailed, "an app asked for what may not be"), nil, in.https), nil
	}
	if in.host == "" {
		return refusedSSO(fault.New(fault.Denied, oidcFailed, "the request does not name a host"), app, in.https), nil
	}
	sso, err := d.beginSSO(ctx, in.origin()+ssoCallback, app, in.Again)
	if err != nil {
		return refusedSSO(err, app, in.https), nil
	}
	c := keptForSSO(sso.Cookie, in.https)
	c.MaxAge = int(oidcTime.Seconds())
	return &ssoOutput{Status: http.StatusSeeOther, Location: sso.Address, SetCookie: []http.Cookie{c}}, nil
}

func (d *Doors) finishSSO(ctx context.Context, in *ssoInput) (*ssoOutput, error) {
	p, begun := d.sso.open(in.Cookie.Value, in.State)
	app := p.App
	switch {
	case in.Error == "access_denied" && begun: // RFC 6749 section 4.1.2.1: mostly the person
		return refusedSSO(fault.New(fault.Denied, oidcCancelled, "the login was cancelled at the identity provider"), app, in.https), nil
	case in.Error != "":
		d.log.Warn("the identity provider refused a single sign-on", "error", clean(in.Error, 64))
		return refusedSSO(fault.New(fault.Denied, oidcFailed, "the identity provider refused"), app, in.https), nil
	case app != nil:
		return d.askConsent(ctx, in, app), nil
	}
	_, token, err := d.EndSSO(ctx, in.Cookie.Value, in.State, in.Code, in.from)
	if err != nil {
		return refusedSSO(err, nil, in.https), nil
	}
	// The session's cookie is Strict, so it does not come along with the page
	// that this leads to; it does with everything that the page then asks for.
	return &ssoOutput{Status: http.StatusSeeOther, Location: "/", SetCookie: []http.Cookie{cookie(token, in.https), goneForSSO(in.https)}}, nil
}

// askConsent shows the page that asks before the app is let in.
func (d *Doors) askConsent(ctx context.Context, in *ssoInput, app *AppLogin) *ssoOutput {
	c, err := d.MeetAppSSO(ctx, in.Cookie.Value, in.State, in.Code, in.from)
	if err != nil {
		return refusedSSO(err, app, in.https)
	}
	page, err := consentPage(c)
	if err != nil {
		return refusedSSO(err, app, in.https)
	}
	kept := keptForSSO(c.Cookie, in.https)
	kept.MaxAge = int(consentTime.Seconds())
	return &ssoOutput{Status: http.StatusOK, SetCookie: []http.Cookie{kept}, Type: "text/html; charset=utf-8", Body: page}
}

func (d *Doors) agreeSSO(_ context.Context, in *struct {
	Requester
	Cookie http.Cookie `cookie:"yobirin_sso"`
	Ticket string      `query:"ticket" maxLength:"64"`
}) (*ssoOutput, error) {
	address, err := d.AgreeAppSSO(in.Cookie.Value, in.Ticket)
	if err != nil {
		return refusedSSO(err, nil, in.https), nil
	}
	return &ssoOutput{Status: http.StatusSeeOther, Location: address, SetCookie: []http.Cookie{goneForSSO(in.https)}}, nil
}

func (d *Doors) exchangeSSO(ctx context.Context, in *struct {
	Requester
	Body struct {
		Code     string `json:"code" maxLength:"64"`
		Verifier string `json:"verifier" maxLength:"128" doc:"whose challenge the app began with"`
		Port     int    `json:"port" doc:"where the app waited"`
	}
}) (*loginOutput, error) {
	s, token, err := d.EndAppSSO(ctx, in.Body.Code, in.Body.Verifier, in.Body.Port, in.from)
	if err != nil {
		return nil, err
	}
	out := &loginOutput{}
	out.Body.Agent, out.Body.Permissions, out.Body.Token = s.Agent, s.Permissions(), token
	return out, nil
}

func keptForSSO(value string, secure bool) http.Cookie {
	return http.Cookie{Name: ssoCookie, Value: value, Path: ssoPath, HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode}
}

func goneForSSO(secure bool) http.Cookie {
	gone := keptForSSO("", secure)
	gone.MaxAge = -1
	return gone
}

// refusedSSO leads back to the app that began, or to the login page, which
// tells why.
func refusedSSO(err error, app *AppLogin, secure bool) *ssoOutput {
	key := fault.KeyOf(err)
	if !strings.HasPrefix(key, "oidc_") {
		key = oidcFailed
	}
	location := "/?login=" + url.QueryEscape(key)
	if app != nil {
		location = app.back("error", key)
	}
	return &ssoOutput{Status: http.StatusSeeOther, Location: location, SetCookie: []http.Cookie{goneForSSO(secure)}}
}
