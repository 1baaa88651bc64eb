package shell

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/fault"
)

func await(t *testing.T, told <-chan seat.Opened) seat.Opened {
	t.Helper()
	select {
	case o := <-told:
		return o
	case <-time.After(time.Minute):
		t.Fatal("nothing was told")
		return seat.Opened{}
	}
}

func claim(t *testing.T, dir string, args ...string) (*Instance, chan seat.Opened) {
	t.Helper()
	i, first, err := Claim(dir, args)
	if err != nil || !first {
		t.Fatalf("first %v, %v", first, err)
	}
	told := make(chan seat.Opened, 100)
	t.Cleanup(i.Close)
	return i, told
}

func TestASecondStartHandsOver(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "app")
	i, told := claim(t, dir, "tel:110")
	second := func(args ...string) {
		t.Helper()
		if _, first, err := Claim(dir, args); first || err != nil {
			t.Fatalf("first %v, %v", first, err)
		}
	}
	second("--hidden", "tel:119") // before anybody listens
	i.Serve(func(o seat.Opened) { told <- o })
	second("callto:117")
	second()
	for _, want := range []string{"110", "119", "117", ""} {
		if got := await(t, told); got.Target != want {
			t.Errorf("told %q, want %q", got.Target, want)
		}
	}
	info, err := os.Stat(dir)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is open to others: %v %v", info.Mode(), err)
	}
}

func TestAfterTheFirstEndsTheNextIsFirst(t *testing.T) {
	dir := t.TempDir()
	i, first, err := Claim(dir, nil)
	if err != nil || !first {
		t.Fatal(first, err)
	}
	i.Close()
	claim(t, dir)
}

// TestAStartWhileTheFirstEnds: it cannot hand over any more, so it is the next.
func TestAStartWhileTheFirstEnds(t *testing.T) {
	dir := t.TempDir()
	release, free, err := lock(dir)
	if err != nil || !free {
		t.Fatal(free, err)
	}
	listener, err := listen(dir)
	if err != nil {
		t.Fatal(err)
	}
	type claimed struct {
		instance *Instance
		first    bool
		err      error
	}
	next := make(chan claimed, 1)
	go func() {
		i, first, err := Claim(dir, []string{"tel:110"})
		next <- claimed{i, first, err}
	}()
	conn, err := listener.Accept() // it has found the first, which says nothing any more
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	conn.Close()
	release()
	got := <-next
	if got.err != nil || !got.first {
		t.Fatalf("first %v, %v", got.first, got.err)
	}
	defer got.instance.Close()
	told := make(chan seat.Opened, 1)
	got.instance.Serve(func(o seat.Opened) { told <- o })
	if o := await(t, told); o.Target != "110" {
		t.Errorf("told %q", o.Target)
	}
}

func TestALongFolderStillHasASocket(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("long", 40))
	i, told := claim(t, dir)
	i.Serve(func(o seat.Opened) { told <- o })
	if _, first, err := Claim(dir, []string{"tel:110"}); first || err != nil {
		t.Fatal(first, err)
	}
	if got := await(t, told); got.Target != "110" {
		t.Errorf("told %q", got.Target)
	}
}

// TestHostileHandovers sends rubbish to the first instance; it goes on.
func TestHostileHandovers(t *testing.T) {
	dir := t.TempDir()
	i, told := claim(t, dir)
	i.Serve(func(o seat.Opened) { told <- o })
	for _, rubbish := range []string{
		"", "\n", "{", "null\n", `{"args":["tel:110"]}`, // without an end
		strings.Repeat("x", maxHandover*2) + "\n",
		`{"args":[` + strings.TrimRight(strings.Repeat(`"tel:1",`, maxArguments+1), ",") + "]}\n",
		`{"args":"tel:110"}` + "\n",
	} {
		conn, err := dial(dir, time.Now().Add(time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, rubbish) // may be refused in the middle
		if c, is := conn.(*net.UnixConn); is {
			_ = c.CloseWrite()
		}
		_, _ = io.ReadAll(conn)
		conn.Close()
	}
	if _, first, err := Claim(dir, []string{"tel:119"}); first || err != nil {
		t.Fatal(first, err)
	}
	for {
		if got := await(t, told); got.Target == "119" {
			return
		} else if got.Target != "" {
			t.Errorf("rubbish gave %q", got.Target)
		}
	}
}

func TestAnInstanceThatDoesNotAnswer(t *testing.T) {
	dir := t.TempDir()
	release, free, err := lock(dir) // and no socket
	if err != nil || !free {
		t.Fatal(free, err)
	}
	defer release()
	_, first, err := Claim(dir, nil)
	if first || fault.KeyOf(err) != "already_runs" {
		t.Errorf("first %v, %v", first, err)
	}
}

func FuzzReadHandover(f *testing.F) {
	f.Add([]byte(`{"args":["tel:110"]}` + "\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		args, err := readHandover(bytes.NewReader(raw))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := writeHandover(&b, args); err != nil {
			t.Fatal(err)
		}
		again, err := readHandover(&b)
		if err != nil && !errors.Is(err, io.EOF) || OpenedFrom(again) != OpenedFrom(args) {
			t.Errorf("%q: %q, then %q, %v", raw, args, again, err)
		}
	})
}
