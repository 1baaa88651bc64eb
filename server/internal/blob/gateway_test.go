package blob_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/blob"
	"github.com/yobirin/yobirin/server/internal/blob/blobtest"
	"github.com/yobirin/yobirin/shared/fault"
)

func sumOf(b []byte) blob.Sum {
	s := sha256.Sum256(b)
	return blob.Sum{Bytes: int64(len(b)), SHA256: hex.EncodeToString(s[:])}
}

func open(t testing.TB, g *blobtest.Gateway) *blob.S3 {
	t.Helper()
	s3, err := blob.NewS3(g.Bucket(), g.Secret, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s3
}

func TestAFileInABucketIsTheOneThatWasSent(t *testing.T) {
	t.Parallel()
	g := blobtest.Start(t)
	s3 := open(t, g)
	for _, size := range []int{0, 1, 5 << 20, 40<<20 + 7} { // the last in three pieces
		content := make([]byte, size)
		_, _ = rand.Read(content)
		if err := s3.Put(t.Context(), "a.zip", bytes.NewReader(content), sumOf(content)); err != nil {
			t.Fatalf("%d bytes: %v", size, err)
		}
		r, err := s3.Get(t.Context(), "a.zip")
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err := errors.Join(err, r.Close()); err != nil || !bytes.Equal(got, content) {
			t.Fatalf("%d bytes: %d came back, %v", size, len(got), err)
		}
		// What is there is not sent again: a reader that fails is not asked.
		if err := s3.Put(t.Context(), "a.zip", io.MultiReader(failing{}), sumOf(content)); err != nil {
			t.Errorf("%d bytes the second time: %v", size, err)
		}
	}
	if err := s3.Delete(t.Context(), "a.zip"); err != nil {
		t.Error(err)
	}
	if err := s3.Delete(t.Context(), "a.zip"); err != nil {
		t.Errorf("deleted a second time: %v", err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("read") }

func TestAFileThatIsNotWhatItShouldBeDoesNotStay(t *testing.T) {
	t.Parallel()
	g := blobtest.Start(t)
	s3 := open(t, g)
	content := []byte("abc")
	if err := s3.Put(t.Context(), "a.zip", strings.NewReader("abd"), sumOf(content)); err == nil {
		t.Error("another content was taken")
	}
	if r, err := s3.Get(t.Context(), "a.zip"); err == nil {
		if got, err := io.ReadAll(r); err == nil {
			t.Errorf("%q is in the bucket", got)
		}
	}
}

func TestTroubleIsTold(t *testing.T) {
	t.Parallel()
	g := blobtest.Start(t)
	silent, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := silent.Addr().String()
	_ = silent.Close()
	for _, tt := range []struct {
		name   string
		change func(*blob.Bucket)
		secret string
		want   blob.Kind
	}{
		{"well", func(*blob.Bucket) {}, g.Secret, ""},
		{"with a prefix", func(b *blob.Bucket) { b.Prefix = "calls/site-1" }, g.Secret, ""},
		{"wrong access key", func(b *blob.Bucket) { b.AccessKey = "somebody" }, g.Secret, blob.BadKey},
		{"wrong secret", func(*blob.Bucket) {}, g.Secret + "x", blob.BadSecret},
		{"no such bucket", func(b *blob.Bucket) { b.Bucket = "nothing-here" }, g.Secret, blob.NoBucket},
		{"wrong region", func(b *blob.Bucket) { b.Region = "eu-west-1" }, g.Secret, blob.BadRegion},
		{"nobody there", func(b *blob.Bucket) { b.Endpoint = closed }, g.Secret, blob.Unreachable},
		{"unknown host", func(b *blob.Bucket) { b.Endpoint = "nowhere.invalid" }, g.Secret, blob.UnknownHost},
		{"TLS with one who has none", func(b *blob.Bucket) { b.TLS = true }, g.Secret, blob.BadTLS},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := g.Bucket()
			tt.change(&b)
			s3, err := blob.NewS3(b, tt.secret, nil)
			if err != nil {
				t.Fatal(err)
			}
			err = s3.Test(t.Context())
			var trouble *blob.Trouble
			switch {
			case tt.want == "" && err != nil:
				t.Error(err)
			case tt.want != "" && (!errors.As(err, &trouble) || trouble.Kind != tt.want):
				t.Errorf("told %v, want %s", err, tt.want)
			case tt.want != "" && (trouble.Say("ja") == trouble.Say("en") || trouble.Say("ja") == "" || trouble.Said == ""):
				t.Errorf("said %q, %q, %q", trouble.Say("ja"), trouble.Say("en"), trouble.Said)
			}
		})
	}
}

func TestAPlaceThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	good := blob.Bucket{Endpoint: "s3.example.com:9000", Region: "ap-northeast-1", Bucket: "calls", Prefix: "a/b/", AccessKey: "AKIA"}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("a", 300)
	for field, change := range map[string][]func(*blob.Bucket){
		"endpoint": {
			func(b *blob.Bucket) { b.Endpoint = "" }, func(b *blob.Bucket) { b.Endpoint = "https://s3.example.com" }, func(b *blob.Bucket) { b.Endpoint = "s3/path" },
			func(b *blob.Bucket) { b.Endpoint = "s3:0" }, func(b *blob.Bucket) { b.Endpoint = "s3:99999" }, func(b *blob.Bucket) { b.Endpoint = "a\nb" },
			func(b *blob.Bucket) { b.Endpoint = long }, func(b *blob.Bucket) { b.Endpoint = "user@host" },
		},
		"region":    {func(b *blob.Bucket) { b.Region = "a b" }, func(b *blob.Bucket) { b.Region = long }},
		"bucket":    {func(b *blob.Bucket) { b.Bucket = "" }, func(b *blob.Bucket) { b.Bucket = "ab" }, func(b *blob.Bucket) { b.Bucket = "Calls" }, func(b *blob.Bucket) { b.Bucket = "a/b" }},
		"prefix":    {func(b *blob.Bucket) { b.Prefix = "/a" }, func(b *blob.Bucket) { b.Prefix = "a//b" }, func(b *blob.Bucket) { b.Prefix = "a/../b" }, func(b *blob.Bucket) { b.Prefix = long }},
		"accessKey": {func(b *blob.Bucket) { b.AccessKey = "" }, func(b *blob.Bucket) { b.AccessKey = "a b" }},
	} {
		for i, c := range change {
			b := good
			c(&b)
			var f *fault.Error
			if err := b.Check(); !errors.As(err, &f) || len(f.Fields) != 1 || f.Fields[0].Name != field {
				t.Errorf("%s %d: %v", field, i, err)
			}
		}
	}
}

func TestAnUploadEndsWithItsContext(t *testing.T) {
	t.Parallel()
	g := blobtest.Start(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := open(t, g).Put(ctx, "a.zip", strings.NewReader("abc"), sumOf([]byte("abc"))); !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
}

func TestDiskShowsOnlyWholeFiles(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "archives")
	d := blob.NewDisk(dir)
	if _, _, err := d.Open("2026/a"); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("opened what is not there: %v", err)
	}
	w, err := d.Create("2026/a")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("one")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.Open("2026/a"); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("opened what is not whole: %v", err)
	}
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := w.Abort(); err != nil {
		t.Errorf("abort after commit: %v", err)
	}
	f, size, err := d.Open("2026/a")
	if err != nil || size != 3 {
		t.Fatalf("%d bytes, %v", size, err)
	}
	_ = f.Close()
	w, err = d.Create("2026/b")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
	if names, err := d.Names(); err != nil || strings.Join(names, " ") != "2026/a" {
		t.Errorf("files %q, %v", names, err)
	}
	if err := errors.Join(d.Delete("2026/a"), d.Delete("2026/a")); err != nil {
		t.Error(err)
	}
}

func TestDiskStaysInItsFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	secret := filepath.Join(dir, "secret")
	if err := os.WriteFile(secret, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	in := filepath.Join(dir, "archives")
	if err := os.MkdirAll(in, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(in, "link")); err != nil {
		t.Fatal(err)
	}
	d := blob.NewDisk(in)
	for _, name := range []string{"../secret", "/etc/passwd", "link", "", ".", "a/../../secret"} {
		if _, _, err := d.Open(name); err == nil {
			t.Errorf("%q was opened", name)
		}
	}
	for _, name := range []string{"../evil", "/tmp/evil", "", ".", "a/../../evil"} {
		if _, err := d.Create(name); err == nil {
			t.Errorf("%q was created", name)
		}
	}
	if err := d.Delete("../secret"); err == nil {
		t.Error("a file outside was deleted")
	}
}
