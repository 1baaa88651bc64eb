package history

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// mostStep is by how much a clock may be set while the server runs.
	mostStep = time.Hour
	// mostStill is for how long a server may have stood still at its start
	// without a doubt: over a long weekend.
	mostStill = 4 * 24 * time.Hour
	// doubtFor is how long a clock that has jumped ahead by more is not
	// believed: people see the alarm and set it right, or know that it is.
	doubtFor = 72 * time.Hour
)

// lateness is how late it is, as far as a clock that jumps ahead cannot feign
// it: what is deleted by a wrong clock does not come back.
type lateness struct {
	at    time.Time
	doubt time.Duration // that passed since the clock is not believed
}

// step goes on to what the clock says now, if no more time has passed by it
// than the server has seen pass (ran), and a little; at a start, than a server
// stands still. Else only what was seen has passed, until the clock has stood by
// it for long; jumped is by how much it is ahead.
func (l lateness) step(clock time.Time, ran time.Duration, started bool) (next lateness, jumped time.Duration) {
	most := mostStep
	if started {
		most = mostStill
	}
	seen := l.at.Add(ran)
	ahead := clock.Sub(seen)
	if l.at.IsZero() || ahead <= most || l.doubt+ran >= doubtFor {
		return lateness{at: clock}, 0
	}
	return lateness{at: seen, doubt: l.doubt + ran}, ahead
}

// HowLate is the time by which recordings, and what is made of them, are
// deleted: the computer's clock and the database's, whichever is behind, as long
// as neither has jumped ahead (Options.ClockJumped).
func (h *History) HowLate(ctx context.Context) (time.Time, error) {
	h.watch.mu.Lock()
	defer h.watch.mu.Unlock()
	clock := h.now()
	other, err := h.o.Clock(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("history: ask the database for the time: %w", err)
	}
	if other.Before(clock) {
		clock = other
	}
	var was lateness
	var doubt int64
	err = h.db.Pool().QueryRow(ctx, "select at, doubt from retention_clock").Scan(&was.at, &doubt)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return time.Time{}, fmt.Errorf("history: read how late it was: %w", err)
	}
	was.doubt = time.Duration(doubt) * time.Second
	ran := h.o.Ran()
	next, jumped := was.step(clock, ran-h.watch.ran, !h.watch.looked)
	if _, err := h.db.Pool().Exec(ctx, `insert into retention_clock (at, doubt) values ($1, $2)
		on conflict (one) do update set at = excluded.at, doubt = excluded.doubt`, next.at, int64(next.doubt/time.Second)); err != nil {
		return time.Time{}, fmt.Errorf("history: note how late it is: %w", err)
	}
	h.watch.ran, h.watch.looked = ran, true
	if jumped != h.watch.jumped {
		h.watch.jumped = jumped
		h.o.ClockJumped(jumped)
	}
	return next.at, nil
}

// databaseClock is what the database's clock says.
func (h *History) databaseClock(ctx context.Context) (at time.Time, err error) {
	err = h.db.Pool().QueryRow(ctx, "select clock_timestamp()").Scan(&at)
	return at, err
}
