package shell

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// home gives the test a home of its own.
func home(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("XDG_CONFIG_HOME", "")
	t.Setenv("XDG_DATA_HOME", "")
	t.Setenv("XDG_DATA_DIRS", filepath.Join(dir, "system"))
	return dir
}

func read(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestAutostart(t *testing.T) {
	dir := home(t)
	path := filepath.Join(dir, ".config", "autostart", "yobirin.desktop")
	for range 2 {
		if err := SetAutostart(true, "/opt/Yobirin app/yobirin"); err != nil {
			t.Fatal(err)
		}
	}
	text := read(t, path)
	if !strings.Contains(text, "\nExec=\"/opt/Yobirin app/yobirin\" --hidden\n") || !strings.Contains(text, "\nComment[ja]=コールセンター") {
		t.Errorf("%q", text)
	}
	if program, err := exec.LookPath("desktop-file-validate"); err == nil {
		if out, err := exec.Command(program, path).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	}
	for range 2 {
		if err := SetAutostart(false, ""); err != nil {
			t.Fatal(err)
		}
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestLinksAreOursWhereTheyAreNobodys(t *testing.T) {
	dir := home(t)
	for range 2 {
		if err := RegisterLinks("/opt/yobirin"); err != nil {
			t.Fatal(err)
		}
	}
	desktop := read(t, filepath.Join(dir, ".local", "share", "applications", desktopFile))
	if !strings.Contains(desktop, "\nExec=\"/opt/yobirin\" %u\n") || !strings.Contains(desktop, "\nMimeType=x-scheme-handler/tel;x-scheme-handler/callto;\n") {
		t.Errorf("%q", desktop)
	}
	if program, err := exec.LookPath("xdg-mime"); err == nil {
		out, err := exec.Command(program, "query", "default", "x-scheme-handler/tel").CombinedOutput()
		if err != nil || strings.TrimSpace(string(out)) != desktopFile {
			t.Errorf("the desktop asks %q for tel: links (%v)", out, err)
		}
	}
}

func TestLinksOfAPackageAreLeftToIt(t *testing.T) {
	dir := home(t)
	system := filepath.Join(dir, "system", "applications")
	if err := os.MkdirAll(system, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(system, desktopFile), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := RegisterLinks("/opt/yobirin"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, ".local", "share", "applications", desktopFile)); err == nil {
		t.Error("a second desktop file was written")
	}
}

func TestPrepare(t *testing.T) {
	for _, tt := range []struct{ backend, wayland, x11, want string }{
		{"", "wayland-0", ":0", "x11,*"}, {"", "wayland-0", "", ""}, {"", "", ":0", ""}, {"wayland", "wayland-0", ":0", "wayland"},
	} {
		bare(t)
		t.Setenv("WAYLAND_DISPLAY", tt.wayland)
		t.Setenv("DISPLAY", tt.x11)
		t.Setenv("GDK_BACKEND", tt.backend)
		if err := Prepare(); err != nil || os.Getenv("GDK_BACKEND") != tt.want {
			t.Errorf("%+v gives %q, %v", tt, os.Getenv("GDK_BACKEND"), err)
		}
	}
}

// bare takes out of the test's environment what Prepare sets.
func bare(t *testing.T) {
	t.Helper()
	for _, name := range []string{"GDK_BACKEND", "JSC_gcMaxHeapSize", "GDK_GL", "WEBKIT_DISABLE_DMABUF_RENDERER", "WEBKIT_WEB_RENDER_DEVICE_FILE", setForUs} {
		t.Setenv(name, "")
	}
}

// TestTheWebViewsGarbageIsBounded: and what the person has set stays.
func TestTheWebViewsGarbageIsBounded(t *testing.T) {
	for set, want := range map[string]string{"": "16777216", "1000000": "1000000"} {
		bare(t)
		t.Setenv("JSC_gcMaxHeapSize", set)
		if err := Prepare(); err != nil || os.Getenv("JSC_gcMaxHeapSize") != want {
			t.Errorf("%q gives %q, %v; expected %q", set, os.Getenv("JSC_gcMaxHeapSize"), err, want)
		}
	}
}

// TestWhatTheAppSetsIsItsOwn: programs that it starts get what the person has
// set, and nothing of ours.
func TestWhatTheAppSetsIsItsOwn(t *testing.T) {
	bare(t)
	t.Setenv("WAYLAND_DISPLAY", "")
	t.Setenv("GDK_GL", "gles")
	for range 2 { // an app that was started by another one of us, too
		if err := Prepare(); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"JSC_gcMaxHeapSize", "WEBKIT_DISABLE_DMABUF_RENDERER", "WEBKIT_WEB_RENDER_DEVICE_FILE", setForUs}
	if got := keptFromOthers(); !slices.Equal(got, want) || os.Getenv("GDK_GL") != "gles" {
		t.Errorf("kept from others: %q, GDK_GL %q; expected %q", got, os.Getenv("GDK_GL"), want)
	}
}
