package browser

import (
	"strings"
	"testing"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	wire "github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/pcm"
)

// up makes a call that is answered, and gives it with a far phone that both
// hears it and is heard by it.
func (r *rig) up(c *caller, far float64) *far {
	r.t.Helper()
	c.dial(r, "9952001")
	in := next[leg.Incoming](r.t, r.facts, nil)
	if in.Leg != c.leg || in.Dialed != "9952001" || in.Agent != c.line.viewer.Agent {
		r.t.Fatalf("the brain was told %+v", in)
	}
	f := r.newFar(c.leg, far)
	r.plane.Do(leg.Hear{Leg: c.leg, From: []leg.Source{{Leg: f.leg}}})
	r.plane.Do(leg.Hear{Leg: f.leg, From: []leg.Source{{Leg: c.leg}}})
	r.edge.Order(leg.Ring{Leg: c.leg})
	r.edge.Order(leg.Answer{Leg: c.leg})
	if a := next[leg.Answered](r.t, r.facts, nil); a.Leg != c.leg || a.Codec != c.law.String() {
		r.t.Fatalf("answered: %+v", a)
	}
	for _, want := range []wire.PhoneState{wire.PhoneRinging, wire.PhoneUp} {
		if p := next[wire.PhoneProgress](r.t, c.line.told, nil); p.State != want || p.Leg != c.leg {
			r.t.Fatalf("progress %+v, expected %s", p, want)
		}
	}
	return f
}

func TestTonesBothWays(t *testing.T) {
	for _, law := range []pcm.Law{pcm.Mu, pcm.A} {
		t.Run(law.String(), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, nil)
			c := newCaller(t, newLine(1, yamada), law)
			c.say(697)
			f := r.up(c, 1100)
			until(t, "the far phone hears the browser", func() bool { return f.ear.hears(697) })
			until(t, "the browser hears the far phone", func() bool { return c.ear.hears(1100) })
			r.plane.Do(leg.Hear{Leg: c.leg})
			until(t, "the browser hears nothing", func() bool { c.ear.forget(); return !c.ear.hears(1100) })
			r.edge.Order(leg.HangUp{Leg: c.leg, Cause: leg.Cause{Kind: leg.CauseNormal}})
			q := next[leg.Measured](t, r.facts, func(m leg.Measured) bool { return m.Leg == c.leg }).Quality
			if q.Received == 0 || q.Sent == 0 || q.Strangers != 0 {
				t.Errorf("measured %+v", q)
			}
		})
	}
}

func TestABrowserWithoutMicrophoneStaysAlive(t *testing.T) {
	r := newRig(t, nil)
	c := newCaller(t, newLine(1, yamada), pcm.Mu) // says nothing
	r.up(c, 1100)
	until(t, "it hears all the same", func() bool { return c.ear.hears(1100) })
	// Its reports are the sign of life that the plane goes by, and its figures the browser's.
	receiver := c.pc.GetReceivers()[0]
	block := rtcp.ReceptionReport{SSRC: uint32(receiver.Track().SSRC()), Jitter: 800}
	for range 5 {
		if err := c.pc.WriteRTCP([]rtcp.Packet{&rtcp.ReceiverReport{SSRC: 1, Reports: []rtcp.ReceptionReport{block}}}); err != nil {
			t.Fatal(err)
		}
	}
	c.ear.forget()
	until(t, "it hears for another while", func() bool { return c.ear.hears(1100) })
	r.edge.Order(leg.HangUp{Leg: c.leg, Cause: leg.Cause{Kind: leg.CauseNormal}})
	q := next[leg.Measured](t, r.facts, func(m leg.Measured) bool { return m.Leg == c.leg }).Quality
	if q.FarJitter != 100 || q.Received != 0 {
		t.Errorf("measured %+v", q)
	}
}

func TestDigitsByMessageAndByEvent(t *testing.T) {
	r := newRig(t, nil)
	c := newCaller(t, newLine(1, yamada), pcm.Mu)
	c.dial(r, "994")
	r.edge.Digits(c.line, wire.PhoneDigits{Leg: c.leg, Digits: "9"}) // too early: nobody listens
	r.edge.Order(leg.Answer{Leg: c.leg})
	next[leg.Answered](t, r.facts, nil)
	r.edge.Digits(newLine(2, kato), wire.PhoneDigits{Leg: c.leg, Digits: "8"}) // not its own
	r.edge.Digits(c.line, wire.PhoneDigits{Leg: c.leg, Digits: "1#"})
	for _, want := range []string{"1", "#"} {
		if d := next[leg.Digit](t, r.facts, nil); d.Key != want || d.By != "info" || d.Leg != c.leg {
			t.Fatalf("digit %+v, expected %s", d, want)
		}
	}
	// The browser's half of the connection may come up a moment after ours.
	until(t, "a key arrives", func() bool { c.press(5); return count[leg.Digit](r.facts) > 0 })
	if d := next[leg.Digit](t, r.facts, nil); d.Key != "5" || d.By != "rfc4733" || d.Leg != c.leg {
		t.Fatalf("digit %+v, expected 5", d)
	}
}

func TestHangUpFromEachSide(t *testing.T) {
	for name, c := range map[string]struct {
		answer bool
		act    func(*rig, *caller)
		want   leg.Ended
	}{
		"by the brain": {true, func(r *rig, c *caller) {
			r.edge.Order(leg.HangUp{Leg: c.leg, Cause: leg.Cause{Kind: leg.CauseBusy}})
		}, leg.Ended{By: leg.SideLocal, Cause: leg.Cause{Kind: leg.CauseBusy}}},
		"by the browser": {true, func(r *rig, c *caller) {
			r.edge.HangUp(c.line, wire.PhoneHangUp{Leg: c.leg})
		}, leg.Ended{By: leg.SideRemote, Cause: leg.Cause{Kind: leg.CauseNormal}}},
		"by the browser before the answer": {false, func(r *rig, c *caller) {
			r.edge.HangUp(c.line, wire.PhoneHangUp{Leg: c.leg})
		}, leg.Ended{By: leg.SideRemote, Cause: leg.Cause{Kind: leg.CauseCallerGone}}},
		"by closing the tab": {true, func(_ *rig, c *caller) {
			c.close()
		}, leg.Ended{By: leg.SideRemote, Cause: leg.Cause{Kind: leg.CauseNormal}}},
		"by logging out": {true, func(r *rig, c *caller) {
			r.edge.Left(c.line, true)
		}, leg.Ended{By: leg.SideRemote, Cause: leg.Cause{Kind: leg.CauseNormal, Text: "logged out"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, nil)
			b := newCaller(t, newLine(1, yamada), pcm.Mu)
			b.dial(r, "110")
			if c.answer {
				r.edge.Order(leg.Answer{Leg: b.leg})
				next[leg.Answered](t, r.facts, nil)
				until(t, "the browser's half is up, too", func() bool { return b.pc.ConnectionState() == webrtc.PeerConnectionStateConnected })
			}
			if !r.edge.Has(b.leg) {
				t.Error("the room does not know its leg")
			}
			c.act(r, b)
			c.want.Leg = b.leg
			if got := next[leg.Ended](t, r.facts, nil); got != c.want {
				t.Errorf("ended %+v, expected %+v", got, c.want)
			}
			next[leg.Measured](t, r.facts, nil) // the port is given back
			if name != "by logging out" {
				if got := next[wire.PhoneEnded](t, b.line.told, nil); got.Leg != b.leg || got.Cause != string(c.want.Cause.Kind) {
					t.Errorf("the browser was told %+v", got)
				}
			}
			r.edge.Order(leg.HangUp{Leg: b.leg}) // too late: nothing happens
			r.edge.HangUp(b.line, wire.PhoneHangUp{Leg: b.leg})
			if r.edge.Has(b.leg) || r.edge.Legs() != 0 {
				t.Error("the leg is still there")
			}
			if n := count[leg.Ended](r.facts); n != 0 {
				t.Errorf("%d more ends", n)
			}
		})
	}
}

func TestNoAudioPathEndsTheLeg(t *testing.T) {
	r := newRig(t, func(o *Options) { o.ConnectWithin = 300 * time.Millisecond })
	c := newCaller(t, newLine(1, yamada), pcm.Mu)
	r.edge.Offer(c.line, wire.PhoneOffer{Ref: "r", SDP: c.offer(), Dial: "1"})
	a := next[wire.PhoneAnswer](t, c.line.told, nil) // never taken
	r.edge.Order(leg.Answer{Leg: a.Leg})
	got := next[leg.Ended](t, r.facts, nil)
	if got.Leg != a.Leg || got.Cause.Kind != leg.CauseDeviceError || got.By != leg.SideRemote {
		t.Errorf("ended %+v", got)
	}
	if n := count[leg.Answered](r.facts); n != 0 {
		t.Error("a leg without audio was reported as answered")
	}
}

// TestASocketMayBeLost: the call goes on for a while and may be taken over.
func TestASocketMayBeLost(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Grace = time.Hour })
	c := newCaller(t, newLine(1, yamada), pcm.Mu)
	f := r.up(c, 1100)
	c.say(697)
	r.edge.Left(c.line, false)
	until(t, "audio flows without a socket", func() bool { return f.ear.hears(697) })

	thief := newLine(2, kato)
	r.edge.Resume(thief, wire.PhoneResume{Legs: []id.Leg{c.leg}})
	if e := next[wire.PhoneEnded](t, thief.told, nil); e.Leg != c.leg {
		t.Errorf("a stranger was told %+v", e)
	}
	again := newLine(1, yamada)
	r.edge.Resume(again, wire.PhoneResume{Legs: []id.Leg{c.leg}})
	if p := next[wire.PhoneProgress](t, again.told, nil); p.State != wire.PhoneUp {
		t.Errorf("after the take-over: %+v", p)
	}
	r.edge.Left(c.line, false) // the old socket once more: no matter
	r.edge.Order(leg.HangUp{Leg: c.leg, Cause: leg.Cause{Kind: leg.CauseNormal}})
	next[wire.PhoneEnded](t, again.told, nil)
}

func TestALostSocketEndsTheLegAfterTheGrace(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Grace = 50 * time.Millisecond })
	c := newCaller(t, newLine(1, yamada), pcm.Mu)
	c.dial(r, "1")
	r.edge.Left(c.line, false)
	if got := next[leg.Ended](t, r.facts, nil); got.Cause.Kind != leg.CauseCallerGone || got.By != leg.SideRemote {
		t.Errorf("ended %+v", got)
	}
}

func TestOffersAreRefused(t *testing.T) {
	r := newRig(t, func(o *Options) { o.MaxLegs = 3 })
	l := newLine(1, yamada)
	good := newCaller(t, l, pcm.Mu).offer()
	refused := func(l *line, sdp string, code wire.PhoneTrouble) {
		t.Helper()
		r.edge.Offer(l, wire.PhoneOffer{Ref: "r", SDP: sdp, Dial: "1"})
		if got := next[wire.PhoneRefused](t, l.told, nil); got.Code != code || got.Ref != "r" || got.Text == "" {
			t.Errorf("refused %+v, expected %s", got, code)
		}
	}
	refused(l, "v=0", wire.PhoneInvalid)
	refused(l, strings.ReplaceAll(good, "m=audio", "m=video"), wire.PhoneUnacceptable)
	refused(l, strings.ReplaceAll(good, "a=ice-ufrag", "a=x-ufrag"), wire.PhoneUnacceptable)
	refused(newLine(9, id.Agent{}), good, wire.PhoneUnavailable)
	r.overload(true)
	refused(l, good, wire.PhoneUnavailable)
	r.overload(false)
	if r.edge.Legs() != 0 {
		t.Fatal("a refused offer left a leg")
	}
	for range 2 {
		r.edge.Offer(l, wire.PhoneOffer{Ref: "r", SDP: good, Dial: "1"})
		next[wire.PhoneAnswer](t, l.told, nil)
	}
	refused(newLine(2, yamada), good, wire.PhoneTooMany) // another socket, the same agent
	other := newLine(3, kato)
	r.edge.Offer(other, wire.PhoneOffer{Ref: "r", SDP: good, Dial: "1"})
	next[wire.PhoneAnswer](t, other.told, nil)
	refused(newLine(4, kato), good, wire.PhoneUnavailable) // the house is full
	r.edge.Drain()
	refused(newLine(5, id.Numbered[id.Agent](5)), good, wire.PhoneUnavailable)
}

// TestAFloodOfOffersIsCutShort: asking and hanging up at once is not free.
func TestAFloodOfOffersIsCutShort(t *testing.T) {
	r := newRig(t, nil)
	l := newLine(1, yamada)
	good := newCaller(t, l, pcm.Mu).offer()
	for range offerBurst {
		r.edge.Offer(l, wire.PhoneOffer{Ref: "r", SDP: good, Dial: "1"})
		a := next[wire.PhoneAnswer](t, l.told, nil)
		r.edge.HangUp(l, wire.PhoneHangUp{Leg: a.Leg})
		next[leg.Ended](t, r.facts, nil)
	}
	r.edge.Offer(l, wire.PhoneOffer{Ref: "r", SDP: good, Dial: "1"})
	if got := next[wire.PhoneRefused](t, l.told, nil); got.Code != wire.PhoneTooMany {
		t.Errorf("refused %+v", got)
	}
}

func TestNoPortEndsTheLeg(t *testing.T) {
	r := newRig(t, nil)
	if err := r.plane.Close(); err != nil {
		t.Fatal(err)
	}
	l := newLine(1, yamada)
	r.edge.Offer(l, wire.PhoneOffer{Ref: "r", SDP: newCaller(t, l, pcm.Mu).offer(), Dial: "1"})
	in := next[leg.Incoming](t, r.facts, nil)
	if got := next[leg.Ended](t, r.facts, nil); got.Leg != in.Leg || got.Cause.Kind != leg.CauseCongestion {
		t.Errorf("ended %+v", got)
	}
	if got := next[wire.PhoneRefused](t, l.told, nil); got.Code != wire.PhoneUnavailable {
		t.Errorf("refused %+v", got)
	}
}

// broken is a line that makes the leg's own goroutine panic when it ends.
type broken struct{ *line }

func (b broken) Tell(m wire.ToPhone) bool {
	if _, last := m.(wire.PhoneEnded); last {
		panic("a mistake of ours")
	}
	return b.line.Tell(m)
}

// A mistake of ours while a leg ends, also one that ends by its timer, costs
// neither the server nor the agent, who would be in a call for ever.
func TestAPanicAtTheEndStillEndsTheLeg(t *testing.T) {
	r := newRig(t, func(o *Options) { o.ConnectWithin = 50 * time.Millisecond })
	c := newCaller(t, newLine(1, yamada), pcm.Mu)
	r.edge.Offer(broken{c.line}, wire.PhoneOffer{Ref: "r", SDP: c.offer(), Dial: "1"})
	in := next[leg.Incoming](t, r.facts, nil)
	if e := next[leg.Ended](t, r.facts, nil); e.Leg != in.Leg || e.Cause.Kind != leg.CauseDeviceError {
		t.Errorf("%+v", e)
	}
	until(t, "the leg is forgotten", func() bool { return r.edge.Legs() == 0 })
}
