package pcm

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestMixSaturates(t *testing.T) {
	a := []int16{30000, -30000, 5}
	Add(a, []int16{10000, -10000, -7})
	if a[0] != 32767 || a[1] != -32768 || a[2] != -2 {
		t.Fatalf("got %v", a)
	}
}

func TestWithoutTakesOnesOwnVoiceAway(t *testing.T) {
	voices := [][]int16{Pure(400, 0.3).Samples(800, Rate), Pure(700, 0.3).Samples(800, Rate), Pure(1100, 0.3).Samples(800, Rate)}
	acc := make([]int32, 800)
	for _, v := range voices {
		Accumulate(acc, v)
	}
	out := make([]int16, 800)
	Without(out, acc, voices[1])
	if Share(out, 700, Rate) > 0.01 || Share(out, 400, Rate) < 0.4 || Share(out, 1100, Rate) < 0.4 {
		t.Fatalf("shares %v %v %v", Share(out, 400, Rate), Share(out, 700, Rate), Share(out, 1100, Rate))
	}
}

func TestGain(t *testing.T) {
	v := []int16{100, -20000, 20000}
	Gain(v, 2)
	if v[0] != 200 || v[1] != -32768 || v[2] != 32767 {
		t.Fatalf("got %v", v)
	}
}

func TestResampleKeepsTones(t *testing.T) {
	for _, to := range []int{16000, 44100, 48000} {
		for _, freq := range []float64{300, 1000, 3000} {
			up, err := Resample(Pure(freq, 0.5).Samples(Rate, Rate), Rate, to)
			if err != nil || len(up) != to {
				t.Fatalf("%d: %d samples, %v", to, len(up), err)
			}
			mid := up[to/10 : to/10*9]
			if s := Share(mid, freq, to); s < 0.999 {
				t.Errorf("%g Hz at %d: share %v", freq, to, s)
			}
			down, err := Resample(up, to, Rate)
			if err != nil {
				t.Fatal(err)
			}
			mid = down[800:7200]
			if s := Share(mid, freq, Rate); s < 0.999 {
				t.Errorf("%g Hz back from %d: share %v", freq, to, s)
			}
			if e, want := Energy(mid), 0.125; math.Abs(e-want) > 0.01 {
				t.Errorf("%g Hz back from %d: energy %v, want %v", freq, to, e, want)
			}
		}
	}
}

func TestResampleRemovesWhatCannotBeCarried(t *testing.T) {
	out, err := Resample(Pure(6000, 0.5).Samples(48000, 48000), 48000, Rate)
	if err != nil {
		t.Fatal(err)
	}
	if e := Energy(out[400:7600]); e > 0.125/1000 {
		t.Fatalf("6 kHz left an alias of energy %v", e)
	}
}

func TestResamplerInPiecesIsTheSame(t *testing.T) {
	in := Pure(440, 0.5).Samples(4800, 48000)
	whole, _ := Resample(in, 48000, Rate)
	r, _ := NewResampler(48000, Rate)
	var pieces []int16
	for i := 0; i < len(in); i += 7 {
		pieces = r.Process(pieces, in[i:min(i+7, len(in))])
	}
	pieces = r.Flush(pieces)
	for i := range whole {
		if whole[i] != pieces[i] {
			t.Fatalf("sample %d: %d and %d", i, whole[i], pieces[i])
		}
	}
}

func TestResamplerRefusesOddRates(t *testing.T) {
	for _, r := range [][2]int{{0, 8000}, {8000, 1 << 30}, {8000, -1}, {191999, 8001}} {
		if _, err := NewResampler(r[0], r[1]); err == nil {
			t.Errorf("%v was accepted", r)
		}
	}
}

func TestJapaneseTones(t *testing.T) {
	busy := BusyTone.Samples(Rate, Rate)
	if Share(busy[:4000], 400, Rate) < 0.99 || Energy(busy[4000:]) != 0 {
		t.Error("busy tone is not 400 Hz, 500 ms on, 500 ms off")
	}
	ring := RingbackTone.Samples(3*Rate, Rate)
	// Full modulation puts a sixth of the energy into each of the two sides.
	if c, side := Share(ring[:Rate], 400, Rate), Share(ring[:Rate], 415, Rate); c < 0.6 || side < 0.15 || Energy(ring[Rate:]) != 0 {
		t.Errorf("ringback: carrier %v side %v pause %v", c, side, Energy(ring[Rate:]))
	}
	if DialTone.Period(Rate) != Rate || RingbackTone.Period(Rate) != 3*Rate {
		t.Error("periods")
	}
}

func TestShare(t *testing.T) {
	noise := noise(8000, 0.2, 1)
	if s := Share(noise, 1000, Rate); s > 0.01 {
		t.Errorf("noise has %v at 1 kHz", s)
	}
	if s := Share(make([]int16, 100), 1000, Rate); s != 0 {
		t.Errorf("silence has %v", s)
	}
}

func noise(n int, level float64, seed uint64) []int16 {
	r := rand.New(rand.NewPCG(seed, 2))
	out := make([]int16, n)
	for i := range out {
		out[i] = int16((2*r.Float64() - 1) * level * 32767)
	}
	return out
}

// press makes a digit with a given length, twist (dB of column over row), level
// and noise, in silence before and after.
func press(digit byte, ms int, twist, level, hiss float64, seed uint64) []int16 {
	tone, _ := DTMFTone(digit)
	out := noise((ms+160)*8, hiss, seed)
	col := math.Pow(10, twist/20)
	scale := level / (1 + col)
	for i := range ms * 8 {
		x := 2 * math.Pi * float64(i) / Rate
		v := scale * (math.Sin(x*tone.Freqs[0]) + col*math.Sin(x*tone.Freqs[1]))
		out[640+i] = Clip(int32(out[640+i]) + int32(v*32767))
	}
	return out
}

func TestDTMF(t *testing.T) {
	tests := []struct {
		name               string
		ms                 int
		twist, level, hiss float64
		want               bool
	}{
		{"plain", 100, 0, 0.5, 0, true},
		{"shortest", 40, 0, 0.5, 0, true},
		{"quiet", 60, 0, 0.05, 0, true},
		{"loud", 100, 0, 0.99, 0, true},
		{"columns 6 dB over", 60, 6, 0.5, 0, true},
		{"rows 4 dB over", 60, -4, 0.5, 0, true},
		{"noise 20 dB below", 80, 0, 0.5, 0.06, true},
		{"twisted beyond sense", 100, 14, 0.5, 0, false},
		{"twisted the other way", 100, -10, 0.5, 0, false},
		{"too short to be meant", 15, 0, 0.5, 0, false},
		{"below the floor", 100, 0, 0.004, 0, false},
	}
	for _, tt := range tests {
		for _, digit := range []byte(Digits) {
			for seed := range uint64(8) {
				d := NewDTMFDetector()
				in := press(digit, tt.ms, tt.twist, tt.level, tt.hiss, seed)[seed*13:]
				got := string(d.Feed(nil, in))
				want := ""
				if tt.want {
					want = string(digit)
				}
				if got != want {
					t.Errorf("%s, %c, shift %d: got %q, want %q", tt.name, digit, seed*13, got, want)
				}
			}
		}
	}
}

func TestDTMFSequenceThroughBothLaws(t *testing.T) {
	for _, l := range []Law{Mu, A} {
		var line []int16
		for i, digit := range []byte("11230#*9A") {
			line = append(line, press(digit, 60, 2, 0.4, 0.01, uint64(i))...)
		}
		code := make([]byte, len(line))
		l.Encode(code, line)
		l.Decode(line, code)
		d := NewDTMFDetector()
		var got []byte
		for i := 0; i < len(line); i += 160 {
			got = d.Feed(got, line[i:min(i+160, len(line))])
		}
		if string(got) != "11230#*9A" {
			t.Errorf("%s: got %q", l, got)
		}
	}
}

// TestDTMFTalkOff feeds voice-like sound: harmonics of a wandering pitch under
// moving formants with breath noise, a minute of it. Speech must not be keys.
func TestDTMFTalkOff(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	d := NewDTMFDetector()
	hits := 0
	phase := 0.0
	buf := make([]int16, 800)
	for range talkedFor * Rate / len(buf) {
		pitch := 90 + 200*r.Float64()
		formants := [3]float64{250 + 600*r.Float64(), 800 + 1600*r.Float64(), 2200 + 900*r.Float64()}
		for i := range buf {
			phase += pitch / Rate
			v := 0.0
			for k := 1; float64(k)*pitch < 3400; k++ {
				f := float64(k) * pitch
				a := 0.0
				for _, fm := range formants {
					a += 1 / (1 + math.Pow((f-fm)/80, 2))
				}
				v += a * math.Sin(2*math.Pi*float64(k)*phase)
			}
			buf[i] = Clip(int32(4000 * (v + 0.05*(r.Float64()-0.5))))
		}
		hits += len(d.Feed(nil, buf))
	}
	if hits > 0 {
		t.Fatalf("%d digits in %d s of voice", hits, talkedFor)
	}
	for seed := range uint64(2) {
		if got := NewDTMFDetector().Feed(nil, noise(Rate*20, 0.3, seed)); len(got) != 0 {
			t.Fatalf("noise gave %q", got)
		}
	}
	for _, tone := range []Tone{DialTone, BusyTone, RingbackTone, Pure(941, 0.5), Pure(1336, 0.5)} {
		if got := NewDTMFDetector().Feed(nil, tone.Samples(Rate*3, Rate)); len(got) != 0 {
			t.Fatalf("%v gave %q", tone, got)
		}
	}
}

func BenchmarkDTMF(b *testing.B) {
	d := NewDTMFDetector()
	frame := noise(160, 0.2, 3)
	var out [8]byte
	b.ReportAllocs()
	for b.Loop() {
		d.Feed(out[:0], frame)
	}
}

func TestSoftenBendsOnlyWhatIsLoud(t *testing.T) {
	acc := []int32{0, 1, -1, softFrom, -softFrom, softFrom + 100, 32767, 100_000, 2_000_000_000, -2_000_000_000}
	out := make([]int16, len(acc))
	if n := Soften(out, acc); n != len(acc) {
		t.Fatalf("%d samples", n)
	}
	for i, v := range acc[:5] {
		if int32(out[i]) != v {
			t.Errorf("%d became %d", v, out[i])
		}
	}
	for i := 6; i < 9; i++ {
		if out[i] <= out[i-1] {
			t.Errorf("%d became %d, after %d", acc[i], out[i], out[i-1])
		}
	}
	if out[5] < softFrom+90 || out[9] != -out[8] {
		t.Errorf("%v", out)
	}
}

func TestSoundingLastsAsLongAsTheTone(t *testing.T) {
	tone, _ := DTMFTone('5')
	d := NewDTMFDetector()
	var on, off int
	for i, w := 0, append(append(make([]int16, 1000), tone.Samples(800, Rate)...), make([]int16, 1000)...); i < len(w); i += 10 {
		d.Feed(nil, w[i:i+10])
		if d.Sounding() {
			if on == 0 {
				on = i
			}
			off = i
		}
	}
	if on < 1000 || on > 1000+2*dtmfBlock || off < 1800 || off > 1800+4*dtmfBlock {
		t.Errorf("a tone from 1000 to 1800 is said to sound from %d to %d", on, off)
	}
}
