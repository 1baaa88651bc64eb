package vault

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/fault"
)

const (
	keySize   = 32 // AES-256
	keySuffix = ".key"
	// MaxName is the longest name of a key, in bytes.
	MaxName = 24
	// maxKeyFile bounds what is read of a key's file.
	maxKeyFile = 1024
)

// Key is a named secret from which each file's own key is derived.
type Key struct {
	Name   string
	secret [keySize]byte
}

// String gives the name alone, so that no log ever shows the secret.
func (k Key) String() string { return k.Name }

// GoString gives the name alone.
func (k Key) GoString() string { return "vault.Key{" + k.Name + "}" }

// NewKey makes a key of 32 bytes, for those who keep keys in other places.
func NewKey(name string, secret []byte) (Key, error) {
	if !validName(name) {
		return Key{}, fault.Wrong("key", name, "1 to 24 letters, digits, hyphens, dots or underscores, the first a letter or digit")
	}
	if len(secret) != keySize {
		return Key{}, fmt.Errorf("vault: key %s has %d bytes, expected %d", name, len(secret), keySize)
	}
	k := Key{Name: name}
	copy(k.secret[:], secret)
	return k, nil
}

// Finder gives keys by name.
type Finder interface {
	// Named gives a key; a fault with the key "key_lost" when it is not there.
	Named(name string) (Key, error)
}

// Keys are the keys in one folder, a file <name>.key each with 64 hexadecimal
// digits, readable by its owner alone. The newest is the one whose name sorts
// last. It is safe for concurrent use.
type Keys struct {
	dir string

	mu    sync.Mutex // guards what follows
	known map[string]Key
	last  string
}

// OpenKeys reads the keys of a folder, which is made when it is not there;
// when it holds no key the first is made, named after the time. A file that
// is not a key, or that others may read, is refused with its name.
func OpenKeys(dir string, now time.Time) (*Keys, error) {
	if dir == "" {
		return nil, errors.New("vault: the folder of the keys is not named")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("vault: make the folder of the keys: %w", err)
	}
	k := &Keys{dir: dir}
	if err := k.Reload(); err != nil {
		return nil, err
	}
	if len(k.known) == 0 {
		if _, err := k.Rotate(now); err != nil {
			return nil, err
		}
	}
	return k, nil
}

// Reload reads the folder again: keys that were put there are used from now
// on, keys that were taken away are gone.
func (k *Keys) Reload() error {
	names, err := keyNames(k.dir)
	if err != nil {
		return err
	}
	known := make(map[string]Key, len(names))
	last := ""
	for _, name := range names {
		key, err := readKey(k.dir, name)
		if err != nil {
			return err
		}
		known[name], last = key, name
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.known, k.last = known, last
	return nil
}

// keyNames lists the keys of a folder, in order.
func keyNames(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("vault: read the folder of the keys: %w", err)
	}
	var names []string
	for _, e := range entries {
		name, is := strings.CutSuffix(e.Name(), keySuffix)
		if is && !validName(name) {
			return nil, fmt.Errorf("vault: %s: the name of a key is 1 to %d letters, digits, hyphens, dots or underscores, the first a letter or digit",
				filepath.Join(dir, e.Name()), MaxName)
		}
		if is {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

func validName(name string) bool {
	if len(name) < 1 || len(name) > MaxName {
		return false
	}
	for i, c := range []byte(name) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && (i == 0 || c != '-' && c != '.' && c != '_') {
			return false
		}
	}
	return true
}

func readKey(dir, name string) (Key, error) {
	file := filepath.Join(dir, name+keySuffix)
	f, err := os.Open(file)
	if err != nil {
		return Key{}, fmt.Errorf("vault: %w", err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return Key{}, fmt.Errorf("vault: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return Key{}, fmt.Errorf("vault: %s: others may read it (mode %04o), expected 0600", file, info.Mode().Perm())
	}
	text, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err != nil {
		return Key{}, fmt.Errorf("vault: %w", err)
	}
	secret, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(secret) != keySize {
		return Key{}, fmt.Errorf("vault: %s: it is not a key, expected %d hexadecimal digits", file, 2*keySize)
	}
	return NewKey(name, secret)
}

// Newest gives the key that new files are encrypted with.
func (k *Keys) Newest() (Key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	key, ok := k.known[k.last]
	if !ok {
		return Key{}, fault.New(fault.Unavailable, "key_lost", "there is no key in %s", k.dir)
	}
	return key, nil
}

// Named gives a key by its name. A key that was put into the folder since is
// found without a restart.
func (k *Keys) Named(name string) (Key, error) {
	if key, ok := k.get(name); ok {
		return key, nil
	}
	lost := fault.New(fault.Unavailable, "key_lost", "the key %s is not there: put its file %s%s back into the folder of the keys", name, name, keySuffix)
	if !validName(name) {
		return Key{}, fault.New(fault.Unavailable, "key_lost", "the file names no key that could exist")
	}
	if err := k.Reload(); err != nil {
		lost.Cause = err
		return Key{}, lost
	}
	if key, ok := k.get(name); ok {
		return key, nil
	}
	return Key{}, lost
}

func (k *Keys) get(name string) (Key, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	key, ok := k.known[name]
	return key, ok
}

// Names lists the keys, the newest last.
func (k *Keys) Names() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	names := make([]string, 0, len(k.known))
	for name := range k.known {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Rotate makes a new key, named after the time, that new files are encrypted
// with from now on. The old ones stay: their files need them. The key is on
// the disk before it is used.
func (k *Keys) Rotate(now time.Time) (string, error) {
	var raw [keySize + 4]byte
	rand.Read(raw[:]) //nolint:errcheck // crypto/rand never fails
	name := now.UTC().Format("20060102T150405") + "-" + hex.EncodeToString(raw[keySize:])
	if newest := k.Names(); len(newest) > 0 && newest[len(newest)-1] >= name {
		return "", fault.New(fault.Conflict, "key_order", "the key %s is named later than now; a new key would not be the newest", newest[len(newest)-1])
	}
	if err := writeKey(k.dir, name, raw[:keySize]); err != nil {
		return "", fmt.Errorf("vault: make a key: %w", err)
	}
	return name, k.Reload()
}

// writeKey leaves a whole key under its name or none: it is written under
// another name first.
func writeKey(dir, name string, secret []byte) error {
	file := filepath.Join(dir, name+keySuffix)
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, fmt.Errorf("%s: %w", file, fs.ErrExist))
	}
	f, err := os.OpenFile(file+".part", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(hex.EncodeToString(secret) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(file+".part"))
	}
	if err := os.Rename(file+".part", file); err != nil {
		return err
	}
	if runtime.GOOS == "windows" {
		return nil // cannot sync a folder
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
