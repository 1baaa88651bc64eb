package pcm

import (
	"encoding/binary"
	"errors"
	"slices"
	"testing"
)

func TestWAVRoundTrip(t *testing.T) {
	for _, f := range []Format{PCM16, WAVA, WAVMu} {
		for _, channels := range []int{1, 2} {
			in := Wave{Format: f, Rate: Rate, Channels: channels, Samples: Pure(500, 0.5).Samples(801*channels, Rate)}
			file := AppendWAV(nil, in)
			if int(binary.LittleEndian.Uint32(file[4:]))+8 > len(file) {
				t.Errorf("format %d: the header claims more than there is", f)
			}
			out, err := ParseWAV(file)
			if err != nil {
				t.Fatal(err)
			}
			if out.Format != f || out.Rate != Rate || out.Channels != channels || len(out.Samples) != len(in.Samples) {
				t.Fatalf("format %d: got %+v", f, out)
			}
			if f == PCM16 && !slices.Equal(in.Samples, out.Samples) {
				t.Error("PCM16 changed")
			}
			if Share(out.Lane(0), 500, Rate) < 0.98 && channels == 1 {
				t.Errorf("format %d: the tone is gone", f)
			}
		}
	}
}

func TestLanesAndMono(t *testing.T) {
	w := Wave{Format: PCM16, Rate: Rate, Channels: 2, Samples: []int16{10, 20, 30, 50}}
	if !slices.Equal(w.Lane(1), []int16{20, 50}) || !slices.Equal(w.Mono(), []int16{15, 40}) || w.Lane(2) != nil {
		t.Fatalf("%v %v", w.Lane(1), w.Mono())
	}
}

func TestWAVThatIsHostileOrCut(t *testing.T) {
	good := AppendWAV(nil, Wave{Format: PCM16, Rate: Rate, Channels: 1, Samples: []int16{1, 2, 3}})
	change := func(at int, b ...byte) []byte {
		c := slices.Clone(good)
		copy(c[at:], b)
		return c
	}
	for name, file := range map[string][]byte{
		"empty": nil, "short": good[:11], "not RIFF": change(0, 'X'), "no data": good[:36], "format 85": change(20, 85),
		"0 channels": change(22, 0), "9 channels": change(22, 9), "rate 0": change(24, 0, 0, 0, 0), "12 bits": change(34, 12),
		"data first": append([]byte("RIFF\x00\x00\x00\x00WAVE"), good[36:]...),
		"fmt cut":    append([]byte("RIFF\x00\x00\x00\x00WAVEfmt "), 4, 0, 0, 0, 1, 0, 1, 0),
	} {
		if w, err := ParseWAV(file); !errors.Is(err, ErrWAV) {
			t.Errorf("%s: %+v, %v", name, w, err)
		}
	}
	for name, file := range map[string][]byte{
		"data claims 4 GB": change(40, 0xFF, 0xFF, 0xFF, 0xFF), "cut in a sample": good[:len(good)-1],
	} {
		if w, err := ParseWAV(file); err != nil || len(w.Samples) < 2 || w.Samples[0] != 1 {
			t.Errorf("%s: %+v, %v", name, w, err)
		}
	}
}

func FuzzParseWAV(f *testing.F) {
	f.Add(AppendWAV(nil, Wave{Format: PCM16, Rate: Rate, Channels: 2, Samples: []int16{1, 2, 3, 4}}))
	f.Add(AppendWAV(nil, Wave{Format: WAVMu, Rate: Rate, Channels: 1, Samples: []int16{1, 2, 3}}))
	f.Fuzz(func(t *testing.T, file []byte) {
		w, err := ParseWAV(file)
		if err != nil {
			return
		}
		if len(w.Samples)%w.Channels != 0 || len(w.Samples) > len(file) || w.Rate < 1000 {
			t.Fatalf("%d samples in %d channels from %d bytes", len(w.Samples), w.Channels, len(file))
		}
		w.Mono()
		w.Lane(0)
	})
}
