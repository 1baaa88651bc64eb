package sipedge

import (
	"context"
	"encoding/xml"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua/digest"
)

// FuzzSubscribe sends SUBSCRIBEs of a phone that knows its password: nothing
// may panic, each gets a final answer, and what was granted is told.
func FuzzSubscribe(f *testing.F) {
	f.Add("2001", "dialog;id=1", "600", "application/dialog-info+xml", "<sip:d2001@192.0.2.11:5060>")
	f.Add("d2001", "message-summary", "0", "*/*;q=0.1", "sip:x@[::1]")
	f.Add("%23", "DIALOG ; a = b", "4294967296", ",", "*")
	f.Add("", "presence", "", "", "\"x\" <sip:192.0.2.11>;expires=1")
	n := phonetest.NewNetwork(phonetest.Weather{})
	e, err := New(Config{
		Listen: edgeAt, NoStreams: true, Media: &fakeMedia{}, Report: func(leg.Fact) bool { return true },
		ListenPacket: func(a string) (net.PacketConn, error) { return n.Listen(a), nil }, T1: 5 * time.Millisecond,
		Guard: GuardLimits{Known: 1e9, Rate: 1e9, Burst: 1e9},
	})
	if err != nil {
		f.Fatal(err)
	}
	if err := e.SetPlan(office()); err != nil {
		f.Fatal(err)
	}
	if err := e.Start(f.Context()); err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = e.Close(ctx)
	})
	phone := n.Raw(f, "192.0.2.11:5060")
	e.phones.register(time.Now(), e.plan.Load().devices[deskID], fakeInvite{
		flow: flowFrom("192.0.2.11:5060"), callID: "r", headers: map[string][]string{"CSeq": {"1 REGISTER"}, "Contact": {"<sip:d2001@192.0.2.11>"}},
	})
	runs := 0
	f.Fuzz(func(t *testing.T, user, event, expires, accept, contact string) {
		if strings.ContainsAny(user+event+expires+accept+contact, "\r\n") || len(user+event+expires+accept+contact) > 4000 {
			return
		}
		runs++
		raw, auth := phone.With(t), ""
		for try := range 2 {
			raw.Send(ap(edgeAt), fmt.Sprintf("SUBSCRIBE sip:%s@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.11:5060;branch=z9hG4bK%d.%d\nMax-Forwards: 70\n"+
				"From: <sip:d2001@192.0.2.1>;tag=f\nTo: <sip:x@192.0.2.1>\nCall-ID: %d\nCSeq: %d SUBSCRIBE\nContact: %s\nEvent: %s\nExpires: %s\nAccept: %s\n%sContent-Length: 0\n",
				user, runs, try, runs, try+1, contact, event, expires, accept, auth))
			m := raw.Receive()
			for m.Status() == "" || m.Header("Call-ID") != fmt.Sprint(runs) {
				m = raw.Receive()
			}
			challenge := m.Header("WWW-Authenticate")
			if m.Status() != "401" || challenge == "" || try == 1 {
				if m.Status() == "200" {
					told := raw.Expect("NOTIFY")
					raw.Send(ap(edgeAt), phonetest.Reply(told, "481 Gone", "", "Content-Length: 0", ""))
				}
				break
			}
			value, _, ok := digest.Reply([]string{challenge}, digest.Account{User: "d2001", Password: secret}, "SUBSCRIBE", "sip:"+user+"@192.0.2.1", "cnonce", 1)
			if !ok {
				t.Fatalf("no answer to %s", challenge)
			}
			auth = "Authorization: " + value + "\n"
		}
		if s := e.ua.Stats(); s.Panics > 0 {
			t.Fatal("a panic was caught")
		}
	})
}

// FuzzDialogInfo: whatever stands in names and numbers, the document is
// well-formed and says what it should.
func FuzzDialogInfo(f *testing.F) {
	f.Add("2001", "id", "山田 <&\"'>", "0312345678")
	f.Add("9001\x00", "\xff", "\u202e\x01]]>", "+81")
	e := &Edge{host: "192.0.2.1", pickupKey: []byte("k")}
	f.Fuzz(func(t *testing.T, ext, name, display, number string) {
		d := LampDialog{ID: clean(name, 64), State: LampEarly, Direction: LampRecipient, Leg: newLeg(), Remote: leg.Identity{Number: number, Name: clean(display, maxText)}}
		c := e.dialogInfo(ext, []LampDialog{d}, 3)
		var i info
		if err := xml.Unmarshal(c.Body, &i); err != nil || len(i.Dialogs) != 1 || i.Dialogs[0].State != "early" || i.Version != 3 {
			t.Fatalf("%v: %s", err, c.Body)
		}
	})
}
