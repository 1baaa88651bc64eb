package spool

import (
	"fmt"
	"os"
	"time"
)

// writer is the state of the goroutine that owns the disk.
type writer struct {
	s    *Spool
	next uint64 // number of the next segment
	cur  file   // nil: the next write begins a segment
	size int64
}

// write gives what is appended to the disk, one fsync for all that came in
// SyncEvery. It ends when the spool closes.
func (s *Spool) write(next uint64) {
	defer close(s.done)
	w := &writer{s: s, next: next}
	defer w.finish()
	for {
		select {
		case <-s.wake:
		case <-s.stop:
			if err := w.flush(); err != nil {
				s.o.Logger.Error("spool: last write failed", "error", err)
			}
			return
		}
		if !s.hurry() {
			s.pause(s.o.SyncEvery)
		}
		w.flushUntilDone()
	}
}

// hurry reports whether somebody waits in Sync.
func (s *Spool) hurry() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	urgent := s.urgent
	s.urgent = false
	return urgent
}

// pause waits for d, for a Sync that is urgent, or for the end.
func (s *Spool) pause(d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
			return
		case <-s.stop:
			return
		case <-s.wake:
			if s.hurry() {
				return
			}
		}
	}
}

// flushUntilDone retries with growing pauses. Meanwhile records gather in memory.
func (w *writer) flushUntilDone() {
	s, wait, failed := w.s, w.s.o.RetryMin, false
	for {
		err := w.flush()
		if err == nil {
			if failed {
				s.o.Logger.Info("spool: the disk takes records again")
				s.o.Report(nil)
			}
			return
		}
		if !failed {
			failed = true
			s.o.Logger.Error("spool: the disk refuses, records wait in memory", "error", err)
			s.o.Report(err)
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-s.stop:
			timer.Stop()
			return
		}
		wait = min(2*wait, s.o.RetryMax)
	}
}

// flush writes and syncs all that is pending. When that fails, all of it goes
// back to the front of pending and the segment is given up: after a failed fsync
// the kernel may have dropped the pages, so nothing of them counts.
func (w *writer) flush() error {
	s := w.s
	s.mu.Lock()
	buf, records := s.pending, s.records
	s.pending, s.records, s.inflight = nil, 0, len(buf)
	s.mu.Unlock()
	if len(buf) == 0 {
		return nil
	}
	err := w.store(buf)
	if err != nil {
		w.giveUp()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inflight = 0
	if err != nil {
		s.stats.DiskErrors++
		s.pending = append(buf, s.pending...)
		s.records += records
		return err
	}
	last := len(s.segments) - 1
	if last < 0 || s.segments[last].n != w.next-1 {
		s.segments = append(s.segments, segment{n: w.next - 1})
		last++
	}
	s.segments[last].synced = w.size
	s.synced += records
	close(s.moved)
	s.moved = make(chan struct{})
	if w.size >= s.o.SegmentBytes {
		w.finish()
	}
	return nil
}

func (w *writer) store(buf []byte) error {
	if w.cur == nil {
		cur, err := w.s.o.create(segmentPath(w.s.dir, w.next))
		if err != nil {
			return fmt.Errorf("begin a segment: %w", err)
		}
		w.cur, w.size = cur, 0
		w.next++
		if err := w.put([]byte(magic)); err != nil {
			return err
		}
		if err := syncDir(w.s.dir); err != nil {
			return err
		}
	}
	if err := w.put(buf); err != nil {
		return err
	}
	if err := w.cur.Sync(); err != nil {
		return fmt.Errorf("sync: %w", err)
	}
	return nil
}

func (w *writer) put(buf []byte) error {
	n, err := w.cur.Write(buf)
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	w.size += int64(n)
	return nil
}

// giveUp leaves the current segment with what was synced of it. What a failed
// write left behind is cut, so that a full disk does not fill with remains.
func (w *writer) giveUp() {
	if w.cur == nil {
		return
	}
	w.finish()
	w.s.mu.Lock()
	keep := int64(0)
	for _, g := range w.s.segments {
		if g.n == w.next-1 {
			keep = g.synced
		}
	}
	w.s.mu.Unlock()
	path := segmentPath(w.s.dir, w.next-1)
	if keep == 0 {
		_ = os.Remove(path)
		return
	}
	_ = os.Truncate(path, keep)
}

// finish closes the current segment; the next write begins another.
func (w *writer) finish() {
	if w.cur != nil {
		_ = w.cur.Close()
		w.cur = nil
	}
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync the directory: %w", err)
	}
	defer func() { _ = d.Close() }()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("sync the directory: %w", err)
	}
	return nil
}
