package recorder_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/recorder"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/id"
)

// childRole tells a re-executed test binary what to be.
const childRole = "RECORDER_TEST_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(childRole) {
	case "":
		os.Exit(m.Run())
	case "plain", "encrypted":
		writeForEver(os.Args[1], modes[os.Getenv(childRole)])
	}
	os.Exit(2)
}

// writeForEver records two calls at once and says how many frames each has
// after every write, until it is killed.
func writeForEver(dir string, encrypted bool) {
	c := recorder.Config{Dir: dir}
	if encrypted {
		keys, err := vault.OpenKeys(keyDir(dir), noon)
		if err != nil {
			panic(err)
		}
		c.Keys = keys
	}
	r, err := recorder.New(c)
	if err != nil {
		panic(err)
	}
	call := id.NewCall(noon)
	var tracks []*recorder.Track
	for n := range 2 {
		t, err := r.Open(id.RecordingOf(call, uint16(n+1)), noon)
		if err != nil {
			panic(err)
		}
		tracks = append(tracks, t)
	}
	for at := 0; ; at += 333 {
		for _, t := range tracks {
			if err := t.Write(audio(at, 333)); err != nil {
				panic(err)
			}
		}
		if _, err := fmt.Println(at + 333); err != nil {
			os.Exit(1) // the test is gone
		}
	}
}

// TestKilledMidRecording kills a process while it records: everything that it
// knew to be written is there afterwards.
func TestKilledMidRecording(t *testing.T) {
	for name := range modes {
		t.Run(name, func(t *testing.T) { killedMidRecording(t, name) })
	}
}

func killedMidRecording(t *testing.T, mode string) {
	dir := t.TempDir()
	child := exec.Command(os.Args[0], dir)
	child.Env = append(os.Environ(), childRole+"="+mode)
	child.Stderr = os.Stderr
	child.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	known := 0
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, err := fmt.Sscan(lines.Text(), &known); err != nil {
			t.Fatal(err)
		}
		if known > 333*500 {
			break
		}
	}
	if err := child.Process.Kill(); err != nil { // SIGKILL: nothing of the child runs any more
		t.Fatal(err)
	}
	for lines.Scan() { // what it had still said
		if _, err := fmt.Sscan(lines.Text(), &known); err != nil {
			break
		}
	}
	var exit *exec.ExitError
	if err := child.Wait(); !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("the child ended with %v, want it killed", err)
	}
	r := open(t, dir, nil, modes[mode])
	done, err := r.Repair()
	if err != nil {
		t.Fatal(err)
	}
	if len(done) != 2 {
		t.Fatalf("%d files were repaired, want 2", len(done))
	}
	for _, one := range done {
		if n := check(t, r, one.Stored); n < known {
			t.Errorf("%s has %d frames, the killed process knew of %d", one.Path, n, known)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*/*/*/*.part")); len(left) > 0 {
		t.Errorf("left unfinished: %v", left)
	}
}

// TestFullDisk fills a file system of 256 KiB. The recordings fail, what is
// there stays readable, and with room again the next recording clears the alarm.
func TestFullDisk(t *testing.T) {
	for name, encrypted := range modes {
		t.Run(name, func(t *testing.T) { fullDisk(t, encrypted) })
	}
}

func fullDisk(t *testing.T, encrypted bool) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=256k"); err != nil {
		t.Skip("no permission to mount a tiny file system: ", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	failsAndRecovers(t, dir, encrypted, syscall.ENOSPC, func() {
		ballast := filepath.Join(dir, "ballast")
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
	}, func() {
		if err := os.WriteFile(filepath.Join(dir, "ballast"), make([]byte, 128<<10), 0o600); err != nil {
			t.Fatal(err)
		}
	})
}

// TestFileLimit is the same through the limit of a file's size, which needs no
// rights: any failed write is a failure like a full disk.
func TestFileLimit(t *testing.T) {
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		t.Fatal(err)
	}
	signal.Ignore(syscall.SIGXFSZ)
	set := func(limit uint64) {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: old.Max}); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { set(old.Cur) })
	for name, encrypted := range modes {
		t.Run(name, func(t *testing.T) {
			failsAndRecovers(t, t.TempDir(), encrypted, syscall.EFBIG, func() { set(old.Cur) }, func() { set(100_000) })
		})
	}
}

func failsAndRecovers(t *testing.T, dir string, encrypted bool, cause error, room, fill func()) {
	b := newBell()
	r := open(t, dir, b, encrypted)
	spare := 0 // frames that make room for the end of an encrypted file
	if encrypted {
		spare = 16
	}
	call := id.NewCall(noon)
	track, err := r.Open(id.RecordingOf(call, 1), noon)
	if err != nil {
		t.Fatal(err)
	}
	fill()
	at := 0
	for ; at < 1<<20; at += 111 {
		if err = track.Write(audio(at, 111)); err != nil {
			break
		}
	}
	if !errors.Is(err, cause) {
		t.Fatalf("after %d frames the error is %v, want %v", at, err, cause)
	}
	b.want(t, true)
	if again := track.Write(audio(at, 111)); !errors.Is(again, cause) {
		t.Errorf("a failed track said %v", again)
	}
	s, err := track.Close()
	if err != nil {
		t.Fatal("what is there is not finished:", err)
	}
	if n := check(t, r, s); n < at-spare || n > at+111 {
		t.Errorf("%d frames are kept, %d were taken", n, at)
	}
	room()
	next, err := r.Open(id.RecordingOf(call, 2), noon)
	if err != nil {
		t.Fatal(err)
	}
	if err := next.Write(audio(0, 800)); err != nil {
		t.Fatal(err)
	}
	b.want(t, false) // by the background sync, while it is still open
	if s, err = next.Close(); err != nil {
		t.Fatal(err)
	}
	check(t, r, s)
	if !strings.Contains(b.said[0], cause.Error()) || len(b.said) != 2 {
		t.Errorf("the alarm was told %q, want one that says %q and one that ends it", b.said, cause)
	}
}

// BenchmarkThousandSynced is the background sync of a thousand recordings that
// each got half a second since the last: it has to stay well below that.
func BenchmarkThousandSynced(b *testing.B) {
	r := open(b, b.TempDir(), nil, false)
	call := id.NewCall(noon)
	var tracks []*recorder.Track
	for n := range 1000 {
		t, err := r.Open(id.RecordingOf(call, uint16(n+1)), noon)
		if err != nil {
			b.Fatal(err)
		}
		tracks = append(tracks, t)
	}
	piece := audio(0, 4000)
	for b.Loop() {
		b.StopTimer()
		for _, t := range tracks {
			if err := t.Write(piece); err != nil {
				b.Fatal(err)
			}
		}
		b.StartTimer()
		r.SyncNow()
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(time.Millisecond), "ms/round")
}
