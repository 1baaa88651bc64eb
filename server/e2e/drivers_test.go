package e2e

import (
	"net"
	"testing"
	"time"
)

// TestBaresipDriver proves the driver before anything is proved with it: two
// baresips call each other directly and hear each other's tone.
func TestBaresipDriver(t *testing.T) {
	t.Parallel()
	a := startPhone(t, phoneSpec{Name: "alice", Tone: 440})
	b := startPhone(t, phoneSpec{Name: "bob", Tone: 660})
	a.dial(b.uri())
	b.await("CALL_INCOMING")
	b.answer()
	a.await("CALL_ESTABLISHED")
	b.await("CALL_ESTABLISHED")
	a.hears("660", 4, 440, 660)
	b.hears("440", 4, 440, 660)
	a.hangUp()
	b.await("CALL_CLOSED")
	a.stop()
	b.stop()
	for _, p := range []struct {
		*phone
		hears, says int
	}{{a, 660, 440}, {b, 440, 660}} {
		files := p.received()
		if len(files) != 1 {
			t.Fatalf("%s made %d recordings of what it heard, want 1", p.name, len(files))
		}
		mustHear(t, p.name, wavHeard(t, files[0], 0, 440, 660), p.hears, 4, p.says)
	}
}

// TestSIPpDriver proves the driver: two sipps hold calls with each other, and
// a baresip hears the tone that a sipp plays.
func TestSIPpDriver(t *testing.T) {
	t.Parallel()
	uas := startSIPp(t, sippSpec{Scenario: "answerer", Values: map[string]any{"Ring": 50}, Host: "127.0.0.3", Calls: 20}).listening()
	uac := startSIPp(t, sippSpec{
		Scenario: "caller", Values: map[string]any{"From": "100", "To": "200", "Talk": 100, "Upto": 0, "File": ""}, Host: "127.0.0.4", Target: uas.addr(), Calls: 20, Rate: 20,
	})
	for _, p := range []*sipp{uac, uas} {
		if c := p.wait(); c.Created != 20 || c.Good != 20 || c.Failed != 0 {
			t.Errorf("%s counted %+v, want 20 good calls", p.name, c)
		}
	}
	b := startPhone(t, phoneSpec{Name: "carol", Tone: 660, AutoAnswer: true})
	startSIPp(t, sippSpec{
		Scenario: "caller", Values: map[string]any{"From": "100", "To": "carol", "Talk": 8000, "Upto": 0, "File": toneFile(t, 520, 2)}, Host: "127.0.0.5", Target: b.addr(),
	}).wait()
	b.await("CALL_CLOSED")
	b.stop()
	mustHear(t, "carol", wavHeard(t, b.received()[0], 0, 520, 660), 520, 4, 660)
}

// TestSIPpDriverTellsFailure: a call that does not go by its scenario is seen.
func TestSIPpDriverTellsFailure(t *testing.T) {
	t.Parallel()
	deaf, err := net.ListenPacket("udp", "127.0.0.6:0")
	if err != nil {
		t.Fatal(err)
	}
	defer deaf.Close()
	uac := startSIPp(t, sippSpec{
		Scenario: "caller", Values: map[string]any{"From": "100", "To": "200", "Talk": 100, "Upto": 0, "File": ""}, Host: "127.0.0.6", Target: deaf.LocalAddr().String(), AtMost: 10 * time.Second,
	})
	if c, err := uac.ended(); err == nil || c.Created != 1 || c.Good != 0 {
		t.Errorf("a call nobody answered: %+v, %v", c, err)
	}
}
