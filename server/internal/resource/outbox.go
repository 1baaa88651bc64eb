package resource

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/uptrace/bun"
)

// retryAfter is the pause before a lost database is asked again.
const retryAfter = time.Second

// pageOfChanges bounds how many changes are told at once.
const pageOfChanges = 1000

// Changed is a change that was committed.
type Changed struct {
	Number int64 // of the history: a consumer that keeps it knows what it has seen
	Noun   string
	ID     string
	Action Action
}

// OnChange has fn called with the changes of every transaction after its
// commit, in order and one call at a time, whichever server made them. fn must
// not wait. Subscribe before Run.
func (s *Store) OnChange(fn func([]Changed)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.subscriber = append(s.subscriber, fn)
}

// Run tells the subscribers of changes until ctx ends. While the database is
// away it waits, and then tells what it missed.
func (s *Store) Run(ctx context.Context) error {
	place := int64(-1)
	for {
		err := s.listen(ctx, &place)
		if ctx.Err() != nil {
			return nil
		}
		s.log.Warn("changes of records cannot be watched, trying again", "err", err)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(retryAfter):
		}
	}
}

func (s *Store) listen(ctx context.Context, place *int64) (err error) {
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("panic while telling of changes", "panic", p, "stack", string(debug.Stack()))
			err = errors.New("resource: a subscriber panicked")
		}
	}()
	conn, err := s.db.Pool().Acquire(ctx)
	if err != nil {
		return fmt.Errorf("resource: connect: %w", err)
	}
	// The pool shall have no connection that listens.
	defer func() { _ = conn.Hijack().Close(context.Background()) }()
	if _, err := conn.Exec(ctx, "listen "+channel); err != nil {
		return fmt.Errorf("resource: listen: %w", err)
	}
	if *place < 0 {
		if err := s.db.Bun().QueryRowContext(ctx, "select coalesce(max(id), 0) from record_changes").Scan(place); err != nil {
			return fmt.Errorf("resource: find the newest change: %w", err)
		}
	}
	for {
		if err := s.tell(ctx, place); err != nil {
			return err
		}
		if _, err := conn.Conn().WaitForNotification(ctx); err != nil {
			return fmt.Errorf("resource: wait for a change: %w", err)
		}
	}
}

// tell gives the subscribers what came after the place, and moves it.
func (s *Store) tell(ctx context.Context, place *int64) error {
	for {
		changes, err := s.Since(ctx, s.db.Bun(), *place, pageOfChanges)
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			return nil
		}
		// Moved first: a change over which a subscriber fails is not told for ever.
		*place = changes[len(changes)-1].Number
		s.mu.Lock()
		subscribers := s.subscriber
		s.mu.Unlock()
		for _, fn := range subscribers {
			fn(changes)
		}
		if len(changes) < pageOfChanges {
			return nil
		}
	}
}

// Since gives the changes after a number, in order, for consumers that keep
// their place.
func (s *Store) Since(ctx context.Context, db bun.IDB, number int64, limit int) ([]Changed, error) {
	rows, err := db.QueryContext(ctx, "select id, noun, record_id, action from record_changes where id > ? order by id limit ?", number, limit)
	if err != nil {
		return nil, fmt.Errorf("resource: read changes: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var out []Changed
	for rows.Next() {
		var c Changed
		if err := rows.Scan(&c.Number, &c.Noun, &c.ID, &c.Action); err != nil {
			return nil, fmt.Errorf("resource: read a change: %w", err)
		}
		out = append(out, c)
	}
	return out, rows.Err()
}
