package voice

import (
	"github.com/yobirin/yobirin/shared/opus"
	"github.com/yobirin/yobirin/shared/rtpio"
)

const (
	// pauseMS is after how much of nothing a stream counts as paused: what
	// comes then is placed anew.
	pauseMS = 200
	// slackMS is how much deeper the buffer may be than needed before it is
	// corrected, and scantMS how much shallower.
	slackMS, scantMS = 4, 4
	// pulseMS is the least time between two slow corrections.
	pulseMS = 100
	// muchMS off, corrections are made as fast as they can be.
	muchMS = 60
	// lateRun packets late one after another: the way itself has become longer.
	lateRun = 8
	// fadeMS is over what concealment by the decoder fades to noise.
	fadeMS = 60
)

// playout turns packets into an even stream of samples. It knows no clock and
// no goroutine: what is asked of it is its clock. Not safe for concurrent use.
type playout struct {
	jitter   jitter
	concealA concealer // of G.711
	opus     *opus.Decoder
	noise    noise
	toDevice upsampler

	rate   int
	epoch  uint32
	played int64 // samples of the device asked for so far

	// fifo is decoded and not yet played; pos is the RTP time after its end.
	// What is put in or taken out beside the stream's own time changes how
	// long the stream is delayed, and nothing else does.
	fifo    []int16
	store   [2*opus.MaxFrame + 8192]int16
	pos     int64
	going   bool // packets are played, one after another
	placed  bool // pos is set for what will begin
	hungry  int64
	seq     uint16
	gapped  int64 // samples concealed in the present gap
	late    int   // packets late one after another
	rest    int64 // samples until the next slow correction
	current codec

	concealed, lates, skipped uint64 // samples, packets, samples
}

func newPlayout() *playout {
	p := &playout{}
	p.fifo = p.store[:0]
	p.toDevice.reset()
	return p
}

// put takes a packet of a codec that was agreed on.
func (p *playout) put(h rtpio.Header, c codec, payload []byte) {
	before := p.pos
	if !p.going {
		before = -1 << 62
	}
	switch p.jitter.put(h, c, payload, p.played, p.epoch, before) {
	case packetLate:
		p.lates++
		if p.late++; p.late >= lateRun {
			// None comes in time any more: begin anew with what comes now.
			p.late, p.going, p.placed = 0, false, false
			p.jitter.timing.reset(c.rate())
		}
	case packetKept:
		p.late = 0
	case packetDropped:
	}
}

// quiet takes a packet of comfort noise (RFC 3389).
func (p *playout) quiet(payload []byte) {
	if len(payload) > 0 {
		p.noise.set(payload[0])
	}
}

// depthMS is how long a packet that is not late at all waits at present.
func (p *playout) depthMS() float64 {
	if p.rate == 0 || !p.going || !p.timed() {
		return 0
	}
	return float64(max(0, p.delay()-p.jitter.timing.base)) * 1000 / float64(p.rate)
}

// timed says whether what is known of arrivals is about the epoch that is
// being played, and not about one that has begun after it.
func (p *playout) timed() bool { return p.epoch == p.jitter.epoch }

// delay is by how much the stream is played behind its own time.
func (p *playout) delay() int64 { return p.now() - p.pos + int64(len(p.fifo)) }

func (p *playout) now() int64 { return p.played * int64(p.rate) / deviceRate }

func (p *playout) ms(v int) int64 { return int64(v) * int64(p.rate) / 1000 }

// pull fills dst, Frame samples of the device.
func (p *playout) pull(dst []int16) {
	if p.rate == 0 {
		if s := p.jitter.first(); s != nil {
			p.begin(s)
		}
	}
	if p.rate == 0 {
		clear(dst)
		p.played += int64(len(dst))
		return
	}
	for n := p.leftover(dst); n < len(dst); {
		if len(p.fifo) == 0 {
			p.fifo = p.store[:0]
			p.fill()
		}
		if p.rate == deviceRate {
			k := copy(dst[n:], p.fifo)
			p.fifo = p.fifo[k:]
			n, p.played = n+k, p.played+int64(k)
			continue
		}
		k := min(len(p.fifo), max(1, (len(dst)-n)*p.rate/deviceRate))
		p.toDevice.add(p.fifo[:k])
		p.fifo = p.fifo[k:]
		p.played += int64(k * deviceRate / p.rate)
		n += p.toDevice.take(dst[n:])
	}
}

// leftover takes what was made for the device already: a few samples, when the
// rate had changed within a pull.
func (p *playout) leftover(dst []int16) int {
	if p.rate == deviceRate {
		return 0
	}
	return p.toDevice.take(dst)
}

// begin changes to the epoch of a packet.
func (p *playout) begin(s *slot) {
	if rate := s.codec.rate(); rate != p.rate {
		p.rate = rate
		p.toDevice.reset()
		p.concealA = concealer{}
	}
	p.epoch = s.epoch
	p.going, p.placed, p.hungry, p.gapped = false, false, 0, 0
}

// fill puts something into the empty fifo.
func (p *playout) fill() {
	s := p.jitter.first()
	for s != nil && p.going && s.epoch == p.epoch && s.time < p.pos {
		// It came in time and was passed over since.
		s.used = false
		p.lates++
		s = p.jitter.first()
	}
	switch {
	case s == nil && p.going:
		p.starve()
	case s == nil:
		p.breathe(p.ms(10))
	case s.epoch != p.epoch:
		p.begin(s)
	case !p.going:
		p.approach(s)
	case p.tooFar(): // before a gap is filled, which would keep it so
	case s.time > p.pos:
		p.bridge(s)
	default:
		p.play(s)
	}
}

// breathe makes comfort noise, which belongs to no packet's time.
func (p *playout) breathe(n int64) {
	p.fifo = p.store[:n]
	clear(p.fifo)
	p.noise.add(p.fifo, 1)
}

// starve fills where a packet should be and none is there at all: it may be
// lost or only late, so the stream's time waits.
func (p *playout) starve() {
	n := p.ms(10)
	p.conceal(n)
	p.hungry += n
	if p.hungry >= p.ms(pauseMS) {
		p.going, p.placed, p.hungry, p.gapped = false, false, 0, 0
	}
}

// approach waits, in noise, until it is the first packet's turn.
func (p *playout) approach(s *slot) {
	t := &p.jitter.timing
	if !p.timed() { // the rest of a stream that is over
		p.pos, p.placed = s.time, true
	}
	if !p.placed {
		if !t.known() || s.lateness-t.base > p.ms(maxDepth) {
			t.reset(p.rate) // after a pause time has moved
			t.add(s.lateness)
		}
		p.placed = true
		delay := max(t.base+t.target(), s.lateness)
		p.pos = min(p.now()-delay+int64(len(p.fifo)), s.time)
	}
	if p.tooFar() { // packets have been given up meanwhile
		return
	}
	if wait := s.time - p.pos; wait > 0 {
		if wait > p.ms(jumpMS) { // nobody waits that long
			p.pos = s.time
			return
		}
		wait = min(wait, p.ms(10))
		p.breathe(wait)
		p.pos += wait
		return
	}
	p.going, p.pos, p.seq, p.gapped, p.hungry = true, s.time, s.seq-1, 0, 0
}

// bridge fills a gap before the packet s.
func (p *playout) bridge(s *slot) {
	gap := s.time - p.pos
	if p.hungry > 0 {
		// What was filled in while nothing was there was part of this gap.
		covered := min(p.hungry, gap)
		p.pos += covered
		p.hungry -= covered
		return
	}
	if s.seq == p.seq+1 || gap > p.ms(jumpMS) {
		// Nothing was lost: the far side was silent.
		p.seq = s.seq - 1
		p.going, p.placed = false, false
		return
	}
	if !p.timed() {
		s.used = false // what is left of a stream that is over, beyond a gap
		return
	}
	t := &p.jitter.timing
	n := min(gap, p.ms(10))
	if p.delay()-t.base < t.target()-p.ms(slackMS) {
		// It may still come: waiting is the delay we want anyway.
		p.conceal(n)
		return
	}
	if s.codec == codecOpus && p.opus != nil && gap == opus.Frame {
		if m, err := p.opus.Recover(p.store[:opus.Frame], s.payload()); err == nil && m == opus.Frame {
			p.fifo = p.store[:m]
			p.pos += gap
			p.concealed += uint64(gap)
			return
		}
	}
	p.conceal(n)
	p.pos += n
}

// tooFar gives up the oldest packets when the delay has grown beyond measure,
// and says whether it did.
func (p *playout) tooFar() bool {
	if !p.timed() {
		return false
	}
	t := &p.jitter.timing
	over := p.delay() - t.base - p.ms(maxDepth)
	if over <= p.ms(slackMS) {
		return false
	}
	over = p.delay() - t.base - t.target()
	p.pos += over
	p.hungry, p.skipped = 0, p.skipped+uint64(over)
	return true
}

// conceal puts n samples of concealment into the fifo.
func (p *playout) conceal(n int64) {
	p.fifo = p.store[:n]
	var share float64
	if p.rate == deviceRate {
		share = max(0, 1-float64(p.gapped)/float64(p.ms(2*fadeMS)))
		if p.opus != nil && share > 0 {
			p.opus.Conceal(p.fifo)
			next := max(0, 1-float64(p.gapped+n)/float64(p.ms(2*fadeMS)))
			for i := range p.fifo {
				w := share + (next-share)*float64(i)/float64(n)
				p.fifo[i] = clip(float64(p.fifo[i]) * w)
			}
		} else {
			clear(p.fifo)
		}
	} else {
		share = p.concealA.conceal(p.fifo)
	}
	p.noise.add(p.fifo, 1-share)
	p.gapped += n
	p.concealed += uint64(n)
}

// play decodes the packet, whose turn it is.
func (p *playout) play(s *slot) {
	n := p.decode(s)
	s.used = false
	p.seq, p.current, p.hungry = s.seq, s.codec, 0
	if n == 0 {
		// A bad packet is a lost one; the next one's time says how long it was.
		p.seq--
		p.pos++
		return
	}
	p.fifo = p.store[:n]
	p.pos = s.time + int64(n)
	if p.rate != deviceRate {
		p.concealA.good(p.fifo)
	}
	p.gapped = 0
	p.noise.hear(p.fifo)
	p.correct()
}

func (p *playout) decode(s *slot) int {
	if s.codec != codecOpus {
		return s.codec.law().Decode(p.store[:], s.payload())
	}
	if p.opus == nil {
		return 0
	}
	n, err := p.opus.Decode(p.store[:opus.MaxFrame], s.payload())
	if err != nil {
		return 0
	}
	return n
}

// correct makes what was decoded shorter or longer where the delay is not the
// one that is needed.
func (p *playout) correct() {
	if !p.timed() {
		return
	}
	t := &p.jitter.timing
	p.rest -= int64(len(p.fifo))
	off := p.delay() - t.base - t.target()
	hurry := abs(off) > p.ms(muchMS)
	switch {
	case off > p.ms(slackMS) && (p.rest <= 0 || hurry):
		s := findSeam(p.fifo, p.rate, int(off))
		if s.good || hurry && s.window > 0 {
			p.fifo = shorten(p.fifo, s)
			p.rest = p.ms(pulseMS)
		}
	case off < -p.ms(scantMS):
		// Too little is worse than too much: at every packet.
		if s := findSeam(p.fifo, p.rate, int(-off)); s.good {
			p.fifo = lengthen(p.fifo, s)
		}
	}
}
