package media

import (
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

// unbroken fails unless the packets are numbered without a gap and their clock
// keeps to the time that passed for the speaker.
func unbroken(t *testing.T, headers []rtpio.Header, longest uint32) {
	t.Helper()
	continuous(t, headers)
	for i := 1; i < len(headers); i++ {
		if d := headers[i].TS - headers[i-1].TS; d > longest {
			t.Errorf("packet %d: the clock goes on by %d samples", i, d)
		}
	}
}

// TestCaughtKeysAreOnlyTold: events of a caught leg reach neither a relayed
// listener nor one who hears a mix, and leave no gap.
func TestCaughtKeysAreOnlyTold(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f := newFacts()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable })
		c := newCall()
		a, b := newPhone(t, p, c, 1, OpenSpec{SRTP: sdp.Require}, nil), newPhone(t, p, c, 2, OpenSpec{SRTP: sdp.Require}, nil)
		d := newPhone(t, p, c, 3, OpenSpec{NoEvents: true}, func(l *sdp.Local) { l.Events = false })
		e := newPhone(t, p, c, 4, OpenSpec{}, nil)
		p.Do(leg.Catch{Leg: a.leg, Caught: true})
		for _, ph := range []*phone{b, d} {
			p.Do(leg.Hear{Leg: ph.leg, From: []leg.Source{{Leg: a.leg}}})
		}
		p.Do(leg.Hear{Leg: e.leg, From: []leg.Source{{Leg: a.leg}, {Leg: b.leg}}})
		voices := map[*phone]float64{a: 500}
		talk(t, voices, func() bool { return b.hears(500) && d.hears(500) && e.hears(500) })
		for _, digit := range []byte("12#") {
			a.press(digit)
			if got := next[leg.Digit](t, f, nil); got.Leg != a.leg || got.Key != string(digit) || got.By != "rfc4733" {
				t.Fatalf("%+v", got)
			}
			n := len(b.packets())
			talk(t, voices, func() bool { return len(b.packets()) > n+5 })
		}
		for _, ph := range []*phone{b, d, e} {
			ph.mu.Lock()
			if len(ph.events) != 0 {
				t.Errorf("phone %d got %q", ph.leg[15], ph.events)
			}
			if tones := pcm.NewDTMFDetector().Feed(nil, ph.heard); len(tones) != 0 {
				t.Errorf("phone %d hears the tones of %q", ph.leg[15], tones)
			}
			ph.mu.Unlock()
		}
		unbroken(t, b.packets(), 1600+160)
		unbroken(t, d.packets(), 1600+160)
		// Let go, they travel on.
		p.Do(leg.Catch{Leg: a.leg})
		settled(t, p.shardOf(c))
		a.press('6')
		talk(t, voices, func() bool { b.mu.Lock(); defer b.mu.Unlock(); return string(b.events) == "6" })
		unbroken(t, b.packets(), 1600+160)
		talk(t, voices, func() bool {
			d.mu.Lock()
			defer d.mu.Unlock()
			return string(pcm.NewDTMFDetector().Feed(nil, d.heard)) == "6"
		})
	})
}

// dial makes a phone play the tone of a key and some quiet after it, packet by
// packet in real time.
func (ph *phone) dial(digit byte, length int) {
	ph.t.Helper()
	tone, _ := pcm.DTMFTone(digit)
	tone.Level = 0.4
	samples := slices.Concat(make([]int16, 37), tone.Samples(length, pcm.Rate))
	samples = append(samples, make([]int16, 960+160-len(samples)%160)...)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for chunk := range slices.Chunk(samples, 160) {
		<-tick.C
		ph.speak(chunk)
	}
}

// TestCaughtTonesAreMuted: a leg without events presses its keys in its audio.
func TestCaughtTonesAreMuted(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f := newFacts()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable })
		c := newCall()
		silentKeys := func(l *sdp.Local) { l.Events = false }
		a, b := newPhone(t, p, c, 1, OpenSpec{}, silentKeys), newPhone(t, p, c, 2, OpenSpec{}, nil)
		e := newPhone(t, p, c, 3, OpenSpec{}, nil)
		p.Do(leg.Hear{Leg: b.leg, From: []leg.Source{{Leg: a.leg}}})
		p.Do(leg.Hear{Leg: e.leg, From: []leg.Source{{Leg: a.leg}, {Leg: b.leg}}})
		voices := map[*phone]float64{a: 500}
		tones := func(ph *phone) string {
			ph.mu.Lock()
			defer ph.mu.Unlock()
			return string(pcm.NewDTMFDetector().Feed(nil, ph.heard))
		}
		// Not caught: heard by all, told to nobody.
		talk(t, voices, func() bool { return b.hears(500) && e.hears(500) })
		a.dial('9', 800)
		talk(t, voices, func() bool { return tones(b) == "9" && tones(e) == "9" })
		if n := count[leg.Digit](f); n != 0 {
			t.Fatalf("%d digits of a leg that nobody listens to", n)
		}
		p.Do(leg.Catch{Leg: a.leg, Caught: true})
		settled(t, p.shardOf(c))
		b.forget()
		e.forget()
		for _, digit := range []byte("5#D") {
			a.dial(digit, 800)
			if got := next[leg.Digit](t, f, nil); got.Leg != a.leg || got.Key != string(digit) || got.By != "inband" {
				t.Fatalf("%+v", got)
			}
		}
		n := len(b.packets())
		talk(t, voices, func() bool { return len(b.packets()) > n+10 && b.hears(500) && e.hears(500) })
		for _, ph := range []*phone{b, e} {
			if got := tones(ph); got != "" {
				t.Errorf("phone %d hears %q", ph.leg[15], got)
			}
			if leak := loudest(ph, 800); leak > 0.3 {
				t.Errorf("phone %d hears tones for a share of %v of 100 ms", ph.leg[15], leak)
			}
		}
		unbroken(t, b.packets(), 160)
		// Let go in the middle of a key: its end is not heard either.
		b.forget()
		for range 10 {
			a.speak(toneOf('7', 160))
		}
		next(t, f, func(d leg.Digit) bool { return d.Key == "7" })
		p.Do(leg.Catch{Leg: a.leg})
		settled(t, p.shardOf(c))
		for range 10 {
			a.speak(toneOf('7', 160))
		}
		talk(t, voices, func() bool { return b.hears(500) })
		if got := tones(b); got != "" {
			t.Errorf("the end of a caught key is heard as %q", got)
		}
		a.dial('8', 800)
		talk(t, voices, func() bool { return tones(b) == "8" })
		unbroken(t, b.packets(), 160)
	})
}

func toneOf(digit byte, n int) []int16 {
	tone, _ := pcm.DTMFTone(digit)
	tone.Level = 0.4
	return tone.Samples(n, pcm.Rate)
}

// loudest is the greatest share of a window that is louder than the speech of
// these tests ever is (0.3 of full scale; the tones reach 0.4).
func loudest(ph *phone, window int) (most float64) {
	ph.mu.Lock()
	defer ph.mu.Unlock()
	for w := range slices.Chunk(ph.heard, window) {
		n := 0
		for _, v := range w {
			if v > 10500 || v < -10500 {
				n++
			}
		}
		most = max(most, float64(n)/float64(len(w)))
	}
	return most
}

// TestWithheldPacketsLeaveNoGap, whatever is lost, late or doubled around them.
func TestWithheldPacketsLeaveNoGap(t *testing.T) {
	s, streams := wired(t, nil)
	from := netip.MustParseAddrPort("127.0.0.1:4000")
	out := streams[1].sockets[0].(*stubSocket)
	s.catch(leg.Catch{Leg: streams[0].id, Caught: true})
	send := func(pt uint8, seq uint16, ts uint32) (rtpio.Header, bool) {
		out.last = nil
		b := audioPacket()
		rtpio.Header{PT: pt, SSRC: 77, Seq: seq, TS: ts}.Put(b)
		if pt == 101 {
			rtpio.Event{Code: 5, Duration: 160}.Put(b[rtpio.HeaderSize:])
			b = b[:rtpio.HeaderSize+rtpio.EventSize]
		}
		s.receive(streams[0], false, from, b)
		if out.last == nil {
			return rtpio.Header{}, false
		}
		h, _, err := rtpio.Parse(out.last)
		if err != nil {
			t.Fatal(err)
		}
		return h, true
	}
	first, _ := send(0, 65530, 1000)
	used := map[uint16]bool{first.Seq: true}
	for _, step := range []struct {
		pt   uint8
		seq  uint16
		ts   uint32
		want int // sequence after the first; -1 nothing
		mark bool
	}{
		{0, 65531, 1160, 1, false},
		{101, 65532, 1320, -1, false}, {101, 65533, 1320, -1, false}, {101, 65533, 1320, -1, false}, // one comes twice
		{0, 65534, 1640, 2, true},
		{101, 0, 1800, -1, false},  // 65535 is late
		{0, 65535, 1760, -1, true}, // what would take a number given already is left out
		{0, 1, 1960, 4, true},      // and counts as lost
		{0, 2, 2120, 5, false},
		{101, 3, 2280, -1, false}, {0, 5, 2600, 7, true}, // 4 is lost: one is missing
	} {
		h, ok := send(step.pt, step.seq, step.ts)
		if ok != (step.want >= 0) {
			t.Errorf("packet %d of type %d: sent %v", step.seq, step.pt, ok)
			continue
		}
		if !ok {
			continue
		}
		if h.Seq != first.Seq+uint16(step.want) || h.TS-first.TS != step.ts-1000 || h.Marker != step.mark {
			t.Errorf("packet %d became %+v after %+v, want %d later", step.seq, h, first, step.want)
		}
		if used[h.Seq] {
			t.Errorf("the number %d is used twice", h.Seq)
		}
		used[h.Seq] = true
	}
}

// TestKeysGoTheWayTheyBegan: an event is caught or passed on as a whole.
func TestKeysGoTheWayTheyBegan(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f := newFacts()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable })
		c := newCall()
		a, b := newPhone(t, p, c, 1, OpenSpec{}, nil), newPhone(t, p, c, 2, OpenSpec{}, nil)
		p.Do(leg.Hear{Leg: b.leg, From: []leg.Source{{Leg: a.leg}}})
		voices := map[*phone]float64{a: 500}
		talk(t, voices, func() bool { return b.hears(500) })
		half := func(code uint8, from int) {
			var x [rtpio.EventSize]byte
			for i := range 3 {
				rtpio.Event{Code: code, Volume: 10, Duration: uint16(160 * (from + i)), End: from+i == 6}.Put(x[:])
				a.send(a.rtp, uint8(a.agreed.EventPT), from+i == 1, a.ts, x[:])
			}
		}
		p.Do(leg.Catch{Leg: a.leg, Caught: true})
		settled(t, p.shardOf(c))
		half(1, 1)
		next[leg.Digit](t, f, nil)
		p.Do(leg.Catch{Leg: a.leg})
		settled(t, p.shardOf(c))
		half(1, 4)
		a.ts += 960
		n := len(b.packets())
		talk(t, voices, func() bool { return len(b.packets()) > n+5 })
		half(2, 1)
		next[leg.Digit](t, f, nil)
		p.Do(leg.Catch{Leg: a.leg, Caught: true})
		settled(t, p.shardOf(c))
		half(2, 4)
		a.ts += 960
		n = len(b.packets())
		talk(t, voices, func() bool { return len(b.packets()) > n+5 })
		b.mu.Lock()
		defer b.mu.Unlock()
		events := 0
		for _, h := range b.headers {
			if int16(h.PT) == b.agreed.EventRecv {
				events++
			}
		}
		if string(b.events) != "2" || events != 6 {
			t.Errorf("%q came in %d packets, want the 2 in 6", b.events, events)
		}
		continuous(t, b.headers)
	})
}

// keysHeard are the keys that a phone was sent as events, or hears as tones.
func keysHeard(ph *phone) string {
	ph.mu.Lock()
	defer ph.mu.Unlock()
	return string(ph.events) + string(pcm.NewDTMFDetector().Feed(nil, ph.heard))
}

// TestKeysReachThoseWhoHearAMix: of three, one of them an IVR, what one presses
// reaches both others, as events or tones, once; so it does while keys are
// being sent to a listener. The one who pressed gets nothing.
func TestKeysReachThoseWhoHearAMix(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f := newFacts()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable })
		c := newCall()
		noEvents := func(l *sdp.Local) { l.Events = false }
		a, b := newPhone(t, p, c, 1, OpenSpec{SRTP: sdp.Require}, nil), newPhone(t, p, c, 2, OpenSpec{}, nil)
		d := newPhone(t, p, c, 3, OpenSpec{NoEvents: true}, noEvents)
		e := newPhone(t, p, c, 4, OpenSpec{NoEvents: true}, noEvents) // hears one only
		meet(p, []*phone{a, b, d}, nil)
		p.Do(leg.Hear{Leg: e.leg, From: []leg.Source{{Leg: a.leg}}})
		voices := map[*phone]float64{a: 500}
		speak := func(keys string) {
			talk(t, voices, func() bool { return keysHeard(b) == keys && keysHeard(d) == keys && keysHeard(e) == keys })
		}
		talk(t, voices, func() bool { return b.hears(500) && d.hears(500) && e.hears(500) })
		a.press('1')
		speak("1")
		// Faster than they are passed on: none is lost, and their order stays.
		for _, digit := range []byte("90#4") {
			a.press(digit)
		}
		speak("190#4")
		// The mix goes on after them.
		talk(t, voices, func() bool { return b.hears(500) && d.hears(500) })
		continuous(t, b.packets())
		continuous(t, d.packets())
		// Caught, they are only told.
		p.Do(leg.Catch{Leg: a.leg, Caught: true})
		settled(t, p.shardOf(c))
		a.press('7')
		next(t, f, func(x leg.Digit) bool { return x.Key == "7" })
		n := len(b.packets())
		talk(t, voices, func() bool { return len(b.packets()) > n+25 })
		speak("190#4")
		if got := keysHeard(a); got != "" {
			t.Errorf("who pressed hears %q", got)
		}
	})
}

// TestKeysWithoutEndDoNotMuteAMix for long.
func TestKeysWithoutEndDoNotMuteAMix(t *testing.T) {
	s, streams := wired(t, nil)
	third := seated(s, id.LegOf(id.CallOf(streams[0].id), 3), streams[0].agreed)
	confer(s, append(streams, third))
	from := netip.MustParseAddrPort("127.0.0.1:4000")
	for n := range 500 {
		b := make([]byte, rtpio.HeaderSize+rtpio.EventSize)
		rtpio.Header{PT: 101, SSRC: 77, Seq: uint16(n), TS: uint32(n) * 160, Marker: true}.Put(b)
		rtpio.Event{Code: 5, Duration: 160, End: true}.Put(b[rtpio.HeaderSize:])
		s.receive(streams[0], false, from, b)
	}
	for _, st := range []*stream{streams[1], third} {
		if n := len(st.digits.queue); n != keysAhead {
			t.Errorf("%d keys wait, want %d", n, keysAhead)
		}
	}
	if !streams[0].digits.idle() {
		t.Error("who pressed is sent keys")
	}
}
