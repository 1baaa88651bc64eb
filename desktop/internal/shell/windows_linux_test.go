package shell_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/shell/shelltest"
)

// TestWindows runs the shell as a Windows program under Wine: the popup comes,
// is answered with the mouse and goes, a second start hands its link over, and
// the program ends by itself. Wine has neither toasts nor keys for programs
// without a window, so those are only asked for.
func TestWindows(t *testing.T) {
	shelltest.Need(t, "wine", "x86_64-w64-mingw32-gcc")
	d := shelltest.Start(t)
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	wine := filepath.Join(root, "scripts", "wine.sh")
	if _, err := os.Stat(wine); err != nil {
		t.Skip("there is no scripts/wine.sh")
	}
	program := filepath.Join(t.TempDir(), "stage.exe")
	build := exec.Command("go", "build", "-o", program, "github.com/yobirin/yobirin/desktop/internal/shell/shelltest/stage")
	build.Env = append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	// Started by env, so that the prefix is the tests' own and lasts.
	prefix := filepath.Join(root, ".tools", "wine-shell")
	prepare := d.Command("env", "WINEPREFIX="+prefix, wine)
	if out, err := prepare.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	start := filepath.Join(t.TempDir(), "start")
	text := "#!/bin/sh\nWINEPREFIX='" + prefix + "' exec '" + wine + "' '" + program + "' \"$@\"\n"
	if err := os.WriteFile(start, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server := d.Command("env", "WINEPREFIX="+prefix, "wineserver", "-k")
		_ = server.Run() // ends what Wine started for this prefix alone
	})
	stage := d.Stage(t, start, "-claim")
	screen := d.Screen(t)
	stage.Do(t, show(card("call-1", true)))
	shelltest.Until(t, "the popup", func() bool { return screen.Pixel(popupX+30, popupY+buttonY) == 0x2B8A3E })
	click(t, d, screen, popupX+answerX, popupY+buttonY)
	stage.Command(t, "Answer", "call-1")
	// Where a desktop has no bar, Wine opens a window for the icon, and that may
	// take the keyboard; the popup may not.
	if !screen.Focused() {
		if name := d.Xdotool(t, "getwindowfocus", "getwindowname"); name != "Wine System Tray" {
			t.Errorf("the keyboard is at %q", name)
		}
	}
	stage.Do(t, show())
	shelltest.Until(t, "the popup's end", func() bool { return screen.Pixel(popupX+3, popupY+100) != 0xB35C00 })
	second, err := d.Second(t, start, filepath.Join(d.Home, "app"), "tel:0312345678")
	if err != nil || second.Count(func(told shelltest.Told) bool { return told.Told == "second" }) != 1 {
		t.Fatalf("the second start: %v", err)
	}
	stage.Await(t, "the link", func(told shelltest.Told) bool {
		return told.Told == "Opened" && bytes.Contains(told.Value, []byte(`"0312345678"`))
	})
	stage.Do(t, seat.Hotkeys{Answer: "Ctrl+Alt+A", HangUp: "B"})
	stage.Await(t, "the troubles", func(told shelltest.Told) bool {
		return told.Told == "HotkeyTroubles" && bytes.Contains(told.Value, []byte("hotkey_invalid")) && !bytes.Contains(told.Value, []byte("hotkey_taken"))
	})
	stage.Do(t, seat.Notify{Card: card("call-2", false)})
	stage.Quit(t)
}
