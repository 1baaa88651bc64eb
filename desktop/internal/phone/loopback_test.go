package phone

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// TestOverRealSockets: TLS, TCP and UDP on this machine's loopback, by the
// system's own network.
func TestOverRealSockets(t *testing.T) {
	pair, root := authority(t, "localhost")
	for _, tr := range []sipua.Transport{sipua.TLS, sipua.TCP, sipua.UDP} {
		t.Run(string(tr), func(t *testing.T) {
			reg := phonetest.NewRegistrar(600)
			reg.Account("201", "secret")
			calls := make(chan *sipua.Dialog, 1)
			ua, err := sipua.New(sipua.Config{Request: reg.Request, Invite: func(d *sipua.Dialog) sipua.Sink {
				d.Answer([]byte(phonetest.SDP))
				calls <- d
				return func(sipua.Event) {}
			}})
			if err != nil {
				t.Fatal(err)
			}
			port, served := serveLoopback(t, ua, tr, pair)
			r := &rig{t: t, facts: make(chan seat.Input, 1000), voice: &fakeVoice{}}
			r.phone, err = New(Options{Voice: r.voice, Tell: func(i seat.Input) { r.facts <- i }, Installation: "x", Roots: []*x509.Certificate{root}})
			if err != nil {
				t.Fatal(err)
			}
			host := "localhost"
			if tr != sipua.TLS {
				host = "127.0.0.1"
			}
			r.phone.Do(seat.Register{Account: live.Softphone{
				User: "201", Password: "secret", Domain: "localhost", Servers: []live.SIPServer{{Transport: string(tr), Host: host, Port: port}},
			}})
			if s := r.state(seat.PhoneRegistered); s.Transport != string(tr) {
				t.Errorf("%+v", s)
			}
			r.phone.Do(seat.DialLine{Line: "d1", Digits: "104"})
			next[seat.LineUp](r, nil)
			(<-calls).Hangup(sipua.Hangup{})
			if e := next[seat.LineEnded](r, nil); e.By != seat.EndedByThem {
				t.Errorf("%+v", e)
			}
			r.phone.Close()
			if c, _ := reg.Contact("201"); c != "" {
				t.Errorf("still registered: %s", c)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			_ = ua.Close(ctx)
			<-served
		})
	}
}

// serveLoopback serves a user agent on a free port of the loopback address.
func serveLoopback(t *testing.T, ua *sipua.UA, tr sipua.Transport, pair tls.Certificate) (int, <-chan struct{}) {
	t.Helper()
	served := make(chan struct{})
	ready := make(chan struct{})
	how := sipua.Listen{Transport: tr, PublicHost: "127.0.0.1", Ready: func() { close(ready) }}
	if tr == sipua.UDP {
		c, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			defer close(served)
			_ = ua.Serve(c, how)
		}()
		<-ready
		return c.LocalAddr().(*net.UDPAddr).Port, served
	}
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	if tr == sipua.TLS {
		l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12})
	}
	go func() {
		defer close(served)
		_ = ua.ServeStream(l, how)
	}()
	<-ready
	return port, served
}
