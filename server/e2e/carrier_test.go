package e2e

import (
	"strings"
	"testing"
)

// callee is a sipp in the carrier's place that takes one call.
func (c *scene) callee(scenario string, values object) *sipp {
	c.t.Helper()
	return c.crowd(scenario, values, func(s *sippSpec) { s.Target, s.Host, s.Port = "", phoneHost, c.port }).listening()
}

// outbound is one agent who may call out.
func outbound(t *testing.T) *scene {
	t.Helper()
	c := newScene(t, sharedServer(t))
	return c.agent(1, object{"caller_id": c.did(1)}).number(1, object{"hangup": "busy"}, nil).apply()
}

// TestEarlyMedia: what the far end says before it answers is heard, with and
// without PRACK.
func TestEarlyMedia(t *testing.T) {
	t.Parallel()
	for name, reliable := range map[string]bool{"plain": false, "prack": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := outbound(t)
			agent := c.phone(1, toneB, false)
			carrier := c.callee("early", object{"Early": 3000, "Final": "200 OK", "File": toneFile(t, toneC, 2), "Reliable": reliable})
			agent.dial(c.uri(c.caller(1)))
			agent.await("CALL_PROGRESS")
			agent.hears("1130", 2, toneB, toneC)
			agent.never("CALL_ESTABLISHED")
			agent.await("CALL_ESTABLISHED")
			agent.hangUp()
			carrier.wait()
			line := c.server.timeline(t, c.server.ended(t, 1, "number", c.caller(1))[0].ID)
			line.has(t, "started", "ringing", "answered", "connected", "ended")
		})
	}
}

// TestCalleeRefuses: the agent's phone is told what the called number said,
// also when it said something aloud first.
func TestCalleeRefuses(t *testing.T) {
	t.Parallel()
	for status, cause := range map[string]string{"486 Busy Here": "busy", "404 Not Found": "not-found", "603 Decline": "rejected"} {
		t.Run(status[:3], func(t *testing.T) {
			t.Parallel()
			c := outbound(t)
			agent := c.phone(1, toneB, false)
			carrier := c.callee("decliner", object{"Status": status})
			agent.dial(c.uri(c.caller(1)))
			if closed := agent.await("CALL_CLOSED"); !strings.HasPrefix(closed.Param, status[:3]) {
				t.Errorf("the phone was told %q, want %s", closed.Param, status)
			}
			_ = carrier
			if row := c.server.ended(t, 1, "number", c.caller(1))[0]; row.Result != "missed" || row.Cause != cause {
				t.Errorf("history: %+v, want a missed call for %s", row, cause)
			}
			c.server.agentState(t, c.extension(1), "available")
		})
	}
}

// TestCallerForms: however a carrier writes numbers, the call finds its way and
// the history has the national form; who withholds the number has none here.
func TestCallerForms(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.simple(nil).apply()
	agent := c.phone(1, toneB, true)
	international := "+81" + strings.TrimPrefix(c.caller(1), "0")
	c.crowd("caller", object{"From": international, "To": "+81" + strings.TrimPrefix(c.did(1), "0"), "Talk": 500}, nil).wait()
	if in := agent.await("CALL_ESTABLISHED"); !contains(in.Peer, "sip:"+c.caller(1)+"@") {
		t.Errorf("the phone shows %q, want %s", in.Peer, c.caller(1))
	}
	agent.await("CALL_CLOSED")
	if row := c.server.ended(t, 1, "number", c.caller(1))[0]; row.From.Number != c.caller(1) {
		t.Errorf("history: from %+v, want %s", row.From, c.caller(1))
	}
	before := len(c.server.calls(t, "group", groupID(c)))
	c.crowd("caller", object{"From": "anonymous", "Talk": 500}, nil).wait()
	if in := agent.await("CALL_ESTABLISHED"); !contains(in.Peer, "anonymous") {
		t.Errorf("the phone shows %q for a caller who withholds the number", in.Peer)
	}
	agent.await("CALL_CLOSED")
	rows := c.server.ended(t, before+1, "group", groupID(c))
	if r := rows[0]; !r.From.Withheld || r.From.Number != "" {
		t.Errorf("history: from %+v, want a withheld number", r.From)
	}
}

func groupID(c *scene) string { return c.server.floor(c.t).group(c.groupName(1)).ID }

// TestRoutes: a number that leads through an IVR's default to a group, and one
// that leads outside again.
func TestRoutes(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.simple(nil).number(2, object{"ivr": "案内" + itoa(c.n)}, nil).number(3, object{"transfer": "転送" + itoa(c.n)}, nil)
	c.site.IVRs = []object{{"name": "案内" + itoa(c.n), "extension": "4" + itoa(100+c.n), "default": object{"group": c.groupName(1)}}}
	c.site.Transfers = []object{{"name": "転送" + itoa(c.n), "number": c.caller(2), "caller_id": c.did(1)}}
	c.apply()
	agent := c.phone(1, toneB, true)
	c.crowd("caller", object{"To": c.did(2), "Talk": 1000}, nil).wait()
	agent.await("CALL_ESTABLISHED")
	agent.await("CALL_CLOSED")
	c.counts(1, 1, 0, 0, 0)

	outside := c.carrier(c.caller(2), toneC, true)
	caller := c.crowd("caller", object{"To": c.did(3), "From": c.caller(3), "Talk": 8000, "File": toneFile(t, toneA, 2)}, nil)
	if in := outside.await("CALL_ESTABLISHED"); !contains(in.Peer, c.did(1)) {
		t.Errorf("outside sees %q, want the transfer's caller ID %s", in.Peer, c.did(1))
	}
	outside.hears("440", 3, toneA, toneC)
	caller.wait()
	outside.await("CALL_CLOSED")
	if row := c.server.ended(t, 1, "number", c.caller(3))[0]; row.Direction != "in" || row.Result != "answered" {
		t.Errorf("history: %+v, want an answered inbound call", row)
	}
}
