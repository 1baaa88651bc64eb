package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/desktop/internal/update"
)

func TestSignsWhatTheAppBelieves(t *testing.T) {
	dir := t.TempDir()
	key, file := filepath.Join(dir, "app.key"), filepath.Join(dir, "manifest.json")
	do := func(args ...string) string {
		t.Helper()
		var out bytes.Buffer
		if err := run(args, &out, io.Discard); err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		return strings.TrimSpace(out.String())
	}
	public := do("-new", "-key", key)
	if again := do("-public", "-key", key); again != public {
		t.Errorf("the public half was %s and is %s", public, again)
	}
	if info, err := os.Stat(key); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file: %v, %v", info.Mode(), err)
	}
	if err := run([]string{"-new", "-key", key}, io.Discard, io.Discard); err == nil {
		t.Error("a key was written over")
	}
	text := `{"version":"1.2.3","notes":{"ja":"","en":""},"url":"https://example.jp/","released":"2026-11-22T10:00:00Z","sha256":{"windows/amd64":"` + strings.Repeat("00", 32) + `"}}`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	signed := do("-key", key, file)
	k, err := update.ReadKey(public)
	if err != nil {
		t.Fatal(err)
	}
	if m, err := update.Open([]byte(signed), k); err != nil || m.Version != "1.2.3" {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	junk := filepath.Join(dir, "junk")
	if err := os.WriteFile(junk, []byte("junk"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{}, {"-key", junk}, {"-key", filepath.Join(dir, "none"), "x"}, {"-what"}} {
		if err := run(args, io.Discard, io.Discard); err == nil {
			t.Errorf("%v is accepted", args)
		}
	}
}
