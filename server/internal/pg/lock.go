package pg

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// LockedError says that another process has the data directory.
type LockedError struct {
	// Path is the lock file.
	Path string
	// PID is the holder, 0 when it could not be read.
	PID int
}

// Error names the holder.
func (e *LockedError) Error() string {
	return fmt.Sprintf("%s is held by process %d: it already runs on this data directory", e.Path, e.PID)
}

// lockFile takes path for this process; the kernel frees it when the process
// dies in any way. The file stays, for removing it would race with a next holder.
func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		text, _ := os.ReadFile(path)
		_ = f.Close()
		pid, _ := strconv.Atoi(strings.TrimSpace(string(text)))
		return nil, &LockedError{Path: path, PID: pid}
	}
	if err == nil {
		err = f.Truncate(0)
	}
	if err == nil {
		_, err = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	if err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return f, nil
}
