package recorder

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"sync"
	"sync/atomic"
	"time"

	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/pcm"
)

const (
	channels = 2
	// maxData is the most audio a file can tell of: 74 hours.
	maxData = 1<<32 - 1024
)

// headerSize is the length of a file's header.
var headerSize = int64(len(header(0)))

// header is a file's header for so many bytes of audio.
func header(data int64) []byte {
	return pcm.AppendWAVHeader(nil, pcm.WAVMu, pcm.Rate, channels, uint32(data))
}

// Stored is a finished recording's file.
type Stored struct {
	Path   string // relative to the folder of the recordings, with slashes
	Bytes  int64  // of the file
	SHA256 string // of the WAV file as it is without encryption, hexadecimal
	Key    string // name of the key that it is encrypted with; empty: it is plain
}

// Track is one recording that is being written.
type Track struct {
	r     *Recorder
	id    id.Recording
	path  string // when finished
	file  *os.File
	vault *vault.Writer // nil: the file is plain

	dirty atomic.Bool // written since the last sync

	mu    sync.Mutex // guards what follows
	data  int64      // bytes of audio written
	since uint64     // failures known when the last write succeeded
	err   error      // the first failure, which ends the writing

	finish sync.Once
	stored Stored
	fault  error // of Close
}

// Open begins the file of a recording. Its folder is that of the time in UTC.
func (r *Recorder) Open(rec id.Recording, at time.Time) (*Track, error) {
	if rec.IsZero() {
		return nil, errors.New("recorder: the recording has no identifier")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil, errors.New("recorder: it is closed")
	}
	if r.open[rec] != nil {
		return nil, fmt.Errorf("recorder: recording %s is being written already", rec)
	}
	t := &Track{r: r, id: rec, path: Path(rec, at, !r.plain)}
	if err := t.begin(at); err != nil {
		r.failed(err)
		return nil, fmt.Errorf("recorder: begin recording %s: %w", rec, err)
	}
	r.open[rec] = t
	return t, nil
}

// begin makes the file and writes a header that lets players read as far as
// the file goes.
func (t *Track) begin(at time.Time) error {
	if err := t.r.room(); err != nil {
		return err
	}
	root := t.r.root
	for _, encrypted := range []bool{false, true} {
		if name := Path(t.id, at, encrypted); exists(root, name) {
			return fmt.Errorf("%s: %w", name, fs.ErrExist)
		}
	}
	name := part(t.path)
	const flags = os.O_RDWR | os.O_CREATE | os.O_EXCL
	f, err := root.OpenFile(name, flags, fileMode)
	if errors.Is(err, fs.ErrNotExist) {
		if err := root.MkdirAll(path.Dir(name), dirMode); err != nil {
			return err
		}
		if err := t.r.syncDirs(path.Dir(name)); err != nil {
			return err
		}
		f, err = root.OpenFile(name, flags, fileMode)
	}
	if err != nil {
		return err
	}
	t.file = f
	if err := t.head(); err != nil {
		return errors.Join(err, f.Close(), root.Remove(name))
	}
	t.dirty.Store(true)
	return nil
}

// head writes what a file begins with.
func (t *Track) head() error {
	if t.r.plain {
		_, err := t.file.Write(header(maxData))
		return err
	}
	key, err := t.r.keys.Newest()
	if err != nil {
		return err
	}
	t.vault, err = beginSealed(t.file, key, t.id)
	return err
}

func part(final string) string { return final + partSuffix }

func exists(root *os.Root, name string) bool {
	_, err := root.Lstat(name)
	return err == nil
}

// Write appends audio: stereo mu-law, interleaved, left first, whole frames.
// What it has taken outlives the process. After a failure the track stays
// failed, and Write gives the same error again.
func (t *Track) Write(stereo []byte) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.err != nil:
		return t.err
	case len(stereo)%channels != 0:
		return fmt.Errorf("recorder: %d bytes of audio, expected whole frames of %d", len(stereo), channels)
	case t.data+int64(len(stereo)) > maxData:
		t.err = fmt.Errorf("recorder: recording %s: a file holds %d bytes of audio at most", t.id, int64(maxData))
		return t.err
	}
	since := t.r.count()
	var n int
	var err error
	if t.vault != nil {
		n, err = t.vault.Write(stereo)
	} else {
		n, err = t.file.Write(stereo)
	}
	t.data += int64(n)
	t.dirty.Store(true)
	if err != nil {
		t.fail(err)
		return t.err
	}
	t.since = since
	return nil
}

// fail notes the first failure. The caller holds mu.
func (t *Track) fail(err error) {
	if t.err == nil {
		t.err = fmt.Errorf("recorder: write recording %s: %w", t.id, err)
		t.r.failed(err)
	}
}

// sync makes what was written last. Only then does a success clear the alarm:
// a write into memory proves nothing about the disk.
func (t *Track) sync() {
	t.dirty.Store(false)
	t.mu.Lock()
	since, any := t.since, t.data > 0 && t.err == nil
	t.mu.Unlock()
	err := t.file.Sync()
	switch {
	case errors.Is(err, os.ErrClosed):
	case err != nil:
		t.mu.Lock()
		t.fail(err)
		t.mu.Unlock()
	case any:
		t.r.worked(since)
	}
}

// Close finishes the file and tells what became of it; further calls tell the
// same. After a failed Write it finishes what is there. When it fails itself
// the file stays for Repair.
func (t *Track) Close() (Stored, error) {
	t.finish.Do(func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.stored, t.fault = t.complete(); t.fault != nil {
			t.r.failed(t.fault)
			t.fault = fmt.Errorf("recorder: finish recording %s: %w", t.id, t.fault)
		} else if t.err == nil && t.data > 0 {
			t.r.worked(t.since)
		}
		if t.err == nil {
			t.err = fmt.Errorf("recorder: recording %s is closed", t.id)
		}
		t.r.mu.Lock()
		delete(t.r.open, t.id)
		t.r.mu.Unlock()
	})
	return t.stored, t.fault
}

func (t *Track) complete() (Stored, error) {
	var s Stored
	var err error
	if t.vault != nil {
		s, err = t.completeSealed()
	} else {
		s, err = finishPlain(t.file, t.data)
	}
	if err = errors.Join(err, t.file.Close()); err != nil {
		return Stored{}, err
	}
	s.Path = t.path
	return s, t.r.place(t.path)
}

// finishPlain gives the file the header of so much audio, rounded down to whole
// frames, cuts what is behind it, makes it last and hashes it.
func finishPlain(f *os.File, data int64) (Stored, error) {
	data -= data % channels
	size := headerSize + data
	if err := f.Truncate(size); err != nil {
		return Stored{}, err
	}
	if _, err := f.WriteAt(header(data), 0); err != nil {
		return Stored{}, err
	}
	if err := f.Sync(); err != nil {
		return Stored{}, err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(f, 0, size)); err != nil {
		return Stored{}, err
	}
	return Stored{Bytes: size, SHA256: hex.EncodeToString(sum.Sum(nil))}, nil
}

// place gives a finished file its name, which no other file has.
func (r *Recorder) place(final string) error {
	if exists(r.root, final) {
		return fmt.Errorf("%s: %w", final, fs.ErrExist)
	}
	if err := r.root.Rename(part(final), final); err != nil {
		return err
	}
	return r.syncDir(path.Dir(final))
}
