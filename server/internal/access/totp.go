package access

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // RFC 6238's default, and the only one that all authenticator apps know; HMAC-SHA-1 is not broken
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// The parameters of one-time passwords (RFC 6238): those that every
// authenticator app knows.
const (
	totpStep   = 30 * time.Second
	totpDigits = 6
	totpSkew   = 1 // codes of so many steps before and after are taken too (RFC 6238 section 5.2)
	totpSecret = 20
)

var base32Text = base32.StdEncoding.WithPadding(base32.NoPadding)

// hotp is the code of a counter (RFC 4226 section 5.3).
func hotp(secret []byte, counter uint64, digits int) string {
	var text [8]byte
	binary.BigEndian.PutUint64(text[:], counter)
	mac := hmac.New(sha1.New, secret)
	mac.Write(text[:]) //nolint:errcheck // a hash never fails
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0xf
	n := uint64(binary.BigEndian.Uint32(sum[at:at+4]) & 0x7fffffff)
	mod := uint64(1)
	for range digits {
		mod *= 10
	}
	return fmt.Sprintf("%0*d", digits, n%mod)
}

// stepAt is the number of the step that a moment lies in.
func stepAt(at time.Time) int64 { return at.Unix() / int64(totpStep/time.Second) }

// matchTOTP says which step a code is of, when it is one of those that are
// taken now and newer than the last one that was.
func matchTOTP(secret []byte, code string, now time.Time, last int64) (step int64, ok bool) {
	current := stepAt(now)
	for s := current - totpSkew; s <= current+totpSkew; s++ {
		right := s >= 0 && subtle.ConstantTimeCompare([]byte(hotp(secret, uint64(s), totpDigits)), []byte(code)) == 1
		if right && s > last {
			step, ok = s, true
		}
	}
	return step, ok
}

// otpauth is the address that authenticator apps read as a QR code.
func otpauth(issuer, login string, secret []byte) string {
	v := url.Values{"secret": {base32Text.EncodeToString(secret)}, "issuer": {issuer}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {"30"}}
	// Apps read %20, not all of them the plus sign.
	return "otpauth://totp/" + url.PathEscape(issuer+":"+login) + "?" + strings.ReplaceAll(v.Encode(), "+", "%20")
}

func newTOTPSecret() []byte {
	secret := make([]byte, totpSecret)
	rand.Read(secret) //nolint:errcheck // crypto/rand never fails
	return secret
}

// Recovery codes: ten of 50 random bits each, which nobody guesses, so a plain
// hash keeps them.
const (
	recoveryCodes  = 10
	recoveryLength = 10
)

// newRecoveryCodes makes the codes as they are shown: "abcde-fghij".
func newRecoveryCodes() []string {
	out := make([]string, recoveryCodes)
	for i := range out {
		var raw [7]byte
		rand.Read(raw[:]) //nolint:errcheck // crypto/rand never fails
		text := strings.ToLower(base32Text.EncodeToString(raw[:]))[:recoveryLength]
		out[i] = text[:5] + "-" + text[5:]
	}
	return out
}

// factor is what somebody typed as the second factor, brought to one form.
type factor struct {
	code     string // 6 digits
	recovery string // 10 letters and digits
}

// readFactor reads a code or a recovery code as people type them: with spaces
// and hyphens, in full width, in capitals. What is neither is empty.
func readFactor(text string) factor {
	if len(text) > 64 {
		return factor{}
	}
	var b strings.Builder
	digits := true
	for _, r := range text {
		if r >= '！' && r <= '～' { // full width
			r -= '！' - '!'
		}
		switch {
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
			digits = false
		case r >= 'a' && r <= 'z':
			digits = false
		case r >= '0' && r <= '9':
		case r == ' ' || r == '-' || r == '\u3000' || r == '‐' || r == '−':
			continue
		default:
			return factor{}
		}
		b.WriteRune(r)
	}
	switch {
	case digits && b.Len() == totpDigits:
		return factor{code: b.String()}
	case b.Len() == recoveryLength:
		return factor{recovery: b.String()}
	}
	return factor{}
}
