package convert_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/yobirin/yobirin/server/internal/sound/convert"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/pcm"
)

// rig is a converter and the folder it works in, which must be empty after
// every test.
type rig struct {
	*convert.Converter
	folder string
}

func newRig(t testing.TB, o convert.Options) rig {
	t.Helper()
	o.Folder = filepath.Join(t.TempDir(), "work")
	t.Cleanup(func() {
		left, err := os.ReadDir(o.Folder)
		if err != nil && !errors.Is(err, os.ErrNotExist) || len(left) > 0 {
			t.Errorf("left behind: %v (%v)", left, err)
		}
	})
	return rig{convert.New(o), o.Folder}
}

// needFFmpeg is for the tests of what only ffmpeg can read.
func needFFmpeg(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Fatal("ffmpeg is not installed; scripts/need.sh ffmpeg does it")
	}
}

// tone is three seconds of 600 Hz, 44.1 kHz stereo.
func tone() []byte {
	one := pcm.Pure(600, 0.5).Samples(3*44100, 44100)
	two := make([]int16, 0, 2*len(one))
	for _, v := range one {
		two = append(two, v, v)
	}
	return pcm.AppendWAV(nil, pcm.Wave{Format: pcm.PCM16, Rate: 44100, Channels: 2, Samples: two})
}

// encode has ffmpeg make a file of the tone.
func encode(t testing.TB, input []byte, args ...string) []byte {
	t.Helper()
	needFFmpeg(t)
	out := filepath.Join(t.TempDir(), "out")
	cmd := exec.CommandContext(t.Context(), "ffmpeg", append(append([]string{"-loglevel", "error", "-i", "pipe:0"}, args...), out)...)
	cmd.Stdin = bytes.NewReader(input)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("make a file with %q: %v\n%s", args, err, said)
	}
	raw, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestEveryFormatBecomesWAV(t *testing.T) {
	r := newRig(t, convert.Options{})
	for name, file := range map[string][]byte{
		"WAV":             tone(),
		"24-bit WAV":      encode(t, tone(), "-c:a", "pcm_s24le", "-f", "wav"),
		"MP3":             encode(t, tone(), "-f", "mp3"),
		"MP3 without ID3": encode(t, tone(), "-id3v2_version", "0", "-write_xing", "0", "-f", "mp3"),
		"M4A":             encode(t, tone(), "-f", "ipod"), // its index is at the end
		"Ogg Vorbis":      encode(t, tone(), "-f", "ogg", "-c:a", "libvorbis"),
		"Ogg Opus":        encode(t, tone(), "-f", "ogg", "-c:a", "libopus"),
		"FLAC":            encode(t, tone(), "-f", "flac"),
		"WebM Opus":       encode(t, tone(), "-f", "webm", "-c:a", "libopus"),
	} {
		s, err := r.Convert(t.Context(), bytes.NewReader(file))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		w, err := pcm.ParseWAV(s.WAV)
		if err != nil || w.Rate != 8000 || w.Channels != 1 || w.Format != pcm.PCM16 {
			t.Errorf("%s became %d Hz with %d channels in format %d (%v)", name, w.Rate, w.Channels, w.Format, err)
			continue
		}
		off := s.Length - 3*time.Second
		if off.Abs() > 100*time.Millisecond || s.Length != time.Duration(len(w.Samples))*time.Second/8000 {
			t.Errorf("%s lasts %v with %d samples, want 3 s", name, s.Length, len(w.Samples))
		}
		if share := pcm.Share(w.Samples, 600, 8000); share < 0.98 {
			t.Errorf("%s has %.3f of its energy at 600 Hz, want nearly all", name, share)
		}
		top := int16(0)
		for _, v := range w.Samples {
			top = max(top, v)
		}
		if top < 14500 || top > 18500 {
			t.Errorf("%s has its peak at %d, want it as loud as before (16384)", name, top)
		}
	}
}

// TestHostileFiles gives what is no audio, lists other files, or lies.
func TestHostileFiles(t *testing.T) {
	r := newRig(t, convert.Options{})
	secret := filepath.Join(t.TempDir(), "secret.wav")
	if err := os.WriteFile(secret, tone(), 0o644); err != nil {
		t.Fatal(err)
	}
	mp3 := encode(t, tone(), "-f", "mp3")
	m4a := encode(t, tone(), "-f", "ipod")
	huge := pcm.AppendWAVHeader(nil, pcm.PCM16, 8000, 1, 0xfffffff0)
	for name, file := range map[string]string{
		"nothing":                "",
		"a few bytes":            "RIFF",
		"text":                   strings.Repeat("no sound ", 100),
		"HLS":                    "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://" + secret + "\n#EXT-X-ENDLIST\n",
		"concat script":          "ffconcat version 1.0\nfile " + secret + "\n",
		"SDP":                    "v=0\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n",
		"HLS called MP3":         "ID3\x04\x00\x00\x00\x00\x00\x00#EXTM3U\n#EXTINF:1,\nfile://" + secret + "\n#EXT-X-ENDLIST\n",
		"HLS called Ogg":         "OggS\x00#EXTM3U\n#EXTINF:1,\nfile://" + secret + "\n#EXT-X-ENDLIST\n",
		"concat called M4A":      "\x00\x00\x00\x18ftypffconcat version 1.0\nfile " + secret + "\n",
		"HLS called WebM":        "\x1a\x45\xdf\xa3#EXTM3U\n#EXTINF:1,\nfile://" + secret + "\n",
		"HLS called FLAC":        "fLaC#EXTM3U\nfile://" + secret + "\n",
		"HLS called WAV":         "RIFF\x00\x00\x00\x00WAVE#EXTM3U\nfile://" + secret + "\n",
		"an M4A that is cut":     string(m4a[:len(m4a)/3]),
		"an M4A of other files":  string(withReference(t, m4a, secret)),
		"one frame of MP3":       string(mp3[:200]),
		"a WAV without samples":  string(huge),
		"a picture":              "\x89PNG\r\n\x1a\n" + strings.Repeat("\x00", 100),
		"an AVI with a playlist": "RIFF\x00\x00\x00\x00AVI LIST" + strings.Repeat("\x00", 64),
	} {
		s, err := r.Convert(t.Context(), strings.NewReader(file))
		if fault.CodeOf(err) != fault.Invalid || len(s.WAV) > 0 {
			t.Errorf("%s: %d bytes, error %v; want it invalid", name, len(s.WAV), err)
		}
	}
}

// withReference makes the track of an M4A refer to a file by its name
// (ISO 14496-12 section 8.7.2, and the alias of QuickTime).
func withReference(t *testing.T, m4a []byte, path string) []byte {
	out := bytes.Clone(m4a)
	at := bytes.Index(out, []byte("url \x00\x00\x00\x01"))
	media := bytes.Index(out, []byte("mdat"))
	if at < 0 || media < 4 {
		t.Fatal("this M4A is not made as expected")
	}
	copy(out[at:], "url \x00\x00\x00\x00")
	clear(out[media+4 : media-4+int(binary.BigEndian.Uint32(out[media-4:]))]) // the sound itself is gone
	return append(out, path...)
}

func TestLimits(t *testing.T) {
	r := newRig(t, convert.Options{MaxBytes: 1 << 20, MaxLength: time.Minute})
	long := func(seconds int) []byte {
		return pcm.AppendWAV(nil, pcm.Wave{Format: pcm.PCM16, Rate: 8000, Channels: 1, Samples: make([]int16, seconds*8000)})
	}
	for name, c := range map[string]struct {
		file []byte
		key  string
	}{
		"a minute":                   {long(60), ""},
		"a WAV over a minute":        {long(61), "audio_too_long"},
		"a WAV over a megabyte":      {long(70), "audio_too_large"},
		"an MP3 of a minute":         {encode(t, long(59), "-f", "mp3"), ""},
		"an MP3 over a minute":       {encode(t, long(61), "-f", "mp3"), "audio_too_long"},
		"minutes of silence in FLAC": {encode(t, long(60), "-af", "apad=whole_dur=600", "-f", "flac"), "audio_too_long"},
		"minutes of silence in Opus": {encode(t, long(60), "-af", "apad=whole_dur=600", "-c:a", "libopus", "-b:a", "6k", "-f", "webm"), "audio_too_long"},
	} {
		_, err := r.Convert(t.Context(), bytes.NewReader(c.file))
		var f *fault.Error
		errors.As(err, &f)
		switch {
		case c.key == "" && err != nil, c.key != "" && (f == nil || f.Key != c.key):
			t.Errorf("%s (%d bytes): error %v, want %q", name, len(c.file), err, c.key)
		}
	}
}

func TestTheGiverStops(t *testing.T) {
	r := newRig(t, convert.Options{})
	broken := io.MultiReader(bytes.NewReader(tone()[:5000]), iotest.ErrReader(errors.New("the browser went away")))
	if _, err := r.Convert(t.Context(), broken); fault.CodeOf(err) != fault.Invalid || !strings.Contains(err.Error(), "did not arrive whole") {
		t.Errorf("error %v, want one that says so", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	mp3 := encode(t, tone(), "-f", "mp3")
	if _, err := r.Convert(ctx, bytes.NewReader(mp3)); err == nil {
		t.Error("a conversion nobody waits for was done")
	}
}

func TestWithoutFFmpeg(t *testing.T) {
	r := newRig(t, convert.Options{FFmpeg: filepath.Join(t.TempDir(), "no-such-program")})
	s, err := r.Convert(t.Context(), bytes.NewReader(tone()))
	if err != nil || s.Length != 3*time.Second {
		t.Errorf("a plain WAV: %v, %v; it needs no ffmpeg", s.Length, err)
	}
	for _, head := range []string{"ID3\x04\x00\x00\x00\x00\x00\x00\x00\x00", "OggS\x00\x02", "fLaC", "\x00\x00\x00\x20ftypM4A ", "\x1a\x45\xdf\xa3"} {
		_, err := r.Convert(t.Context(), strings.NewReader(head))
		if fault.CodeOf(err) != fault.Invalid || !strings.Contains(err.Error(), "ffmpeg is not installed") {
			t.Errorf("%q: error %v, want one that tells of ffmpeg", head, err)
		}
	}
}

// TestTheCage runs a program of this test in ffmpeg's place that tries what
// ffmpeg never should.
func TestTheCage(t *testing.T) {
	if _, err := exec.LookPath("prlimit"); err != nil {
		t.Skip("the cage is of Linux")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	folder := t.TempDir()
	open := filepath.Join(folder, "open")
	if err := os.Mkdir(open, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Dir(folder), folder, open} {
		if err := os.Chmod(path, 0o777); err != nil { //nolint:gosec // so that nothing but the cage forbids to write there
			t.Fatal(err)
		}
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	// It writes 16000 bytes of sound for every right that it has.
	script := filepath.Join(folder, "ffmpeg")
	text := `#!/bin/bash
[ "$2" = -version ] && { echo "ffmpeg version of a test"; exit; }
right() { head -c 16000 /dev/zero | tr '\0' '\100'; }
right
exec 2>/dev/null
( exec 3<>/dev/tcp/127.0.0.1/` + port + ` ) && right
trap '' XFSZ
( echo x > ` + open + `/file ) && [ -s ` + open + `/file ] && right
[ "$(id -u)" = 0 ] && right
[ "$(ulimit -v)" = unlimited ] && right
[ "$(ulimit -t)" = unlimited ] && right
[ -n "$YOBIRIN_SECRET" ] && right
exit 0
`
	if err := os.WriteFile(script, []byte(text), 0o755); err != nil { //nolint:gosec // it is run as nobody
		t.Fatal(err)
	}
	t.Setenv("YOBIRIN_SECRET", "x")
	r := newRig(t, convert.Options{FFmpeg: script})
	s, err := r.Convert(t.Context(), strings.NewReader("fLaC"))
	if err != nil {
		t.Fatal(err)
	}
	if s.Length != time.Second {
		t.Errorf("ffmpeg has %d rights that it should not have", s.Length/time.Second-1)
	}
}

func FuzzConvertWAV(f *testing.F) {
	f.Add(tone()[:2000])
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, file []byte) {
		c := convert.New(convert.Options{Folder: t.TempDir(), FFmpeg: "/no-such-program", MaxLength: time.Minute})
		s, err := c.Convert(t.Context(), bytes.NewReader(file))
		if err != nil {
			if fault.CodeOf(err) != fault.Invalid {
				t.Errorf("error %v", err)
			}
			return
		}
		if w, err := pcm.ParseWAV(s.WAV); err != nil || w.Rate != 8000 || w.Channels != 1 || len(w.Samples) == 0 {
			t.Errorf("it became %+v (%v)", w, err)
		}
	})
}

func BenchmarkConvertMP3(b *testing.B) {
	c := convert.New(convert.Options{Folder: b.TempDir()})
	file := encode(b, tone(), "-f", "mp3")
	for b.Loop() {
		if _, err := c.Convert(b.Context(), bytes.NewReader(file)); err != nil {
			b.Fatal(err)
		}
	}
}

// Files come as slowly as somebody's line is thin, or as somebody likes.
func TestSlowGiversKeepNobodyFromConverting(t *testing.T) {
	c := newRig(t, convert.Options{})
	const slow = 2
	ended := make(chan error, slow)
	var writers []*io.PipeWriter
	for range slow {
		r, w := io.Pipe()
		writers = append(writers, w)
		go func() {
			_, err := c.Convert(context.Background(), r)
			ended <- err
		}()
		if _, err := w.Write(tone()[:4096]); err != nil { // it is being read from here on
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if s, err := c.Convert(ctx, bytes.NewReader(tone())); err != nil || s.Length != 3*time.Second {
		t.Errorf("beside slow ones: %v, %v", s.Length, err)
	}
	for _, w := range writers {
		if _, err := w.Write(tone()[4096:]); err != nil {
			t.Error(err)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}
	for range slow {
		if err := <-ended; err != nil {
			t.Errorf("a slow one: %v", err)
		}
	}
}
