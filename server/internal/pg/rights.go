package pg

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

const nobody = 65534

// unprivileged is who runs the server when we are root, which PostgreSQL
// refuses: postgres, else nobody. It is nil when we are not root.
func unprivileged() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return &syscall.Credential{Uid: nobody, Gid: nobody}, nil
	}
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	if err := errors.Join(err1, err2); err != nil {
		return nil, fmt.Errorf("the user postgres: %w", err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

// give hands path to the server's user.
func give(path string, cred *syscall.Credential) error {
	if cred == nil {
		return nil
	}
	if err := os.Lchown(path, int(cred.Uid), int(cred.Gid)); err != nil {
		return fmt.Errorf("give %s to the server's user: %w", path, err)
	}
	return nil
}

// prepareDataDir makes the data directory and looks whether the server's user
// can pass through it. Only our own directory gets the right to be passed (not
// read) by others; a closed parent is for its owner to open, and its path is
// returned.
func prepareDataDir(data string, cred *syscall.Credential) (closed string, err error) {
	if err := os.MkdirAll(filepath.Dir(data), 0o755); err != nil {
		return "", fmt.Errorf("make the data directory: %w", err)
	}
	if err := os.Mkdir(data, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return "", fmt.Errorf("make the data directory: %w", err)
	}
	if cred == nil {
		return "", nil
	}
	real, err := filepath.EvalSymlinks(data)
	if err != nil {
		return "", fmt.Errorf("data directory: %w", err)
	}
	info, err := os.Stat(real)
	if err != nil {
		return "", fmt.Errorf("data directory: %w", err)
	}
	if !passable(info, cred) {
		if err := os.Chmod(real, info.Mode().Perm()|0o011); err != nil {
			return "", fmt.Errorf("let the server's user pass the data directory: %w", err)
		}
	}
	for dir := real; dir != "/"; {
		dir = filepath.Dir(dir)
		info, err := os.Stat(dir)
		if err != nil {
			return "", fmt.Errorf("data directory: %w", err)
		}
		if !passable(info, cred) {
			return dir, nil
		}
	}
	return "", nil
}

// elsewhere is where the cluster of a data directory lives whose parents are
// closed to the server's user, as root's home is: below base, under a name made
// from the data directory. A link in the data directory shows the way.
func elsewhere(base, data string, cred *syscall.Credential) (string, error) {
	sum := sha256.Sum256([]byte(data))
	place := filepath.Join(base, hex.EncodeToString(sum[:6]))
	if err := os.MkdirAll(base, 0o755); err != nil {
		return "", fmt.Errorf("make a place for the cluster: %w", err)
	}
	if err := privateDir(place, cred); err != nil {
		return "", fmt.Errorf("make a place for the cluster: %w", err)
	}
	link := filepath.Join(data, "postgres")
	switch to, err := os.Readlink(link); {
	case err == nil && to == filepath.Join(place, "postgres"):
		return place, nil
	case err == nil || !errors.Is(err, os.ErrNotExist):
		return "", fmt.Errorf("%s exists and does not lead to %s", link, place)
	}
	if err := os.Symlink(filepath.Join(place, "postgres"), link); err != nil {
		return "", fmt.Errorf("show the way to the cluster: %w", err)
	}
	return place, nil
}

func passable(info os.FileInfo, cred *syscall.Credential) bool {
	mode := info.Mode().Perm()
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		switch {
		case stat.Uid == cred.Uid:
			return mode&0o100 != 0
		case stat.Gid == cred.Gid:
			return mode&0o010 != 0
		}
	}
	return mode&0o001 != 0
}

// socketDir is where the socket goes: in the data directory when the path fits
// into a socket address, else in a short place under a name made from the data
// directory, which only the server's user and root may enter.
func socketDir(data, tmp string, cred *syscall.Credential) (string, error) {
	sum := sha256.Sum256([]byte(data))
	short := "yobirin-" + hex.EncodeToString(sum[:6])
	candidates := []string{filepath.Join(data, "postgres.run"), filepath.Join("/run", short)}
	if tmp != "" {
		candidates = append(candidates, filepath.Join(tmp, short))
	}
	candidates = append(candidates, filepath.Join("/tmp", short))
	var failed error
	for _, dir := range candidates {
		if len(filepath.Join(dir, socketName)) > socketPathMax {
			continue
		}
		err := privateDir(dir, cred)
		if err == nil {
			return dir, nil
		}
		failed = errors.Join(failed, err)
	}
	return "", fmt.Errorf("no place for the socket: %w", failed)
}

// privateDir makes dir, or accepts one that is already the server's alone. In a
// directory open to all somebody else may have put a trap of that name.
func privateDir(dir string, cred *syscall.Credential) error {
	owner := uint32(os.Geteuid())
	if cred != nil {
		owner = cred.Uid
	}
	err := os.Mkdir(dir, 0o700)
	if err == nil {
		return give(dir, cred)
	}
	if !errors.Is(err, os.ErrExist) {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if ok && info.IsDir() && info.Mode().Perm() == 0o700 && stat.Uid == uint32(os.Geteuid()) {
		return give(dir, cred) // ours, from a start that was cut short
	}
	if !ok || !info.IsDir() || info.Mode().Perm() != 0o700 || stat.Uid != owner {
		return fmt.Errorf("%s exists and is not a directory of mode 0700 that belongs to user %d", dir, owner)
	}
	return nil
}

func sameDir(a, b string) bool {
	one, err1 := os.Stat(a)
	two, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(one, two)
}
