package recorder

import (
	"errors"
	"io"
	"io/fs"

	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/fault"
)

// File is a finished recording's WAV file, decrypted where it is encrypted.
// It is for one goroutine.
type File struct {
	*io.SectionReader
	close func() error
}

// Close ends the reading.
func (f *File) Close() error { return f.close() }

// OpenFile opens a finished recording for reading, by the path that Stored
// gave. Any other path (one that leaves the folder, an unfinished file, a
// link, a folder) is not found. The caller closes it.
func (r *Recorder) OpenFile(name string) (*File, error) {
	missing := fault.New(fault.NotFound, "recording_missing", "the recording's file is not there")
	rec, ok := recordingOf(name)
	if !ok {
		return nil, missing
	}
	// Looked at before it is opened: opening a pipe would wait.
	info, err := r.root.Lstat(name)
	if err == nil && !info.Mode().IsRegular() || errors.Is(err, fs.ErrNotExist) {
		return nil, missing
	}
	unreadable := func(err error) error {
		return fault.Wrap(err, fault.Unavailable, "recording_unreadable", "the recording's file cannot be read now")
	}
	if err != nil {
		return nil, unreadable(err)
	}
	f, err := r.root.Open(name)
	if err != nil {
		return nil, unreadable(err)
	}
	if !sealed(name) {
		return &File{io.NewSectionReader(f, 0, info.Size()), f.Close}, nil
	}
	if r.keys == nil {
		return nil, errors.Join(fault.New(fault.Unavailable, "key_lost", "the recording is encrypted, and there are no keys"), f.Close())
	}
	open, err := vault.Open(f, info.Size(), r.keys, rec[:])
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	data := open.Size() - headerSize
	data -= data % channels
	if data < 0 {
		return nil, errors.Join(unreadable(errors.New("it has no header")), f.Close())
	}
	whole := splice{head: header(data), body: open, from: headerSize}
	return &File{io.NewSectionReader(whole, 0, headerSize+data), f.Close}, nil
}

// splice is a file whose beginning is another than the one that is kept.
type splice struct {
	head []byte
	body io.ReaderAt
	from int64
}

// ReadAt reads the head, then the body behind its own head.
func (s splice) ReadAt(p []byte, at int64) (int, error) {
	if at >= s.from {
		return s.body.ReadAt(p, at)
	}
	n := copy(p, s.head[at:])
	if n == len(p) {
		return n, nil
	}
	more, err := s.body.ReadAt(p[n:], s.from)
	return n + more, err
}
