package sipedge

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// watch subscribes a phone.
func (r *rig) watch(p *phonetest.Phone, event, user string, adjust ...func(*sipua.WatchConfig)) *phonetest.Lamp {
	w := sipua.WatchConfig{
		Target: sipua.Target{URI: r.uri(user), Next: ap(edgeAt)}, Event: event, Expires: 10 * time.Minute,
		Credentials: &sipua.Credentials{User: p.User, Password: secret},
	}
	for _, f := range adjust {
		f(&w)
	}
	return p.Watch(w)
}

func busy(name string) []LampDialog {
	return []LampDialog{{ID: "c1", State: LampConfirmed, Direction: LampInitiator, Remote: leg.Identity{Number: "110", Name: name}}}
}

func TestLampIsToldRefreshedAndEnded(t *testing.T) {
	inBubble(t, office(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, nil)
		r.register(desk)
		r.edge.SetLamp("2002", busy("before"))
		lamp := r.watch(desk, "dialog", "2002")
		first := lamp.Next()
		if i := lampOf(t, first); first.State != "active" || i.Version != 0 || i.State != "full" || i.Entity != "sip:2002@192.0.2.1" || i.Dialogs[0].State != "confirmed" {
			t.Fatalf("%+v", i)
		}
		r.edge.SetLamp("2002", busy("before")) // no news
		r.edge.SetLamp("2003", busy("x"))      // of no concern
		<-time.After(time.Second)
		lamp.Quiet()
		r.edge.SetLamp("2002", nil)
		if i := lampOf(t, lamp.Next()); i.Version != 1 || i.Dialogs[0].State != "terminated" {
			t.Fatalf("%+v", i)
		}
		// Refreshes tell the state again and keep the subscription for hours.
		for range 3 {
			began := time.Now()
			if n := lamp.Next(); n.State != "active" || time.Since(began).Round(10*time.Second) != 8*time.Minute {
				t.Fatalf("%s after %s", n.State, time.Since(began))
			}
		}
		lamp.Stop()
		if n := lamp.Next(); n.State != "terminated" || n.Reason != "timeout" {
			t.Fatalf("%+v", n)
		}
		other := r.watch(desk, "dialog", "9001")
		other.Next()
		r.edge.RemoveLamp("9001")
		if n := other.Next(); n.State != "terminated" || n.Reason != "noresource" {
			t.Fatalf("%+v", n)
		}
		fetch := r.watch(desk, "dialog", "2003", func(w *sipua.WatchConfig) { w.Expires = 0 })
		if n := fetch.Next(); n.State != "terminated" || lampOf(t, n).Dialogs[0].State != "confirmed" {
			t.Fatalf("%+v", n)
		}
		synctest.Wait()
		if n := r.edge.watchers.count(); n != 0 {
			t.Errorf("%d subscriptions left", n)
		}
		if n := r.edge.ua.Stats().Subscriptions; n != 0 {
			t.Errorf("the stack holds %d subscriptions", n)
		}
	})
}

func TestLampIsToldAtMostFiveTimesASecond(t *testing.T) {
	inBubble(t, office(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, nil)
		r.register(desk)
		lamp := r.watch(desk, "dialog", "2002")
		lamp.Next()
		began := time.Now()
		for i := range 1000 { // ten seconds of nonsense
			r.edge.SetLamp("2002", busy("n"+itoa(i)))
			<-time.After(10 * time.Millisecond)
		}
		told, last := 0, ""
		for last != "n999" {
			told++
			last = lampOf(t, lamp.Next()).Dialogs[0].Remote.Identity.Display
		}
		if took := time.Since(began); told > 52 || told < 45 || took > 11*time.Second {
			t.Errorf("told %d times in %s", told, took)
		}
	})
}

func TestMessagesWaiting(t *testing.T) {
	inBubble(t, office(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, nil)
		r.register(desk)
		lamp := r.watch(desk, "message-summary", "d2001", func(w *sipua.WatchConfig) { w.Accept = "application/simple-message-summary" })
		want := func(text string) {
			t.Helper()
			if n := lamp.Next(); n.ContentType != summaryType || !strings.Contains(string(n.Body), text) {
				t.Fatalf("%s %s", n.ContentType, n.Body)
			}
		}
		want("Messages-Waiting: no\r\nMessage-Account: sip:d2001@192.0.2.1\r\nVoice-Message: 0/0 (0/0)\r\n")
		r.edge.SetMessages(deskID, 2, 1)
		want("Messages-Waiting: yes\r\n")
		r.edge.SetMessages(deskID, 2, 1)
		r.edge.SetMessages(id.Numbered[id.Device](2), 9, 9)
		synctest.Wait()
		lamp.Quiet()
		plan := office()
		plan.Devices = plan.Devices[1:]
		if err := r.edge.SetPlan(plan); err != nil {
			t.Fatal(err)
		}
		if n := lamp.Next(); n.State != "terminated" || n.Reason != "rejected" {
			t.Fatalf("%+v", n)
		}
	})
}

func TestMessagesAreToldUnasked(t *testing.T) {
	inBubble(t, office(), func(c *Config) { c.UnsolicitedMessages = true }, func(t *testing.T, r *rig) {
		told := make(chan string, 16)
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, func(c *sipua.Config) {
			c.Request = func(in *sipua.Incoming) {
				if in.Method() == "NOTIFY" && in.Header("Event") == "message-summary" {
					told <- string(in.Body())
				}
				in.Respond(sipua.Answer{Status: 200})
			}
		})
		r.edge.SetMessages(deskID, 1, 0)
		r.register(desk)
		for _, want := range []string{"1/0", "3/4"} {
			if got := <-told; !strings.Contains(got, want) {
				t.Fatalf("%s", got)
			}
			r.edge.SetMessages(deskID, 3, 4)
		}
		r.watch(desk, "message-summary", "d2001").Next() // who asks is not told twice
		r.edge.SetMessages(deskID, 0, 4)
		<-time.After(time.Minute)
		if len(told) != 0 {
			t.Errorf("told unasked: %s", <-told)
		}
	})
}

func TestSubscriptionsThatAreRefused(t *testing.T) {
	inBubble(t, office(), func(c *Config) { c.Lamp = func(ext string) bool { return strings.HasPrefix(ext, "2") } }, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, nil)
		mate := r.net.Phone(t, "d2002", "192.0.2.12:5060", phonetest.Unmanaged, nil)
		r.register(desk)
		for _, c := range []struct {
			phone  *phonetest.Phone
			event  string
			user   string
			want   int
			adjust func(*sipua.WatchConfig)
		}{
			{desk, "presence", "2001", 489, nil},
			{desk, "dialog", "3001", 404, nil},
			{desk, "dialog", "2001", 423, func(w *sipua.WatchConfig) { w.Expires = time.Second }},
			{desk, "dialog", "2001", 406, func(w *sipua.WatchConfig) { w.Accept = "application/pidf+xml" }},
			{desk, "dialog", "2001", 403, func(w *sipua.WatchConfig) { w.Credentials.Password = "wrong" }},
			{desk, "dialog", "2001", 401, func(w *sipua.WatchConfig) { w.Credentials = nil }},
			{mate, "dialog", "2001", 480, nil}, // not registered
		} {
			f := c.adjust
			if f == nil {
				f = func(*sipua.WatchConfig) {}
			}
			if n := r.watch(c.phone, c.event, c.user, f).Next(); n.State != "terminated" || n.Status != c.want {
				t.Errorf("%s of %s by %s: %+v, want %d", c.event, c.user, c.phone.User, n, c.want)
			}
		}
		for i := range watchersPerDevice {
			if n := r.watch(desk, "dialog", "2"+itoa(i)).Next(); n.State != "active" {
				t.Fatalf("the %dth: %+v", i, n)
			}
		}
		if n := r.watch(desk, "dialog", "2999").Next(); n.Status != 403 {
			t.Errorf("%+v", n)
		}
		ws := r.edge.watchers
		all := func(n int) {
			ws.mu.Lock()
			ws.all += n
			ws.mu.Unlock()
		}
		all(watchersAll) // others hold all there are
		r.register(mate)
		if n := r.watch(mate, "dialog", "2001").Next(); n.Status != 503 {
			t.Errorf("%+v", n)
		}
		all(-watchersAll)
		// A phone that was restarted subscribes to the same again: the old one goes.
		again := r.watch(desk, "dialog", "25")
		if n := again.Next(); n.State != "active" {
			t.Errorf("%+v", n)
		}
		synctest.Wait()
		if n := r.edge.watchers.count(); n != watchersPerDevice {
			t.Errorf("%d subscriptions", n)
		}
	})
}

func TestSubscriptionOfADeadPhoneEnds(t *testing.T) {
	inBubble(t, office(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, nil)
		r.register(desk)
		lamp := r.watch(desk, "dialog", "2002")
		lamp.Next()
		r.net.SetWeather(phonetest.Weather{Loss: 1})
		r.edge.SetLamp("2002", busy("x"))
		<-time.After(40 * time.Second) // 64*T1: nobody answers
		if n := r.edge.watchers.count(); n != 0 {
			t.Errorf("%d subscriptions left", n)
		}
		r.net.SetWeather(phonetest.Weather{})
	})
}

// TestLampFollowsThePhone: a NAT gave the phone another address; it registers
// from there, and its lamps are told there from then on.
func TestLampFollowsThePhone(t *testing.T) {
	inBubble(t, office(), nil, func(t *testing.T, r *rig) {
		here := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, nil)
		told := make(chan struct{}, 16)
		there := r.net.Phone(t, "d2001", "192.0.2.12:5060", phonetest.Unmanaged, func(c *sipua.Config) {
			c.Trace = func(sent bool, _ sipua.Flow, data []byte) {
				if !sent && strings.HasPrefix(string(data), "NOTIFY ") && strings.Contains(string(data), "confirmed") {
					told <- struct{}{}
				}
			}
		})
		register := func(p *phonetest.Phone) {
			t.Helper()
			state := make(chan sipua.RegistrationStatus, 16)
			_, err := p.UA.Register(sipua.RegisterConfig{
				Target: sipua.Target{URI: r.uri(""), Next: ap(edgeAt)}, AOR: sipua.Address{URI: r.uri(p.User)}, ContactUser: p.User,
				Expires: 10 * time.Minute, Credentials: &sipua.Credentials{User: p.User, Password: secret},
				ContactParams: `;+sip.instance="<urn:uuid:0a>";reg-id=1`, State: func(s sipua.RegistrationStatus) { state <- s },
			})
			if err != nil {
				t.Fatal(err)
			}
			for (<-state).State != sipua.Registered {
			}
		}
		register(here)
		lamp := r.watch(here, "dialog", "2002")
		lamp.Next()
		register(there)
		r.edge.SetLamp("2002", busy("x"))
		<-told
		synctest.Wait()
		lamp.Quiet()
	})
}

func TestStopAsksPhonesToComeAgain(t *testing.T) {
	inBubble(t, office(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, nil)
		r.register(desk)
		lamp := r.watch(desk, "dialog", "2002")
		lamp.Next()
		r.stop(r.edge)
		if n := lamp.Next(); n.State != "terminated" || n.Reason != "probation" {
			t.Fatalf("%+v", n)
		}
	})
}
