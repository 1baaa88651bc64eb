package echo

import (
	"math"
	"math/rand/v2"
)

// A room is simulated: a loudspeaker, dozens of reflections, a microphone.

// room is the way from a loudspeaker to a microphone.
type room struct {
	at   []int
	gain []float64
	past []float64 // ring
	n    int
}

// newRoom makes a room whose sound needs reverb seconds to fall by 60 dB,
// whose first comes delay samples late, and which gives back as much power as
// gain squared says.
func newRoom(seed uint64, delay int, reverb, gain float64) *room {
	r := rand.New(rand.NewPCG(seed, 7))
	o := &room{past: make([]float64, 1<<16)}
	power := 0.0
	for i := range 60 {
		late := 0
		if i > 0 {
			late = int(r.Float64() * reverb * 48000)
		}
		g := r.NormFloat64() * math.Exp(-6.9*float64(late)/(reverb*48000))
		if i == 0 {
			g = 3
		}
		o.at, o.gain = append(o.at, delay+late), append(o.gain, g)
		power += g * g
	}
	for i := range o.gain {
		o.gain[i] *= gain / math.Sqrt(power)
	}
	return o
}

// echo gives what the microphone hears of a frame.
func (o *room) echo(far []int16) []float64 {
	out := make([]float64, len(far))
	for i, v := range far {
		o.past[o.n&0xffff] = float64(v)
		for j, at := range o.at {
			out[i] += o.gain[j] * o.past[(o.n-at)&0xffff]
		}
		o.n++
	}
	return out
}

// voice is something like speech: noise and a buzz through formants that
// wander, in syllables, with pauses.
type voice struct {
	r            *rand.Rand
	level        float64
	phase, pitch float64
	n            int
	until        int
	on           bool
	env, to      float64
	formant      float64
	s1, s2       float64
}

func newVoice(seed uint64, level float64) *voice {
	return &voice{r: rand.New(rand.NewPCG(seed, 3)), level: level, pitch: 120, formant: 700}
}

func (v *voice) frame() []int16 {
	out := make([]int16, Frame)
	for i := range out {
		if v.n >= v.until {
			v.on = !v.on
			v.until = v.n + 48*(60+v.r.IntN(140))
			if !v.on && v.r.IntN(6) == 0 {
				v.until += 48 * 250
			}
			v.to = 0
			if v.on {
				v.to = 0.3 + 0.7*v.r.Float64()
			}
			v.pitch, v.formant = 90+150*v.r.Float64(), 300+2200*v.r.Float64()
		}
		v.n++
		v.env += (v.to - v.env) / 700
		v.phase += v.pitch / 48000
		if v.phase > 1 {
			v.phase--
		}
		source := 2*v.phase - 1 + 0.5*v.r.NormFloat64()
		// A resonance, and some of all.
		w := 2 * math.Sin(math.Pi*v.formant/48000)
		v.s1 += w * v.s2
		v.s2 += w * (source - v.s1 - 0.3*v.s2)
		out[i] = int16(max(-32000, min(32000, v.level*v.env*(v.s2+0.25*source))))
	}
	return out
}

// hiss is noise of an even loudness.
type hiss struct {
	r     *rand.Rand
	level float64
}

func (h *hiss) frame() []int16 {
	out := make([]int16, Frame)
	for i := range out {
		out[i] = int16(h.r.NormFloat64() * h.level)
	}
	return out
}

// beeps are the ringback tone of Japan, 400 Hz that trembles, without its pauses.
type beeps struct{ n int }

func (b *beeps) frame() []int16 {
	out := make([]int16, Frame)
	for i := range out {
		at := 2 * math.Pi * float64(b.n) / 48000
		out[i] = int16(6000 * math.Sin(400*at) * (0.6 + 0.4*math.Sin(16*at)))
		b.n++
	}
	return out
}

// telephone is what is left of a source by telephone: nothing above 3.4 kHz.
type telephone struct {
	of  source
	low [4]struct{ x1, x2, y1, y2 float64 }
}

func (c *telephone) frame() []int16 {
	out := c.of.frame()
	for i, v := range out {
		x := float64(v)
		for j, q := range []float64{0.51, 0.6, 0.9, 2.56} { // Butterworth of order 8
			l := &c.low[j]
			sin, cos := math.Sincos(2 * math.Pi * 3000 / 48000)
			alpha := sin / (2 * q)
			y := ((1-cos)/2*(x+2*l.x1+l.x2) + 2*cos*l.y1 - (1-alpha)*l.y2) / (1 + alpha)
			l.x2, l.x1, l.y2, l.y1 = l.x1, x, l.y1, y
			x = y
		}
		out[i] = int16(max(-32768, min(32767, math.Round(x))))
	}
	return out
}

type source interface{ frame() []int16 }

// silence says nothing.
type silence struct{}

func (silence) frame() []int16 { return make([]int16, Frame) }

// scene runs a canceller in a room and keeps what happened, by frames.
type scene struct {
	c          *Canceller
	room       *room
	far, near  source
	hum        float64 // noise of the room
	r          *rand.Rand
	echo       []float64 // energies, by frame
	said, came []float64
	in, out    []int16
	voice      []float64 // the near end alone
}

func (s *scene) run(frames int) {
	if s.r == nil {
		s.r = rand.New(rand.NewPCG(11, 12))
	}
	for range frames {
		far, near := s.far.frame(), s.near.frame()
		echo := s.room.echo(far)
		mic := make([]int16, Frame)
		for i := range mic {
			mic[i] = int16(math.Round(max(-32768, min(32767, echo[i]+float64(near[i])+s.hum*s.r.NormFloat64()))))
			s.voice = append(s.voice, float64(near[i]))
		}
		s.in = append(s.in, mic...)
		s.c.ProcessPlayed(far)
		s.c.ProcessCapture(mic)
		s.out = append(s.out, mic...)
		s.echo = append(s.echo, energy(echo))
		s.said = append(s.said, energyOf(near))
		s.came = append(s.came, energyOf(mic))
	}
}

// erle is by how many dB the frames from to to are quieter than their echo.
func (s *scene) erle(from, to int) float64 {
	a, b := 0.0, 1.0
	for i := from; i < to; i++ {
		a, b = a+s.echo[i], b+s.came[i]
	}
	return 10 * math.Log10(a/b)
}

// lost is by how many dB the near end's own part of what comes out is quieter
// than it was said, between two frames: the part of the output that follows
// the near end, in windows of 10 ms and at the delay of the canceller.
func (s *scene) lost(from, to int) float64 {
	ab, aa := 0.0, 0.0
	for i := from * Frame; i < to*Frame; i++ {
		a := s.voice[i-Delay]
		ab, aa = ab+a*float64(s.out[i]), aa+a*a
	}
	return -20 * math.Log10(ab/aa)
}

func energy(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x * x
	}
	return sum
}

func energyOf(v []int16) float64 {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	return sum
}
