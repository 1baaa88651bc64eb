// Package rtpio knows one RTP stream: its packets, sequence and jitter
// (RFC 3550), telephone events (RFC 4733), control reports and SRTP. It is
// pure but for the keys' state: packets and times come in as arguments, and
// nothing in it panics or allocates on what the network sends.
package rtpio

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// HeaderSize is the length of the RTP header that Put writes.
const HeaderSize = 12

// MaxPacket is the largest packet handled, in bytes.
const MaxPacket = 1500

// ErrPacket is what every parser's error wraps.
var ErrPacket = errors.New("bad packet")

// The errors are made once: a flood of bad packets must not cost memory.
var (
	errShort     = fmt.Errorf("%w: shorter than an RTP header", ErrPacket)
	errVersion   = fmt.Errorf("%w: not RTP version 2", ErrPacket)
	errExtension = fmt.Errorf("%w: header extension longer than the packet", ErrPacket)
	errPadding   = fmt.Errorf("%w: padding longer than the payload", ErrPacket)
	errRTCP      = fmt.Errorf("%w: not a compound RTCP packet", ErrPacket)
)

// Header is what matters of an RTP header.
type Header struct {
	Marker  bool
	PT      uint8
	Seq     uint16
	TS      uint32
	SSRC    uint32
	padding bool
}

// IsRTCP tells a control packet from an RTP packet that came on the same port
// (RFC 5761 section 4).
func IsRTCP(packet []byte) bool {
	return len(packet) >= 2 && packet[1] >= 192 && packet[1] <= 223
}

// ParseHeader reads the header and gives where the payload begins. It looks at
// nothing behind that point, so it serves for encrypted packets too.
func ParseHeader(packet []byte) (h Header, offset int, err error) {
	if len(packet) < HeaderSize {
		return h, 0, errShort
	}
	if packet[0]>>6 != 2 {
		return h, 0, errVersion
	}
	offset = HeaderSize + 4*int(packet[0]&0x0f)
	if packet[0]&0x10 != 0 {
		if offset+4 > len(packet) {
			return h, 0, errExtension
		}
		offset += 4 + 4*int(binary.BigEndian.Uint16(packet[offset+2:]))
	}
	if offset > len(packet) {
		return h, 0, errExtension
	}
	h = Header{
		Marker: packet[1]&0x80 != 0, PT: packet[1] & 0x7f,
		Seq: binary.BigEndian.Uint16(packet[2:]), TS: binary.BigEndian.Uint32(packet[4:]),
		SSRC: binary.BigEndian.Uint32(packet[8:]), padding: packet[0]&0x20 != 0,
	}
	return h, offset, nil
}

// Parse reads a plain packet and gives its payload without padding, a part of
// packet itself.
func Parse(packet []byte) (Header, []byte, error) {
	h, offset, err := ParseHeader(packet)
	if err != nil {
		return h, nil, err
	}
	payload := packet[offset:]
	if h.padding {
		if len(payload) == 0 {
			return h, nil, errPadding
		}
		n := int(payload[len(payload)-1])
		if n == 0 || n > len(payload) {
			return h, nil, errPadding
		}
		payload = payload[:len(payload)-n]
	}
	return h, payload, nil
}

// Put writes the header into the first HeaderSize bytes of b.
func (h Header) Put(b []byte) {
	_ = b[HeaderSize-1]
	b[0] = 0x80
	b[1] = h.PT & 0x7f
	if h.Marker {
		b[1] |= 0x80
	}
	binary.BigEndian.PutUint16(b[2:], h.Seq)
	binary.BigEndian.PutUint32(b[4:], h.TS)
	binary.BigEndian.PutUint32(b[8:], h.SSRC)
}
