package sipedge

import (
	"context"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/server/internal/carrier"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

func TestDeviceRingsAndAnswers(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Answers, nil)
		r.register(desk)
		l := newLeg()
		r.edge.Order(leg.Dial{
			Leg: l, Device: deskID, From: leg.Identity{Number: "09012345678", Name: "山田"}, Called: leg.Identity{Number: "0312340001", Name: "受注"},
			Alert: leg.AlertExternal,
		})
		in := desk.Incoming().Dialog.Request()
		if f := in.From(); f.Name != "山田" || f.URI.User != "09012345678" || f.URI.Host != "192.0.2.1" {
			t.Errorf("From %s", f)
		}
		if in.To().Name != "受注" || in.Header("P-Called-Party-ID") != `"受注" <sip:0312340001@192.0.2.1>` {
			t.Errorf("To %s, P-Called-Party-ID %s", in.To(), in.Header("P-Called-Party-ID"))
		}
		if in.Header("Alert-Info") != "<http://127.0.0.1/Bellcore-dr1>;info=alert-external" || in.Header("Privacy") != "" || string(in.SDP()) != ourSDP {
			t.Errorf("Alert-Info %s, Privacy %s", in.Header("Alert-Info"), in.Header("Privacy"))
		}
		if f := next[leg.Ringing](r); f.Leg != l || f.Early {
			t.Fatalf("%+v", f)
		}
		if a := next[leg.Answered](r); a.Contact != "udp:192.0.2.11:5060" || a.Codec != "PCMU" {
			t.Fatalf("%+v", a)
		}
		if spec := r.media.specs[0]; !spec.NAT || spec.SignalSource != netip.MustParseAddr("192.0.2.11") || spec.SRTP != SRTPOff {
			t.Errorf("%+v", spec)
		}
		r.edge.Order(leg.HangUp{Leg: l, Cause: leg.Cause{Kind: leg.CauseMediaTimeout}})
		if e := next[leg.Ended](r); e.By != leg.SideLocal || e.Cause.Kind != leg.CauseMediaTimeout {
			t.Fatalf("%+v", e)
		}
	})
}

func TestWithheldCallerOnAPhone(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Busy, nil)
		r.register(desk)
		r.edge.Order(leg.Dial{Leg: newLeg(), Device: deskID, From: leg.Identity{Withheld: true, Reason: "Coin line/payphone"}, Alert: leg.AlertInternal})
		in := desk.Incoming().Dialog.Request()
		if in.From().Name != "Coin line/payphone" || in.From().URI.Host != "anonymous.invalid" || in.Header("Privacy") != "id" {
			t.Errorf("From %s, Privacy %s", in.From(), in.Header("Privacy"))
		}
		if in.Header("Alert-Info") != "<http://127.0.0.1/Bellcore-dr2>;info=alert-internal" {
			t.Errorf("Alert-Info %s", in.Header("Alert-Info"))
		}
		if e := next[leg.Ended](r); e.By != leg.SideRemote || e.Cause.Kind != leg.CauseBusy || e.Cause.SIP != 486 {
			t.Fatalf("%+v", e)
		}
	})
}

func TestDeviceFailures(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		end := func(want leg.Kind) leg.Ended {
			t.Helper()
			for {
				switch f := (<-r.facts).(type) {
				case leg.Ringing:
				case leg.Ended:
					if f.Cause.Kind != want {
						t.Fatalf("%+v, want %s", f, want)
					}
					return f
				default:
					t.Fatalf("%T", f)
				}
			}
		}
		dial := func() leg.Dial {
			o := leg.Dial{Leg: newLeg(), Device: deskID, From: leg.Identity{Number: "2002"}}
			r.edge.Order(o)
			return o
		}
		dial()
		end(leg.CauseUnregistered)
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Declines, nil)
		r.register(desk)
		dial()
		end(leg.CauseRejected)
		desk.SetScript(phonetest.NoAnswer)
		o := dial()
		desk.Incoming() // the one it declined
		call := desk.Incoming()
		next[leg.Ringing](r)
		r.edge.Order(leg.HangUp{Leg: o.Leg, Cause: leg.Cause{Kind: leg.CauseAnsweredElsewhere}})
		if e := end(leg.CauseAnsweredElsewhere); e.By != leg.SideLocal {
			t.Fatalf("%+v", e)
		}
		if e := phonetest.Await[sipua.Ended](call); e.Why != sipua.WhyCancelled || e.Reason.SIP != 200 {
			t.Fatalf("the phone lists a missed call: %+v", e)
		}
		r.net.SetWeather(phonetest.Weather{Loss: 1})
		dial()
		if e := end(leg.CauseDeviceError); e.By != leg.SideRemote {
			t.Fatalf("%+v", e)
		}
		r.media.full = true
		r.net.SetWeather(phonetest.Weather{})
		<-time.After(2 * time.Minute)
		dial()
		end(leg.CauseCongestion)
	})
}

func TestAllContactsRingAndOneWins(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		slow := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.NoAnswer, nil)
		quick := r.net.Phone(t, "d2001", "192.0.2.12:5060", phonetest.Answers, nil)
		r.register(quick)
		r.register(slow) // the newest: its address is the first guess for the media
		l := newLeg()
		r.edge.Order(leg.Dial{Leg: l, Device: deskID, From: leg.Identity{Number: "2002"}})
		lost := slow.Incoming()
		next[leg.Ringing](r)
		if a := next[leg.Answered](r); a.Contact != "udp:192.0.2.12:5060" {
			t.Fatalf("%+v", a)
		}
		if r.media.specs[0].SignalSource != netip.MustParseAddr("192.0.2.11") || r.media.ports[l].signal != netip.MustParseAddr("192.0.2.12") {
			t.Errorf("the media learns from %s, then %s", r.media.specs[0].SignalSource, r.media.ports[l].signal)
		}
		if e := phonetest.Await[sipua.Ended](lost); e.Why != sipua.WhyCancelled || e.Reason.SIP != 200 {
			t.Fatalf("%+v", e)
		}
	})
}

// withheldInvite dials with 184 and gives what the carrier sees.
func withheldInvite(t *testing.T, p Profile) string {
	t.Helper()
	plan := usual()
	p.NoQualify = true
	plan.Trunks[0].Profile = p
	var text string
	inBubble(t, plan, nil, func(t *testing.T, r *rig) {
		raw := r.net.Raw(t, carrierAt)
		r.edge.Order(leg.Dial{
			Leg: newLeg(), Trunk: carrierID, Number: "09087654321", Privacy: leg.PrivacyWithhold,
			From: leg.Identity{Number: "0312345678", Name: "03-1234-5678"},
		})
		out := raw.Expect("INVITE")
		text = out.Text
		raw.Send(ap(edgeAt), phonetest.Reply(out, "404 Not Found", "t", "Reason: Q.850;cause=1\nContent-Length: 0", ""))
		if e := next[leg.Ended](r); e.Cause.Kind != leg.CauseNotFound || e.Cause.SIP != 404 || e.Cause.Q850 != 1 {
			t.Fatalf("%+v", e)
		}
	})
	return text
}

func TestNoRealDigitsInAWithheldInvite(t *testing.T) {
	for _, p := range []Profile{
		{}, {Assert: carrier.AssertAsserted, AssertHidden: true}, {Assert: carrier.AssertPreferred, AssertHidden: true, E164: true}, {Assert: carrier.AssertAsserted},
	} {
		text := withheldInvite(t, p)
		if !strings.Contains(text, "\r\nFrom: \"Anonymous\" <sip:anonymous@anonymous.invalid>") || !strings.Contains(text, "\r\nPrivacy: id\r\n") {
			t.Errorf("%+v:\n%s", p, text)
		}
		told := false
		for line := range strings.SplitSeq(text, "\r\n") {
			if p.Assert != "" && p.AssertHidden && strings.HasPrefix(line, string(p.Assert)+":") {
				told = strings.Contains(line, "312345678")
				continue
			}
			if strings.Contains(strings.NewReplacer("-", "", ".", "").Replace(line), "312345678") {
				t.Errorf("%+v tells the number: %s", p, line)
			}
		}
		if told != (p.Assert != "" && p.AssertHidden) {
			t.Errorf("%+v: the number stands in the header that the profile names: %v", p, told)
		}
	}
}

// several is a trunk with three addresses behind one name.
func several() (Plan, func(*Config), []string) {
	plan := usual()
	plan.Trunks[0].Host = "carrier.example"
	at := []string{"198.51.100.1:5060", "198.51.100.2:5060", "198.51.100.3:5060"}
	return plan, func(c *Config) {
		c.Resolve = func(context.Context, string, uint16, Transport) ([]netip.AddrPort, error) {
			return []netip.AddrPort{ap(at[0]), ap(at[1]), ap(at[2])}, nil
		}
	}, at
}

func TestTrunkFailsOver(t *testing.T) {
	plan, adjust, at := several()
	inBubble(t, plan, adjust, func(t *testing.T, r *rig) {
		// The first is overloaded, the second does not exist, the third answers.
		first := r.net.Phone(t, "a", at[0], phonetest.Script{Status: 503}, nil)
		third := r.net.Phone(t, "c", at[2], phonetest.Answers, nil)
		synctest.Wait()
		began := time.Now()
		r.edge.Order(leg.Dial{Leg: newLeg(), Trunk: carrierID, Number: "09087654321", From: leg.Identity{Number: "0312345678"}})
		next[leg.Ringing](r)
		if took := time.Since(began); took != 4*time.Second {
			t.Errorf("rings after %s, want the patience with one silent address", took)
		}
		if a := next[leg.Answered](r); a.Contact != "udp:"+at[2] {
			t.Fatalf("%+v", a)
		}
		first.Incoming()
		in := third.Incoming().Dialog.Request()
		u, from := in.URI(), in.From().URI
		if u.Host != "carrier.example" || u.User != "09087654321" || from.String() != "sip:0312345678@carrier.example" {
			t.Errorf("%s From %s", u.String(), in.From())
		}
		if in.Header("P-Asserted-Identity") != "<sip:0312345678@carrier.example>" || in.Header("Privacy") != "" {
			t.Errorf("P-Asserted-Identity %s", in.Header("P-Asserted-Identity"))
		}
	})
}

func TestNoFailOverAfterRinging(t *testing.T) {
	plan, adjust, at := several()
	inBubble(t, plan, adjust, func(t *testing.T, r *rig) {
		r.net.Phone(t, "a", at[0], phonetest.Script{Ring: true, RingFor: time.Second, Status: 503}, nil)
		second := r.net.Raw(t, at[1])
		synctest.Wait()
		r.edge.Order(leg.Dial{Leg: newLeg(), Trunk: carrierID, Number: "09087654321", From: leg.Identity{Number: "0312345678"}})
		next[leg.Ringing](r)
		if e := next[leg.Ended](r); e.Cause.Kind != leg.CauseCongestion || e.Cause.SIP != 503 {
			t.Fatalf("%+v", e)
		}
		if m, came := second.Pending(); came {
			t.Fatalf("rung twice: %s", m.Start)
		}
	})
}

func TestTrunkWithoutAddress(t *testing.T) {
	plan := usual()
	plan.Trunks[0].Host = "nowhere.example"
	inBubble(t, plan, nil, func(t *testing.T, r *rig) {
		if s := <-r.trunk; s.State != TrunkFailed || s.Reason != "no such name" {
			t.Fatalf("%+v", s)
		}
		r.edge.Order(leg.Dial{Leg: newLeg(), Trunk: carrierID, Number: "117"})
		if e := next[leg.Ended](r); e.Cause.Kind != leg.CauseCongestion {
			t.Fatalf("%+v", e)
		}
		r.edge.Order(leg.Dial{Leg: newLeg(), Trunk: carrierID, Number: "call me"})
		if e := next[leg.Ended](r); e.Cause.Kind != leg.CauseNotFound {
			t.Fatalf("%+v", e)
		}
	})
}

func TestHangUpDoesNotWaitForDNS(t *testing.T) {
	plan := usual()
	plan.Trunks[0].Host = "slow.example"
	inBubble(t, plan, func(c *Config) {
		c.Resolve = func(ctx context.Context, _ string, _ uint16, _ Transport) ([]netip.AddrPort, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
	}, func(t *testing.T, r *rig) {
		began := time.Now()
		l := newLeg()
		r.edge.Order(leg.Dial{Leg: l, Trunk: carrierID, Number: "117"})
		r.edge.Order(leg.HangUp{Leg: l, Cause: leg.Cause{Kind: leg.CauseCallerGone}})
		if e := next[leg.Ended](r); e.By != leg.SideLocal || e.Cause.Kind != leg.CauseCallerGone {
			t.Fatalf("%+v", e)
		}
		if waited := time.Since(began); waited != 0 {
			t.Fatalf("waited %s for a look-up", waited)
		}
	})
}

func TestEarlyAudioFromTheCarrier(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		raw := r.net.Raw(t, carrierAt)
		l := newLeg()
		r.edge.Order(leg.Dial{Leg: l, Trunk: carrierID, Number: "117", From: leg.Identity{Number: "0312345678"}})
		out := raw.Expect("INVITE")
		contact := "Contact: <sip:c@" + carrierAt + ">"
		raw.Send(ap(edgeAt), phonetest.Reply(out, "183 Session Progress", "t", contact+"\nContent-Length: "+itoa(len(phonetest.SDP)), phonetest.SDP))
		if f := next[leg.Ringing](r); !f.Early {
			t.Fatalf("%+v", f)
		}
		raw.Send(ap(edgeAt), phonetest.Reply(out, "200 OK", "t", contact+"\nContent-Length: "+itoa(len(phonetest.SDP)), phonetest.SDP))
		next[leg.Answered](r)
		raw.Expect("ACK")
		r.edge.Order(leg.HangUp{Leg: l, Cause: leg.Cause{Kind: leg.CauseNormal}})
		raw.Send(ap(edgeAt), phonetest.Reply(raw.Expect("BYE"), "200 OK", "", "Content-Length: 0", ""))
		next[leg.Ended](r)
	})
}

// An emergency call waits no longer for a silent carrier where there is another
// one that the brain may try.
func TestEmergencyIsNotKeptBySilence(t *testing.T) {
	for others, want := range map[int]time.Duration{0: 32 * time.Second, 1: 4 * time.Second} {
		plan := usual()
		plan.Trunks = plan.Trunks[:1]
		plan.Trunks[0].Host, plan.Trunks[0].Backup = "198.51.100.1", nil
		for range others {
			plan.Trunks = append(plan.Trunks, Trunk{ID: id.Numbered[id.Trunk](77), Host: "192.0.2.77"})
		}
		inBubble(t, plan, nil, func(t *testing.T, r *rig) {
			synctest.Wait()
			began := time.Now()
			r.edge.Order(leg.Dial{Leg: newLeg(), Trunk: carrierID, Number: "119", From: leg.Identity{Number: "0312345678"}})
			if e := next[leg.Ended](r); e.Cause.Kind != leg.CauseCongestion || time.Since(began) != want {
				t.Errorf("with %d other trunks: %+v after %s, want %s", others, e.Cause, time.Since(began), want)
			}
		})
	}
}
