//go:build linux

package shelltest

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Patience is how long something may take before a test fails.
const Patience = time.Minute

// Desktop is a desktop of a test's own.
type Desktop struct {
	Display string // ":123"
	Bus     string // address of the session bus
	Home    string
	env     []string
}

// busConfig starts nothing by itself: what is on the bus, a test put there.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=%DIR%</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`

// Need skips a test where programs are not installed, unless YOBIRIN_E2E says
// that everything must be.
func Need(t testing.TB, programs ...string) {
	t.Helper()
	for _, program := range programs {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("YOBIRIN_E2E") == "require" {
				t.Fatalf("%s is needed and not installed", program)
			}
			t.Skipf("%s is not installed", program)
		}
	}
}

// Start starts a desktop for the time of a test.
func Start(t testing.TB) *Desktop {
	t.Helper()
	Need(t, "Xvfb", "dbus-daemon", "openbox", "wmctrl", "xdotool")
	d := &Desktop{Home: t.TempDir()}
	for _, dir := range []string{"run", "bus"} {
		if err := os.Mkdir(filepath.Join(d.Home, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	d.env = []string{
		"HOME=" + d.Home, "XDG_RUNTIME_DIR=" + filepath.Join(d.Home, "run"), "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8",
		"NO_AT_BRIDGE=1", "GSETTINGS_BACKEND=memory", "GIO_USE_VFS=local", "XDG_DATA_DIRS=/usr/share",
	}
	d.Display = ":" + d.firstLine(t, 3, "Xvfb", "-displayfd", "3", "-screen", "0", "1280x720x24", "-nolisten", "tcp", "-noreset")
	d.env = append(d.env, "DISPLAY="+d.Display)
	config := filepath.Join(d.Home, "bus.conf")
	if err := os.WriteFile(config, []byte(strings.ReplaceAll(busConfig, "%DIR%", filepath.Join(d.Home, "bus"))), 0o600); err != nil {
		t.Fatal(err)
	}
	d.Bus = d.firstLine(t, 1, "dbus-daemon", "--config-file="+config, "--nofork", "--print-address=1")
	d.env = append(d.env, "DBUS_SESSION_BUS_ADDRESS="+d.Bus)
	d.Run(t, "openbox")
	Until(t, "the window manager", func() bool {
		return d.Command("wmctrl", "-m").Run() == nil
	})
	return d
}

// Command is a program on the desktop.
func (d *Desktop) Command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = d.env
	return cmd
}

// Run starts a program for the time of a test.
func (d *Desktop) Run(t testing.TB, name string, args ...string) {
	t.Helper()
	End(t, d.Command(name, args...))
}

// Xdotool plays keys and mouse.
func (d *Desktop) Xdotool(t testing.TB, args ...string) string {
	t.Helper()
	out, err := d.Command("xdotool", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("xdotool %v: %v: %s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// End starts a command and ends it with the test.
func End(t testing.TB, cmd *exec.Cmd) {
	t.Helper()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // may have ended
		_ = cmd.Wait()                                      // killed
	})
}

// firstLine starts a program for the time of a test and gives what it first
// writes to a file descriptor.
func (d *Desktop) firstLine(t testing.TB, fd int, name string, args ...string) string {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := d.Command(name, args...)
	if fd == 1 {
		cmd.Stdout = write
	} else {
		cmd.ExtraFiles = []*os.File{write}
	}
	End(t, cmd)
	_ = write.Close()
	if err := read.SetReadDeadline(time.Now().Add(Patience)); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatalf("%s does not start: %v", name, err)
	}
	go func() { _, _ = io.Copy(io.Discard, read) }() // until the program ends
	return strings.TrimSpace(line)
}

// Until waits for something to become true.
func Until(t testing.TB, what string, reached func() bool) {
	t.Helper()
	deadline := time.Now().Add(Patience)
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for !reached() {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
		<-ticker.C
	}
}
