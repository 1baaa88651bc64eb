package sipua_test

import (
	"context"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// FuzzUA feeds datagrams to a user agent: nothing may panic, nothing may be
// sent to an address other than the sender's, and it must still answer after.
func FuzzUA(f *testing.F) {
	for _, s := range []string{
		req("INVITE", 1, "a", "", "", phonetest.SDP), req("BYE", 2, "b", "x", "", ""), req("CANCEL", 1, "a", "", "", ""),
		req("PRACK", 2, "c", "x", "RAck: 1 1 INVITE\n", ""), req("INFO", 2, "d", "x", "Content-Type: application/dtmf-relay\n", ""),
		req("UPDATE", 2, "e", "x", "Session-Expires: 90;refresher=uas\nSupported: timer\n", phonetest.SDP),
		"SIP/2.0 200 OK\nVia: SIP/2.0/UDP 192.0.2.12:5060;branch=z9hG4bKx\nFrom: <sip:a@b>;tag=1\nTo: <sip:c@d>;tag=2\nCall-ID: x\nCSeq: 1 INVITE\n\n",
		"INVITE sip:[::1]:5060;transport=tcp SIP/2.0\nv: SIP / 2.0 / UDP a ; branch = z9hG4bKq , SIP/2.0/TCP b\nm: *, <sip:x>\n\n",
	} {
		f.Add([]byte(strings.ReplaceAll(s, "\n", "\r\n")))
	}
	n := phonetest.NewNetwork(phonetest.Weather{})
	bob := n.Phone(f, "bob", "192.0.2.12:5060", phonetest.AtOnce, func(c *sipua.Config) { c.T1 = 5 * time.Millisecond })
	raw := n.Raw(f, "192.0.2.20:5060")
	stranger := n.Raw(f, "192.0.2.21:5060")
	to := netip.MustParseAddrPort("192.0.2.12:5060")
	probe := strings.ReplaceAll(req("OPTIONS", 1, "probe", "", "", ""), "\n", "\r\n")
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 60000 {
			return
		}
		raw.SendBytes(to, data)
		raw.SendBytes(to, []byte(probe)) // one reader: answered only after data was worked on
		raw.With(t).Expect("200")
		if m, ok := stranger.Pending(); ok {
			t.Fatalf("sent to a stranger: %q", m.Text)
		}
		if s := bob.UA.Stats(); s.Panics > 0 {
			t.Fatal("a panic was caught")
		}
	})
}

func FuzzReason(f *testing.F) {
	f.Add(`Q.850;cause=16;text="x;y,z", SIP ; cause = 200 ; text="a\"b"`)
	f.Fuzz(func(t *testing.T, s string) {
		r := sipua.ParseReason([]string{s})
		r.Text = ""
		if again := sipua.ParseReason([]string{r.String()}); again != r {
			t.Fatalf("%+v came back as %+v", r, again)
		}
	})
}

func TestReason(t *testing.T) {
	tests := []struct {
		in   []string
		want sipua.Reason
		out  string
	}{
		{[]string{`SIP;cause=200;text="Call completed elsewhere"`}, sipua.Reason{SIP: 200, Text: "Call completed elsewhere"}, `SIP;cause=200;text="Call completed elsewhere"`},
		{[]string{"Q.850 ;cause=17", "SIP;cause=486"}, sipua.Reason{Q850: 17, SIP: 486}, "Q.850;cause=17, SIP;cause=486"},
		{[]string{"Q.850;cause=999", "junk", ";;;"}, sipua.Reason{}, ""},
	}
	for _, tt := range tests {
		r := sipua.ParseReason(tt.in)
		if r != tt.want || r.String() != tt.out {
			t.Errorf("%q: %+v %q", tt.in, r, r.String())
		}
	}
}

func TestHeadersCannotBeForged(t *testing.T) {
	n := phonetest.NewNetwork(phonetest.Weather{})
	alice := n.Phone(t, "alice", "192.0.2.11:5060", phonetest.Answers, nil)
	raw := n.Raw(t, "192.0.2.20:5060")
	uri := sipua.URI{Scheme: "sip", User: "raw", Host: "192.0.2.20", Port: 5060}
	from := alice.Address()
	from.Name = "Eve\"\r\nX-Evil: 1\r\n\r\n"
	out := alice.DialCall(sipua.Call{
		Targets: []sipua.Target{{URI: uri}}, To: sipua.Address{URI: uri}, From: from,
		Headers: []sipua.Header{{Name: "P-Asserted-Identity", Value: "x\r\nX-Evil: 2"}},
	})
	m := raw.Expect("INVITE")
	if m.Header("X-Evil") != "" || !strings.HasPrefix(m.Header("From"), `"Eve\"`) {
		t.Fatal(m.Text)
	}
	raw.Send(netip.MustParseAddrPort("192.0.2.11:5060"), phonetest.Reply(m, "486 Busy", "t", "", ""))
	phonetest.Await[sipua.Ended](out)
}

// BenchmarkCall is a whole call between two user agents in one process:
// INVITE, 180, 200, ACK, BYE, 200.
func BenchmarkCall(b *testing.B) {
	n := phonetest.NewNetwork(phonetest.Weather{})
	adjust := func(c *sipua.Config) {
		c.Invite = func(d *sipua.Dialog) sipua.Sink {
			d.Ring(sipua.Answer{Status: 180})
			d.Answer([]byte(phonetest.SDP))
			return func(sipua.Event) {}
		}
	}
	alice := n.Phone(b, "alice", "192.0.2.11:5060", phonetest.Unmanaged, adjust)
	bob := n.Phone(b, "bob", "192.0.2.12:5060", phonetest.Unmanaged, adjust)
	call := sipua.Call{
		Targets: []sipua.Target{{URI: bob.URI()}}, To: bob.Address(), From: alice.Address(), Offer: []byte(phonetest.SDP),
	}
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			up := make(chan struct{}, 2) // Answered, then Ended
			d, err := alice.UA.Dial(call, func(e sipua.Event) {
				switch e.(type) {
				case sipua.Answered, sipua.Ended:
					up <- struct{}{}
				default:
				}
			})
			if err != nil {
				b.Error(err)
				return
			}
			<-up
			d.Hangup(sipua.Hangup{})
		}
	})
	b.StopTimer()
	_ = alice.UA.Close(ended0())
	_ = bob.UA.Close(ended0())
}

// ended0 is a context that waits for nothing.
func ended0() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

// BenchmarkRegister is a REGISTER with a digest challenge, both sides in one
// process.
func BenchmarkRegister(b *testing.B) {
	n := phonetest.NewNetwork(phonetest.Weather{})
	r := phonetest.NewRegistrar(600)
	r.Account("201", "secret")
	server := n.Phone(b, "server", "192.0.2.1:5060", phonetest.Unmanaged, func(c *sipua.Config) { c.Request = r.Request })
	client := n.Phone(b, "201", "192.0.2.2:5060", phonetest.Unmanaged, nil)
	aor := sipua.Address{URI: sipua.URI{Scheme: "sip", User: "201", Host: "192.0.2.1"}}
	o := sipua.Outgoing{
		Method: "REGISTER", Target: sipua.Target{URI: sipua.URI{Scheme: "sip", Host: "192.0.2.1"}}, From: aor, To: aor,
		Contact: true, ContactUser: "201", Credentials: &sipua.Credentials{User: "201", Password: "secret"},
		Headers: []sipua.Header{{Name: "Expires", Value: "600"}},
	}
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			done := make(chan sipua.Result, 1)
			client.UA.Send(o, func(res sipua.Result) { done <- res })
			if res := <-done; res.Response == nil || res.Response.Status() != 200 {
				b.Errorf("%+v", res)
				return
			}
		}
	})
	b.StopTimer()
	_ = client.UA.Close(ended0())
	_ = server.UA.Close(ended0())
}
