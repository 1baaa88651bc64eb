package link

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/live"
)

// begin connects to the server that is known, with the session that is.
func (l *Link) begin() {
	server, managed := l.o.Store.Server()
	if server == "" {
		l.phase, l.trouble = seat.Unset, nil
		l.tellLinked(server, managed)
		return
	}
	l.use(server, "")
	l.setPhase(seat.Connecting, nil)
	beside(l, func(context.Context) (string, error) { return l.o.Store.Token(server) }, func(token string, err error) {
		if err != nil {
			l.o.Log.Warn("the keychain did not give the session", "err", err)
		}
		if token == "" {
			l.probe()
			l.o.Tell(seat.SignedOut{})
			return
		}
		l.use(server, token)
		l.signIn()
	})
}

// use changes server and session. What was under way is forgotten.
func (l *Link) use(server, token string) {
	l.age++
	l.target.Store(&target{url: server, token: token})
	l.failures = 0
}

// connect uses another server.
func (l *Link) connect(server string) {
	l.drop()
	if err := l.o.Store.SetServer(server); err != nil {
		l.o.Log.Error("the server's address could not be kept", "err", err)
	}
	l.begin()
}

// probe asks whether the server is there, while nobody is logged in.
func (l *Link) probe() {
	beside(l, func(ctx context.Context) (struct{}, error) { return struct{}{}, l.hello(ctx) }, func(_ struct{}, err error) {
		if err == nil {
			l.failures = 0
			l.setPhase(seat.Online, nil)
			return
		}
		l.failed(err)
		l.after(pause(l.failures, rand.Float64), l.probe)
	})
}

// failed notes that the server could not be reached.
func (l *Link) failed(err error) {
	l.failures++
	l.o.Log.Info("the server cannot be reached", "err", plain(err))
	phase := seat.Connecting
	if l.phase == seat.Online || l.phase == seat.Offline {
		phase = seat.Offline
	}
	l.setPhase(phase, TroubleOf(err))
}

// hello asks for the session without one: the answer of a Yobirin is known.
func (l *Link) hello(ctx context.Context) error {
	var session struct{}
	err := l.ask(ctx, http.MethodGet, "/api/v1/session", nil, &session)
	if refused(err, http.StatusUnauthorized) {
		return nil
	}
	return err
}

// account is what a session begins with.
type account struct {
	profile   live.Profile
	softphone live.Softphone
	noPhone   *seat.Trouble // the server's reason to give none; all else goes on without
}

// signIn fetches what the seat needs to know, and opens the live socket.
func (l *Link) signIn() {
	beside(l, l.account, func(a account, err error) {
		switch {
		case refused(err, http.StatusUnauthorized):
			l.signedOut(&seat.Trouble{Code: "session_expired"})
		case mustEnrol(err):
			l.tellEnd()
			l.signedOut(&seat.Trouble{Code: "session_enrol"})
		case err != nil:
			l.failed(err)
			l.after(patient(err, l.failures), l.signIn)
		default:
			l.failures = 0
			l.profile, l.softphone, l.noPhone, l.signedIn = a.profile, a.softphone, a.noPhone, true
			l.tellSignedIn()
			l.open()
		}
	})
}

func (l *Link) account(ctx context.Context) (a account, err error) {
	if err := l.ask(ctx, http.MethodGet, "/api/v1/me/profile", nil, &a.profile); err != nil {
		return a, err
	}
	a.softphone, a.noPhone, err = l.phone(ctx)
	return a, err
}

// phone asks for this installation's account as a phone. The server may
// refuse it one because the agent's phone is in use elsewhere.
func (l *Link) phone(ctx context.Context) (s live.Softphone, no *seat.Trouble, err error) {
	body := map[string]string{"installation": l.o.Installation, "name": l.o.Computer}
	err = l.ask(ctx, http.MethodPost, "/api/v1/me/softphone", body, &s)
	if final(err) {
		return live.Softphone{}, noPhone(err), nil
	}
	return s, nil, err
}

// final says whether an error is a refusal that will be the same next time.
// Those of the session (401) and of too many requests (429) are not.
func final(err error) bool {
	var p *problem
	return errors.As(err, &p) && p.Status >= 400 && p.Status < 500 && p.Status != http.StatusUnauthorized && p.Status != http.StatusTooManyRequests
}

// mustEnrol says whether the site has come to ask for a second factor that the
// session's agent does not have: a new login leads through it.
func mustEnrol(err error) bool {
	var p *problem
	return errors.As(err, &p) && p.Code == "totp_enrol"
}

// noPhone says why there is no softphone; all else works without.
func noPhone(err error) *seat.Trouble {
	var p *problem
	if errors.As(err, &p) && p.Code == "second_login" {
		return &seat.Trouble{Code: "second_login"}
	}
	return TroubleOf(err)
}

func (l *Link) tellSignedIn() {
	l.o.Tell(seat.SignedIn{Profile: l.profile, Softphone: l.softphone, NoPhone: l.noPhone})
}

// renew asks for the phone's account anew: the person wants the phone here.
func (l *Link) renew() {
	if !l.signedIn {
		return
	}
	beside(l, func(ctx context.Context) (a account, err error) {
		a.softphone, a.noPhone, err = l.phone(ctx)
		return a, err
	}, func(a account, err error) {
		switch {
		case refused(err, http.StatusUnauthorized):
			l.signedOut(&seat.Trouble{Code: "session_expired"})
			return
		case err != nil: // the server is out of reach: the person still wants the phone
			l.failures++
			l.after(patient(err, l.failures), l.renew)
			return
		}
		l.softphone, l.noPhone = a.softphone, a.noPhone
		l.tellSignedIn()
	})
}

// refresh fetches the profile again, after the person has changed something.
func (l *Link) refresh() {
	if !l.signedIn {
		return
	}
	beside(l, func(ctx context.Context) (p live.Profile, err error) {
		return p, l.ask(ctx, http.MethodGet, "/api/v1/me/profile", nil, &p)
	}, func(p live.Profile, err error) {
		switch {
		case refused(err, http.StatusUnauthorized):
			l.signedOut(&seat.Trouble{Code: "session_expired"})
		case mustEnrol(err):
			l.tellEnd()
			l.signedOut(&seat.Trouble{Code: "session_enrol"})
		case err == nil:
			l.profile = p
			l.tellSignedIn()
		}
	})
}

// entered begins a session that the page has logged in to.
func (l *Link) entered(server, token string) {
	l.drop()
	l.use(server, token)
	l.setPhase(seat.Online, nil) // it has just answered
	l.keep(func() error { return l.o.Store.SetToken(server, token) }, func(err error) {
		if err != nil {
			l.o.Log.Warn("the keychain did not take the session; it lasts until the app ends", "err", err)
			l.o.Tell(seat.Warned{Trouble: seat.Trouble{Code: "keychain_unavailable", Detail: err.Error()}})
		}
	})
	l.signIn()
}

// endSession logs out.
func (l *Link) endSession() {
	t := l.target.Load()
	if t.token == "" {
		l.signedOut(nil)
		return
	}
	l.tellEnd()
	l.signedOut(nil)
}

// tellEnd ends the session at the server.
func (l *Link) tellEnd() {
	t := l.target.Load()
	go l.safely(func() {
		ctx, cancel := context.WithTimeout(l.ctx, requestTime)
		defer cancel()
		if err := l.askAt(ctx, t, http.MethodDelete, "/api/v1/session", nil, nil); err != nil {
			l.o.Log.Info("the server was not told of the log-out", "err", plain(err))
		}
	})
}

// signedOut forgets the session here.
func (l *Link) signedOut(why *seat.Trouble) {
	l.drop()
	t := l.target.Load()
	l.use(t.url, "")
	l.signedIn, l.profile, l.softphone, l.noPhone, l.health = false, live.Profile{}, live.Softphone{}, nil, ""
	l.keep(func() error { return l.o.Store.ForgetToken(t.url) }, func(err error) {
		if err != nil {
			l.o.Log.Warn("the keychain did not forget the session", "err", err)
		}
	})
	l.o.Tell(seat.SignedOut{Trouble: why})
	l.probe()
}

// keep changes what the keychain has, after every change before: one that
// hangs must not end as the last word.
func (l *Link) keep(do func() error, done func(error)) {
	before, after := l.kept, make(chan struct{})
	l.kept = after
	beside(l, func(context.Context) (struct{}, error) {
		defer close(after)
		if before != nil {
			<-before
		}
		return struct{}{}, do()
	}, func(_ struct{}, err error) { done(err) })
}

func (l *Link) setPhase(phase seat.Phase, trouble *seat.Trouble) {
	l.phase, l.trouble = phase, trouble
	l.tellLinked(l.o.Store.Server())
}

func (l *Link) tellLinked(server string, managed bool) {
	l.o.Tell(seat.Linked{URL: server, Managed: managed, Phase: l.phase, Trouble: l.trouble, Ahead: l.ahead})
}
