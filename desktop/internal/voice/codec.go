package voice

import (
	"github.com/yobirin/yobirin/shared/opus"
	"github.com/yobirin/yobirin/shared/pcm"
)

// codec is how a packet's audio is coded.
type codec uint8

const (
	codecMu codec = iota
	codecA
	codecOpus
)

// deviceRate is the rate of the sound devices in samples per second.
const deviceRate = 48000

// Frame is how many samples the devices give and take at once: 10 ms.
const Frame = deviceRate / 100

// rate is the codec's sampling rate, which is also its RTP clock.
func (c codec) rate() int {
	if c == codecOpus {
		return opus.Rate
	}
	return pcm.Rate
}

func (c codec) law() pcm.Law {
	if c == codecA {
		return pcm.A
	}
	return pcm.Mu
}

// String is the name that the screen shows.
func (c codec) String() string {
	switch c {
	case codecMu:
		return "PCMU"
	case codecA:
		return "PCMA"
	case codecOpus:
		return "opus"
	}
	return "?"
}

func codecOf(l pcm.Law) codec {
	if l == pcm.A {
		return codecA
	}
	return codecMu
}
