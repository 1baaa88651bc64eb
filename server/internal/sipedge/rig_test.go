package sipedge

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/server/internal/carrier"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
	"github.com/yobirin/yobirin/shared/sipua/digest"
)

const (
	edgeAt    = "192.0.2.1:5060"
	carrierAt = "198.51.100.1:5060"
	secret    = "a-long-sip-secret"
)

var (
	deskID    = id.Numbered[id.Device](1)
	carrierID = id.Numbered[id.Trunk](1)
)

func account(n uint32, user string) DeviceAccount {
	return DeviceAccount{
		ID: id.Numbered[id.Device](n), User: user,
		HA1MD5:    digest.HA1(digest.MD5, user, Realm, secret),
		HA1SHA256: digest.HA1(digest.SHA256, user, Realm, secret),
	}
}

// usual is one desk phone and one carrier.
func usual() Plan {
	return Plan{
		Devices: []DeviceAccount{account(1, "d2001")},
		Trunks: []Trunk{{
			ID: carrierID, Name: "carrier", Host: "198.51.100.1", InboundFrom: []netip.Prefix{netip.MustParsePrefix("198.51.100.0/24")},
			Profile: Profile{TrustIdentity: true, Assert: carrier.AssertAsserted, AssertHidden: true, NoQualify: true},
		}},
	}
}

// rig is an edge on a network in memory, inside a synctest bubble.
type rig struct {
	t     *testing.T
	net   *phonetest.Network
	edge  *Edge
	media *fakeMedia
	facts chan leg.Fact
	phone chan DeviceState
	trunk chan TrunkState
	deaf  bool // Report refuses everything
}

func inBubble(t *testing.T, plan Plan, adjust func(*Config), test func(*testing.T, *rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{
			t: t, net: phonetest.NewNetwork(phonetest.Weather{}), media: &fakeMedia{},
			facts: make(chan leg.Fact, 4096), phone: make(chan DeviceState, 256), trunk: make(chan TrunkState, 256),
		}
		r.start(plan, adjust)
		test(t, r)
	})
}

func (r *rig) start(plan Plan, adjust func(*Config)) {
	r.t.Helper()
	cfg := Config{
		Listen: edgeAt, NoStreams: true, Media: r.media,
		Report: func(f leg.Fact) bool {
			if r.deaf {
				return false
			}
			r.facts <- f
			return true
		},
		Registered: func(s DeviceState) { r.phone <- s }, TrunkState: func(s TrunkState) { r.trunk <- s },
		ListenPacket: func(a string) (net.PacketConn, error) { return r.net.Listen(a), nil },
		Resolve: func(_ context.Context, host string, port uint16, tr Transport) ([]netip.AddrPort, error) {
			if a, err := netip.ParseAddr(host); err == nil {
				if port == 0 {
					port = defaultPort(tr)
				}
				return []netip.AddrPort{netip.AddrPortFrom(a, port)}, nil
			}
			return nil, errors.New("no such name")
		},
	}
	if adjust != nil {
		adjust(&cfg)
	}
	e, err := New(cfg)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := e.SetPlan(plan); err != nil {
		r.t.Fatal(err)
	}
	if err := e.Start(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
	r.edge = e
	r.t.Cleanup(func() { r.stop(e) })
}

func (r *rig) stop(e *Edge) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	if err := e.Close(ctx); err != nil {
		r.t.Error(err)
	}
	if n := e.Legs(); n != 0 {
		r.t.Errorf("%d legs left", n)
	}
	if n := len(e.ours); n != 0 {
		r.t.Errorf("%d Call-IDs left", n)
	}
	if n := len(e.dialogs) + len(e.referrals); n != 0 {
		r.t.Errorf("%d dialogs and transfers left", n)
	}
	if open := r.media.open(); open != 0 {
		r.t.Errorf("%d media ports left open", open)
	}
}

// next waits for a fact of a type; another fact is a failure.
func next[F leg.Fact](r *rig) F {
	r.t.Helper()
	select {
	case f := <-r.facts:
		got, ok := f.(F)
		if !ok {
			r.t.Fatalf("%T %+v came, want %T", f, f, got)
		}
		return got
	case <-time.After(10 * time.Minute):
		var want F
		r.t.Fatalf("no %T came", want)
		return want
	}
}

func (r *rig) none() {
	r.t.Helper()
	synctest.Wait()
	select {
	case f := <-r.facts:
		r.t.Fatalf("unexpected %T %+v", f, f)
	default:
	}
}

// register registers a phone and waits until it is up.
func (r *rig) register(p *phonetest.Phone) *sipua.Registration {
	r.t.Helper()
	reg, state := r.tryRegister(p, secret)
	if s := <-state; s.State != sipua.Registered {
		r.t.Fatalf("registration: %+v", s)
	}
	return reg
}

func (r *rig) tryRegister(p *phonetest.Phone, password string) (*sipua.Registration, chan sipua.RegistrationStatus) {
	r.t.Helper()
	state := make(chan sipua.RegistrationStatus, 16)
	reg, err := p.UA.Register(sipua.RegisterConfig{
		Target: sipua.Target{URI: r.uri(""), Next: ap(edgeAt)}, AOR: sipua.Address{URI: r.uri(p.User)}, ContactUser: p.User,
		Expires: 10 * time.Minute, Credentials: &sipua.Credentials{User: p.User, Password: password},
		State: func(s sipua.RegistrationStatus) {
			if s.State != sipua.Registering {
				state <- s
			}
		},
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return reg, state
}

func (r *rig) uri(user string) sipua.URI {
	return sipua.URI{Scheme: "sip", User: user, Host: "192.0.2.1"}
}

// dial calls the edge from a phone.
func (r *rig) dial(p *phonetest.Phone, number string) *phonetest.Call {
	return p.DialCall(sipua.Call{
		Targets: []sipua.Target{{URI: r.uri(number)}}, To: sipua.Address{URI: r.uri(number)},
		Credentials: &sipua.Credentials{User: p.User, Password: secret},
	})
}

// newLeg is a leg of a new call that the brain would dial.
func newLeg() id.Leg { return id.LegOf(id.NewCall(time.Now()), 2) }

// fakeMedia is a media plane that speaks SDP and nothing else.
type fakeMedia struct {
	mu    sync.Mutex
	ports map[id.Leg]*fakePort
	specs []MediaSpec
	full  bool
}

func (m *fakeMedia) Open(l id.Leg, spec MediaSpec) (Port, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.full {
		return nil, errors.New("no port left")
	}
	if m.ports == nil {
		m.ports = map[id.Leg]*fakePort{}
	}
	if m.ports[l] != nil {
		return nil, fmt.Errorf("leg %s has a port", l)
	}
	p := &fakePort{media: m, leg: l, mayOpus: spec.Opus}
	m.ports[l] = p
	m.specs = append(m.specs, spec)
	return p, nil
}

func (m *fakeMedia) open() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.ports)
}

type fakePort struct {
	media    *fakeMedia
	leg      id.Leg
	accepted int
	held     bool
	signal   netip.Addr // told by SignalFrom
	inside   bool       // told by Inside
	mayOpus  bool       // opened so
	opus     bool       // agreed on
}

func (p *fakePort) SignalFrom(a netip.Addr) { p.signal = a }

const ourSDP = "v=0\r\no=- 7 7 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 20000 RTP/AVP 0\r\n"

func (p *fakePort) Offer() ([]byte, error) { return []byte(ourSDP), nil }

func (p *fakePort) Answer(offer []byte) ([]byte, error) {
	if !bytes.Contains(offer, []byte("RTP/AVP 0")) {
		return nil, errors.New("no codec in common")
	}
	p.held = strings.Contains(string(offer), "sendonly")
	p.opus = p.mayOpus && bytes.Contains(offer, []byte("opus"))
	return []byte(ourSDP), nil
}

func (p *fakePort) Accept(answer []byte) error {
	_, err := p.Answer(answer)
	p.accepted++
	return err
}

func (p *fakePort) Negotiated() Negotiated {
	if p.opus {
		return Negotiated{Held: p.held, Codec: "opus"}
	}
	return Negotiated{Held: p.held, Codec: "PCMU"}
}

func (p *fakePort) Close() {
	p.media.mu.Lock()
	defer p.media.mu.Unlock()
	delete(p.media.ports, p.leg)
}
