//go:build linux

package shelltest

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// Told is what the shell told, as the stage wrote it.
type Told struct {
	Told    string
	Command string
	Value   json.RawMessage
	At      time.Time `json:"-"`
}

// Stage is the shell, running in a process of its own.
type Stage struct {
	Process *os.Process
	Dir     string
	in      io.WriteCloser
	cmd     *exec.Cmd

	mu   sync.Mutex
	told []Told
	read int // of told, by Await
	over chan struct{}
}

// Build builds the stage into a folder of the test.
func Build(t testing.TB) string {
	t.Helper()
	Need(t, "go", "pkg-config")
	program := filepath.Join(t.TempDir(), "stage")
	out, err := exec.Command("go", "build", "-o", program, "github.com/yobirin/yobirin/desktop/internal/shell/shelltest/stage").CombinedOutput()
	if err != nil {
		t.Fatalf("the stage does not build: %v\n%s", err, out)
	}
	return program
}

// Stage runs the program on the desktop and waits until it is ready.
func (d *Desktop) Stage(t testing.TB, program string, args ...string) *Stage {
	t.Helper()
	s := d.start(t, program, filepath.Join(d.Home, "app"), args...)
	s.Await(t, "ready", func(told Told) bool { return told.Told == "ready" })
	return s
}

// Second runs the program once more, to its end, and gives what it told.
func (d *Desktop) Second(t testing.TB, program, dir string, args ...string) (*Stage, error) {
	t.Helper()
	s := d.start(t, program, dir, append([]string{"-claim", "--"}, args...)...)
	select {
	case <-s.over:
	case <-time.After(Patience):
		t.Fatal("the second start does not end")
	}
	return s, s.cmd.Wait()
}

func (d *Desktop) start(t testing.TB, program, dir string, args ...string) *Stage {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	s := &Stage{Dir: dir, over: make(chan struct{})}
	s.cmd = d.Command(program, append([]string{"-dir", dir}, args...)...)
	in, err := s.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	s.cmd.Stderr = writer{t}
	s.in = in
	End(t, s.cmd)
	s.Process = s.cmd.Process
	go s.listen(out)
	return s
}

type writer struct{ t testing.TB }

func (w writer) Write(text []byte) (int, error) {
	w.t.Logf("stage: %s", text)
	return len(text), nil
}

func (s *Stage) listen(out io.Reader) {
	defer close(s.over)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var told Told
		if json.Unmarshal(lines.Bytes(), &told) != nil {
			continue
		}
		told.At = time.Now()
		s.mu.Lock()
		s.told = append(s.told, told)
		s.mu.Unlock()
	}
}

// Do has the shell carry out an effect.
func (s *Stage) Do(t testing.TB, effect seat.Effect) {
	t.Helper()
	raw, err := json.Marshal(struct {
		Do    string
		Value seat.Effect
	}{reflect.TypeOf(effect).Name(), effect})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.in.Write(append(raw, '\n')); err != nil {
		t.Fatal(err)
	}
}

// Quit ends the stage as the app ends, and waits for it.
func (s *Stage) Quit(t testing.TB) {
	t.Helper()
	s.in.Close()
	select {
	case <-s.over:
	case <-time.After(Patience):
		t.Fatal("the stage does not end")
	}
}

// Await gives the next that was told of which is says yes; those before it
// are passed over.
func (s *Stage) Await(t testing.TB, what string, is func(Told) bool) Told {
	t.Helper()
	var found Told
	Until(t, what, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		for s.read < len(s.told) {
			found = s.told[s.read]
			s.read++
			if is(found) {
				return true
			}
		}
		return false
	})
	return found
}

// Command waits for a command of this type and name of a line.
func (s *Stage) Command(t testing.TB, name string, line seat.Line) {
	t.Helper()
	s.Await(t, "the command "+name+" of "+string(line), func(told Told) bool {
		var value struct{ Line seat.Line }
		return told.Command == name && json.Unmarshal(told.Value, &value) == nil && value.Line == line
	})
}

// Count says how many of a kind were told in all.
func (s *Stage) Count(is func(Told) bool) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, told := range s.told {
		if is(told) {
			n++
		}
	}
	return n
}
