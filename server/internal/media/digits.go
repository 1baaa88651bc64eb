package media

import (
	"strings"
	"time"

	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
)

const (
	defaultDigit = 100 * time.Millisecond
	minDigit     = 40 * time.Millisecond
	maxDigit     = 5 * time.Second
	// digitPause is the silence after each digit.
	digitPause = 80 * time.Millisecond
	// digitLimit bounds the digits waiting to be sent.
	digitLimit = 128
	// eventVolume is -10 dBm0.
	eventVolume = 10
	// endPackets is how often the end of an event is sent (RFC 4733 section 2.5.1.4).
	endPackets = 3
)

// digitSender sends DTMF digits one after the other, as events or tones.
type digitSender struct {
	queue []queuedDigit
	done  int    // samples of the first digit that have passed, pause included
	ts    uint32 // timestamp of its event
}

type queuedDigit struct {
	digit byte
	each  int // samples
}

func (d *digitSender) idle() bool { return len(d.queue) == 0 }

func (d *digitSender) add(digit byte, each time.Duration) {
	if len(d.queue) < digitLimit {
		d.queue = append(d.queue, queuedDigit{digit, int(samplesAt(max(minDigit, min(maxDigit, each))))})
	}
}

// digitsOrder carries out leg.SendDigits. Other characters are left out.
func (s *shard) digitsOrder(o leg.SendDigits) {
	st := s.streams[o.Leg]
	if st == nil {
		return
	}
	each := o.Each
	if each == 0 {
		each = defaultDigit
	}
	for i := range len(o.Digits) {
		if strings.IndexByte(pcm.Digits, o.Digits[i]) >= 0 {
			st.digits.add(o.Digits[i], each)
		}
	}
	s.resolve(st)
}

// sendDigits makes the next n samples of the digits waiting.
func (st *stream) sendDigits(s *shard, n int) {
	d := &st.digits
	q := d.queue[0]
	switch {
	case st.agreed.EventPT >= 0:
		st.sendEvent(s, q, n)
	case d.done < q.each:
		st.sendTone(s, q, n)
	default:
		for i := range s.frame[:n] {
			s.frame[i] = st.agreed.Law.Silence()
		}
		st.sendFrame(s, s.frame[:n])
	}
	if d.done += n; d.done >= q.each+int(samplesAt(digitPause)) {
		d.queue, d.done = append(d.queue[:0], d.queue[1:]...), 0
	}
}

func (st *stream) sendTone(s *shard, q queuedDigit, n int) {
	tone, _ := pcm.DTMFTone(q.digit)
	tone.At(s.pcm[:n], st.digits.done, pcm.Rate)
	for i := max(0, q.each-st.digits.done); i < n; i++ {
		s.pcm[i] = 0
	}
	st.agreed.Law.Encode(s.frame[:n], s.pcm[:n])
	st.sendFrame(s, s.frame[:n])
}

// sendEvent sends what an event has to say at this time: an update while it
// lasts, its end three times, nothing in the pause. All packets of one event
// carry the timestamp of its beginning.
func (st *stream) sendEvent(s *shard, q queuedDigit, n int) {
	d := &st.digits
	// In the clock of the sound that was passed on before and will be after: were
	// it slower, all that follows would seem to come late.
	h := st.out.advance(s, st, n, st.out.form)
	if d.done == 0 {
		d.ts, h.Marker = h.TS, true
	} else {
		h.Marker = false
	}
	last := d.done + n
	if d.done >= q.each {
		st.out.seq-- // nothing is sent in the pause
		return
	}
	code, _ := rtpio.EventCode(q.digit)
	e := rtpio.Event{Code: code, Volume: eventVolume, Duration: uint16(min(65535, last)), End: last >= q.each}
	if e.End {
		e.Duration = uint16(min(65535, q.each))
	}
	h.TS, h.PT = d.ts, uint8(st.agreed.EventPT)
	times := 1
	if e.End {
		times = endPackets
	}
	for i := range times {
		if i > 0 {
			st.out.seq++
			h.Seq, h.Marker = st.out.seq, false
		}
		if st.maySend() {
			e.Put(s.out[rtpio.HeaderSize:])
			s.send(st, h, rtpio.EventSize)
		}
	}
}
