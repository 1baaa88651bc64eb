package update

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"time"
	"unicode/utf8"

	"github.com/yobirin/yobirin/shared/fault"
)

// The most of what is read.
const (
	MaxEnvelope = 64 << 10 // bytes
	maxNotes    = 4000     // characters in a language
	maxURL      = 2000
	maxVersion  = 64
	maxFiles    = 32
)

// Manifest says what the newest version is. Its JSON is what is signed.
type Manifest struct {
	Version  string            `json:"version"` // "1.4.0"
	Notes    Notes             `json:"notes"`
	URL      string            `json:"url"`      // a page or file for IT, https
	Released time.Time         `json:"released"` // of two manifests the later one counts
	SHA256   map[string]string `json:"sha256"`   // hex of the installer, by "windows/amd64" as Go names platforms
}

// Notes are what is new, in the languages of the app.
type Notes struct {
	JA string `json:"ja"`
	EN string `json:"en"`
}

// in gives the notes in a language, or in the other when there are none.
func (n Notes) in(language string) string {
	if language == "en" && n.EN != "" || n.JA == "" {
		return n.EN
	}
	return n.JA
}

// envelope is what is published: the manifest byte by byte and an Ed25519
// signature (RFC 8032) over those bytes.
type envelope struct {
	Manifest  []byte `json:"manifest"`
	Signature []byte `json:"signature"`
}

// ReadManifest reads and checks a manifest's JSON. Its errors name what is
// wrong and wrap fault.Invalid.
func ReadManifest(raw []byte) (Manifest, error) {
	var m Manifest
	if len(raw) > MaxEnvelope {
		return m, fault.New(fault.Invalid, "manifest_invalid", "a manifest has at most %d bytes", MaxEnvelope)
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return m, fault.Wrap(err, fault.Invalid, "manifest_invalid", "the manifest is not the JSON that is expected")
	}
	if _, ok := parseVersion(m.Version); !ok {
		return m, fault.Wrong("version", m.Version, "a version like 1.4.0 or 1.4.0-rc.1")
	}
	if u, err := url.Parse(m.URL); err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || len(m.URL) > maxURL {
		return m, fault.Wrong("url", m.URL, "an https URL")
	}
	if m.Released.IsZero() {
		return m, fault.Wrong("released", "", "a time like 2026-11-22T10:00:00Z")
	}
	for name, text := range map[string]string{"notes.ja": m.Notes.JA, "notes.en": m.Notes.EN} {
		if utf8.RuneCountInString(text) > maxNotes {
			return m, fault.Wrong(name, "", "at most 4000 characters")
		}
	}
	if len(m.SHA256) == 0 || len(m.SHA256) > maxFiles {
		return m, fault.Wrong("sha256", "", "1 to 32 platforms with the sum of their installer")
	}
	for platform, sum := range m.SHA256 {
		if b, err := hex.DecodeString(sum); err != nil || len(b) != 32 {
			return m, fault.Wrong("sha256["+platform+"]", sum, "64 hexadecimal digits")
		}
	}
	return m, nil
}

// Sign checks a manifest and gives the signed envelope to be published.
func Sign(raw []byte, key ed25519.PrivateKey) ([]byte, error) {
	if _, err := ReadManifest(raw); err != nil {
		return nil, err
	}
	if len(key) != ed25519.PrivateKeySize {
		return nil, fault.New(fault.Invalid, "key_invalid", "the key is no Ed25519 key")
	}
	out, err := json.Marshal(envelope{Manifest: raw, Signature: ed25519.Sign(key, raw)})
	if err != nil {
		return nil, err
	}
	if len(out) > MaxEnvelope {
		return nil, fault.New(fault.Invalid, "manifest_invalid", "signed it has %d bytes, and at most %d are read", len(out), MaxEnvelope)
	}
	return out, nil
}

// Open gives the manifest of an envelope that was signed with the key. Nothing
// of it is looked at before the signature is.
func Open(raw []byte, key ed25519.PublicKey) (Manifest, error) {
	var e envelope
	if len(raw) > MaxEnvelope {
		return Manifest{}, fault.New(fault.Invalid, "manifest_invalid", "it has more than %d bytes", MaxEnvelope)
	}
	if err := json.Unmarshal(raw, &e); err != nil {
		return Manifest{}, fault.Wrap(err, fault.Invalid, "manifest_invalid", "it is no signed manifest")
	}
	if len(key) != ed25519.PublicKeySize || !ed25519.Verify(key, e.Manifest, e.Signature) {
		return Manifest{}, fault.New(fault.Denied, "signature_invalid", "the signature is not of our key")
	}
	return ReadManifest(e.Manifest)
}

// ReadKey reads a public key as yobisign prints it. "" is no key, and no
// updates are looked for.
func ReadKey(text string) (ed25519.PublicKey, error) {
	if text == "" {
		return nil, nil
	}
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(b) != ed25519.PublicKeySize {
		return nil, fault.Wrong("update key", text, "44 characters of base64")
	}
	return b, nil
}
