package admin

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/shared/fault"
)

// clerk is an office that remembers what it was asked.
type clerk struct {
	files  map[string]string
	data   string
	name   string
	dryRun bool
	err    error
}

func (c *clerk) Apply(_ context.Context, src directory.Source, dryRun bool) (directory.Diff, error) {
	c.data, c.name, c.dryRun, c.files = string(src.Data), src.Name, dryRun, map[string]string{}
	for _, n := range []string{"sounds/hello.wav", "../secret", "missing.wav"} {
		if b, err := fs.ReadFile(src.Dir, n); err == nil {
			c.files[n] = string(b)
		}
	}
	return directory.Diff{{Action: "create", Noun: "groups", Key: "受注"}}, c.err
}

func (c *clerk) Status(context.Context) (Status, error) {
	return Status{Version: "test", Calls: 3}, c.err
}

func serve(t *testing.T, o Office) *Client {
	path := Socket(t.TempDir())
	if err := os.WriteFile(path, nil, 0o644); err != nil { // what a crash left
		t.Fatal(err)
	}
	l, err := Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the socket is %v, %v", info.Mode(), err)
	}
	server := &http.Server{Handler: Handler(o, slog.New(slog.DiscardHandler))}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	}()
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		<-done
	})
	return Dial(path)
}

func TestApplyBringsTheFilesThatTheSiteNames(t *testing.T) {
	dir := t.TempDir()
	site := "audio:\n  - {name: hello, file: sounds/hello.wav}\n  - {name: out, file: ../secret}\n  - {name: gone, file: missing.wav}\n"
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, "site", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("site.yaml", site)
	write("sounds/hello.wav", "RIFF")
	write("../secret", "secret")
	c := &clerk{}
	diff, err := serve(t, c).Apply(t.Context(), filepath.Join(dir, "site", "site.yaml"), true)
	if err != nil || len(diff) != 1 || diff[0].Key != "受注" {
		t.Fatalf("%+v, %v", diff, err)
	}
	if c.data != site || c.name != "site.yaml" || !c.dryRun || len(c.files) != 1 || c.files["sounds/hello.wav"] != "RIFF" {
		t.Fatalf("the office got %+v", c)
	}
}

func TestMistakesComeWithTheirLines(t *testing.T) {
	file := filepath.Join(t.TempDir(), "site.yaml")
	if err := os.WriteFile(file, []byte("groups: 3"), 0o644); err != nil {
		t.Fatal(err)
	}
	mistakes := directory.Mistakes{{File: "site.yaml", Line: 1, Column: 9, Field: "groups", Value: "3", Expected: "a list"}}
	c := &clerk{err: fault.Wrap(mistakes, fault.Invalid, "site_invalid", "the site file has a mistake")}
	_, err := serve(t, c).Apply(t.Context(), file, false)
	if fault.CodeOf(err) != fault.Invalid || !strings.Contains(err.Error(), `site.yaml:1:9: groups: got "3", expected a list`) {
		t.Fatalf("got %v", err)
	}
}

func TestStatus(t *testing.T) {
	s, err := serve(t, &clerk{}).Status(t.Context())
	if err != nil || s.Calls != 3 {
		t.Fatalf("%+v, %v", s, err)
	}
}

func TestNoServer(t *testing.T) {
	_, err := Dial(Socket(t.TempDir())).Status(t.Context())
	if err == nil || !strings.Contains(err.Error(), "no server answers") {
		t.Fatalf("got %v", err)
	}
}

func TestWhatIsNoArchiveIsRefused(t *testing.T) {
	c := serve(t, &clerk{})
	err := c.do(t.Context(), http.MethodPost, "/apply", strings.NewReader("not a zip"), nil)
	if fault.CodeOf(err) != fault.Invalid {
		t.Fatalf("got %v", err)
	}
}
