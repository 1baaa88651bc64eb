package e2e

import (
	"strings"
	"testing"
)

// testIdentities: who calls, as carriers tell it.
func testIdentities(t *testing.T, c *scene) {
	trusting, wary := c.line(1, "generic-e164-pai", nil, nil), c.line(2, "050-register", object{"switches": object{"called": []string{"Request-URI"}}}, nil)
	c.apply()
	for name, x := range map[string]struct {
		line
		from    string
		headers []string
		number  string
		reason  string
	}{
		"asserted":              {trusting, "<sip:0000@x>", []string{`P-Asserted-Identity: "A" <sip:+819011110001@x>, <tel:+819011110001>`}, "09011110001", ""},
		"asserted, not trusted": {wary, "<sip:09011110002@x>", []string{"P-Asserted-Identity: <sip:110@x>"}, "09011110002", ""},
		"preferred":             {trusting, "<sip:0000@x>", []string{"P-Preferred-Identity: <sip:+819011110003@x>"}, "09011110003", ""},
		"privacy":               {trusting, "<sip:+819011110004@x>", []string{"Privacy: id", "P-Asserted-Identity: <sip:+819011110004@x>"}, "", "Anonymous"},
		"anonymous":             {trusting, `"Anonymous" <sip:anonymous@anonymous.invalid>`, nil, "", "Anonymous"},
		"payphone":              {trusting, `"Coin line/payphone" <sip:anonymous@anonymous.invalid>`, []string{"Privacy: id"}, "", "Coin line/payphone"},
		"interaction":           {wary, `"Interaction with other service" <sip:anonymous@anonymous.invalid>`, nil, "", "Interaction with other service"},
		"unavailable":           {wary, `"unavailable" <sip:anonymous@anonymous.invalid>`, nil, "", "Unavailable"},
	} {
		headers := append([]string{"X-Case: 1", "Diversion: <sip:+81399990000@x>;reason=unconditional", "History-Info: <sip:+81399990000@x>;index=1"}, x.headers...)
		p := x.calls(object{"From": x.from, "Headers": strings.Join(headers, "\n"), "Status": "486"})
		p.wait()
		callID := headerOf(p.sipMessages()[0].text, "Call-ID")
		b := c.server.begunBy(t, callID, x.did(x.i))
		if b.From.Number != x.number || b.From.Withheld != (x.number == "") || b.From.Reason != x.reason {
			t.Errorf("%s: %+v, want number %q, reason %q", name, b.From, x.number, x.reason)
		}
		if !contains(b.Headers.Diversion, "0399990000") && !contains(b.Headers.Diversion, "81399990000") || !contains(b.Headers.HistoryInfo, "81399990000") {
			t.Errorf("%s: the diversion is lost: %+v", name, b.Headers)
		}
		if refused := p.answerTo("486", "INVITE"); !contains(headerOf(refused, "Reason"), "Q.850;cause=17") {
			t.Errorf("%s: refused with Reason %q", name, headerOf(refused, "Reason"))
		}
	}
}

// testCalledNumber: P-Called-Party-ID before To before the Request-URI, or as
// the profile has it; and what is for nobody goes where the trunk says.
func testCalledNumber(t *testing.T, c *scene) {
	l := c.line(1, "", object{"unknown_to": object{"hangup": "congestion"}}, nil)
	account := c.line(2, "hgw-extension", nil, nil)
	uri := c.line(3, "", object{"switches": object{"called": "Request-URI"}}, nil)
	for i := 4; i <= 6; i++ {
		c.number(i, object{"hangup": "busy"}, object{"trunk": "line" + itoa(c.n) + "-1"})
	}
	c.apply()
	to := func(i int) string { return "<sip:" + c.did(i) + "@carrier.example>" }
	for name, x := range map[string]struct {
		line
		uri, to, headers string
		status, dialed   string
	}{
		"called party":        {l, c.did(6), to(5), "P-Called-Party-ID: <sip:+81" + c.did(4)[1:] + "@x;user=phone>", "486", c.did(4)},
		"to":                  {l, c.did(6), to(5), "X-None: 1", "486", c.did(5)},
		"request":             {l, c.did(6), "<sip:account@carrier.example>", "X-None: 1", "486", c.did(6)},
		"to of an account":    {account, "account", to(2), "P-Called-Party-ID: " + to(4), "486", c.did(2)},
		"request by the site": {uri, c.did(3), to(5), "P-Called-Party-ID: " + to(4), "486", c.did(3)},
		"nobody's":            {l, "0399990000", "<sip:0399990000@carrier.example>", "X-None: 1", "503", "0399990000"},
	} {
		p := x.calls(object{"URI": x.uri, "To": x.to, "Headers": x.headers, "Status": x.status})
		p.wait()
		b := c.server.begunBy(t, headerOf(p.sipMessages()[0].text, "Call-ID"), x.dialed)
		if b.Dialed != x.dialed {
			t.Errorf("%s: %q was dialed, want %q", name, b.Dialed, x.dialed)
		}
	}
}

// testCompact: an INVITE as the network itself writes it.
func testCompact(t *testing.T, c *scene) {
	l := c.line(1, "ngn-direct", nil, object{"audio": c.tone(toneA, 500)})
	c.apply()
	p := startSIPp(t, sippSpec{
		Scenario: "trunk_compact", Values: object{"From": c.caller(1), "To": c.did(1)}, Host: phoneHost, Port: l.port, Target: c.server.sipAddr(),
	})
	p.wait()
	ok := p.answerTo("200", "INVITE")
	expect(t, ok, "Session-Expires", "300;refresher=uac")
	expect(t, ok, "Require", "timer")
	if row := c.server.ended(t, 1, "number", c.caller(1))[0]; row.Result == "" {
		t.Errorf("history: %+v", row)
	}
}

// waits is a destination where a caller is answered and stays.
func (c *scene) waits() object {
	if len(c.site.Groups) == 0 {
		c.group(9, object{"timeout": 120})
	}
	return object{"group": c.groupName(9)}
}

// testCarrierRefreshes: the carrier keeps the session alive, by UPDATE and by
// a re-INVITE without an offer.
func testCarrierRefreshes(t *testing.T, c *scene) {
	l := c.line(1, "ngn-direct", nil, c.waits())
	c.apply()
	session := "Supported: timer\nSession-Expires: 300;refresher=uac\nMin-SE: 300"
	p := l.calls(object{"Headers": session, "Refresh": session, "Steps": []string{"update", "bare", "update"}})
	p.wait()
	for _, method := range []string{"INVITE", "UPDATE"} {
		ok := p.answerTo("200", method)
		expect(t, ok, "Session-Expires", "300;refresher=uac")
		expect(t, ok, "Require", "timer")
	}
	bare := p.from("SIP/2.0 200")
	if n := len(bare); n < 5 || !contains(bare[2], "m=audio") { // INVITE, UPDATE, INVITE, UPDATE, BYE
		t.Errorf("%d answers; the one to an INVITE without an offer must carry one", n)
	}
	if row := c.server.ended(t, 1, "number", c.caller(1))[0]; row.Cause == "timeout" {
		t.Errorf("history: %+v", row)
	}
}

// testTooShort: 422 both ways, before anybody's phone rings.
func testTooShort(t *testing.T, c *scene) {
	in := c.agent(1, nil).line(1, "ngn-direct", nil, c.waits())
	out := c.line(2, "", object{"switches": object{"session_time": 90}}, nil)
	c.apply()
	p := in.calls(object{"Headers": "Supported: timer\nSession-Expires: 120", "Again": "Supported: timer\nSession-Expires: 300\nMin-SE: 300", "Seq": 2})
	p.wait()
	expect(t, p.answerTo("422", "INVITE"), "Min-SE", "300")
	c.server.ended(t, 1, "number", c.caller(1))

	agent := c.phone(1, toneB, false)
	q := out.takes(object{"Refuse": []string{"422 Session Interval Too Small\nMin-SE: 240"}, "Answer": "Session-Expires: 240;refresher=uac\nRequire: timer"})
	agent.dial(out.dial(c.caller(2)))
	agent.await("CALL_ESTABLISHED")
	agent.hangUp()
	q.wait()
	if invites := q.from("INVITE "); len(invites) != 2 {
		t.Errorf("%d INVITEs, want the second after 422", len(invites))
	} else {
		expect(t, invites[0], "Session-Expires", "90")
		expect(t, invites[1], "Session-Expires", "240")
		expect(t, invites[1], "Min-SE", "240")
	}
}

// testNoSession: a carrier that knows nothing of sessions, called and calling.
func testNoSession(t *testing.T, c *scene) {
	l := c.agent(1, nil).line(1, "ngn-direct", nil, c.waits())
	c.apply()
	p := l.calls(nil)
	p.wait()
	ok := p.answerTo("200", "INVITE")
	expect(t, ok, "Session-Expires", "300;refresher=uas") // told all the same: without, the network hangs up
	lacks(t, ok, "Require")
	agent := c.phone(1, toneB, false)
	q := l.takes(nil)
	agent.dial(l.dial(c.caller(2)))
	agent.await("CALL_ESTABLISHED")
	agent.hangUp()
	q.wait()
	invite := q.only("INVITE")
	expect(t, invite, "Session-Expires", "300;refresher=uac")
	expect(t, invite, "Min-SE", "300")
	expect(t, invite, "Supported", "100rel", "timer")
}

// testReliableInbound: 180 that the caller wants to acknowledge.
func testReliableInbound(t *testing.T, c *scene) {
	l := c.agent(1, nil).line(1, "ngn-direct", nil, object{"agent": c.login(1)})
	c.apply()
	agent := c.phone(1, toneB, false)
	p := l.calls(object{"Headers": "Require: 100rel\nSupported: 100rel, timer", "Prack": "180", "Talk": 500})
	agent.await("CALL_INCOMING")
	eventually(t, patience, "PRACK to be answered", func() (string, bool) { return "", len(p.from("SIP/2.0 200")) > 0 })
	agent.answer()
	agent.await("CALL_ESTABLISHED")
	p.wait()
	ringing := p.answerTo("180", "INVITE")
	expect(t, ringing, "Require", "100rel")
	if n := len(p.from("SIP/2.0 180")); n != 1 {
		t.Errorf("180 came %d times, want once: it was acknowledged", n)
	}
}

// testStreams: video and fax are refused by themselves, the call is not.
func testStreams(t *testing.T, c *scene) {
	l := c.line(1, "", nil, c.waits())
	c.apply()
	p := l.calls(object{
		"Media": "m=video 9000 RTP/AVP 96\na=rtpmap:96 H264/90000\nm=image 9002 udptl t38", "Steps": []string{"fax"},
	})
	p.wait()
	_, body, _ := strings.Cut(strings.ReplaceAll(p.answerTo("200", "INVITE"), "\r", ""), "\n\n")
	var lines []string
	for l := range strings.Lines(body) {
		if strings.HasPrefix(l, "m=") {
			lines = append(lines, strings.TrimSpace(l))
		}
	}
	if len(lines) != 3 || !strings.HasPrefix(lines[1], "m=video 0 ") || !strings.HasPrefix(lines[2], "m=image 0 ") {
		t.Errorf("the answer's streams are %q", lines)
	}
	if row := c.server.ended(t, 1, "number", c.caller(1))[0]; row.Cause != "normal" && row.Cause != "caller-gone" {
		t.Errorf("history: %+v", row)
	}
}

// begunBy finds a call by its Call-ID among those of a number.
func (s *server) begunBy(t testing.TB, callID, number string) began {
	t.Helper()
	var found began
	eventually(t, patience, "the call "+callID, func() (string, bool) {
		rows := s.calls(t, "number", number)
		for _, r := range rows {
			if b := s.began(t, r.ID); b.Headers.CallID == callID {
				found = b
				return "", true
			}
		}
		return itoa(len(rows)) + " others", false
	})
	return found
}
