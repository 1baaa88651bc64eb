package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/live"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
)

// chrome is Chromium on the front end's phone, told what to do one thing after
// the other.
type chrome struct {
	t    testing.TB
	do   chan string
	done chan string
}

// said is what the page answers.
type said struct {
	Result any    `json:"result"`
	Error  string `json:"error"`
	View   struct {
		Phase, Microphone string
		Reason            struct{ Kind, Cause string }
	} `json:"view"`
}

// tool finds a program, or ends the test: skipped where it may be missing.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("YOBIRIN_E2E") == "require" {
			t.Fatalf("%s is missing: run scripts/need.sh and npm ci", name)
		}
		t.Skipf("%s is not installed", name)
	}
	return path
}

// startChrome serves the page and the live socket, and opens them.
func startChrome(t *testing.T, r *rig, tone float64) *chrome {
	t.Helper()
	bundler, program := tool(t, "../../../frontend/node_modules/.bin/esbuild"), tool(t, "chromium")
	script, err := exec.Command(bundler, "testdata/page.ts", "--bundle", "--format=esm", "--log-level=error").Output()
	if err != nil {
		t.Fatalf("the page cannot be built: %v", err)
	}
	c := &chrome{t: t, do: make(chan string), done: make(chan string)}
	hub := live.New(live.Options{Zone: time.UTC})
	run, stop := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { _ = hub.Run(run) })
	hub.SetPlan(live.Plan{Agents: []live.Agent{{ID: yamada}}})
	sockets, err := live.NewSockets(hub, r.edge, func(*http.Request) bool { return true }, nil)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/live", func(w http.ResponseWriter, q *http.Request) { sockets.Serve(w, q, newLine(1, yamada).viewer) })
	mux.HandleFunc("/next", func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(io.LimitReader(q.Body, 1<<16))
		select {
		case c.done <- string(body):
		case <-run.Done():
			return
		}
		select {
		case deed := <-c.do:
			_, _ = io.WriteString(w, deed)
		case <-run.Done():
			_, _ = io.WriteString(w, "stop")
		}
	})
	mux.HandleFunc("/page.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = w.Write(script)
	})
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `<!doctype html><title>phone</title><script type="module" src="page.js"></script>`)
	})
	web := httptest.NewServer(mux)
	t.Cleanup(func() {
		stop()
		wg.Wait()
		_ = sockets.Shutdown(context.Background())
		web.CloseClientConnections()
		web.Close()
	})
	c.launch(program, web.URL, tone)
	return c
}

// launch starts the browser; its microphone hears the tone.
func (c *chrome) launch(program, url string, tone float64) {
	c.t.Helper()
	home := c.t.TempDir()
	wav := filepath.Join(home, "tone.wav")
	samples := pcm.Pure(tone, 0.3).Samples(48000, 48000)
	file := pcm.AppendWAV(nil, pcm.Wave{Format: pcm.PCM16, Rate: 48000, Channels: 1, Samples: samples})
	if err := os.WriteFile(wav, file, 0o600); err != nil {
		c.t.Fatal(err)
	}
	cmd := exec.Command(program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required", "--use-fake-device-for-media-stream",
		"--use-fake-ui-for-media-stream", "--use-file-for-fake-audio-capture="+wav, "--user-data-dir="+filepath.Join(home, "profile"), url)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() {
		if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
			c.t.Error(err)
		}
		_ = cmd.Wait()
	})
	c.wait("the page")
}

func (c *chrome) wait(what string) string {
	c.t.Helper()
	select {
	case s := <-c.done:
		return s
	case <-time.After(60 * time.Second):
		c.t.Fatalf("%s never answered", what)
		return ""
	}
}

// must has the page do something.
func (c *chrome) must(deed string) said {
	c.t.Helper()
	c.begin(deed)
	return c.finish(deed)
}

func (c *chrome) begin(deed string) {
	c.t.Helper()
	select {
	case c.do <- deed:
	case <-time.After(60 * time.Second):
		c.t.Fatalf("the page does not take %q", deed)
	}
}

func (c *chrome) finish(deed string) said {
	c.t.Helper()
	text := c.wait(deed)
	var s said
	if err := json.Unmarshal([]byte(text), &s); err != nil || s.Error != "" {
		c.t.Fatalf("%s: %s", deed, text)
	}
	return s
}

// TestChromium: a real browser listens, speaks, is muted, presses keys, keeps
// its call over a lost socket, and is hung up.
func TestChromium(t *testing.T) {
	r := newRig(t, nil)
	c := startChrome(t, r, 697)
	c.must("live")
	c.begin("dial 9952001")
	in := next[leg.Incoming](t, r.facts, nil)
	if in.Dialed != "9952001" || in.Agent != yamada {
		t.Fatalf("the brain was told %+v", in)
	}
	until(t, "the leg has its port", func() bool { return r.plane.Port(in.Leg) != nil }) // where audio is ordered sooner, boot waits
	f := r.newFar(in.Leg, 1100)
	r.plane.Do(leg.Hear{Leg: in.Leg, From: []leg.Source{{Leg: f.leg}}})
	r.plane.Do(leg.Hear{Leg: f.leg, From: []leg.Source{{Leg: in.Leg}}})
	r.edge.Order(leg.Ring{Leg: in.Leg})
	r.edge.Order(leg.Answer{Leg: in.Leg})
	if s := c.finish("dial"); s.View.Phase != "up" || s.View.Microphone != "off" {
		t.Fatalf("the page says %+v", s)
	}
	next[leg.Answered](t, r.facts, nil)
	hears := func(want float64) {
		t.Helper()
		// A browser makes up some sound for what it misses before it falls silent.
		var heard []float64
		defer func() {
			if t.Failed() {
				t.Logf("it heard %v", heard)
			}
		}()
		until(t, fmt.Sprintf("the page hears %v Hz", want), func() bool {
			hz, ok := c.must("pitch").Result.(float64)
			heard = append(heard, hz)
			return ok && math.Abs(hz-want) < 10
		})
	}
	hears(1100)
	c.must("level")
	if f.ear.hears(697) {
		t.Error("a browser that only listens is heard")
	}
	if s := c.must("speak"); s.Result != true || s.View.Microphone != "on" {
		t.Fatalf("speak: %+v", s)
	}
	until(t, "the far end hears the microphone", func() bool { return f.ear.hears(697) })
	c.must("mute on")
	until(t, "the far end hears silence", f.ear.silent)
	c.must("mute off")
	until(t, "the far end hears the microphone again", func() bool { return f.ear.hears(697) })
	c.must("digits 5#")
	for _, key := range []string{"5", "#"} {
		if d := next[leg.Digit](t, r.facts, nil); d.Key != key || d.By != "info" {
			t.Errorf("digit %+v, expected %s", d, key)
		}
	}
	c.must("reports")
	c.must("cut")
	hears(1100)
	c.must("listen")
	r.plane.Do(leg.Hear{Leg: in.Leg})
	hears(0)
	r.edge.Order(leg.HangUp{Leg: in.Leg, Cause: leg.Cause{Kind: leg.CauseTimeout}})
	if s := c.must("ended"); s.View.Reason.Kind != "ended" || s.View.Reason.Cause != "timeout" {
		t.Errorf("the page says %+v", s)
	}
	next[leg.Ended](t, r.facts, nil)
	q := next[leg.Measured](t, r.facts, func(m leg.Measured) bool { return m.Leg == in.Leg }).Quality
	t.Logf("quality of the browser's leg: %+v", q)
	if q.Sent == 0 || q.Received == 0 || q.RoundTrip <= 0 || q.FarLost > 0.05 {
		t.Errorf("measured %+v", q)
	}

	c.begin("dial 9962001")
	in = next[leg.Incoming](t, r.facts, nil)
	r.edge.Order(leg.Answer{Leg: in.Leg})
	r.plane.Do(leg.Play{Leg: in.Leg, Player: 1, Sounds: []leg.Sound{{Tone: leg.ToneBusy}}, Loop: true})
	c.finish("dial")
	c.must("hangup")
	if e := next[leg.Ended](t, r.facts, nil); e.By != leg.SideRemote || e.Cause.Kind != leg.CauseNormal {
		t.Errorf("ended %+v", e)
	}
}
