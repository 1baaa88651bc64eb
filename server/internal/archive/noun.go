package archive

import (
	"context"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/blob"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/id"
)

// MakingSettings say when archives are made, how fast, and how long they are kept.
type MakingSettings struct {
	bun.BaseModel  `bun:"table:archive_settings" json:"-"`
	ID             id.Site `bun:"id,pk" json:"id" readOnly:"true"`
	Enabled        bool    `json:"enabled" doc:"make an archive of every day by itself"`
	Hour           int     `json:"hour" minimum:"0" maximum:"23" doc:"of the site's zone, from which on the day before is archived"`
	BytesPerSecond int64   `bun:"rate" json:"bytesPerSecond" minimum:"65536" maximum:"10737418240" doc:"that making, downloading and uploading read together at most"`
	KeepDays       int     `json:"keepDays" minimum:"0" maximum:"36500" doc:"how long archives stay on this server; 0: for ever"`
	Version        int64   `json:"version" readOnly:"true"`
}

// S3Bucket is the bucket that archives are uploaded to, as it is stored, shown
// and changed. Its secret is taken, kept encrypted and never told.
type S3Bucket struct {
	bun.BaseModel `bun:"table:bucket_settings" json:"-"`
	ID            id.Site `bun:"id,pk" json:"id" readOnly:"true"`
	Endpoint      string  `json:"endpoint" maxLength:"260" doc:"host or host:port of the service; empty: nothing is uploaded, and nothing else is kept"`
	Region        string  `json:"region" maxLength:"63" doc:"empty: us-east-1"`
	Bucket        string  `json:"bucket" maxLength:"63"`
	Prefix        string  `json:"prefix" maxLength:"200" doc:"before every name, as in recordings/"`
	AccessKey     string  `json:"accessKey" maxLength:"128"`
	Secret        string  `bun:"-" json:"secret,omitempty" maxLength:"256" writeOnly:"true" doc:"absent: as before, for the same service and access key"`
	HasSecret     bool    `bun:"-" json:"hasSecret" readOnly:"true"`
	PathStyle     bool    `json:"pathStyle" doc:"host/bucket/name instead of bucket.host/name"`
	TLS           bool    `bun:"tls" json:"tls"`
	Sealed        []byte  `bun:"secret" json:"-"`
	SealedKey     string  `bun:"secret_key" json:"-"`
	Version       int64   `json:"version" readOnly:"true"`
}

func (b *S3Bucket) bucket() blob.Bucket {
	return blob.Bucket{Endpoint: b.Endpoint, Region: b.Region, Bucket: b.Bucket, Prefix: b.Prefix, AccessKey: b.AccessKey, PathStyle: b.PathStyle, TLS: b.TLS}
}

// registerSettings adds the two documents of settings.
func (a *Archive) registerSettings(api huma.API) {
	resource.RegisterOneAt(api, a.o.Resources, "/api/v1/settings/archive", a.makingNoun(), resource.Sole("archive_settings"))
	resource.RegisterOneAt(api, a.o.Resources, "/api/v1/settings/s3", a.bucketNoun(), resource.Sole("bucket_settings"))
}

func (a *Archive) makingNoun() resource.Noun[MakingSettings] {
	return resource.Noun[MakingSettings]{
		Name: "archive-settings", Kind: "archive-settings", Tag: "settings", View: access.SeeSettings, Edit: access.EditSettings,
		Columns: []resource.Column{{Name: "hour"}},
		Title:   func(*MakingSettings) string { return "" },
		Committed: func(ctx context.Context) error {
			s, err := a.Settings(ctx)
			if err == nil {
				a.pace.Set(s.BytesPerSecond)
			}
			return err
		},
	}
}

func (a *Archive) bucketNoun() resource.Noun[S3Bucket] {
	return resource.Noun[S3Bucket]{
		Name: "bucket-settings", Kind: "bucket-settings", Tag: "settings", View: access.SeeSettings, Edit: access.EditSettings,
		Columns: []resource.Column{{Name: "endpoint"}},
		Title:   func(b *S3Bucket) string { return b.Endpoint },
		Fill: func(_ context.Context, _ bun.IDB, of []*S3Bucket) error {
			for _, b := range of {
				b.HasSecret = b.Sealed != nil
			}
			return nil
		},
		Change: func(_ context.Context, _ bun.Tx, c *resource.Change[S3Bucket]) error { return a.judgeBucket(c) },
		Committed: func(ctx context.Context) error {
			b, err := a.bucket(ctx)
			if err != nil || b.Endpoint == "" {
				return err
			}
			a.o.Alarms.Clear(alarmUpload)
			return a.uploadAgain(ctx)
		},
	}
}

// judgeBucket checks a changed bucket and encrypts a secret that was given.
func (a *Archive) judgeBucket(c *resource.Change[S3Bucket]) error {
	b := c.After
	if b.Endpoint == "" {
		*b = S3Bucket{ID: b.ID, TLS: true, Version: b.Version}
		return nil
	}
	var given *string
	if c.Given["secret"] {
		given = &b.Secret
	}
	plain, err := a.secretFor(*b, *c.Before, given)
	if err != nil || given == nil {
		return err
	}
	b.Sealed, b.SealedKey, err = a.seal(plain)
	return err
}
