// Package digest is HTTP digest access authentication as SIP uses it (RFC
// 3261 section 22, RFC 7616, RFC 8760): MD5 and SHA-256 with qop=auth, both
// sides. It is pure: the caller brings the time.
package digest

import "time"

// Algorithm is a digest algorithm by its wire name.
type Algorithm string

// The algorithms.
const (
	MD5    Algorithm = "MD5"
	SHA256 Algorithm = "SHA-256"
)

// Secrets are the stored H(user:realm:password) of an account, lower-case
// hexadecimal; an empty one is not usable with its algorithm.
type Secrets struct {
	MD5    string
	SHA256 string
}

// HA1 computes H(user:realm:password) in lower-case hexadecimal.
func HA1(a Algorithm, user, realm, password string) string { return "" }

// Verdict is what a request's credentials are worth.
type Verdict int

// The verdicts.
const (
	Missing Verdict = iota // no credentials for our realm: challenge
	Stale                  // right or unknown, but the nonce is old or was used: challenge with stale=true
	Wrong                  // does not verify, or the account is unknown
	Good                   // verified
)

// Guard makes challenges and verifies credentials for one realm. It is safe
// for concurrent use. It keeps a bounded window of nonce counts against
// replay, nothing else.
type Guard struct{}

// NewGuard makes a guard. key signs nonces (32 bytes or more, random per
// process or shared by a cluster); life is how long a nonce is good.
func NewGuard(realm string, key []byte, life time.Duration) *Guard { return &Guard{} }

// Challenges gives the values of WWW-Authenticate (or Proxy-Authenticate)
// headers, the strongest algorithm first.
func (g *Guard) Challenges(now time.Time, stale bool) []string { return nil }

// Verify judges the Authorization (or Proxy-Authorization) values of a
// request. lookup gives an account's secrets; for an unknown user it reports
// false and the same work is done, so that time tells nothing. The user is
// given also when the verdict is not Good, for counting failures only.
func (g *Guard) Verify(now time.Time, method string, authorization []string, lookup func(user string) (Secrets, bool)) (user string, v Verdict) {
	return "", Missing
}
