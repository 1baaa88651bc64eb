package recorder

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// syncAll writes everything of the recordings' file system to its disk in one
// call (syncfs(2)), which with hundreds of open files costs a fraction of as
// many fsyncs. The kernel tells its errors since Linux 5.8.
func (r *Recorder) syncAll() error {
	dir, err := r.root.Open(".")
	if err != nil {
		return err
	}
	return errors.Join(unix.Syncfs(int(dir.Fd())), dir.Close())
}

// room says whether the disk has more left than the reserve.
func (r *Recorder) room() error {
	if r.reserve <= 0 {
		return nil
	}
	dir, err := r.root.Open(".")
	if err != nil {
		return err
	}
	defer func() { _ = dir.Close() }()
	var s unix.Statfs_t
	if err := unix.Fstatfs(int(dir.Fd()), &s); err != nil {
		return fmt.Errorf("how full the disk is: %w", err)
	}
	if s.Bavail < uint64(r.reserve)/uint64(s.Bsize) {
		return fmt.Errorf("the disk is almost full: less than %d MiB are free, which are kept for the database; delete something or shorten the retention", r.reserve>>20)
	}
	return nil
}
