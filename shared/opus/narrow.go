package opus

import (
	"fmt"

	"github.com/thesyncim/gopus"
)

const (
	// NarrowRate is the sampling rate of what a Narrow decodes to.
	NarrowRate = 8000
	// MaxNarrow is the longest that one packet may hold, at that rate.
	MaxNarrow = NarrowRate * 120 / 1000
)

// Narrow decodes one stream for the telephone network: to 8 kHz, which costs
// less than decoding it all and throwing most of it away.
type Narrow struct {
	d *gopus.Decoder
}

func narrow() (*gopus.Decoder, error) {
	c := gopus.DefaultDecoderConfig(NarrowRate, 1)
	c.MaxPacketSamples, c.MaxPacketBytes = MaxNarrow, MaxPacket
	return gopus.NewDecoder(c)
}

// NewNarrow makes a decoder.
func NewNarrow() (*Narrow, error) {
	d, err := narrow()
	if err != nil {
		return nil, fmt.Errorf("opus: %w", err)
	}
	return &Narrow{d}, nil
}

// Decode writes the packet's samples to dst, which should have room for
// MaxNarrow, and gives how many. Packets are given in order; one that is
// longer than MaxPacket is an error.
func (d *Narrow) Decode(dst []int16, packet []byte) (n int, err error) {
	if len(packet) == 0 {
		return 0, errEmpty
	}
	if len(packet) > MaxPacket {
		return 0, errBroken
	}
	defer d.guard(&n, &err)
	n, err = d.d.DecodeInt16(packet, dst)
	if err != nil {
		return 0, errBroken
	}
	return n, nil
}

// guard makes a panic of the library an error and the decoder a new one.
func (d *Narrow) guard(n *int, err *error) {
	if recover() == nil {
		return
	}
	*n, *err = 0, errBroken
	if fresh, e := narrow(); e == nil {
		d.d = fresh
	}
}

// Length is how long a packet is, in samples at Rate; false when it cannot be
// one. It reads the beginning only (RFC 6716 section 3.1).
func Length(packet []byte) (samples int, ok bool) {
	if len(packet) == 0 {
		return 0, false
	}
	config, frames := packet[0]>>3, 1
	switch packet[0] & 3 {
	case 1, 2:
		frames = 2
	case 3:
		if len(packet) < 2 {
			return 0, false
		}
		frames = int(packet[1] & 63)
	}
	var frame int
	switch {
	case config < 12: // SILK
		frame = [...]int{480, 960, 1920, 2880}[config&3]
	case config < 16: // both
		frame = [...]int{480, 960}[config&1]
	default: // CELT
		frame = [...]int{120, 240, 480, 960}[config&3]
	}
	samples = frames * frame
	return samples, frames > 0 && samples <= MaxFrame
}
