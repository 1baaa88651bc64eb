package browser

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/live"
	"github.com/yobirin/yobirin/server/internal/media"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	wire "github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
	"github.com/yobirin/yobirin/shared/sdp"
)

const patience = 20 * time.Second

var (
	yamada   = id.Numbered[id.Agent](1)
	kato     = id.Numbered[id.Agent](2)
	loopback = netip.MustParseAddr("127.0.0.1")
)

// pile collects values and lets a test wait for one.
type pile[T any] struct {
	mu   sync.Mutex
	all  []T
	wake chan struct{}
}

func newPile[T any]() *pile[T] { return &pile[T]{wake: make(chan struct{}, 1)} }

func (p *pile[T]) add(v T) {
	p.mu.Lock()
	p.all = append(p.all, v)
	p.mu.Unlock()
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

func (p *pile[T]) copy() []T {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.all)
}

// next gives the first value of type F that pick takes, and forgets it.
func next[F any, T any](t testing.TB, p *pile[T], pick func(F) bool) F {
	t.Helper()
	deadline := time.After(patience)
	for {
		p.mu.Lock()
		for i, x := range p.all {
			if w, ok := any(x).(F); ok && (pick == nil || pick(w)) {
				p.all = append(p.all[:i:i], p.all[i+1:]...)
				p.mu.Unlock()
				return w
			}
		}
		p.mu.Unlock()
		select {
		case <-p.wake:
		case <-deadline:
			var none F
			t.Fatalf("no %T came; there are %+v", none, p.copy())
		}
	}
}

func count[F any, T any](p *pile[T]) (n int) {
	for _, x := range p.copy() {
		if _, ok := any(x).(F); ok {
			n++
		}
	}
	return n
}

// until waits for a condition that nothing announces.
func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(patience)
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("it never came to pass that %s", what)
		}
	}
}

// rig is the room on a real media plane.
type rig struct {
	t     testing.TB
	plane *media.Plane
	edge  *Edge
	facts *pile[leg.Fact]

	mu   sync.Mutex
	full bool // the brain takes nothing
}

func newRig(t testing.TB, change func(*Options)) *rig {
	t.Helper()
	r := &rig{t: t, facts: newPile[leg.Fact]()}
	plane, err := media.New(media.Config{Shards: 2, ReportEvery: 200 * time.Millisecond, Report: r.facts.add, PublicAddress: func(netip.Addr) netip.Addr {
		return netip.MustParseAddr("203.0.113.5") // what the world is told must not matter here
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := plane.Start(); err != nil {
		t.Fatal(err)
	}
	r.plane = plane
	o := Options{Listen: "127.0.0.1:0", Media: ports{plane}, Report: r.report}
	if change != nil {
		change(&o)
	}
	if r.edge, err = New(o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := r.edge.Close(ctx); err != nil {
			t.Error(err)
		}
		if n := r.edge.Legs(); n != 0 {
			t.Errorf("%d legs are left", n)
		}
		if err := plane.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func (r *rig) report(f leg.Fact) bool {
	r.mu.Lock()
	full := r.full
	r.mu.Unlock()
	if !full {
		r.facts.add(f)
	}
	return !full
}

func (r *rig) overload(full bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.full = full
}

type ports struct{ plane *media.Plane }

func (p ports) Open(l id.Leg) (Port, error) {
	return p.plane.Open(l, media.OpenSpec{SignalSource: loopback})
}

// line is a live socket.
type line struct {
	viewer live.Viewer
	told   *pile[wire.ToPhone]
}

func newLine(session uint32, agent id.Agent) *line {
	return &line{live.Viewer{Session: id.Numbered[id.Session](session), Agent: agent}, newPile[wire.ToPhone]()}
}

func (l *line) Viewer() live.Viewer      { return l.viewer }
func (l *line) Remote() netip.Addr       { return loopback }
func (l *line) Tell(m wire.ToPhone) bool { l.told.add(m); return true }

// far is a plain RTP phone on the media plane.
type far struct {
	leg    id.Leg
	conn   *net.UDPConn
	agreed sdp.Agreed
	ear    ear
	stop   chan struct{}
	done   sync.WaitGroup
}

// newFar makes a far phone in the call of another leg. It says the tone.
func (r *rig) newFar(other id.Leg, tone float64) *far {
	r.t.Helper()
	f := &far{leg: id.LegOf(id.CallOf(other), 2), stop: make(chan struct{})}
	var err error
	if f.conn, err = net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)}); err != nil {
		r.t.Fatal(err)
	}
	port, err := r.plane.Open(f.leg, media.OpenSpec{SignalSource: loopback})
	if err != nil {
		r.t.Fatal(err)
	}
	at := f.conn.LocalAddr().(*net.UDPAddr).AddrPort()
	local := sdp.Local{Address: loopback, Port: at.Port(), SessionID: 1, Version: 1, Events: true, Mux: true}
	text, err := sdp.Offer(local)
	if err != nil {
		r.t.Fatal(err)
	}
	reply, err := port.Answer(text)
	if err != nil {
		r.t.Fatal(err)
	}
	if f.agreed, err = sdp.Accept(local, reply); err != nil {
		r.t.Fatal(err)
	}
	to := netip.AddrPortFrom(loopback, f.agreed.Remote.Port())
	f.done.Go(func() { f.say(to, pcm.Pure(tone, 0.3)) })
	f.done.Go(f.listen)
	r.t.Cleanup(func() {
		close(f.stop)
		_ = f.conn.Close()
		f.done.Wait()
		port.Close()
	})
	return f
}

func (f *far) say(to netip.AddrPort, tone pcm.Tone) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	var frame [160]int16
	packet := make([]byte, rtpio.HeaderSize+160)
	for h := (rtpio.Header{PT: f.agreed.PT, SSRC: 7}); ; h.Seq, h.TS = h.Seq+1, h.TS+160 {
		tone.At(frame[:], int(h.TS), pcm.Rate)
		h.Put(packet)
		f.agreed.Law.Encode(packet[rtpio.HeaderSize:], frame[:])
		_, _ = f.conn.WriteToUDPAddrPort(packet, to)
		select {
		case <-tick.C:
		case <-f.stop:
			return
		}
	}
}

func (f *far) listen() {
	packet := make([]byte, 2048)
	for {
		n, _, err := f.conn.ReadFromUDPAddrPort(packet)
		if err != nil {
			return
		}
		if h, payload, err := rtpio.Parse(packet[:n]); err == nil && !rtpio.IsRTCP(packet[:n]) && h.PT == f.agreed.RecvPT {
			f.ear.take(f.agreed.Law, payload)
		}
	}
}

// ear keeps the last half second heard.
type ear struct {
	mu    sync.Mutex
	heard []int16
}

func (e *ear) take(law pcm.Law, payload []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	var frame [480]int16
	n := law.Decode(frame[:], payload)
	e.heard = append(e.heard, frame[:n]...)
	e.heard = e.heard[max(0, len(e.heard)-pcm.Rate/2):]
}

// hears says whether the last half second is almost only the tone.
func (e *ear) hears(freq float64) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.heard) == pcm.Rate/2 && pcm.Energy(e.heard) > 1e-3 && pcm.Share(e.heard, freq, pcm.Rate) > 0.9
}

func (e *ear) forget() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard = nil
}

// silent says whether the last half second was packets without sound.
func (e *ear) silent() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.heard) == pcm.Rate/2 && pcm.Energy(e.heard) < 1e-6
}
