package world

import (
	"context"
	"crypto/x509"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/loop"
	"github.com/yobirin/yobirin/desktop/internal/phone"
	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/voice"
	"github.com/yobirin/yobirin/shared/phonetest"
)

// app is the core of the app, with devices, link and shell that are played.
type app struct {
	t      testing.TB
	pc     *phonetest.Computer
	loop   *loop.Loop
	engine *voice.Engine
	phone  *phone.Phone
	link   *link
	pump   *pump
	stop   context.CancelFunc
	over   sync.WaitGroup
	log    func(format string, args ...any)
	fault  func(format string, args ...any)

	mu       sync.Mutex
	ring     seat.RingHow
	cards    []seat.Line
	notified map[seat.Line]bool
	missed   map[seat.Line]bool
	exited   bool
	open     int // sessions of audio
	asked    int
	answered int
	endedAt  map[seat.Line]time.Time
	seen     seat.State
}

// newApp starts an app that nobody is logged in at.
func newApp(t testing.TB, pc *phonetest.Computer, l *link, root *x509.Certificate, log, fault func(string, ...any)) *app {
	a := &app{t: t, pc: pc, link: l, log: log, fault: fault, notified: map[seat.Line]bool{}, missed: map[seat.Line]bool{}, endedAt: map[seat.Line]time.Time{}}
	a.pump = &pump{heard: newRing(deviceRate * 2 / 5), said: personFrame()}
	slogger := slog.New(slog.NewTextHandler(faults{a}, &slog.HandlerOptions{Level: slog.LevelError}))
	var err error
	a.engine, err = voice.New(voice.Options{Devices: a.pump, Log: slogger, Listen: func(at netip.AddrPort) (voice.Socket, error) {
		c, err := pc.ListenAt(at)
		if err != nil {
			return nil, err
		}
		return c, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	a.pump.engine = a.engine
	a.loop = loop.New(loop.Options{Screen: a, Log: slogger})
	l.tell = a.loop.Tell
	a.phone, err = phone.New(phone.Options{
		Voice: counted{a}, Tell: a.loop.Tell, Installation: "a computer", Network: pc, Log: slogger, Roots: []*x509.Certificate{root},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	a.stop = cancel
	a.over.Go(func() { a.loop.Run(ctx, a.phone, l, a) })
	a.loop.Tell(seat.Loaded{PhoneOn: true, Language: "en", Settings: seat.Settings{Popup: true, SpeakerGain: 1, MicGain: 1, RingVolume: 1}})
	a.loop.Tell(devices(true))
	return a
}

// faults makes a failure of every error that is logged.
type faults struct{ a *app }

func (f faults) Write(b []byte) (int, error) {
	f.a.fault("logged: %s", b)
	return len(b), nil
}

var _ io.Writer = faults{}

func devices(plugged bool) seat.SoundDevices {
	d := []seat.SoundDevice{{ID: "built-in", Name: "Built-in", Default: true}}
	if plugged {
		d = append(d, seat.SoundDevice{ID: "headset", Name: "Headset"})
	}
	return seat.SoundDevices{Microphones: d, Speakers: d}
}

// close ends the app as Main does.
func (a *app) close() {
	a.phone.Close()
	a.stop()
	a.over.Wait()
	a.engine.Close()
	a.pump.Run(false)
	a.pump.gone.Wait()
}

// command gives a command as the page does, and says how it was answered.
func (a *app) command(c seat.Command) {
	a.mu.Lock()
	a.asked++
	a.mu.Unlock()
	a.over.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		t := a.loop.Command(ctx, c)
		a.mu.Lock()
		a.answered++
		a.mu.Unlock()
		if t != nil && (t.Code == "app_busy" || t.Code == "app_error") {
			a.fault("%T%+v was answered %s", c, c, t.Code)
		}
		if t != nil {
			a.log("%T%+v: %s %v", c, c, t.Code, t.Params)
		} else {
			a.log("%T%+v: done", c, c)
		}
	})
}

// Do is the shell and the devices.
func (a *app) Do(e seat.Effect) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch e := e.(type) {
	case seat.Ring:
		if e.How != seat.RingTry {
			a.ring = e.How
		}
	case seat.Show:
		a.cards = nil
		for _, c := range e.Cards {
			a.cards = append(a.cards, c.Line)
		}
	case seat.Notify:
		if e.Missed {
			a.missed[e.Line] = true
		} else {
			if a.notified[e.Line] {
				a.fault("%s was notified twice", e.Line)
			}
			a.notified[e.Line] = true
		}
	case seat.Withdraw:
		if !a.notified[e.Line] && !a.missed[e.Line] {
			a.fault("%s was withdrawn and not there", e.Line)
		}
		delete(a.notified, e.Line)
	case seat.Exit:
		a.exited = true
	default:
	}
}

// Show checks each State that the screen gets.
func (a *app) Show(s seat.State) {
	a.mu.Lock()
	defer a.mu.Unlock()
	was := a.seen
	a.seen = s
	if s.Rev <= was.Rev {
		a.fault("revision %d after %d", s.Rev, was.Rev)
	}
	names := map[seat.Line]bool{}
	var rings []seat.Line
	talks, live := 0, 0
	for _, c := range s.Calls {
		if names[c.Line] {
			a.fault("%s is there twice", c.Line)
		}
		names[c.Line] = true
		if c.Phase == seat.Offered && c.Busy == "" {
			rings = append(rings, c.Line)
		}
		if c.Phase == seat.Talking && c.Busy != seat.CanHold && !c.Muted {
			talks++
		}
		if c.Phase != seat.Ended {
			live++
			continue
		}
		if a.endedAt[c.Line].IsZero() {
			a.endedAt[c.Line] = time.Now()
			a.log("%s has ended by %s, %v", c.Line, c.EndedBy, c.Trouble)
		}
		if len(c.Can) != 0 || c.EndedBy == "" || c.Busy != "" {
			a.fault("an ended call: %+v", c)
		}
	}
	if talks > 1 {
		a.fault("spoken to in %d calls: %s", talks, brief(s))
	}
	if (len(rings) > 0) != (a.ring != seat.RingNone) {
		a.fault("rings %q with %v: %s", a.ring, rings, brief(s))
	}
	if !reflect.DeepEqual(rings, a.cards) {
		a.fault("cards %v, ringing %v", a.cards, rings)
	}
	for l := range a.notified {
		if !names[l] {
			a.fault("a notification of %s is left", l)
		}
	}
	if s.Session == nil && live > 0 {
		a.fault("nobody is logged in and there are calls: %s", brief(s))
	}
	if phases := brief(s); phases != brief(was) {
		a.log("shown: %s", phases)
	}
}

// brief tells a State in a line.
func brief(s seat.State) string {
	var b strings.Builder
	who := "nobody"
	if s.Session != nil {
		who = s.Session.Name
	}
	fmt.Fprintf(&b, "%s, phone %s, server %s", who, s.Phone.State, s.Server.Phase)
	for _, c := range s.Calls {
		fmt.Fprintf(&b, "; %s %s %s", c.Line, c.Party.Number, c.Phase)
		for word, is := range map[string]bool{"muted": c.Muted, "far held": c.FarHeld, "consult": c.Consult != nil} {
			if is {
				b.WriteString(" " + word)
			}
		}
		if c.Busy != "" {
			b.WriteString(" busy " + string(c.Busy))
		}
	}
	return b.String()
}

// pump is the sound devices: their clock is the bubble's.
type pump struct {
	engine *voice.Engine
	said   []int16

	mu    sync.Mutex
	end   chan struct{} // nil: they stand
	held  bool          // unplugged, and nothing has taken their place yet
	gone  sync.WaitGroup
	heard *ring
}

func (p *pump) Run(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if on == (p.end != nil) {
		return
	}
	if !on {
		close(p.end)
		p.end = nil
		return
	}
	end := make(chan struct{})
	p.end = end
	p.gone.Go(func() {
		clock := time.NewTicker(tick * time.Millisecond)
		defer clock.Stop()
		for half := 0; ; half = 1 - half {
			select {
			case <-end:
				return
			case <-clock.C:
				p.tick(half)
			}
		}
	})
}

func (p *pump) tick(half int) {
	p.mu.Lock()
	held := p.held
	p.mu.Unlock()
	if held {
		return
	}
	var frame [voice.Frame]int16
	copy(frame[:], p.said[half*voice.Frame:])
	p.engine.Captured(frame[:])
	p.engine.Render(frame[:])
	p.mu.Lock()
	p.heard.add(frame[:])
	p.mu.Unlock()
}

func (p *pump) hold(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.held = on
}

// last is what was heard lately; nothing while the devices stand.
func (p *pump) last() []int16 {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.end == nil {
		return make([]int16, 480)
	}
	return p.heard.last()
}

// counted counts the sessions of audio that are open.
type counted struct{ a *app }

func (c counted) Open(o voice.Opening) (voice.Audio, error) {
	audio, err := c.a.engine.Open(o)
	if err != nil {
		return nil, err
	}
	c.a.mu.Lock()
	c.a.open++
	c.a.mu.Unlock()
	return &session{Audio: audio, a: c.a}, nil
}

type session struct {
	voice.Audio
	a    *app
	once sync.Once
}

func (s *session) Close() {
	s.once.Do(func() {
		s.a.mu.Lock()
		s.a.open--
		s.a.mu.Unlock()
	})
	s.Audio.Close()
}
