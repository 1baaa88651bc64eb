package e2e

import (
	"fmt"
	"slices"
	"testing"
)

// TestCallbackOutlivesAKill: somebody was promised to be called back, and the
// server is killed. The next start keeps the promise: the caller is called when
// an agent is there, and the history tells it all. Another caller, whom the
// site sends on to somebody outside, hears a minute before that their time is
// over, and then it is.
func TestCallbackOutlivesAKill(t *testing.T) {
	t.Parallel()
	s := startServer(t, serverSpec{})
	c := newScene(t, s)
	c.site.Settings = object{"outside_time": 1}
	c.site.Transfers = []object{{"name": "転送" + itoa(c.n), "number": c.caller(2), "caller_id": c.did(1)}}
	c.number(2, object{"transfer": "転送" + itoa(c.n)}, nil).agent(1, object{"caller_id": c.did(1)}).group(1, object{"music": c.tone(voiceE, 1000), "callback": true}, 1).
		number(1, object{"group": c.groupName(1)}, nil).apply()
	outside := c.outside(1, voiceA)
	caller := outside.dial(c.did(1)).up()
	caller.hears(voiceE)
	caller.press("1")
	caller.hearsThat("other") // it will be called
	caller.over()
	eventually(t, patience, "the promise to be written down", func() (string, bool) {
		rows := s.calls(t, "number", c.caller(1))
		if len(rows) != 1 {
			return fmt.Sprintf("%d calls", len(rows)), false
		}
		events := s.timeline(t, rows[0].ID).kinds()
		return fmt.Sprint(events), slices.Contains(events, "callback")
	})
	s.kill()

	s = s.again(t)
	c.server = s
	if row := s.ended(t, 1, "number", c.caller(1))[0]; row.Cause != "restart" {
		t.Errorf("the call before: %+v, want one that the restart ended", row)
	}
	outside.idle()
	one := c.arrive(1, voiceB, byEvent)
	callee := one.incoming()
	if callee.from() != c.caller(1) {
		t.Errorf("the agent's phone shows %s, want %s", callee.from(), c.caller(1))
	}
	outside.idle()
	callee.answer()
	again := outside.incoming()
	if again.from() != c.did(1) {
		t.Errorf("the caller is called back by %s, want the number it called, %s", again.from(), c.did(1))
	}
	again.answer()
	again.hears(voiceB)
	callee.hears(voiceA)
	again.hangUp()
	callee.over()
	rows := s.ended(t, 2, "number", c.caller(1))
	for _, row := range rows {
		if row.Cause == "restart" {
			continue
		}
		if row.Result != "answered" || row.Agent == nil || row.Group == nil {
			t.Errorf("history: %+v, want a call answered by the agent for the group", row)
		}
		s.timeline(t, row.ID).has(t, "started", "callback", "offered", "callback", "connected", "ended")
	}

	caller = outside.dial(c.did(2))
	far := outside.incoming().answer()
	caller.up()
	caller.hearsThat("other") // this call will end in one minute
	far.over()
	caller.over()
	row := s.ended(t, 1, "number", c.did(2))[0]
	if row.Cause != "timeout" || row.Result != "answered" || row.TalkSeconds < 59 {
		t.Errorf("history: %+v, want a call that ended after a minute", row)
	}
	s.timeline(t, row.ID).has(t, "connected", "timeLimit", "playing", "timeLimit", "ended")
}
