package sipedge

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// office is three phones and a carrier.
func office() Plan {
	p := usual()
	p.Devices = append(p.Devices, account(2, "d2002"), account(3, "d2003"))
	return p
}

// connected makes a call of a phone and answers it.
func (r *rig) connected(p *phonetest.Phone, number string) (*phonetest.Call, id.Leg) {
	r.t.Helper()
	c := r.dial(p, number)
	in := next[leg.Incoming](r)
	r.edge.Order(leg.Answer{Leg: in.Leg})
	phonetest.Await[sipua.Answered](c)
	next[leg.Answered](r)
	return c, in.Leg
}

// rung rings a device and lets its phone answer.
func (r *rig) rung(p *phonetest.Phone, device id.Device) (*phonetest.Call, id.Leg) {
	r.t.Helper()
	p.SetScript(phonetest.AtOnce)
	l := newLeg()
	r.edge.Order(leg.Dial{Leg: l, Device: device, From: leg.Identity{Number: "09012345678"}})
	c := p.Incoming()
	next[leg.Ringing](r)
	next[leg.Answered](r)
	phonetest.Await[sipua.Confirmed](c)
	return c, l
}

func (r *rig) over(l id.Leg) {
	r.t.Helper()
	r.edge.Order(leg.HangUp{Leg: l, Cause: leg.Cause{Kind: leg.CauseNormal}})
	if e := next[leg.Ended](r); e.Leg != l {
		r.t.Fatalf("%+v", e)
	}
}

func TestPhoneTransfersBlind(t *testing.T) {
	inBubble(t, office(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, nil)
		r.register(desk)
		in, first := r.connected(desk, "2002")
		out, second := r.rung(desk, deskID)
		for _, c := range []struct {
			call   *phonetest.Call
			leg    id.Leg
			to     string
			want   string
			told   []int
			heard  []int
			header []sipua.Header
		}{
			{in, first, "2003", "2003", []int{180, 200}, []int{202, 100, 180, 200}, nil},
			{in, first, "090-1234-5678", "09012345678", []int{486}, []int{202, 100, 486}, nil}, // a second one: the call is still up
			{out, second, "%2372", "#72", []int{603}, []int{202, 100, 603}, nil},
			{out, second, "2003", "2003", []int{200}, []int{202}, []sipua.Header{{Name: "Refer-Sub", Value: "false"}}},
		} {
			c.call.Blind(r.uri(c.to), c.header...)
			f := next[leg.Referred](r)
			if f.Leg != c.leg || f.To != c.want || !f.Replaces.IsZero() {
				t.Fatalf("%+v", f)
			}
			for _, status := range c.told {
				<-time.After(time.Second)
				r.edge.Order(leg.TellReferrer{Leg: f.Leg, Status: status})
			}
			if got := c.call.Told(); !slices.Equal(got, c.heard) {
				t.Errorf("to %s the phone was told %v, want %v", c.to, got, c.heard)
			}
		}
		if n := len(r.edge.referrals); n != 0 {
			t.Errorf("%d transfers are still being told of", n)
		}
		r.over(first)
		r.over(second)
	})
}

func TestPhoneTransfersAttended(t *testing.T) {
	inBubble(t, office(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, nil)
		r.register(desk)
		held, first := r.rung(desk, deskID)
		consult, second := r.connected(desk, "2002")
		held.Attended(consult, r.uri("2002"))
		f := next[leg.Referred](r)
		if f.Leg != first || f.Replaces != second || f.To != "" {
			t.Fatalf("%+v", f)
		}
		// The transfer is done and the legs are hung up in one breath: the phone
		// hears of it before its call ends.
		r.edge.Order(leg.TellReferrer{Leg: first, Status: 180})
		r.edge.Order(leg.TellReferrer{Leg: first, Status: 200})
		r.over(first)
		if got := held.Told(); got[len(got)-1] != 200 {
			t.Errorf("told %v", got)
		}
		// The other way round, from an unanswered second call.
		third := r.dial(desk, "2003")
		in := next[leg.Incoming](r)
		r.edge.Order(leg.Ring{Leg: in.Leg})
		phonetest.Await[sipua.Progress](third)
		consult.Attended(third, r.uri("2003"))
		if f := next[leg.Referred](r); f.Leg != second || f.Replaces != in.Leg {
			t.Fatalf("%+v", f)
		}
		r.edge.Order(leg.TellReferrer{Leg: second, Status: 200})
		consult.Told()
		consult.Attended(consult, r.uri("2002")) // with itself
		if got := consult.Told(); !slices.Equal(got, []int{400}) {
			t.Errorf("told %v", got)
		}
		r.over(second)
		r.over(in.Leg)
	})
}

func TestTransfersThatAreRefused(t *testing.T) {
	inBubble(t, office(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, nil)
		mate := r.net.Phone(t, "d2002", "192.0.2.12:5060", phonetest.Unmanaged, nil)
		carrier := r.net.Phone(t, "0900", carrierAt, phonetest.Unmanaged, nil)
		r.register(desk)
		r.register(mate)
		mine, first := r.connected(desk, "2002")
		theirs, second := r.connected(mate, "2003")
		trunk := carrier.Dial(r.uri("0312340001"))
		in := next[leg.Incoming](r)
		r.edge.Order(leg.Answer{Leg: in.Leg})
		phonetest.Await[sipua.Answered](trunk)
		next[leg.Answered](r)

		trunk.Blind(r.uri("0990"))
		if got := trunk.Told(); !slices.Equal(got, []int{403}) {
			t.Errorf("a carrier was told %v", got)
		}
		mine.Attended(theirs, r.uri("2002")) // a leg of another account
		if got := mine.Told(); !slices.Equal(got, []int{481}) {
			t.Errorf("told %v", got)
		}
		u := r.uri("2003")
		u.UriParams = append(u.UriParams, sipua.Param{K: "method", V: "BYE"})
		for _, c := range []struct {
			to   sipua.URI
			want int
		}{{u, 501}, {r.uri(""), 400}, {sipua.URI{Scheme: "sip", User: strings.Repeat("x", 1100), Host: "y"}, 400}} {
			mine.Blind(c.to)
			if got := mine.Told(); !slices.Equal(got, []int{c.want}) {
				t.Errorf("%.40s: told %v", c.to.String(), got)
			}
		}
		r.over(first)
		r.over(second)
		r.over(in.Leg)
	})
}

func TestReferOutsideADialog(t *testing.T) {
	inBubble(t, office(), nil, func(t *testing.T, r *rig) {
		raw := r.net.Raw(t, "192.0.2.40:5060")
		raw.Send(ap(edgeAt), "REFER sip:2002@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.40:5060;branch=z9hG4bKa\nMax-Forwards: 70\nFrom: <sip:d2001@x>;tag=f\nTo: <sip:2002@x>\n"+
			"Call-ID: a\nCSeq: 1 REFER\nContact: <sip:c@192.0.2.40>\nRefer-To: <sip:0990@x>\nRequire: tdialog\nTarget-Dialog: x;local-tag=1;remote-tag=2\nContent-Length: 0\n")
		raw.Expect("403")
		r.none()
	})
}

// Most phones hang up as soon as their REFER is accepted.
func TestReferrerMayHangUpAtOnce(t *testing.T) {
	inBubble(t, office(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, nil)
		r.register(desk)
		for _, told := range []bool{true, false} {
			c, l := r.connected(desk, "2002")
			c.Blind(r.uri("2003"))
			next[leg.Referred](r)
			c.Dialog.Hangup(sipua.Hangup{})
			next[leg.Ended](r)
			if told {
				r.edge.Order(leg.TellReferrer{Leg: l, Status: 200})
			}
			<-time.After(10 * time.Minute) // what is not told ends by itself
			if n := len(r.edge.referrals); n != 0 {
				t.Errorf("told %v: %d transfers are still being told of", told, n)
			}
			if n := r.edge.ua.Stats().Dialogs; n != 0 {
				t.Errorf("told %v: %d dialogs left", told, n)
			}
		}
	})
}

// A phone behind a NAT that gave it another port proves itself before it may
// send the call elsewhere.
func TestReferFromElsewhereIsChallenged(t *testing.T) {
	inBubble(t, office(), nil, func(t *testing.T, r *rig) {
		challenged := make(chan struct{}, 4)
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, func(c *sipua.Config) {
			c.Trace = func(sent bool, _ sipua.Flow, data []byte) {
				if !sent && strings.HasPrefix(string(data), "SIP/2.0 401") && strings.Contains(string(data), " REFER\r\n") {
					challenged <- struct{}{}
				}
			}
		})
		r.register(desk)
		c, l := r.connected(desk, "2002")
		r.edge.guard.distrust(desk.Conn.Addr())
		c.Blind(r.uri("2003"))
		select {
		case <-challenged:
		case <-time.After(time.Minute):
			t.Fatal("nobody asked for the password")
		}
		next[leg.Referred](r)
		r.edge.Order(leg.TellReferrer{Leg: l, Status: 200})
		if got := c.Told(); !slices.Equal(got, []int{202, 100, 200}) {
			t.Errorf("told %v", got)
		}
		r.over(l)
	})
}

// TestTransfersInBadWeather: phones transfer and hang up at moments that do
// not suit, over a network that loses a fifth; nothing is left of any of it.
func TestTransfersInBadWeather(t *testing.T) {
	for seed := range uint64(20) {
		inBubble(t, office(), nil, func(t *testing.T, r *rig) {
			desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, nil)
			r.register(desk)
			c, l := r.connected(desk, "2002")
			r.net.SetWeather(phonetest.Weather{Seed: seed, Loss: 0.2, Duplicate: 0.1, Reorder: 0.2, Delay: 5 * time.Millisecond})
			dice := rand.New(rand.NewPCG(seed, 7))
			pause := func() { <-time.After(time.Duration(dice.IntN(3000)) * time.Millisecond) }
			c.Blind(r.uri("2003"))
			pause()
			moves := []func(){
				func() { c.Dialog.Hangup(sipua.Hangup{}) },
				func() { r.edge.Order(leg.TellReferrer{Leg: l, Status: 180}) },
				func() { r.edge.Order(leg.TellReferrer{Leg: l, Status: 200 + dice.IntN(2)*286}) },
				func() { c.Dialog.Offer([]byte(phonetest.HoldSDP)) },
				func() { r.edge.Order(leg.HangUp{Leg: l, Cause: leg.Cause{Kind: leg.CauseNormal}}) },
			}
			dice.Shuffle(len(moves), func(i, j int) { moves[i], moves[j] = moves[j], moves[i] })
			for _, m := range moves {
				m()
				pause()
			}
			for over := false; !over; {
				select {
				case f := <-r.facts:
					_, over = f.(leg.Ended)
				case <-time.After(10 * time.Minute):
					t.Fatalf("seed %d: the leg never ended", seed)
				}
			}
			<-time.After(10 * time.Minute)
			if s := r.edge.ua.Stats(); s.Dialogs != 0 || s.Panics != 0 {
				t.Errorf("seed %d: %+v", seed, s)
			}
			r.none()
		})
	}
}
