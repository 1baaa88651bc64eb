package access

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/subtle"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// Single sign-on (OpenID Connect 1.0, authorization code flow with PKCE, RFC
// 7636). Who comes back from the identity provider is let in as the enabled
// agent whose login ID is in the claim; nobody is made.

const (
	oidcSubject = "oidc secret"
	oidcTime    = 10 * time.Minute // to log in at the identity provider
	oidcTimeout = 10 * time.Second // of a request to it
	maxIdentity = 1 << 20          // of an answer of it
	providerAge = time.Hour        // its description is read again
	failedAge   = 5 * time.Second  // before one that did not answer is asked again: anybody may have it asked
	maxPending  = 4 << 10
)

// The keys of refusals, which the login page shows.
const (
	oidcOff       = "oidc_off"
	oidcFailed    = "oidc_failed"
	oidcExpired   = "oidc_expired"
	oidcUnknown   = "oidc_unknown"
	oidcDown      = "oidc_down"      // the identity provider does not answer
	oidcClock     = "oidc_clock"     // its token is over already: one of the clocks is wrong
	oidcCancelled = "oidc_cancelled" // by the person
)

// clockSkew is how far the identity provider's clock may be behind ours.
const clockSkew = time.Minute

// pending is what a browser brings back from the identity provider, sealed in
// a cookie with a key that lives as long as this process.
type pending struct {
	State, Nonce, Verifier, Redirect string
	Until                            time.Time
	App                              *AppLogin `json:",omitempty"` // nil: a login to the console
}

type singleSignOn struct {
	client *http.Client
	now    func() time.Time
	box    cipher.AEAD

	codes  appCodes
	asking chan struct{} // holds one: who asks the identity provider to describe itself

	mu       sync.Mutex // guards what follows
	provider *oidc.Provider
	failed   error // instead of the provider, for failedAge
	issuer   string
	read     time.Time
}

func newSingleSignOn(client *http.Client, now func() time.Time) *singleSignOn {
	if client == nil {
		client = &http.Client{}
	}
	bounded := *client
	if bounded.Timeout == 0 {
		bounded.Timeout = oidcTimeout
	}
	bounded.Transport = limited{client.Transport}
	var key [32]byte
	rand.Read(key[:]) //nolint:errcheck // crypto/rand never fails
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // 32 bytes are a key
	}
	box, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // the block size is right
	}
	return &singleSignOn{client: &bounded, now: now, box: box, asking: make(chan struct{}, 1), codes: appCodes{left: map[[32]byte]appCode{}}}
}

// limited refuses answers that are larger than an identity provider's.
type limited struct{ next http.RoundTripper }

// RoundTrip asks and bounds the answer.
func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	next := l.next
	if next == nil {
		next = http.DefaultTransport
	}
	resp, err := next.RoundTrip(r)
	if err == nil {
		resp.Body = http.MaxBytesReader(nil, resp.Body, maxIdentity)
	}
	return resp, err
}

// seal makes a cookie of a value; about keeps those of one kind from being
// taken for another's.
func (o *singleSignOn) seal(v any, about string) (string, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("access: seal a step of a single sign-on: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(o.box.Seal(nil, nil, raw, []byte(about))), nil
}

// unseal reads what a browser brings back; what is not ours is none.
func (o *singleSignOn) unseal(text, about string, into any) bool {
	if len(text) > maxPending {
		return false
	}
	sealed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return false
	}
	raw, err := o.box.Open(nil, nil, sealed, []byte(about))
	return err == nil && json.Unmarshal(raw, into) == nil
}

// open gives the single sign-on that a browser comes back from; one that was
// begun elsewhere or too long ago is none.
func (o *singleSignOn) open(cookie, state string) (pending, bool) {
	var p pending
	if !o.unseal(cookie, oidcSubject, &p) || subtle.ConstantTimeCompare([]byte(p.State), []byte(state)) != 1 || !o.now().Before(p.Until) {
		return pending{}, false
	}
	return p, true
}

// find gives the identity provider as it describes itself. One asks it and the
// others wait, each as long as it likes.
func (o *singleSignOn) find(ctx context.Context, issuer string) (*oidc.Provider, error) {
	if p, err := o.known(issuer); p != nil || err != nil {
		return p, err
	}
	select {
	case o.asking <- struct{}{}:
		defer func() { <-o.asking }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if p, err := o.known(issuer); p != nil || err != nil {
		return p, err
	}
	// Its keys are read later, with this context: not the request's.
	p, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), o.client), issuer)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.provider, o.failed, o.issuer, o.read = p, err, issuer, o.now()
	return p, err
}

// known is what the identity provider answered not long ago; neither: it is to
// be asked.
func (o *singleSignOn) known(issuer string) (*oidc.Provider, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	age := o.now().Sub(o.read)
	switch {
	case o.issuer != issuer:
	case o.provider != nil && age < providerAge:
		return o.provider, nil
	case o.failed != nil && age < failedAge:
		return nil, o.failed
	}
	return nil, nil //nolint:nilnil // nothing is known
}

// SSO is a single sign-on that has begun.
type SSO struct {
	Address string // of the identity provider, with what is asked of it
	Cookie  string // what the browser keeps until it comes back
}

// BeginSSO begins a single sign-on that comes back to the address redirect.
func (d *Doors) BeginSSO(ctx context.Context, redirect string) (SSO, error) {
	return d.beginSSO(ctx, redirect, nil, false)
}

// beginSSO begins one for the console, or for an app. Again has the identity
// provider ask who it is, also of somebody whom it knows.
func (d *Doors) beginSSO(ctx context.Context, redirect string, app *AppLogin, again bool) (SSO, error) {
	_, config, _, err := d.ssoConfig(ctx, redirect)
	if err != nil {
		return SSO{}, err
	}
	p := pending{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Redirect: redirect, Until: d.now().Add(oidcTime), App: app}
	cookie, err := d.sso.seal(p, oidcSubject)
	if err != nil {
		return SSO{}, err
	}
	asked := []oauth2.AuthCodeOption{oidc.Nonce(p.Nonce), oauth2.S256ChallengeOption(p.Verifier)}
	if again {
		asked = append(asked, oauth2.SetAuthURLParam("prompt", "login")) // OpenID Connect Core 3.1.2.1
	}
	return SSO{Address: config.AuthCodeURL(p.State, asked...), Cookie: cookie}, nil
}

func (d *Doors) ssoConfig(ctx context.Context, redirect string) (storedSettings, *oauth2.Config, *oidc.Provider, error) {
	s, err := readSettings(ctx, d.db.Bun(), "")
	if err != nil {
		return s, nil, nil, away(err)
	}
	if s.OIDC.Issuer == "" {
		return s, nil, nil, fault.New(fault.Denied, oidcOff, "single sign-on is not set up")
	}
	provider, err := d.sso.find(ctx, s.OIDC.Issuer)
	if err != nil {
		return s, nil, nil, d.ssoDown(err)
	}
	var secret []byte
	if len(s.secret) > 0 {
		if secret, err = d.unseal(oidcSubject, s.secret); err != nil {
			return s, nil, nil, d.ssoFailed("its secret cannot be read", err)
		}
	}
	return s, &oauth2.Config{
		ClientID: s.OIDC.ClientID, ClientSecret: string(secret), Endpoint: provider.Endpoint(), RedirectURL: redirect, Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
	}, provider, nil
}

// ssoFailed is the fault of a single sign-on that did not succeed; why is for
// the log.
func (d *Doors) ssoFailed(why string, err error) error {
	d.log.Warn("a single sign-on failed: "+why, "err", err)
	return fault.New(fault.Denied, oidcFailed, "the single sign-on failed")
}

// ssoDown is the fault of an identity provider that does not answer.
func (d *Doors) ssoDown(err error) error {
	d.log.Warn("a single sign-on failed: the identity provider does not answer", "err", err)
	return fault.New(fault.Denied, oidcDown, "the identity provider does not answer")
}

// EndSSO opens a session of the console for who comes back from the identity
// provider with a state and a code. A refusal is a fault with the key
// oidc_expired (also when the browser is not the one that began), oidc_failed,
// oidc_down, oidc_clock, or oidc_unknown.
func (d *Doors) EndSSO(ctx context.Context, cookie, state, code string, from Origin) (Session, string, error) {
	p, ok := d.sso.open(cookie, state)
	if !ok || p.App != nil {
		return Session{}, "", errSSOExpired()
	}
	who, err := d.identify(ctx, p, code)
	if err != nil {
		return Session{}, "", err
	}
	return d.enterAs(ctx, who, Console, from)
}

func errSSOExpired() error {
	return fault.New(fault.Denied, oidcExpired, "the single sign-on took too long, or was begun elsewhere")
}

// identify asks the identity provider who came back with the code.
func (d *Doors) identify(ctx context.Context, p pending, code string) (identity, error) {
	s, config, provider, err := d.ssoConfig(ctx, p.Redirect)
	if err != nil {
		return identity{}, err
	}
	ctx = oidc.ClientContext(ctx, d.sso.client)
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(p.Verifier))
	if err != nil {
		var answered *oauth2.RetrieveError
		var unreached *url.Error
		if !errors.As(err, &answered) && errors.As(err, &unreached) {
			return identity{}, d.ssoDown(err)
		}
		return identity{}, d.ssoFailed("the code was not taken", tokenError(err))
	}
	raw, _ := token.Extra("id_token").(string)
	// Only signatures by keys of the identity provider: a token signed with the
	// shared secret, or not at all, is not one of its.
	told, err := provider.Verifier(&oidc.Config{
		ClientID: s.OIDC.ClientID, Now: func() time.Time { return d.now().Add(-clockSkew) },
		SupportedSigningAlgs: []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA},
	}).Verify(ctx, raw)
	if over := (*oidc.TokenExpiredError)(nil); errors.As(err, &over) {
		// It was made a moment ago: a clock is wrong, and people can do nothing.
		d.log.Warn("a single sign-on failed: its token is over already; compare the clocks of this server and of the identity provider", "over", over.Expiry)
		return identity{}, fault.New(fault.Denied, oidcClock, "the clocks of the server and of the identity provider differ")
	}
	if err != nil {
		return identity{}, d.ssoFailed("its token is not valid", err)
	}
	if subtle.ConstantTimeCompare([]byte(told.Nonce), []byte(p.Nonce)) != 1 {
		return identity{}, d.ssoFailed("its token was made for another login", errors.New("the nonce differs"))
	}
	var claims map[string]any
	if err := told.Claims(&claims); err != nil {
		return identity{}, d.ssoFailed("its token's claims cannot be read", err)
	}
	login, err := loginOf(claims, s.OIDC.Claim)
	if err != nil {
		return identity{}, d.ssoFailed("its token does not say who it is", err)
	}
	// A subject is told apart by case (OpenID Connect Core 2); names are not.
	return identity{login: login, exact: s.OIDC.Claim == "sub"}, nil
}

// tokenError leaves out of an error what the identity provider answered:
// nobody knows what is in it.
func tokenError(err error) error {
	var r *oauth2.RetrieveError
	if errors.As(err, &r) {
		return fmt.Errorf("status %d, error %q", r.Response.StatusCode, clean(r.ErrorCode, 64))
	}
	return err
}

// loginOf gives the login ID in a claim. An address that the identity provider
// has not verified is whatever somebody typed there.
func loginOf(claims map[string]any, claim string) (string, error) {
	login, _ := claims[claim].(string)
	if login == "" || clean(login, 64) != login {
		return "", fmt.Errorf("the claim %q is no login ID", claim)
	}
	if verified, said := claims["email_verified"]; claim == "email" && (!said || verified != true) {
		return "", errors.New("the address is not verified")
	}
	return login, nil
}

// enabled gives the enabled agent that somebody claims to be.
func (d *Doors) enabled(ctx context.Context, who identity, client Client, from Origin) (account, error) {
	acc, err := d.accountOf(ctx, who)
	if errors.Is(err, sql.ErrNoRows) || err == nil && acc.Disabled {
		if between, yes := d.mayNote(d.now()); yes {
			if err := d.note(ctx, d.db.Bun(), "unknown", who.login, id.Agent{}, id.Agent{}, client, from, between); err != nil {
				return account{}, err
			}
		}
		return account{}, fault.New(fault.Denied, oidcUnknown, "there is no enabled agent with this login")
	}
	if err != nil {
		return account{}, away(err)
	}
	return acc, nil
}

// enterAs opens a session for the enabled agent that somebody claims to be.
func (d *Doors) enterAs(ctx context.Context, who identity, client Client, from Origin) (Session, string, error) {
	acc, err := d.enabled(ctx, who, client, from)
	if err != nil {
		return Session{}, "", err
	}
	return d.open(ctx, acc, FactorOIDC, false, client, from)
}
