package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/yobirin/yobirin/shared/fault"
)

const (
	// partSize is what of a large file is sent, and held in memory, at once.
	partSize = 16 << 20
	// sumKey is the metadata in which a file's hash is kept with it.
	sumKey = "Sha256"
	// dialTime and answerTime bound how long a service that does not answer is waited for.
	dialTime   = 15 * time.Second
	answerTime = 2 * time.Minute
)

// Bucket says where files go to in a service that speaks S3.
type Bucket struct {
	Endpoint  string `json:"endpoint"` // host or host:port
	Region    string `json:"region,omitempty"`
	Bucket    string `json:"bucket"`
	Prefix    string `json:"prefix,omitempty"` // before every name, as in recordings/
	AccessKey string `json:"accessKey"`
	PathStyle bool   `json:"pathStyle,omitempty"` // host/bucket/name instead of bucket.host/name
	TLS       bool   `json:"tls"`
}

var (
	hostShape   = regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])$`)
	regionShape = regexp.MustCompile(`^[A-Za-z0-9-]{0,63}$`)
	bucketShape = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	keyShape    = regexp.MustCompile(`^[!-~]{1,128}$`)
	prefixShape = regexp.MustCompile(`^([A-Za-z0-9!_.*'()=-]+/?)*$`)
)

// Check says what is wrong with the place.
func (b Bucket) Check() error {
	host, port := b.Endpoint, ""
	if h, p, err := net.SplitHostPort(b.Endpoint); err == nil {
		if host, port = h, p; strings.Contains(h, ":") {
			host = "[" + h + "]"
		}
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return fault.Broken("endpoint", shown(b.Endpoint), "a host, or host:port with a port from 1 to 65535", "format", "")
		}
	}
	switch {
	case b.Endpoint == "":
		return fault.Broken("endpoint", "", "the host of the service, as in s3.ap-northeast-1.amazonaws.com", "required", "")
	case len(b.Endpoint) > 260 || !hostShape.MatchString(host):
		return fault.Broken("endpoint", shown(b.Endpoint), "a host as in s3.ap-northeast-1.amazonaws.com, without https:// and without a path", "format", "")
	case !regionShape.MatchString(b.Region):
		return fault.Broken("region", shown(b.Region), "at most 63 letters, digits and hyphens, as in ap-northeast-1", "format", "")
	case !bucketShape.MatchString(b.Bucket):
		return fault.Broken("bucket", shown(b.Bucket), "3 to 63 small letters, digits, dots and hyphens", "format", "")
	case len(b.Prefix) > 200 || !prefixShape.MatchString(b.Prefix) || strings.Contains(b.Prefix, ".."):
		return fault.Broken("prefix", shown(b.Prefix), "at most 200 letters, digits and !_.*'()=- with slashes in between, as in recordings/", "format", "")
	case !keyShape.MatchString(b.AccessKey):
		return fault.Broken("accessKey", "", "1 to 128 characters without spaces", "format", "")
	}
	return nil
}

// shown is a wrong value as it may be shown.
func shown(s string) string {
	s = strings.ToValidUTF8(s, "")
	if utf8.RuneCountInString(s) > 100 {
		s = string([]rune(s)[:100]) + "…"
	}
	return s
}

// Object is the name of a file in the bucket.
func (b Bucket) Object(name string) string {
	if b.Prefix == "" || strings.HasSuffix(b.Prefix, "/") {
		return b.Prefix + name
	}
	return b.Prefix + "/" + name
}

// S3 is a bucket that is ready to be used. It is safe for concurrent use.
type S3 struct {
	bucket Bucket
	client *minio.Client
}

// NewS3 makes a client; nothing is sent before it is used. Roots are who the
// service's certificate is believed from; nil: those of the system.
func NewS3(b Bucket, secret string, roots *x509.CertPool) (*S3, error) {
	if err := b.Check(); err != nil {
		return nil, err
	}
	lookup := minio.BucketLookupDNS
	if b.PathStyle {
		lookup = minio.BucketLookupPath
	}
	region := b.Region
	if region == "" {
		region = "us-east-1" // what S3 means by none; asking the service for it needs a right of its own
	}
	client, err := minio.New(b.Endpoint, &minio.Options{
		Creds: credentials.NewStaticV4(b.AccessKey, secret, ""), Secure: b.TLS, Region: region, BucketLookup: lookup, MaxRetries: 2,
		Transport: &http.Transport{
			Proxy:           http.ProxyFromEnvironment,
			DialContext:     (&net.Dialer{Timeout: dialTime}).DialContext,
			TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots}, TLSHandshakeTimeout: dialTime,
			ResponseHeaderTimeout: answerTime, IdleConnTimeout: time.Minute, MaxIdleConnsPerHost: 4, DisableCompression: true,
		},
	})
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "s3_unusable", "the place of the bucket cannot be used")
	}
	return &S3{b, client}, nil
}

// Sum is a file's length and its SHA-256 in hexadecimal digits.
type Sum struct {
	Bytes  int64
	SHA256 string
}

// Put stores a file of so many bytes, whatever was there under its name, and
// proves that the service has it as it was. What is read is sent once, in
// pieces; no more than a piece is in memory. A file that is there already is
// not sent again.
func (s *S3) Put(ctx context.Context, name string, r io.Reader, sum Sum) error {
	there, err := s.has(ctx, name, sum)
	var trouble *Trouble
	// Who may write but not list is refused the look at what is not there yet.
	if there || err != nil && (!errors.As(err, &trouble) || trouble.Kind != Forbidden) {
		return err
	}
	object := s.bucket.Object(name)
	hash := sha256.New()
	_, err = s.client.PutObject(ctx, s.bucket.Bucket, object, io.TeeReader(r, hash), sum.Bytes, minio.PutObjectOptions{
		ContentType: "application/zip", PartSize: partSize, NumThreads: 1, SendContentMd5: true, UserMetadata: map[string]string{sumKey: sum.SHA256},
	})
	if err != nil {
		return judge(err)
	}
	if got := hex.EncodeToString(hash.Sum(nil)); got != sum.SHA256 {
		// What was sent is not what was to be sent: it does not stay.
		_ = s.Delete(ctx, name)
		return fmt.Errorf("blob: the file that was sent has the SHA-256 %s, expected %s", got, sum.SHA256)
	}
	there, err = s.has(ctx, name, sum)
	if err == nil && !there {
		err = &Trouble{Kind: Incomplete, Said: "its length or its hash is another"}
	}
	return err
}

func (s *S3) has(ctx context.Context, name string, sum Sum) (bool, error) {
	info, err := s.client.StatObject(ctx, s.bucket.Bucket, s.bucket.Object(name), minio.StatObjectOptions{})
	if minio.ToErrorResponse(err).Code == minio.NoSuchKey {
		return false, nil
	}
	if err != nil {
		return false, s.explain(ctx, name, err)
	}
	return info.Size == sum.Bytes && info.UserMetadata[sumKey] == sum.SHA256, nil
}

// explain judges an error of a look at a file. The answer to that has no words
// (RFC 9110 section 9.3.2), so the file is asked for, which is refused in full.
func (s *S3) explain(ctx context.Context, name string, looked error) error {
	if minio.ToErrorResponse(looked).Code == "" || ctx.Err() != nil {
		return judge(looked) // nobody answered
	}
	r, err := s.Get(ctx, name)
	if err == nil {
		_, err = r.Read(make([]byte, 1))
		_ = r.Close()
	}
	if code := minio.ToErrorResponse(err).Code; code != "" && code != minio.NoSuchKey {
		return judge(err)
	}
	return judge(looked)
}

// Get opens a file.
func (s *S3) Get(ctx context.Context, name string) (io.ReadCloser, error) {
	o, err := s.client.GetObject(ctx, s.bucket.Bucket, s.bucket.Object(name), minio.GetObjectOptions{})
	if err != nil {
		return nil, judge(err)
	}
	return o, nil
}

// Delete deletes a file. One that is not there is deleted.
func (s *S3) Delete(ctx context.Context, name string) error {
	if err := s.client.RemoveObject(ctx, s.bucket.Bucket, s.bucket.Object(name), minio.RemoveObjectOptions{}); err != nil {
		return judge(err)
	}
	return nil
}

// testName is the file that Test stores for a moment.
const testName = "yobirin-connection-test.txt"

// Test stores a small file, reads it and deletes it. The error is a Trouble
// that says what is wrong.
func (s *S3) Test(ctx context.Context) error {
	text := []byte("Yobirin " + time.Now().UTC().Format(time.RFC3339Nano) + "\n")
	digest := sha256.Sum256(text)
	if err := s.Put(ctx, testName, bytes.NewReader(text), Sum{int64(len(text)), hex.EncodeToString(digest[:])}); err != nil {
		return err
	}
	r, err := s.Get(ctx, testName)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	got, err := io.ReadAll(io.LimitReader(r, 1024))
	if err != nil {
		return judge(err)
	}
	if !bytes.Equal(got, text) {
		return &Trouble{Kind: Incomplete, Said: "another content came back"}
	}
	return s.Delete(ctx, testName)
}

// URL is where a file is, for people.
func (s *S3) URL(name string) string {
	u := url.URL{Scheme: "s3", Host: s.bucket.Bucket, Path: "/" + s.bucket.Object(name)}
	return u.String()
}
