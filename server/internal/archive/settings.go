package archive

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/yobirin/yobirin/server/internal/blob"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/fault"
)

// Settings gives the site's: when archives are made, how fast, and how long
// they are kept. Everything that reads or sends asks anew.
func (a *Archive) Settings(ctx context.Context) (MakingSettings, error) {
	var s MakingSettings
	if err := a.o.DB.Bun().NewSelect().Model(&s).Scan(ctx); err != nil {
		return s, fmt.Errorf("archive: read the settings: %w", err)
	}
	return s, nil
}

// S3 gives the bucket that archives are uploaded to; its Endpoint is empty when
// there is none.
func (a *Archive) S3(ctx context.Context) (blob.Bucket, error) {
	b, err := a.bucket(ctx)
	return b.bucket(), err
}

// secretSubject is what the bucket's secret is encrypted for.
const secretSubject = "s3 secret"

// maxSecret bounds a bucket's secret, in bytes.
const maxSecret = 256

func (a *Archive) bucket(ctx context.Context) (S3Bucket, error) {
	var b S3Bucket
	if err := a.o.DB.Bun().NewSelect().Model(&b).Scan(ctx); err != nil {
		return b, fmt.Errorf("archive: read the settings: %w", err)
	}
	return b, nil
}

// secretFor gives the secret that goes with a bucket: one that is given, else
// the stored one, but only for the same service and access key: a secret is
// not shown to another than it was given for.
func (a *Archive) secretFor(b, before S3Bucket, secret *string) (string, error) {
	if err := b.bucket().Check(); err != nil {
		return "", err
	}
	if secret != nil {
		if n := len(*secret); n < 1 || n > maxSecret {
			return "", fault.Broken("secret", "", "1 to 256 bytes", "max_length", strconv.Itoa(maxSecret))
		}
		return *secret, nil
	}
	if before.Sealed == nil {
		return "", fault.Broken("secret", "", "the secret key too", "required", "")
	}
	if before.Endpoint != b.Endpoint || before.AccessKey != b.AccessKey || before.TLS && !b.TLS {
		return "", fault.Broken("secret", "", "the secret key too, because the service, the access key or TLS changes", "secret_again", "")
	}
	return a.unseal(before.Sealed)
}

func (a *Archive) seal(secret string) ([]byte, string, error) {
	key, err := a.o.Keys.Newest()
	if err != nil {
		return nil, "", err
	}
	var out bytes.Buffer
	w, err := vault.NewWriter(&out, key, []byte(secretSubject))
	if err != nil {
		return nil, "", err
	}
	if _, err := w.Write([]byte(secret)); err != nil {
		return nil, "", err
	}
	if err := w.Finish(); err != nil {
		return nil, "", err
	}
	return out.Bytes(), key.Name, nil
}

func (a *Archive) unseal(sealed []byte) (string, error) {
	r, err := vault.Open(bytes.NewReader(sealed), int64(len(sealed)), a.o.Keys, []byte(secretSubject))
	if err != nil {
		return "", err
	}
	plain, err := io.ReadAll(io.NewSectionReader(r, 0, min(r.Size(), maxSecret)))
	if err != nil {
		return "", fmt.Errorf("archive: read the secret: %w", err)
	}
	return string(plain), nil
}

// Test tries a bucket without storing it. The error is a fault, or a
// *blob.Trouble that says what is wrong.
func (a *Archive) Test(ctx context.Context, b S3Bucket, secret *string) error {
	before, err := a.bucket(ctx)
	if err != nil {
		return err
	}
	plain, err := a.secretFor(b, before, secret)
	if err != nil {
		return err
	}
	s3, err := blob.NewS3(b.bucket(), plain, a.o.Roots)
	if err != nil {
		return err
	}
	return s3.Test(ctx)
}

// openS3 gives the stored bucket, nil when there is none.
func (a *Archive) openS3(ctx context.Context) (*blob.S3, error) {
	b, err := a.bucket(ctx)
	if err != nil || b.Endpoint == "" {
		return nil, err
	}
	secret, err := a.unseal(b.Sealed)
	if err != nil {
		return nil, err
	}
	return blob.NewS3(b.bucket(), secret, a.o.Roots)
}
