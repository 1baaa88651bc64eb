package voice

import (
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
)

const (
	// A key is sent as an event of 150 ms, told every 50 ms, and its end three
	// times (RFC 4733 section 2.5.1.4), then there is a pause. In frames.
	keyStep, keyLength, keyEnds, keyPause = 5, 15, 3, 5
	// keysAhead is how many keys may wait.
	keysAhead = 64
	// keyVolume is the event's volume, -dBm0; keyPeak that of a tone sent as
	// sound where the far side takes no events.
	keyVolume, keyPeak = 10, 0.3
)

// keys sends what is pressed. The zero value is ready but for eventPT.
type keys struct {
	eventPT int16 // -1: as sound
	queue   [keysAhead]byte
	n       int
	frames  int // of the key being sent
	ts      uint32
	code    uint8
}

// add queues a key; false when it is none or too many wait.
func (k *keys) add(key byte) bool {
	if _, ok := rtpio.EventCode(key); !ok || k.n == keysAhead {
		return false
	}
	k.queue[k.n] = key
	k.n++
	return true
}

// busy says whether a key is being sent, its pause not counted.
func (k *keys) busy() bool { return k.n > 0 && k.frames > 0 && k.frames <= keyLength+keyEnds }

// press goes on by a frame with the key that is being sent, and gives the key
// when it begins.
func (t *talker) press(out func([]byte)) (begun byte) {
	k := &t.keys
	if k.n == 0 {
		return 0
	}
	key := k.queue[0]
	if k.frames == 0 {
		k.ts = t.ts + uint32(t.waiting())
		k.code, _ = rtpio.EventCode(key)
		begun = key
	}
	k.frames++
	if k.eventPT < 0 {
		t.sound(key)
	} else if t.on {
		t.event(out)
	}
	if k.frames >= keyLength+keyEnds+keyPause {
		k.frames = 0
		k.n--
		copy(k.queue[:], k.queue[1:k.n+1])
	}
	return begun
}

// waiting is how many samples of the codec's clock are not in a packet yet.
func (t *talker) waiting() int {
	if t.codec == codecOpus {
		return len(t.wide)
	}
	return len(t.narrow)
}

// sound puts the key's tone in the place of the microphone.
func (t *talker) sound(key byte) {
	k := &t.keys
	if k.frames > keyLength {
		clear(t.samples[:])
		return
	}
	tone, _ := pcm.DTMFTone(key)
	tone.Level = keyPeak
	tone.At(t.samples[:], (k.frames-1)*Frame, deviceRate)
}

// event sends the event packets that are due in this frame.
func (t *talker) event(out func([]byte)) {
	k := &t.keys
	end := k.frames >= keyLength
	if k.frames > keyLength+keyEnds-1 || !end && k.frames%keyStep != 0 {
		return
	}
	// Durations are in units of the event's own clock, 8 kHz.
	e := rtpio.Event{Code: k.code, End: end, Volume: keyVolume, Duration: uint16(min(k.frames, keyLength) * pcm.Rate / 100)}
	e.Put(t.packet[rtpio.HeaderSize:])
	t.marker = k.frames == keyStep
	last := t.lastTS
	t.emit(uint8(k.eventPT), k.ts, rtpio.EventSize, out)
	t.lastTS = last
	if k.frames == keyLength+keyEnds-1 {
		t.marker = true // sound begins again
	}
}
