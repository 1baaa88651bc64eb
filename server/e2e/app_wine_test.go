package e2e

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// windowsPC runs the app's program for Windows, made by make app-windows,
// under Wine: on the stage's screen, with the stage's sound.
type windowsPC struct {
	t       testing.TB
	stage   *stage
	program string
}

func newWindowsPC(t testing.TB, s *stage) windowsPC {
	t.Helper()
	if _, err := os.Stat("/usr/lib/wine/wine64"); err != nil {
		need(t, "wine64")
	}
	need(t, "x86_64-w64-mingw32-gcc")
	program, err := filepath.Abs("../../bin/yobirin.exe")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(program); err != nil {
		if os.Getenv(envNeeded) == "require" {
			t.Fatal(err)
		}
		t.Skip("bin/yobirin.exe is not there (make app-windows makes it)")
	}
	return windowsPC{t: t, stage: s, program: program}
}

// command runs the program; it is killed, with all of Wine that it started,
// when the time is over.
func (w windowsPC) command(atMost time.Duration, args ...string) (*exec.Cmd, *tail) {
	ctx, cancel := context.WithTimeout(context.Background(), atMost)
	w.t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, "../../scripts/wine.sh", append([]string{w.program}, args...)...)
	said := &tail{}
	cmd.Env, cmd.Stdout, cmd.Stderr = w.stage.env, said, said
	cmd.SysProcAttr, cmd.WaitDelay = dieWithUs(), 5*time.Second
	return cmd, said
}

// TestAppOnWindows starts the app for Windows. Wine has no WebView2, so what
// can be proved is what comes before the window: that the program starts, that
// it finds sound devices, and that it says what is missing.
func TestAppOnWindows(t *testing.T) {
	t.Parallel()
	pc := newWindowsPC(t, newStage(t))
	t.Run("it says its version", func(t *testing.T) {
		cmd, said := pc.command(2*time.Minute, "--version") // the first time Wine makes its files
		if err := cmd.Run(); err != nil || !strings.HasPrefix(said.String(), "yobirin ") {
			t.Fatalf("%v: %q", err, said)
		}
	})
	t.Run("it finds microphones and loudspeakers", func(t *testing.T) {
		cmd, said := pc.command(time.Minute, "--sound")
		if err := cmd.Run(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		mics, speakers, both := strings.Cut(said.String(), "loudspeakers:")
		if !both || !hasAll(speakers, []string{headset, desktop, mouth}) {
			t.Errorf("not all loudspeakers of %s, %s, %s:\n%s", headset, desktop, mouth, said)
		}
		if !hasAll(mics, []string{"microphones:", "* ", microphone}) {
			t.Errorf("not the microphone %s:\n%s", microphone, said)
		}
	})
	t.Run("it says that WebView2 is missing, and ends", func(t *testing.T) {
		cmd, said := pc.command(time.Minute)
		start(t, cmd)
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		eventually(t, patience, "a box on the screen", func() (string, bool) {
			out, err := pc.stage.tool("xdotool", "search", "--onlyvisible", "--name", "^Yobirin$")
			return out + said.String(), err == nil && out != ""
		})
		pc.stage.shoot("windows-no-webview")
		if text := said.String(); !strings.Contains(text, "WebView2") {
			t.Errorf("it writes %q, expected what is missing", text)
		}
		// A box may be on the screen before it takes keys.
		var err error
		eventually(t, patience, "the program to end after Return", func() (string, bool) {
			select {
			case err = <-ended:
				return "", true
			default:
				out, _ := pc.stage.tool("xdotool", "search", "--onlyvisible", "--name", "^Yobirin$", "windowactivate", "key", "Return")
				return out, false
			}
		})
		if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != 1 {
			t.Errorf("it ends with %v, expected code 1", err)
		}
	})
}
