package phone

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// invite is an INVITE as a stranger, or the server, writes it.
func invite(to, via, callID string, more ...string) string {
	return "INVITE " + to + " SIP/2.0\nVia: SIP/2.0/UDP " + via + ";branch=z9hG4bK" + callID +
		"\nFrom: \"x\" <sip:1@" + via + ">;tag=f\nTo: <sip:201@x>\nCall-ID: " + callID + "\nCSeq: 1 INVITE\nMax-Forwards: 70\nContact: <sip:1@" + via + ">\n" +
		strings.Join(more, "\n") + "\nContent-Type: application/sdp\n\n" + phonetest.SDP
}

// phoneAddress is where the registered phone listens.
func (r *rig) phoneAddress() netip.AddrPort {
	r.t.Helper()
	_, flow := r.reg.Contact("201")
	return flow.Remote
}

// TestAStrangerIsNotHeard: ghost calls from scanners reach nobody.
func TestAStrangerIsNotHeard(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.UDP, phonetest.Script{})
		to := r.phoneAddress()
		for i, from := range []string{"203.0.113.66:5060", serverIP + ":5070"} { // also another port of the server's host
			raw := r.n.Raw(r.t, from)
			contact, _ := r.reg.Contact("201")
			for j, method := range []string{"INVITE", "OPTIONS", "NOTIFY", "MESSAGE", "REGISTER"} {
				raw.Send(to, strings.ReplaceAll(invite(contact, from, fmt.Sprintf("s%d%d", i, j)), "INVITE", method))
			}
			raw.SendBytes(to, []byte(strings.Repeat("\x00\xff", 3000)))
			pass(time.Minute)
			if m, ok := raw.Pending(); ok {
				t.Errorf("a stranger was answered %s", m.Start)
			}
		}
		none[seat.LineOffered](r)
		if s := r.phone.ua.Stats(); s.Dropped == 0 || s.Dialogs != 0 || s.ServerTransactions != 0 {
			t.Errorf("%+v", s)
		}
	})
}

// empty waits until the user agent holds nothing; now and then it asks whether
// the server is there.
func (r *rig) empty() {
	r.t.Helper()
	r.until("nothing is left", func() bool {
		s := r.phone.ua.Stats()
		return s.Dialogs == 0 && s.ServerTransactions == 0 && s.ClientTransactions == 0
	})
}

// TestAFloodOfCalls from the server: a bounded number ring, the others are
// busy, and nothing is left of them.
func TestAFloodOfCalls(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.UDP, phonetest.Script{})
		var calls []*phonetest.Call
		for range 500 {
			calls = append(calls, r.call(nil))
		}
		pass(2 * time.Second)
		ringing, busy := 0, 0
		for _, c := range calls {
			switch e := c.Next().(type) {
			case sipua.Progress:
				ringing++
			case sipua.Ended:
				if e.Status == 486 {
					busy++
				}
			}
		}
		if ringing != maxLines || busy != 500-maxLines {
			t.Errorf("%d ring, %d are busy", ringing, busy)
		}
		for _, c := range calls {
			c.Dialog.Hangup(sipua.Hangup{})
		}
		for range maxLines {
			if e := next[seat.LineEnded](r, nil); e.By != seat.EndedMissed {
				t.Errorf("%+v", e)
			}
		}
		pass(5 * time.Minute)
		r.empty()
		if r.phone.busy.Load() != 0 {
			t.Errorf("%d lines are left", r.phone.busy.Load())
		}
	})
}

func TestAPhoneThatIsOffTakesNoCalls(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.TCP, phonetest.Script{})
		contact, flow := r.reg.Contact("201")
		r.phone.Do(seat.Unregister{})
		r.state(seat.PhoneOff)
		uri, _ := sipua.ParseURI(contact)
		c := r.srv.DialCall(sipua.Call{Targets: []sipua.Target{{URI: uri, Flow: flow, Sticky: true}}, To: sipua.Address{URI: uri}})
		if e, ok := c.Next().(sipua.Ended); !ok || e.Status != 480 {
			t.Errorf("%s", c.Story())
		}
		none[seat.LineOffered](r)
	})
}

// TestWeather: packets are lost, doubled and overtake each other, and every
// call is a call all the same.
func TestWeather(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := phonetest.Weather{Seed: seed, Loss: 0.2, Most: 2, Duplicate: 0.1, Reorder: 0.2, Delay: 40 * time.Millisecond, Late: 60 * time.Millisecond}
			inWeather(t, w, func(r *rig) {
				r.registered(sipua.UDP, phonetest.Script{Accept: true})
				for i := range 8 {
					contact, _ := r.reg.Contact("201")
					if contact == "" {
						t.Fatal("not registered")
					}
					c, l := r.talk()
					r.phone.Do(seat.HoldLine{Line: l, On: true})
					next[seat.LineHeld](r, func(h seat.LineHeld) bool { return h.Held && !h.Failed })
					c.Dialog.Offer([]byte(phonetest.HoldSDP))
					next[seat.LineFarHeld](r, nil)
					if i%2 == 0 {
						c.Dialog.Hangup(sipua.Hangup{})
					} else {
						r.phone.Do(seat.HangUpLine{Line: l})
					}
					next[seat.LineEnded](r, func(e seat.LineEnded) bool { return e.Line == l && e.By != seat.EndedFailed })
					r.phone.Do(seat.DialLine{Line: seat.Line(fmt.Sprint("w", i)), Digits: "104"})
					out := r.srv.Incoming()
					out.Dialog.Ring(sipua.Answer{Status: 180})
					out.Dialog.Answer([]byte(phonetest.SDP))
					next[seat.LineUp](r, nil)
					out.Dialog.Hangup(sipua.Hangup{})
					next[seat.LineEnded](r, nil)
				}
				pass(5 * time.Minute)
				if s := r.phone.ua.Stats(); s.Dialogs != 0 {
					t.Errorf("%+v", s)
				}
			})
		})
	}
}

// TestNothingLeaks over many calls.
func TestNothingLeaks(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.UDP, phonetest.Script{Accept: true})
		for range 200 {
			c, l := r.talk()
			c.Dialog.Hangup(sipua.Hangup{})
			next[seat.LineEnded](r, func(e seat.LineEnded) bool { return e.Line == l })
		}
		pass(5 * time.Minute)
		r.empty()
		r.until("no lines", func() bool { return r.phone.busy.Load() == 0 })
	})
}

// headers is an INVITE's fields for tests.
type headers map[string][]string

func (h headers) Header(name string) string {
	if v := h[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

func (h headers) Headers(name string) []string { return h[name] }

func TestWhatIsReadOfAnINVITE(t *testing.T) {
	leg := aLeg()
	for name, x := range map[string]struct {
		in   headers
		want seat.LineOffered
	}{
		"the network's word is better": {headers{"From": {`"liar" <sip:1@x>`}, "P-Asserted-Identity": {`"山田" <sip:0312345678@x>`}},
			seat.LineOffered{From: seat.Person{Number: "0312345678", Name: "山田"}}},
		"withheld":       {headers{"From": {`"Anonymous" <sip:anonymous@anonymous.invalid>`}}, seat.LineOffered{From: seat.Person{Name: "Anonymous", Withheld: true}}},
		"privacy":        {headers{"From": {`<sip:unknown@x>`}, "Privacy": {"header;id"}}, seat.LineOffered{From: seat.Person{Withheld: true}}},
		"international":  {headers{"From": {`<sip:+8131234;phone-context=x@x;user=phone>`}}, seat.LineOffered{From: seat.Person{Number: "+8131234"}}},
		"escaped":        {headers{"From": {`<sip:%2a80%23@x>`}}, seat.LineOffered{From: seat.Person{Number: "*80#"}}},
		"a name":         {headers{"From": {`<sip:demo%3cscript@x>`}}, seat.LineOffered{}},
		"internal":       {headers{"Alert-Info": {"<http://127.0.0.1/Bellcore-dr2>;info=alert-internal"}}, seat.LineOffered{Internal: true}},
		"external":       {headers{"Alert-Info": {"<http://127.0.0.1/Bellcore-dr1>;info=alert-external"}}, seat.LineOffered{}},
		"answer":         {headers{"Call-Info": {"<sip:x>; Answer-After=0"}}, seat.LineOffered{Auto: true}},
		"answer by info": {headers{"Alert-Info": {"<http://www.notused.com>;info=alert-autoanswer;delay=0"}}, seat.LineOffered{Auto: true}},
		"answer later":   {headers{"Call-Info": {"<sip:x>;answer-after=05", "<sip:y>;answer-after=3"}}, seat.LineOffered{}},
		"leg":            {headers{"X-Yobirin-Leg": {" " + leg}}, seat.LineOffered{Leg: leg}},
		"no leg":         {headers{"X-Yobirin-Leg": {leg + "x"}}, seat.LineOffered{}},
		"turned text":    {headers{"From": {"\"abc\u202egnp.exe\u0000\r\n\t  x\" <sip:1@x>"}}, seat.LineOffered{From: seat.Person{Number: "1", Name: "abc gnp.exe x"}}},
		"nothing":        {headers{}, seat.LineOffered{}},
		"nonsense":       {headers{"From": {"<<<>>>"}, "P-Called-Party-ID": {"\xff\xfe"}, "X-Yobirin-Leg": {"'; DROP"}}, seat.LineOffered{}},
		"too long":       {headers{"From": {`"` + strings.Repeat("x", 2000) + `" <sip:1@x>`}}, seat.LineOffered{}},
	} {
		if got := readOffer(x.in); got != x.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func FuzzReadOffer(f *testing.F) {
	f.Add(`"山田" <sip:0312345678@x>`, "<http://127.0.0.1/Bellcore-dr2>;info=alert-internal", "<sip:x>;answer-after=0", aLeg(), "id;header")
	f.Add("<sip:%2a80%2@[::1]>", ";;;=", "answer-after=0", "\x00", ",")
	f.Fuzz(func(t *testing.T, who, alert, info, leg, privacy string) {
		o := readOffer(headers{
			"From": {who}, "P-Asserted-Identity": {who}, "P-Called-Party-ID": {who}, "Alert-Info": {alert}, "Call-Info": {info}, legHeader: {leg}, "Privacy": {privacy},
		})
		for _, p := range []seat.Person{o.From, o.Called} {
			if !utf8.ValidString(p.Name) || utf8.RuneCountInString(p.Name) > nameLimit || strings.ContainsFunc(p.Name, unicode.IsControl) {
				t.Errorf("name %q", p.Name)
			}
			if _, ok := dialable(p.Number); !ok && p.Number != "" {
				t.Errorf("number %q", p.Number)
			}
		}
		if len(o.Leg) > numberLimit || strings.ContainsAny(o.Leg, " \r\n") {
			t.Errorf("leg %q", o.Leg)
		}
		if strings.ContainsAny(escapeUser(who), " <>@;:\"#\r\n") {
			t.Errorf("user %q", escapeUser(who))
		}
	})
}

func TestNewSaysWhatIsMissing(t *testing.T) {
	whole := Options{Voice: &fakeVoice{}, Tell: func(seat.Input) {}, Installation: "x"}
	for field, take := range map[string]func(*Options){
		"Voice": func(o *Options) { o.Voice = nil }, "Tell": func(o *Options) { o.Tell = nil }, "Installation": func(o *Options) { o.Installation = "" },
	} {
		o := whole
		take(&o)
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: %v", field, err)
		}
	}
	if a, b := instanceOf("a"), instanceOf("b"); a == b || len(a) != len(`"<urn:uuid:00000000-0000-0000-0000-000000000000>"`) {
		t.Errorf("%s %s", a, b)
	}
}

// TestTheSystemsNetwork asks the machine that the test runs on.
func TestTheSystemsNetwork(t *testing.T) {
	p, err := New(Options{Voice: &fakeVoice{}, Tell: func(seat.Input) {}, Installation: "x"})
	if err != nil {
		t.Fatal(err)
	}
	p.Do(seat.Register{Account: live.Softphone{User: "1", Domain: "localhost", Servers: []live.SIPServer{{Transport: "udp", Host: "127.0.0.1", Port: 9}}}})
	var s System
	here, err := s.Local(netip.MustParseAddrPort("127.0.0.1:9"))
	if err != nil || here != netip.MustParseAddr("127.0.0.1") {
		t.Errorf("%s, %v", here, err)
	}
	c, err := s.Listen(here)
	if err != nil {
		t.Fatal(err)
	}
	if a := c.LocalAddr().String(); !strings.HasPrefix(a, "127.0.0.1:") {
		t.Errorf("listens on %s", a)
	}
	_ = c.Close()
	if a, b := s.Addresses(), s.Addresses(); a != b {
		t.Errorf("%q, %q", a, b)
	}
	if found, err := s.Resolve(t.Context(), "localhost"); err != nil || len(found) == 0 {
		t.Errorf("%v, %v", found, err)
	}
	p.Close()
	p.Close()
	p.Do(seat.Unregister{})
}
