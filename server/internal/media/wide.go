package media

import (
	"time"

	"github.com/yobirin/yobirin/shared/opus"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
)

// What a payload type means for a stream, beside the two laws.
const (
	kindNone  = -1
	kindOpus  = 2
	kindEvent = 3
)

// form is what becomes of a source's audio on its way to a listener. Each has
// its clocks: what is sent in another one begins anew.
type form uint8

const (
	formLaw     form = iota // G.711, as it came or in the other law
	formOpus                // Opus, as it came: nobody decodes it
	formDecoded             // Opus, decoded to G.711
)

const (
	// wideClock is how many units of Opus's RTP clock are one of G.711's
	// (RFC 7587 section 4.1).
	wideClock = opus.Rate / pcm.Rate
	// earKept is how long a decoder stays that nobody needs any more.
	earKept = 5 * time.Second
	// earBudget is how much sound may be decoded at once, in samples, and
	// earCost the least that one packet counts for: 5 ms.
	earBudget, earCost = pcm.Rate / 2, pcm.Rate / 200
)

// clock is how many units of the form's RTP clock are a sample.
func (f form) clock() uint32 {
	if f == formOpus {
		return wideClock
	}
	return 1
}

// ear decodes what comes in Opus for those who cannot take it as it is. A
// stream has one only while somebody needs it.
type ear struct {
	decoder *opus.Narrow
	any     bool
	seq     uint16 // of what was decoded last
	used    time.Duration
	budget  int64 // samples
	at      time.Duration
}

// turn notes that what comes is in another clock from here on.
func (st *stream) turn(wide bool) {
	st.wide = wide
	st.clock.set = false
	if wide {
		st.in.Tick(opus.Rate)
		return
	}
	st.in.Tick(pcm.Rate)
}

// opus passes an Opus packet on: as it is to those who take Opus, decoded to
// everybody else and to all that needs samples.
func (s *shard) opus(st *stream, h rtpio.Header, payload []byte, fresh bool) {
	samples, ok := opus.Length(payload)
	if !ok || len(payload) > opus.MaxPacket {
		s.malformed.Add(1)
		return
	}
	var code []byte
	law, muted := st.agreed.Law, false
	if st.needsSamples() {
		code = s.decode(st, h, law, payload, samples, fresh)
	}
	if heard := code; code != nil {
		if st.inband != nil && s.listenForDigits(st, law, code) {
			heard, muted = s.quiet[law][:len(code)], true
		}
		if len(st.taps) > 0 || st.mixedBy > 0 {
			at := st.clock.at48k(h.TS, s.now, fresh)
			for i := range st.taps {
				s.tap(&st.taps[i], at, law, code)
			}
			if st.mixedBy > 0 {
				st.ring.put(at, law, heard)
			}
		}
		code = heard
	}
	for _, l := range st.listeners {
		switch {
		case !l.relaying:
		case l.agreed.OpusPT >= 0 && !muted:
			s.relayOpus(l, st, h, payload)
		case code != nil:
			s.relay(l, st, h, formDecoded, law, code)
		}
	}
}

// needsSamples says whether anybody needs to know what an Opus packet sounds
// like.
func (st *stream) needsSamples() bool {
	if st.mixedBy > 0 || st.inband != nil {
		return true
	}
	for i := range st.taps {
		if !st.taps[i].track.paused {
			return true
		}
	}
	for _, l := range st.listeners {
		if l.relaying && l.agreed.OpusPT < 0 {
			return true
		}
	}
	return false
}

// relayOpus passes an Opus packet of src on to l, which takes Opus.
func (s *shard) relayOpus(l, src *stream, h rtpio.Header, payload []byte) {
	if !l.maySend() {
		return
	}
	out, ok := l.out.follow(s.now, l, src, h, formOpus)
	if !ok {
		return
	}
	out.PT = uint8(l.agreed.OpusPT)
	copy(s.out[rtpio.HeaderSize:], payload)
	s.send(l, out, len(payload))
}

// decode gives the packet's sound as code words, 8,000 in a second, until the
// next packet; nil when it cannot, or need not because it came late or twice.
func (s *shard) decode(st *stream, h rtpio.Header, law pcm.Law, payload []byte, samples int, fresh bool) []byte {
	e := st.ear
	if e == nil {
		d, err := opus.NewNarrow()
		if err != nil {
			s.undecodable.Add(1)
			return nil
		}
		e = &ear{decoder: d, budget: earBudget, at: s.now}
		st.ear = e
	}
	e.used = s.now
	if step := int16(h.Seq - e.seq); e.any && !fresh && step <= 0 && step > -maxJump {
		return nil
	}
	// A stream that is faster than sound must not keep the shard from the others.
	e.budget = min(earBudget, e.budget+samplesAt(s.now-e.at)*3/2)
	e.at = s.now
	cost := int64(max(earCost, samples/wideClock))
	if e.budget < cost {
		s.undecodable.Add(1)
		return nil
	}
	e.budget -= cost
	e.any, e.seq = true, h.Seq
	n, err := e.decoder.Decode(s.wide[:], payload)
	if err != nil || n == 0 {
		s.undecodable.Add(1)
		return nil
	}
	s.decoded.Add(1)
	return s.code[:law.Encode(s.code[:], s.wide[:n])]
}

// eventForm is the form that a telephone event of src has for l: its times are
// in the clock of the sound around it.
func (st *stream) eventForm(l *stream) form {
	switch {
	case !st.wide:
		return formLaw
	case l.agreed.OpusPT >= 0:
		return formOpus
	}
	return formDecoded
}

// at48k is at8k for times in Opus's clock.
func (c *mediaClock) at48k(ts uint32, now time.Duration, fresh bool) int64 {
	arrival := samplesAt(now)
	if c.set && !fresh {
		step := int64(int32(ts-c.ts)) / wideClock
		if d := c.at + step - arrival; d < maxDrift && d > -maxDrift {
			c.ts += uint32(step * wideClock)
			c.at += step
			return c.at
		}
	}
	*c = mediaClock{set: true, ts: ts, at: arrival}
	return arrival
}
