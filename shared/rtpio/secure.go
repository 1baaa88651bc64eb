package rtpio

import (
	"fmt"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/srtp/v3"
)

// replayWindow is how far back a packet may be late before it is a replay.
const replayWindow = 128

// SecureOverhead is by how many bytes SRTP and SRTCP make a packet longer at most.
const SecureOverhead = 32

// Cipher protects one direction of a stream (SRTP, RFC 3711 and RFC 7714).
type Cipher struct {
	context *srtp.Context
	header  rtp.Header
	control rtcp.Header
}

// NewCipher makes the cipher of one direction. key is the master key followed
// by the master salt. Suites are AES_CM_128_HMAC_SHA1_80 and AEAD_AES_128_GCM.
func NewCipher(suite string, key []byte) (*Cipher, error) {
	profile, salt := srtp.ProtectionProfileAes128CmHmacSha1_80, 14
	switch suite {
	case "AES_CM_128_HMAC_SHA1_80":
	case "AEAD_AES_128_GCM":
		profile, salt = srtp.ProtectionProfileAeadAes128Gcm, 12
	default:
		return nil, fmt.Errorf("rtpio: crypto suite %.40q, expected AES_CM_128_HMAC_SHA1_80 or AEAD_AES_128_GCM", suite)
	}
	if len(key) != 16+salt {
		return nil, fmt.Errorf("rtpio: key of %d bytes, expected %d", len(key), 16+salt)
	}
	c, err := srtp.CreateContext(key[:16], key[16:], profile,
		srtp.SRTPReplayProtection(replayWindow), srtp.SRTCPReplayProtection(replayWindow))
	if err != nil {
		return nil, fmt.Errorf("rtpio: %w", err)
	}
	return &Cipher{context: c}, nil
}

// Seal encrypts an RTP packet into dst's memory, which must not overlap it.
func (c *Cipher) Seal(dst, packet []byte) ([]byte, error) {
	return c.context.EncryptRTP(dst, packet, &c.header)
}

// Open checks and decrypts an RTP packet into dst's memory.
func (c *Cipher) Open(dst, packet []byte) ([]byte, error) {
	// pion trusts lengths less carefully than ParseHeader.
	if _, _, err := ParseHeader(packet); err != nil {
		return nil, err
	}
	return c.context.DecryptRTP(dst, packet, &c.header)
}

// SealControl encrypts an RTCP packet into dst's memory.
func (c *Cipher) SealControl(dst, packet []byte) ([]byte, error) {
	return c.context.EncryptRTCP(dst, packet, &c.control)
}

// OpenControl checks and decrypts an RTCP packet into dst's memory.
func (c *Cipher) OpenControl(dst, packet []byte) ([]byte, error) {
	if len(packet) < 8 || !IsRTCP(packet) {
		return nil, errRTCP
	}
	return c.context.DecryptRTCP(dst, packet, &c.control)
}
