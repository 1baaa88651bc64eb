package history

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// Title is a call in a few words.
type Title struct {
	Title     string // the party outside, or who called whom inside; empty when withheld
	StartedAt time.Time
}

// Titles gives the calls of a list that exist, only those of one agent where
// one is named.
func (h *History) Titles(ctx context.Context, calls []id.Call, only id.Agent) (map[id.Call]Title, error) {
	out := map[id.Call]Title{}
	if len(calls) == 0 {
		return out, nil
	}
	q := h.db.Bun().NewSelect().TableExpr("calls as c").ColumnExpr("c.id, c.started_at, c.direction, c.from_number, c.from_name, c.to_number, c.to_name").
		Where("c.id in ?", bun.Tuple(calls))
	if err := (Filter{Only: only}).apply(q, id.Agent{}); err != nil {
		return nil, err
	}
	rows, err := q.Rows(ctx)
	if err != nil {
		return nil, fmt.Errorf("history: read titles of calls: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var which id.Call
		var t Title
		var direction journal.Direction
		var from, to Party
		if err := rows.Scan(&which, &t.StartedAt, &direction, &from.Number, &from.Name, &to.Number, &to.Name); err != nil {
			return nil, fmt.Errorf("history: read the title of a call: %w", err)
		}
		switch direction {
		case journal.Inbound:
			t.Title = from.called()
		case journal.Outbound:
			t.Title = to.called()
		case journal.Internal:
			t.Title = from.called() + " → " + to.called()
		}
		out[which] = t
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// called is a party's name, else its number.
func (p Party) called() string {
	if p.Name != "" {
		return p.Name
	}
	return p.Number
}
