package recorder_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/recorder"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/pcm"
)

// noon is 2026-03-01 in Tokyo and still February in UTC.
var noon = time.Date(2026, 3, 1, 8, 30, 0, 0, time.FixedZone("JST", 9*3600))

// bell notes what the alarm was told.
type bell struct {
	mu   sync.Mutex
	said []string
	up   chan bool
}

func newBell() *bell { return &bell{up: make(chan bool, 100)} }

func (b *bell) ring(raised bool, text string) {
	b.mu.Lock()
	b.said = append(b.said, text)
	b.mu.Unlock()
	b.up <- raised
}

func (b *bell) want(t *testing.T, raised bool) {
	t.Helper()
	select {
	case got := <-b.up:
		if got != raised {
			t.Fatalf("the alarm was told %v, want %v (%q)", got, raised, b.said)
		}
	case <-time.After(20 * time.Second):
		t.Fatalf("the alarm was not told %v within 20 s", raised)
	}
}

// modes are the ways to keep recordings; every test of a file's life runs in both.
var modes = map[string]bool{"plain": false, "encrypted": true}

// keysIn gives the keys that the recordings in a folder are encrypted with.
func keysIn(t testing.TB, dir string) *vault.Keys {
	t.Helper()
	k, err := vault.OpenKeys(keyDir(dir), noon)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func keyDir(dir string) string { return filepath.Clean(dir) + "-keys" }

func open(t testing.TB, dir string, b *bell, encrypted bool) *recorder.Recorder {
	t.Helper()
	c := recorder.Config{Dir: dir}
	if encrypted {
		c.Keys = keysIn(t, dir)
	}
	if b != nil {
		c.Alarm = b.ring
	}
	r, err := recorder.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

// audio is n frames whose bytes tell their place, so that a hole or a shift shows.
func audio(from, n int) []byte {
	out := make([]byte, 2*n)
	for i := range n {
		f := from + i
		out[2*i], out[2*i+1] = byte(f*7+f>>8), byte(f*13+f>>8+1)
	}
	return out
}

// check reads a file back and holds it against audio from frame 0 on.
func check(t *testing.T, r *recorder.Recorder, s recorder.Stored) (frames int) {
	t.Helper()
	f, err := r.OpenFile(s.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	raw, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(raw)
	size := int64(len(raw))
	if s.Key != "" {
		size += vault.Overhead(size)
		if s.Bytes == size+1 { // half a frame that a crash left, which is not read
			size++
		}
	}
	if size != s.Bytes || hex.EncodeToString(sum[:]) != s.SHA256 || (s.Key != "") != strings.HasSuffix(s.Path, ".enc") {
		t.Fatalf("the WAV file has %d bytes with hash %x, Stored says %+v", len(raw), sum, s)
	}
	w, err := pcm.ParseWAV(raw)
	if err != nil {
		t.Fatal(err)
	}
	if w.Format != pcm.WAVMu || w.Rate != 8000 || w.Channels != 2 {
		t.Fatalf("format %d, rate %d, %d channels; want mu-law, 8000, 2", w.Format, w.Rate, w.Channels)
	}
	frames = len(w.Samples) / 2
	want := audio(0, frames)
	body := raw[len(raw)-len(want):]
	if string(pcm.AppendWAVHeader(nil, pcm.WAVMu, 8000, 2, uint32(len(want)))) != string(raw[:len(raw)-len(want)]) {
		t.Fatal("the header does not tell the file's size")
	}
	if string(body) != string(want) {
		t.Fatal("the audio is not what was written")
	}
	return frames
}

func TestWriteAndRead(t *testing.T) {
	for name, encrypted := range modes {
		t.Run(name, func(t *testing.T) { writeAndRead(t, encrypted) })
	}
}

func writeAndRead(t *testing.T, encrypted bool) {
	dir := t.TempDir()
	r := open(t, dir, nil, encrypted)
	rec := id.RecordingOf(id.NewCall(noon), 1)
	track, err := r.Open(rec, noon)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 50 {
		if err := track.Write(audio(i*160, 160)); err != nil {
			t.Fatal(err)
		}
	}
	path := recorder.Path(rec, noon, encrypted)
	part := filepath.Join(dir, path+".part")
	raw, err := os.ReadFile(part)
	if err != nil {
		t.Fatal("while it is written the file has its other name:", err)
	}
	if encrypted {
		if bytes.Contains(raw, audio(4000, 20)) || bytes.Contains(raw, []byte("WAVE")) {
			t.Fatal("an encrypted file shows what it holds")
		}
	} else if w, err := pcm.ParseWAV(raw); err != nil || len(w.Samples) != 2*8000 {
		t.Fatalf("an unfinished file reads as %d samples, error %v; want 16000", len(w.Samples), err)
	}
	if err := track.Write([]byte{1, 2, 3}); err == nil {
		t.Error("half a frame was taken")
	}
	s, err := track.Close()
	if err != nil {
		t.Fatal(err)
	}
	if want := "2026/02/28/" + rec.String() + ".wav"; s.Path != path || strings.TrimSuffix(path, ".enc") != want {
		t.Errorf("path %q and %q, want %q", s.Path, path, want)
	}
	if n := check(t, r, s); n != 8000 {
		t.Errorf("%d frames, want 8000", n)
	}
	if again, err := track.Close(); err != nil || again != s {
		t.Errorf("closed again it tells %+v, %v", again, err)
	}
	if err := track.Write(audio(0, 1)); err == nil {
		t.Error("a closed track takes audio")
	}
	if _, err := os.Stat(part); !os.IsNotExist(err) {
		t.Errorf("the unfinished file is still there: %v", err)
	}
}

func TestOneFilePerRecording(t *testing.T) {
	r := open(t, t.TempDir(), nil, true)
	rec := id.RecordingOf(id.NewCall(noon), 1)
	track, err := r.Open(rec, noon)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Open(rec, noon); err == nil {
		t.Error("a recording was opened twice")
	}
	if _, err := track.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Open(rec, noon); err == nil {
		t.Error("a finished recording was opened again")
	}
	if _, err := r.Open(id.Recording{}, noon); err == nil {
		t.Error("a recording without an identifier was opened")
	}
}

func TestCloseFinishesWhatIsOpen(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir, nil, false)
	track, err := r.Open(id.RecordingOf(id.NewCall(noon), 1), noon)
	if err != nil {
		t.Fatal(err)
	}
	if err := track.Write(audio(0, 800)); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := track.Close()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Open(id.RecordingOf(id.NewCall(noon), 2), noon); err == nil {
		t.Error("a closed recorder opens recordings")
	}
	if n := check(t, open(t, dir, nil, false), s); n != 800 {
		t.Errorf("%d frames, want 800", n)
	}
}

// TestRepair makes the files that crashes leave by hand.
func TestRepair(t *testing.T) {
	dir := t.TempDir()
	day := filepath.Join(dir, "2026/02/28")
	if err := os.MkdirAll(day, 0o755); err != nil {
		t.Fatal(err)
	}
	head := pcm.AppendWAVHeader(nil, pcm.WAVMu, 8000, 2, 0)
	put := func(n uint16, content []byte) string {
		name := id.RecordingOf(id.NewCall(noon), n).String() + ".wav.part"
		if err := os.WriteFile(filepath.Join(day, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	put(1, append(head, audio(0, 4000)...))
	put(2, append(head, audio(0, 4000)[:7999]...)) // half a frame at the end
	put(3, make([]byte, len(head)))                // a header that never reached the disk
	put(4, head[:10])
	put(5, nil)
	for _, name := range []string{"notes.wav.part", "..wav.part", ".part"} {
		if err := os.WriteFile(filepath.Join(day, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	taken := put(6, append(head, audio(0, 10)...))
	if err := os.WriteFile(filepath.Join(day, strings.TrimSuffix(taken, ".part")), []byte("finished"), 0o600); err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(day, id.RecordingOf(id.NewCall(noon), 7).String()+".wav.part")); err != nil {
		t.Fatal(err)
	}

	r := open(t, dir, nil, false)
	live, err := r.Open(id.RecordingOf(id.NewCall(noon), 8), noon)
	if err != nil {
		t.Fatal(err)
	}
	done, err := r.Repair()
	if err == nil || !strings.Contains(err.Error(), taken) {
		t.Errorf("a name that is taken: error %v, want one that names it", err)
	}
	want := map[uint16]int{1: 4000, 2: 3999, 3: 0, 4: 0, 5: 0}
	for _, one := range done {
		n := id.LegNumber(id.Leg(one.Recording))
		frames, known := want[n]
		if !known {
			t.Errorf("file %d was repaired", n)
			continue
		}
		delete(want, n)
		if got := check(t, r, one.Stored); got != frames || one.Length != time.Duration(frames)*time.Second/8000 {
			t.Errorf("file %d has %d frames and length %s, want %d frames", n, got, one.Length, frames)
		}
	}
	if len(want) > 0 {
		t.Errorf("not repaired: %v", want)
	}
	if raw, _ := os.ReadFile(secret); string(raw) != "secret" {
		t.Error("Repair wrote through a link")
	}
	if err := live.Write(audio(0, 80)); err != nil {
		t.Error("Repair touched a recording that is being written:", err)
	}
	if again, _ := r.Repair(); len(again) != 0 {
		t.Errorf("repaired again: %v", again)
	}
}

func TestOpenFileStaysInside(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir, nil, false)
	rec := id.RecordingOf(id.NewCall(noon), 1)
	track, err := r.Open(rec, noon)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := track.Close(); err != nil {
		t.Fatal(err)
	}
	good := recorder.Path(rec, noon, false)
	if f, err := r.OpenFile(good); err != nil {
		t.Fatal(err)
	} else if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(filepath.Dir(dir), "outside.wav")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := recorder.Path(id.RecordingOf(id.NewCall(noon), 2), noon, false)
	if err := os.Symlink(outside, filepath.Join(dir, link)); err != nil {
		t.Fatal(err)
	}
	inner := recorder.Path(id.RecordingOf(id.NewCall(noon), 3), noon, false)
	if err := os.Mkdir(filepath.Join(dir, inner), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"", ".", "/", "../outside.wav", "2026/02/28", "/" + good, "./" + good, "2026/02/28/../28/" + rec.String() + ".wav",
		"2026/02/28/../../../outside.wav", `2026\02\28\` + rec.String() + ".wav", good + "\x00", good + ".part", strings.ToUpper(good),
		strings.Replace(good, "2026", "2027", 1), "2026/02/30/" + rec.String() + ".wav", "2026/2/28/" + rec.String() + ".wav",
		outside, link, inner, strings.Repeat("../", 50) + "etc/passwd", "2026/02/28/.wav",
	} {
		f, err := r.OpenFile(name)
		if fault.CodeOf(err) != fault.NotFound {
			t.Errorf("%q: error %v, want not found", name, err)
		}
		if f != nil {
			t.Errorf("%q was opened", name)
		}
	}
}

func TestNewNeedsAFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"", file, filepath.Join(file, "below")} {
		if _, err := recorder.New(recorder.Config{Dir: dir}); err == nil {
			t.Errorf("Dir %q was taken", dir)
		}
	}
}

// BenchmarkWrite is one 100 ms piece of one recording.
func BenchmarkWrite(b *testing.B) {
	r := open(b, b.TempDir(), nil, false)
	track, err := r.Open(id.RecordingOf(id.NewCall(noon), 1), noon)
	if err != nil {
		b.Fatal(err)
	}
	piece := audio(0, 800)
	b.SetBytes(int64(len(piece)))
	b.ReportAllocs()
	for b.Loop() {
		if err := track.Write(piece); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRecording is a whole recording of three minutes: open, write in
// pieces of 100 ms, finish; plain and encrypted, and the one against the other.
func BenchmarkRecording(b *testing.B) {
	piece := audio(0, 800)
	spent := map[bool]time.Duration{}
	rooms := map[bool]*recorder.Recorder{false: open(b, b.TempDir(), nil, false), true: open(b, b.TempDir(), nil, true)}
	call := id.NewCall(noon)
	n := uint16(0)
	one := func(encrypted bool) {
		n++
		begun := time.Now()
		track, err := rooms[encrypted].Open(id.RecordingOf(call, n), noon)
		if err != nil {
			b.Fatal(err)
		}
		for range 1800 {
			if err := track.Write(piece); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := track.Close(); err != nil {
			b.Fatal(err)
		}
		spent[encrypted] += time.Since(begun)
	}
	for b.Loop() { // one after the other, so that both meet the same machine
		one(false)
		one(true)
	}
	b.ReportMetric(float64(spent[false].Microseconds())/float64(b.N)/1000, "ms/plain")
	b.ReportMetric(float64(spent[true].Microseconds())/float64(b.N)/1000, "ms/encrypted")
	b.ReportMetric(float64(spent[true])/float64(spent[false]), "ratio")
}
