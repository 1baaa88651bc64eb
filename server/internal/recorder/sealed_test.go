package recorder_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/recorder"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// record makes a recording of so many frames.
func record(t testing.TB, r *recorder.Recorder, rec id.Recording, frames int) recorder.Stored {
	t.Helper()
	track, err := r.Open(rec, noon)
	if err != nil {
		t.Fatal(err)
	}
	if err := track.Write(audio(0, frames)); err != nil {
		t.Fatal(err)
	}
	s, err := track.Close()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestOldRecordingsStayReadable: plain ones after encryption was begun,
// encrypted ones after a rotation and after encryption was ended.
func TestOldRecordingsStayReadable(t *testing.T) {
	dir := t.TempDir()
	call := id.NewCall(noon)
	plain := open(t, dir, nil, false)
	before := record(t, plain, id.RecordingOf(call, 1), 8000)
	keys := keysIn(t, dir)
	sealed := open(t, dir, nil, true)
	first := record(t, sealed, id.RecordingOf(call, 2), 9000)
	name, err := keys.Rotate(noon.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	rotated := open(t, dir, nil, true)
	second := record(t, rotated, id.RecordingOf(call, 3), 10000)
	off, err := recorder.New(recorder.Config{Dir: dir, Keys: keys, Plain: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = off.Close() }()
	after := record(t, off, id.RecordingOf(call, 4), 11000)
	if before.Key != "" || after.Key != "" || first.Key == "" || second.Key != name || first.Key == name {
		t.Errorf("keys %q, %q, %q, %q; the newest is %q", before.Key, first.Key, second.Key, after.Key, name)
	}
	for i, s := range []recorder.Stored{before, first, second, after} {
		if n := check(t, off, s); n != 8000+1000*i {
			t.Errorf("recording %d has %d frames", i, n)
		}
	}
	// The hash does not depend on the encryption.
	other := open(t, t.TempDir(), nil, false)
	if s := record(t, other, id.RecordingOf(call, 2), 9000); s.SHA256 != first.SHA256 {
		t.Error("encrypted, the same audio has another hash")
	}
	// Without its key a recording says which one is missing.
	if err := os.Remove(filepath.Join(keyDir(dir), first.Key+".key")); err != nil {
		t.Fatal(err)
	}
	var f *fault.Error
	if _, err := open(t, dir, nil, true).OpenFile(first.Path); !errors.As(err, &f) || f.Key != "key_lost" || !strings.Contains(f.Message, first.Key) {
		t.Errorf("a lost key: %v", err)
	}
	if _, err := plain.OpenFile(second.Path); !errors.As(err, &f) || f.Key != "key_lost" {
		t.Errorf("no keys at all: %v", err)
	}
}

func TestRecordingsCannotBeExchanged(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir, nil, true)
	call := id.NewCall(noon)
	one, two := record(t, r, id.RecordingOf(call, 1), 8000), record(t, r, id.RecordingOf(call, 2), 8000)
	if err := os.Rename(filepath.Join(dir, one.Path), filepath.Join(dir, two.Path)); err != nil {
		t.Fatal(err)
	}
	var f *fault.Error
	if _, err := r.OpenFile(two.Path); !errors.As(err, &f) || f.Key != "file_damaged" {
		t.Errorf("a recording under another's name: %v", err)
	}
}

// TestRepairEncrypted makes the files that crashes leave by hand.
func TestRepairEncrypted(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir, nil, true)
	call := id.NewCall(noon)
	whole := record(t, r, id.RecordingOf(call, 1), 20000)
	raw, err := os.ReadFile(filepath.Join(dir, whole.Path))
	if err != nil {
		t.Fatal(err)
	}
	part := filepath.Join(dir, whole.Path+".part")
	for _, c := range []struct {
		name   string
		file   []byte
		frames int // -1: not repaired
	}{
		{"whole", raw, 20000},
		{"without its end", raw[:len(raw)-16], 20000},
		{"half a frame", raw[:vault.HeaderSize+58+2*4000+1], 4000},
		{"in the header of the audio", raw[:vault.HeaderSize+10], 0},
		{"in the header", raw[:20], 0},
		{"empty", nil, 0},
		{"zeros", make([]byte, 5000), 0},
		{"noise", bytes.Repeat([]byte("noise"), 1000), -1},
	} {
		if err := os.RemoveAll(filepath.Join(dir, whole.Path)); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(part, c.file, 0o600); err != nil {
			t.Fatal(err)
		}
		done, err := r.Repair()
		if c.frames < 0 {
			if left, _ := os.ReadFile(part); err == nil || len(done) != 0 || !bytes.Equal(left, c.file) {
				t.Errorf("%s: repaired %v, %v", c.name, done, err)
			}
			continue
		}
		if err != nil || len(done) != 1 {
			t.Fatalf("%s: repaired %v, %v", c.name, done, err)
		}
		n := check(t, r, done[0].Stored)
		if n != c.frames || done[0].Length != time.Duration(c.frames)*time.Second/8000 || done[0].Path != whole.Path || done[0].Key == "" {
			t.Errorf("%s: %d frames, want %d; %+v", c.name, n, c.frames, done[0])
		}
	}
}

// TestSeek reads an encrypted recording from places a player jumps to.
func TestSeek(t *testing.T) {
	r := open(t, t.TempDir(), nil, true)
	s := record(t, r, id.RecordingOf(id.NewCall(noon), 1), 50000)
	f, err := r.OpenFile(s.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	all := make([]byte, f.Size())
	if _, err := f.ReadAt(all, 0); err != nil {
		t.Fatal(err)
	}
	head := len(all) - 100000
	if !bytes.Equal(all[head:], audio(0, 50000)) {
		t.Fatal("the audio is another")
	}
	for _, at := range []int{0, 1, head - 1, head, head + 1, 16384, 16384 + head, 99999, len(all) - 1} {
		p := make([]byte, min(20000, len(all)-at))
		if n, err := f.ReadAt(p, int64(at)); n != len(p) || err != nil || !bytes.Equal(p, all[at:at+n]) {
			t.Errorf("at %d: %d bytes, %v", at, n, err)
		}
	}
}

// BenchmarkRepair is a start after a crash in 100 calls of five minutes each.
func BenchmarkRepair(b *testing.B) {
	const files = 100
	for name, encrypted := range modes {
		b.Run(name, func(b *testing.B) {
			dir := b.TempDir()
			r := open(b, dir, nil, encrypted)
			call := id.NewCall(noon)
			for n := range files {
				record(b, r, id.RecordingOf(call, uint16(n+1)), 300*8000)
			}
			for b.Loop() {
				b.StopTimer()
				for n := range files {
					file := filepath.Join(dir, recorder.Path(id.RecordingOf(call, uint16(n+1)), noon, encrypted))
					if err := os.Rename(file, file+".part"); err != nil {
						b.Fatal(err)
					}
					if encrypted { // its end has not been written
						if info, err := os.Stat(file + ".part"); err != nil || os.Truncate(file+".part", info.Size()-16) != nil {
							b.Fatal("the file cannot be cut")
						}
					}
				}
				b.StartTimer()
				if done, err := r.Repair(); err != nil || len(done) != files {
					b.Fatalf("repaired %d, %v", len(done), err)
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N)/files, "ms/file")
		})
	}
}
