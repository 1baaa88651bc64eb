package shell

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"sync"
)

// Size of the log: at most logFiles files of logSize bytes.
const (
	logSize  = 5 << 20
	logFiles = 3
	logName  = "yobirin.log"
)

// LogFile is the app's log: yobirin.log in a folder, with .1 and .2 older.
type LogFile struct {
	dir  string
	size int64 // at which a new file is begun

	mu      sync.Mutex
	file    *os.File
	written int64
}

// OpenLog opens the log in dir/logs, after what is in it. The returned
// handler writes lines of text.
func OpenLog(dir string, level slog.Leveler) (*LogFile, slog.Handler, error) {
	l := &LogFile{dir: filepath.Join(dir, "logs"), size: logSize}
	if err := os.MkdirAll(l.dir, 0o700); err != nil {
		return nil, nil, fmt.Errorf("shell: log: %w", err)
	}
	if err := l.open(); err != nil {
		return nil, nil, err
	}
	return l, slog.NewTextHandler(l, &slog.HandlerOptions{Level: level}), nil
}

func (l *LogFile) path(n int) string {
	if n == 0 {
		return filepath.Join(l.dir, logName)
	}
	return filepath.Join(l.dir, logName+"."+strconv.Itoa(n))
}

func (l *LogFile) open() error {
	file, err := os.OpenFile(l.path(0), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("shell: log: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		_ = file.Close()
		return fmt.Errorf("shell: log: %w", err)
	}
	l.file, l.written = file, info.Size()
	return nil
}

// Write writes a line, to a new file when the present one is full. slog writes
// each record at once.
func (l *LogFile) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return 0, os.ErrClosed
	}
	if l.written > 0 && l.written+int64(len(line)) > l.size {
		if err := l.turn(); err != nil {
			return 0, err
		}
	}
	n, err := l.file.Write(line)
	l.written += int64(n)
	return n, err
}

// turn makes the present file the first of the older ones.
func (l *LogFile) turn() error {
	err := l.file.Close()
	l.file = nil
	for n := logFiles - 1; n > 0; n-- {
		if moved := os.Rename(l.path(n-1), l.path(n)); moved != nil && !errors.Is(moved, os.ErrNotExist) {
			err = errors.Join(err, moved)
		}
	}
	if opened := l.open(); opened != nil {
		return errors.Join(err, opened)
	}
	return nil // what could not be moved is written on
}

// Close ends the log.
func (l *LogFile) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return nil
	}
	err := l.file.Close()
	l.file = nil
	return err
}
