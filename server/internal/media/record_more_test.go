package media

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
	"github.com/yobirin/yobirin/shared/sdp"
)

// studio is a shard whose time and writer the test moves, and what a recording
// of it should hold.
type studio struct {
	*shard
	reel    *reel
	streams []*stream
	headers []rtpio.Header
	frame   int // of 20 ms
}

// newStudio has four streams; the third and what the second also sends are A-law.
func newStudio(t testing.TB) *studio {
	s, streams := wired(t, nil)
	x := &studio{shard: s, reel: s.writer.sink.(*reel), streams: streams}
	x.writer.report = s.report
	a := streams[0].agreed
	for n := uint16(3); n <= 4; n++ {
		x.streams = append(x.streams, seated(s, id.LegOf(id.CallOf(streams[0].id), n), a))
	}
	a.Law, a.PT, a.RecvPT = pcm.A, 8, 8
	x.streams[2].configure(s, a, nil, nil)
	for i := range x.streams {
		x.headers = append(x.headers, rtpio.Header{SSRC: uint32(i), Seq: uint16(65500 + i), TS: uint32(0xFFFFFF00 + i)})
	}
	return x
}

func (x *studio) leg(n int) id.Leg { return x.streams[n].id }

// write lets the writer do what waits for it.
func (x *studio) write() {
	x.flush(true)
	for {
		select {
		case b := <-x.writer.full:
			x.writer.safely(b)
			b.frames, b.data = b.frames[:0], b.data[:0]
			x.writer.spare <- b
		default:
			return
		}
	}
}

// say makes a stream receive 20 ms that begin at the frame in progress.
func (x *studio) say(n int, payload []byte) {
	x.sayAs(n, x.headers[n], payload)
}

func (x *studio) sayAs(n int, h rtpio.Header, payload []byte) {
	h.PT = x.streams[n].agreed.RecvPT
	packet := make([]byte, rtpio.HeaderSize)
	h.Put(packet)
	x.receive(x.streams[n], false, netip.MustParseAddrPort("127.0.0.1:4000"), append(packet, payload...))
}

// pass lets 20 ms go by for everybody.
func (x *studio) pass() {
	for i := range x.headers {
		x.headers[i].Seq++
		x.headers[i].TS += 160
	}
	x.frame++
	x.now += 20 * time.Millisecond
	x.flush(false)
	x.write()
}

// spoken is 20 ms of somebody.
type spoken struct {
	frame   int
	header  rtpio.Header
	payload []byte
}

func noise(r *rand.Rand) []byte {
	b := make([]byte, 160)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func (p spoken) addTo(sum []int32, law pcm.Law) {
	mu := make([]byte, len(p.payload))
	pcm.Convert(mu, p.payload, law, pcm.Mu)
	for i, v := range mu {
		sum[i] += int32(pcm.Mu.Sample(v))
	}
}

// holds fails unless a lane of the recording is what was said, as µ-law has it.
func (x *studio) holds(t *testing.T, rec id.Recording, lane int, said []int32) {
	t.Helper()
	got := x.reel.lane(rec, lane)
	if len(got) != len(said) {
		t.Fatalf("%d samples, want %d", len(got), len(said))
	}
	for i, v := range said {
		if want := pcm.Mu.Sample(pcm.Mu.Code(pcm.Clip(v))); got[i] != want {
			t.Fatalf("lane %d, frame %d, sample %d: %d, want %d", lane, i/160, i%160, got[i], want)
		}
	}
}

// lineUp is the order that puts the streams into their lanes; 2 is More.
func (x *studio) lineUp(r *rand.Rand, rec id.Recording, lanes []int) leg.Record {
	o := leg.Record{Recording: rec, Call: id.CallOf(x.leg(0)), Left: x.leg(0)}
	for n, lane := range lanes {
		switch lane {
		case 1:
			o.Right = x.leg(n)
		case 2:
			o.More = append(o.More, x.leg(n))
		}
	}
	if r.IntN(2) == 0 { // said twice, and once more as the one on the right
		slices.Reverse(o.More)
		o.More = append(o.More, o.More...)
		o.More = append(o.More, o.Right, id.Leg{})
	}
	return o
}

// TestRightLaneIsTheExactSum of all who are in it, whatever is lost,
// doubled or late, whoever comes, goes, speaks A-law, is moved between the places, and
// while the recording is paused.
func TestRightLaneIsTheExactSum(t *testing.T) {
	for seed := range uint64(20) {
		t.Logf("seed %d", seed)
		r := rand.New(rand.NewPCG(seed, 7))
		x := newStudio(t)
		c := id.CallOf(x.leg(0))
		rec := id.RecordingOf(c, 1)
		const frames = 400
		var left, right [frames * 160]int32
		lanes := []int{0, 1, -1, -1} // who is in which lane; -1 in none
		order := func() { x.record(x.lineUp(r, rec, lanes)) }
		order()
		paused := false
		var held [4][]spoken
		for f := range frames {
			switch r.IntN(25) {
			case 0: // others take part, on other places
				right, before := 1+r.IntN(3), slices.Clone(lanes)
				for n := 1; n < 4; n++ {
					if lanes[n] = 2 * r.IntN(2); lanes[n] == 0 {
						lanes[n] = -1
					}
				}
				lanes[right] = 1
				for n := range lanes {
					if lanes[n] != before[n] {
						held[n] = nil // what is late from another place is lost
					}
				}
				order()
			case 1:
				paused = !paused
				x.pauseRecord(leg.PauseRecord{Recording: rec, Call: c, Paused: paused})
			}
			for n, lane := range lanes {
				sum := &right
				if lane == 0 {
					sum = &left
				}
				taken := func(p spoken) {
					for range 1 + r.IntN(6)/5 { // some come twice
						x.sayAs(n, p.header, slices.Clone(p.payload))
					}
					if lane >= 0 && !paused {
						p.addTo(sum[p.frame*160:], x.streams[n].agreed.Law)
					}
				}
				for _, p := range held[n] {
					taken(p)
				}
				held[n] = nil
				switch p := (spoken{f, x.headers[n], noise(r)}); {
				case r.IntN(20) == 0: // lost
				case r.IntN(10) == 0 && x.streams[n].clock.set: // late
					held[n] = append(held[n], p)
				default:
					taken(p)
				}
			}
			x.pass()
		}
		x.stopRecord(leg.StopRecord{Recording: rec, Call: c})
		x.write()
		x.holds(t, rec, 0, left[:])
		x.holds(t, rec, 1, right[:])
		for n, st := range x.streams {
			if len(st.taps) != 0 {
				t.Errorf("stream %d is tapped after the end", n)
			}
		}
	}
}

// TestTwoLegsAreRecordedAsTheyCome: byte for byte, when there are no more.
func TestTwoLegsAreRecordedAsTheyCome(t *testing.T) {
	x := newStudio(t)
	c := id.CallOf(x.leg(0))
	rec := id.RecordingOf(c, 1)
	x.record(leg.Record{Recording: rec, Call: c, Left: x.leg(0), Right: x.leg(1)})
	var want []byte
	for f := range 50 {
		a, b := make([]byte, 160), make([]byte, 160)
		for i := range a {
			a[i], b[i] = byte(f+i), byte(f-i)
			want = append(want, a[i], b[i])
		}
		x.say(0, a)
		x.say(1, b)
		x.pass()
	}
	x.stopRecord(leg.StopRecord{Recording: rec, Call: c})
	x.write()
	if !slices.Equal(x.reel.takes[rec].data, want) {
		t.Error("the file is not what was said")
	}
}

// TestALegOfMoreComesLateAndGoes: a consulted person whose leg comes from
// another call is heard from when it is here, its end ends nothing, and a
// recording goes on while only it is there.
func TestALegOfMoreComesLateAndGoes(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f, r := newFacts(), newReel()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable; c.Recorder = r })
		c := newCall()
		secure := OpenSpec{SRTP: sdp.Require}
		a, b := newPhone(t, p, c, 1, OpenSpec{}, nil), newPhone(t, p, c, 2, secure, nil)
		d := newPhone(t, p, elsewhere(p, c), 3, secure, func(l *sdp.Local) { l.Laws = []pcm.Law{pcm.A} })
		undisturbed(t, p, func(w *watch, try int) {
			rec := id.RecordingOf(c, uint16(try))
			began := time.Now()
			at := func() int64 { return samplesAt(time.Since(began)) }
			voices := map[*phone]float64{a: 500, b: 900, d: 1300}
			until := func(n int64) { talk(t, voices, func() bool { w.look(); return at() >= n }) }
			p.Do(leg.Record{Recording: rec, Call: c, Left: a.leg, Right: b.leg, More: []id.Leg{d.leg}})
			until(6400)
			p.Do(leg.Join{Leg: d.leg, Call: c})
			joined := at()
			until(joined + 8000)
			p.Do(leg.Record{Recording: rec, Call: c, Left: a.leg, Right: b.leg})
			left := at()
			until(left + 8000)
			p.Do(leg.StopRecord{Recording: rec, Call: c})
			next(t, f, func(x leg.Recorded) bool { return x.Recording == rec && x.Failed == "" })
			p.Do(leg.Join{Leg: d.leg, Call: id.CallOf(d.leg)})
			const edge = 1600
			lane := r.lane(rec, 1)
			w.check("b alone", lane[edge:joined-edge/2], 900)
			w.check("b and d", lane[joined+edge:left-edge/2], 900, 1300)
			w.check("b alone again", lane[left+edge:int64(len(lane))-edge], 900)
			w.check("a", r.lane(rec, 0)[edge:], 500)
		})
		// Both of the lanes' own legs end: who was mixed in keeps it going.
		rec := id.RecordingOf(c, 1000)
		p.Do(leg.Join{Leg: d.leg, Call: c})
		p.Do(leg.Record{Recording: rec, Call: c, Left: a.leg, Right: b.leg, More: []id.Leg{d.leg}})
		p.CloseLeg(a.leg)
		p.CloseLeg(b.leg)
		before := len(d.packets())
		talk(t, map[*phone]float64{d: 1300}, func() bool { return r.frames(rec) >= 9600 })
		if len(d.packets()) != before {
			t.Error("a recorded leg hears something")
		}
		p.CloseLeg(d.leg)
		p.Do(leg.StopRecord{Recording: rec, Call: c})
		next(t, f, func(x leg.Recorded) bool { return x.Recording == rec && x.Failed == "" })
		if s := pcm.Share(r.lane(rec, 1)[3200:8000], 1300, pcm.Rate); s < 0.9 {
			t.Errorf("1300 Hz has %v", s)
		}
	})
}
