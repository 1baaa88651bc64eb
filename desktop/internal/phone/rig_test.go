package phone

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"log/slog"
	"math/big"
	"net"
	"net/netip"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/voice"
	"github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

const (
	serverIP  = "192.0.2.1"
	secondIP  = "192.0.2.2"
	homeIP    = "192.0.2.40"
	awayIP    = "198.51.100.7"
	knownName = "call.example.jp"
)

// server is a registrar with phones behind it, at one address over UDP, TCP
// and TLS.
type server struct {
	*phonetest.Phone
	reg   *phonetest.Registrar
	n     *phonetest.Network
	ip    string
	pair  tls.Certificate
	stops []func()
	cuts  []*cutter
}

// cutter is a listener whose connections can be cut.
type cutter struct {
	net.Listener
	mu    sync.Mutex
	conns []net.Conn
}

func (c *cutter) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err == nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.conns = append(c.conns, conn)
	}
	return conn, err
}

func (c *cutter) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, conn := range c.conns {
		_ = conn.Close()
	}
}

func (s *server) cuttable(l net.Listener) *cutter {
	c := &cutter{Listener: l}
	s.cuts = append(s.cuts, c)
	return c
}

// startServer starts a server on the transports given.
func startServer(t *testing.T, n *phonetest.Network, ip string, reg *phonetest.Registrar, pair tls.Certificate, script phonetest.Script, transports ...sipua.Transport) *server {
	t.Helper()
	s := &server{reg: reg, n: n, ip: ip, pair: pair}
	port := "5060"
	udp := false
	for _, tr := range transports {
		udp = udp || tr == sipua.UDP
	}
	if !udp {
		port = "5999" // nobody's
	}
	s.Phone = n.Phone(t, "server", ip+":"+port, script, func(c *sipua.Config) { c.Request = reg.Request })
	for _, tr := range transports {
		switch tr {
		case sipua.TCP:
			s.stream(t, s.cuttable(n.ListenStream(ip+":5060")), sipua.TCP, 5060)
		case sipua.TLS:
			l := s.cuttable(n.ListenStream(ip + ":5061"))
			s.stream(t, tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}), sipua.TLS, 5061)
		case sipua.UDP:
		}
	}
	return s
}

func (s *server) stream(t *testing.T, l net.Listener, tr sipua.Transport, port int) {
	served, ready := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(served)
		_ = s.UA.ServeStream(l, sipua.Listen{Transport: tr, PublicHost: s.ip, PublicPort: port, Ready: func() { close(ready) }})
	}()
	<-ready
	var once sync.Once
	stop := func() {
		once.Do(func() {
			_ = l.Close()
			<-served
		})
	}
	s.stops = append(s.stops, stop)
	t.Cleanup(stop)
}

// kill ends the server without a word to anybody.
func (s *server) kill() {
	_ = s.Conn.Close()
	for _, f := range s.stops {
		f()
	}
	for _, c := range s.cuts { // before the calls in it say goodbye
		c.cut()
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_ = s.UA.Close(ctx)
}

// call calls the phone as the server does.
func (r *rig) call(offer []byte, headers ...sipua.Header) *phonetest.Call {
	r.t.Helper()
	t, s := r.t, r.srv
	contact, flow := s.reg.Contact("201")
	if contact == "" {
		t.Fatal("the phone is not registered")
	}
	uri, err := sipua.ParseURI(contact)
	if err != nil {
		t.Fatal(err)
	}
	return s.DialCall(sipua.Call{
		Targets: []sipua.Target{{URI: uri, Flow: flow, Sticky: true}}, To: sipua.Address{URI: uri}, Offer: offer, Headers: headers,
		From: sipua.Address{Name: "山田 太郎", URI: sipua.URI{Scheme: "sip", User: "0312345678", Host: s.ip}},
	})
}

// authority makes a certificate for a name and the root it hangs on.
func authority(t *testing.T, names ...string) (tls.Certificate, *x509.Certificate) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	made := x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, DNSNames: names, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(1000 * time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	raw, err := x509.CreateCertificate(rand.Reader, &made, &made, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	root, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, root
}

// rig is a phone on a network with a server.
type rig struct {
	t     *testing.T
	n     *phonetest.Network
	pc    *phonetest.Computer
	reg   *phonetest.Registrar
	srv   *server
	voice *fakeVoice
	phone *Phone
	facts chan seat.Input
	seen  string
	soft  live.Softphone
	pair  tls.Certificate
	root  *x509.Certificate
}

// in runs a test of a phone within a bubble of its own time.
func in(t *testing.T, f func(*rig)) { inWeather(t, phonetest.Weather{}, f) }

func inWeather(t *testing.T, w phonetest.Weather, f func(*rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		n := phonetest.NewNetwork(w)
		r := &rig{t: t, n: n, pc: n.Computer(homeIP), reg: phonetest.NewRegistrar(600), voice: &fakeVoice{}, facts: make(chan seat.Input, 100000)}
		r.pc.Know(knownName, netip.MustParseAddr(serverIP))
		r.reg.Account("201", "secret")
		r.pair, r.root = authority(t, knownName)
		r.soft = live.Softphone{
			Device: "d", User: "201", Password: "secret", Domain: serverIP, SRTP: "prefer", ICE: true, KeepAlive: 25,
			Servers: []live.SIPServer{{Transport: "udp", Host: serverIP, Port: 5060}},
		}
		phone, err := New(Options{
			Voice: r.voice, Tell: func(i seat.Input) { r.facts <- i }, Installation: "installation-of-a-test", Network: r.pc,
			Log: slog.New(slog.DiscardHandler), Roots: []*x509.Certificate{r.root},
		})
		if err != nil {
			t.Fatal(err)
		}
		r.phone = phone
		t.Cleanup(func() {
			phone.Close()
			if s := phone.ua.Stats(); s.Panics != 0 {
				t.Errorf("%d panics were caught", s.Panics)
			}
			for _, a := range r.voice.all() {
				if !a.isClosed() {
					t.Error("a call's audio was left open")
				}
			}
		})
		f(r)
	})
}

// serve starts the usual server.
func (r *rig) serve(script phonetest.Script, transports ...sipua.Transport) {
	r.srv = startServer(r.t, r.n, serverIP, r.reg, r.pair, script, transports...)
}

// registered is the usual beginning: a phone registered over a transport.
func (r *rig) registered(tr sipua.Transport, script phonetest.Script) {
	r.t.Helper()
	r.serve(script, tr)
	r.over(tr)
	r.phone.Do(seat.Register{Account: r.soft})
	r.state(seat.PhoneRegistered)
}

// over makes the account name one transport only.
func (r *rig) over(tr sipua.Transport) {
	s := live.SIPServer{Transport: string(tr), Host: serverIP, Port: 5060}
	if tr == sipua.TLS {
		s.Host, s.Port = knownName, 5061
	}
	r.soft.Servers = []live.SIPServer{s}
}

// together has the phone carry out several effects before anything that comes
// of the first.
func (r *rig) together(effects ...seat.Effect) {
	all := make(chan struct{})
	r.phone.post(func() { <-all })
	for _, e := range effects {
		r.phone.Do(e)
	}
	close(all)
}

// state waits for a state of the registration.
func (r *rig) state(want seat.PhoneState) seat.Registration {
	r.t.Helper()
	return next(r, func(s seat.Registration) bool { return s.State == want })
}

// next waits for the next fact of a type that fits, and gives over the others.
func next[T seat.Input](r *rig, fits func(T) bool) T {
	r.t.Helper()
	limit := time.NewTimer(time.Hour)
	defer limit.Stop()
	for {
		select {
		case f := <-r.facts:
			r.seen += fmt.Sprintf("\n%T%+v", f, f)
			if v, ok := f.(T); ok && (fits == nil || fits(v)) {
				return v
			}
		case <-limit.C:
			var v T
			r.t.Fatalf("no %T came, but%s", v, r.seen)
			return v
		}
	}
}

// none fails when a fact of a type is there.
func none[T seat.Input](r *rig) {
	r.t.Helper()
	synctest.Wait()
	for {
		select {
		case f := <-r.facts:
			r.seen += fmt.Sprintf("\n%T%+v", f, f)
			if _, ok := f.(T); ok {
				r.t.Fatalf("unexpected %T%+v", f, f)
			}
		default:
			return
		}
	}
}

// pass lets time pass.
func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// until waits for something that no fact tells.
func (r *rig) until(what string, f func() bool) {
	r.t.Helper()
	for range 6000 {
		synctest.Wait()
		if f() {
			return
		}
		<-time.After(10 * time.Millisecond)
	}
	r.t.Fatalf("never: %s;%s", what, r.seen)
}

var _ voice.Voice = (*fakeVoice)(nil)
