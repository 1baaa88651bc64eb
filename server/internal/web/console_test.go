package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestTheConsolesFiles(t *testing.T) {
	long := strings.Repeat("console ", 1000)
	c := &console{pages: map[string]*page{
		"/index.html": newPage("index.html", []byte("<html>")), "/assets/a-1.js": newPage("assets/a-1.js", []byte(long)), "/bell.svg": newPage("bell.svg", []byte("<svg/>")),
	}}
	get := func(path string, header ...string) *http.Response {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		c.ServeHTTP(w, r)
		return w.Result()
	}
	for path, want := range map[string][3]string{
		"/":               {"200 OK", "no-cache", "text/html; charset=utf-8"},
		"/calls/abc":      {"200 OK", "no-cache", "text/html; charset=utf-8"},
		"/assets/a-1.js":  {"200 OK", "public, max-age=31536000, immutable", "text/javascript; charset=utf-8"},
		"/assets/gone.js": {"404 Not Found", "", "text/plain; charset=utf-8"},
		"/bell.svg":       {"200 OK", "no-cache", "image/svg+xml"},
		"/../secret.txt":  {"404 Not Found", "", "text/plain; charset=utf-8"},
	} {
		resp := get(path)
		if got := [3]string{resp.Status, resp.Header.Get("Cache-Control"), resp.Header.Get("Content-Type")}; got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	zipped := get("/assets/a-1.js", "Accept-Encoding", "br, gzip")
	plain := get("/assets/a-1.js")
	if zipped.Header.Get("Content-Encoding") != "gzip" || plain.Header.Get("Content-Encoding") != "" || zipped.Header.Get("ETag") == plain.Header.Get("ETag") {
		t.Errorf("compressed %v, plain %v", zipped.Header, plain.Header)
	}
	if again := get("/assets/a-1.js", "If-None-Match", plain.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("asked again with its validator: %s", again.Status)
	}
	r := httptest.NewRequest(http.MethodPost, "/", nil)
	w := httptest.NewRecorder()
	if c.ServeHTTP(w, r); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
	empty, err := newConsole()
	if err != nil {
		t.Fatal(err)
	}
	if _, hidden := empty.pages["/.keep"]; hidden {
		t.Error("hidden files are served")
	}
}

func TestPreferredLanguage(t *testing.T) {
	for accept, want := range map[string]string{
		"": "ja", "en": "en", "ja": "ja", "fr, en;q=0.5": "en", "de": "ja", "JA-jp": "ja", strings.Repeat("x,", 5000) + "en": "ja", "\x00": "ja",
	} {
		if got := preferred(t.Context(), accept); got != want {
			t.Errorf("%.20q: %s, want %s", accept, got, want)
		}
	}
}
