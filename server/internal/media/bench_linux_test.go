package media

import (
	"fmt"
	"net/netip"
	"runtime"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/sdp"
)

// BenchmarkRelayCore is a packet's way through a shard without the system calls.
func BenchmarkRelayCore(b *testing.B) {
	for name, law := range map[string]pcm.Law{"same": pcm.Mu, "converted": pcm.A} {
		b.Run(name, func(b *testing.B) {
			s, streams := wired(b, nil)
			streams[1].agreed.Law = law
			packet := audioPacket()
			from := netip.MustParseAddrPort("127.0.0.1:4000")
			b.ReportAllocs()
			for b.Loop() {
				advancePacket(packet)
				s.receive(streams[0], false, from, packet)
			}
		})
	}
}

// BenchmarkMixCore is a conference for 20 ms: what all say and what each hears.
func BenchmarkMixCore(b *testing.B) {
	for _, size := range []int{3, 10, 100} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			s, streams := wired(b, nil)
			c := id.CallOf(streams[0].id)
			for n := len(streams); n < size; n++ {
				streams = append(streams, seated(s, id.LegOf(c, uint16(n+1)), streams[0].agreed))
			}
			confer(s, streams)
			packet := audioPacket()
			from := netip.MustParseAddrPort("127.0.0.1:4000")
			ts := uint32(0)
			b.ReportAllocs()
			for b.Loop() {
				advancePacket(packet)
				ts += 160
				packet[4], packet[5], packet[6], packet[7] = byte(ts>>24), byte(ts>>16), byte(ts>>8), byte(ts)
				s.now += 20 * time.Millisecond
				for _, st := range streams {
					s.receive(st, false, from, packet)
				}
				s.wheel.advance(s)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*size), "ns/party")
		})
	}
}

// BenchmarkSupervised is a relayed call's 20 ms, both ways, alone and with a
// supervisor who listens, without the system calls.
func BenchmarkSupervised(b *testing.B) {
	for name, supervisors := range map[string]int{"alone": 0, "one": 1} {
		b.Run(name, func(b *testing.B) {
			s, streams := wired(b, nil)
			for n := range supervisors {
				sup := seated(s, id.LegOf(newCall(), uint16(n+1)), streams[0].agreed)
				s.setHear(leg.Hear{Leg: sup.id, From: []leg.Source{{Leg: streams[0].id}, {Leg: streams[1].id}}})
			}
			packet := audioPacket()
			from := netip.MustParseAddrPort("127.0.0.1:4000")
			ts := uint32(0)
			b.ReportAllocs()
			for b.Loop() {
				advancePacket(packet)
				ts += 160
				packet[4], packet[5], packet[6], packet[7] = byte(ts>>24), byte(ts>>16), byte(ts>>8), byte(ts)
				s.now += 20 * time.Millisecond
				s.receive(streams[0], false, from, packet)
				s.receive(streams[1], false, from, packet)
				s.wheel.advance(s)
			}
			for _, st := range streams {
				if !st.relaying || st.paced {
					b.Fatal("the two are not relayed any more")
				}
			}
		})
	}
}

// BenchmarkRecordCore is 20 ms of a recording, from both packets to the writer's
// sink, of two legs and with others mixed into the right lane.
func BenchmarkRecordCore(b *testing.B) {
	for name, more := range map[string]int{"two": 0, "three": 1, "four": 2} {
		b.Run(name, func(b *testing.B) {
			x := newStudio(b)
			c := id.CallOf(x.leg(0))
			rec := id.RecordingOf(c, 1)
			o := leg.Record{Recording: rec, Call: c, Left: x.leg(0), Right: x.leg(1)}
			for n := range more {
				o.More = append(o.More, x.leg(2+n))
			}
			x.record(o)
			payload := make([]byte, 160)
			b.ReportAllocs()
			for b.Loop() {
				for n := range 2 + more {
					x.say(n, payload)
				}
				x.pass()
				if k := x.reel.takes[rec]; k != nil && len(k.data) > 1<<20 {
					k.data = k.data[:0]
				}
			}
		})
	}
}

// BenchmarkPlane is real packets over loopback, 20 ms of every call per
// iteration. "process-%/1000calls" is the processor time of the whole process but
// for the load generator's sending, for 1,000 calls in real time; "shard-%" is
// that of the shard's thread alone, which only the epoll loop has.
func BenchmarkPlane(b *testing.B) {
	for _, kind := range []string{"relay", "relay+record", "music", "srtp"} {
		for _, portable := range []bool{false, true} {
			name := kind + "/native"
			if portable {
				name = kind + "/portable"
			}
			b.Run(name, func(b *testing.B) { benchmarkPlane(b, kind, portable) })
		}
	}
}

const benchCalls = 500

func benchmarkPlane(b *testing.B, kind string, portable bool) {
	f := func(leg.Fact) {}
	p, err := New(Config{BindAddress: loopback, Shards: 1, Report: f, Portable: portable, Recorder: newReel(), Audio: stocked()})
	if err != nil {
		b.Fatal(err)
	}
	if err := p.Start(); err != nil {
		b.Fatal(err)
	}
	defer p.Close()
	load := newLoad(b, p, kind)
	s := p.shards[0]
	b.ReportAllocs()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpu, own := cpuTime(unix.RUSAGE_SELF), time.Duration(0)
	shard := shardTime(s, portable)
	sent, began := s.sent.Load(), time.Now()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	frames := 0
	for b.Loop() {
		<-tick.C
		frames++
		if kind != "music" {
			own += load.frame()
		}
	}
	spent := cpuTime(unix.RUSAGE_SELF) - cpu
	took := time.Since(began)
	shard = shardTime(s, portable) - shard
	runtime.ReadMemStats(&after)
	packets := float64(s.sent.Load() - sent)
	b.ReportMetric(100*(spent-own).Seconds()/took.Seconds()*1000/benchCalls, "process-%/1000calls")
	if !portable {
		b.ReportMetric(100*shard.Seconds()/took.Seconds()*1000/benchCalls, "shard-%/1000calls")
		b.ReportMetric(max(1, packets)/shard.Seconds(), "packets/core-s")
	}
	if kind == "music" {
		b.ReportMetric(late(load.legs[0]), "p99-late-ms")
	}
	b.ReportMetric(packets/float64(frames)/benchCalls, "packets/call/frame")
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/max(1, packets), "allocs/packet")
}

// late is by how many milliseconds the 99th of 100 packets came later than
// its turn, in the phone's clock and against the earliest.
func late(ph *phone) float64 {
	ph.mu.Lock()
	defer ph.mu.Unlock()
	var off []time.Duration
	for i, at := range ph.arrived {
		off = append(off, at-time.Duration(int32(ph.headers[i].TS-ph.headers[0].TS))*time.Second/pcm.Rate)
	}
	if len(off) == 0 {
		return 0
	}
	slices.Sort(off)
	return float64(off[len(off)*99/100]-off[0]) / float64(time.Millisecond)
}

// shardTime asks the shard's locked thread for its own processor time.
func shardTime(s *shard, portable bool) time.Duration {
	if portable {
		return 0
	}
	got := make(chan time.Duration, 1)
	s.post(func(*shard) { got <- cpuTime(unix.RUSAGE_THREAD) })
	return <-got
}

func cpuTime(who int) time.Duration {
	var u unix.Rusage
	_ = unix.Getrusage(who, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// load speaks for all phones through one socket per leg.
type load struct{ legs []*phone }

func newLoad(b *testing.B, p *Plane, kind string) *load {
	l := &load{}
	for range benchCalls {
		c := newCall()
		spec := OpenSpec{}
		if kind == "srtp" {
			spec.SRTP = sdp.Require
		}
		var pair [2]*phone
		for n := range pair {
			ph := bare(b, id.LegOf(c, uint16(n+1)), spec, nil)
			port, err := p.Open(ph.leg, spec)
			if err != nil {
				b.Fatal(err)
			}
			offer, _ := sdp.Offer(ph.local)
			answer, err := port.Answer(offer)
			if err != nil {
				b.Fatal(err)
			}
			ph.agreed, _ = sdp.Accept(ph.local, answer)
			pair[n] = ph
			l.legs = append(l.legs, ph)
		}
		switch kind {
		case "music":
			if len(l.legs) == 2 {
				pair[0].ready() // one phone listens to how even it is
			}
			for _, ph := range pair {
				p.Do(leg.Play{Leg: ph.leg, Player: 1, Sounds: []leg.Sound{music}, Loop: true})
			}
			continue
		case "relay+record":
			p.Do(leg.Record{Recording: id.RecordingOf(c, 1), Call: c, Left: pair[0].leg, Right: pair[1].leg})
		case "srtp":
			for _, ph := range pair {
				ph.cipher(b)
			}
		}
		bridge(p, pair[0], pair[1])
	}
	return l
}

// frame sends one packet for each leg and gives the processor time it took.
func (l *load) frame() time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	began := cpuTime(unix.RUSAGE_THREAD)
	payload := make([]byte, 160)
	for _, ph := range l.legs {
		ph.send(ph.rtp, ph.agreed.PT, false, ph.ts, payload)
		ph.ts += 160
	}
	return cpuTime(unix.RUSAGE_THREAD) - began
}
