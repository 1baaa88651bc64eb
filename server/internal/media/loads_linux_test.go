package media

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sdp"
)

// loadTime is how long each load is measured in an iteration of BenchmarkLoads.
const loadTime = 4 * time.Second

// BenchmarkLoads measures, what the threads of two shards need
// for plain bridged calls and for everything else. Real packets over loopback;
// "%/1000legs" is processor time of the shards' threads in per cent of one core,
// "%/all" that of the load as it is, "x-bridged" that of a leg against a leg of
// the bridged calls that were measured just before. Run it with -benchtime=1x.
func BenchmarkLoads(b *testing.B) {
	for _, l := range []struct {
		name string
		legs int // that the figure is about
		says int // how many of the stage's legs send
		set  func(*testing.B, *Plane, *stage)
	}{
		{"music", 1000, 0, stageMusic},
		{"music+talk", 1000, 1000, stageMusic},
		{"bridged100", 100, 100, stageFew}, // as many as the conference: few wake the shards as often as many
		{"conference", 100, 100, stageConference},
		{"supervisors50", 50, 1050, stageSupervised(50)},
		{"supervisors500", 500, 1500, stageSupervised(500)}, // what one takes, exactly enough
	} {
		b.Run(l.name, func(b *testing.B) {
			for b.Loop() {
				calls := measure(b, 1000, 1000, stageBridged).percent(1000)
				m := measure(b, l.legs, l.says, l.set)
				b.ReportMetric(calls, "bridged-%/1000legs")
				b.ReportMetric(m.percent(l.legs), "%/1000legs")
				b.ReportMetric(100*m.cores, "%/all")
				b.ReportMetric(m.percent(l.legs)/calls, "x-bridged")
				if m.late > 0 {
					b.ReportMetric(m.late, "p99-late-ms")
				}
			}
		})
	}
}

// stage is the far sides of one load.
type stage struct {
	load
	// turn begins and ends what is measured, where that is what comes on top of
	// the rest of the stage; nil: all of it is.
	turn func(on bool)
}

// talk lets the legs send as phones do, each at its own time of the 20 ms.
func (st *stage) talk(legs []*phone, d time.Duration) {
	all := st.legs
	defer func() { st.legs = all }()
	const parts = 10
	tick := time.NewTicker(20 * time.Millisecond / parts)
	defer tick.Stop()
	began := time.Now()
	for n := 0; time.Since(began) < d; n++ {
		<-tick.C
		// A tick that was missed is made up for: the rate must hold.
		for due := int(time.Since(began) / (20 * time.Millisecond / parts)); n < due; n++ {
			st.legs = legs[len(legs)*(n%parts)/parts : len(legs)*(n%parts+1)/parts]
			st.frame()
		}
		n--
	}
}

// used is what a load took.
type used struct {
	cores float64
	late  float64
}

// percent is per cent of a core for 1,000 legs.
func (u used) percent(legs int) float64 { return 100 * u.cores * 1000 / float64(legs) }

// measure sets a stage, lets its legs talk and measures the shards.
func measure(b *testing.B, legs, says int, set func(*testing.B, *Plane, *stage)) used {
	b.Helper()
	p, err := New(Config{BindAddress: loopback, Shards: 2, Report: func(leg.Fact) {}, Audio: stocked(), SilentAfter: time.Hour})
	if err != nil {
		b.Fatal(err)
	}
	if err := p.Start(); err != nil {
		b.Fatal(err)
	}
	defer p.Close()
	for _, s := range p.shards {
		s.post(func(*shard) { hurry() })
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	hurry()
	st := &stage{}
	defer func() {
		for _, ph := range st.legs {
			_ = ph.rtp.Close()
			_ = ph.rtcp.Close()
		}
	}()
	set(b, p, st)
	all := st.legs
	run := func(d time.Duration) { st.talk(all[:says], d) }
	threads := func() (sum time.Duration) {
		for _, s := range p.shards {
			sum += shardTime(s, false)
		}
		return sum
	}
	run(time.Second)
	sent := sentBy(p)
	began, spent := time.Now(), time.Duration(0)
	// With turns, what comes on top is the difference of short times that
	// follow each other: a machine that others use drifts more than it takes.
	const turns = 8
	for n := range turns {
		for _, on := range []bool{n%2 == 1, n%2 == 0} { // a drift adds to each as often
			if st.turn == nil && !on {
				continue
			}
			if st.turn != nil {
				st.turn(on)
			}
			before := threads()
			run(loadTime / turns)
			if on {
				spent += threads() - before
			} else {
				spent -= threads() - before
			}
		}
	}
	took := time.Since(began)
	if st.turn != nil {
		took /= 2
	}
	served := float64(sentBy(p)-sent) / took.Seconds() / 50
	if st.turn == nil && served < 0.9*float64(legs) {
		failed := p.shards[0].sendFailed.Load() + p.shards[1].sendFailed.Load()
		b.Errorf("%.0f legs were served, want %d; %.2f cores, %d sends failed", served, legs, spent.Seconds()/took.Seconds(), failed)
	}
	u := used{cores: spent.Seconds() / took.Seconds()}
	if len(all) > 0 && all[0].listening {
		u.late = late(all[0])
	}
	return u
}

// hurry puts the thread before others of the machine, where that is allowed.
// (A real-time thread would starve the Go scheduler's own.)
func hurry() { _ = unix.Setpriority(unix.PRIO_PROCESS, 0, -15) }

func sentBy(p *Plane) (n uint64) {
	for _, s := range p.shards {
		n += s.sent.Load()
	}
	return n
}

// add makes a phone of a call, whose ears are the kernel's.
func (st *stage) add(b *testing.B, p *Plane, c id.Call, n uint16) *phone {
	b.Helper()
	ph := bare(b, id.LegOf(c, n), OpenSpec{}, nil)
	// Nobody reads it: with a buffer that is full at once, the shard's thread
	// does not wake those who wait for the far side's packets either.
	_ = ph.rtp.SetReadBuffer(1)
	var err error
	if ph.port, err = p.Open(ph.leg, OpenSpec{}); err != nil {
		b.Fatal(err)
	}
	offer, err := sdp.Offer(ph.local)
	if err != nil {
		b.Fatal(err)
	}
	answer, err := ph.port.Answer(offer)
	if err != nil {
		b.Fatal(err)
	}
	if ph.agreed, err = sdp.Accept(ph.local, answer); err != nil {
		b.Fatal(err)
	}
	st.legs = append(st.legs, ph)
	return ph
}

func stageBridged(b *testing.B, p *Plane, st *stage) {
	st.bridge(b, p, 500, func(id.Call) bool { return true })
}

// stageFew is 50 bridged calls on one shard.
func stageFew(b *testing.B, p *Plane, st *stage) {
	st.bridge(b, p, 50, func(c id.Call) bool { return p.shardOf(c) == p.shards[0] })
}

func (st *stage) bridge(b *testing.B, p *Plane, calls int, good func(id.Call) bool) {
	for calls > 0 {
		if c := newCall(); good(c) {
			bridge(p, st.add(b, p, c, 1), st.add(b, p, c, 2))
			calls--
		}
	}
}

func stageMusic(b *testing.B, p *Plane, st *stage) {
	for n := range 1000 {
		ph := st.add(b, p, newCall(), 1)
		if n == 0 {
			_ = ph.rtp.SetReadBuffer(1 << 18)
			ph.ready() // one listens to how even it is
		}
		p.Do(leg.Play{Leg: ph.leg, Player: 1, Sounds: []leg.Sound{music}, Loop: true})
	}
}

func stageConference(b *testing.B, p *Plane, st *stage) {
	c := newCall()
	for n := range uint16(100) {
		ph := st.add(b, p, newCall(), n+1)
		p.Do(leg.Join{Leg: ph.leg, Call: c})
	}
	meet(p, st.legs, nil)
}

// stageSupervised is stageBridged, and so many who listen to a call each.
func stageSupervised(supervisors int) func(*testing.B, *Plane, *stage) {
	return func(b *testing.B, p *Plane, st *stage) {
		stageBridged(b, p, st)
		var hear []leg.Hear
		for n := range supervisors {
			call := n * 500 / supervisors
			pair := st.legs[2*call : 2*call+2 : 2*call+2]
			sup := st.add(b, p, newCall(), 3)
			p.Do(leg.Join{Leg: sup.leg, Call: id.CallOf(pair[0].leg)})
			hear = append(hear, leg.Hear{Leg: sup.leg, From: sourcesOf(pair)})
		}
		st.turn = func(on bool) {
			for _, h := range hear {
				if !on {
					h.From = nil
				}
				p.Do(h)
			}
		}
	}
}

// BenchmarkConferenceChange is what it takes to tell everybody of a conference
// whom to hear, when one more comes.
func BenchmarkConferenceChange(b *testing.B) {
	for _, size := range []int{10, 100} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			s, streams := wired(b, nil)
			c := id.CallOf(streams[0].id)
			for n := len(streams); n < size+1; n++ {
				streams = append(streams, seated(s, id.LegOf(c, uint16(n+1)), streams[0].agreed))
			}
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				confer(s, streams[:size+n%2])
			}
		})
	}
}
