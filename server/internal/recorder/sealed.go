package recorder

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/id"
)

// roomForEnd is what ends a file at most: the tags of a frame and of the end.
const roomForEnd = 32

// sealed says whether a path is that of an encrypted recording.
func sealed(name string) bool { return strings.HasSuffix(name, sealedSuffix) }

// beginSealed writes the beginning of an encrypted recording.
func beginSealed(f io.Writer, key vault.Key, rec id.Recording) (*vault.Writer, error) {
	w, err := vault.NewWriter(f, key, rec[:])
	if err != nil {
		return nil, err
	}
	_, err = w.Write(header(maxData))
	return w, err
}

// completeSealed ends an encrypted file. One that a write failed on is
// repaired: the failure may have cut it anywhere.
func (t *Track) completeSealed() (Stored, error) {
	if t.err == nil {
		if err := t.vault.Finish(); err != nil {
			return Stored{}, err
		}
	} else {
		info, err := t.file.Stat()
		if err != nil {
			return Stored{}, err
		}
		if err := t.rescue(info.Size()); err != nil {
			return Stored{}, err
		}
	}
	s, _, err := t.r.storedSealed(t.file, t.id)
	return s, err
}

// rescue finishes a file whose writing failed. Where there is no room even for
// the end, two milliseconds of audio make room for it.
func (t *Track) rescue(size int64) error {
	_, err := vault.Repair(t.file, size, t.r.keys, t.id[:])
	if err == nil || size < int64(vault.HeaderSize+roomForEnd) {
		return err
	}
	if err := t.file.Truncate(size - roomForEnd); err != nil {
		return err
	}
	_, err = vault.Repair(t.file, size-roomForEnd, t.r.keys, t.id[:])
	return err
}

// storedSealed makes a finished encrypted file last and reads it once, which
// proves it and gives the hash of what it holds. It says how much audio that is.
func (r *Recorder) storedSealed(f *os.File, rec id.Recording) (Stored, int64, error) {
	if err := f.Sync(); err != nil {
		return Stored{}, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return Stored{}, 0, err
	}
	open, err := vault.Open(f, info.Size(), r.keys, rec[:])
	if err != nil {
		return Stored{}, 0, err
	}
	data := open.Size() - headerSize
	data -= data % channels
	sum := sha256.New()
	sum.Write(header(data))
	if _, err := io.Copy(sum, io.NewSectionReader(open, headerSize, data)); err != nil {
		return Stored{}, 0, err
	}
	return Stored{Bytes: info.Size(), SHA256: hex.EncodeToString(sum.Sum(nil)), Key: open.KeyName()}, data, nil
}

// mendSealed finishes an encrypted file that a crash has left.
func (r *Recorder) mendSealed(f *os.File, size int64, rec id.Recording) (Stored, int64, error) {
	if r.keys == nil {
		return Stored{}, 0, errors.New("it is encrypted, and there are no keys")
	}
	empty, err := headless(f)
	if err != nil {
		return Stored{}, 0, err
	}
	var total int64
	if !empty {
		if total, err = vault.Repair(f, size, r.keys, rec[:]); err != nil {
			return Stored{}, 0, err
		}
	}
	if total < headerSize { // nothing was ever recorded
		if err := r.restart(f, rec); err != nil {
			return Stored{}, 0, err
		}
	}
	return r.storedSealed(f, rec)
}

// headless says whether a crash came before the first bytes of a file were
// whole: it is shorter than they are, or a power cut left zeros.
func headless(f *os.File) (bool, error) {
	head := make([]byte, vault.HeaderSize)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return false, err
	}
	return n < len(head) || len(bytes.Trim(head, "\x00")) == 0, nil
}

// restart makes a file an encrypted recording without audio.
func (r *Recorder) restart(f *os.File, rec id.Recording) error {
	key, err := r.keys.Newest()
	if err != nil {
		return err
	}
	if err := f.Truncate(0); err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	w, err := beginSealed(f, key, rec)
	if err != nil {
		return err
	}
	return w.Finish()
}
