package history

import (
	"context"
	"fmt"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
)

// Replay gives fn the stored events that figures are made of, those of the
// floor and the ends of calls, whose time is in [from, to), in the order of
// their time. An error of fn ends it.
func (h *History) Replay(ctx context.Context, from, to time.Time, fn func(journal.Event) error) error {
	rows, err := h.db.Bun().QueryContext(ctx, `select stream, seq, at, kind, body from floor_events where at >= ? and at < ?
		union all select stream, seq, at, kind, body from call_events where kind = 'ended' and at >= ? and at < ?
		order by at, stream, seq`, from, to, from, to)
	if err != nil {
		return fmt.Errorf("history: read the day's events: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return err
		}
		if err := fn(e.Event); err != nil {
			return err
		}
	}
	return rows.Err()
}
