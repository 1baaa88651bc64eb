// Package digest is digest access authentication as SIP uses it (RFC 3261
// section 22, RFC 7616, RFC 8760): MD5 and SHA-256 with qop=auth, both sides.
// The caller brings the time.
package digest

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strings"
)

// Algorithm is a digest algorithm by its wire name.
type Algorithm string

// The algorithms.
const (
	MD5    Algorithm = "MD5"
	SHA256 Algorithm = "SHA-256"
)

// algorithmOf reads an algorithm parameter; the empty one is MD5.
func algorithmOf(s string) (Algorithm, bool) {
	switch strings.ToUpper(s) {
	case "", "MD5":
		return MD5, true
	case "SHA-256":
		return SHA256, true
	default:
		return "", false
	}
}

func (a Algorithm) hash() hash.Hash {
	if a == SHA256 {
		return sha256.New()
	}
	return md5.New()
}

// sum is the hexadecimal digest of the parts joined by ':'.
func (a Algorithm) sum(parts ...string) string {
	h := a.hash()
	for i, p := range parts {
		if i > 0 {
			h.Write([]byte{':'})
		}
		h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Secrets are the stored H(user:realm:password) of an account, lower-case
// hexadecimal; an empty one is not usable with its algorithm.
type Secrets struct {
	MD5    string
	SHA256 string
}

func (s Secrets) of(a Algorithm) string {
	if a == SHA256 {
		return s.SHA256
	}
	return s.MD5
}

// HA1 computes H(user:realm:password) in lower-case hexadecimal.
func HA1(a Algorithm, user, realm, password string) string { return a.sum(user, realm, password) }

// response computes the request-digest (RFC 7616 section 3.4.1). Without qop
// it is the older form of RFC 2069.
func response(a Algorithm, ha1, nonce, nc, cnonce, qop, method, uri string) string {
	ha2 := a.sum(method, uri)
	if qop == "" {
		return a.sum(ha1, nonce, ha2)
	}
	return a.sum(ha1, nonce, nc, cnonce, qop, ha2)
}

// maxHeader bounds what is read of a header.
const maxHeader = 4096

// parse reads `Digest name=value, name="value" ...` into lower-case names.
func parse(s string) (map[string]string, bool) {
	if len(s) > maxHeader {
		return nil, false
	}
	scheme, rest, ok := strings.Cut(strings.TrimSpace(s), " ")
	if !ok || !strings.EqualFold(scheme, "Digest") {
		return nil, false
	}
	out := map[string]string{}
	for rest != "" {
		rest = strings.TrimLeft(rest, " \t,")
		if rest == "" {
			break
		}
		name, tail, ok := strings.Cut(rest, "=")
		if !ok {
			return nil, false
		}
		name = strings.ToLower(strings.TrimSpace(name))
		tail = strings.TrimLeft(tail, " \t")
		var value string
		if strings.HasPrefix(tail, `"`) {
			value, tail, ok = quoted(tail[1:])
			if !ok {
				return nil, false
			}
		} else {
			value, tail, _ = strings.Cut(tail, ",")
			value = strings.TrimSpace(value)
		}
		if _, twice := out[name]; twice || name == "" || len(out) > 32 {
			return nil, false
		}
		out[name] = value
		rest = tail
	}
	return out, len(out) > 0
}

// quoted reads up to the closing quote.
func quoted(s string) (value, rest string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			if i++; i < len(s) {
				b.WriteByte(s[i])
			}
		case '"':
			return b.String(), s[i+1:], true
		default:
			b.WriteByte(s[i])
		}
	}
	return "", "", false
}

// escape is made once: a Replacer is costly to make and never changes.
var escape = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func quote(s string) string { return `"` + escape.Replace(s) + `"` }
