package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

// built is the console as the front end's build left it; without a build only
// a mark is in it.
//
//go:embed all:dist
var built embed.FS

// page is one file of the console, ready to be sent.
type page struct {
	kind   string // media type
	tag    string // strong validator
	plain  []byte
	zipped func() []byte // compressed when first asked for; nil, or gives nil: not worth it
	cache  string
}

// console serves the front end: files by their names, and its first page for
// every other address, which the front end understands.
type console struct {
	pages map[string]*page
}

// worthZipping is the size from which compression saves a packet.
const worthZipping = 1400

func newConsole() (*console, error) {
	dist, err := fs.Sub(built, "dist")
	if err != nil {
		return nil, fmt.Errorf("web: the console's files: %w", err)
	}
	c := &console{pages: map[string]*page{}}
	err = fs.WalkDir(dist, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, ".") || strings.Contains(name, "/.") {
			return err
		}
		data, err := fs.ReadFile(dist, name)
		if err != nil {
			return err
		}
		c.pages["/"+name] = newPage(name, data)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("web: the console's files: %w", err)
	}
	return c, nil
}

func newPage(name string, data []byte) *page {
	sum := sha256.Sum256(data)
	p := &page{kind: mime.TypeByExtension(path.Ext(name)), plain: data, tag: `"` + hex.EncodeToString(sum[:12]) + `"`, cache: "no-cache"}
	switch path.Ext(name) { // the machine's table may be thin
	case ".js":
		p.kind = "text/javascript; charset=utf-8"
	case ".woff2":
		p.kind = "font/woff2"
	case "":
		p.kind = "application/octet-stream"
	}
	if strings.HasPrefix(name, "assets/") {
		p.cache = "public, max-age=31536000, immutable" // the name carries a hash of the content
	}
	switch path.Ext(name) {
	case ".js", ".css", ".html", ".svg", ".json":
		if len(data) >= worthZipping {
			p.zipped = sync.OnceValue(func() []byte { return zip(data) })
		}
	}
	return p
}

func zip(data []byte) []byte {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err := z.Write(data); err != nil || z.Close() != nil || out.Len() >= len(data) {
		return nil
	}
	return out.Bytes()
}

// ServeHTTP answers GET and HEAD.
func (c *console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	p := c.pages[r.URL.Path]
	if p == nil && path.Ext(r.URL.Path) == "" {
		p = c.pages["/index.html"] // an address of the front end's own
		if p == nil {
			http.Error(w, "the console is not built into this server; build it with: make build", http.StatusNotFound)
			return
		}
	}
	if p == nil {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", p.cache)
	h.Set("Content-Type", p.kind)
	body, tag := p.plain, p.tag
	if p.zipped != nil {
		h.Set("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && r.Header.Get("Range") == "" {
			if zipped := p.zipped(); zipped != nil {
				h.Set("Content-Encoding", "gzip")
				body, tag = zipped, strings.TrimSuffix(p.tag, `"`)+`-gz"`
			}
		}
	}
	h.Set("ETag", tag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}
