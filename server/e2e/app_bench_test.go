package e2e

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// These benchmarks measure the app as it is installed. They are run by name,
// alone on a machine that is quiet:
//
//	go test ./server/e2e -run '^$' -bench '^BenchmarkApp' -benchtime 1x -v
//
// Nothing is asserted: the aims are in the report of each.

// process is a program of the app's: itself, or one of the web view's.
type process struct {
	name  string
	ticks int     // of the processor, 100 a second
	pss   float64 // MB; what is shared is divided among those who share it
	rss   float64 // MB
}

// processes gives the app's programs by process number.
func (a *app) processes() map[int]process {
	a.t.Helper()
	parent := map[int]int{}
	all := map[int]process{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		raw, err := os.ReadFile(path)
		open, end := bytes.IndexByte(raw, '('), bytes.LastIndexByte(raw, ')')
		if err != nil || open < 0 || end < open {
			continue // it has ended
		}
		pid, _ := strconv.Atoi(strings.TrimSpace(string(raw[:open])))
		f := strings.Fields(string(raw[end+1:]))
		if len(f) < 13 {
			continue
		}
		parent[pid], _ = strconv.Atoi(f[1])
		user, _ := strconv.Atoi(f[11])
		system, _ := strconv.Atoi(f[12])
		all[pid] = process{name: string(raw[open+1 : end]), ticks: user + system}
	}
	out := map[int]process{}
	for pid, p := range all {
		up := pid
		for up > 1 && up != a.cmd.Process.Pid {
			up = parent[up]
		}
		if up != a.cmd.Process.Pid {
			continue
		}
		p.pss, p.rss = memoryOf(pid)
		out[pid] = p
	}
	return out
}

// memoryOf reads how much memory a process has.
func memoryOf(pid int) (pss, rss float64) {
	raw, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	for line := range strings.Lines(string(raw)) {
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		kb, _ := strconv.ParseFloat(f[1], 64)
		switch f[0] {
		case "Pss:":
			pss = kb / 1024
		case "Rss:":
			rss = kb / 1024
		}
	}
	return pss, rss
}

// costs reports what the app uses of the processor over a time, and its memory
// at the end.
func (a *app) costs(b *testing.B, what string, over time.Duration) {
	b.Helper()
	before := a.processes()
	began := time.Now()
	pass(over)
	took := time.Since(began).Seconds()
	var cpu, pss float64
	for pid, p := range a.processes() {
		share := float64(p.ticks-before[pid].ticks) / took // percent, as a tick is 10 ms
		b.Logf("%s: %-16s %5.2f %% of a core, %6.1f MB (PSS), %6.1f MB (RSS)", what, p.name, share, p.pss, p.rss)
		cpu, pss = cpu+share, pss+p.pss
	}
	b.ReportMetric(cpu, what+"-cpu-%")
	b.ReportMetric(pss, what+"-MB")
}

// load tells how busy the machine is, beside every figure.
func load(b *testing.B) {
	raw, _ := os.ReadFile("/proc/loadavg")
	b.Logf("load of the machine: %s", strings.TrimSpace(string(raw)))
}

// BenchmarkAppStart: from the program's start with a login of before to the
// phone being registered. Aim: less than 3 s.
func BenchmarkAppStart(b *testing.B) {
	st := newStage(b)
	x := newAppScene(b, secureServer(b), st)
	var ready []float64
	for range max(b.N, 5) {
		pass(3 * time.Second) // whoever starts it uses it for a while
		endProcess(x.app.cmd, x.app.done, 10*time.Second)
		x.server.agentState(b, x.extension(1), "offline")
		began := time.Now()
		x.app = st.launch(x.server.http)
		x.server.agentState(b, x.extension(1), "available")
		ready = append(ready, float64(time.Since(began).Milliseconds()))
	}
	load(b)
	slices.Sort(ready)
	b.Logf("start to registered, ms: %v", ready)
	b.ReportMetric(ready[len(ready)/2], "ms/start")
}

// BenchmarkAppCosts: processor and memory, idle and in a call. Aims: less than
// 1 %, 5 % of a core, 200 MB.
func BenchmarkAppCosts(b *testing.B) {
	x := newAppScene(b, secureServer(b), newStage(b))
	pass(15 * time.Second) // what the start left to be done
	load(b)
	x.app.costs(b, "idle", 20*time.Second)
	caller := x.answered()
	pass(3 * time.Second)
	x.app.costs(b, "call", 20*time.Second)
	caller.hangUp()
	load(b)
}

// BenchmarkAppManyCalls: memory after many short calls, YOBIRIN_CALLS of them.
// Aim: none is kept.
func BenchmarkAppManyCalls(b *testing.B) {
	// Ports rest for half a minute after a call, and these calls are short.
	x := newAppScene(b, secureServer(b, "YOBIRIN_RTP_PORTS=24000-29999"), newStage(b))
	calls, err := strconv.Atoi(os.Getenv("YOBIRIN_CALLS"))
	if err != nil {
		calls = 100
	}
	total := func(after int) (pss float64) {
		line := ""
		for _, p := range x.app.processes() {
			line += fmt.Sprintf("  %s %.1f (RSS %.1f)", p.name, p.pss, p.rss)
			pss += p.pss
		}
		b.Logf("after %4d calls %6.1f MB (PSS):%s", after, pss, line)
		return pss
	}
	var first, last float64 // after a fifth, when all has been used once, and at the end
	for i := range calls {
		x.answered().hangUp()
		x.server.agentState(b, x.extension(1), "available")
		if (i+1)%max(1, calls/10) == 0 {
			if last = total(i + 1); first == 0 && i+1 >= calls/5 {
				first = last
			}
		}
	}
	load(b)
	b.ReportMetric(last-first, "MB-more")
}

// answered makes a call from outside that the app answers by its hot key.
func (x appScene) answered() *talk {
	t := x.stage.t
	caller := x.call()
	caller.up() // that is the queue's doing; who hangs up now has called in vain
	x.server.agentState(t, x.extension(1), "ringing")
	var again time.Time
	eventually(t, patience, "the app to answer", func() (string, bool) {
		for _, row := range x.server.floor(t).Agents {
			if row.Extension == x.extension(1) && row.State == "talking" {
				return "", true
			}
		}
		if time.Now().After(again) { // the server may know of the ringing before the app does
			x.key("ctrl+alt+a")
			again = time.Now().Add(2 * time.Second)
		}
		return "it rings", false
	})
	return caller
}

// BenchmarkAppPopup: from the INVITE on the app's network to the window on the
// screen. Aim: less than 150 ms.
func BenchmarkAppPopup(b *testing.B) {
	need(b, "xev")
	st := newStage(b)
	w := newWire(b)
	st.through = w.through()
	s, url, sipTLS := wiredServer(b, w)
	s.http = url
	x := newAppScene(b, s, st)
	maps := st.watchMaps()
	var took []float64
	for range max(b.N, 10) {
		pass(time.Second)
		var invited time.Time
		w.be(0, 0, func(protocol byte, src, _ int) bool {
			if protocol == 6 && src == sipTLS && invited.IsZero() {
				invited = time.Now()
			}
			return false
		})
		maps.forget()
		caller := x.call()
		shown := maps.next(b)
		w.be(0, 0, nil) // no one writes to invited any more
		took = append(took, float64(shown.Sub(invited).Microseconds())/1000)
		x.stage.notes.shows("090-1234")
		caller.hangUp()
		x.server.agentState(b, x.extension(1), "available")
	}
	load(b)
	slices.Sort(took)
	b.Logf("INVITE to window, ms: %v", took)
	b.ReportMetric(took[len(took)/2], "ms/popup")
	b.ReportMetric(took[len(took)-1], "ms-worst")
}

// mapWatch sees when windows come up.
type mapWatch chan time.Time

func (s *stage) watchMaps() mapWatch {
	s.t.Helper()
	m := make(mapWatch, 100)
	cmd := exec.Command("stdbuf", "-oL", "xev", "-root", "-event", "substructure")
	r, w, err := os.Pipe()
	if err != nil {
		s.t.Fatal(err)
	}
	cmd.Stdout = w
	s.background(cmd)
	_ = w.Close()
	go func() {
		lines := bufio.NewScanner(r)
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "MapNotify") {
				select {
				case m <- time.Now():
				default:
				}
			}
		}
	}()
	return m
}

func (m mapWatch) forget() {
	for len(m) > 0 {
		<-m
	}
}

func (m mapWatch) next(b *testing.B) time.Time {
	b.Helper()
	select {
	case at := <-m:
		return at
	case <-time.After(15 * time.Second):
		b.Fatal("no window came up")
		return time.Time{}
	}
}

// BenchmarkAppMouthToEar: from the microphone through the app, a far phone that
// says all back, and the app again to the headset. Aim: at most 60 ms are the
// app's and the sound system's; the far phone's share is measured and taken off.
func BenchmarkAppMouthToEar(b *testing.B) {
	st := newStage(b)
	x := newAppScene(b, secureServer(b), st)
	x.mouth.say(0)
	caller := x.answered()
	caller.line.echo()
	mouth, ear := st.ticks(mouth), st.ticks(headset)
	pass(5 * time.Second) // for the jitter buffer to find its depth
	for range 12 {
		x.mouth.say(1000)
		pass(30 * time.Millisecond)
		x.mouth.say(0)
		pass(time.Second)
	}
	var whole []float64
	said, heard := mouth.onsets(), ear.onsets()
	for _, at := range said {
		for _, back := range heard {
			if d := back.Sub(at); d > 0 && d < 800*time.Millisecond {
				whole = append(whole, float64(d.Microseconds())/1000)
				break
			}
		}
	}
	load(b)
	if len(whole) < 5 {
		b.Fatalf("of %d clicks %d were heard", len(said), len(whole))
	}
	slices.Sort(whole)
	b.Logf("mouth to ear and back, ms: %v", whole)
	b.ReportMetric(whole[len(whole)/2], "ms/round")
	caller.hangUp()
	x.server.agentState(b, x.extension(1), "available")
	rows := x.server.ended(b, 1, "number", x.did(1))
	var record struct{ Reports []legReport }
	eventually(b, patience, "the app's report", func() (string, bool) {
		err := x.server.api(b).call("GET", "/api/v1/calls/"+rows[0].ID, nil, &record)
		return fmt.Sprint(err), err == nil && len(record.Reports) > 0
	})
	b.Logf("the app reports %+v", record.Reports[0])
}

// echo has the line say back every packet at once, and nothing else: what it
// adds is nothing but the machine's.
func (l *deskLine) echo() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.back = true
}

// clicks is a recording of a sink whose samples have a time.
type clicks struct {
	mu    sync.Mutex
	raw   []int16
	began time.Time // of the first sample, as far as known: the earliest that fits
}

const clickRate = 48000

// ticks records a sink with times. All recordings are late by as much.
func (s *stage) ticks(sink string) *clicks {
	c := &clicks{}
	cmd := exec.Command("parec", "-d", sink+".monitor", "--raw", "--format=s16le", "--rate=48000", "--channels=1", "--latency-msec=5")
	cmd.Stdout = c
	s.background(cmd)
	return c
}

// Write takes what was recorded.
func (c *clicks) Write(p []byte) (int, error) {
	now := time.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	for b := p; len(b) > 1; b = b[2:] {
		c.raw = append(c.raw, int16(binary.LittleEndian.Uint16(b)))
	}
	began := now.Add(-time.Duration(len(c.raw)) * time.Second / clickRate)
	if c.began.IsZero() || began.Before(c.began) {
		c.began = began
	}
	return len(p), nil
}

// onsets gives when clicks began, after silence of 300 ms.
func (c *clicks) onsets() []time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []time.Time
	last := math.MinInt / 2
	for i, v := range c.raw {
		if v > -2500 && v < 2500 {
			continue
		}
		if i-last > clickRate*3/10 {
			out = append(out, c.began.Add(time.Duration(i)*time.Second/clickRate))
		}
		last = i
	}
	return out
}
