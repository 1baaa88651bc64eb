package rtpio

import "time"

const (
	maxDropout  = 3000 // RFC 3550 appendix A.1
	maxMisorder = 100
)

// Receiver keeps the statistics of what comes: RFC 3550 appendices A.1, A.3
// and A.8, over restarts and changes of the source. The zero value is ready.
type Receiver struct {
	// Clock is the RTP clock in Hz, a multiple of 8000; 0 is 8000.
	Clock int

	ssrc     uint32
	started  bool
	base     uint16
	max      uint16
	cycles   uint32
	bad      uint32
	received uint64 // of this source

	pastExpected, pastReceived uint64 // of the sources before

	transit   int32
	hasTravel bool
	jitter    float64 // RTP units

	lastExpected, lastReceived uint64 // at the report before

	total uint64
}

// Add counts a packet that arrived at now (any steady origin) and says whether
// its source is a new one or has restarted. Pass timed false for packets whose
// timestamp is not their sampling time (telephone events).
func (r *Receiver) Add(h Header, now time.Duration, timed bool) (fresh bool) {
	r.total++
	switch {
	case !r.started || h.SSRC != r.ssrc:
		r.restart(h)
		fresh = true
	default:
		delta := h.Seq - r.max
		switch {
		case delta < maxDropout:
			if h.Seq < r.max {
				r.cycles += 1 << 16
			}
			r.max = h.Seq
		case delta <= 0xFFFF-maxMisorder:
			// A jump: believed when the next packet follows on it.
			if uint32(h.Seq) != r.bad {
				r.bad = uint32(h.Seq+1) & 0xFFFF
				return false
			}
			r.restart(h)
			fresh = true
		}
	}
	r.received++
	if timed {
		clock := uint32(8000)
		if r.Clock != 0 {
			clock = uint32(r.Clock)
		}
		arrival := int32(uint32(now/(time.Second/8000)) * (clock / 8000))
		travel := arrival - int32(h.TS)
		if r.hasTravel && !fresh {
			d := float64(travel - r.transit)
			if d < 0 {
				d = -d
			}
			// A gap of seconds is a pause of the sender's clock, no jitter.
			if d < float64(clock) {
				r.jitter += (d - r.jitter) / 16
			}
		}
		r.transit, r.hasTravel = travel, true
	}
	return fresh
}

// Tick says that timestamps are in a clock of hz, a multiple of 8000, from the
// next packet on: the source has changed its codec. What was measured stays.
func (r *Receiver) Tick(hz int) {
	old := 8000
	if r.Clock != 0 {
		old = r.Clock
	}
	if hz == old {
		return
	}
	r.jitter *= float64(hz) / float64(old)
	r.Clock, r.hasTravel = hz, false
}

func (r *Receiver) restart(h Header) {
	r.pastExpected += r.expectedHere()
	r.pastReceived += r.received
	r.ssrc, r.started = h.SSRC, true
	r.base, r.max, r.cycles, r.received = h.Seq, h.Seq, 0, 0
	r.bad = 1 << 16
	r.hasTravel = false
}

func (r *Receiver) expectedHere() uint64 {
	if !r.started {
		return 0
	}
	return uint64(r.cycles) + uint64(r.max) - uint64(r.base) + 1
}

// Received is the number of packets counted so far.
func (r *Receiver) Received() uint64 { return r.total }

// Lost is the number of packets that did not arrive.
func (r *Receiver) Lost() uint64 {
	expected, got := r.pastExpected+r.expectedHere(), r.pastReceived+r.received
	if got >= expected { // duplicates
		return 0
	}
	return expected - got
}

// JitterMS is the interarrival jitter in milliseconds.
func (r *Receiver) JitterMS() float64 {
	if r.Clock != 0 {
		return r.jitter * 1000 / float64(r.Clock)
	}
	return r.jitter / 8
}

// SSRC is the source last heard, 0 before the first.
func (r *Receiver) SSRC() uint32 { return r.ssrc }

// Last is the highest sequence number of the source last heard.
func (r *Receiver) Last() uint16 { return r.max }

// Started says whether anything came yet.
func (r *Receiver) Started() bool { return r.started }

// Block makes the reception report block of the next RTCP packet and begins
// the next interval.
func (r *Receiver) Block() Block {
	expected := r.pastExpected + r.expectedHere()
	got := r.pastReceived + r.received
	dExpected, dGot := expected-r.lastExpected, got-r.lastReceived
	r.lastExpected, r.lastReceived = expected, got
	b := Block{SSRC: r.ssrc, Lost: uint32(min(r.Lost(), 0x7FFFFF)), Highest: r.cycles | uint32(r.max), Jitter: uint32(r.jitter)}
	if dExpected > dGot && dExpected > 0 {
		b.Fraction = uint8(min(255, (dExpected-dGot)<<8/dExpected))
	}
	return b
}
