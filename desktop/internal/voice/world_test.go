package voice

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/yobirin/yobirin/shared/opus"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
)

// flight is one packet on its way.
type flight struct {
	at      float64 // ms
	order   int
	header  rtpio.Header
	codec   codec
	payload []byte
}

// world is a sender, a network and a sound card, with clocks of their own.
type world struct {
	t     *testing.T
	rng   *rand.Rand
	p     *playout
	air   []flight
	tick  float64 // ms of the network per 10 ms of the card
	now   float64
	seq   uint16
	ts    uint32
	sent  int64 // samples of the source
	at    float64
	ssrc  uint32
	codec codec
	freq  float64
	enc   *opus.Encoder
	out   []int16
	keep  int // samples kept of what was played
	frame [Frame]int16
	order int
}

func newWorld(t *testing.T, c codec) *world {
	w := &world{t: t, rng: rand.New(rand.NewPCG(1, uint64(c))), p: newPlayout(), tick: 10, ssrc: 7, codec: c, freq: 440, seq: 65500, ts: math.MaxUint32 - 8000, keep: 4 * deviceRate}
	if c == codecOpus {
		var err error
		if w.enc, err = opus.NewEncoder(24000); err != nil {
			t.Fatal(err)
		}
		if w.p.opus, err = opus.NewDecoder(); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// packet is the next 20 ms of the tone.
func (w *world) packet() flight {
	rate := w.codec.rate()
	n := rate / 50
	samples := make([]int16, n)
	for i := range samples {
		samples[i] = int16(8000 * math.Sin(2*math.Pi*w.freq*float64(w.sent+int64(i))/float64(rate)))
	}
	f := flight{at: w.at, order: w.order, codec: w.codec, header: rtpio.Header{Seq: w.seq, TS: w.ts, SSRC: w.ssrc}}
	w.order++
	if w.codec == codecOpus {
		b := make([]byte, opus.MaxPacket)
		m, err := w.enc.Encode(b, samples)
		if err != nil {
			w.t.Fatal(err)
		}
		f.payload = b[:m]
	} else {
		f.payload = make([]byte, n)
		w.codec.law().Encode(f.payload, samples)
	}
	w.sent += int64(n)
	w.seq++
	w.ts += uint32(n)
	w.at += 20
	return f
}

// network says when a packet that was sent arrives, and whether at all.
type network func(f *flight) bool

func (w *world) steady(*flight) bool { return true }

func (w *world) losing(share float64) network {
	return func(*flight) bool { return w.rng.Float64() >= share }
}

// jittering delays each packet by its own, so that they overtake each other.
func (w *world) jittering(ms float64) network {
	return func(f *flight) bool { f.at += w.rng.Float64() * ms; return true }
}

// queueing delays packets as a queue does: none overtakes another.
func (w *world) queueing(ms float64) network {
	last := 0.0
	return func(f *flight) bool {
		f.at = max(last, f.at+w.rng.Float64()*ms)
		last = f.at
		return true
	}
}

// run lets ms of the card's time pass; each, when given, sees every frame.
func (w *world) run(ms float64, n network, each func(frame []int16)) {
	for end := w.now + ms; w.now < end; w.now += w.tick {
		for w.at <= w.now {
			if f := w.packet(); n(&f) {
				w.air = append(w.air, f)
			}
		}
		slices.SortStableFunc(w.air, func(a, b flight) int {
			switch {
			case a.at < b.at:
				return -1
			case a.at > b.at:
				return 1
			}
			return a.order - b.order
		})
		k := 0
		for ; k < len(w.air) && w.air[k].at <= w.now; k++ {
			w.p.put(w.air[k].header, w.air[k].codec, w.air[k].payload)
		}
		w.air = slices.Delete(w.air, 0, k)
		w.p.pull(w.frame[:])
		if each != nil {
			each(w.frame[:])
		}
		w.out = append(w.out, w.frame[:]...)
		if over := len(w.out) - w.keep; over > w.keep {
			w.out = slices.Delete(w.out, 0, over)
		}
	}
}

// share is how much of the last ms is the tone.
func (w *world) share(ms int) float64 {
	return pcm.Share(w.out[len(w.out)-ms*deviceRate/1000:], w.freq, deviceRate)
}

// shares is the mean of the tone's share over windows of 20 ms: what slips in
// phase are heard as, not what they do to a long measurement.
func (w *world) shares(ms int) float64 {
	const window = deviceRate / 50
	part, sum, n := w.out[len(w.out)-ms*deviceRate/1000:], 0.0, 0.0
	for ; len(part) >= window; part = part[window:] {
		sum += pcm.Share(part[:window], w.freq, deviceRate)
		n++
	}
	return sum / n
}

func (w *world) level(ms int) float64 {
	return loudness(w.out[len(w.out)-ms*deviceRate/1000:])
}

// click is the greatest step from one sample to the next.
func (w *world) click(ms int) int {
	part, worst := w.out[len(w.out)-ms*deviceRate/1000:], 0
	for i := 1; i < len(part); i++ {
		worst = max(worst, int(abs(int64(part[i])-int64(part[i-1]))))
	}
	return worst
}
