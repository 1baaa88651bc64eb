package e2e

import (
	"regexp"
	"strings"
	"testing"
)

// TestExtension: an agent calls another by extension, holds and resumes by
// re-INVITE, and the other hears music meanwhile.
func TestExtension(t *testing.T) {
	t.Parallel()
	s := sharedServer(t)
	c := newScene(t, s)
	c.agent(1, nil).agent(2, nil).apply()
	one, two := c.phone(1, toneA, false), c.phone(2, toneB, false)
	one.dial(c.uri(c.extension(2)))
	if in := two.await("CALL_INCOMING"); !contains(in.Peer, c.extension(1)) {
		t.Errorf("the phone shows %q, want extension %s", in.Peer, c.extension(1))
	}
	s.agentState(t, c.extension(2), "ringing")
	two.answer()
	one.await("CALL_ESTABLISHED")
	one.hears("660", 3, toneA, toneB)
	two.hears("440", 3, toneA, toneB)
	one.digits("5")
	if key := two.await("CALL_DTMF_START"); key.Param != "5" {
		t.Errorf("a pressed 5 arrived as %q", key.Param)
	}
	one.hold()
	s.agentState(t, c.extension(1), "holding")
	two.hears("other", 3, toneA, toneB)
	one.resume()
	s.agentState(t, c.extension(1), "talking")
	two.hears("440", 5, toneA, toneB) // more than before the hold
	two.hangUp()
	one.await("CALL_CLOSED")
	s.agentState(t, c.extension(1), "available")
	row := s.ended(t, 1, "number", c.extension(2), "direction", "internal")[0]
	if row.Result != "answered" || row.From.Number != c.extension(1) || row.To.Number != c.extension(2) {
		t.Errorf("history: %+v, want an answered internal call from %s to %s", row, c.extension(1), c.extension(2))
	}
	s.timeline(t, row.ID).has(t, "started", "answered", "connected", "held", "resumed", "ended")
}

// TestOutsideCall: an agent calls out; the carrier sees the agent's caller ID.
func TestOutsideCall(t *testing.T) {
	t.Parallel()
	s := sharedServer(t)
	c := newScene(t, s)
	c.agent(1, object{"caller_id": c.did(2)}).number(1, object{"hangup": "busy"}, nil).number(2, object{"hangup": "busy"}, nil).apply()
	agent, callee := c.phone(1, toneB, false), c.carrier(c.caller(1), toneA, false)
	agent.dial(c.uri(c.caller(1)))
	if in := callee.await("CALL_INCOMING"); !contains(in.Peer, "sip:"+c.did(2)+"@") {
		t.Errorf("the callee sees %q, want caller ID %s", in.Peer, c.did(2))
	}
	s.agentState(t, c.extension(1), "talking")
	callee.answer()
	agent.await("CALL_ESTABLISHED")
	agent.hears("440", 3, toneA, toneB)
	callee.hears("660", 3, toneA, toneB)
	callee.hangUp()
	agent.await("CALL_CLOSED")
	row := s.ended(t, 1, "number", c.caller(1))[0]
	if row.Direction != "out" || row.Result != "answered" || row.To.Number != c.caller(1) || row.Agent == nil {
		t.Errorf("history: %+v, want an answered outbound call of the agent to %s", row, c.caller(1))
	}
}

// TestCallerIDPrivacy: 184 withholds the number everywhere but in what is
// asserted to the carrier; 186 shows it.
func TestCallerIDPrivacy(t *testing.T) {
	t.Parallel()
	s := sharedServer(t)
	c := newScene(t, s)
	c.agent(1, object{"caller_id": c.did(1)}).number(1, object{"hangup": "busy"}, nil).apply()
	agent := c.phone(1, toneB, false)
	for _, code := range []string{"184", "186"} {
		carrier := c.crowd("answerer", object{"Ring": 50}, func(s *sippSpec) { s.Target, s.Host, s.Port = "", phoneHost, c.port }).listening()
		agent.dial(c.uri(code + c.caller(1)))
		agent.await("CALL_ESTABLISHED")
		agent.hangUp()
		carrier.wait()
		invite := firstMessage(carrier.messages(), "INVITE ")
		if invite == "" {
			t.Fatalf("the carrier got no INVITE: %s", carrier.messages())
		}
		if !strings.HasPrefix(invite, "INVITE sip:"+c.caller(1)+"@") {
			t.Errorf("%s: the carrier is asked for %.60q, want %s", code, invite, c.caller(1))
		}
		checkPrivacy(t, c, code, invite)
	}
}

func checkPrivacy(t *testing.T, c *scene, code, invite string) {
	t.Helper()
	from := headerOf(invite, "From")
	if code == "186" {
		if !contains(from, c.did(1)) || headerOf(invite, "Privacy") != "" {
			t.Errorf("186: From %q, Privacy %q; want the number %s and no Privacy", from, headerOf(invite, "Privacy"), c.did(1))
		}
		return
	}
	if !contains(from, "anonymous") || headerOf(invite, "Privacy") != "id" {
		t.Errorf("184: From %q, Privacy %q; want anonymous and id", from, headerOf(invite, "Privacy"))
	}
	if !contains(headerOf(invite, "P-Asserted-Identity"), c.did(1)) {
		t.Errorf("184: P-Asserted-Identity %q, want the number for the carrier's eyes", headerOf(invite, "P-Asserted-Identity"))
	}
	secrets := []string{c.did(1), c.extension(1), c.user(1), c.login(1), "担当"}
	for line := range strings.Lines(invite) {
		if strings.HasPrefix(strings.ToLower(line), "p-asserted-identity") {
			continue
		}
		for _, secret := range secrets {
			if contains(line, secret) {
				t.Errorf("184: %q gives away %q", line, secret)
			}
		}
	}
}

// TestDialedNowhere: what an agent dials leads nowhere, or may not be dialed.
func TestDialedNowhere(t *testing.T) {
	t.Parallel()
	s := sharedServer(t)
	c := newScene(t, s)
	c.agent(1, object{"no_outside": true}).agent(2, nil).number(1, object{"hangup": "busy"}, nil).apply()
	phone := c.phone(1, toneB, false)
	for _, call := range []struct{ dialed, status string }{
		{"2999", "404"}, {"nonsense", "404"}, {c.caller(1), "403"}, {c.extension(2), "480"},
	} {
		phone.dial(c.uri(call.dialed))
		if closed := phone.await("CALL_CLOSED"); !strings.HasPrefix(closed.Param, call.status) {
			t.Errorf("dialed %s: %q, want %s", call.dialed, closed.Param, call.status)
		}
	}
	s.agentState(t, c.extension(1), "available")
}

// messageStart divides sipp's log of messages.
var messageStart = regexp.MustCompile(`(?m)^-{20,} .*$`)

// firstMessage is the first message in sipp's log that begins so.
func firstMessage(log, begin string) string {
	for _, m := range messageStart.Split(log, -1) {
		if i := strings.Index(m, "\n"+begin); i >= 0 {
			return strings.TrimSpace(m[i+1:])
		}
	}
	return ""
}

// headerOf is the value of a message's first header of the name.
func headerOf(message, name string) string {
	for line := range strings.Lines(message) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			return ""
		}
		if k, v, ok := strings.Cut(line, ":"); ok && strings.EqualFold(k, name) {
			return strings.TrimSpace(v)
		}
	}
	return ""
}
