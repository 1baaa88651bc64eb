package sipedge

import (
	"bytes"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sdp"
	"github.com/yobirin/yobirin/shared/sipua"
)

// sdpMedia is a media plane with real offers and answers and no sound.
type sdpMedia struct {
	mu   sync.Mutex
	open map[id.Leg]*sdpPort
}

func (m *sdpMedia) Open(l id.Leg, spec MediaSpec) (Port, error) {
	policy := map[SRTP]sdp.Policy{SRTPOff: sdp.Off, SRTPPrefer: sdp.Prefer, SRTPRequire: sdp.Require}[spec.SRTP]
	p := &sdpPort{media: m, leg: l, local: sdp.Local{
		Address: netip.MustParseAddr("192.0.2.1"), Port: 20000, SessionID: 7, Events: true, Policy: policy,
		Keys: []sdp.Crypto{{Tag: 1, Suite: sdp.CM128, Key: bytes.Repeat([]byte{1}, sdp.CM128.KeyLength())}},
	}}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.open == nil {
		m.open = map[id.Leg]*sdpPort{}
	}
	m.open[l] = p
	return p, nil
}

func (m *sdpMedia) port(l id.Leg) *sdpPort {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.open[l]
}

type sdpPort struct {
	media  *sdpMedia
	leg    id.Leg
	local  sdp.Local
	agreed sdp.Agreed
}

func (p *sdpPort) Offer() ([]byte, error) {
	p.local.Version++
	return sdp.Offer(p.local)
}

func (p *sdpPort) Answer(offer []byte) ([]byte, error) {
	p.local.Version++
	answer, agreed, err := sdp.Answer(p.local, offer)
	if err == nil {
		p.agreed = agreed
	}
	return answer, err
}

func (p *sdpPort) Accept(answer []byte) error {
	agreed, err := sdp.Accept(p.local, answer)
	if err == nil {
		p.agreed = agreed
	}
	return err
}

func (p *sdpPort) Negotiated() Negotiated {
	return Negotiated{Held: p.agreed.Held, Codec: p.agreed.Law.String()}
}

func (p *sdpPort) Close() {
	p.media.mu.Lock()
	defer p.media.mu.Unlock()
	delete(p.media.open, p.leg)
}

func realSDP(m *sdpMedia) func(*Config) { return func(c *Config) { c.Media = m } }

// TestEveryFormOfHold: a phone holds and resumes in all the ways that phones
// have, whoever made the call, and each is told once.
func TestEveryFormOfHold(t *testing.T) {
	inBubble(t, office(), realSDP(&sdpMedia{}), func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, nil)
		r.register(desk)
		in, first := r.connected(desk, "2002")
		out, second := r.rung(desk, deskID)
		for l, c := range map[id.Leg]*phonetest.Call{first: in, second: out} {
			holds := map[string]func(){
				"sendonly": func() { c.Hold(phonetest.HoldSendonly) },
				"inactive": func() { c.Hold(phonetest.HoldInactive) },
				"0.0.0.0":  func() { c.Hold(phonetest.HoldZero) },
				"UPDATE":   func() { c.HoldByUpdate(phonetest.HoldSendonly) },
				"offerless": func() {
					if offer := c.Reoffer(phonetest.HoldSendonly); !strings.Contains(offer, "m=audio 20000") {
						t.Errorf("asked for an offer, got %q", offer)
					}
				},
			}
			resumes := map[string]func(){
				"re-INVITE": c.Resume,
				"UPDATE":    func() { c.HoldByUpdate("") },
				"offerless": func() { c.Reoffer("") },
			}
			for how, hold := range holds {
				for back, resume := range resumes {
					c.Resume() // changes nothing and is not told
					r.none()
					hold()
					if f := next[leg.Held](r); f.Leg != l {
						t.Fatalf("%s: %+v", how, f)
					}
					hold() // again, as phones do on a refresh
					r.none()
					resume()
					if f := next[leg.Resumed](r); f.Leg != l {
						t.Fatalf("%s, %s: %+v", how, back, f)
					}
				}
			}
		}
		r.over(first)
		r.over(second)
	})
}

// TestHoldsThatMeet: an offer of ours (here a session refresh's place) and
// the phone's hold cross; the phone tries again and is held in the end.
func TestHoldsThatMeet(t *testing.T) {
	inBubble(t, office(), realSDP(&sdpMedia{}), func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Script{Accept: true}, nil)
		r.register(desk)
		c, l := r.connected(desk, "2002")
		r.net.SetWeather(phonetest.Weather{Delay: 50 * time.Millisecond})
		s := r.edge.leg(l)
		ours, err := s.port.Offer()
		if err != nil {
			t.Fatal(err)
		}
		s.dialog.Offer(ours)
		c.Hold(phonetest.HoldSendonly) // 491, then again
		next[leg.Held](r)
		c.Resume()
		next[leg.Resumed](r)
		r.over(l)
	})
}

func TestNudgedPhonesAnswer(t *testing.T) {
	inBubble(t, office(), nil, func(t *testing.T, r *rig) {
		able := phonetest.Script{Ring: true, Takes: sipua.TakeTalk}
		first := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.NoAnswer, nil) // cannot
		second := r.net.Phone(t, "d2001", "192.0.2.12:5060", able, nil)
		r.register(first)
		r.register(second)
		for _, early := range []bool{false, true} {
			if early { // asked before it rings
				second.SetScript(phonetest.Script{Takes: sipua.TakeTalk})
			}
			l := newLeg()
			r.edge.Order(leg.Dial{Leg: l, Device: deskID, From: leg.Identity{Number: "2002"}})
			lost, won := first.Incoming(), second.Incoming()
			next[leg.Ringing](r)
			synctest.Wait()
			r.edge.Order(leg.Nudge{Leg: l})
			if early {
				synctest.Wait()
				r.none()
				won.Dialog.Ring(sipua.Answer{Status: 180})
			}
			if a := next[leg.Answered](r); a.Contact != "udp:192.0.2.12:5060" {
				t.Fatalf("%+v", a)
			}
			phonetest.Await[sipua.Nudged](won)
			if e := phonetest.Await[sipua.Ended](lost); e.Why != sipua.WhyCancelled || e.Reason.SIP != 200 {
				t.Errorf("%+v", e)
			}
			r.over(l)
			r.edge.Order(leg.Nudge{Leg: l}) // too late: nothing
		}
	})
}

func TestPhoneIsAskedToAnswerByItself(t *testing.T) {
	inBubble(t, office(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Busy, nil)
		r.register(desk)
		r.edge.Order(leg.Dial{Leg: newLeg(), Device: deskID, From: leg.Identity{Number: "2002"}, Answer: true, Alert: leg.AlertInternal})
		q := desk.Incoming().Dialog.Request()
		if q.Header("Call-Info") != "<sip:192.0.2.1>;answer-after=0" || len(q.Headers("Alert-Info")) != 1 ||
			q.Header("Alert-Info") != "<http://www.notused.com>;info=alert-autoanswer;delay=0" {
			t.Errorf("Call-Info %q, Alert-Info %q", q.Headers("Call-Info"), q.Headers("Alert-Info"))
		}
		for _, tag := range []string{"replaces", "norefersub", "timer"} {
			if !strings.Contains(q.Header("Supported"), tag) {
				t.Errorf("Supported: %s", q.Header("Supported"))
			}
		}
		if !strings.Contains(q.Header("Allow"), "REFER") {
			t.Errorf("Allow: %s", q.Header("Allow"))
		}
		next[leg.Ended](r)
	})
}

// TestEncryptionPerDevice: what a phone offers and what its account wants.
func TestEncryptionPerDevice(t *testing.T) {
	key := "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\r\n"
	plain := phonetest.SDP
	best := plain + key // RFC 4568 keys on a plain line, as phones with "optional" do
	secured := strings.Replace(plain, "RTP/AVP", "RTP/SAVP", 1) + key
	for _, c := range []struct {
		want   SRTP
		offer  string
		status int // 0: the call is up
		crypto bool
	}{
		{SRTPOff, plain, 0, false}, {SRTPOff, secured, 488, false},
		{SRTPPrefer, plain, 0, false}, {SRTPPrefer, best, 0, true}, {SRTPPrefer, secured, 0, true},
		{SRTPRequire, plain, 488, false}, {SRTPRequire, secured, 0, true},
	} {
		plan := office()
		plan.Devices[0].SRTP = c.want
		media := &sdpMedia{}
		inBubble(t, plan, realSDP(media), func(t *testing.T, r *rig) {
			name := fmt.Sprintf("%s, %d bytes", c.want, len(c.offer))
			desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Busy, nil)
			r.register(desk)
			call := desk.DialCall(sipua.Call{
				Targets: []sipua.Target{{URI: r.uri("2002")}}, To: sipua.Address{URI: r.uri("2002")}, Offer: []byte(c.offer),
				Credentials: &sipua.Credentials{User: "d2001", Password: secret},
			})
			in := next[leg.Incoming](r)
			r.edge.Order(leg.Answer{Leg: in.Leg})
			if c.status != 0 {
				r.refused(call, c.status)
				next[leg.Ended](r)
			} else {
				phonetest.Await[sipua.Answered](call)
				next[leg.Answered](r)
				if p := media.port(in.Leg); (p.agreed.In != nil) != c.crypto || (p.agreed.Out != nil) != c.crypto {
					t.Errorf("%s: encrypted %v", name, p.agreed.In != nil)
				}
				r.over(in.Leg)
			}
			// And what the phone is offered.
			r.edge.Order(leg.Dial{Leg: newLeg(), Device: deskID, From: leg.Identity{Number: "2002"}})
			offered := string(desk.Incoming().Dialog.Request().SDP())
			next[leg.Ended](r)
			if strings.Contains(offered, "RTP/SAVP") != (c.want == SRTPRequire) || strings.Contains(offered, "a=crypto") != (c.want != SRTPOff) {
				t.Errorf("%s: offered\n%s", name, offered)
			}
		})
	}
}

// TestCallWaiting: a second call rings at a phone that talks; it is taken
// with the first on hold, and each leg is told of its own.
func TestCallWaiting(t *testing.T) {
	inBubble(t, office(), realSDP(&sdpMedia{}), func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, nil)
		r.register(desk)
		first, one := r.connected(desk, "2002")
		desk.SetScript(phonetest.NoAnswer)
		two := newLeg()
		r.edge.Order(leg.Dial{Leg: two, Device: deskID, From: leg.Identity{Number: "2003"}})
		second := desk.Incoming()
		if f := next[leg.Ringing](r); f.Leg != two {
			t.Fatalf("%+v", f)
		}
		first.Hold(phonetest.HoldSendonly)
		if f := next[leg.Held](r); f.Leg != one {
			t.Fatalf("%+v", f)
		}
		second.Dialog.Answer([]byte(desk.SDP()))
		if f := next[leg.Answered](r); f.Leg != two {
			t.Fatalf("%+v", f)
		}
		second.Press("5")
		if f := next[leg.Digit](r); f.Leg != two || f.Key != "5" {
			t.Fatalf("%+v", f)
		}
		r.over(two)
		first.Resume()
		if f := next[leg.Resumed](r); f.Leg != one {
			t.Fatalf("%+v", f)
		}
		r.over(one)
	})
}

// TestSecondLoginOnTheWire: the three rules of C-CALL-5, registered and rung.
func TestSecondLoginOnTheWire(t *testing.T) {
	for rule, want := range map[SecondLogin][2]bool{RingAll: {true, true}, NewestWins: {false, true}, RefuseLater: {true, false}} {
		plan := usual()
		plan.Devices[0].SecondLogin = rule
		inBubble(t, plan, nil, func(t *testing.T, r *rig) {
			first := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.NoAnswer, nil)
			second := r.net.Phone(t, "d2001", "192.0.2.12:5060", phonetest.NoAnswer, nil)
			r.register(first)
			_, state := r.tryRegister(second, secret)
			if s := <-state; (s.State == sipua.Registered) != want[1] || !want[1] && s.Status != 403 {
				t.Fatalf("%s: %+v", rule, s)
			}
			l := newLeg()
			r.edge.Order(leg.Dial{Leg: l, Device: deskID, From: leg.Identity{Number: "2002"}})
			next[leg.Ringing](r)
			synctest.Wait()
			for i, p := range []*phonetest.Phone{first, second} {
				if rings := p.UA.Stats().Dialogs == 1; rings != want[i] {
					t.Errorf("%s: phone %d rings: %v", rule, i+1, rings)
				}
			}
			r.over(l)
		})
	}
}
