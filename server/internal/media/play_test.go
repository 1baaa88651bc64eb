package media

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/sdp"
)

// shelf is an audio source; release lets a sound that is asked for be given.
type shelf struct {
	sounds  map[leg.Sound][]int16
	release chan struct{}
	asked   chan leg.Sound
}

func (s *shelf) Sound(w leg.Sound) ([]int16, error) {
	if s.asked != nil {
		s.asked <- w
		<-s.release
	}
	if x, ok := s.sounds[w]; ok {
		return x, nil
	}
	return nil, errors.New("not on the shelf")
}

var (
	welcome = leg.Sound{Audio: id.Audio{15: 1}}
	music   = leg.Sound{Music: true}
)

func stocked() *shelf {
	return &shelf{sounds: map[leg.Sound][]int16{
		welcome:              pcm.Pure(600, 0.3).Samples(2000, pcm.Rate),
		music:                pcm.Pure(1000, 0.3).Samples(8000, pcm.Rate),
		{Prompt: "ja/short"}: pcm.Pure(800, 0.3).Samples(1000, pcm.Rate),
	}}
}

func TestPlayToTheEnd(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f := newFacts()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable; c.Audio = stocked() })
		c := newCall()
		for i, law := range []pcm.Law{pcm.Mu, pcm.A} {
			a := newPhone(t, p, c, uint16(i+1), OpenSpec{}, func(l *sdp.Local) { l.Laws = []pcm.Law{law} })
			p.Do(leg.Play{Leg: a.leg, Player: 7, Sounds: []leg.Sound{welcome, {Prompt: "ja/short"}, {Tone: leg.ToneBeep}}})
			got := next(t, f, func(x leg.Played) bool { return x.Leg == a.leg })
			if got.Player != 7 || got.Failed != "" {
				t.Fatalf("%+v", got)
			}
			// 2,000 + 1,000 + 2,400 samples and the silent rest of the last frame.
			until(t, "the last frame", func() bool { return a.tail(5440) != nil })
			all := a.tail(5440)
			for _, part := range []struct {
				from, to int
				freq     float64
			}{{0, 2000, 600}, {2000, 3000, 800}, {3000, 5400, 1000}} {
				if s := pcm.Share(all[part.from:part.to], part.freq, pcm.Rate); s < 0.97 {
					t.Errorf("%s: %g Hz has %v of samples %d to %d", law, part.freq, s, part.from, part.to)
				}
			}
			continuous(t, a.packets())
			if h := a.packets(); !h[0].Marker || h[1].Marker || h[1].TS-h[0].TS != 160 {
				t.Errorf("the stream begins with %+v", h[:2])
			}
		}
	})
}

func TestMusicIsEvenAndShared(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		p := newPlane(t, newFacts(), func(c *Config) { c.Portable = portable; c.Audio = stocked() })
		c := newCall()
		var phones []*phone
		for n := range uint16(20) {
			ptime := 20
			if n%4 == 3 {
				ptime = 30
			}
			a := newPhone(t, p, c, n+1, OpenSpec{}, func(l *sdp.Local) { l.PTime = ptime })
			p.Do(leg.Play{Leg: a.leg, Player: 1, Sounds: []leg.Sound{music}, Loop: true})
			phones = append(phones, a)
		}
		for i, a := range phones {
			until(t, "a second of music", func() bool { return a.tail(9600) != nil })
			if !a.hears(1000) {
				t.Errorf("phone %d does not hear the music", i)
			}
			continuous(t, a.packets())
			want := uint32(160)
			if i%4 == 3 {
				want = 240
			}
			if h := a.packets(); h[5].TS-h[4].TS != want {
				t.Errorf("phone %d gets %d samples a packet", i, h[5].TS-h[4].TS)
			}
		}
	})
}

func TestSoundsThatDoNotLoad(t *testing.T) {
	f := newFacts()
	src := stocked()
	src.asked, src.release = make(chan leg.Sound, 8), make(chan struct{})
	p := newPlane(t, f, func(c *Config) { c.Audio = src })
	c := newCall()
	a := newPhone(t, p, c, 1, OpenSpec{}, nil)
	missing := leg.Sound{Prompt: "ja/missing"}
	p.Do(leg.Play{Leg: a.leg, Player: 1, Sounds: []leg.Sound{missing}})
	<-src.asked
	if n := count[leg.Played](f); n != 0 {
		t.Fatal("played before it was loaded")
	}
	src.release <- struct{}{}
	if got := next[leg.Played](t, f, nil); got.Player != 1 || got.Failed == "" {
		t.Fatalf("%+v", got)
	}
	// A player stopped while it loads is never heard of.
	p.Do(leg.Play{Leg: a.leg, Player: 2, Sounds: []leg.Sound{welcome}})
	<-src.asked
	p.Do(leg.StopPlay{Leg: a.leg, Player: 2})
	p.Do(leg.Play{Leg: a.leg, Player: 3, Sounds: []leg.Sound{{Tone: leg.ToneBeep}}})
	src.release <- struct{}{}
	if got := next[leg.Played](t, f, nil); got.Player != 3 || got.Failed != "" {
		t.Fatalf("%+v", got)
	}
	p.Do(leg.Play{Leg: a.leg, Player: 4})
	if got := next[leg.Played](t, f, nil); got.Player != 4 || got.Failed == "" {
		t.Fatalf("nothing to play: %+v", got)
	}
	// The failed sound is asked for again, the good one is not.
	p.Do(leg.Play{Leg: a.leg, Player: 5, Sounds: []leg.Sound{welcome}})
	if got := next[leg.Played](t, f, nil); got.Player != 5 || got.Failed != "" {
		t.Fatalf("%+v", got)
	}
	p.Forget(welcome)
	p.Do(leg.Play{Leg: a.leg, Player: 6, Sounds: []leg.Sound{welcome}})
	if got := <-src.asked; got != welcome {
		t.Fatalf("asked for %+v", got)
	}
	src.release <- struct{}{}
	next[leg.Played](t, f, nil)
}

func shares(w []int16, freqs ...float64) (out []float64) {
	for _, f := range freqs {
		out = append(out, math.Round(100*pcm.Share(w, f, pcm.Rate)))
	}
	return out
}

func TestConferenceOfThree(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		p := newPlane(t, newFacts(), func(c *Config) { c.Portable = portable })
		c := newCall()
		freqs := []float64{500, 900, 1300}
		laws := []pcm.Law{pcm.Mu, pcm.A, pcm.Mu}
		var phones []*phone
		voices := map[*phone]float64{}
		for n := range uint16(3) {
			ph := newPhone(t, p, c, n+1, OpenSpec{}, func(l *sdp.Local) { l.Laws = laws[n : n+1] })
			phones = append(phones, ph)
			voices[ph] = freqs[n]
		}
		for i, ph := range phones {
			p.Do(leg.Hear{Leg: ph.leg, From: []leg.Source{{Leg: phones[(i+1)%3].leg}, {Leg: phones[(i+2)%3].leg}}})
		}
		good := func(i int) bool {
			w := phones[i].tail(1600)
			if w == nil {
				return false
			}
			s := shares(w, freqs[i], freqs[(i+1)%3], freqs[(i+2)%3])
			return s[0] < 2 && s[1] > 40 && s[2] > 40
		}
		talk(t, voices, func() bool { return good(0) && good(1) && good(2) })
		for _, ph := range phones {
			continuous(t, ph.packets())
		}
		// One leaves: the others are a two-party talk again.
		p.CloseLeg(phones[2].leg)
		delete(voices, phones[2])
		talk(t, voices, func() bool { return phones[0].hears(900) && phones[1].hears(500) })
		s := p.shardOf(c)
		relaying := make(chan bool, 1)
		s.post(func(s *shard) {
			st := s.streams[phones[0].leg]
			relaying <- st.relaying && !st.paced && s.streams[phones[1].leg].ring == nil
		})
		if !<-relaying {
			t.Error("two parties with one source each are still mixed")
		}
	})
}

func TestWhisperIsHeardOverTheTalkAndQuieter(t *testing.T) {
	p := newPlane(t, newFacts(), func(c *Config) { c.Audio = stocked() })
	c := newCall()
	a := newPhone(t, p, c, 1, OpenSpec{}, nil)
	b := newPhone(t, p, c, 2, OpenSpec{}, nil)
	p.Do(leg.Hear{Leg: a.leg, From: []leg.Source{{Leg: b.leg}}})
	p.Do(leg.Play{Leg: a.leg, Player: 1, Sounds: []leg.Sound{music}, Loop: true, Over: true})
	talk(t, map[*phone]float64{b: 500}, func() bool {
		w := a.tail(1600)
		if w == nil {
			return false
		}
		s := shares(w, 1000, 500)
		return s[0] > 40 && s[1] > 40
	})
	p.Do(leg.StopPlay{Leg: a.leg, Player: 1})
	p.Do(leg.Hear{Leg: a.leg, From: []leg.Source{{Leg: b.leg, Gain: -20}}})
	talk(t, map[*phone]float64{b: 500}, func() bool {
		w := a.tail(1600)
		// 0.3 of full scale is an energy of 0.045; 20 dB less is 0.00045.
		return a.hears(500) && math.Abs(pcm.Energy(w)-0.00045) < 0.0001
	})
	continuous(t, a.packets())
}

func TestDigits(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		f := newFacts()
		p := newPlane(t, f, func(c *Config) { c.Portable = portable })
		c := newCall()
		a := newPhone(t, p, c, 1, OpenSpec{}, nil)
		b := newPhone(t, p, c, 2, OpenSpec{}, func(l *sdp.Local) { l.EventPT = 96 })
		d := newPhone(t, p, c, 3, OpenSpec{NoEvents: true, InbandDigits: true}, nil)
		for _, l := range []id.Leg{b.leg, d.leg} {
			p.Do(leg.Hear{Leg: l, From: []leg.Source{{Leg: a.leg}}})
		}
		// Relayed with the other's payload type, and told.
		talk(t, map[*phone]float64{a: 500}, func() bool { return b.hears(500) && d.hears(500) })
		a.press('7')
		if got := next[leg.Digit](t, f, nil); got.Leg != a.leg || got.Key != "7" || got.By != "rfc4733" {
			t.Fatalf("%+v", got)
		}
		talk(t, map[*phone]float64{a: 500}, func() bool {
			b.mu.Lock()
			defer b.mu.Unlock()
			return string(b.events) == "7"
		})
		continuous(t, b.packets())
		// The leg without events hears the tones.
		ears := pcm.NewDTMFDetector()
		talk(t, map[*phone]float64{a: 500}, func() bool {
			d.mu.Lock()
			defer d.mu.Unlock()
			heard := ears.Feed(nil, d.heard)
			d.heard = nil
			return string(heard) == "7"
		})
		talk(t, map[*phone]float64{a: 500}, func() bool { return d.hears(500) })
		continuous(t, d.packets())
		// Tones in the audio that comes are told where that is asked for.
		tone, _ := pcm.DTMFTone('#')
		tone.Level = 0.4
		samples := append(make([]int16, 800), tone.Samples(960, pcm.Rate)...)
		for chunk := range slices.Chunk(append(samples, make([]int16, 800)...), 160) {
			d.speak(chunk)
		}
		if got := next[leg.Digit](t, f, nil); got.Leg != d.leg || got.Key != "#" || got.By != "inband" {
			t.Fatalf("%+v", got)
		}
		if n := count[leg.Digit](f); n != 0 {
			t.Errorf("%d digits too many", n)
		}
	})
}

func TestSendDigits(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		p := newPlane(t, newFacts(), func(c *Config) { c.Portable = portable })
		c := newCall()
		a := newPhone(t, p, c, 1, OpenSpec{}, nil)
		d := newPhone(t, p, c, 2, OpenSpec{NoEvents: true}, func(l *sdp.Local) { l.Events = false })
		p.Do(leg.SendDigits{Leg: a.leg, Digits: "12x2#", Each: 60 * time.Millisecond})
		p.Do(leg.SendDigits{Leg: d.leg, Digits: "0A"})
		until(t, "events", func() bool { a.mu.Lock(); defer a.mu.Unlock(); return string(a.events) == "122#" })
		until(t, "tones", func() bool {
			d.mu.Lock()
			defer d.mu.Unlock()
			return string(pcm.NewDTMFDetector().Feed(nil, d.heard)) == "0A"
		})
		until(t, "the end of the last event", func() bool { return len(a.packets()) == 4*5 })
		continuous(t, a.packets())
		for i, h := range a.packets() {
			if h.Marker != (i%5 == 0) || h.TS != a.packets()[i/5*5].TS {
				t.Errorf("packet %d: %+v", i, h)
			}
		}
	})
}
