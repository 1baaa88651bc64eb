package media

import (
	"net/netip"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
	"github.com/yobirin/yobirin/shared/sdp"
)

// maxFrame is the longest packet made, in samples: 60 ms.
const maxFrame = 480

// stream is the running half of a port: it belongs to its shard's loop alone.
type stream struct {
	id      id.Leg
	sockets [2]socket // RTP, RTCP
	index   int       // in the shard's list
	tag     uint64    // random: the key of a set of streams is the XOR of their tags
	closed  bool
	cname   string

	// As agreed.
	agreed  sdp.Agreed
	ready   bool      // an agreement was reached
	kinds   [128]int8 // by payload type of what comes: a law, or one of the kinds
	sealer  *rtpio.Cipher
	opener  *rtpio.Cipher
	frame   int // samples per packet made here
	remote  address
	control address

	// Where packets come from.
	nat         bool
	signal      netip.Addr
	source      netip.AddrPort
	ctlSource   netip.AddrPort
	learned     bool
	ctlLearned  bool
	learnUntil  time.Duration
	strangers   uint64
	suitor      suitor        // who else sends
	spokeAt     time.Duration // when the known source sent RTP last
	lastHeard   time.Duration
	silentSince time.Duration // when Silent was last reported, or lastHeard

	in     rtpio.Receiver
	epoch  uint32 // counts restarts of what comes
	clock  mediaClock
	events rtpio.EventReceiver
	wide   bool // the audio before came in Opus
	ear    *ear
	tones  bool // DTMF tones are listened for whatever was agreed
	// fallback: they are listened for where no events were agreed.
	fallback bool
	inband   *pcm.DTMFDetector
	keys     keys

	// What goes out.
	ssrc uint32
	out  sender

	// Who hears whom.
	hear      []leg.Source
	sources   []source  // those of hear that are here
	listeners []*stream // who has this stream among its sources
	mixedBy   int       // how many of them need samples
	ring      *ring
	mark      uint64 // set to the shard's mark while a list is gone through …
	markAt    int    // … with the place in that list
	room      *room  // the mix it hears, when shared
	own       int    // its own seat there; negative: none
	shifts    []shift
	relaying  bool
	player    *player
	digits    digitSender
	paced     bool
	pace      uint32 // generation of the wheel's entry

	taps []tap

	// RTCP.
	reportAt    time.Duration
	reported    uint64 // packets sent at the report before
	farSR       uint32
	farSRAt     time.Duration
	roundTrip   time.Duration
	farLost     float64
	farJitterMS float64
}

// source is one stream in what another hears.
type source struct {
	stream *stream
	gain   int
	listed bool  // the hearer is among stream.listeners …
	mixed  bool  // … and counted in stream.mixedBy
	at     int64 // reading position in the source's ring
	primed bool
}

// sender is what was sent last, so that every change of what is sent goes on
// in one sequence and one clock.
type sender struct {
	seq    uint16
	ts     uint32
	at     time.Duration
	floor  uint16 // sequence number at which the present producer began
	from   *stream
	epoch  uint32
	seqOff uint16
	tsOff  uint32
	srcTS  uint32 // time of the source that tsOff was reckoned at
	form   form
	srcSeq uint16
	steady bool // the pacer sent the packet before
	gapped bool // packets of the source were withheld since the one before
	count  uint64
	octets uint64
	failed uint64
}

// configure makes the stream be as agreed.
func (st *stream) configure(s *shard, a sdp.Agreed, inKey, outKey *rtpio.Cipher) {
	moved := !st.ready || a.Remote != st.agreed.Remote
	if !st.ready && a.Opus {
		st.turn(true)
	}
	st.agreed, st.ready = a, true
	st.opener, st.sealer = inKey, outKey
	st.frame = min(maxFrame, a.PTime*pcm.Rate/1000)
	st.know(a)
	if moved {
		st.source, st.ctlSource = a.Remote, a.RemoteRTCP
		st.remote, st.control = newAddress(st.reachable(a.Remote)), newAddress(st.reachable(a.RemoteRTCP))
		st.learned, st.ctlLearned = false, false
	}
	if st.nat {
		// Once more for each agreement: the phone may have changed its network.
		st.learned, st.ctlLearned = false, false
		st.learnUntil = s.now + s.cfg.LearnFor
	}
	st.lastHeard, st.silentSince, st.spokeAt = s.now, s.now, s.now
	st.suitor = suitor{}
	st.listenInband()
	st.out.from = nil // after a hold the sequence goes on without a gap
	s.resolve(st)
}

// know makes the table of payload types. What the far side was told comes
// after its own numbers, with which some send all the same.
func (st *stream) know(a sdp.Agreed) {
	for i := range st.kinds {
		st.kinds[i] = kindNone
	}
	for _, k := range [...]struct {
		pt   int16
		kind int8
	}{
		{a.OpusPT, kindOpus}, {int16(a.PT), int8(a.Law)}, {a.EventPT, kindEvent},
		{a.OpusRecv, kindOpus}, {int16(a.RecvPT), int8(a.Law)}, {a.AlsoPT, int8(a.Also)}, {a.EventRecv, kindEvent},
	} {
		if k.pt >= 0 {
			st.kinds[k.pt&0x7f] = k.kind
		}
	}
}

// reachable is where to send before the source is learned: an address of a
// private network, named by a phone behind NAT, leads nowhere.
func (st *stream) reachable(ap netip.AddrPort) netip.AddrPort {
	if st.nat && ap.IsValid() && st.signal.IsValid() && ap.Addr() != st.signal && ap.Addr().IsPrivate() {
		return netip.AddrPortFrom(st.signal, ap.Port())
	}
	return ap
}

// visit does what is due from time to time.
func (st *stream) visit(s *shard) {
	if !st.ready {
		return
	}
	if st.ear != nil && s.now-st.ear.used > earKept {
		st.ear = nil
	}
	if s.now >= st.reportAt {
		st.reportAt = s.now + s.cfg.ReportEvery
		st.keepAlive(s)
		st.sendControl(s, false)
	}
	if st.agreed.Receive && !st.agreed.Held && s.now-st.silentSince >= s.cfg.SilentAfter && s.now-st.lastHeard >= s.cfg.SilentAfter {
		st.silentSince = s.now
		s.report(leg.Silent{Leg: st.id, For: s.now - st.lastHeard})
	}
	if st.agreed.Held || !st.agreed.Receive {
		st.lastHeard = s.now
	}
}

// keepAlive sends one frame of silence when nothing went out since the report
// before: NATs and carriers give up streams that are dead for long (RFC 6263).
func (st *stream) keepAlive(s *shard) {
	if st.out.count == st.reported && st.maySend() && !st.paced {
		for i := range st.frame {
			s.frame[i] = st.agreed.Law.Silence()
		}
		st.sendFrame(s, s.frame[:st.frame])
		st.out.steady = false
	}
	st.reported = st.out.count
}

func (st *stream) quality() leg.Quality {
	q := leg.Quality{
		Sent: st.out.count, Received: st.in.Received(), Lost: st.in.Lost(), JitterMS: st.in.JitterMS(),
		RoundTrip: float64(st.roundTrip) / float64(time.Millisecond), FarLost: st.farLost, FarJitter: st.farJitterMS,
		Strangers: st.strangers,
	}
	if q.Received > 0 {
		q.MOS = rtpio.MOS(float64(q.Lost)/float64(q.Lost+q.Received), q.JitterMS, q.RoundTrip)
	}
	return q
}

// mediaClock maps RTP timestamps to samples since the plane's start, so that
// the network's jitter does not move what is recorded or mixed.
type mediaClock struct {
	set bool
	ts  uint32
	at  int64
}

// maxDrift is how far the sender's clock may be from the arrival before it is
// set anew, in samples: 150 ms.
const maxDrift = 1200

func (c *mediaClock) at8k(ts uint32, now time.Duration, fresh bool) int64 {
	arrival := samplesAt(now)
	if c.set && !fresh {
		at := c.at + int64(int32(ts-c.ts))
		if d := at - arrival; d < maxDrift && d > -maxDrift {
			c.ts, c.at = ts, at
			return at
		}
	}
	*c = mediaClock{set: true, ts: ts, at: arrival}
	return arrival
}

func samplesAt(d time.Duration) int64 { return int64(d / (time.Second / pcm.Rate)) }
