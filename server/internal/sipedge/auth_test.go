package sipedge

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
	"github.com/yobirin/yobirin/shared/sipua/digest"
)

func TestPhoneRegistersCallsAndLeaves(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Answers, nil)
		reg := r.register(desk)
		if s := <-r.phone; !s.Up || s.Device != deskID || s.Address != "udp:192.0.2.11:5060" || s.Contacts != 1 {
			t.Fatalf("%+v", s)
		}
		if l := r.edge.Registrations(); len(l) != 1 || l[0].Contact != "sip:d2001@192.0.2.11:5060" || !l[0].Up {
			t.Fatalf("%+v", l)
		}
		call := r.dial(desk, "0312345678")
		in := next[leg.Incoming](r)
		if in.Device != deskID || !in.Trunk.IsZero() || in.Dialed != "0312345678" {
			t.Fatalf("%+v", in)
		}
		r.edge.Order(leg.HangUp{Leg: in.Leg, Cause: leg.Cause{Kind: leg.CauseNotFound}})
		if e := phonetest.Await[sipua.Ended](call); e.Status != 404 {
			t.Fatalf("%+v", e)
		}
		next[leg.Ended](r)
		reg.Stop(nil)
		if s := <-r.phone; s.Up || s.Cause != "unregistered" {
			t.Fatalf("%+v", s)
		}
	})
}

func TestUnregisteredPhoneMayCallWithItsPassword(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, nil)
		call := r.dial(desk, "2002")
		in := next[leg.Incoming](r)
		r.edge.Order(leg.Answer{Leg: in.Leg})
		phonetest.Await[sipua.Answered](call)
		next[leg.Answered](r)
	})
}

// attempt sends one REGISTER by hand and gives the answer.
func attempt(raw *phonetest.Raw, user, authorization, cseq string) phonetest.Message {
	text := "REGISTER sip:192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 203.0.113.9:5060;branch=z9hG4bK" + user + cseq + ";rport\nMax-Forwards: 70\nFrom: <sip:" + user +
		"@192.0.2.1>;tag=f" + user + "\nTo: <sip:" + user + "@192.0.2.1>\nCall-ID: " + user + "\nCSeq: " + cseq + " REGISTER\nContact: <sip:" + user +
		"@203.0.113.9:5060>\nExpires: 300\nAllow: INVITE, ACK, BYE, CANCEL, OPTIONS, NOTIFY, REFER, INFO\nUser-Agent: a phone with a rather long name, version 1.2.3.4\n" +
		"X-Padding: " + strings.Repeat("x", 200) + "\n"
	if authorization != "" {
		text += "Authorization: " + authorization + "\n"
	}
	raw.Send(ap(edgeAt), text+"Content-Length: 0\n")
	return raw.Receive()
}

// credentials answers a challenge with a password.
func credentials(t *testing.T, challenge phonetest.Message, user, password string) string {
	t.Helper()
	var offered []string
	for _, l := range challenge.Lines {
		if v, ok := strings.CutPrefix(l, "WWW-Authenticate: "); ok {
			offered = append(offered, v)
		}
	}
	v, _, ok := digest.Reply(offered, digest.Account{User: user, Password: password}, "REGISTER", "sip:192.0.2.1", "cnonce", 1)
	if !ok {
		t.Fatalf("no challenge in %s", challenge.Text)
	}
	return v
}

// shape is an answer without what is random in it.
func shape(m phonetest.Message, user string) string {
	var out []string
	for _, l := range m.Lines {
		name, value, _ := strings.Cut(l, ":")
		switch name {
		case "To", "WWW-Authenticate":
			out = append(out, name+" of "+itoa(len(strings.ReplaceAll(value, user, ""))))
		default:
			out = append(out, strings.ReplaceAll(l, user, "user"))
		}
	}
	return m.Start + "\n" + strings.Join(out, "\n")
}

func TestKnownAndUnknownUsersAreToldAlike(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		raw := r.net.Raw(t, "203.0.113.9:5060")
		var shapes [2][]string
		for i, user := range []string{"d2001", "d9999"} {
			challenge := attempt(raw, user, "", "1")
			if challenge.Status() != "401" || challenge.Header("Server") != "" {
				t.Fatalf("%s", challenge.Text)
			}
			wrong := attempt(raw, user, credentials(t, challenge, user, "not the password"), "2")
			if wrong.Status() != "403" {
				t.Fatalf("%s", wrong.Text)
			}
			shapes[i] = []string{shape(challenge, user), shape(wrong, user)}
		}
		for i := range shapes[0] {
			if shapes[0][i] != shapes[1][i] {
				t.Errorf("known:\n%s\nunknown:\n%s", shapes[0][i], shapes[1][i])
			}
		}
	})
}

func TestPasswordOfAnotherAccount(t *testing.T) {
	plan := usual()
	plan.Devices = append(plan.Devices, account(2, "d2002"))
	inBubble(t, plan, nil, func(t *testing.T, r *rig) {
		raw := r.net.Raw(t, "203.0.113.9:5060")
		challenge := attempt(raw, "d2002", "", "1")
		// d2001's right password, for d2002's address of record.
		if m := attempt(raw, "d2002", credentials(t, challenge, "d2001", secret), "2"); m.Status() != "403" {
			t.Fatalf("%s", m.Text)
		}
		if len(r.edge.Registrations()) != 0 {
			t.Fatal("registered")
		}
	})
}

func TestGuessingLeadsToABan(t *testing.T) {
	inBubble(t, usual(), func(c *Config) { c.Guard.Failures = 3; c.Guard.Ban = time.Minute }, func(t *testing.T, r *rig) {
		raw := r.net.Raw(t, "203.0.113.9:5060")
		for i := range 3 {
			challenge := attempt(raw, "d2001", "", itoa(2*i+1))
			attempt(raw, "d2001", credentials(t, challenge, "d2001", "guess"+itoa(i)), itoa(2*i+2))
		}
		text := "OPTIONS sip:192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 203.0.113.9:5060;branch=z9hG4bKx\nFrom: <sip:a@b>;tag=1\nTo: <sip:a@b>\nCall-ID: z\nCSeq: 1 OPTIONS\nMax-Forwards: 70\nContent-Length: 0\n"
		raw.Send(ap(edgeAt), text)
		synctest.Wait()
		if m, came := raw.Pending(); came {
			t.Fatalf("a banned source was answered: %s", m.Start)
		}
		if n := r.edge.counts[droppedBanned].Load(); n != 1 {
			t.Fatalf("%d dropped", n)
		}
		<-time.After(time.Minute)
		raw.Send(ap(edgeAt), text)
		if m := raw.Receive(); m.Status() != "200" || m.Header("Allow") != "" {
			t.Fatalf("%s", m.Text)
		}
	})
}

func TestStrangersInvite(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		stranger := r.net.Phone(t, "100", "203.0.113.9:5060", phonetest.Unmanaged, nil)
		e := phonetest.Await[sipua.Ended](stranger.Dial(r.uri("01014155550100")))
		if e.Status != 401 {
			t.Fatalf("%+v", e)
		}
		r.none()
	})
}

func TestPhoneInTheTrunksNetworkIsAPhone(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "198.51.100.20:5060", phonetest.Unmanaged, nil)
		r.dial(desk, "2002")
		in := next[leg.Incoming](r)
		if in.Device != deskID || !in.Trunk.IsZero() {
			t.Fatalf("%+v", in)
		}
		r.edge.Order(leg.HangUp{Leg: in.Leg, Cause: leg.Cause{Kind: leg.CauseBusy}})
		next[leg.Ended](r)
	})
}

func TestPhoneThatStopsAnsweringIsDown(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Answers, nil)
		r.register(desk)
		if s := <-r.phone; !s.Up {
			t.Fatalf("%+v", s)
		}
		began := time.Now()
		r.net.SetWeather(phonetest.Weather{Loss: 1})
		if s := <-r.phone; s.Up || s.Cause != "unreachable" || s.Contacts != 1 {
			t.Fatalf("%+v", s)
		}
		if took := time.Since(began); took > 70*time.Second {
			t.Errorf("noticed after %s", took)
		}
		r.edge.Order(leg.Dial{Leg: newLeg(), Device: deskID})
		if e := next[leg.Ended](r); e.Cause.Kind != leg.CauseDeviceError {
			t.Fatalf("%+v", e)
		}
		r.net.SetWeather(phonetest.Weather{})
		if s := <-r.phone; !s.Up {
			t.Fatalf("%+v", s)
		}
	})
}

func TestRestartKeepsPhones(t *testing.T) {
	dir := t.TempDir()
	inBubble(t, usual(), func(c *Config) { c.DataDir = dir }, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Answers, nil)
		r.register(desk)
		<-r.phone
		r.stop(r.edge)
		r.start(usual(), func(c *Config) { c.DataDir = dir })
		if s := <-r.phone; !s.Up {
			t.Fatalf("%+v", s)
		}
		r.edge.Order(leg.Dial{Leg: newLeg(), Device: deskID, From: leg.Identity{Number: "2002"}})
		next[leg.Ringing](r)
		next[leg.Answered](r)
	})
}

func TestTrunkStates(t *testing.T) {
	plan := usual()
	plan.Trunks[0].Profile.NoQualify = false
	inBubble(t, plan, nil, func(t *testing.T, r *rig) {
		// Nobody is there at first.
		if s := <-r.trunk; s.State != TrunkUnreachable || s.ID != carrierID || s.Reason == "" {
			t.Fatalf("%+v", s)
		}
		r.net.Phone(t, "carrier", carrierAt, phonetest.Unmanaged, nil)
		if s := <-r.trunk; s.State != TrunkReachable || s.Reason != "" {
			t.Fatalf("%+v", s)
		}
		off := usual()
		off.Trunks[0].Disabled = true
		if err := r.edge.SetPlan(off); err != nil {
			t.Fatal(err)
		}
		if s := <-r.trunk; s.State != TrunkDisabled {
			t.Fatalf("%+v", s)
		}
	})
}

func TestTrunkThatRegisters(t *testing.T) {
	plan := usual()
	plan.Trunks[0].InboundFrom = nil
	plan.Trunks[0].Host = "198.51.100.1"
	plan.Trunks[0].Register = &Register{User: "05011112222", Password: "carrier secret"}
	inBubble(t, plan, nil, func(t *testing.T, r *rig) {
		guard := digest.NewGuard("carrier", []byte(strings.Repeat("k", 32)), time.Hour)
		seen := make(chan string, 16)
		carrier := r.net.Phone(t, "0900", carrierAt, phonetest.Unmanaged, func(c *sipua.Config) {
			c.Request = func(in *sipua.Incoming) {
				secrets := digest.Secrets{MD5: digest.HA1(digest.MD5, "05011112222", "carrier", "carrier secret")}
				_, v := guard.Verify(time.Now(), in.Method(), in.Headers("Authorization"), func(string) (digest.Secrets, bool) { return secrets, true })
				if v != digest.Good {
					var hs []sipua.Header
					for _, ch := range guard.Challenges(time.Now(), false) {
						if strings.Contains(ch, "algorithm=MD5") {
							hs = append(hs, sipua.Header{Name: "WWW-Authenticate", Value: ch})
						}
					}
					in.Respond(sipua.Answer{Status: 401, Headers: hs})
					return
				}
				aor := in.To().URI
				seen <- in.Header("Expires") + " " + aor.String()
				in.Respond(sipua.Answer{Status: 200, Headers: []sipua.Header{{Name: "Contact", Value: in.Header("Contact") + ";expires=3600"}}})
			}
		})
		for {
			s := <-r.trunk
			if s.State == TrunkRegistered {
				break
			}
			if s.State != TrunkUnknown {
				t.Fatalf("%+v", s)
			}
		}
		if got := <-seen; !strings.HasSuffix(got, " sip:05011112222@198.51.100.1") {
			t.Fatalf("registered %q", got)
		}
		carrier.Dial(sipua.URI{Scheme: "sip", User: "05011112222", Host: "192.0.2.1"})
		if in := next[leg.Incoming](r); in.Trunk != carrierID || in.Dialed != "05011112222" {
			t.Fatalf("%+v", in)
		}
		r.stop(r.edge)
		next[leg.Ended](r)
		if got := <-seen; !strings.HasPrefix(got, "0 ") && !strings.HasPrefix(got, " ") {
			t.Fatalf("unregistered %q", got)
		}
	})
}
