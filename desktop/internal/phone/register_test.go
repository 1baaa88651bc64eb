package phone

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

func TestRegistersOverEveryTransport(t *testing.T) {
	for _, tr := range []sipua.Transport{sipua.UDP, sipua.TCP, sipua.TLS} {
		t.Run(string(tr), func(t *testing.T) {
			in(t, func(r *rig) {
				r.serve(phonetest.Unmanaged, tr)
				r.over(tr)
				began := time.Now()
				r.phone.Do(seat.Register{Account: r.soft})
				if s := r.state(seat.PhoneRegistering); s.Trouble != nil || s.Transport != "" {
					t.Errorf("%+v", s)
				}
				if s := r.state(seat.PhoneRegistered); s.Transport != string(tr) || s.Trouble != nil {
					t.Errorf("%+v", s)
				}
				if d := time.Since(began); d > time.Second {
					t.Errorf("registered after %s", d)
				}
				pass(time.Hour) // kept alive, and nothing is told of it
				none[seat.Registration](r)
				if c, _ := r.reg.Contact("201"); !strings.HasPrefix(c, "sip:201@"+homeIP) {
					t.Fatalf("contact %q after an hour", c)
				}
				r.phone.Do(seat.Register{Account: r.soft}) // the same again changes nothing
				none[seat.Registration](r)
				r.phone.Do(seat.Unregister{})
				r.state(seat.PhoneOff)
				if c, _ := r.reg.Contact("201"); c != "" {
					t.Errorf("still registered: %q", c)
				}
				r.phone.Do(seat.Unregister{})
				r.state(seat.PhoneOff)
			})
		})
	}
}

func TestCloseUnregisters(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.UDP, phonetest.Unmanaged)
		r.phone.Close()
		if c, _ := r.reg.Contact("201"); c != "" {
			t.Errorf("still registered: %q", c)
		}
	})
	in(t, func(r *rig) { // with a server that says nothing any more
		r.registered(sipua.UDP, phonetest.Unmanaged)
		r.srv.kill()
		began := time.Now()
		r.phone.Close()
		if d := time.Since(began); d > goodbye {
			t.Errorf("closed after %s", d)
		}
	})
}

func TestAnotherAccountTakesThePlace(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.TCP, phonetest.Unmanaged)
		r.reg.Account("202", "other")
		r.soft.User, r.soft.Password = "202", "other"
		r.phone.Do(seat.Register{Account: r.soft})
		r.state(seat.PhoneRegistered)
		r.until("only the new account is registered", func() bool {
			old, _ := r.reg.Contact("201")
			is, _ := r.reg.Contact("202")
			return old == "" && is != ""
		})
		none[seat.Registration](r)
	})
}

func TestTheNextServerWhenOneIsOutOfReach(t *testing.T) {
	in(t, func(r *rig) {
		r.soft.Servers = []live.SIPServer{
			{Transport: "tls", Host: knownName, Port: 5061}, {Transport: "tcp", Host: serverIP, Port: 5060}, {Transport: "udp", Host: serverIP, Port: 5060},
		}
		r.serve(phonetest.Unmanaged, sipua.UDP)
		r.phone.Do(seat.Register{Account: r.soft})
		if s := r.state(seat.PhoneRegistered); s.Transport != "udp" {
			t.Fatalf("%+v", s)
		}
		// The first comes up: the phone goes back to it by itself.
		second := startServer(r.t, r.n, secondIP, r.reg, r.pair, phonetest.Unmanaged, sipua.TLS)
		r.pc.Know(knownName, netip.MustParseAddr(serverIP), second.Conn.Addr().Addr())
		pass(90 * time.Second)
		none[seat.Registration](r) // its first address is dead: no reason to give up what works
		r.pc.Know(knownName, second.Conn.Addr().Addr())
		if s := r.state(seat.PhoneRegistered); s.Transport != "tls" {
			t.Fatalf("%+v", s)
		}
	})
}

func TestASilentServerIsGivenUp(t *testing.T) {
	in(t, func(r *rig) {
		r.serve(phonetest.Unmanaged, sipua.UDP)
		r.soft.Servers = append([]live.SIPServer{{Transport: "udp", Host: secondIP, Port: 5060}}, r.soft.Servers...)
		began := time.Now()
		r.phone.Do(seat.Register{Account: r.soft})
		r.state(seat.PhoneRegistered)
		if d := time.Since(began); d > answerLimit+time.Second {
			t.Errorf("after %s", d)
		}
	})
}

func TestACertificateIsNoMatterOfTaste(t *testing.T) {
	for name, set := range map[string]func(r *rig){
		"another name": func(r *rig) { r.pair, r.root = authority(t, "other.example.jp") },
		"stranger":     func(r *rig) { r.pair, _ = authority(t, knownName) },
	} {
		t.Run(name, func(t *testing.T) {
			in(t, func(r *rig) {
				set(r)
				r.serve(phonetest.Unmanaged, sipua.TLS, sipua.UDP)
				r.soft.Servers = append([]live.SIPServer{{Transport: "tls", Host: knownName, Port: 5061}}, r.soft.Servers...)
				r.phone.Do(seat.Register{Account: r.soft})
				if s := r.state(seat.PhoneFailed); s.Trouble.Code != "sip_certificate" || s.Trouble.Detail == "" {
					t.Fatalf("%+v", s.Trouble)
				}
				pass(time.Minute)
				none[lineOrRegistered](r)
				if n := r.reg.Asked(); n != 0 {
					t.Errorf("%d REGISTERs over a way without a certificate", n)
				}
			})
		})
	}
}

// lineOrRegistered never comes; it makes none read the facts.
type lineOrRegistered = seat.LineUp

func TestARefusalIsTold(t *testing.T) {
	in(t, func(r *rig) {
		r.serve(phonetest.Unmanaged, sipua.UDP)
		r.soft.Password = "wrong"
		r.phone.Do(seat.Register{Account: r.soft})
		s := r.state(seat.PhoneFailed)
		if s.Trouble.Code != "sip_refused" || s.Trouble.Params["status"] != "403" {
			t.Fatalf("%+v", s.Trouble)
		}
		asked := r.reg.Asked()
		pass(refusedWait - time.Second)
		if n := r.reg.Asked(); n != asked {
			t.Errorf("asked %d times more", n-asked)
		}
		r.reg.Account("201", "wrong")
		r.state(seat.PhoneRegistered)
	})
	in(t, func(r *rig) {
		r.serve(phonetest.Unmanaged, sipua.UDP)
		r.reg.First(sipua.Answer{Status: 403, Phrase: "Already Registered Elsewhere"})
		r.phone.Do(seat.Register{Account: r.soft})
		if s := r.state(seat.PhoneFailed); s.Trouble.Code != "sip_replaced" {
			t.Fatalf("%+v", s.Trouble)
		}
	})
	in(t, func(r *rig) {
		r.serve(phonetest.Unmanaged, sipua.UDP)
		r.reg.First(sipua.Answer{Status: 503, Headers: []sipua.Header{{Name: "Retry-After", Value: "40 (busy)"}}})
		began := time.Now()
		r.phone.Do(seat.Register{Account: r.soft})
		if s := r.state(seat.PhoneFailed); s.Trouble.Code != "sip_unreachable" || s.Trouble.Params["status"] != "503" {
			t.Fatalf("%+v", s.Trouble)
		}
		r.state(seat.PhoneRegistered)
		if d := time.Since(began); d < 40*time.Second {
			t.Errorf("came back after %s", d)
		}
	})
}

// A newer login takes the place of this one: its account is no more. The phone
// says so and leaves the server in peace, which would take it for a guesser.
func TestAnAccountThatIsNoMore(t *testing.T) {
	in(t, func(r *rig) {
		r.serve(phonetest.Unmanaged, sipua.UDP)
		r.phone.Do(seat.Register{Account: r.soft})
		r.state(seat.PhoneRegistered)
		r.reg.Account("201", "of the newest")
		if s := r.state(seat.PhoneFailed); s.Trouble.Code != "sip_replaced" {
			t.Fatalf("%+v", s.Trouble)
		}
		asked := r.reg.Asked()
		pass(5 * time.Minute)
		if n := r.reg.Asked() - asked; n != 0 {
			t.Errorf("asked %d times more", n)
		}
	})
}

func TestAnAccountThatIsNone(t *testing.T) {
	for _, change := range []func(*live.Softphone){
		func(s *live.Softphone) { s.Domain = "a b" },
		func(s *live.Softphone) { s.Domain = "x@y" },
		func(s *live.Softphone) { s.User = "" },
		func(s *live.Softphone) { s.Servers = nil },
	} {
		in(t, func(r *rig) {
			change(&r.soft)
			r.phone.Do(seat.Register{Account: r.soft})
			if s := r.state(seat.PhoneFailed); s.Trouble.Code != "sip_account" {
				t.Errorf("%+v", s.Trouble)
			}
			r.phone.Do(seat.Unregister{})
			r.state(seat.PhoneOff)
		})
	}
	for _, server := range []live.SIPServer{{Transport: "sctp", Host: serverIP, Port: 5060}, {Transport: "udp", Host: serverIP}, {Transport: "udp", Host: "nowhere.example", Port: 5060}} {
		in(t, func(r *rig) {
			r.soft.Servers = []live.SIPServer{server}
			r.phone.Do(seat.Register{Account: r.soft})
			if s := r.state(seat.PhoneFailed); s.Trouble.Code != "sip_unreachable" || s.Trouble.Detail == "" {
				t.Errorf("%+v", s.Trouble)
			}
		})
	}
}

// TestTheServerIsKilledAndComesBack: noticed, told, tried again ever more
// slowly but never more than half a minute apart, and registered by itself.
func TestTheServerIsKilledAndComesBack(t *testing.T) {
	for _, tr := range []sipua.Transport{sipua.UDP, sipua.TCP, sipua.TLS} {
		t.Run(string(tr), func(t *testing.T) {
			in(t, func(r *rig) {
				r.registered(tr, phonetest.Unmanaged)
				killed := time.Now()
				r.srv.kill()
				r.state(seat.PhoneRegistering)
				s := r.state(seat.PhoneFailed)
				if s.Trouble.Code != "sip_unreachable" {
					t.Fatalf("%+v", s.Trouble)
				}
				if d := time.Since(killed); tr != sipua.UDP && d > time.Second || d > time.Minute {
					t.Errorf("noticed after %s", d)
				}
				pass(10 * time.Minute)
				r.serve(phonetest.Unmanaged, tr)
				back := time.Now()
				r.state(seat.PhoneRegistered)
				if d := time.Since(back); d > retryMost+retryMost/4+answerLimit {
					t.Errorf("registered again after %s", d)
				}
			})
		})
	}
}

// TestTheServerForgets: killed before it had written us down, it is back
// before we missed it.
func TestTheServerForgets(t *testing.T) {
	for _, tr := range []sipua.Transport{sipua.UDP, sipua.TCP, sipua.TLS} {
		t.Run(string(tr), func(t *testing.T) {
			in(t, func(r *rig) {
				r.registered(tr, phonetest.Unmanaged)
				r.reg.Forget("201")
				r.phone.Do(seat.Refresh{})
				r.until("the server knows the phone", func() bool {
					c, _ := r.reg.Contact("201")
					return c != ""
				})
				none[seat.Registration](r) // nobody has to see it
			})
		})
	}
}

// TestAShortOutageIsOverSoon: a restart of the server takes seconds.
func TestAShortOutageIsOverSoon(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.TLS, phonetest.Unmanaged)
		r.srv.kill()
		r.state(seat.PhoneFailed)
		pass(3 * time.Second)
		r.serve(phonetest.Unmanaged, sipua.TLS)
		back := time.Now()
		r.state(seat.PhoneRegistered)
		if d := time.Since(back); d > 5*time.Second {
			t.Errorf("registered again after %s", d)
		}
	})
}
