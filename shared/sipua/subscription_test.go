package sipua_test

import (
	"context"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// notifier is a server that grants every SUBSCRIBE what it asks for.
type notifier struct {
	*phonetest.Phone
	subs chan *sipua.Subscription
	over chan struct{}
}

func newNotifier(t *testing.T, n *phonetest.Network, pace time.Duration) *notifier {
	s := &notifier{subs: make(chan *sipua.Subscription, 64), over: make(chan struct{}, 64)}
	expires := func(in *sipua.Incoming) time.Duration {
		sec, _ := strconv.Atoi(in.Header("Expires"))
		return time.Duration(sec) * time.Second
	}
	s.Phone = n.Phone(t, "server", "192.0.2.1:5060", phonetest.Unmanaged, func(c *sipua.Config) {
		c.Request = func(in *sipua.Incoming) {
			if in.Method() != "SUBSCRIBE" {
				in.Respond(sipua.Answer{Status: 405})
				return
			}
			sub := in.Subscribe(sipua.Terms{
				Expires: expires(in), Pace: pace, Sticky: true,
				State: func(v uint32) sipua.Content {
					return sipua.Content{Type: "text/plain", Body: []byte(strconv.Itoa(int(v)))}
				},
				Renew: func(s *sipua.Subscription, in *sipua.Incoming) { s.Renew(in, expires(in)) },
				Over:  func() { s.over <- struct{}{} },
			})
			if sub != nil {
				s.subs <- sub
			}
		}
	})
	return s
}

func (s *notifier) watched(p *phonetest.Phone, expires time.Duration, transport sipua.Transport) *phonetest.Lamp {
	u := sipua.URI{Scheme: "sip", User: "2001", Host: "192.0.2.1"}
	return p.Watch(sipua.WatchConfig{Target: sipua.Target{URI: u, Next: s.Conn.Addr(), Transport: transport}, Event: "dialog;id=7", Expires: expires})
}

func told(t *testing.T, l *phonetest.Lamp, state, body string) {
	t.Helper()
	if n := l.Next(); n.State != state || string(n.Body) != body {
		t.Fatalf("%s %q, want %s %q", n.State, n.Body, state, body)
	}
}

func TestSubscriptionLives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := phonetest.NewNetwork(phonetest.Weather{})
		server, phone := newNotifier(t, n, 0), n.Phone(t, "phone", "192.0.2.11:5060", phonetest.Unmanaged, nil)
		lamp := server.watched(phone, 100*time.Second, "")
		sub := <-server.subs
		told(t, lamp, "active", "0")
		sub.Changed()
		told(t, lamp, "active", "1")
		wait(81 * time.Second)
		told(t, lamp, "active", "2") // the refresh
		lamp.Stop()
		told(t, lamp, "terminated", "3")
		<-server.over
		wait(time.Minute)
		gone(t, server.Phone, phone)
		// A phone that goes away without a word is forgotten when its time is over.
		n.SetWeather(phonetest.Weather{})
		server.watched(phone, 100*time.Second, "")
		<-server.subs
		n.SetWeather(phonetest.Weather{Loss: 1})
		began := time.Now()
		<-server.over
		if took := time.Since(began); took > 101*time.Second {
			t.Errorf("over after %s", took)
		}
		n.SetWeather(phonetest.Weather{})
	})
}

func TestSubscriptionInBadWeather(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := phonetest.NewNetwork(phonetest.Weather{Seed: 5, Loss: 0.2, Most: 2, Duplicate: 0.2, Reorder: 0.2})
		server, phone := newNotifier(t, n, 200*time.Millisecond), n.Phone(t, "phone", "192.0.2.11:5060", phonetest.Unmanaged, nil)
		lamp := server.watched(phone, time.Hour, "")
		sub := <-server.subs
		for range 50 {
			sub.Changed()
			wait(time.Second)
		}
		sub.End("noresource", 0)
		last := -1
		for {
			notice := lamp.Next()
			v, err := strconv.Atoi(string(notice.Body))
			if err != nil || v <= last {
				t.Fatalf("%q after %d", notice.Body, last)
			}
			last = v
			if notice.State == "terminated" {
				break
			}
		}
		if last < 20 {
			t.Errorf("only %d NOTIFYs in fifty seconds", last)
		}
		n.SetWeather(phonetest.Weather{})
		wait(2 * time.Minute)
		gone(t, server.Phone, phone)
	})
}

// TestSubscriptionOutlivesItsConnection: a TCP phone's connection breaks; what
// changes meanwhile is told when it has come again.
func TestSubscriptionOutlivesItsConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := phonetest.NewNetwork(phonetest.Weather{})
		server := newNotifier(t, n, 0)
		go func() {
			_ = server.UA.ServeStream(n.ListenStream("192.0.2.1:5060"), sipua.Listen{Transport: sipua.TCP})
		}()
		dial, conns := n.Dialer("192.0.2.11"), make(chan net.Conn, 8)
		phone := n.Phone(t, "phone", "192.0.2.11:5060", phonetest.Unmanaged, func(c *sipua.Config) {
			c.DialStream = func(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
				conn, err := dial(ctx, to)
				conns <- conn
				return conn, err
			}
		})
		synctest.Wait()
		lamp := server.watched(phone, time.Hour, sipua.TCP)
		sub := <-server.subs
		told(t, lamp, "active", "0")
		synctest.Wait()
		_ = (<-conns).Close()
		synctest.Wait()
		sub.Changed()
		wait(time.Minute)
		lamp.Quiet()
		if len(server.over) != 0 {
			t.Fatal("the subscription ended with its connection")
		}
		lamp.Refresh() // on a new connection
		told(t, lamp, "active", "2")
		sub.Changed()
		told(t, lamp, "active", "3")
		lamp.Stop()
		told(t, lamp, "terminated", "4")
	})
}

// TestSubscriptionOnTheWire checks the answers that a phone gets.
func TestSubscriptionOnTheWire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := phonetest.NewNetwork(phonetest.Weather{})
		server := newNotifier(t, n, 0)
		raw := n.Raw(t, "192.0.2.20:5060")
		at := server.Conn.Addr()
		raw.Send(at, req("SUBSCRIBE", 1, "a", "", "o: dialog;x=y;id=9\nExpires: 300\nRecord-Route: <sip:192.0.2.20:5060;lr>\n", ""))
		ok := raw.Expect("200")
		tag := ok.Tag("To")
		if ok.Header("Expires") != "300" || ok.Header("Contact") == "" || tag == "" {
			t.Fatalf("%s", ok.Text)
		}
		m := raw.Expect("NOTIFY")
		if m.Header("Event") != "dialog;id=9" || m.Header("Subscription-State") != "active;expires=300" || m.Tag("From") != tag || m.Tag("To") != "rawtag" || m.Header("Route") != "<sip:192.0.2.20:5060;lr>" {
			t.Fatalf("%s", m.Text)
		}
		raw.Send(at, phonetest.Reply(m, "200 OK", "", "", ""))
		for _, c := range []struct{ request, want string }{
			{req("SUBSCRIBE", 2, "b", "forged", "Event: dialog;id=9\nExpires: 300\n", ""), "481"},
			{strings.Replace(req("SUBSCRIBE", 2, "c", tag, "Event: dialog;id=9\n", ""), "tag=rawtag", "tag=forged", 1), "481"},
			{req("SUBSCRIBE", 2, "d", tag, "Event: dialog\n", ""), "489"},
			{req("SUBSCRIBE", 2, "e", tag, "Event: dialog;id=9\n", ""), "500"}, // the number was used
			{req("NOTIFY", 3, "f", tag, "Event: dialog;id=9\n", ""), "405"},
		} {
			raw.Send(at, c.request)
			raw.Expect(c.want)
		}
		sub := <-server.subs
		sub.Changed()
		m = raw.Expect("NOTIFY")
		began := time.Now()
		raw.Send(at, phonetest.Reply(m, "481 Gone", "", "", ""))
		<-server.over
		if took := time.Since(began); took != 0 {
			t.Errorf("the subscription lived on for %s", took)
		}
		raw.Send(at, req("SUBSCRIBE", 4, "g", tag, "Event: dialog;id=9\n", ""))
		raw.Expect("481")
		raw.Send(at, strings.Replace(req("SUBSCRIBE", 1, "h", "", "Event: dialog\n", ""), "Contact: <sip:raw@192.0.2.20:5060>", "Contact: *", 1))
		raw.Expect("400")
	})
}

// BenchmarkNotify is one change told to one phone, both sides in one process.
func BenchmarkNotify(b *testing.B) {
	n := phonetest.NewNetwork(phonetest.Weather{})
	subs := make(chan *sipua.Subscription, 1)
	server := n.Phone(b, "server", "192.0.2.1:5060", phonetest.Unmanaged, func(c *sipua.Config) {
		c.Request = func(in *sipua.Incoming) {
			subs <- in.Subscribe(sipua.Terms{
				Expires: time.Hour, State: func(uint32) sipua.Content { return sipua.Content{Type: "text/plain", Body: make([]byte, 500)} },
			})
		}
	})
	phone := n.Phone(b, "phone", "192.0.2.11:5060", phonetest.Unmanaged, nil)
	lamp := phone.Watch(sipua.WatchConfig{Target: sipua.Target{URI: server.URI()}, Event: "dialog", Expires: time.Hour})
	sub := <-subs
	lamp.Next()
	b.ReportAllocs()
	for b.Loop() {
		sub.Changed()
		lamp.Next()
	}
}
