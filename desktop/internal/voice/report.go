package voice

import (
	"sync"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/rtpio"
)

// presentFor is over how many seconds the present quality is measured.
const presentFor = 10

// figures are what reports told and what quality is made of.
type figures struct {
	sync.Mutex
	name      string // CNAME: random, it tells nobody who we are
	next      time.Time
	roundTrip time.Duration
	farLoss   float64 // 0…1
	// counts per second, newest last
	seconds [presentFor]count
	n, at   int
	last    count // totals at the last second
	lastAt  time.Time
}

// count is what came in a while. Late packets came too late to be played.
type count struct{ received, lost, late uint64 }

// sample is called by watch: counts once a second, reports when it is time.
func (s *session) sample(now time.Time) {
	f := &s.figures
	f.Lock()
	if now.Sub(f.lastAt) >= time.Second {
		f.lastAt = now
		total := s.totals()
		f.seconds[f.at] = count{total.received - f.last.received, less(total.lost, f.last.lost), total.late - f.last.late}
		f.last = total
		f.at = (f.at + 1) % presentFor
		f.n = min(f.n+1, presentFor)
	}
	due := !f.next.IsZero() && !now.Before(f.next)
	if due {
		f.next = now.Add(reportEvery)
	}
	f.Unlock()
	if due {
		s.report(false)
	}
}

// less is a-b, or 0 when something that was lost has come after all.
func less(a, b uint64) uint64 {
	if a < b {
		return 0
	}
	return a - b
}

func (s *session) totals() count {
	s.ear.Lock()
	defer s.ear.Unlock()
	return count{s.ear.stats.Received(), s.ear.stats.Lost(), s.ear.play.lates}
}

// report sends an RTCP report; at the end with a goodbye.
func (s *session) report(bye bool) {
	s.state.Lock()
	w, agreed := s.state.wire, s.state.agreed
	s.state.Unlock()
	if w == nil || !agreed {
		return
	}
	now := time.Now()
	s.talk.Lock()
	ssrc := s.talk.ssrc
	var sender *rtpio.Sender
	if s.talk.packets > 0 && now.Sub(s.talk.lastSent) < 2*reportEvery {
		sender = &rtpio.Sender{NTP: rtpio.NTP(now), TS: s.talk.ts, Packets: s.talk.packets, Octets: s.talk.octets}
	}
	s.talk.Unlock()
	var block *rtpio.Block
	s.ear.Lock()
	if s.ear.stats.Started() {
		b := s.ear.stats.Block()
		if !s.ear.senderAt.IsZero() {
			b.LSR = rtpio.Middle(s.ear.sender.NTP)
			b.DLSR = uint32(now.Sub(s.ear.senderAt) * 65536 / time.Second)
		}
		block = &b
	}
	s.ear.Unlock()
	w.sendControl(rtpio.AppendControl(make([]byte, 0, 128), ssrc, sender, block, s.figures.name, bye))
}

// takeControl takes a report of the far side, no longer encrypted.
func (s *session) takeControl(packet []byte) {
	c, err := rtpio.ParseControl(packet)
	if err != nil {
		return
	}
	now := time.Now()
	if c.HasSender {
		s.ear.Lock()
		s.ear.sender, s.ear.senderAt = c.Sender, now
		s.ear.Unlock()
	}
	s.talk.Lock()
	ssrc := s.talk.ssrc
	s.talk.Unlock()
	f := &s.figures
	f.Lock()
	defer f.Unlock()
	for _, b := range c.Blocks[:c.Count] {
		if b.SSRC != ssrc {
			continue
		}
		f.farLoss = float64(b.Fraction) / 256
		if trip, ok := b.RoundTrip(rtpio.NTP(now)); ok {
			f.roundTrip = trip
		}
	}
}

// Quality is how the call has sounded for the last ten seconds.
func (s *session) Quality() seat.Quality {
	s.ear.Lock()
	jitter, depth := s.ear.stats.JitterMS(), s.ear.play.depthMS()
	s.ear.Unlock()
	f := &s.figures
	f.Lock()
	defer f.Unlock()
	var sum count
	for _, c := range f.seconds[:f.n] {
		sum.received += c.received
		sum.lost += c.lost
		sum.late += c.late
	}
	trip := float64(f.roundTrip) / float64(time.Millisecond)
	q := seat.Quality{FarLoss: 100 * f.farLoss, JitterMS: jitter, RoundTripMS: trip, BufferMS: depth}
	if all := sum.received + sum.lost; all > 0 && sum.received > 0 {
		missing := min(1, float64(sum.lost+sum.late)/float64(all))
		q.LossPercent = 100 * missing
		q.MOS = rtpio.MOS(missing, jitter, trip)
	}
	return q
}
