package archive

import (
	"context"
	"fmt"
)

// work is what only one server does at a time.
type work int64

// The kinds of work. The numbers are the names of the database's locks.
const (
	making    work = 7_140_001
	uploading work = 7_140_002
)

// lock takes a kind of work for this server; false when another has it. The
// lock is the connection's, so a crash gives it back at once.
func (a *Archive) lock(ctx context.Context, w work) (release func(), ok bool, err error) {
	conn, err := a.o.DB.Pool().Acquire(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("archive: %w", err)
	}
	// Tests have databases of their own on one server, and so has a site its.
	if err := conn.QueryRow(ctx, "select pg_try_advisory_lock($1)", int64(w)).Scan(&ok); err != nil || !ok {
		conn.Release()
		if err != nil {
			err = fmt.Errorf("archive: %w", err)
		}
		return nil, false, err
	}
	return func() {
		if _, err := conn.Exec(context.WithoutCancel(ctx), "select pg_advisory_unlock($1)", int64(w)); err != nil {
			// Closed, it cannot hold the lock any more.
			_ = conn.Conn().Close(context.WithoutCancel(ctx))
		}
		conn.Release()
	}, true, nil
}
