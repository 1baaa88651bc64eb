package media

import (
	"time"

	"github.com/yobirin/yobirin/shared/rtpio"
)

// sendControl sends the stream's report: a sender's if it sent anything.
func (st *stream) sendControl(s *shard, bye bool) {
	if !st.ready || !st.agreed.Remote.IsValid() {
		return
	}
	var sender *rtpio.Sender
	if st.out.count > 0 {
		sender = &rtpio.Sender{
			NTP: rtpio.NTP(s.start.Add(s.now)), TS: st.out.ts + uint32(max(0, samplesAt(s.now-st.out.at)))*st.out.form.clock(),
			Packets: uint32(st.out.count), Octets: uint32(st.out.octets),
		}
	}
	var block *rtpio.Block
	if st.in.Started() {
		b := st.in.Block()
		if st.farSR != 0 {
			b.LSR = st.farSR
			b.DLSR = uint32((s.now - st.farSRAt) * 65536 / time.Second)
		}
		block = &b
	}
	packet := rtpio.AppendControl(s.out[:0], st.ssrc, sender, block, st.cname, bye)
	if st.sealer != nil {
		sealed, err := st.sealer.SealControl(s.sealed[:0], packet)
		if err != nil {
			s.sendFailed.Add(1)
			return
		}
		packet = sealed
	}
	if st.agreed.Mux {
		st.sockets[0].send(packet, &st.remote)
		return
	}
	st.sockets[1].send(packet, &st.control)
}

// takeControl reads the far side's report.
func (st *stream) takeControl(s *shard, c *rtpio.Control) {
	if c.HasSender {
		st.farSR, st.farSRAt = rtpio.Middle(c.Sender.NTP), s.now
	}
	for _, b := range c.Blocks[:c.Count] {
		if b.SSRC != st.ssrc {
			continue
		}
		st.farJitterMS = float64(b.Jitter) / float64(8*st.out.form.clock())
		if st.out.count > 0 {
			st.farLost = min(1, float64(b.Lost)/float64(st.out.count))
			if b.Lost&0x800000 != 0 { // negative: more came than was sent
				st.farLost = 0
			}
		}
		if rtt, ok := b.RoundTrip(rtpio.NTP(s.start.Add(s.now))); ok {
			st.roundTrip = rtt
		}
	}
}
