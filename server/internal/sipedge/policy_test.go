package sipedge

import (
	"net"
	"net/netip"
	"testing"

	"github.com/yobirin/yobirin/server/internal/carrier"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

func TestPoliciesReachTheMedia(t *testing.T) {
	plan := usual()
	plan.Devices[0].SRTP = SRTPRequire
	plan.Trunks[0].Profile.Codecs, plan.Trunks[0].Profile.TelephoneEvt = []string{"PCMA"}, carrier.UseOff
	inBubble(t, plan, nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.AtOnce, nil)
		carrier := r.net.Phone(t, "0900", carrierAt, phonetest.AtOnce, nil)
		r.register(desk)
		up := func(o leg.Order) {
			t.Helper()
			r.edge.Order(o)
			for {
				switch (<-r.facts).(type) {
				case leg.Answered:
					return
				case leg.Ended:
					t.Fatal("ended")
				}
			}
		}
		r.dial(desk, "2002")
		up(leg.Answer{Leg: next[leg.Incoming](r).Leg})
		like := newLeg()
		up(leg.Dial{Leg: like, Device: deskID, From: leg.Identity{Number: "2002"}})
		carrier.Dial(r.uri("0312340001"))
		up(leg.Answer{Leg: next[leg.Incoming](r).Leg})
		up(leg.Dial{Leg: newLeg(), Trunk: carrierID, Number: "117", From: leg.Identity{Number: "0312345678"}, Like: like})
		for i, s := range r.media.specs {
			phone := i < 2
			if (s.SRTP == SRTPRequire) != phone || s.NAT != phone || s.NoEvents == phone || (len(s.Codecs) == 1) == phone {
				t.Errorf("leg %d: %+v", i, s)
			}
		}
		if got := r.media.specs[3].Like; got != like {
			t.Errorf("like %s", got)
		}
	})
}

func TestAccountsOfOneCarrierAreToldApart(t *testing.T) {
	plan := usual()
	twin := plan.Trunks[0]
	twin.ID, twin.Name = id.Numbered[id.Trunk](2), "second account"
	plan.Trunks[0].Register = &Register{User: "05011110001"}
	twin.Register = &Register{User: "05011110002"}
	plan.Trunks = append(plan.Trunks, twin)
	inBubble(t, plan, nil, func(t *testing.T, r *rig) {
		carrier := r.net.Phone(t, "0900", carrierAt, phonetest.Unmanaged, nil)
		for user, want := range map[string]id.Trunk{"05011110001": carrierID, "05011110002": twin.ID} {
			carrier.Dial(r.uri(user))
			in := next[leg.Incoming](r)
			if in.Trunk != want {
				t.Errorf("%s came in on trunk %s", user, in.Trunk)
			}
			r.edge.Order(leg.HangUp{Leg: in.Leg, Cause: leg.Cause{Kind: leg.CauseBusy}})
			next[leg.Ended](r)
		}
	})
}

func TestNewestLoginWins(t *testing.T) {
	plan := usual()
	plan.Devices[0].SecondLogin = NewestWins
	inBubble(t, plan, nil, func(t *testing.T, r *rig) {
		first := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.AtOnce, nil)
		second := r.net.Phone(t, "d2001", "192.0.2.12:5060", phonetest.AtOnce, nil)
		r.register(first)
		r.register(second)
		r.edge.Order(leg.Dial{Leg: newLeg(), Device: deskID, From: leg.Identity{Number: "2002"}})
		next[leg.Ringing](r)
		if a := next[leg.Answered](r); a.Contact != "udp:192.0.2.12:5060" {
			t.Fatalf("%+v", a)
		}
		if s := first.UA.Stats(); s.Dialogs != 0 {
			t.Fatal("the first phone rang")
		}
	})
}

func TestReInviteThatCannotBeTaken(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		carrier := r.net.Phone(t, "0900", carrierAt, phonetest.Unmanaged, nil)
		c := carrier.Dial(r.uri("1"))
		in := next[leg.Incoming](r)
		r.edge.Order(leg.Answer{Leg: in.Leg})
		next[leg.Answered](r)
		c.Dialog.Offer([]byte("v=0\r\nm=audio 1 RTP/AVP 9\r\n"))
		if ch := phonetest.Await[sipua.Changed](c); ch.Status != 488 {
			t.Fatalf("%+v", ch)
		}
		r.none() // the call goes on
	})
}

// accepts is a listener that gives the connections it was given.
type accepts struct {
	net.Listener
	conns []net.Conn
}

func (a *accepts) Accept() (net.Conn, error) {
	if len(a.conns) == 0 {
		return nil, net.ErrClosed
	}
	c := a.conns[0]
	a.conns = a.conns[1:]
	return c, nil
}

type remoteConn struct {
	net.Conn
	from   string
	closed bool
}

func (c *remoteConn) RemoteAddr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.MustParseAddrPort(c.from))
}
func (c *remoteConn) Close() error { c.closed = true; return nil }

func TestStreamsPerSourceAreLimited(t *testing.T) {
	g := limited(GuardLimits{Streams: 2})
	in := &accepts{}
	for _, from := range []string{"192.0.2.1:1001", "192.0.2.1:1002", "192.0.2.1:1003", "192.0.2.2:1004"} {
		in.conns = append(in.conns, &remoteConn{from: from})
	}
	third := in.conns[2].(*remoteConn)
	l := &listener{in, g}
	var got []net.Conn
	for {
		c, err := l.Accept()
		if err != nil {
			break
		}
		got = append(got, c)
	}
	if len(got) != 3 || !third.closed {
		t.Fatalf("%d accepted, the third closed: %v", len(got), third.closed)
	}
	_ = got[0].Close()
	_ = got[0].Close() // counted once
	in.conns = []net.Conn{&remoteConn{from: "192.0.2.1:1005"}, &remoteConn{from: "192.0.2.1:1006"}}
	if c, err := l.Accept(); err != nil || c.RemoteAddr().String() != "192.0.2.1:1005" {
		t.Fatalf("%v, %v", c, err)
	}
	if _, err := l.Accept(); err == nil {
		t.Fatal("one connection too many")
	}
}
