package access_test

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"maps"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
)

// appAt is an app on somebody's computer that waits on a port.
type appAt struct {
	login    access.AppLogin
	verifier string
}

func newApp(port int) appAt {
	verifier := rand.Text() + rand.Text()
	sum := sha256.Sum256([]byte(verifier))
	return appAt{access.AppLogin{Port: port, State: rand.Text(), Challenge: text(sum[:])}, verifier}
}

// meet goes to the identity provider and comes back, up to the page that asks.
func (r *room) meet(t *testing.T, i *issuer, app appAt) access.Consent {
	t.Helper()
	cookie, state := r.beginApp(t, i, app)
	c, err := r.MeetAppSSO(t.Context(), cookie, state, "good", access.Origin{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (r *room) beginApp(t *testing.T, i *issuer, app appAt) (cookie, state string) {
	t.Helper()
	sso, err := r.BeginAppSSO(t.Context(), comeBack, app.login, false)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(sso.Address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if q.Get("redirect_uri") != comeBack || q.Has("prompt") || strings.Contains(sso.Address, app.login.State) || strings.Contains(sso.Address, app.login.Challenge) {
		t.Fatalf("asked of the identity provider: %v", q)
	}
	i.challenge, i.nonce = q.Get("code_challenge"), q.Get("nonce")
	return sso.Cookie, q.Get("state")
}

// agree says yes on the page, and gives the code that the app gets.
func (r *room) agree(t *testing.T, c access.Consent) string {
	t.Helper()
	to, err := r.AgreeAppSSO(c.Cookie, c.Ticket)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	if u.Scheme != "http" || u.Hostname() != "127.0.0.1" || u.Query().Get("state") != c.App.State {
		t.Fatalf("the browser is sent to %s", to)
	}
	return u.Query().Get("code")
}

func TestSingleSignOnOfTheApp(t *testing.T) {
	r, i, boss := ssoRoom(t)
	r.setOIDC(t, boss, `{"passwords":"administrators"}`)
	app := newApp(50123)
	c := r.meet(t, i, app)
	if c.Agent.ID != r.agent || c.App != app.login {
		t.Fatalf("the page is about %+v", c)
	}
	s, token, err := r.EndAppSSO(t.Context(), r.agree(t, c), app.verifier, 50123, access.Origin{Address: "192.0.2.7"})
	if err != nil || s.Agent.ID != r.agent || s.Factor != access.FactorOIDC || s.Client != access.App {
		t.Fatalf("%+v %v", s, err)
	}
	if got, err := r.Session(t.Context(), token); err != nil || got.ID != s.ID || got.Client != access.App || !access.May(got, access.SeeOwnCalls) {
		t.Errorf("its session: %+v %v", got, err)
	}
	var via string
	if err := r.db.Bun().QueryRowContext(t.Context(), "select via from audit where action = 'login.in' order by id desc limit 1").Scan(&via); err != nil || via != "app" {
		t.Errorf("the audit says via %q, %v", via, err)
	}
}

// stolen are ways to use what was not meant for one.
func stolen() map[string]func(t *testing.T, r *room, i *issuer, app appAt) error {
	exchange := func(t *testing.T, r *room, code, verifier string, port int) error {
		_, token, err := r.EndAppSSO(t.Context(), code, verifier, port, access.Origin{})
		if err == nil || token != "" {
			return errors.New("let in")
		}
		return err
	}
	return map[string]func(t *testing.T, r *room, i *issuer, app appAt) error{
		"a stolen code without the verifier": func(t *testing.T, r *room, i *issuer, app appAt) error {
			return exchange(t, r, r.agree(t, r.meet(t, i, app)), newApp(1).verifier, app.login.Port)
		},
		"a stolen code and no verifier": func(t *testing.T, r *room, i *issuer, app appAt) error {
			return exchange(t, r, r.agree(t, r.meet(t, i, app)), "", app.login.Port)
		},
		"the challenge as the verifier": func(t *testing.T, r *room, i *issuer, app appAt) error {
			return exchange(t, r, r.agree(t, r.meet(t, i, app)), app.login.Challenge, app.login.Port)
		},
		"the right app after a thief has tried": func(t *testing.T, r *room, i *issuer, app appAt) error {
			code := r.agree(t, r.meet(t, i, app))
			_ = exchange(t, r, code, newApp(1).verifier, app.login.Port)
			return exchange(t, r, code, app.verifier, app.login.Port)
		},
		"another port": func(t *testing.T, r *room, i *issuer, app appAt) error {
			return exchange(t, r, r.agree(t, r.meet(t, i, app)), app.verifier, app.login.Port+1)
		},
		"a replay": func(t *testing.T, r *room, i *issuer, app appAt) error {
			code := r.agree(t, r.meet(t, i, app))
			if _, _, err := r.EndAppSSO(t.Context(), code, app.verifier, app.login.Port, access.Origin{}); err != nil {
				t.Fatal(err)
			}
			_, token, err := r.EndAppSSO(t.Context(), code, app.verifier, app.login.Port, access.Origin{})
			if token != "" {
				t.Error("let in twice")
			}
			return err
		},
		"too late": func(t *testing.T, r *room, i *issuer, app appAt) error {
			code := r.agree(t, r.meet(t, i, app))
			r.pass(60 * time.Second)
			return exchange(t, r, code, app.verifier, app.login.Port)
		},
		"a code that was made up": func(t *testing.T, r *room, _ *issuer, app appAt) error {
			return exchange(t, r, rand.Text(), app.verifier, app.login.Port)
		},
		"an older code of the same page": func(t *testing.T, r *room, i *issuer, app appAt) error {
			c := r.meet(t, i, app)
			code := r.agree(t, c)
			r.agree(t, c)
			return exchange(t, r, code, app.verifier, app.login.Port)
		},
	}
}

// strangers are answers of browsers that are not the one that was asked.
func strangers() map[string]func(t *testing.T, r *room, i *issuer, app appAt) error {
	return map[string]func(t *testing.T, r *room, i *issuer, app appAt) error{
		"another browser says yes": func(t *testing.T, r *room, i *issuer, app appAt) error {
			mine, other := r.meet(t, i, app), r.meet(t, i, newApp(50124))
			_, err := r.AgreeAppSSO(other.Cookie, mine.Ticket)
			return err
		},
		"no cookie on the page": func(t *testing.T, r *room, i *issuer, app appAt) error {
			_, err := r.AgreeAppSSO("", r.meet(t, i, app).Ticket)
			return err
		},
		"the page after five minutes": func(t *testing.T, r *room, i *issuer, app appAt) error {
			c := r.meet(t, i, app)
			r.pass(5 * time.Minute)
			_, err := r.AgreeAppSSO(c.Cookie, c.Ticket)
			return err
		},
		"the cookie of the login on the page": func(t *testing.T, r *room, i *issuer, app appAt) error {
			cookie, state := r.beginApp(t, i, app)
			_, err := r.AgreeAppSSO(cookie, state)
			return err
		},
		"the page's cookie at the way back": func(t *testing.T, r *room, i *issuer, app appAt) error {
			c := r.meet(t, i, app)
			_, err := r.MeetAppSSO(t.Context(), c.Cookie, c.Ticket, "good", access.Origin{})
			return err
		},
		"another state": func(t *testing.T, r *room, i *issuer, app appAt) error {
			cookie, _ := r.beginApp(t, i, app)
			_, err := r.MeetAppSSO(t.Context(), cookie, app.login.State, "good", access.Origin{})
			return err
		},
		"an app's login ended as the console's": func(t *testing.T, r *room, i *issuer, app appAt) error {
			cookie, state := r.beginApp(t, i, app)
			_, token, err := r.EndSSO(t.Context(), cookie, state, "good", access.Origin{})
			if token != "" {
				t.Error("let in without being asked")
			}
			return err
		},
		"a console's login ended as an app's": func(t *testing.T, r *room, i *issuer, _ appAt) error {
			cookie, state := r.begin(t, i)
			_, err := r.MeetAppSSO(t.Context(), cookie, state, "good", access.Origin{})
			return err
		},
	}
}

func TestStolenAppLogins(t *testing.T) {
	all := stolen()
	maps.Copy(all, strangers())
	for name, try := range all {
		t.Run(name, func(t *testing.T) {
			r, i, _ := ssoRoom(t)
			if err := try(t, r, i, newApp(50123)); keyOf(err) != "oidc_expired" {
				t.Errorf("%v, expected oidc_expired", err)
			}
		})
	}
}

// Whoever was let in by the identity provider may be gone here a moment later.
func TestAnAgentWhoIsDisabledBeforeTheExchange(t *testing.T) {
	r, i, _ := ssoRoom(t)
	app := newApp(50123)
	code := r.agree(t, r.meet(t, i, app))
	if _, err := r.db.Bun().ExecContext(t.Context(), "update agents set disabled = true where login = 'sato'"); err != nil {
		t.Fatal(err)
	}
	if _, token, err := r.EndAppSSO(t.Context(), code, app.verifier, app.login.Port, access.Origin{}); keyOf(err) != "oidc_unknown" || token != "" {
		t.Errorf("%v", err)
	}
}

func TestOneCodeManyApps(t *testing.T) {
	r, i, _ := ssoRoom(t)
	app := newApp(50123)
	code := r.agree(t, r.meet(t, i, app))
	var in atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, _, err := r.EndAppSSO(t.Context(), code, app.verifier, app.login.Port, access.Origin{}); err == nil {
				in.Add(1)
			}
		})
	}
	all.Wait()
	if in.Load() != 1 {
		t.Errorf("%d were let in with one code", in.Load())
	}
}

func TestWhatNoAppAsksFor(t *testing.T) {
	r, _, _ := ssoRoom(t)
	good := newApp(50123).login
	for name, spoil := range map[string]func(*access.AppLogin){
		"a port of the system": func(a *access.AppLogin) { a.Port = 80 }, "no port": func(a *access.AppLogin) { a.Port = 0 }, "a port too high": func(a *access.AppLogin) { a.Port = 65536 },
		"no state": func(a *access.AppLogin) { a.State = "" }, "a state with a line": func(a *access.AppLogin) { a.State = "aaaaaaaaaaaaaaaaaaaa\r\nX: y" },
		"no challenge": func(a *access.AppLogin) { a.Challenge = "" }, "a plain challenge": func(a *access.AppLogin) { a.Challenge = "short" },
	} {
		app := good
		spoil(&app)
		if _, err := r.BeginAppSSO(t.Context(), comeBack, app, false); err == nil {
			t.Errorf("%s: begun", name)
		}
	}
	if sso, err := r.BeginAppSSO(t.Context(), comeBack, good, true); err != nil || !strings.Contains(sso.Address, "prompt=login") {
		t.Errorf("another account: %s %v", sso.Address, err)
	}
}

func TestAnIdentityProviderThatGoesAwayMidway(t *testing.T) {
	r, i, _ := ssoRoom(t)
	cookie, state := r.beginApp(t, i, newApp(50123))
	i.Close()
	if _, err := r.MeetAppSSO(t.Context(), cookie, state, "good", access.Origin{}); keyOf(err) != "oidc_down" {
		t.Errorf("%v", err)
	}
}
