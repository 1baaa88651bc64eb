package web

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
)

func TestTheAppsUpdateIsServedAndNothingElse(t *testing.T) {
	data := t.TempDir()
	folder := filepath.Join(data, "app")
	for name, text := range map[string]string{
		"app/manifest.json": `{"version":"1"}`, "app/1/yobirin.zip": "0123456789", "app/.secret": "no", "app/1/.secret": "no", "secret": "no",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(data, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(data, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(data, "secret"), filepath.Join(folder, "link")); err != nil {
		t.Fatal(err)
	}
	ask := func(a app, method, path string, header ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, "http://x/", nil)
		r.URL.Path = path // as it is, without the client's own cleaning
		if len(header) > 0 {
			r.Header.Set(header[0], header[1])
		}
		w := httptest.NewRecorder()
		a.ServeHTTP(w, r)
		return w
	}
	a := app{folder}
	if w := ask(a, "GET", "/app/manifest.json"); w.Code != 200 || w.Body.String() != `{"version":"1"}` || w.Header().Get("Content-Type") != "application/json" || w.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("the manifest: %d %s %v", w.Code, w.Body, w.Header())
	}
	if w := ask(a, "GET", "/app/1/yobirin.zip", "Range", "bytes=2-4"); w.Code != http.StatusPartialContent || w.Body.String() != "234" {
		t.Errorf("a part: %d %s", w.Code, w.Body)
	}
	if w := ask(a, "HEAD", "/app/1/yobirin.zip"); w.Code != 200 || w.Body.Len() != 0 || w.Header().Get("Content-Length") != "10" {
		t.Errorf("the head: %d %v", w.Code, w.Header())
	}
	for _, path := range []string{
		"/app/", "/app/1", "/app/1/", "/app/../secret", "/app/1/../../secret", "/app//etc/passwd", "/app/.secret", "/app/1/.secret", "/app/link", "/app/none", "/app", "/app/..\\secret", "/app/\x00",
	} {
		if w := ask(a, "GET", path); w.Code != 404 {
			t.Errorf("%q: %d %s", path, w.Code, w.Body)
		}
	}
	if w := ask(a, "POST", "/app/manifest.json"); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
	if w := ask(app{filepath.Join(data, "none")}, "GET", "/app/manifest.json"); w.Code != 404 {
		t.Errorf("without a folder: %d", w.Code)
	}
}
