package sipedge

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sipua"
)

// onSockets starts an edge on real sockets of the loopback, all ports free ones.
func onSockets(t testing.TB, plan Plan, adjust func(*Config)) (*Edge, chan leg.Fact) {
	t.Helper()
	facts := make(chan leg.Fact, 1<<16)
	cfg := Config{
		Listen: "127.0.0.1:0", Media: &fakeMedia{}, Metrics: prometheus.NewRegistry(),
		Report: func(f leg.Fact) bool { facts <- f; return true },
	}
	if adjust != nil {
		adjust(&cfg)
	}
	e, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.SetPlan(plan); err != nil {
		t.Fatal(err)
	}
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := e.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	return e, facts
}

// client is a user agent on real sockets.
func client(t testing.TB, adjust func(*sipua.Config)) *sipua.UA {
	t.Helper()
	var cfg sipua.Config
	if adjust != nil {
		adjust(&cfg)
	}
	ua, err := sipua.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	begun := &begins{PacketConn: conn, first: make(chan struct{})}
	go func() { served <- ua.Serve(begun, sipua.Listen{}) }()
	<-begun.first
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		_ = ua.Close(ctx)
		<-served
	})
	return ua
}

// begins tells when the first read begins.
type begins struct {
	net.PacketConn
	first chan struct{}
	told  bool
}

func (b *begins) ReadFrom(p []byte) (int, net.Addr, error) {
	if !b.told {
		b.told = true
		close(b.first)
	}
	return b.PacketConn.ReadFrom(p)
}

func await[T any](t testing.TB, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(time.Minute):
		t.Fatal("nothing came within a minute")
		panic("unreachable")
	}
}

func certificate(t testing.TB) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// TestRealSockets registers a phone over UDP, TCP and TLS, calls from it and
// rings it on the connection that it registered on.
func TestRealSockets(t *testing.T) {
	e, facts := onSockets(t, Plan{Devices: []DeviceAccount{account(1, "d2001")}}, func(c *Config) {
		c.ListenTLS = "127.0.0.1:0"
		c.TLS = &tls.Config{Certificates: []tls.Certificate{certificate(t)}}
	})
	for transport, at := range map[sipua.Transport]netip.AddrPort{sipua.UDP: e.Addr(), sipua.TCP: e.Addr(), sipua.TLS: e.AddrTLS()} {
		t.Run(string(transport), func(t *testing.T) {
			ua := client(t, func(c *sipua.Config) {
				c.TLS = &tls.Config{InsecureSkipVerify: true}
				c.Invite = func(d *sipua.Dialog) sipua.Sink {
					d.Reject(sipua.Answer{Status: 603})
					return func(sipua.Event) {}
				}
			})
			pbx := sipua.URI{Scheme: "sip", Host: "127.0.0.1"}
			me := sipua.Address{URI: sipua.URI{Scheme: "sip", User: "d2001", Host: "127.0.0.1"}}
			creds := &sipua.Credentials{User: "d2001", Password: secret}
			target := sipua.Target{URI: pbx, Next: at, Transport: transport}
			states := make(chan sipua.RegistrationStatus, 16)
			reg, err := ua.Register(sipua.RegisterConfig{Target: target, AOR: me, ContactUser: "d2001", Credentials: creds, State: func(s sipua.RegistrationStatus) {
				if s.State != sipua.Registering {
					states <- s
				}
			}})
			if err != nil {
				t.Fatal(err)
			}
			if s := await(t, states); s.State != sipua.Registered {
				t.Fatalf("%+v", s)
			}
			l := e.Registrations()
			if len(l) != 1 || !strings.HasPrefix(l[0].Address, string(transport)+":127.0.0.1:") {
				t.Fatalf("%+v", l)
			}
			e.Order(leg.Dial{Leg: newLeg(), Device: deskID, From: leg.Identity{Number: "2002"}})
			if f, ok := await(t, facts).(leg.Ended); !ok || f.Cause.Kind != leg.CauseRejected {
				t.Fatalf("%+v", f)
			}
			watchOn(t, e, ua, target, me, creds)
			target.URI.User = "0312345678"
			ended := make(chan sipua.Ended, 1)
			_, err = ua.Dial(sipua.Call{Targets: []sipua.Target{target}, From: me, To: sipua.Address{URI: target.URI}, Offer: []byte(ourSDP), Credentials: creds},
				func(ev sipua.Event) {
					if e, ok := ev.(sipua.Ended); ok {
						ended <- e
					}
				})
			if err != nil {
				t.Fatal(err)
			}
			in, ok := await(t, facts).(leg.Incoming)
			if !ok || in.Device != deskID || !strings.HasPrefix(in.Headers.Source, string(transport)+":") {
				t.Fatalf("%+v", in)
			}
			e.Order(leg.HangUp{Leg: in.Leg, Cause: leg.Cause{Kind: leg.CauseNotFound}})
			if got := await(t, ended); got.Status != 404 {
				t.Fatalf("%+v", got)
			}
			await(t, facts)
			left := make(chan struct{})
			reg.Stop(func() { close(left) })
			await(t, left)
			if l := e.Registrations(); len(l) != 0 {
				t.Fatalf("still registered: %+v", l)
			}
		})
	}
}

// watchOn subscribes to a lamp and is told on the same connection.
func watchOn(t *testing.T, e *Edge, ua *sipua.UA, target sipua.Target, me sipua.Address, creds *sipua.Credentials) {
	t.Helper()
	target.URI.User = "2002"
	told := make(chan sipua.Notice, 16)
	w, err := ua.Watch(sipua.WatchConfig{
		Target: target, From: me, Event: "dialog", Expires: time.Hour, Credentials: creds, Notice: func(n sipua.Notice) { told <- n },
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := await(t, told); n.State != "active" {
		t.Fatalf("%+v", n)
	}
	e.SetLamp("2002", busy("x"))
	if n := await(t, told); !strings.Contains(string(n.Body), "confirmed") {
		t.Fatalf("%s", n.Body)
	}
	e.SetLamp("2002", nil)
	w.Stop()
	for await(t, told).State != "terminated" {
	}
}

func TestBadConfigIsRefused(t *testing.T) {
	good := Config{Listen: "127.0.0.1:0", Media: &fakeMedia{}, Report: func(leg.Fact) bool { return true }}
	for field, spoil := range map[string]func(*Config){
		"Listen": func(c *Config) { c.Listen = "" }, "Media": func(c *Config) { c.Media = nil }, "Report": func(c *Config) { c.Report = nil },
		"TLS": func(c *Config) { c.ListenTLS = ":0" }, "DSCP": func(c *Config) { c.DSCP = 64 },
	} {
		c := good
		spoil(&c)
		if _, err := New(c); err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestPortInUseIsSaidPlainly(t *testing.T) {
	e, _ := onSockets(t, Plan{}, nil)
	c := Config{Listen: e.Addr().String(), Media: &fakeMedia{}, Report: func(leg.Fact) bool { return true }}
	second, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	if err = second.Start(t.Context()); err == nil || !strings.Contains(err.Error(), e.Addr().String()) {
		t.Fatalf("%v", err)
	}
	// UDP is free, TCP is not: the UDP socket must not stay open.
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	c.Listen = l.Addr().String()
	if second, err = New(c); err != nil {
		t.Fatal(err)
	}
	if err = second.Start(t.Context()); err == nil || !strings.Contains(err.Error(), "TCP "+c.Listen) {
		t.Fatalf("%v", err)
	}
	free, err := net.ListenPacket("udp", c.Listen)
	if err != nil {
		t.Fatalf("the UDP socket stayed open: %v", err)
	}
	_ = free.Close()
}
