package admin

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/shared/fault"
)

// Client talks to the server of one data directory.
type Client struct {
	http *http.Client
	path string
}

// Dial makes a client of the server whose socket is at path. It connects with
// the first request.
func Dial(path string) *Client {
	return &Client{path: path, http: &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", path)
		},
	}}}
}

// Status asks how the server is.
func (c *Client) Status(ctx context.Context) (Status, error) {
	var s Status
	err := c.do(ctx, http.MethodGet, "/status", nil, &s)
	return s, err
}

// Apply sends a site file, and the audio files that it names, from disk.
func (c *Client) Apply(ctx context.Context, file string, dryRun bool) (directory.Diff, error) {
	body, err := pack(file)
	if err != nil {
		return nil, err
	}
	query := url.Values{"name": {filepath.Base(file)}}
	if dryRun {
		query.Set("dry-run", "1")
	}
	var diff directory.Diff
	err = c.do(ctx, http.MethodPost, "/apply?"+query.Encode(), body, &diff)
	return diff, err
}

// pack puts the site file and what it names into one archive. Names that lead
// out of the site file's folder, and files that cannot be read, are left out:
// the server says in which line they are missing.
func pack(file string) (io.Reader, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	add := func(name string, data []byte) error {
		entry, err := w.Create(name)
		if err == nil {
			_, err = entry.Write(data)
		}
		return err
	}
	if err := add(siteEntry, data); err != nil {
		return nil, err
	}
	var named struct {
		Audio []struct {
			File string `yaml:"file"`
		} `yaml:"audio"`
	}
	if yaml.Unmarshal(data, &named) != nil {
		named.Audio = nil // not YAML: the server says why
	}
	root, err := os.OpenRoot(filepath.Dir(file))
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	seen := map[string]bool{siteEntry: true}
	for _, a := range named.Audio {
		name := filepath.ToSlash(filepath.Clean(a.File))
		if a.File == "" || seen[name] {
			continue
		}
		seen[name] = true
		content, err := root.ReadFile(name)
		if err != nil {
			continue
		}
		if err := add(name, content); err != nil {
			return nil, err
		}
	}
	return &b, w.Close()
}

func (c *Client) do(ctx context.Context, method, path string, body io.Reader, into any) error {
	req, err := http.NewRequestWithContext(ctx, method, "http://yobirind"+path, body)
	if err != nil {
		return err
	}
	res, err := c.http.Do(req)
	if err != nil {
		var op *net.OpError
		if errors.As(err, &op) {
			return fmt.Errorf("no server answers at %s; is yobirind running on this data directory? (%w)", c.path, op.Err)
		}
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		var r refusal
		if err := json.NewDecoder(res.Body).Decode(&r); err != nil {
			return fmt.Errorf("the server answered %s", res.Status)
		}
		text := r.Message
		if len(r.Lines) > 0 {
			text += "\n" + strings.Join(r.Lines, "\n")
		}
		return fault.New(r.Code, "refused", "%s", text)
	}
	return json.NewDecoder(res.Body).Decode(into)
}
