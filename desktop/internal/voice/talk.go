package voice

import (
	"time"

	"github.com/yobirin/yobirin/shared/opus"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
)

// opusBitrate is what speech is sent with, in bit/s.
const opusBitrate = 24000

// talker makes packets of frames. It is guarded by its session's talk lock.
type talker struct {
	ssrc, ts uint32
	seq      uint16
	on       bool // we may send
	codec    codec
	pt       uint8
	frames   int // of 10 ms in a packet
	marker   bool
	gain     float64 // of the microphone, which fades in and out
	open     bool    // the microphone is sent, not silence

	down    *pcm.Resampler
	wide    []int16 // 48 kHz, waits for Opus
	narrow  []int16 // 8 kHz, waits for G.711
	opus    *opus.Encoder
	keys    keys
	packet  [rtpio.MaxPacket]byte
	samples [Frame]int16

	taken           uint64 // frames of the microphone
	packets, octets uint32
	lastSent        time.Time
	lastTS          uint32
}

func newTalker(ssrc, ts uint32, seq uint16) (*talker, error) {
	t := &talker{ssrc: ssrc, ts: ts, seq: seq, frames: 2, marker: true}
	t.keys.eventPT = -1
	t.wide = make([]int16, 0, 2*opus.Frame)
	t.narrow = make([]int16, 0, 1024)
	var err error
	if t.down, err = pcm.NewResampler(deviceRate, pcm.Rate); err != nil {
		return nil, err
	}
	t.narrow = t.down.Process(t.narrow, make([]int16, ahead))
	return t, nil
}

// ahead is how many samples of silence go before a microphone's, so that each
// frame gives 10 ms at once: the filter looks 1.4 ms ahead, and without them a
// packet would wait for them until the next frame.
const ahead = 61

// use changes to what was agreed on.
func (t *talker) use(on bool, c codec, pt uint8, frames int, eventPT int16) error {
	if c == codecOpus && t.opus == nil {
		var err error
		if t.opus, err = opus.NewEncoder(opusBitrate); err != nil {
			return err
		}
	}
	if c == codecOpus {
		frames = opus.Frame / Frame
	}
	if on && !t.on || c != t.codec {
		t.marker = true
		t.wide, t.narrow = t.wide[:0], t.narrow[:0]
	}
	t.on, t.codec, t.pt, t.frames, t.keys.eventPT = on, c, pt, max(1, frames), eventPT
	return nil
}

// frame takes 10 ms of the microphone and hands complete packets to out.
func (t *talker) frame(in []int16, out func(packet []byte)) (pressed byte) {
	t.taken++
	copy(t.samples[:], in)
	to := 0.0
	if t.open {
		to = 1
	}
	ramp(t.samples[:], t.gain, to)
	t.gain = to
	pressed = t.press(out)
	if t.codec == codecOpus {
		t.wide = append(t.wide, t.samples[:]...)
		if len(t.wide) < opus.Frame {
			return pressed
		}
		t.sendOpus(out)
		t.wide = t.wide[:0]
		return pressed
	}
	t.narrow = t.down.Process(t.narrow, t.samples[:])
	for n := t.frames * pcm.Rate / 100; len(t.narrow) >= n; {
		t.sendLaw(t.narrow[:n], out)
		t.narrow = t.narrow[:copy(t.narrow, t.narrow[n:])]
	}
	return pressed
}

func (t *talker) sendOpus(out func([]byte)) {
	defer func() { t.ts += opus.Frame }()
	if !t.on || t.keys.busy() && t.keys.eventPT >= 0 {
		return
	}
	n, err := t.opus.Encode(t.packet[rtpio.HeaderSize:rtpio.HeaderSize+opus.MaxPacket], t.wide)
	if err != nil {
		return
	}
	t.emit(t.pt, t.ts, n, out)
}

func (t *talker) sendLaw(samples []int16, out func([]byte)) {
	defer func() { t.ts += uint32(len(samples)) }()
	if !t.on || t.keys.busy() && t.keys.eventPT >= 0 {
		return
	}
	n := t.codec.law().Encode(t.packet[rtpio.HeaderSize:], samples)
	t.emit(t.pt, t.ts, n, out)
}

// emit sends what stands in the packet behind the header.
func (t *talker) emit(pt uint8, ts uint32, size int, out func([]byte)) {
	rtpio.Header{Marker: t.marker, PT: pt, Seq: t.seq, TS: ts, SSRC: t.ssrc}.Put(t.packet[:])
	t.marker = false
	t.seq++
	t.packets++
	t.octets += uint32(size)
	t.lastTS = ts
	out(t.packet[:rtpio.HeaderSize+size])
}
