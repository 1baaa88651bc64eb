package access

import (
	"bytes"
	"fmt"
	"io"

	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/fault"
)

// Sealed secrets are small vault files in a column: who reads the database
// alone, a backup of it say, reads no secret. A secret is bound to its
// subject, so that it cannot be moved to another row.

// maxSealed bounds what a column may hold.
const maxSealed = 8 << 10

// seal encrypts a secret with the newest key.
func (d *Doors) seal(subject string, secret []byte) ([]byte, error) {
	if d.keys == nil {
		return nil, errNoKeys()
	}
	key, err := d.keys.Newest()
	if err != nil {
		return nil, fmt.Errorf("access: find the key of secrets: %w", err)
	}
	var out bytes.Buffer
	w, err := vault.NewWriter(&out, key, []byte(subject))
	if err != nil {
		return nil, fmt.Errorf("access: seal a secret: %w", err)
	}
	if _, err := w.Write(secret); err != nil {
		return nil, fmt.Errorf("access: seal a secret: %w", err)
	}
	if err := w.Finish(); err != nil {
		return nil, fmt.Errorf("access: seal a secret: %w", err)
	}
	return out.Bytes(), nil
}

// unseal gives a secret back. A key that is missing or a value that was
// changed is an error.
func (d *Doors) unseal(subject string, sealed []byte) ([]byte, error) {
	if d.keys == nil {
		return nil, errNoKeys()
	}
	if len(sealed) > maxSealed {
		return nil, fmt.Errorf("access: a sealed secret has %d bytes, at most %d were expected", len(sealed), maxSealed)
	}
	r, err := vault.Open(bytes.NewReader(sealed), int64(len(sealed)), d.keys, []byte(subject))
	if err != nil {
		return nil, fmt.Errorf("access: open a sealed secret: %w", err)
	}
	secret, err := io.ReadAll(io.NewSectionReader(r, 0, r.Size()))
	if err != nil {
		return nil, fmt.Errorf("access: open a sealed secret: %w", err)
	}
	return secret, nil
}

func errNoKeys() error {
	return fault.New(fault.Unavailable, "no_secret_keys", "this server has no key to keep secrets with")
}
