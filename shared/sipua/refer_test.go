package sipua_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// obliging is a phone that accepts REFER; the test tells how it goes.
func obliging(t *testing.T) (n *phonetest.Network, bob *phonetest.Phone, asked chan sipua.Referred, dialogs chan *sipua.Dialog, over chan struct{}) {
	n = phonetest.NewNetwork(phonetest.Weather{})
	asked, dialogs, over = make(chan sipua.Referred, 8), make(chan *sipua.Dialog, 8), make(chan struct{}, 8)
	bob = n.Phone(t, "bob", "192.0.2.12:5060", phonetest.AtOnce, func(c *sipua.Config) {
		c.Invite = func(d *sipua.Dialog) sipua.Sink {
			d.Take(sipua.TakeRefer)
			d.Answer([]byte(phonetest.SDP))
			dialogs <- d
			return func(e sipua.Event) {
				if r, ok := e.(sipua.Referred); ok {
					asked <- r
				}
			}
		}
	})
	return n, bob, asked, dialogs, over
}

// TestReferOnTheWire reads the exact messages of RFC 3515's subscription.
func TestReferOnTheWire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, bob, asked, dialogs, over := obliging(t)
		raw := n.Raw(t, "192.0.2.20:5060")
		raw.Send(bobAt, req("INVITE", 1, "a", "", "", phonetest.SDP))
		ok := raw.Expect("200")
		tag := ok.Tag("To")
		if !strings.Contains(ok.Header("Allow"), "REFER") || !strings.Contains(ok.Header("Supported"), "replaces") {
			t.Errorf("Allow %q, Supported %q", ok.Header("Allow"), ok.Header("Supported"))
		}
		raw.Send(bobAt, req("ACK", 1, "b", tag, "", ""))
		d := <-dialogs
		event := "refer"
		notify := func(state, frag string) {
			t.Helper()
			m := raw.Expect("NOTIFY")
			if m.Header("Subscription-State") != state || m.Body != frag || m.Header("Event") != event || m.Header("Content-Type") != "message/sipfrag;version=2.0" || m.Header("Contact") == "" {
				t.Errorf("%s", m.Text)
			}
			raw.Send(bobAt, phonetest.Reply(m, "200 OK", "", "", ""))
		}
		for i, status := range []int{200, 404} {
			raw.Send(bobAt, req("REFER", 2+4*i, fmt.Sprint("c", i), tag, []string{"Refer-To", "r"}[i]+": \"x\" <sip:201@192.0.2.9?Replaces=q%40w%3Bto-tag%3D1%3Bfrom-tag%3D2>\n", ""))
			if r := <-asked; r.Target.URI.User != "201" || r.Target.Replaces != (sipua.Replaces{CallID: "q@w", ToTag: "1", FromTag: "2"}) {
				t.Fatalf("%+v", r)
			}
			raw.Send(bobAt, req("REFER", 3+4*i, fmt.Sprint("d", i), tag, "Refer-To: <sip:x@192.0.2.9>\n", ""))
			raw.Expect("491") // one at a time, also while the first is being thought about
			d.AcceptRefer(func() { over <- struct{}{} })
			if a := raw.Expect("202"); a.Header("Contact") == "" {
				t.Errorf("%s", a.Text)
			}
			notify("active;expires=300", "SIP/2.0 100 Trying\r\n")
			d.TellRefer(180)
			notify("active;expires=300", "SIP/2.0 180 Ringing\r\n")
			d.TellRefer(180) // no news
			wait(time.Second)
			if m, ok := raw.Pending(); ok {
				t.Errorf("told again: %s", m.Text)
			}
			raw.Send(bobAt, req("REFER", 4+4*i, fmt.Sprint("e", i), tag, "Refer-To: <sip:x@192.0.2.9>\n", ""))
			raw.Expect("491")
			d.TellRefer(status)
			notify("terminated;reason=noresource", map[int]string{200: "SIP/2.0 200 OK\r\n", 404: "SIP/2.0 404 Not Found\r\n"}[status])
			<-over
			d.TellRefer(180) // too late
			event = "refer;id=6"
		}
		raw.Send(bobAt, req("BYE", 19, "z", tag, "", ""))
		wait(time.Minute)
		gone(t, bob)
		if len(over) != 0 {
			t.Error("over was told twice")
		}
	})
}

func TestReferralEnds(t *testing.T) {
	for name, c := range map[string]struct {
		do  func(raw *phonetest.Raw, first phonetest.Message, tag string)
		end time.Duration // at most, after the 202
	}{
		"unsubscribed": {func(raw *phonetest.Raw, first phonetest.Message, tag string) {
			raw.Send(bobAt, phonetest.Reply(first, "200 OK", "", "", ""))
			raw.Send(bobAt, req("SUBSCRIBE", 3, "u", tag, "Event: refer\nExpires: 0\n", ""))
		}, time.Second},
		"unknown there": {func(raw *phonetest.Raw, first phonetest.Message, _ string) {
			raw.Send(bobAt, phonetest.Reply(first, "481 No", "", "", ""))
		}, time.Second},
		"never told": {func(raw *phonetest.Raw, first phonetest.Message, _ string) {
			raw.Send(bobAt, phonetest.Reply(first, "200 OK", "", "", ""))
		}, 5 * time.Minute},
		"silent": {func(*phonetest.Raw, phonetest.Message, string) {}, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n, _, asked, dialogs, over := obliging(t)
				raw := n.Raw(t, "192.0.2.20:5060")
				raw.Send(bobAt, req("INVITE", 1, "a", "", "", phonetest.SDP))
				tag := raw.Expect("200").Tag("To")
				raw.Send(bobAt, req("ACK", 1, "b", tag, "", ""))
				raw.Send(bobAt, req("REFER", 2, "c", tag, "Refer-To: <sip:201@192.0.2.9>\n", ""))
				<-asked
				d := <-dialogs
				began := time.Now()
				d.AcceptRefer(func() { over <- struct{}{} })
				c.do(raw, raw.Expect("NOTIFY"), tag)
				<-over
				if took := time.Since(began); took > c.end {
					t.Errorf("over after %s", took)
				}
				if name == "never told" {
					if m := raw.Expect("NOTIFY"); m.Header("Subscription-State") != "terminated;reason=timeout" {
						t.Errorf("%s", m.Text)
					}
				}
				raw.Send(bobAt, req("BYE", 9, "z", tag, "", ""))
			})
		})
	}
}

func TestReferIsRefusedWhereNobodyTakesIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, alice, bob, _ := phonetest.Three(t, phonetest.Weather{})
		out := alice.Dial(bob.URI())
		in := bob.Incoming()
		phonetest.Await[sipua.Confirmed](in)
		phonetest.Await[sipua.Answered](out)
		out.Blind(bob.URI())
		if got := out.Told(); !slices.Equal(got, []int{603}) {
			t.Errorf("told %v", got)
		}
		out.Dialog.Hangup(sipua.Hangup{})
	})
}

func TestParseReferTo(t *testing.T) {
	named := sipua.Replaces{CallID: "a@b", ToTag: "t", FromTag: "f", EarlyOnly: true}
	for in, want := range map[string]struct {
		user  string
		named sipua.Replaces
		ok    bool
	}{
		"<sip:201@pbx>":               {"201", sipua.Replaces{}, true},
		"sip:201@pbx":                 {"201", sipua.Replaces{}, true},
		`"a, <b>" <sip:201@pbx>;x=y`:  {"201", sipua.Replaces{}, true},
		"<sip:201@pbx;method=invite>": {"201", sipua.Replaces{}, true},
		"<sip:201@pbx;method=BYE>":    {},
		"<sip:1@p?Require=x&replaces=a%40b%3Bearly-only%3Bfrom-tag%3Df%3Bto-tag%3Dt>": {"1", named, true},
		"<sip:1@p?Replaces=a%40b%3Bto-tag%3Dt>":                                       {},
		"<sip:1@p?Replaces=a%zz>":                                                     {},
		"<sip:1@p?Replaces=a%3Bto-tag%3D1%3Bfrom-tag%3D2&Replaces=b>":                 {},
		"<sip:1@p>, <sip:2@p>":                                                        {}, "<sip:1@p": {}, "": {}, "<>": {}, "<http://x/>": {}, "201": {}, "<sip:1 2@p>": {},
		"<sip:1@p?Replaces=a%0d%0aX%3Bto-tag%3D1%3Bfrom-tag%3D2>": {},
	} {
		r, err := sipua.ParseReferTo(in)
		if (err == nil) != want.ok || r.URI.User != want.user || r.Replaces != want.named {
			t.Errorf("%s: %+v, %v", in, r, err)
		}
	}
	if r, err := sipua.ParseReferTo("<tel:+81-3-1234-5678>"); err != nil || r.URI.Raw() != "+81-3-1234-5678" {
		t.Errorf("%+v %v", r, err)
	}
}

func FuzzReferTo(f *testing.F) {
	for _, s := range []string{"<sip:201@pbx?Replaces=a%40b%3Bto-tag%3Dt%3Bfrom-tag%3Df>", "tel:+81;x=y", `"q\"<" <sips:a:b@[::1]:5061;transport=tls>`, "<sip:1@p?a=b&Replaces=%"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := sipua.ParseReferTo(s)
		if err != nil {
			return
		}
		if strings.ContainsAny(r.Replaces.String(), "\r\n\x00") {
			t.Fatalf("%q let control characters through", s)
		}
		again, err := sipua.ParseReferTo(r.String())
		if err != nil || again.Replaces != r.Replaces || again.URI.User != r.URI.User || again.URI.Host != r.URI.Host {
			t.Fatalf("%q became %q, which is %+v, %v", s, r.String(), again, err)
		}
	})
}

func FuzzReplaces(f *testing.F) {
	for _, s := range []string{"a@b;to-tag=1;from-tag=2;early-only", "x;from-tag=1 ; to-tag = 2", ";to-tag=;from-tag="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := sipua.ParseReplaces(s)
		if err != nil {
			return
		}
		if again, err := sipua.ParseReplaces(r.String()); err != nil || again != r {
			t.Fatalf("%q: %+v came back as %+v, %v", s, r, again, err)
		}
	})
}

func FuzzEvent(f *testing.F) {
	for _, s := range []string{"dialog", "Dialog;ID=1;x", "refer;id=93809824", "presence.winfo", ";id=", "a b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e, ok := sipua.ParseEvent(s)
		if !ok {
			return
		}
		if again, ok := sipua.ParseEvent(e.String()); !ok || again != e {
			t.Fatalf("%q: %+v came back as %+v", s, e, again)
		}
	})
}
