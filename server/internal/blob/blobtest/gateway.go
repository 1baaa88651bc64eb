// Package blobtest runs a service that speaks S3 and that nobody here wrote,
// versitygw, over a folder of a test's own.
package blobtest

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/blob"
)

// Gateway is a running service with one bucket. It is for one test.
type Gateway struct {
	Secret string
	// Folder holds the bucket's files as they were sent.
	Folder string

	program, address, root string
	stop                   func()
}

const (
	accessKey = "yobirin-test"
	bucket    = "calls"
	// EnvNeeded, set to "require", makes a missing program a failure.
	EnvNeeded = "YOBIRIN_E2E"
)

// Start starts a service; it ends with the test. Without the program, which
// scripts/need.sh installs, the test is skipped.
func Start(t testing.TB) *Gateway {
	t.Helper()
	program, err := find()
	if err != nil {
		if os.Getenv(EnvNeeded) == "require" {
			t.Fatalf("blobtest: versitygw is missing: scripts/need.sh versitygw installs it: %v", err)
		}
		t.Skipf("versitygw is missing: scripts/need.sh versitygw installs it: %v", err)
	}
	g := &Gateway{Secret: "a secret of 30 characters long", program: program, root: t.TempDir()}
	g.Folder = filepath.Join(g.root, bucket)
	if err := os.MkdirAll(g.Folder, 0o750); err != nil {
		t.Fatalf("blobtest: %v", err)
	}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("blobtest: %v", err)
	}
	g.address = l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatalf("blobtest: %v", err)
	}
	g.Up(t)
	t.Cleanup(g.Down)
	return g
}

// find looks where need.sh puts the program, then where programs are.
func find() (string, error) {
	dir, err := os.Getwd()
	for ; err == nil && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		file := filepath.Join(dir, ".tools", "bin", "versitygw")
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return file, nil
		}
	}
	return exec.LookPath("versitygw")
}

// Bucket is where it is.
func (g *Gateway) Bucket() blob.Bucket {
	return blob.Bucket{Endpoint: g.address, Region: "us-east-1", Bucket: bucket, AccessKey: accessKey, PathStyle: true}
}

// Up starts a service that is Down, at the same address, and waits until it answers.
func (g *Gateway) Up(t testing.TB) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, g.program, "--quiet", "--port", g.address, "posix", g.root)
	cmd.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+accessKey, "ROOT_SECRET_KEY="+g.Secret)
	if err := cmd.Start(); err != nil {
		cancel()
		t.Fatalf("blobtest: %v", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	g.stop = func() {
		cancel()
		if err := <-ended; err == nil { // it was killed
			panic("blobtest: versitygw ended by itself")
		}
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(20 * time.Second)
	for {
		select {
		case err := <-ended:
			cancel()
			g.stop = nil
			t.Fatalf("blobtest: versitygw ended: %v", err)
		case <-deadline:
			g.Down()
			t.Fatal("blobtest: versitygw does not answer")
		case <-tick.C:
			if g.answers(ctx) {
				return
			}
		}
	}
}

func (g *Gateway) answers(ctx context.Context) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("http://%s/", g.address), nil)
	if err != nil {
		return false
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	return res.Body.Close() == nil
}

// Down ends the service; its files stay.
func (g *Gateway) Down() {
	if g.stop != nil {
		g.stop()
		g.stop = nil
	}
}
