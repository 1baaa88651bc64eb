package sipua_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// A phone that puts a call on hold at once may be heard before its ACK.
func TestAnOfferIsTheAckThatIsLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.AtOnce)
		raw.Send(bobAt, req("INVITE", 1, "a", "", "", phonetest.SDP))
		tag := raw.Expect("200").Tag("To")
		raw.Send(bobAt, req("INVITE", 2, "c", tag, "", phonetest.SDP))
		if m := raw.Expect("200"); m.Header("CSeq") != "2 INVITE" {
			t.Fatal(m.Text)
		}
		raw.Send(bobAt, req("ACK", 1, "b", tag, "", "")) // late, and harmless
		in := bob.Incoming()
		phonetest.Await[sipua.Confirmed](in)
		phonetest.Await[sipua.Offered](in)
		raw.Send(bobAt, req("ACK", 2, "d", tag, "", ""))
		raw.Send(bobAt, req("BYE", 3, "e", tag, "", ""))
		ended(t, in, sipua.Remote, sipua.WhyBye, 0)
		wait(time.Minute)
		gone(t, bob)
	})
}

// But not where the ACK has to bring the answer to our offer.
func TestAnOfferIsNoAckThatBringsAnAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.AtOnce)
		raw.Send(bobAt, req("INVITE", 1, "a", "", "", ""))
		tag := raw.Expect("200").Tag("To")
		raw.Send(bobAt, req("INVITE", 2, "c", tag, "", phonetest.SDP))
		raw.Expect("500")
		raw.Send(bobAt, req("ACK", 1, "b", tag, "", phonetest.SDP))
		if c := phonetest.Await[sipua.Confirmed](bob.Incoming()); string(c.SDP) == "" {
			t.Error("the answer is lost")
		}
	})
}

// Who is at another offer says when to come again (RFC 3261 section 14.2).
func TestAnOfferComesAgainWhenToldTo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.AtOnce)
		raw.Send(bobAt, req("INVITE", 1, "a", "", "", phonetest.SDP))
		tag := raw.Expect("200").Tag("To")
		raw.Send(bobAt, req("ACK", 1, "b", tag, "", ""))
		in := bob.Incoming()
		in.Dialog.Offer([]byte(phonetest.HoldSDP))
		inv := raw.Expect("INVITE")
		began := time.Now()
		raw.Send(bobAt, phonetest.Reply(inv, "500 Server Internal Error", "", "Retry-After: 7\n", ""))
		again := raw.Expect("INVITE")
		if took := time.Since(began); took < 7*time.Second || took > 8*time.Second {
			t.Errorf("it came again after %s", took)
		}
		raw.Send(bobAt, phonetest.Reply(again, "200 OK", "", "Contact: <sip:raw@192.0.2.20:5060>\n", phonetest.SDP))
		if c := phonetest.Await[sipua.Changed](in); c.Status != 200 {
			t.Fatalf("%+v", c)
		}
	})
}

// A far side that says 100 to our offer and nothing more: when it hangs up, or
// is gone for good, nothing of the call stays.
func TestAnOfferThatIsNeverAnswered(t *testing.T) {
	for _, bye := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			_, raw, bob := wire(t, phonetest.AtOnce)
			raw.Send(bobAt, req("INVITE", 1, "a", "", "", phonetest.SDP))
			tag := raw.Expect("200").Tag("To")
			raw.Send(bobAt, req("ACK", 1, "b", tag, "", ""))
			in := bob.Incoming()
			in.Dialog.Offer([]byte(phonetest.HoldSDP))
			raw.Send(bobAt, phonetest.Reply(raw.Expect("INVITE"), "100 Trying", "", "", ""))
			if bye {
				raw.Send(bobAt, req("BYE", 2, "e", tag, "", ""))
				ended(t, in, sipua.Remote, sipua.WhyBye, 0)
			} else {
				ended(t, in, sipua.Remote, sipua.WhyNoResponse, 0)
			}
			wait(2 * time.Minute)
			gone(t, bob)
		})
	}
}

// A phone that goes on ringing after our CANCEL and never says more.
func TestACancelledPhoneThatRingsOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, raw, bob := wire(t, phonetest.AtOnce)
		_ = n
		out := bob.Dial(sipua.URI{Scheme: "sip", User: "raw", Host: "192.0.2.20", Port: 5060})
		inv := raw.Expect("INVITE")
		raw.Send(bobAt, phonetest.Reply(inv, "180 Ringing", "x", "Contact: <sip:raw@192.0.2.20:5060>\n", ""))
		phonetest.Await[sipua.Progress](out)
		out.Dialog.Hangup(sipua.Hangup{})
		raw.Send(bobAt, phonetest.Reply(raw.Expect("CANCEL"), "200 OK", "", "", ""))
		for range 5 {
			raw.Send(bobAt, phonetest.Reply(inv, "180 Ringing", "x", "Contact: <sip:raw@192.0.2.20:5060>\n", ""))
			wait(time.Second)
		}
		wait(time.Minute)
		gone(t, bob)
	})
}
