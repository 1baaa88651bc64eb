//go:build linux && cgo

package sound

import (
	"encoding/binary"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/pcm"
)

// pulse is a PulseAudio server of the test's own, with loudspeakers a, b and c
// that nobody hears, and a microphone that hears a.
type pulse struct {
	t       testing.TB
	env     []string
	socket  string
	server  *exec.Cmd
	modules map[string]string // by name of the sink
}

func startPulse(t testing.TB) *pulse {
	t.Helper()
	for _, program := range []string{"pulseaudio", "pactl", "parec", "pacat"} {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("YOBIRIN_E2E") == "require" {
				t.Fatalf("%s is missing", program)
			}
			t.Skipf("%s is missing: no sound system to test with", program)
		}
	}
	dir, err := os.MkdirTemp("", "ybpulse")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	p := &pulse{t: t, modules: map[string]string{}, socket: filepath.Join(dir, "native")}
	p.env = append(os.Environ(), "XDG_RUNTIME_DIR="+dir, "HOME="+dir, "PULSE_RUNTIME_PATH="+dir, "PULSE_SERVER=unix:"+p.socket)
	t.Setenv("PULSE_SERVER", "unix:"+p.socket)
	t.Setenv("HOME", dir)
	t.Cleanup(p.stop)
	p.start()
	return p
}

func (p *pulse) start() {
	p.t.Helper()
	p.server = exec.Command("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--realtime=no", "--high-priority=no",
		"-L", "module-native-protocol-unix auth-anonymous=1 socket="+p.socket)
	p.server.Env = p.env
	if err := p.server.Start(); err != nil {
		p.t.Fatal(err)
	}
	waitFor(p.t, "the server answers", func() bool {
		cmd := exec.Command("pactl", "info")
		cmd.Env = p.env
		return cmd.Run() == nil
	})
	for _, name := range []string{"a", "b", "c"} {
		p.plug(name)
	}
	p.pactl("load-module", "module-remap-source", "master=a.monitor", "source_name=mic", "source_properties=device.description=Mic", "rate=48000")
	p.pactl("set-default-sink", "a")
	p.pactl("set-default-source", "mic")
}

func (p *pulse) stop() {
	p.server.Process.Kill()
	p.server.Wait()
}

func (p *pulse) plug(name string) {
	p.modules[name] = p.pactl("load-module", "module-null-sink", "sink_name="+name, "rate=48000", "channels=2",
		"sink_properties=device.description=Speaker-"+name)
}

func (p *pulse) unplug(name string) { p.pactl("unload-module", p.modules[name]) }

func (p *pulse) pactl(args ...string) string {
	p.t.Helper()
	cmd := exec.Command("pactl", args...)
	cmd.Env = p.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		p.t.Fatalf("pactl %v: %v: %s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// tape is what a loudspeaker plays, as it comes.
type tape struct {
	mu      sync.Mutex
	samples []int16
	start   time.Time // when sample 0 was played, as near as its arrival tells
}

// record begins to record what a loudspeaker plays.
func (p *pulse) record(name string) *tape {
	p.t.Helper()
	cmd := exec.Command("parec", "--raw", "-d", name+".monitor", "--latency-msec=10", "--rate=48000", "--channels=1", "--format=s16le")
	cmd.Env = p.env
	out, err := cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	tp := &tape{}
	go tp.run(out)
	waitFor(p.t, "recording of "+name, func() bool { return tp.len() > Rate/10 })
	return tp
}

func (tp *tape) run(from io.Reader) {
	buf := make([]byte, 4096)
	for {
		n, err := io.ReadAtLeast(from, buf, 2)
		n &^= 1
		now := time.Now()
		tp.mu.Lock()
		for i := 0; i < n; i += 2 {
			tp.samples = append(tp.samples, int16(binary.LittleEndian.Uint16(buf[i:])))
		}
		start := now.Add(-time.Duration(len(tp.samples)) * time.Second / Rate)
		if tp.start.IsZero() || start.Before(tp.start) {
			tp.start = start
		}
		tp.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (tp *tape) len() int {
	tp.mu.Lock()
	defer tp.mu.Unlock()
	return len(tp.samples)
}

// from gives what was recorded from a sample on.
func (tp *tape) from(n int) []int16 {
	tp.mu.Lock()
	defer tp.mu.Unlock()
	return append([]int16(nil), tp.samples[n:]...)
}

// hears waits until a window of 50 ms is a tone, and gives where it begins.
func (tp *tape) hears(t testing.TB, from int, freqs ...float64) int {
	t.Helper()
	const window = Rate / 20
	at := from
	waitFor(t, "a tone", func() bool {
		for ; at+window <= tp.len(); at += window {
			share, w := 0.0, tp.from(at)[:window]
			for _, f := range freqs {
				share += pcm.Share(w, f, Rate)
			}
			if share > 0.7 && pcm.Energy(w) > 1e-5 {
				return true
			}
		}
		return false
	})
	return at
}

// tonePump renders a tone and looks for one in what is captured.
type tonePump struct {
	mu       sync.Mutex
	at       int
	captured []int16
	wrong    int
}

func (p *tonePump) Captured(frame []int16) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(frame) != Frame {
		p.wrong++
	}
	p.captured = append(p.captured, frame...)
}

func (p *tonePump) Render(frame []int16) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(frame) != Frame {
		p.wrong++
	}
	pcm.Pure(1000, 0.5).At(frame, p.at, Rate)
	p.at += len(frame)
}

// shows keeps the last facts told.
type shows struct {
	mu      sync.Mutex
	devices seat.SoundDevices
	trouble *seat.Trouble
}

func (s *shows) tell(in seat.Input) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch in := in.(type) {
	case seat.SoundDevices:
		s.devices = in
	case seat.SoundTrouble:
		s.trouble = in.Trouble
	}
}

func (s *shows) now() (seat.SoundDevices, *seat.Trouble) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.devices, s.trouble
}

// speaker gives the id of a loudspeaker once it is known.
func (s *shows) speaker(t testing.TB, name string) (id string) {
	t.Helper()
	waitFor(t, name+" is listed", func() bool {
		d, _ := s.now()
		for _, d := range d.Speakers {
			if d.Name == name {
				id = d.ID
			}
		}
		return id != ""
	})
	return id
}

func newOnPulse(t testing.TB, pump Pump) (*Sound, *shows) {
	t.Helper()
	s := &shows{}
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	sound, err := New(Options{Pump: pump, Tell: s.tell, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sound.Close)
	return sound, s
}

func TestPulseListsAndFollowsPlugs(t *testing.T) {
	p := startPulse(t)
	_, s := newOnPulse(t, &tonePump{})
	first := s.speaker(t, "Speaker-c")
	d, trouble := s.now()
	if len(d.Microphones) != 1 || d.Microphones[0].Name != "Mic" || !d.Microphones[0].Default {
		t.Errorf("microphones %v", d.Microphones)
	}
	if len(d.Speakers) != 3 || !d.Speakers[0].Default || trouble != nil {
		t.Errorf("speakers %v, trouble %v", d.Speakers, trouble)
	}
	p.unplug("c")
	waitFor(t, "c is gone", func() bool { d, _ := s.now(); return len(d.Speakers) == 2 })
	p.plug("c")
	if again := s.speaker(t, "Speaker-c"); again != first {
		t.Errorf("its id was %s and is %s", first, again)
	}
}

func TestPulseRings(t *testing.T) {
	p := startPulse(t)
	sound, s := newOnPulse(t, &tonePump{})
	sound.Do(seat.Use{Ringer: s.speaker(t, "Speaker-b"), RingVolume: 1, SpeakerGain: 1, MicGain: 1})
	b, a := p.record("b"), p.record("a")
	sound.Do(seat.Ring{How: seat.RingExternal})
	at := b.hears(t, 0, external.tune().low, external.tune().high)
	sound.Do(seat.Ring{})
	waitFor(t, "the ring ends", func() bool {
		w := b.from(max(at, b.len()-Rate/10))
		return b.len() > at+Rate/10 && pcm.Energy(w) == 0
	})
	// Whether it clicks is not asked here: that is also up to how busy this
	// computer is.
	t.Logf("steepest step %d", steepest(b.from(0)))
	if e := pcm.Energy(a.from(0)); e > 0 {
		t.Errorf("the other loudspeaker plays: %g", e)
	}
}

func TestPulseSpeakerThatIsUnplugged(t *testing.T) {
	p := startPulse(t)
	sound, s := newOnPulse(t, &tonePump{})
	a, c := p.record("a"), p.record("c")
	sound.Do(seat.Use{Speaker: s.speaker(t, "Speaker-c"), RingVolume: 1, SpeakerGain: 1, MicGain: 1})
	sound.Run(true)
	c.hears(t, 0, 1000)
	before := a.len()
	p.unplug("c")
	at := a.hears(t, before, 1000)
	t.Logf("heard at the other loudspeaker after %d ms", (at-before)*1000/Rate)
	p.plug("c")
	c = p.record("c")
	c.hears(t, 0, 1000)
	if _, trouble := s.now(); trouble != nil {
		t.Errorf("trouble %v", trouble)
	}
}

func TestPulseDefaultThatChanges(t *testing.T) {
	p := startPulse(t)
	sound, _ := newOnPulse(t, &tonePump{})
	a, b := p.record("a"), p.record("b")
	sound.Run(true)
	a.hears(t, 0, 1000)
	before := b.len()
	p.pactl("set-default-sink", "b")
	b.hears(t, before, 1000)
	p.unplug("b") // the default in use
	a.hears(t, a.len(), 1000)
}

func TestPulseCaptures(t *testing.T) {
	p := startPulse(t)
	pump := &tonePump{}
	sound, s := newOnPulse(t, pump)
	sound.Do(seat.Use{Speaker: s.speaker(t, "Speaker-b"), RingVolume: 1, SpeakerGain: 1, MicGain: 1})
	p.play("a", pcm.Pure(600, 0.4).Samples(20*Rate, Rate)) // longer than a busy machine takes to listen
	sound.Run(true)
	waitFor(t, "the tone is captured", func() bool {
		pump.mu.Lock()
		defer pump.mu.Unlock()
		n := len(pump.captured)
		return n > Rate/5 && pcm.Share(pump.captured[n-Rate/10:], 600, Rate) > 0.95
	})
	if pump.wrong > 0 {
		t.Errorf("%d frames of a wrong length", pump.wrong)
	}
}

// play plays samples at a loudspeaker.
func (p *pulse) play(name string, samples []int16) {
	p.t.Helper()
	cmd := exec.Command("pacat", "--raw", "-d", name, "--latency-msec=20", "--rate=48000", "--channels=1", "--format=s16le")
	cmd.Env = p.env
	raw := make([]byte, 0, 2*len(samples))
	for _, v := range samples {
		raw = binary.LittleEndian.AppendUint16(raw, uint16(v))
	}
	cmd.Stdin = strings.NewReader(string(raw))
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
}

// TestPulseServerThatGoesAndComes is a sound server that is restarted, as it
// is at an update: sound comes back by itself.
func TestPulseServerThatGoesAndComes(t *testing.T) {
	p := startPulse(t)
	sound, s := newOnPulse(t, &tonePump{})
	a := p.record("a")
	sound.Run(true)
	a.hears(t, 0, 1000)
	p.stop()
	waitFor(t, "the trouble is told", func() bool { _, trouble := s.now(); return trouble != nil })
	p.start()
	a = p.record("a")
	a.hears(t, 0, 1000)
	waitFor(t, "all is well", func() bool { _, trouble := s.now(); return trouble == nil })
}
