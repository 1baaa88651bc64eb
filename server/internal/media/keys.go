package media

import (
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
)

// keys is what becomes of the keys that a leg presses.
type keys struct {
	caught bool
	// An event goes the way it began, whatever is ordered before its end.
	any     bool
	eventTS uint32
	held    bool
	// tail: a tone that began caught still sounds.
	tail bool
}

// catch carries out leg.Catch.
func (s *shard) catch(o leg.Catch) {
	st := s.streams[o.Leg]
	if st == nil {
		return
	}
	if st.keys.caught && !o.Caught && st.inband != nil {
		st.keys.tail = st.inband.Sounding()
	}
	st.keys.caught = o.Caught
	st.listenInband()
}

// listenInband listens for DTMF tones where that was asked for, and where keys
// are to be caught that cannot come as events.
func (st *stream) listenInband() {
	switch want := st.tones || st.keys.tail || (st.keys.caught || st.fallback) && st.ready && st.agreed.EventRecv < 0; {
	case !want:
		st.inband = nil
	case st.inband == nil:
		st.inband = pcm.NewDTMFDetector()
	}
}

// event handles a telephone event packet: told once, and unless it is caught
// passed on: as it came where packets are, else as a key pressed here.
func (s *shard) event(st *stream, h rtpio.Header, payload []byte) {
	digit, pressed := st.events.Take(h, payload)
	if pressed {
		s.report(leg.Digit{Leg: st.id, Key: digitKeys[digit], By: "rfc4733"})
	}
	if k := &st.keys; !k.any || k.eventTS != h.TS {
		k.any, k.eventTS, k.held = true, h.TS, k.caught
	}
	for _, l := range st.listeners {
		switch {
		case !l.relaying:
			if pressed && !st.keys.held {
				s.pressFor(l, digit)
			}
		case st.keys.held || len(payload) < rtpio.EventSize:
			l.out.withhold(st, h)
		case l.agreed.EventPT >= 0:
			s.relayEvent(l, st, h, payload)
		case pressed:
			s.pressFor(l, digit) // the far side agreed on no events: it hears the tones
		default:
			l.out.withhold(st, h)
		}
	}
}

// keysAhead is how many keys of others may wait for one listener. A phone that
// dials by itself is faster than they are sent; one that means ill must not
// keep a conference from hearing anything else for long.
const keysAhead = 32

// pressFor sends a key to a listener who gets no packets as they come: one who
// hears a mix, or other keys just now, or whose far side takes no events.
func (s *shard) pressFor(l *stream, digit byte) {
	if !l.ready || len(l.digits.queue) >= keysAhead {
		return
	}
	l.digits.add(digit, defaultDigit)
	if !l.paced {
		s.resolve(l)
	}
}

// digitKeys are the texts of the digits, made once: a fact needs a string.
var digitKeys = func() (t [256]string) {
	for _, d := range pcm.Digits {
		t[d] = string(d)
	}
	return t
}()

// listenForDigits tells the digits whose tones are in the packet. It is true
// when the packet holds a tone that nobody is to hear.
func (s *shard) listenForDigits(st *stream, law pcm.Law, payload []byte) (mute bool) {
	var found [8]byte
	for part := payload; len(part) > 0; {
		n := law.Decode(s.pcm[:], part)
		for _, d := range st.inband.Feed(found[:0], s.pcm[:n]) {
			s.report(leg.Digit{Leg: st.id, Key: digitKeys[d], By: "inband"})
		}
		part = part[n:]
	}
	sounding := st.inband.Sounding()
	mute = sounding && (st.keys.caught || st.keys.tail)
	if st.keys.tail && !sounding {
		st.keys.tail = false
		st.listenInband()
	}
	return mute
}
