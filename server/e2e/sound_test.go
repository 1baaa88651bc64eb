package e2e

import (
	"slices"
	"testing"
	"time"
)

// TestGroupSounds: the caller hears the group's greeting and then its music,
// the agent hears the whisper before the caller, and nobody hears what is for
// another.
func TestGroupSounds(t *testing.T) {
	t.Parallel()
	const greeting, music, whisper = 530, 890, 1570
	c := newScene(t, sharedServer(t))
	c.simple(object{"greeting": c.tone(greeting, 3000), "music": c.tone(music, 1000), "whisper": c.tone(whisper, 3000)}).apply()
	agent, caller := c.phone(1, toneB, false), c.carrier(c.caller(1), toneA, false)
	tones := []int{toneA, toneB, greeting, music, whisper}
	caller.dial(c.uri(c.did(1)))
	caller.hears("890", 3, tones...)
	agent.answer()
	agent.hears("1570", 2, tones...)
	agent.hears("440", 3, tones...)
	caller.hears("660", 3, tones...)
	caller.hangUp()
	agent.await("CALL_CLOSED")
	agent.stop()
	caller.stop()
	heardByCaller := wavHeard(t, caller.received()[0], 0, tones...)
	mustHear(t, "the caller", heardByCaller, greeting, 2, whisper)
	if slices.Index(heardByCaller, "530") > slices.Index(heardByCaller, "890") {
		t.Errorf("the caller heard music before the greeting: %v", heardByCaller)
	}
	heardByAgent := wavHeard(t, agent.received()[0], 0, tones...)
	mustHear(t, "the agent", heardByAgent, whisper, 2, greeting, music)
	if slices.Index(heardByAgent, "1570") > slices.Index(heardByAgent, "440") {
		t.Errorf("the agent heard the caller before the whisper: %v", heardByAgent)
	}
	c.server.timeline(t, c.server.ended(t, 1, "number", c.caller(1))[0].ID).has(t, "queued", "playing", "connected", "ended")
}

// TestRingingPeriod: for that time the caller hears ringing and is not
// answered, then waits in the group.
func TestRingingPeriod(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.simple(object{"ringing_period": 2}).apply()
	caller := c.carrier(c.caller(1), toneA, false)
	began := time.Now()
	caller.dial(c.uri(c.did(1)))
	caller.await("CALL_RINGING")
	caller.await("CALL_ESTABLISHED")
	if took := time.Since(began); took < 1900*time.Millisecond {
		t.Errorf("the caller was answered after %s, want the two seconds of ringing first", took)
	}
	caller.hears("other", 2, toneA)
	caller.hangUp()
	c.counts(1, 0, 1, 0, 0)
	// An agent who answers earlier ends it.
	c.site.Groups[0]["ringing_period"] = 60
	c.apply()
	agent := c.phone(1, toneB, true)
	began = time.Now()
	caller.dial(c.uri(c.did(1)))
	agent.await("CALL_ESTABLISHED")
	caller.await("CALL_ESTABLISHED")
	if took := time.Since(began); took > 40*time.Second {
		t.Errorf("the caller was answered after %s, want as soon as the agent was", took)
	}
	caller.hears("660", 2, toneA, toneB)
	caller.hangUp()
	c.counts(1, 1, 1, 0, 0)
}

// TestAudioDestination: a number that plays a file and hangs up.
func TestAudioDestination(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.number(1, object{"audio": c.tone(780, 4000)}, nil).apply()
	caller := c.carrier(c.caller(1), toneA, false)
	caller.dial(c.uri(c.did(1)))
	caller.await("CALL_ESTABLISHED")
	caller.await("CALL_CLOSED") // by us
	caller.stop()
	mustHear(t, "the caller", wavHeard(t, caller.received()[0], 0, toneA, 780), 780, 3)
	if row := c.server.ended(t, 1, "number", c.caller(1))[0]; row.Result != "missed" || row.Cause != "normal" {
		t.Errorf("history: %+v, want a call that nobody answered and that ended normally", row)
	}
}
