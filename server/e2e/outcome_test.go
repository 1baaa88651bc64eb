package e2e

import (
	"testing"
	"time"
)

// TestAbandoned: the caller gives up while the agent's phone rings.
func TestAbandoned(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.simple(nil).apply()
	agent, caller := c.phone(1, toneB, false), c.carrier(c.caller(1), toneA, false)
	caller.dial(c.uri(c.did(1)))
	agent.await("CALL_INCOMING")
	caller.await("CALL_ESTABLISHED")
	caller.hangUp()
	agent.await("CALL_CLOSED")
	agent.never("CALL_ESTABLISHED")
	c.counts(1, 0, 1, 0, 0)
	c.server.agentState(t, c.extension(1), "available")
	row := c.server.ended(t, 1, "number", c.caller(1))[0]
	if row.Result != "missed" || row.Cause != "caller-gone" || row.AnsweredAt != nil {
		t.Errorf("history: %+v, want a missed call whose caller has gone", row)
	}
	c.server.timeline(t, row.ID).has(t, "started", "queued", "offered", "offerEnded", "dequeued", "ended")
}

// TestOverflow: a group where nobody may wait sends the second caller on, and
// a third one, who finds nobody free there either, is told busy.
func TestOverflow(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.agent(1, nil).agent(2, nil)
	c.group(2, object{"max_waiting": 0}, 2)
	c.group(1, object{"max_waiting": 0, "overflow": object{"group": c.groupName(2)}}, 1)
	c.number(1, object{"group": c.groupName(1)}, nil).apply()
	one, two := c.phone(1, toneB, true), c.phone(2, toneC, true)
	caller := c.carrier(c.caller(1), toneA, false)
	caller.dial(c.uri(c.did(1)))
	one.await("CALL_ESTABLISHED")
	caller.dial(c.uri(c.did(1)))
	two.await("CALL_ESTABLISHED")
	c.counts(1, 1, 0, 1, 0)
	c.counts(2, 1, 0, 0, 0)
	c.crowd("refused", object{"Status": 486, "From": c.caller(2)}, nil).wait()
	c.counts(1, 1, 0, 2, 0)
	c.counts(2, 1, 0, 1, 0)
	row := c.server.ended(t, 1, "number", c.caller(2))[0]
	if row.Result != "missed" || row.Cause != "overflow" {
		t.Errorf("history: %+v, want a missed call for overflow", row)
	}
	caller.hangUp()
	caller.hangUp()
	c.server.ended(t, 2, "number", c.caller(1))
}

// TestTimeoutChain: a group nobody serves hands the caller on in time, and the
// last one in the chain ends the call.
func TestTimeoutChain(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.group(2, object{"timeout": 3})
	c.group(1, object{"timeout": 1, "timeout_to": object{"group": c.groupName(2)}})
	c.number(1, object{"group": c.groupName(1)}, nil).apply()
	caller := c.carrier(c.caller(1), toneA, false)
	caller.dial(c.uri(c.did(1)))
	caller.await("CALL_ESTABLISHED")
	caller.await("CALL_CLOSED")
	c.counts(1, 0, 0, 0, 1)
	c.counts(2, 0, 0, 0, 1)
	row := c.server.ended(t, 1, "number", c.caller(1))[0]
	if row.Result != "missed" || row.Cause != "timeout" || row.Group == nil || row.Group.Name != c.groupName(2) {
		t.Errorf("history: %+v (group %+v), want a call missed in the second group for its timeout", row, row.Group)
	}
	if took := row.EndedAt.Sub(row.StartedAt); took < 2900*time.Millisecond || took > 40*time.Second {
		t.Errorf("the call took %s, want the seconds of the timeouts", took)
	}
}

// TestNoAnswer: the agent who lets it ring is paused, and the next one gets
// the call.
func TestNoAnswer(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.agent(1, nil).agent(2, nil).group(1, object{
		"ring_time": 3, "pause_on_no_answer": object{"enabled": true, "status": c.status},
		"members": []object{{"agent": c.login(1), "level": 1}, {"agent": c.login(2), "level": 2}},
	}).number(1, object{"group": c.groupName(1)}, nil).apply()
	one, two := c.phone(1, toneB, false), c.phone(2, toneC, true)
	caller := c.carrier(c.caller(1), toneA, false)
	caller.dial(c.uri(c.did(1)))
	one.await("CALL_INCOMING")
	one.await("CALL_CLOSED")
	two.await("CALL_ESTABLISHED")
	c.server.agentState(t, c.extension(1), "paused")
	caller.hears("1130", 3, toneA, toneB, toneC)
	two.hangUp() // this time from the agent's side
	caller.await("CALL_CLOSED")
	c.counts(1, 1, 0, 0, 0)
	row := c.server.ended(t, 1, "number", c.caller(1))[0]
	line := c.server.timeline(t, row.ID)
	line.has(t, "offered", "offerEnded", "offered", "answered")
	if causes := offerCauses(t, line); len(causes) != 1 || causes[0] != "no-answer" {
		t.Errorf("the first offer ended by %v, want no-answer", causes)
	}
	if row.Cause != "normal" || row.Result != "answered" {
		t.Errorf("history: %+v, want an answered call that ended normally", row)
	}
}

// TestAgentRejects: a phone that declines sends the call to the next agent,
// and the record tells a busy phone from one that does not want. baresip says
// 486 when its user declines.
func TestAgentRejects(t *testing.T) {
	t.Parallel()
	for status, cause := range map[string]string{"486 Busy Here": "busy", "603 Decline": "rejected", "480 Temporarily Unavailable": "rejected", "500 Broken": "trouble"} {
		t.Run(status[:3], func(t *testing.T) {
			t.Parallel()
			c := newScene(t, sharedServer(t))
			c.agent(1, nil).agent(2, nil).group(1, object{
				"members": []object{{"agent": c.login(1), "level": 1}, {"agent": c.login(2), "level": 2}},
			}).number(1, object{"group": c.groupName(1)}, nil).apply()
			decline := func() {}
			if cause == "busy" {
				one := c.phone(1, toneB, false)
				defer func() { one.never("CALL_ESTABLISHED") }()
				decline = func() {
					one.await("CALL_INCOMING")
					one.hangUp()
				}
			} else {
				c.registerAs(1, "decliner", object{"Status": status})
			}
			two := c.phone(2, toneC, true)
			caller := c.carrier(c.caller(1), toneA, false)
			caller.dial(c.uri(c.did(1)))
			decline()
			two.await("CALL_ESTABLISHED")
			two.hears("440", 2, toneA, toneB, toneC)
			caller.hangUp()
			row := c.server.ended(t, 1, "number", c.caller(1))[0]
			if got := offerCauses(t, c.server.timeline(t, row.ID)); len(got) != 1 || got[0] != cause {
				t.Errorf("the first offer ended by %v, want %s", got, cause)
			}
			if cause != "trouble" {
				c.server.agentState(t, c.extension(1), "available") // a refusal is no pause
			}
		})
	}
}

// TestNobodyThere: no phone is registered, the number is unknown, the agent
// called directly has no phone.
func TestNobodyThere(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.agent(1, nil).group(1, object{"max_waiting": 0, "overflow": object{"hangup": "congestion"}}, 1)
	c.number(1, object{"group": c.groupName(1)}, nil).number(2, object{"agent": c.login(1)}, nil).apply()
	if a := c.server.agentState(t, c.extension(1), "offline"); a.State != "offline" {
		t.Fatal(a)
	}
	for to, want := range map[string]struct {
		status int
		cause  string
	}{
		c.did(1): {503, ""}, c.did(2): {480, "unregistered"}, "0312349999": {404, "not-found"},
	} {
		from := c.caller(want.status % 100)
		c.crowd("refused", object{"Status": want.status, "To": to, "From": from}, nil).wait()
		row := c.server.ended(t, 1, "number", from)[0]
		if row.Result != "missed" || (want.cause != "" && row.Cause != want.cause) {
			t.Errorf("history of the call to %s: %+v, want a missed call for %s", to, row, want.cause)
		}
	}
	c.counts(1, 0, 0, 1, 0)
}
