package directory

import (
	"crypto/md5" //nolint:gosec // RFC 2617: phones that know no better
	"crypto/sha256"
	"encoding/hex"
)

// digests gives H(user:realm:password) for MD5 (RFC 2617) and SHA-256 (RFC
// 7616), which are all that is kept of a device's password.
func digests(user, password string) (md5sum, sha256sum string) {
	text := []byte(user + ":" + Realm + ":" + password)
	m, s := md5.Sum(text), sha256.Sum256(text) //nolint:gosec // as above
	return hex.EncodeToString(m[:]), hex.EncodeToString(s[:])
}
