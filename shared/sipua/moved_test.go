package sipua_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// TestADialogOutlivesItsConnection: a phone's connection is dropped in the
// middle of a call; what the phone says next goes over another one, and the
// server follows it there (RFC 5626 section 5.3).
func TestADialogOutlivesItsConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, r, server, client := registrar(t, 600)
		r.Account("201", "secret")
		tcp := sipua.Target{URI: sipua.URI{Scheme: "sip", Host: "192.0.2.1", Port: 5060}, Transport: sipua.TCP}
		_, next := states(t, client, func(c *sipua.RegisterConfig) { c.Target = tcp })
		first := next(sipua.Registered).Flow
		uri := sipua.URI{Scheme: "sip", User: "201", Host: "192.0.2.40"}
		_, flow := r.Contact("201")
		call := server.DialCall(sipua.Call{Targets: []sipua.Target{{URI: uri, Flow: flow, Sticky: true}}, To: sipua.Address{URI: uri}})
		phonetest.Await[sipua.Answered](call)
		there := client.Incoming()
		there.Dialog.Stick()
		phonetest.Await[sipua.Confirmed](there)
		client.UA.Drop(first)
		if n := client.UA.Stats().Connections; n != 0 {
			t.Fatalf("%d connections are listed after the drop", n)
		}
		wait(time.Second)
		there.Hold(phonetest.HoldSendonly) // the dead flow was ours: it is made anew
		call.Hold(phonetest.HoldInactive)  // and the server's requests find it
		call.Dialog.Hangup(sipua.Hangup{})
		for {
			if e, over := there.Next().(sipua.Ended); over {
				if e.Why != sipua.WhyBye || e.By != sipua.Remote {
					t.Errorf("the phone: %s", there.Story())
				}
				break
			}
		}
		wait(2 * time.Minute)
		gone(t, server, client)
	})
}

// TestADialogMoves to another flow that the phone registered on.
func TestADialogMoves(t *testing.T) {
	for _, ringing := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			_, r, server, client := registrar(t, 600)
			r.Account("201", "secret")
			client.SetScript(phonetest.Script{Accept: true, Ring: true})
			_, next := states(t, client, nil)
			next(sipua.Registered)
			uri := sipua.URI{Scheme: "sip", User: "201", Host: "192.0.2.40", Port: 5060}
			call := server.DialCall(sipua.Call{Targets: []sipua.Target{{URI: uri, Sticky: true}}, To: sipua.Address{URI: uri}})
			there := client.Incoming()
			there.Dialog.Stick()
			if !ringing {
				there.Dialog.Answer([]byte(phonetest.SDP))
				phonetest.Await[sipua.Answered](call)
				phonetest.Await[sipua.Confirmed](there)
			}
			// The other way is TCP: another flow, to be told apart from the first.
			_, tcp := states(t, client, func(c *sipua.RegisterConfig) { c.Target.Transport = sipua.TCP })
			to := tcp(sipua.Registered).Flow
			there.Dialog.Move(to)
			if ringing {
				there.Dialog.Answer([]byte(phonetest.SDP))
				phonetest.Await[sipua.Answered](call)
				phonetest.Await[sipua.Confirmed](there)
			} else {
				there.Hold(phonetest.HoldSendonly)
				if o := phonetest.Await[sipua.Offered](call); o.Request.Flow().Transport != sipua.TCP {
					t.Errorf("the re-INVITE came over %s", o.Request.Flow())
				}
			}
			call.Hold(phonetest.HoldInactive)
			if o := phonetest.Await[sipua.Offered](there); o.Request.Flow() != to {
				t.Errorf("the server's went over %s", o.Request.Flow())
			}
			there.Dialog.Hangup(sipua.Hangup{})
			wait(2 * time.Minute)
			gone(t, server, client)
		})
	}
}

// TestAnAnswerOutlivesItsWay: a phone's way to the server breaks between its
// 200 and the ACK. Both are said again by the next way, and the call is up.
func TestAnAnswerOutlivesItsWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, r, server, client := registrar(t, 600)
		r.Account("201", "secret")
		client.SetScript(phonetest.Script{Accept: true, Ring: true})
		_, next := states(t, client, nil)
		next(sipua.Registered)
		uri := sipua.URI{Scheme: "sip", User: "201", Host: "192.0.2.40", Port: 5060}
		call := server.DialCall(sipua.Call{Targets: []sipua.Target{{URI: uri, Sticky: true}}, To: sipua.Address{URI: uri}})
		there := client.Incoming()
		there.Dialog.Stick()
		n.SetWeather(phonetest.Weather{Delay: 30 * time.Millisecond})
		there.Dialog.Answer([]byte(phonetest.SDP))
		synctest.Wait() // the 200 is under way, what is sent from here on is lost
		n.SetWeather(phonetest.Weather{Loss: 1})
		phonetest.Await[sipua.Answered](call)
		_, tcp := states(t, client, func(c *sipua.RegisterConfig) { c.Target.Transport = sipua.TCP })
		there.Dialog.Move(tcp(sipua.Registered).Flow)
		_, found := r.Contact("201")
		call.Dialog.Move(found)
		phonetest.Await[sipua.Confirmed](there)
		there.Dialog.Hangup(sipua.Hangup{})
		for over := false; !over; {
			_, over = call.Next().(sipua.Ended)
		}
		n.SetWeather(phonetest.Weather{})
	})
}

// TestAConnectionThatIsSilentIsGivenUp: a registrar that takes a connection
// and never says a word, nor a pong.
func TestAConnectionThatIsSilentIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := phonetest.NewNetwork(phonetest.Weather{})
		l := n.ListenStream("192.0.2.1:5060")
		defer l.Close()
		var mute []net.Conn
		got := make(chan net.Conn, 10)
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				go func() { // reads, and says nothing
					buf := make([]byte, 4096)
					for {
						if _, err := c.Read(buf); err != nil {
							return
						}
					}
				}()
				got <- c
			}
		}()
		lost := make(chan sipua.Flow, 10)
		client := n.Phone(t, "201", "192.0.2.40:5060", phonetest.Answers, func(c *sipua.Config) { c.FlowGone = func(f sipua.Flow) { lost <- f } })
		reg, next := states(t, client, func(c *sipua.RegisterConfig) {
			c.Target.Transport, c.GiveUp, c.Manual, c.Pong = sipua.TCP, 8*time.Second, true, 5*time.Second
		})
		began := time.Now()
		s := next(sipua.Failed)
		if d := time.Since(began); d != 8*time.Second || s.Next != 0 {
			t.Errorf("given up after %s: %+v", d, s)
		}
		<-lost
		mute = append(mute, <-got)
		wait(time.Hour) // Manual: nothing by itself
		reg.Refresh()
		next(sipua.Failed)
		mute = append(mute, <-got) // over another connection
		for _, c := range mute {
			_ = c.Close()
		}
		reg.Stop(nil)
	})
}

// TestPong: a connection that dies after the registration is noticed.
func TestPong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, r, _, _ := registrar(t, 600)
		r.Account("201", "secret")
		lost := make(chan sipua.Flow, 10)
		var deaf deafDialer
		client := n.Phone(t, "201", "192.0.2.41:5060", phonetest.Answers, func(c *sipua.Config) {
			c.FlowGone = func(f sipua.Flow) { lost <- f }
			deaf.dial = c.DialStream
			c.DialStream = deaf.open
		})
		_, next := states(t, client, func(c *sipua.RegisterConfig) {
			c.Target.Transport, c.KeepAlive, c.Pong = sipua.TCP, 20*time.Second, 5*time.Second
		})
		flow := next(sipua.Registered).Flow
		wait(8 * time.Minute) // pongs come
		select {
		case f := <-lost:
			t.Fatalf("%s was given up", f)
		default:
		}
		deaf.conn.deaf.Store(true)
		began := time.Now()
		if f := <-lost; f != flow {
			t.Errorf("%s was given up", f)
		}
		if d := time.Since(began); d > 25*time.Second {
			t.Errorf("noticed after %s", d)
		}
	})
}

// TestARegistrationIsAimedElsewhere, also while a REGISTER is under way.
func TestARegistrationIsAimedElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, r, server, client := registrar(t, 600)
		r.Account("201", "secret")
		nowhere := sipua.URI{Scheme: "sip", Host: "192.0.2.99", Port: 5060}
		reg, next := states(t, client, func(c *sipua.RegisterConfig) { c.Target.URI, c.Manual = nowhere, true })
		wait(time.Second)
		began := time.Now()
		reg.Aim(sipua.Target{URI: sipua.URI{Scheme: "sip", Host: "192.0.2.1", Port: 5060}})
		next(sipua.Registered)
		if d := time.Since(began); d > time.Second {
			t.Errorf("after %s", d)
		}
		wait(time.Minute)
		reg.Aim(sipua.Target{URI: sipua.URI{Scheme: "sip", Host: "192.0.2.1", Port: 5060}, Transport: sipua.TCP})
		if s := next(sipua.Registered); s.Flow.Transport != sipua.TCP {
			t.Errorf("%+v", s)
		}
		reg.Stop(nil)
		next(sipua.Unregistered)
		wait(2 * time.Minute)
		gone(t, server, client)
	})
}

// TestTheNameOfAServer is the caller's to say when it resolved the address.
func TestTheNameOfAServer(t *testing.T) {
	for name, fine := range map[string]bool{"sip.example.jp": true, "other.example.jp": false} {
		synctest.Test(t, func(t *testing.T) {
			n := phonetest.NewNetwork(phonetest.Weather{})
			r := phonetest.NewRegistrar(600)
			r.Account("201", "secret")
			server := n.Phone(t, "server", "192.0.2.1:5060", phonetest.Answers, func(c *sipua.Config) { c.Request = r.Request })
			pair, pool := certificateFor(t, "sip.example.jp")
			l := tls.NewListener(n.ListenStream("192.0.2.1:5061"), &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12})
			served := make(chan struct{})
			go func() {
				defer close(served)
				_ = server.UA.ServeStream(l, sipua.Listen{Transport: sipua.TLS})
			}()
			client := n.Phone(t, "201", "192.0.2.40:5060", phonetest.Answers, func(c *sipua.Config) {
				c.TLS = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12, Time: time.Now}
				c.ServerName = func(remote netip.AddrPort, host string) string {
					if remote.String() != "192.0.2.1:5061" || host != "192.0.2.1" {
						t.Errorf("asked for %s, %q", remote, host)
					}
					return name
				}
			})
			reg, next := states(t, client, func(c *sipua.RegisterConfig) {
				c.Target.Next, c.Target.Transport, c.Manual = netip.MustParseAddrPort("192.0.2.1:5061"), sipua.TLS, true
			})
			if fine {
				next(sipua.Registered)
			} else if s := next(sipua.Failed); s.Err == nil {
				t.Errorf("%+v", s)
			}
			reg.Stop(nil)
			next(sipua.Unregistered)
			_ = l.Close()
			<-served
		})
	}
}

func certificateFor(t *testing.T, name string) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true,
	}
	raw, err := x509.CreateCertificate(rand.Reader, &c, &c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	root, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(root)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, pool
}

// TestAnOfferIsWithdrawn: the far side's offer came first, and what waited
// behind it is old.
func TestAnOfferIsWithdrawn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, alice, bob, _ := phonetest.Three(t, phonetest.Weather{})
		bob.SetScript(phonetest.Script{})
		call := alice.Dial(bob.URI())
		there := bob.Incoming()
		there.Dialog.Answer([]byte(phonetest.SDP))
		phonetest.Await[sipua.Answered](call)
		phonetest.Await[sipua.Confirmed](there)
		call.Dialog.Offer([]byte(phonetest.SDP))
		phonetest.Await[sipua.Offered](there)
		there.Dialog.Offer([]byte(phonetest.HoldSDP)) // waits
		there.Dialog.Withdraw()
		there.Dialog.Accept([]byte(phonetest.SDP))
		if e := phonetest.Await[sipua.Changed](call); e.Status != 200 {
			t.Errorf("answered %d", e.Status)
		}
		wait(time.Minute)
		for _, e := range append(call.Events(), there.Events()...) {
			switch e := e.(type) {
			case sipua.Offered:
				if string(e.SDP) == phonetest.HoldSDP {
					t.Error("a withdrawn offer was sent")
				}
			case sipua.Changed:
				if string(e.SDP) == phonetest.HoldSDP {
					t.Error("a withdrawn offer was answered")
				}
			}
		}
		there.Hold(phonetest.HoldSendonly) // a new one goes out
		call.Dialog.Hangup(sipua.Hangup{})
		wait(2 * time.Minute)
		gone(t, alice, bob)
	})
}
