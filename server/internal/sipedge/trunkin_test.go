package sipedge

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/yobirin/yobirin/server/internal/carrier"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

const fromCarrier = "Via: SIP/2.0/UDP " + carrierAt + ";branch=z9hG4bK%B;rport\r\nFrom: <sip:09011112222@carrier.example>;tag=c\r\nTo: <sip:0312340001@192.0.2.1>%T\r\n" +
	"Call-ID: trunkin\r\nContact: <sip:c@" + carrierAt + ">\r\nMax-Forwards: 70\r\n"

// from is a request of the carrier.
func from(method, seq, branch, tag, headers, body string) string {
	if tag != "" {
		tag = ";tag=" + tag
	}
	if body != "" {
		headers += "Content-Type: application/sdp\r\n"
	}
	return method + " sip:0312340001@192.0.2.1 SIP/2.0\r\n" + strings.NewReplacer("%B", branch, "%T", tag).Replace(fromCarrier) + "CSeq: " + seq + " " + method + "\r\n" +
		headers + "Content-Length: " + itoa(len(body)) + "\r\n\r\n" + body
}

// TestOfferInReliableRinging: an INVITE without an offer whose caller wants
// reliable responses gets ours in the first of them, and answers in PRACK.
func TestOfferInReliableRinging(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		raw := r.net.Raw(t, carrierAt)
		raw.Send(ap(edgeAt), from("INVITE", "1", "a", "", "Require: 100rel\r\n", ""))
		in := next[leg.Incoming](r)
		r.edge.Order(leg.Ring{Leg: in.Leg})
		ringing := raw.Expect("180")
		if ringing.Body != ourSDP {
			t.Fatalf("%s", ringing.Text)
		}
		tag := ringing.Tag("To")
		raw.Send(ap(edgeAt), from("PRACK", "2", "b", tag, "RAck: "+ringing.Header("RSeq")+" 1 INVITE\r\n", phonetest.SDP))
		raw.Expect("200")
		r.edge.Order(leg.Ring{Leg: in.Leg, Early: true}) // nothing more to say
		r.edge.Order(leg.Answer{Leg: in.Leg})
		ok := raw.Expect("200")
		if ok.Body != "" || ok.Header("CSeq") != "1 INVITE" {
			t.Fatalf("%s", ok.Text)
		}
		raw.Send(ap(edgeAt), from("ACK", "1", "c", tag, "", ""))
		next[leg.Answered](r)
		if n := r.media.ports[in.Leg].accepted; n != 1 {
			t.Errorf("%d answers were taken", n)
		}
		raw.Send(ap(edgeAt), from("BYE", "3", "d", tag, "Reason: Q.850;cause=31\r\n", ""))
		if e := next[leg.Ended](r); e.Cause.Q850 != 31 || e.Cause.Kind != leg.CauseNormal {
			t.Errorf("%+v", e)
		}
	})
}

// TestShortSessionIsRefusedAtOnce: nobody's phone rings for it.
func TestShortSessionIsRefusedAtOnce(t *testing.T) {
	plan := usual()
	plan.Trunks[0].Profile = Profile{SessionTimer: carrier.UseRequired, SessionTime: 300e9, MinSE: 300e9, NoQualify: true}
	inBubble(t, plan, nil, func(t *testing.T, r *rig) {
		raw := r.net.Raw(t, carrierAt)
		raw.Send(ap(edgeAt), from("INVITE", "1", "a", "", "Supported: timer\r\nx: 120\r\n", phonetest.SDP))
		if no := raw.Expect("422"); no.Header("Min-SE") != "300" {
			t.Fatalf("%s", no.Text)
		}
		raw.Send(ap(edgeAt), from("ACK", "1", "a", "x", "", ""))
		r.none()
	})
}

// TestTrunkOverTLS: calls out through a carrier that is reached by TLS, whose
// certificate has to be its name's.
func TestTrunkOverTLS(t *testing.T) {
	pair := certificate(t)
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	for name, known := range map[string]bool{"known": true, "stranger": false} {
		t.Run(name, func(t *testing.T) {
			asked := make(chan *sipua.Request, 8)
			at := answersOverTLS(t, pair, asked)
			roots := x509.NewCertPool()
			if known {
				roots.AddCert(leaf)
			}
			plan := usual()
			plan.Trunks[0].Host, plan.Trunks[0].Transport = at, TLS
			e, facts := onSockets(t, plan, func(c *Config) { c.TLS = &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots} })
			e.Order(leg.Dial{Leg: newLeg(), Trunk: carrierID, Number: "0312345678", From: leg.Identity{Number: "0312340001"}})
			if !known {
				if f, ok := await(t, facts).(leg.Ended); !ok || f.Cause.Kind != leg.CauseCongestion {
					t.Fatalf("%+v", f)
				}
				return
			}
			if r := await(t, asked); r.Flow().Transport != sipua.TLS || !strings.Contains(r.Header("Via"), "SIP/2.0/TLS") {
				t.Errorf("%s, Via %s", r.Flow(), r.Header("Via"))
			}
			if f, ok := await(t, facts).(leg.Ended); !ok || f.Cause.Kind != leg.CauseBusy {
				t.Fatalf("%+v", f)
			}
		})
	}
}

// answersOverTLS is a carrier that is busy, and tells what it was asked.
func answersOverTLS(t *testing.T, pair tls.Certificate, asked chan *sipua.Request) string {
	t.Helper()
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12})
	if err != nil {
		t.Fatal(err)
	}
	ua := client(t, func(c *sipua.Config) { c.Invite = engaged(asked) })
	served := make(chan error, 1)
	go func() { served <- ua.ServeStream(l, sipua.Listen{Transport: sipua.TLS}) }()
	t.Cleanup(func() {
		_ = l.Close()
		<-served
	})
	return l.Addr().String()
}

func engaged(asked chan *sipua.Request) func(*sipua.Dialog) sipua.Sink {
	return func(d *sipua.Dialog) sipua.Sink {
		asked <- d.Request()
		d.Reject(sipua.Answer{Status: 486})
		return discard
	}
}

// TestTrunkOverIPv6: the same over UDP and IPv6, both ways.
func TestTrunkOverIPv6(t *testing.T) {
	plan := usual()
	plan.Trunks[0].Host, plan.Trunks[0].InboundFrom = "[2001:db8::5]:5070", nil
	inBubble(t, plan, func(c *Config) { c.Listen = "[2001:db8::1]:5060" }, func(t *testing.T, r *rig) {
		asked := make(chan *sipua.Request, 1)
		peer := r.net.Phone(t, "carrier", "[2001:db8::5]:5070", phonetest.Unmanaged, func(c *sipua.Config) { c.Invite = engaged(asked) })
		synctest.Wait()
		r.edge.Order(leg.Dial{Leg: newLeg(), Trunk: carrierID, Number: "0312345678", From: leg.Identity{Number: "0312340001"}})
		out := await(t, asked)
		if u, c := out.URI(), out.Contacts()[0].URI.String(); u.String() != "sip:0312345678@[2001:db8::5]:5070" || c != "sip:0312340001@[2001:db8::1]:5060" {
			t.Errorf("%s, Contact %s", u.String(), c)
		}
		if e := next[leg.Ended](r); e.Cause.Kind != leg.CauseBusy {
			t.Fatalf("%+v", e)
		}
		if got := r.media.specs[0].SignalSource; got != netip.MustParseAddr("2001:db8::5") {
			t.Errorf("the media goes towards %s", got)
		}
		peer.Dial(sipua.URI{Scheme: "sip", User: "0312340001", Host: "[2001:db8::1]", Port: 5060})
		in := next[leg.Incoming](r)
		if in.Trunk != carrierID || in.Dialed != "0312340001" {
			t.Fatalf("%+v", in)
		}
		r.edge.Order(leg.HangUp{Leg: in.Leg, Cause: leg.Cause{Kind: leg.CauseBusy}})
		next[leg.Ended](r)
	})
}

// TestMarks: a datagram to a carrier has its mark, another has none.
func TestMarks(t *testing.T) {
	plan := usual()
	plan.Trunks[0].Profile.DSCP = 32
	inBubble(t, plan, nil, func(t *testing.T, r *rig) {
		synctest.Wait()
		if got := r.edge.marks.of(ap(carrierAt)); len(got) == 0 || got[16] != 32<<2 {
			t.Errorf("the control message is %v", got)
		}
		if got := r.edge.marks.of(ap("192.0.2.11:5060")); got != nil {
			t.Errorf("a phone's datagram is marked: %v", got)
		}
	})
	var _ classed = (*net.UDPConn)(nil)
}
