package recorder

import (
	"errors"
	"io/fs"
	"os"

	"github.com/yobirin/yobirin/shared/fault"
)

// OpenFile opens a finished recording for reading, by the path that Stored
// gave. Any other path (one that leaves the folder, an unfinished file, a
// link, a folder) is not found. The caller closes it.
func (r *Recorder) OpenFile(name string) (*os.File, error) {
	missing := fault.New(fault.NotFound, "recording_missing", "the recording's file is not there")
	if _, ok := recordingOf(name); !ok {
		return nil, missing
	}
	// Looked at before it is opened: opening a pipe would wait.
	info, err := r.root.Lstat(name)
	if err == nil && !info.Mode().IsRegular() || errors.Is(err, fs.ErrNotExist) {
		return nil, missing
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "recording_unreadable", "the recording's file cannot be read now")
	}
	f, err := r.root.Open(name)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "recording_unreadable", "the recording's file cannot be read now")
	}
	return f, nil
}
