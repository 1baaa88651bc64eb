package vault

import (
	"errors"
	"fmt"
	"io"
)

// Reader reads a finished encrypted file from any place. What it gives has
// been verified. It keeps the last frame it decrypted and is for one goroutine.
type Reader struct {
	in   io.ReaderAt
	box  *box
	size int64
	tail []byte // plaintext

	at    int64 // the frame in held, -1 for none
	held  []byte
	frame [whole]byte
}

// Open looks at a file of size bytes and proves that it is whole: finished,
// not cut, and about the subject. A file that is not is a fault with the key
// file_damaged, one whose key is gone is one with key_lost.
func Open(in io.ReaderAt, size int64, keys Finder, subject []byte) (*Reader, error) {
	b, err := openBox(in, size, keys, subject)
	if err != nil {
		return nil, err
	}
	r := &Reader{in: in, box: b, at: -1}
	body := size - int64(HeaderSize) - tagSize
	full, rest := body/whole, body%whole
	if body < 0 || rest >= frameSize || full > maxSize/frameSize {
		return nil, errDamaged("its length is none that a finished file has")
	}
	tail := make([]byte, rest+tagSize)
	if err := readFull(in, tail, int64(HeaderSize)+full*whole); err != nil {
		return nil, err
	}
	r.size = full*frameSize + rest
	if !b.endsWith(r.size, tail[:rest], tail[rest:]) {
		return nil, errDamaged("its end does not verify; it was cut, is unfinished, or is another file")
	}
	r.tail = tail[:rest]
	b.stream(full).XORKeyStream(r.tail, r.tail)
	return r, nil
}

func openBox(in io.ReaderAt, size int64, keys Finder, subject []byte) (*box, error) {
	var header [HeaderSize]byte
	if size < int64(HeaderSize) {
		return nil, errDamaged("it is too short")
	}
	if err := readFull(in, header[:], 0); err != nil {
		return nil, err
	}
	name, err := KeyName(header[:])
	if err != nil {
		return nil, err
	}
	key, err := keys.Named(name)
	if err != nil {
		return nil, err
	}
	return newBox(key, header, subject)
}

func readFull(in io.ReaderAt, p []byte, at int64) error {
	n, err := in.ReadAt(p, at)
	switch {
	case n == len(p):
		return nil
	case errors.Is(err, io.EOF):
		return errDamaged("it ends too early")
	default:
		return fmt.Errorf("vault: read a file: %w", err)
	}
}

// Size is the length of the plaintext.
func (r *Reader) Size() int64 { return r.size }

// KeyName is the name of the file's key.
func (r *Reader) KeyName() string {
	name, _ := KeyName(r.box.header[:]) // Open has read it already
	return name
}

// ReadAt reads plaintext (io.ReaderAt, but for one goroutine at a time).
func (r *Reader) ReadAt(p []byte, at int64) (int, error) {
	if at < 0 {
		return 0, errors.New("vault: read before the beginning")
	}
	done := 0
	for done < len(p) {
		if at >= r.size {
			return done, io.EOF
		}
		from, err := r.load(at / frameSize)
		if err != nil {
			return done, err
		}
		n := copy(p[done:], from[at%frameSize:])
		done, at = done+n, at+int64(n)
	}
	return done, nil
}

func (r *Reader) load(n int64) ([]byte, error) {
	switch {
	case n == r.size/frameSize:
		return r.tail, nil
	case n == r.at:
		return r.held, nil
	}
	r.at = -1
	if err := readFull(r.in, r.frame[:], int64(HeaderSize)+n*whole); err != nil {
		return nil, err
	}
	plain, err := r.box.openFrame(n, r.frame[:])
	if err != nil {
		return nil, err
	}
	r.at, r.held = n, plain
	return plain, nil
}
