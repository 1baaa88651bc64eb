package media

import (
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/sdp"
)

// elsewhere is a new call that lives on another shard than c does.
func elsewhere(p *Plane, c id.Call) id.Call {
	for {
		if other := newCall(); p.shardOf(other) != p.shardOf(c) {
			return other
		}
	}
}

// quiet fails if a phone hears anything but silence while the talk goes on
// until done.
func quiet(t *testing.T, voices map[*phone]float64, done func() bool, silent ...*phone) {
	t.Helper()
	for _, ph := range silent {
		ph.caughtUp(t)
		ph.forget()
	}
	talk(t, voices, done)
	for _, ph := range silent {
		ph.mu.Lock()
		if e := pcm.Energy(ph.heard); e != 0 {
			t.Errorf("phone %d hears %d samples of energy %v", id.LegNumber(ph.leg), len(ph.heard), e)
		}
		ph.mu.Unlock()
	}
}

// settled waits until the shard has carried out what was ordered before.
func settled(t testing.TB, shards ...*shard) {
	t.Helper()
	for range 2 { // a move goes through two of them
		for _, s := range shards {
			done := make(chan struct{})
			if !s.post(func(*shard) { close(done) }) {
				t.Fatal("a shard takes no commands")
			}
			<-done
		}
	}
}

// TestJoinConnectsTwoCalls is an attended transfer: a talks with b, d with e;
// then a with d, and the two others hear nobody.
func TestJoinConnectsTwoCalls(t *testing.T) {
	for name, spec := range map[string]OpenSpec{"plain": {}, "secure": {SRTP: sdp.Require}} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, portable bool) {
				f := newFacts()
				p := newPlane(t, f, func(c *Config) { c.Portable = portable })
				x := newCall()
				y := elsewhere(p, x)
				a, b := newPhone(t, p, x, 1, spec, nil), newPhone(t, p, x, 2, OpenSpec{}, nil)
				d, e := newPhone(t, p, y, 3, spec, nil), newPhone(t, p, y, 4, OpenSpec{}, nil)
				bridge(p, a, b)
				bridge(p, d, e)
				voices := map[*phone]float64{a: 500, b: 900, d: 1300, e: 1700}
				talk(t, voices, func() bool { return a.hears(900) && b.hears(500) && d.hears(1700) && e.hears(1300) })
				p.Do(leg.Join{Leg: a.leg, Call: y})
				bridge(p, a, d)
				p.Do(leg.Hear{Leg: e.leg})
				talk(t, voices, func() bool { return a.hears(1300) && d.hears(500) })
				a.forget()
				quiet(t, voices, func() bool { return a.hears(1300) && len(a.packets()) > 30 }, b, e)
				continuous(t, a.packets())
				continuous(t, d.packets())
				// It goes back: the same once more, and keys and control with it.
				p.Do(leg.Join{Leg: a.leg, Call: x})
				bridge(p, a, b)
				p.Do(leg.Hear{Leg: d.leg})
				talk(t, voices, func() bool { return a.hears(900) && b.hears(500) })
				b.forget()
				quiet(t, voices, func() bool { return b.hears(500) && len(b.packets()) > 30 }, d, e)
				a.press('4')
				if got := next[leg.Digit](t, f, nil); got.Leg != a.leg || got.Key != "4" {
					t.Errorf("%+v", got)
				}
				a.mu.Lock()
				if a.sealed != 0 {
					t.Errorf("%d packets could not be opened", a.sealed)
				}
				a.mu.Unlock()
				p.CloseLeg(a.leg)
				m := next(t, f, func(m leg.Measured) bool { return m.Leg == a.leg })
				if m.Quality.Lost != 0 || m.Quality.Received == 0 || m.Quality.Strangers != 0 {
					t.Errorf("%+v", m.Quality)
				}
			})
		})
	}
}

// TestBothSidesJoin: two who hear each other do so again where both have come.
func TestBothSidesJoin(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		p := newPlane(t, newFacts(), func(c *Config) { c.Portable = portable })
		x := newCall()
		y := elsewhere(p, x)
		a, b := newPhone(t, p, x, 1, OpenSpec{}, nil), newPhone(t, p, x, 2, OpenSpec{}, nil)
		bridge(p, a, b)
		voices := map[*phone]float64{a: 500, b: 900}
		talk(t, voices, func() bool { return a.hears(900) && b.hears(500) })
		p.Do(leg.Join{Leg: a.leg, Call: y})
		settled(t, p.shards...)
		quiet(t, voices, func() bool { return p.shardOf(y).received.Load() > 20 }, a, b)
		p.Do(leg.Join{Leg: b.leg, Call: y})
		talk(t, voices, func() bool { return a.hears(900) && b.hears(500) })
		continuous(t, a.packets())
		continuous(t, b.packets())
	})
}

// TestHearAndRecordBeforeJoin: orders may name a leg that joins a moment later.
func TestHearAndRecordBeforeJoin(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f, r := newFacts(), newReel()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable; c.Recorder = r })
		x := newCall()
		y := elsewhere(p, x)
		a, b := newPhone(t, p, x, 1, OpenSpec{}, nil), newPhone(t, p, x, 2, OpenSpec{}, nil)
		d := newPhone(t, p, y, 3, OpenSpec{}, nil)
		bridge(p, a, b)
		undisturbed(t, p, func(w *watch, try int) {
			before, after := id.RecordingOf(x, uint16(try)), id.RecordingOf(y, uint16(try))
			p.Do(leg.Record{Recording: before, Call: x, Left: a.leg, Right: b.leg})
			p.Do(leg.Record{Recording: after, Call: y, Left: a.leg, Right: d.leg})
			p.Do(leg.Hear{Leg: d.leg, From: []leg.Source{{Leg: a.leg}}})
			voices := map[*phone]float64{a: 500, b: 900, d: 1300}
			quiet(t, voices, func() bool { w.look(); return r.frames(before) >= 6400 && r.frames(after) >= 6400 && b.hears(500) }, d)
			p.Do(leg.Join{Leg: a.leg, Call: y})
			talk(t, voices, func() bool { w.look(); return d.hears(500) })
			first, second := r.frames(before), r.frames(after)
			b.forget()
			quiet(t, voices, func() bool { w.look(); return r.frames(after) >= second+9600 && r.frames(before) >= first+9600 }, b)
			for call, rec := range map[id.Call]id.Recording{x: before, y: after} {
				p.Do(leg.StopRecord{Recording: rec, Call: call})
				next(t, f, func(got leg.Recorded) bool { return got.Recording == rec && got.Failed == "" })
			}
			left, right := r.lane(before, 0), r.lane(before, 1)
			w.check("a, until it leaves", left[1600:4800], 500)
			w.check("b, all the while", right[first+3200:first+8000], 900)
			if pcm.Energy(left[first+3200:first+8000]) != 0 {
				w.complaints = append(w.complaints, "the first recording does not end with a's leaving")
			}
			left, right = r.lane(after, 0), r.lane(after, 1)
			w.check("a, since it came", left[second+3200:second+8000], 500)
			w.check("d, all the while", right[1600:4800], 1300)
			if pcm.Energy(left[:4800]) != 0 {
				w.complaints = append(w.complaints, "the second recording does not begin with a's coming")
			}
			// As it was.
			p.Do(leg.Hear{Leg: d.leg})
			p.Do(leg.Join{Leg: a.leg, Call: x})
			bridge(p, a, b)
			talk(t, voices, func() bool { return a.hears(900) && b.hears(500) })
			d.forget()
		})
	})
}

// TestJoinTakesThePlayerAlong, and orders given after it are carried out in
// their order wherever the leg is.
func TestJoinTakesThePlayerAlong(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f := newFacts()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable; c.Audio = stocked(); c.Shards = 4 })
		x := newCall()
		y := elsewhere(p, x)
		a := newPhone(t, p, x, 1, OpenSpec{}, nil)
		p.Do(leg.Play{Leg: a.leg, Player: 1, Sounds: []leg.Sound{music}, Loop: true})
		until(t, "the music", func() bool { return a.hears(1000) })
		a.forget()
		p.Do(leg.Join{Leg: a.leg, Call: y})
		until(t, "the music there", func() bool { return len(a.packets()) > 20 && a.hears(1000) })
		continuous(t, a.packets())
		if n := count[leg.Played](f); n != 0 {
			t.Fatalf("%d Played of a loop", n)
		}
		// Many moves and orders at once: the last ones hold, each is done once.
		for n := range uint32(50) {
			call := x
			if n%2 == 0 {
				call = y
			}
			p.Do(leg.Play{Leg: a.leg, Player: 2 + 3*n, Sounds: []leg.Sound{{Prompt: "ja/missing"}}})
			p.Do(leg.Join{Leg: a.leg, Call: call})
			p.Do(leg.Play{Leg: a.leg, Player: 3 + 3*n, Sounds: []leg.Sound{welcome}})
			p.Do(leg.StopPlay{Leg: a.leg, Player: 3 + 3*n})
		}
		p.Do(leg.Play{Leg: a.leg, Player: 1000, Sounds: []leg.Sound{welcome}})
		if got := next[leg.Played](t, f, nil); got.Player != 1000 || got.Failed != "" {
			t.Fatalf("%+v", got)
		}
		p.Do(leg.SendDigits{Leg: a.leg, Digits: "12"})
		p.Do(leg.Join{Leg: a.leg, Call: y})
		p.Do(leg.SendDigits{Leg: a.leg, Digits: "34"})
		until(t, "the digits", func() bool { a.mu.Lock(); defer a.mu.Unlock(); return string(a.events) == "1234" })
		continuous(t, a.packets())
	})
}

// TestJoinLosesNoPacket: a phone sends while its leg moves to and fro.
func TestJoinLosesNoPacket(t *testing.T) {
	for name, spec := range map[string]OpenSpec{"plain": {}, "secure": {SRTP: sdp.Require}} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, portable bool) {
				f := newFacts()
				p := newPlane(t, f, func(c *Config) { c.Portable = portable })
				x := newCall()
				y := elsewhere(p, x)
				a := newPhone(t, p, x, 1, spec, nil)
				tick := time.NewTicker(time.Millisecond)
				defer tick.Stop()
				const moves, burst = 400, 3
				for n := range moves {
					<-tick.C
					call := x
					if n%2 == 0 {
						call = y
					}
					a.say(500)
					p.Do(leg.Join{Leg: a.leg, Call: call})
					for range burst - 1 {
						a.say(500)
					}
				}
				settled(t, p.shards...)
				received := func() (n uint64) {
					for _, s := range p.shards {
						n += s.received.Load()
					}
					return n
				}
				until(t, "all packets", func() bool { return received() == moves*burst })
				p.CloseLeg(a.leg)
				if q := next[leg.Measured](t, f, nil).Quality; q.Received != moves*burst || q.Lost != 0 || q.Strangers != 0 {
					t.Errorf("%+v, sent were %d", q, moves*burst)
				}
				if n := p.shards[0].moves.Load() + p.shards[1].moves.Load(); n != moves {
					t.Errorf("%d moves, ordered were %d", n, moves)
				}
			})
		})
	}
}

// disturb orders something for a leg.
func disturb(p *Plane, r *rand.Rand, ph *phone, other id.Leg, call id.Call, some []*phone, offer []byte) {
	switch r.IntN(7) {
	case 0, 1, 2:
		p.Do(leg.Join{Leg: ph.leg, Call: call})
	case 3:
		p.Do(leg.Hear{Leg: ph.leg, From: append(sourcesOf(some), leg.Source{Leg: other, Gain: 3})})
	case 4:
		p.Do(leg.Play{Leg: ph.leg, Player: 1, Sounds: []leg.Sound{music}, Loop: true, Over: r.IntN(2) == 0})
	case 5:
		if _, err := ph.port.Answer(offer); err != nil {
			ph.t.Error(err)
		}
		ph.port.SignalFrom(loopback)
	case 6:
		p.Do(leg.Record{Recording: id.RecordingOf(call, 1), Call: call, Left: ph.leg, Right: other})
	}
}

// TestJoinsRace: legs move, are agreed again, play, hear and close, all at
// once; in the end every leg was measured once and nothing is left.
func TestJoinsRace(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f := newFacts()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable; c.Shards = 3; c.Audio = stocked(); c.Recorder = newReel() })
		calls := []id.Call{newCall(), newCall(), newCall(), newCall()}
		var phones []*phone
		for n := range uint16(12) {
			phones = append(phones, newPhone(t, p, calls[n%4], n+1, OpenSpec{NAT: n%2 == 0, SignalSource: loopback}, nil))
		}
		offers := make([][]byte, len(phones))
		for i, ph := range phones {
			offers[i], _ = sdp.Offer(ph.local)
		}
		var work sync.WaitGroup
		for i, ph := range phones {
			for worker := range 3 {
				work.Go(func() {
					r := rand.New(rand.NewPCG(uint64(i), uint64(worker)))
					for range 200 {
						disturb(p, r, ph, phones[r.IntN(len(phones))].leg, calls[r.IntN(len(calls))], phones[:4], offers[i])
						_, _ = ph.rtp.WriteToUDPAddrPort(audioPacket(), ph.agreed.Remote)
					}
					if i%2 == 0 && worker == 1 {
						p.CloseLeg(ph.leg)
					}
				})
			}
		}
		work.Wait()
		settled(t, p.shards...)
		for i := 0; i < len(phones); i += 2 {
			next(t, f, func(m leg.Measured) bool { return m.Leg == phones[i].leg })
		}
		until(t, "the end of all moves", func() bool {
			open := uint64(0)
			for _, s := range p.shards {
				open += s.open.Load()
			}
			return int(open) == len(phones)/2
		})
		// The plane closes while the rest moves on.
		moving := make(chan struct{})
		go func() {
			defer close(moving)
			for n := range 3000 {
				p.Do(leg.Join{Leg: phones[2*(n%6)+1].leg, Call: calls[n/6%4]})
			}
		}()
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		<-moving
		for i := 1; i < len(phones); i += 2 {
			next(t, f, func(m leg.Measured) bool { return m.Leg == phones[i].leg })
		}
		if n := count[leg.Measured](f); n != 0 {
			t.Errorf("%d legs were measured twice", n)
		}
		for _, s := range p.shards {
			if s.open.Load() != 0 || s.panics.Load() != 0 || len(s.streams) != 0 {
				t.Errorf("%d open, %d panics, %d streams", s.open.Load(), s.panics.Load(), len(s.streams))
			}
		}
	})
}

// TestJoinWhereItIs changes nothing.
func TestJoinWhereItIs(t *testing.T) {
	p := newPlane(t, newFacts(), func(c *Config) { c.Shards = 1 })
	c := newCall()
	a, b := newPhone(t, p, c, 1, OpenSpec{}, nil), newPhone(t, p, c, 2, OpenSpec{}, nil)
	bridge(p, a, b)
	voices := map[*phone]float64{a: 500, b: 900}
	talk(t, voices, func() bool { return a.hears(900) && b.hears(500) })
	p.Do(leg.Join{Leg: a.leg, Call: newCall()})
	p.Do(leg.Join{Leg: id.LegOf(c, 77), Call: c}) // no such leg
	a.forget()
	talk(t, voices, func() bool { return a.hears(900) && b.hears(500) })
	continuous(t, a.packets())
	for _, h := range a.packets() {
		if h.Marker {
			t.Error("the stream began anew")
		}
	}
	if n := p.shards[0].moves.Load(); n != 0 {
		t.Errorf("%d moves", n)
	}
}
