package archive

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/blob"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/fault"
)

// MakingSettings say when archives are made, how fast, and how long they are kept.
type MakingSettings struct {
	Enabled        bool  `json:"enabled" doc:"make an archive of every day by itself"`
	Hour           int   `json:"hour" minimum:"0" maximum:"23" doc:"of the site's zone, from which on the day before is archived"`
	BytesPerSecond int64 `json:"bytesPerSecond" minimum:"65536" maximum:"10737418240" doc:"that making, downloading and uploading read together at most"`
	KeepDays       int   `json:"keepDays" minimum:"0" maximum:"36500" doc:"how long archives stay on this server; 0: for ever"`
}

// Limits of BytesPerSecond.
const (
	minRate = 64 << 10
	maxRate = 10 << 30
	maxKeep = 36_500
)

func (s MakingSettings) check() error {
	switch {
	case s.Hour < 0 || s.Hour > 23:
		return fault.Broken("hour", strconv.Itoa(s.Hour), "0 to 23", "max", "23")
	case s.BytesPerSecond < minRate:
		return fault.Broken("bytesPerSecond", strconv.FormatInt(s.BytesPerSecond, 10), "65536 to 10737418240", "min", strconv.Itoa(minRate))
	case s.BytesPerSecond > maxRate:
		return fault.Broken("bytesPerSecond", strconv.FormatInt(s.BytesPerSecond, 10), "65536 to 10737418240", "max", strconv.Itoa(maxRate))
	case s.KeepDays < 0:
		return fault.Broken("keepDays", strconv.Itoa(s.KeepDays), "0 to 36500 days", "min", "0")
	case s.KeepDays > maxKeep:
		return fault.Broken("keepDays", strconv.Itoa(s.KeepDays), "0 to 36500 days", "max", strconv.Itoa(maxKeep))
	}
	return nil
}

// Settings gives the site's.
func (a *Archive) Settings(ctx context.Context) (MakingSettings, error) {
	var s MakingSettings
	err := a.o.DB.Pool().QueryRow(ctx, "select enabled, hour, rate, keep_days from archive_settings").Scan(&s.Enabled, &s.Hour, &s.BytesPerSecond, &s.KeepDays)
	if err != nil {
		return s, fmt.Errorf("archive: read the settings: %w", err)
	}
	return s, nil
}

// SetSettings stores the site's.
func (a *Archive) SetSettings(ctx context.Context, s MakingSettings, by access.Session, from access.Origin) error {
	if err := s.check(); err != nil {
		return err
	}
	e := by.By(a.o.Now(), from, "settings.archive", "site", "")
	e.Detail = map[string]string{"enabled": strconv.FormatBool(s.Enabled), "hour": strconv.Itoa(s.Hour), "bytesPerSecond": strconv.FormatInt(s.BytesPerSecond, 10), "keepDays": strconv.Itoa(s.KeepDays)}
	if err := a.store(ctx, e, "update archive_settings set enabled = $1, hour = $2, rate = $3, keep_days = $4", s.Enabled, s.Hour, s.BytesPerSecond, s.KeepDays); err != nil {
		return err
	}
	a.pace.Set(s.BytesPerSecond)
	return nil
}

// store changes the settings and writes the audit, or does neither.
func (a *Archive) store(ctx context.Context, e access.Entry, query string, args ...any) error {
	tx, err := a.o.DB.Pool().Begin(ctx)
	if err != nil {
		return fmt.Errorf("archive: store the settings: %w", err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	if _, err := tx.Exec(ctx, query, args...); err != nil {
		return fmt.Errorf("archive: store the settings: %w", err)
	}
	audit, values, err := e.Insert()
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, audit, values...); err != nil {
		return fmt.Errorf("archive: write the audit: %w", err)
	}
	if err := tx.Commit(ctx); err != nil {
		return fmt.Errorf("archive: store the settings: %w", err)
	}
	return nil
}

// S3 gives the bucket that archives are uploaded to; its Endpoint is empty when
// there is none.
func (a *Archive) S3(ctx context.Context) (blob.Bucket, error) {
	b, _, err := a.s3(ctx)
	return b, err
}

// secretSubject is what the bucket's secret is encrypted for.
const secretSubject = "s3 secret"

// maxSecret bounds a bucket's secret, in bytes.
const maxSecret = 256

func (a *Archive) s3(ctx context.Context) (b blob.Bucket, sealed []byte, err error) {
	var raw []byte
	if err := a.o.DB.Pool().QueryRow(ctx, "select s3, s3_secret from archive_settings").Scan(&raw, &sealed); err != nil {
		return b, nil, fmt.Errorf("archive: read the settings: %w", err)
	}
	if err := json.Unmarshal(raw, &b); err != nil {
		return b, nil, fmt.Errorf("archive: read the settings: %w", err)
	}
	return b, sealed, nil
}

// SetS3 stores the bucket; one without an endpoint is none. A secret of nil
// stays as it is, but only for the same service and access key: a secret is
// not shown to another than it was given for. It is stored encrypted.
func (a *Archive) SetS3(ctx context.Context, b blob.Bucket, secret *string, by access.Session, from access.Origin) error {
	e := by.By(a.o.Now(), from, "settings.s3", "site", "")
	if b.Endpoint == "" {
		return a.store(ctx, e, "update archive_settings set s3 = '{}', s3_secret = null, s3_key = ''")
	}
	plain, err := a.secretFor(ctx, b, secret)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("archive: store the settings: %w", err)
	}
	sealed, key, err := a.seal(plain)
	if err != nil {
		return err
	}
	e.Detail = map[string]string{"endpoint": b.Endpoint, "bucket": b.Bucket}
	if err := a.store(ctx, e, "update archive_settings set s3 = $1, s3_secret = $2, s3_key = $3", string(raw), sealed, key); err != nil {
		return err
	}
	a.o.Alarms.Clear(alarmUpload)
	return a.uploadAgain(ctx)
}

// secretFor checks a bucket and gives the secret that goes with it.
func (a *Archive) secretFor(ctx context.Context, b blob.Bucket, secret *string) (string, error) {
	if err := b.Check(); err != nil {
		return "", err
	}
	if secret != nil {
		if n := len(*secret); n < 1 || n > maxSecret {
			return "", fault.Broken("secret", "", "1 to 256 bytes", "max_length", strconv.Itoa(maxSecret))
		}
		return *secret, nil
	}
	before, sealed, err := a.s3(ctx)
	if err != nil {
		return "", err
	}
	if sealed == nil || before.Endpoint != b.Endpoint || before.AccessKey != b.AccessKey || before.TLS && !b.TLS {
		return "", fault.Broken("secret", "", "the secret key too, because it is new or the service, the access key or TLS changes", "required", "")
	}
	return a.unseal(sealed)
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
func (a *Archive) Test(ctx context.Context, b blob.Bucket, secret *string) error {
	plain, err := a.secretFor(ctx, b, secret)
	if err != nil {
		return err
	}
	s3, err := blob.NewS3(b, plain, a.o.Roots)
	if err != nil {
		return err
	}
	return s3.Test(ctx)
}

// openS3 gives the stored bucket, nil when there is none.
func (a *Archive) openS3(ctx context.Context) (*blob.S3, error) {
	b, sealed, err := a.s3(ctx)
	if err != nil || b.Endpoint == "" {
		return nil, err
	}
	secret, err := a.unseal(sealed)
	if err != nil {
		return nil, err
	}
	return blob.NewS3(b, secret, a.o.Roots)
}
