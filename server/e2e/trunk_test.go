package e2e

import (
	"fmt"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestRegisteringTrunk: a carrier that knows us by registration. Calls come
// and go through it, and when it is gone that does not hold up our stop.
func TestRegisteringTrunk(t *testing.T) {
	t.Parallel()
	s := startServer(t, serverSpec{})
	c := newScene(t, s)
	delete(c.site.Trunks[0], "inbound_from")
	c.site.Trunks[0]["register"] = object{"user": "0355550000", "auth_user": "customer", "password": "carriers-secret"}
	// It is asked for OPTIONS too, which it does not know.
	registrar := c.crowd("registrar", object{"User": "customer"}, func(s *sippSpec) {
		s.Target, s.Host, s.Port, s.Calls, s.Args = "", phoneHost, c.port, 1000, []string{"-aa"}
	}).listening()
	c.simple(nil).apply()
	eventually(t, patience, "the trunk to be registered", func() (string, bool) {
		said, err := s.command(t, "status")
		return said, err == nil && regexp.MustCompile(c.trunk()+` +registered`).MatchString(said)
	})
	registrar.stop()
	agent := c.phone(1, toneB, true)
	caller := c.carrier(c.caller(1), toneA, false)
	caller.dial(c.uri(c.did(1)))
	agent.await("CALL_ESTABLISHED")
	caller.hears("660", 2, toneA, toneB)
	caller.hangUp()
	agent.await("CALL_CLOSED")
	s.ended(t, 1, "number", c.caller(1))
	caller.stop()

	began := time.Now()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-s.done:
	case <-time.After(patience):
		t.Fatal("the server does not stop without its carrier")
	}
	t.Logf("stopped in %s, %v", time.Since(began).Round(time.Millisecond), s.err)
	if s.err != nil {
		t.Errorf("the server ended with %v, want in order", s.err)
	}
}

// TestPhoneDies: a phone loses its power in a talk. The caller is not left in
// silence for ever, and the record says why the call ended.
func TestPhoneDies(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.simple(nil).apply()
	agent, caller := c.phone(1, toneB, true), c.carrier(c.caller(1), toneA, false)
	caller.dial(c.uri(c.did(1)))
	agent.await("CALL_ESTABLISHED")
	caller.hears("660", 2, toneA, toneB)
	_ = agent.cmd.Process.Kill()
	caller.awaitFor("CALL_CLOSED", 2*patience) // half a minute of silence ends it
	row := c.server.ended(t, 1, "number", c.caller(1))[0]
	if row.Result != "answered" || row.Cause != "media-timeout" {
		t.Errorf("history: %+v, want an answered call ended by media-timeout", row)
	}
}

// TestTwoPhones: an agent with one account on two phones. Both ring, one
// answers, and each comes and goes by itself.
func TestTwoPhones(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.simple(nil).apply()
	desk, soft := c.phone(1, toneB, false), c.phone(1, toneC, false)
	eventually(t, patience, "both phones to be registered", func() (string, bool) {
		said, _ := c.server.command(t, "status")
		return said, strings.Contains(said, ":"+itoa(desk.port)) && strings.Contains(said, ":"+itoa(soft.port))
	})
	caller := c.carrier(c.caller(1), toneA, false)
	caller.dial(c.uri(c.did(1)))
	desk.await("CALL_INCOMING")
	soft.await("CALL_INCOMING")
	soft.answer()
	desk.await("CALL_CLOSED")
	caller.hears("1130", 2, toneA, toneB, toneC)
	caller.hangUp()
	soft.await("CALL_CLOSED")
	c.counts(1, 1, 0, 0, 0)
	soft.stop()
	c.server.agentState(t, c.extension(1), "available")
	desk.stop()
	c.server.agentState(t, c.extension(1), "offline")
}

// TestTwoCallsAtOnce: where the group allows it, an agent who talks is offered
// a second call; otherwise it waits.
func TestTwoCallsAtOnce(t *testing.T) {
	t.Parallel()
	for allowed, rings := range map[int]bool{1: false, 2: true} {
		t.Run(fmt.Sprint(allowed), func(t *testing.T) {
			t.Parallel()
			c := newScene(t, sharedServer(t))
			c.simple(object{"calls_per_agent": allowed}).apply()
			agent, caller := c.phone(1, toneB, false), c.carrier(c.caller(1), toneA, false)
			caller.dial(c.uri(c.did(1)))
			agent.await("CALL_INCOMING")
			agent.answer()
			agent.await("CALL_ESTABLISHED")
			second := c.crowd("caller", object{"From": c.caller(2), "Talk": 10000}, nil)
			if rings {
				agent.await("CALL_INCOMING")
			} else {
				c.waiting(1, 1)
			}
			second.wait()
			c.counts(1, 1, 1, 0, 0)
			if n := count(agent.kinds(), "CALL_INCOMING"); n != 1 && !rings {
				t.Errorf("the phone rang %d times, want once", n)
			}
			caller.hears("660", 2, toneA, toneB) // the talk went on
			caller.hangUp()
			c.server.agentState(t, c.extension(1), "available")
		})
	}
}
