//go:build linux || darwin

package shell

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/sys/unix"

	"github.com/yobirin/yobirin/shared/fault"
)

// maxSocketPath is the longest path of a unix socket (104 bytes on macOS, with
// the end).
const maxSocketPath = 100

// ensureDir makes the folder, for this person alone.
func ensureDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("shell: %w", err)
	}
	var stat unix.Stat_t
	if err := unix.Stat(dir, &stat); err != nil {
		return fmt.Errorf("shell: %w", err)
	}
	if int(stat.Uid) != os.Getuid() {
		return fault.New(fault.Denied, "folder_of_another", "the folder %s belongs to another user", dir)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return fmt.Errorf("shell: %w", err)
	}
	return nil
}

// lock takes the lock of the one instance; the system gives it back when the
// process ends, also by kill -9.
func lock(dir string) (release func(), free bool, err error) {
	file, err := os.OpenFile(filepath.Join(dir, "instance.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, false, fmt.Errorf("shell: %w", err)
	}
	err = unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		_ = file.Close()
		return nil, false, nil
	}
	if err != nil {
		_ = file.Close()
		return nil, false, fmt.Errorf("shell: flock: %w", err)
	}
	return func() { _ = file.Close() }, true, nil
}

// socketPath is within dir, or where that is too long, in a folder of this
// person under the temporary one.
func socketPath(dir string) (string, error) {
	path := filepath.Join(dir, "instance.sock")
	if len(path) <= maxSocketPath {
		return path, nil
	}
	sum := sha256.Sum256([]byte(dir))
	short := filepath.Join(os.TempDir(), "yobirin-"+strconv.Itoa(os.Getuid())+"-"+hex.EncodeToString(sum[:6]))
	if err := ensureDir(short); err != nil {
		return "", err
	}
	return filepath.Join(short, "s"), nil
}

// listen replaces a socket that a killed process left: who has the lock is
// alone.
func listen(dir string) (net.Listener, error) {
	path, err := socketPath(dir)
	if err != nil {
		return nil, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("shell: %w", err)
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("shell: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		listener.Close()
		return nil, fmt.Errorf("shell: %w", err)
	}
	return &ownListener{listener.(*net.UnixListener)}, nil //nolint:forcetypeassert // of "unix"
}

// ownListener accepts processes of the same person only, also when somebody
// opened the folder.
type ownListener struct{ *net.UnixListener }

var errStranger = errors.New("shell: a process of another user connected")

func (l *ownListener) Accept() (net.Conn, error) {
	conn, err := l.AcceptUnix()
	if err != nil {
		return nil, err
	}
	uid, err := peerOf(conn)
	if err != nil || uid != os.Getuid() {
		_ = conn.Close()
		return nil, errStranger
	}
	return conn, nil
}

func dial(dir string, deadline time.Time) (net.Conn, error) {
	path, err := socketPath(dir)
	if err != nil {
		return nil, err
	}
	return net.DialTimeout("unix", path, max(time.Until(deadline), time.Millisecond))
}
