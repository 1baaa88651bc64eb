package sipedge

import (
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

func TestTrunkCallIsAnsweredAndHungUp(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		carrier := r.net.Phone(t, "09012345678", carrierAt, phonetest.Unmanaged, nil)
		c := carrier.DialCall(sipua.Call{
			Targets: []sipua.Target{{URI: r.uri("0312340001")}}, To: sipua.Address{URI: r.uri("0312340001")},
			Headers: []sipua.Header{{Name: "P-Asserted-Identity", Value: "<sip:+819012345678@198.51.100.1>"}, {Name: "Diversion", Value: "<sip:0399990000@x>;reason=unconditional"}},
		})
		in := next[leg.Incoming](r)
		if in.Trunk != carrierID || !in.Device.IsZero() || in.Dialed != "0312340001" || in.From.Number != "09012345678" || id.LegNumber(in.Leg) != 1 {
			t.Fatalf("%+v", in)
		}
		if in.Headers.Source != "udp:"+carrierAt || in.Headers.CallID != c.Dialog.CallID() || !strings.HasPrefix(in.Headers.Diversion, "<sip:0399990000") {
			t.Fatalf("%+v", in.Headers)
		}
		r.edge.Order(leg.Ring{Leg: in.Leg})
		if p := phonetest.Await[sipua.Progress](c); p.Response.Status() != 180 || p.SDP != nil {
			t.Fatalf("%d", p.Response.Status())
		}
		r.edge.Order(leg.Answer{Leg: in.Leg})
		phonetest.Await[sipua.Answered](c)
		if a := next[leg.Answered](r); a.Leg != in.Leg || a.Codec != "PCMU" {
			t.Fatalf("%+v", a)
		}
		c.Dialog.Press("5", 100)
		if d := next[leg.Digit](r); d.Key != "5" || d.By != "info" {
			t.Fatalf("%+v", d)
		}
		c.Dialog.Offer([]byte(phonetest.HoldSDP))
		next[leg.Held](r)
		c.Dialog.Offer([]byte(phonetest.SDP))
		next[leg.Resumed](r)
		c.Dialog.Hangup(sipua.Hangup{Reason: sipua.Reason{Q850: 16}})
		e := next[leg.Ended](r)
		if e.By != leg.SideRemote || e.Cause.Kind != leg.CauseNormal || e.Cause.Q850 != 16 {
			t.Fatalf("%+v", e)
		}
		r.edge.Order(leg.HangUp{Leg: in.Leg}) // too late: nothing
		r.none()
	})
}

func TestEarlyAudioThenAnswer(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		carrier := r.net.Phone(t, "0900", carrierAt, phonetest.Unmanaged, nil)
		for _, reliable := range []sipua.Reliability{sipua.ReliableOff, sipua.ReliableSupported} {
			c := carrier.DialCall(sipua.Call{Targets: []sipua.Target{{URI: r.uri("0312340001")}}, To: sipua.Address{URI: r.uri("0312340001")}, Reliable: reliable})
			in := next[leg.Incoming](r)
			r.edge.Order(leg.Ring{Leg: in.Leg, Early: true})
			r.edge.Order(leg.Ring{Leg: in.Leg})
			r.edge.Order(leg.Answer{Leg: in.Leg})
			p := phonetest.Await[sipua.Progress](c)
			if p.Response.Status() != 183 || string(p.SDP) != ourSDP || p.Reliable != (reliable != "") {
				t.Fatalf("%+v", p)
			}
			a := phonetest.Await[sipua.Answered](c)
			if (a.SDP == nil) != p.Reliable {
				t.Fatalf("the 200 repeats the answer: %v, reliable %v", a.SDP != nil, p.Reliable)
			}
			next[leg.Answered](r)
			r.edge.Order(leg.HangUp{Leg: in.Leg, Cause: leg.Cause{Kind: leg.CauseNormal}})
			if e := next[leg.Ended](r); e.By != leg.SideLocal || e.Cause.Kind != leg.CauseNormal {
				t.Fatalf("%+v", e)
			}
			if e := phonetest.Await[sipua.Ended](c); e.Why != sipua.WhyBye || e.Reason.Q850 != 16 {
				t.Fatalf("%+v", e)
			}
		}
	})
}

func TestInviteWithoutOffer(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		raw := r.net.Raw(t, carrierAt)
		invite := func(branch string) {
			raw.Send(ap(edgeAt), "INVITE sip:0312340001@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP "+carrierAt+";branch=z9hG4bK"+branch+"\nMax-Forwards: 70\n"+
				"From: <sip:0900@x>;tag=f\nTo: <sip:0312340001@x>\nCall-ID: "+branch+"\nCSeq: 1 INVITE\nContact: <sip:c@"+carrierAt+">\nContent-Length: 0\n")
		}
		ack := func(ok phonetest.Message, branch, body string) {
			head := "ACK sip:x@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP " + carrierAt + ";branch=z9hG4bKa" + branch + "\nMax-Forwards: 70\nFrom: <sip:0900@x>;tag=f\nTo: " +
				ok.Header("To") + "\nCall-ID: " + branch + "\nCSeq: 1 ACK\n"
			if body != "" {
				head += "Content-Type: application/sdp\n"
			}
			raw.Send(ap(edgeAt), head+"Content-Length: "+itoa(len(body))+"\n\n"+body)
		}
		invite("one")
		in := next[leg.Incoming](r)
		r.edge.Order(leg.Answer{Leg: in.Leg})
		ok := raw.Expect("200")
		if ok.Body != ourSDP {
			t.Fatalf("the 200 carries %q, want our offer", ok.Body)
		}
		ack(ok, "one", phonetest.SDP)
		next[leg.Answered](r)

		invite("two")
		in = next[leg.Incoming](r)
		r.edge.Order(leg.Answer{Leg: in.Leg})
		ack(raw.Expect("200"), "two", "") // no answer at all
		if e := next[leg.Ended](r); e.Cause.Kind != leg.CauseUnacceptable || e.By != leg.SideLocal {
			t.Fatalf("%+v", e)
		}
		bye := raw.Expect("BYE")
		raw.Send(ap(edgeAt), phonetest.Reply(bye, "200 OK", "", "Content-Length: 0", ""))
	})
}

func TestCallerGivesUp(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		carrier := r.net.Phone(t, "0900", carrierAt, phonetest.Unmanaged, nil)
		for _, c := range []struct {
			reason sipua.Reason
			want   leg.Kind
		}{{sipua.Reason{}, leg.CauseCallerGone}, {sipua.Reason{SIP: 200, Text: "Call completed elsewhere"}, leg.CauseAnsweredElsewhere}} {
			call := carrier.Dial(r.uri("0312340001"))
			in := next[leg.Incoming](r)
			r.edge.Order(leg.Ring{Leg: in.Leg})
			phonetest.Await[sipua.Progress](call)
			call.Dialog.Hangup(sipua.Hangup{Reason: c.reason})
			if e := next[leg.Ended](r); e.By != leg.SideRemote || e.Cause.Kind != c.want || e.Cause.SIP != 487 {
				t.Fatalf("%+v", e)
			}
		}
	})
}

func TestRefusedWithStatusAndReason(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		carrier := r.net.Phone(t, "0900", carrierAt, phonetest.Unmanaged, nil)
		for kind, want := range refusals {
			c := carrier.Dial(r.uri("0312340001"))
			in := next[leg.Incoming](r)
			r.edge.Order(leg.HangUp{Leg: in.Leg, Cause: leg.Cause{Kind: kind}})
			e := phonetest.Await[sipua.Ended](c)
			if e.Status != want.status || e.Reason.Q850 != want.q850 {
				t.Errorf("%s: %d, Reason %q; want %d, %d", kind, e.Status, e.Reason.String(), want.status, want.q850)
			}
			if want.status == 503 && e.Response.Header("Retry-After") == "" {
				t.Errorf("%s: 503 without Retry-After", kind)
			}
			if over := next[leg.Ended](r); over.By != leg.SideLocal || over.Cause.Kind != kind {
				t.Errorf("%s: %+v", kind, over)
			}
		}
	})
}

func TestOfferWithNothingInCommon(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		carrier := r.net.Phone(t, "0900", carrierAt, phonetest.Unmanaged, nil)
		video := strings.ReplaceAll(phonetest.SDP, "RTP/AVP 0", "RTP/AVP 99")
		c := carrier.DialCall(sipua.Call{Targets: []sipua.Target{{URI: r.uri("1")}}, To: sipua.Address{URI: r.uri("1")}, Offer: []byte(video)})
		in := next[leg.Incoming](r)
		r.edge.Order(leg.Answer{Leg: in.Leg})
		if e := phonetest.Await[sipua.Ended](c); e.Status != 488 {
			t.Fatalf("%+v", e)
		}
		if e := next[leg.Ended](r); e.Cause.Kind != leg.CauseUnacceptable || e.Cause.SIP != 488 {
			t.Fatalf("%+v", e)
		}
		r.media.full = true
		c = carrier.Dial(r.uri("1"))
		in = next[leg.Incoming](r)
		r.edge.Order(leg.Answer{Leg: in.Leg})
		if e := phonetest.Await[sipua.Ended](c); e.Status != 503 {
			t.Fatalf("%+v", e)
		}
		next[leg.Ended](r)
	})
}

func TestOverloadDisabledAndDraining(t *testing.T) {
	plan := usual()
	inBubble(t, plan, nil, func(t *testing.T, r *rig) {
		carrier := r.net.Phone(t, "0900", carrierAt, phonetest.Unmanaged, nil)
		refused := func(status int, retry bool) {
			t.Helper()
			e := phonetest.Await[sipua.Ended](carrier.Dial(r.uri("0312340001")))
			if e.Status != status || (e.Response.Header("Retry-After") != "") != retry {
				t.Fatalf("%d, Retry-After %q; want %d", e.Status, e.Response.Header("Retry-After"), status)
			}
		}
		r.deaf = true
		refused(503, true)
		r.deaf = false
		off := usual()
		off.Trunks[0].Disabled = true
		if err := r.edge.SetPlan(off); err != nil {
			t.Fatal(err)
		}
		refused(403, false)
		if err := r.edge.SetPlan(plan); err != nil {
			t.Fatal(err)
		}
		running := carrier.Dial(r.uri("0312340001"))
		in := next[leg.Incoming](r)
		r.edge.Drain()
		refused(503, true)
		r.edge.Order(leg.Answer{Leg: in.Leg}) // the running one goes on
		phonetest.Await[sipua.Answered](running)
		next[leg.Answered](r)
		r.none()
	})
}

func TestCloseEndsWhatRuns(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		carrier := r.net.Phone(t, "0900", carrierAt, phonetest.Answers, nil)
		up := carrier.Dial(r.uri("1"))
		in := next[leg.Incoming](r)
		r.edge.Order(leg.Answer{Leg: in.Leg})
		phonetest.Await[sipua.Answered](up)
		next[leg.Answered](r)
		waiting := carrier.Dial(r.uri("2"))
		next[leg.Incoming](r)
		r.stop(r.edge)
		for range 2 {
			if e := next[leg.Ended](r); e.Cause.Kind != leg.CauseShutdown {
				t.Fatalf("%+v", e)
			}
		}
		phonetest.Await[sipua.Ended](up)
		if e := phonetest.Await[sipua.Ended](waiting); e.Status != 503 {
			t.Fatalf("%+v", e)
		}
		r.edge.Order(leg.Dial{Leg: newLeg(), Device: deskID})
		if e := next[leg.Ended](r); e.Cause.Kind != leg.CauseShutdown {
			t.Fatalf("%+v", e)
		}
	})
}

func TestLoopIsRefused(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		raw := r.net.Raw(t, carrierAt)
		l := newLeg()
		r.edge.Order(leg.Dial{Leg: l, Trunk: carrierID, Number: "0312340001", From: leg.Identity{Number: "0312345678"}})
		out := raw.Expect("INVITE")
		raw.Send(ap(edgeAt), strings.Replace(out.Text, "Via: ", "Via: SIP/2.0/UDP "+carrierAt+";branch=z9hG4bKback\r\nVia: ", 1))
		if m := raw.Expect("482"); m.Header("Call-ID") != out.Header("Call-ID") {
			t.Fatalf("%s", m.Text)
		}
		r.none()
		r.edge.Order(leg.HangUp{Leg: l, Cause: leg.Cause{Kind: leg.CauseCallerGone}})
		raw.Send(ap(edgeAt), phonetest.Reply(out, "480 Gone", "t", "Content-Length: 0", ""))
		next[leg.Ended](r)
	})
}

func TestPanicEndsOneLegOnly(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		carrier := r.net.Phone(t, "0900", carrierAt, phonetest.Unmanaged, nil)
		bad, good := carrier.Dial(r.uri("1")), carrier.Dial(r.uri("2"))
		one, two := next[leg.Incoming](r), next[leg.Incoming](r)
		if one.Dialed != "1" {
			one, two = two, one
		}
		r.edge.with(one.Leg, func(*session) { panic("a mistake") })
		if e := next[leg.Ended](r); e.Leg != one.Leg || e.Cause.Kind != leg.CauseTrouble {
			t.Fatalf("%+v", e)
		}
		if e := phonetest.Await[sipua.Ended](bad); e.Status != 500 {
			t.Fatalf("%+v", e)
		}
		r.edge.Order(leg.Answer{Leg: two.Leg})
		phonetest.Await[sipua.Answered](good)
		next[leg.Answered](r)
	})
}

func TestSocketThatFailsIsOpenedAgain(t *testing.T) {
	var conns []*phonetest.Conn
	var r2 *rig
	inBubble(t, usual(), func(c *Config) {
		open := c.ListenPacket
		c.ListenPacket = func(a string) (net.PacketConn, error) {
			conn, err := open(a)
			conns = append(conns, conn.(*phonetest.Conn))
			return conn, err
		}
	}, func(t *testing.T, r *rig) {
		r2 = r
		_ = conns[0].Close()
		<-time.After(5 * time.Second)
		synctest.Wait()
		carrier := r2.net.Phone(t, "0900", carrierAt, phonetest.Unmanaged, nil)
		carrier.Dial(r.uri("1"))
		next[leg.Incoming](r)
		if len(conns) != 2 {
			t.Fatalf("%d sockets", len(conns))
		}
	})
}
