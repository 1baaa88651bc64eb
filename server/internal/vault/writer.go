package vault

import (
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
)

// Writer appends to one encrypted file. Each Write is one write of the file
// below, so that what was given outlives the process. It is for one goroutine.
type Writer struct {
	out    io.Writer
	box    *box
	stream cipher.Stream
	plain  []byte // of the frame being filled, with room for a tag
	size   int64  // plaintext written
	sealed []byte // scratch
	err    error
}

// NewWriter begins a file with its header. Subject is what the file is about;
// it opens under the same subject only.
func NewWriter(out io.Writer, key Key, subject []byte) (*Writer, error) {
	var salt [saltSize]byte
	rand.Read(salt[:]) //nolint:errcheck // crypto/rand never fails
	b, err := newBox(key, newHeader(key, salt[:]), subject)
	if err != nil {
		return nil, err
	}
	if _, err := out.Write(b.header[:]); err != nil {
		return nil, fmt.Errorf("vault: begin a file: %w", err)
	}
	return &Writer{out: out, box: b, stream: b.stream(0), plain: make([]byte, 0, whole)}, nil
}

// Size is the plaintext written so far, in bytes.
func (w *Writer) Size() int64 { return w.size }

// Write encrypts and appends p. It says how much of p the file has taken;
// after an error nothing more is taken, and Finish may still end what is there.
func (w *Writer) Write(p []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	if w.size+int64(len(p)) > maxSize {
		return 0, errFull
	}
	w.sealed = w.sealed[:0]
	before := w.size
	for rest := p; len(rest) > 0; {
		n := min(len(rest), frameSize-len(w.plain))
		at := len(w.sealed)
		w.sealed = append(w.sealed, rest[:n]...)
		w.stream.XORKeyStream(w.sealed[at:], w.sealed[at:])
		w.plain = append(w.plain, rest[:n]...)
		w.size += int64(n)
		rest = rest[n:]
		if len(w.plain) == frameSize {
			w.sealed = append(w.sealed, w.box.sealFrame(w.size/frameSize-1, w.plain)...)
			w.plain = w.plain[:0]
			w.stream = w.box.stream(w.size / frameSize)
		}
	}
	n, err := w.out.Write(w.sealed)
	if err == nil {
		return len(p), nil
	}
	// What the file has is for Repair to find out: the frame may be cut anywhere.
	w.err = err
	return int(plainBehind(before, int64(n))), err
}

// plainBehind gives the plaintext in n bytes of a file that begin where before
// bytes of plaintext end.
func plainBehind(before, n int64) int64 {
	at := before%frameSize + n
	frames, rest := at/whole, at%whole
	return max(0, frames*frameSize+min(rest, frameSize)-before%frameSize)
}

// Finish ends the file with its tag. The file below is still to be synced and
// closed. A file that a Write failed on is not finished: Repair does.
func (w *Writer) Finish() error {
	if w.err != nil {
		return w.err
	}
	w.err = errors.New("vault: the file is finished")
	tail := append([]byte(nil), w.plain...)
	w.box.stream(w.size/frameSize).XORKeyStream(tail, tail)
	if _, err := w.out.Write(w.box.endTag(w.size, tail)); err != nil {
		return fmt.Errorf("vault: end a file: %w", err)
	}
	return nil
}
