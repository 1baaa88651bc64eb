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
	maxHost     = 255
)

// LoginOptions is what the login page shows.
type LoginOptions struct {
	OIDC      bool      `json:"oidc" doc:"single sign-on is set up: go to /api/v1/session/oidc/start"`
	Button    string    `json:"button,omitempty" doc:"text of its button; absent: the usual one"`
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

// ssoOutput sends a browser on. What went wrong it learns from the address of
// the login page, /?login=key: there is nobody here who reads JSON.
type ssoOutput struct {
	Status    int
	Location  string        `header:"Location"`
	SetCookie []http.Cookie `header:"Set-Cookie"`
}

func (d *Doors) registerOIDC(api huma.API) {
	op := func(name, path, summary string) huma.Operation {
		return Public(huma.Operation{
			OperationID: name, Method: http.MethodGet, Path: path, Tags: []string{"session"}, Summary: summary, Security: []map[string][]string{},
		})
	}
	huma.Register(api, op("login-options", "/api/v1/session/options", "How one may log in"), func(ctx context.Context, _ *struct{}) (*struct{ Body LoginOptions }, error) {
		s, err := d.Settings(ctx)
		return &struct{ Body LoginOptions }{LoginOptions{s.OIDC.Issuer != "", s.OIDC.Button, s.Passwords}}, err
	})
	start := op("begin-sso", ssoStart, "Log in by single sign-on: sends the browser to the identity provider")
	start.DefaultStatus = http.StatusSeeOther
	huma.Register(api, start, d.startSSO)
	callback := op("end-sso", ssoCallback, "Where the identity provider sends the browser back to")
	callback.DefaultStatus = http.StatusSeeOther
	huma.Register(api, callback, d.finishSSO)
}

// startSSO begins. Its cookie is Lax: the browser comes back from another
// site, and a Strict one would not come along.
func (d *Doors) startSSO(ctx context.Context, in *ssoInput) (*ssoOutput, error) {
	if in.host == "" {
		return refusedSSO(fault.New(fault.Denied, oidcFailed, "the request does not name a host"), in.https), nil
	}
	sso, err := d.BeginSSO(ctx, in.origin()+ssoCallback)
	if err != nil {
		return refusedSSO(err, in.https), nil
	}
	c := keptForSSO(sso.Cookie, in.https)
	c.MaxAge = int(oidcTime.Seconds())
	return &ssoOutput{http.StatusSeeOther, sso.Address, []http.Cookie{c}}, nil
}

func (d *Doors) finishSSO(ctx context.Context, in *ssoInput) (*ssoOutput, error) {
	if in.Error != "" {
		d.log.Warn("the identity provider refused a single sign-on", "error", clean(in.Error, 64))
		return refusedSSO(fault.New(fault.Denied, oidcFailed, "the identity provider refused"), in.https), nil
	}
	_, token, err := d.EndSSO(ctx, in.Cookie.Value, in.State, in.Code, in.from)
	if err != nil {
		return refusedSSO(err, in.https), nil
	}
	gone := keptForSSO("", in.https)
	gone.MaxAge = -1
	// The session's cookie is Strict, so it does not come along with the page
	// that this leads to; it does with everything that the page then asks for.
	return &ssoOutput{http.StatusSeeOther, "/", []http.Cookie{cookie(token, in.https), gone}}, nil
}

func keptForSSO(value string, secure bool) http.Cookie {
	return http.Cookie{Name: ssoCookie, Value: value, Path: ssoPath, HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode}
}

// refusedSSO leads back to the login page, which tells why.
func refusedSSO(err error, secure bool) *ssoOutput {
	key := fault.KeyOf(err)
	if !strings.HasPrefix(key, "oidc_") {
		key = oidcFailed
	}
	gone := keptForSSO("", secure)
	gone.MaxAge = -1
	return &ssoOutput{http.StatusSeeOther, "/?login=" + url.QueryEscape(key), []http.Cookie{gone}}
}
