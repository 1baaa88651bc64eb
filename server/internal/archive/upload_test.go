package archive_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/blob"
	"github.com/yobirin/yobirin/server/internal/blob/blobtest"
)

func (s *site) uses(t testing.TB, b blob.Bucket, secret string) {
	t.Helper()
	body := map[string]any{"endpoint": b.Endpoint, "region": b.Region, "bucket": b.Bucket, "prefix": b.Prefix, "accessKey": b.AccessKey, "pathStyle": b.PathStyle, "tls": b.TLS, "secret": secret}
	if got := s.api.PatchCtx(as(t, access.RoleAdministrator), "/api/v1/settings/s3", anyVersion, body); got.Code != http.StatusOK {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
}

func TestTheSameFileIsInTheBucket(t *testing.T) {
	t.Parallel()
	g := blobtest.Start(t)
	s := newSite(t)
	s.record(t, talk{at: noon, from: "09012345678", seconds: 5})
	b := g.Bucket()
	b.Prefix = "calls/"
	s.uses(t, b, g.Secret)
	s.work(t)
	if err := s.Ask(t.Context(), day, session(access.RoleSupervisor), access.Origin{}); err != nil {
		t.Fatal(err)
	}
	uploaded := func() bool { return s.scan(t, "select upload from archives") == "uploaded" }
	await(t, "it is uploaded", uploaded)
	sent, err := os.ReadFile(filepath.Join(g.Folder, "calls", "recordings-2026-04-01.zip"))
	if err != nil || !bytes.Equal(sent, s.content(t)) {
		t.Errorf("another content is in the bucket, %v", err)
	}
	if got := s.scan(t, "select object from archives"); got != "s3://calls/calls/recordings-2026-04-01.zip" {
		t.Errorf("noted %s", got)
	}
	// A recording is deleted: neither has the bucket it any more.
	s.record(t, talk{at: noon.Add(time.Minute), from: "0399998888"})
	s.exec(t, "update recordings set deleting_at = now() where started_at = $1", noon)
	if err := s.Ask(t.Context(), day, session(access.RoleSupervisor), access.Origin{}); err != nil {
		t.Fatal(err)
	}
	await(t, "the new one is uploaded", func() bool { return s.scan(t, "select state from archives") == "ready" && uploaded() })
	sent, err = os.ReadFile(filepath.Join(g.Folder, "calls", "recordings-2026-04-01.zip"))
	if err != nil || !bytes.Equal(sent, s.content(t)) {
		t.Errorf("the old content is in the bucket, %v", err)
	}
	s.exec(t, "update recordings set deleting_at = now()")
	if err := s.Ask(t.Context(), day, session(access.RoleSupervisor), access.Origin{}); err != nil {
		t.Fatal(err)
	}
	await(t, "nothing is in the bucket", func() bool {
		_, err := os.Stat(filepath.Join(g.Folder, "calls", "recordings-2026-04-01.zip"))
		return os.IsNotExist(err) && s.scan(t, "select state || object from archives") == "deleted"
	})
}

func TestAnUploadWaitsForTheService(t *testing.T) {
	t.Parallel()
	g := blobtest.Start(t)
	s := newSite(t)
	s.record(t, talk{at: noon, from: "09012345678"})
	s.uses(t, g.Bucket(), g.Secret)
	g.Down()
	s.made(t)
	s.work(t)
	await(t, "it failed", func() bool { return s.scan(t, "select upload || upload_why from archives") == "failedunreachable" })
	await(t, "people are told", func() bool { return strings.Contains(s.alarm("archive-upload"), "cannot be reached") })
	page, err := s.List(t.Context(), 0, "", "ja")
	if err != nil || len(page.Items) != 1 || !strings.Contains(page.Items[0].UploadWhy, "接続できません") {
		t.Errorf("listed %+v, %v", page.Items, err)
	}
	g.Up(t)
	await(t, "it is uploaded", func() bool { return s.scan(t, "select upload || upload_why from archives") == "uploaded" })
	await(t, "the alarm ends", func() bool { return s.alarm("archive-upload") == "" })
	sent, err := os.ReadFile(filepath.Join(g.Folder, "recordings-2026-04-01.zip"))
	if err != nil || !bytes.Equal(sent, s.content(t)) {
		t.Errorf("another content is in the bucket, %v", err)
	}
}

func TestAWrongSecretIsToldAndTheRightOneUploads(t *testing.T) {
	t.Parallel()
	g := blobtest.Start(t)
	s := newSite(t)
	s.record(t, talk{at: noon, from: "09012345678"})
	s.uses(t, g.Bucket(), "wrong")
	s.made(t)
	s.work(t)
	await(t, "it failed", func() bool { return s.scan(t, "select upload || upload_why from archives") == "failedsecret" })
	s.uses(t, g.Bucket(), g.Secret)
	await(t, "it is uploaded", func() bool { return s.scan(t, "select upload from archives") == "uploaded" })
}
