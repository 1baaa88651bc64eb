package media

import (
	"time"

	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
)

// maxJump is the step in a source's sequence numbers from which on it is
// taken for another source: passing it on would look like a loss of thousands.
const maxJump = 1000

// relay passes one packet of src on to l as G.711: another header, the same
// audio, converted by table where the laws differ.
func (s *shard) relay(l, src *stream, h rtpio.Header, f form, law pcm.Law, payload []byte) {
	if !l.maySend() {
		return
	}
	out, ok := l.out.follow(s.now, l, src, h, f)
	if !ok {
		return
	}
	out.PT = l.agreed.PT
	pcm.Convert(s.out[rtpio.HeaderSize:rtpio.HeaderSize+len(payload)], payload, law, l.agreed.Law)
	s.send(l, out, len(payload))
}

// relayEvent passes a telephone event packet on.
func (s *shard) relayEvent(l, src *stream, h rtpio.Header, payload []byte) {
	if !l.maySend() {
		return
	}
	out, ok := l.out.follow(s.now, l, src, h, src.eventForm(l))
	if !ok {
		return
	}
	out.PT = uint8(l.agreed.EventPT)
	copy(s.out[rtpio.HeaderSize:], payload[:rtpio.EventSize])
	s.send(l, out, rtpio.EventSize)
}

// follow maps a source's header into the listener's sequence and clock. It is
// false for a packet older than the source's beginning here.
func (o *sender) follow(now time.Duration, l, src *stream, h rtpio.Header, f form) (rtpio.Header, bool) {
	jump := int16(h.Seq - o.srcSeq)
	begin := o.from != src || o.epoch != src.epoch || o.steady || o.form != f || jump > maxJump || jump < -maxJump
	if begin {
		o.from, o.epoch, o.steady, o.form = src, src.epoch, false, f
		o.seqOff = o.seq + 1 - h.Seq
		o.floor = o.seq + 1
		o.tsOff = o.ts + o.gap(now)*f.clock() - h.TS
		o.srcTS = h.TS
		h.Marker = true
		o.srcSeq = h.Seq
	}
	if f == formDecoded {
		h.TS = o.narrow(h.TS)
	}
	out := rtpio.Header{Marker: h.Marker || o.gapped, Seq: h.Seq + o.seqOff, TS: h.TS + o.tsOff, SSRC: l.ssrc}
	if int16(out.Seq-o.floor) < 0 {
		return out, false
	}
	o.gapped = false
	if newer := int16(out.Seq-o.seq) > 0; newer || begin {
		o.seq, o.srcSeq, o.at = out.Seq, h.Seq, now
		if out.Seq-o.floor > 1<<14 {
			o.floor = out.Seq - 1<<13 // or it would seem to lie ahead when the numbers have gone half round
		}
		if int32(out.TS-o.ts) > 0 {
			o.ts = out.TS
		}
	}
	return out, true
}

// narrow gives a time of a source in Opus's clock as one in G.711's, so that
// the offset stays what it is.
func (o *sender) narrow(ts uint32) uint32 {
	step := int32(ts-o.srcTS) / wideClock
	narrow := o.srcTS + uint32(step)
	if step > 0 { // the next is reckoned from here: no call is too long
		moved := uint32(step) * wideClock
		o.srcTS += moved
		o.tsOff += uint32(step) - moved
		narrow += moved - uint32(step)
	}
	return narrow
}

// withhold takes a packet of the source out of the numbers that the listener
// gets, as if the source had not sent it: what was kept back must not look
// like a loss.
func (o *sender) withhold(src *stream, h rtpio.Header) {
	if o.from != src || o.epoch != src.epoch || o.steady {
		return // what comes next begins anew
	}
	if step := int16(h.Seq - o.srcSeq); step <= 0 || step > maxJump {
		return
	}
	o.srcSeq = h.Seq
	o.seqOff--
	// A packet from before this one would now get a number used already.
	o.floor = o.seq + 1
	o.gapped = true
}

// gap is by how much the clock goes on for what is sent next when it does not
// follow on what was sent before: the time passed, 20 ms at least.
func (o *sender) gap(now time.Duration) uint32 {
	return uint32(max(160, int64((now-o.at)/(time.Second/pcm.Rate))))
}

func (st *stream) maySend() bool {
	return st.agreed.Send && st.agreed.Remote.IsValid()
}

// send sends the packet whose payload of n bytes is in s.out behind the header.
func (s *shard) send(st *stream, h rtpio.Header, n int) {
	packet := s.out[:rtpio.HeaderSize+n]
	h.Put(packet)
	if st.sealer != nil {
		sealed, err := st.sealer.Seal(s.sealed[:0], packet)
		if err != nil {
			s.sendFailed.Add(1)
			return
		}
		packet = sealed
	}
	if !st.sockets[0].send(packet, &st.remote) {
		st.out.failed++
		s.sendFailed.Add(1)
		return
	}
	st.out.count++
	st.out.octets += uint64(n)
	s.sent.Add(1)
}
