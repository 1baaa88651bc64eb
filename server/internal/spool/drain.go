package spool

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// Drain hands the records to fn in order, in batches, until ctx ends. When fn
// fails the same batch is tried again after a pause that doubles. A batch counts
// as delivered when fn returns nil; what a crash leaves between that and the
// removal of its segment is delivered again, so fn must be idempotent. fn must
// not keep the batch.
func (s *Spool) Drain(ctx context.Context, fn func(ctx context.Context, batch [][]byte) error) error {
	wait := s.o.RetryMin
	var buf []byte
	for {
		batch, used, moved, err := s.next(&buf)
		switch {
		case err != nil:
		case len(batch) > 0:
			if err = deliver(ctx, fn, batch); err == nil {
				s.advance(used, len(batch))
				wait = s.o.RetryMin
				continue
			}
		default:
			select {
			case <-moved:
				continue
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		s.o.Logger.Warn("spool: records wait", "error", err, "retry", wait)
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
		wait = min(2*wait, s.o.RetryMax)
	}
}

// deliver turns a panic of the consumer into an error: its batch is retried.
func deliver(ctx context.Context, fn func(context.Context, [][]byte) error, batch [][]byte) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the consumer panicked: %v", r)
		}
	}()
	return fn(ctx, batch)
}

// next reads the next batch. With none it returns a channel that is closed when
// there may be more.
func (s *Spool) next(buf *[]byte) (batch [][]byte, used int64, moved <-chan struct{}, err error) {
	for {
		s.mu.Lock()
		s.dropDelivered()
		if len(s.segments) == 0 {
			moved := s.moved
			s.mu.Unlock()
			return nil, 0, moved, nil
		}
		front, from, moved := s.segments[0], s.position, s.moved
		s.mu.Unlock()
		if from == 0 {
			from = int64(len(magic))
		}
		if from >= front.synced {
			return nil, 0, moved, nil
		}
		batch, size, err := s.read(front, from, buf)
		if errors.Is(err, errCorrupt) && len(batch) == 0 {
			s.setAside(front)
			continue
		}
		if err != nil && !errors.Is(err, errCorrupt) {
			return nil, 0, nil, err
		}
		return batch, from + size, moved, nil
	}
}

// read returns whole records of g beginning at from. Records that end inside the
// buffer's first part go first, so a batch may be smaller than allowed.
func (s *Spool) read(g segment, from int64, buf *[]byte) ([][]byte, int64, error) {
	f, err := os.Open(segmentPath(s.dir, g.n))
	if errors.Is(err, os.ErrNotExist) {
		return nil, 0, errCorrupt // somebody removed it; nothing will bring it back
	}
	if err != nil {
		return nil, 0, fmt.Errorf("spool: %w", err)
	}
	defer func() { _ = f.Close() }()
	var head [len(magic)]byte
	if _, err := f.ReadAt(head[:], 0); err != nil || string(head[:]) != magic {
		return nil, 0, errCorrupt
	}
	size := min(int64(s.o.BatchBytes), g.synced-from)
	for {
		if int64(cap(*buf)) < size {
			*buf = make([]byte, size)
		}
		data := (*buf)[:size]
		if _, err := f.ReadAt(data, from); errors.Is(err, io.EOF) {
			return nil, 0, errCorrupt // shorter than what was synced
		} else if err != nil {
			return nil, 0, fmt.Errorf("spool: %w", err)
		}
		batch, used, err := parse(data, s.o.BatchRecords)
		switch {
		case err != nil || len(batch) > 0:
			return batch, int64(used), err
		case size == g.synced-from:
			return nil, 0, errCorrupt // the segment ends inside a record
		}
		size = min(headerSize+MaxRecord, g.synced-from) // one record larger than a batch
	}
}

func (s *Spool) advance(to int64, records int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.position = to
	s.stats.Delivered += uint64(records)
}

// dropDelivered removes leading segments that are delivered and will not grow.
// The caller holds mu.
func (s *Spool) dropDelivered() {
	for len(s.segments) > 0 {
		front := s.segments[0]
		grows := len(s.segments) == 1 && !s.closed && front.synced < s.o.SegmentBytes && front.n >= s.first
		if grows || max(s.position, int64(len(magic))) < front.synced {
			return
		}
		if err := os.Remove(segmentPath(s.dir, front.n)); err != nil && !errors.Is(err, os.ErrNotExist) {
			s.o.Logger.Error("spool: remove a delivered segment", "error", err)
		}
		s.segments, s.position = s.segments[1:], 0
	}
}

// setAside keeps a damaged segment for a person to look at and goes on.
func (s *Spool) setAside(g segment) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.segments) == 0 || s.segments[0].n != g.n {
		return
	}
	path := segmentPath(s.dir, g.n)
	s.o.Logger.Error("spool: damaged segment set aside", "segment", path+badSuffix, "from", s.position)
	if err := os.Rename(path, path+badSuffix); err != nil && !errors.Is(err, os.ErrNotExist) {
		s.o.Logger.Error("spool: set aside", "error", err)
	}
	s.stats.Corrupt++
	s.segments, s.position = s.segments[1:], 0
}
