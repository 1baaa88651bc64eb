package e2e

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// The carriers' and the agents' tones, in Hz. None is a multiple of another,
// and none is in the built-in music's way.
const (
	toneA = 440
	toneB = 660
	toneC = 1130
)

// TestCallThroughGroup is the first call: carrier, number, group, agent, with
// everything that it leaves behind.
func TestCallThroughGroup(t *testing.T) {
	t.Parallel()
	for _, transport := range []string{"udp", "tcp"} {
		t.Run(transport, func(t *testing.T) {
			t.Parallel()
			c := newScene(t, sharedServer(t))
			c.simple(object{"acw": object{"status": c.status, "release": 3}}).apply()
			agent := c.phoneOver(1, toneB, false, transport)
			caller := c.carrier(c.caller(1), toneA, false)
			firstCall(c, caller, agent)
		})
	}
}

func firstCall(c *scene, caller, agent *phone) {
	t, s := c.t, c.server
	caller.dial(c.uri(c.did(1)))
	if in := agent.await("CALL_INCOMING"); !contains(in.Peer, c.caller(1)) {
		t.Errorf("the phone shows %q, want the caller's number %s", in.Peer, c.caller(1))
	}
	s.agentState(t, c.extension(1), "ringing")
	c.waiting(1, 1)
	caller.await("CALL_ESTABLISHED") // by the queue, to hear music
	caller.hears("other", 3, toneA, toneB)
	agent.answer()
	agent.await("CALL_ESTABLISHED")
	caller.hears("660", 7, toneA, toneB) // longer than the recording is asked for: its edges may fall into a window
	agent.hears("440", 7, toneA, toneB)
	pass(4 * time.Second) // and a busy machine leaves gaps
	s.agentState(t, c.extension(1), "talking")
	caller.hangUp()
	agent.await("CALL_CLOSED")
	after := s.agentState(t, c.extension(1), "paused")
	if id := statusID(s.floor(t), c.status); id == "" || after.StatusID != id {
		t.Errorf("after the call the agent's status is %q, want %q (%s)", after.StatusID, id, c.status)
	}
	s.agentState(t, c.extension(1), "available")
	c.counts(1, 1, 0, 0, 0)

	agent.stop()
	caller.stop()
	mustHear(t, "the agent", wavHeard(t, agent.received()[0], 0, toneA, toneB), toneA, 4, toneB)

	row := s.ended(t, 1, "number", c.caller(1))[0]
	switch {
	case row.Direction != "in", row.Result != "answered", row.From.Number != c.caller(1), row.Cause != "normal":
		t.Errorf("history: %+v, want an answered inbound call from %s that ended normally", row, c.caller(1))
	case row.Group == nil, row.Group.Name != c.groupName(1), row.Agent == nil, row.Agent.Name != "担当"+itoa(c.n)+"-1":
		t.Errorf("history: group %+v, agent %+v", row.Group, row.Agent)
	case !row.HasRecording, row.TalkSeconds < 2, row.TalkSeconds > 60, row.WaitSeconds < 1:
		t.Errorf("history: %+v, want a recording, 2 s of talk and 1 s of waiting at least", row)
	}
	line := s.timeline(t, row.ID)
	line.has(t, "started", "queued", "offered", "answered", "connected", "legEnded", "ended")
	line.has(t, "connected", "recordingStarted")
	checkRecording(c, row.ID)
}

// checkRecording wants the caller alone in the left lane and the agent alone
// in the right one.
func checkRecording(c *scene, call string) {
	c.t.Helper()
	path := filepath.Join(c.t.TempDir(), "recording.wav")
	if err := os.WriteFile(path, c.server.recording(c.t, call), 0o600); err != nil {
		c.t.Fatal(err)
	}
	if w := readWAV(c.t, path); w.Channels != 2 || w.Rate != 8000 {
		c.t.Fatalf("the recording has %d channels at %d Hz, want 2 at 8000", w.Channels, w.Rate)
	}
	mustHear(c.t, "the recording's left lane", wavHeard(c.t, path, 0, toneA, toneB), toneA, 4, toneB)
	mustHear(c.t, "the recording's right lane", wavHeard(c.t, path, 1, toneA, toneB), toneB, 4, toneA)
}

func statusID(f floor, name string) string {
	for _, s := range f.Statuses {
		if s.Name == name {
			return s.ID
		}
	}
	return ""
}

// TestRingAll: both phones ring; the first to answer has the call, and the
// other one is told that somebody else took it.
func TestRingAll(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.agent(1, nil).agent(2, nil).group(1, object{"strategy": "all"}, 1, 2).number(1, object{"group": c.groupName(1)}, nil).apply()
	one, two := c.phone(1, toneB, false), c.phone(2, toneC, false)
	caller := c.carrier(c.caller(1), toneA, false)
	caller.dial(c.uri(c.did(1)))
	one.await("CALL_INCOMING")
	two.await("CALL_INCOMING")
	two.answer()
	two.await("CALL_ESTABLISHED")
	one.await("CALL_CLOSED")
	caller.hears("1130", 2, toneA, toneB, toneC)
	caller.hangUp()
	two.await("CALL_CLOSED")
	one.never("CALL_ESTABLISHED")
	c.counts(1, 1, 0, 0, 0)
	row := c.server.ended(t, 1, "number", c.caller(1))[0]
	if got := offerCauses(t, c.server.timeline(t, row.ID)); len(got) != 1 || got[0] != "answered-elsewhere" {
		t.Errorf("the other agent's offer ended by %v, want answered-elsewhere", got)
	}
}

// TestSRTP: a phone that must encrypt talks with a carrier that does not, and
// is heard in the clear on the recording.
func TestSRTP(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.simple(nil)
	c.site.Devices[0]["srtp"] = "require"
	c.apply()
	agent := startPhone(t, phoneSpec{Name: c.user(1), Tone: toneB, AutoAnswer: true, Account: c.account(1, "tcp") + ";mediaenc=srtp-mand"})
	c.server.agentState(t, c.extension(1), "available")
	caller := c.carrier(c.caller(1), toneA, false)
	caller.dial(c.uri(c.did(1)))
	agent.await("CALL_ESTABLISHED")
	agent.hears("440", 4, toneA, toneB)
	caller.hears("660", 4, toneA, toneB)
	pass(4 * time.Second) // a busy machine leaves gaps
	caller.hangUp()
	agent.await("CALL_CLOSED")
	checkRecording(c, c.server.ended(t, 1, "number", c.caller(1))[0].ID)
}
