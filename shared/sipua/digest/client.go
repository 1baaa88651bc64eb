package digest

import (
	"fmt"
	"strings"
)

// Account is what a client answers challenges with.
type Account struct {
	User     string
	Password string
	Realm    string // empty: any realm
}

// Reply answers the best of the challenges (RFC 8760 section 2.4): the first
// one whose algorithm is known, SHA-256 before MD5 whatever their order.
// stale says that the challenge asks for no more than a new nonce. ok is false
// when there is none that can be answered. nc is the count of this nonce's
// use, from 1.
func Reply(challenges []string, acc Account, method, uri, cnonce string, nc uint32) (value string, stale, ok bool) {
	var best map[string]string
	var algorithm Algorithm
	for _, c := range challenges {
		p, fine := parse(c)
		if !fine || acc.Realm != "" && p["realm"] != acc.Realm {
			continue
		}
		a, fine := algorithmOf(p["algorithm"])
		if !fine || p["nonce"] == "" || !offersAuth(p["qop"]) {
			continue
		}
		if best == nil || algorithm == MD5 && a == SHA256 {
			best, algorithm = p, a
		}
	}
	if best == nil {
		return "", false, false
	}
	ha1 := HA1(algorithm, acc.User, best["realm"], acc.Password)
	qop, count := "", ""
	if best["qop"] != "" {
		qop, count = "auth", fmt.Sprintf("%08x", nc)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `Digest username=%s, realm=%s, nonce=%s, uri=%s, response="%s"`, quote(acc.User), quote(best["realm"]),
		quote(best["nonce"]), quote(uri), response(algorithm, ha1, best["nonce"], count, cnonce, qop, method, uri))
	if _, told := best["algorithm"]; told || algorithm != MD5 {
		b.WriteString(", algorithm=" + string(algorithm))
	}
	if qop != "" {
		b.WriteString(", qop=auth, nc=" + count + ", cnonce=" + quote(cnonce))
	}
	if o, has := best["opaque"]; has {
		b.WriteString(", opaque=" + quote(o))
	}
	return b.String(), strings.EqualFold(best["stale"], "true"), true
}

// offersAuth says whether qop is absent or has auth among its values.
func offersAuth(qop string) bool {
	if qop == "" {
		return true
	}
	for q := range strings.SplitSeq(qop, ",") {
		if strings.EqualFold(strings.TrimSpace(q), "auth") {
			return true
		}
	}
	return false
}
