package sound_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/sound"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
)

func library(t testing.TB, folder string) *sound.Library {
	t.Helper()
	l, err := sound.New(folder)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func peak(s []int16) float64 {
	top := 0.0
	for _, v := range s {
		top = max(top, math.Abs(float64(v)))
	}
	return top / 32768
}

func TestMusic(t *testing.T) {
	l := library(t, "")
	m, err := l.Sound(leg.Sound{Music: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(m) != 30*pcm.Rate {
		t.Errorf("%d samples, want thirty seconds", len(m))
	}
	if p := peak(m); p > 0.2512 || p < 0.2 {
		t.Errorf("its peak is %.3f of full scale, want nearly and not over 0.251 (-12 dB)", p)
	}
	// No moment is silent and none is one plain tone.
	for at := 0; at+pcm.Rate <= len(m); at += pcm.Rate {
		w := m[at : at+pcm.Rate]
		if e := pcm.Energy(w); e < 1e-5 {
			t.Errorf("second %d is silent (energy %.1e)", at/pcm.Rate, e)
		}
		for f := 80.0; f < 3400; f *= math.Pow(2, 1.0/24) {
			if s := pcm.Share(w, f, pcm.Rate); s > 0.8 {
				t.Errorf("second %d is a tone of %.0f Hz (%.2f of its energy)", at/pcm.Rate, f, s)
			}
		}
	}
	// The seam steps no more than the music does elsewhere, nor does its slope.
	step, bend := 0.0, 0.0
	at := func(i int) float64 { return float64(m[(i+len(m))%len(m)]) }
	for i := 2; i < len(m); i++ {
		step = max(step, math.Abs(at(i)-at(i-1)))
		bend = max(bend, math.Abs(at(i)-2*at(i-1)+at(i-2)))
	}
	for i := range 2 {
		if s := math.Abs(at(i) - at(i-1)); s > step/2 {
			t.Errorf("the loop clicks: a step of %.0f at its seam, at most %.0f elsewhere", s, step)
		}
		if b := math.Abs(at(i) - 2*at(i-1) + at(i-2)); b > bend/2 {
			t.Errorf("the loop clicks: a bend of %.0f at its seam, at most %.0f elsewhere", b, bend)
		}
	}
	again, err := l.Sound(leg.Sound{Music: true})
	if err != nil || &again[0] != &m[0] {
		t.Error("the music was composed twice")
	}
}

func TestUnknownSounds(t *testing.T) {
	l := library(t, t.TempDir())
	for _, c := range []struct {
		sound leg.Sound
		code  fault.Code
		says  string
	}{
		{leg.Sound{Prompt: "greeting"}, fault.NotFound, "greeting"},
		{leg.Sound{Prompt: "fr/greeting"}, fault.NotFound, "fr/greeting"},
		{leg.Sound{Prompt: "ja/emergency-sv"}, fault.NotFound, "ja/emergency-sv"}, // only written
		{leg.Sound{Prompt: "ja/nothing"}, fault.NotFound, "ja/nothing"},
		{leg.Sound{Prompt: "ja/../prompts"}, fault.NotFound, "ja/../prompts"},
		{leg.Sound{Prompt: "../prompts.json"}, fault.NotFound, "prompts.json"},
		{leg.Sound{Audio: id.Numbered[id.Audio](7)}, fault.NotFound, id.Numbered[id.Audio](7).String()},
		{leg.Sound{Tone: leg.ToneBusy}, fault.Invalid, "busy"},
		{leg.Sound{}, fault.Invalid, "expected an audio file"},
	} {
		s, err := l.Sound(c.sound)
		if fault.CodeOf(err) != c.code || s != nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %d samples, error %v; want %s with %q", c.sound, len(s), err, c.code, c.says)
		}
	}
}

func TestFilesOfTheSite(t *testing.T) {
	folder := t.TempDir()
	l := library(t, folder)
	put := func(n uint32, content []byte) id.Audio {
		a := id.Numbered[id.Audio](n)
		if err := os.WriteFile(filepath.Join(folder, a.String()+".wav"), content, 0o600); err != nil {
			t.Fatal(err)
		}
		return a
	}
	tone := pcm.Pure(600, 0.5).Samples(44100, 44100)
	stereo := make([]int16, 2*len(tone))
	for i, v := range tone {
		stereo[2*i] = v // the right lane is silent
	}
	a := put(1, pcm.AppendWAV(nil, pcm.Wave{Format: pcm.PCM16, Rate: 44100, Channels: 2, Samples: stereo}))
	s, err := l.Sound(leg.Sound{Audio: a})
	if err != nil {
		t.Fatal(err)
	}
	if len(s) != pcm.Rate || pcm.Share(s, 600, pcm.Rate) < 0.99 || peak(s) < 0.2 || peak(s) > 0.3 {
		t.Errorf("%d samples with %.3f of their energy at 600 Hz and peak %.2f; want 8000, nearly all, 0.25", len(s), pcm.Share(s, 600, pcm.Rate), peak(s))
	}
	for n, content := range map[uint32][]byte{
		2: nil, 3: []byte("RIFF"), 4: []byte(strings.Repeat("no sound ", 100)),
		5: pcm.AppendWAVHeader(nil, pcm.PCM16, 8000, 1, 0),
	} {
		if _, err := l.Sound(leg.Sound{Audio: put(n, content)}); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("file %d: error %v, want it invalid", n, err)
		}
	}
	huge := put(6, nil)
	if err := os.Truncate(filepath.Join(folder, huge.String()+".wav"), 64<<20+1); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Sound(leg.Sound{Audio: huge}); fault.CodeOf(err) != fault.Invalid || !strings.Contains(err.Error(), "64 MiB") {
		t.Errorf("a file too large: error %v, want one that says what is allowed", err)
	}
}

func BenchmarkCompose(b *testing.B) {
	for b.Loop() {
		if _, err := library(b, "").Sound(leg.Sound{Music: true}); err != nil {
			b.Fatal(err)
		}
	}
}
