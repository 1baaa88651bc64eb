package sipua_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

func TestLostAckOfARefusalIsSentAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.Answers)
		out := bob.Dial(sipua.URI{Scheme: "sip", User: "raw", Host: "192.0.2.20", Port: 5060})
		inv := raw.Expect("INVITE")
		busy := phonetest.Reply(inv, "486 Busy Here", "t", "", "")
		for range 3 {
			raw.Send(bobAt, busy)
			if ack := raw.Expect("ACK"); ack.Header("Via") != inv.Header("Via") {
				t.Fatal(ack.Text)
			}
		}
		ended(t, out, sipua.Remote, sipua.WhyRejected, 486)
	})
}

func TestCalleeHangsUpOnlyAfterTheAck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.Script{Answer: true})
		raw.Send(bobAt, req("INVITE", 1, "a", "", "", phonetest.SDP))
		ok := raw.Expect("200")
		in := bob.Incoming()
		in.Dialog.Hangup(sipua.Hangup{Reason: sipua.Reason{Q850: 31}})
		ended(t, in, sipua.Local, sipua.WhyBye, 0)
		wait(5 * time.Second)
		for {
			m, more := raw.Pending()
			if !more {
				break
			}
			if m.Method() == "BYE" {
				t.Fatal("BYE before the ACK (RFC 3261 section 15)")
			}
		}
		raw.Send(bobAt, req("ACK", 1, "b", ok.Tag("To"), "", ""))
		bye := raw.Expect("BYE")
		if bye.Header("Reason") != "Q.850;cause=31" {
			t.Fatal(bye.Text)
		}
		raw.Send(bobAt, phonetest.Reply(bye, "200 OK", "", "", ""))
		wait(time.Minute)
		gone(t, bob)
	})
}

// TestAByeNeedsNoAck: the ACK to a re-INVITE's 200 is lost, and the call is
// hung up. Once the far side knows, nothing is waited for or repeated.
func TestAByeNeedsNoAck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.AtOnce)
		raw.Send(bobAt, req("INVITE", 1, "a", "", "", phonetest.SDP))
		tag := raw.Expect("200").Tag("To")
		raw.Send(bobAt, req("ACK", 1, "b", tag, "", ""))
		in := bob.Incoming()
		phonetest.Await[sipua.Confirmed](in)
		raw.Send(bobAt, req("INVITE", 2, "c", tag, "", phonetest.HoldSDP))
		raw.Expect("200")
		in.Dialog.Hangup(sipua.Hangup{})
		bye := raw.Expect("BYE")
		if n := bob.UA.Stats().Dialogs; n != 1 {
			t.Fatalf("%d dialogs while BYE is not answered", n)
		}
		raw.Send(bobAt, phonetest.Reply(bye, "200 OK", "", "", ""))
		synctest.Wait()
		if n := bob.UA.Stats().Dialogs; n != 0 {
			t.Fatalf("%d dialogs are kept for an ACK", n)
		}
		wait(time.Minute)
		if m, more := raw.Pending(); more {
			t.Fatalf("sent after the end: %s", m.Text)
		}
		gone(t, bob)
	})
}

func TestOfferDuringOursIsRefusedWith491(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.AtOnce)
		raw.Send(bobAt, req("INVITE", 1, "a", "", "", phonetest.SDP))
		tag := raw.Expect("200").Tag("To")
		raw.Send(bobAt, req("ACK", 1, "b", tag, "", ""))
		in := bob.Incoming()
		phonetest.Await[sipua.Confirmed](in)
		in.Dialog.Offer([]byte(phonetest.HoldSDP))
		inv := raw.Expect("INVITE")
		raw.Send(bobAt, req("INVITE", 2, "c", tag, "", phonetest.SDP))
		if m := raw.Expect("491"); m.Header("CSeq") != "2 INVITE" {
			t.Fatal(m.Text)
		}
		raw.Send(bobAt, req("ACK", 2, "c", tag, "", ""))
		raw.Send(bobAt, phonetest.Reply(inv, "491 Request Pending", "", "", ""))
		raw.Expect("ACK")
		again := raw.Expect("INVITE") // by itself, within two seconds
		raw.Send(bobAt, phonetest.Reply(again, "200 OK", "", "Contact: <sip:raw@192.0.2.20:5060>\n", phonetest.SDP))
		if c := phonetest.Await[sipua.Changed](in); c.Status != 200 {
			t.Fatalf("%+v", c)
		}
	})
}

// TestAnswerAndByeInOneBreath: ACK and BYE directly after each other, as
// callers that hang up at once send them, over and over.
func TestAnswerAndByeInOneBreath(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, alice, bob, _ := phonetest.Three(t, phonetest.Weather{})
		bob.SetScript(phonetest.AtOnce)
		for range 500 {
			out := alice.Dial(bob.URI())
			phonetest.Await[sipua.Answered](out)
			for _, key := range []string{"1", "2", "3"} {
				out.Dialog.Press(key, 0)
			}
			out.Dialog.Hangup(sipua.Hangup{})
			in := bob.Incoming()
			ended(t, in, sipua.Remote, sipua.WhyBye, 0)
			if s := in.Story(); s != "Confirmed, Pressed 1, Pressed 2, Pressed 3, Ended remote bye 0" {
				t.Fatal(s)
			}
		}
	})
}

func TestMistakeOfASinkEndsItsCallOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, alice, bob, carol := phonetest.Three(t, phonetest.Weather{})
		good := alice.Dial(bob.URI())
		phonetest.Await[sipua.Answered](good)
		carol.Mistakes = 1
		over := make(chan sipua.Ended, 1)
		_, err := carol.UA.Dial(sipua.Call{
			Targets: []sipua.Target{{URI: bob.URI()}}, From: carol.Address(), To: bob.Address(), Offer: []byte(phonetest.SDP),
		}, func(e sipua.Event) {
			switch e := e.(type) {
			case sipua.Ended:
				over <- e
			case sipua.Progress:
				panic("a mistake")
			default:
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if e := <-over; e.Why != sipua.WhyTrouble {
			t.Fatalf("%+v", e)
		}
		if s := carol.UA.Stats(); s.Panics != 1 {
			t.Fatalf("%+v", s)
		}
		first := bob.Incoming()
		ended(t, bob.Incoming(), sipua.Remote, sipua.WhyCancelled, 487) // it was told
		good.Dialog.Press("7", 0)
		phonetest.Await[sipua.Pressed](first)
		wait(time.Minute)
		if s := carol.UA.Stats(); s.Dialogs+s.ClientTransactions+s.ServerTransactions != 0 {
			t.Fatalf("%+v", s)
		}
	})
}

func TestSilentTargetIsGivenUpEarly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.Answers)
		uri := sipua.URI{Scheme: "sip", User: "raw", Host: "192.0.2.20", Port: 5060}
		began := time.Now()
		out := bob.DialCall(sipua.Call{Targets: []sipua.Target{{URI: uri}}, To: sipua.Address{URI: uri}, GiveUp: 4 * time.Second})
		raw.Expect("INVITE")
		ended(t, out, sipua.Remote, sipua.WhyNoResponse, 0)
		if d := time.Since(began); d != 4*time.Second {
			t.Errorf("given up after %v", d)
		}
		gone(t, bob)
	})
}
