package sipedge

import (
	"testing"
	"testing/synctest"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// echo is a carrier that sends every call back to the site, as one does whose
// customer has forwarded a number to itself. It keeps the rules of a proxy for
// Max-Forwards and tells nothing of diversions.
func echo(t *testing.T, r *rig, rounds *int) {
	var ua *sipua.UA
	p := r.net.Phone(t, "carrier", carrierAt, phonetest.Unmanaged, func(c *sipua.Config) {
		c.Invite = func(in *sipua.Dialog) sipua.Sink {
			*rounds++
			call := sipua.Call{
				Targets: []sipua.Target{{URI: r.uri("0312340001"), Next: ap(edgeAt)}},
				From:    sipua.Address{URI: r.uri("0900000001")}, To: sipua.Address{URI: r.uri("0312340001")}, Offer: []byte(ourSDP),
				HopsBehind: in.Request().HopsBehind(),
			}
			out, err := ua.Dial(call, func(ev sipua.Event) {
				if e, over := ev.(sipua.Ended); over {
					in.Reject(sipua.Answer{Status: max(e.Status, 480)})
				}
			})
			if err != nil {
				t.Error(err)
				return nil
			}
			return func(ev sipua.Event) {
				if _, over := ev.(sipua.Ended); over {
					out.Hangup(sipua.Hangup{})
				}
			}
		}
	})
	ua = p.UA
}

// A number that leads out to a carrier which leads it back in: the call goes
// round until Max-Forwards is used up, and everybody on its way is told why.
func TestACallThatGoesRoundComesToAnEnd(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		rounds := 0
		echo(t, r, &rounds)
		first := newLeg()
		r.edge.Order(leg.Dial{Leg: first, Trunk: carrierID, Number: "0312340001", From: leg.Identity{Number: "0312340002"}})
		out := map[id.Leg]id.Leg{} // the leg that each one dialed was dialed for
		came := 0
		for over := false; !over; {
			synctest.Wait()
			switch f := (<-r.facts).(type) {
			case leg.Incoming:
				came++
				if came > 100 {
					t.Fatal("the call goes round for ever")
				}
				next := id.LegOf(id.CallOf(f.Leg), 2)
				out[next] = f.Leg
				r.edge.Order(leg.Dial{Leg: next, Trunk: carrierID, Number: "0312340001", From: f.From, Like: f.Leg})
			case leg.Ended:
				if caller, ok := out[f.Leg]; ok {
					if f.Cause.Kind != leg.CauseLoop || f.Cause.SIP != 483 {
						t.Fatalf("%+v, want too many hops", f.Cause)
					}
					r.edge.Order(leg.HangUp{Leg: caller, Cause: f.Cause})
				}
				if f.Leg == first {
					over = true
					if f.Cause.Kind != leg.CauseLoop || f.Cause.SIP != 483 {
						t.Fatalf("%+v, want too many hops", f.Cause)
					}
				}
			case leg.Ringing:
			default:
				t.Fatalf("unexpected %T %+v", f, f)
			}
		}
		if rounds != 35 || came != 35 { // of 70 hops each round takes two
			t.Errorf("%d calls went out and %d came back", rounds, came)
		}
		synctest.Wait()
	})
}

// What a phone or a carrier has used up of Max-Forwards is used up in what we
// make of its call; what the site begins by itself begins anew.
func TestMaxForwardsGoesOn(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, nil)
		r.register(desk)
		line := r.net.Phone(t, "carrier", carrierAt, phonetest.Unmanaged, nil)
		for _, want := range []struct {
			behind int
			device bool
			left   string
		}{{0, false, "69"}, {0, true, "69"}, {60, false, "9"}, {68, true, "1"}} {
			in := line.DialCall(sipua.Call{
				Targets: []sipua.Target{{URI: r.uri("0312340001"), Next: ap(edgeAt)}}, To: sipua.Address{URI: r.uri("0312340001")}, HopsBehind: want.behind,
			})
			caller := next[leg.Incoming](r)
			o := leg.Dial{Leg: id.LegOf(id.CallOf(caller.Leg), 2), Like: caller.Leg, From: caller.From, Trunk: carrierID, Number: "0312340009"}
			at := line
			if want.device {
				at, o.Device, o.Trunk, o.Number = desk, deskID, id.Trunk{}, ""
			}
			r.edge.Order(o)
			if got := at.Incoming().Dialog.Request().Header("Max-Forwards"); got != want.left {
				t.Errorf("with %d hops behind it Max-Forwards is %s, want %s", want.behind, got, want.left)
			}
			for _, l := range []id.Leg{o.Leg, caller.Leg} {
				r.edge.Order(leg.HangUp{Leg: l, Cause: leg.Cause{Kind: leg.CauseBusy}})
				next[leg.Ended](r)
			}
			phonetest.Await[sipua.Ended](in)
		}
		fresh := leg.Dial{Leg: newLeg(), Device: deskID, From: leg.Identity{Number: "0312340001"}}
		r.edge.Order(fresh)
		if got := desk.Incoming().Dialog.Request().Header("Max-Forwards"); got != "70" {
			t.Errorf("a call of the site's own has Max-Forwards %s, want 70", got)
		}
		r.edge.Order(leg.HangUp{Leg: fresh.Leg, Cause: leg.Cause{Kind: leg.CauseNormal}})
		next[leg.Ended](r)
	})
}
