package sipedge

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
)

// TestNothingIsLeftOfManyCalls bridges calls in foul weather: packets are
// lost, doubled and reordered. Every leg ends exactly once, and nothing stays.
func TestNothingIsLeftOfManyCalls(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Script{Ring: true, RingFor: 3 * time.Second, Answer: true, Accept: true}, nil)
		carrier := r.net.Phone(t, "0900", carrierAt, phonetest.Unmanaged, nil)
		r.register(desk)
		r.net.SetWeather(phonetest.Weather{Seed: 7, Loss: 0.05, Duplicate: 0.05, Reorder: 0.1, Delay: 5 * time.Millisecond})
		const calls = 300
		for range calls {
			carrier.Dial(r.uri("0312340001"))
		}
		ended := map[id.Leg]int{}
		begun := map[id.Leg]bool{}
		for len(ended) < len(begun) || len(begun) < 2*calls {
			switch f := (<-r.facts).(type) {
			case leg.Incoming:
				begun[f.Leg] = true
				out := id.LegOf(id.CallOf(f.Leg), 2)
				begun[out] = true
				r.edge.Order(leg.Ring{Leg: f.Leg})
				r.edge.Order(leg.Dial{Leg: out, Device: deskID, From: f.From})
			case leg.Answered:
				if id.LegNumber(f.Leg) == 2 {
					r.edge.Order(leg.Answer{Leg: id.LegOf(id.CallOf(f.Leg), 1)})
				} else { // both talk: now the agent hangs up
					r.edge.Order(leg.HangUp{Leg: id.LegOf(id.CallOf(f.Leg), 2), Cause: leg.Cause{Kind: leg.CauseNormal}})
				}
			case leg.Ended:
				ended[f.Leg]++
				for n := range uint16(2) { // the other leg follows; for this one it is too late
					r.edge.Order(leg.HangUp{Leg: id.LegOf(id.CallOf(f.Leg), n+1), Cause: f.Cause})
				}
			}
		}
		<-time.After(5 * time.Minute) // transactions keep what they must for 64*T1
		synctest.Wait()
		for len(r.facts) > 0 {
			if f, over := (<-r.facts).(leg.Ended); over {
				ended[f.Leg]++
			}
		}
		for l, n := range ended {
			if n != 1 {
				t.Errorf("leg %s ended %d times", l, n)
			}
		}
		s := r.edge.ua.Stats()
		if s.Dialogs != 0 || r.edge.Legs() != 0 || r.media.open() != 0 || len(r.edge.ours) != 0 {
			t.Errorf("left: %d dialogs, %d legs, %d ports, %d Call-IDs", s.Dialogs, r.edge.Legs(), r.media.open(), len(r.edge.ours))
		}
	})
}

// TestFloodOfStrangersLeavesNothing sends INVITEs from many sources.
func TestFloodOfStrangersLeavesNothing(t *testing.T) {
	inBubble(t, usual(), func(c *Config) { c.Guard.Sources = 50 }, func(t *testing.T, r *rig) {
		for n := range 100 {
			raw := r.net.Raw(t, "203.0.113."+itoa(n+1)+":5060")
			for i := range 10 {
				raw.Send(ap(edgeAt), "INVITE sip:01014155550100@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 203.0.113."+itoa(n+1)+":5060;branch=z9hG4bK"+itoa(n)+"x"+itoa(i)+
					"\nMax-Forwards: 70\nFrom: <sip:100@192.0.2.1>;tag=f\nTo: <sip:01014155550100@192.0.2.1>\nCall-ID: "+itoa(n)+"x"+itoa(i)+
					"\nCSeq: 1 INVITE\nContact: <sip:100@203.0.113.1>\nContent-Length: 0\n")
			}
		}
		<-time.After(2 * time.Minute)
		r.none()
		s := r.edge.ua.Stats()
		if s.Dialogs != 0 || s.ServerTransactions != 0 || r.edge.Legs() != 0 {
			t.Errorf("left: %+v, %d legs", s, r.edge.Legs())
		}
		if n, _, _ := r.edge.guard.counts(); n > 50 {
			t.Errorf("%d strangers remembered", n)
		}
	})
}
