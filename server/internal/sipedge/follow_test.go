package sipedge

import (
	"crypto/tls"
	"io"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// cable carries connections to an address until it is cut.
type cable struct {
	net.Listener
	mu    sync.Mutex
	conns []net.Conn
	shut  atomic.Bool // what the phone says is lost
}

// gate lets nothing through when it is shut.
type gate struct {
	net.Conn
	shut *atomic.Bool
}

func (g *gate) Write(b []byte) (int, error) {
	if g.shut.Load() {
		return len(b), nil
	}
	return g.Conn.Write(b)
}

func lay(t *testing.T, to netip.AddrPort) *cable {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{Listener: l}
	var work sync.WaitGroup
	work.Go(func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", to.String())
			if err != nil {
				_ = in.Close()
				continue
			}
			c.mu.Lock()
			c.conns = append(c.conns, in, out)
			c.mu.Unlock()
			for _, way := range [][2]net.Conn{{in, out}, {out, in}} {
				work.Go(func() {
					var to io.Writer = way[0]
					if way[0] == out {
						to = &gate{out, &c.shut}
					}
					_, _ = io.Copy(to, way[1])
					_, _ = way[0].Close(), way[1].Close()
				})
			}
		}
	})
	t.Cleanup(func() { _ = l.Close(); c.cut(); work.Wait() })
	return c
}

func (c *cable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, conn := range c.conns {
		_ = conn.Close()
	}
	c.conns = nil
}

func (c *cable) at() netip.AddrPort { return c.Addr().(*net.TCPAddr).AddrPort() }

// A phone loses its TLS connection in a call and registers by a new one: what
// the server has to say in the call goes there.
func TestACallFollowsItsPhoneToANewConnection(t *testing.T) {
	for _, by := range []string{"re-REGISTER", "re-INVITE"} {
		t.Run(by, func(t *testing.T) {
			e, facts := onSockets(t, Plan{Devices: []DeviceAccount{account(1, "d2001")}}, func(c *Config) {
				c.ListenTLS = "127.0.0.1:0"
				c.TLS = &tls.Config{Certificates: []tls.Certificate{certificate(t)}}
			})
			wire := lay(t, e.AddrTLS())
			events := make(chan sipua.Event, 64)
			dialog := make(chan *sipua.Dialog, 1)
			ua := client(t, func(c *sipua.Config) {
				c.TLS = &tls.Config{InsecureSkipVerify: true}
				c.Invite = func(d *sipua.Dialog) sipua.Sink {
					d.Answer([]byte(ourSDP))
					dialog <- d
					return func(ev sipua.Event) { events <- ev }
				}
			})
			states := make(chan sipua.RegistrationStatus, 16)
			reg, err := ua.Register(sipua.RegisterConfig{
				Target: sipua.Target{URI: sipua.URI{Scheme: "sip", Host: "127.0.0.1"}, Next: wire.at(), Transport: sipua.TLS},
				AOR:    sipua.Address{URI: sipua.URI{Scheme: "sip", User: "d2001", Host: "127.0.0.1"}}, ContactUser: "d2001",
				Credentials: &sipua.Credentials{User: "d2001", Password: secret}, State: func(s sipua.RegistrationStatus) {
					if s.State == sipua.Registered {
						states <- s
					}
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			await(t, states)
			first := e.Registrations()[0].Address
			l := newLeg()
			e.Order(leg.Dial{Leg: l, Device: deskID, From: leg.Identity{Number: "2002"}})
			if f, ok := await(t, facts).(leg.Answered); !ok {
				t.Fatalf("%+v", f)
			}
			phone := await(t, dialog)
			if _, ok := await(t, events).(sipua.Confirmed); !ok {
				t.Fatal("the call was not acknowledged")
			}
			wire.cut()
			if by == "re-REGISTER" {
				reg.Refresh()
				await(t, states)
				if now := e.Registrations(); now[len(now)-1].Address == first {
					t.Fatalf("registered as %+v, before from %s", now, first)
				}
			} else {
				phone.Offer([]byte(ourSDP))
				for changed := false; !changed; {
					if ev, ok := await(t, events).(sipua.Changed); ok && ev.Status == 200 {
						changed = true
					}
				}
			}
			e.Order(leg.HangUp{Leg: l, Cause: leg.Cause{Kind: leg.CauseNormal}})
			for {
				ev := await(t, events)
				if end, ok := ev.(sipua.Ended); ok {
					if end.Why != sipua.WhyBye || end.By != sipua.Remote {
						t.Fatalf("the call ended with %+v", end)
					}
					break
				}
			}
			if f, ok := await(t, facts).(leg.Ended); !ok || f.Cause.Kind != leg.CauseNormal {
				t.Fatalf("%+v", f)
			}
		})
	}
}

// A phone that calls loses its connection before the call is up: nobody is
// left to ring for, or to be answered to.
func TestACallIsOverWithItsCallersConnection(t *testing.T) {
	for answered, want := range map[bool]leg.Kind{false: leg.CauseCallerGone, true: leg.CauseDeviceError} {
		t.Run(string(want), func(t *testing.T) {
			e, facts := onSockets(t, Plan{Devices: []DeviceAccount{account(1, "d2001")}}, func(c *Config) {
				c.T1 = 50 * time.Millisecond // how soon the ACK is given up, when the dialog is forgotten
				c.ListenTLS = "127.0.0.1:0"
				c.TLS = &tls.Config{Certificates: []tls.Certificate{certificate(t)}}
			})
			wire := lay(t, e.AddrTLS())
			ua := client(t, func(c *sipua.Config) { c.TLS = &tls.Config{InsecureSkipVerify: true} })
			events := make(chan sipua.Event, 64)
			local := sipua.Address{URI: sipua.URI{Scheme: "sip", User: "d2001", Host: "127.0.0.1"}}
			_, err := ua.Dial(sipua.Call{
				Targets: []sipua.Target{{URI: sipua.URI{Scheme: "sip", User: "2002", Host: "127.0.0.1"}, Next: wire.at(), Transport: sipua.TLS, Sticky: true}},
				From:    local, To: sipua.Address{URI: sipua.URI{Scheme: "sip", User: "2002", Host: "127.0.0.1"}}, ContactUser: "d2001", Offer: []byte(ourSDP),
				Credentials: &sipua.Credentials{User: "d2001", Password: secret},
			}, func(ev sipua.Event) { events <- ev })
			if err != nil {
				t.Fatal(err)
			}
			in, ok := await(t, facts).(leg.Incoming)
			if !ok {
				t.Fatal("no call came")
			}
			if answered {
				wire.shut.Store(true) // the ACK does not arrive
				e.Order(leg.Answer{Leg: in.Leg})
				for up := false; !up; {
					_, up = await(t, events).(sipua.Answered)
				}
			}
			wire.cut()
			f := await(t, facts)
			if end, ok := f.(leg.Ended); !ok || end.Cause.Kind != want || end.By != leg.SideRemote || end.Cause.Text != connectionGone {
				t.Fatalf("%T %+v", f, f)
			}
		})
	}
}

// The media is told where a phone signals from before it takes the offer, so
// that it learns the phone's new address from the right source.
func TestTheMediaFollowsTheSignalling(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Answers, nil)
		c := r.dial(desk, "2002")
		in := next[leg.Incoming](r)
		r.edge.Order(leg.Answer{Leg: in.Leg})
		phonetest.Await[sipua.Answered](c)
		next[leg.Answered](r)
		to := sipua.Flow{Transport: sipua.UDP, Remote: netip.MustParseAddrPort("203.0.113.9:5060")}
		done := make(chan struct{})
		r.edge.with(in.Leg, func(s *session) {
			s.follow(sipua.Flow{Transport: sipua.UDP, Remote: to.Remote}, to) // another's flow
			if s.flow == to {
				t.Error("the leg followed another phone")
			}
			s.signalled(to)
			close(done)
		})
		select {
		case <-done:
		case <-time.After(time.Minute):
			t.Fatal("the line stands still")
		}
		r.media.mu.Lock()
		defer r.media.mu.Unlock()
		if got := r.media.ports[in.Leg].signal; got != to.Remote.Addr() {
			t.Errorf("the media was told %s", got)
		}
	})
}
