package vault

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/fault"
)

var day = time.Date(2026, 3, 1, 8, 30, 0, 0, time.UTC)

// ring is keys in memory.
type ring map[string]Key

func (r ring) Named(name string) (Key, error) {
	if k, ok := r[name]; ok {
		return k, nil
	}
	return Key{}, fault.New(fault.Unavailable, "key_lost", "no key %s", name)
}

func testKey(name string) Key {
	secret := sha256.Sum256([]byte(name))
	k, err := NewKey(name, secret[:])
	if err != nil {
		panic(err)
	}
	return k
}

var (
	one     = testKey("one")
	oneRing = ring{"one": one}
	subject = []byte("recording 1")
)

// text is n bytes that tell their place.
func text(n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(i*7 + i>>8 + i>>16)
	}
	return out
}

// write gives a file of the plaintext, written in pieces of a size.
func write(t testing.TB, plain []byte, piece int, finish bool) []byte {
	t.Helper()
	var file bytes.Buffer
	w, err := NewWriter(&file, one, subject)
	if err != nil {
		t.Fatal(err)
	}
	for rest := plain; len(rest) > 0; {
		n := min(piece, len(rest))
		if took, err := w.Write(rest[:n]); err != nil || took != n {
			t.Fatalf("Write took %d of %d, %v", took, n, err)
		}
		rest = rest[n:]
	}
	if finish {
		if err := w.Finish(); err != nil {
			t.Fatal(err)
		}
	}
	return file.Bytes()
}

func readAll(file []byte, keys Finder, about []byte) ([]byte, error) {
	r, err := Open(bytes.NewReader(file), int64(len(file)), keys, about)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.NewSectionReader(r, 0, r.Size()))
}

// sizes are lengths around the edges of frames.
var sizes = []int{0, 1, 15, 16, 17, 58, frameSize - 1, frameSize, frameSize + 1, whole, 2 * frameSize, 2*frameSize + 17, 3*frameSize - 16}

func TestWhatIsWrittenIsRead(t *testing.T) {
	for _, size := range sizes {
		for _, piece := range []int{1, 1600, frameSize, 1 << 20} {
			if piece == 1 && size > 100 {
				continue
			}
			plain := text(size)
			file := write(t, plain, piece, true)
			got, err := readAll(file, oneRing, subject)
			if err != nil || !bytes.Equal(got, plain) {
				t.Fatalf("size %d in pieces of %d: read %d bytes, %v", size, piece, len(got), err)
			}
			if int64(len(file)) != int64(size)+Overhead(int64(size)) {
				t.Errorf("size %d: the file has %d bytes, Overhead says %d", size, len(file), int64(size)+Overhead(int64(size)))
			}
			if len(plain) > 20 && bytes.Contains(file, plain[:20]) {
				t.Error("the plaintext is in the file")
			}
		}
	}
}

func TestReadFromAnyPlace(t *testing.T) {
	plain := text(3*frameSize + 1000)
	file := write(t, plain, 1600, true)
	r, err := Open(bytes.NewReader(file), int64(len(file)), oneRing, subject)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		at, n := random.IntN(len(plain)+10), random.IntN(2*frameSize)
		p := make([]byte, n)
		got, err := r.ReadAt(p, int64(at))
		want := plain[min(at, len(plain)):min(at+n, len(plain))]
		if !bytes.Equal(p[:got], want) || (got < n) != errors.Is(err, io.EOF) {
			t.Fatalf("ReadAt %d at %d gave %d bytes, %v", n, at, got, err)
		}
	}
	if _, err := r.ReadAt(make([]byte, 1), -1); err == nil {
		t.Error("read before the beginning")
	}
}

// TestFramesAreGCM holds the format against plain GCM, which anybody can use.
func TestFramesAreGCM(t *testing.T) {
	plain := text(2 * frameSize)
	file := write(t, plain, 777, true)
	b, err := newBox(one, [HeaderSize]byte(file[:HeaderSize]), subject)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 2 {
		want := b.aead.Seal(nil, nonce(frameNonce, int64(n)), plain[n*frameSize:(n+1)*frameSize], file[:HeaderSize])
		if !bytes.Equal(want, file[HeaderSize+n*whole:HeaderSize+(n+1)*whole]) {
			t.Errorf("frame %d is not GCM", n)
		}
	}
}

// TestNothingChangesUnnoticed flips, cuts, adds, reorders and mixes.
func TestNothingChangesUnnoticed(t *testing.T) {
	plain := text(2*frameSize + 300)
	file := write(t, plain, 1600, true)
	refuse := func(what string, changed []byte) {
		t.Helper()
		if got, err := readAll(changed, oneRing, subject); err == nil {
			t.Fatalf("%s: %d bytes were read without an error", what, len(got))
		}
	}
	random := rand.New(rand.NewPCG(3, 4))
	places := []int{0, len(magic), HeaderSize - 1, HeaderSize, HeaderSize + frameSize, HeaderSize + whole - 1, HeaderSize + 2*whole, len(file) - tagSize, len(file) - 1}
	for range 1000 {
		places = append(places, random.IntN(len(file)))
	}
	for _, at := range places {
		changed := bytes.Clone(file)
		changed[at] ^= 1 << random.IntN(8)
		refuse(fmt.Sprintf("byte %d flipped", at), changed)
	}
	for n := range len(file) {
		if n > 2*whole || n%97 == 0 || (n-HeaderSize)%whole < 20 {
			refuse(fmt.Sprintf("cut to %d bytes", n), file[:n])
		}
	}
	for _, n := range []int{1, tagSize, frameSize, whole} {
		refuse(fmt.Sprintf("%d bytes longer", n), append(bytes.Clone(file), make([]byte, n)...))
	}
	swapped := bytes.Clone(file)
	copy(swapped[HeaderSize:], file[HeaderSize+whole:HeaderSize+2*whole])
	copy(swapped[HeaderSize+whole:], file[HeaderSize:HeaderSize+whole])
	refuse("two frames swapped", swapped)
	refuse("a frame taken out", append(bytes.Clone(file[:HeaderSize+whole]), file[HeaderSize+2*whole:]...))
	refuse("a frame twice", append(bytes.Clone(file[:HeaderSize+whole]), file[HeaderSize:]...))
	other := write(t, plain, 1600, true)
	mixed := bytes.Clone(file)
	copy(mixed[HeaderSize:], other[HeaderSize:HeaderSize+whole])
	refuse("a frame of another file", mixed)
	if _, err := readAll(file, oneRing, []byte("recording 2")); err == nil {
		t.Error("the file was taken for another recording's")
	}
	if _, err := readAll(file, ring{"one": testKey("two")}, subject); err == nil {
		t.Error("the file was read with a wrong key")
	}
}

func TestALostKeyIsSaid(t *testing.T) {
	file := write(t, text(100), 100, true)
	_, err := readAll(file, ring{}, subject)
	var f *fault.Error
	if !errors.As(err, &f) || f.Key != "key_lost" {
		t.Fatalf("got %v, want key_lost", err)
	}
}

// memory is a file for Repair.
type memory struct {
	b    []byte
	fail error // of every change
}

func (m *memory) ReadAt(p []byte, at int64) (int, error) {
	return bytes.NewReader(m.b).ReadAt(p, at)
}

func (m *memory) WriteAt(p []byte, at int64) (int, error) {
	if m.fail != nil {
		return 0, m.fail
	}
	if grow := int(at) + len(p) - len(m.b); grow > 0 {
		m.b = append(m.b, make([]byte, grow)...)
	}
	return copy(m.b[at:], p), nil
}

func (m *memory) Truncate(n int64) error {
	if m.fail != nil {
		return m.fail
	}
	m.b = m.b[:n]
	return nil
}

// kept gives the plaintext that a file cut at n bytes still holds.
func kept(n int) int {
	if n < HeaderSize {
		return -1
	}
	body := n - HeaderSize
	return body/whole*frameSize + min(body%whole, frameSize)
}

// TestRepairKeepsWhatWasWritten cuts a file as it was being written at every
// place that matters: all that had reached it is there afterwards.
func TestRepairKeepsWhatWasWritten(t *testing.T) {
	plain := text(2*frameSize + 300)
	file := write(t, plain, 1600, false)
	for n := HeaderSize; n <= len(file); n++ {
		if edge := (n - HeaderSize) % whole; n%501 != 0 && edge > 20 && edge < frameSize-20 {
			continue
		}
		m := &memory{b: bytes.Clone(file[:n])}
		total, err := Repair(m, int64(n), oneRing, subject)
		if err != nil || int(total) != kept(n) {
			t.Fatalf("cut to %d bytes: repaired to %d, %v; want %d", n, total, err, kept(n))
		}
		got, err := readAll(m.b, oneRing, subject)
		if err != nil || !bytes.Equal(got, plain[:total]) {
			t.Fatalf("cut to %d bytes: read %d bytes, %v", n, len(got), err)
		}
		fixed := bytes.Clone(m.b)
		if again, err := Repair(m, int64(len(m.b)), oneRing, subject); err != nil || again != total || !bytes.Equal(m.b, fixed) {
			t.Fatalf("cut to %d bytes: repaired again to %d, %v", n, again, err)
		}
	}
}

// TestRepairOfAFinishedFile: the crash came after the end was written.
func TestRepairOfAFinishedFile(t *testing.T) {
	for _, size := range sizes {
		file := write(t, text(size), 1600, true)
		m := &memory{b: bytes.Clone(file)}
		total, err := Repair(m, int64(len(file)), oneRing, subject)
		if err != nil || int(total) != size || !bytes.Equal(m.b, file) {
			t.Errorf("size %d became %d, %v", size, total, err)
		}
	}
}

// TestRepairAfterAPowerCut: the last frames are zeros, the length is true.
func TestRepairAfterAPowerCut(t *testing.T) {
	plain := text(12*frameSize + 500)
	file := write(t, plain, 1600, false)
	for _, lost := range []int{1, maxLost, maxLost + 1} {
		m := &memory{b: bytes.Clone(file)}
		clear(m.b[HeaderSize+(12-lost)*whole+100:])
		before := bytes.Clone(m.b)
		total, err := Repair(m, int64(len(m.b)), oneRing, subject)
		if lost > maxLost {
			if err == nil || !bytes.Equal(m.b, before) {
				t.Errorf("%d frames lost: %v, want a refusal that leaves the file", lost, err)
			}
			continue
		}
		got, readErr := readAll(m.b, oneRing, subject)
		if err != nil || readErr != nil || int(total) != (12-lost)*frameSize || !bytes.Equal(got, plain[:total]) {
			t.Errorf("%d frames lost: repaired to %d, %v, %v", lost, total, err, readErr)
		}
	}
}

// TestRepairThatFailsCanBeginAgain breaks each of its steps.
func TestRepairThatFailsCanBeginAgain(t *testing.T) {
	plain := text(2 * frameSize)
	file := write(t, plain, 1600, false)
	for _, n := range []int{len(file) - 7, len(file) - tagSize, len(file) - 100} {
		m := &memory{b: bytes.Clone(file[:n]), fail: errors.New("disk full")}
		if _, err := Repair(m, int64(n), oneRing, subject); err == nil {
			t.Fatal("a full disk was not noticed")
		}
		m.fail = nil
		total, err := Repair(m, int64(len(m.b)), oneRing, subject)
		got, readErr := readAll(m.b, oneRing, subject)
		if err != nil || readErr != nil || int(total) != kept(n) || !bytes.Equal(got, plain[:total]) {
			t.Errorf("cut to %d: repaired to %d, %v, %v", n, total, err, readErr)
		}
	}
}

// tight is a file that takes only so much.
type tight struct {
	bytes.Buffer
	room int
}

func (f *tight) Write(p []byte) (int, error) {
	n := min(len(p), f.room)
	f.room -= n
	f.Buffer.Write(p[:n])
	if n < len(p) {
		return n, io.ErrShortWrite
	}
	return n, nil
}

func TestAFullDiskSaysWhatItTook(t *testing.T) {
	plain := text(2*frameSize + 500)
	for _, room := range []int{HeaderSize, HeaderSize + 5000, HeaderSize + frameSize, HeaderSize + frameSize + 7, HeaderSize + whole, HeaderSize + whole + 1} {
		f := &tight{room: room}
		w, err := NewWriter(f, one, subject)
		if err != nil {
			t.Fatal(err)
		}
		took := 0
		for rest := plain; len(rest) > 0; {
			n := min(1600, len(rest))
			var got int
			got, err = w.Write(rest[:n])
			took, rest = took+got, rest[n:]
			if err != nil {
				break
			}
		}
		if err == nil || took != kept(room) {
			t.Errorf("room %d: took %d, %v; want %d", room, took, err, kept(room))
		}
		if _, err := w.Write([]byte{1}); err == nil {
			t.Error("it writes on after a failure")
		}
		if w.Finish() == nil {
			t.Error("a file that failed was finished")
		}
		m := &memory{b: f.Bytes()}
		total, err := Repair(m, int64(len(m.b)), oneRing, subject)
		got, readErr := readAll(m.b, oneRing, subject)
		if err != nil || readErr != nil || int(total) != took || !bytes.Equal(got, plain[:took]) {
			t.Errorf("room %d: repaired to %d, %v, %v; want %d", room, total, err, readErr, took)
		}
	}
}

func TestKeys(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	k, err := OpenKeys(dir, day)
	if err != nil {
		t.Fatal(err)
	}
	first, err := k.Newest()
	if err != nil || !strings.HasPrefix(first.Name, "20260301T083000-") {
		t.Fatalf("the first key is %v, %v", first, err)
	}
	for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, first.Name+keySuffix): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, %v; want %v", path, info.Mode(), err, want)
		}
	}
	if again, err := OpenKeys(dir, day.Add(time.Hour)); err != nil || len(again.Names()) != 1 {
		t.Fatalf("opened again: %v, %v", again.Names(), err)
	}
	name, err := k.Rotate(day.Add(time.Hour))
	if newest, err2 := k.Newest(); err != nil || err2 != nil || newest.Name != name || name == first.Name {
		t.Fatalf("rotated to %s, the newest is %v, %v, %v", name, newest, err, err2)
	}
	if old, err := k.Named(first.Name); err != nil || old != first {
		t.Errorf("the old key is %v, %v", old, err)
	}
	if _, err := k.Rotate(day); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("a key that would not be the newest: %v", err)
	}
	// A key that is taken away, and put back, without a restart.
	file := filepath.Join(dir, first.Name+keySuffix)
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if err := k.Reload(); err != nil {
		t.Fatal(err)
	}
	var f *fault.Error
	if _, err := k.Named(first.Name); !errors.As(err, &f) || f.Key != "key_lost" || !strings.Contains(f.Message, first.Name+keySuffix) {
		t.Errorf("a lost key: %v", err)
	}
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if back, err := k.Named(first.Name); err != nil || back != first {
		t.Errorf("put back it is %v, %v", back, err)
	}
	if s := fmt.Sprintf("%v %+v %#v", first, first, first); strings.Contains(s, string(raw[:8])) || len(s) > 200 {
		t.Errorf("printed, a key tells its secret: %s", s)
	}
}

func TestKeysRefuseWhatIsNoKey(t *testing.T) {
	good := strings.Repeat("0a", keySize)
	for name, c := range map[string]struct {
		file, content string
		mode          os.FileMode
	}{
		"short":        {"a.key", "0a0a", 0o600},
		"no hex":       {"a.key", strings.Repeat("xy", keySize), 0o600},
		"others read":  {"a.key", good, 0o640},
		"strange name": {"-a.key", good, 0o600},
		"long name":    {strings.Repeat("a", MaxName+1) + ".key", good, 0o600},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, c.file), []byte(c.content), c.mode); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenKeys(dir, day); err == nil || !strings.Contains(err.Error(), c.file) {
			t.Errorf("%s: %v, want an error that names the file", name, err)
		}
	}
	if _, err := OpenKeys("", day); err == nil {
		t.Error("no folder was taken")
	}
}

// FuzzOpen: no file makes the reader panic or give what was not written.
func FuzzOpen(f *testing.F) {
	plain := text(frameSize + 500)
	file := write(f, plain, 1600, true)
	f.Add(file)
	f.Add(file[:len(file)-1])
	f.Add(file[:HeaderSize])
	f.Add(write(f, nil, 1, true))
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := readAll(raw, oneRing, subject)
		if err == nil && !bytes.HasPrefix(plain, got) {
			t.Fatalf("%d bytes were read that nobody wrote", len(got))
		}
		m := &memory{b: bytes.Clone(raw)}
		total, err := Repair(m, int64(len(raw)), oneRing, subject)
		if err != nil {
			return
		}
		if back, err := readAll(m.b, oneRing, subject); err != nil || int64(len(back)) != total {
			t.Fatalf("repaired to %d bytes, read %d, %v", total, len(back), err)
		}
	})
}

// BenchmarkWrite is one 100 ms piece of one recording.
func BenchmarkWrite(b *testing.B) {
	w, err := NewWriter(io.Discard, one, subject)
	if err != nil {
		b.Fatal(err)
	}
	piece := text(1600)
	b.SetBytes(int64(len(piece)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := w.Write(piece); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRead is a read of a file from its beginning to its end.
func BenchmarkRead(b *testing.B) {
	file := write(b, text(180*16000), 1600, true)
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if _, err := readAll(file, oneRing, subject); err != nil {
			b.Fatal(err)
		}
	}
}
