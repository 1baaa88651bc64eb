package sipedge

import (
	"testing"

	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

func TestAPhoneIsToldItsLegAndACarrierIsNot(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Answers, nil)
		r.register(desk)
		l := newLeg()
		r.edge.Order(leg.Dial{Leg: l, Device: deskID, From: leg.Identity{Number: "2002"}})
		if got := desk.Incoming().Dialog.Request().Header("X-Yobirin-Leg"); got != l.String() {
			t.Errorf("the phone is told leg %q, want %s", got, l)
		}
		next[leg.Ringing](r)
		next[leg.Answered](r)
		r.edge.Order(leg.HangUp{Leg: l, Cause: leg.Cause{Kind: leg.CauseNormal}})
		next[leg.Ended](r)

		carrier := r.net.Phone(t, "0900", carrierAt, phonetest.Answers, nil)
		l = newLeg()
		r.edge.Order(leg.Dial{Leg: l, Trunk: carrierID, Number: "09012345678", From: leg.Identity{Number: "0312340001"}})
		if got := carrier.Incoming().Dialog.Request().Headers("X-Yobirin-Leg"); len(got) != 0 {
			t.Errorf("the carrier is told %q", got)
		}
		next[leg.Ringing](r)
		next[leg.Answered](r)
		r.edge.Order(leg.HangUp{Leg: l, Cause: leg.Cause{Kind: leg.CauseNormal}})
		next[leg.Ended](r)

		in := carrier.Dial(r.uri("0312340001"))
		fact := next[leg.Incoming](r)
		r.edge.Order(leg.Ring{Leg: fact.Leg})
		r.edge.Order(leg.Answer{Leg: fact.Leg})
		if p := phonetest.Await[sipua.Progress](in); len(p.Response.Headers("X-Yobirin-Leg")) != 0 {
			t.Error("a carrier's call is told its leg in the 180")
		}
		if a := phonetest.Await[sipua.Answered](in); len(a.Response.Headers("X-Yobirin-Leg")) != 0 {
			t.Error("a carrier's call is told its leg in the 200")
		}
		next[leg.Answered](r)
	})
}

func TestAPhoneThatCallsIsToldItsLeg(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Answers, nil)
		for _, early := range []bool{false, true} {
			c := desk.DialCall(sipua.Call{
				Targets: []sipua.Target{{URI: r.uri("2002")}}, To: sipua.Address{URI: r.uri("2002")}, Credentials: &sipua.Credentials{User: "d2001", Password: secret},
				Headers: []sipua.Header{{Name: "X-Yobirin-Leg", Value: newLeg().String()}}, // is not believed
			})
			in := next[leg.Incoming](r)
			r.edge.Order(leg.Ring{Leg: in.Leg, Early: early})
			r.edge.Order(leg.Answer{Leg: in.Leg})
			if p := phonetest.Await[sipua.Progress](c); p.Response.Header("X-Yobirin-Leg") != in.Leg.String() {
				t.Errorf("%d says leg %q, want %s", p.Response.Status(), p.Response.Header("X-Yobirin-Leg"), in.Leg)
			}
			if a := phonetest.Await[sipua.Answered](c); a.Response.Header("X-Yobirin-Leg") != in.Leg.String() {
				t.Errorf("200 says leg %q, want %s", a.Response.Header("X-Yobirin-Leg"), in.Leg)
			}
			next[leg.Answered](r)
			r.edge.Order(leg.HangUp{Leg: in.Leg, Cause: leg.Cause{Kind: leg.CauseNormal}})
			next[leg.Ended](r)
		}
	})
}

func TestTheNumberThatAPhoneWantsToPresent(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Answers, nil)
		for header, want := range map[string]string{
			"<sip:0312345678@192.0.2.1>": "0312345678", `"代表" <tel:+81-3-1234-5678>`: "+81312345678", "sip:0312345678@x;user=phone": "0312345678",
			"<sip:d2001@192.0.2.1>": "", "": "", "<sip:alice@x>": "", "rubbish <": "",
		} {
			call := sipua.Call{
				Targets: []sipua.Target{{URI: r.uri("09012345678")}}, To: sipua.Address{URI: r.uri("09012345678")}, Credentials: &sipua.Credentials{User: "d2001", Password: secret},
			}
			if header != "" {
				call.Headers = []sipua.Header{{Name: "P-Preferred-Identity", Value: header}}
			}
			c := desk.DialCall(call)
			in := next[leg.Incoming](r)
			if in.Present != want {
				t.Errorf("%q presents %q, want %q", header, in.Present, want)
			}
			r.edge.Order(leg.HangUp{Leg: in.Leg, Cause: leg.Cause{Kind: leg.CauseForbidden, Text: "not-your-number"}})
			e := phonetest.Await[sipua.Ended](c)
			if e.Status != 403 {
				t.Errorf("refused with %d", e.Status)
			}
			next[leg.Ended](r)
		}
	})
}

func TestARefusalSaysWhyInAWarning(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		s := r.edge.newSession(newLeg(), true)
		s.device = deskID
		for text, want := range map[string]string{"not-your-number": `399 192.0.2.1 "not-your-number"`, "": "", `"; evil`: "", "Two Words": ""} {
			got := ""
			if h := s.warning(leg.Cause{Kind: leg.CauseForbidden, Text: text}); len(h) > 0 {
				got = h[0].Value
			}
			if got != want {
				t.Errorf("%q warns %q, want %q", text, got, want)
			}
		}
		s.device = [16]byte{}
		if h := s.warning(leg.Cause{Kind: leg.CauseForbidden, Text: "not-your-number"}); h != nil {
			t.Errorf("a carrier is warned %v", h)
		}
		s.cancel()
	})
}
