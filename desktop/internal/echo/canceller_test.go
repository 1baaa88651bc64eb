package echo

import (
	"math"
	"math/rand/v2"
	"testing"
)

func newHiss(level float64) *hiss { return &hiss{rand.New(rand.NewPCG(1, 1)), level} }

// What a loudspeaker says is taken out, whatever it is and however late it
// comes, and who speaks at the same time is heard.
func TestTheEchoGoesAndTheVoiceStays(t *testing.T) {
	for _, at := range []struct {
		name   string
		far    source
		delay  int // samples
		reverb float64
		least  float64 // dB
	}{
		{"speech nearby", newVoice(1, 9000), 1000, 0.15, 20},
		{"speech in a live room, through slow devices", newVoice(2, 9000), 7000, 0.4, 20},
		{"speech by telephone", &telephone{of: newVoice(3, 9000)}, 3000, 0.25, 20},
		{"noise, very late", newHiss(2000), 16000, 0.3, 20},
		{"a tone that trembles", &beeps{}, 3000, 0.3, 20},
	} {
		t.Run(at.name, func(t *testing.T) {
			t.Parallel()
			s := &scene{c: New(Options{Echo: true}), room: newRoom(5, at.delay, at.reverb, 0.5), far: at.far, near: silence{}, hum: 3}
			s.run(400)
			if got := s.erle(200, 400); !(got >= at.least) {
				t.Errorf("after two seconds the echo is %.1f dB quieter, want %v", got, at.least)
			}
			s.near = newVoice(9, 6000)
			s.run(250)
			if got := s.lost(410, 650); !(got < 3) {
				t.Errorf("who speaks into it loses %.1f dB", got)
			}
			s.near = silence{}
			s.run(100)
			if got := s.erle(670, 750); !(got >= at.least-8) {
				t.Errorf("after both have spoken the echo is %.1f dB quieter, want about %v", got, at.least)
			}
			t.Logf("%.1f dB; both: lost %.1f dB; after it %.1f dB", s.erle(200, 400), s.lost(410, 650), s.erle(670, 750))
		})
	}
}

// Where nothing echoes, nothing changes but the delay and the hum, after some
// seconds in which that is found out.
func TestWithoutEchoNothingChanges(t *testing.T) {
	for name, far := range map[string]source{"while the far end speaks": newVoice(1, 9000), "while it is silent": silence{}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &scene{c: New(Options{Echo: true}), room: newRoom(5, 1000, 0.15, 0), far: far, near: newVoice(9, 6000), hum: 3}
			s.run(1000)
			hum := New(Options{})
			for i := 0; i < len(s.in); i += Frame {
				hum.ProcessCapture(s.in[i:][:Frame])
			}
			if got := s.lost(1, 1000); got > 2 {
				t.Errorf("until that is known the voice loses %.2f dB", got)
			}
			other, whole := 0.0, 0.0
			for i := 800 * Frame; i < 1000*Frame; i++ {
				d := float64(s.out[i]) - float64(s.in[i])
				other, whole = other+d*d, whole+float64(s.in[i])*float64(s.in[i])
			}
			ratio := 10 * math.Log10(whole/other)
			t.Logf("at first it loses %.2f dB; afterwards what is added or missing is %.1f dB below the voice", s.lost(1, 700), ratio)
			if ratio < 50 {
				t.Errorf("what is added or missing is only %.1f dB below the voice", ratio)
			}
		})
	}
}

// Somebody turns the loudspeaker away, or plugs in another.
func TestAnotherWayIsLearned(t *testing.T) {
	t.Parallel()
	s := &scene{c: New(Options{Echo: true}), room: newRoom(5, 1000, 0.2, 0.5), far: newVoice(1, 9000), near: silence{}, hum: 3}
	s.run(300)
	s.room = newRoom(6, 2500, 0.2, 0.3)
	s.run(500)
	t.Logf("0.5 s later %.1f dB, 2 s later %.1f dB, 4 s later %.1f dB", s.erle(350, 400), s.erle(450, 550), s.erle(700, 800))
	if got := s.erle(700, 800); got < 20 {
		t.Errorf("four seconds later the echo is %.1f dB quieter", got)
	}
}

// What was played comes in other steps than what was captured, and later or
// earlier from then on.
func TestSlips(t *testing.T) {
	for name, pops := range map[string][]int{"later": {0}, "much later": {0, 1, 0, 0}, "earlier": {2}, "to and fro": {0, 2, 0, 2, 2}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			far, way, c := newVoice(1, 9000), newRoom(5, 5000, 0.2, 0.5), New(Options{Echo: true})
			var queue [][]int16
			for range 3 {
				queue = append(queue, far.frame())
				way.echo(queue[len(queue)-1])
			}
			// tick plays and captures a frame, and tells of pop that were played.
			tick := func(pop int) (echo, came float64) {
				queue = append(queue, far.frame())
				heard := way.echo(queue[len(queue)-1])
				mic := make([]int16, Frame)
				for i, v := range heard {
					mic[i] = int16(v)
				}
				for range pop {
					c.ProcessPlayed(queue[0])
					queue = queue[1:]
				}
				c.ProcessCapture(mic)
				return energy(heard), energyOf(mic)
			}
			run := func(frames int) float64 {
				echo, came := 0.0, 1.0
				for range frames {
					e, m := tick(1)
					echo, came = echo+e, came+m
				}
				return 10 * math.Log10(echo/came)
			}
			run(300)
			before := run(100)
			for _, pop := range pops {
				tick(pop)
			}
			after := run(100)
			t.Logf("before %.1f dB, after %.1f dB", before, after)
			if after < 20 {
				t.Errorf("before the slip %.1f dB, after it %.1f dB", before, after)
			}
		})
	}
}

// A room's noise becomes quieter, and a voice in it stays.
func TestNoiseBecomesQuieter(t *testing.T) {
	t.Parallel()
	s := &scene{c: New(Options{Noise: true}), room: newRoom(5, 1000, 0.2, 0), far: silence{}, near: silence{}, hum: 200}
	s.run(300)
	var in, out float64
	for i := 200 * Frame; i < 300*Frame; i++ {
		in, out = in+float64(s.in[i])*float64(s.in[i]), out+float64(s.out[i])*float64(s.out[i])
	}
	s.near = newVoice(9, 9000)
	s.run(300)
	quieter, lost := 10*math.Log10(in/out), s.lost(310, 600)
	t.Logf("noise %.1f dB quieter, voice %.1f dB", quieter, lost)
	if quieter < 6 || quieter > 13 {
		t.Errorf("noise is %.1f dB quieter, want some 10", quieter)
	}
	if lost > 2 {
		t.Errorf("the voice loses %.1f dB", lost)
	}
}

// Whatever comes, what goes out are numbers of about the same size, and
// nothing panics.
func FuzzCanceller(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3}, uint64(1), true)
	f.Add([]byte{9, 200, 100, 255, 255, 7, 31, 0, 5, 5, 5, 200}, uint64(2), false)
	f.Fuzz(func(t *testing.T, acts []byte, seed uint64, noise bool) {
		c := New(Options{Echo: true, Noise: noise})
		r := rand.New(rand.NewPCG(seed, 1))
		frame, far := make([]int16, Frame), make([]int16, Frame)
		for _, act := range acts[:min(len(acts), 60)] {
			for i := range frame {
				frame[i], far[i] = any16(act, i, r), any16(act>>4, i, r)
			}
			for range act >> 6 {
				c.ProcessPlayed(far)
			}
			c.ProcessCapture(frame)
			for _, w := range c.filter.w {
				for _, v := range w {
					if p := power(v); !(p < 1e9) {
						t.Fatalf("the filter has become %v", v)
					}
				}
			}
		}
		c.ProcessCapture(frame[:3])
		c.ProcessPlayed(nil)
	})
}

// any16 is a sample of the kind that act says.
func any16(act byte, i int, r *rand.Rand) int16 {
	switch act & 7 {
	case 0:
		return 0
	case 1:
		return int16(r.Uint32())
	case 2:
		return 32767
	case 3:
		return -32768
	case 4:
		return int16(32767 * (1 - 2*(i/24%2)))
	case 5:
		return int16(i * 97)
	case 6:
		return int16(r.IntN(3)) - 1
	default:
		return int16(8000 * math.Sin(float64(i)/7))
	}
}

// A frame is 10 ms: 100 µs are one percent of a core.
func BenchmarkFrame(b *testing.B) {
	for name, far := range map[string]source{"wide": newHiss(2000), "telephone": &telephone{of: newVoice(1, 9000)}, "silent": silence{}} {
		b.Run(name, func(b *testing.B) {
			c := New(Options{Echo: true, Noise: true})
			room := newRoom(5, 1000, 0.15, 0.5)
			var fars, mics [][]int16
			for range 100 {
				f := far.frame()
				mic := make([]int16, Frame)
				for j, v := range room.echo(f) {
					mic[j] = int16(v)
				}
				fars, mics = append(fars, f), append(mics, mic)
			}
			frame := make([]int16, Frame)
			n := 0
			b.ReportAllocs()
			for b.Loop() {
				copy(frame, mics[n%100])
				c.ProcessPlayed(fars[n%100])
				c.ProcessCapture(frame)
				n++
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1e5, "%core")
		})
	}
}
