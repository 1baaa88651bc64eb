package media

import (
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
)

// player is what plays towards one stream: prepared sounds, one after another.
type player struct {
	number uint32
	sounds []*sound
	at     int // which of sounds
	pos    int // sample of it
	loop   bool
	over   bool
}

// play carries out leg.Play; the sounds may still be loading.
func (s *shard) play(o leg.Play, sounds []*sound) {
	st := s.streams[o.Leg]
	if st == nil {
		return
	}
	if len(sounds) == 0 {
		s.report(leg.Played{Leg: o.Leg, Player: o.Player, Failed: "nothing to play"})
		return
	}
	st.player = &player{number: o.Player, sounds: sounds, loop: o.Loop, over: o.Over}
	s.wakeLearning(st)
	s.resolve(st)
}

func (s *shard) stopPlay(o leg.StopPlay) {
	st := s.streams[o.Leg]
	if st == nil || st.player == nil || st.player.number != o.Player {
		return
	}
	st.player = nil
	s.resolve(st)
}

// next gives the next n code words in the law. The slice may be part of the
// sound itself and must not be changed. wait is true while a sound loads; end
// comes with the last, possibly silent, part.
func (p *player) next(buf []byte, law pcm.Law) (out []byte, wait, end bool, failed string) {
	n := len(buf)
	clip, failed := p.sounds[p.at].get()
	if failed != "" {
		return nil, false, true, failed
	}
	if clip == nil {
		return nil, true, false, ""
	}
	data := clip.in(law)
	if p.pos+n <= len(data) {
		out = data[p.pos : p.pos+n]
		p.pos += n
		return out, false, p.pos == len(data) && !p.forward(), ""
	}
	got := copy(buf, data[p.pos:])
	for got < n {
		if !p.forward() {
			end = true
			break
		}
		if clip, failed = p.sounds[p.at].get(); clip == nil {
			break // the rest of this frame is silent, the next one asks again
		}
		k := copy(buf[got:], clip.in(law))
		p.pos = k
		got += k
	}
	for i := got; i < n; i++ {
		buf[i] = law.Silence()
	}
	return buf, false, end || failed != "", failed
}

// forward goes to the next sound; false at the end.
func (p *player) forward() bool {
	p.pos = 0
	if p.at++; p.at < len(p.sounds) {
		return true
	}
	p.at = 0
	return p.loop
}

// send makes and sends the stream's next packet. The wheel calls it at the
// stream's pace.
func (st *stream) send(s *shard) {
	n := st.frame
	if !st.digits.idle() {
		st.sendDigits(s, n)
		if st.digits.idle() && !st.mixes() { // a mix goes on at the same pace
			s.resolve(st)
		}
		return
	}
	var code []byte
	law := st.agreed.Law
	ended, failed := false, ""
	if st.player != nil {
		var wait bool
		code, wait, ended, failed = st.player.next(s.frame[:n], law)
		if wait && len(st.sources) == 0 {
			st.tick(s, n)
			return
		}
	}
	if len(st.sources) > 0 {
		clear(s.sum[:n])
		if st.room != nil {
			st.room.give(s, st, n)
		} else {
			s.mix(st, n)
		}
		if code != nil {
			law.Decode(s.pcm[:n], code)
			pcm.Accumulate(s.sum[:n], s.pcm[:n])
		}
		pcm.Soften(s.pcm[:n], s.sum[:n])
		law.Encode(s.frame[:n], s.pcm[:n])
		code = s.frame[:n]
	}
	if code != nil {
		st.sendFrame(s, code)
	}
	if ended {
		p := st.player.number
		st.player = nil
		s.resolve(st)
		s.report(leg.Played{Leg: st.id, Player: p, Failed: failed})
	}
}

// tick lets the sender's clock go on without a packet.
func (st *stream) tick(s *shard, n int) {
	if st.out.steady {
		st.out.ts += uint32(n) * st.out.form.clock()
		st.out.at = s.now
	}
}

// sendFrame sends a frame of the pacer: in one clock with the frame before it.
func (st *stream) sendFrame(s *shard, code []byte) {
	if !st.maySend() {
		st.tick(s, len(code))
		return
	}
	h := st.out.advance(s, st, len(code), formLaw)
	h.PT = st.agreed.PT
	copy(s.out[rtpio.HeaderSize:], code)
	s.send(st, h, len(code))
}

// advance gives the header of the pacer's next packet, which follows n samples
// on the one before, or after a gap when another producer sent that. Its time
// goes on in the clock of the form.
func (o *sender) advance(s *shard, st *stream, n int, f form) rtpio.Header {
	h := rtpio.Header{SSRC: st.ssrc}
	if o.steady && o.form == f {
		o.ts += uint32(n) * f.clock()
	} else {
		o.ts += o.gap(s.now) * f.clock()
		h.Marker = true
	}
	o.steady, o.from, o.form = true, nil, f
	o.seq++
	o.at = s.now
	h.Seq, h.TS = o.seq, o.ts
	return h
}

// clip is one sound prepared in both laws, shared by all who play it.
type clip struct{ mu, a []byte }

func newClip(samples []int16) *clip {
	c := &clip{mu: make([]byte, len(samples)), a: make([]byte, len(samples))}
	pcm.Mu.Encode(c.mu, samples)
	pcm.A.Encode(c.a, samples)
	return c
}

func (c *clip) in(l pcm.Law) []byte {
	if l == pcm.A {
		return c.a
	}
	return c.mu
}

// toneClip makes one period of a tone.
func toneClip(t leg.Tone) (*clip, bool) {
	tones := [...]struct {
		name leg.Tone
		tone pcm.Tone
	}{
		{leg.ToneRingback, pcm.RingbackTone}, {leg.ToneBusy, pcm.BusyTone},
		{leg.ToneCongestion, pcm.BusyTone}, {leg.ToneBeep, pcm.BeepTone},
	}
	for _, c := range tones {
		if c.name == t {
			return newClip(c.tone.Samples(c.tone.Period(pcm.Rate), pcm.Rate)), true
		}
	}
	return nil, false
}
