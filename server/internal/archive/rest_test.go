package archive_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/archive"
	"github.com/yobirin/yobirin/server/internal/blob/blobtest"
)

func TestADownloadIsResumedAndAudited(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.record(t, talk{at: noon, from: "09012345678"})
	s.made(t)
	raw := s.content(t)
	const path = "/api/v1/archives/2026-04-01/file"
	all := s.api.GetCtx(as(t, access.RoleSupervisor), path)
	if all.Code != http.StatusOK || !bytes.Equal(all.Body.Bytes(), raw) || all.Header().Get("Content-Type") != "application/zip" ||
		all.Header().Get("Content-Disposition") != `attachment; filename="recordings-2026-04-01.zip"` || !strings.Contains(all.Header().Get("Cache-Control"), "no-store") {
		t.Errorf("answered %d, %d bytes, %v", all.Code, all.Body.Len(), all.Header())
	}
	rest := s.api.GetCtx(as(t, access.RoleSupervisor), path, "Range: bytes=1000-", "If-Range: "+all.Header().Get("ETag"))
	if rest.Code != http.StatusPartialContent || !bytes.Equal(rest.Body.Bytes(), raw[1000:]) {
		t.Errorf("answered %d with %d bytes, want the %d from 1000 on", rest.Code, rest.Body.Len(), len(raw)-1000)
	}
	// Made anew since: the rest of another file would be no zip.
	if other := s.api.GetCtx(as(t, access.RoleSupervisor), path, "Range: bytes=1000-", `If-Range: "other"`); other.Code != http.StatusOK {
		t.Errorf("answered %d", other.Code)
	}
	if n := s.scan(t, "select count(*)::text from audit where action = 'archive.downloaded' and object_id = '2026-04-01'"); n != "1" {
		t.Errorf("%s downloads in the audit, want one", n)
	}
	for _, p := range []string{path, "/api/v1/archives"} {
		if got := s.api.GetCtx(as(t, access.RoleAgent), p); got.Code < 400 {
			t.Errorf("an agent gets %s: %d", p, got.Code)
		}
	}
	for _, p := range []string{"/api/v1/archives/2026-04-05/file", "/api/v1/archives/..%2f..%2fx/file"} {
		if got := s.api.GetCtx(as(t, access.RoleSupervisor), p); got.Code < 400 {
			t.Errorf("%s: %d", p, got.Code)
		}
	}
}

func TestTheListShowsDaysWithAndWithoutAnArchive(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.record(t, talk{at: noon, from: "09012345678"})
	s.record(t, talk{at: noon.AddDate(0, 0, -3), from: "09012345678"})
	s.record(t, talk{at: noon.AddDate(0, 0, 1), from: "09012345678"})
	s.made(t)
	var days []string
	for cursor := ""; ; {
		var page archive.DayPage
		got := s.api.GetCtx(as(t, access.RoleSupervisor), "/api/v1/archives?limit=1&cursor="+cursor)
		if err := json.Unmarshal(got.Body.Bytes(), &page); err != nil || got.Code != http.StatusOK {
			t.Fatalf("%d %s %v", got.Code, got.Body, err)
		}
		for _, r := range page.Items {
			days = append(days, string(r.Day)+" "+r.State)
		}
		if cursor = page.NextCursor; cursor == "" {
			break
		}
	}
	if got := strings.Join(days, ", "); got != "2026-04-02 none, 2026-04-01 ready, 2026-03-29 none" {
		t.Errorf("listed %s", got)
	}
	if got := s.api.PostCtx(as(t, access.RoleSupervisor), "/api/v1/archives/2026-03-29"); got.Code != http.StatusAccepted {
		t.Errorf("asked: %d %s", got.Code, got.Body)
	}
	if got := s.scan(t, "select state || (asked_by is not null)::text from archives where day = '2026-03-29'"); got != "makingtrue" {
		t.Errorf("noted %s", got)
	}
}

// anyVersion has a change meant for whatever there is.
const anyVersion = "If-Match: *"

func TestTheBucketsSecretIsNeverShown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const secret = "open sesame and more"
	body := map[string]any{"endpoint": "s3.example.com", "bucket": "calls", "accessKey": "AKIA", "secret": secret}
	if got := s.api.PatchCtx(as(t, access.RoleSupervisor), "/api/v1/settings/s3", anyVersion, body); got.Code < 400 {
		t.Errorf("a supervisor set the bucket: %d", got.Code)
	}
	got := s.api.PatchCtx(as(t, access.RoleAdministrator), "/api/v1/settings/s3", anyVersion, body)
	if got.Code != http.StatusOK || strings.Contains(got.Body.String(), secret) || !strings.Contains(got.Body.String(), `"hasSecret":true`) || !strings.Contains(got.Body.String(), `"tls":true`) {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	if stored := s.scan(t, "select encode(b.secret, 'escape') || to_jsonb(b)::text || (select string_agg(detail::text, '') from audit) || (select string_agg(fields::text, '') from record_changes) from bucket_settings b"); strings.Contains(stored, secret) {
		t.Error("the secret lies open")
	}
	// The same service: the secret stays. Another one: it is asked for.
	delete(body, "secret")
	body["tls"] = true
	body["prefix"] = "a/"
	if got := s.api.PatchCtx(as(t, access.RoleAdministrator), "/api/v1/settings/s3", anyVersion, body); got.Code != http.StatusOK {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	for name, value := range map[string]any{"endpoint": "evil.example.com", "accessKey": "OTHER", "tls": false} {
		before := body[name]
		body[name] = value
		if got := s.api.PatchCtx(as(t, access.RoleAdministrator), "/api/v1/settings/s3", anyVersion, body); got.Code < 400 {
			t.Errorf("the secret was given to another %s: %d", name, got.Code)
		}
		if got := s.api.PostCtx(as(t, access.RoleAdministrator), "/api/v1/settings/s3/test", body); got.Code < 400 {
			t.Errorf("the secret was tried with another %s: %d", name, got.Code)
		}
		body[name] = before
	}
	if got := s.api.PatchCtx(as(t, access.RoleAdministrator), "/api/v1/settings/s3", anyVersion, map[string]any{"endpoint": ""}); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), `"hasSecret":false`) {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	if got := s.scan(t, "select (secret is null)::text || secret_key from bucket_settings"); got != "true" {
		t.Errorf("left %s", got)
	}
}

func TestTheTestOfABucketSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	g := blobtest.Start(t)
	s := newSite(t)
	b := g.Bucket()
	body := map[string]any{"endpoint": b.Endpoint, "bucket": b.Bucket, "accessKey": b.AccessKey, "secret": g.Secret, "pathStyle": true, "tls": false}
	for _, tt := range []struct{ field, value, want string }{
		{"secret", g.Secret, `"ok":true`}, {"secret", "wrong", `シークレットキーが違います`}, {"bucket", "nothing-here", `バケットがありません`}, {"accessKey", "nobody", `アクセスキーが違います`},
	} {
		with := map[string]any{}
		for k, v := range body {
			with[k] = v
		}
		with[tt.field] = tt.value
		if got := s.api.PostCtx(as(t, access.RoleAdministrator), "/api/v1/settings/s3/test", with); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), tt.want) {
			t.Errorf("%s %s: %d %s", tt.field, tt.value, got.Code, got.Body)
		}
	}
}

func TestSettingsHaveLimits(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	good := map[string]any{"enabled": true, "hour": 3, "bytesPerSecond": 1 << 20, "keepDays": 90}
	if got := s.api.PatchCtx(as(t, access.RoleAdministrator), "/api/v1/settings/archive", anyVersion, good); got.Code != http.StatusOK {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	if got := s.api.GetCtx(as(t, access.RoleAdministrator), "/api/v1/settings/archive"); !strings.Contains(got.Body.String(), `"enabled":true,"hour":3,"bytesPerSecond":1048576,"keepDays":90`) {
		t.Errorf("%s", got.Body)
	}
	for name, values := range map[string][]any{"hour": {-1, 24}, "bytesPerSecond": {0, 65535, 10<<30 + 1}, "keepDays": {-1, 36501}} {
		for _, v := range values {
			body := map[string]any{"enabled": true, "hour": 3, "bytesPerSecond": 1 << 20, "keepDays": 90}
			body[name] = v
			if got := s.api.PatchCtx(as(t, access.RoleAdministrator), "/api/v1/settings/archive", anyVersion, body); got.Code < 400 || !strings.Contains(got.Body.String(), name) {
				t.Errorf("%s %v: %d %s", name, v, got.Code, got.Body)
			}
		}
	}
}
