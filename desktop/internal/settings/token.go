package settings

import (
	"context"
	"errors"
	"time"

	"github.com/zalando/go-keyring"
)

const (
	service = "Yobirin"
	// patience is how long a keychain may think; one that asks the person for
	// a password in a window of its own may take for ever.
	patience = 5 * time.Second
)

// Keyring is the system's keychain (D-APP-5).
type Keyring interface {
	Get(service, user string) (string, error)
	Set(service, user, secret string) error
	Delete(service, user string) error
}

// SystemKeyring is the Keychain of macOS, the Credential Manager of Windows,
// the Secret Service of Linux.
type SystemKeyring struct{}

// Get gives a secret; "" without an error when there is none.
func (SystemKeyring) Get(service, user string) (string, error) {
	secret, err := keyring.Get(service, user)
	if errors.Is(err, keyring.ErrNotFound) {
		return "", nil
	}
	return secret, err
}

// Set keeps a secret.
func (SystemKeyring) Set(service, user, secret string) error {
	return keyring.Set(service, user, secret)
}

// Delete forgets a secret; one that is not there is no error.
func (SystemKeyring) Delete(service, user string) error {
	if err := keyring.Delete(service, user); err != nil && !errors.Is(err, keyring.ErrNotFound) {
		return err
	}
	return nil
}

// Token is the session's token at a server, "" when nobody is logged in.
func (s *Store) Token(server string) (string, error) {
	s.mu.Lock()
	if s.token != "" && s.server == server {
		defer s.mu.Unlock()
		return s.token, nil
	}
	s.mu.Unlock()
	var token string
	err := patiently(func() (err error) {
		token, err = s.ring.Get(service, server)
		return err
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// SetToken keeps the token. With an error it is kept until the process ends.
func (s *Store) SetToken(server, token string) error {
	s.mu.Lock()
	s.token, s.server = token, server
	s.mu.Unlock()
	return patiently(func() error { return s.ring.Set(service, server, token) })
}

// ForgetToken removes it.
func (s *Store) ForgetToken(server string) error {
	s.mu.Lock()
	s.token, s.server = "", ""
	s.mu.Unlock()
	return patiently(func() error { return s.ring.Delete(service, server) })
}

// patiently runs what may hang. What it was waiting for is left behind then.
func patiently(do func() error) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	done := make(chan error, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- errors.New("settings: the keychain broke")
			}
		}()
		done <- do()
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return errors.New("settings: the keychain does not answer")
	}
}
