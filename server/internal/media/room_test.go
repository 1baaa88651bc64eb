package media

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
)

// naive is what st should hear: one addition for each source, of what that
// source said in the room.
func naive(st *stream, to int64) []int32 {
	out := make([]int32, st.frame)
	for _, src := range st.sources {
		said := &st.room.seats[st.room.index[src.stream]].said
		one := make([]int16, st.frame)
		for i := range one {
			one[i] = said[(to-int64(st.frame)+int64(i))&(roomSize-1)]
		}
		if src.gain != 0 {
			pcm.Gain(one, math.Pow(10, float64(src.gain)/20))
		}
		pcm.Accumulate(out, one)
	}
	return out
}

// TestRoomIsTheNaiveMix: whoever comes, goes, is late, silent or louder, each
// listener gets exactly the sum of those it hears.
func TestRoomIsTheNaiveMix(t *testing.T) {
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 1))
		s, streams := wired(t, nil)
		for n := len(streams); n < 8+r.IntN(20); n++ {
			a := streams[0].agreed
			a.PTime = []int{10, 20, 20, 30, 60}[r.IntN(5)]
			streams = append(streams, seated(s, id.LegOf(id.CallOf(streams[0].id), uint16(n+1)), a))
		}
		at := make([]int64, len(streams))
		compared, rooms := 0, 0
		for step := range 900 {
			s.now += wheelStep
			if step%150 == 0 {
				shuffle(r, s, streams)
				rooms = max(rooms, len(s.rooms))
			}
			speakRandomly(r, s, streams, at)
			s.wheel.advance(s)
			for _, st := range streams {
				if st.room == nil || s.tick < roomSize {
					continue
				}
				clear(s.sum[:])
				st.room.give(s, st, st.frame)
				if want := naive(st, s.tick); !slices.Equal(want, s.sum[:st.frame]) {
					t.Fatalf("seed %d, step %d: %d sources: heard %v, want %v", seed, step, len(st.sources), s.sum[:8], want[:8])
				}
				compared++
			}
		}
		if compared == 0 || rooms < 2 {
			t.Fatalf("seed %d: %d mixes compared, %d rooms", seed, compared, rooms)
		}
		for _, st := range streams {
			s.setHear(leg.Hear{Leg: st.id})
		}
		if len(s.rooms) != 0 {
			t.Errorf("%d rooms are left", len(s.rooms))
		}
		for _, st := range streams {
			if st.ring != nil || st.mixedBy != 0 || len(st.listeners) != 0 || st.room != nil || st.paced {
				t.Errorf("a stream that nobody hears: %d mixers, %d listeners", st.mixedBy, len(st.listeners))
			}
		}
	}
}

// shuffle makes a conference of some of the streams, with a whisperer, with
// some who only listen and with some who hear another louder.
func shuffle(r *rand.Rand, s *shard, streams []*stream) {
	order := r.Perm(len(streams))
	size := 6 + r.IntN(len(streams)-6)
	for i, n := range order {
		var hear []leg.Source
		for j, m := range order[:size] {
			if m == n || j == 0 && i != 1 { // the first is heard by the second only
				continue
			}
			src := leg.Source{Leg: streams[m].id}
			if r.IntN(20) == 0 {
				src.Gain = r.IntN(30) - 20
			}
			hear = append(hear, src)
		}
		if r.IntN(10) == 0 {
			hear = hear[:r.IntN(3)]
		}
		s.setHear(leg.Hear{Leg: streams[n].id, From: hear})
	}
}

// speakRandomly puts packets into the rings: most in time, some late, some
// lost, and some over what was said before.
func speakRandomly(r *rand.Rand, s *shard, streams []*stream, at []int64) {
	for i, st := range streams {
		now := samplesAt(s.now)
		for at[i]+160 <= now-int64(r.IntN(200)) {
			payload := make([]byte, 160)
			for k := range payload {
				payload[k] = byte(r.Uint32())
			}
			if st.ring != nil && r.IntN(30) > 0 {
				st.ring.put(at[i]-160*int64(r.IntN(40)/39), pcm.Mu, payload)
			}
			at[i] += 160
		}
		if at[i] < now-2000 {
			at[i] = now
		}
	}
}

// TestOneMixServesAll, in whatever order they are told whom to hear.
func TestOneMixServesAll(t *testing.T) {
	s, streams := wired(t, nil)
	c := id.CallOf(streams[0].id)
	for n := len(streams); n < 9; n++ {
		streams = append(streams, seated(s, id.LegOf(c, uint16(n+1)), streams[0].agreed))
	}
	for _, st := range streams {
		s.setHear(leg.Hear{Leg: st.id}) // the first is heard by nobody when it is told
	}
	for size := 5; size <= 9; size++ {
		members := slices.Clone(streams[:size])
		if size%2 == 0 {
			slices.Reverse(members) // who comes is told first, or last
		}
		confer(s, members)
		for _, st := range members {
			if len(s.rooms) != 1 || st.room == nil || len(st.room.listeners) != size || st.own < 0 {
				t.Fatalf("%d of %d hear the mix, of %d", len(st.room.listeners), size, len(s.rooms))
			}
		}
	}
}

// TestConferenceOfMany: everybody hears those who speak, and nobody himself.
func TestConferenceOfMany(t *testing.T) {
	const size, speaking = 100, 3
	both(t, func(t *testing.T, portable bool) {
		p := newPlane(t, newFacts(), func(c *Config) { c.Portable = portable })
		c := newCall()
		other := elsewhere(p, c)
		freqs := []float64{500, 900, 1300, 1700}
		var phones []*phone
		voices := map[*phone]float64{}
		for n := range uint16(size) {
			of := c
			if n%2 == 1 { // half of them called on their own
				of = other
			}
			ph := newPhone(t, p, of, n+1, OpenSpec{}, nil)
			phones = append(phones, ph)
			voices[ph] = 0
			if n < speaking {
				voices[ph] = freqs[n]
			}
			p.Do(leg.Join{Leg: ph.leg, Call: c})
		}
		meet(p, phones, nil)
		supervisor := newPhone(t, p, other, 500, OpenSpec{}, nil)
		voices[supervisor] = 1700
		p.Do(leg.Join{Leg: supervisor.leg, Call: c})
		p.Do(leg.Hear{Leg: supervisor.leg, From: sourcesOf(phones)})
		hears := func(ph *phone, want ...float64) bool {
			w := ph.tail(1600)
			if w == nil {
				return false
			}
			for i, share := range shares(w, freqs...) {
				if slices.Contains(want, freqs[i]) != (share > 20) || !slices.Contains(want, freqs[i]) && share > 1 {
					return false
				}
			}
			return true
		}
		all := func(of []*phone) bool {
			for i, ph := range of {
				want := slices.Clone(freqs[:speaking])
				if i < speaking {
					want = slices.Delete(want, i, i+1)
				}
				if !hears(ph, want...) {
					return false
				}
			}
			return true
		}
		talk(t, voices, func() bool { return all(phones) && hears(supervisor, freqs[:speaking]...) })
		// All but the one who only listens share one mix, as does he.
		rooms := make(chan int, 1)
		p.shardOf(c).post(func(s *shard) { rooms <- len(s.rooms) })
		if n := <-rooms; n != 1 {
			t.Errorf("the mix is made %d times", n)
		}
		// One leaves, and one comes and whispers to the last.
		p.CloseLeg(phones[size/2].leg)
		delete(voices, phones[size/2])
		phones = slices.Delete(phones, size/2, size/2+1)
		last := phones[len(phones)-1]
		meet(p, phones, func(ph *phone) []leg.Source {
			if ph == last {
				return []leg.Source{{Leg: supervisor.leg}}
			}
			return nil
		})
		talk(t, voices, func() bool { return all(phones[:len(phones)-1]) && hears(last, freqs...) })
		for _, ph := range phones {
			continuous(t, ph.packets())
		}
	})
}

func sourcesOf(phones []*phone) (out []leg.Source) {
	for _, ph := range phones {
		out = append(out, leg.Source{Leg: ph.leg})
	}
	return out
}

// meet lets all hear all others, and some more.
func meet(p *Plane, phones []*phone, more func(*phone) []leg.Source) {
	for i, ph := range phones {
		hear := slices.Delete(sourcesOf(phones), i, i+1)
		if more != nil {
			hear = append(hear, more(ph)...)
		}
		p.Do(leg.Hear{Leg: ph.leg, From: hear})
	}
}

// TestComingAndGoingIsNotHeard: a tone in a conference goes on evenly while
// others come and go.
func TestComingAndGoingIsNotHeard(t *testing.T) {
	s, streams := wired(t, nil)
	agreed := streams[0].agreed
	c := id.CallOf(streams[0].id)
	for n := len(streams); n < 12; n++ {
		streams = append(streams, seated(s, id.LegOf(c, uint16(n+1)), agreed))
	}
	var heard []int16
	said := 0
	step := func(n int, members []*stream) {
		for range n {
			s.now += wheelStep
			if said < int(samplesAt(s.now))-160 {
				payload := make([]byte, 160)
				tone := make([]int16, 160)
				pcm.Pure(430, 0.3).At(tone, said, pcm.Rate) // no shift by packets or ticks keeps its phase
				pcm.Mu.Encode(payload, tone)
				for i, st := range members {
					if i > 0 {
						payload = slices.Repeat([]byte{pcm.Mu.Silence()}, 160)
					}
					if st.ring != nil {
						st.ring.put(int64(said), pcm.Mu, payload)
					}
				}
				said += 160
			}
			out := streams[1].sockets[0].(*stubSocket)
			out.last = out.last[:0]
			s.wheel.advance(s)
			if len(out.last) > 12 {
				w := make([]int16, len(out.last)-12)
				pcm.Mu.Decode(w, out.last[12:])
				heard = append(heard, w...)
			}
		}
	}
	for _, members := range [][]*stream{streams[:6], streams[:8], streams[:7], streams, streams[:5]} {
		confer(s, members)
		for _, gone := range streams[len(members):] {
			s.setHear(leg.Hear{Leg: gone.id})
		}
		step(500, members)
	}
	heard = heard[3000:] // the beginning, while the lead is gained
	if len(heard) < 5*7000 {
		t.Fatalf("only %d samples", len(heard))
	}
	for w := range slices.Chunk(heard[:len(heard)/800*800], 800) {
		if share := pcm.Share(w, 430, pcm.Rate); share < 0.995 {
			t.Errorf("a window holds %v of the tone", share)
		}
	}
}

// TestManyShoutingAreNotTorn: the sum of loud voices is bent, not wrapped.
func TestManyShoutingAreNotTorn(t *testing.T) {
	s, streams := wired(t, nil)
	c := id.CallOf(streams[0].id)
	for n := len(streams); n < maxSources; n++ {
		streams = append(streams, seated(s, id.LegOf(c, uint16(n+1)), streams[0].agreed))
	}
	confer(s, streams)
	loud := make([]byte, 160)
	tone := make([]int16, 160)
	pcm.Pure(500, 1).At(tone, 0, pcm.Rate)
	pcm.Mu.Encode(loud, tone)
	for n := range 20 {
		for _, st := range streams {
			st.ring.put(int64(n)*160+160, pcm.Mu, loud)
		}
		s.now += 20 * time.Millisecond
		s.wheel.advance(s)
	}
	last := streams[0].sockets[0].(*stubSocket).last
	if len(streams[0].sources) != maxSources-1 || len(last) < 172 {
		t.Fatalf("%d sources, %d bytes", len(streams[0].sources), len(last))
	}
	w := make([]int16, 160)
	pcm.Mu.Decode(w, last[12:])
	if pcm.Share(w, 500, pcm.Rate) < 0.8 || pcm.Energy(w) < 0.5 {
		t.Errorf("255 who shout sound like %v", w[:16])
	}
}

// TestSupervisorsListenWithoutATrace: each joins another call and hears both
// sides; the two hear each other only and are relayed as before.
func TestSupervisorsListenWithoutATrace(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		p := newPlane(t, newFacts(), func(c *Config) { c.Portable = portable; c.Shards = 4 })
		voices := map[*phone]float64{}
		var sides, supervisors []*phone
		for range 5 {
			c := newCall()
			a, b := newPhone(t, p, c, 1, OpenSpec{}, nil), newPhone(t, p, c, 2, OpenSpec{}, nil)
			sup := newPhone(t, p, elsewhere(p, c), 3, OpenSpec{}, nil)
			bridge(p, a, b)
			p.Do(leg.Join{Leg: sup.leg, Call: c})
			p.Do(leg.Hear{Leg: sup.leg, From: sourcesOf([]*phone{a, b})})
			voices[a], voices[b], voices[sup] = 500, 900, 1300
			sides, supervisors = append(sides, a, b), append(supervisors, sup)
		}
		listen := func() bool {
			for _, sup := range supervisors {
				w := sup.tail(1600)
				if w == nil {
					return false
				}
				if s := shares(w, 500, 900, 1300); s[0] < 40 || s[1] < 40 || s[2] > 1 {
					return false
				}
			}
			return true
		}
		talk(t, voices, func() bool {
			for i := 0; i < len(sides); i += 2 {
				if !sides[i].hears(900) || !sides[i+1].hears(500) {
					return false
				}
			}
			return listen()
		})
		for _, ph := range sides {
			relayed := make(chan bool, 1)
			p.shardOf(id.CallOf(ph.leg)).post(func(s *shard) {
				st := s.streams[ph.leg]
				relayed <- st.relaying && !st.paced
			})
			if !<-relayed {
				t.Error("a supervised side is not relayed")
			}
		}
	})
}
