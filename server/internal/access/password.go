package access

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"

	"golang.org/x/crypto/argon2"
)

// Hasher makes and checks argon2id hashes (RFC 9106). At most Parallel are
// computed at once, so that a flood of logins costs neither all memory nor
// the processors that carry audio.
type Hasher struct {
	memory uint32 // KiB
	passes uint32
	slots  chan struct{}
}

// NewHasher makes a hasher: memory in KiB and passes per hash, and how many
// hashes may be computed at once.
func NewHasher(memory, passes uint32, parallel int) *Hasher {
	return &Hasher{memory: memory, passes: passes, slots: make(chan struct{}, parallel)}
}

// DefaultHasher has OWASP's parameters for argon2id: 19 MiB, two passes, one
// lane; two at once.
func DefaultHasher() *Hasher { return NewHasher(19*1024, 2, 2) }

const (
	saltSize = 16
	hashSize = 32
	// maxPassword bounds the work of hashing; nobody types more.
	maxPassword = 256
)

// Hash gives the password's hash in PHC string form.
func (h *Hasher) Hash(password string) string {
	salt := make([]byte, saltSize)
	rand.Read(salt) //nolint:errcheck // crypto/rand never fails
	key := h.key(password, salt, h.memory, h.passes)
	enc := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, h.memory, h.passes, enc.EncodeToString(salt), enc.EncodeToString(key))
}

// Verify says whether the password is the one that hash was made of. An empty
// or unreadable hash is no password at all, but costs the same work, so that
// time does not tell an unknown login from a wrong password.
func (h *Hasher) Verify(hash, password string) bool {
	m, t, salt, want, err := parse(hash)
	if err != nil {
		h.key(password, make([]byte, saltSize), h.memory, h.passes)
		return false
	}
	return subtle.ConstantTimeCompare(h.key(password, salt, m, t), want) == 1
}

func (h *Hasher) key(password string, salt []byte, memory, passes uint32) []byte {
	if len(password) > maxPassword {
		password = password[:maxPassword]
	}
	h.slots <- struct{}{}
	defer func() { <-h.slots }()
	return argon2.IDKey([]byte(password), salt, passes, memory, 1, hashSize)
}

var errHash = errors.New("access: not an argon2id hash")

func parse(s string) (memory, passes uint32, salt, key []byte, err error) {
	var version int
	var tail string
	n, _ := fmt.Sscanf(s, "$argon2id$v=%d$m=%d,t=%d,p=1$%s", &version, &memory, &passes, &tail)
	if n != 4 || version != argon2.Version || memory == 0 || memory > 1<<20 || passes == 0 || passes > 100 {
		return 0, 0, nil, nil, errHash
	}
	enc := base64.RawStdEncoding
	const saltText = 22 // base64 of saltSize
	if len(tail) <= saltText || tail[saltText] != '$' {
		return 0, 0, nil, nil, errHash
	}
	salt, err = enc.DecodeString(tail[:saltText])
	if err != nil {
		return 0, 0, nil, nil, errHash
	}
	key, err = enc.DecodeString(tail[saltText+1:])
	if err != nil || len(key) != hashSize {
		return 0, 0, nil, nil, errHash
	}
	return memory, passes, salt, key, nil
}

// PasswordRule is what CheckPassword expects, in words (J-AGENT-6).
const PasswordRule = "8 to 256 bytes with a digit, an upper case and a lower case letter"

// CheckPassword says whether a new password is strong enough.
func CheckPassword(p string) bool { return len(BrokenRules(p)) == 0 }

// CheckPIN says whether a PIN is four digits (J-AGENT-7).
func CheckPIN(p string) bool {
	if len(p) != 4 {
		return false
	}
	for i := range len(p) {
		if p[i] < '0' || p[i] > '9' {
			return false
		}
	}
	return true
}

// GeneratePassword draws a password of 16 letters and digits that CheckPassword
// takes: some 94 bits, without the characters that are mistaken for others.
func GeneratePassword() string {
	const alphabet = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	for {
		var raw [64]byte
		rand.Read(raw[:]) //nolint:errcheck // crypto/rand never fails
		out := make([]byte, 0, 16)
		for _, b := range raw {
			if int(b) < len(alphabet)*4 && len(out) < cap(out) { // reject what would favour some
				out = append(out, alphabet[int(b)%len(alphabet)])
			}
		}
		if len(out) == cap(out) && CheckPassword(string(out)) {
			return string(out)
		}
	}
}
