//go:build linux

package load

import (
	"encoding/binary"
	"time"
)

// ear is what one leg hears.
type ear struct {
	kind   int    // of audio.paces
	window uint32 // the last in which it heard anything
	ssrc   uint32
	seq    uint16
	at     int64
}

// pace is how evenly packets come to a set of legs.
type pace struct {
	spacing   histogram
	legs      int
	got, lost uint64
	loud      uint64
}

// Pace is what a set of legs heard in a window.
type Pace struct {
	Legs      int // that heard anything
	Got, Lost uint64
	// Loud is how many of the packets got were as loud as what phones say here;
	// music and prompts are not.
	Loud uint64
	// From one packet to the next of the same leg; 20 ms is even.
	Spacing50, Spacing99, SpacingMax time.Duration
}

// Talk is the share of what was got in which people spoke.
func (p Pace) Talk() float64 { return float64(p.Loud) / float64(max(1, p.Got)) }

// Loss is the share lost, as the packets' numbers say.
func (p Pace) Loss() float64 {
	if p.Got == 0 {
		return 1
	}
	return float64(p.Lost) / float64(p.Got+p.Lost)
}

func (p *pace) clear() { *p = pace{} }

func (p *pace) sum() Pace {
	return Pace{Legs: p.legs, Got: p.got, Lost: p.lost, Loud: p.loud, Spacing50: p.spacing.at(0.5), Spacing99: p.spacing.at(0.99), SpacingMax: p.spacing.at(1)}
}

// take notes a packet. A marker begins a talkspurt: what lies before it is no
// spacing, but its number still tells what was lost.
func (p *pace) take(e *ear, window uint32, packet []byte, at int64) {
	if len(packet) < rtpHeader || packet[0]>>6 != 2 {
		return
	}
	seq, ssrc := binary.BigEndian.Uint16(packet[2:]), binary.BigEndian.Uint32(packet[8:])
	first := e.window != window
	if first {
		p.legs++
	}
	p.got++
	if len(packet) == packetSize && packet[packetSize-1]&0x7f < 0x08 { // what speak leaves zero is the loudest of the µ-law
		p.loud++
	}
	step := seq - e.seq
	switch {
	case first || e.ssrc != ssrc:
	case step == 0 || step >= 1<<15:
		return // twice, or late
	case step > 1:
		p.lost += uint64(step - 1)
	case packet[1]&0x80 == 0:
		p.spacing.add(at - e.at)
	}
	e.window, e.ssrc, e.seq, e.at = window, ssrc, seq, at
}
