// Package opus codes speech at 48 kHz mono with Opus (RFC 6716), in Go without
// a system library. An Encoder or Decoder belongs to one goroutine at a time.
//
// What is decoded is hostile: a packet that makes the codec panic is an error
// like any other, and the decoder is made anew.
package opus

import (
	"errors"
	"fmt"

	"github.com/thesyncim/gopus"
)

const (
	// Rate is the sampling rate of both sides and the clock of RTP timestamps
	// (RFC 7587 section 4.1).
	Rate = 48000
	// Frame is the length of what Encode takes: 20 ms in samples.
	Frame = Rate / 50
	// MaxFrame is the longest that one packet may hold: 120 ms in samples.
	MaxFrame = Rate * 120 / 1000
	// MaxPacket is as much as Encode writes at most, in bytes.
	MaxPacket = 1275
	// MinBitrate is the least that NewEncoder takes, in bit/s.
	MinBitrate = 6000
	// MaxBitrate is the most.
	MaxBitrate = 128000
)

// complexity of 0…10: above 5 speech gains little and costs twice the time.
const complexity = 5

// expectedLoss in percent makes the encoder put a coarse copy of each frame of
// speech into the next one (in-band FEC); at 5 it does not do it yet.
const expectedLoss = 10

// ErrPacket is what an error of Decode wraps.
var ErrPacket = errors.New("bad Opus packet")

// Encoder codes speech.
type Encoder struct {
	e *gopus.Encoder
}

// NewEncoder makes an encoder for speech; bitrate is in bit/s.
func NewEncoder(bitrate int) (*Encoder, error) {
	if bitrate < MinBitrate || bitrate > MaxBitrate {
		return nil, fmt.Errorf("opus: bitrate %d, expected %d to %d", bitrate, MinBitrate, MaxBitrate)
	}
	e, err := gopus.NewEncoder(gopus.EncoderConfig{SampleRate: Rate, Channels: 1, Application: gopus.ApplicationVoIP})
	if err != nil {
		return nil, fmt.Errorf("opus: %w", err)
	}
	err = errors.Join(e.SetBitrate(bitrate), e.SetComplexity(complexity), e.SetPacketLoss(expectedLoss), e.SetInBandFEC(gopus.InBandFECEnabled))
	if err != nil {
		return nil, fmt.Errorf("opus: %w", err)
	}
	return &Encoder{e}, nil
}

// Encode codes Frame samples into dst, which should have room for MaxPacket
// bytes, and gives how many bytes it wrote.
func (e *Encoder) Encode(dst []byte, pcm []int16) (int, error) {
	if len(pcm) != Frame {
		return 0, fmt.Errorf("opus: %d samples, expected %d", len(pcm), Frame)
	}
	n, err := e.e.EncodeInt16(pcm, dst)
	if err != nil {
		return 0, fmt.Errorf("opus: %w", err)
	}
	return n, nil
}

// Decoder decodes one stream.
type Decoder struct {
	d    *gopus.Decoder
	wide [MaxFrame]float32 // of Recover
}

// NewDecoder makes a decoder.
func NewDecoder() (*Decoder, error) {
	d, err := gopus.NewDecoder(gopus.DefaultDecoderConfig(Rate, 1))
	if err != nil {
		return nil, fmt.Errorf("opus: %w", err)
	}
	return &Decoder{d: d}, nil
}

// The errors of packets are made once: a flood of bad ones must not cost memory.
var (
	errEmpty  = fmt.Errorf("%w: it is empty", ErrPacket)
	errBroken = fmt.Errorf("%w: it cannot be decoded", ErrPacket)
)

// Decode writes the packet's samples to dst, which should have room for
// MaxFrame, and gives how many.
func (d *Decoder) Decode(dst []int16, packet []byte) (n int, err error) {
	if len(packet) == 0 {
		return 0, errEmpty
	}
	defer d.guard(&n, &err)
	n, err = d.d.DecodeInt16(packet, dst)
	if err != nil {
		return 0, errBroken
	}
	return n, nil
}

// Recover decodes the copy that packet has of the frame before it, when that
// one was lost. dst is as long as the lost frame. Without a copy it conceals.
func (d *Decoder) Recover(dst []int16, packet []byte) (n int, err error) {
	if len(packet) == 0 {
		return 0, errEmpty
	}
	defer d.guard(&n, &err)
	n, err = d.d.DecodeWithFEC(packet, d.wide[:min(len(dst), MaxFrame)], true)
	if err != nil {
		return 0, errBroken
	}
	for i := range dst[:min(n, len(dst))] {
		dst[i] = int16(max(-32768, min(32767, d.wide[i]*32768)))
	}
	return min(n, len(dst)), nil
}

// Conceal fills dst with what the decoder guesses of a lost packet: a multiple
// of 2.5 ms, MaxFrame at most; what is longer or in between is silence.
func (d *Decoder) Conceal(dst []int16) {
	n := 0
	var err error
	func() {
		defer d.guard(&n, &err)
		if whole := min(len(dst), MaxFrame) / (Rate / 400) * (Rate / 400); whole > 0 {
			n, err = d.d.DecodeInt16(nil, dst[:whole])
		}
	}()
	if err != nil {
		n = 0
	}
	clear(dst[min(n, len(dst)):])
}

// guard makes a panic of the library an error and the decoder a new one.
func (d *Decoder) guard(n *int, err *error) {
	if recover() == nil {
		return
	}
	*n, *err = 0, errBroken
	if fresh, e := gopus.NewDecoder(gopus.DefaultDecoderConfig(Rate, 1)); e == nil {
		d.d = fresh
	}
}
