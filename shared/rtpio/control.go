package rtpio

import (
	"encoding/binary"
	"time"
)

// Packet types of RTCP.
const (
	typeSR   = 200
	typeRR   = 201
	typeSDES = 202
	typeBye  = 203
)

// Block is a reception report block (RFC 3550 section 6.4.1).
type Block struct {
	SSRC     uint32
	Fraction uint8  // lost since the last report, of 256
	Lost     uint32 // in all, 24 bits
	Highest  uint32 // extended sequence number
	Jitter   uint32 // RTP units
	LSR      uint32 // middle of the last sender report's NTP time; 0 none
	DLSR     uint32 // delay since it, 1/65536 s
}

// Sender is the sender's part of a sender report.
type Sender struct {
	NTP     uint64
	TS      uint32
	Packets uint32
	Octets  uint32
}

// Control is what matters of a compound RTCP packet.
type Control struct {
	SSRC      uint32
	HasSender bool
	Sender    Sender
	Blocks    [4]Block
	Count     int // of Blocks used
	Bye       bool
}

// NTP is the time in the 64-bit format of RFC 3550 section 4.
func NTP(t time.Time) uint64 {
	const epoch = 2208988800 // 1900 to 1970
	return uint64(t.Unix()+epoch)<<32 | uint64(t.Nanosecond())<<32/1e9
}

// Middle is the middle 32 bits of an NTP time.
func Middle(ntp uint64) uint32 { return uint32(ntp >> 16) }

// AppendControl appends a compound packet: a sender report when sender is set,
// else a receiver report, with the block if it has a source, the CNAME, and a
// BYE at the end when bye is set. cname is cut at 255 bytes.
func AppendControl(dst []byte, ssrc uint32, sender *Sender, block *Block, cname string, bye bool) []byte {
	be := binary.BigEndian
	count := byte(0)
	if block != nil {
		count = 1
	}
	kind, words := byte(typeRR), uint16(1)+6*uint16(count)
	if sender != nil {
		kind, words = typeSR, words+5
	}
	dst = append(dst, 0x80|count, kind)
	dst = be.AppendUint16(dst, words)
	dst = be.AppendUint32(dst, ssrc)
	if sender != nil {
		dst = be.AppendUint64(dst, sender.NTP)
		dst = be.AppendUint32(dst, sender.TS)
		dst = be.AppendUint32(dst, sender.Packets)
		dst = be.AppendUint32(dst, sender.Octets)
	}
	if block != nil {
		dst = be.AppendUint32(dst, block.SSRC)
		dst = be.AppendUint32(dst, uint32(block.Fraction)<<24|block.Lost&0xFFFFFF)
		dst = be.AppendUint32(dst, block.Highest)
		dst = be.AppendUint32(dst, block.Jitter)
		dst = be.AppendUint32(dst, block.LSR)
		dst = be.AppendUint32(dst, block.DLSR)
	}
	cname = cname[:min(255, len(cname))]
	size := 4 + 2 + len(cname) + 1 // SSRC, item head, text, end
	pad := (4 - size%4) % 4
	dst = append(dst, 0x81, typeSDES)
	dst = be.AppendUint16(dst, uint16((size+pad)/4))
	dst = be.AppendUint32(dst, ssrc)
	dst = append(dst, 1, byte(len(cname)))
	dst = append(dst, cname...)
	for range 1 + pad {
		dst = append(dst, 0)
	}
	if bye {
		dst = append(dst, 0x81, typeBye, 0, 1)
		dst = be.AppendUint32(dst, ssrc)
	}
	return dst
}

// ParseControl reads a compound packet. Packets of unknown type are skipped;
// lengths that leave the packet are an error.
func ParseControl(packet []byte) (Control, error) {
	var c Control
	if len(packet) < 8 || !IsRTCP(packet) {
		return c, errRTCP
	}
	first := true
	for len(packet) >= 4 {
		size := 4 + 4*int(binary.BigEndian.Uint16(packet[2:]))
		if packet[0]>>6 != 2 || size > len(packet) {
			return c, errRTCP
		}
		if first && size >= 8 {
			c.SSRC = binary.BigEndian.Uint32(packet[4:])
		}
		first = false
		c.part(packet[:size])
		packet = packet[size:]
	}
	return c, nil
}

func (c *Control) part(b []byte) {
	be := binary.BigEndian
	count := int(b[0] & 0x1f)
	rest := b[4:]
	switch b[1] {
	case typeSR:
		if len(rest) < 24 {
			return
		}
		c.HasSender = true
		c.Sender = Sender{NTP: be.Uint64(rest[4:]), TS: be.Uint32(rest[12:]), Packets: be.Uint32(rest[16:]), Octets: be.Uint32(rest[20:])}
		rest = rest[24:]
	case typeRR:
		if len(rest) < 4 {
			return
		}
		rest = rest[4:]
	case typeBye:
		c.Bye = true
		return
	default:
		return
	}
	for ; count > 0 && len(rest) >= 24 && c.Count < len(c.Blocks); count-- {
		lost := be.Uint32(rest[4:])
		c.Blocks[c.Count] = Block{
			SSRC: be.Uint32(rest), Fraction: uint8(lost >> 24), Lost: lost & 0xFFFFFF, Highest: be.Uint32(rest[8:]),
			Jitter: be.Uint32(rest[12:]), LSR: be.Uint32(rest[16:]), DLSR: be.Uint32(rest[20:]),
		}
		c.Count++
		rest = rest[24:]
	}
}

// RoundTrip is the time to the far side and back that a block about our own
// stream tells, when it arrived at the NTP time now (RFC 3550 section 6.4.1).
// It is false when the block cannot tell or its figures make no sense.
func (b Block) RoundTrip(now uint64) (time.Duration, bool) {
	if b.LSR == 0 {
		return 0, false
	}
	units := int32(Middle(now) - b.LSR - b.DLSR)
	// Clocks are read in different places: a hair below zero is zero.
	if units < 0 && units > -66 {
		units = 0
	}
	if units < 0 || units > 60<<16 {
		return 0, false
	}
	return time.Duration(units) * time.Second / 65536, true
}
