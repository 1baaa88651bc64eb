package phone

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/voice"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

func TestHoldAndResume(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.UDP, phonetest.Script{Accept: true})
		c, l := r.talk()
		r.phone.Do(seat.HoldLine{Line: l, On: true})
		if h := next[seat.LineHeld](r, nil); h != (seat.LineHeld{Line: l, Held: true}) {
			t.Errorf("%+v", h)
		}
		if o := phonetest.Await[sipua.Offered](c); !strings.Contains(string(o.SDP), "a=sendonly") {
			t.Errorf("offered %s", o.SDP)
		}
		if s := r.last().log(); s != "hold true, offer sendonly, accept, hold true, hold true" {
			t.Errorf("audio: %s", s)
		}
		r.phone.Do(seat.HoldLine{Line: l, On: true}) // already
		if h := next[seat.LineHeld](r, nil); !h.Held || h.Failed {
			t.Errorf("%+v", h)
		}
		r.phone.Do(seat.HoldLine{Line: l})
		if h := next[seat.LineHeld](r, nil); h != (seat.LineHeld{Line: l}) {
			t.Errorf("%+v", h)
		}
		if o := phonetest.Await[sipua.Offered](c); !strings.Contains(string(o.SDP), "a=sendrecv") {
			t.Errorf("offered %s", o.SDP)
		}
		if s := r.last().log(); !strings.HasSuffix(s, "offer sendrecv, accept, hold false, hold false") {
			t.Errorf("audio: %s", s)
		}
	})
}

// TestHoldAndResumeAtOnce: the second wish comes while the first is under way.
func TestHoldAndResumeAtOnce(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.UDP, phonetest.Script{})
		c, l := r.talk()
		r.phone.Do(seat.HoldLine{Line: l, On: true})
		r.phone.Do(seat.HoldLine{Line: l})
		for _, direction := range []string{"a=sendonly", "a=sendrecv"} {
			if o := phonetest.Await[sipua.Offered](c); !strings.Contains(string(o.SDP), direction) {
				t.Errorf("offered %s", o.SDP)
			}
			c.Dialog.Accept([]byte(phonetest.SDP))
		}
		if h := next[seat.LineHeld](r, nil); h != (seat.LineHeld{Line: l}) {
			t.Errorf("%+v", h)
		}
		pass(time.Minute)
		if s := r.last().log(); !strings.HasSuffix(s, "offer sendrecv, accept, hold false, hold false") {
			t.Errorf("audio: %s", s)
		}
		none[seat.LineHeld](r)
	})
}

func TestAHoldThatIsRefused(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.UDP, phonetest.Script{})
		c, l := r.talk()
		r.phone.Do(seat.HoldLine{Line: l, On: true})
		phonetest.Await[sipua.Offered](c)
		c.Dialog.Decline(488)
		if h := next[seat.LineHeld](r, nil); h != (seat.LineHeld{Line: l, Failed: true}) {
			t.Errorf("%+v", h)
		}
		if s := r.last().log(); s != "hold true, offer sendonly, hold false" {
			t.Errorf("audio: %s", s)
		}
		r.phone.Do(seat.HoldLine{Line: l, On: true}) // the far side changes its mind
		phonetest.Await[sipua.Offered](c)
		c.Dialog.Accept([]byte(phonetest.SDP))
		if h := next[seat.LineHeld](r, nil); !h.Held || h.Failed {
			t.Errorf("%+v", h)
		}
	})
	in(t, func(r *rig) { // what is in the way for a moment only is waited for
		r.registered(sipua.UDP, phonetest.Script{})
		c, l := r.talk()
		r.phone.Do(seat.HoldLine{Line: l, On: true})
		phonetest.Await[sipua.Offered](c)
		c.Dialog.Decline(503)
		phonetest.Await[sipua.Offered](c)
		none[seat.LineHeld](r)
		c.Dialog.Accept([]byte(phonetest.SDP))
		if h := next[seat.LineHeld](r, nil); !h.Held || h.Failed {
			t.Errorf("%+v", h)
		}
		r.phone.Do(seat.HoldLine{Line: l})
		for range 1 + againTries {
			phonetest.Await[sipua.Offered](c)
			c.Dialog.Decline(503)
		}
		if h := next[seat.LineHeld](r, nil); !h.Held || !h.Failed {
			t.Errorf("%+v", h)
		}
	})
	in(t, func(r *rig) { // before the answer there is nothing to hold
		r.registered(sipua.UDP, phonetest.Script{})
		_, o := r.ring()
		r.phone.Do(seat.HoldLine{Line: o.Line, On: true})
		if h := next[seat.LineHeld](r, nil); !h.Failed || h.Held {
			t.Errorf("%+v", h)
		}
	})
}

func TestTheFarSideHolds(t *testing.T) {
	for name, how := range map[string]func(*phonetest.Call){
		"re-INVITE": func(c *phonetest.Call) { c.Hold(phonetest.HoldSendonly) },
		"UPDATE":    func(c *phonetest.Call) { c.HoldByUpdate(phonetest.HoldInactive) },
		"without an offer": func(c *phonetest.Call) {
			if o := c.Reoffer(""); !strings.Contains(o, "a=sendrecv") {
				panic("our offer: " + o)
			}
			c.Hold(phonetest.HoldSendonly)
		},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, func(r *rig) {
				r.registered(sipua.TCP, phonetest.Script{Accept: true})
				c, l := r.talk()
				how(c)
				if h := next[seat.LineFarHeld](r, nil); h != (seat.LineFarHeld{Line: l, Held: true}) {
					t.Errorf("%+v", h)
				}
				r.phone.Do(seat.HoldLine{Line: l, On: true}) // held from both sides
				next[seat.LineHeld](r, nil)
				if s := r.last().log(); !strings.Contains(s, "offer inactive") {
					t.Errorf("audio: %s", s)
				}
				c.Resume()
				if h := next[seat.LineFarHeld](r, nil); h.Held {
					t.Errorf("%+v", h)
				}
				if s := r.last().log(); !strings.Contains(s, "answer sendonly") { // we still hold
					t.Errorf("audio: %s", s)
				}
			})
		})
	}
	in(t, func(r *rig) {
		r.registered(sipua.TCP, phonetest.Script{Accept: true})
		c, _ := r.talk()
		c.Dialog.Offer([]byte("nonsense"))
		if e := phonetest.Await[sipua.Changed](c); e.Status != 488 {
			t.Errorf("answered %d", e.Status)
		}
		r.phone.Do(seat.HangUpLine{Line: "in1"})
		if e := next[seat.LineEnded](r, nil); e.By != seat.EndedByUs { // it was up all the same
			t.Errorf("%+v", e)
		}
	})
}

// TestBothHoldAtOnce: two re-INVITEs meet (491), and both are carried out.
func TestBothHoldAtOnce(t *testing.T) {
	inWeather(t, phonetest.Weather{Delay: 30 * time.Millisecond}, func(r *rig) {
		r.registered(sipua.UDP, phonetest.Script{Accept: true})
		c, l := r.talk()
		pass(time.Second)
		r.phone.Do(seat.HoldLine{Line: l, On: true})
		c.Dialog.Offer([]byte(phonetest.HoldSDP))
		held, far := false, false
		for !held || !far {
			switch f := next[seat.Input](r, nil).(type) {
			case seat.LineHeld:
				if !f.Held || f.Failed {
					t.Fatalf("%+v", f)
				}
				held = true
			case seat.LineFarHeld:
				far = f.Held
			case seat.LineEnded:
				t.Fatalf("%+v", f)
			}
		}
		if s := r.last().log(); strings.Contains(s, "without") || strings.Contains(s, "refused") {
			t.Errorf("audio: %s", s)
		}
	})
}

// TestAnOfferComesWhileOursWaits: a re-INVITE of the far side that was there
// before our offer could go out is answered 491, so that no answer is taken
// for the wrong offer.
func TestAnOfferComesWhileOursWaits(t *testing.T) {
	inWeather(t, phonetest.Weather{Delay: 200 * time.Millisecond}, func(r *rig) {
		r.registered(sipua.UDP, phonetest.Script{Accept: true})
		c, l := r.talk()
		for range 20 {
			r.phone.Do(seat.HoldLine{Line: l, On: true})
			c.Dialog.Offer([]byte(phonetest.SDP))
			next[seat.LineHeld](r, func(h seat.LineHeld) bool { return h.Held && !h.Failed })
			r.phone.Do(seat.HoldLine{Line: l})
			c.Dialog.Offer([]byte(phonetest.SDP))
			next[seat.LineHeld](r, func(h seat.LineHeld) bool { return !h.Held && !h.Failed })
			pass(5 * time.Second)
		}
		if s := r.last().log(); strings.Contains(s, "without") || strings.Contains(s, "refused") {
			t.Errorf("audio: %s", s)
		}
		none[seat.LineEnded](r)
	})
}

// TestSessionTimers: a call of five hours is kept alive, and one whose server
// has vanished ends.
func TestSessionTimers(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.UDP, phonetest.Script{Accept: true, Session: sipua.SessionTimer{Always: true}})
		_, l := r.talk()
		pass(5 * time.Hour)
		none[seat.LineEnded](r)
		r.phone.Do(seat.HoldLine{Line: l, On: true})
		if h := next[seat.LineHeld](r, nil); h.Failed {
			t.Errorf("%+v", h)
		}
		r.srv.kill()
		if e := next[seat.LineEnded](r, nil); e.By != seat.EndedFailed || e.Status != 408 {
			t.Errorf("%+v", e)
		}
	})
}

// TestNothingIsHeardAsTheServerIsAway: ICE would not help; when the network is
// back the call goes on plainly, and only if that does not pass, by ICE.
func TestNothingIsHeardAsTheServerIsAway(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.TLS, phonetest.Script{Accept: true})
		c, l := r.talk()
		r.pc.Plug("")
		r.state(seat.PhoneFailed)
		r.last().hear(voice.HeardNothing{})
		if s := next[seat.LineSilent](r, nil); s != (seat.LineSilent{Line: l, Silent: true}) {
			t.Errorf("%+v", s)
		}
		pass(10 * time.Second)
		r.pc.Plug(homeIP)
		if o := phonetest.Await[sipua.Offered](c); strings.Contains(string(o.SDP), "ice-ufrag") {
			t.Errorf("offered %s", o.SDP)
		}
		if o := phonetest.Await[sipua.Offered](c); !strings.Contains(string(o.SDP), "ice-ufrag") {
			t.Errorf("nothing is heard still, and offered is %s", o.SDP)
		}
		if m := next[seat.LineMedia](r, nil); m.Media != seat.MediaICE {
			t.Errorf("%+v", m)
		}
	})
}

// TestAudioThatIsLostIsNotSilenceYet: a server that ends a call closes the way
// of its audio first, and another way may be found at once.
func TestAudioThatIsLostIsNotSilenceYet(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.TLS, phonetest.Script{Accept: true})
		c, l := r.talk()
		r.last().hear(voice.HeardLost{Err: errors.New("closed")})
		phonetest.Await[sipua.Offered](c) // another way is sought
		none[seat.LineSilent](r)
		r.last().hear(voice.HeardNothing{})
		if s := next[seat.LineSilent](r, nil); s != (seat.LineSilent{Line: l, Silent: true}) {
			t.Errorf("%+v", s)
		}
	})
}

func TestNothingIsHeard(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.UDP, phonetest.Script{Accept: true})
		c, l := r.talk()
		a := r.last()
		a.hear(voice.HeardNothing{})
		if s := next[seat.LineSilent](r, nil); s != (seat.LineSilent{Line: l, Silent: true}) {
			t.Errorf("%+v", s)
		}
		if o := phonetest.Await[sipua.Offered](c); !strings.Contains(string(o.SDP), "ice-ufrag") {
			t.Errorf("offered %s", o.SDP)
		}
		if m := next[seat.LineMedia](r, nil); m != (seat.LineMedia{Line: l, Media: seat.MediaICE, Codec: "PCMU"}) {
			t.Errorf("%+v", m)
		}
		a.hear(voice.HeardSound{})
		if s := next[seat.LineSilent](r, nil); s.Silent {
			t.Errorf("%+v", s)
		}
		// It passed by ICE: the next call from here begins so.
		r.phone.Do(seat.HangUpLine{Line: l})
		next[seat.LineEnded](r, nil)
		r.talk()
		if !r.last().o.ICE {
			t.Error("the next call began plainly")
		}
		// The server offers plain media: ours is not waited for silence with.
		if m := next[seat.LineMedia](r, nil); m.Media != seat.MediaICE {
			t.Errorf("%+v", m)
		}
		r.pc.Plug(awayIP) // another network, another try
		r.state(seat.PhoneRegistered)
		r.talk()
		if r.last().o.ICE {
			t.Error("a call from another network began with ICE")
		}
		r.phone.Do(seat.Register{Account: r.soft, Media: seat.MediaICE})
		r.talk()
		if !r.last().o.ICE {
			t.Error("ICE was ordered")
		}
	})
}

// TestNothingIsHeardWithoutICE: where ICE is refused or not the account's, the
// call stays as it is.
func TestNothingIsHeardWithoutICE(t *testing.T) {
	in(t, func(r *rig) { // a far side that says nothing, with ICE refused
		r.registered(sipua.UDP, phonetest.Script{})
		c, l := r.talk()
		a := r.last()
		a.hear(voice.HeardNothing{})
		phonetest.Await[sipua.Offered](c)
		c.Dialog.Decline(488)
		pass(time.Second)
		a.hear(voice.HeardSound{})
		a.hear(voice.HeardNothing{}) // not twice
		r.phone.Do(seat.HoldLine{Line: l, On: true})
		if o := phonetest.Await[sipua.Offered](c); strings.Contains(string(o.SDP), "ice-ufrag") {
			t.Errorf("offered %s", o.SDP)
		}
		c.Dialog.Accept([]byte(phonetest.SDP))
		if h := next[seat.LineHeld](r, nil); !h.Held {
			t.Errorf("%+v", h)
		}
		a.hear(voice.HeardNothing{}) // of course
		r.phone.Do(seat.HangUpLine{Line: l})
		next[seat.LineEnded](r, nil)
		r.talk()
		if r.last().o.ICE {
			t.Error("ICE did not help, and is used all the same")
		}
	})
	in(t, func(r *rig) { // an account without ICE
		r.soft.ICE = false
		r.registered(sipua.UDP, phonetest.Script{})
		r.talk()
		r.last().hear(voice.HeardNothing{})
		next[seat.LineSilent](r, nil)
		r.last().hear(voice.HeardMedia{})
		pass(time.Minute)
		if s := r.last().log(); s != "" {
			t.Errorf("audio: %s", s)
		}
	})
}
