package access_test

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/id"
)

// issuer is an identity provider: it describes itself, has a key, and gives
// for the code "good" a token as spoil leaves it.
type issuer struct {
	*httptest.Server
	t         *testing.T
	key       *rsa.PrivateKey
	clock     func() time.Time
	challenge string // of the login that began
	nonce     string
	claims    func(map[string]any)
	sign      func(head, body string) string
	asked     url.Values // at the token endpoint
	auth      string
}

func newIssuer(t *testing.T, clock func() time.Time) *issuer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	i := &issuer{t: t, key: key, clock: clock, claims: func(map[string]any) {}}
	i.sign = i.rs256
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		i.answer(w, map[string]any{
			"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token", "jwks_uri": i.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"}, "response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"},
		})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		i.answer(w, map[string]any{"keys": []any{map[string]any{
			"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1", "n": text(key.N.Bytes()), "e": text(big.NewInt(int64(key.E)).Bytes()),
		}}})
	})
	mux.HandleFunc("POST /token", i.token)
	i.Server = httptest.NewServer(mux)
	t.Cleanup(i.Close)
	return i
}

func text(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func hs256(key, of string) []byte {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(of))
	return mac.Sum(nil)
}

func (i *issuer) answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		i.t.Error(err)
	}
}

func (i *issuer) rs256(head, body string) string {
	sum := sha256.Sum256([]byte(head + "." + body))
	sig, err := rsa.SignPKCS1v15(rand.Reader, i.key, crypto.SHA256, sum[:])
	if err != nil {
		i.t.Error(err)
	}
	return head + "." + body + "." + text(sig)
}

func (i *issuer) token(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		i.t.Error(err)
	}
	i.asked, i.auth = r.PostForm, r.Header.Get("Authorization")
	verifier := sha256.Sum256([]byte(r.PostForm.Get("code_verifier")))
	if r.PostForm.Get("code") != "good" || text(verifier[:]) != i.challenge {
		w.WriteHeader(http.StatusBadRequest)
		i.answer(w, map[string]any{"error": "invalid_grant"})
		return
	}
	claims := map[string]any{
		"iss": i.URL, "aud": "yobirin", "sub": "1", "nonce": i.nonce, "preferred_username": "sato",
		"iat": i.clock().Unix(), "exp": i.clock().Add(time.Minute).Unix(),
	}
	i.claims(claims)
	head, _ := json.Marshal(map[string]string{"alg": "RS256", "kid": "1", "typ": "JWT"})
	body, _ := json.Marshal(claims)
	i.answer(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": i.sign(text(head), text(body))})
}

// ssoRoom is a site with single sign-on.
func ssoRoom(t *testing.T) (*room, *issuer, access.Session) {
	t.Helper()
	keys, err := vault.OpenKeys(t.TempDir(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	r := &room{db: pgtest.New(t), agent: id.Numbered[id.Agent](1)}
	r.clock.Store(time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC).UnixNano())
	clock := func() time.Time { return time.Unix(0, r.clock.Load()).UTC() }
	r.Doors = access.New(r.db, access.Options{Hasher: access.NewHasher(64, 1, 4), Keys: keys, Now: clock})
	r.add(t, r.agent, "sato", access.RoleAgent)
	r.add(t, id.Numbered[id.Agent](2), "admin", access.RoleAdministrator)
	boss, _, err := r.login(t, "admin", password)
	if err != nil {
		t.Fatal(err)
	}
	i := newIssuer(t, clock)
	r.setOIDC(t, boss, `{"oidc":{"issuer":"`+i.URL+`","clientId":"yobirin","secret":"s3cret"}}`)
	return r, i, boss
}

func (r *room) setOIDC(t *testing.T, by access.Session, body string) access.LoginSettings {
	t.Helper()
	var c access.LoginSettingsChange
	if err := json.Unmarshal([]byte(body), &c); err != nil {
		t.Fatal(err)
	}
	s, _, err := r.ChangeSettings(t.Context(), by, access.Origin{}, access.AnyVersion(), c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const comeBack = "https://pbx.example/api/v1/session/oidc/callback"

// begin goes to the identity provider as a browser does.
func (r *room) begin(t *testing.T, i *issuer) (cookie, state string) {
	t.Helper()
	sso, err := r.BeginSSO(t.Context(), comeBack)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(sso.Address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if q.Get("redirect_uri") != comeBack || q.Get("client_id") != "yobirin" || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || !strings.Contains(q.Get("scope"), "openid") {
		t.Fatalf("asked of the identity provider: %v", q)
	}
	if strings.Contains(sso.Cookie, q.Get("state")) || strings.Contains(sso.Cookie, q.Get("nonce")) {
		t.Error("the cookie is not sealed")
	}
	i.challenge, i.nonce = q.Get("code_challenge"), q.Get("nonce")
	return sso.Cookie, q.Get("state")
}

func TestSingleSignOn(t *testing.T) {
	r, i, _ := ssoRoom(t)
	cookie, state := r.begin(t, i)
	s, token, err := r.EndSSO(t.Context(), cookie, state, "good", access.Origin{})
	if err != nil || s.Agent.ID != r.agent || s.Factor != access.FactorOIDC {
		t.Fatalf("%+v %v", s, err)
	}
	if user, pw, ok := (&http.Request{Header: http.Header{"Authorization": {i.auth}}}).BasicAuth(); !ok || user != "yobirin" || pw != "s3cret" {
		t.Errorf("the client proved itself as %q %q, %v", user, pw, i.asked)
	}
	if got, err := r.Session(t.Context(), token); err != nil || got.ID != s.ID {
		t.Errorf("its session: %+v %v", got, err)
	}
	var plain int
	if err := r.db.Bun().QueryRowContext(t.Context(), "select count(*) from access_settings where position('s3cret'::bytea in oidc_secret) > 0").Scan(&plain); err != nil || plain != 0 {
		t.Errorf("the secret is stored as it is (%v)", err)
	}
}

// hostile is what may go wrong, or be made to, and how it is refused.
type hostile struct {
	claims func(map[string]any)
	sign   func(i *issuer, head, body string) string
	state  string
	cookie string
	code   string
	after  time.Duration
	sql    string
	key    string
}

func hostiles() map[string]hostile {
	return map[string]hostile{
		"another nonce":   {claims: func(c map[string]any) { c["nonce"] = "other" }, key: "oidc_failed"},
		"no nonce":        {claims: func(c map[string]any) { delete(c, "nonce") }, key: "oidc_failed"},
		"another client":  {claims: func(c map[string]any) { c["aud"] = "other" }, key: "oidc_failed"},
		"another issuer":  {claims: func(c map[string]any) { c["iss"] = "https://evil.example" }, key: "oidc_failed"},
		"expired":         {claims: func(c map[string]any) { c["exp"] = 1_000_000_000 }, key: "oidc_clock"},
		"a clock behind":  {claims: func(c map[string]any) { c["exp"] = c["iat"].(int64) - 61 }, key: "oidc_clock"},
		"no login":        {claims: func(c map[string]any) { delete(c, "preferred_username") }, key: "oidc_failed"},
		"login no text":   {claims: func(c map[string]any) { c["preferred_username"] = []string{"sato"} }, key: "oidc_failed"},
		"unknown agent":   {claims: func(c map[string]any) { c["preferred_username"] = "nobody" }, key: "oidc_unknown"},
		"disabled agent":  {sql: "update agents set disabled = true where login = 'sato'", key: "oidc_unknown"},
		"another state":   {state: "other", key: "oidc_expired"},
		"no state":        {state: " ", key: "oidc_expired"},
		"no cookie":       {cookie: " ", key: "oidc_expired"},
		"a forged cookie": {cookie: text([]byte(`{"State":"x","Until":"2030-01-01T00:00:00Z"}`)), state: "x", key: "oidc_expired"},
		"too late":        {after: 11 * time.Minute, key: "oidc_expired"},
		"another code":    {code: "bad", key: "oidc_failed"},
		"not signed": {sign: func(_ *issuer, _, body string) string {
			return text([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + body + "."
		}, key: "oidc_failed"},
		"signed with the secret": {sign: func(i *issuer, _, body string) string {
			head := text([]byte(`{"alg":"HS256","kid":"1","typ":"JWT"}`))
			return head + "." + body + "." + text(hs256("s3cret", head+"."+body))
		}, key: "oidc_failed"},
		"signed with the public key": {sign: func(i *issuer, _, body string) string {
			head := text([]byte(`{"alg":"HS256","kid":"1","typ":"JWT"}`))
			return head + "." + body + "." + text(hs256(string(i.key.N.Bytes()), head+"."+body))
		}, key: "oidc_failed"},
		"signed by another": {sign: func(i *issuer, head, body string) string {
			other, err := rsa.GenerateKey(rand.Reader, 2048)
			if err != nil {
				i.t.Error(err)
			}
			return (&issuer{t: i.t, key: other}).rs256(head, body)
		}, key: "oidc_failed"},
		"changed after it was signed": {sign: func(i *issuer, head, body string) string {
			signed := i.rs256(head, body)
			raw, _ := base64.RawURLEncoding.DecodeString(body)
			return head + "." + text([]byte(strings.Replace(string(raw), "sato", "admin", 1))) + signed[strings.LastIndex(signed, "."):]
		}, key: "oidc_failed"},
	}
}

func TestHostileSingleSignOn(t *testing.T) {
	for name, c := range hostiles() {
		t.Run(name, func(t *testing.T) {
			r, i, _ := ssoRoom(t)
			if c.claims != nil {
				i.claims = c.claims
			}
			if c.sign != nil {
				i.sign = func(head, body string) string { return c.sign(i, head, body) }
			}
			cookie, state := r.begin(t, i)
			if c.sql != "" {
				if _, err := r.db.Bun().ExecContext(t.Context(), c.sql); err != nil {
					t.Fatal(err)
				}
			}
			if c.state != "" {
				state = c.state
			}
			if c.cookie != "" {
				cookie = c.cookie
			}
			code := "good"
			if c.code != "" {
				code = c.code
			}
			r.pass(c.after)
			if s, token, err := r.EndSSO(t.Context(), cookie, state, code, access.Origin{}); keyOf(err) != c.key || token != "" {
				t.Errorf("%+v %v, expected %s", s, err, c.key)
			}
			var open int
			if err := r.db.Bun().QueryRowContext(t.Context(), "select count(*) from sessions where factor = 'oidc'").Scan(&open); err != nil || open != 0 {
				t.Errorf("%d sessions were opened (%v)", open, err)
			}
		})
	}
}

func TestAnAddressMustBeVerified(t *testing.T) {
	r, i, boss := ssoRoom(t)
	r.setOIDC(t, boss, `{"oidc":{"claim":"email"}}`)
	if _, err := r.db.Bun().ExecContext(t.Context(), "update agents set login = 'sato@example.jp' where login = 'sato'"); err != nil {
		t.Fatal(err)
	}
	for verified, want := range map[any]string{true: "", false: "oidc_failed", "true": "oidc_failed", nil: "oidc_failed"} {
		i.claims = func(c map[string]any) {
			c["email"] = "sato@example.jp"
			if verified != nil {
				c["email_verified"] = verified
			}
		}
		cookie, state := r.begin(t, i)
		if _, _, err := r.EndSSO(t.Context(), cookie, state, "good", access.Origin{}); keyOf(err) != want {
			t.Errorf("verified %v: %v", verified, err)
		}
	}
}

func TestPasswordsAreForAdministratorsAlone(t *testing.T) {
	r, _, boss := ssoRoom(t)
	if s := r.setOIDC(t, boss, `{"passwords":"administrators"}`); !s.OIDC.HasSecret {
		t.Error("the secret is gone")
	}
	if _, _, err := r.login(t, "sato", password); keyOf(err) != "passwords_off" {
		t.Errorf("an agent with a password: %v", err)
	}
	if _, _, err := r.login(t, "sato", "Wrong1word"); keyOf(err) != "login_failed" {
		t.Errorf("an agent with a wrong password: %v", err)
	}
	if _, _, err := r.login(t, "admin", password); err != nil {
		t.Errorf("an administrator: %v", err)
	}
}

func TestSettingsThatMayNotBe(t *testing.T) {
	r, _, boss := ssoRoom(t)
	for body, field := range map[string]string{
		`{"oidc":{"issuer":"http://login.example.jp"}}`: "oidc.issuer", `{"oidc":{"issuer":"https://a:b@x.example"}}`: "oidc.issuer", `{"oidc":{"issuer":"x"}}`: "oidc.issuer",
		`{"oidc":{"clientId":""}}`: "oidc.clientId", `{"oidc":{"claim":"a b"}}`: "oidc.claim", `{"oidc":{"issuer":""},"passwords":"administrators"}`: "passwords",
	} {
		var c access.LoginSettingsChange
		if err := json.Unmarshal([]byte(body), &c); err != nil {
			t.Fatal(err)
		}
		if _, _, err := r.ChangeSettings(t.Context(), boss, access.Origin{}, access.AnyVersion(), c); err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: %v", body, err)
		}
	}
	if s := r.setOIDC(t, boss, `{"oidc":{"issuer":"https://other.example"}}`); s.OIDC.HasSecret {
		t.Error("the secret would be handed to another identity provider")
	}
}

// An identity provider of one's own would let its owner in as anybody.
func TestWhoMayNotEverythingDoesNotDecideHowPeopleComeIn(t *testing.T) {
	r, _, boss := ssoRoom(t)
	clerk := access.Session{Agent: access.Agent{ID: r.agent, Role: "clerk"}, Rights: access.RightsOf(access.SeeSettings, access.EditSettings)}
	key := boss
	key.Client, key.Scopes = access.APIKey, clerk.Rights
	before, err := r.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{
		`{"oidc":{"issuer":"https://evil.example"}}`, `{"oidc":{"clientId":"mine"}}`, `{"oidc":{"secret":"mine"}}`, `{"oidc":{"claim":"nickname"}}`,
		`{"totpFor":"all"}`, `{"passwords":"administrators"}`,
	} {
		var c access.LoginSettingsChange
		if err := json.Unmarshal([]byte(body), &c); err != nil {
			t.Fatal(err)
		}
		for name, s := range map[string]access.Session{"a clerk": clerk, "a key of an administrator's": key} {
			if _, _, err := r.ChangeSettings(t.Context(), s, access.Origin{}, access.AnyVersion(), c); keyOf(err) != "beyond_rights" {
				t.Errorf("%s by %s: %v", body, name, err)
			}
		}
	}
	if after, err := r.Settings(t.Context()); err != nil || after != before {
		t.Errorf("%+v became %+v, %v", before, after, err)
	}
}
