package shell

import (
	"archive/zip"
	"bufio"
	"bytes"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMain plays an app that crashes, when a test starts this program so.
func TestMain(m *testing.M) {
	if dir := os.Getenv("YOBIRIN_TEST_CRASH"); dir != "" {
		crash(dir)
	}
	os.Exit(m.Run())
}

func crash(dir string) {
	l, handler, err := OpenLog(dir, slog.LevelInfo)
	if err != nil {
		panic(err)
	}
	defer l.Close()
	slog.New(handler).Info("before the crash", "number", "03-1234-5678")
	if _, _, err := NewWatch(dir, "1.2.3"); err != nil {
		panic(err)
	}
	go func() { panic("sip:0312345678@example.jp broke it") }()
	select {}
}

func unzip(t *testing.T, path string) map[string]string {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	files := map[string]string{}
	for _, file := range archive.File {
		from, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(from)
		from.Close()
		if err != nil {
			t.Fatal(err)
		}
		files[file.Name] = string(text)
	}
	return files
}

func TestBundleOfACrash(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "YOBIRIN_TEST_CRASH="+dir)
	if err := cmd.Run(); err == nil {
		t.Fatal("it did not crash")
	}
	w, crashed, err := NewWatch(dir, "1.2.4")
	if err != nil || crashed == "" {
		t.Fatalf("crashed %q, %v", crashed, err)
	}
	files := unzip(t, crashed)
	if !strings.Contains(files[crashFile], "goroutine ") || !strings.Contains(files[crashFile], "crash_test.go") {
		t.Errorf("no dump: %q", files[crashFile])
	}
	if !strings.Contains(files["about.txt"], "version 1.2.3") || !strings.Contains(files["about.txt"], "Yobirin 1.2.4") {
		t.Errorf("about: %q", files["about.txt"])
	}
	if !strings.Contains(files[logName], "before the crash") {
		t.Errorf("log: %q", files[logName])
	}
	for name, text := range files {
		if strings.Contains(text, "12345678") || strings.Contains(text, "1234-5678") {
			t.Errorf("%s has a number: %q", name, text)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	after, crashed, err := NewWatch(dir, "1.2.4")
	if err != nil || crashed != "" {
		t.Errorf("a run that ended well left %q, %v", crashed, err)
	}
	if err := after.Close(); err != nil {
		t.Error(err)
	}
}

func TestBundlesOnDemandAreLimited(t *testing.T) {
	dir := t.TempDir()
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	w, _, err := newWatch(dir, "1", func() time.Time { at = at.Add(time.Second); return at })
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	last := ""
	for range maxBundles + 3 {
		if last, err = w.Bundle(); err != nil {
			t.Fatal(err)
		}
	}
	bundles := w.Bundles()
	if len(bundles) != maxBundles || bundles[len(bundles)-1] != last {
		t.Errorf("bundles %v, the last was %s", bundles, last)
	}
	if dump := unzip(t, last)["goroutines.txt"]; !strings.Contains(dump, "TestBundlesOnDemandAreLimited") {
		t.Errorf("no goroutines: %q", dump)
	}
}

func TestLogTurns(t *testing.T) {
	dir := t.TempDir()
	l, handler, err := OpenLog(dir, slog.LevelInfo)
	if err != nil {
		t.Fatal(err)
	}
	l.size = 1000
	log := slog.New(handler)
	for i := range 100 {
		log.Info("a line", "i", i)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Join(dir, "logs"))
	if err != nil || len(entries) != logFiles {
		t.Fatalf("%d files, %v", len(entries), err)
	}
	want := 99 // newest last: 0 is the present file
	for n := range logFiles {
		raw, err := os.ReadFile(l.path(n))
		if err != nil || len(raw) > 1000 {
			t.Fatalf("%d: %d bytes, %v", n, len(raw), err)
		}
		var lines []string
		for s := bufio.NewScanner(bytes.NewReader(raw)); s.Scan(); {
			lines = append(lines, s.Text())
		}
		for i := len(lines) - 1; i >= 0; i-- {
			if !strings.HasSuffix(lines[i], "i="+itoa(want)) {
				t.Fatalf("%q instead of line %d", lines[i], want)
			}
			want--
		}
	}
	if want > 80 {
		t.Errorf("only lines from %d on are kept", want)
	}
	again, _, err := OpenLog(dir, slog.LevelInfo)
	if err != nil || again.written == 0 {
		t.Errorf("the log was begun anew: %v", err)
	}
	again.Close()
}

func itoa(n int) string {
	return string(bytes.TrimLeft([]byte{byte('0' + n/10), byte('0' + n%10)}, "0"))
}

func TestScrub(t *testing.T) {
	s := newScrubber()
	for line, want := range map[string]string{
		`time=2026-11-22T23:36:22.123Z level=INFO msg=x`:     `time=2026-11-22T23:36:22.123Z level=INFO msg=x`,
		`called 03-1234-5678 and 09012345678`:                `called ### and ###`,
		`+81 3 1234 5678`:                                    `###`,
		`From: <sip:0312345678@pbx.example.jp>`:              `From: <***>`,
		`taro@example.jp`:                                    `***`,
		`password=abc token: "x y" Authorization: Bearer zz`: `password=*** token: *** Authorization: *** zz`,
		`goroutine 12 [running]: main.f(0xc000123456, 0x12)`: `goroutine 12 [running]: main.f(0xc000123456, 0x12)`,
		`	/x/main.go:123 +0x1234567`:                         `	/x/main.go:123 +0x1234567`,
		`192.168.100.200:5061`:                               `192.168.100.200:5061`,
		`dep a/b v1.12.2 h1:12345678abcd=`:                   `dep a/b v1.12.2 h1:12345678abcd=`,
		`status=486 code=12345`:                              `status=486 code=12345`,
	} {
		if got := string(s.scrub([]byte(line))); got != want {
			t.Errorf("%q became %q, want %q", line, got, want)
		}
	}
}
