package media

import (
	"net/netip"

	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
)

// receive takes one packet of a stream's socket. It allocates nothing.
func (s *shard) receive(st *stream, control bool, from netip.AddrPort, packet []byte) {
	s.received.Add(1)
	if !st.ready {
		return
	}
	if len(packet) > rtpio.MaxPacket {
		s.malformed.Add(1)
		return
	}
	if control {
		s.receiveControl(st, &st.ctlSource, &st.ctlLearned, from, packet)
		return
	}
	if rtpio.IsRTCP(packet) {
		if st.agreed.Mux {
			s.receiveControl(st, &st.source, &st.learned, from, packet)
		}
		return
	}
	known := from == st.source
	if !known && !st.mayLearn(s, from) && !st.follows(s, from, packet) {
		st.strangers++
		s.strangers.Add(1)
		return
	}
	if st.opener != nil {
		clear, err := st.opener.Open(s.plain[:0], packet)
		if err != nil {
			s.unauthentic.Add(1)
			return
		}
		packet = clear
	}
	h, payload, err := rtpio.Parse(packet)
	if err != nil {
		s.malformed.Add(1)
		return
	}
	kind := st.kinds[h.PT]
	if kind < 0 {
		if h.PT == comfortNoise && known {
			st.spokeAt = s.now
			st.alive(s) // a phone that sends no silence is there all the same
			return
		}
		s.malformed.Add(1) // a codec nobody agreed on
		return
	}
	if !known || st.nat && !st.learned {
		st.learn(from)
	}
	st.spokeAt = s.now
	if !st.agreed.Receive {
		return
	}
	st.alive(s)
	if kind != kindEvent && (kind == kindOpus) != st.wide {
		st.turn(kind == kindOpus)
	}
	fresh := st.in.Add(h, s.now, kind != kindEvent)
	if fresh {
		st.epoch++
	}
	switch {
	case kind == kindEvent:
		s.event(st, h, payload)
	case kind == kindOpus:
		s.opus(st, h, payload, fresh)
	case len(payload) > 0 && len(payload) <= 2*maxFrame:
		s.audio(st, h, pcm.Law(kind), payload, fresh)
	}
}

// mayLearn says whether a packet from another source than the known one may
// set it: once per agreement, early, and only from where the signalling comes.
func (st *stream) mayLearn(s *shard, from netip.AddrPort) bool {
	return st.nat && !st.learned && s.now <= st.learnUntil && from.Addr() == st.signal
}

func (st *stream) learn(from netip.AddrPort) {
	st.learned = true
	st.suitor = suitor{}
	if from == st.source && st.remote.AddrPort == from {
		return
	}
	st.source = from
	st.remote = newAddress(from)
	st.ctlLearned = false
	if st.agreed.Mux {
		st.control = st.remote
		return
	}
	// Until its RTCP is learned too, the port after is the best guess.
	st.control = newAddress(netip.AddrPortFrom(from.Addr(), from.Port()+1))
	st.ctlSource = st.control.AddrPort
}

func (s *shard) receiveControl(st *stream, source *netip.AddrPort, learned *bool, from netip.AddrPort, packet []byte) {
	known := from == *source
	if !known && (!st.nat || *learned || source != &st.ctlSource || !st.learned || from.Addr() != st.source.Addr()) {
		st.strangers++
		s.strangers.Add(1)
		return
	}
	if st.opener != nil {
		clear, err := st.opener.OpenControl(s.plain[:0], packet)
		if err != nil {
			s.unauthentic.Add(1)
			return
		}
		packet = clear
	}
	c, err := rtpio.ParseControl(packet)
	if err != nil {
		s.malformed.Add(1)
		return
	}
	if !known {
		*learned, *source = true, from
		st.control = newAddress(from)
	}
	st.alive(s)
	st.takeControl(s, &c)
}

// comfortNoise is the payload type of RFC 3389.
const comfortNoise = 13

// alive notes a sign of life of the far side: audio, comfort noise or RTCP.
func (st *stream) alive(s *shard) { st.lastHeard, st.silentSince = s.now, s.now }

// audio passes a packet on to the taps and to all who hear the stream.
func (s *shard) audio(st *stream, h rtpio.Header, law pcm.Law, payload []byte, fresh bool) {
	heard := payload
	if st.inband != nil && s.listenForDigits(st, law, payload) {
		heard = s.quiet[law][:len(payload)]
	}
	if len(st.taps) > 0 || st.mixedBy > 0 {
		at := st.clock.at8k(h.TS, s.now, fresh)
		for i := range st.taps {
			s.tap(&st.taps[i], at, law, payload)
		}
		if st.mixedBy > 0 {
			st.ring.put(at, law, heard)
		}
	}
	for _, l := range st.listeners {
		if l.relaying {
			s.relay(l, st, h, formLaw, law, heard)
		}
	}
}
