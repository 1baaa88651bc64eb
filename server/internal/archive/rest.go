package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/blob"
	"github.com/yobirin/yobirin/shared/fault"
)

const (
	// oneTaking is how long the requests of one person for one archive count
	// as one in the audit: downloads are resumed.
	oneTaking = 15 * time.Minute
	// stalled is how long a download may stand still.
	stalled = 2 * time.Minute
	// testTime is how long a test of the bucket may take.
	testTime = 30 * time.Second
)

type listInput struct {
	Limit  int    `query:"limit" minimum:"0" maximum:"400" doc:"0: 60"`
	Cursor string `query:"cursor" maxLength:"32" doc:"nextCursor of the page before"`
}

type dayInput struct {
	access.Requester
	Day string `path:"day" maxLength:"10" example:"2026-11-22"`
}

// S3BucketInput is a bucket to be tried.
type S3BucketInput struct {
	Endpoint  string  `json:"endpoint" maxLength:"260" doc:"host or host:port of the service; empty: upload nothing"`
	Region    string  `json:"region,omitempty" maxLength:"63" doc:"empty: us-east-1"`
	Bucket    string  `json:"bucket,omitempty" maxLength:"63"`
	Prefix    string  `json:"prefix,omitempty" maxLength:"200" doc:"before every name, as in recordings/"`
	AccessKey string  `json:"accessKey,omitempty" maxLength:"128"`
	Secret    *string `json:"secret,omitempty" maxLength:"256" doc:"absent: as before; it is never shown"`
	PathStyle bool    `json:"pathStyle,omitempty"`
	TLS       *bool   `json:"tls,omitempty" doc:"absent: true"`
}

func (in S3BucketInput) bucket() S3Bucket {
	return S3Bucket{Endpoint: in.Endpoint, Region: in.Region, Bucket: in.Bucket, Prefix: in.Prefix, AccessKey: in.AccessKey, PathStyle: in.PathStyle, TLS: in.TLS == nil || *in.TLS}
}

type bucketInput struct {
	access.Requester
	Body S3BucketInput
}

// BucketTest is what came of a test of the bucket.
type BucketTest struct {
	OK      bool   `json:"ok"`
	Problem string `json:"problem,omitempty" enum:"unknown-host,unreachable,tls,access-key,secret,forbidden,no-bucket,region,clock,full,incomplete,other," doc:"what is wrong"`
	Detail  string `json:"detail,omitempty" doc:"the same in words, in the session's language"`
	Said    string `json:"said,omitempty" doc:"what the service or the system said"`
}

// Register adds the room's operations to the API.
func (a *Archive) Register(api huma.API) {
	tags := []string{"archives"}
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "list-archives", Method: http.MethodGet, Path: "/api/v1/archives", Tags: tags, Summary: "Days with recordings and their archives, the last first",
	}, access.TakeArchive), func(ctx context.Context, in *listInput) (*struct{ Body DayPage }, error) {
		s, err := access.Require(ctx, access.TakeArchive)
		if err != nil {
			return nil, err
		}
		page, err := a.List(ctx, in.Limit, in.Cursor, s.Agent.Language)
		return &struct{ Body DayPage }{page}, err
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "make-archive", Method: http.MethodPost, Path: "/api/v1/archives/{day}", Tags: tags, DefaultStatus: http.StatusAccepted,
		Summary: "Make the archive of a day now, or make it anew",
	}, access.TakeArchive), func(ctx context.Context, in *dayInput) (*struct{}, error) {
		s, err := access.Require(ctx, access.TakeArchive)
		if err != nil {
			return nil, err
		}
		day, err := ParseDay(in.Day)
		if err != nil {
			return nil, err
		}
		return nil, a.Ask(ctx, day, s, in.Origin())
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "get-archive", Method: http.MethodGet, Path: "/api/v1/archives/{day}/file", Tags: tags, Summary: "The archive of a day: zip; takes Range",
		Responses: map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{"application/zip": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}},
	}, access.TakeArchive), a.download)
	a.registerSettings(api)
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "test-s3", Method: http.MethodPost, Path: "/api/v1/settings/s3/test", Tags: []string{"settings"},
		Summary: "Try a bucket without storing it: a small file is stored, read and deleted",
	}, access.EditSettings), func(ctx context.Context, in *bucketInput) (*struct{ Body BucketTest }, error) {
		s, err := access.Require(ctx, access.EditSettings)
		if err != nil {
			return nil, err
		}
		tried, err := a.try(ctx, in.Body, s.Agent.Language)
		return &struct{ Body BucketTest }{tried}, err
	})
}

func (a *Archive) try(ctx context.Context, in S3BucketInput, language string) (BucketTest, error) {
	ctx, cancel := context.WithTimeout(ctx, testTime)
	defer cancel()
	err := a.Test(ctx, in.bucket(), in.Secret)
	var trouble *blob.Trouble
	switch {
	case err == nil:
		return BucketTest{OK: true}, nil
	case errors.As(err, &trouble):
		return BucketTest{Problem: string(trouble.Kind), Detail: trouble.Say(language), Said: trouble.Said}, nil
	default:
		return BucketTest{}, err
	}
}

// download gives an archive, after it has noted who takes it.
func (a *Archive) download(ctx context.Context, in *dayInput) (*huma.StreamResponse, error) {
	s, err := access.Require(ctx, access.TakeArchive)
	if err != nil {
		return nil, err
	}
	day, err := ParseDay(in.Day)
	if err != nil {
		return nil, err
	}
	settings, err := a.Settings(ctx)
	if err != nil {
		return nil, err
	}
	f, err := a.Open(ctx, day)
	if err != nil {
		return nil, err
	}
	if err := a.noteTaken(ctx, f, s, in.Origin()); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	a.pace.Set(settings.BytesPerSecond)
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer func() { _ = f.Close() }()
		r, w := humago.Unwrap(hc)
		w.Header().Set("Content-Type", "application/zip")
		w.Header().Set("Cache-Control", "private, no-store")
		w.Header().Set("Content-Disposition", `attachment; filename="`+day.FileName()+`"`)
		w.Header().Set("ETag", `"`+f.SHA256+`"`) // a download that is resumed gets the rest of the same file
		content := f.Content()
		http.ServeContent(w, r, "", time.Time{}, &taken{in: a.pace.Reader(r.Context(), content), at: content, control: http.NewResponseController(w)})
	}}, nil
}

// taken is a download: it may last for hours, but not stand still.
type taken struct {
	in      io.Reader
	at      io.Seeker
	control *http.ResponseController
}

// Read reads on and gives the rest more time.
func (t *taken) Read(p []byte) (int, error) {
	// Where deadlines cannot be set, as in tests, there are none.
	_ = t.control.SetWriteDeadline(time.Now().Add(stalled))
	return t.in.Read(p)
}

// Seek sets the place.
func (t *taken) Seek(offset int64, whence int) (int64, error) { return t.at.Seek(offset, whence) }

// noteTaken writes into the audit who takes an archive, once per taking. What
// cannot be noted is not given.
func (a *Archive) noteTaken(ctx context.Context, f *File, s access.Session, from access.Origin) error {
	e := s.By(a.o.Now(), from, "archive.downloaded", "archive", string(f.Day))
	e.Detail = map[string]string{"session": s.ID.String(), "sha256": f.SHA256}
	query, args, err := e.Insert()
	if err != nil {
		return err
	}
	var noted bool
	err = a.o.DB.Pool().QueryRow(ctx, `select exists (select from audit where object_id = $1 and action = $2 and actor = $3 and address = $4 and detail->>'session' = $5 and at > $6)`,
		e.Object, e.Action, e.Actor, e.Address, s.ID.String(), e.At.Add(-oneTaking)).Scan(&noted)
	if err == nil && !noted {
		_, err = a.o.DB.Pool().Exec(ctx, query, args...)
	}
	if err != nil {
		return fault.Wrap(fmt.Errorf("archive: %w", err), fault.Unavailable, "unavailable", "who takes archives cannot be written down now; try again")
	}
	return nil
}
