package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/yobirin/yobirin/shared/id"
)

// OutsideCall is a call from outside, in short.
type OutsideCall struct {
	ID       id.Call
	At       time.Time
	From     string // the caller's number; "" when it was withheld
	Answered bool
	Ended    bool
}

// LastFromOutside gives the latest call from outside, also one that goes on;
// false: there was none in the last thirty days before now.
func (h *History) LastFromOutside(ctx context.Context) (OutsideCall, bool, error) {
	var c OutsideCall
	err := h.db.Bun().QueryRowContext(ctx, `select id, started_at, case when withheld then '' else from_number end, answered_at is not null, ended_at is not null
		from calls where direction = 'in' and started_at > ? order by started_at desc, id desc limit 1`, h.now().AddDate(0, 0, -30)).
		Scan(&c.ID, &c.At, &c.From, &c.Answered, &c.Ended)
	if errors.Is(err, sql.ErrNoRows) {
		return c, false, nil
	}
	if err != nil {
		return c, false, fmt.Errorf("history: look for the last call from outside: %w", err)
	}
	return c, true, nil
}
