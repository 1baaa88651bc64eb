package digest

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

var key = []byte("0123456789abcdef0123456789abcdef")

// TestKnownAnswers holds the example of RFC 7616 section 3.9.1.
func TestKnownAnswers(t *testing.T) {
	const nonce, cnonce, uri = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "/dir/index.html"
	tests := []struct {
		a    Algorithm
		want string
	}{
		{MD5, "8ca523f5e9506fed4657c9700eebdbec"},
		{SHA256, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"},
	}
	for _, tt := range tests {
		ha1 := HA1(tt.a, "Mufasa", "http-auth@example.org", "Circle of Life")
		if got := response(tt.a, ha1, nonce, "00000001", cnonce, "auth", "GET", uri); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.a, got, tt.want)
		}
	}
}

func TestVerdicts(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	g := NewGuard("yobirin", key, time.Minute)
	lookup := func(user string) (Secrets, bool) {
		if user != "201" {
			return Secrets{}, false
		}
		return Secrets{MD5: HA1(MD5, "201", "yobirin", "pw"), SHA256: HA1(SHA256, "201", "yobirin", "pw")}, true
	}
	acc := Account{User: "201", Password: "pw"}
	auth := func(acc Account, challenges []string, nc uint32) string {
		v, _, ok := Reply(challenges, acc, "REGISTER", "sip:yobirin", "c", nc)
		if !ok {
			t.Fatalf("no reply to %v", challenges)
		}
		return v
	}
	verify := func(at time.Time, value string) Verdict {
		_, v := g.Verify(at, "REGISTER", []string{value}, lookup)
		return v
	}
	fresh := g.Challenges(now, false)
	if !strings.Contains(auth(acc, fresh, 1), "algorithm=SHA-256") {
		t.Error("SHA-256 was not preferred")
	}
	tests := []struct {
		name  string
		at    time.Time
		value string
		want  Verdict
	}{
		{"none", now, "", Missing},
		{"another scheme", now, "Basic xyz", Missing},
		{"another realm", now, strings.Replace(auth(acc, fresh, 1), `realm="yobirin"`, `realm="x"`, 1), Missing},
		{"good", now, auth(acc, fresh, 1), Good},
		{"replayed", now, auth(acc, fresh, 1), Stale},
		{"next count", now, auth(acc, fresh, 2), Good},
		{"a count that came late", now, auth(acc, fresh, 9), Good},
		{"one before it", now, auth(acc, fresh, 5), Good},
		{"that one again", now, auth(acc, fresh, 5), Stale},
		{"MD5 only", now, auth(acc, g.Challenges(now, false)[1:], 1), Good},
		{"old nonce", now.Add(2 * time.Minute), auth(acc, fresh, 10), Stale},
		{"nonce of another process", now, auth(acc, NewGuard("yobirin", []byte("other"), time.Minute).Challenges(now, false), 1), Stale},
		{"wrong password", now, auth(Account{User: "201", Password: "x"}, fresh, 11), Wrong},
		{"unknown user", now, auth(Account{User: "999", Password: "pw"}, fresh, 11), Wrong},
		{"zero count", now, strings.Replace(auth(acc, fresh, 12), "nc=0000000c", "nc=00000000", 1), Wrong},
		{"changed uri", now, strings.Replace(auth(acc, fresh, 12), "sip:yobirin", "sip:elsewhere", 1), Wrong},
		{"no qop", now, auth(acc, []string{strings.Replace(g.Challenges(now, false)[1], `, qop="auth"`, "", 1)}, 1), Good},
	}
	for _, tt := range tests {
		if got := verify(tt.at, tt.value); got != tt.want {
			t.Errorf("%s: %d, want %d (%s)", tt.name, got, tt.want, tt.value)
		}
	}
}

func TestStaleIsTold(t *testing.T) {
	g := NewGuard("r", key, time.Minute)
	_, stale, ok := Reply(g.Challenges(time.Unix(0, 0), true), Account{User: "u"}, "INVITE", "sip:x", "c", 1)
	if !ok || !stale {
		t.Fatalf("stale %v ok %v", stale, ok)
	}
	if _, _, ok := Reply([]string{`Digest realm="r", nonce="n", algorithm=SHA-512`}, Account{}, "INVITE", "sip:x", "c", 1); ok {
		t.Fatal("answered an algorithm that is not known")
	}
	if _, _, ok := Reply(g.Challenges(time.Unix(0, 0), true), Account{Realm: "other"}, "INVITE", "sip:x", "c", 1); ok {
		t.Fatal("answered another realm")
	}
}

func TestWindowIsBoundedAndForgets(t *testing.T) {
	g := NewGuard("r", key, time.Minute)
	now := time.Unix(1_800_000_000, 0)
	for i := range 1000 {
		if !g.take(now, fmt.Sprint(i), 1) {
			t.Fatal("refused")
		}
	}
	later := now.Add(3 * time.Minute)
	g.take(later, "x", 1)
	if n := len(g.used[0]) + len(g.used[1]); n != 1 {
		t.Fatalf("%d nonces are remembered", n)
	}
}

func FuzzParse(f *testing.F) {
	g := NewGuard("r", key, time.Minute)
	f.Add(g.Challenges(time.Unix(0, 0), true)[0])
	f.Add(`Digest username="a\"b", realm="r", nc=00000001`)
	f.Fuzz(func(t *testing.T, s string) {
		p, ok := parse(s)
		if ok && len(p) == 0 {
			t.Fatal("nothing was read, and called well")
		}
		g.Verify(time.Unix(0, 0), "REGISTER", []string{s}, func(string) (Secrets, bool) { return Secrets{}, false })
		Reply([]string{s}, Account{User: "u"}, "INVITE", "sip:x", "c", 1)
	})
}

func BenchmarkVerify(b *testing.B) {
	g := NewGuard("yobirin", key, time.Hour)
	now := time.Now()
	s := Secrets{SHA256: HA1(SHA256, "201", "yobirin", "pw")}
	value, _, _ := Reply(g.Challenges(now, false), Account{User: "201", Password: "pw"}, "REGISTER", "sip:yobirin", "c", 1)
	b.ReportAllocs()
	for b.Loop() {
		g.Verify(now, "REGISTER", []string{value}, func(string) (Secrets, bool) { return s, true })
	}
}
