package directory

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// channel is the PostgreSQL notification that says that the site has changed.
// It is sent by the transaction that changes it, so it comes after its commit.
const channel = "yobirin_directory"

// retryAfter is the pause before a lost database is asked again.
const retryAfter = time.Second

// OnChange has fn called with every new version of the site, after its commit,
// one at a time and in order; of versions that follow each other quickly only
// the last may be told. fn must not wait for this room. Subscribe before Run.
func (d *Directory) OnChange(fn func(Snapshot)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.subscriber = append(d.subscriber, fn)
}

// Run tells the subscribers of changes that any server made to the site, until
// ctx ends. While the database is away it waits, and asks for what it missed.
func (d *Directory) Run(ctx context.Context) error {
	var tidying sync.WaitGroup
	tidying.Go(func() { d.tidy(ctx) })
	defer tidying.Wait()
	for {
		err := d.listen(ctx)
		if ctx.Err() != nil {
			return nil
		}
		d.log.Warn("the site's changes cannot be watched, trying again", "err", err)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(retryAfter):
		}
	}
}

func (d *Directory) listen(ctx context.Context) (err error) {
	defer func() {
		if p := recover(); p != nil {
			d.log.Error("panic while telling of the site's changes", "panic", p, "stack", string(debug.Stack()))
			err = errors.New("directory: a subscriber panicked")
		}
	}()
	conn, err := d.db.Pool().Acquire(ctx)
	if err != nil {
		return fmt.Errorf("directory: connect: %w", err)
	}
	defer release(conn)
	if _, err := conn.Exec(ctx, "listen "+channel); err != nil {
		return fmt.Errorf("directory: listen: %w", err)
	}
	for {
		// First publish: what changed before the listening began.
		begun := time.Now()
		if err := d.publish(ctx); err != nil {
			return err
		}
		// Changes that come quickly are told together: reading a large site takes
		// no more than half of the time, however many people change it.
		if err := pause(ctx, time.Since(begun)); err != nil {
			return err
		}
		if _, err := conn.Conn().WaitForNotification(ctx); err != nil {
			return fmt.Errorf("directory: wait for a change: %w", err)
		}
	}
}

// pause waits, unless ctx ends.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(min(d, retryAfter))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// release gives the pool a connection that listens to nothing any more.
func release(conn *pgxpool.Conn) {
	_ = conn.Hijack().Close(context.Background())
}

// tellNow tells the subscribers before whoever changed the site goes on. What
// cannot be told now is stored, and Run tells it when the database is back.
func (d *Directory) tellNow(ctx context.Context) {
	if err := d.publish(ctx); err != nil {
		d.log.Warn("the site has changed, but its subscribers could not be told yet", "err", err)
	}
}

// publish tells the subscribers the site as it is, unless they know it.
func (d *Directory) publish(ctx context.Context) error {
	d.publishing.Lock()
	defer d.publishing.Unlock()
	// Of changes that come together, as logins of softphones in the morning do,
	// one reads the site for all.
	var version int64
	if err := d.db.Bun().QueryRowContext(ctx, "select version from site").Scan(&version); err != nil {
		return fmt.Errorf("directory: read the site's version: %w", err)
	}
	d.mu.Lock()
	told := version <= d.told
	d.mu.Unlock()
	if told {
		return nil
	}
	if err := d.placeBefore(ctx); err != nil {
		return err
	}
	s, err := d.Load(ctx)
	if err != nil {
		return err
	}
	d.mu.Lock()
	known := s.Version <= d.told
	d.told, d.language = max(d.told, s.Version), s.Settings.Language
	subscribers := d.subscriber
	d.mu.Unlock()
	if known {
		return nil
	}
	for _, fn := range subscribers {
		fn(s)
	}
	return nil
}
