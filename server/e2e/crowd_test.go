package e2e

import (
	"fmt"
	"testing"
	"time"
)

// registerSIPp registers the i-th agent's phone by digest and leaves a sipp on
// its port that takes calls. sipp itself gives up when the first challenge is
// not MD5.
func (c *scene) registerSIPp(i, ring int) *sipp {
	c.t.Helper()
	return c.registerAs(i, "agent", object{"Ring": ring})
}

func (c *scene) registerAs(i int, scenario string, values object) *sipp {
	c.t.Helper()
	port := freePort(c.t, phoneHost)
	first := newRawPeerAt(c.t, phoneHost, port, c.server.sipAddr())
	if got := first.register(c.user(i), c.password(i), fmt.Sprintf("%s:%d", phoneHost, port)); got != "200" {
		c.t.Fatalf("the registration of %s was answered %q, want 200", c.user(i), got)
	}
	first.conn.Close()
	p := startSIPp(c.t, sippSpec{
		Scenario: scenario, Host: phoneHost, Port: port, Calls: 100000, Values: values, Args: []string{"-aa"}, AtMost: 10 * patience,
	}).listening()
	c.server.agentState(c.t, c.extension(i), "available")
	return p
}

// TestCrowd: 200 calls at 20 a second through one group with six agents, more
// than they can take. Every call is in the history once, and what the group
// counts is what the history says.
func TestCrowd(t *testing.T) {
	t.Parallel()
	const calls, agents = 200, 6
	c := newScene(t, sharedServer(t))
	members := []int{}
	for i := 1; i <= agents; i++ {
		c.agent(i, nil)
		members = append(members, i)
	}
	c.group(1, object{"record": false, "max_waiting": 25}, members...).number(1, object{"group": c.groupName(1)}, nil).apply()
	var phones []*sipp
	for _, i := range members {
		phones = append(phones, c.registerSIPp(i, 200))
	}
	from := c.caller(1)
	crowd := c.crowd("caller", object{"Talk": 300, "Upto": 5000, "From": from}, func(s *sippSpec) { s.Calls, s.Rate = calls, 20 })
	n, _ := crowd.ended()
	if n.Created != calls {
		t.Errorf("sipp made %d calls, want %d", n.Created, calls)
	}
	rows := c.server.ended(t, calls, "number", from)
	answered, overflow := 0, 0
	for _, r := range rows {
		switch {
		case r.Result == "answered":
			answered++
			// Who gives up in the moment of the answer has not talked.
			if r.Agent == nil || r.TalkSeconds < 0 || r.TalkSeconds == 0 && r.EndedAt.Sub(*r.AnsweredAt) > time.Second {
				t.Errorf("an answered call without agent or talk: %+v", r)
			}
		case r.Cause == "overflow":
			overflow++
		case r.Cause != "caller-gone":
			t.Errorf("a missed call with cause %q: %+v", r.Cause, r)
		}
	}
	c.counts(1, answered, calls-answered-overflow, overflow, 0)
	if answered < agents || answered == calls {
		t.Errorf("%d calls were answered, want one per agent and not all", answered)
	}
	eventually(t, patience, "the phones to have seen the answered calls to their end", func() (string, bool) {
		took := []int{}
		for _, p := range phones {
			took = append(took, p.count().Good)
		}
		return fmt.Sprintf("%v, want %d calls (given up ones come on top)", took, answered), sum(took) >= answered
	})
	for i := range phones {
		c.server.agentState(t, c.extension(i+1), "available")
	}
	if overflow != n.Failed {
		t.Errorf("sipp saw %d calls that did not go by the scenario, the history has %d overflows", n.Failed, overflow)
	}
	t.Logf("%d answered, %d overflow, %d gave up", answered, overflow, calls-answered-overflow)
}

// TestLoss: every eighth message of the caller is lost, requests, ACKs and
// BYEs alike; each call still is one call with one end.
func TestLoss(t *testing.T) {
	t.Parallel()
	const calls = 30
	c := newScene(t, sharedServer(t))
	c.group(1, object{"record": false}).number(1, object{"group": c.groupName(1)}, nil).apply()
	crowd := c.crowd("caller", object{"Talk": 300}, func(s *sippSpec) {
		s.Calls, s.Rate, s.Args = calls, 10, []string{"-lost", "12"}
	})
	n := crowd.wait()
	if n.Retransmissions == 0 {
		t.Error("nothing was lost: the test proves nothing")
	}
	rows := c.server.ended(t, calls, "number", c.caller(1))
	for _, r := range rows {
		if r.Cause != "caller-gone" {
			t.Errorf("a call ended by %q, want caller-gone", r.Cause)
		}
	}
	c.counts(1, 0, calls, 0, 0)
	t.Logf("%d retransmissions", n.Retransmissions)
}

// TestCancel: callers give up as early as they can, and while it rings.
func TestCancel(t *testing.T) {
	t.Parallel()
	for _, race := range []struct {
		name      string
		on, after int
	}{{"before-18x", 100, 0}, {"after-180", 180, 0}, {"ringing", 180, 300}} {
		t.Run(race.name, func(t *testing.T) {
			t.Parallel()
			const calls = 20
			c := newScene(t, sharedServer(t))
			c.agent(1, nil).group(1, object{"ringing_period": 20, "strategy": "all"}, 1).number(1, object{"group": c.groupName(1)}, nil).apply()
			phone := c.registerSIPp(1, 60000)
			c.crowd("cancelled", object{"On": race.on, "After": race.after}, func(s *sippSpec) { s.Calls, s.Rate = calls, 20 }).wait()
			for _, r := range c.server.ended(t, calls, "number", c.caller(1)) {
				if r.Cause != "caller-gone" || r.Result != "missed" {
					t.Errorf("history: %+v, want a missed call whose caller has gone", r)
				}
			}
			c.counts(1, 0, calls, 0, 0)
			c.server.agentState(t, c.extension(1), "available")
			eventually(t, patience, "the phone to have stopped ringing", func() (string, bool) {
				n := phone.count()
				return fmt.Sprintf("%+v", n), n.Failed == 0 && n.Good == n.Created
			})
		})
	}
}

func sum(list []int) (n int) {
	for _, v := range list {
		n += v
	}
	return n
}
