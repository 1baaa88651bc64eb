//go:build linux

package load

import (
	"crypto/md5" //nolint:gosec // RFC 7616 still has it, for old phones
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
)

var quoted = regexp.MustCompile(`(\w+)="?([^",]*)"?`)

// Algorithm is what phones answer a challenge by.
type Algorithm string

// The algorithms of RFC 7616 that phones have.
const (
	SHA256 Algorithm = "SHA-256"
	MD5    Algorithm = "MD5"
)

func (a Algorithm) hash(text string) string {
	if a == MD5 {
		sum := md5.Sum([]byte(text)) //nolint:gosec // see above
		return hex.EncodeToString(sum[:])
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// authorize answers the challenge that is by the algorithm (RFC 7616 section
// 3.4); false when there is none.
func authorize(challenges []string, a Algorithm, user, password, method, uri string) (header string, ok bool) {
	for _, c := range challenges {
		scheme, rest, _ := strings.Cut(c, " ")
		if !strings.EqualFold(scheme, "Digest") {
			continue
		}
		p := map[string]string{}
		for _, kv := range quoted.FindAllStringSubmatch(rest, -1) {
			p[strings.ToLower(kv[1])] = kv[2]
		}
		if name := p["algorithm"]; !strings.EqualFold(name, string(a)) && (name != "" || a != MD5) {
			continue
		}
		const nc, cnonce = "00000001", "0a4f113b"
		ha1 := a.hash(user + ":" + p["realm"] + ":" + password)
		ha2 := a.hash(method + ":" + uri)
		answer := a.hash(strings.Join([]string{ha1, p["nonce"], nc, cnonce, "auth", ha2}, ":"))
		opaque := ""
		if o, given := p["opaque"]; given {
			opaque = fmt.Sprintf(`, opaque="%s"`, o)
		}
		return fmt.Sprintf(`Digest username="%s", realm="%s", nonce="%s", uri="%s", response="%s", algorithm=%s, qop=auth, nc=%s, cnonce="%s"%s`,
			user, p["realm"], p["nonce"], uri, answer, a, nc, cnonce, opaque), true
	}
	return "", false
}
