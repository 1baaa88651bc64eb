package e2e

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/pcm"
)

// stage is a desk of one test's own: a screen with a window manager, a session
// bus, a keychain, and a sound server with a headset, a microphone and a
// loudspeaker that nobody hears.
type stage struct {
	t     testing.TB
	dir   string // home and runtime directory
	env   []string
	notes *noteServer
	tray  *trayHost
	// through is what programs of the desk are started by: into another network.
	through []string
}

// newStage sets the stage; it goes with the test.
func newStage(t testing.TB) *stage {
	t.Helper()
	for _, program := range []string{"Xvfb", "openbox", "dbus-daemon", "pulseaudio", "pactl", "parec", "pacat", "xdotool", "import", "gnome-keyring-daemon"} {
		need(t, program)
	}
	dir, err := os.MkdirTemp(scratch(), "stage-")
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, dir: dir}
	s.env = append(os.Environ(),
		"HOME="+dir, "XDG_RUNTIME_DIR="+dir, "XDG_CONFIG_HOME="+dir+"/config", "XDG_DATA_HOME="+dir+"/data", "XDG_CACHE_HOME="+dir+"/cache",
		"PULSE_SERVER=unix:"+dir+"/pulse.sock", "PULSE_COOKIE="+dir+"/cookie", "LANG=C.UTF-8", "NO_AT_BRIDGE=1", "WAYLAND_DISPLAY=", "GDK_BACKEND=x11",
		"WEBKIT_DISABLE_COMPOSITING_MODE=1", "LIBGL_ALWAYS_SOFTWARE=1")
	s.screen()
	s.background(exec.Command("openbox", "--sm-disable"))
	s.bus()
	s.keychain()
	s.sounds()
	return s
}

// background starts a program that runs as long as the test.
func (s *stage) background(cmd *exec.Cmd) *tail {
	s.t.Helper()
	said := &tail{}
	if cmd.Stdout == nil {
		cmd.Stdout = said
	}
	cmd.Stderr, cmd.Env, cmd.SysProcAttr = said, s.env, dieWithUs()
	start(s.t, cmd)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = cmd.Wait()
	}()
	s.t.Cleanup(func() { endProcess(cmd, done, 3*time.Second) })
	return said
}

// tool runs a program to its end and gives what it said.
func (s *stage) tool(name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Env = s.env
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// firstLine starts a program and gives the first line that it writes there.
func (s *stage) firstLine(cmd *exec.Cmd, from *os.File, write *os.File) string {
	s.t.Helper()
	said := s.background(cmd)
	_ = write.Close()
	line, err := bufio.NewReader(from).ReadString('\n')
	if err != nil {
		s.t.Fatalf("%s did not start: %v\n%s", cmd.Path, err, said)
	}
	return strings.TrimSpace(line)
}

func (s *stage) screen() {
	s.t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		s.t.Fatal(err)
	}
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset")
	cmd.ExtraFiles = []*os.File{w}
	s.env = append(s.env, "DISPLAY=:"+s.firstLine(cmd, r, w))
}

func (s *stage) bus() {
	s.t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		s.t.Fatal(err)
	}
	cmd := exec.Command("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=3")
	cmd.ExtraFiles = []*os.File{w}
	address := s.firstLine(cmd, r, w)
	s.env = append(s.env, "DBUS_SESSION_BUS_ADDRESS="+address)
	s.notes = newNoteServer(s.t, address)
	s.tray = newTrayHost(s.t, address)
}

func (s *stage) keychain() {
	s.t.Helper()
	cmd := exec.Command("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets", "--control-directory="+s.dir+"/keyring")
	cmd.Stdin = strings.NewReader("test")
	s.background(cmd)
	eventually(s.t, patience, "the keychain to run", func() (string, bool) {
		owned, err := s.notes.owned("org.freedesktop.secrets")
		return fmt.Sprint(err), owned
	})
}

// The stage's sinks: what the app plays goes to the headset and rings on the
// desk; what is played into the mouth is heard by its microphone.
const (
	headset    = "headset"
	desktop    = "desk"
	mouth      = "mouth"
	microphone = "microphone"
)

func (s *stage) sounds() {
	s.t.Helper()
	args := []string{
		"-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--disallow-exit", "--realtime=no", "--high-priority=no",
		"-L", "module-native-protocol-unix auth-anonymous=1 socket=" + s.dir + "/pulse.sock",
	}
	for _, sink := range []string{headset, desktop, mouth} {
		args = append(args, "-L", fmt.Sprintf("module-null-sink sink_name=%s sink_properties=device.description=%s rate=48000", sink, sink))
	}
	said := s.background(exec.Command("pulseaudio", args...))
	eventually(s.t, patience, "the sound server to run", func() (string, bool) {
		out, err := s.tool("pactl", "set-default-sink", headset)
		return fmt.Sprint(out, err, said), err == nil
	})
	// A monitor is no microphone; what is made of it is one.
	for _, args := range [][]string{
		{"load-module", "module-remap-source", "source_name=" + microphone, "master=" + mouth + ".monitor", "source_properties=device.description=" + microphone},
		{"set-default-source", microphone},
	} {
		if out, err := s.tool("pactl", args...); err != nil {
			s.t.Fatalf("no microphone: %v %s", err, out)
		}
	}
}

// shoot keeps a picture of the screen, under YOBIRIN_SHOTS where that is set.
func (s *stage) shoot(name string) {
	s.t.Helper()
	dir := os.Getenv("YOBIRIN_SHOTS")
	if dir == "" {
		return
	}
	if out, err := s.tool("import", "-window", "root", filepath.Join(dir, name+".png")); err != nil {
		s.t.Errorf("no picture of the screen: %v %s", err, out)
	}
}

// speak plays a tone into the microphone until the test ends or another is
// spoken; 0 is silence.
func (s *stage) speak(tone int) *speaker {
	s.t.Helper()
	cmd := exec.Command("pacat", "--playback", "-d", mouth, "--raw", "--format=s16le", "--rate=48000", "--channels=1", "--latency-msec=60")
	in, err := cmd.StdinPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	p := &speaker{tone: tone}
	s.background(cmd)
	go p.run(in)
	s.t.Cleanup(func() { _ = in.Close() })
	return p
}

// speaker is a voice at the microphone.
type speaker struct {
	mu   sync.Mutex
	tone int
}

func (p *speaker) say(tone int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tone = tone
}

// run writes as fast as the sound server takes it, which is as fast as it is
// played.
func (p *speaker) run(in io.Writer) {
	frame, raw := make([]int16, 480), make([]byte, 960)
	for at := 0; ; at += len(frame) {
		p.mu.Lock()
		tone := p.tone
		p.mu.Unlock()
		clear(frame)
		if tone > 0 {
			pcm.Pure(float64(tone), 0.4).At(frame, at, 48000)
		}
		for i, v := range frame {
			binary.LittleEndian.PutUint16(raw[2*i:], uint16(v))
		}
		if _, err := in.Write(raw); err != nil {
			return
		}
	}
}

// ear listens to a sink.
type ear struct {
	t    testing.TB
	name string
	mu   sync.Mutex
	all  []int16 // the last seconds, 8 kHz
	n    int     // samples heard so far
}

// listen puts an ear to a sink, and keeps it awake.
func (s *stage) listen(sink string) *ear {
	s.t.Helper()
	e := &ear{t: s.t, name: sink}
	cmd := exec.Command("parec", "-d", sink+".monitor", "--raw", "--format=s16le", "--rate=8000", "--channels=1", "--latency-msec=20")
	cmd.Stdout = e
	s.background(cmd)
	return e
}

func (e *ear) Write(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for b := p; len(b) > 1; b = b[2:] {
		e.all = append(e.all, int16(binary.LittleEndian.Uint16(b)))
	}
	e.n += len(p) / 2
	if len(e.all) > 10*8000 {
		e.all = append(e.all[:0], e.all[len(e.all)-5*8000:]...)
	}
	return len(p), nil
}

// sounded names what was heard in the 400 ms until a sample, "forgotten" when
// that is long ago.
func (e *ear) sounded(end int) string {
	const window = listenMS * pcm.Rate / 1000
	e.mu.Lock()
	kept := e.n - len(e.all)
	var heard []int16
	if first := max(end-window, 0); first >= kept {
		heard = slices.Clone(e.all[first-kept : max(end, 0)-kept])
	}
	e.mu.Unlock()
	if end > window && heard == nil {
		return "forgotten"
	}
	return namesOf(heard)
}

// samples is how many were heard so far.
func (e *ear) samples() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.n
}

// until waits until what was heard in two windows of 400 ms in a row is as
// wanted. It looks at every moment from now on, also at those at which the
// machine left it no time to look.
func (e *ear) until(what string, ok func(before, now string) bool) {
	e.t.Helper()
	const step = listenMS * pcm.Rate / 1000 / windowSteps
	end := e.samples()
	var names []string // of the windows that end a step after each other
	for i := range windowSteps {
		names = append(names, e.sounded(end-(windowSteps-i)*step))
	}
	eventually(e.t, patience, what, func() (string, bool) {
		for ; end <= e.samples(); end += step {
			names = append(names, e.sounded(end))
			if n := len(names) - 1; ok(names[n-windowSteps], names[n]) {
				return "", true
			}
		}
		return strings.Join(names[max(0, len(names)-3*windowSteps):], ", "), false
	})
}

// hears waits until exactly these voices were heard for 800 ms.
func (e *ear) hears(voices ...int) {
	e.t.Helper()
	slices.Sort(voices)
	want := make([]string, len(voices))
	for i, v := range voices {
		want[i] = fmt.Sprint(v)
	}
	e.hearsThat(strings.Join(want, "+"))
}

// hearsThat waits until what is heard has been "quiet", "other" or voices
// joined by + for 800 ms.
func (e *ear) hearsThat(want string) {
	e.t.Helper()
	e.until(e.name+" to give "+want, func(before, now string) bool { return before == want && now == want })
}
