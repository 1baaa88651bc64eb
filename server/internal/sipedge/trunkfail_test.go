package sipedge

import (
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

func TestRedirectable(t *testing.T) {
	for n, want := range map[string]bool{
		"0312345678": true, "09012345678": true, "05012345678": true, "0120123456": true,
		"01014155550100": false, "0101415555": false, "0990123456": false, "0570012345": false, "110": false, "117": false, "+8131234567": false, "": false,
		"031234567*": false, "1234567890": false,
	} {
		if got := redirectable(n); got != want {
			t.Errorf("%q: %v", n, got)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	for v, want := range map[string]time.Duration{
		"30": 30 * time.Second, " 20 (busy);duration=60": 20 * time.Second, "86400": longestRest, "": 0, "soon": 0, "-5": 0, "99999999999999999999": 0,
	} {
		if got := retryAfterOf(v); got != want {
			t.Errorf("%q: %s, want %s", v, got, want)
		}
	}
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("30 (x)")
	f.Fuzz(func(t *testing.T, v string) {
		if got := retryAfterOf(v); got < 0 || got > longestRest {
			t.Fatalf("%q: %s", v, got)
		}
	})
}

// TestRestingAddressComesLast: 503 with Retry-After is heeded, for a while.
func TestRestingAddressComesLast(t *testing.T) {
	plan, adjust, at := several()
	inBubble(t, plan, adjust, func(t *testing.T, r *rig) {
		synctest.Wait()
		w := r.edge.trunks.watched(carrierID)
		now := time.Now()
		w.rest(ap(at[0]), 30*time.Second, now)
		w.rest(ap(at[1]), 0, now)
		if got := w.addresses(now.Add(29 * time.Second)); got[0] != ap(at[1]) || got[2] != ap(at[0]) {
			t.Errorf("%v", got)
		}
		if got := w.addresses(now.Add(31 * time.Second)); got[0] != ap(at[0]) {
			t.Errorf("%v", got)
		}
	})
}

// TestRedirectionsAreBounded: a carrier that sends the call round and round.
func TestRedirectionsAreBounded(t *testing.T) {
	plan := usual()
	plan.Trunks[0].Profile.Redirects = true
	inBubble(t, plan, nil, func(t *testing.T, r *rig) {
		raw := r.net.Raw(t, carrierAt)
		r.edge.Order(leg.Dial{Leg: newLeg(), Trunk: carrierID, Number: "0312345678", From: leg.Identity{Number: "0312340001"}})
		for i, n := range []string{"0312345678", "0312345671", "0312345672", "0312345673"} {
			out := raw.Expect("INVITE")
			if !strings.HasPrefix(out.Start, "INVITE sip:"+n+"@") {
				t.Fatalf("%d: %s", i, out.Start)
			}
			// The first contact is where the call has been already.
			contact := "Contact: <sip:" + n + "@x>, <sip:031234567" + itoa(i+1) + "@elsewhere.invalid>"
			raw.Send(ap(edgeAt), phonetest.Reply(out, "302 Moved Temporarily", "t", contact+"\nContent-Length: 0", ""))
			raw.Expect("ACK")
		}
		if e := next[leg.Ended](r); e.Cause.Kind != leg.CauseForbidden || e.Cause.SIP != 302 {
			t.Fatalf("%+v", e)
		}
		if m, more := raw.Pending(); more {
			t.Fatalf("%s", m.Start)
		}
	})
}

// TestRedirectionsKeepTheSitesRules: the site bars the numbers that a carrier
// leads to as it bars those that are dialed; a call for help is led anywhere.
func TestRedirectionsKeepTheSitesRules(t *testing.T) {
	plan := usual()
	plan.Trunks[0].Profile.Redirects = true
	var asked []string
	site := func(c *Config) {
		c.Redirect = func(n string) string {
			if asked = append(asked, n); n == "0355550000" {
				return "restricted"
			}
			return ""
		}
	}
	inBubble(t, plan, site, func(t *testing.T, r *rig) {
		raw := r.net.Raw(t, carrierAt)
		for _, c := range []struct{ dialed, contacts, goes, text string }{
			{"0312345678", "<sip:0355550000@x>", "", "redirected-restricted"},
			{"0312345678", "<sip:+81355550000@x>, <sip:0355550001@x>", "0355550001", ""},
			{"0312345678", "<sip:0990123456@x>", "", "the carrier redirects the call; that is not followed"},
			{"110", "<sip:0355550000@x>", "0355550000", ""},
		} {
			r.edge.Order(leg.Dial{Leg: newLeg(), Trunk: carrierID, Number: c.dialed, From: leg.Identity{Number: "0312340001"}})
			first := raw.Expect("INVITE")
			raw.Send(ap(edgeAt), phonetest.Reply(first, "302 Moved Temporarily", "t", "Contact: "+c.contacts+"\nContent-Length: 0", ""))
			raw.Expect("ACK")
			if c.goes != "" {
				again := raw.Expect("INVITE")
				if !strings.HasPrefix(again.Start, "INVITE sip:"+c.goes+"@") {
					t.Errorf("%s: led by %s to %s", c.dialed, c.contacts, again.Start)
				}
				raw.Send(ap(edgeAt), phonetest.Reply(again, "486 Busy Here", "t", "Content-Length: 0", ""))
				raw.Expect("ACK")
			}
			e := next[leg.Ended](r)
			if c.goes == "" && (e.Cause.Kind != leg.CauseForbidden || e.Cause.SIP != 302 || e.Cause.Text != c.text) {
				t.Errorf("%s: led by %s: %+v", c.dialed, c.contacts, e)
			}
		}
		if want := "0355550000 0355550000 0355550001"; strings.Join(asked, " ") != want {
			t.Errorf("the site was asked about %v, want %s", asked, want)
		}
	})
}

// TestRegistrationComesBack: a carrier whose first address is overloaded for a
// while; REGISTERs that fail in passing are sent again.
func TestRegistrationComesBack(t *testing.T) {
	plan := usual()
	plan.Trunks[0].Register = &Register{User: "acct1", Expires: 10 * time.Minute}
	plan.Trunks[0].Backup = []string{"198.51.100.2"}
	inBubble(t, plan, nil, func(t *testing.T, r *rig) {
		first, second := make(chan string, 64), make(chan string, 64)
		var refuse atomic.Int32
		refuse.Store(503)
		r.net.Phone(t, "first", carrierAt, phonetest.Unmanaged, func(c *sipua.Config) {
			c.Request = func(in *sipua.Incoming) {
				if in.Method() == "REGISTER" {
					first <- in.Header("Expires")
				}
				in.Respond(sipua.Answer{Status: int(refuse.Load()), Headers: []sipua.Header{{Name: "Contact", Value: in.Header("Contact") + ";expires=600"}}})
			}
		})
		lenient(r, t, "198.51.100.2:5060", second)
		r.untilTrunk(TrunkRegistered)
		if w := r.edge.trunks.watched(carrierID); w.addresses(time.Now())[0] != ap("198.51.100.2:5060") {
			t.Errorf("calls go to %v first", w.addresses(time.Now()))
		}
		if got := awaitLong(t, second); got != "acct1 600" {
			t.Fatalf("registered %s", got)
		}
		synctest.Wait()
		refuse.Store(200)
		began := time.Now()
		await(t, first) // refused
		if got := awaitLong(t, first); got != "600" {
			t.Fatalf("the first address got %s", got)
		}
		if took := time.Since(began); took > 31*time.Second {
			t.Errorf("came back after %s", took)
		}
		if got := awaitLong(t, second); got != "acct1 0" {
			t.Errorf("the second address got %s", got)
		}
	})
}

// TestRegistrationIsTriedAgain: after 403, which is no transient mistake, not
// at once, but it is.
func TestRegistrationIsTriedAgain(t *testing.T) {
	for status, most := range map[int]time.Duration{403: 2 * time.Minute, 408: 2 * time.Second} {
		plan := usual()
		plan.Trunks[0].Register = &Register{User: "acct1"}
		inBubble(t, plan, nil, func(t *testing.T, r *rig) {
			var at []time.Time
			r.net.Phone(t, "carrier", carrierAt, phonetest.Unmanaged, func(c *sipua.Config) {
				c.Request = func(in *sipua.Incoming) {
					at = append(at, time.Now())
					a := sipua.Answer{Status: status}
					if len(at) > 1 {
						a = sipua.Answer{Status: 200, Headers: []sipua.Header{{Name: "Contact", Value: in.Header("Contact") + ";expires=600"}}}
					}
					in.Respond(a)
				}
			})
			if s := r.untilTrunk(TrunkFailed); !strings.Contains(s.Reason, itoa(status)) {
				t.Errorf("%d: %+v", status, s)
			}
			r.untilTrunk(TrunkRegistered)
			if took := at[1].Sub(at[0]); took < time.Second || took > most {
				t.Errorf("%d: tried again after %s", status, took)
			}
		})
	}
}

func TestBackupsAreKnownCallers(t *testing.T) {
	plan := usual()
	plan.Trunks[0].InboundFrom, plan.Trunks[0].Backup = nil, []string{"198.51.100.2:5070", "[2001:db8::7]"}
	x, err := newIndex(plan)
	if err != nil {
		t.Fatal(err)
	}
	e := &Edge{}
	e.trunks = newTrunkKeeper(e)
	for _, from := range []string{carrierAt, "198.51.100.2:9", "[2001:db8::7]:5060"} {
		if e.trunkAt(x, netip.MustParseAddrPort(from)) == nil {
			t.Errorf("%s is nobody", from)
		}
	}
	plan.Trunks[0].Backup = []string{"a b"}
	if _, err := newIndex(plan); err == nil || !strings.Contains(err.Error(), "trunks[0].backup[0]") {
		t.Errorf("%v", err)
	}
}

// awaitLong is await for what comes at the next round of OPTIONS.
func awaitLong[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(5 * time.Minute):
		t.Fatal("nothing came within 5 minutes")
		panic("unreachable")
	}
}
