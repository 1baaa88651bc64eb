package e2e

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// secret is what a withheld call must not tell: the site's number in every
// form, and who calls.
func (c *scene) secrets(i int) []string {
	return []string{c.did(i)[1:], c.extension(1), c.user(1), c.login(1), "担当", "代表"}
}

// keepsSecret fails when any message of ours says what it must not, but for
// the header that is for the carrier alone.
func keepsSecret(t *testing.T, p *sipp, but string, secrets []string) {
	t.Helper()
	asserted := 0
	for _, m := range p.sipMessages() {
		if !m.ours {
			continue
		}
		for l := range strings.Lines(m.text) {
			name, _, _ := strings.Cut(l, ":")
			if but != "" && strings.EqualFold(name, but) {
				asserted++
				continue
			}
			bare := strings.NewReplacer("-", "", ".", "").Replace(l)
			for _, secret := range secrets {
				if contains(l, secret) || contains(bare, secret) {
					t.Errorf("a withheld call gives away %q: %q in\n%s", secret, l, m.text)
				}
			}
		}
	}
	if but != "" && asserted == 0 {
		t.Errorf("no message has %s", but)
	}
}

// testWeRefresh: we keep alive, half-way to its end, a call of the carrier's,
// by UPDATE, and beside it a withheld one of ours, which rang reliably and
// said something before the answer, by re-INVITE, as that carrier knows no
// UPDATE. Nothing of it tells who calls.
func testWeRefresh(t *testing.T, c *scene) {
	in := c.agent(1, nil).line(1, "", nil, c.waits())
	out := c.line(2, "generic-e164-pai", object{"switches": object{"session_time": 90, "refresher": "us"}}, nil)
	c.apply()
	agent := c.phone(1, toneB, false)
	q := in.calls(object{
		"Headers": "Supported: timer\nSession-Expires: 90;refresher=uas", "Refresh": "Session-Expires: 90;refresher=uac\nRequire: timer", "Steps": []string{"awaitUPDATE"},
		"File": toneFile(t, toneA, 2), // half a minute of silence would end the call
	})
	p := out.takes(object{
		"Early": []object{
			{"Status": "180 Ringing", "SDP": false, "Reliable": 7}, {"Status": "183 Session Progress", "SDP": true, "Reliable": 8},
		},
		"File": toneFile(t, toneC, 2), "Wait": 2000, "Refresh": "INVITE", "Answer": "Session-Expires: 90;refresher=uac\nRequire: timer",
	})
	agent.dial(out.dial("184" + c.caller(1)))
	agent.await("CALL_ESTABLISHED")
	agent.hears("1130", 2, toneB, toneC)
	eventually(t, 2*patience, "the session to be refreshed, after 45 s", func() (string, bool) { return "", len(p.from("INVITE ")) == 2 && len(p.from("ACK ")) == 2 })
	agent.hangUp()
	p.wait()
	q.wait()
	expect(t, q.answerTo("200", "INVITE"), "Session-Expires", "90;refresher=uas")
	update := q.only("UPDATE")
	expect(t, update, "Session-Expires", "90;refresher=uac")
	expect(t, update, "Supported", "timer")

	for _, method := range []string{"INVITE", "PRACK", "ACK", "BYE"} {
		if len(p.from(method+" ")) == 0 {
			t.Errorf("the server sent no %s", method)
		}
	}
	again := p.from("INVITE ")[1]
	expect(t, again, "Session-Expires", "90;refresher=uac")
	expect(t, again, "From", "anonymous.invalid")
	if racks := p.from("PRACK "); len(racks) != 2 || !contains(headerOf(racks[0], "RAck"), "7 ") || !contains(headerOf(racks[1], "RAck"), "8 ") {
		t.Errorf("PRACK: %q", racks)
	}
	keepsSecret(t, p, "P-Asserted-Identity", c.secrets(2))
}

// testWithheldCancelled: a withheld call that the caller gives up tells
// nothing in CANCEL either; by prefix it is not even anonymous, but the
// network withholds.
func testWithheldCancelled(t *testing.T, c *scene) {
	l := c.agent(1, nil).line(1, "050-register", object{"switches": object{"withhold": true}}, nil)
	hgw := c.line(2, "hgw-extension", object{"switches": object{"from_user": "3"}}, nil)
	c.apply()
	agent := c.phone(1, toneB, false)
	ring := []object{{"Status": "180 Ringing", "SDP": false, "Reliable": ""}}
	p := l.takes(object{"Early": ring, "Answer": ""})
	agent.dial(l.dial(c.caller(1))) // the profile withholds
	agent.await("CALL_RINGING")
	agent.hangUp()
	p.wait()
	expect(t, p.only("INVITE"), "Privacy", "id")
	expect(t, p.only("INVITE"), "From", "anonymous.invalid")
	p.only("CANCEL")
	keepsSecret(t, p, "", c.secrets(1))

	for code, want := range map[string]string{"184": "184", "186": "186", "": ""} {
		q := hgw.takes(nil)
		agent.dial(hgw.dial(code + c.caller(2)))
		agent.await("CALL_ESTABLISHED")
		agent.hangUp()
		q.wait()
		invite := q.only("INVITE")
		if !strings.HasPrefix(invite, "INVITE sip:"+want+c.caller(2)+"@") {
			t.Errorf("%s: %.60q, want the prefix dialed", code, invite)
		}
		expect(t, invite, "From", "<sip:3@")
		lacks(t, invite, "Privacy", "P-Asserted-Identity", "P-Preferred-Identity", "Session-Expires")
		if code == "184" {
			keepsSecret(t, q, "", c.secrets(2))
		}
	}
}

// testProgress: 183 without audio is heard as ringing by whoever calls.
func testProgress(t *testing.T, c *scene) {
	l := c.agent(1, nil).line(1, "", nil, nil)
	c.apply()
	agent := c.phone(1, toneB, false)
	p := l.takes(object{"Early": []object{{"Status": "183 Session Progress", "SDP": false, "Reliable": ""}}, "Wait": 1500})
	agent.dial(l.dial(c.caller(1)))
	agent.await("CALL_RINGING")
	agent.await("CALL_ESTABLISHED") // after it
	agent.hangUp()
	p.wait()
}

var audioLine = regexp.MustCompile(`m=audio (\d+) RTP/AVP ([0-9 ]+)`)

// testOffers: the codecs in the profile's order, 20 ms, an even port, and
// nothing that the carrier did not ask for.
func testOffers(t *testing.T, c *scene) {
	lines := []line{
		c.agent(1, nil).line(1, "ngn-direct", nil, nil),
		c.line(2, "", object{"switches": object{"codecs": []string{"PCMA", "PCMU"}}}, nil),
		c.line(3, "generic-e164-pai", object{"switches": object{"user_phone": true}}, nil),
	}
	c.apply()
	agent := c.phone(1, toneB, false)
	for i, want := range []string{"0", "8 0 101", "0 8 101"} {
		l := lines[i]
		p := l.takes(object{"Formats": strings.Fields(want)[0]})
		agent.dial(l.dial(c.caller(1)))
		agent.await("CALL_ESTABLISHED")
		agent.hangUp()
		p.wait()
		invite := p.only("INVITE")
		m := audioLine.FindStringSubmatch(invite)
		if m == nil || strings.TrimSpace(m[2]) != want || strings.IndexByte("02468", m[1][len(m[1])-1]) < 0 {
			t.Errorf("line %d: %q, want an even port and the formats %s", i+1, m, want)
		}
		if !contains(invite, "a=ptime:20") || i == 0 && contains(invite, "telephone-event") {
			t.Errorf("line %d offers\n%s", i+1, invite)
		}
		switch i {
		case 0:
			expect(t, invite, "P-Preferred-Identity", "<sip:"+c.did(1)+"@")
		case 2:
			national := c.did(3)[1:]
			expect(t, invite, "P-Asserted-Identity", "<sip:+81"+national+"@", ";user=phone")
			expect(t, invite, "From", "<sip:+81"+national+"@")
			expect(t, invite, "To", "<sip:+81"+c.caller(1)[1:]+"@")
		}
	}
}

// testNextAddress: of three addresses the first is overloaded, the second
// silent, the third takes the call. When all are overloaded the call ends as
// congestion, so that another trunk may be tried.
func testNextAddress(t *testing.T, c *scene) {
	silent, third := freePort(t, phoneHost), freePort(t, phoneHost)
	l := c.agent(1, nil).line(1, "", object{
		"backup": []string{"127.0.0.1:" + itoa(silent), "127.0.0.1:" + itoa(third)}, "switches": object{"qualify": false},
	}, nil)
	c.apply()
	agent := c.phone(1, toneB, false)
	overloaded := l.calledAs("decliner", object{"Status": "503 Service Unavailable\nRetry-After: 30"}, nil)
	answers := l
	answers.port = third
	p := answers.takes(nil)
	began := time.Now()
	agent.dial(l.dial(c.caller(1)))
	agent.await("CALL_ESTABLISHED")
	if took := time.Since(began); took < 3900*time.Millisecond || took > 30*time.Second {
		t.Errorf("answered after %s, want the patience with one silent address", took)
	}
	agent.hangUp()
	overloaded.wait()
	p.wait()
	c.server.ended(t, 1, "number", c.caller(1))

	// The first address asked for a rest: it comes last now.
	q := answers.calledAs("decliner", object{"Status": "503 Service Unavailable"}, nil)
	first := l.calledAs("decliner", object{"Status": "503 Service Unavailable"}, nil)
	agent.dial(l.dial(c.caller(2)))
	agent.await("CALL_CLOSED")
	q.wait()
	first.wait()
	if row := c.server.ended(t, 1, "number", c.caller(2))[0]; row.Cause != "congestion" {
		t.Errorf("history: %+v, want congestion", row)
	}
}

// testCauses: Q.850 says more than the status, both ways.
func testCauses(t *testing.T, c *scene) {
	l := c.agent(1, nil).line(1, "", nil, nil)
	c.apply()
	agent := c.phone(1, toneB, false)
	for i, x := range []struct{ status, cause, told string }{
		{"480 Temporarily Unavailable\nReason: Q.850;cause=17;text=\"User busy\"", "busy", "480"},
		{"500 Server Internal Error\nReason: Q.850;cause=34", "congestion", "500"},
		{"403 Forbidden\nReason: SIP;cause=403, Q.850;cause=1", "not-found", "403"},
		{"504 Server Time-out", "congestion", "504"},
	} {
		p := l.calledAs("decliner", object{"Status": x.status}, nil)
		to := c.caller(i + 1)
		agent.dial(l.dial(to))
		if closed := agent.await("CALL_CLOSED"); !strings.HasPrefix(closed.Param, x.told) {
			t.Errorf("%s: the phone was told %q", x.status, closed.Param)
		}
		p.wait()
		if row := c.server.ended(t, 1, "number", to)[0]; row.Cause != x.cause {
			t.Errorf("%s: history has the cause %s, want %s", x.status, row.Cause, x.cause)
		}
	}
	p := l.takes(object{"Talk": 300, "Bye": "Reason: Q.850;cause=41"})
	agent.dial(l.dial(c.caller(8)))
	agent.await("CALL_CLOSED")
	p.wait()
	q := l.takes(nil)
	agent.dial(l.dial(c.caller(9)))
	agent.await("CALL_ESTABLISHED")
	agent.hangUp()
	q.wait()
	expect(t, q.only("BYE"), "Reason", "Q.850;cause=16")
}

// testRedirects: a carrier's 302 leads nowhere, unless the site lets it, and
// never abroad nor to a number that the site bars.
func testRedirects(t *testing.T, c *scene) {
	firm := c.agent(1, nil).line(1, "", nil, nil)
	free := c.line(2, "generic-e164-pai", object{"switches": object{"redirects": true}}, nil)
	barred := c.caller(8)
	c.site.Barred = []object{{"number": barred}}
	c.apply()
	agent := c.phone(1, toneB, false)
	target := c.caller(9)
	for _, x := range []struct {
		line
		contact string
		follows bool
	}{
		{firm, "<sip:" + target + "@carrier.example>", false},
		{free, "<sip:+1900555@carrier.example>, <sip:110@carrier.example>, <sip:0990123456@carrier.example>", false},
		{free, "<sip:+81" + barred[1:] + "@192.0.2.66>", false},
		{free, "<sip:+81" + barred[1:] + "@192.0.2.66>, <sip:+81" + target[1:] + "@192.0.2.66>", true},
	} {
		national := target
		if x.i == 2 {
			national = `\+81` + target[1:]
		}
		p := x.calledAs("trunk_redirect", object{"Number": national, "Contact": x.contact}, func(s *sippSpec) {
			if x.follows {
				s.Calls = 2
			}
		})
		agent.dial(x.dial(c.caller(1)))
		if !x.follows {
			agent.await("CALL_CLOSED")
			p.wait()
			p.only("INVITE")
			continue
		}
		agent.await("CALL_ESTABLISHED")
		agent.hangUp()
		p.wait()
		if invites := p.from("INVITE "); len(invites) != 2 {
			t.Errorf("%d INVITEs, want a second one", len(invites))
		} else {
			expect(t, invites[1], "Diversion", "<sip:+81"+c.caller(1)[1:]+"@")
		}
	}
	for _, row := range c.server.ended(t, 4, "number", c.caller(1)) {
		if row.Result == "missed" && row.Cause != "forbidden" {
			t.Errorf("history: %+v, want forbidden", row)
		}
	}
}

// testEmergency: 110 goes out as it is and tells the number, whatever the
// profile and the caller wish.
func testEmergency(t *testing.T, c *scene) {
	c.agent(1, object{"no_outside": true, "caller_id": c.did(1)}).agent(2, object{"caller_id": c.did(2)})
	international := c.line(1, "generic-e164-pai", object{"switches": object{"withhold": true, "assert_hidden": false}}, nil)
	gateway := c.line(2, "hgw-extension", object{"switches": object{"from_user": "3", "withhold": true}}, nil)
	c.apply()
	for i, l := range []line{international, gateway} {
		agent := c.phone(i+1, toneB, false)
		shown := []string{"+81" + c.did(1)[1:], c.did(2)}[i]
		from := []string{shown, "3"}[i]
		for _, dialed := range []string{"110", "184119"} {
			p := l.takes(nil)
			agent.dial(c.uri(dialed))
			agent.await("CALL_ESTABLISHED")
			agent.hangUp()
			p.wait()
			invite := p.only("INVITE")
			if want := "INVITE sip:" + dialed[len(dialed)-3:] + "@"; !strings.HasPrefix(invite, want) {
				t.Errorf("line %d: %.60q, want %s", l.i, invite, want)
			}
			expect(t, invite, "P-Asserted-Identity", "<sip:"+shown+"@")
			expect(t, invite, "From", "<sip:"+from+"@")
			lacks(t, invite, "Privacy")
		}
	}
}

// testDiverted: a call that comes in and is sent on outside tells the number
// it came to. What is said there before the answer is passed back, reliably,
// with the one answer to the caller's offer.
func testDiverted(t *testing.T, c *scene) {
	in := c.line(1, "", nil, object{"transfer": "転送" + itoa(c.n)})
	out := c.line(2, "generic-e164-pai", nil, nil)
	c.site.Transfers = []object{{"name": "転送" + itoa(c.n), "number": c.caller(5), "caller_id": c.did(2)}}
	c.apply()
	q := out.takes(object{"Early": []object{{"Status": "183 Session Progress", "SDP": true, "Reliable": 9}}, "File": toneFile(t, toneC, 2), "Wait": 800})
	p := in.calls(object{"Talk": 800, "Headers": "Require: 100rel\nSupported: 100rel", "Prack": "183"})
	q.wait()
	p.wait()
	if early := p.answerTo("183", "INVITE"); !contains(early, "m=audio") || contains(p.answerTo("200", "INVITE"), "m=audio") {
		t.Errorf("the answer stands in the reliable 183 and nowhere else:\n%s\n%s", early, p.answerTo("200", "INVITE"))
	}
	invite := q.only("INVITE")
	expect(t, invite, "Diversion", "<sip:+81"+c.did(1)[1:]+"@", "reason=unconditional")
	expect(t, invite, "History-Info", "<sip:+81"+c.did(1)[1:]+"@", "index=1.1")
	lacks(t, q.only("BYE"), "Diversion")
}
