package media

import (
	"net/netip"

	"github.com/yobirin/yobirin/shared/rtpio"
)

// A router in between gives a phone another port, or its network another
// address, in the middle of a call, and the phone does not know: nothing is
// signalled. Its audio then comes from elsewhere, and ours goes nowhere. The
// port follows a stream that shows that it is the same one.
const (
	// sameRun packets in a row show that a plain stream goes on from elsewhere:
	// of its source number and its sequence a stranger knows neither.
	sameRun = 3
	// freshRun packets in a row, from where the phone's signalling comes, may
	// begin a stream anew once the old one has been gone for long.
	freshRun = 5
	// mostAhead is by how many packets a stream may have gone on unheard.
	mostAhead = 3000
)

// suitor is who sends as if it were the far side.
type suitor struct {
	from netip.AddrPort
	ssrc uint32
	next uint16
	run  int
}

// follows says whether a packet from another address than the known one is of
// the same stream, or of one that may take its place. With SRTP the packet must
// also prove true, which is looked at next. As long as the known address still
// sends, nobody takes its place: who can only copy packets on their way gains
// nothing.
func (st *stream) follows(s *shard, from netip.AddrPort, packet []byte) bool {
	if !st.nat || !st.in.Started() || !st.agreed.Receive || st.agreed.Held {
		return false
	}
	h, _, err := rtpio.ParseHeader(packet)
	if err != nil {
		return false
	}
	w := &st.suitor
	if from != w.from || h.SSRC != w.ssrc || h.Seq != w.next {
		*w = suitor{from: from, ssrc: h.SSRC}
	}
	w.run, w.next = min(w.run+1, freshRun), h.Seq+1
	quiet := s.now - st.spokeAt
	ahead := h.Seq - st.in.Last()
	if h.SSRC == st.in.SSRC() && ahead > 0 && ahead < mostAhead {
		return quiet >= s.cfg.MovedAfter && (st.opener != nil || w.run >= sameRun)
	}
	return quiet >= s.cfg.GoneAfter && from.Addr() == st.signal && w.run >= freshRun
}
