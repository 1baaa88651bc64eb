// Package vault encrypts files at rest with AES-256 in Galois/Counter Mode
// (NIST SP 800-38D), so that they can be appended to until the process dies,
// read from any place, and that nothing of them can be changed, cut, reordered
// or taken for another file unnoticed.
//
// A file is
//
//	header   64 bytes: "YOBIREC1", name of the key (24, zero-padded), salt (32)
//	frames   each 16,384 bytes of ciphertext and its tag of 16
//	tail     what does not fill a frame: 0 to 16,383 bytes of ciphertext
//	end      a tag of 16
//
// The file's key is derived from the named key, the salt and the file's
// subject (HKDF-SHA-256, RFC 5869); no two files share one, so a counter is a
// nonce. Frame i is GCM under the nonce 0‖i with the header as additional
// data: one moved to another place does not verify. The tail is encrypted
// under the nonce its frame would have. The end is a GCM tag over header and
// tail under the nonce 1‖length: without it a file is unfinished, and with it
// its length is known.
//
// GCM encrypts in counter mode, where a byte's ciphertext depends on its place
// alone. That is why a piece can be written as it comes, long before its frame
// is full and gets its tag, and no keystream is ever used for two plaintexts.
package vault

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/yobirin/yobirin/shared/fault"
)

const (
	magic    = "YOBIREC1"
	saltSize = 32
	// HeaderSize is how long the header of a file is, in bytes.
	HeaderSize = len(magic) + MaxName + saltSize
	// frameSize is the plaintext of a frame: of recordings, a second.
	frameSize = 16 << 10
	tagSize   = 16
	whole     = frameSize + tagSize
	nonceSize = 12
	// maxSize bounds the plaintext, far below what GCM allows (2^32 frames).
	maxSize = 1 << 42

	frameNonce = 0
	endNonce   = 1
)

// Overhead is how many bytes longer than its plaintext a finished file of n
// bytes of plaintext is.
func Overhead(n int64) int64 { return int64(HeaderSize) + n/frameSize*tagSize + tagSize }

// errDamaged is the fault of a file that does not prove to be what was written.
func errDamaged(what string) error {
	return fault.New(fault.Unavailable, "file_damaged", "the encrypted file is damaged or has been changed: %s", what)
}

// IsSealed says whether a file begins as an encrypted one does.
func IsSealed(head []byte) bool {
	return len(head) >= len(magic) && string(head[:len(magic)]) == magic
}

// box is one file's key at work.
type box struct {
	header [HeaderSize]byte
	block  cipher.Block
	aead   cipher.AEAD
}

// header of a new file.
func newHeader(key Key, salt []byte) (h [HeaderSize]byte) {
	copy(h[:], magic)
	copy(h[len(magic):], key.Name)
	copy(h[len(magic)+MaxName:], salt)
	return h
}

// KeyName reads the name of a file's key from its first bytes.
func KeyName(head []byte) (string, error) {
	if len(head) < HeaderSize || !IsSealed(head) {
		return "", errDamaged("it has no header")
	}
	name, zeros, _ := bytes.Cut(head[len(magic):len(magic)+MaxName], []byte{0})
	if !validName(string(name)) || len(bytes.Trim(zeros, "\x00")) > 0 {
		return "", errDamaged("its header names no key")
	}
	return string(name), nil
}

func newBox(key Key, header [HeaderSize]byte, subject []byte) (*box, error) {
	b := &box{header: header}
	info := "yobirin file 1\x00" + key.Name + "\x00" + string(subject)
	own, err := hkdf.Key(sha256.New, key.secret[:], header[HeaderSize-saltSize:], info, keySize)
	if err != nil {
		return nil, fmt.Errorf("vault: derive a key: %w", err)
	}
	if b.block, err = aes.NewCipher(own); err != nil {
		return nil, fmt.Errorf("vault: %w", err)
	}
	if b.aead, err = cipher.NewGCM(b.block); err != nil {
		return nil, fmt.Errorf("vault: %w", err)
	}
	return b, nil
}

func nonce(domain byte, n int64) []byte {
	var out [nonceSize]byte
	out[0] = domain
	binary.BigEndian.PutUint64(out[nonceSize-8:], uint64(n))
	return out[:]
}

// stream is the keystream of a frame: GCM's own, whose first block of data
// has the counter 2 (SP 800-38D section 7.1).
func (b *box) stream(frame int64) cipher.Stream {
	var iv [aes.BlockSize]byte
	copy(iv[:], nonce(frameNonce, frame))
	iv[aes.BlockSize-1] = 2
	return cipher.NewCTR(b.block, iv[:])
}

// sealFrame gives the tag of a full frame; it overwrites the frame with its
// ciphertext. The frame has room for the tag behind it.
func (b *box) sealFrame(n int64, frame []byte) []byte {
	return b.aead.Seal(frame[:0], nonce(frameNonce, n), frame, b.header[:])[len(frame):]
}

// openFrame decrypts a full frame with its tag in place.
func (b *box) openFrame(n int64, sealed []byte) ([]byte, error) {
	plain, err := b.aead.Open(sealed[:0], nonce(frameNonce, n), sealed, b.header[:])
	if err != nil {
		return nil, errDamaged(fmt.Sprintf("its frame %d does not verify", n))
	}
	return plain, nil
}

// endTag gives the tag that ends a file of so much plaintext whose tail is
// the given ciphertext.
func (b *box) endTag(size int64, tail []byte) []byte {
	return b.aead.Seal(nil, nonce(endNonce, size), nil, append(bytes.Clone(b.header[:]), tail...))
}

func (b *box) endsWith(size int64, tail, tag []byte) bool {
	_, err := b.aead.Open(nil, nonce(endNonce, size), tag, append(bytes.Clone(b.header[:]), tail...))
	return err == nil
}

// errFull is what a file that has no room for more says.
var errFull = errors.New("vault: the file would be too long")
