package voice

import "github.com/yobirin/yobirin/shared/pcm"

const (
	// keyLevel is the peak of a pressed key's tone in one's own ear.
	keyLevel = 0.04
	// keyHeard is how long it sounds there, in frames.
	keyHeard = 10
	// ringbackLevel is softer than the network's own.
	ringbackLevel = 0.1
)

// tones are the sounds that the phone makes by itself.
type tones struct {
	ringing bool
	at      int // samples since ringback began
	key     byte
	left    int // frames of the key's tone
	one     [Frame]int16
}

func (t *tones) press(key byte) { t.key, t.left = key, keyHeard }

// render fills dst and says whether there is anything in it.
func (t *tones) render(dst []int16, ringback bool) bool {
	sounds := false
	if ringback {
		if !t.ringing {
			t.at = 0
		}
		tone := pcm.RingbackTone
		tone.Level = ringbackLevel
		tone.At(dst, t.at, deviceRate)
		t.at = (t.at + len(dst)) % tone.Period(deviceRate)
		sounds = true
	}
	t.ringing = ringback
	if t.left == 0 {
		return sounds
	}
	if !sounds {
		clear(dst)
	}
	tone, ok := pcm.DTMFTone(t.key)
	if ok {
		tone.Level = keyLevel
		tone.At(t.one[:], (keyHeard-t.left)*Frame, deviceRate)
		switch t.left {
		case keyHeard:
			ramp(t.one[:], 0, 1)
		case 1:
			ramp(t.one[:], 1, 0)
		}
		pcm.Add(dst, t.one[:])
	}
	t.left--
	return true
}

// ramp multiplies samples by a factor that goes evenly from one to another.
func ramp(samples []int16, from, to float64) {
	if from == 1 && to == 1 {
		return
	}
	for i := range samples {
		w := from + (to-from)*float64(i+1)/float64(len(samples))
		samples[i] = int16(float64(samples[i]) * w)
	}
}
