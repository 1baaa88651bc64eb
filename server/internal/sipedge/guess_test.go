package sipedge

import (
	"fmt"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/phonetest"
)

// inTime runs a test with a guard and the clock of a bubble.
func inTime(t *testing.T, f func(t *testing.T, g *guard)) {
	synctest.Test(t, func(t *testing.T) { f(t, limited(GuardLimits{})) })
}

// tries gives how many of n wrong passwords were read, one after the other.
func (g *guard) tries(n int, account string, each func(i int) (from netip.AddrPort, callID string)) (read int) {
	for i := range n {
		from, callID := each(i)
		if g.admit(from, 600) != passed {
			continue
		}
		if c := g.claim(from, account, callID); g.guesses.may(time.Now(), c) {
			read++
			g.guesses.wrong(time.Now(), c, true)
		} else {
			g.guesses.turnedAway(time.Now(), c)
		}
	}
	return read
}

func (g *guard) heard(from, account string) bool {
	at := ap(from)
	return g.admit(at, 600) == passed && g.guesses.may(time.Now(), g.claim(at, account, "new "+from))
}

func TestPhoneWithAnOldPasswordHarmsNobody(t *testing.T) {
	inTime(t, func(t *testing.T, g *guard) {
		read := 0
		for i := range 24 * 3600 / 2 { // a day, every two seconds, from a new port each time, as over TCP
			at := netip.AddrPortFrom(netip.MustParseAddr("192.0.2.1"), 1024+uint16(i%60_000))
			read += g.tries(1, "desk", func(int) (netip.AddrPort, string) { return at, "the phone's" })
			if i%1800 == 0 { // each hour: its own account's next phone, a colleague, one who never was here
				for _, account := range []string{"desk", "colleague", "newcomer " + itoa(i)} {
					if !g.heard("192.0.2.1:700", account) {
						t.Fatalf("%s is not heard after %d tries of which %d were read", account, i, read)
					}
				}
				if !g.connect(netip.MustParseAddr("192.0.2.1")) {
					t.Fatal("the office may not connect")
				}
			}
			<-time.After(2 * time.Second)
		}
		if read > 24*12*3 {
			t.Errorf("%d passwords were read in a day, want at most three in five minutes", read)
		}
	})
}

func TestPairHasTenGuessesAndOneEachMinute(t *testing.T) {
	inTime(t, func(t *testing.T, g *guard) {
		vary := func(i int) (netip.AddrPort, string) {
			return ap(fmt.Sprintf("192.0.2.1:%d", 1024+i)), itoa(i)
		}
		g.trust(ap("192.0.2.1:900"), "desk", time.Now().Add(time.Hour)) // from inside the office: never banned
		if n := g.tries(50, "desk", vary); n != 10 {
			t.Errorf("%d passwords were read at once, want 10", n)
		}
		if !g.heard("192.0.2.1:900", "desk") {
			t.Error("the registered phone may not register anew while another behind its address guesses")
		}
		if g.heard("192.0.2.1:901", "desk") {
			t.Error("the bound is past by another port and Call-ID")
		}
		if !g.heard("192.0.2.1:902", "colleague") || !g.heard("192.0.2.2:902", "desk") {
			t.Error("a colleague, or the same person at home, is refused")
		}
		<-time.After(5 * time.Minute)
		if n := g.tries(50, "desk", func(i int) (netip.AddrPort, string) { return vary(100 + i) }); n != 5 {
			t.Errorf("%d were read after five minutes, want 5", n)
		}
	})
}

func TestScannerIsBanned(t *testing.T) {
	for what, attack := range map[string]func(g *guard){
		"names": func(g *guard) {
			for i := range 15 {
				g.tries(1, "user"+itoa(i), func(int) (netip.AddrPort, string) { return ap("192.0.2.1:5060"), itoa(i) })
			}
		},
		"passwords of one account": func(g *guard) {
			g.tries(60, "user", func(i int) (netip.AddrPort, string) { return ap("192.0.2.1:5060"), itoa(i) })
		},
		"passwords": func(g *guard) {
			for i := range 60 {
				g.tries(1, "user"+itoa(i%10), func(int) (netip.AddrPort, string) { return ap("192.0.2.1:5060"), itoa(i) })
			}
		},
	} {
		t.Run(what, func(t *testing.T) {
			inTime(t, func(t *testing.T, g *guard) {
				attack(g)
				if v := g.admit(ap("192.0.2.1:7777"), 100); v != droppedBanned || g.connect(netip.MustParseAddr("192.0.2.1")) {
					t.Errorf("after the attack: %v", v)
				}
				if g.admit(ap("192.0.2.2:7777"), 100) != passed {
					t.Error("a neighbour is banned too")
				}
				if _, n, _ := g.counts(); n != 1 {
					t.Errorf("%d sources are suspect", n)
				}
				<-time.After(10 * time.Minute)
				if g.admit(ap("192.0.2.1:7777"), 100) != passed || !g.connect(netip.MustParseAddr("192.0.2.1")) {
					t.Error("the ban does not end")
				}
			})
			inTime(t, func(t *testing.T, g *guard) { // the same from within an office with a phone that works
				g.trust(ap("192.0.2.1:900"), "desk", time.Now().Add(time.Hour))
				attack(g)
				if !g.heard("192.0.2.1:900", "desk") || !g.heard("192.0.2.1:901", "desk") || !g.connect(netip.MustParseAddr("192.0.2.1")) {
					t.Error("the phone that works is shut out with the attacker")
				}
				if g.heard("192.0.2.1:5060", "victim") {
					t.Error("the attacker goes on")
				}
			})
		})
	}
}

// TestAttackFromEverywhere: a thousand machines guess one account's password
// for a week, each as another phone every time, as fast as they are let.
func TestAttackFromEverywhere(t *testing.T) {
	inTime(t, func(t *testing.T, g *guard) {
		g.trust(ap("192.0.2.1:900"), "desk", time.Now().Add(time.Hour))
		read, n := 0, 0
		for minute := range 7 * 24 * 60 {
			for range 20 {
				at := netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 0, byte(n % 1000 >> 8), byte(n % 1000)}), 1024+uint16(n%50_000))
				read += g.tries(1, "desk", func(int) (netip.AddrPort, string) { return at, itoa(n) })
				n++
			}
			if minute%60 == 0 && !g.heard("192.0.2.1:901", "desk") {
				t.Fatal("the attack shuts the owner out of the place where the phone was right before")
			}
			<-time.After(time.Minute)
		}
		if most := 30 + 7*1440; read > most || read < most-30 {
			t.Errorf("%d of %d passwords were read in a week, want about %d", read, n, most)
		}
	})
}

func TestFlowOfOneAccountCannotGuessAnother(t *testing.T) {
	inTime(t, func(t *testing.T, g *guard) {
		from := ap("192.0.2.1:5060")
		g.trust(from, "own", time.Now().Add(time.Hour))
		if n := g.tries(100, "boss", func(i int) (netip.AddrPort, string) { return from, itoa(i) }); n != 10 {
			t.Errorf("%d passwords were read, want 10", n)
		}
		if !g.heard(from.String(), "own") {
			t.Error("its own account is refused")
		}
	})
}

// TestOfficeWithAPhoneThatHasAnOldPassword is the same on the wire: the phone
// is refused, its colleague behind the address registers at once, and so does
// the phone itself when it has rested and is right.
func TestOfficeWithAPhoneThatHasAnOldPassword(t *testing.T) {
	plan := usual()
	plan.Devices = append(plan.Devices, account(2, "d2002"))
	inBubble(t, plan, nil, func(t *testing.T, r *rig) {
		phone, colleague := r.net.Raw(t, "203.0.113.9:5060"), r.net.Raw(t, "203.0.113.9:5070")
		cseq := 0
		register := func(raw *phonetest.Raw, user, password string) string {
			cseq += 2
			challenge := attempt(raw, user, "", itoa(cseq))
			return attempt(raw, user, credentials(t, challenge, user, password), itoa(cseq+1)).Status()
		}
		for range 100 {
			if got := register(phone, "d2001", "the old one"); got != "403" {
				t.Fatalf("the old password: %s", got)
			}
			<-time.After(time.Second)
		}
		if got := register(colleague, "d2002", secret); got != "200" {
			t.Fatalf("the colleague: %s", got)
		}
		if got := register(phone, "d2001", secret); got != "403" {
			t.Fatalf("the phone that rests is read: %s", got)
		}
		<-time.After(5 * time.Minute)
		if got := register(phone, "d2001", secret); got != "200" {
			t.Fatalf("the phone with its new password: %s", got)
		}
	})
}
