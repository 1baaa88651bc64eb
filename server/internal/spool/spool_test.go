package spool

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const envChild = "YOBIRIN_TEST_SPOOL_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(envChild); dir != "" {
		child(dir)
	}
	os.Exit(m.Run())
}

// child appends for ever and prints each number that it was told is on disk.
func child(dir string) {
	s, err := Open(dir, Options{SegmentBytes: 4096})
	if err != nil {
		println(err.Error())
		os.Exit(1)
	}
	for i := 0; ; i++ {
		if err := s.Append(numbered(i)); err != nil {
			println(err.Error())
			os.Exit(1)
		}
		if i%7 == 0 {
			if err := s.Sync(context.Background()); err != nil {
				os.Exit(1)
			}
			fmt.Println(i)
		}
	}
}

func numbered(i int) []byte {
	return fmt.Appendf(nil, "%d %s", i, strings.Repeat("x", i%300))
}

func open(t testing.TB, dir string, o Options) *Spool {
	t.Helper()
	if o.RetryMin == 0 {
		o.RetryMin, o.RetryMax = time.Millisecond, 4*time.Millisecond
	}
	s, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func add(t testing.TB, s *Spool, from, to int) {
	t.Helper()
	for i := from; i < to; i++ {
		if err := s.Append(numbered(i)); err != nil {
			t.Fatal(err)
		}
	}
}

func settle(t testing.TB, s *Spool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := s.Sync(ctx); err != nil {
		t.Fatal(err)
	}
}

// drain takes want records, or what comes until the deadline.
func drain(t testing.TB, s *Spool, want int) [][]byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var got [][]byte
	err := s.Drain(ctx, func(_ context.Context, batch [][]byte) error {
		for _, r := range batch {
			got = append(got, bytes.Clone(r))
		}
		if len(got) >= want {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %d records of %d, then %v", len(got), want, err)
	}
	return got
}

func check(t testing.TB, got [][]byte, from, to int) {
	t.Helper()
	if len(got) != to-from {
		t.Fatalf("got %d records, want %d", len(got), to-from)
	}
	for i, r := range got {
		if !bytes.Equal(r, numbered(from+i)) {
			t.Fatalf("record %d is %.40q", from+i, r)
		}
	}
}

func segmentsOf(t testing.TB, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "*"+suffix))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(found)
	return found
}

func TestInOrderOverSegmentsAndRestarts(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{SegmentBytes: 2048, BatchRecords: 7})
	for i := range 20 { // syncs in between, so that there are many segments
		add(t, s, i*25, i*25+25)
		settle(t, s)
	}
	if n := len(segmentsOf(t, dir)); n < 10 {
		t.Fatalf("%d segments", n)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, Options{SegmentBytes: 2048, BatchBytes: 100})
	add(t, s, 500, 600)
	check(t, drain(t, s, 600), 0, 600)
	if st := s.Stats(); st.Delivered != 600 || st.Waiting != 0 || st.Appended != 100 {
		t.Errorf("%+v", st)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if left := segmentsOf(t, dir); len(left) != 0 {
		t.Errorf("delivered segments stay: %v", left)
	}
}

func TestConsumerFailureRetriesTheSameBatch(t *testing.T) {
	s := open(t, t.TempDir(), Options{BatchRecords: 10})
	add(t, s, 0, 25)
	settle(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	var got [][]byte
	tries := 0
	_ = s.Drain(ctx, func(_ context.Context, batch [][]byte) error {
		tries++
		if tries%3 == 1 {
			return errors.New("database away")
		}
		if tries%3 == 2 {
			panic("bug")
		}
		for _, r := range batch {
			got = append(got, bytes.Clone(r))
		}
		if len(got) == 25 {
			cancel()
		}
		return nil
	})
	check(t, got, 0, 25)
	if tries != 9 {
		t.Errorf("%d tries, want three per batch", tries)
	}
}

func TestAppendWhileDraining(t *testing.T) {
	s := open(t, t.TempDir(), Options{SegmentBytes: 4096, SyncEvery: time.Millisecond})
	var wg sync.WaitGroup
	wg.Go(func() { add(t, s, 0, 5000) })
	check(t, drain(t, s, 5000), 0, 5000)
	wg.Wait()
}

func TestKillNine(t *testing.T) {
	dir := t.TempDir()
	acknowledged := -1
	for range 3 { // each run continues over the remains of the last
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), envChild+"="+dir)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for i := 0; i < 40 && lines.Scan(); i++ {
			if i == 20 {
				if _, err := Open(dir, Options{}); err == nil || !strings.Contains(err.Error(), fmt.Sprint(cmd.Process.Pid)) {
					t.Errorf("second opener: %v", err)
				}
			}
		}
		if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		acknowledged = -1
		_, _ = fmt.Sscan(lines.Text(), &acknowledged)
		for lines.Scan() {
			_, _ = fmt.Sscan(lines.Text(), &acknowledged)
		}
		_ = cmd.Wait()
		if acknowledged < 200 {
			t.Fatalf("only %d acknowledged", acknowledged)
		}
		s := open(t, dir, Options{})
		got := drain(t, s, acknowledged+1)
		for i := range acknowledged + 1 {
			if !bytes.Equal(got[i], numbered(i)) {
				t.Fatalf("record %d is %.40q", i, got[i])
			}
		}
		// What came after the last acknowledgement is there in order or not at all.
		check(t, got, 0, len(got))
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		for _, rest := range segmentsOf(t, dir) {
			_ = os.Remove(rest)
		}
	}
}

// TestTornTail cuts the last segment at every byte.
func TestTornTail(t *testing.T) {
	var whole []byte
	ends := []int{0}
	for i := range 4 {
		whole = appendRecord(whole, numbered(i))
		ends = append(ends, len(whole))
	}
	for size := 0; size <= len(magic)+len(whole); size++ {
		dir := t.TempDir()
		data := append([]byte(magic), whole...)[:size]
		if err := os.WriteFile(segmentPath(dir, 1), data, 0o600); err != nil {
			t.Fatal(err)
		}
		left := 0
		for i, end := range ends {
			if size >= len(magic)+end {
				left = i
			}
		}
		s := open(t, dir, Options{})
		add(t, s, left, left+1)
		check(t, drain(t, s, left+1), 0, left+1)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDamageInTheMiddleIsSetAside(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{SegmentBytes: 1})
	for i := range 3 {
		add(t, s, i*10, i*10+10)
		settle(t, s)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	paths := segmentsOf(t, dir)
	if len(paths) != 3 {
		t.Fatalf("%d segments", len(paths))
	}
	data, err := os.ReadFile(paths[1])
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)-1] ^= 1 // the last record of the middle segment
	if err := os.WriteFile(paths[1], data, 0o600); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, Options{})
	got := drain(t, s, 29)
	check(t, got[:19], 0, 19)
	check(t, got[19:], 20, 30)
	if st := s.Stats(); st.Corrupt != 1 {
		t.Errorf("%+v", st)
	}
	if _, err := os.Stat(paths[1] + badSuffix); err != nil {
		t.Error(err)
	}
}

// sickDisk fails like a full or broken one while sick is set.
type sickDisk struct {
	*os.File
	sick *atomic.Int32 // 1: writes stop half-way, 2: syncs fail
}

func (d sickDisk) Write(p []byte) (int, error) {
	if d.sick.Load() == 1 {
		n, _ := d.File.Write(p[:len(p)/2])
		return n, syscall.ENOSPC
	}
	return d.File.Write(p)
}

func (d sickDisk) Sync() error {
	if d.sick.Load() == 2 {
		return syscall.EIO
	}
	return d.File.Sync()
}

func TestSickDisk(t *testing.T) {
	for kind, want := range map[int32]error{1: syscall.ENOSPC, 2: syscall.EIO} {
		var sick atomic.Int32
		reports := make(chan error, 4)
		s := open(t, t.TempDir(), Options{
			MaxMemory: 4096, Report: func(err error) { reports <- err },
			create: func(path string) (file, error) {
				f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
				return sickDisk{f, &sick}, err
			},
		})
		add(t, s, 0, 5)
		settle(t, s)
		sick.Store(kind)
		add(t, s, 5, 10)
		if err := <-reports; !errors.Is(err, want) {
			t.Fatalf("reported %v, want %v", err, want)
		}
		// Records wait in memory, up to its limit, and Append never blocks.
		last := 10
		for ; last < 1000; last++ {
			if err := s.Append(numbered(last)); err != nil {
				if !errors.Is(err, ErrFull) {
					t.Fatal(err)
				}
				break
			}
		}
		if st := s.Stats(); last == 1000 || st.Refused != 1 || st.DiskErrors == 0 {
			t.Errorf("last %d, %+v", last, st)
		}
		sick.Store(0)
		if err := <-reports; err != nil {
			t.Fatalf("reported %v, want recovery", err)
		}
		settle(t, s)
		check(t, drain(t, s, last), 0, last)
	}
}

func TestFullKeepsTheOldest(t *testing.T) {
	s := open(t, t.TempDir(), Options{MaxBytes: 1000, SegmentBytes: 100})
	n := 0
	for ; s.Append(numbered(n)) == nil; n++ {
	}
	if err := s.Append(numbered(299)); !errors.Is(err, ErrFull) || n == 0 || s.Stats().Refused != 2 {
		t.Fatalf("%d records, then %v", n, err)
	}
	check(t, drain(t, s, n), 0, n)
	if err := s.Append(numbered(n)); err != nil {
		t.Errorf("after the drain: %v", err)
	}
}

func TestRefusals(t *testing.T) {
	s := open(t, t.TempDir(), Options{})
	for _, r := range [][]byte{nil, {}, make([]byte, MaxRecord+1)} {
		if err := s.Append(r); !errors.Is(err, ErrTooLong) {
			t.Errorf("%d bytes: %v", len(r), err)
		}
	}
	if err := s.Append(make([]byte, MaxRecord)); err != nil {
		t.Error(err)
	}
	if got := drain(t, s, 1); len(got[0]) != MaxRecord {
		t.Errorf("%d bytes came back", len(got[0]))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Append([]byte("x")); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(appendRecord(appendRecord(nil, []byte("a")), []byte("bcd")))
	f.Add([]byte{1, 0, 0, 0, 0, 0, 0, 0, 0})
	f.Add([]byte{255, 255, 255, 255, 1, 2, 3, 4})
	f.Fuzz(func(t *testing.T, data []byte) {
		records, used, err := parse(data, 100)
		if used > len(data) || used < 0 {
			t.Fatalf("used %d of %d", used, len(data))
		}
		var again []byte
		for _, r := range records {
			again = appendRecord(again, r)
		}
		if !bytes.Equal(again, data[:used]) {
			t.Fatal("what was parsed is not what was written")
		}
		if err == nil && len(records) < 100 && len(data)-used > headerSize+MaxRecord {
			t.Fatal("stopped although a whole record must follow")
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	s := open(b, b.TempDir(), Options{MaxBytes: 1 << 40, MaxMemory: 1 << 30})
	record := bytes.Repeat([]byte("e"), 300)
	b.SetBytes(300)
	for b.Loop() {
		if err := s.Append(record); err != nil {
			b.Fatal(err)
		}
	}
}
