package e2e

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
)

// postmaster gives the process of the server's embedded PostgreSQL.
func (s *server) postmaster(t testing.TB) int {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(s.dir, "postgres", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil {
		t.Fatalf("postmaster.pid begins with %q", first)
	}
	return pid
}

// family is a process and everything it started.
func family(pid int) []int {
	all := []int{pid}
	children, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, f := range children {
		raw, _ := os.ReadFile(f)
		for _, c := range strings.Fields(string(raw)) {
			if n, err := strconv.Atoi(c); err == nil {
				all = append(all, family(n)...)
			}
		}
	}
	return all
}

// TestDatabaseOutage: with the database hanging, and then with it killed, calls
// come in, are talked and end; afterwards each is in the history once.
func TestDatabaseOutage(t *testing.T) {
	t.Parallel()
	const calls = 10
	s := startServer(t, serverSpec{})
	c := newScene(t, s).simple(nil).apply()
	agent := c.phone(1, toneB, true)
	outage := func(from string) {
		t.Helper()
		c.crowd("caller", object{"Talk": 300, "From": from}, func(s *sippSpec) { s.Calls, s.Rate, s.AtOnce = calls-1, 5, 1 }).wait()
		talk := c.crowd("caller", object{"Talk": 8000, "From": from, "File": toneFile(t, toneA, 2)}, nil)
		agent.hears("440", 3, toneA, toneB) // the last one is a real talk
		talk.wait()
	}
	pids := family(s.postmaster(t))
	for _, p := range pids {
		if err := syscall.Kill(p, syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
	}
	outage(c.caller(1))
	eventually(t, patience, "somebody to be told that the database hangs", func() (string, bool) {
		_, _, err := s.client.raw("GET", "/readyz", nil)
		said, _ := s.command(t, "status")
		return fmt.Sprint("readyz: ", err, "\n", said), err != nil && contains(err.Error(), "503") && contains(said, "ALARM database")
	})
	for _, p := range pids {
		_ = syscall.Kill(p, syscall.SIGCONT)
	}
	checkOnce(c, calls, c.caller(1))
	eventually(t, patience, "the alarm to end", func() (string, bool) {
		said, err := s.command(t, "status")
		return said, err == nil && !contains(said, "ALARM")
	})

	if err := syscall.Kill(s.postmaster(t), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	outage(c.caller(2))
	checkOnce(c, calls, c.caller(2))
}

// TestKillInOutage: the database hangs, calls come and go, and then everything
// is killed. The next start has them all.
func TestKillInOutage(t *testing.T) {
	t.Parallel()
	const calls = 10
	s := startServer(t, serverSpec{})
	c := newScene(t, s)
	c.group(1, object{"record": false}).number(1, object{"group": c.groupName(1)}, nil).apply()
	pids := family(s.postmaster(t))
	for _, p := range pids {
		if err := syscall.Kill(p, syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
	}
	c.crowd("caller", object{"Talk": 300}, func(s *sippSpec) { s.Calls, s.Rate = calls, 10 }).wait()
	pass(time.Second) // what is a second old may not be lost
	for _, p := range pids {
		_ = syscall.Kill(p, syscall.SIGKILL)
	}
	s.kill()
	c.server = s.again(t)
	checkOnce(c, calls, c.caller(1))
}

// checkOnce wants n whole calls from a number in the history.
func checkOnce(c *scene, n int, from string) {
	c.t.Helper()
	var rows []callRow
	eventually(c.t, patience, "the history after the outage", func() (string, bool) {
		var page struct {
			Items []callRow `json:"items"`
		}
		if err := c.server.api(c.t).call("GET", "/api/v1/calls?limit=100&number="+from, nil, &page); err != nil {
			return err.Error(), false
		}
		rows = page.Items
		done := 0
		for _, r := range rows {
			if r.EndedAt != nil {
				done++
			}
		}
		return fmt.Sprintf("%d calls, %d ended", len(rows), done), done >= n
	})
	if len(rows) != n {
		c.t.Errorf("%d calls in the history, want %d", len(rows), n)
	}
	seen := map[string]bool{}
	for _, r := range rows {
		if seen[r.ID] {
			c.t.Errorf("call %s is there twice", r.ID)
		}
		seen[r.ID] = true
		line := c.server.timeline(c.t, r.ID)
		line.has(c.t, "started", "queued", "dequeued", "ended")
		if k := line.kinds(); k[0] != "started" || count(k, "ended") != 1 {
			c.t.Errorf("the timeline of %s is not whole: %v", r.ID, k)
		}
	}
}

func count(list []string, what string) (n int) {
	for _, v := range list {
		if v == what {
			n++
		}
	}
	return n
}

// TestKill: kill -9 in the middle of a talk. The next start closes the call
// with its cause, its recording is whole to the last half second, and what
// agents chose is kept.
func TestKill(t *testing.T) {
	t.Parallel()
	s := startServer(t, serverSpec{})
	c := newScene(t, s)
	c.agent(2, nil).simple(nil).group(2, nil, 1, 2).apply()
	agent, other := c.phone(1, toneB, true), c.phone(2, toneC, false)
	paused := statusID(s.floor(t), c.status)
	id := s.agentState(t, c.extension(2), "available").ID
	if err := s.api(t).call("PUT", "/api/v1/agents/"+id+"/status", object{"scope": "all", "status": paused}, nil); err != nil {
		t.Fatal(err)
	}
	s.agentState(t, c.extension(2), "paused")
	eventually(t, patience, "the registrations to be written down, which is not at once", func() (string, bool) {
		raw, err := os.ReadFile(filepath.Join(s.dir, "registrations.json"))
		return fmt.Sprint(err), contains(string(raw), c.user(1)) && contains(string(raw), c.user(2))
	})
	caller := c.carrier(c.caller(1), toneA, false)
	caller.dial(c.uri(c.did(1)))
	agent.await("CALL_ESTABLISHED")
	agent.hears("440", 1, toneA, toneB)
	talking := time.Now()
	agent.hears("440", 9, toneA, toneB)
	pass(4 * time.Second) // a busy machine leaves gaps
	killed := time.Since(talking)
	s.kill()

	s = s.again(t)
	c.server = s
	row := s.ended(t, 1, "number", c.caller(1))[0]
	if row.Cause != "restart" || row.Result != "answered" || row.Agent == nil {
		t.Errorf("history: %+v, want an answered call ended by the restart", row)
	}
	s.timeline(t, row.ID).has(t, "started", "queued", "connected", "ended")
	path := filepath.Join(t.TempDir(), "recording.wav")
	if err := os.WriteFile(path, s.recording(t, row.ID), 0o600); err != nil {
		t.Fatal(err)
	}
	w := readWAV(t, path)
	length := time.Duration(len(w.Samples)/max(1, w.Channels)) * time.Second / time.Duration(max(1, w.Rate))
	if length < killed-500*time.Millisecond {
		t.Errorf("the recording is %s long, the talk went on for %s before the kill", length, killed)
	}
	mustHear(t, "the left lane", wavHeard(t, path, 0, toneA, toneB), toneA, 7, toneB)
	mustHear(t, "the right lane", wavHeard(t, path, 1, toneA, toneB), toneB, 7, toneA)
	kept, err := filepath.Glob(filepath.Join(s.spec.Dir, "recordings", "*", "*", "*", "*"))
	if err != nil || len(kept) == 0 {
		t.Errorf("there are no recordings in %s: %v", s.spec.Dir, err)
	}
	for _, file := range kept {
		if raw, err := os.ReadFile(file); err != nil || bytes.Contains(raw, []byte("WAVE")) || !strings.HasSuffix(file, ".wav.enc") {
			t.Errorf("%s is not encrypted (%v)", file, err)
		}
	}
	// The phones are known from before, and the agent is still paused.
	if kept := s.agentState(t, c.extension(2), "paused"); kept.StatusID != paused {
		t.Errorf("after the restart the agent is %+v, want the status chosen before", kept)
	}
	other.never("CALL_INCOMING")
	s.agentState(t, c.extension(1), "available")
	agent.hangUp()
	caller.hangUp()
	caller.dial(c.uri(c.did(1))) // and the next call goes through
	agent.await("CALL_ESTABLISHED")
}

// TestDiskFull: the recordings' disk is full in the middle of a talk. The talk
// goes on, somebody is told, and what was recorded can be heard. The next call
// is not recorded.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	small := filepath.Join(dir, "recordings")
	if err := os.Mkdir(small, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", small, "tmpfs", 0, "size=600m"); err != nil {
		t.Skipf("a small disk cannot be mounted here (root may): %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(small, syscall.MNT_DETACH) })
	s := startServer(t, serverSpec{Dir: dir})
	c := newScene(t, s).simple(nil).apply()
	agent := c.phone(1, toneB, true)
	caller := c.carrier(c.caller(1), toneA, false)
	caller.dial(c.uri(c.did(1)))
	agent.await("CALL_ESTABLISHED")
	eventually(t, patience, "the recording to begin", func() (string, bool) {
		files, err := filepath.Glob(filepath.Join(small, "*", "*", "*", "*"))
		return fmt.Sprint(files, err), len(files) > 0
	})
	if err := syscall.Mount("tmpfs", small, "tmpfs", syscall.MS_REMOUNT, "size=48k"); err != nil {
		t.Fatal(err)
	}
	eventually(t, patience, "an alarm about the recordings", func() (string, bool) {
		out, err := s.command(t, "status")
		return fmt.Sprint(out, err), strings.Contains(out, "ALARM recordings")
	})
	before := len(wavHeard(t, agent.received()[0], 0, toneA))
	agent.hears("440", before+4, toneA, toneB)
	caller.hears("660", 4, toneA, toneB)
	caller.hangUp()
	agent.await("CALL_CLOSED")
	row := s.ended(t, 1, "number", c.caller(1))[0]
	if row.Result != "answered" || row.Cause != "normal" {
		t.Errorf("history: %+v, want an answered call that ended normally", row)
	}
	s.timeline(t, row.ID).has(t, "recordingStarted", "recordingEnded")
	path := filepath.Join(t.TempDir(), "recording.wav")
	if err := os.WriteFile(path, s.recording(t, row.ID), 0o600); err != nil {
		t.Fatal(err)
	}
	mustHear(t, "what fitted on the disk", wavHeard(t, path, 0, toneA, toneB), toneA, 2)
	caller.dial(c.uri(c.did(1)))
	agent.await("CALL_ESTABLISHED")
	caller.hears("660", 2, toneA, toneB)
	caller.hangUp()
	agent.await("CALL_CLOSED")
	if rows := s.ended(t, 2, "number", c.caller(1)); rows[0].HasRecording {
		t.Errorf("history: %+v, want no recording on a full disk", rows[0])
	}
}

// TestSecondStart: one data directory, one server. The second is told who the
// first is, whoever's database it is.
func TestSecondStart(t *testing.T) {
	t.Parallel()
	for name, env := range map[string][]string{"embedded": nil, "external": {"YOBIRIN_DATABASE_URL=" + pgtest.Empty(t)}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			secondStart(t, env)
		})
	}
}

func secondStart(t *testing.T, env []string) {
	s := startServer(t, serverSpec{Env: env})
	second, err := launch(serverSpec{Dir: s.dir, Env: env}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(second.end)
	select {
	case <-second.done:
	case <-second.ready:
		t.Fatal("a second server runs on the same data")
	case <-time.After(patience):
		t.Fatal("the second server neither runs nor ends")
	}
	said := second.log.String()
	if second.err == nil || !contains(said, strconv.Itoa(s.cmd.Process.Pid)) {
		t.Errorf("the second start ended with %v and said %q, want a refusal that names process %d", second.err, said, s.cmd.Process.Pid)
	}
	s.floor(t) // the first one did not notice
}

// TestGracefulStop: a stop lets the talk go on, takes no new call, and loses no
// record.
func TestGracefulStop(t *testing.T) {
	t.Parallel()
	s := startServer(t, serverSpec{Drain: 3 * time.Minute})
	c := newScene(t, s).simple(nil).apply()
	agent := c.phone(1, toneB, true)
	caller := c.carrier(c.caller(1), toneA, false)
	caller.dial(c.uri(c.did(1)))
	agent.await("CALL_ESTABLISHED")
	agent.hears("440", 2, toneA, toneB)
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	eventually(t, patience, "the stop to begin", func() (string, bool) {
		return last(s.log.String(), 300), strings.Contains(s.log.String(), "msg=stopping")
	})
	c.crowd("refused", object{"Status": 503, "From": c.caller(2)}, nil).wait()
	before := len(wavHeard(t, agent.received()[0], 0, toneA))
	agent.hears("440", before+2, toneA, toneB)
	caller.hangUp()
	agent.await("CALL_CLOSED")
	select {
	case <-s.done:
	case <-time.After(patience):
		t.Fatal("the server does not end after its last call")
	}
	if s.err != nil {
		t.Errorf("the server ended with %v, want in order", s.err)
	}
	s = s.again(t)
	row := s.ended(t, 1, "number", c.caller(1))[0]
	if row.Result != "answered" || row.Cause != "normal" || !row.HasRecording {
		t.Errorf("history after the restart: %+v, want the whole call", row)
	}
}

// dataDir is a data directory that the database's user can reach.
func dataDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp(scratch(), "data-")
	if err == nil {
		err = os.Chmod(dir, 0o711)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { removeData(t, dir) })
	return dir
}
