package media

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/opus"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
	"github.com/yobirin/yobirin/shared/sdp"
)

// wideVoice is what a phone that speaks Opus has besides.
type wideVoice struct {
	off        bool // it speaks G.711 although Opus was agreed on
	encoder    *opus.Encoder
	decoder    *opus.Narrow
	said       int
	sent, came [][]byte // payloads
}

// sayOpus sends the next 20 ms of a tone.
func (ph *phone) sayOpus(freq float64) {
	ph.t.Helper()
	payload := ph.wide.code(ph.t, freq)
	ph.wide.sent = append(ph.wide.sent, payload)
	ph.send(ph.rtp, uint8(ph.agreed.OpusPT), len(ph.wide.sent) == 1, ph.ts, payload)
	ph.ts += opus.Frame
}

// code codes the next 20 ms of a tone.
func (v *wideVoice) code(t testing.TB, freq float64) []byte {
	t.Helper()
	if v.encoder == nil {
		var err error
		if v.encoder, err = opus.NewEncoder(24000); err != nil {
			t.Fatal(err)
		}
	}
	var samples [opus.Frame]int16
	pcm.Pure(freq, 0.3).At(samples[:], v.said, opus.Rate)
	v.said += opus.Frame
	b := make([]byte, opus.MaxPacket)
	n, err := v.encoder.Encode(b, samples[:])
	if err != nil {
		t.Fatal(err)
	}
	return b[:n]
}

// hearOpus decodes a payload; ph.mu is held.
func (ph *phone) hearOpus(payload []byte) {
	v := &ph.wide
	if v.decoder == nil {
		var err error
		if v.decoder, err = opus.NewNarrow(); err != nil {
			ph.t.Error(err)
			return
		}
	}
	v.came = append(v.came, bytes.Clone(payload))
	var samples [opus.MaxNarrow]int16
	n, err := v.decoder.Decode(samples[:], payload)
	if err != nil {
		ph.t.Errorf("%x: %v", payload, err)
	}
	ph.heard = append(ph.heard, samples[:n]...)
}

// identical fails unless what b heard in Opus is a run of what a said, byte
// for byte; it gives how long the run is.
func identical(t *testing.T, a, b *phone) int {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.wide.came) == 0 {
		return 0
	}
	first := slices.IndexFunc(a.wide.sent, func(p []byte) bool { return bytes.Equal(p, b.wide.came[0]) })
	if first < 0 || first+len(b.wide.came) > len(a.wide.sent) {
		t.Fatalf("what came is not what was sent")
	}
	for i, p := range b.wide.came {
		if !bytes.Equal(p, a.wide.sent[first+i]) {
			t.Fatalf("packet %d came as another", i)
		}
	}
	return len(b.wide.came)
}

func decodedBy(p *Plane) (n uint64) {
	for _, s := range p.shards {
		n += s.decoded.Load()
	}
	return n
}

// onlyLaw is a phone that speaks one law and no Opus.
func onlyLaw(law pcm.Law) func(*sdp.Local) {
	return func(l *sdp.Local) { l.Opus, l.Laws = false, []pcm.Law{law} }
}

var wideSpec = OpenSpec{Opus: true}

func TestOpusIsPassedOnAsItIs(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		for name, srtp := range map[string]sdp.Policy{"plain": sdp.Off, "secure": sdp.Require} {
			p := newPlane(t, newFacts(), func(c *Config) { c.Portable = portable })
			c := newCall()
			spec := OpenSpec{Opus: true, SRTP: srtp}
			a := newPhone(t, p, c, 1, spec, func(l *sdp.Local) { l.OpusPT = 96 })
			b := newPhone(t, p, c, 2, spec, func(l *sdp.Local) { l.Laws = []pcm.Law{pcm.A} })
			if n := a.port.Negotiated(); n.Codec != "opus" || n.Secure != (srtp == sdp.Require) || !a.agreed.Opus {
				t.Fatalf("%s: %+v, the phone %+v", name, n, a.agreed)
			}
			bridge(p, a, b)
			voices := map[*phone]float64{a: 500, b: 900}
			talk(t, voices, func() bool { return a.hears(900) && b.hears(500) })
			if n := identical(t, a, b); n < 10 {
				t.Errorf("%s: %d packets came", name, n)
			}
			identical(t, b, a)
			wideStream(t, a.packets(), 96)
			wideStream(t, b.packets(), 111)
			if n := decodedBy(p); n != 0 {
				t.Errorf("%s: %d packets were decoded for nobody", name, n)
			}
			// Keys travel in the clock of the sound around them.
			a.press('7')
			talk(t, voices, func() bool { b.mu.Lock(); defer b.mu.Unlock(); return string(b.events) == "7" && len(b.wide.came) > 0 })
			continuous(t, b.packets())
		}
	})
}

// wideStream fails unless the packets are one even stream of Opus.
func wideStream(t *testing.T, headers []rtpio.Header, pt uint8) {
	t.Helper()
	continuous(t, headers)
	for i, h := range headers {
		if h.PT != pt || h.Marker != (i == 0) || i > 0 && h.TS-headers[i-1].TS != opus.Frame {
			t.Fatalf("packet %d: %+v after %+v", i, h, headers[max(0, i-1)])
		}
	}
}

func TestOpusIsDecodedForWhoCannotTakeIt(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		p := newPlane(t, newFacts(), func(c *Config) { c.Portable = portable; c.ReportEvery = time.Hour }) // signs of life, which are G.711, come where nothing else was sent since a report
		c := newCall()
		a := newPhone(t, p, c, 1, OpenSpec{Opus: true, SRTP: sdp.Require}, nil)
		b := newPhone(t, p, c, 2, OpenSpec{Opus: true, SRTP: sdp.Require}, nil)
		d := newPhone(t, p, c, 3, OpenSpec{}, onlyLaw(pcm.A))
		bridge(p, a, b)
		voices := map[*phone]float64{a: 500, b: 900, d: 1300}
		talk(t, voices, func() bool { return a.hears(900) && b.hears(500) })
		a.forget() // the sign of life at the beginning is G.711
		// A transfer: a talks with d, who has G.711 only; a gets that as it is.
		p.Do(leg.Hear{Leg: b.leg})
		bridge(p, a, d)
		talk(t, voices, func() bool { return a.hears(1300) && d.hears(500) && len(d.packets()) > 20 })
		law := d.packets()
		continuous(t, law)
		for i := 1; i < len(law); i++ {
			if !law[i].Marker && law[i].TS-law[i-1].TS != 160 || law[i].PT != 8 {
				t.Fatalf("packet %d: %+v after %+v", i, law[i], law[i-1])
			}
		}
		changed(t, a.packets(), 111, 0)
		a.press('4')
		talk(t, voices, func() bool { d.mu.Lock(); defer d.mu.Unlock(); return string(d.events) == "4" })
		unbroken(t, d.packets(), 8000) // a busy machine keeps the speaker waiting
		// And back: Opus again, in the same stream.
		a.forget()
		p.Do(leg.Hear{Leg: d.leg})
		bridge(p, a, b)
		talk(t, voices, func() bool { return a.hears(900) && b.hears(500) })
		changed(t, a.packets(), 0, 111)
		before := decodedBy(p)
		n := len(b.packets())
		talk(t, voices, func() bool { return len(b.packets()) > n+20 })
		if after := decodedBy(p); after > before+1 {
			t.Errorf("%d packets were decoded although nobody needs it", after-before)
		}
	})
}

// changed fails unless the packets are one stream that goes over from one
// payload type to the other once, with a marker.
func changed(t *testing.T, headers []rtpio.Header, from, to uint8) {
	t.Helper()
	continuous(t, headers)
	at := slices.IndexFunc(headers, func(h rtpio.Header) bool { return h.PT == to })
	if at < 0 || !headers[at].Marker {
		t.Fatalf("no change to payload type %d with a marker", to)
	}
	for i, h := range headers {
		if want := map[bool]uint8{true: from, false: to}[i < at]; h.PT != want {
			t.Fatalf("packet %d has payload type %d, expected %d", i, h.PT, want)
		}
	}
}

// TestOpusIsDecodedAfterAJoin: the leg moves to another shard with its decoder.
func TestOpusIsDecodedAfterAJoin(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		p := newPlane(t, newFacts(), func(c *Config) { c.Portable = portable })
		x := newCall()
		y := elsewhere(p, x)
		a, b := newPhone(t, p, x, 1, wideSpec, nil), newPhone(t, p, x, 2, wideSpec, nil)
		d := newPhone(t, p, y, 3, OpenSpec{}, onlyLaw(pcm.A))
		e := newPhone(t, p, x, 4, OpenSpec{}, nil)
		bridge(p, a, b)
		p.Do(leg.Hear{Leg: e.leg, From: []leg.Source{{Leg: a.leg}}}) // its decoder is at work
		voices := map[*phone]float64{a: 500, b: 900, d: 1300}
		talk(t, voices, func() bool { return a.hears(900) && b.hears(500) && e.hears(500) })
		p.Do(leg.Join{Leg: a.leg, Call: y})
		bridge(p, a, d)
		talk(t, voices, func() bool { return a.hears(1300) && d.hears(500) })
		continuous(t, a.packets())
		continuous(t, d.packets())
	})
}

// TestOpusIsRecorded, both lanes, while the two go on hearing Opus.
func TestOpusIsRecorded(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f, r := newFacts(), newReel()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable; c.Recorder = r })
		c := newCall()
		a, b := newPhone(t, p, c, 1, wideSpec, nil), newPhone(t, p, c, 2, wideSpec, nil)
		bridge(p, a, b)
		rec := id.RecordingOf(c, 1)
		p.Do(leg.Record{Recording: rec, Call: c, Left: a.leg, Right: b.leg})
		talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { return a.hears(900) && b.hears(500) && r.frames(rec) > 8000 })
		p.Do(leg.StopRecord{Recording: rec, Call: c})
		next[leg.Recorded](t, f, nil)
		for lane, freq := range []float64{500, 900} {
			// How it lies in time is told by a test with a clock of its own; here a
			// machine that stalls may leave gaps.
			samples, good := r.lane(rec, lane), 0
			for at := 0; at+800 <= len(samples); at += 800 {
				piece := samples[at : at+800]
				if pcm.Share(piece, freq, pcm.Rate) > 0.95 {
					good++
				}
				if other := 1400 - freq; pcm.Share(piece, other, pcm.Rate) > 0.1 {
					t.Errorf("lane %d: the other's voice is in it", lane)
				}
			}
			if good == 0 {
				t.Errorf("lane %d: the tone is in none of %d samples", lane, len(samples))
			}
		}
		identical(t, a, b)
		identical(t, b, a)
		for _, h := range slices.Concat(a.packets(), b.packets()) {
			if h.PT != 111 {
				t.Fatalf("payload type %d while it records", h.PT)
			}
		}
	})
}

func TestOpusInAConference(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		p := newPlane(t, newFacts(), func(c *Config) { c.Portable = portable })
		c := newCall()
		a, b := newPhone(t, p, c, 1, wideSpec, nil), newPhone(t, p, c, 2, wideSpec, nil)
		d := newPhone(t, p, c, 3, OpenSpec{}, nil)
		all := []*phone{a, b, d}
		for _, ph := range all {
			var others []leg.Source
			for _, o := range all {
				if o != ph {
					others = append(others, leg.Source{Leg: o.leg})
				}
			}
			p.Do(leg.Hear{Leg: ph.leg, From: others})
		}
		voices := map[*phone]float64{a: 500, b: 900, d: 1300}
		talk(t, voices, func() bool {
			return a.hearsBoth(900, 1300) && b.hearsBoth(500, 1300) && d.hearsBoth(500, 900)
		})
		// Two are left: they are passed on as they are again.
		p.Do(leg.Hear{Leg: d.leg})
		bridge(p, a, b)
		talk(t, voices, func() bool { return a.hears(900) && b.hears(500) })
		changed(t, a.packets(), 0, 111)
		changed(t, b.packets(), 0, 111)
		// Who whispers to a is heard by a alone, and b goes on as before.
		b.forget()
		p.Do(leg.Hear{Leg: a.leg, From: []leg.Source{{Leg: b.leg}, {Leg: d.leg, Gain: -6}}})
		talk(t, voices, func() bool { return a.hearsBoth(900, 1300) && b.hears(500) })
		for _, h := range b.packets() {
			if h.PT != 111 {
				t.Fatalf("whispering to the other changed payload type to %d", h.PT)
			}
		}
		continuous(t, a.packets())
	})
}

// hearsBoth says whether two tones and nothing else are heard.
func (ph *phone) hearsBoth(x, y float64) bool {
	w := ph.tail(1600)
	if w == nil {
		return false
	}
	p, q := pcm.Share(w, x, pcm.Rate), pcm.Share(w, y, pcm.Rate)
	return p > 0.1 && q > 0.1 && p+q > 0.9
}

func TestHoldMusicInBetween(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f := newFacts()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable; c.Audio = stocked() })
		c := newCall()
		a, b := newPhone(t, p, c, 1, OpenSpec{Opus: true, SRTP: sdp.Require}, nil), newPhone(t, p, c, 2, wideSpec, nil)
		bridge(p, a, b)
		voices := map[*phone]float64{a: 500, b: 900}
		talk(t, voices, func() bool { return a.hears(900) && b.hears(500) })
		p.Do(leg.Play{Leg: a.leg, Player: 1, Sounds: []leg.Sound{music}, Loop: true})
		p.Do(leg.SendDigits{Leg: b.leg, Digits: "5"})
		talk(t, voices, func() bool {
			h := a.packets()
			b.mu.Lock()
			defer b.mu.Unlock()
			return len(h) > 30 && h[len(h)-1].PT == 0 && string(b.events) == "5"
		})
		changed(t, a.packets(), 111, 0)
		continuous(t, b.packets())
		a.forget()
		p.Do(leg.StopPlay{Leg: a.leg, Player: 1})
		talk(t, voices, func() bool { return a.hears(900) && b.hears(500) })
		changed(t, a.packets(), 0, 111)
	})
}

func TestOpusIsForThoseOnlyWhoAreMeantToHaveIt(t *testing.T) {
	p := newPlane(t, newFacts(), nil)
	c := newCall()
	desk, err := p.Open(id.LegOf(c, 1), OpenSpec{})
	if err != nil {
		t.Fatal(err)
	}
	app, err := p.Open(id.LegOf(c, 2), wideSpec)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := desk.Offer()
	if err != nil || strings.Contains(strings.ToLower(string(plain)), "opus") {
		t.Fatalf("%v\n%s", err, plain)
	}
	wide, err := app.Offer()
	if err != nil || !strings.Contains(string(wide), "RTP/AVP 111 0 8 101\r\n") {
		t.Fatalf("%v\n%s", err, wide)
	}
	far := bare(t, id.LegOf(c, 3), OpenSpec{Opus: true}, nil)
	offer, err := sdp.Offer(far.local)
	if err != nil {
		t.Fatal(err)
	}
	if answer, err := desk.Answer(offer); err != nil || strings.Contains(strings.ToLower(string(answer)), "opus") || desk.Negotiated().Codec != "PCMU" {
		t.Errorf("%v\n%s", err, answer)
	}
	// Opus alone cannot be: prompts and music are G.711.
	alone := bytes.Replace(offer, []byte("RTP/AVP 111 0 8 101"), []byte("RTP/AVP 111 101"), 1)
	if _, err := app.Answer(alone); !errors.Is(err, sdp.ErrUnacceptable) {
		t.Errorf("an offer of Opus alone: %v", err)
	}
	if _, err := app.Offer(); err != nil {
		t.Fatal(err)
	}
	if err := app.Accept(alone); !errors.Is(err, sdp.ErrUnacceptable) {
		t.Errorf("an answer of Opus alone: %v", err)
	}
	// Numbers stay over a re-INVITE, and are never the events'.
	law := bytes.ReplaceAll(bytes.Replace(offer, []byte("RTP/AVP 111 0"), []byte("RTP/AVP 0"), 1), []byte("101"), []byte("111"))
	law = bytes.Replace(law, []byte("a=rtpmap:111 opus/48000/2\r\n"), nil, 1)
	if _, err := app.Answer(law); err != nil || app.Negotiated().Codec != "PCMU" || !app.Negotiated().Events {
		t.Fatalf("%v, %+v\n%s", err, app.Negotiated(), law)
	}
	if again, err := app.Offer(); err != nil || !strings.Contains(string(again), "RTP/AVP 112 0 8 111\r\n") {
		t.Errorf("%v\n%s", err, again)
	}
	other := bytes.ReplaceAll(bytes.ReplaceAll(bytes.ReplaceAll(offer, []byte("101"), []byte("x")), []byte("111"), []byte("98")), []byte("x"), []byte("111"))
	if _, err := app.Answer(other); err != nil {
		t.Fatal(err)
	}
	if again, err := app.Offer(); err != nil || !strings.Contains(string(again), "RTP/AVP 98 0 8 111\r\n") {
		t.Errorf("%v\n%s", err, again)
	}
}
