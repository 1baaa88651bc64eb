package sipua_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

func TestRefreshByInviteWhereUpdateIsUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.AtOnce)
		raw.Send(bobAt, req("INVITE", 1, "a", "", "Supported: timer\nSession-Expires: 200;refresher=uas\n", phonetest.SDP))
		ok := raw.Expect("200")
		if ok.Header("Session-Expires") != "200;refresher=uas" || ok.Header("Require") != "timer" {
			t.Fatal(ok.Text)
		}
		raw.Send(bobAt, req("ACK", 1, "b", ok.Tag("To"), "", ""))
		in := bob.Incoming()
		phonetest.Await[sipua.Confirmed](in)
		for range 2 {
			began := time.Now()
			inv := raw.Expect("INVITE")
			if d := time.Since(began); d < 90*time.Second || d > 130*time.Second {
				t.Errorf("refreshed after %v", d)
			}
			if inv.Body != phonetest.SDP || inv.Header("Session-Expires") != "200;refresher=uac" {
				t.Fatal(inv.Text)
			}
			raw.Send(bobAt, phonetest.Reply(inv, "200 OK", "", "Contact: <sip:raw@192.0.2.20:5060>\nSession-Expires: 200;refresher=uac\n", phonetest.SDP))
			raw.Expect("ACK")
		}
		raw.Send(bobAt, phonetest.Reply(raw.Expect("INVITE"), "481 No", "", "", ""))
		ended(t, in, sipua.Remote, sipua.WhyGone, 481)
	})
}

func TestSessionExpiresForCarriersThatWantIt(t *testing.T) {
	for _, always := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			_, raw, _ := wire(t, phonetest.Script{Answer: true, Session: sipua.SessionTimer{Expires: 300, Always: always}})
			raw.Send(bobAt, req("INVITE", 1, "a", "", "", phonetest.SDP))
			ok := raw.Expect("200")
			if got := ok.Header("Session-Expires"); (got == "300;refresher=uas") != always || !always && got != "" {
				t.Fatal(ok.Text)
			}
			raw.Send(bobAt, req("ACK", 1, "b", ok.Tag("To"), "", ""))
			wait(time.Second)
			raw.Send(bobAt, req("BYE", 2, "c", ok.Tag("To"), "", ""))
			raw.Expect("200")
		})
	}
}

func TestFarSideWithoutTimerIsAskedWhetherItIsThere(t *testing.T) {
	for _, alone := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			_, raw, bob := wire(t, phonetest.Script{Answer: true, Session: sipua.SessionTimer{Expires: 300, Alone: alone}})
			raw.Send(bobAt, req("INVITE", 1, "a", "", "", phonetest.SDP))
			ok := raw.Expect("200")
			if got := ok.Header("Session-Expires"); got != "" {
				t.Fatal(ok.Text)
			}
			raw.Send(bobAt, req("ACK", 1, "b", ok.Tag("To"), "", ""))
			in := bob.Incoming()
			phonetest.Await[sipua.Confirmed](in)
			if !alone {
				wait(20 * time.Minute) // nobody asks
				raw.Send(bobAt, req("BYE", 2, "c", ok.Tag("To"), "", ""))
				raw.Expect("200")
				return
			}
			for range 2 {
				began := time.Now()
				inv := raw.Expect("INVITE")
				if d := time.Since(began); d < 140*time.Second || d > 160*time.Second || inv.Body != phonetest.SDP {
					t.Errorf("asked after %v: %s", d, inv.Text)
				}
				raw.Send(bobAt, phonetest.Reply(inv, "200 OK", "", "Contact: <sip:raw@192.0.2.20:5060>\n", phonetest.SDP))
				raw.Expect("ACK")
			}
			raw.Send(bobAt, phonetest.Reply(raw.Expect("INVITE"), "481 No", "", "", ""))
			ended(t, in, sipua.Remote, sipua.WhyGone, 481)
		})
	}
}

func TestUpdateWhileRinging(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.Script{Reliable: sipua.ReliableSupported})
		raw.Send(bobAt, req("INVITE", 1, "a", "", "Require: 100rel\n", phonetest.SDP))
		in := bob.Incoming()
		in.Dialog.Ring(sipua.Answer{Status: 183, Body: []byte(phonetest.SDP)})
		early := raw.Expect("183")
		tag := early.Tag("To")
		raw.Send(bobAt, req("UPDATE", 2, "u1", tag, "", phonetest.HoldSDP))
		raw.Expect("491") // not before the PRACK
		raw.Send(bobAt, req("PRACK", 3, "p0", tag, "RAck: 1 1 INVITE\n", ""))
		raw.Expect("481")
		raw.Send(bobAt, req("PRACK", 4, "p1", tag, "RAck: "+early.Header("RSeq")+" 1 INVITE\n", ""))
		raw.Expect("200")
		raw.Send(bobAt, req("UPDATE", 5, "u2", tag, "", phonetest.HoldSDP))
		if o := phonetest.Await[sipua.Offered](in); o.Method != "UPDATE" || string(o.SDP) != phonetest.HoldSDP {
			t.Fatalf("%+v", o)
		}
		in.Dialog.Accept([]byte(phonetest.SDP))
		if m := raw.Expect("200"); m.Header("CSeq") != "5 UPDATE" || m.Body != phonetest.SDP {
			t.Fatal(m.Text)
		}
		raw.Send(bobAt, req("BYE", 6, "z", tag, "", "")) // the caller gives up within the early dialog
		ended(t, in, sipua.Remote, sipua.WhyCancelled, 487)
		raw.Expect("487")
		raw.Send(bobAt, req("ACK", 1, "a", tag, "", ""))
		wait(time.Minute)
		gone(t, bob)
	})
}

func TestUnacknowledgedProvisionalRefusesTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.NoAnswer)
		raw.Send(bobAt, req("INVITE", 1, "a", "", "Require: 100rel\n", phonetest.SDP))
		for range 6 { // 0, .5, 1.5, 3.5, 7.5, 15.5 s
			raw.Expect("180")
		}
		raw.Expect("504")
		ended(t, bob.Incoming(), sipua.Remote, sipua.WhyNoAck, 504)
		raw.Send(bobAt, req("ACK", 1, "a", "x", "", ""))
		wait(time.Minute)
		gone(t, bob)
	})
}

func TestRedirectIsReportedNotFollowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.Answers)
		out := bob.Dial(sipua.URI{Scheme: "sip", User: "raw", Host: "192.0.2.20", Port: 5060})
		inv := raw.Expect("INVITE")
		raw.Send(bobAt, phonetest.Reply(inv, "302 Moved", "t", "Contact: <sip:else@192.0.2.99>\nReason: Q.850;cause=23\n", ""))
		e := ended(t, out, sipua.Remote, sipua.WhyRejected, 302)
		if c := e.Response.Contacts(); len(c) != 1 || c[0].URI.User != "else" || e.Reason.Q850 != 23 {
			t.Fatalf("%+v %+v", c, e.Reason)
		}
		if ack := raw.Expect("ACK"); !strings.HasSuffix(ack.Header("CSeq"), " ACK") || ack.Tag("To") != "t" {
			t.Fatal(ack.Text)
		}
		if _, more := raw.Pending(); more {
			t.Fatal("followed")
		}
	})
}

func TestInviteOverlappingAnInvite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.Script{Answer: true})
		raw.Send(bobAt, req("INVITE", 1, "a", "", "", phonetest.SDP))
		tag := raw.Expect("200").Tag("To")
		raw.Send(bobAt, req("ACK", 1, "b", tag, "", ""))
		in := bob.Incoming()
		raw.Send(bobAt, req("INVITE", 2, "c", tag, "", phonetest.SDP))
		phonetest.Await[sipua.Offered](in)
		raw.Send(bobAt, req("INVITE", 3, "d", tag, "", phonetest.SDP))
		if m := raw.Expect("500"); m.Header("Retry-After") == "" {
			t.Fatal(m.Text)
		}
		raw.Send(bobAt, req("CANCEL", 2, "c", tag, "", ""))
		raw.Expect("487")
		in.Dialog.Accept([]byte(phonetest.SDP)) // too late, and harmless
		raw.Send(bobAt, req("ACK", 2, "c", tag, "", ""))
		raw.Send(bobAt, req("INFO", 2, "e", tag, "", "")) // an old number
		raw.Expect("500")
		raw.Send(bobAt, req("BYE", 4, "f", tag, "", ""))
		ended(t, in, sipua.Remote, sipua.WhyBye, 0)
		wait(time.Minute)
		gone(t, bob)
	})
}

// TestTooShortIsKnownBeforeRinging: whoever takes the call may refuse a session
// that is too short before anybody's phone rings.
func TestTooShortIsKnownBeforeRinging(t *testing.T) {
	for _, c := range []struct {
		headers string
		want    sipua.SessionTimer
		minSE   string // empty: it is not too short
	}{
		{"Supported: timer\nSession-Expires: 120\n", sipua.SessionTimer{MinSE: 300}, "300"},
		{"k: timer\nx: 60;refresher=uac\n", sipua.SessionTimer{}, "90"},
		{"Require: timer\nSession-Expires: 120\n", sipua.SessionTimer{MinSE: 300}, "300"},
		{"Supported: timer\nSession-Expires: 300\n", sipua.SessionTimer{MinSE: 300}, ""},
		{"Session-Expires: 60\n", sipua.SessionTimer{}, ""}, // a proxy's, who cannot retry
		{"Supported: timer\n", sipua.SessionTimer{MinSE: 300}, ""},
		{"Supported: timer\nSession-Expires: 60\n", sipua.SessionTimer{Off: true}, ""},
		{"Supported: timer\nSession-Expires: soon\n", sipua.SessionTimer{}, ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			_, raw, bob := wire(t, phonetest.Unmanaged)
			raw.Send(bobAt, req("INVITE", 1, "a", "", c.headers, phonetest.SDP))
			in := bob.Incoming()
			a, short := in.Dialog.TooShort(c.want)
			if short != (c.minSE != "") {
				t.Fatalf("%q: too short %v", c.headers, short)
			}
			if !short {
				a = sipua.Answer{Status: 486}
			}
			in.Dialog.Reject(a)
			if short {
				if no := raw.Expect("422"); no.Header("Min-SE") != c.minSE {
					t.Fatal(no.Text)
				}
			}
		})
	}
}
