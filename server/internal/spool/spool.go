// Package spool is an append-only queue of records in local files. It stands
// between the calls and the database: appending never waits for a disk or a
// database, and what was appended is handed on in order, at least once, also
// after a crash.
package spool

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Options tune a spool. Zero values take the defaults.
type Options struct {
	// SegmentBytes is the size at which a new file begins; default 8 MiB.
	SegmentBytes int64
	// MaxBytes is how much may wait on disk; default 4 GiB. When it is reached
	// the oldest records are kept and new ones refused with ErrFull.
	MaxBytes int64
	// MaxMemory is how much may wait for the disk in memory; default 32 MiB.
	MaxMemory int
	// SyncEvery is the longest a record waits for its fsync; default 20 ms, at
	// most 50 ms.
	SyncEvery time.Duration
	// BatchRecords and BatchBytes bound what Drain hands over at once; default
	// 500 records and 1 MiB.
	BatchRecords, BatchBytes int
	// RetryMin and RetryMax bound the pause after an error of the disk or of
	// Drain's consumer; it doubles. Default 100 ms and 5 s.
	RetryMin, RetryMax time.Duration
	// Report is told when the disk refuses (with the error) and when it takes
	// records again (nil). It is called from the spool's goroutine.
	Report func(error)
	Logger *slog.Logger

	// create opens a segment for writing; tests put a failing disk here.
	create func(path string) (file, error)
}

// file is what the writer needs of a segment.
type file interface {
	Write([]byte) (int, error)
	Sync() error
	Close() error
}

// The reasons why Append refuses.
var (
	ErrFull    = errors.New("spool: full, the record is lost: the database has been away too long or the disk is full")
	ErrClosed  = errors.New("spool: closed")
	ErrTooLong = fmt.Errorf("spool: record of 0 or more than %d bytes", MaxRecord)
)

// LockedError says that another process has the spool.
type LockedError struct {
	// Path is the lock file, PID the holder or 0.
	Path string
	PID  int
}

// Error names the holder.
func (e *LockedError) Error() string {
	return fmt.Sprintf("spool: %s is held by process %d", e.Path, e.PID)
}

// Stats are counters since Open and levels of now.
type Stats struct {
	Appended, Delivered uint64 // records
	Refused             uint64 // records that Append refused
	DiskErrors          uint64 // failed writes and syncs, each retried
	Corrupt             uint64 // segments with damage in the middle, kept as *.bad
	Torn                int64  // bytes cut off at Open
	Waiting             int64  // bytes on disk and in memory that are not delivered
}

// Spool is one queue. All methods are safe for concurrent use; Drain is for one
// consumer at a time.
type Spool struct {
	dir  string
	o    Options
	lock *os.File
	wake chan struct{} // the writer has something to do
	stop chan struct{}
	done chan struct{}

	mu       sync.Mutex
	pending  []byte // encoded, not yet given to the disk
	inflight int    // bytes at the disk now
	records  uint64 // in pending
	urgent   bool   // somebody waits in Sync
	segments []segment
	first    uint64        // the first segment of this run; older ones do not grow
	position int64         // what of segments[0] has been delivered
	moved    chan struct{} // closed and replaced at every sync
	appended uint64
	synced   uint64 // records safely on disk, of appended
	closed   bool
	stats    Stats
}

// Open takes the directory for this process, making it if need be, cuts a torn
// tail and starts to write. Records of earlier runs are delivered first.
func Open(dir string, o Options) (*Spool, error) {
	o.defaults()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("spool: %w", err)
	}
	lock, err := lockFile(filepath.Join(dir, "lock"))
	if err != nil {
		return nil, err
	}
	segments, torn, err := scan(dir)
	if err != nil {
		_ = lock.Close()
		return nil, err
	}
	if torn > 0 {
		o.Logger.Warn("spool: cut a torn tail", "bytes", torn)
	}
	s := &Spool{
		dir: dir, o: o, lock: lock, segments: segments, moved: make(chan struct{}),
		wake: make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan struct{}),
	}
	s.stats.Torn = torn
	next := uint64(1)
	if len(segments) > 0 {
		next = segments[len(segments)-1].n + 1
	}
	s.first = next
	go s.write(next)
	return s, nil
}

func (o *Options) defaults() {
	set := func(v *int64, d int64) {
		if *v <= 0 {
			*v = d
		}
	}
	set(&o.SegmentBytes, 8<<20)
	set(&o.MaxBytes, 4<<30)
	if o.MaxMemory <= 0 {
		o.MaxMemory = 32 << 20
	}
	if o.SyncEvery <= 0 {
		o.SyncEvery = 20 * time.Millisecond
	}
	o.SyncEvery = min(o.SyncEvery, 50*time.Millisecond)
	if o.BatchRecords <= 0 {
		o.BatchRecords = 500
	}
	if o.BatchBytes <= 0 {
		o.BatchBytes = 1 << 20
	}
	if o.RetryMin <= 0 {
		o.RetryMin = 100 * time.Millisecond
	}
	if o.RetryMax < o.RetryMin {
		o.RetryMax = max(o.RetryMin, 5*time.Second)
	}
	if o.Report == nil {
		o.Report = func(error) {}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.create == nil {
		o.create = func(path string) (file, error) {
			return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		}
	}
}

// Append queues a copy of record and returns at once. It is on disk within
// SyncEvery when the disk is well. The errors are ErrFull, ErrClosed and
// ErrTooLong; with any of them the record is not queued.
func (s *Spool) Append(record []byte) error {
	if len(record) == 0 || len(record) > MaxRecord {
		return ErrTooLong
	}
	size := headerSize + len(record)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ErrClosed
	}
	if len(s.pending)+s.inflight+size > s.o.MaxMemory || s.waiting()+int64(size) > s.o.MaxBytes {
		s.stats.Refused++
		return ErrFull
	}
	s.pending = appendRecord(s.pending, record)
	s.records++
	s.appended++
	s.poke()
	return nil
}

// Sync returns when everything appended before is safely on disk, or ctx ends.
func (s *Spool) Sync(ctx context.Context) error {
	s.mu.Lock()
	want := s.appended
	s.urgent = true
	s.poke()
	s.mu.Unlock()
	for {
		s.mu.Lock()
		done, moved, closed := s.synced >= want, s.moved, s.closed
		s.mu.Unlock()
		if done {
			return nil
		}
		if closed {
			return ErrClosed
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return fmt.Errorf("spool: sync: %w", ctx.Err())
		}
	}
}

// Stats reads the counters.
func (s *Spool) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.stats
	out.Appended, out.Waiting = s.appended, s.waiting()
	return out
}

// Close writes what waits in memory, once, and frees the directory. End Drain's
// context first. Undelivered records stay for the next Open. The error says how
// many records the disk did not take.
func (s *Spool) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		<-s.done
		return nil
	}
	s.closed = true
	s.mu.Unlock()
	close(s.stop)
	<-s.done
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dropDelivered()
	close(s.moved) // nothing moves any more: let a waiting Sync see the end
	s.moved = make(chan struct{})
	_ = s.lock.Close()
	if lost := s.appended - s.synced; lost > 0 {
		return fmt.Errorf("spool: the disk did not take the last %d records", lost)
	}
	return nil
}

// waiting is all that is not delivered, in bytes. The caller holds mu.
func (s *Spool) waiting() int64 {
	total := int64(len(s.pending) + s.inflight)
	for _, g := range s.segments {
		total += g.synced
	}
	return total - s.position
}

// poke wakes the writer; a wake-up that is already waiting is enough.
func (s *Spool) poke() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("spool: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		text, _ := os.ReadFile(path)
		_ = f.Close()
		pid, _ := strconv.Atoi(strings.TrimSpace(string(text)))
		return nil, &LockedError{Path: path, PID: pid}
	}
	err = f.Truncate(0)
	if err == nil {
		_, err = f.WriteAt([]byte(strconv.Itoa(os.Getpid())), 0)
	}
	if err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("spool: lock: %w", err)
	}
	return f, nil
}
