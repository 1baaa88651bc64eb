package history

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// Promise is a callback that a caller was promised and that is not made yet.
type Promise struct {
	Call   id.Call  // in which it was promised, or is kept since a restart
	Group  id.Group // in which the caller waited
	Number id.Number
	Trunk  id.Trunk
	From   leg.Identity
	Since  time.Time // of its place
	Asked  time.Time // when it was promised
	Tries  int       // in vain so far
	Again  time.Time // not to be tried before; zero: at once
}

// queueCallback keeps the list of promises by what is told of them. A promise
// that another call keeps since a restart is that call's in the same moment:
// it is never on the list twice.
func queueCallback(batch *pgx.Batch, call id.Call, at time.Time, b journal.Callback) {
	const insert = `insert into callbacks (call_id, group_id, since, asked_at, tries, again_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`
	const remove = "delete from callbacks where call_id = $1"
	switch b.Stage {
	case journal.CallbackAsked:
		since := b.Since
		if since.IsZero() { // of a version before promises were kept
			since = at
		}
		batch.Queue(insert, call, b.Group, since, at, 0, nil)
	case journal.CallbackResumed:
		batch.Queue(remove, b.Of)
		batch.Queue(insert, call, b.Group, b.Since, b.Asked, b.Tries, moment(b.Again))
	case journal.CallbackUnanswered:
		batch.Queue("update callbacks set tries = $2, again_at = $3 where call_id = $1", call, b.Tries, moment(b.Again))
	case journal.CallbackReached, journal.CallbackStillThere, journal.CallbackFailed, journal.CallbackExpired:
		batch.Queue(remove, call)
	case journal.CallbackDialed: // what comes of it is told
	}
}

// Promised gives the callbacks that are promised, those first whose callers
// have waited longest. Ask at a start, when the spool of the run before has
// been drained.
func (h *History) Promised(ctx context.Context) ([]Promise, error) {
	rows, err := h.db.Pool().Query(ctx, `select p.call_id, p.group_id, c.number_id, c.trunk_id, c.from_number, c.from_name, p.since, p.asked_at, p.tries, p.again_at
		from callbacks p join calls c on c.id = p.call_id order by p.since, p.call_id`)
	if err != nil {
		return nil, fmt.Errorf("history: find promised callbacks: %w", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (Promise, error) {
		var p Promise
		var again *time.Time
		err := row.Scan(&p.Call, &p.Group, &p.Number, &p.Trunk, &p.From.Number, &p.From.Name, &p.Since, &p.Asked, &p.Tries, &again)
		if again != nil {
			p.Again = *again
		}
		return p, err
	})
	if err != nil {
		return nil, fmt.Errorf("history: read promised callbacks: %w", err)
	}
	return all, nil
}
