package voice

import (
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/opus"
	"github.com/yobirin/yobirin/shared/rtpio"
)

// comfortNoise is the payload type of RFC 3389.
const comfortNoise = 13

// ear is what a session hears: guarded by its lock, which the playing device
// takes too and which is therefore held for the shortest time only.
type ear struct {
	sync.Mutex
	play     *playout
	codecs   [128]int8 // by payload type; -1 is none
	event    int16
	stats    rtpio.Receiver
	born     time.Time
	last     time.Time // when a packet came
	receive  bool      // the far side may send
	heard    bool      // not held
	gain     float64
	sounding bool // HeardSound was told
	silent   bool // HeardNothing was told
	strays   uint64
	sender   rtpio.Sender // of the far side's last report
	senderAt time.Time
}

func (e *ear) start() {
	e.play = newPlayout()
	e.born = time.Now()
	e.heard, e.event = true, -1
	for i := range e.codecs {
		e.codecs[i] = -1
	}
}

// prepare makes what decoding Opus needs before a thread that must not wait
// comes to it.
func (e *ear) prepare() error {
	if e.play.opus != nil {
		return nil
	}
	var err error
	e.play.opus, err = opus.NewDecoder()
	return err
}

// take takes a packet of the far side, no longer encrypted. It keeps nothing
// of it. False: it belongs to nothing that was agreed on.
func (s *session) take(packet []byte) bool {
	h, payload, err := rtpio.Parse(packet)
	if err != nil {
		return false
	}
	now := time.Now()
	e := &s.ear
	e.Lock()
	c := e.codecs[h.PT]
	switch {
	case !e.receive:
		e.Unlock()
		return c >= 0
	case c >= 0:
		e.stats.Clock = codec(c).rate()
		e.stats.Add(h, now.Sub(e.born), true)
		e.play.put(h, codec(c), payload)
	case int16(h.PT) == e.event && e.event >= 0:
		e.stats.Add(h, now.Sub(e.born), false)
	case h.PT == comfortNoise:
		e.play.quiet(payload)
	default:
		e.strays++
		e.Unlock()
		return false
	}
	e.last = now
	first := !e.sounding
	e.sounding, e.silent = true, false
	e.Unlock()
	if first {
		s.tell(HeardSound{})
	}
	return true
}

// hear fills frame with 10 ms of what the far side says. False: it is not to
// be heard, and frame means nothing.
func (s *session) hear(frame []int16) (sound bool) {
	e := &s.ear
	e.Lock()
	defer func() {
		if recover() != nil {
			// A bad packet must not end the call: begin anew without it.
			old := e.play
			e.play = newPlayout()
			e.play.opus = old.opus
			sound = false
		}
		e.Unlock()
	}()
	if !e.receive && e.gain == 0 {
		return false
	}
	e.play.pull(frame)
	to := 0.0
	if e.heard && e.receive {
		to = 1
	}
	from := e.gain
	e.gain = to
	if from == 0 && to == 0 {
		return false
	}
	ramp(frame, from, to)
	return true
}
