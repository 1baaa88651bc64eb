package sipua_test

import (
	"context"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
	"github.com/yobirin/yobirin/shared/sipua/digest"
)

// registrar is a registrar on UDP and TCP, and a client phone.
func registrar(t *testing.T, expires int) (*phonetest.Network, *phonetest.Registrar, *phonetest.Phone, *phonetest.Phone) {
	n := phonetest.NewNetwork(phonetest.Weather{})
	r := phonetest.NewRegistrar(expires)
	server := n.Phone(t, "server", "192.0.2.1:5060", phonetest.Answers, func(c *sipua.Config) { c.Request = r.Request })
	l := n.ListenStream("192.0.2.1:5060")
	ready, served := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(served)
		_ = server.UA.ServeStream(l, sipua.Listen{Transport: sipua.TCP, PublicHost: "192.0.2.1", Ready: func() { close(ready) }})
	}()
	<-ready
	t.Cleanup(func() {
		_ = l.Close()
		<-served
	})
	client := n.Phone(t, "201", "192.0.2.40:5060", phonetest.Answers, nil)
	return n, r, server, client
}

// states registers and gives the statuses as they come.
func states(t *testing.T, client *phonetest.Phone, adjust func(*sipua.RegisterConfig)) (*sipua.Registration, func(sipua.RegistrationState) sipua.RegistrationStatus) {
	ch := make(chan sipua.RegistrationStatus, 10000)
	uri := sipua.URI{Scheme: "sip", Host: "192.0.2.1", Port: 5060}
	c := sipua.RegisterConfig{
		Target: sipua.Target{URI: uri}, AOR: sipua.Address{URI: sipua.URI{Scheme: "sip", User: "201", Host: "192.0.2.1"}},
		ContactUser: "201", Credentials: &sipua.Credentials{User: "201", Password: "secret"},
		State: func(s sipua.RegistrationStatus) { ch <- s },
	}
	if adjust != nil {
		adjust(&c)
	}
	reg, err := client.UA.Register(c)
	if err != nil {
		t.Fatal(err)
	}
	return reg, func(want sipua.RegistrationState) sipua.RegistrationStatus {
		t.Helper()
		for {
			select {
			case s := <-ch:
				if s.State == want {
					return s
				}
			case <-time.After(time.Hour):
				t.Fatalf("never %s", want)
			}
		}
	}
}

func TestRegistrationIsKeptAndEnded(t *testing.T) {
	for _, a := range [][]digest.Algorithm{{digest.MD5, digest.SHA256}, {digest.SHA256}} {
		synctest.Test(t, func(t *testing.T) {
			_, r, server, client := registrar(t, 600)
			r.Account("201", "secret", a...)
			reg, next := states(t, client, nil)
			s := next(sipua.Registered)
			if s.Expires != 10*time.Minute || s.Next != 9*time.Minute || s.Public != "192.0.2.40:5060" {
				t.Fatalf("registered: %+v", s)
			}
			wait(time.Hour)
			if c, _ := r.Contact("201"); c != "sip:201@192.0.2.40:5060" {
				t.Fatalf("contact %q", c)
			}
			if n := r.Asked(); n < 12 || n > 16 { // every 9 minutes, each with a challenge
				t.Errorf("%d REGISTERs in an hour", n)
			}
			done := make(chan struct{})
			reg.Stop(func() { close(done) })
			<-done
			if c, _ := r.Contact("201"); c != "" {
				t.Fatalf("still registered: %q", c)
			}
			next(sipua.Unregistered)
			wait(2 * time.Minute)
			gone(t, server, client)
		})
	}
}

func TestRegistrationFailsAndTriesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, r, _, client := registrar(t, 600)
		_, next := states(t, client, nil)
		s := next(sipua.Failed)
		if s.Status != 403 || s.Reason != "403 Forbidden" || s.Next < time.Minute {
			t.Fatalf("unknown account: %+v", s)
		}
		r.Account("201", "secret")
		next(sipua.Registered)
	})
	synctest.Test(t, func(t *testing.T) {
		_, r, _, client := registrar(t, 6000)
		r.Account("201", "secret")
		r.First(sipua.Answer{Status: 503, Headers: []sipua.Header{{Name: "Retry-After", Value: "77 (busy)"}}})
		_, next := states(t, client, nil)
		if s := next(sipua.Failed); s.Status != 503 || s.Next != 77*time.Second {
			t.Fatalf("overloaded: %+v", s)
		}
		r.First(sipua.Answer{Status: 423, Headers: []sipua.Header{{Name: "Min-Expires", Value: "5000"}}})
		if s := next(sipua.Registered); s.Expires != 6000*time.Second && s.Expires != 5000*time.Second {
			t.Fatalf("registered: %+v", s)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		n, r, _, client := registrar(t, 600)
		r.Account("201", "secret")
		n.SetWeather(phonetest.Weather{Loss: 1})
		_, next := states(t, client, nil)
		if s := next(sipua.Failed); s.Reason != "no-response" {
			t.Fatalf("silence: %+v", s)
		}
		n.SetWeather(phonetest.Weather{})
		next(sipua.Registered)
	})
}

func TestRegistrationOverTCPKeepsItsFlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, r, server, client := registrar(t, 600)
		r.Account("201", "secret")
		reg, next := states(t, client, func(c *sipua.RegisterConfig) { c.Target.Transport = sipua.TCP })
		s := next(sipua.Registered)
		if s.Flow.Transport != sipua.TCP {
			t.Fatalf("flow %v", s.Flow)
		}
		wait(30 * time.Minute)
		if n := server.UA.Stats().Connections; n != 1 {
			t.Fatalf("%d connections", n)
		}
		// The server calls the phone back on the connection that it opened.
		_, flow := r.Contact("201")
		uri := sipua.URI{Scheme: "sip", User: "201", Host: "10.0.0.1"} // its address behind NAT means nothing
		out := server.DialCall(sipua.Call{
			Targets: []sipua.Target{{URI: uri, Flow: flow, Sticky: true}}, To: sipua.Address{URI: uri},
		})
		phonetest.Await[sipua.Answered](out)
		in := client.Incoming()
		phonetest.Await[sipua.Confirmed](in)
		out.Dialog.Offer([]byte(phonetest.HoldSDP))
		phonetest.Await[sipua.Changed](out)
		in.Dialog.Hangup(sipua.Hangup{})
		ended(t, out, sipua.Remote, sipua.WhyBye, 0)
		reg.Stop(nil)
		next(sipua.Unregistered)
		wait(20 * time.Minute) // the idle connection is closed
		if n := server.UA.Stats().Connections + client.UA.Stats().Connections; n > 2 {
			t.Errorf("%d connections", n)
		}
		gone(t, server, client)
	})
}

func TestIdleConnectionsAreClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, _, server, _ := registrar(t, 600)
		conn, err := n.Dialer("192.0.2.66")(context.Background(), netip.MustParseAddrPort("192.0.2.1:5060"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Write([]byte("INVITE sip:nothing")); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if _, err := conn.Read(make([]byte, 1)); err == nil {
			t.Fatal("something was said")
		}
		if d := time.Since(began); d != 10*time.Minute {
			t.Errorf("closed after %v", d)
		}
		_ = conn.Close()
		wait(time.Second)
		if s := server.UA.Stats(); s.Connections != 0 {
			t.Errorf("%+v", s)
		}
	})
}

func TestStreamTakesMessagesInPieces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, _, _, _ := registrar(t, 600)
		conn, err := n.Dialer("192.0.2.66")(context.Background(), netip.MustParseAddrPort("192.0.2.1:5060"))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		text := strings.ReplaceAll(strings.ReplaceAll(req("OPTIONS", 1, "t1", "", "", ""), "SIP/2.0/UDP", "SIP/2.0/TCP"), "\n", "\r\n")
		second := strings.ReplaceAll(text, "z9hG4bKt1", "z9hG4bKt2")
		go func() {
			all := "\r\n\r\n" + text + second
			for i := 0; i < len(all); i += 50 {
				_, _ = conn.Write([]byte(all[i:min(i+50, len(all))]))
			}
		}()
		buf, got := make([]byte, 4096), ""
		for strings.Count(got, "SIP/2.0 200 OK") < 2 {
			num, err := conn.Read(buf)
			if err != nil {
				t.Fatalf("%v after %q", err, got)
			}
			got += string(buf[:num])
		}
		if !strings.HasPrefix(got, "\r\nSIP/2.0 200") {
			t.Errorf("no pong before %q", got)
		}
	})
}

func TestCallsAreChallenged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := phonetest.NewNetwork(phonetest.Weather{})
		r := phonetest.NewRegistrar(600)
		r.Account("alice", "secret")
		server := n.Phone(t, "server", "192.0.2.1:5060", phonetest.Answers, func(c *sipua.Config) {
			answer := c.Invite
			c.Invite = func(d *sipua.Dialog) sipua.Sink {
				if v := r.Verify(d.Request()); v != digest.Good {
					d.Reject(sipua.Answer{Status: 401, Headers: r.Challenge(v == digest.Stale)})
					return func(sipua.Event) {}
				}
				return answer(d)
			}
		})
		alice := n.Phone(t, "alice", "192.0.2.11:5060", phonetest.Answers, nil)
		call := sipua.Call{Targets: []sipua.Target{{URI: server.URI()}}, To: server.Address()}
		ended(t, alice.DialCall(call), sipua.Remote, sipua.WhyRejected, 401)
		call.Credentials = &sipua.Credentials{User: "alice", Password: "wrong"}
		ended(t, alice.DialCall(call), sipua.Remote, sipua.WhyRejected, 401)
		call.Credentials = &sipua.Credentials{User: "alice", Password: "secret"}
		out := alice.DialCall(call)
		phonetest.Await[sipua.Answered](out)
		out.Dialog.Hangup(sipua.Hangup{})
		ended(t, server.Incoming(), sipua.Remote, sipua.WhyBye, 0)
		wait(time.Minute)
		gone(t, alice, server)
	})
}

func TestByeIsChallenged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.Answers)
		uri := sipua.URI{Scheme: "sip", User: "raw", Host: "192.0.2.20", Port: 5060}
		out := bob.DialCall(sipua.Call{
			Targets: []sipua.Target{{URI: uri}}, To: sipua.Address{URI: uri},
			Credentials: &sipua.Credentials{User: "bob", Password: "pw"},
		})
		raw.Send(bobAt, phonetest.Reply(raw.Expect("INVITE"), "200 OK", "x", "Contact: <sip:raw@192.0.2.20:5060>\n", phonetest.SDP))
		phonetest.Await[sipua.Answered](out)
		out.Dialog.Hangup(sipua.Hangup{})
		bye := raw.Expect("BYE")
		raw.Send(bobAt, phonetest.Reply(bye, "407 Who", "", `Proxy-Authenticate: Digest realm="r", nonce="n", qop="auth"`, ""))
		again := raw.Expect("BYE")
		if !strings.HasPrefix(again.Header("Proxy-Authorization"), `Digest username="bob"`) || again.Header("CSeq") == bye.Header("CSeq") {
			t.Fatal(again.Text)
		}
		raw.Send(bobAt, phonetest.Reply(again, "200 OK", "", "", ""))
		wait(time.Minute)
		gone(t, bob)
	})
}

func TestLongMessagesGoByTCPWhereAllowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, r, server, client := registrar(t, 600)
		_ = r
		long := []byte(phonetest.SDP + strings.Repeat("a=x-filler:0123456789\r\n", 80))
		for _, tt := range []struct {
			allowed bool
			want    sipua.Transport
		}{{true, sipua.TCP}, {false, sipua.UDP}} {
			out := client.DialCall(sipua.Call{
				Targets: []sipua.Target{{URI: server.URI(), StreamAllowed: tt.allowed}}, To: server.Address(), Offer: long,
			})
			phonetest.Await[sipua.Answered](out)
			in := server.Incoming()
			if got := in.Dialog.Request().Flow().Transport; got != tt.want {
				t.Errorf("came by %s, want %s", got, tt.want)
			}
			out.Dialog.Hangup(sipua.Hangup{})
			ended(t, in, sipua.Remote, sipua.WhyBye, 0)
		}
	})
}

func TestCloseEndsCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, alice, bob, carol := phonetest.Three(t, phonetest.Weather{})
		up := alice.Dial(bob.URI())
		phonetest.Await[sipua.Answered](up)
		bob.SetScript(phonetest.NoAnswer)
		ringing := carol.Dial(bob.URI())
		phonetest.Await[sipua.Progress](ringing)
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := bob.UA.Close(ctx); err != nil {
			t.Fatal(err)
		}
		ended(t, up, sipua.Remote, sipua.WhyBye, 0)
		ended(t, ringing, sipua.Remote, sipua.WhyRejected, 503)
	})
}

func TestPing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, alice, bob, _ := phonetest.Three(t, phonetest.Weather{Delay: 30 * time.Millisecond})
		got := make(chan sipua.Result, 1)
		alice.UA.Ping(sipua.Target{URI: bob.URI()}, alice.Address(), func(r sipua.Result) { got <- r })
		if r := <-got; r.Response == nil || r.Response.Status() != 200 || r.RTT != 60*time.Millisecond {
			t.Fatalf("%+v", r)
		}
		n.SetWeather(phonetest.Weather{Loss: 1})
		alice.UA.Ping(sipua.Target{URI: bob.URI()}, alice.Address(), func(r sipua.Result) { got <- r })
		if r := <-got; r.Response != nil || r.Why != sipua.WhyNoResponse {
			t.Fatalf("%+v", r)
		}
	})
}
