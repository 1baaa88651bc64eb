package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/fault"
)

// Single sign-on of the agent app (RFC 8252): the app opens the system's
// browser, this server logs the person in at the identity provider as for the
// console, asks whether it was the person's own wish, and sends the browser to
// the app on the same computer with a code. The code is worth nothing without
// the verifier that only the app has (RFC 7636), which it exchanges it with
// for its token. Why so: docs/adr/0013.

const (
	consentSubject = "sso consent"
	consentTime    = 5 * time.Minute  // to answer the page
	codeTime       = 60 * time.Second // between the page and the exchange
	maxAppCodes    = 1000
)

// AppLogin is where on the person's computer an app waits, and what it has
// made up for this one login.
type AppLogin struct {
	Port      int    // on 127.0.0.1
	State     string // comes back with the code
	Challenge string // of the app's verifier: S256
}

var (
	appState     = regexp.MustCompile(`^[A-Za-z0-9_-]{16,128}$`)
	appChallenge = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)
	appVerifier  = regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`) // RFC 7636 section 4.1
)

// check refuses what no app of ours asks for.
func (a AppLogin) check() error {
	switch {
	case a.Port < 1024 || a.Port > 65535:
		return fault.Wrong("port", strconv.Itoa(a.Port), "1024 to 65535")
	case !appState.MatchString(a.State):
		return fault.Wrong("app_state", "", "16 to 128 letters, digits, hyphens and underscores")
	case !appChallenge.MatchString(a.Challenge):
		return fault.Wrong("challenge", "", "a SHA-256 in base64url without padding")
	}
	return nil
}

// back is the app's address with an answer. The host is always the person's
// own computer, by number: a name could be made to lead elsewhere (RFC 8252
// section 8.3).
func (a AppLogin) back(name, value string) string {
	return fmt.Sprintf("http://127.0.0.1:%d/?%s", a.Port, url.Values{name: {value}, "state": {a.State}}.Encode())
}

// BeginAppSSO begins a single sign-on of an app, which comes back to the
// address redirect of this server. Again has the identity provider ask who it
// is, also of somebody whom it knows.
func (d *Doors) BeginAppSSO(ctx context.Context, redirect string, app AppLogin, again bool) (SSO, error) {
	if err := app.check(); err != nil {
		return SSO{}, err
	}
	return d.beginSSO(ctx, redirect, &app, again)
}

// Consent is what a person is asked before the app is let in.
type Consent struct {
	Agent  Agent
	App    AppLogin
	Ticket string // for the answer, with the cookie
	Cookie string
}

// consented is a Consent as the browser keeps it, sealed.
type consented struct {
	Login, Ticket string
	App           AppLogin
	Until         time.Time
}

// MeetAppSSO takes who comes back from the identity provider for an app. Its
// refusals are those of EndSSO.
func (d *Doors) MeetAppSSO(ctx context.Context, cookie, state, code string, from Origin) (Consent, error) {
	p, ok := d.sso.open(cookie, state)
	if !ok || p.App == nil {
		return Consent{}, errSSOExpired()
	}
	who, err := d.identify(ctx, p, code)
	if err != nil {
		return Consent{}, err
	}
	acc, err := d.enabled(ctx, who, App, from)
	if err != nil {
		return Consent{}, err
	}
	c := consented{Login: acc.Login, Ticket: rand.Text(), App: *p.App, Until: d.now().Add(consentTime)}
	kept, err := d.sso.seal(c, consentSubject)
	if err != nil {
		return Consent{}, err
	}
	return Consent{Agent: acc.Agent, App: c.App, Ticket: c.Ticket, Cookie: kept}, nil
}

// AgreeAppSSO gives the address on the person's computer with the one-time
// code, when the browser is the one that was asked; else it is a fault with
// the key oidc_expired.
func (d *Doors) AgreeAppSSO(cookie, ticket string) (string, error) {
	var c consented
	if !d.sso.unseal(cookie, consentSubject, &c) || subtle.ConstantTimeCompare([]byte(c.Ticket), []byte(ticket)) != 1 || !d.now().Before(c.Until) {
		return "", errSSOExpired()
	}
	code, err := d.sso.codes.make(appCode{login: c.Login, app: c.App, ticket: c.Ticket, until: d.now().Add(codeTime)}, d.now())
	if err != nil {
		return "", err
	}
	return c.App.back("code", code), nil
}

// EndAppSSO opens a session of the app for the code that it was given. The
// code is spent with the first try, right or wrong. A refusal is a fault with
// the key oidc_expired, also when the app is not the one that began, or
// oidc_unknown.
func (d *Doors) EndAppSSO(ctx context.Context, code, verifier string, port int, from Origin) (Session, string, error) {
	c, ok := d.sso.codes.take(code, d.now())
	if !ok {
		return Session{}, "", errSSOExpired()
	}
	sum := sha256.Sum256([]byte(verifier))
	challenge := base64.RawURLEncoding.EncodeToString(sum[:])
	if !appVerifier.MatchString(verifier) || subtle.ConstantTimeCompare([]byte(challenge), []byte(c.app.Challenge)) != 1 || port != c.app.Port {
		d.log.Warn("a code of a single sign-on was shown by another app than the one that began", "address", from.Address)
		return Session{}, "", errSSOExpired()
	}
	return d.enterAs(ctx, identity{login: c.login, exact: true}, App, from)
}

// appCode is what a code stands for.
type appCode struct {
	login, ticket string
	app           AppLogin
	until         time.Time
}

// appCodes are the codes that were not exchanged yet, by their hashes. They
// live as long as the process, as do the cookies that lead to them.
type appCodes struct {
	mu   sync.Mutex
	left map[[32]byte]appCode
}

// make gives a new code; one that the same answer was given before is dead.
func (a *appCodes) make(c appCode, now time.Time) (string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for sum, old := range a.left {
		if old.ticket == c.ticket || !now.Before(old.until) {
			delete(a.left, sum)
		}
	}
	if len(a.left) >= maxAppCodes {
		return "", fault.New(fault.Unavailable, "busy", "too many logins at once; try again in a moment")
	}
	code := rand.Text()
	a.left[sha256.Sum256([]byte(code))] = c
	return code, nil
}

func (a *appCodes) take(code string, now time.Time) (appCode, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	sum := sha256.Sum256([]byte(code))
	c, ok := a.left[sum]
	delete(a.left, sum)
	return c, ok && now.Before(c.until)
}
