package sipua_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// gone fails when a phone still holds something long after its calls.
func gone(t *testing.T, phones ...*phonetest.Phone) {
	t.Helper()
	for _, p := range phones {
		s := p.UA.Stats()
		if s.Dialogs+s.ClientTransactions+s.ServerTransactions+s.Subscriptions != 0 || s.Panics != 0 {
			t.Errorf("%s holds %+v after its calls", p.User, s)
		}
	}
}

// wait lets the fake time of the bubble pass.
func wait(d time.Duration) { <-time.After(d) }

func ended(t *testing.T, c *phonetest.Call, by sipua.Side, why sipua.Why, status int) sipua.Ended {
	t.Helper()
	e := phonetest.Await[sipua.Ended](c)
	if e.By != by || e.Why != why || e.Status != status {
		t.Fatalf("ended by %s, %s, %d; want %s, %s, %d (%s)", e.By, e.Why, e.Status, by, why, status, c.Story())
	}
	return e
}

func TestCallIsAnsweredAndHungUpByEitherSide(t *testing.T) {
	for _, caller := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			_, alice, bob, _ := phonetest.Three(t, phonetest.Weather{})
			out := alice.Dial(bob.URI())
			in := bob.Incoming()
			if p := phonetest.Await[sipua.Progress](out); p.Response.Status() != 180 {
				t.Fatalf("progress %d", p.Response.Status())
			}
			if a := phonetest.Await[sipua.Answered](out); string(a.SDP) != phonetest.SDP {
				t.Fatalf("answer %q", a.SDP)
			}
			phonetest.Await[sipua.Confirmed](in)
			first, second := out, in
			if !caller {
				first, second = in, out
			}
			first.Dialog.Hangup(sipua.Hangup{Reason: sipua.Reason{Q850: 16}})
			ended(t, first, sipua.Local, sipua.WhyBye, 0)
			if e := ended(t, second, sipua.Remote, sipua.WhyBye, 0); e.Reason.Q850 != 16 {
				t.Fatalf("reason %+v", e.Reason)
			}
			wait(time.Minute)
			gone(t, alice, bob)
		})
	}
}

func TestRingingDirectlyBeforeTheAnswerIsNotLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, alice, bob, _ := phonetest.Three(t, phonetest.Weather{})
		bob.SetScript(phonetest.AtOnce)
		for range 300 {
			out := alice.Dial(bob.URI())
			in := bob.Incoming()
			phonetest.Await[sipua.Progress](out)
			phonetest.Await[sipua.Answered](out)
			phonetest.Await[sipua.Confirmed](in)
			out.Dialog.Hangup(sipua.Hangup{})
			ended(t, in, sipua.Remote, sipua.WhyBye, 0)
		}
	})
}

func TestRefusalsAndSilence(t *testing.T) {
	tests := []struct {
		name   string
		script phonetest.Script
		why    sipua.Why
		status int
	}{
		{"busy", phonetest.Busy, sipua.WhyRejected, 486},
		{"declined", phonetest.Declines, sipua.WhyRejected, 603},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, alice, bob, _ := phonetest.Three(t, phonetest.Weather{})
				bob.SetScript(tt.script)
				out := alice.Dial(bob.URI())
				ended(t, bob.Incoming(), sipua.Local, sipua.WhyRejected, tt.status)
				ended(t, out, sipua.Remote, tt.why, tt.status)
				wait(time.Minute)
				gone(t, alice, bob)
			})
		})
	}
	t.Run("nobody there", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			n := phonetest.NewNetwork(phonetest.Weather{})
			alice := n.Phone(t, "alice", "192.0.2.11:5060", phonetest.Answers, nil)
			began := time.Now()
			out := alice.Dial(sipua.URI{Scheme: "sip", User: "x", Host: "192.0.2.99", Port: 5060})
			ended(t, out, sipua.Remote, sipua.WhyNoResponse, 0)
			if d := time.Since(began); d != 32*time.Second {
				t.Errorf("timer B took %v", d)
			}
			if n.Sent() != 7 { // RFC 3261 figure 5: 0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 s
				t.Errorf("%d INVITEs were sent, want 7", n.Sent())
			}
			gone(t, alice)
		})
	})
}

func TestCancel(t *testing.T) {
	t.Run("while ringing", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			_, alice, bob, _ := phonetest.Three(t, phonetest.Weather{})
			bob.SetScript(phonetest.NoAnswer)
			out := alice.Dial(bob.URI())
			in := bob.Incoming()
			phonetest.Await[sipua.Progress](out)
			out.Dialog.Hangup(sipua.Hangup{Reason: sipua.Reason{SIP: 487, Text: "enough"}})
			ended(t, out, sipua.Local, sipua.WhyCancelled, 0)
			if e := ended(t, in, sipua.Remote, sipua.WhyCancelled, 487); e.Reason.Text != "enough" {
				t.Errorf("reason %+v", e.Reason)
			}
			wait(time.Minute)
			gone(t, alice, bob)
		})
	})
	t.Run("before anything came back", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			_, alice, bob, _ := phonetest.Three(t, phonetest.Weather{Delay: time.Second})
			bob.SetScript(phonetest.NoAnswer)
			out := alice.Dial(bob.URI())
			out.Dialog.Hangup(sipua.Hangup{})
			ended(t, out, sipua.Local, sipua.WhyCancelled, 0)
			wait(2 * time.Minute)
			gone(t, alice, bob)
		})
	})
	t.Run("crossing the answer", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			_, alice, bob, _ := phonetest.Three(t, phonetest.Weather{Delay: 100 * time.Millisecond})
			bob.SetScript(phonetest.Unmanaged)
			out := alice.Dial(bob.URI())
			in := bob.Incoming()
			in.Dialog.Ring(sipua.Answer{Status: 180})
			phonetest.Await[sipua.Progress](out)
			in.Dialog.Answer([]byte(phonetest.SDP))
			out.Dialog.Hangup(sipua.Hangup{})
			ended(t, out, sipua.Local, sipua.WhyCancelled, 0)
			phonetest.Await[sipua.Confirmed](in) // the call came up, and was hung up at once
			ended(t, in, sipua.Remote, sipua.WhyBye, 0)
			wait(time.Minute)
			gone(t, alice, bob)
		})
	})
}

func TestForkFirstAnswerWins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, alice, bob, carol := phonetest.Three(t, phonetest.Weather{})
		carol.SetScript(phonetest.NoAnswer)
		out := alice.Dial(bob.URI(), carol.URI())
		a := phonetest.Await[sipua.Answered](out)
		if a.Target != 0 {
			t.Fatalf("target %d won", a.Target)
		}
		e := ended(t, carol.Incoming(), sipua.Remote, sipua.WhyCancelled, 487)
		if e.Reason.SIP != 200 || e.Reason.Text != "Call completed elsewhere" {
			t.Errorf("reason %+v", e.Reason)
		}
		in := bob.Incoming()
		phonetest.Await[sipua.Confirmed](in)
		in.Dialog.Hangup(sipua.Hangup{})
		ended(t, out, sipua.Remote, sipua.WhyBye, 0)
		wait(time.Minute)
		gone(t, alice, bob, carol)
	})
}

func TestForkBothAnswerAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, alice, bob, carol := phonetest.Three(t, phonetest.Weather{Delay: 50 * time.Millisecond})
		bob.SetScript(phonetest.AtOnce)
		carol.SetScript(phonetest.AtOnce)
		out := alice.Dial(bob.URI(), carol.URI())
		a := phonetest.Await[sipua.Answered](out)
		winner, loser := bob, carol
		if a.Target == 1 {
			winner, loser = carol, bob
		}
		ended(t, loser.Incoming(), sipua.Remote, sipua.WhyBye, 0)
		in := winner.Incoming()
		phonetest.Await[sipua.Confirmed](in)
		out.Dialog.Hangup(sipua.Hangup{})
		ended(t, in, sipua.Remote, sipua.WhyBye, 0)
		wait(time.Minute)
		gone(t, alice, bob, carol)
	})
}

func TestForkAllRefuseGivesTheBestReason(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, alice, bob, carol := phonetest.Three(t, phonetest.Weather{})
		bob.SetScript(phonetest.Script{Status: 404})
		carol.SetScript(phonetest.Busy)
		ended(t, alice.Dial(bob.URI(), carol.URI()), sipua.Remote, sipua.WhyRejected, 486)
		carol.SetScript(phonetest.NoAnswer)
		bob.SetScript(phonetest.Declines) // 6xx ends the others too (RFC 3261 section 16.7)
		ended(t, alice.Dial(bob.URI(), carol.URI()), sipua.Remote, sipua.WhyRejected, 603)
	})
}

func TestHoldAndResume(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, alice, bob, _ := phonetest.Three(t, phonetest.Weather{})
		out := alice.Dial(bob.URI())
		in := bob.Incoming()
		phonetest.Await[sipua.Answered](out)
		phonetest.Await[sipua.Confirmed](in)
		for _, side := range [][2]*phonetest.Call{{out, in}, {in, out}} {
			side[0].Dialog.Offer([]byte(phonetest.HoldSDP))
			side[0].Dialog.Offer([]byte(phonetest.SDP)) // waits for the first
			if o := phonetest.Await[sipua.Offered](side[1]); o.Method != "INVITE" || string(o.SDP) != phonetest.HoldSDP {
				t.Fatalf("offered %s %q", o.Method, o.SDP)
			}
			if c := phonetest.Await[sipua.Changed](side[0]); c.Status != 200 || string(c.SDP) != phonetest.SDP {
				t.Fatalf("changed %d %q", c.Status, c.SDP)
			}
			if o := phonetest.Await[sipua.Offered](side[1]); string(o.SDP) != phonetest.SDP {
				t.Fatalf("offered %q", o.SDP)
			}
			phonetest.Await[sipua.Changed](side[0])
		}
		in.Dialog.Hangup(sipua.Hangup{})
		ended(t, out, sipua.Remote, sipua.WhyBye, 0)
		wait(time.Minute)
		gone(t, alice, bob)
	})
}

func TestGlareIsSolved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, alice, bob, _ := phonetest.Three(t, phonetest.Weather{Delay: 50 * time.Millisecond})
		out := alice.Dial(bob.URI())
		in := bob.Incoming()
		phonetest.Await[sipua.Answered](out)
		phonetest.Await[sipua.Confirmed](in)
		out.Dialog.Offer([]byte(phonetest.HoldSDP))
		in.Dialog.Offer([]byte(phonetest.HoldSDP))
		for _, c := range []*phonetest.Call{out, in} {
			if ch := phonetest.Await[sipua.Changed](c); ch.Status != 200 {
				t.Fatalf("changed %d", ch.Status)
			}
		}
		out.Dialog.Hangup(sipua.Hangup{})
		ended(t, in, sipua.Remote, sipua.WhyBye, 0)
	})
}

func TestDeclinedOfferLeavesTheCallUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, alice, bob, _ := phonetest.Three(t, phonetest.Weather{})
		bob.SetScript(phonetest.Script{Answer: true})
		out := alice.Dial(bob.URI())
		in := bob.Incoming()
		phonetest.Await[sipua.Confirmed](in)
		out.Dialog.Offer([]byte(phonetest.HoldSDP))
		phonetest.Await[sipua.Offered](in)
		in.Dialog.Decline(0)
		if c := phonetest.Await[sipua.Changed](out); c.Status != 488 {
			t.Fatalf("changed %d", c.Status)
		}
		out.Dialog.Press("5", 100)
		if p := phonetest.Await[sipua.Pressed](in); p.Key != "5" || p.Duration != 100 {
			t.Fatalf("pressed %+v", p)
		}
		out.Dialog.Hangup(sipua.Hangup{})
		ended(t, in, sipua.Remote, sipua.WhyBye, 0)
	})
}

func TestReliableProvisional(t *testing.T) {
	for _, w := range []phonetest.Weather{{}, {Seed: 3, Loss: 0.3, Most: 2, Duplicate: 0.2, Reorder: 0.2}} {
		synctest.Test(t, func(t *testing.T) {
			_, alice, bob, _ := phonetest.Three(t, w)
			bob.SetScript(phonetest.Script{Reliable: sipua.ReliableSupported})
			out := alice.DialCall(sipua.Call{Targets: []sipua.Target{{URI: bob.URI()}}, To: bob.Address(), Reliable: sipua.ReliableSupported})
			in := bob.Incoming()
			in.Dialog.Ring(sipua.Answer{Status: 180})
			in.Dialog.Ring(sipua.Answer{Status: 183, Body: []byte(phonetest.SDP)})
			in.Dialog.Answer(nil) // has to wait for both PRACKs
			for _, want := range []int{180, 183} {
				p := phonetest.Await[sipua.Progress](out)
				if p.Response.Status() != want || !p.Reliable {
					t.Fatalf("progress %d reliable %v, want %d", p.Response.Status(), p.Reliable, want)
				}
				if want == 183 && string(p.SDP) != phonetest.SDP {
					t.Fatalf("early media %q", p.SDP)
				}
				if want == 180 {
					continue
				}
			}
			phonetest.Await[sipua.Answered](out)
			phonetest.Await[sipua.Confirmed](in)
			out.Dialog.Hangup(sipua.Hangup{})
			ended(t, in, sipua.Remote, sipua.WhyBye, 0)
			wait(3 * time.Minute)
			gone(t, alice, bob)
		})
	}
}

func TestSessionTimerKeepsAndEndsCalls(t *testing.T) {
	for _, refresher := range []string{"uac", "uas"} {
		synctest.Test(t, func(t *testing.T) {
			n, alice, bob, _ := phonetest.Three(t, phonetest.Weather{})
			out := alice.DialCall(sipua.Call{
				Targets: []sipua.Target{{URI: bob.URI()}}, To: bob.Address(),
				Session: sipua.SessionTimer{Expires: 120, Refresher: refresher},
			})
			in := bob.Incoming()
			phonetest.Await[sipua.Answered](out)
			phonetest.Await[sipua.Confirmed](in)
			wait(time.Hour) // refreshed all the while
			for _, c := range []*phonetest.Call{out, in} {
				for _, e := range c.Events() {
					if _, over := e.(sipua.Ended); over {
						t.Fatalf("%s: %s", refresher, c.Story())
					}
				}
			}
			n.SetWeather(phonetest.Weather{Loss: 1})
			wait(5 * time.Minute)
			for _, c := range []*phonetest.Call{out, in} {
				e := phonetest.Await[sipua.Ended](c)
				if e.Why != sipua.WhyExpired && e.Why != sipua.WhyNoResponse {
					t.Errorf("%s: %s", refresher, c.Story())
				}
			}
			gone(t, alice, bob)
		})
	}
}

func TestSessionIntervalTooSmallIsRaised(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := phonetest.NewNetwork(phonetest.Weather{})
		alice := n.Phone(t, "alice", "192.0.2.11:5060", phonetest.Answers, nil)
		bob := n.Phone(t, "bob", "192.0.2.12:5060", phonetest.Answers, func(c *sipua.Config) { c.MinSE = 600 })
		out := alice.DialCall(sipua.Call{
			Targets: []sipua.Target{{URI: bob.URI()}}, To: bob.Address(), Session: sipua.SessionTimer{Expires: 100},
		})
		a := phonetest.Await[sipua.Answered](out)
		if got := a.Response.Header("Session-Expires"); got != "600;refresher=uac" {
			t.Fatalf("Session-Expires: %s", got)
		}
		out.Dialog.Hangup(sipua.Hangup{})
	})
}

func TestBadWeather(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for seed := range uint64(20) {
			w := phonetest.Weather{Seed: seed, Loss: 0.2, Most: 2, Duplicate: 0.2, Reorder: 0.3, Delay: 10 * time.Millisecond}
			_, alice, bob, _ := phonetest.Three(t, phonetest.Weather{})
			n, a, b, _ := phonetest.Three(t, w)
			_, _, _ = n, alice, bob
			out := a.Dial(b.URI())
			in := b.Incoming()
			phonetest.Await[sipua.Answered](out)
			phonetest.Await[sipua.Confirmed](in)
			for i, key := range []string{"1", "2", "3"} {
				out.Dialog.Press(key, 100)
				if p := phonetest.Await[sipua.Pressed](in); p.Key != key {
					t.Fatalf("seed %d key %d: %s", seed, i, p.Key)
				}
			}
			out.Dialog.Hangup(sipua.Hangup{})
			ended(t, in, sipua.Remote, sipua.WhyBye, 0)
			wait(3 * time.Minute)
			gone(t, a, b)
		}
	})
}

func TestNothingLeaksPerCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const calls = 2000
		_, alice, bob, _ := phonetest.Three(t, phonetest.Weather{Seed: 7, Loss: 0.02, Reorder: 0.05})
		bob.SetScript(phonetest.Script{Ring: true, RingFor: time.Second, Answer: true, Accept: true})
		out := make([]*phonetest.Call, 0, calls)
		for i := range calls {
			c := alice.Dial(bob.URI())
			out = append(out, c)
			if i%5 == 0 {
				c.Dialog.Hangup(sipua.Hangup{})
			}
		}
		wait(time.Minute)
		for _, c := range out {
			c.Dialog.Hangup(sipua.Hangup{})
		}
		for _, c := range out {
			phonetest.Await[sipua.Ended](c)
		}
		wait(3 * time.Minute)
		gone(t, alice, bob)
	})
}
