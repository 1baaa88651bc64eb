package sipedge

import (
	"encoding/xml"
	"testing"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// replacing calls from a phone in place of a dialog.
func (r *rig) replacing(p *phonetest.Phone, named sipua.Replaces) *phonetest.Call {
	return p.Replace(sipua.Call{
		Targets: []sipua.Target{{URI: r.uri("2002")}}, To: sipua.Address{URI: r.uri("2002")},
		Credentials: &sipua.Credentials{User: p.User, Password: secret},
	}, named)
}

func (r *rig) refused(c *phonetest.Call, status int) {
	r.t.Helper()
	if e := phonetest.Await[sipua.Ended](c); e.Status != status {
		r.t.Errorf("refused with %d, want %d", e.Status, status)
	}
}

func TestPhoneTakesTheOtherPhonesCall(t *testing.T) {
	inBubble(t, office(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, nil)
		home := r.net.Phone(t, "d2001", "192.0.2.12:5060", phonetest.Unmanaged, nil)
		mate := r.net.Phone(t, "d2002", "192.0.2.13:5060", phonetest.Unmanaged, nil)
		r.register(desk)
		r.register(home)
		r.register(mate)
		c, first := r.connected(desk, "2003")
		name, _ := c.Dialog.As()
		taken := r.replacing(home, name)
		in := next[leg.Incoming](r)
		if in.Replaces != first || in.Device != deskID || in.Dialed != "2002" {
			t.Fatalf("%+v", in)
		}
		r.edge.Order(leg.Answer{Leg: in.Leg})
		phonetest.Await[sipua.Answered](taken)
		next[leg.Answered](r)

		early := name
		early.EarlyOnly = true
		r.refused(r.replacing(home, early), 486)
		r.refused(r.replacing(mate, name), 403) // not his, and it does not ring
		unknown := name
		unknown.CallID = "never"
		r.refused(r.replacing(home, unknown), 481)
		calling := r.dial(desk, "2003") // who calls cannot be replaced
		out := next[leg.Incoming](r)
		r.edge.Order(leg.Ring{Leg: out.Leg})
		phonetest.Await[sipua.Progress](calling)
		rings, _ := calling.Dialog.As()
		r.refused(r.replacing(home, rings), 481)
		bad := home.DialCall(sipua.Call{
			Targets: []sipua.Target{{URI: r.uri("1")}}, To: sipua.Address{URI: r.uri("1")}, Headers: []sipua.Header{{Name: "Replaces", Value: "x;to-tag=1"}},
			Credentials: &sipua.Credentials{User: "d2001", Password: secret},
		})
		r.refused(bad, 400)
		for _, l := range []id.Leg{first, in.Leg, out.Leg} {
			r.over(l)
		}
	})
}

func TestCarrierReplacesNobody(t *testing.T) {
	inBubble(t, office(), nil, func(t *testing.T, r *rig) {
		carrier := r.net.Phone(t, "0900", carrierAt, phonetest.Unmanaged, nil)
		c := carrier.Dial(r.uri("0312340001"))
		in := next[leg.Incoming](r)
		r.edge.Order(leg.Answer{Leg: in.Leg})
		phonetest.Await[sipua.Answered](c)
		next[leg.Answered](r)
		name, _ := c.Dialog.As()
		r.refused(r.replacing(carrier, name), 481)
		r.over(in.Leg)
	})
}

// info is what a phone reads of a dialog-info document.
type info struct {
	Version int    `xml:"version,attr"`
	State   string `xml:"state,attr"`
	Entity  string `xml:"entity,attr"`
	Dialogs []struct {
		ID        string `xml:"id,attr"`
		CallID    string `xml:"call-id,attr"`
		LocalTag  string `xml:"local-tag,attr"`
		RemoteTag string `xml:"remote-tag,attr"`
		Direction string `xml:"direction,attr"`
		State     string `xml:"state"`
		Remote    struct {
			Identity struct {
				Display string `xml:"display,attr"`
				URI     string `xml:",chardata"`
			} `xml:"identity"`
		} `xml:"remote"`
	} `xml:"dialog"`
}

func lampOf(t *testing.T, n sipua.Notice) info {
	t.Helper()
	var i info
	if err := xml.Unmarshal(n.Body, &i); err != nil || n.ContentType != dialogInfoType {
		t.Fatalf("%s %v: %s", n.ContentType, err, n.Body)
	}
	return i
}

// TestLampPicksUp: a ringing call of a colleague is picked up with what the
// lamp told, and cannot be once it was answered.
func TestLampPicksUp(t *testing.T) {
	inBubble(t, office(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.NoAnswer, nil)
		mate := r.net.Phone(t, "d2002", "192.0.2.12:5060", phonetest.Unmanaged, nil)
		r.register(desk)
		r.register(mate)
		lamp := r.watch(mate, "dialog", "2001")
		lamp.Next()
		l := newLeg()
		r.edge.Order(leg.Dial{Leg: l, Device: deskID, From: leg.Identity{Number: "09012345678", Name: "山田"}})
		ringing := desk.Incoming()
		next[leg.Ringing](r)
		r.edge.SetLamp("2001", []LampDialog{{ID: "c1", State: LampEarly, Direction: LampRecipient, Remote: leg.Identity{Number: "09012345678", Name: "山田 <&>"}, Leg: l}})
		i := lampOf(t, lamp.Next())
		d := i.Dialogs[0]
		if d.State != "early" || d.Direction != "recipient" || d.Remote.Identity.URI != "sip:09012345678@192.0.2.1" || d.Remote.Identity.Display != "山田 <&>" {
			t.Fatalf("%+v", d)
		}
		if d.CallID == ringing.Dialog.CallID() {
			t.Error("the lamp gives the real Call-ID away")
		}
		named := sipua.Replaces{CallID: d.CallID, ToTag: d.LocalTag, FromTag: d.RemoteTag, EarlyOnly: true}
		taken := r.replacing(mate, named)
		in := next[leg.Incoming](r)
		if in.Replaces != l {
			t.Fatalf("%+v", in)
		}
		r.over(in.Leg)
		phonetest.Await[sipua.Ended](taken)
		forged := named
		forged.ToTag = "0011223344556677"
		r.refused(r.replacing(mate, forged), 481)
		ringing.Dialog.Answer([]byte(phonetest.SDP))
		next[leg.Answered](r)
		r.refused(r.replacing(mate, named), 486)
		r.over(l)
		r.refused(r.replacing(mate, named), 481)
	})
}
