// Package settings keeps what belongs to this computer: the choices of the
// person, the server's address, the token of the session in the system's
// keychain, and what IT has decided (managed policy), which outranks them.
package settings

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

const (
	fileName = "settings.json"
	maxFile  = 1 << 20 // bytes; a larger one is not ours
)

// kept is the file.
type kept struct {
	seat.Loaded
	Server       string `json:"server,omitempty"`
	Installation string `json:"installation"`
	// Released is when the newest manifest that was ever seen was released.
	Released time.Time `json:"released,omitzero"`
}

// Store is this computer's settings. Its methods may be called from any
// goroutine.
type Store struct {
	path   string
	policy Policy
	ring   Keyring
	log    *slog.Logger

	mu     sync.Mutex
	kept   kept
	token  string // the session's, also when the keychain does not take it
	server string // the token's server
}

// Options of Open.
type Options struct {
	Dir    string // the app's own folder of the user; it is made
	Policy Policy
	Ring   Keyring
	Log    *slog.Logger
}

// Open reads the settings. A file that cannot be read is put aside with the
// ending .bad, and the defaults take its place: an app that does not start
// helps nobody.
func Open(o Options) (*Store, error) {
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	s := &Store{path: filepath.Join(o.Dir, fileName), policy: o.Policy, ring: o.Ring, log: o.Log, kept: kept{Loaded: Defaults()}}
	if err := s.read(); err != nil {
		s.log.Warn("the settings could not be read; the defaults are used", "err", err)
		if err := os.Rename(s.path, s.path+".bad"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("settings: %w", err)
		}
		s.kept = kept{Loaded: Defaults()}
	}
	if s.kept.Installation == "" {
		s.kept.Installation = newName()
		if err := s.write(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Defaults are the settings of a new computer.
func Defaults() seat.Loaded {
	return seat.Loaded{
		PhoneOn:  true,
		Language: systemLanguage(),
		Settings: seat.Settings{RingVolume: 0.7, SpeakerGain: 1, MicGain: 1, Popup: true, NotifyChat: true, AnswerKey: "Ctrl+Alt+A", HangUpKey: "Ctrl+Alt+H"},
	}
}

// newName names this installation towards the server, so that it finds its
// softphone again.
func newName() string {
	var b [18]byte
	_, _ = rand.Read(b[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// Loaded is what the seat begins with.
func (s *Store) Loaded() seat.Loaded {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept.Loaded
}

// Installation is this installation's name, the same at every start.
func (s *Store) Installation() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept.Installation
}

// Server is the server's address, "" while none is known, and whether IT has
// given it.
func (s *Store) Server() (url string, managed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.policy.Server != "" {
		return s.policy.Server, true
	}
	return s.kept.Server, false
}

// SetServer keeps the address that the person has given.
func (s *Store) SetServer(url string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept.Server = url
	return s.write()
}

// Released is when the newest manifest of the app's versions that was ever seen
// was released: an older one is an attempt to hide a newer.
func (s *Store) Released() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept.Released
}

// SetReleased keeps it.
func (s *Store) SetReleased(at time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept.Released = at
	return s.write()
}

// Save keeps the choices of the person.
func (s *Store) Save(l seat.Loaded) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept.Loaded = l
	return s.write()
}

func (s *Store) read() error {
	f, err := os.Open(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	if info, err := f.Stat(); err != nil || info.Size() > maxFile {
		return errors.Join(err, errors.New("settings: the file is too long"))
	}
	return json.NewDecoder(f).Decode(&s.kept)
}

// write replaces the file as a whole, so that a crash leaves the old one or
// the new one.
func (s *Store) write() error {
	text, err := json.MarshalIndent(s.kept, "", "  ")
	if err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(s.path), fileName+".*")
	if err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	_, err = f.Write(append(text, '\n'))
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), s.path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("settings: %w", err)
	}
	return nil
}
