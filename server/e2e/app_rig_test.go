package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// yobirin builds the agent app once for all tests of this process, as it is
// given to agents.
var yobirin = sync.OnceValues(func() (string, error) {
	program := filepath.Join(scratch(), "yobirin")
	cmd := exec.Command("go", "build", "-buildvcs=false", "-tags", "desktop,production,webkit2_41", "-o", program, "../../desktop/cmd/yobirin")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the app: %w\n%s", err, out)
	}
	return program, nil
})

// secureServer starts a server of one test's own with TLS for HTTP and SIP.
func secureServer(t testing.TB, more ...string) *server {
	t.Helper()
	dir, err := os.MkdirTemp(scratch(), "tls-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	cert, key := trusted(t).certify(t, dir, 24*time.Hour)
	sip := freePort(t, "127.0.0.1")
	return startServer(t, serverSpec{Env: append([]string{
		"YOBIRIN_TLS_CERT=" + cert, "YOBIRIN_TLS_KEY=" + key, fmt.Sprintf("YOBIRIN_SIP_TLS_LISTEN=127.0.0.1:%d", sip),
	}, more...)})
}

// app is the agent app on a stage.
type app struct {
	*stage
	t    testing.TB
	dir  string
	cmd  *exec.Cmd
	said *tail
	done chan struct{}
}

// policyFor writes what IT decides: the server, and whom to trust.
func (s *stage) policyFor(url string) string {
	s.t.Helper()
	text, err := json.Marshal(map[string]string{"serverUrl": url, "caFile": trusted(s.t).file})
	if err != nil {
		s.t.Fatal(err)
	}
	path := filepath.Join(s.dir, "policy.json")
	if err := os.WriteFile(path, text, 0o644); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// launch starts the app against a server; it ends with the test.
func (s *stage) launch(url string, args ...string) *app {
	s.t.Helper()
	program, err := yobirin()
	if err != nil {
		s.t.Fatal(err)
	}
	a := &app{stage: s, t: s.t, dir: filepath.Join(s.dir, "app"), said: &tail{}, done: make(chan struct{})}
	argv := append(append(slices.Clone(s.through), program), args...)
	a.cmd = exec.Command(argv[0], argv[1:]...)
	a.cmd.Env = append(s.env, "YOBIRIN_APP_DIR="+a.dir, "YOBIRIN_POLICY="+s.policyFor(url))
	a.cmd.Stdout, a.cmd.Stderr, a.cmd.SysProcAttr = a.said, a.said, dieWithUs()
	start(s.t, a.cmd)
	go func() {
		defer close(a.done)
		_ = a.cmd.Wait()
	}()
	s.t.Cleanup(func() {
		if s.t.Failed() {
			s.shoot("failed")
		}
		endProcess(a.cmd, a.done, 5*time.Second)
		log := a.log()
		for line := range strings.Lines(log) {
			if strings.Contains(line, "panic") || strings.Contains(line, "DATA RACE") {
				s.t.Errorf("the app said: %s", line)
			}
		}
		if s.t.Failed() {
			s.t.Logf("the app said:\n%s%s", last(a.said.String(), 4000), last(log, 8000))
		}
	})
	return a
}

// log is what the app has written down.
func (a *app) log() string {
	text, err := os.ReadFile(filepath.Join(a.dir, "logs", "yobirin.log"))
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// window waits for the app's main window and gives its identifier.
func (a *app) window() string {
	a.t.Helper()
	var id string
	eventually(a.t, patience, "the app's window", func() (string, bool) {
		out, err := a.tool("xdotool", "search", "--onlyvisible", "--name", "^Yobirin$")
		id, _, _ = strings.Cut(out, "\n")
		return fmt.Sprint(out, err), err == nil && id != ""
	})
	return id
}

// key presses keys in the window that has the keyboard.
func (a *app) key(keys ...string) {
	a.t.Helper()
	if out, err := a.tool("xdotool", append([]string{"key", "--delay", "30"}, keys...)...); err != nil {
		a.t.Fatalf("press %v: %v %s", keys, err, out)
	}
}

// write types text into the window that has the keyboard.
func (a *app) write(text string) {
	a.t.Helper()
	if out, err := a.tool("xdotool", "type", "--delay", "15", text); err != nil {
		a.t.Fatalf("type: %v %s", err, out)
	}
}

// click presses the mouse at a place of the window.
func (a *app) click(x, y int) {
	a.t.Helper()
	if out, err := a.tool("xdotool", "mousemove", "--window", a.window(), fmt.Sprint(x), fmt.Sprint(y), "click", "1"); err != nil {
		a.t.Fatalf("click: %v %s", err, out)
	}
}

// focus gives the app's window the keyboard.
func (a *app) focus() {
	a.t.Helper()
	if out, err := a.tool("xdotool", "windowactivate", "--sync", a.window()); err != nil {
		a.t.Fatalf("activate the window: %v %s", err, out)
	}
}

// logIn types ID and password as soon as the page takes them, and waits until
// the agent's phone is registered.
func (a *app) logIn(s *server, user, password, extension string) {
	a.t.Helper()
	a.focus()
	// The field of the ID moves with what the page says above and below it:
	// as at first it is at the first of these heights; a label is as good.
	heights := []int{292, 280, 268, 304}
	var again time.Time
	eventually(a.t, patience, user+" to be logged in", func() (string, bool) {
		state := ""
		for _, row := range s.floor(a.t).Agents {
			if row.Extension == extension {
				state = fmt.Sprintf("%+v", row)
				if row.State == "available" {
					return "", true
				}
			}
		}
		// The page may not have been there yet; once somebody is logged in,
		// what is typed would go elsewhere.
		out, err := a.tray.tooltip()
		if err == nil && contains(out, "ログインしていません") && time.Now().After(again) {
			a.click(640, heights[0])
			heights = append(heights[1:], heights[0])
			a.key("ctrl+a")
			a.write(user)
			a.key("Tab")
			a.key("ctrl+a")
			a.write(password)
			a.key("Return")
			again = time.Now().Add(8 * time.Second)
		}
		return fmt.Sprint(state, " ", out, err), false
	})
}
