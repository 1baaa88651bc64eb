package main

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/link"
	"github.com/yobirin/yobirin/desktop/internal/loop"
	"github.com/yobirin/yobirin/desktop/internal/phone"
	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/voice"
)

// agent is one app without a window.
type agent struct {
	f         *fleet
	n         int
	extension string
	forced    bool // to ICE
	place     *place
	headset   *headset
	engine    *voice.Engine
	phone     *phone.Phone
	link      *link.Link
	loop      *loop.Loop
	stop      context.CancelFunc
	done      chan struct{}
	watched   map[seat.Line]*watched

	mu       sync.Mutex
	ended    map[seat.Line]bool // whose end was counted
	troubled map[seat.Line]string
	moved    time.Time
}

// newAgent makes the app of agent n, as desktop/internal/app does.
func newAgent(f *fleet, n int, roots trust) (*agent, error) {
	a := &agent{
		f: f, n: n, extension: fmt.Sprint(f.o.extension + n), forced: float64(n%100) < 100*f.o.forced, place: newPlace(address(n, 0)),
		done: make(chan struct{}), ended: map[seat.Line]bool{}, troubled: map[seat.Line]string{}, watched: map[seat.Line]*watched{},
	}
	log := f.log.With("agent", n)
	var err error
	if a.headset, a.engine, err = newHeadset(toneOf(n), voice.Options{Log: log}); err != nil {
		return nil, err
	}
	a.loop = loop.New(loop.Options{Screen: a, Log: log})
	installation := fmt.Sprintf("installation-%s-%04d", f.o.login, n)
	a.phone, err = phone.New(phone.Options{
		Voice: a.engine, Tell: a.loop.Tell, Log: log, Installation: installation, UserAgent: "Yobirin/fleet", Roots: roots.certs, Network: a.place,
	})
	if err != nil {
		return nil, err
	}
	return a, a.connect(installation, roots.pool, log)
}

func (a *agent) connect(installation string, pool *x509.CertPool, log *slog.Logger) (err error) {
	a.link, err = link.New(link.Options{
		Tell: a.loop.Tell, Store: &memory{server: a.f.o.server}, Page: page{}, Installation: installation, Computer: fmt.Sprintf("PC%d", a.n),
		Roots: pool, Version: "fleet", Log: log, Dial: a.place.dial,
	})
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	a.stop = stop
	go func() {
		defer close(a.done)
		a.loop.Run(ctx, a.phone, a.link)
	}()
	loaded := seat.Loaded{PhoneOn: true, Language: "ja"}
	loaded.Settings.SpeakerGain, loaded.Settings.MicGain = 1, 1
	if a.forced {
		loaded.Settings.ForceMedia = seat.MediaICE
	}
	a.loop.Tell(loaded)
	a.loop.Tell(seat.SoundDevices{
		Microphones: []seat.SoundDevice{{ID: "m", Name: "m", Default: true}}, Speakers: []seat.SoundDevice{{ID: "s", Name: "s", Default: true}},
	})
	return nil
}

// close ends the app.
func (a *agent) close() {
	a.phone.Close()
	a.link.Close()
	a.engine.Close()
	a.stop()
	<-a.done
}

// rest sends a request as the page does.
func (a *agent) rest(method, path string, body, out any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req := httptest.NewRequest(method, path, bytes.NewReader(text))
	req.Header.Set("Content-Type", "application/json")
	res := httptest.NewRecorder()
	a.link.ServeHTTP(res, req)
	if res.Code >= 300 {
		return fmt.Errorf("%s: %d %.200s", method, res.Code, res.Body)
	}
	if out == nil || res.Code == http.StatusNoContent {
		return nil
	}
	return json.Unmarshal(res.Body.Bytes(), out)
}

// logIn logs in and waits until the phone is registered.
func (a *agent) logIn() error {
	var err error
	for range 5 {
		err = a.rest("POST", "/api/v1/session", map[string]string{"id": fmt.Sprintf("%s%03d", a.f.o.login, a.n), "password": a.f.o.password}, nil)
		if err == nil {
			break
		}
		time.Sleep(time.Second)
	}
	if err != nil {
		return err
	}
	late := time.Now().Add(time.Minute)
	for !a.ready() {
		if time.Now().After(late) {
			s := a.loop.State()
			return fmt.Errorf("not registered after a minute: server %s %+v, phone %s %+v", s.Server.Phase, s.Server.Trouble, s.Phone.State, s.Phone.Trouble)
		}
		time.Sleep(20 * time.Millisecond)
	}
	return nil
}

func (a *agent) ready() bool {
	s := a.loop.State()
	return s.Session != nil && s.Phone.State == seat.PhoneRegistered && s.Server.Phase == seat.Online
}

// Show implements loop.Screen: it counts what ends and what goes wrong.
func (a *agent) Show(s seat.State) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, c := range s.Calls {
		trouble := ""
		if c.Trouble != nil {
			trouble = c.Trouble.Code
		}
		if trouble != a.troubled[c.Line] {
			a.troubled[c.Line] = trouble
			if trouble == "no_audio" && time.Since(a.moved) < unsettled {
				a.f.count("no_audio after a move")
			} else if trouble == "no_audio" {
				a.f.fault("no_audio", "%s with %s in %s, %s, up %.1f s, %s; %s", a.extension, c.Party.Number, c.Call, c.Media, time.Since(time.UnixMilli(c.AnsweredAt)).Seconds(), a.latest(), a.f.lately(c.Call))
			}
		}
		if c.EndedBy == "" || a.ended[c.Line] {
			continue
		}
		a.ended[c.Line] = true
		a.f.count("ended by " + string(c.EndedBy))
		if c.EndedBy == seat.EndedFailed {
			a.failed(c)
		}
	}
}

// failed judges a call that ended so.
func (a *agent) failed(c seat.Call) {
	what, detail := "no trouble", ""
	if c.Trouble != nil {
		what, detail = fmt.Sprint(c.Trouble.Code, " ", c.Trouble.Params["status"]), c.Trouble.Detail
	}
	a.f.count("failed: " + what)
	if c.AnsweredAt > 0 {
		a.f.fault("a call that was up failed", "%s %s %s, %s", a.extension, what, detail, a.latest())
	}
}

// latest tells of the last move, for a.mu's holder.
func (a *agent) latest() string {
	if a.moved.IsZero() {
		return "never moved"
	}
	return fmt.Sprintf("moved %.1f s ago", time.Since(a.moved).Seconds())
}

// order gives a command and judges the answer.
func (a *agent) order(name string, c seat.Command) *seat.Trouble {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	a.f.count("did " + name)
	t := a.loop.Command(ctx, c)
	if t == nil {
		return nil
	}
	code := t.Code
	if code == "refused" {
		code += " " + t.Params["code"]
	}
	a.f.count("refused " + name + ": " + code)
	if !expected[code] {
		a.f.fault("refused", "%s: %s %s %s", name, code, t.Detail, t.Params["detail"])
	}
	return t
}

// expected are refusals that are nobody's mistake: the call has changed
// between the look and the deed, or who was wanted is busy.
var expected = map[string]bool{
	"call_over": true, "action_under_way": true, "not_now": true, "no_call": true, "phone_not_registered": true, "phone_off": true,
	"refused not-now": true, "refused not-in-call": true, "refused call_not_found": true, "refused busy": true, "refused conflict": true, "refused gone": true, "refused missing": true, "refused not-found": true,
	"too_many_calls": true, "server_unreachable": true, "no_session": true, "not_logged_in": true,
}

// memory is a store that forgets.
type memory struct {
	mu            sync.Mutex
	server, token string
}

func (m *memory) Server() (string, bool)       { return m.server, true }
func (m *memory) SetServer(string) error       { return nil }
func (m *memory) ForgetToken(string) error     { return m.SetToken("", "") }
func (m *memory) Token(string) (string, error) { m.mu.Lock(); defer m.mu.Unlock(); return m.token, nil }
func (m *memory) SetToken(_, token string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.token = token
	return nil
}

// page is a screen that nobody looks at.
type page struct{}

func (page) LiveMessage([]byte) {}
func (page) LiveClosed(int)     {}

// address is the n-th computer's k-th address.
func address(n, k int) netip.Addr {
	return netip.AddrFrom4([4]byte{127, byte(20 + k%200), byte(n / 200), byte(1 + n%200)})
}

// toneOf is the voice of agent n: no two of 200 are the same.
func toneOf(n int) float64 { return float64(300 + 12*(n%200)) }
