package access

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

// RFC 4226 appendix D and RFC 6238 appendix B.
func TestCodesOfTheStandards(t *testing.T) {
	secret := []byte("12345678901234567890")
	for i, want := range []string{"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"} {
		if got := hotp(secret, uint64(i), 6); got != want {
			t.Errorf("HOTP %d: %s, expected %s", i, got, want)
		}
	}
	for at, want := range map[int64]string{59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130"} {
		if got := hotp(secret, uint64(stepAt(time.Unix(at, 0))), 8); got != want {
			t.Errorf("TOTP at %d: %s, expected %s", at, got, want)
		}
	}
}

func TestACodeIsTakenOnceAndNearItsTime(t *testing.T) {
	secret, now := []byte("12345678901234567890"), time.Unix(1111111111, 0)
	current := stepAt(now)
	for offset, want := range map[int64]bool{-2: false, -1: true, 0: true, 1: true, 2: false} {
		step, ok := matchTOTP(secret, hotp(secret, uint64(current+offset), 6), now, 0)
		if ok != want || ok && step != current+offset {
			t.Errorf("a code %d steps away: %d %t", offset, step-current, ok)
		}
	}
	if _, ok := matchTOTP(secret, hotp(secret, uint64(current), 6), now, current); ok {
		t.Error("a code was taken twice")
	}
	if _, ok := matchTOTP(secret, hotp(secret, uint64(current-1), 6), now, current); ok {
		t.Error("an older code than the last one was taken")
	}
}

func TestFactorAsTyped(t *testing.T) {
	for text, want := range map[string]factor{
		"123456": {code: "123456"}, "123 456": {code: "123456"}, "１２３４５６": {code: "123456"}, "ABCDE-fgh23": {recovery: "abcdefgh23"}, "1234567890": {recovery: "1234567890"},
		"": {}, "12345": {}, "1234567": {}, "12345a": {}, "１２３４５x６": {}, "123456\x00": {}, strings.Repeat("1", 65): {}, "あいうえおか": {},
	} {
		if got := readFactor(text); got != want {
			t.Errorf("%q: %+v, expected %+v", text, got, want)
		}
	}
}

func TestAddressForAuthenticators(t *testing.T) {
	u, err := url.Parse(otpauth("Yobirin 東京", "sato:x", []byte("12345678901234567890")))
	if err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/Yobirin 東京:sato:x" {
		t.Fatalf("%+v %v", u, err)
	}
	if q := u.Query(); q.Get("secret") != "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" || q.Get("issuer") != "Yobirin 東京" || strings.Contains(u.RawQuery, "+") {
		t.Errorf("%v", q)
	}
}

func TestRecoveryCodesAreReadAsTheyAreShown(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range newRecoveryCodes() {
		f := readFactor(c)
		if len(f.recovery) != recoveryLength || seen[c] || f.recovery[:5]+"-"+f.recovery[5:] != c {
			t.Errorf("%q is read as %+v", c, f)
		}
		seen[c] = true
	}
	if len(seen) != recoveryCodes {
		t.Errorf("%d codes", len(seen))
	}
}

func FuzzReadFactor(f *testing.F) {
	for _, s := range []string{"123456", "abcde-fghij", "１２３ ４５６", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := readFactor(text)
		if got.code != "" && (len(got.code) != totpDigits || strings.Trim(got.code, "0123456789") != "" || got.recovery != "") {
			t.Errorf("%q: %+v", text, got)
		}
		if again := readFactor(got.code + got.recovery); again != got {
			t.Errorf("%q: %+v, again %+v", text, got, again)
		}
	})
}
