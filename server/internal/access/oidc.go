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
	oidcOff     = "oidc_off"
	oidcFailed  = "oidc_failed"
	oidcExpired = "oidc_expired"
	oidcUnknown = "oidc_unknown"
)

// pending is what a browser brings back from the identity provider, sealed in
// a cookie with a key that lives as long as this process.
type pending struct {
	State, Nonce, Verifier, Redirect string
	Until                            time.Time
}

type singleSignOn struct {
	client *http.Client
	now    func() time.Time
	box    cipher.AEAD

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
	return &singleSignOn{client: &bounded, now: now, box: box, asking: make(chan struct{}, 1)}
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

func (o *singleSignOn) seal(p pending) (string, error) {
	raw, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("access: begin a single sign-on: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(o.box.Seal(nil, nil, raw, []byte(oidcSubject))), nil
}

// open reads what a browser brings back; what is not ours or too old is none.
func (o *singleSignOn) open(text string) (pending, bool) {
	var p pending
	if len(text) > maxPending {
		return p, false
	}
	sealed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return p, false
	}
	raw, err := o.box.Open(nil, nil, sealed, []byte(oidcSubject))
	if err != nil || json.Unmarshal(raw, &p) != nil {
		return pending{}, false
	}
	return p, o.now().Before(p.Until)
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
	_, config, _, err := d.ssoConfig(ctx, redirect)
	if err != nil {
		return SSO{}, err
	}
	p := pending{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Redirect: redirect, Until: d.now().Add(oidcTime)}
	cookie, err := d.sso.seal(p)
	if err != nil {
		return SSO{}, err
	}
	return SSO{Address: config.AuthCodeURL(p.State, oidc.Nonce(p.Nonce), oauth2.S256ChallengeOption(p.Verifier)), Cookie: cookie}, nil
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
		return s, nil, nil, d.ssoFailed("the identity provider does not answer", err)
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

// EndSSO opens a session for who comes back from the identity provider with a
// state and a code. A refusal is a fault with the key oidc_expired (also when
// the browser is not the one that began), oidc_failed, or oidc_unknown.
func (d *Doors) EndSSO(ctx context.Context, cookie, state, code string, from Origin) (Session, string, error) {
	p, ok := d.sso.open(cookie)
	if !ok || subtle.ConstantTimeCompare([]byte(p.State), []byte(state)) != 1 {
		return Session{}, "", fault.New(fault.Denied, oidcExpired, "the single sign-on took too long, or was begun elsewhere")
	}
	s, config, provider, err := d.ssoConfig(ctx, p.Redirect)
	if err != nil {
		return Session{}, "", err
	}
	ctx = oidc.ClientContext(ctx, d.sso.client)
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(p.Verifier))
	if err != nil {
		return Session{}, "", d.ssoFailed("the code was not taken", tokenError(err))
	}
	raw, _ := token.Extra("id_token").(string)
	// Only signatures by keys of the identity provider: a token signed with the
	// shared secret, or not at all, is not one of its.
	identity, err := provider.Verifier(&oidc.Config{
		ClientID: s.OIDC.ClientID, Now: d.now,
		SupportedSigningAlgs: []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA},
	}).Verify(ctx, raw)
	if err != nil {
		return Session{}, "", d.ssoFailed("its token is not valid", err)
	}
	if subtle.ConstantTimeCompare([]byte(identity.Nonce), []byte(p.Nonce)) != 1 {
		return Session{}, "", d.ssoFailed("its token was made for another login", errors.New("the nonce differs"))
	}
	var claims map[string]any
	if err := identity.Claims(&claims); err != nil {
		return Session{}, "", d.ssoFailed("its token's claims cannot be read", err)
	}
	login, err := loginOf(claims, s.OIDC.Claim)
	if err != nil {
		return Session{}, "", d.ssoFailed("its token does not say who it is", err)
	}
	return d.enterAs(ctx, login, from)
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

// enterAs opens a session for the enabled agent of a login.
func (d *Doors) enterAs(ctx context.Context, login string, from Origin) (Session, string, error) {
	acc, err := scanAccount(d.db.Bun().QueryRowContext(ctx, selectAccount+"where a.login = ? and not a.disabled", login))
	if errors.Is(err, sql.ErrNoRows) {
		if between, yes := d.mayNote(d.now()); yes {
			if err := d.note(ctx, d.db.Bun(), "unknown", login, id.Agent{}, id.Agent{}, Console, from, between); err != nil {
				return Session{}, "", err
			}
		}
		return Session{}, "", fault.New(fault.Denied, oidcUnknown, "there is no enabled agent with this login")
	}
	if err != nil {
		return Session{}, "", away(err)
	}
	return d.open(ctx, acc, FactorOIDC, false, Console, from)
}
