package phone

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// TestTheNetworkChangesInACall: the phone registers anew, and the call goes on
// from the new address within three seconds (C-PHONE-8), both ways.
func TestTheNetworkChangesInACall(t *testing.T) {
	for _, tr := range []sipua.Transport{sipua.UDP, sipua.TCP, sipua.TLS} {
		t.Run(string(tr), func(t *testing.T) {
			in(t, func(r *rig) {
				r.registered(tr, phonetest.Script{Accept: true})
				c, l := r.talk()
				pass(10 * time.Second)
				began := time.Now()
				r.pc.Plug(awayIP)
				next[seat.NetworkChanged](r, nil)
				o := phonetest.Await[sipua.Offered](c)
				if d := time.Since(began); d > 3*time.Second {
					t.Errorf("the server heard of it after %s", d)
				}
				if !strings.Contains(string(o.SDP), "c=IN IP4 "+awayIP) || !strings.Contains(string(o.SDP), "sendrecv") {
					t.Errorf("offered %s", o.SDP)
				}
				if s := r.last().log(); !strings.HasPrefix(s, "move "+awayIP+", offer sendrecv") {
					t.Errorf("audio: %s", s)
				}
				r.state(seat.PhoneRegistered)
				if contact, _ := r.reg.Contact("201"); !strings.Contains(contact, "@"+awayIP+":") {
					t.Errorf("registered as %s", contact)
				}
				// What each side says reaches the other.
				r.phone.Do(seat.HoldLine{Line: l, On: true})
				if h := next[seat.LineHeld](r, nil); !h.Held {
					t.Errorf("%+v", h)
				}
				c.Hold(phonetest.HoldSendonly)
				next[seat.LineFarHeld](r, nil)
				c.Dialog.Hangup(sipua.Hangup{})
				if e := next[seat.LineEnded](r, nil); e.By != seat.EndedByThem {
					t.Errorf("%+v", e)
				}
				r.talk() // and calls come in as before
			})
		})
	}
}

// TestTheNetworkIsAwayForAWhile: the call waits for it.
func TestTheNetworkIsAwayForAWhile(t *testing.T) {
	for _, tr := range []sipua.Transport{sipua.UDP, sipua.TLS} {
		for _, to := range []string{homeIP, awayIP} {
			t.Run(fmt.Sprint(tr, " to ", to), func(t *testing.T) {
				in(t, func(r *rig) {
					r.registered(tr, phonetest.Script{Accept: true})
					c, l := r.talk()
					r.pc.Plug("")
					if s := r.state(seat.PhoneFailed); s.Trouble.Code != "sip_unreachable" || !strings.Contains(s.Trouble.Detail, "no network") {
						t.Errorf("%+v", s.Trouble)
					}
					r.phone.Do(seat.HoldLine{Line: l, On: true}) // in the worst moment
					pass(4 * time.Second)
					began := time.Now()
					r.pc.Plug(to)
					phonetest.Await[sipua.Offered](c)
					if d := time.Since(began); d > 3*time.Second {
						t.Errorf("the server heard of it after %s", d)
					}
					if h := next[seat.LineHeld](r, nil); !h.Held || h.Failed {
						t.Errorf("%+v", h)
					}
					c.Dialog.Hangup(sipua.Hangup{})
					if e := next[seat.LineEnded](r, nil); e.By != seat.EndedByThem {
						t.Errorf("%+v", e)
					}
				})
			})
		}
	}
}

// TestTheNetworkChangesWhileItRings: over UDP the call goes on ringing here
// and is answered from the new address; a connection takes its INVITE with it.
func TestTheNetworkChangesWhileItRings(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.UDP, phonetest.Script{Accept: true})
		c, o := r.ring()
		r.pc.Plug(awayIP)
		r.state(seat.PhoneRegistered)
		r.phone.Do(seat.AcceptLine{Line: o.Line})
		if a := phonetest.Await[sipua.Answered](c); !strings.Contains(string(a.SDP), awayIP) {
			t.Errorf("answered %s", a.SDP)
		}
		next[seat.LineUp](r, nil)
		c.Dialog.Hangup(sipua.Hangup{})
		if e := next[seat.LineEnded](r, nil); e.By != seat.EndedByThem {
			t.Errorf("%+v", e)
		}
	})
	in(t, func(r *rig) {
		r.registered(sipua.TLS, phonetest.Script{Accept: true})
		_, o := r.ring()
		r.pc.Plug(awayIP)
		if e := next[seat.LineEnded](r, nil); e.By != seat.EndedFailed || e.Line != o.Line || e.Text != "the network has changed" {
			t.Errorf("%+v", e)
		}
		r.state(seat.PhoneRegistered)
		r.talk()
	})
}

func TestTheNetworkChangesWhileWeDial(t *testing.T) {
	for _, tr := range []sipua.Transport{sipua.UDP, sipua.TCP} {
		in(t, func(r *rig) {
			r.registered(tr, phonetest.Script{})
			c := r.dialTo("104", "")
			c.Dialog.Ring(sipua.Answer{Status: 180})
			next[seat.LineProgress](r, nil)
			r.pc.Plug(awayIP)
			if e := next[seat.LineEnded](r, nil); e.By != seat.EndedFailed || e.Status != 503 {
				t.Errorf("%+v", e)
			}
		})
	}
}

// TestSomethingElseChanges: another address of the computer is no reason to
// give up what works, but one to ask; as is a sleep.
func TestSomethingElseChanges(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.TLS, phonetest.Script{Accept: true})
		c, _ := r.talk()
		pass(time.Second)
		asked := r.reg.Asked()
		r.pc.SetOther("docker0 172.17.0.1/16")
		r.until("a REGISTER", func() bool { return r.reg.Asked() > asked })
		pass(time.Second)
		none[seat.Registration](r)
		if len(c.Events()) != 2 {
			t.Errorf("the call heard of it: %s", c.Story())
		}
	})
	in(t, func(r *rig) { // the same address, but on another network: the connection is dead
		r.registered(sipua.TLS, phonetest.Script{Accept: true})
		c, _ := r.talk()
		pass(time.Second)
		r.pc.Plug(homeIP)
		r.pc.SetOther("wlan0 another")
		began := time.Now()
		r.state(seat.PhoneRegistered)
		if d := time.Since(began); d > answerLimit+2*time.Second {
			t.Errorf("after %s", d)
		}
		phonetest.Await[sipua.Offered](c)
	})
}

// TestADeadConnectionIsNoticed although nothing says so.
func TestADeadConnectionIsNoticed(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.TLS, phonetest.Script{Accept: true})
		c, l := r.talk()
		r.pc.Plug(homeIP)
		began := time.Now()
		r.phone.Do(seat.HoldLine{Line: l, On: true}) // said into the void
		r.state(seat.PhoneRegistering)
		r.state(seat.PhoneRegistered)
		if d := time.Since(began); d > keepAliveMost+pongLimit+time.Second {
			t.Errorf("after %s", d)
		}
		phonetest.Await[sipua.Offered](c)
		if h := next[seat.LineHeld](r, nil); !h.Held || h.Failed {
			t.Errorf("%+v", h)
		}
		c.Dialog.Hangup(sipua.Hangup{})
		if e := next[seat.LineEnded](r, nil); e.By != seat.EndedByThem {
			t.Errorf("%+v", e)
		}
	})
}

// TestCallsThatTheServerForgot end when it is back (481).
func TestCallsThatTheServerForgot(t *testing.T) {
	for _, tr := range []sipua.Transport{sipua.UDP, sipua.TLS} {
		t.Run(string(tr), func(t *testing.T) {
			in(t, func(r *rig) {
				r.registered(tr, phonetest.Script{Accept: true})
				_, l := r.talk()
				_, ringing := r.ring()
				r.srv.kill()
				if e := next[seat.LineEnded](r, nil); e.Line != ringing.Line || e.By != seat.EndedFailed || e.Status != 480 {
					t.Errorf("%+v", e)
				}
				pass(10 * time.Second)
				none[seat.LineEnded](r) // who talks may go on talking, while there is audio
				r.serve(phonetest.Script{Accept: true}, tr)
				if e := next[seat.LineEnded](r, nil); e.Line != l || e.By != seat.EndedFailed || e.Status != 481 {
					t.Errorf("%+v", e)
				}
				r.talk()
			})
		})
	}
}

// TestACallIsOverWhenWeAreBack: the far side hung up while we changed the
// network, which is no failure.
func TestACallIsOverWhenWeAreBack(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.TLS, phonetest.Script{Accept: true})
		c, l := r.talk()
		r.pc.Plug("")
		r.state(seat.PhoneFailed)
		c.Dialog.Hangup(sipua.Hangup{})
		pass(time.Second)
		r.pc.Plug(awayIP)
		if e := next[seat.LineEnded](r, nil); e.Line != l || e.By != seat.EndedByThem || e.Status != 0 {
			t.Errorf("%+v", e)
		}
	})
}

// TestTheConnectionIsLostAndMadeAnew: what is said in the call afterwards goes
// over the new one, from either side.
func TestTheConnectionIsLostAndMadeAnew(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.TLS, phonetest.Script{Accept: true})
		c, l := r.talk()
		_, flow := r.reg.Contact("201")
		r.srv.UA.Drop(flow)
		phonetest.Await[sipua.Offered](c)
		r.state(seat.PhoneRegistered)
		c.Hold(phonetest.HoldSendonly)
		next[seat.LineFarHeld](r, nil)
		r.phone.Do(seat.HoldLine{Line: l, On: true})
		if h := next[seat.LineHeld](r, nil); h.Failed {
			t.Errorf("%+v", h)
		}
		r.phone.Do(seat.HangUpLine{Line: l})
		next[seat.LineEnded](r, nil)
		for {
			if e, ok := c.Next().(sipua.Ended); ok {
				if e.Why != sipua.WhyBye || e.By != sipua.Remote {
					t.Errorf("%+v", e)
				}
				return
			}
		}
	})
}

// TestAWeakWayIsLeft: the connection is refused after a change of network, and
// the call goes on over UDP.
func TestAnotherTransportInACall(t *testing.T) {
	in(t, func(r *rig) {
		r.serve(phonetest.Script{Accept: true}, sipua.UDP, sipua.TLS)
		r.soft.Servers = append([]live.SIPServer{{Transport: "tls", Host: knownName, Port: 5061}}, r.soft.Servers...)
		r.phone.Do(seat.Register{Account: r.soft})
		if s := r.state(seat.PhoneRegistered); s.Transport != "tls" {
			t.Fatalf("%+v", s)
		}
		c, l := r.talk()
		r.srv.stops[0]() // no new connections
		r.pc.Plug(awayIP)
		if s := r.state(seat.PhoneRegistered); s.Transport != "udp" {
			t.Fatalf("%+v", s)
		}
		phonetest.Await[sipua.Offered](c)
		c.Hold(phonetest.HoldSendonly)
		next[seat.LineFarHeld](r, nil)
		r.phone.Do(seat.HangUpLine{Line: l})
		next[seat.LineEnded](r, nil)
	})
}

// TestSwitchedOffInACall: the call goes on, moves, and ends as it should.
func TestSwitchedOffInACall(t *testing.T) {
	for _, tr := range []sipua.Transport{sipua.UDP, sipua.TLS} {
		in(t, func(r *rig) {
			r.registered(tr, phonetest.Script{Accept: true})
			c, l := r.talk()
			r.phone.Do(seat.Unregister{})
			r.state(seat.PhoneOff)
			none[seat.LineEnded](r)
			r.pc.Plug(awayIP)
			if o := phonetest.Await[sipua.Offered](c); !strings.Contains(string(o.SDP), awayIP) {
				t.Errorf("offered %s", o.SDP)
			}
			pass(5 * time.Second)
			r.phone.Do(seat.HangUpLine{Line: l})
			if e := next[seat.LineEnded](r, nil); e.By != seat.EndedByUs {
				t.Errorf("%+v", e)
			}
			for {
				if e, ok := c.Next().(sipua.Ended); ok {
					if e.Why != sipua.WhyBye || e.By != sipua.Remote {
						t.Errorf("%+v", e)
					}
					return
				}
			}
		})
	}
}
