package sipua_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// wire is a raw peer against one phone.
func wire(t *testing.T, s phonetest.Script) (*phonetest.Network, *phonetest.Raw, *phonetest.Phone) {
	n := phonetest.NewNetwork(phonetest.Weather{})
	bob := n.Phone(t, "bob", "192.0.2.12:5060", s, nil)
	return n, n.Raw(t, "192.0.2.20:5060"), bob
}

var bobAt = netip.MustParseAddrPort("192.0.2.12:5060")

// req makes a request of the raw peer; extra lines may replace nothing.
func req(method string, cseq int, branch, toTag, extra, body string) string {
	if toTag != "" {
		toTag = ";tag=" + toTag
	}
	if body != "" {
		extra += "Content-Type: application/sdp\n"
	}
	return fmt.Sprintf(`%s sip:bob@192.0.2.12 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.20:5060;branch=z9hG4bK%s
Max-Forwards: 70
From: <sip:raw@192.0.2.20>;tag=rawtag
To: <sip:bob@192.0.2.12>%s
Call-ID: raw-call
CSeq: %d %s
Contact: <sip:raw@192.0.2.20:5060>
%sContent-Length: %d

%s`, method, branch, toTag, cseq, method, extra, len(body), body)
}

func TestUnacknowledgedAnswerEndsWithBye(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.AtOnce)
		began := time.Now()
		raw.Send(bobAt, req("INVITE", 1, "a", "", "", phonetest.SDP))
		for range 11 { // 0, .5, 1.5, 3.5, then every 4 s until 32 s
			raw.Expect("200")
		}
		bye := raw.Expect("BYE")
		if d := time.Since(began); d != 32*time.Second {
			t.Errorf("BYE after %v", d)
		}
		raw.Send(bobAt, phonetest.Reply(bye, "200 OK", "", "", ""))
		ended(t, bob.Incoming(), sipua.Remote, sipua.WhyNoAck, 0)
		wait(time.Minute)
		gone(t, bob)
	})
}

func TestRequestsAreOrderedByCSeq(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.AtOnce)
		raw.Send(bobAt, req("INVITE", 1, "a", "", "", phonetest.SDP))
		tag := raw.Expect("200").Tag("To")
		raw.Send(bobAt, req("ACK", 1, "b", tag, "", ""))
		info := func(seq int) string {
			return strings.Replace(req("INFO", seq, fmt.Sprint("i", seq), tag, "Content-Type: application/dtmf\n", ""), "Content-Length: 0\n\n", fmt.Sprintf("Content-Length: 1\n\n%d", seq), 1)
		}
		raw.Send(bobAt, req("BYE", 5, "z", tag, "", ""))
		for _, seq := range []int{4, 3, 2} {
			raw.Send(bobAt, info(seq))
		}
		in := bob.Incoming()
		for _, want := range []string{"2", "3", "4"} {
			if p := phonetest.Await[sipua.Pressed](in); p.Key != want {
				t.Fatalf("key %s, want %s", p.Key, want)
			}
		}
		ended(t, in, sipua.Remote, sipua.WhyBye, 0)
	})
	synctest.Test(t, func(t *testing.T) { // a gap that never fills costs 50 ms, not the request
		_, raw, bob := wire(t, phonetest.AtOnce)
		raw.Send(bobAt, req("INVITE", 1, "a", "", "", phonetest.SDP))
		tag := raw.Expect("200").Tag("To")
		raw.Send(bobAt, req("ACK", 1, "b", tag, "", ""))
		raw.Send(bobAt, req("BYE", 9, "z", tag, "", ""))
		ended(t, bob.Incoming(), sipua.Remote, sipua.WhyBye, 0)
		raw.Send(bobAt, req("INFO", 3, "y", tag, "", ""))
		if s := raw.Expect("481").Header("CSeq"); s != "3 INFO" {
			t.Fatalf("481 to %s", s)
		}
	})
}

func TestAnswersOfTheProtocol(t *testing.T) {
	invite := func(edit ...string) string {
		s := req("INVITE", 1, "a", "", "", phonetest.SDP)
		return strings.NewReplacer(edit...).Replace(s)
	}
	tests := []struct {
		name, text, status, header string
	}{
		{"unknown dialog", req("BYE", 2, "a", "nosuch", "", ""), "481", ""},
		{"unknown dialog of an INVITE", req("INVITE", 2, "a", "nosuch", "", phonetest.SDP), "481", ""},
		{"CANCEL of nothing", req("CANCEL", 1, "a", "", "", ""), "481", ""},
		{"unknown method", req("DANCE", 1, "a", "", "", ""), "501", "Allow"},
		{"not for a phone", req("REGISTER", 1, "a", "", "", ""), "405", "Allow"},
		{"REFER out of the blue", req("REFER", 1, "a", "", "Refer-To: <sip:x@192.0.2.1>\n", ""), "405", "Allow"},
		{"OPTIONS", req("OPTIONS", 1, "a", "", "", ""), "200", "Accept"},
		{"body of another kind", invite("application/sdp", "text/plain"), "415", "Accept"},
		{"encoded body", invite("Max-Forwards: 70", "Max-Forwards: 70\nContent-Encoding: gzip"), "415", "Accept-Encoding"},
		{"extension", invite("Max-Forwards: 70", "Max-Forwards: 70\nRequire: teleport"), "420", "Unsupported"},
		{"version", invite("SIP/2.0\nVia", "SIP/3.0\nVia"), "505", ""},
		{"scheme", invite("INVITE sip:bob@192.0.2.12", "INVITE nobody:bob"), "416", ""},
		{"hops", invite("Max-Forwards: 70", "Max-Forwards: 0"), "483", ""},
		{"no hops number", invite("Max-Forwards: 70", "Max-Forwards: many"), "400", ""},
		{"CSeq of another method", invite("1 INVITE", "1 BYE"), "400", ""},
		{"no Call-ID", invite("Call-ID: raw-call\n", ""), "400", ""},
		{"two From", invite("Max-Forwards: 70", "Max-Forwards: 70\nFrom: <sip:a@b.example>;tag=x"), "400", ""},
		{"no Contact", invite("Contact: <sip:raw@192.0.2.20:5060>\n", ""), "400", ""},
		{"session too short", invite("Max-Forwards: 70", "Max-Forwards: 70\nSession-Expires: 30\nSupported: timer"), "422", "Min-SE"},
		{"only other answers", invite("Max-Forwards: 70", "Max-Forwards: 70\nAccept: text/plain"), "406", "Accept"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, raw, bob := wire(t, phonetest.Answers)
				raw.Send(bobAt, tt.text)
				m := raw.Receive()
				for m.Status() == "100" || m.Status() == "180" {
					m = raw.Receive()
				}
				if m.Status() != tt.status || tt.header != "" && m.Header(tt.header) == "" {
					t.Fatalf("answered %s, want %s with %q", m.Text, tt.status, tt.header)
				}
				if m.Header("Server") != "" || m.Header("User-Agent") != "" {
					t.Errorf("told a stranger what we are")
				}
				if m.Tag("To") == "" {
					t.Errorf("no To tag in %s", m.Text)
				}
				wait(2 * time.Minute)
				gone(t, bob)
			})
		})
	}
}

func TestMergedRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.NoAnswer)
		raw.Send(bobAt, req("INVITE", 1, "a", "", "", phonetest.SDP))
		raw.Expect("180")
		raw.Send(bobAt, req("INVITE", 1, "b", "", "", phonetest.SDP)) // the same by another way
		raw.Expect("482")
		raw.Send(bobAt, req("INVITE", 1, "a", "", "", phonetest.SDP)) // a retransmission
		raw.Expect("180")
		raw.Send(bobAt, req("CANCEL", 1, "a", "", "", ""))
		if m := raw.Expect("200"); m.Header("CSeq") != "1 CANCEL" {
			t.Fatal(m.Text)
		}
		raw.Expect("487")
		ended(t, bob.Incoming(), sipua.Remote, sipua.WhyCancelled, 487)
		raw.Send(bobAt, req("ACK", 1, "a", "", "", ""))
		wait(time.Minute)
		gone(t, bob)
	})
}

func TestStrangersCannotEndACall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.AtOnce)
		raw.Send(bobAt, req("INVITE", 1, "a", "", "", phonetest.SDP))
		tag := raw.Expect("200").Tag("To")
		raw.Send(bobAt, req("ACK", 1, "b", tag, "", ""))
		in := bob.Incoming()
		phonetest.Await[sipua.Confirmed](in)
		raw.Send(bobAt, strings.Replace(req("BYE", 2, "c", tag, "", ""), "tag=rawtag", "tag=forged", 1))
		raw.Expect("481")
		raw.Send(bobAt, req("BYE", 2, "d", "guessed", "", ""))
		raw.Expect("481")
		raw.SendBytes(bobAt, []byte("BYE sip:bob@192.0.2.12 SIP/2.0\r\n\xff\xfe\x00"))
		raw.SendBytes(bobAt, make([]byte, 70000))
		raw.Send(bobAt, req("REFER", 2, "e", tag, "Refer-To: <sip:x@192.0.2.1>\n", ""))
		raw.Expect("603")
		raw.Send(bobAt, req("BYE", 3, "f", tag, "Reason: Q.850;cause=17;text=\"user \\\"busy\\\"\"\n", ""))
		e := ended(t, in, sipua.Remote, sipua.WhyBye, 0)
		if e.Reason != (sipua.Reason{Q850: 17, Text: `user "busy"`}) {
			t.Fatalf("reason %+v", e.Reason)
		}
	})
}

func TestEveryAnswerIsAcknowledged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.Answers)
		out := bob.Dial(sipua.URI{Scheme: "sip", User: "raw", Host: "192.0.2.20", Port: 5060})
		inv := raw.Expect("INVITE")
		for i := range 30 { // sipgo's own client gives up after ten
			raw.Send(bobAt, phonetest.Reply(inv, "183 Session Progress", fmt.Sprint("fork", i%3), "", ""))
			phonetest.Await[sipua.Progress](out)
		}
		ok := phonetest.Reply(inv, "200 OK", "one", "Contact: <sip:raw@192.0.2.20:5060>\n", phonetest.SDP)
		raw.Send(bobAt, ok)
		phonetest.Await[sipua.Answered](out)
		raw.Expect("ACK")
		raw.Send(bobAt, ok)
		raw.Expect("ACK")
		raw.Send(bobAt, phonetest.Reply(inv, "180 Ringing", "one", "", "")) // late
		raw.Send(bobAt, phonetest.Reply(inv, "200 OK", "two", "Contact: <sip:raw@192.0.2.20:5060>\n", phonetest.SDP))
		if m := raw.Expect("ACK"); m.Tag("To") != "two" {
			t.Fatal(m.Text)
		}
		bye := raw.Expect("BYE")
		if bye.Tag("To") != "two" {
			t.Fatal(bye.Text)
		}
		raw.Send(bobAt, phonetest.Reply(bye, "200 OK", "", "", ""))
		out.Dialog.Hangup(sipua.Hangup{})
		bye = raw.Expect("BYE")
		if bye.Tag("To") != "one" {
			t.Fatal(bye.Text)
		}
		raw.Send(bobAt, phonetest.Reply(bye, "481 Gone", "", "", ""))
		if s := out.Story(); strings.Count(s, "Progress") != 30 || !strings.HasSuffix(s, "Answered, Ended local bye 0") {
			t.Errorf("story: %s", s)
		}
		wait(time.Minute)
		gone(t, bob)
	})
}

func TestDelayedOffer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.Script{Answer: true})
		raw.Send(bobAt, req("INVITE", 1, "a", "", "", ""))
		ok := raw.Expect("200")
		if ok.Body != phonetest.SDP {
			t.Fatalf("no offer in %s", ok.Text)
		}
		raw.Send(bobAt, req("ACK", 1, "b", ok.Tag("To"), "", phonetest.HoldSDP))
		in := bob.Incoming()
		if c := phonetest.Await[sipua.Confirmed](in); string(c.SDP) != phonetest.HoldSDP {
			t.Fatalf("answer %q", c.SDP)
		}
		// and the same within the call
		raw.Send(bobAt, req("INVITE", 2, "c", ok.Tag("To"), "", ""))
		if o := phonetest.Await[sipua.Offered](in); o.SDP != nil {
			t.Fatalf("offered %q", o.SDP)
		}
		in.Dialog.Accept([]byte(phonetest.HoldSDP))
		if m := raw.Expect("200"); m.Body != phonetest.HoldSDP {
			t.Fatal(m.Text)
		}
		raw.Send(bobAt, req("ACK", 2, "d", ok.Tag("To"), "", phonetest.SDP))
		if c := phonetest.Await[sipua.Changed](in); string(c.SDP) != phonetest.SDP {
			t.Fatalf("changed %q", c.SDP)
		}
		raw.Send(bobAt, req("UPDATE", 3, "e", ok.Tag("To"), "", phonetest.SDP))
		if o := phonetest.Await[sipua.Offered](in); o.Method != "UPDATE" {
			t.Fatal(o.Method)
		}
		in.Dialog.Accept([]byte(phonetest.HoldSDP))
		if m := raw.Expect("200"); m.Body != phonetest.HoldSDP || m.Header("CSeq") != "3 UPDATE" {
			t.Fatal(m.Text)
		}
		raw.Send(bobAt, req("BYE", 4, "f", ok.Tag("To"), "", ""))
		ended(t, in, sipua.Remote, sipua.WhyBye, 0)
	})
}

func TestRouteSetAndTargetRefresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, raw, bob := wire(t, phonetest.Answers)
		proxy := n.Raw(t, "192.0.2.30:5060")
		moved := n.Raw(t, "192.0.2.21:5060")
		rr := "Record-Route: <sip:192.0.2.30;lr>\nRecord-Route: <sip:192.0.2.31;lr>\n"
		raw.Send(bobAt, req("INVITE", 1, "a", "", rr, phonetest.SDP))
		ok := raw.Expect("200")
		if strings.Count(ok.Text, "Record-Route:") != 2 {
			t.Fatal(ok.Text)
		}
		raw.Send(bobAt, req("ACK", 1, "b", ok.Tag("To"), "", ""))
		in := bob.Incoming()
		phonetest.Await[sipua.Confirmed](in)
		raw.Send(bobAt, strings.Replace(req("INVITE", 2, "c", ok.Tag("To"), "", phonetest.HoldSDP), "Contact: <sip:raw@192.0.2.20:5060>", "Contact: <sip:moved@192.0.2.21>", 1))
		raw.Expect("200")
		raw.Send(bobAt, req("ACK", 2, "d", ok.Tag("To"), "", ""))
		wait(time.Second)
		in.Dialog.Hangup(sipua.Hangup{})
		bye := proxy.Expect("BYE")
		if !strings.HasPrefix(bye.Start, "BYE sip:moved@192.0.2.21 ") || bye.Header("Route") != "<sip:192.0.2.30;lr>" || !strings.Contains(bye.Text, "Route: <sip:192.0.2.31;lr>") {
			t.Fatal(bye.Text)
		}
		proxy.Send(bobAt, phonetest.Reply(bye, "200 OK", "", "", ""))
		if m, ok := moved.Pending(); ok {
			t.Fatalf("sent past the proxy: %s", m.Start)
		}
	})
}

func TestServerLostTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.AtOnce)
		raw.Send(bobAt, req("INVITE", 1, "a", "", "", phonetest.SDP))
		ok := raw.Expect("200")
		raw.Send(bobAt, req("ACK", 1, "b", ok.Tag("To"), "", ""))
		in := bob.Incoming()
		phonetest.Await[sipua.Confirmed](in)
		in.Dialog.Offer([]byte(phonetest.HoldSDP))
		raw.Send(bobAt, phonetest.Reply(raw.Expect("INVITE"), "481 No", "", "", ""))
		ended(t, in, sipua.Remote, sipua.WhyGone, 481)
		raw.Send(bobAt, phonetest.Reply(raw.Expect("BYE"), "481 No", "", "", ""))
		wait(time.Minute)
		gone(t, bob)
	})
}

func TestSocketErrorsAreSurvived(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, raw, bob := wire(t, phonetest.Answers)
		for range 5 {
			bob.Conn.Fail(fmt.Errorf("network is unreachable"))
		}
		wait(time.Second)
		raw.Send(bobAt, req("OPTIONS", 1, "a", "", "", ""))
		raw.Expect("200")
	})
}

// A phone behind NAT names a Contact that leads nowhere: what we send later
// goes the way its INVITE came (Dialog.Stick).
func TestStickyDialogIgnoresTheContact(t *testing.T) {
	for _, sticky := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			n := phonetest.NewNetwork(phonetest.Weather{})
			bob := n.Phone(t, "bob", "192.0.2.12:5060", phonetest.AtOnce, func(c *sipua.Config) {
				answer := c.Invite
				c.Invite = func(d *sipua.Dialog) sipua.Sink {
					if sticky {
						d.Stick()
					}
					return answer(d)
				}
			})
			raw, named := n.Raw(t, "192.0.2.20:5060"), n.Raw(t, "192.0.2.99:5060")
			behind := func(text string) string {
				return strings.Replace(text, "Contact: <sip:raw@192.0.2.20:5060>", "Contact: <sip:raw@192.0.2.99:5060>", 1)
			}
			raw.Send(bobAt, behind(req("INVITE", 1, "a", "", "", phonetest.SDP)))
			ok := raw.Expect("200")
			raw.Send(bobAt, req("ACK", 1, "b", ok.Tag("To"), "", ""))
			call := bob.Incoming()
			phonetest.Await[sipua.Confirmed](call)
			call.Dialog.Hangup(sipua.Hangup{})
			at := named
			if sticky {
				at = raw
			}
			bye := at.Expect("BYE")
			at.Send(bobAt, phonetest.Reply(bye, "200 OK", "", "", ""))
			wait(time.Minute)
			gone(t, bob)
		})
	}
}
