package web

import (
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"
)

// app serves the agent app's update: manifest.json and what it names. The
// files are public, as the app asks before anybody is logged in; they are
// signed, so nothing depends on who serves them. Folders are not listed, and
// nothing outside the folder is served, by whatever name or link.
type app struct{ folder string }

// ServeHTTP answers GET and HEAD, Range included.
func (a app) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	name, ok := strings.CutPrefix(r.URL.Path, "/app/")
	if !ok || !fs.ValidPath(name) || name == "." || strings.HasPrefix(name, ".") || strings.Contains(name, "/.") {
		http.NotFound(w, r)
		return
	}
	root, err := os.OpenRoot(a.folder)
	if err != nil { // no update has been put there
		http.NotFound(w, r)
		return
	}
	defer func() { _ = root.Close() }()
	f, err := root.Open(name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Type", "application/octet-stream")
	if path.Ext(name) == ".json" {
		h.Set("Content-Type", "application/json")
	}
	http.ServeContent(w, r, "", info.ModTime(), f)
}
