package vault

import (
	"fmt"
	"io"

	"github.com/yobirin/yobirin/shared/fault"
)

// maxLost is how many frames at the end of a file Repair gives up: what a
// power cut can have taken before it was synced, and some.
const maxLost = 8

// File is what Repair needs of a file.
type File interface {
	io.ReaderAt
	io.WriterAt
	Truncate(size int64) error
}

// Repair finishes a file of size bytes that a crash has left unfinished, and
// says how much plaintext it has. Every full frame is verified; the tail, at
// most a second of a recording, has no tag yet and is taken as it is. Up to 8
// frames at the end that do not verify, which a power cut leaves, are cut; a
// file that is damaged before that stays as it is, with a fault. To repair a
// finished file changes nothing. The file is still to be synced.
func Repair(f File, size int64, keys Finder, subject []byte) (int64, error) {
	if finished, err := Open(f, size, keys, subject); err == nil {
		if err := finished.verify(); err == nil {
			return finished.Size(), nil
		}
	} else if fault.CodeOf(err) == fault.Internal {
		return 0, err // the disk's error, not the file's
	}
	b, err := openBox(f, size, keys, subject)
	if err != nil {
		return 0, err
	}
	body := size - int64(HeaderSize)
	full := body / whole
	tail := make([]byte, min(body%whole, frameSize))
	if err := readFull(f, tail, int64(HeaderSize)+full*whole); err != nil {
		return 0, err
	}
	good, err := goodFrames(f, b, full)
	if err != nil {
		return 0, err
	}
	if full-good > maxLost {
		return 0, errDamaged(fmt.Sprintf("%d of its %d frames do not follow each other; it is left as it is", full-good, full))
	}
	if good < full {
		tail = nil
	}
	// A full frame whose tag the crash took gets it now: the same as before,
	// being of the same frame.
	at := int64(HeaderSize) + good*whole
	end := tail
	if len(tail) == frameSize {
		plain := append(make([]byte, 0, whole), tail...)
		b.stream(good).XORKeyStream(plain, plain)
		tag := append([]byte(nil), b.sealFrame(good, plain)...)
		if _, err := f.WriteAt(tag, at+frameSize); err != nil {
			return 0, fmt.Errorf("vault: end a frame: %w", err)
		}
		good, at, end = good+1, at+whole, nil
	}
	total := good*frameSize + int64(len(end))
	if _, err := f.WriteAt(b.endTag(total, end), at+int64(len(end))); err != nil {
		return 0, fmt.Errorf("vault: end a file: %w", err)
	}
	// Only now is anything cut: a repair that fails can be begun again.
	if err := f.Truncate(at + int64(len(end)) + tagSize); err != nil {
		return 0, fmt.Errorf("vault: cut a file: %w", err)
	}
	return total, nil
}

// goodFrames counts the frames from the beginning that verify.
func goodFrames(f io.ReaderAt, b *box, full int64) (int64, error) {
	sealed := make([]byte, whole)
	for n := range full {
		if err := readFull(f, sealed, int64(HeaderSize)+n*whole); err != nil {
			return 0, err
		}
		if _, err := b.openFrame(n, sealed); err != nil {
			return n, nil //nolint:nilerr // what follows is the crash's
		}
	}
	return full, nil
}

// verify reads the whole file.
func (r *Reader) verify() error {
	for n := range r.size / frameSize {
		if _, err := r.load(n); err != nil {
			return err
		}
	}
	return nil
}
