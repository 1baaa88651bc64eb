package digest

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Verdict is what a request's credentials are worth.
type Verdict int

// The verdicts.
const (
	Missing Verdict = iota // no credentials for our realm: challenge
	Stale                  // right, but the nonce is old or was used before: challenge with stale=true
	Wrong                  // does not verify, or the account is unknown
	Good                   // verified
)

// Guard makes challenges and verifies credentials for one realm. It is safe
// for concurrent use. It keeps a bounded window of the nonces that verified,
// against replay, nothing else.
type Guard struct {
	realm string
	key   []byte
	life  time.Duration

	mu     sync.Mutex
	used   [2]map[string]*window // this period and the one before
	period int64
}

// window remembers which nonce counts were used (RFC 7616 section 3.4.3).
type window struct {
	top  uint64
	bits uint64 // bit i: top-i was used
}

// take reports whether nc is new, and marks it.
func (w *window) take(nc uint64) bool {
	switch {
	case nc > w.top:
		if shift := nc - w.top; shift < 64 {
			w.bits <<= shift
		} else {
			w.bits = 0
		}
		w.bits |= 1
		w.top = nc
		return true
	case w.top-nc >= 64:
		return false
	}
	bit := uint64(1) << (w.top - nc)
	if w.bits&bit != 0 {
		return false
	}
	w.bits |= bit
	return true
}

// windowLimit bounds the nonces remembered per period; beyond it credentials
// are stale, which costs their owner one round trip.
const windowLimit = 200_000

// NewGuard makes a guard. key signs nonces (32 random bytes, made per process
// or shared by a cluster); life is how long a nonce is good.
func NewGuard(realm string, key []byte, life time.Duration) *Guard {
	return &Guard{realm: realm, key: append([]byte(nil), key...), life: life}
}

// Challenges gives the values of WWW-Authenticate (or Proxy-Authenticate)
// headers, the strongest algorithm first (RFC 8760 section 2.3).
func (g *Guard) Challenges(now time.Time, stale bool) []string {
	nonce := g.nonce(now)
	tail := ""
	if stale {
		tail = ", stale=true"
	}
	out := make([]string, 0, 2)
	for _, a := range []Algorithm{SHA256, MD5} {
		out = append(out, "Digest realm="+quote(g.realm)+`, nonce="`+nonce+`", algorithm=`+string(a)+`, qop="auth"`+tail)
	}
	return out
}

func (g *Guard) nonce(now time.Time) string {
	var b [32]byte
	binary.BigEndian.PutUint64(b[:8], uint64(now.UnixMilli()))
	_, _ = rand.Read(b[8:16]) // never fails (crypto/rand)
	copy(b[16:], g.mac(b[:16]))
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func (g *Guard) mac(b []byte) []byte {
	h := hmac.New(sha256.New, g.key)
	h.Write(b)
	h.Write([]byte(g.realm))
	return h.Sum(nil)[:16]
}

// fresh says whether a nonce is ours and young enough.
func (g *Guard) fresh(now time.Time, nonce string) bool {
	var b [32]byte
	if len(nonce) != 43 {
		return false
	}
	if n, err := base64.RawURLEncoding.Decode(b[:], []byte(nonce)); err != nil || n != 32 {
		return false
	}
	if !hmac.Equal(b[16:], g.mac(b[:16])) {
		return false
	}
	age := now.UnixMilli() - int64(binary.BigEndian.Uint64(b[:8]))
	return age >= -1000 && age <= g.life.Milliseconds()
}

// Verify judges the Authorization (or Proxy-Authorization) values of a
// request. lookup gives an account's secrets; for an unknown user it reports
// false and the same work is done, so that time tells nothing. The user is
// given also when the verdict is not Good, for counting failures only.
func (g *Guard) Verify(now time.Time, method string, authorization []string, lookup func(user string) (Secrets, bool)) (user string, v Verdict) {
	for _, value := range authorization {
		p, ok := parse(value)
		if !ok || p["realm"] != g.realm {
			continue
		}
		return p["username"], g.judge(now, method, p, lookup)
	}
	return "", Missing
}

// nobody is the HA1 of an account that does not exist.
const nobody = "no such account"

func (g *Guard) judge(now time.Time, method string, p map[string]string, lookup func(string) (Secrets, bool)) Verdict {
	a, ok := algorithmOf(p["algorithm"])
	qop := p["qop"]
	if !ok || qop != "" && qop != "auth" {
		return Wrong
	}
	nc := uint64(1)
	if qop != "" {
		n, err := strconv.ParseUint(p["nc"], 16, 32)
		if err != nil || n == 0 || p["cnonce"] == "" {
			return Wrong
		}
		nc = n
	}
	secrets, exists := lookup(p["username"])
	ha1 := secrets.of(a)
	if !exists || ha1 == "" {
		exists = false
		ha1 = nobody
	}
	want := response(a, ha1, p["nonce"], p["nc"], p["cnonce"], qop, method, p["uri"])
	same := subtle.ConstantTimeCompare([]byte(want), []byte(strings.ToLower(p["response"]))) == 1
	fresh := g.fresh(now, p["nonce"])
	switch {
	case !exists || !same:
		return Wrong
	case !fresh || !g.take(now, p["nonce"], nc):
		// Its owner knows the password, but the nonce is old, used, or of a
		// process before this one: a new nonce is all that is wanted.
		return Stale
	default:
		return Good
	}
}

// take marks a nonce count as used; false when it was, or when there is no
// place to remember it. Only verified credentials come here, so strangers
// cannot fill it.
func (g *Guard) take(now time.Time, nonce string, nc uint64) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if period := now.UnixMilli() / max(g.life.Milliseconds(), 1); period != g.period {
		if period == g.period+1 {
			g.used[1] = g.used[0]
		} else {
			g.used[1] = nil
		}
		g.used[0] = nil
		g.period = period
	}
	w := g.used[0][nonce]
	if w == nil {
		if w = g.used[1][nonce]; w == nil {
			w = &window{}
		}
		if g.used[0] == nil {
			g.used[0] = map[string]*window{}
		}
		if len(g.used[0]) >= windowLimit {
			return false
		}
		g.used[0][nonce] = w
	}
	return w.take(nc)
}
