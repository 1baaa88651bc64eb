package directory

import (
	"crypto/sha256"
	"encoding/hex"
)

// SHA256 is the sum of a sound as audio files carry it.
func SHA256(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// SiteLock is the lock that whoever changes the site takes first.
const SiteLock = int64(siteLock)
